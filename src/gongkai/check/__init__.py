"""What must hold inside a report, between its text and its tables, and between reports.

`check_report` applies the rules of one report to its rows, `check_texts` those to its words, `check_years` those
across the years of one agency, `check_bodies` those between a region and its bodies. A rule is data: the identities
that a form promises stand in `gongkai.forms`, every other rule in YAML beside this module with its source and its
sentences; the code only evaluates them. A finding is about what is printed, and nothing is corrected.

An outcome is `holds`, `fails`, or `not_applicable` with the reason in the message. A blank cell is not zero, so an
identity that a blank cell could still make true never fails as an error; `gongkai.check.judgement` says how. Two
figures of the prose are compared only where their words leave no doubt that they count the same: a missed finding is
better than a false alarm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.check.bodies import RULES_BETWEEN_BODIES, check_bodies, check_families
from gongkai.check.cell_values import check_values
from gongkai.check.completeness import check_completeness, is_complete, missing_tables
from gongkai.check.identities import check_identities
from gongkai.check.law import check_law
from gongkai.check.metadata import RULES_OF_BODIES, check_metadata
from gongkai.check.prose import Prose, check_parts, check_shares
from gongkai.check.restated import check_restated
from gongkai.check.text_and_tables import check_text_and_tables
from gongkai.check.texts import RULES_OF_WORDS, check_texts, made_again
from gongkai.check.years import (
    CELL_ACROSS_YEARS,
    YearOfAgency,
    check_years,
    rules_across_years,
    years_of_rows,
)
from gongkai.rows import Check, DocumentNumber, Figure, Identity, Observation, Section, Severity, Unmatched

__all__ = [
    "CELL_ACROSS_YEARS",
    "RULES_BETWEEN_BODIES",
    "RULES_OF_BODIES",
    "RULES_OF_WORDS",
    "YearOfAgency",
    "check_bodies",
    "check_families",
    "check_report",
    "check_texts",
    "check_years",
    "is_complete",
    "made_again",
    "missing_tables",
    "rules_across_years",
    "worst",
    "years_of_rows",
]


def check_report(
    identity: Identity,
    observations: Sequence[Observation],
    figures: Sequence[Figure],
    sections: Sequence[Section],
    unmatched: Sequence[Unmatched] = (),
    document_numbers: Sequence[DocumentNumber] = (),
) -> tuple[Check, ...]:
    """Apply every rule of one report to its rows.

    >>> from gongkai.document import Locator
    >>> from gongkai.rows import Observation
    >>> def staff(row: str, value: float, label: str) -> Observation:
    ...     cell = f"2014.statistics.{row}.count"
    ...     return Observation(cell, value, "reported", "人", "form", "", Locator(1), label, "label", 1.0)
    >>> rows = [staff("staff", 121.0, "人员数"), staff("staff_full_time", 9.0, "专职人员数")]
    >>> rows.append(staff("staff_part_time", 125.0, "兼职人员数"))
    >>> next(check for check in check_report(Identity(), rows, (), ()) if check.rule == "staff_by_kind").message_chinese
    '“人员数”121应等于“专职人员数”9 + “兼职人员数”125 = 134，相差13；请核对并更正有误的数字。'
    """
    prose = Prose(figures, sections)
    return (
        *check_completeness(identity, observations, sections),
        *check_values(observations),
        *check_identities(observations, unmatched),
        *check_parts(prose),
        *check_shares(prose),
        *check_restated(prose, identity),
        *check_text_and_tables(prose, observations),
        *check_law(identity, observations, document_numbers),
        *check_metadata(identity),
    )


def worst(checks: Iterable[Check]) -> Severity | None:
    """Give the greatest severity of what fails, or None if nothing does.

    >>> worst([]) is None
    True
    """
    severities = {check.severity for check in checks if check.outcome == "fails"}
    order: tuple[Severity, ...] = ("error", "warning", "note")
    return next((each for each in order if each in severities), None)
