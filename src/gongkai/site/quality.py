"""What fails where: every rule with the reports that break it, and the sources that gave no report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import duckdb

from gongkai.check.rules import rulebook
from gongkai.publish.queries import streamed
from gongkai.publish.stored import StoredPackage
from gongkai.rows import Outcome
from gongkai.site.asking import asking
from gongkai.site.receiving import write_piece

__all__ = ["write_quality"]

MOST_LISTED = 500
"""How many findings of one rule a piece lists; all are in the table `checks`."""


@dataclass
class _RuleTally:
    """A rule with its outcomes by year, and what fails."""

    severity: str
    kind: str
    outcomes: dict[int | None, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    failing: list[tuple[int, str, str, str]] = field(default_factory=list)


def write_quality(stored: StoredPackage, folder: Path, place_of_report: Mapping[str, int]) -> None:
    """Write the piece of all rules, and one of each rule that fails somewhere."""
    with asking(stored, ("checks", "failures", "reports")) as base:
        tallies, failures = _tallies(base, place_of_report), list(streamed(base, _FAILURES))
    rules: list[dict[str, Any]] = []
    for name, tally in sorted(tallies.items()):
        failing = sum(counts["fails"] for counts in tally.outcomes.values())
        if tally.failing:
            # The name of a rule may be that of another distribution's, and is no name of a file.
            write_piece(folder, f"quality/{len(rules)}", _columns(tally))
        rules.append({"rule": name, **_described(name, tally), "failing": failing, "years": _by_year(tally)})
    write_piece(
        folder,
        "quality",
        {"outcomes": get_args(Outcome), "rules": rules, "failures": [list(row) for row in failures]},
    )


def _tallies(base: duckdb.DuckDBPyConnection, place_of_report: Mapping[str, int]) -> dict[str, _RuleTally]:
    tallies: dict[str, _RuleTally] = {}
    for rule, severity, kind, year, outcome, number in streamed(base, _OUTCOMES):
        tally = tallies.setdefault(rule, _RuleTally(severity, kind))
        tally.outcomes[year][outcome] += number
    for rule, report, subject, english, chinese in streamed(base, _FAILING):
        tallies[rule].failing.append((place_of_report[report], subject, english, chinese))
    return tallies


def _described(name: str, tally: _RuleTally) -> dict[str, Any]:
    """Say what a rule compares; an identity of a form is shown by one of its findings."""
    known = rulebook().rules.get(name)
    compares = {"zh": known.compares.chinese, "en": known.compares.english} if known else {"zh": "", "en": ""}
    _, _, english, chinese = tally.failing[0] if tally.failing else (0, "", "", "")
    return {"severity": tally.severity, "kind": tally.kind, **compares, "example": {"zh": chinese, "en": english}}


def _by_year(tally: _RuleTally) -> list[list[int | None]]:
    years = sorted(tally.outcomes, key=lambda year: (year is None, year or 0))
    return [[year, *(tally.outcomes[year][outcome] for outcome in get_args(Outcome))] for year in years]


def _columns(tally: _RuleTally) -> dict[str, Any]:
    listed = sorted(tally.failing)[:MOST_LISTED]
    report, subject, english, chinese = zip(*listed, strict=True)
    return {"report": report, "subject": subject, "en": english, "zh": chinese}


_OUTCOMES = """
    SELECT rule, any_value(severity), any_value(kind), year, outcome, count(*)
    FROM checks JOIN reports USING (report_id) GROUP BY rule, year, outcome ORDER BY rule, year, outcome
"""

_FAILING = """
    SELECT rule, report_id, subject, message, message_chinese FROM checks WHERE outcome = 'fails'
    ORDER BY rule, report_id, subject
"""

_FAILURES = "SELECT reason, count(*) AS number FROM failures GROUP BY reason ORDER BY number DESC, reason"
