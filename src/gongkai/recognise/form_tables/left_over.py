"""Numbers beside labels of the form that no reading of a table speaks of: nothing is lost in silence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence, Set
from functools import cache
from itertools import chain

from gongkai.document import Locator
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.lines import PlacedLine, Stream, is_numbering
from gongkai.recognise.form_tables.observing import TableReading, unclaimed, unmatched
from gongkai.recognise.form_tables.printed_words import column_words, heading_words, national_tables, row_words
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["LEFT_OVER", "left_over"]

LEFT_OVER = "left_over"
"""What such numbers are read under, in the place of a form and a table."""

FEWEST_KNOWN = 3
"""Labels of the form from which a table, or lines from the first label to the last, look official as a whole."""

SHORTEST_TELLING = 4
"""Characters of a label that tells the form: 其他 and 总计 stand in many tables."""


def left_over(stream: Stream, read: Collection[Locator]) -> TableReading:
    """Give as unmatched the numbers of tables that look official, and of lines that have a label of the form.

    In a document with a label of the form, so are those of lines with as many numbers as no prose has in a row. In a
    line, words may stand between them: 详见正文.

    Args:
        stream: the pieces of the document.
        read: where the cells stand that some table observes, or leaves unmatched.
    """
    rows = frozenset(_in_rows_of_numbers(stream))
    official = sorted({*_looks_official(stream, rows), *rows})
    places = [place for place in official if stream[place].locator not in read]
    among_words = chain.from_iterable(stream.among_words.get(place, ()) for place in places)
    left = (*unclaimed(stream, places, "unknown_row"), *unmatched(among_words, None, "unknown_row"))
    return TableReading(unmatched=left)


def _looks_official(stream: Stream, rows: Set[int]) -> Iterator[int]:
    """Give the places of tables and lines that look official; `rows` stand in lines with many numbers."""
    telling = [place for place in stream.texts if _is_telling(stream, place)]
    behind_table = False
    for region in stream.regions:
        known = telling[bisect_left(telling, region.start) : bisect_left(telling, region.stop)]
        if stream[region.start].table is None:
            lines = {stream[place].line for place in (*known, *filter(rows.__contains__, region))}
            yield from _behind(stream, region, lines, behind_table=behind_table)
            behind_table = False
        else:
            # Where a table was torn, its last rows may be one of its own.
            behind_table = bool(known) and (behind_table or _is_official_table(stream, region))
            yield from region if behind_table else ()


def _is_official_table(stream: Stream, region: range) -> bool:
    texts = {stream[place].text: place for place in region if stream[place].kind == "text"}
    return sum(_is_known(text) or _is_telling(stream, place) for text, place in texts.items()) >= FEWEST_KNOWN


def _behind(stream: Stream, region: range, known: Set[int], *, behind_table: bool) -> Iterator[int]:
    """Give the places of the lines between labels, and of those with numbers behind them or behind a table of the form.

    A header of which narrow columns broke the words may stand between.
    """
    between = range(min(known), max(known)) if len(known) >= FEWEST_KNOWN else range(0)
    distance = 0 if behind_table else MOST_BETWEEN
    for line in _lines(stream, region):
        if all(piece.kind == "blank" for _, piece in line):
            continue
        number = line[0][1].line
        distance = 0 if number in known or number in between else distance + 1
        if distance <= MOST_BETWEEN and any(piece.is_number or place in stream.among_words for place, piece in line):
            distance = 0
            yield from (place for place, _ in line)


MOST_BETWEEN = 5
"""Lines behind a label, or behind numbers, in which further numbers belong to them."""


def _lines(stream: Stream, region: range) -> Sequence[PlacedLine]:
    first = bisect_left(stream.lines, region.start, key=lambda line: line[0][0])
    return stream.lines[first : bisect_left(stream.lines, region.stop, key=lambda line: line[0][0])]


def _is_telling(stream: Stream, place: int) -> bool:
    """Say whether a piece is a label of the form; a line may have one among its words.

    What begins or ends with one is a row of the form if numbers stand by themselves beside it, and else prose: blanks
    may break a label, one may stand there more than once where merged cells were lost, and two may have run together.
    """
    piece = stream[place]
    label = read_label(piece.text).text
    words = piece.text.split() if piece.table is None else []
    if label in _telling_labels() or (
        len(words) > 1 and any(read_label(word).text in _telling_labels() for word in words)
    ):
        return True
    parts = (part for at in range(len(label) + 1) for part in (label[:at], label[at:]) if len(part) >= SHORTEST_TELLING)
    return _has_numbers(stream, place) and any(part in _telling_labels() for part in parts)


def _has_numbers(stream: Stream, place: int) -> bool:
    """Say whether a number stands behind a piece, with no word between, or among its words."""
    behind = stream[place + 1 : place + 3]
    beside = behind[:1] if behind and behind[0].kind != "blank" else behind
    return place in stream.among_words or any(piece.is_number and piece.line == stream[place].line for piece in beside)


def _in_rows_of_numbers(stream: Stream) -> Iterator[int]:
    """Give the places of rows with many numbers in a document that has a label of the form.

    In a table, other rows have many numbers too; reviews and lawsuits have no label, and more than others.
    """
    if stream.labels.isdisjoint(_telling_labels()):
        return
    for line in stream.lines:
        numbers = [*chain.from_iterable(stream.among_words.get(place, ()) for place, _ in line)]
        numbers += [piece for _, piece in line if piece.is_number]
        in_table = line[0][1].table is not None
        alone = not any(piece.kind == "text" for _, piece in line)
        enough = len(numbers) >= (CELLS_OF_REVIEWS if in_table else MANY_NUMBERS) and (alone or not in_table)
        if enough and not is_numbering(numbers):
            yield from (place for place, _ in line)


MANY_NUMBERS = 5
"""Numbers in one line that look like a row of a table: reviews have five columns, and no matrix has fewer."""

CELLS_OF_REVIEWS = 15
"""Cells of reviews and lawsuits."""


def _is_known(text: str) -> bool:
    return read_label(text).text in _labels()


@cache
def _labels() -> frozenset[str]:
    tables = national_tables()
    return row_words(tables) | column_words(tables) | heading_words(tables) | vocabulary().header_labels


@cache
def _telling_labels() -> frozenset[str]:
    words = row_words(national_tables()) | column_words(national_tables()) | vocabulary().header_groups
    return frozenset(label for label in words if len(label) >= SHORTEST_TELLING)
