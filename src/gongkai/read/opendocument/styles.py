"""The styles of an OpenDocument file: how characters, paragraphs and cells are set, once all is inherited.

What a style says is kept by the kind of properties and the name, such as `text:color`; `data-style` is the name of the
format that shows numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gongkai.read.word_xml import Element, attribute, child, local_name

__all__ = ["OpenStyles", "Properties", "points"]

Properties = Mapping[str, str]


class OpenStyles:
    """The styles of a document. Each is worked out once, and a chain of any length in one walk."""

    def __init__(self, roots: tuple[Element, ...]) -> None:
        """Take the roots of the parts that hold styles."""
        self._nodes: dict[tuple[str, str], Element] = {}
        self._defaults: dict[str, Properties] = {}
        self.lists: dict[str, Element] = {}
        """The styles of lists by their names."""
        self.outline: Element | None = None
        """The style that numbers headings."""
        self._masters: list[Element] = []
        self._layouts: dict[str, Element] = {}
        for node in _definitions(roots):
            self._take(node)
        self._worked_out: dict[tuple[str, str], Properties] = {}

    def _take(self, node: Element) -> None:
        name, family = attribute(node, "name") or "", attribute(node, "family") or ""
        match local_name(node):
            case "style":
                self._nodes[family, name] = node
            case "default-style":
                self._defaults[family] = dict(_own(node))
            case "list-style":
                self.lists[name] = node
            case "outline-style":
                self.outline = node
            case "master-page":
                self._masters.append(node)
            case "page-layout":
                self._layouts[name] = node

    def of(self, family: str, name: str | None) -> Properties:
        """Give what a style says, with all that it inherits. Without a name it is the default of its family."""
        walked: list[tuple[str, str]] = []
        key = (family, name or "")
        while key in self._nodes and key not in self._worked_out and key not in walked:
            walked.append(key)
            key = (family, attribute(self._nodes[key], "parent-style-name") or "")
        found = self._worked_out.get(key, self._defaults.get(family, {}))
        for each in reversed(walked):
            found = self._worked_out[each] = {**found, **dict(_own(self._nodes[each], found))}
        return found

    def conditions(self, name: str | None) -> Iterator[tuple[str, str]]:
        """Give the conditions of a style of cells, each with the name of the style that it puts on."""
        node = self._nodes.get(("table-cell", name or ""))
        for inner in () if node is None else node:
            if local_name(inner) == "map":
                yield attribute(inner, "condition") or "", attribute(inner, "apply-style-name") or ""

    @property
    def page_colour(self) -> str | None:
        """What colour the pages have, if any."""
        for master in sorted(self._masters, key=lambda node: attribute(node, "name") != "Standard"):
            layout = self._layouts.get(attribute(master, "page-layout-name") or "")
            return attribute(child(layout, "page-layout-properties"), "background-color")
        return None


def _definitions(roots: tuple[Element, ...]) -> Iterator[Element]:
    # What stands in the document itself goes over what stands in its part of styles.
    for holder in ("styles", "master-styles", "automatic-styles"):
        for root in reversed(roots):
            found = child(root, holder)
            yield from () if found is None else found


def _own(node: Element, base: Properties | None = None) -> Iterator[tuple[str, str]]:
    data_style = attribute(node, "data-style-name")
    if data_style is not None:
        yield "data-style", data_style
    for inner in node:
        kind = local_name(inner)
        if kind.endswith("-properties"):
            kind = kind.removesuffix("-properties")
            for name, said in inner.attrib.items():
                key = f"{kind}:{str(name).rpartition('}')[2]}"
                yield key, _of_base(said, (base or {}).get(key)) if key == _SIZE else said


_SIZE = "text:font-size"
_SHARE = re.compile(r"([0-9]{1,4})(?:\.[0-9]+)?%")


def _of_base(said: str, base: str | None) -> str:
    """Give a size in points, where it is told as a share of what is inherited."""
    share = _SHARE.fullmatch(said)
    if share is None:
        return said
    size = points(base)
    return said if size is None else f"{size * int(share[1]) / 100:g}pt"


def points(said: str | None) -> float | None:
    """Read a length, in points.

    >>> points("1in"), points("12.5pt"), points("2"), points(None)
    (72.0, 12.5, None, None)
    """
    found = _LENGTH.fullmatch(said or "")
    return None if found is None else float(found[1]) * _UNITS[found[2]]


_LENGTH = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,8})?)(pt|in|cm|mm|pc|px)")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75}
