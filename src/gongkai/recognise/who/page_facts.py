"""What the page around a report says about itself: who published it, when, under which number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise

from gongkai.document import Locator
from gongkai.recognise.outline import Outline
from gongkai.recognise.titles import LONGEST_TITLE
from gongkai.recognise.values import clean
from gongkai.recognise.vocabulary import vocabulary
from gongkai.recognise.who.dates import DAY

__all__ = ["page_facts"]


def page_facts(outline: Outline) -> Iterator[tuple[str, str, Locator]]:
    """Give what the page says about itself, as label and value: header tables and lines such as 文号：….

    The labels are those of the vocabulary: title, publisher, source, published, written and document number.
    """
    known = _known_labels()
    for locator, table in outline.document.tables():
        for row in table.rows():
            for label, value in pairwise(row):
                name = clean(label.text).replace(" ", "").rstrip(":")
                if name in known and clean(value.text):
                    place = Locator(locator.block, row=value.row, column=value.column, page=locator.page)
                    yield name, clean(value.text), place
    for locator, text in chain(outline.paragraphs, _cells_above(outline)):
        if len(text) <= 4 * LONGEST_TITLE:
            for found in chain.from_iterable(pattern.finditer(text) for pattern in _patterns()):
                yield found[1], clean(found[2]), locator


@cache
def _known_labels() -> frozenset[str]:
    words = vocabulary()
    days = words.published_labels | words.written_labels
    of_publication = days | words.publisher_labels | words.source_labels
    return of_publication | words.title_labels | words.number_labels


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Give what matches a label with the value behind it."""
    labels = "|".join(sorted(_known_labels(), key=len, reverse=True))
    words = vocabulary()
    days = "|".join(sorted(words.published_labels | words.written_labels, key=len, reverse=True))
    return (
        re.compile(rf"({labels})\s*[:：]\s*([^:：]*?[^\s:：][^:：]*(?::\d\d)?)(?=\s|$)"),
        # Nothing may part a day from the next label.
        re.compile(rf"(?<![\u4e00-\u9fff])({days})\s*[:：]\s*({DAY})(?!\d)"),
        # Where a table was left without its lines, a blank stands between label and value.
        re.compile(rf"(?<!\S)({labels})\s+([^\s:：]+)(?!\S)"),
    )


def _cells_above(outline: Outline) -> Iterator[tuple[Locator, str]]:
    """Give the cells of tables above the text: a line with pipes in it may be one."""
    for place, table in outline.document.tables():
        if place.block < outline.body:
            for cell in table.cells:
                yield Locator(place.block, cell.row, cell.column, page=place.page), cell.text
