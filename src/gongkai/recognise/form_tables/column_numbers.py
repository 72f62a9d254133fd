"""A row of a table that only says which column is which: （1） （2） （3）, or 栏次 1 2 3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile

from gongkai.chinese import ordinal
from gongkai.recognise.values import clean, read_cell
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["numbers_columns"]


def numbers_columns(texts: Sequence[str], above: Sequence[str] = (), below: Sequence[str] = ()) -> bool:
    """Say whether a row numbers the columns from 1 on. Bare numbers do only behind a cell that says so.

    Behind a blank cell they do between a header and a row that has as many values behind its label.

    Args:
        texts: the cells of the row. Blank ones, and one that says what the row is, stand before the first number.
        above: the cells of the row above.
        below: the cells of the row below.

    >>> numbers_columns(["", "（1）", "（2）", "（3）"]), numbers_columns(["栏次", "1", "2", "3"])
    (True, True)
    >>> numbers_columns(["规章", "（1）", "（2）", "（3）"]), numbers_columns(["1", "2", "3"])
    (False, False)
    >>> numbers_columns(["", "1", "2", "3"], ["信息内容", "制发", "废止", "有效"], ["规章", "0", "7", "7"])
    True
    """
    cells = list(dropwhile(lambda cell: not cell, map(clean, texts)))
    if not cells or len(cells[0]) > LONGEST_FIRST:
        return False
    said = cells[0].replace(" ", "") in vocabulary().column_number_labels
    bare = said or (len(cells) < len(texts) and _stands_between(len(cells), above, below))
    numbers = [_number(cell, bare=bare) for cell in cells[said:]]
    return len(numbers) >= FEWEST_NUMBERED and numbers == list(range(1, len(numbers) + 1))


def _stands_between(columns: int, header: Sequence[str], row: Sequence[str]) -> bool:
    """Say whether a row of so many numbers stands between a header and the first row below it."""
    values = list(dropwhile(_is_text, row))
    is_header = any(map(_is_text, header)) and not any(read_cell(cell).kind == "number" for cell in header)
    return is_header and len(values) == columns < len(row) and not any(map(_is_text, values))


def _is_text(cell: str) -> bool:
    return read_cell(cell).kind == "text"


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
