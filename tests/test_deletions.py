"""Whatever is taken from a report is found: any table, row, column, section or heading, and what any cell says."""

from __future__ import annotations

from random import Random

import pytest

from generators.deletions import DELETIONS
from generators.reports import FORM_CHOICES, FORMATS, SAVED, ReportPlan, print_report, render
from gongkai import Report, read_report

TELLING = {
    "table": {"tables_present"},
    "row": {"rows_present", "tables_present"},
    # Without one of its columns, a table may be that of no form any more.
    "column": {"columns_present", "cells_present", "rows_present", "tables_present"},
    "section": {"sections_present", "sections_numbered", "contents_present"},
    "heading": {"sections_present", "sections_numbered", "contents_present"},
    # Beside parts that are blank as well, a blank total is no worse than they are.
    "total": {"blank_total", "blank_cells", "cells_present"},
    "number": {"blank_total", "blank_cells", "blank_table", "cells_present"},
}
"""The rules of which one tells what was taken."""


def findings(report: Report) -> set[tuple[str, str, str]]:
    return {(each.rule, each.subject, each.message) for each in report.check_rows if each.outcome == "fails"}


# Where the cells of a row are told by their number alone, a careful reader may be left with several readings.
TRIALS = [
    *((kind, name, None) for kind in DELETIONS for name in sorted(FORMATS.keys() - SAVED)),
    *((kind, "docx", forms) for kind in DELETIONS for forms in sorted(FORM_CHOICES)),
]


@pytest.mark.parametrize(("kind", "format_name", "forms"), TRIALS)
def test_whatever_is_taken_is_found(kind: str, format_name: str, forms: str | None) -> None:
    random = Random(f"{kind} {format_name} {forms}")
    printed = print_report(ReportPlan(random.getrandbits(32), forms or random.choice(sorted(FORM_CHOICES)), "balanced"))
    whole = read_report(render(printed, format_name))
    less = read_report(render(DELETIONS[kind](random, printed), format_name))
    new = {rule for rule, _, _ in findings(less) - findings(whole)}
    assert new & TELLING[kind]
    if kind in ("table", "row", "column"):
        assert less.summary["status"] != "complete"
