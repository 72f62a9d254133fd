"""Variations of the cells with values: other digits, separators, units, notes, and marks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from generators.printed import PrintedCell, PrintedReport

__all__ = [
    "blanks_around_numbers",
    "changes_in_words",
    "digits_in_full_width",
    "notes_inside_cells",
    "nothing_marked",
    "thousands_separated",
    "units_inside_cells",
    "words_for_numbers",
]

FULL_WIDTH_DIGITS = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def _of_values(report: PrintedReport, change: Callable[[PrintedCell], PrintedCell]) -> PrintedReport:
    """Change the cells with numbers of the form and of the agency's own."""
    return report.change_tables(
        lambda table: table.change_cells(lambda cell: change(cell) if cell.role in ("value", "own") else cell)
    )


def _of_numbers(report: PrintedReport, change: Callable[[PrintedCell], str]) -> PrintedReport:
    return _of_values(report, lambda cell: replace(cell, text=change(cell)) if cell.value is not None else cell)


def changes_in_words(random: Random, report: PrintedReport) -> PrintedReport:
    """Columns that ask for a change say in words that something grew or shrank."""

    def changed(cell: PrintedCell) -> PrintedCell:
        if not (cell.indicator or "").endswith(".items_change") or not cell.value:
            return cell
        amount = abs(cell.value)
        grown = random.choice(["增{}", "增加{}", "新增{}", "↑{}", "+{}", "{}（增）", "增：{}"])
        shrunk = random.choice(["减{}", "减少{}", "↓{}", "-{}", "－{}", "{}（减）", "{}（减少）", "减:{}"])
        sign = random.choice([-1, 1])
        return replace(cell, text=(grown if sign > 0 else shrunk).format(f"{amount:g}"), value=sign * amount)

    return _of_values(report, changed)


def thousands_separated(random: Random, report: PrintedReport) -> PrintedReport:
    def changed(cell: PrintedCell) -> str:
        whole, dot, rest = cell.text.partition(".")
        return f"{int(whole):,}{dot}{rest}" if whole.lstrip("-").isdigit() else cell.text

    return _of_numbers(report, changed)


def nothing_marked(random: Random, report: PrintedReport) -> PrintedReport:
    mark = random.choice(["—", "——", "/", "无", "-"])

    def changed(cell: PrintedCell) -> PrintedCell:
        return cell if cell.text else replace(cell, text=mark, status="not_applicable")

    return _of_values(report, changed)


def units_inside_cells(random: Random, report: PrintedReport) -> PrintedReport:
    def changed(cell: PrintedCell) -> str:
        return cell.text + (cell.unit or "元") if random.random() < 0.3 else cell.text

    return _of_numbers(report, changed)


def notes_inside_cells(random: Random, report: PrintedReport) -> PrintedReport:
    notes = ["（其中修订16件）", "（含上年3件）", "（较上年增加2项）", "(其中废止1件)"]
    return _of_numbers(report, lambda cell: cell.text + (random.choice(notes) if random.random() < 0.1 else ""))


def digits_in_full_width(random: Random, report: PrintedReport) -> PrintedReport:
    return _of_numbers(report, lambda cell: cell.text.translate(FULL_WIDTH_DIGITS))


def blanks_around_numbers(random: Random, report: PrintedReport) -> PrintedReport:
    blanks = ["", " ", "\u00a0", "\u3000"]
    return _of_numbers(report, lambda cell: random.choice(blanks) + cell.text + random.choice(blanks))


def words_for_numbers(random: Random, report: PrintedReport) -> PrintedReport:
    """A few cells print words that are no number."""
    words = ["见附件", "约3", "10%", "详见正文", "3/4"]

    def changed(cell: PrintedCell) -> PrintedCell:
        if cell.role == "own" or random.random() > 0.05:
            return cell
        return replace(cell, text=random.choice(words), value=None, status="unreadable")

    return _of_values(report, changed)
