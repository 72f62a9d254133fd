"""Documents in Rich Text Format, with characters as Word writes them and as others do."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from generators.grid import Block, Grid, PlacedCell, placed

__all__ = ["escaped", "in_bytes", "render_rtf", "rtf"]

_COLUMN = 900
"""How wide a column is, in twentieths of a point."""


def rtf(body: str, before: str = "", code_page: int = 936) -> bytes:
    """Give a document: its body, and what stands before it."""
    fonts = r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset134 SimSun;}{\f2\ftech\fcharset2 Wingdings;}}"
    colours = r"{\colortbl;\red255\green255\blue255;\red31\green78\blue121;\red0\green0\blue0;}"
    return rf"{{\rtf1\ansi\ansicpg{code_page}\deff0{fonts}{colours}{before}{body}}}".encode("ascii")


def escaped(text: str) -> str:
    """Write characters as their numbers, with a question mark for older programs."""
    return "".join(_character(character) for character in text)


def _character(character: str) -> str:
    if character in "\\{}":
        return f"\\{character}"
    if character == "\n":
        return "\\line "
    if character == "\u00a0":
        return r"\~"
    if character.isascii():
        return character
    units = character.encode("utf-16-le")
    return "".join(
        rf"\u{int.from_bytes(units[place : place + 2], 'little', signed=True)}?" for place in range(0, len(units), 2)
    )


def in_bytes(text: str, encoding: str = "gb18030") -> str:
    """Write characters as the bytes that they have in an encoding."""
    parts = (character if character.isascii() else _bytes(character, encoding) for character in text)
    return "".join(parts)


def _bytes(character: str, encoding: str) -> str:
    return "".join(rf"\'{byte:02x}" for byte in character.encode(encoding))


def render_rtf(blocks: Sequence[Block]) -> bytes:
    return rtf("".join(_paragraph(block) if isinstance(block, str) else _table(block) for block in blocks))


def _paragraph(text: str) -> str:
    return rf"\pard\plain\fs24 {escaped(text)}\par" + "\r\n"


def _table(grid: Grid) -> str:
    cells = placed(grid)
    return "".join(
        _row(row, sorted((cell for cell in cells if _reaches(cell, row)), key=attrgetter("column")))
        for row in range(1, len(grid) + 1)
    )


def _reaches(cell: PlacedCell, row: int) -> bool:
    return cell.row <= row < cell.row + cell.cell.row_span


def _row(row: int, cells: Sequence[PlacedCell]) -> str:
    shapes, texts = "", ""
    for cell in cells:
        if cell.cell.row_span > 1:
            shapes += r"\clvmgf" if cell.row == row else r"\clvmrg"
        shapes += rf"\cellx{(cell.column + cell.cell.column_span - 1) * _COLUMN + row % 3}"
        texts += rf"\pard\intbl {escaped(cell.cell.text) if cell.row == row else ''}\cell" + "\r\n"
    return rf"\trowd\trgaph108\trleft0{shapes}{texts}\row" + "\r\n"
