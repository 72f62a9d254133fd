"""Read the table of reviews and lawsuits: one line of values under a header of groups and outcomes.

The header says which outcomes of which groups stand in the line, in their order; the values are claimed only where
they are as many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from gongkai.forms import Block, FormTable, Row
from gongkai.recognise.cells import Evidence, Reading, blocks_between, observe, unmatched
from gongkai.recognise.labels import expected_labels, read_label, similarity
from gongkai.recognise.stream import Piece
from gongkai.report import Observation, Unmatched

__all__ = ["read_groups"]

ACCEPTED = 0.6
"""Similarity from which a header cell is taken for a word of the header; its words are far from one another."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A header and the line of values below it, as places of the stream."""

    first: int
    end: int
    words: tuple[str, ...]
    values: tuple[Piece, ...]


def read_groups(stream: Sequence[Piece], form: str, table: FormTable) -> Reading:
    """Read a table with layout `groups` of a form; an empty reading says that the document has none."""
    (block,) = table.blocks
    found = list(_find(stream, block))
    claims: dict[str, int] = {}
    readings = []
    for each in found:
        rows = _rows(each.words, block)
        for row in rows or ():
            claims[row.code] = claims.get(row.code, 0) + 1
        readings.append((each, rows))
    observations: list[Observation] = []
    left: list[Unmatched] = []
    for each, rows in readings:
        if rows is None or any(claims[row.code] > 1 for row in rows):
            left.extend(unmatched(each.values, None, "ambiguous" if rows else "several_values"))
        elif len(each.values) != len(rows) * len(block.columns):
            left.extend(unmatched(each.values, None, "several_values"))
        else:
            observations.extend(_observations(stream, each, rows, block, f"{form}.{table.code}"))
    blocks = frozenset(number for each in found for number in blocks_between(stream, each.first, each.end))
    return Reading(tuple(observations), tuple(left), blocks)


def _observations(
    stream: Sequence[Piece], found: _Found, rows: Sequence[Row], block: Block, table: str
) -> Iterator[Observation]:
    cells = [(row, column) for row in rows for column in block.columns]
    for (row, column), piece in zip(cells, found.values, strict=True):
        label = " / ".join(part for part in (row.group, row.label, column.label) if part)
        evidence = Evidence(label, "label", 1.0)
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


def _find(stream: Sequence[Piece], block: Block) -> Iterator[_Found]:
    """Find the headers, each with the values right below it."""
    vocabulary = _words(block)
    lines = [(key, list(group)) for key, group in groupby(enumerate(stream), key=lambda item: item[1].line)]
    number = 0
    while number < len(lines):
        first = number
        words: list[str] = []
        while number < len(lines) and (said := vocabulary.of_line([piece for _, piece in lines[number][1]])):
            if number > first and not _neighbours(lines[number - 1][1][0][1], lines[number][1][0][1]):
                break
            words.extend(said)
            number += 1
        if number == first:
            number += 1
            continue
        if len(words) > len(block.columns):
            values, end = _values(lines, number)
            yield _Found(lines[first][1][0][0], end, tuple(words), tuple(values))


def _neighbours(first: Piece, second: Piece) -> bool:
    return first.table == second.table and first.segment == second.segment


def _values(lines: Sequence[tuple[int, list[tuple[int, Piece]]]], number: int) -> tuple[list[Piece], int]:
    """Give the values below a header: one row of a table, or the lines up to the next text."""
    values: list[Piece] = []
    end = lines[number - 1][1][-1][0] + 1
    table = lines[number - 1][1][-1][1].table
    for _, line in lines[number:]:
        pieces = [piece for _, piece in line]
        if pieces[0].table != table or pieces[0].segment != lines[number - 1][1][-1][1].segment:
            break
        if any(piece.kind == "text" for piece in pieces) and (table is None or not _counts(pieces)):
            break
        row = [piece for piece in pieces if piece.kind not in ("unit", "note")]
        if table is not None and _is_numbering(row):
            continue
        values.extend(row)
        end = line[-1][0] + 1
        if table is not None:
            break
    return values, end


def _counts(pieces: Sequence[Piece]) -> bool:
    return sum(piece.kind in ("number", "dash", "blank") for piece in pieces) > len(pieces) / 2


def _is_numbering(row: Sequence[Piece]) -> bool:
    """Say whether a row only numbers the columns: 1, 2, 3, …"""
    return len(row) > 1 and [piece.value.number for piece in row] == list(range(1, len(row) + 1))


@cache
def _words(block: Block) -> _Words:
    return _Words(block)


class _Words:
    """The words of the header: groups and outcomes."""

    def __init__(self, block: Block) -> None:
        groups = dict.fromkeys(row.group for row in block.rows if row.group)
        labels = [column.label for column in block.columns] + [row.label for row in block.rows] + list(groups)
        self._labels = labels
        self._expected = expected_labels([(label, (), "") for label in labels])
        self._run = re.compile("|".join(sorted(map(re.escape, labels), key=len, reverse=True)))

    def of_line(self, pieces: Sequence[Piece]) -> list[str]:
        """Give the words of a header line, or nothing where most of the line is none.

        A word that is not understood stays as an empty one, so that the header refuses its values.
        """
        said = [self._of_piece(piece) for piece in pieces if piece.kind != "blank"]
        texts = all(piece.kind in ("text", "blank") for piece in pieces)
        understood = sum(map(bool, said))
        if not texts or understood * 2 <= len(said):
            return []
        return [word for words in said for word in words or [""]]

    def _of_piece(self, piece: Piece) -> list[str]:
        text = read_label(piece.text).text
        if not text:
            return []
        run = self._run.findall(text)
        if "".join(run) == text:
            return run
        like = [similarity(each, text) for each in self._expected]
        best = max(range(len(like)), key=like.__getitem__)
        alone = sum(each >= ACCEPTED for each in like) == 1
        return [self._labels[best]] if like[best] >= ACCEPTED and alone else []
