"""Columns of something else that stand beside those of a form, told by their words: 上年, 区政府, 历年累计."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from gongkai.forms import Column, FormTable
from gongkai.recognise.form_tables.columns import named_column
from gongkai.recognise.form_tables.headers import is_foreign
from gongkai.recognise.form_tables.labels import PrintedLabel, expected_labels, read_label
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.matrix_rows import ExpectedLine
from gongkai.recognise.form_tables.observing import same_row
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.printed_words import spellings, table_words
from gongkai.recognise.form_tables.rows import RowMatch
from gongkai.recognise.values import read_cell

__all__ = ["blocks_beside_something_else", "names_something_else_above", "tables_with_something_else"]


def blocks_beside_something_else(
    stream: Stream, matches: Sequence[RowMatch], expected: Sequence[ExpectedLine], table: FormTable
) -> frozenset[int]:
    """Give the blocks of a form beside whose heading, in whose line, or above whose rows something else is named."""
    beside = {
        expected[match.row].block
        for match in matches
        if not expected[match.row].has_values and _is_beside(stream, match, expected, table)
    }
    above = _above_rows(stream, matches, expected, table)
    return frozenset({*beside, *above, *_in_lines_of_headings(stream, table)})


def tables_with_something_else(stream: Stream, matches: Sequence[RowMatch]) -> frozenset[int | None]:
    """Give the tables above whose first number something is named that no column of a form is: 历年累计.

    None stands for the lines of text, where a line of several words may name it.
    """
    labels = {place for match in matches for place in range(match.first, match.last + 1)}
    tables = {stream[match.last].table for match in matches}
    return frozenset(
        table
        for region in stream.regions
        if (table := stream[region.start].table) in tables
        and any(
            place not in labels and any(map(_is_of_something_else, _words(stream[place])))
            for place in _above_numbers(stream, region)
        )
    )


def _above_numbers(stream: Stream, region: range) -> Iterator[int]:
    """Give the places of what stands before the first number; in lines, above its line, and several words in one."""
    before = list(takewhile(lambda place: not stream[place].is_number, region))
    if stream[region.start].table is not None:
        yield from before
    elif len(before) < len(region):
        first = stream[region[len(before)]]
        yield from (place for place in before if stream[place].line < first.line and len(_words(stream[place])) > 1)


def names_something_else_above(stream: Stream, place: int, table: FormTable, columns: Sequence[Column]) -> bool:
    """Say whether what stands above a row, or above its header, names what none of the columns is called.

    It is one of several words of a line, or of what became one cell. Nothing above a number, or above another row or
    heading of the table, heads what is below it.
    """
    above = takewhile(
        lambda piece: not piece.is_number and read_label(piece.text).text not in table_words(table),
        reversed(stream[max(place - MOST_ABOVE, 0) : place]),
    )
    words = (word for piece in above if len(found := _words(piece)) > 1 for word in found)
    own = frozenset[str]().union(*map(spellings, columns))
    return any(_is_of_something_else(word) and not any(word.text in label for label in own) for word in words)


MOST_ABOVE = 8
"""Pieces above a row beyond which nothing names its columns."""


def _is_of_something_else(word: PrintedLabel) -> bool:
    return word.mark == "其中" or is_foreign(word.text)


def _words(piece: Piece) -> list[PrintedLabel]:
    """Give the words of a line, or of a cell, in which wide spaces part them; with a number they head no columns."""
    texts = piece.text.split() if piece.table is None else _WIDE_SPACE.split(piece.text)
    return [] if any(map(_is_printed_number, texts)) else [read_label(text) for text in texts]


_WIDE_SPACE = re.compile(r"\s{2,}")


def _is_printed_number(text: str) -> bool:
    """Say whether a word is a number in digits: 一项 may be a part of a label that blanks break."""
    return text[:1].isdecimal() and read_cell(text).kind == "number"


def _is_beside(stream: Sequence[Piece], match: RowMatch, expected: Sequence[ExpectedLine], table: FormTable) -> bool:
    """Say whether a column of something else is named in a cell beside a heading."""
    block = table.blocks[expected[match.row].block]
    columns = expected_labels([(column.label, column.variants, "") for column in block.columns])
    beside = (piece for piece in stream[match.last + 1 : match.last + 1 + len(columns)] if piece.kind == "text")
    labels = (read_label(piece.text).text for piece in beside if same_row(stream[match.last], piece))
    return any(is_foreign(label) and named_column(columns, label) is None for label in labels)


def _above_rows(
    stream: Stream, matches: Sequence[RowMatch], expected: Sequence[ExpectedLine], table: FormTable
) -> Iterator[int]:
    for match in matches:
        block = expected[match.row].block
        if expected[match.row].has_values:
            columns = table.blocks[block].columns
            if names_something_else_above(stream, match.first, table, columns):
                yield block


def _in_lines_of_headings(stream: Stream, table: FormTable) -> Iterator[int]:
    blocks = {read_label(block.heading).text: number for number, block in enumerate(table.blocks) if block.heading}
    for place in stream.texts if blocks else ():
        heading, *others = _words(stream[place]) or [read_label("")]
        block = blocks.get(heading.text) if others else None
        if block is not None and any(map(_is_of_something_else, others)):
            yield block
