"""The table of reviews and lawsuits in rows, of which a cell a line is left: a row for each group, outcome or value.

类别, 结果维持 … 总计, 行政复议, 1 2 3 4 10, 行政诉讼, 未经复议直接起诉, 0 0 5 0 5 …

Where each cell is a line, only the words between the values tell the rows apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.forms import Block
from gongkai.recognise.form_tables.dispute_fragments import DisputeRow
from gongkai.recognise.form_tables.dispute_words import DisputeWords, dispute_words
from gongkai.recognise.form_tables.lines import PlacedLines, line_behind
from gongkai.recognise.form_tables.pieces import Piece

__all__ = ["in_rows_of_lines"]

FEWEST_ROWS = 2
"""Rows of words and values that it takes to see that a table has rows."""


@dataclass(frozen=True, slots=True)
class _RowOfLines:
    """Neighbouring words, and the values behind them, which end before a place of the stream."""

    first: int
    end: int
    words: tuple[str, ...]
    values: tuple[Piece, ...]


def in_rows_of_lines(lines: PlacedLines, block: Block) -> Iterator[DisputeRow]:
    """Find the rows of the table in lines that stand in no table."""
    vocabulary = dispute_words(block)
    number = 0
    while number < len(lines):
        rows = list(_rows(lines, number, vocabulary))
        if len(rows) >= FEWEST_ROWS:
            yield from _read(rows, vocabulary)
        number = line_behind(lines, number, rows[-1].end if rows else 0)


def _rows(lines: PlacedLines, number: int, vocabulary: DisputeWords) -> Iterator[_RowOfLines]:
    """Give the runs of words with the values behind them, from a line on, as long as nothing else stands between."""
    segment = lines[number][0][1].segment
    words: list[str] = []
    values: list[Piece] = []
    first = lines[number][0][0]
    while number < len(lines):
        line = [piece for _, piece in lines[number]]
        if line[0].table is not None or line[0].segment != segment:
            break
        if words and all(piece.kind != "text" for piece in line):
            values += [piece for piece in line if piece.kind not in ("unit", "note")]
            number += 1
            continue
        said, length = vocabulary.at(lines, number)
        if not said:
            break
        if values:
            yield _RowOfLines(first, lines[number][0][0], tuple(words), tuple(values))
            words, values, first = [], [], lines[number][0][0]
        words += said
        number += length
    if words and values:
        yield _RowOfLines(first, lines[number - 1][-1][0] + 1, tuple(words), tuple(values))


def _read(rows: Sequence[_RowOfLines], vocabulary: DisputeWords) -> Iterator[DisputeRow]:
    """Give the values of each group below a header of outcomes, beside a header of groups, or with its outcomes."""
    above, *below = rows[0].words, *(row.words for row in rows[1:])
    outcomes = tuple(vocabulary.in_order)
    if above[: len(outcomes)] == outcomes and not any(map(vocabulary.outcomes, (above[len(outcomes) :], *below))):
        for row, words in zip(rows, (above[len(outcomes) :], *below), strict=True):
            yield DisputeRow(row.first, row.end, (*words, *outcomes), row.values)
    elif len(groups := vocabulary.groups(above)) > 1 and (*vocabulary.outcomes(above), *sum(below, ())) == outcomes:
        if all(len(row.values) == len(groups) for row in rows):
            for place, group in enumerate(groups):
                values = tuple(row.values[place] for row in rows)
                yield DisputeRow(rows[0].first, rows[-1].end, (group, *outcomes), values)
    elif all(len(row.values) == 1 and vocabulary.outcomes(row.words) == [*row.words[-1:]] for row in rows):
        words = tuple(word for row in rows for word in row.words)
        yield DisputeRow(rows[0].first, rows[-1].end, words, tuple(row.values[0] for row in rows))
