"""Blank cells of a matrix that are no value's place: what merged cells leave behind where merging was lost."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile
from typing import Self

from gongkai.forms import Layout
from gongkai.recognise.form_tables.headers import Header
from gongkai.recognise.form_tables.matrix_rows import MatrixRow, Part
from gongkai.recognise.form_tables.pieces import Piece

__all__ = ["with_padding_unseen", "without_covered_slots", "without_padding"]


def without_padding(lines: Sequence[MatrixRow], layout: Layout) -> Iterator[MatrixRow]:
    """Leave out blank cells that are no value's place: what merged cells leave behind where merging was lost.

    Narrow blocks leave blanks to the right of their last column. In a matrix such a blank may be a value out of
    place, unless no row has anything there.
    """
    parts: dict[Part, list[MatrixRow]] = defaultdict(list)
    filled_to: dict[tuple[int, int] | None, int] = defaultdict(int)
    for line in lines:
        parts[line.part].append(line)
        filled = (piece.last_column for piece in line.values if piece.kind != "blank")
        filled_to[line.header_at] = max(filled_to[line.header_at], *filled, 0)
    in_common = {part: _InCommon.of(members) for part, members in parts.items()}
    for line in lines:
        if line.header is None or line.header.flat:
            yield line
        else:
            nothing_behind = layout != "matrix" or filled_to[line.header_at] <= max(line.header.starts)
            values = _places_of_values(line.values, line.header, in_common[line.part], nothing_behind=nothing_behind)
            yield line if values is line.values else replace(line, values=values)


def without_covered_slots(lines: Sequence[MatrixRow], stream: Sequence[Piece]) -> Iterator[MatrixRow]:
    """Leave out the last blanks of rows in lines, if as many stand behind the last word of their header.

    They are slots that merged cells covered, where a block is narrower than its table. No row may have anything else
    there. In a matrix such a blank may be a value out of place.
    """
    parts: dict[Part, list[MatrixRow]] = defaultdict(list)
    for line in lines:
        parts[line.part].append(line)
    covered = {part: _covered_slots(rows, stream) for part, rows in parts.items()}
    for line in lines:
        number = covered[line.part]
        yield replace(line, values=line.values[:-number]) if number else line


def _covered_slots(rows: Sequence[MatrixRow], stream: Sequence[Piece]) -> int:
    """Count the blanks behind the last word of the header above some rows, if each row ends with as many."""
    header = rows[0].header
    if header is None or not header.flat or rows[0].table is not None:
        return 0
    last = max(leaf.piece.line for leaf in header.leaves)
    behind = bisect_right(stream, last, key=lambda piece: piece.line)
    number = sum(1 for _ in takewhile(lambda place: stream[place].kind == "blank", range(behind, rows[0].match.first)))
    width = len(header.leaves) + number
    fit = all(len(row.values) == width and {piece.kind for piece in row.values[-number:]} == {"blank"} for row in rows)
    return number if fit else 0


@dataclass(frozen=True, slots=True)
class _InCommon:
    """What the rows below one header in one table have in common.

    `even` says whether they have as many pieces, `filled_from` is the first column of the grid in which one of them
    has a value, `most_filled` how many values one of them has at most.
    """

    even: bool
    filled_from: int
    most_filled: int

    @classmethod
    def of(cls, lines: Sequence[MatrixRow]) -> Self:
        """Give it for some rows."""
        filled = [[piece for piece in line.values if piece.kind != "blank"] for line in lines]
        return cls(
            even=len({len(line.values) for line in lines}) == 1,
            filled_from=min((piece.first_column for pieces in filled for piece in pieces), default=LAST_COLUMN),
            most_filled=max(map(len, filled)),
        )


def _places_of_values(
    values: tuple[Piece, ...], header: Header, part: _InCommon, *, nothing_behind: bool
) -> tuple[Piece, ...]:
    """Leave out the blanks of a row that are no value's place."""
    starts = header.starts
    if len(values) <= len(header.leaves):
        # Where rows differ in length, a blank before the first column belongs to the label.
        return values if part.even else _from_first(values, min(starts))
    # A value before the first column says that the rows have slipped, and more values than the header has columns
    # that it hides one: a blank may then be that of any column.
    if part.filled_from < min(starts) or part.most_filled > len(header.leaves):
        return values
    kept_from = values[-1].last_column if nothing_behind else max(starts)
    return tuple(
        piece
        for piece in values
        if piece.kind != "blank" or piece.first_column in starts or piece.first_column > kept_from
    )


LAST_COLUMN = 1 << 30
"""Beyond any column of a table."""


def _from_first(values: Sequence[Piece], start: int) -> tuple[Piece, ...]:
    return tuple(dropwhile(lambda piece: piece.kind == "blank" and piece.first_column < start, values))


def with_padding_unseen(lines: Sequence[MatrixRow]) -> frozenset[int | None]:
    """Give the tables without a header in which a blank before the values may be a part of the label.

    Rows are safe that begin in one column, or are equally long, if something is printed in their first column.
    """
    rows: dict[int | None, list[Sequence[Piece]]] = defaultdict(list)
    for line in lines:
        if line.header is None and line.values:
            rows[line.table].append(line.values)
    return frozenset(
        table
        for table, every in rows.items()
        if table is not None
        and (
            all(values[0].kind == "blank" for values in every)
            or (len({values[0].first_column for values in every}) > 1 and len(set(map(len, every))) > 1)
        )
    )
