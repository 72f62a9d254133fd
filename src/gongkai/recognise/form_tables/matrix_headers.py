"""Where the headers of a matrix stand above its rows, and what the nearest one says of a block of the form."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from gongkai.forms import Block, FormTable
from gongkai.recognise.form_tables.columns import read_header
from gongkai.recognise.form_tables.flat_header import read_flat_header
from gongkai.recognise.form_tables.headers import Header
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.matrix_rows import ExpectedLine
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.rows import RowMatch
from gongkai.recognise.form_tables.torn_header import read_torn_header

__all__ = ["MatrixHeaders"]


class MatrixHeaders:
    """What the lines above the rows with values say of each block of the form; a place is read when it is asked for."""

    def __init__(
        self, stream: Stream, expected: Sequence[ExpectedLine], matches: Sequence[RowMatch], table: FormTable
    ) -> None:
        self._places = _places_of_headers(stream, expected, matches)
        self._ends = [place.end for place in self._places]
        self._blocks = table.blocks
        self._read: dict[tuple[int, int], Header | None] = {}

    def above(self, match: RowMatch, block: int) -> tuple[int, int] | None:
        """Give the place of the header that is nearest above a row."""
        nearest = bisect_right(self._ends, match.first) - 1
        return next(((place, block) for place in range(nearest, -1, -1) if self.at((place, block))), None)

    def at(self, header_at: tuple[int, int]) -> Header | None:
        """Give the header at a place for a block of the form."""
        if header_at not in self._read:
            place, block = header_at
            self._read[header_at] = _nearest_header(self._places[place], self._blocks[block])
        return self._read[header_at]


@dataclass(frozen=True, slots=True)
class _HeaderPlace:
    """Neighbouring lines in which a header may stand, and the place of the stream where they end."""

    end: int
    lines: Sequence[Sequence[Piece]]
    flat: Sequence[Piece | None] | None
    """The same as pieces in reading order, where no grid says which stands above which."""
    label_columns: int


def _places_of_headers(
    stream: Stream, expected: Sequence[ExpectedLine], matches: Sequence[RowMatch]
) -> list[_HeaderPlace]:
    rows = [match for match in matches if expected[match.row].has_values]
    with_values = {stream[number].line for match in rows for number in range(match.first, match.last + 1)}
    label_columns: dict[int | None, int] = {stream[match.last].table: 0 for match in matches}
    for match in rows:
        label = stream[match.last]
        label_columns[label.table] = max(label_columns[label.table], label.last_column)
    labels = {number for match in matches for number in range(match.first, match.last + 1)}
    places = []
    for region in stream.regions:
        table = stream[region.start].table
        if table is not None and table not in label_columns:
            continue
        for heads, group in groupby(region, key=lambda place: stream[place].line not in with_values):
            members = [(place, stream[place]) for place in group]
            if heads:
                in_reading_order = [None if place in labels else piece for place, piece in members]
                flat = in_reading_order if table in stream.ragged else None
                lines = _below_headings(members, labels)
                places.append(_HeaderPlace(members[-1][0] + 1, lines, flat, label_columns.get(table, 0)))
    return places


def _below_headings(members: Sequence[tuple[int, Piece]], labels: Set[int]) -> list[list[Piece]]:
    """Give what stands beside the last heading of a block, and the lines below it: those above head another block."""
    lines = [list(line) for _, line in groupby(members, key=lambda item: item[1].line)]
    headings = [number for number, line in enumerate(lines) if any(place in labels for place, _ in line)]
    if not headings:
        return [[piece for _, piece in line] for line in lines]
    heading, *below = lines[headings[-1] :]
    said = {piece.text for place, piece in heading if place in labels}
    beside = [piece for _, piece in heading if piece.kind != "blank" and piece.text not in said]
    return [line for line in (beside, *([piece for _, piece in line] for line in below)) if line]


MOST_HEADER_LINES = 8
"""Lines above a row beyond which nothing heads it any more."""

MOST_FLAT_HEADER_LINES = 30
"""The same where every header cell is a line of its own."""


def _nearest_header(place: _HeaderPlace, block: Block) -> Header | None:
    lines = place.lines[-MOST_HEADER_LINES:]
    in_grid = bool(lines) and lines[0][0].table is not None
    header = read_header(lines, block.columns, place.label_columns) if in_grid else None
    if place.flat is not None and not (header is not None and header.whole and header.in_order):
        header = read_flat_header(place.flat[-MOST_FLAT_HEADER_LINES:], block.columns) or header
    is_clear = header is not None and (header.names_each_once or header.side_by_side)
    if header is not None and is_clear and header.known == tuple(range(header.columns)):
        return header
    return read_torn_header(place.lines, block.columns, place.label_columns) or header
