"""Read form tables of rows by columns: the matrix of requests, and the blocks of disclosure.

Rows are found by their labels, columns by their headers. The table may stand as a table, or as lines of text in
which the values of a row follow its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import takewhile

from gongkai.forms import Block, FormTable
from gongkai.recognise.form_tables.foreign_columns import blocks_beside_something_else, tables_with_something_else
from gongkai.recognise.form_tables.labels import expected_labels, read_label
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.matrix_columns import assigned_columns
from gongkai.recognise.form_tables.matrix_headers import MatrixHeaders
from gongkai.recognise.form_tables.matrix_rows import (
    ExpectedLine,
    MatrixRow,
    expected_lines,
    label_of,
    parents_of,
)
from gongkai.recognise.form_tables.misnamed_columns import without_misnamed_columns
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
from gongkai.recognise.form_tables.padding import without_covered_slots, without_padding
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.rows import FEWEST_ROWS, RowMatch, find_rows
from gongkai.recognise.form_tables.unlabelled_rows import with_unlabelled_rows
from gongkai.recognise.form_tables.unprinted_rows import unprinted_rows
from gongkai.recognise.form_tables.upright_labels import with_whole_labels
from gongkai.recognise.form_tables.values_apart import (
    on_lines_of_labels,
    without_blanks_above_headings,
    without_lines_of_no_label,
)
from gongkai.recognise.form_tables.words_for_values import ends_behind_words
from gongkai.rows import Observation, Unmatched, UnmatchedReason

__all__ = ["read_matrix"]


def read_matrix(document_stream: Stream, form: str, table: FormTable, *, fewest: int = FEWEST_ROWS) -> TableReading:
    """Read a table with layout `matrix` or `blocks` of a form; an empty reading says that there is none.

    `fewest` equal labels make a table.
    """
    expected = expected_lines(table)
    labels = expected_labels([label_of(each, table.blocks) for each in expected])
    stream = with_whole_labels(document_stream, labels, parents_of(expected))
    found = find_rows(labels, stream, fewest=fewest)
    if found.rivals:
        return ambiguous(stream, found)
    if not any(expected[match.row].has_values for match in found.matches):
        return TableReading()
    lines = without_lines_of_no_label(_lines(stream, expected, found.matches, table), document_stream)
    lines = without_blanks_above_headings(lines, stream, table)
    if table.layout == "matrix":
        (block,) = table.blocks
        lines = list(without_misnamed_columns(lines, labels, table))
        lines = with_unlabelled_rows(stream, expected, found.matches, lines, len(block.columns))
    observations: list[Observation] = []
    left: list[Unmatched] = []
    printed: set[int] = set()
    shared = tables_with_something_else(stream, found.matches)
    for line, columns in zip(lines, assigned_columns(lines, table, shared), strict=True):
        label = printed_label(stream, line.match)
        if columns is None:
            left.extend(unmatched(line.values, label, "several_values" if line.header else "unknown_column"))
            continue
        printed.update(column for column in columns if column is not None)
        unknown = (piece for piece, column in zip(line.values, columns, strict=True) if column is None)
        left.extend(unmatched(unknown, label, "unknown_column"))
        block = table.blocks[line.expected.block]
        observations.extend(_observations(stream[line.match.last], label, line, columns, f"{form}.{table.code}", block))
    left.extend(_not_in_lines(stream, expected, found.matches, lines))
    if table.layout == "matrix":
        (block,) = table.blocks
        for match in unprinted_rows(stream, expected, found.matches, lines, len(block.columns)):
            observations.extend(_blanks(stream, expected[match.row], match, f"{form}.{table.code}", block, printed))
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


def _lines(
    stream: Stream, expected: Sequence[ExpectedLine], matches: Sequence[RowMatch], table: FormTable
) -> list[MatrixRow]:
    headers = MatrixHeaders(stream, expected, matches, table)
    crowded = blocks_beside_something_else(stream, matches, expected, table)
    printed = {
        text for each in expected_labels([label_of(line, table.blocks) for line in expected]) for text in each.spellings
    }
    behind_words = ends_behind_words(stream, matches)
    lines = []
    for number, match in enumerate(matches):
        if not expected[match.row].has_values:
            continue
        limit = matches[number + 1].first if number + 1 < len(matches) else len(stream)
        end = behind_words.get(match.last) or end_of_row(stream, match.last, limit)
        header_at = headers.above(match, expected[match.row].block)
        header = headers.at(header_at) if header_at else None
        if expected[match.row].block in crowded and header is not None and not header.shows_something_else:
            header = header_at = None
        behind = tuple(piece for piece in stream[match.last + 1 : end] if piece.kind not in ("unit", "note"))
        # Behind the last word in the header of another table there may be blanks as well.
        blank = behind and all(piece.kind == "blank" for piece in behind)
        if blank and any(read_label(stream[place].text).text not in printed for place in _texts_before(stream, match)):
            continue
        if not behind and (glued := glued_number(stream[match.last])) and match.label.number is not None:
            behind = (glued,)
        if behind and not _is_label(behind[0]) and not _is_broken(stream[match.last], behind):
            table_of_row = stream[match.last].table
            lines.append(MatrixRow(expected[match.row], match, end, behind, header, header_at, table_of_row))
    own = on_lines_of_labels(lines, stream)
    if table.layout != "matrix":
        own = list(without_covered_slots(own, stream))
    return list(without_padding(own, table.layout))


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
    return all(place in labels for place in _texts_before(stream, match))


def _texts_before(stream: Sequence[Piece], match: RowMatch) -> Iterator[int]:
    """Give the places of the texts that stand before a label in its row."""
    before = takewhile(lambda place: same_row(stream[place], stream[match.last]), range(match.first - 1, -1, -1))
    return (place for place in before if stream[place].kind == "text")


def _is_broken(label: Piece, values: Sequence[Piece]) -> bool:
    """Say whether values go on below the line of their label: a number that a narrow column broke may be two."""
    return label.table is None and values[0].line == label.line != values[-1].line


def _is_label(piece: Piece) -> bool:
    """Tell the label of another row, which makes the label before it a heading, from a word in the place of a value."""
    return piece.kind == "text" and (len(piece.text) > LONGEST_WORD or read_label(piece.text).mark is not None)


LONGEST_WORD = 12
"""Characters beyond which a text in the place of a value is none."""


# Values and what is left ----------------------------------------------------------------------------------------------


def _observations(
    label: Piece, printed: str, line: MatrixRow, columns: Sequence[int | None], table: str, block: Block
) -> Iterator[Observation]:
    """Give the cells of a row, which have its `label`, as `printed`, in common."""
    row = line.expected.row
    assert row is not None  # noqa: S101 - only rows have values
    evidence = Evidence(printed, line.match.matched_by, line.match.similarity)
    leaves = line.header.leaves if line.header else ()
    units = {leaf.column: leaf.unit for leaf in reversed(leaves)}
    for piece, column in zip(line.values, columns, strict=True):
        if column is not None:
            of_form = block.columns[column]
            indicator, unit = f"{table}.{row.code}.{of_form.code}", units.get(column)
            yield observe(indicator, piece, label, evidence, unit, of_form.unit, signed=of_form.signed)


def _blanks(
    stream: Stream, line: ExpectedLine, match: RowMatch, table: str, block: Block, printed: Set[int]
) -> Iterator[Observation]:
    """Give the cells of a row in which nothing is printed, below the columns that other rows have."""
    row = line.row
    assert row is not None  # noqa: S101 - only rows have values
    evidence = Evidence(printed_label(stream, match), match.matched_by, match.similarity)
    for number in sorted(printed):
        column = block.columns[number]
        indicator = f"{table}.{row.code}.{column.code}"
        yield observe(indicator, None, stream[match.last], evidence, None, column.unit)


def _not_in_lines(
    stream: Stream, expected: Sequence[ExpectedLine], matches: Sequence[RowMatch], lines: Sequence[MatrixRow]
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
