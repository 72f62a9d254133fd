"""Columns of something else that stand beside those of a form, told by their words: 上年, 区政府, 历年累计."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from gongkai.forms import FormTable
from gongkai.recognise.form_tables.columns import is_foreign, named_column
from gongkai.recognise.form_tables.labels import expected_labels, read_label
from gongkai.recognise.form_tables.lines import Piece, Stream
from gongkai.recognise.form_tables.matrix_rows import ExpectedLine
from gongkai.recognise.form_tables.observing import same_row
from gongkai.recognise.form_tables.rows import RowMatch

__all__ = ["blocks_beside_something_else", "tables_with_something_else"]


def blocks_beside_something_else(
    stream: Stream, matches: Sequence[RowMatch], expected: Sequence[ExpectedLine], table: FormTable
) -> frozenset[int]:
    """Give the blocks of a form beside whose heading, or in whose line, a column of something else is named."""
    beside = {
        expected[match.row].block
        for match in matches
        if not expected[match.row].has_values and _is_beside(stream, match, expected, table)
    }
    return frozenset({*beside, *_in_lines_of_headings(stream, table)})


def tables_with_something_else(stream: Stream, matches: Sequence[RowMatch]) -> frozenset[int | None]:
    """Give the tables above whose first number something is named that no column of a form is: 历年累计.

    None stands for the lines of text, in which such a word may stand between others.
    """
    labels = {place for match in matches for place in range(match.first, match.last + 1)}
    tables = {stream[match.last].table for match in matches}
    return frozenset(
        stream[region.start].table
        for region in stream.regions
        if stream[region.start].table in tables
        and any(
            place not in labels and any(map(is_foreign, _words(stream[place])))
            for place in takewhile(lambda place: not stream[place].is_number, region)
        )
    )


def _words(piece: Piece) -> list[str]:
    """Give the bare text of a cell, and the words of a line."""
    texts = [piece.text] if piece.table is not None else piece.text.split()
    return [read_label(text).text for text in texts]


def _is_beside(stream: Sequence[Piece], match: RowMatch, expected: Sequence[ExpectedLine], table: FormTable) -> bool:
    """Say whether a column of something else is named in a cell beside a heading."""
    block = table.blocks[expected[match.row].block]
    columns = expected_labels([(column.label, column.variants, "") for column in block.columns])
    beside = (piece for piece in stream[match.last + 1 : match.last + 1 + len(columns)] if piece.kind == "text")
    labels = (read_label(piece.text).text for piece in beside if same_row(stream[match.last], piece))
    return any(is_foreign(label) and named_column(columns, label) is None for label in labels)


def _in_lines_of_headings(stream: Stream, table: FormTable) -> Iterator[int]:
    """Give the blocks in whose heading, in one line with it, a column of something else is named."""
    blocks = {read_label(block.heading).text: number for number, block in enumerate(table.blocks) if block.heading}
    for place in stream.texts if blocks else ():
        heading, *others = stream[place].text.split() or [""]
        block = blocks.get(read_label(heading).text) if others else None
        if block is not None and any(is_foreign(read_label(word).text) for word in others):
            yield block
