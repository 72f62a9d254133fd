"""The order of columns whose header cells come one after another, without a place in a grid.

Cells are told row by row: what stands below a merged cell comes behind all that stands beside it. So the row that a
cell is in must be found with the cells that it stands below; where more than one order of the columns follows, none
is given.

    申请人情况 | 自然人 | 备注数 | 法人或其他组织 | 总计 | 商业企业 | 科研机构
    says: 自然人, 备注数, 商业企业, 科研机构, 总计
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

__all__ = ["FlatCell", "order_of_columns"]

MOST_ROWS = 4
"""Rows of a header."""

MOST_CELLS = 16
"""Cells beyond which a text is no header."""


@dataclass(frozen=True, slots=True)
class FlatCell:
    """A header cell: the columns of the form that it heads, and the line that it stands in.

    A column of the form heads itself, one of the agency's own nothing. A group heads what stands below it.
    """

    heads: frozenset[int]
    is_group: bool
    line: int


def order_of_columns(cells: Sequence[FlatCell], *, in_rows: bool) -> tuple[int, ...] | None:
    """Give the cells that are columns, by number, from left to right; None where more than one order is possible.

    Columns of the form stand in its order.

    Args:
        cells: the header in reading order.
        in_rows: whether each line is one row of the header; else cells in one line are in one row.

    >>> words = [[0, 1, 2], [], [0], [1, 2], [1], [2]]
    >>> cells = [FlatCell(frozenset(heads), len(heads) > 1, line) for line, heads in enumerate(words)]
    >>> order_of_columns([cells[0], *cells[2:4], cells[1], *cells[4:]], in_rows=False) is None
    True
    >>> order_of_columns([cells[0], cells[2], cells[1], *cells[3:]], in_rows=False)
    (1, 2, 4, 5)
    """
    if len(cells) > MOST_CELLS:
        return None
    orders = {order for rows in _rows(cells, in_rows=in_rows) for order in _orders(cells, rows)}
    return orders.pop() if len(orders) == 1 else None


def _rows(cells: Sequence[FlatCell], *, in_rows: bool) -> Iterator[list[range]]:
    """Give the ways to part a header into rows."""
    changes = [number for number in range(1, len(cells)) if cells[number].line != cells[number - 1].line]
    numbers = [len(changes)] if in_rows else range(min(MOST_ROWS, len(changes) + 1))
    for number in numbers:
        for cuts in combinations(changes, number):
            yield [range(first, end) for first, end in pairwise((0, *cuts, len(cells)))]


def _orders(cells: Sequence[FlatCell], rows: Sequence[range]) -> Iterator[tuple[int, ...]]:
    """Give the orders of columns that follow from rows of a header, of which each stands below the groups above it."""
    first, *below = rows
    partial = [tuple(first)] if _stand_apart([cells[number] for number in first]) else []
    for above, row in pairwise((first, *below)):
        groups = [number for number in above if cells[number].is_group]
        partial = [
            tuple(_put_below(order, dict(zip(groups, parts, strict=True))))
            for order in partial
            for parts in _parts(row, len(groups))
            if all(_may_stand_below(cells, group, part) for group, part in zip(groups, parts, strict=True))
        ]
    for order in partial:
        columns = [column for number in order for column in cells[number].heads]
        if not any(cells[number].is_group for number in order) and columns == sorted(columns):
            yield order


def _parts(row: range, number: int) -> Iterator[list[range]]:
    """Give the ways to part a row into as many parts, of one cell at least."""
    for cuts in combinations(range(row.start + 1, row.stop), number - 1) if number else ():
        yield [range(first, end) for first, end in pairwise((row.start, *cuts, row.stop))]


def _may_stand_below(cells: Sequence[FlatCell], group: int, part: range) -> bool:
    heads = [cells[number] for number in part]
    return (
        any(each.heads for each in heads)
        and _stand_apart(heads)
        and all(each.heads <= cells[group].heads for each in heads)
    )


def _stand_apart(cells: Sequence[FlatCell]) -> bool:
    """Say whether no cell stands beside a group that it belongs to."""
    return all(first.heads.isdisjoint(second.heads) for first, second in combinations(cells, 2))


def _put_below(order: Sequence[int], below: dict[int, range]) -> Iterator[int]:
    for number in order:
        yield from below.get(number, (number,))
