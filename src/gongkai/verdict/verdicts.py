"""The verdict on a report, as values that know nothing of how they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from gongkai.check.rules import is_of_any_text
from gongkai.check.wording import Phrase
from gongkai.document import Locator
from gongkai.report import Report
from gongkai.rows import Outcome, Severity

__all__ = ["SEVERITIES", "Finding", "FoundPlace", "ReportPart", "Verdict"]

ReportPart = Literal["title", "period", "published"]
"""What of a report a finding may be about that has no place of its own in the document."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""How bad what fails is, the worst first."""


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Where a finding stands, as a reader looks for it; what the document does not have is None."""

    locator: Locator | None = None
    page: int | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    section: str | None = None
    sentence: str | None = None
    part: ReportPart | None = None
    """What of the report it is about, where the document has no place for it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule applied to one place: what stands there, what was expected, and on whose word."""

    rule: str
    subject: str
    outcome: Outcome
    severity: Severity
    place: FoundPlace
    printed: str | None
    expected: float | None
    message: Phrase
    source: Phrase


@dataclass(frozen=True)
class Verdict:
    """All that is to be said of one report."""

    source: str
    report: Report
    findings: Sequence[Finding]

    @property
    def is_blank(self) -> bool:
        """Whether no cell of its tables has a number."""
        cells = self.report.observation_rows
        return bool(cells) and all(cell.value is None for cell in cells)

    @cached_property
    def failing(self) -> tuple[Finding, ...]:
        """What is wrong, the worst first, and then in reading order."""
        failing = (each for each in self.findings if each.outcome == "fails")
        return tuple(sorted(failing, key=lambda each: (SEVERITIES.index(each.severity), _order(each.place))))

    @cached_property
    def not_checked(self) -> tuple[Finding, ...]:
        """What was not checked; the messages say why."""
        return tuple(each for each in self.findings if each.outcome == "not_applicable")

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are of each severity, how many rules hold, and how many were not checked."""
        severities = Counter(each.severity for each in self.failing)
        outcomes = Counter(each.outcome for each in self.findings)
        return {
            **{severity: severities[severity] for severity in SEVERITIES},
            "holds": outcomes["holds"],
            "not_checked": outcomes["not_applicable"],
        }

    @property
    def was_checked(self) -> bool:
        """Whether there was a number that could be held against another one, or against a rule."""
        return not self.is_blank and any(
            each.outcome != "not_applicable" and not is_of_any_text(each.rule) for each in self.findings
        )

    @property
    def has_errors(self) -> bool:
        """Whether a rule of severity error is broken."""
        return self.counts["error"] > 0


def _order(place: FoundPlace) -> tuple[int, int, int, int]:
    return place.locator.reading_order if place.locator else (0, 0, 0, 0)
