"""Checks and repairs: every rule is applied again to the rows of the package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gongkai.check import (
    RULES_BETWEEN_BODIES,
    RULES_OF_BODIES,
    RULES_OF_WORDS,
    check_report,
    made_again,
    rules_across_years,
)
from gongkai.check.plugins import is_of_plugin
from gongkai.content.breach import Breach
from gongkai.content.stored_rows import StoredReport
from gongkai.printable import printable_lines
from gongkai.rows import Check

__all__ = ["check_breaches", "differences", "repair_breaches"]

_BETWEEN_REPORTS = rules_across_years() | RULES_BETWEEN_BODIES
"""Rules that ask for other reports as well: `other_reports` applies them."""


def check_breaches(report: StoredReport) -> Iterator[Breach]:
    """Apply the rules of one report again; those of other distributions need not be installed here."""
    rows = report.rows
    again = check_report(
        report.identity,
        rows["observations"],
        rows["figures"],
        rows["sections"],
        report.unmatched_in_order,
        rows["document_numbers"],
    )
    # A mirror names no body in a package, and it was one by whose kind some rules went.
    left_out = _BETWEEN_REPORTS | (RULES_OF_BODIES if report.summary["mirror"] else frozenset())
    stored = [check for check in rows["checks"] if check.rule not in left_out and not is_of_plugin(check.rule)]
    of_words = (made_again(check, report.identity) for check in stored if check.rule in RULES_OF_WORDS)
    of_rows = (check for check in again if check.rule not in left_out)
    yield from differences(report.report_id, stored, (*of_rows, *of_words))


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


def differences(report_id: str, stored: Iterable[Check], again: Iterable[Check]) -> Iterator[Breach]:
    """Hold the stored findings of a report against those that its rows give."""
    expected = {(check.rule, check.subject): check for check in again}
    found = {(check.rule, check.subject): check for check in stored}
    for key in expected.keys() - found.keys():
        yield Breach("checks", "rule", f"{report_id} {' '.join(key)}", None, "the rule applies to the report")
    for key, check in found.items():
        name = f"{report_id} {' '.join(key)}"
        if key not in expected:
            yield Breach("checks", "rule", name, check.rule, "the rule does not apply to the report so")
            continue
        follows = _as_published(expected[key])
        if check == follows:
            continue
        for column in Check.__dataclass_fields__:
            value, other = getattr(check, column), getattr(follows, column)
            if value != other:
                yield Breach("checks", column, name, value, f"the rows of the report give {other!r}")


def _as_published(check: Check) -> Check:
    """Make printable what messages quote of a source."""
    message, chinese = printable_lines(check.message), printable_lines(check.message_chinese)
    if (message, chinese) == (check.message, check.message_chinese):
        return check
    return replace(check, message=message, message_chinese=chinese)
