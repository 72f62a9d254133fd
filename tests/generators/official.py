"""The tables of the forms as the forms print them, filled with given numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generators.printed import PrintedCell, PrintedTable
from gongkai.forms import Block, Column, FormTable, Layout, Row, form

__all__ = ["Number", "Numbers", "official_table", "printed_label", "value_cell"]

Number = int | float | None
Numbers = Mapping[tuple[str, str], Number]
"""The numbers of one table by the codes of row and column; None is a cell printed blank."""

REQUESTS_NOTE = "（第一项与第二项之和等于第三项与第四项之和）"


def official_table(form_code: str, table_code: str, numbers: Numbers) -> PrintedTable:
    """Print a table of a form."""
    table = next(each for each in form(form_code).tables if each.code == table_code)
    return _LAYOUTS[table.layout](_Filling(form_code, table, numbers))


def printed_label(row: Row) -> str:
    """Print a label with its mark and note."""
    if row.number == "其中":
        mark = "其中："
    elif row.number.isdigit():
        mark = f"{row.number}."
    elif row.number.startswith("（") or not row.number:
        mark = row.number
    else:
        mark = f"{row.number}、"
    return mark + row.label + (f"（{row.note}）" if row.note else "")


def value_cell(indicator: str | None, number: Number, unit: str | None = None) -> PrintedCell:
    """Print a number, or nothing, for an indicator; without one it is a number of the agency's own."""
    role = "value" if indicator else "own"
    if number is None:
        return PrintedCell("", role, indicator, unit=unit)
    return PrintedCell(f"{number}", role, indicator, float(number), "reported", unit)


@dataclass(frozen=True)
class _Filling:
    form: str
    table: FormTable
    numbers: Numbers

    def value(self, row: Row, column: Column) -> PrintedCell:
        indicator = f"{self.form}.{self.table.code}.{row.code}.{column.code}"
        return value_cell(indicator, self.numbers[row.code, column.code], row.unit or column.unit)

    def values(self, row: Row, block: Block) -> list[PrintedCell]:
        return [self.value(row, column) for column in block.columns]

    def table_of(self, rows: list[list[PrintedCell]], header_rows: int) -> PrintedTable:
        return PrintedTable(self.table.code, tuple(map(tuple, rows)), header_rows)


def _statistics(filling: _Filling) -> PrintedTable:
    (block,) = filling.table.blocks
    rows = [[PrintedCell(text, "header") for text in ("统计指标", "单位", "统计数")]]
    for row in block.rows:
        unit = PrintedCell(row.unit or "——", "aside")
        value = PrintedCell("", "aside") if row.header else filling.value(row, block.columns[0])
        rows.append([PrintedCell(printed_label(row)), unit, value])
    return filling.table_of(rows, 1)


def _disclosure(filling: _Filling) -> PrintedTable:
    width = max(len(block.columns) for block in filling.table.blocks)
    rows = []
    for block in filling.table.blocks:
        rows.append([PrintedCell(block.heading or "", "header")] * (width + 1))
        labels = [PrintedCell(column.label, "header") for column in block.columns]
        rows.append([PrintedCell("信息内容", "header"), *_stretched(labels, width)])
        for row in block.rows:
            rows.append([PrintedCell(printed_label(row)), *_stretched(filling.values(row, block), width)])
    return filling.table_of(rows, 0)


def _stretched(cells: list[PrintedCell], width: int) -> list[PrintedCell]:
    return cells + [cells[-1]] * (width - len(cells))


def _requests(filling: _Filling) -> PrintedTable:
    (block,) = filling.table.blocks
    note, applicants = PrintedCell(REQUESTS_NOTE, "header"), PrintedCell("申请人情况", "header")
    groups = {column.group: PrintedCell(column.group, "header") for column in block.columns if column.group}
    leaves = [PrintedCell(column.label, "header") for column in block.columns]
    above = [groups.get(column.group or "", leaf) for column, leaf in zip(block.columns, leaves, strict=True)]
    rows = [[note] * 3 + [applicants] * len(leaves), [note] * 3 + above, [note] * 3 + leaves]
    for labels, row in _label_slots(block):
        rows.append([*labels, *filling.values(row, block)])
    return filling.table_of(rows, 3)


def _label_slots(block: Block) -> Iterator[tuple[list[PrintedCell], Row]]:
    """Give the three slots of labels before each row of values; a heading stands before all rows that it heads."""
    headings = {row.code: (PrintedCell(printed_label(row)), row.parent) for row in block.rows if row.header}
    for row in block.rows:
        if row.header:
            continue
        before: list[PrintedCell] = []
        parent = row.parent
        while parent is not None:
            heading, parent = headings[parent]
            before.insert(0, heading)
        yield before + [PrintedCell(printed_label(row))] * (3 - len(before)), row


def _disputes(filling: _Filling) -> PrintedTable:
    (block,) = filling.table.blocks
    top: list[PrintedCell] = []
    middle: list[PrintedCell] = []
    bottom: list[PrintedCell] = []
    groups = {row.group: PrintedCell(row.group, "header") for row in block.rows if row.group}
    for row in block.rows:
        outcomes = [PrintedCell(column.label, "header") for column in block.columns]
        heading = [PrintedCell(row.label, "header")] * len(outcomes)
        top += [groups[row.group]] * len(outcomes) if row.group else heading
        middle += heading if row.group else outcomes
        bottom += outcomes
    values = [cell for row in block.rows for cell in filling.values(row, block)]
    return filling.table_of([top, middle, bottom, values], 3)


_LAYOUTS: Mapping[Layout, Callable[[_Filling], PrintedTable]] = {
    "list": _statistics,
    "blocks": _disclosure,
    "matrix": _requests,
    "groups": _disputes,
}
