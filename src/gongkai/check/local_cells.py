"""Rows and columns that an agency added to an official form, and what they mean for the form's sums.

Some agencies divide further than the form does. Their total then counts cells that the form does not know, and a sum
of the form's own cells is short by what stands in them: neither number is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import isclose

from gongkai.document import Locator
from gongkai.rows import Observation, Unmatched

__all__ = ["cells_among", "cells_beside", "that_hold"]


def cells_among(table: Sequence[Observation], unmatched: Sequence[Unmatched]) -> list[Unmatched]:
    """Give the unmatched cells that stand in the blocks of a table, or between them, in reading order."""
    blocks = [observation.locator.block for observation in table]
    first, last = min(blocks), max(blocks)
    inside = (cell for cell in unmatched if first <= cell.locator.block <= last)
    return sorted(inside, key=lambda cell: cell.locator.reading_order)


def cells_beside(terms: Sequence[Observation], local: Sequence[Unmatched]) -> Iterator[Unmatched]:
    """Give those of the `local` cells that stand in the row or the column that the `terms` of a sum share."""
    places = [term.locator for term in terms]
    return (cell for cell in local if _lines_up(cell.locator, places))


def that_hold(gap: float, cells: Collection[Unmatched]) -> tuple[Unmatched, ...]:
    """Give the cell that holds a difference, or all of them if they do so together, or none.

    >>> added = Unmatched(Locator(3, 9, 4), "7", 7.0, "（八）经协商撤回", "unknown_row")
    >>> [cell.label for cell in that_hold(7.0, [added])], that_hold(6.0, [added])
    (['（八）经协商撤回'], ())
    """
    numbers = [cell for cell in cells if cell.value]
    one = next((cell for cell in numbers if isclose(cell.value or 0.0, gap)), None)
    if one is not None:
        return (one,)
    return tuple(numbers) if isclose(sum(cell.value or 0.0 for cell in numbers), gap) else ()


def _lines_up(place: Locator, terms: Sequence[Locator]) -> bool:
    # Text has neither rows nor columns.
    if place.row is None:
        return True
    rows, columns = {term.row for term in terms}, {term.column for term in terms}
    if len(columns) == 1:
        return place.column in columns
    return len(rows) > 1 or place.row in rows
