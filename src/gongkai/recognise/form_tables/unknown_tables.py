"""Tables that look official and that no form knows: nothing is observed in them, and nothing of them is lost.

Their numbers are reported as not understood, each with its label, so that somebody can write the form.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.lines import PlacedLine, Stream
from gongkai.recognise.form_tables.observing import TableReading, unclaimed
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.printed_words import column_words, national_tables
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["UNKNOWN", "find_unknown_tables"]

UNKNOWN = "unknown"
"""The name under which `find_tables` gives what was read of such tables."""

FEWEST_ROWS = 2
"""Rows with a label and a number below a header, from which a table is one of statistics."""


def find_unknown_tables(stream: Stream, known: Collection[int]) -> TableReading:
    """Find tables with the header of a statistics table, in blocks of the document that are not `known`.

    >>> from gongkai.document import Document, Paragraph
    >>> from gongkai.recognise.form_tables.pieces import pieces
    >>> lines = ["统计指标 单位 统计数", "公开目录条数 条 12", "公开栏更新数 次 3"]
    >>> stream = Stream(pieces(Document(tuple(map(Paragraph, lines)), "text")))
    >>> [(row.label, row.value) for row in find_unknown_tables(stream, ()).unmatched]
    [('公开目录条数', 12.0), ('公开栏更新数', 3.0)]
    """
    places: list[int] = []
    lines = stream.lines
    number = 0
    while number < len(lines):
        table = _table_below(lines, number) if _is_header(lines[number]) else []
        blocks = {piece.locator.block for line in table for _, piece in line}
        if sum(map(_is_row, table)) >= FEWEST_ROWS and blocks.isdisjoint(known):
            places.extend(place for line in table for place, _ in line)
        number += max(1, len(table))
    return TableReading(
        unmatched=tuple(unclaimed(stream, places, "unknown_row")),
        blocks=frozenset(stream[place].locator.block for place in places),
    )


def _table_below(lines: Sequence[PlacedLine], header: int) -> Sequence[PlacedLine]:
    """Give the header and what stands below it: its table or, in lines, those of a label and a number."""
    table = lines[header][0][1].table
    end = header + 1
    while end < len(lines) and lines[end][0][1].table == table and (table is not None or _is_row(lines[end])):
        end += 1
    return lines[header:end]


def _is_row(line: PlacedLine) -> bool:
    kinds = [piece.kind for _, piece in line]
    return "text" in kinds and any(piece.is_number for _, piece in line)


def _is_header(line: PlacedLine) -> bool:
    if any(piece.is_number for _, piece in line):
        return False
    words = [read_label(text).text for _, piece in line for text in _texts(piece)]
    heads_labels = next((number for number, word in enumerate(words) if word in vocabulary().statistics_labels), None)
    if heads_labels is None:
        return False
    behind = words[heads_labels + 1 :]
    return any(word in vocabulary().header_units or word in _value_words() for word in behind)


def _texts(piece: Piece) -> Sequence[str]:
    return [piece.text] if piece.table is not None else piece.text.split()


@cache
def _value_words() -> frozenset[str]:
    """Give what forms print over their one column of values."""
    return column_words(table for table in national_tables() if table.layout == "list")
