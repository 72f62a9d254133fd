"""The header of a form that prints one value for each row, and forms printed in halves side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, takewhile

from gongkai.forms import Column
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.lines import ByColumn, Stream
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.printed_words import spellings
from gongkai.recognise.form_tables.rows import RowMatch
from gongkai.recognise.values import clean
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["ListHeader", "column_above", "header_in_lines", "heads", "in_bands", "list_headers"]


@dataclass(frozen=True)
class ListHeader:
    """The header behind the label column: which of its columns hold the unit, and which the value."""

    columns: tuple[Piece, ...]
    units: tuple[int, ...]
    values: tuple[int, ...]
    unit: str | None

    def above(self, piece: Piece) -> list[int]:
        """Give the numbers of the columns that share a column of the grid with a piece."""
        return [number for number, _ in self._by_column.sharing(piece)]

    @cached_property
    def _by_column(self) -> ByColumn[tuple[int, Piece]]:
        return ByColumn(enumerate(self.columns), lambda column: column[1])


def list_headers(stream: Sequence[Piece], column: Column, year: int | None) -> Iterator[tuple[int, ListHeader]]:
    """Give the header rows of all tables, each with the place of its first piece."""
    number = 0
    above: tuple[int, ListHeader] | None = None
    for (table, line), group in groupby(stream, key=lambda piece: (piece.table, piece.line)):
        row = list(group)
        header = _read_header(row, column, year) if table is not None else None
        if header is not None and not (above is not None and above[0] == line - 1 and _goes_on(above[1], header)):
            yield number, header
            above = line, header
        number += len(row)


def header_in_lines(stream: Sequence[Piece], first: int, column: Column, year: int | None) -> ListHeader | None:
    """Give the header whose words stand one by one before the first label, if it has columns of the agency's own."""
    words = vocabulary()
    run = list(
        takewhile(lambda piece: piece.table is None and piece.kind in ("text", "unit"), reversed(stream[:first]))
    )
    labels = [read_label(piece.text).text for piece in run]
    end = next((number for number, label in enumerate(labels) if label in words.header_labels), None)
    header = None if end is None else _read_header(run[end::-1], column, year)
    if header is None or len(header.values) != 1 or len(header.columns) == len(header.units) + 1:
        return None
    return header


def _goes_on(above: ListHeader, header: ListHeader) -> bool:
    """Say whether a row right below a header that has the form's column only ends the words of another column."""
    known = [above.columns[number] for number in above.values]
    return bool(known) and not any(
        piece.first_column <= own.last_column and own.first_column <= piece.last_column
        for number in header.values
        for own in [header.columns[number]]
        for piece in known
    )


def _read_header(row: Sequence[Piece], column: Column, year: int | None) -> ListHeader | None:
    words = vocabulary()
    labels = [read_label(piece.text).text for piece in row]
    named = [label in words.header_units or label in spellings(column) for label in labels]
    if not any(named) or any(piece.is_number for piece in row):
        return None
    heads = (
        number
        for number, piece in enumerate(row)
        if piece.kind == "text" and not named[number] and labels[number] not in words.header_ignored
    )
    start = next(heads, -1)
    behind = labels[start + 1 :]
    units = tuple(number for number, label in enumerate(behind) if label in words.header_units)
    values = _value_columns([piece.text for piece in row[start + 1 :]], column, units, year)
    heading = row[start + 1 + values[0]].text if len(values) == 1 else ""
    return ListHeader(tuple(row[start + 1 :]), units, values, read_label(heading).unit)


def _value_columns(behind: Sequence[str], column: Column, units: Sequence[int], year: int | None) -> tuple[int, ...]:
    """Give the one column of values, or none where the header leaves more than one."""
    labels = [read_label(text).text for text in behind]
    for wanted in ({read_label(column.label).text}, spellings(column)):
        named = tuple(number for number, label in enumerate(labels) if label in wanted)
        if len(named) == 1:
            return named
    ignored = vocabulary().header_ignored
    open_columns = tuple(number for number, label in enumerate(labels) if number not in units and label not in ignored)
    of_year = tuple(number for number in open_columns if year is not None and f"{year}年" in clean(behind[number]))
    chosen = next((columns for columns in (of_year, open_columns) if len(columns) == 1), ())
    return () if any(_is_foreign(behind[number], year) for number in chosen) else chosen


def _is_foreign(heading: str, year: int | None) -> bool:
    """Say whether a column that the form does not name holds something else: another year, a change, a part."""
    text = clean(heading).replace(" ", "")
    other_year = year is not None and any(int(found) != year for found in _YEAR.findall(text))
    return other_year or any(word in text for word in vocabulary().foreign_columns)


_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def heads(stream: Sequence[Piece], header: int, match: RowMatch) -> bool:
    """Say whether the header at a place of the stream stands above a matched row, in the same table."""
    return header < match.first and stream[header].table == stream[match.first].table


def in_bands(stream: Stream, column: Column) -> Stream:
    """Put a form that is printed in halves side by side into one sequence, half after half."""
    ordered: list[Piece] = []
    parted = False
    for table, group in groupby(stream, key=lambda piece: piece.table):
        members = list(group)
        starts = _band_starts(members, column) if table is not None else []
        if len(starts) < 2:
            ordered.extend(members)
            continue
        parted = True
        edges = [*starts[1:], max(piece.last_column for piece in members) + 1]
        first = 0
        for edge in edges:
            ordered.extend(piece for piece in members if first <= piece.first_column < edge)
            first = edge
    return Stream(ordered) if parted else stream


def _band_starts(members: Sequence[Piece], column: Column) -> list[int]:
    words = vocabulary()
    for _, group in groupby(members, key=lambda piece: piece.line):
        row = [(piece.first_column, read_label(piece.text).text) for piece in group]
        starts = [first for first, label in row if label in words.header_labels]
        if len(starts) > 1 and sum(label in spellings(column) for _, label in row) == len(starts):
            return starts
    return []


def column_above(piece: Piece, header: ListHeader) -> int | None:
    """Give the header column above a piece; None where it is not one."""
    above = header.above(piece)
    if len(above) > 1 and set(above) <= {*header.units, *header.values}:
        # A cell that takes up the unit's place too holds the value.
        above = [number for number in above if number in header.values]
    return above[0] if len(above) == 1 else None
