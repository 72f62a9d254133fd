"""Reports from which one thing was taken: a table, a row, a column, a section, its heading, or what a cell says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random

from generators.numbers_of_forms import is_total
from generators.printed import Block, PrintedCell, PrintedReport, PrintedTable, Slots

__all__ = ["DELETIONS"]

_SECTION_MARKS = ("一、", "二、", "三、", "四、", "五、", "六、")


def _without_table(random: Random, report: PrintedReport) -> PrintedReport:
    gone = random.choice(list(report.tables()))
    return replace(report, blocks=tuple(block for block in report.blocks if block is not gone))


def _without_row(random: Random, report: PrintedReport) -> PrintedReport:
    return _in_a_table(report, random.choice([*_rows(report)]), lambda slots, row: (*slots[:row], *slots[row + 1 :]))


def _without_column(random: Random, report: PrintedReport) -> PrintedReport:
    def taken(slots: Slots, column: int) -> Slots:
        return tuple((*row[:column], *row[column + 1 :]) for row in slots)

    return _in_a_table(report, random.choice([*_columns(report)]), taken)


def _without_section(random: Random, report: PrintedReport) -> PrintedReport:
    headings = [place for place, block in enumerate(report.blocks) if _is_heading(block)]
    gone = random.randrange(len(headings))
    first, last = headings[gone], [*headings, len(report.blocks)][gone + 1]
    return replace(report, blocks=(*report.blocks[:first], *report.blocks[last:]))


def _without_heading(random: Random, report: PrintedReport) -> PrintedReport:
    gone = random.choice([place for place, block in enumerate(report.blocks) if _is_heading(block)])
    return replace(report, blocks=(*report.blocks[:gone], *report.blocks[gone + 1 :]))


def _without_total(random: Random, report: PrintedReport) -> PrintedReport:
    totals = [cell for cell in _printed(report) if cell.value and is_total(*str(cell.indicator).split(".")[2:])]
    return _blanked(report, random.choice(totals))


def _without_number(random: Random, report: PrintedReport) -> PrintedReport:
    return _blanked(report, random.choice([*_printed(report)]))


DELETIONS: Mapping[str, Callable[[Random, PrintedReport], PrintedReport]] = {
    "table": _without_table,
    "row": _without_row,
    "column": _without_column,
    "section": _without_section,
    "heading": _without_heading,
    "total": _without_total,
    "number": _without_number,
}
"""What is taken, each from a report in which it is printed."""


def _is_heading(block: Block) -> bool:
    return isinstance(block, str) and block.startswith(_SECTION_MARKS)


def _printed(report: PrintedReport) -> Iterator[PrintedCell]:
    return (cell for cell in report.expected().values() if cell.text)


def _rows(report: PrintedReport) -> Iterator[tuple[PrintedTable, int]]:
    """Give the rows that print a value, each with its table."""
    for table in report.tables():
        for row, cells in enumerate(table.slots):
            if any(cell.role == "value" and cell.text for cell in cells):
                yield table, row


def _columns(report: PrintedReport) -> Iterator[tuple[PrintedTable, int]]:
    """Give the columns of values, each with its table; in blocks under each other, a column is none of one kind."""
    for table in report.tables():
        for column in range(len(table.slots[0]) if table.code != "disclosure" else 0):
            if any(row[column].role == "value" and row[column].text for row in table.slots):
                yield table, column


def _in_a_table(
    report: PrintedReport, at: tuple[PrintedTable, int], change: Callable[[Slots, int], Slots]
) -> PrintedReport:
    table, place = at
    changed = replace(table, slots=change(table.slots, place))
    return replace(report, blocks=tuple(changed if block is table else block for block in report.blocks))


def _blanked(report: PrintedReport, gone: PrintedCell) -> PrintedReport:
    return report.change_tables(
        lambda table: table.change_cells(lambda cell: replace(cell, text="") if cell is gone else cell)
    )
