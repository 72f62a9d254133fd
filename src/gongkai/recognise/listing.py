"""Read a form table that prints one value for each row: label, unit, value.

The table may stand as a table, as lines of one cell each, or as lines of label, unit and value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from gongkai.forms import Column, FormTable, Row
from gongkai.recognise.cells import (
    Evidence,
    Reading,
    ambiguous,
    blocks_between,
    end_of_row,
    observe,
    printed_label,
    unclaimed,
    unmatched,
)
from gongkai.recognise.labels import expected_labels, read_label
from gongkai.recognise.rows import RowMatch, find_rows
from gongkai.recognise.stream import Piece
from gongkai.recognise.values import clean
from gongkai.recognise.vocabulary import vocabulary
from gongkai.report import Observation, Unmatched

__all__ = ["read_list"]

TELLING_VALUES = 20
"""Numbers from which it is telling that not one of them has a single digit."""


def read_list(document_stream: Sequence[Piece], form: str, table: FormTable) -> Reading:
    """Read a table with layout `list` of a form; an empty reading says that the document has none."""
    (block,) = table.blocks
    (column,) = block.columns
    stream = _in_bands(document_stream, column)
    expected = expected_labels([(row.label, row.variants, row.number) for row in block.rows])
    found = find_rows(expected, stream)
    if found.rivals:
        return ambiguous(stream, found)
    if not found.matches:
        return Reading()
    places = _places(stream, found.matches, column)
    return Reading(
        observations=_observations(stream, places, block.rows, f"{form}.{table.code}", column.code),
        unmatched=(*_left_over(stream, places, block.rows), *_unclaimed(stream, places)),
        blocks=blocks_between(stream, places[0].match.first, places[-1].end),
    )


# Where the values stand ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A matched row with the pieces behind its label: those in the place of the value, and the others."""

    match: RowMatch
    end: int
    values: tuple[Piece, ...] = ()
    others: tuple[Piece, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class _Header:
    """The header behind the label column: which of its columns hold the unit, and which the value."""

    columns: tuple[Piece, ...]
    units: tuple[int, ...]
    values: tuple[int, ...]
    unit: str | None


def _places(stream: Sequence[Piece], matches: Sequence[RowMatch], column: Column) -> tuple[_Place, ...]:
    headers = list(_headers(stream, column))
    places = []
    for number, match in enumerate(matches):
        limit = matches[number + 1].first if number + 1 < len(matches) else len(stream)
        end = end_of_row(stream, match.last, limit)
        behind = stream[match.last + 1 : end]
        if stream[match.last].table is None:
            places.append(_Place(match, end, others=tuple(behind)))
        else:
            header = next((each for at, each in reversed(headers) if _heads(stream, at, match)), None)
            places.append(_in_table(match, end, behind, header))
    return tuple(_in_lines(places, stream))


def _in_table(match: RowMatch, end: int, behind: Sequence[Piece], header: _Header | None) -> _Place:
    roles = _roles(behind, header) if header else _roles_without_header(behind)
    unit = next((_printed_unit(piece) for piece, role in zip(behind, roles, strict=True) if role == "unit"), None)
    return _Place(
        match,
        end,
        values=tuple(piece for piece, role in zip(behind, roles, strict=True) if role == "value"),
        others=tuple(piece for piece, role in zip(behind, roles, strict=True) if role is None),
        unit=unit or (header.unit if header else None),
    )


def _roles(behind: Sequence[Piece], header: _Header) -> list[str | None]:
    """Say of each piece whether it stands in the unit's or the value's column."""
    if len(behind) == len(header.columns):
        columns: list[int | None] = list(range(len(behind)))
    else:
        columns = [_column_above(piece, header) for piece in behind]
    roles: list[str | None] = [
        "unit" if column in header.units else "value" if column in header.values else None for column in columns
    ]
    numbers = [number for number, piece in enumerate(behind) if piece.kind == "number"]
    # With a unit column and a value column and nothing else, a lone number is the value wherever it slipped.
    plain = len(header.columns) == len(header.units) + len(header.values) and len(header.values) == 1
    if plain and len(numbers) == 1 and "value" not in roles:
        roles[numbers[0]] = "value"
    return roles


def _printed_unit(piece: Piece) -> str | None:
    # A unit column may print what is no plain unit, such as 条/次; it stays as printed.
    return piece.value.unit or (clean(piece.text) if piece.kind == "text" else None)


def _column_above(piece: Piece, header: _Header) -> int | None:
    above = [
        number
        for number, column in enumerate(header.columns)
        if column.first_column <= piece.last_column and piece.first_column <= column.last_column
    ]
    return above[0] if len(above) == 1 else None


def _roles_without_header(behind: Sequence[Piece]) -> list[str | None]:
    """As the form prints it: a unit, or nothing in its place, and then the value."""
    roles: list[str | None] = ["unit" if piece.kind == "unit" else "value" for piece in behind]
    if len(behind) == 2 and behind[0].kind in ("blank", "dash"):
        roles[0] = "unit"
    numbers = [number for number, piece in enumerate(behind) if piece.kind == "number"]
    if len(numbers) == 1:
        roles = [
            "value" if number == numbers[0] else "unit" if role == "unit" else None for number, role in enumerate(roles)
        ]
    return roles


def _in_lines(places: Sequence[_Place], stream: Sequence[Piece]) -> Iterator[_Place]:
    """Sort out what stands behind the labels of a table that was flattened to lines."""
    flat = [place for place in places if stream[place.match.last].table is None]
    unit_column = _has_unit_column(flat)
    for place in places:
        if stream[place.match.last].table is not None:
            yield place
            continue
        unit = next((piece.value.unit for piece in place.others if piece.kind == "unit"), None)
        printed = [piece for piece in place.others if piece.kind not in ("unit", "note")]
        if len(printed) > 1 and (unit_column or printed[0].kind == "dash") and printed[0].kind != "number":
            printed = printed[1:]
        yield replace(place, values=tuple(printed), others=(), unit=unit)


def _has_unit_column(places: Sequence[_Place]) -> bool:
    """Say whether most rows print something empty, where the unit was, before the value."""
    pairs = single = 0
    for place in places:
        kinds = [piece.kind for piece in place.others if piece.kind not in ("unit", "note")]
        pairs += len(kinds) == 2 and kinds[0] in ("blank", "dash")
        single += len(kinds) == 1
    return pairs > single


# The header, and forms printed in halves ------------------------------------------------------------------------


def _headers(stream: Sequence[Piece], column: Column) -> Iterator[tuple[int, _Header]]:
    """Give the header rows of all tables, each with the place of its first piece."""
    number = 0
    for line, group in groupby(stream, key=lambda piece: (piece.table, piece.line)):
        row = list(group)
        if line[0] is not None and (header := _header(row, column)):
            yield number, header
        number += len(row)


def _header(row: Sequence[Piece], column: Column) -> _Header | None:
    words = vocabulary()
    labels = [read_label(piece.text).text for piece in row]
    start = next((number for number, label in enumerate(labels) if label in words.header_labels), None)
    if start is None:
        return None
    behind = labels[start + 1 :]
    units = tuple(number for number, label in enumerate(behind) if label in words.header_units)
    values = _value_columns(behind, column, units)
    if not units and not any(label in _spellings(column) for label in behind):
        return None
    heading = row[start + 1 + values[0]].text if len(values) == 1 else ""
    return _Header(tuple(row[start + 1 :]), units, values, read_label(heading).unit)


def _value_columns(behind: Sequence[str], column: Column, units: Sequence[int]) -> tuple[int, ...]:
    """Give the one column of values, or none where the header leaves more than one."""
    own = read_label(column.label).text
    for wanted in ({own}, _spellings(column)):
        named = tuple(number for number, label in enumerate(behind) if label in wanted)
        if len(named) == 1:
            return named
    ignored = vocabulary().header_ignored
    open_columns = tuple(number for number, label in enumerate(behind) if number not in units and label not in ignored)
    return open_columns if len(open_columns) == 1 else ()


def _spellings(column: Column) -> set[str]:
    return {read_label(text).text for text in (column.label, *column.variants)}


def _heads(stream: Sequence[Piece], header: int, match: RowMatch) -> bool:
    return header < match.first and stream[header].table == stream[match.first].table


def _in_bands(stream: Sequence[Piece], column: Column) -> list[Piece]:
    """Put a form that is printed in halves side by side into one sequence, half after half."""
    ordered: list[Piece] = []
    for table, group in groupby(stream, key=lambda piece: piece.table):
        members = list(group)
        starts = _band_starts(members, column) if table is not None else []
        if len(starts) < 2:
            ordered.extend(members)
            continue
        edges = [*starts[1:], max(piece.last_column for piece in members) + 1]
        first = 0
        for edge in edges:
            ordered.extend(piece for piece in members if first <= piece.first_column < edge)
            first = edge
    return ordered


def _band_starts(members: Sequence[Piece], column: Column) -> list[int]:
    words = vocabulary()
    for _, group in groupby(members, key=lambda piece: piece.line):
        row = list(group)
        labels = [read_label(piece.text).text for piece in row]
        starts = [piece.first_column for piece, label in zip(row, labels, strict=True) if label in words.header_labels]
        values = sum(label in _spellings(column) for label in labels)
        if len(starts) > 1 and values == len(starts):
            return starts
    return []


# Observations, and what no indicator claims ---------------------------------------------------------------------


def _observations(
    stream: Sequence[Piece], places: Sequence[_Place], rows: Sequence[Row], table: str, column: str
) -> tuple[Observation, ...]:
    observations = [
        _observation(f"{table}.{rows[place.match.row].code}.{column}", rows[place.match.row], place, stream)
        for place in places
        if not rows[place.match.row].header and _numbers(place.values) <= 1
    ]
    flat = all(piece.table is None for place in places for piece in place.values)
    values = [each.value for each in observations if each.value is not None]
    digits_lost = flat and len(values) >= TELLING_VALUES and all(value >= 10 for value in values)
    if not digits_lost:
        return tuple(observations)
    # Where characters that stand alone were lost, a label with nothing behind it may have had one digit.
    return tuple(
        replace(each, status="unreadable") if each.status == "blank" and each.raw == "" else each
        for each in observations
    )


def _observation(indicator: str, row: Row, place: _Place, stream: Sequence[Piece]) -> Observation:
    match = place.match
    number = next((piece for piece in place.values if piece.kind == "number"), None)
    return observe(
        indicator,
        number or next(iter(place.values), None),
        stream[match.last],
        Evidence(printed_label(stream, match), match.matched_by, match.similarity),
        place.unit or match.label.unit,
        row.unit,
    )


def _left_over(stream: Sequence[Piece], places: Sequence[_Place], rows: Sequence[Row]) -> Iterator[Unmatched]:
    for place in places:
        label = printed_label(stream, place.match)
        if rows[place.match.row].header:
            yield from unmatched((*place.values, *place.others), label, "heading_row")
            continue
        yield from unmatched(place.others, label, "unknown_column")
        if _numbers(place.values) > 1:
            yield from unmatched(place.values, label, "several_values")


def _unclaimed(stream: Sequence[Piece], places: Sequence[_Place]) -> Iterator[Unmatched]:
    """Give the numbers of the table that stand behind no matched label."""
    claimed = {number for place in places for number in range(place.match.last + 1, place.end)}
    tables = {stream[place.match.last].table for place in places}
    flat = range(places[0].match.first, places[-1].end)
    members = (
        number
        for number, piece in enumerate(stream)
        if number not in claimed and (piece.table in tables if piece.table is not None else number in flat)
    )
    return unclaimed(stream, members, "unknown_row")


def _numbers(values: Sequence[Piece]) -> int:
    return sum(piece.kind == "number" for piece in values)
