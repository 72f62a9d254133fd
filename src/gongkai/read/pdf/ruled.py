"""Ruling lines -> the grids that they draw: edges of rows and columns, and which slots each cell covers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gongkai.read.pdf.characters import Floats, Mask, Numbers
from gongkai.read.pdf.page import Box, Ruling
from gongkai.read.pdf.regions import OUTSIDE, RuledRegion, regions_of
from gongkai.read.pdf.rulings import GAP, SAME_EDGE, whole_lines

__all__ = ["RuledGrid", "grids"]

_COVERED = 0.5
"""The part of a slot's side that a line must cover to part it from its neighbour."""

_MOST_CROSSINGS = 200_000
"""Lines that cross each other more often than this are a drawing."""

_MOST_SLOTS = 20_000
"""A grid with more slots than this is a drawing."""


@dataclass(frozen=True, slots=True, eq=False)
class RuledGrid:
    """A drawn grid: where its rows and columns begin and end, from the first edge to the last."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]
    regions: tuple[RuledRegion, ...]
    """The cells in reading order."""
    slots: Numbers
    """Which region each slot, by row and column, belongs to, or `UNCLEAR`."""
    open_beside: frozenset[int]
    """The regions whose outer side no line draws, beside others where one does: they need not be cells at all."""
    open_above: bool
    open_below: bool
    """Whether columns are drawn on beyond the last line across, as where a page ends inside a row."""

    @property
    def box(self) -> Box:
        """The area inside the outer edges."""
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def box_of(self, region: RuledRegion) -> Box:
        """Give the area of one of its regions."""
        return Box(
            self.columns[region.column],
            self.rows[region.row],
            self.columns[region.column + region.column_span],
            self.rows[region.row + region.row_span],
        )

    def boxes(self) -> Iterator[Box]:
        """Give the area of each of its regions."""
        rows, columns = self.rows, self.columns
        for row, column, height, width in self.regions:
            yield Box(columns[column], rows[row], columns[column + width], rows[row + height])

    def regions_at(self, across: Floats, along: Floats) -> Numbers:
        """Give the numbers of the regions in which places are, or `OUTSIDE` or `UNCLEAR`."""
        rows = np.searchsorted(self.rows, along, side="right") - 1
        columns = np.searchsorted(self.columns, across, side="right") - 1
        row_count, column_count = self.slots.shape
        is_inside = (rows >= 0) & (rows < row_count) & (columns >= 0) & (columns < column_count)
        regions = np.full(len(across), OUTSIDE, dtype=np.intp)
        regions[is_inside] = self.slots[rows[is_inside], columns[is_inside]]
        return regions


class Drawn(NamedTuple):
    """The grids of a page, from top to bottom, and whether more was drawn than a table can have."""

    grids: list[RuledGrid]
    has_drawing: bool


def grids(horizontals: Iterable[Ruling], verticals: Iterable[Ruling]) -> Drawn:
    """Give the grids that lines form. Lines that no other line meets are left out.

    >>> across = [Ruling(0, 0, 90), Ruling(20, 30, 90), Ruling(40, 0, 90)]
    >>> down = [Ruling(0, 0, 40), Ruling(30, 0, 40), Ruling(90, 0, 40)]
    >>> [grid] = grids(across, down).grids
    >>> [(region.row, region.column, region.row_span) for region in grid.regions]
    [(0, 0, 2), (0, 1, 1), (1, 1, 1)]
    """
    across, down = whole_lines(horizontals), whole_lines(verticals)
    groups = _connected(across, down)
    if groups is None:
        return Drawn([], has_drawing=True)
    frames = [_frame(*group) for group in groups]
    has_drawing = any(frame.slots > _MOST_SLOTS for frame in frames)
    found = [
        _grid(*group, frame) for group, frame in zip(groups, frames, strict=True) if 0 < frame.slots <= _MOST_SLOTS
    ]
    return Drawn(sorted(found, key=lambda grid: grid.box.top), has_drawing)


def _connected(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]] | None:
    """Group the lines that meet, directly or through others, or give None if they meet too often."""
    group_of = list(range(len(across) + len(down)))

    def leader(line: int) -> int:
        while group_of[line] != line:
            group_of[line] = group_of[group_of[line]]
            line = group_of[line]
        return line

    met: set[int] = set()
    crossings_left = _MOST_CROSSINGS
    positions = [line.position for line in down]
    reaches = [(line.start - GAP, line.end + GAP) for line in down]
    for number, (position, start, end) in enumerate(across):
        first, last = bisect_left(positions, start - GAP), bisect_right(positions, end + GAP)
        crossings_left -= last - first
        if crossings_left < 0:
            return None
        own = leader(number)
        for other, (begin, stop) in enumerate(reaches[first:last], start=first):
            if begin <= position <= stop:
                group_of[leader(len(across) + other)] = own
                met.add(other)
    for alone, beside in _pairs_of_equal(down, met):
        group_of[leader(len(across) + alone)] = leader(len(across) + beside)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for number, line in enumerate([*across, *down]):
        groups.setdefault(leader(number), ([], []))[number >= len(across)].append(line)
    return [group for group in groups.values() if all(group)]


def _pairs_of_equal(down: Sequence[Ruling], met: Collection[int]) -> Iterator[tuple[int, int]]:
    """Pair lines down that no line across meets with lines that begin and end at the same heights.

    Where a label stands along all rows of a page, no line across reaches the outermost line down.
    """
    by_start = sorted(met, key=lambda number: down[number].start)
    starts = [down[number].start for number in by_start]
    for number in set(range(len(down))) - set(met):
        start, end = down[number].start, down[number].end
        near = by_start[bisect_left(starts, start - GAP) : bisect_right(starts, start + GAP)]
        beside = next((other for other in near if abs(down[other].end - end) <= GAP), None)
        if beside is not None:
            yield number, beside


class _Frame(NamedTuple):
    """The edges of a grid, also where no line is drawn at its outer ones."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]
    drawn_rows: tuple[float, ...]

    @property
    def slots(self) -> int:
        return (len(self.rows) - 1) * (len(self.columns) - 1)


def _frame(across: list[Ruling], down: list[Ruling]) -> _Frame:
    drawn_rows = _edges([line.position for line in across], [])
    return _Frame(
        rows=_edges(drawn_rows, [end for line in down for end in line[1:]]),
        columns=_edges([line.position for line in down], [end for line in across for end in line[1:]]),
        drawn_rows=drawn_rows,
    )


def _grid(across: list[Ruling], down: list[Ruling], frame: _Frame) -> RuledGrid:
    rows, columns, drawn_rows = frame
    walls = _sides(down, columns, rows)
    floors = _sides(across, rows, columns).T
    regions, slots = regions_of(walls, floors)
    return RuledGrid(
        rows=rows,
        columns=columns,
        regions=tuple(regions),
        slots=slots,
        open_beside=frozenset(_open_beside(regions, walls)),
        open_above=rows[0] < drawn_rows[0] - GAP,
        open_below=rows[-1] > drawn_rows[-1] + GAP,
    )


def _edges(positions: Iterable[float], ends: Sequence[float]) -> tuple[float, ...]:
    """Give the distinct edges among positions. Lines that end beyond the outermost position make an edge there."""
    levels: list[list[float]] = []
    for position in sorted(positions):
        is_same = levels and position - levels[-1][-1] <= SAME_EDGE
        if is_same and position - levels[-1][0] <= 2 * SAME_EDGE:
            levels[-1].append(position)
        else:
            levels.append([position])
    edges = [sum(level) / len(level) for level in levels]
    if ends and min(ends) < edges[0] - GAP:
        edges.insert(0, min(ends))
    if ends and max(ends) > edges[-1] + GAP:
        edges.append(max(ends))
    return tuple(edges)


def _sides(lines: list[Ruling], edges: Sequence[float], steps: Sequence[float]) -> Mask:
    """Tell which sides of slots are drawn: by the step along an edge, and the edge."""
    # The lines are in the order of their positions, so that those near one edge stand together.
    position, start, end = np.array(lines).T
    at = np.array(steps)
    begins, ends = at[:-1], at[1:]
    overlaps = np.minimum(end[:, np.newaxis], ends) - np.maximum(start[:, np.newaxis], begins)
    nearest = _nearest(np.array(edges), position)
    is_first = np.ones(len(nearest), dtype=np.bool_)
    is_first[1:] = nearest[1:] != nearest[:-1]
    firsts = is_first.nonzero()[0]
    covered = np.zeros((len(edges), len(begins)))
    covered[nearest[firsts]] = np.add.reduceat(np.maximum(overlaps, 0.0), firsts, axis=0)
    sides: Mask = (covered > _COVERED * (ends - begins)).T
    return sides


def _nearest(edges: Floats, positions: Floats) -> Numbers:
    after = np.minimum(np.maximum(edges.searchsorted(positions), 1), len(edges) - 1)
    is_before = np.abs(edges[after - 1] - positions) <= np.abs(edges[after] - positions)
    nearest: Numbers = after - is_before
    return nearest


def _open_beside(regions: Sequence[RuledRegion], walls: Mask) -> Iterator[int]:
    sides = {edge: walls[:, edge] for edge in (0, walls.shape[1] - 1)}
    outer = [edge for edge, side in sides.items() if side.any() and not side.all()]
    for number, region in enumerate(regions if outer else ()):
        rows = slice(region.row, region.row + region.row_span)
        beside = {region.column, region.column + region.column_span}
        if any(not walls[rows, edge].any() for edge in outer if edge in beside):
            yield number
