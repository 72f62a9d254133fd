"""What a report prints, cell by cell, and what a careful reader takes from each cell.

A table is held as its slots: a merged cell is one `PrintedCell` that stands in several slots. So rows and columns
can be added, dropped or torn apart without counting spans, and the spans are read off in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Literal

from gongkai.rows import Status

__all__ = ["AnchoredCell", "Block", "ExpectedIdentity", "PrintedCell", "PrintedReport", "PrintedTable", "Role", "Slots"]

Role = Literal["label", "header", "value", "own", "count", "aside"]
"""What a cell is: the label of a row, a header, a value of the form, a number of the agency's own, a number that only
counts rows or columns, or a remark."""


@dataclass(frozen=True, eq=False)
class PrintedCell:
    """One printed cell. Two cells are never equal, however alike they look.

    `row_span` and `column_span` are what a careless page says; left out, they are what the slots say.
    """

    text: str = ""
    role: Role = "label"
    indicator: str | None = None
    value: float | None = None
    status: Status = "blank"
    unit: str | None = None
    row_span: int | None = None
    column_span: int | None = None


Slots = tuple[tuple[PrintedCell, ...], ...]


@dataclass(frozen=True)
class AnchoredCell:
    """A cell in the row where it is anchored, with the spans that the page gives it."""

    cell: PrintedCell
    row_span: int
    column_span: int


@dataclass(frozen=True)
class PrintedTable:
    """A table; `code` is that of the form's table that it prints, None for a table that is none of the form's."""

    code: str | None
    slots: Slots
    header_rows: int = 0

    def cells(self) -> Iterator[PrintedCell]:
        """Give every cell once, in reading order."""
        yield from dict.fromkeys(cell for row in self.slots for cell in row)

    def anchored(self) -> tuple[tuple[AnchoredCell, ...], ...]:
        """Give the cells row by row, each where it is anchored."""
        seen: set[PrintedCell] = set()
        rows = []
        for number, row in enumerate(self.slots):
            fresh = [cell for cell in dict.fromkeys(row) if cell not in seen]
            seen.update(fresh)
            rows.append(tuple(self._anchor(cell, number) for cell in fresh))
        return tuple(rows)

    def change_cells(self, change: Callable[[PrintedCell], PrintedCell]) -> PrintedTable:
        """Replace each cell by what `change` gives for it, in all its slots."""
        changed = {cell: change(cell) for cell in self.cells()}
        return replace(self, slots=tuple(tuple(changed[cell] for cell in row) for row in self.slots))

    def _anchor(self, cell: PrintedCell, row: int) -> AnchoredCell:
        width = self.slots[row].count(cell)
        height = len(list(takewhile(lambda each: cell in each, self.slots[row:])))
        return AnchoredCell(cell, cell.row_span or height, cell.column_span or width)


Block = str | PrintedTable


@dataclass(frozen=True)
class ExpectedIdentity:
    """Who reports, for which year, and what the page says of the publication."""

    title: str
    agency: str
    division_code: str
    year: int
    period_start: date
    period_end: date
    published: date
    document_number: str | None


@dataclass(frozen=True)
class PrintedReport:
    """A whole report: paragraphs and tables in reading order.

    `cells_lost` says that text formats leave out empty cells, and `covered_left_out` that they leave out the slots
    that a merged cell covers behind its first.
    """

    identity: ExpectedIdentity
    blocks: tuple[Block, ...]
    cells_lost: bool = False
    covered_left_out: bool = False

    def tables(self) -> Iterator[PrintedTable]:
        """Give the tables in reading order."""
        yield from (block for block in self.blocks if isinstance(block, PrintedTable))

    def expected(self) -> dict[str, PrintedCell]:
        """Give the cell that prints each indicator."""
        return {cell.indicator: cell for table in self.tables() for cell in table.cells() if cell.indicator}

    def numbers(self) -> Iterator[PrintedCell]:
        """Give the cells of the official tables that print a number which must not be dropped in silence."""
        for table in self.tables():
            if table.code is not None:
                yield from (cell for cell in table.cells() if cell.role in ("value", "own") and cell.value is not None)

    def change_tables(self, change: Callable[[PrintedTable], PrintedTable]) -> PrintedReport:
        """Replace each official table by what `change` gives for it."""
        return replace(
            self,
            blocks=tuple(
                change(block) if isinstance(block, PrintedTable) and block.code else block for block in self.blocks
            ),
        )
