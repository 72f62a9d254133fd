"""Tables made for tests: rows of anchored cells that tile a rectangle, and random ones of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st


@dataclass(frozen=True)
class GridCell:
    text: str
    row_span: int = 1
    column_span: int = 1


Grid = tuple[tuple[GridCell, ...], ...]
"""Rows of the cells that are anchored in them."""

Block = str | Grid
"""A paragraph or a table."""


@dataclass(frozen=True)
class PlacedCell:
    """A cell of a grid with its first row and column, counted from 1."""

    cell: GridCell
    row: int
    column: int

    def slots(self) -> Iterator[tuple[int, int]]:
        rows = range(self.row, self.row + self.cell.row_span)
        return product(rows, range(self.column, self.column + self.cell.column_span))


def placed(grid: Grid) -> list[PlacedCell]:
    """Give each cell its place: the first slot of its row that no cell above or before it covers."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, anchored in enumerate(grid, start=1):
        column = 1
        for cell in anchored:
            while (row, column) in taken:
                column += 1
            cells.append(PlacedCell(cell, row, column))
            taken.update(cells[-1].slots())
    return cells


@st.composite
def grids(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Grid:
    """Tile a rectangle of two or more columns at random. Its first row has more than one cell."""
    row_count, column_count = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    rows = []
    for row in range(1, row_count + 1):
        anchored = []
        for column in range(1, column_count + 1):
            if (row, column) in taken:
                continue
            most_columns = column_count - column + 1 - (row == column == 1)
            column_span = draw(st.integers(1, min(3, most_columns)))
            while any((row, column + behind) in taken for behind in range(column_span)):
                column_span -= 1
            row_span = draw(st.integers(1, min(3, row_count - row + 1)))
            cell = GridCell(draw(texts), row_span, column_span)
            anchored.append(cell)
            taken.update(PlacedCell(cell, row, column).slots())
        rows.append(tuple(anchored))
    return tuple(rows)
