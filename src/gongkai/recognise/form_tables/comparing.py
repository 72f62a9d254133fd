"""Tables that set years beside each other, and so are none of a form, by their headers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.printed_words import column_words, heading_words, national_tables
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["compares"]


def compares(header: Iterable[tuple[int, str]]) -> bool:
    """Say whether header cells, each with its column, compare: 2017年 beside 2016年, 上年数, 增减, and none of a form.

    What stands in one column is one cell, as narrow columns break 上一年项目数量 into lines.

    >>> compares([(1, "指标"), (2, "2017年"), (3, "2016年")]), compares([(1, "指标"), (2, "上一年"), (2, "项目数量")])
    (True, False)
    """
    columns: dict[int, str] = {}
    for column, text in header:
        columns[column] = columns.get(column, "") + text
    labels = [read_label(text).text for text in columns.values()]
    # The heading of a table of the form may stand over one of its columns.
    if any(label.endswith(_columns_of_forms()) or label.startswith(_headings_of_forms()) for label in labels):
        return False
    years = sum(_YEAR.fullmatch(label) is not None for label in labels)
    return years > 1 or any(_foreign_words().fullmatch(label) for label in labels)


@cache
def _columns_of_forms() -> tuple[str, ...]:
    """Give the columns by which the table of a form is known though it has one more, of another year."""
    foreign = vocabulary().foreign_columns
    labels = column_words(national_tables())
    return tuple(
        label for label in labels if len(label) >= SHORTEST_TELLING and not any(word in label for word in foreign)
    )


@cache
def _headings_of_forms() -> tuple[str, ...]:
    return tuple(heading_words(national_tables()))


SHORTEST_TELLING = 3
"""Characters of a header cell that tells a form: 总计 and 其他 stand in many tables."""


@cache
def _foreign_words() -> re.Pattern[str]:
    """Give the pattern of a header cell that says nothing but such words: 上年同期数, 历年累计."""
    return re.compile(f"(?:{'|'.join(map(re.escape, sorted(vocabulary().foreign_columns)))})+数?")


_YEAR = re.compile(r"20\d\d年?度?数?")
