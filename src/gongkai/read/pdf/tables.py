"""The tables of a page: grids filled with the text that stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from gongkai.document import UNCERTAIN, Cell, Table
from gongkai.read.pdf.characters import Characters, Mask, Numbers, among, are_among, clings, continues_number
from gongkai.read.pdf.lines import TextLine, glue, line_as_drawn, lines_of
from gongkai.read.pdf.outlines import with_signs_marked
from gongkai.read.pdf.overlaps import begins_of_numbers, with_cut_numbers_unknown, with_overlaps_unknown
from gongkai.read.pdf.page import Box, UprightPage
from gongkai.read.pdf.regions import OUTSIDE, UNCLEAR
from gongkai.read.pdf.ruled import RuledGrid, grids
from gongkai.read.pdf.seen import SeenNote, notes_of, with_places_of_left_out

__all__ = ["PageCell", "PageTable", "Ruled", "ruled_tables"]

_PADDING = 6.0
"""The widest blank that word processors leave by themselves between a cell's side and its text."""

_SMALLEST = 12.0
"""A frame lower and narrower than this is a tick box."""

_SLIVER = 0.75
"""A row lower than this part of a line of text holds none."""

_LINES_OF_LONE_CELL = 3
"""A frame with more lines than this in its only cell is around text. With fewer, it may be a row of a table."""


class PageCell(NamedTuple):
    """A cell with its lines. `row` and `column` count from 0.

    A cell that runs over a page break has the lines of both pages, and the `box` of its last piece, on `page`.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    lines: tuple[TextLine, ...]
    page: int
    notes: tuple[SeenNote, ...] = ()

    @property
    def text(self) -> str:
        """The lines as a reader reads them: a word or number that was broken is whole again."""
        if not self.lines:
            # A blank cell is a statement. A struck number, and a seal where a number may stand, is none.
            return UNCERTAIN if any(note.is_seen for note in self.notes) else ""
        if len(self.lines) < 2:
            return self.lines[0].text
        breaks = (glue(above, below, self.room_beside(above)) for above, below in pairwise(self.lines))
        rest = (between + line.text for between, line in zip(breaks, self.lines[1:], strict=True))
        return self.lines[0].text + "".join(rest)

    def room_beside(self, line: TextLine) -> float:
        """Give the width that a line leaves free in the cell."""
        return self.box.right - self.box.left - 2 * _PADDING - line.width

    @property
    def end_row(self) -> int:
        """The row after its last one."""
        return self.row + self.row_span


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table with the page it begins on. Edges of columns are measured from its left side."""

    page: int
    box: Box
    columns: tuple[float, ...]
    row_count: int
    cells: tuple[PageCell, ...]
    open_above: bool = False
    open_below: bool = False
    lines: tuple[TextLine, ...] = ()
    """The lines of the page that it was made of, if nothing is drawn around it."""

    def as_table(self) -> Table:
        """Give the table as it stands in a document."""
        cells = (Cell(cell.text, cell.row + 1, cell.column + 1, cell.row_span, cell.column_span) for cell in self.cells)
        return Table(tuple(cells), self.page)

    @property
    def is_single_column(self) -> bool:
        """Whether no cell stands beside another, so that it is text in a frame."""
        return all(cell.column == 0 for cell in self.cells)


class Ruled(NamedTuple):
    """The tables that lines are drawn around, from top to bottom, and the lines of text outside of them."""

    tables: list[PageTable]
    outside: list[TextLine]
    has_drawing: bool
    """Whether more lines are drawn than around any table, so that tables may be lost among them."""


def ruled_tables(pages: Sequence[UprightPage]) -> list[Ruled]:
    """Give the tables of each of some pages by its lines.

    A grid is left to the flow of text if it is only there for layout, or if text stands where no cell can be made out.
    """
    if not pages:
        return []
    gridded = [_GriddedPage.of(page) for page in pages]
    return [_ruled(*each) for each in zip(gridded, _lines_by_region(gridded), strict=True)]


class _GriddedPage(NamedTuple):
    """A page, the grids on it, and in which of their regions each character is."""

    page: UprightPage
    grids: list[RuledGrid]
    firsts: list[int]
    """By which number the regions of each grid begin, and those of a further one would."""
    groups: Numbers
    """The number of the region of each character, or `OUTSIDE`."""
    has_drawing: bool

    @classmethod
    def of(cls, page: UprightPage) -> _GriddedPage:
        found_grids, has_drawing = grids(page.horizontals, page.verticals)
        drawn = [grid for grid in found_grids if _is_large(grid)]
        if not drawn and not len(page.left_out):
            return cls(page, [], [0], np.full(len(page.characters), OUTSIDE, dtype=np.intp), has_drawing)
        touching = clings(page.characters)
        page = _with_clear_places(page, drawn, touching)
        if len(page.characters) > len(touching):
            # What is struck out and seen has a place again.
            touching = clings(page.characters)
        regions = _regions(page.characters, drawn, touching)
        occupied = [grid for grid, found in zip(drawn, regions, strict=True) if (found != OUTSIDE).any()]
        clear = [
            (grid, found)
            for grid, found in zip(drawn, regions, strict=True)
            if grid in occupied and not (found == UNCLEAR).any() and not _holds_another(grid, occupied)
        ]
        groups = np.full(len(page.characters), OUTSIDE, dtype=np.intp)
        firsts = list(accumulate((len(grid.regions) for grid, _ in clear), initial=0))
        for first, (_, found) in zip(firsts, clear, strict=False):
            groups[found >= 0] = found[found >= 0] + first
        return cls(page, [grid for grid, _ in clear], firsts, groups, has_drawing)


def _lines_by_region(gridded: Sequence[_GriddedPage]) -> Iterator[dict[int, list[TextLine]]]:
    """Give the lines of each page by region: those of all pages are put together at once, as if it were one page."""
    counts = [len(each.groups) for each in gridded]
    # What is outside of regions has the number before those of the page.
    offsets = list(accumulate((each.firsts[-1] + 1 for each in gridded), initial=1))
    lines = lines_of(
        Characters.joined([each.page.characters for each in gridded]),
        np.repeat([each.page.number for each in gridded], counts),
        np.concatenate([each.groups for each in gridded]) + np.repeat(offsets[:-1], counts),
    )
    for each, offset in zip(gridded, offsets, strict=False):
        numbers = range(OUTSIDE, each.firsts[-1])
        yield {number: lines[number + offset] for number in numbers if number + offset in lines}


def _ruled(gridded: _GriddedPage, lines: dict[int, list[TextLine]]) -> Ruled:
    page = gridded.page
    tables: list[PageTable] = []
    outside = lines.get(OUTSIDE, [])
    for grid, first in zip(gridded.grids, gridded.firsts, strict=False):
        of_regions = [lines.get(first + region, []) for region in range(len(grid.regions))]
        if len(page.drawings) or len(page.pictures):
            of_regions = with_signs_marked(of_regions, grid, page)
        if len(of_regions) == 1 and len(of_regions[0]) > _LINES_OF_LONE_CELL:
            outside = sorted([*outside, *of_regions[0]], key=lambda line: line.middle)
        else:
            tables.append(_table(grid, of_regions, page))
    return Ruled(tables, outside, gridded.has_drawing)


def _with_clear_places(page: UprightPage, drawn: Sequence[RuledGrid], touching: Mask) -> UprightPage:
    """Make clear of which cell everything is, or that it cannot be told.

    What is struck out in a cell is left out. Outside of cells its place is kept, lest others move there.
    """
    characters, left_out = with_overlaps_unknown(page.characters, drawn, touching), page.left_out
    if len(left_out):
        is_inside = np.zeros(len(left_out), dtype=np.bool_)
        for found in _regions(left_out, drawn):
            is_inside |= found != OUTSIDE
        characters = with_cut_numbers_unknown(characters, left_out, drawn)
        characters = with_places_of_left_out(characters, left_out.take(~is_inside))
    return page if characters is page.characters else replace(page, characters=characters)


def _is_large(grid: RuledGrid) -> bool:
    box = grid.box
    return box.right - box.left >= _SMALLEST or box.bottom - box.top >= _SMALLEST


def _is_inside(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def _holds_another(grid: RuledGrid, others: Sequence[RuledGrid]) -> bool:
    return any(other is not grid and _is_inside(other.box, grid.box) for other in others)


def _regions(characters: Characters, drawn: Sequence[RuledGrid], touching: Mask | None = None) -> list[Numbers]:
    """Tell for each grid in which region of it each character is, numbers whole, and marks with what they follow.

    A character in several grids is in the smallest.
    """
    if not drawn or not len(characters):
        return [np.full(len(characters), OUTSIDE, dtype=np.intp) for _ in drawn]
    is_free = np.ones(len(characters), dtype=np.bool_)
    # A mark that ends a line may hang over the side of its cell.
    is_mark = are_among(characters.codes, _CLOSING)
    touching = clings(characters) if touching is None else touching
    continues, hangs = continues_number(characters, touching), touching & is_mark
    found: dict[int, Numbers] = {}
    for number in sorted(range(len(drawn)), key=lambda number: _area(drawn[number].box)):
        grid = drawn[number]
        # A number is one run, unless a wall parts it, and marks cling to what they follow.
        begins = begins_of_numbers(characters, continues, grid.columns) & ~hangs
        starts = begins.nonzero()[0]
        last = starts + np.maximum(np.add.reduceat(~is_mark, starts, dtype=np.intp), 1) - 1
        across = (characters.left[starts] + characters.right[last]) / 2
        regions = grid.regions_at(across, characters.middle[starts])[begins.cumsum() - 1]
        regions[~is_free] = OUTSIDE
        is_free &= regions == OUTSIDE
        found[number] = regions
    return [found[number] for number in range(len(drawn))]


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


_CLOSING = among("，。、；：）》〉”’！？】〕」』")


def _table(grid: RuledGrid, lines: list[list[TextLine]], page: UprightPage) -> PageTable:
    notes = _notes(grid, lines, page)
    [regions] = _regions(page.sideways, [grid])
    for region in np.unique(regions[regions >= 0]).tolist():
        # A label along several rows may be turned aside.
        lines[region] = lines[region] or [line_as_drawn(page.sideways.take(regions == region), page.number)]
    table = PageTable(
        page=page.number,
        box=grid.box,
        columns=tuple(edge - grid.columns[0] for edge in grid.columns),
        row_count=len(grid.rows) - 1,
        cells=tuple(
            PageCell(row, column, height, width, box, tuple(of_region), page.number, notes.get(number, ()))
            for number, ((row, column, height, width), box, of_region) in enumerate(
                zip(grid.regions, grid.boxes(), lines, strict=True)
            )
            if of_region or number not in grid.open_beside
        ),
        open_above=grid.open_above,
        open_below=grid.open_below,
    )
    sizes = [line.bottom - line.top for of_region in lines for line in of_region]
    return _without_slivers(table, grid, _SLIVER * median(sizes)) if sizes else table


def _notes(grid: RuledGrid, lines: list[list[TextLine]], page: UprightPage) -> dict[int, tuple[SeenNote, ...]]:
    """Say by region how text is seen, and what was left out."""
    if not len(page.left_out) and not page.characters.seen.any():
        return {}
    [regions] = _regions(page.left_out, [grid])
    notes: dict[int, list[SeenNote]] = {
        region: list(notes_of(page.left_out.take(regions == region)))
        for region in np.unique(regions[regions >= 0]).tolist()
    }
    for region, of_region in enumerate(lines):
        for line in of_region:
            notes.setdefault(region, []).extend(notes_of(line.characters))
    return {region: tuple(dict.fromkeys(found)) for region, found in notes.items() if found}


def _without_slivers(table: PageTable, grid: RuledGrid, lowest: float) -> PageTable:
    """Leave out rows too low, and columns too narrow, for text, as between the lines of a double frame.

    No cell was left blank there.
    """
    low = {row for row, (top, bottom) in enumerate(pairwise(grid.rows)) if bottom - top < lowest}
    slim = {column for column, (left, right) in enumerate(pairwise(grid.columns)) if right - left < lowest / 2}
    low -= {cell.row for cell in table.cells if cell.row_span == 1 and cell.lines}
    slim -= {cell.column for cell in table.cells if cell.column_span == 1 and cell.lines}
    if not low | slim:
        return table
    rows = list(accumulate((row not in low for row in range(table.row_count)), initial=0))
    columns = list(accumulate((column not in slim for column in range(len(table.columns) - 1)), initial=0))
    cells = (
        cell._replace(
            row=rows[cell.row],
            column=columns[cell.column],
            row_span=rows[cell.end_row] - rows[cell.row],
            column_span=columns[cell.column + cell.column_span] - columns[cell.column],
        )
        for cell in table.cells
    )
    return replace(
        table,
        columns=tuple(edge for column, edge in enumerate(table.columns) if column not in slim),
        row_count=rows[-1],
        cells=tuple(cell for cell in cells if cell.row_span and cell.column_span),
    )
