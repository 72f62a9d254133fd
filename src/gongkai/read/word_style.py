"""The styles of a Word document: how characters look, and what paragraphs and cells stand on, once all is inherited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gongkai.read.word_color import Color, Ground, color_of, highlight, shade
from gongkai.read.word_xml import Element, attribute, child, inside, is_on, local_name, number, value

__all__ = ["PLAIN", "Look", "Style", "Styles", "TableLook", "own_look"]


class Look(NamedTuple):
    """How characters are set. None is what is not said at this level."""

    is_vanished: bool | None = None
    is_always_hidden: bool | None = None
    is_hidden_on_web: bool | None = None
    is_struck: bool | None = None
    is_struck_twice: bool | None = None
    script: str | None = None
    position: int | None = None
    size: int | None = None
    """In half points."""
    width: int | None = None
    """In percent."""
    color: Color | str | None = None
    """A colour, or "auto", or "clear" if the characters are not filled."""
    ground: Ground | None = None
    font: str | None = None

    def over(self, base: Look) -> Look:
        """Let what is said here stand before what is said in `base`."""
        if self is PLAIN:
            return base
        return Look._make(other if own is None else own for own, other in zip(self, base, strict=True))

    def joined(self, base: Look) -> Look:
        """Lay a character style on that of the paragraph: what both switch on, Word switches off."""
        result = self.over(base)
        return result._replace(
            is_vanished=bool(self.is_vanished) != bool(base.is_vanished),
            is_struck=bool(self.is_struck) != bool(base.is_struck),
        )

    def upon_defaults(self, defaults: Look) -> Look:
        """Lay the styles on the defaults of the document. What those switch on, no style switches off."""
        result = self.over(defaults)
        return result._replace(
            is_vanished=bool(self.is_vanished or defaults.is_vanished),
            is_struck=bool(self.is_struck or defaults.is_struck),
        )


PLAIN = Look()


def own_look(properties: Element | None) -> Look:
    """Read what a `w:rPr` itself says."""
    said: dict[str, Any] = {}
    for node in () if properties is None else properties:
        kind = local_name(node)
        if kind in _SWITCHES:
            said[_SWITCHES[kind]] = is_on(properties, kind)
        elif kind in _READERS:
            said.update(_READERS[kind](node))
    return PLAIN._replace(**said) if said else PLAIN


_SWITCHES = {
    "vanish": "is_vanished",
    "specVanish": "is_always_hidden",
    "webHidden": "is_hidden_on_web",
    "strike": "is_struck",
    "dstrike": "is_struck_twice",
}


def _signed(text: str | None) -> int:
    """Read a measure, which may be negative."""
    negative = text is not None and text.startswith("-")
    size = number((text or "").removeprefix("-"), 0)
    return -size if negative else size


def _text_fill(node: Element) -> dict[str, Any]:
    """Read the fill that newer versions of Word give to characters, which stands before their colour."""
    if child(node, "noFill") is not None:
        return {"color": "clear"}
    fill = child(node, "solidFill")
    if fill is None or not len(fill):
        return {}
    solid = fill[0]
    clearness = value(solid, "alpha") or ""
    if clearness.isdecimal() and len(clearness) <= _LONGEST_SHARE and int(clearness) >= _CLEAR:
        return {"color": "clear"}
    return {"color": color_of(solid, "val", "val") or "auto"}


_LONGEST_SHARE = 6
_CLEAR = 95_000
"""How transparent what is not seen is, in thousandths of a percent."""

_READERS: Mapping[str, Callable[[Element], dict[str, Any]]] = {
    "vertAlign": lambda node: {"script": attribute(node, "val")},
    "position": lambda node: {"position": _signed(attribute(node, "val"))},
    "sz": lambda node: {"size": number(attribute(node, "val"), 0) or None},
    "w": lambda node: {"width": number((attribute(node, "val") or "").removesuffix("%"), 100)},
    "color": lambda node: {"color": color_of(node) or "auto"},
    "textFill": _text_fill,
    "shd": lambda node: {} if (ground := shade(node)) is None else {"ground": ground},
    "highlight": lambda node: {"ground": highlight(attribute(node, "val") or "none")},
    "rFonts": lambda node: {"font": attribute(node, "ascii")},
}


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits. `parts` has the looks of the first row, the bands and so on of a table."""

    look: Look = PLAIN
    ground: Ground | None = None
    list_id: str | None = None
    depth: str | None = None
    parts: Mapping[str, tuple[Look, Ground | None]] = field(default_factory=dict)


class Styles:
    """The styles of a document. Each is worked out once, and a chain of any length in one walk."""

    def __init__(self, root: Element | None) -> None:
        """Take the root of the styles part, if there is one."""
        nodes = () if root is None else tuple(inside(root, "style"))
        self._by_id = {attribute(node, "styleId"): node for node in nodes}
        self._defaults = {
            attribute(node, "type") or "": attribute(node, "styleId")
            for node in nodes
            if (attribute(node, "default") or "0") not in ("0", "false", "off")
        }
        self._worked_out: dict[str | None, Style] = {}
        self._looks: dict[tuple[Look, str | None, str | None], Look] = {}
        self.default_look = own_look(child(root, "docDefaults", "rPrDefault", "rPr"))

    def style(self, name: str | None, kind: str = "") -> Style:
        """Give a style by its identifier, or the default style of a kind, such as `paragraph`, if there is no name."""
        name = self._defaults.get(kind) if name is None else name
        walked: dict[str | None, Element] = {}
        while name in self._by_id and name not in self._worked_out and name not in walked:
            walked[name] = self._by_id[name]
            name = value(walked[name], "basedOn")
        found = self._worked_out.get(name, _NO_STYLE)
        for each, node in reversed(walked.items()):
            found = _inherited(node, found)
            self._worked_out[each] = found
        return found

    def look(self, cell: Look, paragraph: str | None, character: str | None) -> Look:
        """Give how characters look by their cell, and the styles of their paragraph and of their own."""
        key = cell, paragraph, character
        if key not in self._looks:
            of_paragraph = self.style(paragraph, "paragraph").look.joined(cell)
            styled = self.style(character, "character").look.joined(of_paragraph)
            self._looks[key] = styled.upon_defaults(self.default_look)
        return self._looks[key]


_NO_STYLE = Style()


def _inherited(node: Element, base: Style) -> Style:
    paragraph = child(node, "pPr")
    numbering = child(paragraph, "numPr")
    own_ground = _first_shade(child(paragraph, "shd"), child(node, "tcPr", "shd"), child(node, "tblPr", "shd"))
    parts = dict(base.parts)
    for part in inside(node, "tblStylePr"):
        kind = attribute(part, "type") or ""
        if kind in _PARTS:
            look, ground = parts.get(kind, (PLAIN, None))
            own = own_look(child(part, "rPr")).over(look)
            parts[kind] = own, _first_shade(child(part, "tcPr", "shd"), child(part, "tblPr", "shd")) or ground
    return Style(
        own_look(child(node, "rPr")).over(base.look),
        own_ground or base.ground,
        value(numbering, "numId") or base.list_id,
        value(numbering, "ilvl") or base.depth,
        parts,
    )


def _first_shade(*nodes: Element | None) -> Ground | None:
    return next((found for node in nodes if (found := shade(node)) is not None), None)


_PARTS = (
    *("wholeTable", "band1Vert", "band2Vert", "band1Horz", "band2Horz"),
    *("firstCol", "lastCol", "firstRow", "lastRow", "neCell", "nwCell", "seCell", "swCell"),
)
"""The parts of a table that a style may set apart, each stronger than those before it."""


@dataclass(frozen=True, slots=True)
class TableLook:
    """How the cells of one table look by their places, as its style and its own properties say."""

    style: Style
    ground: Ground | None
    applied: frozenset[str]
    """The parts of the table that are set apart: firstRow, lastRow, firstColumn, lastColumn, hBand and vBand."""

    @classmethod
    def of(cls, properties: Element | None, styles: Styles) -> TableLook:
        """Read the `w:tblPr` of a table."""
        style = styles.style(value(properties, "tblStyle"), "table")
        look = child(properties, "tblLook")
        ground = shade(child(properties, "shd")) or style.ground
        if look is None and any(of_part for _, of_part in style.parts.values()):
            # Which parts are set apart is left to the program.
            return cls(style, ground or "unknown", frozenset())
        return cls(style, ground, frozenset(_applied(look)) if style.parts else frozenset())

    def cell(self, row: int, rows: int, column: int, is_last: bool) -> tuple[Look, Ground | None]:
        """Give the look of a cell and the ground that the table lays under it. Rows and columns count from 0."""
        look, ground = self.style.look, self.ground
        if self.style.parts:
            places = set(self._places(row, rows, column, is_last))
            for part in _PARTS:
                if part in places and part in self.style.parts:
                    own, own_ground = self.style.parts[part]
                    look, ground = own.over(look), own_ground or ground
        return look, ground

    def _places(self, row: int, rows: int, column: int, is_last: bool) -> Iterator[str]:
        applied = self.applied
        first_row, last_row = "firstRow" in applied and row == 0, "lastRow" in applied and row == rows - 1
        first, last = "firstColumn" in applied and column == 0, "lastColumn" in applied and is_last
        yield "wholeTable"
        if "hBand" in applied and not first_row and not last_row:
            yield "band1Horz" if (row - ("firstRow" in applied)) % 2 == 0 else "band2Horz"
        if "vBand" in applied and not first and not last:
            yield "band1Vert" if (column - ("firstColumn" in applied)) % 2 == 0 else "band2Vert"
        named = (("firstRow", first_row), ("lastRow", last_row), ("firstCol", first), ("lastCol", last))
        yield from (name for name, holds in named if holds)
        corners = (("nwCell", first_row and first), ("neCell", first_row and last))
        yield from (name for name, holds in corners if holds)
        corners = (("swCell", last_row and first), ("seCell", last_row and last))
        yield from (name for name, holds in corners if holds)


def _applied(look: Element | None) -> Iterable[str]:
    """Read `w:tblLook`, which says it in words or, in older files, in the bits of one number."""
    if look is None:
        return
    bits = int(found, 16) if _is_hexadecimal(found := attribute(look, "val") or "") else 0
    for name, bit, is_inverted in _LOOK_BITS:
        said = attribute(look, name if not is_inverted else f"no{name[0].upper()}{name[1:]}")
        is_set = said not in ("0", "false", "off") if said is not None else bool(bits & bit)
        if is_set != is_inverted:
            yield name


def _is_hexadecimal(text: str) -> bool:
    return 0 < len(text) <= 4 and all(character in "0123456789abcdefABCDEF" for character in text)


_LOOK_BITS = (
    ("firstRow", 0x20, False),
    ("lastRow", 0x40, False),
    ("firstColumn", 0x80, False),
    ("lastColumn", 0x100, False),
    ("hBand", 0x200, True),
    ("vBand", 0x400, True),
)
