"""The characters of a paragraph of an OpenDocument file, with how they are set, and what stands among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.read.opendocument.styles import OpenStyles, Properties
from gongkai.read.word_xml import Element, attribute, child, local_name, number

__all__ = ["InlinePiece", "is_struck", "pieces", "script"]


class InlinePiece(NamedTuple):
    """Some characters with their properties. If there is a `node`, it is a drawing, a note or a prompt."""

    text: str
    properties: Properties
    node: Element | None = None


def pieces(paragraph: Element, styles: OpenStyles, base: Properties) -> Iterator[InlinePiece]:
    """Give what a paragraph prints.

    Args:
        paragraph: the `text:p` or `text:h`.
        styles: the styles of the document.
        base: how characters are set that have no style of their own.
    """
    yield from _InlineReader(styles).inside(paragraph, base)


def is_struck(properties: Properties) -> bool:
    """Tell characters that are struck out."""
    styles = (properties.get(f"text:text-line-through-{part}", "none") for part in ("style", "type"))
    return any(style != "none" for style in styles)


def script(properties: Properties) -> str:
    """Tell whether characters are raised or lowered, or give the empty string.

    >>> script({"text:text-position": "super 58%"}), script({"text:text-position": "-33% 58%"}), script({})
    ('superscript', 'subscript', '')
    """
    place = (properties.get("text:text-position") or "").partition(" ")[0]
    if place == "super" or _RAISED.fullmatch(place):
        return "superscript"
    return "subscript" if place == "sub" or _LOWERED.fullmatch(place) else ""


_RAISED = re.compile(r"(?!0*(?:\.0*)?%)[0-9.]{1,6}%")
_LOWERED = re.compile(r"-(?!0*(?:\.0*)?%)[0-9.]{1,6}%")


class _InlineReader:
    """Reads one paragraph. White space in the file is one space, and none at the beginning."""

    def __init__(self, styles: OpenStyles) -> None:
        self._styles = styles
        self._ends_blank = True

    def inside(self, node: Element, properties: Properties) -> Iterator[InlinePiece]:
        yield from self._literal(node.text, properties)
        for inner in node:
            yield from self._element(inner, properties)
            yield from self._literal(inner.tail, properties)

    def _literal(self, text: str | None, properties: Properties) -> Iterator[InlinePiece]:
        shown = _SPACES.sub(" ", text or "")
        if self._ends_blank:
            shown = shown.removeprefix(" ")
        if shown:
            self._ends_blank = shown.endswith(" ")
            yield InlinePiece(shown, properties)

    def _element(self, node: Element, properties: Properties) -> Iterator[InlinePiece]:
        kind = local_name(node)
        if kind in _CHARACTERS:
            self._ends_blank = False
            yield InlinePiece(_CHARACTERS[kind] * min(number(attribute(node, "c"), 1), _MOST_SPACES), properties)
        elif kind in ("span", "a"):
            name = attribute(node, "style-name")
            own = self._styles.of("text", name) if name else {}
            yield from self.inside(node, {**properties, **own})
        elif kind in _BESIDE:
            self._ends_blank = False
            yield InlinePiece("", properties, node)
        elif kind == "ruby":
            base = child(node, "ruby-base")
            if base is not None:
                yield from self.inside(base, properties)
        elif kind not in _UNSEEN and attribute(node, "is-hidden") != "true":
            yield from self.inside(node, properties)


_SPACES = re.compile(r"[ \t\r\n]+")
_CHARACTERS = {"s": " ", "tab": "\t", "line-break": "\n", "soft-page-break": "", "soft-hyphen": ""}
_MOST_SPACES = 1_000
_BESIDE = frozenset({"frame", "custom-shape", "g", "rect", "ellipse", "circle", "note", "placeholder", "control"})
"""What is no run of characters."""
_UNSEEN = frozenset(
    {
        *("annotation", "annotation-end", "tracked-changes", "change", "change-start", "change-end"),
        *("hidden-paragraph", "bookmark", "bookmark-start", "bookmark-end", "reference-mark", "line", "path"),
        *("", "script", "forms", "alphabetical-index-mark", "toc-mark", "user-index-mark", "connector", "polyline"),
    }
)
"""Remarks, marks of changes, and lines."""
