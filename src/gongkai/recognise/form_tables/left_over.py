"""Numbers beside labels of the form that no reading of a table speaks of: nothing is lost in silence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import cache

from gongkai.document import Locator
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.lines import Stream, is_numbering
from gongkai.recognise.form_tables.observing import TableReading, unclaimed
from gongkai.recognise.form_tables.printed_words import column_words, national_tables, row_words

__all__ = ["LEFT_OVER", "left_over"]

LEFT_OVER = "left_over"
"""What such numbers are read under, in the place of a form and a table."""

FEWEST_KNOWN = 3
"""Labels of the form from which a table, or lines of them without prose between, look official as a whole."""

SHORTEST_TELLING = 4
"""Characters of a label that tells the form: 其他 and 总计 stand in many tables."""


def left_over(stream: Stream, read: Collection[Locator]) -> TableReading:
    """Give as unmatched the numbers of tables that look official, and of lines that begin with a label of the form.

    In a document with a label of the form, so are those of lines with as many numbers as no prose has in a row.

    Args:
        stream: the pieces of the document.
        read: where the cells stand that some table observes, or leaves unmatched.
    """
    official = sorted({*_looks_official(stream), *_in_rows_of_numbers(stream)})
    places = [place for place in official if stream[place].locator not in read]
    return TableReading(unmatched=tuple(unclaimed(stream, places, "unknown_row")))


def _looks_official(stream: Stream) -> Iterator[int]:
    telling = [place for place in stream.texts if read_label(stream[place].text).text in _telling_labels()]
    for region in stream.regions:
        known = telling[bisect_left(telling, region.start) : bisect_left(telling, region.stop)]
        if not known:
            continue
        lines = {stream[place].line for place in known}
        if stream[region.start].table is not None:
            yield from region if len({stream[place].text for place in known}) >= FEWEST_KNOWN else ()
        elif len(lines) >= FEWEST_KNOWN:
            last = _last_of_row(stream, known[-1], region)
            yield from (place for place in region if min(lines) <= stream[place].line and place <= last)
        else:
            yield from (place for place in region if stream[place].line in lines)


def _in_rows_of_numbers(stream: Stream) -> Iterator[int]:
    """Give the places of lines with many numbers, in no table, of a document that has a label of the form."""
    if stream.labels.isdisjoint(_telling_labels()):
        return
    for line in stream.lines:
        numbers = [place for place, piece in line if piece.is_number and piece.table is None]
        if len(numbers) >= MANY_NUMBERS and not is_numbering([stream[place] for place in numbers]):
            yield from numbers


MANY_NUMBERS = 5
"""Numbers in one line that look like a row of a table: reviews have five columns, and no matrix has fewer."""


def _last_of_row(stream: Stream, label: int, region: range) -> int:
    """Give the place where the row of the last known label ends, in which a word may stand for a number.

    What stands behind other words of the form is its own as well.
    """
    last = label
    for place in range(label + 1, region.stop):
        is_word = stream[place].kind == "text" and read_label(stream[place].text).text not in _labels()
        goes_on = place + 1 < region.stop and stream[place + 1].kind != "text" and stream[last].kind != "text"
        if is_word and not goes_on:
            break
        last = place
    return last


@cache
def _labels() -> frozenset[str]:
    return row_words(national_tables()) | column_words(national_tables())


@cache
def _telling_labels() -> frozenset[str]:
    return frozenset(label for label in _labels() if len(label) >= SHORTEST_TELLING)
