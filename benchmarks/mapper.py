"""From tables without names to the cells of a form: what a careful engineer writes behind a general reader.

It looks official labels up, row by row, and takes the numbers behind a label as the columns of the form, in order. It
is told which forms a report follows; gongkai has to find that out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from benchmarks.readers import Grid
from gongkai.forms import Block, FormTable, Row, form

__all__ = ["mapped"]

_LIKE_ENOUGH = 90
_NUMBER = re.compile(r"\s*(-?\d[\d,，]*(?:\.\d+)?)\s*(?:件|条|个|次|人|份|项|万元|元)?\s*")
_NO_LABEL = re.compile(r"NaN|nan|Unnamed: \d+|[\s\d（）()〔〕、．.:：“”\"一二三四五六七八九十]+")


def mapped(grids: Iterable[Grid], tables: Iterable[tuple[str, str]]) -> Mapping[str, float]:
    """Give the number of every cell of the form that is found, by the codes of table, row and column.

    Args:
        grids: the tables of a report, as a general reader gives them.
        tables: the forms and tables that the report follows.

    >>> mapped([[["规章", "1", "0", "7"], ["行政许可", "25"]]], [("2021", "disclosure")])
    {'disclosure.regulations.made': 1.0, 'disclosure.regulations.repealed': 0.0, \
'disclosure.regulations.in_force': 7.0, 'disclosure.licences.decisions': 25.0}
    """
    rows = [row for grid in grids for row in grid]
    found: dict[str, float] = {}
    for form_code, table_code in tables:
        table = next(each for each in form(form_code).tables if each.code == table_code)
        cells = _of_one_line(table, rows) if table.layout == "groups" else _of_labels(table, rows)
        for name, value in cells:
            found.setdefault(f"{table_code}.{name}", value)
    return found


def _of_one_line(table: FormTable, rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, float]]:
    """Read the table whose columns stand side by side: the line that has as many numbers as the form has cells."""
    names = [f"{row.code}.{column.code}" for block in table.blocks for row in block.rows for column in block.columns]
    for cells in rows:
        numbers = [number for cell in cells if (number := _number(cell)) is not None]
        if len(numbers) == len(names):
            yield from zip(names, numbers, strict=True)


def _of_labels(table: FormTable, rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, float]]:
    """Read the rows in the order of the form: a label that the form has twice is the next one."""
    expected = [(block, row) for block in table.blocks for row in block.rows if not row.header]
    for cells in rows:
        place = _last_label(cells)
        if place is None:
            continue
        number = next((number for number, (_, row) in enumerate(expected) if _is_label(cells[place], row)), None)
        if number is not None:
            block, row = expected.pop(number)
            yield from _behind(cells[place + 1 :], block, row)


def _behind(cells: Sequence[str], block: Block, row: Row) -> Iterator[tuple[str, float]]:
    for column, cell in zip(block.columns, _fitted(cells, len(block.columns)), strict=False):
        number = _number(cell)
        if number is not None:
            yield f"{row.code}.{column.code}", number


def _fitted(cells: Sequence[str], width: int) -> Sequence[str]:
    """Leave out what makes a row wider than the form: empty cells of a wider table, merged labels, a unit."""
    start, stop = 0, len(cells)
    while stop - start > width and _number(cells[stop - 1]) is None:
        stop -= 1
    while stop - start > width and _number(cells[start]) is None:
        start += 1
    return cells[start:stop]


def _last_label(cells: Sequence[str]) -> int | None:
    labels = [place for place, cell in enumerate(cells) if len(_bare(cell)) > 1]
    return labels[-1] if labels else None


def _is_label(printed: str, row: Row) -> bool:
    return any(fuzz.ratio(_bare(printed), _bare(label)) >= _LIKE_ENOUGH for label in (row.label, *row.variants))


def _bare(label: str) -> str:
    return _NO_LABEL.sub("", label)


def _number(cell: str) -> float | None:
    match = _NUMBER.fullmatch(cell)
    return float(match[1].replace(",", "").replace("，", "")) if match else None
