"""Sides of slots -> the regions of a grid: slots that no line parts are one cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np

from gongkai.read.pdf.characters import Mask, Numbers

__all__ = ["OUTSIDE", "UNCLEAR", "RuledRegion", "regions_of"]


class RuledRegion(NamedTuple):
    """The slots of one cell, counted from 0."""

    row: int
    column: int
    row_span: int
    column_span: int


OUTSIDE, UNCLEAR = -1, -2
"""The region of places outside of a grid, and in areas that are no rectangles."""


def regions_of(walls: Mask, floors: Mask) -> tuple[list[RuledRegion], Numbers]:
    """Join the slots that no line parts, and tell which region each is in. Areas that are no rectangles are none.

    Args:
        walls: by row and edge, whether a line is drawn there, down.
        floors: by edge and column, whether one is drawn there, across.
    """
    walls, floors = walls.copy(), floors.copy()
    walls[:, [0, -1]] = True
    floors[[0, -1]] = True
    # Most cells are one slot, closed on all sides.
    is_closed = walls[:, 1:] & walls[:, :-1] & floors[1:] & floors[:-1]
    slots = np.full(is_closed.shape, UNCLEAR, dtype=np.intp)
    rows, columns = is_closed.nonzero()
    regions = list(map(RuledRegion._make, zip(rows.tolist(), columns.tolist(), repeat(1), repeat(1), strict=False)))
    sides = _Sides(walls.tolist(), floors.tolist())
    seen: set[tuple[int, int]] = set()
    open_rows, open_columns = (~is_closed).nonzero()
    for row, column in zip(open_rows.tolist(), open_columns.tolist(), strict=True):
        if (row, column) in seen:
            continue
        area = _area((row, column), sides)
        seen |= area
        region = _rectangle(area)
        regions += [region] if region else _parted(area, sides)
    regions.sort()
    closed, alone = is_closed.tolist(), list[int]()
    for number, (row, column, height, width) in enumerate(regions):
        if height == width == 1 and closed[row][column]:
            alone.append(number)
        else:
            slots[row : row + height, column : column + width] = number
    slots[rows, columns] = alone
    return regions, slots


def _rectangle(area: Collection[tuple[int, int]]) -> RuledRegion | None:
    top, left = min(row for row, _ in area), min(column for _, column in area)
    height = max(row for row, _ in area) - top + 1
    width = max(column for _, column in area) - left + 1
    return RuledRegion(top, left, height, width) if len(area) == height * width else None


def _parted(area: Collection[tuple[int, int]], sides: _Sides) -> list[RuledRegion]:
    """Draw lines down where lines across end inside an area, and give its parts; none if some part is no rectangle.

    So a page draws an upright label whose line to the rows beside it was left out: only their lines across end there.
    """
    ends: dict[int, set[int]] = defaultdict(set)
    for row, column in area:
        if (row, column - 1) in area:
            ends[column].update(floor for floor in (row, row + 1) if _ends(sides.floors[floor], column))
    for row, column in area:
        is_drawn = len(ends[column]) >= FEWEST_ENDS and not ends[column].isdisjoint((row, row + 1))
        sides.walls[row][column] = sides.walls[row][column] or is_drawn
    parted: list[RuledRegion] = []
    seen: set[tuple[int, int]] = set()
    for slot in sorted(area):
        if slot in seen:
            continue
        part = _area(slot, sides)
        region = _rectangle(part)
        if region is None:
            return []
        parted.append(region)
        seen |= part
    return parted


FEWEST_ENDS = 2
"""Lines across that end at the same place."""


def _ends(floor: Sequence[bool], column: int) -> bool:
    return floor[column] != floor[column - 1]


class _Sides(NamedTuple):
    """Which sides of slots are drawn, or are those of the grid."""

    walls: list[list[bool]]
    floors: list[list[bool]]


def _area(slot: tuple[int, int], sides: _Sides) -> set[tuple[int, int]]:
    """Give all slots that are one with the first of them in reading order."""
    walls, floors = sides
    row, column = slot
    is_column = walls[row][column] and walls[row][column + 1]
    if is_column:
        # Most areas are slots one below the other.
        last = row
        while not floors[last + 1][column] and walls[last + 1][column] and walls[last + 1][column + 1]:
            last += 1
        if floors[last + 1][column]:
            return {(each, column) for each in range(row, last + 1)}
    area = {slot}
    waiting = [slot]
    while waiting:
        row, column = waiting.pop()
        ways = (
            (walls[row][column + 1], (row, column + 1)),
            (walls[row][column], (row, column - 1)),
            (floors[row + 1][column], (row + 1, column)),
            (floors[row][column], (row - 1, column)),
        )
        for is_closed, neighbour in ways:
            if not is_closed and neighbour not in area:
                area.add(neighbour)
                waiting.append(neighbour)
    return area
