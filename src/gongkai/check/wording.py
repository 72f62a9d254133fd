"""Sentences in English and Chinese, and the numbers in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

__all__ = ["Phrase", "day", "inside_quotes", "joined", "listed", "number"]

_INNER_QUOTES = str.maketrans("“”", "‘’")

LONGEST_LIST = 3
"""Names that a list gives before it only counts the rest."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The same words in both languages; in a template, `{name}` is a place for a value."""

    english: str = ""
    chinese: str = ""

    def fill(self, **values: object) -> Phrase:
        """Put values in their places; a phrase gives each language its own words.

        >>> Phrase("{who} has {n}", "{who}有{n}").fill(who=Phrase("the form", "表格"), n=number(3.0))
        Phrase(english='the form has 3', chinese='表格有3')
        """
        chinese = dict(values)
        for name, value in values.items():
            if isinstance(value, Phrase):
                values[name], chinese[name] = value.english, value.chinese
        return Phrase(self.english.format_map(values), self.chinese.format_map(chinese))


def number(value: float) -> str:
    """Write a number as a reader expects it.

    >>> number(134.0), number(48.4599), number(96171.6)
    ('134', '48.46', '96171.6')
    """
    return f"{round(value):d}" if float(value).is_integer() else f"{round(value, 2):.10g}"


def day(of: date) -> Phrase:
    """Write a day.

    >>> day(date(2018, 3, 31))
    Phrase(english='2018-03-31', chinese='2018年3月31日')
    """
    return Phrase(of.isoformat(), f"{of.year}年{of.month}月{of.day}日")


def inside_quotes(text: str) -> str:
    """Give a text as it stands inside of quotation marks, its own turned into the inner ones.

    >>> inside_quotes("危及“三安全一稳定”")
    '危及‘三安全一稳定’'
    """
    return text.translate(_INNER_QUOTES)


def joined(phrases: Iterable[Phrase], english: str, chinese: str) -> Phrase:
    """Join phrases with a word of each language between them."""
    parts = list(phrases)
    return Phrase(english.join(part.english for part in parts), chinese.join(part.chinese for part in parts))


def listed(phrases: Iterable[Phrase]) -> Phrase:
    """List phrases, the first few by name.

    >>> listed(Phrase(mark, mark) for mark in "甲乙丙丁戊")
    Phrase(english='甲, 乙, 丙 and 2 more', chinese='甲、乙、丙等5项')
    """
    parts = list(phrases)
    if not parts:
        return Phrase()
    shown = joined(parts[:LONGEST_LIST], ", ", "、")
    more = len(parts) - LONGEST_LIST
    return Phrase(f"{shown.english} and {more} more", f"{shown.chinese}等{len(parts)}项") if more > 0 else shown
