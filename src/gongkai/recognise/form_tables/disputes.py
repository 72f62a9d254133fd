"""Read the table of reviews and lawsuits: one line of values under a header of groups and outcomes.

Some print a row for each group, or a row for each outcome, in one column or in one for each group.

The header says which outcomes of which groups stand in the line, in their order; the values are claimed only where
they are as many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from gongkai.forms import Block, FormTable, Row
from gongkai.recognise.form_tables.labels import expected_labels, read_label, similarity
from gongkai.recognise.form_tables.lines import Piece, PlacedLine, PlacedLines, Stream, is_numbering
from gongkai.recognise.form_tables.observing import (
    Evidence,
    TableReading,
    blocks_between,
    observe,
    unclaimed,
    unmatched,
)
from gongkai.recognise.form_tables.torn_header import below_torn_headers
from gongkai.rows import Observation, Unmatched

__all__ = ["read_groups"]

ACCEPTED = 0.6
"""Similarity from which a header cell is taken for a word of the header; its words are far from one another."""


@dataclass(frozen=True, slots=True)
class _FoundRow:
    """A header and the line of values below it, as places of the stream."""

    first: int
    end: int
    words: tuple[str, ...]
    values: tuple[Piece, ...]
    in_order: bool = False
    """Whether only the order of the form says which value is which."""


def read_groups(stream: Stream, form: str, table: FormTable) -> TableReading:
    """Read a table with layout `groups` of a form; an empty reading says that the document has none."""
    (block,) = table.blocks
    lines = stream.lines
    torn = list(_below_torn_headers(lines, block))
    found = [*_apart_from(torn, _find(lines, block)), *torn]
    understood = [each for each in found if _rows(each.words, block)]
    pieced = list(_apart_from(understood, _below_fragments(lines, block)))
    found = [*_apart_from(pieced, found), *pieced]
    claims: dict[str, int] = {}
    readings = []
    for each in found:
        rows = _rows(each.words, block)
        for row in rows if rows and each.values else ():
            claims[row.code] = claims.get(row.code, 0) + 1
        readings.append((each, rows))
    observations: list[Observation] = []
    left: list[Unmatched] = []
    for each, rows in readings:
        if rows is None or any(claims.get(row.code, 0) > 1 for row in rows):
            left.extend(unmatched(each.values, None, "ambiguous" if rows else "several_values"))
        elif len(each.values) != len(rows) * len(block.columns):
            left.extend(unmatched(each.values, None, "several_values"))
        else:
            observations.extend(_observations(stream, each, rows, block, f"{form}.{table.code}"))
    taken = {piece.locator for each in found for piece in each.values}
    tables = {stream[each.first].table for each in found} - {None}
    others = (number for number, piece in enumerate(stream) if piece.table in tables and piece.locator not in taken)
    left.extend(unclaimed(stream, others, "unknown_row"))
    blocks = frozenset(number for each in found for number in blocks_between(stream, each.first, each.end))
    return TableReading(tuple(observations), tuple(left), blocks)


def _apart_from(taken: Iterable[_FoundRow], found: Iterable[_FoundRow]) -> Iterator[_FoundRow]:
    """Give what was found whose values are none of those that are taken."""
    places = {piece.locator for each in taken for piece in each.values}
    return (each for each in found if places.isdisjoint(piece.locator for piece in each.values))


def _observations(
    stream: Sequence[Piece], found: _FoundRow, rows: Sequence[Row], block: Block, table: str
) -> Iterator[Observation]:
    cells = [(row, column) for row in rows for column in block.columns]
    for (row, column), piece in zip(cells, found.values, strict=True):
        label = " / ".join(part for part in (row.group, row.label, column.label) if part)
        evidence = Evidence(label, "order" if found.in_order else "label", 1.0)
        yield observe(f"{table}.{row.code}.{column.code}", piece, stream[found.first], evidence, None, column.unit)


def _rows(words: Sequence[str], block: Block) -> tuple[Row, ...] | None:
    """Give the groups that a header names, if each is followed or headed by the outcomes of the form."""
    outcomes = [column.label for column in block.columns]
    named = [row for row in block.rows if row.label in words]
    order = [words.index(row.label) for row in named]
    printed = [word for word in words if word in outcomes]
    whole = printed == outcomes * len(named)
    return tuple(named) if named and whole and order == sorted(order) and _once(words, named) else None


def _once(words: Sequence[str], named: Sequence[Row]) -> bool:
    return all(words.count(row.label) == 1 for row in named)


def _find(lines: PlacedLines, block: Block) -> Iterator[_FoundRow]:
    """Find the headers, each with the values right below it, beside it, or in rows that each name a group."""
    vocabulary = _words(block)
    number = 0
    while number < len(lines):
        listed = _listed(lines, number, vocabulary)
        if listed is not None:
            yield listed
            number = _line_behind(lines, number, listed.end)
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


def _header(lines: PlacedLines, first: int, vocabulary: _DisputeWords) -> _HeaderLines:
    """Give the lines of a header from a line on, which may be none."""
    number = first
    words: list[str] = []
    understood: list[str] = []
    while number < len(lines) and (said := vocabulary.of_line([piece for _, piece in lines[number]])):
        line = [piece for _, piece in lines[number]]
        if number > first and (not _neighbours(lines[number - 1][0][1], line[0]) or _is_blank_row(line, words)):
            break
        # Below a header that is whole the name of a group stands before its values, though they may be lost.
        if line[0].table is not None and vocabulary.are_outcomes(understood):
            break
        words += said
        understood += filter(None, said)
        number += 1
    return _HeaderLines(first, number, tuple(words))


def _below(lines: PlacedLines, header: _HeaderLines, vocabulary: _DisputeWords) -> Iterator[_FoundRow]:
    """Give the values that a header has below it: in one line, or in a row for each group or each outcome."""
    words = header.words
    if vocabulary.are_outcomes([word for word in words if word]):
        own = _under_its_group(lines, header, vocabulary)
        yield from [own] if own else _group_a_row(lines, header.end, vocabulary)
    elif not vocabulary.outcomes(words) and "" not in words:
        yield from _outcome_a_row(lines, header.end, vocabulary.groups(words), vocabulary)
    elif len(words) > len(vocabulary.in_order):
        values, end = _values(lines, header.end, expected=len(vocabulary.outcomes(words)))
        values = _below_words(values, [piece for line in lines[header.first : header.end] for _, piece in line])
        yield _FoundRow(lines[header.first][0][0], end, words, tuple(values))


def _under_its_group(lines: PlacedLines, header: _HeaderLines, vocabulary: _DisputeWords) -> _FoundRow | None:
    """Read a small table of one group's outcomes, if the line above it is the name of that group."""
    if header.first == 0:
        return None
    group = vocabulary.group_named_by("".join(piece.text for _, piece in lines[header.first - 1]))
    values, end = _values(lines, header.end, expected=len(vocabulary.in_order))
    if group is None or len(values) != len(vocabulary.in_order):
        return None
    return _FoundRow(lines[header.first][0][0], end, (group, *vocabulary.in_order), tuple(values))


def _below_fragments(lines: PlacedLines, block: Block) -> Iterator[_FoundRow]:
    """Find a line with a number for every cell of the form, below all its groups and mere parts of its outcomes.

    Words of narrow columns are lost where a program joins their lines. That every cell has its number, and that the
    groups stand above in their order, leaves one reading.
    """
    vocabulary = _words(block)
    outcomes = [column.label for column in block.columns]
    words = tuple(word for row in block.rows for word in (row.label, *outcomes))
    for number, line in enumerate(lines):
        values = [piece for _, piece in line]
        if len(values) != len(block.rows) * len(outcomes) or not all(piece.is_number for piece in values):
            continue
        first = _first_of_fragments(lines, number, outcomes, vocabulary)
        if first is not None and not is_numbering(values):
            yield _FoundRow(lines[first][0][0], line[-1][0] + 1, words, tuple(values), in_order=True)


def _first_of_fragments(
    lines: PlacedLines, number: int, outcomes: Sequence[str], vocabulary: _DisputeWords
) -> int | None:
    """Give the line from which on some lines name every group once and in order, and then say parts of outcomes."""
    first = number
    said: list[str] = []
    while first > max(0, number - MOST_HEADER_LINES) and not vocabulary.names_every_group(said):
        first -= 1
        texts = [read_label(piece.text).text for _, piece in lines[first]]
        groups = vocabulary.groups_in("".join(texts))
        if not groups and not all(any(text in outcome for outcome in outcomes) for text in texts):
            return None
        said = [*groups, *said]
    return first if vocabulary.names_every_group(said) and first < number - 1 else None


MOST_HEADER_LINES = 6
"""Lines above the values in which their header stands."""


def _below_torn_headers(lines: PlacedLines, block: Block) -> Iterator[_FoundRow]:
    outcomes = [column.label for column in block.columns]
    words = tuple(word for row in block.rows for word in (row.label, *outcomes))
    for first, line in below_torn_headers(lines, block):
        yield _FoundRow(first, line[-1][0] + 1, words, tuple(piece for _, piece in line), in_order=True)


def _is_blank_row(line: Sequence[Piece], words: Sequence[str]) -> bool:
    """Tell a row of blanks behind its label, below a header in one line, from the next line of a header."""
    texts = [place for place, piece in enumerate(line) if piece.kind == "text"]
    return (
        len(words) > 1 and texts == list(range(len(texts))) and len(texts) < len(line) - 1 and line[0].table is not None
    )


def _line_behind(lines: PlacedLines, number: int, end: int) -> int:
    return next((later for later in range(number + 1, len(lines)) if lines[later][0][0] >= end), len(lines))


def _listed(lines: PlacedLines, number: int, vocabulary: _DisputeWords) -> _FoundRow | None:
    """Read rows that each print one outcome and its value, the name of the group before the first of them."""
    words: list[str] = []
    values: list[Piece] = []
    first = lines[number][0][0]
    end = first
    for line in _from(lines, number):
        *texts, value = [piece for _, piece in line if piece.kind not in ("unit", "note")] or [line[0][1]]
        same_table = value.table is not None and value.table == lines[number][0][1].table
        said = vocabulary.of_line(texts) if same_table and not vocabulary.of_line([value]) else []
        if not said or vocabulary.outcomes(said) != said[-1:]:
            break
        words.extend(said)
        values.append(value)
        end = line[-1][0] + 1
    return _FoundRow(first, end, tuple(words), tuple(values)) if len(values) >= FEWEST_LISTED else None


FEWEST_LISTED = 2
"""Rows of one outcome and one value that it takes to see a list of them."""


def _group_a_row(lines: PlacedLines, number: int, vocabulary: _DisputeWords) -> Iterator[_FoundRow]:
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
        yield _FoundRow(line[0][0], line[-1][0] + 1, (*said, *vocabulary.in_order), own)


def _from(lines: PlacedLines, number: int) -> Iterator[PlacedLine]:
    # To skip with `islice` would pass over all lines before.
    return (lines[place] for place in range(number, len(lines)))


def _neighbours(first: Piece, second: Piece) -> bool:
    return first.table == second.table and first.segment == second.segment


def _values(lines: PlacedLines, number: int, expected: int) -> tuple[list[Piece], int]:
    """Give the values below a header: one row of a table, or the lines up to the next text.

    Before as many values as are `expected` the row may have a label, such as 件数.
    """
    values: list[Piece] = []
    end = lines[number - 1][-1][0] + 1
    table = lines[number - 1][-1][1].table
    for line in _from(lines, number):
        pieces = [piece for _, piece in line]
        if pieces[0].table != table or pieces[0].segment != lines[number - 1][-1][1].segment:
            break
        if any(piece.kind == "text" for piece in pieces) and (table is None or not _counts(pieces)):
            break
        row = [piece for piece in pieces if piece.kind not in ("unit", "note")]
        if is_numbering(row):
            continue
        labelled = table is not None and [piece.kind == "text" for piece in row] == [True] + [False] * expected
        values.extend(row[1:] if labelled else row)
        end = line[-1][0] + 1
        if table is not None:
            break
    # Where each cell is a line, the numbers of the columns stand before the values.
    return ([] if is_numbering(values, fewest=SHORTEST_NUMBERING) else values), end


SHORTEST_NUMBERING = 4
"""Values that are 1, 2, 3, 4, … from which they number the columns."""


def _below_words(values: Sequence[Piece], header: Sequence[Piece]) -> list[Piece]:
    """Leave out the blanks to the left and to the right of all words of a header: its table has empty columns there."""
    words = [piece for piece in header if piece.kind != "blank"]
    first, last = min(piece.first_column for piece in words), max(piece.last_column for piece in words)
    beside = [
        piece.table is not None and piece.kind == "blank" and (piece.last_column < first or piece.first_column > last)
        for piece in values
    ]
    # A blank before a value that stands beside the header as well is of a column of its own.
    left = sum(1 for _ in takewhile(bool, beside))
    right = sum(1 for _ in takewhile(bool, reversed(beside[left:])))
    return list(values[left : len(values) - right])


def _counts(pieces: Sequence[Piece]) -> bool:
    return sum(piece.is_number or piece.kind in ("dash", "blank") for piece in pieces) > len(pieces) / 2


def _without_numbering(lines: PlacedLines, number: int) -> Iterator[PlacedLine]:
    first = [piece for _, piece in lines[number] if piece.kind != "text"] if number < len(lines) else []
    return _from(lines, number + is_numbering(first))


def _may_name(piece: Piece, vocabulary: _DisputeWords) -> bool:
    return piece.kind == "blank" or (piece.kind == "text" and bool(vocabulary.of_line([piece])))


def _outcome_a_row(
    lines: PlacedLines, number: int, labels: Sequence[str], vocabulary: _DisputeWords
) -> Iterator[_FoundRow]:
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
            yield _FoundRow(lines[number][0][0], end, (label, *outcomes), values)
    elif rows:
        values = tuple(piece for row in rows for piece in row)
        yield _FoundRow(lines[number][0][0], end, ("",), values)


_NUMBERING = re.compile(r"^\W*[一二三四五六七八九十\d]{1,3}[、.．)）]")
_BRACKET = re.compile(r"[(（]")
_LETTERS = re.compile(r"[^\W\d_]")


@cache
def _words(block: Block) -> _DisputeWords:
    return _DisputeWords(block)


class _DisputeWords:
    """The words of the header: groups and outcomes."""

    def __init__(self, block: Block) -> None:
        groups = dict.fromkeys(row.group for row in block.rows if row.group)
        printed = [(column.label, column.variants) for column in block.columns]
        printed += [(row.label, row.variants) for row in block.rows]
        printed += [(group, ()) for group in groups]
        self.in_order = [column.label for column in block.columns]
        self.rows = [row.label for row in block.rows]
        self._group_of = {row.label: row.group for row in block.rows}
        self._outcomes = frozenset(self.in_order)
        self._groups = frozenset(row.label for row in block.rows)
        self._labels = [label for label, _ in printed]
        self._expected = expected_labels([(label, variants, "") for label, variants in printed])
        self._spellings = {text: label for label, variants in printed for text in (label, *variants)}
        self._run = re.compile("|".join(sorted(map(re.escape, self._spellings), key=len, reverse=True)))

    def outcomes(self, words: Sequence[str]) -> list[str]:
        """Give the outcomes among some words."""
        return [word for word in words if word in self._outcomes]

    def groups(self, words: Sequence[str]) -> list[str]:
        """Give the groups among some words that are rows of the form."""
        return [word for word in words if word in self._groups]

    def groups_in(self, text: str) -> list[str]:
        """Give the rows of the form that a text names, in the order of the text; the longest name at each place."""
        return [self._spellings[word] for word in self._run.findall(text) if self._spellings[word] in self._groups]

    def group_named_by(self, heading: str) -> str | None:
        """Give the row of the form whose name is all that a heading says: 行政诉讼（未经复议直接起诉）."""
        found = self.groups_in(heading)
        if len(found) != 1:
            return None
        (name,) = found
        rest = heading.replace(self._group_of[name] or name, "", 1).replace(name, "", 1)
        return None if _LETTERS.search(_NUMBERING.sub("", rest)) else name

    def names_every_group(self, words: Sequence[str]) -> bool:
        """Say whether words are the rows of the form, once each and in their order."""
        return list(words) == self.rows

    def are_outcomes(self, words: Sequence[str]) -> bool:
        """Say whether words are the outcomes of the form, in its order, and nothing else."""
        return words == self.in_order

    def of_line(self, pieces: Sequence[Piece]) -> list[str]:
        """Give the words of a header line, or nothing where most of the line is none.

        A word that is not understood stays as an empty one, so that the header refuses its values.
        """
        said = [self._of_cell(piece.text) for piece in pieces if piece.kind != "blank"]
        texts = all(piece.kind in ("text", "blank") for piece in pieces)
        understood = sum(map(bool, said))
        if not texts or understood * 2 <= len(said):
            return []
        return [word for words in said for word in words or [""]]

    @lru_cache(maxsize=1024)  # noqa: B019 - there is one for each form, for good
    def _of_cell(self, text: str) -> tuple[str, ...]:
        # What stands in brackets behind 行政诉讼 is the name of the group: 行政诉讼（复议后起诉）.
        group = self.group_named_by(text) if _BRACKET.search(text) else None
        return (group,) if group else self._of_text(read_label(text).text)

    def _of_text(self, text: str) -> tuple[str, ...]:
        run = self._run.findall(text)
        if "".join(run) == text:
            return tuple(self._spellings[word] for word in run)
        like = [similarity(each, text) for each in self._expected]
        best = max(range(len(like)), key=like.__getitem__)
        alone = sum(each >= ACCEPTED for each in like) == 1
        return (self._labels[best],) if like[best] >= ACCEPTED and alone else ()
