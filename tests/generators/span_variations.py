"""Variations of merged cells: spans that do not fit, and merging that was lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from generators.printed import AnchoredCell, PrintedCell, PrintedReport, PrintedTable

__all__ = [
    "data_cells_spanning",
    "group_headers_too_narrow",
    "group_headers_too_wide",
    "merged_cells_lost",
    "merged_cells_repeated",
    "row_spans_missing",
]


def _of_anchored(report: PrintedReport, change: Callable[[AnchoredCell], PrintedCell]) -> PrintedReport:
    def changed(table: PrintedTable) -> PrintedTable:
        anchored = {each.cell: each for row in table.anchored() for each in row}
        return table.change_cells(lambda cell: change(anchored[cell]))

    return report.change_tables(changed)


def data_cells_spanning(random: Random, report: PrintedReport) -> PrintedReport:
    """Cells with numbers span columns that their headers do not."""

    def changed(each: AnchoredCell) -> PrintedCell:
        spans = each.cell.role in ("value", "own") and random.random() < 0.3
        return replace(each.cell, column_span=random.randint(1, 3)) if spans else each.cell

    return _of_anchored(report, changed)


def group_headers_too_wide(random: Random, report: PrintedReport) -> PrintedReport:
    return _with_groups(report, random.randint(1, 2))


def group_headers_too_narrow(random: Random, report: PrintedReport) -> PrintedReport:
    """A group that is too narrow puts the headers below it behind those beside it."""
    return _with_groups(report, -random.randint(1, 3))


def _with_groups(report: PrintedReport, wider: int) -> PrintedReport:
    def changed(each: AnchoredCell) -> PrintedCell:
        is_group = each.cell.role == "header" and each.row_span == 1 and 4 <= each.column_span <= 10
        is_group = is_group and not each.cell.text.startswith("第")
        return replace(each.cell, column_span=each.column_span + wider) if is_group else each.cell

    return _of_anchored(report, changed)


def row_spans_missing(random: Random, report: PrintedReport) -> PrintedReport:
    """Some cells that stand beside several rows are said to stand beside one."""

    def changed(each: AnchoredCell) -> PrintedCell:
        missing = each.row_span > 1 and random.random() < 0.5
        return replace(each.cell, row_span=1) if missing else each.cell

    return _of_anchored(report, changed)


def merged_cells_lost(random: Random, report: PrintedReport) -> PrintedReport:
    """A merged cell leaves empty cells behind its first slot, as old workbooks and pasted text do."""
    return _unmerged(report, lambda cell: PrintedCell("", "aside"))


def merged_cells_repeated(random: Random, report: PrintedReport) -> PrintedReport:
    """A merged cell is printed again in every slot that it covered."""
    return _unmerged(report, lambda cell: PrintedCell(cell.text, "aside"))


def _unmerged(report: PrintedReport, fill: Callable[[PrintedCell], PrintedCell]) -> PrintedReport:
    def changed(table: PrintedTable) -> PrintedTable:
        seen: set[PrintedCell] = set()
        rows = []
        for row in table.slots:
            torn = []
            for cell in row:
                torn.append(fill(cell) if cell in seen else replace(cell, row_span=None, column_span=None))
                seen.add(cell)
            rows.append(tuple(torn))
        return replace(table, slots=tuple(rows))

    return report.change_tables(changed)
