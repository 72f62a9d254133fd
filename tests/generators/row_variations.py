"""Variations of the rows and columns: of the agency's own, left out, or only there to count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from generators.official import value_cell
from generators.printed import PrintedCell, PrintedReport, PrintedTable

__all__ = [
    "columns_counted",
    "columns_left_out",
    "columns_of_its_own",
    "disputes_in_rows",
    "footer_rows",
    "rows_counted",
    "rows_left_out",
    "rows_of_its_own",
]

Row = tuple[PrintedCell, ...]

OWN_ROWS = (
    "其中：区政府部门统计数",
    "乡镇街道统计数",
    "县直单位统计数",
    "政务抖音公开政府信息数",
    "其中：网络渠道",
    "9.其他情形",
    "（八）延期答复",
)
OWN_COLUMNS = ("备注数", "乡镇街道", "区直单位统计数", "上年同期", "个体工商户")


def _number(random: Random) -> PrintedCell:
    return value_cell(None, random.choice([0, random.randint(1, 9), random.randint(10, 99_999)]))


def _has_values(row: Row) -> bool:
    return any(cell.role == "value" for cell in row)


def _of_tables(report: PrintedReport, codes: Sequence[str], change: Callable[[PrintedTable], PrintedTable]):
    return report.change_tables(lambda table: change(table) if table.code in codes else table)


def rows_left_out(random: Random, report: PrintedReport) -> PrintedReport:
    """Leave out up to a third of the rows."""

    def changed(table: PrintedTable) -> PrintedTable:
        rate = random.choice([0.05, 0.3])
        kept = [row for row in table.slots if not _has_values(row) or _is_telling(row) or random.random() > rate]
        return replace(table, slots=tuple(kept))

    return _of_tables(report, ("statistics", "disclosure", "requests"), changed)


# Without these the tables of requests of 2019 and 2021 look the same, and rows of form 2014 that have the same label
# under reviews and under lawsuits may be either.
TELLING = ("其他处理", "复议", "诉讼", "维持", "纠错", "其他情形")


def _is_telling(row: Row) -> bool:
    return any(word in cell.text for cell in row for word in TELLING)


def columns_left_out(random: Random, report: PrintedReport) -> PrintedReport:
    """Leave out one or two columns of the applicants, header and all."""

    def changed(table: PrintedTable) -> PrintedTable:
        gone = random.sample(range(3, len(table.slots[0])), random.randint(1, 2))
        rows = (tuple(cell for place, cell in enumerate(row) if place not in gone) for row in table.slots)
        return replace(table, slots=tuple(rows))

    return _of_tables(report, ("requests",), changed)


def rows_of_its_own(random: Random, report: PrintedReport) -> PrintedReport:
    """Put in rows that the form does not have, each with a number under every column."""

    def changed(table: PrintedTable) -> PrintedTable:
        rows = list(table.slots)
        for label in random.sample(OWN_ROWS, random.randint(1, 3)):
            places = [number for number, row in enumerate(rows) if _has_values(row)]
            if places:
                place = random.choice(places)
                rows.insert(place + 1, _own_row(random, rows, place, label))
        return replace(table, slots=tuple(rows))

    return _of_tables(report, ("statistics", "disclosure", "requests"), changed)


def _own_row(random: Random, rows: Sequence[Row], place: int, label: str) -> Row:
    above, below = rows[place], rows[place + 1] if place + 1 < len(rows) else ()
    own_label, numbers = PrintedCell(label), {cell: _number(random) for cell in above if cell.role == "value"}
    row = []
    for column, cell in enumerate(above):
        if cell.role in ("value", "own"):
            row.append(numbers.setdefault(cell, _number(random)))
        elif cell.role == "aside":
            row.append(PrintedCell(cell.text, "aside"))
        else:
            row.append(cell if below and below[column] is cell else own_label)
    return tuple(row)


def columns_of_its_own(random: Random, report: PrintedReport) -> PrintedReport:
    """Put a column of the agency's own, with its header, among or behind the columns of the form."""

    def changed(table: PrintedTable) -> PrintedTable:
        width = len(table.slots[0])
        place = random.randint(3, width) if table.code == "requests" else width
        name = random.choice(OWN_COLUMNS)
        header = PrintedCell(name, "header")
        rows = []
        for row in table.slots:
            rows.append(_with_column(random, row, place, header))
            # Neighbouring header rows share the cell; each block has a header of its own.
            header = header if header in rows[-1] else PrintedCell(name, "header")
        return replace(table, slots=tuple(rows))

    return _of_tables(report, ("statistics", "disclosure", "requests"), changed)


def _with_column(random: Random, row: Row, place: int, header: PrintedCell) -> Row:
    left, right = row[place - 1], row[place] if place < len(row) else None
    if left is right or (right is None and row.count(left) == len(row)):
        new = left
    elif any(cell.role in ("value", "own") for cell in row):
        new = _number(random)
    elif left.role == "header" or (right is not None and right.role == "header"):
        new = header
    else:
        new = PrintedCell("", "aside")
    return (*row[:place], new, *row[place:])


def disputes_in_rows(random: Random, report: PrintedReport) -> PrintedReport:
    """Print the table of reviews and lawsuits with a row for each group, for each outcome, or for each value."""
    arranged = random.choice([_a_row_a_group, _a_row_an_outcome, _a_row_a_value])

    def changed(table: PrintedTable) -> PrintedTable:
        values = table.slots[-1]
        size = len(values) // 3
        parts = [values[start : start + size] for start in range(0, len(values), size)]
        return replace(table, slots=arranged(parts), header_rows=1)

    return _of_tables(report, ("disputes",), changed)


OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")


def _a_row_a_group(parts: Sequence[Row]) -> tuple[Row, ...]:
    lawsuits = PrintedCell("行政诉讼")
    corner = PrintedCell("类别", "header")
    header = (corner, corner, *(PrintedCell(text, "header") for text in OUTCOMES))
    review, *others = (PrintedCell(text) for text in GROUPS)
    labels = [(review, review), *((lawsuits, other) for other in others)]
    return (header, *((*label, *part) for label, part in zip(labels, parts, strict=True)))


def _a_row_an_outcome(parts: Sequence[Row]) -> tuple[Row, ...]:
    header = (PrintedCell("", "header"), *(PrintedCell(text, "header") for text in GROUPS))
    return (header, *((PrintedCell(text), *row) for text, row in zip(OUTCOMES, zip(*parts, strict=True), strict=True)))


def _a_row_a_value(parts: Sequence[Row]) -> tuple[Row, ...]:
    corner = PrintedCell("项目", "header")
    rows: list[Row] = [(corner, corner, PrintedCell("数量", "header"))]
    for text, part in zip(GROUPS, parts, strict=True):
        group = PrintedCell(text)
        rows += [(group, PrintedCell(outcome), value) for outcome, value in zip(OUTCOMES, part, strict=True)]
    return tuple(rows)


def columns_counted(random: Random, report: PrintedReport) -> PrintedReport:
    """Number the columns in a row below the header."""

    def changed(table: PrintedTable) -> PrintedTable:
        body = table.slots[table.header_rows]
        above = table.slots[table.header_rows - 1]
        labels = 0 if table.code == "disputes" else 2 if table.code == "statistics" else 3
        caption = PrintedCell(random.choice(["栏次", "甲", ""]), "header")
        names = [caption] * labels if table.code != "statistics" else [caption, PrintedCell("乙", "header")]
        counts = [PrintedCell(str(number), "count") for number in range(1, len(above) - labels + 1)]
        assert len(body) == len(names) + len(counts)
        rows = (*table.slots[: table.header_rows], (*names, *counts), *table.slots[table.header_rows :])
        return replace(table, slots=rows, header_rows=table.header_rows + 1)

    return _of_tables(report, ("statistics", "requests", "disputes"), changed)


def rows_counted(random: Random, report: PrintedReport) -> PrintedReport:
    """Number the rows in a column before the labels."""

    def changed(table: PrintedTable) -> PrintedTable:
        header = PrintedCell("序号", "header")
        rows = [
            (header if number < table.header_rows else _ordinal(number - table.header_rows + 1), *row)
            for number, row in enumerate(table.slots)
        ]
        return replace(table, slots=tuple(rows))

    return _of_tables(report, ("statistics", "requests"), changed)


def _ordinal(number: int) -> PrintedCell:
    return PrintedCell(str(number), "count")


def footer_rows(random: Random, report: PrintedReport) -> PrintedReport:
    """Say below each table who filled it in, and how to reach them."""

    def changed(table: PrintedTable) -> PrintedTable:
        width = len(table.slots[0])
        signature = PrintedCell("填报人：王敏　审核人：李强　联系电话：0515-83660012", "aside")
        phone, number = PrintedCell("联系电话", "aside"), PrintedCell("83660012", "aside")
        rows = [(signature,) * width, (phone,) + (number,) * (width - 1)]
        return replace(table, slots=(*table.slots, *rows[: random.randint(1, 2)]))

    return _of_tables(report, ("statistics", "disclosure", "requests", "disputes"), changed)
