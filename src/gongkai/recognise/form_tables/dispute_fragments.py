"""Headers of the table of reviews and lawsuits of which only pieces are left; the values below them are all there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.forms import Block
from gongkai.recognise.form_tables.dispute_words import DisputeWords, dispute_words
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.lines import PlacedLines, is_numbering
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.torn_header import below_torn_headers

__all__ = ["DisputeRow", "below_fragments", "below_torn_dispute_headers"]


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A header and the line of values below it, as places of the stream."""

    first: int
    end: int
    words: tuple[str, ...]
    values: tuple[Piece, ...]
    in_order: bool = False
    """Whether only the order of the form says which value is which."""


def below_torn_dispute_headers(lines: PlacedLines, block: Block) -> Iterator[DisputeRow]:
    """Find the lines with a number for every cell below headers whose words narrow columns broke."""
    outcomes = [column.label for column in block.columns]
    words = tuple(word for row in block.rows for word in (row.label, *outcomes))
    for first, line in below_torn_headers(lines, block):
        yield DisputeRow(first, line[-1][0] + 1, words, tuple(piece for _, piece in line), in_order=True)


def below_fragments(lines: PlacedLines, block: Block) -> Iterator[DisputeRow]:
    """Find a line with a number for every cell of the form, below all its groups and mere parts of its outcomes.

    Words of narrow columns are lost where a program joins their lines. That every cell has its number, and that the
    groups stand above in their order, leaves one reading.
    """
    vocabulary = dispute_words(block)
    outcomes = [column.label for column in block.columns]
    words = tuple(word for row in block.rows for word in (row.label, *outcomes))
    for number, line in enumerate(lines):
        values = [piece for _, piece in line]
        if len(values) != len(block.rows) * len(outcomes) or not all(piece.is_number for piece in values):
            continue
        first = _first_of_fragments(lines, number, outcomes, vocabulary)
        if first is not None and not is_numbering(values):
            yield DisputeRow(lines[first][0][0], line[-1][0] + 1, words, tuple(values), in_order=True)


def _first_of_fragments(
    lines: PlacedLines, number: int, outcomes: Sequence[str], vocabulary: DisputeWords
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
