"""Read the table of reviews and lawsuits: one line of values under a header of groups and outcomes.

Some print a row for each group, or a row for each outcome, in one column or in one for each group.

The header says which outcomes of which groups stand in the line, in their order; the values are claimed only where
they are as many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from gongkai.forms import Block, FormTable, Row
from gongkai.recognise.form_tables.dispute_fragments import DisputeRow, below_fragments, below_torn_dispute_headers
from gongkai.recognise.form_tables.dispute_words import DisputeWords, dispute_words
from gongkai.recognise.form_tables.flat_disputes import in_rows_of_lines
from gongkai.recognise.form_tables.lines import PlacedLine, PlacedLines, Stream, is_numbering, line_behind
from gongkai.recognise.form_tables.observing import (
    Evidence,
    TableReading,
    blocks_between,
    observe,
    unclaimed,
    unmatched,
)
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.rows import Observation, Unmatched

__all__ = ["read_groups"]


def read_groups(stream: Stream, form: str, table: FormTable) -> TableReading:
    """Read a table with layout `groups` of a form; an empty reading says that the document has none."""
    (block,) = table.blocks
    lines = stream.lines
    torn = [*in_rows_of_lines(lines, block), *below_torn_dispute_headers(lines, block)]
    found = [*_apart_from(torn, _find(lines, block)), *torn]
    understood = [each for each in found if _rows(each.words, block)]
    pieced = list(_apart_from(understood, below_fragments(lines, block)))
    found = [*_apart_from(pieced, found), *pieced]
    claims: dict[str, int] = {}
    readings = []
    for each in found:
        rows = _rows(each.words, block)
        for row in filter(None, rows or ()) if each.values else ():
            claims[row.code] = claims.get(row.code, 0) + 1
        readings.append((each, rows))
    observations: list[Observation] = []
    left: list[Unmatched] = []
    for each, rows in readings:
        if rows is None or any(claims.get(row.code, 0) > 1 for row in rows if row):
            left.extend(unmatched(each.values, None, "ambiguous" if rows else "several_values"))
        elif len(each.values) != len(rows) * len(block.columns):
            left.extend(unmatched(each.values, None, "several_values"))
        else:
            observations.extend(_observations(stream, each, rows, block, f"{form}.{table.code}"))
            left.extend(_of_no_row(each, rows, len(block.columns)))
    taken = {piece.locator for each in found for piece in each.values}
    tables = {stream[each.first].table for each in found} - {None}
    others = (number for number, piece in enumerate(stream) if piece.table in tables and piece.locator not in taken)
    left.extend(unclaimed(stream, others, "unknown_row"))
    blocks = frozenset(number for each in found for number in blocks_between(stream, each.first, each.end))
    return TableReading(tuple(observations), tuple(left), blocks)


def _apart_from(taken: Iterable[DisputeRow], found: Iterable[DisputeRow]) -> Iterator[DisputeRow]:
    """Give what was found whose values are none of those that are taken."""
    places = {piece.locator for each in taken for piece in each.values}
    return (each for each in found if places.isdisjoint(piece.locator for piece in each.values))


def _observations(
    stream: Sequence[Piece], found: DisputeRow, rows: Sequence[Row | None], block: Block, table: str
) -> Iterator[Observation]:
    cells = [(row, column) for row in rows for column in block.columns]
    for (row, column), piece in zip(cells, found.values, strict=True):
        if row is None:
            continue
        label = " / ".join(part for part in (row.group, row.label, column.label) if part)
        evidence = Evidence(label, "order" if found.in_order else "label", 1.0)
        yield observe(f"{table}.{row.code}.{column.code}", piece, stream[found.first], evidence, None, column.unit)


def _of_no_row(found: DisputeRow, rows: Sequence[Row | None], outcomes: int) -> Iterator[Unmatched]:
    """Give the numbers of lawsuits that the header does not part."""
    for number, row in enumerate(rows):
        if row is None:
            yield from unmatched(found.values[number * outcomes : (number + 1) * outcomes], None, "unknown_column")


def _rows(words: Sequence[str], block: Block) -> tuple[Row | None, ...] | None:
    """Give the groups that a header names, if each is followed or headed by the outcomes of the form.

    None stands for lawsuits that the header does not part into the rows of the form.
    """
    outcomes = [column.label for column in block.columns]
    named = {row.label: row for row in block.rows if row.label in words}
    parted = {row.group for row in named.values()}
    unparted = {row.group for row in block.rows if row.group in words and row.group not in parted}
    said = [word for word in words if word in named or word in unparted]
    of_form = dict.fromkeys(row.group if row.group in unparted else row.label for row in block.rows)
    in_order = said == [word for word in of_form if word in said]
    whole = [word for word in words if word in outcomes] == outcomes * len(said)
    return tuple(named.get(word) for word in said) if named and in_order and whole and "" not in words else None


def _find(lines: PlacedLines, block: Block) -> Iterator[DisputeRow]:
    """Find the headers, each with the values right below it, beside it, or in rows that each name a group."""
    vocabulary = dispute_words(block)
    number = 0
    while number < len(lines):
        listed = _listed(lines, number, vocabulary)
        if listed is not None:
            yield listed
            number = line_behind(lines, number, listed.end)
            continue
        header = _header(lines, number, vocabulary)
        if header.end == number:
            number += 1
            continue
        yield from _below(lines, header, vocabulary)
        number = header.end


@dataclass(frozen=True, slots=True)
class _HeaderLines:
    """Neighbouring lines that say words of the header, from `first` to before `end`. A word not understood is empty."""

    first: int
    end: int
    words: tuple[str, ...]


def _header(lines: PlacedLines, first: int, vocabulary: DisputeWords) -> _HeaderLines:
    """Give the lines of a header from a line on, which may be none."""
    number = first
    words: list[str] = []
    understood: list[str] = []
    while number < len(lines):
        covered = _covered_slots(lines, number, understood, vocabulary) if number > first else 0
        line = [piece for _, piece in lines[number + covered]]
        said, length = vocabulary.at(lines, number + covered)
        if not said:
            break
        if number > first and (not _neighbours(lines[number - 1][0][1], line[0]) or _is_blank_row(line, words)):
            break
        # Below a header that is whole the name of a group stands before its values, though they may be lost.
        if line[0].table is not None and vocabulary.are_outcomes(understood):
            break
        words += said
        understood += filter(None, said)
        number += covered + length
    return _HeaderLines(first, number, tuple(words))


def _covered_slots(lines: PlacedLines, number: int, words: Sequence[str], vocabulary: DisputeWords) -> int:
    """Count the blank lines before the next word of a header that is not whole: slots that a merged cell covers.

    As many blanks as outcomes were named may be values.
    """
    blank = sum(1 for _ in takewhile(_is_blank_line, _from(lines, number)))
    outcomes = len(vocabulary.outcomes(words))
    whole = outcomes == len(vocabulary.rows) * len(vocabulary.in_order)
    return 0 if whole or blank == outcomes or number + blank == len(lines) else blank


def _is_blank_line(line: PlacedLine) -> bool:
    ((_, piece), *others) = line
    return not others and piece.table is None and piece.kind == "blank"


def _below(lines: PlacedLines, header: _HeaderLines, vocabulary: DisputeWords) -> Iterator[DisputeRow]:
    """Give the values that a header has below it: in one line, or in a row for each group or each outcome."""
    words = vocabulary.without_repeated(header.words)
    if vocabulary.are_outcomes([word for word in words if word]):
        own = _under_its_group(lines, header, vocabulary)
        yield from [own] if own else _group_a_row(lines, header.end, vocabulary)
    elif not vocabulary.outcomes(words) and "" not in words:
        yield from _outcome_a_row(lines, header.end, vocabulary.groups(words), vocabulary)
    elif len(words) > len(vocabulary.in_order):
        values, end = _values(lines, header, len(vocabulary.outcomes(words)), vocabulary)
        above = [piece for line in lines[header.first : header.end] for _, piece in line if piece.kind != "blank"]
        if "" in words and (apart := _without_foreign_columns(above, values, vocabulary)):
            above, values = apart
            words = tuple(filter(None, words))
        if len(values) != len(vocabulary.outcomes(words)) or not _moved_right(values, above):
            values = _below_words(values, above)
        yield DisputeRow(lines[header.first][0][0], end, words, tuple(values))


def _without_foreign_columns(
    header: Sequence[Piece], values: Sequence[Piece], vocabulary: DisputeWords
) -> tuple[list[Piece], list[Piece]] | None:
    """Leave out of a header and of its values the columns that are none of the form's, as that of 备注.

    That is done only where the grid is to be trusted: such a heading is as tall as the header, each outcome stands
    below a word of the form, unless that is too narrow, and one value in each of the other columns.
    """
    named = [piece for piece in header if vocabulary.of_line([piece])]
    strange = [piece for piece in header if piece not in named]
    bottom = max(piece.last_row for piece in header)
    foreign = {column for piece in strange for column in _columns(piece)}
    own = {column for piece in named for column in _columns(piece)}
    inside = [piece for piece in values if foreign.isdisjoint(_columns(piece))]
    is_tall = all(piece.first_row < piece.last_row == bottom for piece in strange)
    headed = {column for piece in named if piece.first_row < bottom for column in _columns(piece)}
    in_grid = [list(_columns(piece)) for piece in inside] == [[each] for each in sorted(own)]
    if not is_tall or not in_grid or own != headed or own & foreign:
        return None
    return named, inside


def _columns(piece: Piece) -> range:
    return range(piece.first_column, piece.last_column + 1)


def _under_its_group(lines: PlacedLines, header: _HeaderLines, vocabulary: DisputeWords) -> DisputeRow | None:
    """Read a small table of one group's outcomes, if the line above it is the name of that group."""
    if header.first == 0:
        return None
    group = vocabulary.group_named_by("".join(piece.text for _, piece in lines[header.first - 1]))
    values, end = _values(lines, header, len(vocabulary.in_order), vocabulary)
    if group is None or len(values) != len(vocabulary.in_order):
        return None
    return DisputeRow(lines[header.first][0][0], end, (group, *vocabulary.in_order), tuple(values))


def _is_blank_row(line: Sequence[Piece], words: Sequence[str]) -> bool:
    """Tell a row of blanks behind its label, below a header in one line, from the next line of a header."""
    texts = [place for place, piece in enumerate(line) if piece.kind == "text"]
    return (
        len(words) > 1 and texts == list(range(len(texts))) and len(texts) < len(line) - 1 and line[0].table is not None
    )


def _listed(lines: PlacedLines, number: int, vocabulary: DisputeWords) -> DisputeRow | None:
    """Read rows that each print one outcome and its value, the name of the group before the first of them."""
    words: list[str] = []
    values: list[Piece] = []
    first = lines[number][0][0]
    end = first
    for line in _from(lines, number):
        *texts, value = [piece for _, piece in line if piece.kind not in ("unit", "note")] or [line[0][1]]
        same_table = value.table is not None and value.table == lines[number][0][1].table
        # A blank between the two is the value, and what stands behind it one of the agency's own.
        has_blank = bool(texts) and texts[-1].kind == "blank"
        said = vocabulary.of_line(texts) if same_table and not has_blank else []
        if not said or vocabulary.of_line([value]) or vocabulary.outcomes(said) != said[-1:]:
            break
        words.extend(said)
        values.append(value)
        end = line[-1][0] + 1
    return DisputeRow(first, end, tuple(words), tuple(values)) if len(values) >= FEWEST_LISTED else None


FEWEST_LISTED = 2
"""Rows of one outcome and one value that it takes to see a list of them."""


def _group_a_row(lines: PlacedLines, number: int, vocabulary: DisputeWords) -> Iterator[DisputeRow]:
    """Read the rows below a header of outcomes, each with the name of its group before its values."""
    header = lines[number - 1][0][1]
    first_column = min(piece.first_column for _, piece in lines[number - 1] if vocabulary.of_line([piece]))
    for line in _without_numbering(lines, number):
        texts = list(takewhile(lambda item: _may_name(item[1], vocabulary), line))
        said = vocabulary.of_line([piece for _, piece in texts if piece.kind == "text"])
        if header.table is None or not _neighbours(header, line[0][1]) or vocabulary.outcomes(said):
            return
        named = [place for place, (_, piece) in enumerate(texts) if piece.kind == "text"]
        behind = line[named[-1] + 1 if named else 0 :]
        values = [piece for _, piece in behind if piece.kind not in ("unit", "note")]
        # A name that stood over two columns leaves a blank behind where its merging was lost.
        spare = values[: max(0, len(values) - len(vocabulary.in_order))]
        padding = list(takewhile(lambda piece: piece.kind == "blank" and piece.last_column < first_column, spare))
        own = tuple(values[len(padding) :])
        yield DisputeRow(line[0][0], line[-1][0] + 1, (*said, *vocabulary.in_order), own)


def _from(lines: PlacedLines, number: int) -> Iterator[PlacedLine]:
    # To skip with `islice` would pass over all lines before.
    return (lines[place] for place in range(number, len(lines)))


def _neighbours(first: Piece, second: Piece) -> bool:
    return first.table == second.table and first.segment == second.segment


def _values(
    lines: PlacedLines, header: _HeaderLines, expected: int, vocabulary: DisputeWords
) -> tuple[list[Piece], int]:
    """Give the values below a header: one row of a table, or the lines up to the next text.

    Before as many values as are `expected` the row may have a label, such as 件数, left of all words of the header.
    """
    values: list[Piece] = []
    place, last = lines[header.end - 1][-1]
    end, table = place + 1, last.table
    said = (piece for line in lines[header.first : header.end] for _, piece in line if vocabulary.of_line([piece]))
    left = min((piece.first_column for piece in said), default=0)
    for line in _from(lines, header.end):
        pieces = [piece for _, piece in line]
        if pieces[0].table != table or pieces[0].segment != last.segment:
            break
        if any(piece.kind == "text" for piece in pieces) and (table is None or not _counts(pieces)):
            break
        row = [piece for piece in pieces if piece.kind not in ("unit", "note")]
        if is_numbering(row):
            continue
        labelled = table is not None and [piece.kind == "text" for piece in row] == [True] + [False] * expected
        labelled = labelled and row[0].last_column < left
        values.extend(row[1:] if labelled else row)
        end = line[-1][0] + 1
        if table is not None:
            break
    # Where each cell is a line, the numbers of the columns stand before the values.
    numbered = expected >= SHORTEST_NUMBERING and is_numbering(values[:expected])
    return (values[expected:] if numbered else values), end


SHORTEST_NUMBERING = 4
"""Columns from which values that are 1, 2, 3, 4, … number them."""


def _below_words(values: Sequence[Piece], words: Sequence[Piece]) -> list[Piece]:
    """Leave out the blanks to the left and to the right of all words of a header: its table has empty columns there."""
    first, last = _bounds(words)
    beside = [
        piece.table is not None and piece.kind == "blank" and (piece.last_column < first or piece.first_column > last)
        for piece in values
    ]
    # A blank before a value that stands beside the header as well is of a column of its own.
    left = sum(1 for _ in takewhile(bool, beside))
    right = sum(1 for _ in takewhile(bool, reversed(beside[left:])))
    return list(values[left : len(values) - right])


def _moved_right(values: Sequence[Piece], words: Sequence[Piece]) -> bool:
    """Say whether wide cells moved those behind them out from below the header."""
    first, _ = _bounds(words)
    spans = any(piece.last_column > piece.first_column for piece in values)
    return spans and values[0].first_column >= first


def _bounds(words: Sequence[Piece]) -> tuple[int, int]:
    return min(piece.first_column for piece in words), max(piece.last_column for piece in words)


def _counts(pieces: Sequence[Piece]) -> bool:
    return sum(piece.is_number or piece.kind in ("dash", "blank") for piece in pieces) > len(pieces) / 2


def _without_numbering(lines: PlacedLines, number: int) -> Iterator[PlacedLine]:
    first = [piece for _, piece in lines[number] if piece.kind != "text"] if number < len(lines) else []
    return _from(lines, number + is_numbering(first))


def _may_name(piece: Piece, vocabulary: DisputeWords) -> bool:
    return piece.kind == "blank" or (piece.kind == "text" and bool(vocabulary.of_line([piece])))


def _outcome_a_row(
    lines: PlacedLines, number: int, labels: Sequence[str], vocabulary: DisputeWords
) -> Iterator[DisputeRow]:
    """Read the rows below a header of groups, each with the name of its outcome before a value for each group."""
    header = lines[number - 1][0][1]
    outcomes: list[str] = []
    rows: list[list[Piece]] = []
    end = lines[number - 1][-1][0] + 1
    for line in _without_numbering(lines, number):
        name, *behind = [piece for _, piece in line if piece.kind not in ("unit", "note")] or [line[0][1]]
        said = vocabulary.of_line([name]) if name.kind == "text" else []
        if header.table is None or not _neighbours(header, name) or len(vocabulary.outcomes(said)) != 1:
            break
        outcomes += said
        rows.append(behind)
        end = line[-1][0] + 1
    if rows and all(len(row) == len(labels) for row in rows):
        for place, label in enumerate(labels):
            values = tuple(row[place] for row in rows)
            yield DisputeRow(lines[number][0][0], end, (label, *outcomes), values)
    elif rows:
        values = tuple(piece for row in rows for piece in row)
        yield DisputeRow(lines[number][0][0], end, ("",), values)
