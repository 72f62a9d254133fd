"""Labels that were broken over lines, letter by letter or in two or three parts, in text of a cell a line.

三, 、, 本, 年, 度, 办, 理, 结, 果 is an upright label; 法人或, 其他组织 stood in a narrow column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from gongkai.document import Document, Paragraph
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.printed_words import column_words, heading_words, national_tables, row_words
from gongkai.recognise.values import CellKind, read_cell
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["TextLine", "broken_over_lines", "upright_in_lines"]

TextLine = tuple[int, str | None]
"""The number of a block, and what it says: nothing but in a line of text."""

SHORTEST = 4
"""Characters of a label of the form from which its parts are no words of their own."""

MOST_PARTS = 3
MOST_LETTERS = 20
"""Lines that a broken label, and an upright one, may take."""

Joined = Mapping[int, str | None]
"""What lines say that are put together, by the number of their block: the first says all, the others nothing."""


def upright_in_lines(document: Document) -> Joined:
    """Give the labels of the form whose letters are a line each.

    >>> upright_in_lines(Document(tuple(map(Paragraph, ("7", *"（三）不予公开", "1.属于国家秘密"))), "text"))
    {2: '（三）不予公开', 3: None, 4: None, 5: None, 6: None, 7: None, 8: None}
    """
    texts = _texts(document)
    joined: dict[int, str | None] = {}
    first = 0
    while first < len(texts):
        end = first
        while end < len(texts) and len(texts[end]) == 1 and end - first < MOST_LETTERS:
            end += 1
        label = _upright_label(texts, first, end)
        joined |= _put_together(texts, label or range(0))
        first = label.stop if label else max(end, first + 1)
    return joined


def _upright_label(texts: Sequence[str], first: int, end: int) -> range | None:
    """Give the places of the first label among some letters. A digit is none of them, but the value of a row before."""
    letters = "".join(filter(str.isalnum, texts[first:end]))
    for start in range(first, end) if any(word in letters for word in _words()) else ():
        for stop in range(end, start + SHORTEST - 1, -1):
            text = "".join(texts[start:stop])
            if _is_known(text) and not any(map(str.isdecimal, text)):
                return range(start, stop)
    return None


def broken_over_lines(document: Document) -> Joined:
    """Give the labels, words of headers and notes that stand in two or three lines.

    >>> broken_over_lines(Document(tuple(map(Paragraph, ("自然人", "法人或", "其他组织", "总计"))), "text"))
    {2: '法人或其他组织', 3: None}
    """
    texts = _texts(document)
    joined: dict[int, str | None] = {}
    for first in range(len(texts)):
        begins = read_cell(texts[first]).kind in _WORDS or _MARK.fullmatch(texts[first])
        if first + 1 not in joined and begins:
            places = (range(first, first + parts) for parts in range(2, MOST_PARTS + 1))
            whole = next((each for each in places if each.stop <= len(texts) and _is_whole(texts, each)), range(0))
            joined |= _put_together(texts, whole)
    return joined


def _is_whole(texts: Sequence[str], places: range) -> bool:
    """Say whether lines are the parts of one label. Below the mark of a row a part may be the label of another."""
    first, *others = [texts[place] for place in places]
    text = "".join((first, *others))
    are_words = all(read_cell(part).kind in _WORDS for part in others)
    if not are_words or any(map(_is_word_of_comparing, (first, *others))):
        return False
    if read_label(text).mark is None and any(map(_is_known, (first, *others))):
        return False
    closes_early = any(")" in part or "）" in part for part in (first, *others[:-1]))
    return _is_known(text) or (_NOTE.fullmatch(text) is not None and not closes_early)


_WORDS: frozenset[CellKind] = frozenset({"text", "note"})
_NOTE = re.compile(r"[(（][^()（）]*[)）]")
_MARK = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,3}[)）.．、]")


def _is_word_of_comparing(text: str) -> bool:
    """Say whether a text is a word of a header that compares: 本年, 增减% are two columns."""
    return read_label(text).text in vocabulary().foreign_columns


def _put_together(texts: Sequence[str], places: range) -> dict[int, str | None]:
    whole = "".join(texts[place] for place in places)
    return {place + 1: whole if place == places.start else None for place in places}


def _texts(document: Document) -> list[str]:
    return [block.text.strip() if isinstance(block, Paragraph) else "" for block in document.blocks]


def _is_known(text: str) -> bool:
    """Say whether a text is a label of the form, or a word of a header; a short one has its mark."""
    label = read_label(text)
    if sum(map(text.count, "(（")) != sum(map(text.count, ")）")):
        return False
    is_long = len(label.text) >= SHORTEST or label.mark is not None
    return is_long and label.number is None and label.text in _words()


@cache
def _words() -> frozenset[str]:
    tables, words = national_tables(), vocabulary()
    columns = (column for table in tables for block in table.blocks for column in block.columns)
    groups = frozenset(read_label(column.group).text for column in columns if column.group)
    of_forms = row_words(tables) | column_words(tables) | heading_words(tables)
    return of_forms | groups | words.header_labels | words.header_groups
