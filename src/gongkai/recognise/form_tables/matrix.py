"""Read form tables of rows by columns: the matrix of requests, and the blocks of disclosure.

Rows are found by their labels, columns by their headers. The table may stand as a table, or as lines of text in
which the values of a row follow its label.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import dropwhile, groupby, takewhile
from typing import Self

from gongkai.forms import Block, FormTable, Layout, Row
from gongkai.recognise.form_tables.columns import Header, assign, is_foreign, named_column, read_header, shares_grid
from gongkai.recognise.form_tables.flat_header import read_flat_header
from gongkai.recognise.form_tables.labels import expected_labels, read_label
from gongkai.recognise.form_tables.lines import Piece, Stream
from gongkai.recognise.form_tables.observing import (
    Evidence,
    TableReading,
    ambiguous,
    blocks_between,
    end_of_row,
    glued_number,
    observe,
    printed_label,
    same_row,
    unclaimed,
    unmatched,
    with_lesser,
)
from gongkai.recognise.form_tables.rows import FEWEST_ROWS, RowMatch, find_rows
from gongkai.recognise.form_tables.torn_header import read_torn_header
from gongkai.recognise.form_tables.upright_labels import with_whole_labels
from gongkai.rows import Observation, Unmatched, UnmatchedReason

__all__ = ["read_matrix"]


@dataclass(frozen=True, slots=True)
class _Expected:
    """A line that the form prints: the heading of a block (without `row`), or a row of it."""

    block: int
    row: Row | None

    @property
    def has_values(self) -> bool:
        return self.row is not None and not self.row.header


@dataclass(frozen=True, slots=True)
class _MatrixRow:
    """A matched row with values: its label, the pieces in the place of its values, and the header above.

    `header_at` is the place of the header among those that were read; rows below one header have the same.
    """

    expected: _Expected
    match: RowMatch
    end: int
    values: tuple[Piece, ...]
    header: Header | None
    header_at: tuple[int, int] | None
    table: int | None

    @property
    def part(self) -> tuple[tuple[int, int] | None, int | None]:
        """The rows below one header in one table, of which this is one."""
        return self.header_at, self.table


def read_matrix(document_stream: Stream, form: str, table: FormTable, *, fewest: int = FEWEST_ROWS) -> TableReading:
    """Read a table with layout `matrix` or `blocks` of a form; an empty reading says that there is none.

    `fewest` equal labels make a table.
    """
    expected = _expected_lines(table)
    labels = expected_labels([_label(each, table.blocks) for each in expected])
    stream = with_whole_labels(document_stream, labels, _parents(expected))
    found = find_rows(labels, stream, fewest=fewest)
    if found.rivals:
        return ambiguous(stream, found)
    if not any(expected[match.row].has_values for match in found.matches):
        return TableReading()
    lines = _lines(stream, expected, found.matches, table)
    observations: list[Observation] = []
    left: list[Unmatched] = []
    for line, columns in zip(lines, _assigned(lines, table), strict=True):
        label = printed_label(stream, line.match)
        if columns is None:
            left.extend(unmatched(line.values, label, "several_values" if line.header else "unknown_column"))
            continue
        for piece, column in zip(line.values, columns, strict=True):
            if column is None:
                left.extend(unmatched([piece], label, "unknown_column"))
            else:
                observations.append(_observation(stream, line, piece, column, f"{form}.{table.code}", table.blocks))
    left.extend(_not_in_lines(stream, expected, found.matches, lines))
    first, last = found.matches[0], found.matches[-1]
    end = max((line.end for line in lines), default=last.last + 1)
    with_values = {line.match.row for line in lines}
    in_labels = {place for match in found.matches for place in range(match.first, match.last + 1)}
    found_rows = sum(
        match.row in with_values or _is_blank_row(stream, match, in_labels)
        if expected[match.row].has_values
        else expected[match.row].row is None or not _has_values(stream, match)
        for match in found.matches
    )
    reading = TableReading(
        tuple(observations),
        tuple(left),
        blocks_between(stream, first.first, max(end, last.last + 1)),
        found=found_rows,
        missing=len(expected) - found_rows,
    )
    return with_lesser(reading, stream, found)


def _expected_lines(table: FormTable) -> list[_Expected]:
    lines = []
    for number, block in enumerate(table.blocks):
        if block.heading:
            lines.append(_Expected(number, None))
        lines.extend(_Expected(number, row) for row in block.rows)
    return lines


def _parents(lines: Sequence[_Expected]) -> list[int | None]:
    places = {(line.block, line.row.code): number for number, line in enumerate(lines) if line.row}
    return [places.get((line.block, line.row.parent or "")) if line.row else None for line in lines]


def _label(line: _Expected, blocks: Sequence[Block]) -> tuple[str, Sequence[str], str]:
    if line.row is None:
        return blocks[line.block].heading or "", (), ""
    return line.row.label, line.row.variants, line.row.number


def _lines(
    stream: Stream, expected: Sequence[_Expected], matches: Sequence[RowMatch], table: FormTable
) -> list[_MatrixRow]:
    headers = _Headers(stream, expected, matches, table)
    crowded = {
        expected[match.row].block
        for match in matches
        if not expected[match.row].has_values and _has_foreign_column(stream, match, expected, table)
    }
    lines = []
    for number, match in enumerate(matches):
        if not expected[match.row].has_values:
            continue
        limit = matches[number + 1].first if number + 1 < len(matches) else len(stream)
        end = end_of_row(stream, match.last, limit)
        header_at = headers.above(match, expected[match.row].block)
        header = headers.at(header_at) if header_at else None
        if expected[match.row].block in crowded and header is not None and not header.own:
            header = header_at = None
        behind = tuple(piece for piece in stream[match.last + 1 : end] if piece.kind not in ("unit", "note"))
        if not behind and (glued := glued_number(stream[match.last])) and match.label.number is not None:
            behind = (glued,)
        if behind and not _is_label(behind[0]) and not _is_broken(stream[match.last], behind):
            table_of_row = stream[match.last].table
            lines.append(_MatrixRow(expected[match.row], match, end, behind, header, header_at, table_of_row))
    return list(_without_padding(_on_lines_of_labels(lines, stream), table.layout))


def _has_values(stream: Sequence[Piece], match: RowMatch) -> bool:
    """Say whether a cell for a value stands right behind a heading, which then may be a row of another form."""
    if match.last + 1 == len(stream):
        return False
    label, behind = stream[match.last], stream[match.last + 1]
    return behind.is_number or (behind.kind == "blank" and same_row(label, behind))


def _is_blank_row(stream: Sequence[Piece], match: RowMatch, labels: Set[int]) -> bool:
    """Tell a row in which nothing is printed from a word in the header of another table: 其他."""
    last = match.last
    if stream[last].table is None or (last + 1 < len(stream) and same_row(stream[last], stream[last + 1])):
        return False
    before = takewhile(lambda place: same_row(stream[place], stream[last]), range(match.first - 1, -1, -1))
    return all(place in labels for place in before if stream[place].kind == "text")


def _has_foreign_column(
    stream: Sequence[Piece], match: RowMatch, expected: Sequence[_Expected], table: FormTable
) -> bool:
    """Say whether a column of something else is named beside the heading of a block: 上年, 区政府."""
    block = table.blocks[expected[match.row].block]
    columns = expected_labels([(column.label, column.variants, "") for column in block.columns])
    beside = (piece for piece in stream[match.last + 1 : match.last + 1 + len(columns)] if piece.kind == "text")
    labels = (read_label(piece.text).text for piece in beside if same_row(stream[match.last], piece))
    return any(is_foreign(label) and named_column(columns, label) is None for label in labels)


def _on_lines_of_labels(lines: Sequence[_MatrixRow], stream: Sequence[Piece]) -> Sequence[_MatrixRow]:
    """Leave out values below their label where most stand on its line: they may be those of another row.

    Several values between the lines of one label are its own.
    """
    apart = [
        line.table is None
        and line.values[0].line != stream[line.match.last].line
        and not (line.match.broken and len(line.values) > 1)
        for line in lines
    ]
    flat = sum(line.table is None for line in lines)
    if sum(apart) * 2 >= flat:
        return lines
    return [line for line, below in zip(lines, apart, strict=True) if not below]


def _is_broken(label: Piece, values: Sequence[Piece]) -> bool:
    """Say whether values go on below the line of their label: a number that a narrow column broke may be two."""
    return label.table is None and values[0].line == label.line != values[-1].line


def _is_label(piece: Piece) -> bool:
    """Tell the label of another row, which makes the label before it a heading, from a word in the place of a value."""
    return piece.kind == "text" and (len(piece.text) > LONGEST_WORD or read_label(piece.text).mark is not None)


LONGEST_WORD = 12
"""Characters beyond which a text in the place of a value is none."""


def _without_padding(lines: Sequence[_MatrixRow], layout: Layout) -> Iterator[_MatrixRow]:
    """Leave out blank cells that are no value's place: what merged cells leave behind where merging was lost.

    Narrow blocks leave blanks to the right of their last column. In a matrix such a blank may be a value out of
    place, unless no row has anything there.
    """
    parts: dict[tuple[tuple[int, int] | None, int | None], list[_MatrixRow]] = defaultdict(list)
    filled_to: dict[tuple[int, int] | None, int] = defaultdict(int)
    for line in lines:
        parts[line.part].append(line)
        filled = (piece.last_column for piece in line.values if piece.kind != "blank")
        filled_to[line.header_at] = max(filled_to[line.header_at], *filled, 0)
    in_common = {part: _Part.of(members) for part, members in parts.items()}
    for line in lines:
        if line.header is None or line.header.flat:
            yield line
        else:
            nothing_behind = layout != "matrix" or filled_to[line.header_at] <= max(_starts(line.header))
            values = _places_of_values(line.values, line.header, in_common[line.part], nothing_behind=nothing_behind)
            yield replace(line, values=values)


@dataclass(frozen=True, slots=True)
class _Part:
    """What the rows below one header in one table have in common.

    `even` says whether they have as many pieces, `filled_from` is the first column of the grid in which one of them
    has a value, `most_filled` how many values one of them has at most.
    """

    even: bool
    filled_from: int
    most_filled: int

    @classmethod
    def of(cls, lines: Sequence[_MatrixRow]) -> Self:
        """Give it for some rows."""
        filled = [[piece for piece in line.values if piece.kind != "blank"] for line in lines]
        return cls(
            even=len({len(line.values) for line in lines}) == 1,
            filled_from=min((piece.first_column for pieces in filled for piece in pieces), default=LAST_COLUMN),
            most_filled=max(map(len, filled)),
        )


def _places_of_values(
    values: tuple[Piece, ...], header: Header, part: _Part, *, nothing_behind: bool
) -> tuple[Piece, ...]:
    """Leave out the blanks of a row that are no value's place."""
    starts = _starts(header)
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


def _starts(header: Header) -> set[int]:
    return {leaf.piece.first_column for leaf in header.leaves}


LAST_COLUMN = 1 << 30
"""Beyond any column of a table."""


def _from_first(values: Sequence[Piece], start: int) -> tuple[Piece, ...]:
    return tuple(dropwhile(lambda piece: piece.kind == "blank" and piece.first_column < start, values))


# Headers ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _HeaderPlace:
    """Neighbouring lines in which a header may stand, and the place of the stream where they end."""

    end: int
    lines: Sequence[Sequence[Piece]]
    flat: Sequence[Piece | None] | None
    """The same as pieces in reading order, where no grid says which stands above which."""
    label_columns: int


class _Headers:
    """What the lines above the rows with values say of each block of the form; a place is read when it is asked for."""

    def __init__(
        self, stream: Stream, expected: Sequence[_Expected], matches: Sequence[RowMatch], table: FormTable
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


def _places_of_headers(
    stream: Stream, expected: Sequence[_Expected], matches: Sequence[RowMatch]
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
    """Give the lines below the last heading of a block: what stands above it heads another block."""
    lines = [list(line) for _, line in groupby(members, key=lambda item: item[1].line)]
    headings = [number for number, line in enumerate(lines) if any(place in labels for place, _ in line)]
    below = lines[headings[-1] + 1 :] if headings else lines
    return [[piece for _, piece in line] for line in below]


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
    if header is not None and header.names_each_once and header.in_order:
        return header
    return read_torn_header(place.lines, block.columns, place.label_columns) or header


# Values and what is left ----------------------------------------------------------------------------------------------


def _assigned(lines: Sequence[_MatrixRow], table: FormTable) -> Iterator[list[int | None] | None]:
    grids: dict[tuple[tuple[int, int] | None, int | None], bool] = {}
    crowded = _with_columns_unseen(lines, table)
    padded = _with_padding_unseen(lines)
    for line in lines:
        columns = len(table.blocks[line.expected.block].columns)
        if line.header_at in crowded:
            yield None
            continue
        if line.header is None:
            # The seven columns of the matrix are the form's own; those of the blocks differ from form to form.
            safe = table.layout == "matrix" and line.table not in padded
            yield assign(line.values, None, columns, grid=False) if safe else None
            continue
        # A flat header must name all columns of the form, and no other.
        if line.header.flat and not (line.header.whole and line.header.in_order and not line.header.own):
            yield None
            continue
        # A table that goes on elsewhere may go on in another grid.
        if line.part not in grids:
            rows = [other.values for other in lines if other.part == line.part]
            grids[line.part] = not line.header.flat and shares_grid(line.header, rows)
        yield assign(line.values, line.header, columns, grid=grids[line.part])


def _with_padding_unseen(lines: Sequence[_MatrixRow]) -> frozenset[int | None]:
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


def _with_columns_unseen(lines: Sequence[_MatrixRow], table: FormTable) -> frozenset[tuple[int, int] | None]:
    """Give the headers without a grid below which rows have more values than the form has columns.

    There is a column that the header does not show, and rows that lost a blank may be short of any of them.
    """
    below: dict[tuple[int, int] | None, list[bool]] = defaultdict(list)
    for line in lines:
        if line.header is None or line.header.flat:
            filled = [number for number, piece in enumerate(line.values, start=1) if piece.kind != "blank"]
            columns = len(table.blocks[line.expected.block].columns)
            below[line.header_at].append(max(filled, default=0) > columns)
    return frozenset(header for header, more in below.items() if sum(more) > MOST_CROWDED * len(more))


MOST_CROWDED = 0.1
"""Share of rows with more values than columns from which no row below the same header is safe."""


def _observation(
    stream: Sequence[Piece], line: _MatrixRow, piece: Piece, column: int, table: str, blocks: Sequence[Block]
) -> Observation:
    row = line.expected.row
    assert row is not None  # noqa: S101 - only rows have values
    form_column = blocks[line.expected.block].columns[column]
    leaves = line.header.leaves if line.header else ()
    return observe(
        f"{table}.{row.code}.{form_column.code}",
        piece,
        stream[line.match.last],
        Evidence(printed_label(stream, line.match), line.match.matched_by, line.match.similarity),
        next((leaf.unit for leaf in leaves if leaf.column == column), None),
        form_column.unit,
        signed=form_column.signed,
    )


def _not_in_lines(
    stream: Stream, expected: Sequence[_Expected], matches: Sequence[RowMatch], lines: Sequence[_MatrixRow]
) -> Iterator[Unmatched]:
    """Give the numbers of the table that stand behind no row with values."""
    taken = {number for line in lines for number in range(line.match.last + 1, line.end)}
    headings = {stream[match.last].line for match in matches if not expected[match.row].has_values}
    tables = {stream[match.last].table for match in matches} - {None}
    flat = range(matches[0].first, max((line.end for line in lines), default=matches[-1].last + 1))
    for number, piece in enumerate(stream):
        inside = piece.table in tables if piece.table is not None else number in flat
        if inside and number not in taken:
            reason: UnmatchedReason = "heading_row" if piece.line in headings else "unknown_row"
            yield from unclaimed(stream, [number], reason)
