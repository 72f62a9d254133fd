"""From pieces to observations: what the cells of an official table say, and what no indicator claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gongkai.document import UNCERTAIN, Locator
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.rows import FoundRows, RowMatch
from gongkai.recognise.values import STATUSES, CellValue, read_cell, read_change
from gongkai.rows import Match, Observation, Unmatched, UnmatchedReason

__all__ = [
    "Evidence",
    "TableReading",
    "ambiguous",
    "blocks_between",
    "claimed_once",
    "end_of_row",
    "glued_number",
    "merge",
    "observe",
    "printed_label",
    "same_row",
    "unclaimed",
    "unmatched",
    "with_lesser",
]


@dataclass(frozen=True)
class TableReading:
    """What was read of one table of a form, and the blocks of the document that it takes up.

    `rivals` says that the table stands in the document more than once, `found` and `missing` how many rows of the form
    were found and not found.
    """

    observations: tuple[Observation, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    blocks: frozenset[int] = frozenset()
    rivals: bool = False
    found: int = 0
    missing: int = 0

    @property
    def whole(self) -> bool:
        """Whether every row of the form was found, once, and nothing was left over."""
        return self.found > 0 and not (self.missing or self.unmatched or self.rivals)

    @cached_property
    def places(self) -> frozenset[Locator]:
        """Where the cells stand that are observed or unmatched."""
        return frozenset(row.locator for rows in (self.observations, self.unmatched) for row in rows)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a cell belongs to its indicator: the label as printed, how it was matched, how like the form's it is."""

    label: str
    matched_by: Match
    similarity: float


def observe(
    indicator: str,
    cell: Piece | None,
    label: Piece,
    evidence: Evidence,
    printed_unit: str | None,
    unit: str | None,
    *,
    signed: bool = False,
) -> Observation:
    """Say what a cell prints. Without a cell the row was printed with nothing behind its label.

    `signed` says that the form asks for a change, so that 减3 is a number.
    """
    value = CellValue("blank") if cell is None else read_change(cell.text) if signed else cell.value
    printed = value.unit or printed_unit
    return Observation(
        indicator_id=indicator,
        value=value.number if value.kind == "number" else None,
        status=STATUSES[value.kind],
        unit=printed or unit,
        unit_source="printed" if printed else "form" if unit else None,
        raw=cell.text if cell else "",
        locator=cell.locator if cell else label.locator,
        label=evidence.label,
        matched_by=evidence.matched_by,
        similarity=evidence.similarity,
    )


def unmatched(numbers: Iterable[Piece], label: str | None, reason: UnmatchedReason) -> Iterator[Unmatched]:
    """Give the numbers among some pieces as unmatched, also those that cannot be told."""
    for piece in numbers:
        if piece.is_number or piece.kind == "change":
            yield Unmatched(piece.locator, piece.text, piece.value.number, label, reason)


def unclaimed(stream: Stream, members: Iterable[int], reason: UnmatchedReason) -> Iterator[Unmatched]:
    """Give the numbers at some places of the stream, but for those that only count the rows."""
    for number in members:
        if (stream[number].is_number or stream[number].kind == "change") and not _is_ordinal(stream, number):
            yield from unmatched([stream[number]], _label_before(stream, number), reason)


def ambiguous(stream: Stream, found: FoundRows) -> TableReading:
    """Read a table that stands in the document more than once: nothing of it can be claimed."""
    members = _within(stream, found.rivals)
    return TableReading(
        unmatched=tuple(unclaimed(stream, members, "ambiguous")),
        blocks=frozenset(stream[number].locator.block for number in members),
        rivals=True,
    )


def with_lesser(reading: TableReading, stream: Stream, found: FoundRows) -> TableReading:
    """Add what stands in places that have but few of the rows, beside the table that was read."""
    members = _within(stream, found.lesser)
    return replace(
        reading,
        unmatched=(*reading.unmatched, *unclaimed(stream, members, "ambiguous")),
        blocks=reading.blocks | {stream[number].locator.block for number in members},
    )


def _within(stream: Sequence[Piece], every: Sequence[tuple[int, int]]) -> list[int]:
    """Give the places within some bounds, and those of the tables that they are in."""
    bounds = [range(first, end_of_row(stream, last, len(stream))) for first, last in every]
    tables = {stream[number].table for bound in bounds for number in bound} - {None}
    in_lines = {number for bound in bounds for number in bound if stream[number].table is None}
    return [number for number, piece in enumerate(stream) if piece.table in tables or number in in_lines]


def claimed_once(readings: Mapping[str, TableReading]) -> dict[str, TableReading]:
    """Let no cell be that of two indicators: it stays with the table of which more cells were read.

    Where both have as many, it is of none, and unmatched.
    """
    claims: dict[Locator, set[str]] = {}
    for name, reading in readings.items():
        for row in reading.observations:
            if row.raw:
                claims.setdefault(row.locator, set()).add(name)
    contested = {locator: names for locator, names in claims.items() if len(names) > 1}
    if not contested:
        return dict(readings)
    cells = {name: len(reading.observations) for name, reading in readings.items()}
    return {name: _without(reading, name, contested, cells) for name, reading in readings.items()}


def _without(
    reading: TableReading, name: str, contested: Mapping[Locator, set[str]], cells: Mapping[str, int]
) -> TableReading:
    """Leave out what other tables have a better claim to, or one that is as good."""
    kept, left = [], []
    for row in reading.observations:
        others = contested.get(row.locator, set()) - {name} if row.raw else set()
        best = max((cells[each] for each in others), default=0)
        if cells[name] > best:
            kept.append(row)
        elif cells[name] == best and row.status == "reported":
            left.append(Unmatched(row.locator, row.raw, row.value, row.label, "ambiguous"))
    return replace(reading, observations=tuple(kept), unmatched=(*reading.unmatched, *left))


def merge(readings: Iterable[TableReading]) -> TableReading:
    """Put the readings of several tables together; a number that one of them claims is unmatched in none."""
    every = list(readings)
    claimed = {row.locator for reading in every for row in reading.observations}
    left = {row.locator: row for reading in every for row in reversed(reading.unmatched)}
    order = dict.fromkeys(row.locator for reading in every for row in reading.unmatched)
    return TableReading(
        observations=tuple(row for reading in every for row in reading.observations),
        unmatched=tuple(left[locator] for locator in order if locator not in claimed),
        blocks=frozenset(block for reading in every for block in reading.blocks),
    )


def end_of_row(stream: Sequence[Piece], last: int, limit: int) -> int:
    """Give the place where what belongs to a label ends: the row's end or, in lines, the next line of text."""
    label = stream[last]
    end = last + 1
    while end < limit and stream[end].table == label.table and stream[end].segment == label.segment:
        if stream[end].kind == "text" if label.table is None else stream[end].line != label.line:
            break
        end += 1
    return end


def glued_number(label: Piece) -> Piece | None:
    """Give the number that ends a label, in its cell or line, as a piece: the 7件 of 收到申请数：7件."""
    found = _LAST_NUMBER.search(label.text)
    if found is None:
        return None
    offset = label.locator.start or 0
    locator = replace(label.locator, start=offset + found.start(), end=offset + found.end())
    return replace(label, text=found[0], locator=locator, value=read_cell(found[0]))


_LAST_NUMBER = re.compile(
    rf"[\d{UNCERTAIN}][\d,，.．{UNCERTAIN}]*\s*(?:[\u4e00-\u9fff]{{1,2}})?(?=\s*[)）]?\s*[;；,，。]?\s*$)"
)


def printed_label(stream: Sequence[Piece], match: RowMatch) -> str:
    """Give a matched label as printed, on one line."""
    return _one_line("".join(piece.text for piece in stream[match.first : match.last + 1]))


def blocks_between(stream: Sequence[Piece], first: int, end: int) -> frozenset[int]:
    """Give the blocks of the document that a run of pieces stands in."""
    return frozenset(piece.locator.block for piece in stream[first:end])


def same_row(first: Piece, second: Piece) -> bool:
    """Say whether two pieces stand in the same row of a table."""
    return first.table is not None and (first.table, first.line) == (second.table, second.line)


def _is_ordinal(stream: Stream, number: int) -> bool:
    """Say whether a number stands in a table row before all text, where the rows are counted."""
    if (stream[number].value.number or 0) > MOST_ROWS:
        return False
    before, behind = stream.text_before(number), stream.text_behind(number)
    after_text = before is not None and same_row(stream[before], stream[number])
    return not after_text and behind is not None and same_row(stream[behind], stream[number])


MOST_ROWS = 200
"""Rows of a table, beyond which a number counts none."""


def _label_before(stream: Stream, number: int) -> str | None:
    before = stream.text_before(number)
    return _one_line(stream[before].text) if before is not None else None


def _one_line(text: str) -> str:
    return " ".join(text.split())
