"""A printed report as text in which only spaces set the columns, as programs that convert PDF leave it.

The page is drawn on a raster of half-width characters: cells wrap to the width of their columns and stand in the middle
of their rows, merged cells over all of theirs, and pages end with a number wherever they are full.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from generators.printed import PrintedCell, PrintedReport, PrintedTable
from generators.text_pages import facts_line

__all__ = ["Style", "render_spaced"]


@dataclass(frozen=True)
class Style:
    """How a program lays a table out: blanks between columns, the widest label, lines between rows and on a page."""

    gap: int = 3
    widest_label: int = 30
    widest_head: int = 12
    between_rows: int = 0
    lines_on_page: int = 46


def render_spaced(report: PrintedReport, style: Style = Style()) -> bytes:
    """Print the report on pages of text."""
    lines = [facts_line(report.identity), report.identity.title]
    for block in report.blocks:
        if isinstance(block, str):
            lines.append(block)
        else:
            lines += ["", *_table_lines(block, _widths(_parts(report, block), style), style), ""]
    return "\n".join(_paged(lines, style)).encode()


def _paged(lines: Sequence[str], style: Style) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        yield line
        if number % style.lines_on_page == 0:
            yield from ("", " " * 40 + f"— {number // style.lines_on_page} —")


def _parts(report: PrintedReport, table: PrintedTable) -> list[PrintedTable]:
    """Give the parts of a table that goes on over pages: its columns have one width in all of them."""
    width = len(table.slots[0])
    return [each for each in report.tables() if each.code == table.code and len(each.slots[0]) == width]


def _table_lines(table: PrintedTable, widths: Sequence[int], style: Style) -> list[str]:
    lefts = [sum(widths[:column]) + style.gap * column for column in range(len(widths))]
    wrapped = {cell: _wrapped(cell, table, widths, style) for cell in table.cells()}
    heights = _heights(table, wrapped)
    tops = [sum(heights[:row]) + style.between_rows * row for row in range(len(heights))]
    raster: list[dict[int, str]] = [{} for _ in range(tops[-1] + heights[-1])]
    for cell, texts in wrapped.items():
        rows, columns = _place(cell, table)
        left, right = lefts[columns[0]], lefts[columns[-1]] + widths[columns[-1]]
        height = tops[rows[-1]] + heights[rows[-1]] - tops[rows[0]]
        for number, text in enumerate(texts, start=tops[rows[0]] + (height - len(texts)) // 2):
            indent = 0 if cell.role == "label" else (right - left - _width(text)) // 2
            _draw(raster[number], left + indent, text)
    return [_line(row) for row in raster]


def _widths(parts: Sequence[PrintedTable], style: Style) -> list[int]:
    """Give each column the width of what stands in it alone, labels and headers wrapped."""
    widths = []
    for column in range(len(parts[0].slots[0])):
        alone = [cell for table in parts for cell in table.cells() if _place(cell, table)[1] == [column]]
        values = [_width(cell.text.replace("\n", "")) for cell in alone if cell.role not in ("label", "header")]
        labels = [
            min(_width(cell.text.replace("\n", "")), style.widest_label) for cell in alone if cell.role == "label"
        ]
        heads = [min(_width(cell.text), style.widest_head) for cell in alone if cell.role == "header"]
        widths.append(max([*values, *labels, *heads, 4]))
    return widths


def _wrapped(cell: PrintedCell, table: PrintedTable, widths: Sequence[int], style: Style) -> list[str]:
    _, columns = _place(cell, table)
    room = sum(widths[column] for column in columns) + style.gap * (len(columns) - 1)
    lines = [""]
    for character in cell.text.replace("\n", ""):
        if _width(lines[-1] + character) > room:
            lines.append("")
        lines[-1] += character
    return lines


def _heights(table: PrintedTable, wrapped: dict[PrintedCell, list[str]]) -> list[int]:
    """Give the lines of each row; what spans several rows makes the last of them higher where it must."""
    heights = [1] * len(table.slots)
    for cell, lines in sorted(wrapped.items(), key=lambda item: len(_place(item[0], table)[0])):
        rows, _ = _place(cell, table)
        heights[rows[-1]] += max(0, len(lines) - sum(heights[row] for row in rows))
    return heights


def _place(cell: PrintedCell, table: PrintedTable) -> tuple[list[int], list[int]]:
    rows = [number for number, row in enumerate(table.slots) if cell in row]
    return rows, [number for number, each in enumerate(table.slots[rows[0]]) if each is cell]


def _draw(row: dict[int, str], left: int, text: str) -> None:
    for character in text:
        row[left] = character
        left += _width(character)


def _line(row: dict[int, str]) -> str:
    text, at = "", 0
    for left in sorted(row):
        text += " " * (left - at) + row[left]
        at = left + _width(row[left])
    return text


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
