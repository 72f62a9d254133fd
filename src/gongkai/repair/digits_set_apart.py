"""Numbers in cells whose digits are set apart, as the letters of titles are: 2 4 5 5.

A cell may as well hold several numbers of one digit, where no line parts its columns. So digits are put together only
where the other cells of the table tell that each holds one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from gongkai.document import Cell, Table
from gongkai.repair.changes import Change, FoundChange

__all__ = ["find"]

FEWEST_DIGITS = 3
"""Digits of a number that is set apart in a table of numbers that are not."""


def find(texts: Sequence[str], tables: Sequence[tuple[int, Table]]) -> Iterator[FoundChange]:
    """Find numbers whose digits are set apart in the cells of tables.

    Args:
        texts: the texts of a document.
        tables: its tables, each with the place of its first cell among the texts.

    >>> cells = "2 4 5 5", "3", "1 2"
    >>> table = Table(tuple(Cell(text, row, 1) for row, text in enumerate(cells, start=1)))
    >>> [found.change.after for found in find(cells, [(0, table)])]
    ['2455', '12']
    """
    for first, table in tables:
        own = texts[first : first + len(table.cells)]
        if any(map(_DIGITS_APART.fullmatch, own)):
            numbers = [
                _Number(first + place, cell, _BLANKS.split(text.strip()))
                for place, (cell, text) in enumerate(zip(table.cells, own, strict=True))
                if _NUMBER.fullmatch(text)
            ]
            for number in _set_apart(numbers, texts):
                yield FoundChange(number.text, Change(0, len(texts[number.text]), "".join(number.parts), _KIND))


_KIND: Literal["digits_set_apart"] = "digits_set_apart"
_BLANKS = re.compile(r"[ \u00a0\u3000]+")
_DIGITS_APART = re.compile(r"\s*\d(?:[ \u00a0\u3000]+\d)+\s*")
_EVENLY = re.compile(r"\s*[1-9](?P<gap>[ \u00a0\u3000]+)\d(?:(?P=gap)\d)*\s*")
_NUMBER = re.compile(rf"{_DIGITS_APART.pattern}|\s*\d+\s*")


class _Number(NamedTuple):
    """A cell with digits: the place of its text, the cell, and what blanks part."""

    text: int
    cell: Cell
    parts: Sequence[str]

    @property
    def is_apart(self) -> bool:
        return len(self.parts) > 1


def _set_apart(numbers: Sequence[_Number], texts: Sequence[str]) -> Iterator[_Number]:
    """Give the cells of a table that hold one number whose digits are set apart."""
    apart = [number for number in numbers if number.is_apart]
    if not all(_EVENLY.fullmatch(texts[number.text]) for number in apart):
        return
    whole = [number for number in numbers if not number.is_apart]
    if any(len(number.parts[0]) > 1 for number in whole):
        columns = {(number.cell.column, number.cell.column_span) for number in whole}
        yield from (
            number
            for number in apart
            if len(number.parts) >= FEWEST_DIGITS and (number.cell.column, number.cell.column_span) in columns
        )
    # As many digits in each cell may be those of as many columns.
    elif len({len(number.parts) for number in numbers}) > 1:
        yield from apart
