"""The lines that a form prints in a table of rows by columns, and the rows with values that a document has of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.forms import Block, FormTable, Row
from gongkai.recognise.form_tables.headers import Header
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.rows import RowMatch

__all__ = ["ExpectedLine", "MatrixRow", "Part", "expected_lines", "label_of", "parents_of"]


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A line that the form prints: the heading of a block (without `row`), or a row of it."""

    block: int
    row: Row | None

    @property
    def has_values(self) -> bool:
        """Whether it is a row that has values, and no heading."""
        return self.row is not None and not self.row.header


Part = tuple[tuple[int, int] | None, int | None]
"""The place of a header, and a table below it."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A matched row with values: its label, the pieces in the place of its values, and the header above.

    `header_at` is the place of the header among those that were read; rows below one header have the same.
    """

    expected: ExpectedLine
    match: RowMatch
    end: int
    values: tuple[Piece, ...]
    header: Header | None
    header_at: tuple[int, int] | None
    table: int | None

    @property
    def part(self) -> Part:
        """The rows below one header in one table, of which this is one."""
        return self.header_at, self.table


def expected_lines(table: FormTable) -> list[ExpectedLine]:
    """Give the lines of a table in their order."""
    lines = []
    for number, block in enumerate(table.blocks):
        if block.heading:
            lines.append(ExpectedLine(number, None))
        lines.extend(ExpectedLine(number, row) for row in block.rows)
    return lines


def parents_of(lines: Sequence[ExpectedLine]) -> list[int | None]:
    """Give for each line the place of the one that it is a part of."""
    places = {(line.block, line.row.code): number for number, line in enumerate(lines) if line.row}
    return [places.get((line.block, line.row.parent or "")) if line.row else None for line in lines]


def label_of(line: ExpectedLine, blocks: Sequence[Block]) -> tuple[str, Sequence[str], str]:
    """Give what a line prints: its label, other wordings of it, and its number."""
    if line.row is None:
        return blocks[line.block].heading or "", (), ""
    return line.row.label, line.row.variants, line.row.number
