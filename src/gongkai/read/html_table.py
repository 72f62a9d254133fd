"""A table of a web page: data to keep as a grid, or layout whose cells belong to the flow of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from gongkai.document import Cell, Table
from gongkai.read.grid import Grid

__all__ = ["Attributes", "Line", "OpenTable"]

Attributes = Mapping[str, str | None]


class Line(NamedTuple):
    """A line of the page as a reader sees it."""

    text: str
    in_menu: bool
    """Whether it is all link and either short or in a list, as the lines of menus are."""


class OpenTable:
    """A table whose end has not come yet.

    What its cells hold goes into `blocks`, the flow of the page, and stays there if the table proves to be layout.
    If it proves to be data, the grid takes the place of it.
    """

    def __init__(self, blocks: list[Line | Table]) -> None:
        """Begin at the present end of the flow."""
        self._blocks = blocks
        self._first = len(blocks)
        self._part = self._first
        self._grid = Grid()
        self._cells: list[list[str]] = []
        self._captions: list[Line | Table] = []
        self._is_layout = False

    def open_row(self) -> None:
        """Begin the next row."""
        self._grid.open_row()

    def close_row_group(self) -> None:
        """End the rows of a `thead`, `tbody` or `tfoot`."""
        self._grid.close_group()

    def open_caption(self) -> None:
        """Begin a caption at the present end of the flow."""
        self._part = len(self._blocks)

    def close_caption(self) -> None:
        """End the caption, to keep it in the flow whatever the table proves to be."""
        self._captions += self._blocks[self._part :]

    def open_cell(self, attributes: Attributes) -> None:
        """Begin a cell at the present end of the flow."""
        self._part = len(self._blocks)
        if not self._is_layout:
            row_span = min(_span(attributes.get("rowspan")), _MOST_ROWS_SPANNED)
            column_span = min(_span(attributes.get("colspan")) or 1, _MOST_COLUMNS_SPANNED)
            slot = self._grid.place(row_span, column_span)
            self._is_layout = slot.column > _WIDEST_DATA

    def close_cell(self) -> None:
        """End the cell."""
        if not self._is_layout:
            lines = self._blocks[self._part :]
            self._cells.append([line.text for line in lines if isinstance(line, Line)])

    def hold_table(self) -> None:
        """Take note of a table inside a cell."""
        self._is_layout = True

    def close(self) -> bool:
        """End the table, and tell whether it left anything in the flow."""
        is_data = not (self._is_layout or self._is_single_column() or _is_article(self._cells))
        if is_data:
            cells = (
                Cell("\n".join(lines), slot.row, slot.column, slot.row_span, slot.column_span)
                for lines, slot in zip(self._cells, self._grid.slots, strict=True)
            )
            self._blocks[self._first :] = [*self._captions, Table(tuple(cells))]
        return len(self._blocks) > self._first

    def _is_single_column(self) -> bool:
        return all(slot.column == 1 for slot in self._grid.slots)


_SPAN = re.compile(r"[ \t\n\f\r]*\+?0*([0-9]{1,6})")
_MOST_ROWS_SPANNED = 65534
_MOST_COLUMNS_SPANNED = 1000
_WIDEST_DATA = 1000


def _span(value: str | None) -> int:
    """Read a span as browsers do. Six digits are more than any limit."""
    found = _SPAN.match(value or "1")
    return int(found[1]) if found else 1


_ARTICLE_LINES = 3
_PROSE_CHARACTERS = 80


def _is_article(cells: list[list[str]]) -> bool:
    """Tell whether one cell holds an article, which outweighs the rest as no note below a table does."""
    characters = [sum(map(len, lines)) for lines in cells]
    return any(
        len(lines) >= _ARTICLE_LINES
        and max(map(len, lines)) > _PROSE_CHARACTERS
        and 2 * characters_inside > sum(characters)
        for lines, characters_inside in zip(cells, characters, strict=True)
    )
