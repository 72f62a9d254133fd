"""The pieces of a document as one stream, with its lines, regions and headers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, groupby, pairwise, starmap, takewhile
from typing import Generic, TypeVar

from gongkai.recognise.form_tables.comparing import compares
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.pieces import Piece, numbers_among_words
from gongkai.recognise.values import CellKind

__all__ = ["ByColumn", "PlacedLine", "PlacedLines", "Stream", "is_numbering", "line_behind"]


PlacedLine = Sequence[tuple[int, Piece]]
"""A line of a stream: its pieces, each with its place."""

PlacedLines = Sequence[PlacedLine]
"""The lines of a stream."""


class Stream(tuple[Piece, ...]):
    """The pieces of a document in reading order, with what every form asks of them, found once.

    >>> from gongkai.document import Document, Paragraph
    >>> from gongkai.recognise.form_tables.pieces import pieces
    >>> stream = Stream(pieces(Document((Paragraph("1.当面申请数  件  4"), Paragraph("2.传真申请数")), "text")))
    >>> stream.texts, stream.text_before(2), stream.text_behind(0)
    ((0, 3), 0, 3)
    """

    @cached_property
    def texts(self) -> tuple[int, ...]:
        """The places of the pieces that are texts."""
        return tuple(place for place, piece in enumerate(self) if piece.kind == "text")

    @cached_property
    def in_lines(self) -> tuple[int, ...]:
        """The places of the pieces that stand in no table."""
        return tuple(place for place, piece in enumerate(self) if piece.table is None)

    @cached_property
    def labels(self) -> frozenset[str]:
        """The bare labels that some piece prints."""
        return frozenset(read_label(self[place].text).text for place in self.texts)

    @cached_property
    def among_words(self) -> Mapping[int, Sequence[Piece]]:
        """The numbers that stand by themselves between the words of a line, by the place of its text."""
        found = ((place, numbers_among_words(self[place])) for place in self.texts)
        return {place: numbers for place, numbers in found if numbers}

    @cached_property
    def lines(self) -> tuple[PlacedLine, ...]:
        """The lines, each with its pieces and their places."""
        return tuple(list(line) for _, line in groupby(enumerate(self), key=lambda item: item[1].line))

    @cached_property
    def regions(self) -> tuple[range, ...]:
        """The places of each region: the pieces of one table, or of lines that no long prose parts."""
        sizes = (sum(1 for _ in region) for _, region in groupby(self, key=lambda piece: (piece.table, piece.segment)))
        return tuple(starmap(range, pairwise(accumulate(sizes, initial=0))))

    @cached_property
    def headers(self) -> tuple[tuple[range, frozenset[str] | None], ...]:
        """The places of each table, and what rows of words in it say as a header; of lines between tables, None."""
        said = []
        place = 0
        for table, group in groupby(self, key=lambda piece: piece.table):
            members = list(group)
            words = frozenset(_said_in_rows(members)) if table is not None else None
            said.append((range(place, place + len(members)), words))
            place += len(members)
        return tuple(said)

    @cached_property
    def ragged(self) -> frozenset[int | None]:
        """The tables without a grid: their rows differ in length and no cell spans another. Lines have no grid."""
        ragged: set[int | None] = {None}
        for region in self.regions:
            members = self[region.start : region.stop]
            spans = any(piece.last_column > piece.first_column or piece.last_row > piece.first_row for piece in members)
            lengths = Counter(Counter(piece.line for piece in members).values())
            if members[0].table is not None and not spans and len(lengths) > 1:
                ragged.add(members[0].table)
        return frozenset(ragged)

    @cached_property
    def comparing(self) -> frozenset[int]:
        """The tables whose header sets years beside each other, or names a change between them."""
        comparing: set[int] = set()
        for region in self.regions:
            table = self[region.start].table
            header = takewhile(lambda piece: not piece.is_number, self[region.start : region.stop])
            if table is not None and compares((piece.first_column, piece.text) for piece in header):
                comparing.add(table)
        return frozenset(comparing)

    def text_before(self, place: int) -> int | None:
        """Give the place of the nearest text before a place, if there is one."""
        number = bisect_left(self.texts, place) - 1
        return self.texts[number] if number >= 0 else None

    def text_behind(self, place: int) -> int | None:
        """Give the place of the nearest text behind a place, if there is one."""
        number = bisect_right(self.texts, place)
        return self.texts[number] if number < len(self.texts) else None


def _said_in_rows(members: Iterable[Piece]) -> Iterator[str]:
    """Give what each row of words in a table says, and a few below each other: narrow columns break the words."""
    rows = [list(row) for _, row in groupby(members, key=lambda piece: piece.line)]
    of_words = [all(piece.kind in _IN_HEADERS for piece in row) for row in rows]
    for first in range(len(rows)):
        columns: dict[int, str] = {}
        for row in takewhile(of_words.__getitem__, range(first, min(first + MOST_HEADER_ROWS, len(rows)))):
            for piece in rows[row]:
                columns[piece.first_column] = columns.get(piece.first_column, "") + piece.text
            yield "".join(read_label(columns[column]).text for column in sorted(columns))


_IN_HEADERS: frozenset[CellKind] = frozenset({"text", "unit", "note", "blank"})

MOST_HEADER_ROWS = 3
"""Rows that the words of one header may be broken into."""


Member = TypeVar("Member")


class ByColumn(Generic[Member]):
    """Things that stand in columns of a grid, found by the columns that they share with a piece."""

    def __init__(self, members: Iterable[Member], piece_of: Callable[[Member], Piece]) -> None:
        self._members = sorted(members, key=lambda member: piece_of(member).first_column)
        pieces = [piece_of(member) for member in self._members]
        self._starts = [piece.first_column for piece in pieces]
        self._ends = [piece.last_column for piece in pieces]
        self._farthest = list(accumulate(self._ends, max))

    def sharing(self, piece: Piece) -> list[Member]:
        """Give those that share a column with a piece, from left to right."""
        first = bisect_left(self._farthest, piece.first_column)
        end = bisect_right(self._starts, piece.last_column)
        return [self._members[place] for place in range(first, end) if self._ends[place] >= piece.first_column]


def line_behind(lines: PlacedLines, number: int, end: int) -> int:
    """Give the number of the first line behind one that begins at a place of the stream, or behind it."""
    return next((later for later in range(number + 1, len(lines)) if lines[later][0][0] >= end), len(lines))


def is_numbering(row: Sequence[Piece], fewest: int = 2) -> bool:
    """Say whether a row only numbers the columns, of which there are so many at least: 1, 2, 3, …

    A column of the agency's own beside many others may have no number.
    """
    numbers = [piece.value.number for piece in row]
    filled = [piece.value.number for piece in row if piece.kind != "blank"]
    if len(filled) >= FEWEST_BESIDE_BLANKS and filled in (numbers[: len(filled)], numbers[-len(filled) :]):
        numbers = filled
    return len(numbers) >= fewest and numbers == list(range(1, len(numbers) + 1))


FEWEST_BESIDE_BLANKS = 5
"""Numbers from which a row with blanks at one end numbers columns: values may be 1 and 2 by chance."""
