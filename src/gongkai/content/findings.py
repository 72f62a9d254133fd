"""Checks and repairs: every rule is applied again to the rows of the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from gongkai.check import YearOfAgency, check_report, check_years
from gongkai.content.breach import Breach
from gongkai.content.stored_rows import StoredReport
from gongkai.printable import printable_lines
from gongkai.rows import Check

__all__ = ["check_breaches", "repair_breaches"]


def check_breaches(of_agency: Sequence[StoredReport]) -> Iterator[Breach]:
    """Apply the rules of one report, and those across years, to all reports of an agency; copies count once."""
    years = check_years(
        [
            YearOfAgency(
                report.report_id, report.summary["agency_id"], report.summary["year"], report.rows["observations"]
            )
            for report in of_agency
            if report.summary["agency_id"] and report.summary["year"] and report.summary["duplicate_of"] is None
        ]
    )
    for report in of_agency:
        rows = report.rows
        again = (
            *check_report(
                report.identity, rows["observations"], rows["figures"], rows["sections"], report.unmatched_in_order
            ),
            *years.get(report.report_id, ()),
        )
        yield from _differences(report, {(check.rule, check.subject): check for check in again})


def repair_breaches(report: StoredReport) -> Iterator[Breach]:
    """Hold the place of each repair against the text that stood there, and its kind against what it changed."""
    for position, row in enumerate(report.rows["repairs"], start=1):
        name, place = f"{report.report_id} {row.repair}", row.locator
        if row.repair != position:
            yield Breach("repairs", "repair", name, row.repair, f"it is number {position} of the report")
        if place.start is None or place.end is None or place.end - place.start != len(row.before):
            yield Breach("repairs", "locator", name, row.locator, f"{row.before!r} has {len(row.before)} characters")
        if (row.before == row.after) != (row.kind == "masked"):
            yield Breach("repairs", "kind", name, row.kind, "a masked name, and nothing else, stays as it is")


def _differences(report: StoredReport, again: Mapping[tuple[str, str], Check]) -> Iterator[Breach]:
    stored = {(check.rule, check.subject): check for check in report.rows["checks"]}
    for key in again.keys() - stored.keys():
        yield Breach("checks", "rule", f"{report.report_id} {' '.join(key)}", None, "the rule applies to the report")
    for key, check in stored.items():
        name = f"{report.report_id} {' '.join(key)}"
        if key not in again:
            yield Breach("checks", "rule", name, check.rule, "the rule does not apply to the report so")
            continue
        expected = asdict(again[key])
        # What messages quote of a source is made printable before it is published.
        expected |= {column: printable_lines(expected[column]) for column in ("message", "message_chinese")}
        for column, value in asdict(check).items():
            if value != expected[column]:
                yield Breach("checks", column, name, value, f"the rows of the report give {expected[column]!r}")
