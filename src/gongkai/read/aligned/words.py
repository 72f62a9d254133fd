"""Words of a line, and the line that they stand on: which of them may be values, and which labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

__all__ = [
    "MOST_LABELS",
    "MOST_LINES_APART",
    "AlignedWord",
    "PrintedLine",
    "WordLine",
    "begins_entry",
    "is_clause",
    "is_number",
    "is_prose",
    "is_value",
    "mark_of",
]


@dataclass(frozen=True, slots=True)
class AlignedWord:
    """A text without a gap in it, and where it begins and ends on its line, in half-width characters."""

    text: str
    left: float
    right: float


WordLine = Sequence[AlignedWord]


def is_value(text: str) -> bool:
    """Say whether a word stands in the place of a value: a number with or without its unit, a unit, a dash, a remark.

    >>> [is_value(text) for text in ("1,246", "—", "12.5万元", "件", "约3", "（一）予以公开", "1.", "2012年度")]
    [True, True, True, True, True, False, False, False]
    """
    return _VALUE.fullmatch(text) is not None


# Until remarks are made of a page, noncharacters stand for what cannot be told there.
_UNTOLD = "\ufffd\ufdd0-\ufdef"
_VALUE = re.compile(
    r"[-+−－—―–/／]{1,4}|无|[条件次篇个份人元场期项]|万元|人次|场次"
    rf"|(?!\d+年)(?:[增减新少加↑↓]{{1,2}}[:：]?|[-+−－]{{1,2}})?[\d{_UNTOLD}][\d,，{_UNTOLD}]*(?:[.．][\d{_UNTOLD}]+)?%?[^\W\d]{{0,2}}"
    r"(?:[(（][^()（）]*[)）])?"
    r"|[约近逾超]\d[\d,，.]*[^\W\d]{0,2}|\d{1,4}/\d{1,4}|详?见(?:附[件表录注]?|正文|上[文表]?|下[文表]?|备注|说明)"
)


def begins_entry(text: str) -> bool:
    """Say whether a text begins with a mark that counts labels.

    >>> [begins_entry(text) for text in ("（一）予以公开", "3.其他", "不予公开", "12.5")]
    [True, True, False, False]
    """
    return mark_of(text) is not None


def is_clause(text: str) -> bool:
    """Say whether a text is the clause of a law that heads a table, be it left, where labels stand, or in the middle.

    >>> is_clause("第二十条第（一）项")
    True
    """
    return _CLAUSE.fullmatch("".join(text.split())) is not None


_CLAUSE = re.compile(r"第[一二三四五六七八九十]+条第?[(（]?[一二三四五六七八九十]+[)）]?项?")


def is_number(word: AlignedWord) -> bool:
    """Say whether a word in the place of a value ends with a digit."""
    return is_value(word.text) and word.text[-1:].isdecimal()


def mark_of(text: str) -> re.Match[str] | None:
    """Give the mark that counts a label, also where letters are set apart: its groups are named by their level."""
    return _MARK.match("".join(text.split()))


_MARK = re.compile(
    r"(?P<first>[一二三四五六七八九十]{1,3}[、.．])|(?P<second>[(（〔][一二三四五六七八九十]{1,3}(?:[)）〕]|(?=[\u4e00-\u9fff]{2})))"
    r"|(?P<third>[(（]?\d{1,2}[)）、.．](?!\d)|\d{1,2}(?=[\u4e00-\u9fff])|[①-⑳]|其中[:：]?)"
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line: the words that may be labels or a header, and the values that end it."""

    number: int
    words: WordLine
    labels: WordLine
    values: WordLine

    @classmethod
    def of(cls, number: int, words: WordLine) -> PrintedLine:
        """Tell the values that end a line from what stands before them."""
        values = list(takewhile(lambda word: is_value(word.text), reversed(words)))[::-1]
        return cls(number, words, words[: len(words) - len(values)], values)

    @property
    def is_row(self) -> bool:
        """Whether it holds the values of a row, with labels before them or other values."""
        return bool(self.values) and len(self.words) > 1 and len(self.labels) <= MOST_LABELS


MOST_LABELS = 3
"""Words before the first value of a row: its label, and those of the groups that it stands in."""

MOST_LINES_APART = 12
"""Lines without values between two rows beyond which they are of different tables."""

WIDEST_LABEL = 60
"""Width from which a line without a gap is prose."""


def is_prose(line: PrintedLine) -> bool:
    """Say whether a line is one text that ends a sentence, or is wider than any label."""
    if len(line.words) != 1:
        return False
    (word,) = line.words
    return word.text[-1] in "。；" or word.right - word.left >= WIDEST_LABEL
