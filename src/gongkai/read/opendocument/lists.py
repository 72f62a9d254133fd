"""The lists of an OpenDocument text, in the language of Word, which counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree

from gongkai.read.opendocument.styles import OpenStyles
from gongkai.read.word_xml import Element, attribute, local_name, number

__all__ = ["Lists"]


@dataclass(slots=True)
class _OpenList:
    """A list whose end has not come yet."""

    list_id: str
    style: str
    is_counted: bool = False
    """Whether the paragraph that comes next begins an item."""


class Lists:
    """Numbers the paragraphs of lists. Each list counts from its start, unless it says that it goes on with another."""

    def __init__(self, styles: OpenStyles) -> None:
        self._styles = styles
        self.part = etree.Element("numbering")
        self._open: list[_OpenList] = []
        self._known: dict[str, str] = {}
        self._last_of_style: dict[str, str] = {}
        self._by_id: dict[str, str] = {}
        self._headings = "" if styles.outline is None else self._new_list(_OUTLINE, styles.outline)

    @contextmanager
    def inside(self, node: Element) -> Iterator[None]:
        """Stand inside a `text:list`, which may stand in another."""
        outer = self._open[-1] if self._open else None
        style = attribute(node, "style-name") or (outer.style if outer else "")
        goes_deeper = outer is not None and style == outer.style
        list_id = outer.list_id if outer is not None and goes_deeper else self._list_id(node, style)
        self._by_id[attribute(node, "id") or ""] = list_id
        self._last_of_style[style] = list_id
        self._open.append(_OpenList(list_id, style))
        yield
        self._open.pop()

    def _list_id(self, node: Element, style: str) -> str:
        continued = self._by_id.get(attribute(node, "continue-list") or " ")
        if continued is None and attribute(node, "continue-numbering") == "true":
            continued = self._last_of_style.get(style)
        return continued or self._new_list(style, self._styles.lists.get(style))

    def begin(self, item: Element) -> None:
        """Begin an item of the innermost list."""
        self._open[-1].is_counted = local_name(item) == "list-item"
        start = attribute(item, "start-value")
        if start is not None:
            style = self._open[-1].style
            self._open[-1].list_id = self._new_list(style, self._styles.lists.get(style), number(start, 1))

    def number(self, paragraph: Element, properties: Element) -> None:
        """Make a paragraph the one that shows the number of its item, or of its heading."""
        if self._open:
            innermost = self._open[-1]
            if innermost.is_counted:
                innermost.is_counted = False
                _claim(properties, innermost.list_id, len(self._open) - 1)
        elif self._headings and local_name(paragraph) == "h":
            _claim(properties, self._headings, number(attribute(paragraph, "outline-level"), 1) - 1)

    def _new_list(self, name: str, style: Element | None, start: int | None = None) -> str:
        """Write a list that begins to count."""
        if style is None:
            return _NO_LIST
        list_id = str(len(self.part) + 1)
        definition = etree.SubElement(self.part, "abstractNum", {"abstractNumId": list_id})
        for level in style:
            if local_name(level) in _LEVELS:
                _write_level(level, definition, start)
        instance = etree.SubElement(self.part, "num", {"numId": list_id})
        etree.SubElement(instance, "abstractNumId", {"val": list_id})
        return list_id


_OUTLINE = "the numbers of headings"
_NO_LIST = "0"
_OUTLINE_LEVEL = "outline-level-style"
_LEVELS = frozenset({"list-level-style-number", "list-level-style-bullet", "list-level-style-image", _OUTLINE_LEVEL})


def _claim(properties: Element, list_id: str, depth: int) -> None:
    claim = etree.SubElement(properties, "numPr")
    etree.SubElement(claim, "ilvl", {"val": str(max(depth, 0))})
    etree.SubElement(claim, "numId", {"val": list_id})


def _write_level(level: Element, definition: Element, start: int | None) -> None:
    depth = number(attribute(level, "level"), 1)
    written = etree.SubElement(definition, "lvl", {"ilvl": str(depth - 1)})
    is_counted = local_name(level) in ("list-level-style-number", _OUTLINE_LEVEL)
    first = attribute(level, "start-value") or "1"
    format_name = _FORMATS.get(attribute(level, "num-format") or "", attribute(level, "num-format") or "none")
    label = _label(level, depth) if format_name != "none" else ""
    for name, value in (
        ("start", str(start) if start is not None else first),
        ("numFmt", format_name if is_counted else "bullet"),
        ("lvlText", label if is_counted else attribute(level, "bullet-char") or "•"),
    ):
        etree.SubElement(written, name, {"val": value})


def _label(level: Element, depth: int) -> str:
    said = attribute(level, "num-list-format")
    if said is not None:
        return _PLACE.sub(r"%\1", said)
    shown = min(number(attribute(level, "display-levels"), 1), depth)
    numbers = ".".join(f"%{each}" for each in range(depth - shown + 1, depth + 1))
    return f"{attribute(level, 'num-prefix') or ''}{numbers}{attribute(level, 'num-suffix') or ''}"


_PLACE = re.compile("%([1-9])%")

_FORMATS: Mapping[str, str] = {
    "": "none",
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "１, ２, ３, ...": "decimalFullWidth",
}
"""The formats of numbers that Chinese documents use. Another is called what it is, and is not followed."""
