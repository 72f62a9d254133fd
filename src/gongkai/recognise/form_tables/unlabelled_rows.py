"""Rows of a matrix whose labels were lost: below a heading stand as many values as all of its rows have.

（三）不予公开
0
0
…

Where each cell is a line, nothing parts these rows. But if no row of a heading has a label, and the values up to the
next label of the form are as many as its rows have columns, each value has one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.matrix_rows import ExpectedLine, MatrixRow, parents_of
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.rows import RowMatch

__all__ = ["with_unlabelled_rows"]


def with_unlabelled_rows(
    stream: Stream,
    expected: Sequence[ExpectedLine],
    matches: Sequence[RowMatch],
    lines: Sequence[MatrixRow],
    columns: int,
) -> list[MatrixRow]:
    """Put the rows without a label among those that have one.

    Args:
        stream: the pieces of the document.
        expected: the lines of the form.
        matches: the lines that were found, in their order.
        lines: the rows with values.
        columns: the columns of the form.
    """
    parents = parents_of(expected)
    found = {match.row for match in matches}
    rows: list[MatrixRow] = []
    for heading, behind in pairwise(matches):
        children = [row for row, parent in enumerate(parents) if parent == heading.row]
        above = next((line for line in reversed(lines) if line.match.first < heading.first), None)
        if above is None or not children or not found.isdisjoint(children) or len(above.values) != columns:
            continue
        if all(expected[child].has_values for child in children):
            values = stream[heading.last + 1 : behind.first]
            if _are_those_of_rows(stream[heading.last], values, len(children) * columns):
                rows += _rows(expected, heading, children, values, above)
    return sorted([*lines, *rows], key=lambda line: (line.match.first, line.match.row)) if rows else list(lines)


def _are_those_of_rows(heading: Piece, values: Sequence[Piece], number: int) -> bool:
    """Say whether values behind a heading are cells of lines of their own, and as many as its rows have."""
    places = {piece.line for piece in (heading, *values)}
    are_cells = all(piece.table is None and (piece.is_number or piece.kind == "blank") for piece in values)
    return heading.table is None and are_cells and len(values) == number == len(places) - 1


def _rows(
    expected: Sequence[ExpectedLine],
    heading: RowMatch,
    children: Sequence[int],
    values: Sequence[Piece],
    above: MatrixRow,
) -> Iterator[MatrixRow]:
    columns = len(values) // len(children)
    for number, child in enumerate(children):
        match = RowMatch(child, heading.first, heading.last, heading.label, heading.similarity, "order")
        end = heading.last + 1 + (number + 1) * columns
        own = tuple(values[number * columns : (number + 1) * columns])
        yield MatrixRow(expected[child], match, end, own, above.header, above.header_at, None)
