"""Tables that print the columns of a form as rows, and its rows as columns.

项目   | 一、本年新收政府信息公开申请数量 | 二、上年结转政府信息公开申请数量 | …
自然人 | 12                               | 0                                |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from gongkai.document import Cell, Table
from gongkai.forms import FormTable
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.printed_words import national_tables, row_words, spellings
from gongkai.recognise.values import read_cell

__all__ = ["turned_places"]

Slot = tuple[int, int]

FEWEST_ROWS = 3
"""Rows of the form above the values from which a table is turned."""


def turned_places(table: Table) -> Mapping[Slot, Cell]:
    """Give every cell of a turned table by its slot, each in the place that it has in the form; of others, none.

    A table is turned if the names before its values are all columns of a form, in their order, and rows of the form
    stand above them.

    >>> rows = [["项目", "一、本年新收政府信息公开申请数量", "（一）予以公开", "（七）总计"]]
    >>> columns = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    >>> rows += [[name, "1", "2", ""] for name in columns]
    >>> cells = [Cell(text, row, column) for row, texts in enumerate(rows, 1) for column, text in enumerate(texts, 1)]
    >>> turned_places(Table(tuple(cells)))[2, 3]
    Cell(text='2', row=3, column=2, row_span=1, column_span=1)
    """
    rows = list(table.rows())
    names = list(_names_before_values(rows))
    if not any(_is_turned(rows, names, each) for each in _matrices()):
        return {}
    return {
        (cell.row, cell.column): Cell(cell.text, cell.column, cell.row, cell.column_span, cell.row_span)
        for cell in table.cells
    }


def _names_before_values(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    for row in rows:
        is_text = [read_cell(cell.text).kind == "text" for cell in row]
        if is_text[0] and not all(is_text):
            label = read_label(row[is_text.index(False) - 1].text)
            yield label.text if label.mark is None else ""


def _is_turned(rows: Sequence[Sequence[Cell]], names: Sequence[str], table: FormTable) -> bool:
    columns, labels = _spellings(table)
    named = [name for name in names if any(name in column for column in columns)]
    if len(named) != len(columns) or not all(name in column for name, column in zip(named, columns, strict=True)):
        return False
    above = (cell for row in rows for cell in row if read_label(cell.text).text in labels)
    by_row = (len(list(cells)) for _, cells in groupby(above, key=lambda cell: cell.row))
    return max(by_row, default=0) >= FEWEST_ROWS


@cache
def _matrices() -> tuple[FormTable, ...]:
    return tuple(table for table in national_tables() if table.layout == "matrix")


@cache
def _spellings(table: FormTable) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """Give the spellings of each column of a matrix, and those of all its rows."""
    (block,) = table.blocks
    return tuple(map(spellings, block.columns)), row_words([table])
