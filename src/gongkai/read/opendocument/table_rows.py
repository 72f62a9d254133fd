"""The rows and cells of a table of an OpenDocument file, those that stand for several too, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from gongkai.errors import SourceError
from gongkai.read.word_xml import Element, attribute, local_name, number

__all__ = [
    "MAX_REPEATS",
    "PlacedCell",
    "PlacedRow",
    "RepeatedNode",
    "cells_of",
    "columns_of",
    "placed_cells",
    "repeats",
    "rows_of",
]

MAX_REPEATS = 1 << 20
"""No table has more rows or columns."""


class RepeatedNode(NamedTuple):
    """A row or column, and how many times it stands there."""

    node: Element
    times: int


def rows_of(table: Element) -> Iterator[RepeatedNode]:
    """Give the rows of a table, those of its groups too, in their order."""
    return _in_groups(table, "row")


def columns_of(table: Element) -> Iterator[RepeatedNode]:
    """Give the columns of a table, those of its groups too, in their order."""
    return _in_groups(table, "column")


def _in_groups(table: Element, kind: str) -> Iterator[RepeatedNode]:
    for node in table:
        name = local_name(node)
        if name == f"table-{kind}":
            yield RepeatedNode(node, repeats(node, f"number-{kind}s-repeated"))
        elif name in (f"table-header-{kind}s", f"table-{kind}s", f"table-{kind}-group"):
            yield from _in_groups(node, kind)


def repeats(node: Element, name: str) -> int:
    """Tell how many times a row, column or cell stands there."""
    said = attribute(node, name) or "1"
    return min(max(int(said), 1), MAX_REPEATS) if said.isdecimal() and len(said) <= _LONGEST else 1


_LONGEST = 9


def cells_of(row: Element) -> Iterator[tuple[Element, bool, int]]:
    """Give the cells of a row, whether a merged cell covers them, and how many times each stands there."""
    for node in row:
        kind = local_name(node)
        if kind in ("table-cell", "covered-table-cell"):
            yield node, kind == "covered-table-cell", repeats(node, "number-columns-repeated")


@dataclass(frozen=True, slots=True, eq=False)
class PlacedCell:
    """A cell of a text: what it covers, and whether it goes on with the one above."""

    node: Element
    column_span: int
    row_span: int
    continues: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PlacedRow:
    """A row of a text with its cells from left to right."""

    style: str | None
    cells: tuple[PlacedCell, ...]


def placed_cells(rows: Iterable[RepeatedNode], name: str) -> Iterator[PlacedRow]:
    """Give the rows of a table of a text.

    Args:
        rows: the rows.
        name: what to call the document in errors.

    Raises:
        SourceError: the table is `damaged`, so that it is not told in which columns its cells stand.
    """
    open_cells: dict[int, tuple[PlacedCell, int]] = {}
    for row in rows:
        for _ in range(min(row.times, _MOST_ROWS)):
            yield PlacedRow(attribute(row.node, "style-name"), tuple(_placed(row.node, open_cells, name)))


_MOST_ROWS = 10_000
_MOST_COLUMNS = 1_000


def _placed(row: Element, open_cells: dict[int, tuple[PlacedCell, int]], name: str) -> Iterator[PlacedCell]:
    column, covered_through = 0, 0
    for node, is_covered, times in cells_of(row):
        for _ in range(min(times, _MOST_COLUMNS)):
            above, rows_left = open_cells.get(column, (None, 0))
            if above is not None and rows_left:
                open_cells[column] = above, rows_left - 1
                yield PlacedCell(above.node, above.column_span, 1, continues=True)
                covered_through = column + above.column_span
                if not is_covered:
                    raise SourceError(name, "damaged", "a cell of a table stands under a merged one")
            elif not is_covered:
                if column < covered_through:
                    raise SourceError(name, "damaged", "a cell of a table stands under a merged one")
                across, down = (number(attribute(node, f"number-{side}-spanned"), 1) for side in ("columns", "rows"))
                cell = PlacedCell(node, max(across, 1), max(down, 1))
                open_cells[column] = cell, cell.row_span - 1
                covered_through = column + cell.column_span
                yield cell
            column += 1
