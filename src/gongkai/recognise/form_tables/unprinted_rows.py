"""Rows of a matrix of which nothing but the label is left, where each cell is a line and blank cells have none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.matrix_rows import ExpectedLine, MatrixRow
from gongkai.recognise.form_tables.rows import RowMatch

__all__ = ["unprinted_rows"]


def unprinted_rows(
    stream: Stream, expected: Sequence[ExpectedLine], matches: Sequence[RowMatch], rows: Sequence[MatrixRow], most: int
) -> list[RowMatch]:
    """Give the rows in which nothing is printed: between the label and that of the next row of the form is nothing.

    That leaves one reading only where values follow their labels, cell by cell, in most of the other rows, none of
    which has more than `most`: labels may stand together because their values stand elsewhere.
    """
    if not rows or not all(_has_a_cell_a_line(stream, row, most) for row in rows) or stream[_before(matches)].is_number:
        return []
    with_values = {row.match.row for row in rows}
    found = [
        match
        for match, behind in pairwise(matches)
        if expected[match.row].has_values
        and match.row not in with_values
        and behind.row == match.row + 1
        and behind.first == match.last + 1
        and match.matched_by == behind.matched_by == "label"
        and (match.label.mark is not None or len(match.label.text) >= SHORTEST_TELLING)
        and stream[match.last].table is None
        and stream[match.last].segment == stream[behind.first].segment
    ]
    return found if len(found) <= len(rows) else []


SHORTEST_TELLING = 3
"""Characters of a label without a mark that is one: 其他 and 总计 are words of a header as well."""


def _before(matches: Sequence[RowMatch]) -> int:
    return max(0, matches[0].first - 1)


def _has_a_cell_a_line(stream: Stream, row: MatrixRow, most: int) -> bool:
    lines = [stream[row.match.last].line, *(piece.line for piece in row.values)]
    return row.table is None and len(set(lines)) == len(lines) and len(row.values) <= most
