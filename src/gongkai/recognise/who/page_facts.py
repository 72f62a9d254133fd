"""What the page around a report says about itself: who published it, when, under which number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, pairwise

from gongkai.document import Locator
from gongkai.recognise.outline import Outline
from gongkai.recognise.titles import LONGEST_TITLE
from gongkai.recognise.values import clean
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["page_facts"]


def page_facts(outline: Outline) -> Iterator[tuple[str, str, Locator]]:
    """Give what the page says about itself, as label and value: header tables and lines such as 文号：….

    The labels are those of the vocabulary: title, publisher, source, published and document number.
    """
    words = vocabulary()
    known = words.published_labels | words.publisher_labels | words.title_labels | words.number_labels
    known |= words.source_labels
    for locator, table in outline.document.tables():
        for row in table.rows():
            for label, value in pairwise(row):
                name = clean(label.text).replace(" ", "").rstrip(":")
                if name in known and clean(value.text):
                    place = Locator(locator.block, row=value.row, column=value.column, page=locator.page)
                    yield name, clean(value.text), place
    labels = "|".join(sorted(known, key=len, reverse=True))
    patterns = (
        re.compile(rf"({labels})\s*[:：]\s*([^:：]*?\S[^:：]*(?::\d\d)?)(?=\s|$)"),
        # Where a table was left without its lines, a blank stands between label and value.
        re.compile(rf"(?<!\S)({labels})\s+([^\s:：]+)(?!\S)"),
    )
    for locator, text in chain(outline.paragraphs, _cells_above(outline)):
        if len(text) <= 4 * LONGEST_TITLE:
            for found in chain.from_iterable(pattern.finditer(text) for pattern in patterns):
                yield found[1], clean(found[2]), locator


def _cells_above(outline: Outline) -> Iterator[tuple[Locator, str]]:
    """Give the cells of tables above the text: a line with pipes in it may be one."""
    for place, table in outline.document.tables():
        if place.block < outline.body:
            for cell in table.cells:
                yield replace(place, row=cell.row, column=cell.column), cell.text
