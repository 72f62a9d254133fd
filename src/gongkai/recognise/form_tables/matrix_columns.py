"""Which column of the form each value of a matrix stands in, decided for all rows below one header together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from functools import cache, partial

from gongkai.forms import FormTable
from gongkai.recognise.form_tables.columns import assign, shares_grid
from gongkai.recognise.form_tables.headers import Header
from gongkai.recognise.form_tables.matrix_rows import MatrixRow, Part
from gongkai.recognise.form_tables.padding import with_padding_unseen
from gongkai.recognise.form_tables.pieces import Piece

__all__ = ["assigned_columns"]


def assigned_columns(
    lines: Sequence[MatrixRow], table: FormTable, shared: Set[int | None]
) -> Iterator[list[int | None] | None]:
    """Give the column of the form for each value of the rows; `shared` tables have columns of something else."""
    parts: dict[Part, list[MatrixRow]] = defaultdict(list)
    for line in lines:
        parts[line.part].append(line)

    @cache
    def in_grid(part: Part) -> bool:
        header = parts[part][0].header
        if header is None or header.flat:
            return False
        return shares_grid(header, [line.values for line in parts[part]])

    @cache
    def is_full(part: Part) -> bool:
        header = parts[part][0].header
        return header is not None and _fits(header, [line.values for line in parts[part]])

    crowded = _with_columns_unseen(lines, table)
    padded = with_padding_unseen(lines)
    for line in lines:
        columns = len(table.blocks[line.expected.block].columns)
        unseen = line.table is None and None in shared and not (line.header and line.header.shows_something_else)
        if line.header_at in crowded or (unseen and table.layout == "matrix"):
            yield None
            continue
        if line.header is None:
            # The seven columns of the matrix are the form's own; those of the blocks differ from form to form.
            safe = table.layout == "matrix" and line.table not in padded | shared
            yield assign(line.values, None, columns) if safe else None
            continue
        if line.header.flat and not is_full(line.part):
            yield None
            continue
        # A table that goes on elsewhere may go on in another grid.
        yield assign(line.values, line.header, columns, in_grid=partial(in_grid, line.part))


def _fits(header: Header, rows: Sequence[Sequence[Piece]]) -> bool:
    """Say whether a header without a grid explains the rows: it is that of the form, or most have all its columns.

    A column is only left out where rows show their blanks, and its word was not taken for the label of a row: then
    nothing stands between header and rows, or some row shows a blank before a value.
    """
    if not (header.in_order or header.as_printed) or header.displaced:
        return False
    if not header.whole:
        on_lines = any(row[0].table is None and len(row) > len({piece.line for piece in row}) for row in rows)
        if on_lines or not (header.ends_at_rows or any(map(_shows_blank, rows))):
            return False
    full = sum(len(row) == len(header.leaves) for row in rows)
    return header.names_each_once or (2 * full > len(rows) and (header.whole or full >= FEWEST_FULL_ROWS))


def _shows_blank(row: Sequence[Piece]) -> bool:
    """Say whether a blank stands before a value, where none only fills up the row."""
    first = next((place for place, piece in enumerate(row) if piece.kind == "blank"), len(row))
    return any(piece.is_number for piece in row[first:])


FEWEST_FULL_ROWS = 3
"""Rows with a value below each word of a header without a grid from which it may name no column that is left out."""


def _with_columns_unseen(lines: Sequence[MatrixRow], table: FormTable) -> frozenset[tuple[int, int] | None]:
    """Give the headers without a grid below which rows have more values than there are columns.

    There is a column that the header does not show, and rows that lost a blank may be short of any of them.
    """
    filled: dict[tuple[int, int] | None, list[bool]] = defaultdict(list)
    longer: dict[tuple[int, int] | None, list[bool]] = defaultdict(list)
    on_lines: set[tuple[int, int] | None] = set()
    for line in lines:
        if line.header is None or line.header.flat:
            last = max(
                (number for number, piece in enumerate(line.values, start=1) if piece.kind != "blank"), default=0
            )
            columns = len(line.header.leaves) if line.header else len(table.blocks[line.expected.block].columns)
            filled[line.header_at].append(last > columns)
            longer[line.header_at].append(len(line.values) > columns)
            # A row on one line shows no blank cells.
            if line.table is None and len(line.values) > len({piece.line for piece in line.values}) == 1:
                on_lines.add(line.header_at)
    return frozenset(
        header
        for header, more in filled.items()
        if sum(more) > (0 if header in on_lines else MOST_CROWDED) * len(more)
        or sum(longer[header]) > MOST_LONGER * len(more)
    )


MOST_CROWDED = 0.1
"""Share of rows with more values than columns from which no row below the same header is safe."""

MOST_LONGER = 0.5
"""The same of rows that have more cells, where the last may be blank."""
