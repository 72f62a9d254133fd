"""The styles of an .xlsx workbook: what each number of a style means, and what conditional formats change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gongkai.read.excel.colours import INDEXED, OFFICE_THEME, colour
from gongkai.read.excel.model import BLACK, PLAIN, WHITE, CellStyle, Font
from gongkai.read.excel.number_format import BUILT_IN, GENERAL
from gongkai.read.word_xml import Element, attribute, child, is_on, local_name

Value = TypeVar("Value")

__all__ = ["CellStyles", "Differential", "read_styles"]


@dataclass(frozen=True, slots=True)
class Differential:
    """What a conditional format changes in a cell. What it leaves alone is None."""

    format: str | None = None
    colour: str | None = None
    fill: str | None = None
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class CellStyles:
    """The styles of cells and the differential ones, by their numbers, and the colours that fonts name."""

    cells: tuple[CellStyle, ...] = (PLAIN,)
    differentials: tuple[Differential, ...] = ()
    theme: tuple[str, ...] = OFFICE_THEME
    palette: tuple[str, ...] = INDEXED

    def cell(self, number: int) -> CellStyle:
        """Give the style of a number; one that the workbook does not have is plain."""
        return self.cells[number] if 0 <= number < len(self.cells) else PLAIN


def read_styles(root: Element | None, theme: tuple[str, ...]) -> CellStyles:
    """Read the part `styles.xml`.

    Args:
        root: its root, or None if the workbook has no such part.
        theme: the colours of the workbook's theme.
    """
    if root is None:
        return CellStyles(theme=theme)
    palette = _palette(root)
    formats = BUILT_IN | {
        int(number): attribute(node, "formatCode") or GENERAL
        for node in _children(root, "numFmts")
        if (number := attribute(node, "numFmtId") or "").isdecimal()
    }
    fonts = [_font(node, theme, palette) for node in _children(root, "fonts")]
    fills = [_fill(node, theme, palette) for node in _children(root, "fills")]
    borders = [_has_border(node) for node in _children(root, "borders")]
    cells = tuple(
        CellStyle(
            formats.get(_number(node, "numFmtId"), GENERAL),
            _at(fonts, _number(node, "fontId"), Font()),
            _at(fills, _number(node, "fillId"), WHITE),
            _at(borders, _number(node, "borderId"), False),
            attribute(child(node, "alignment"), "shrinkToFit") in ("1", "true"),
        )
        for node in _children(root, "cellXfs")
    )
    differentials = tuple(_differential(node, theme, palette) for node in _children(root, "dxfs"))
    return CellStyles(cells, differentials, theme, palette)


def _font(node: Element | None, theme: Sequence[str], palette: Sequence[str]) -> Font:
    place = attribute(child(node, "vertAlign"), "val")
    return Font(
        is_struck=bool(is_on(node, "strike")),
        is_raised=place in ("superscript", "subscript"),
        colour=colour(_attributes(child(node, "color")), theme, palette, BLACK),
        size=float(size) if (size := attribute(child(node, "sz"), "val") or "").isdecimal() else _USUAL_SIZE,
    )


_USUAL_SIZE = 11.0


def _palette(root: Element) -> tuple[str, ...]:
    own = [attribute(node, "rgb") or BLACK for node in (_nodes(child(root, "colors", "indexedColors")))]
    return (*(said[-6:].upper() for said in own), *INDEXED[len(own) :])


def _fill(node: Element, theme: Sequence[str], palette: Sequence[str]) -> str | None:
    pattern = child(node, "patternFill")
    kind = attribute(pattern, "patternType") or "none"
    if pattern is None or kind not in ("none", "solid"):
        return None
    return WHITE if kind == "none" else colour(_attributes(child(pattern, "fgColor")), theme, palette, WHITE)


def _has_border(node: Element) -> bool:
    return sum(attribute(edge, "style") not in (None, "none") for edge in node) >= _EDGES_OF_A_PRINTED_CELL


_EDGES_OF_A_PRINTED_CELL = 3


def _differential(node: Element, theme: Sequence[str], palette: Sequence[str]) -> Differential:
    format_code = attribute(child(node, "numFmt"), "formatCode")
    font, fill = child(node, "font"), child(node, "fill", "patternFill")
    font_colour, background = child(font, "color"), child(fill, "bgColor")
    return Differential(
        format=format_code,
        colour=None if font_colour is None else colour(_attributes(font_colour), theme, palette, BLACK),
        fill=None if background is None else colour(_attributes(background), theme, palette, WHITE),
        is_struck=bool(is_on(font, "strike")),
    )


def _children(root: Element, name: str) -> Iterator[Element]:
    return (node for node in (_nodes(child(root, name))) if local_name(node))


def _attributes(node: Element | None) -> dict[str, str]:
    return {} if node is None else {str(name): str(said) for name, said in node.attrib.items()}


def _nodes(parent: Element | None) -> Iterable[Element]:
    return () if parent is None else parent


def _number(node: Element, name: str) -> int:
    said = attribute(node, name) or "0"
    return int(said) if said.isdecimal() and len(said) < 9 else -1


def _at(values: Sequence[Value], number: int, otherwise: Value) -> Value:
    return values[number] if 0 <= number < len(values) else otherwise
