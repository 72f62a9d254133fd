"""A row of a table that only says which column is which: （1） （2） （3）, or 栏次 1 2 3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile

from gongkai.chinese import ordinal
from gongkai.recognise.values import clean
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["numbers_columns"]


def numbers_columns(texts: Sequence[str]) -> bool:
    """Say whether a row numbers the columns from 1 on. Bare numbers do only behind a cell that says so.

    Args:
        texts: the cells of the row. Blank ones, and one that says what the row is, stand before the first number.

    >>> numbers_columns(["", "（1）", "（2）", "（3）"]), numbers_columns(["栏次", "1", "2", "3"])
    (True, True)
    >>> numbers_columns(["规章", "（1）", "（2）", "（3）"]), numbers_columns(["1", "2", "3"])
    (False, False)
    """
    cells = list(dropwhile(lambda cell: not cell, map(clean, texts)))
    if not cells or len(cells[0]) > LONGEST_FIRST:
        return False
    says_so = cells[0].replace(" ", "") in vocabulary().column_number_labels
    numbers = [_number(cell, bare=says_so) for cell in cells[says_so:]]
    return len(numbers) >= FEWEST_NUMBERED and numbers == list(range(1, len(numbers) + 1))


LONGEST_FIRST = 6
"""Characters beyond which the first cell is the label of a row."""

FEWEST_NUMBERED = 3
"""Columns whose numbers stand side by side that it takes to see that columns are numbered."""


def _number(cell: str, *, bare: bool) -> int | None:
    found = (_BARE if bare else _MARKED).fullmatch(cell)
    return ordinal(found[found.lastgroup or 0]) if found else None


_NUMERAL = "[0-9一二三四五六七八九十]{1,2}"
_MARKED = re.compile(
    rf"[(\[【〔]\s?(?P<bracketed>{_NUMERAL})\s?[)\]】〕]|第?\s?(?P<named>{_NUMERAL})\s?[栏列]|第\s?(?P<counted>{_NUMERAL})"
)
_BARE = re.compile(rf"{_MARKED.pattern}|(?P<alone>{_NUMERAL})")
