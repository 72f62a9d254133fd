"""Whole reports with one thing taken out, in every form and format: the gap is found. Clean ones raise no alarm."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from clean_reports import clean_plans, false_alarms
from generators.printed import PrintedCell, PrintedReport, PrintedTable
from generators.reports import FORM_CHOICES, FORMATS, SAVED, ReportPlan, print_report, render
from gongkai.pipeline import read_report
from gongkai.report import Report

generated = settings(phases=(Phase.explicit, Phase.generate), max_examples=30)
FORM_TABLES = frozenset({"requests", "statistics"})
"""Tables of one block, of which a row can go while the header stays."""


def without_table(random: Random, printed: PrintedReport) -> PrintedReport:
    taken = random.choice(list(printed.tables()))
    return replace(printed, blocks=tuple(block for block in printed.blocks if block is not taken))


def without_row(random: Random, printed: PrintedReport) -> PrintedReport:
    table = random.choice([each for each in printed.tables() if each.code in FORM_TABLES])
    rows = [row for row in table.slots if any(cell.indicator for cell in row)]
    taken = random.choice(rows)
    left = replace(table, slots=tuple(row for row in table.slots if row is not taken))
    return printed.change_tables(lambda each: left if each is table else each)


def without_total(random: Random, printed: PrintedReport) -> PrintedReport:
    table = random.choice([each for each in printed.tables() if each.code in FORM_TABLES])
    totals = [cell for cell in table.cells() if _is_printed_total(cell)]
    taken = random.choice(totals)
    blank = PrintedCell(role="value", indicator=taken.indicator)

    def changed(each: PrintedTable) -> PrintedTable:
        return each.change_cells(lambda cell: blank if cell is taken else cell) if each is table else each

    return printed.change_tables(changed)


def _is_printed_total(cell: PrintedCell) -> bool:
    """Say whether a cell is a total above 0, so that a part of it is printed."""
    name = cell.indicator or ""
    ends = (".total", ".requests_received.count", ".replies.count", ".staff.count", ".requests_closed.count")
    return bool(cell.value) and (name.endswith(ends) or ".results_total." in name)


def without_section(random: Random, printed: PrintedReport) -> PrintedReport:
    headings = [
        block for block in printed.blocks if isinstance(block, str) and block.startswith(("二、", "五、", "六、"))
    ]
    taken = random.choice(headings)
    return replace(printed, blocks=tuple(block for block in printed.blocks if block is not taken))


GAPS = {
    "tables_present": without_table,
    "rows_present": without_row,
    "blank_total": without_total,
    "sections_present": without_section,
}


def failing(report: Report) -> set[tuple[str, str]]:
    return {(check.rule, check.subject) for check in report.check_rows if check.outcome == "fails"}


@pytest.mark.parametrize("rule", sorted(GAPS))
@given(seed=st.integers(0, 2**32 - 1), data=st.data())
@generated
def test_a_gap_is_found(rule: str, seed: int, data: st.DataObject) -> None:
    # The form of 2014 names no sections, and where cells are lines of their own, a blank one may be none.
    forms = sorted(FORM_CHOICES.keys() - ({"2014"} if rule in ("sections_present", "tables_present") else set()))
    formats = sorted(FORMATS.keys() - (SAVED if rule == "blank_total" else set()) - {"text lines"})
    plan = ReportPlan(seed, data.draw(st.sampled_from(forms)), "balanced")
    format_name = data.draw(st.sampled_from(formats))
    whole = print_report(plan)
    report = read_report(render(GAPS[rule](Random(seed), whole), format_name))
    # Some zeros are left blank, in totals as well.
    found = failing(report) - failing(read_report(render(whole, format_name)))
    assert rule in {name for name, _ in found}
    assert report.summary["status"] == "partial"


@pytest.mark.parametrize("trial", list(clean_plans(60, 1)))
def test_a_clean_report_raises_no_error(trial: tuple[ReportPlan, str]) -> None:
    assert false_alarms(trial) == []
