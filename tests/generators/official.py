"""The tables of the forms as the forms print them, filled with given numbers; and strategies for the form of 2014.

The form of 2014 prints any one value for each row, so that its cells can hold whatever agencies write into them: the
strategies fill it so, and leave out, put in and vary rows. Each gives a `PrintedTable`, which knows its own truth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from hypothesis import strategies as st

from generators.printed import PrintedCell, PrintedTable
from gongkai.forms import Block, Column, FormTable, Layout, Row, form

__all__ = [
    "Number",
    "Numbers",
    "filled_statistics",
    "labels_varied",
    "official_table",
    "printed_label",
    "rows_dropped",
    "rows_of_its_own",
    "spacing_changed",
    "value_cell",
]

Number = int | float | None
Numbers = Mapping[tuple[str, str], Number]
"""The numbers of one table by the codes of row and column; None is a cell printed blank."""

REQUESTS_NOTE = "（第一项与第二项之和等于第三项与第四项之和）"


def official_table(form_code: str, table_code: str, numbers: Numbers) -> PrintedTable:
    """Print a table of a form."""
    table = next(each for each in form(form_code).tables if each.code == table_code)
    return _LAYOUTS[table.layout](_Filling(form_code, table, numbers))


Marks = Literal["official", "comma", "brackets"]
"""How an agency marks its rows: as the form does, 1、 and (一), or （1）."""


def printed_label(row: Row, *, marks: Marks = "official", note: bool = True) -> str:
    """Print a label with its mark and note."""
    if row.number == "其中":
        mark = "其中："
    elif row.number.isdigit():
        mark = {"official": f"{row.number}.", "comma": f"{row.number}、", "brackets": f"（{row.number}）"}[marks]
    elif row.number.startswith("（") or not row.number:
        mark = row.number.replace("（", "(").replace("）", ")") if marks == "comma" else row.number
    else:
        mark = f"{row.number}、"
    return mark + row.label + (f"（{row.note}）" if note and row.note else "")


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


# Strategies for the form of 2014 ------------------------------------------------------------------------------------

_STATISTICS = form("2014").tables[0]
_ROWS = {row.code: row for row in _STATISTICS.blocks[0].rows}
_OWN_ROWS = (
    "其中：区政府统计数",
    "乡镇街道统计数",
    "2.邮件申请数",
    "其中：县直单位数",
    "政务抖音公开政府信息数",
    "撤诉数",
    "其他",
)


def _whole(number: int) -> st.SearchStrategy[tuple[str, float]]:
    full_width = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return st.sampled_from([str(number), f"{number:,}", full_width, f" {number} ", f"\u00a0{number}"]).map(
        lambda text: (text, float(number))
    )


_printed_values = st.one_of(
    st.just(("", None)),
    st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 10**7)).flatmap(_whole),
    st.integers(0, 10**6).map(lambda number: (f"{number // 100}.{number % 100:02d}", number / 100)),
    st.sampled_from([("/", None), ("—", None), ("无", None)]),
    st.sampled_from([("十二", 12.0), ("三", 3.0), ("一百零五", 105.0)]),
    st.sampled_from([("22（其中修订16件）", 22.0), ("见附件", None), ("约3", None)]),
)


@st.composite
def filled_statistics(draw: st.DrawFn) -> PrintedTable:
    """Fill every row of the form of 2014 with whatever agencies write."""
    empty = official_table("2014", _STATISTICS.code, {(code, "count"): None for code in _ROWS})

    def filled(cell: PrintedCell) -> PrintedCell:
        if cell.role != "value":
            return cell
        text, value = draw(_printed_values)
        return replace(cell, text=text, value=value)

    return empty.change_cells(filled)


@st.composite
def rows_dropped(draw: st.DrawFn, table: PrintedTable) -> PrintedTable:
    """Leave out rows."""
    header, *rows = table.slots
    gone = draw(st.sets(st.integers(0, len(rows) - 1), max_size=25))
    return replace(table, slots=(header, *(row for number, row in enumerate(rows) if number not in gone)))


@st.composite
def labels_varied(draw: st.DrawFn, table: PrintedTable) -> PrintedTable:
    """Print some labels with another mark, without the note, as a known variant, or short of one character."""
    by_label = {printed_label(row): row for row in _ROWS.values()}

    def varied(cell: PrintedCell) -> PrintedCell:
        row = by_label.get(cell.text) if cell.role == "label" else None
        return replace(cell, text=_varied(draw, row)) if row else cell

    return table.change_cells(varied)


def _varied(draw: st.DrawFn, row: Row) -> str:
    habit = draw(st.sampled_from(["official", "comma", "brackets", "plain", "variant", "lost"]))
    if habit in ("comma", "brackets"):
        return printed_label(row, marks=habit)
    if habit == "plain":
        return printed_label(row, note=False)
    if habit == "variant" and row.variants:
        return printed_label(replace(row, label=draw(st.sampled_from(row.variants))), note=False)
    if habit == "lost":
        place = draw(st.integers(0, len(row.label) - 1))
        return printed_label(replace(row, label=row.label[:place] + row.label[place + 1 :]), note=False)
    return printed_label(row)


@st.composite
def spacing_changed(draw: st.DrawFn, table: PrintedTable) -> PrintedTable:
    """Put blanks inside labels."""
    blanks = st.sampled_from(["", "", "", " ", "\u3000", "\u00a0", "  "])

    def spaced(cell: PrintedCell) -> PrintedCell:
        text = "".join(character + draw(blanks) for character in cell.text).strip()
        return replace(cell, text=text) if cell.role == "label" else cell

    return table.change_cells(spaced)


@st.composite
def rows_of_its_own(draw: st.DrawFn, table: PrintedTable) -> PrintedTable:
    """Put in rows that the form does not have."""
    slots = list(table.slots)
    for label in draw(st.lists(st.sampled_from(_OWN_ROWS), max_size=3, unique=True)):
        place = draw(st.integers(1, len(slots)))
        cells = (PrintedCell(label), PrintedCell("件", "aside"), value_cell(None, draw(st.integers(0, 9999))))
        slots.insert(place, cells)
    return replace(table, slots=tuple(slots))
