"""All reports together: what one says of another, and the tables of the package.

Should a report that is sound alone break the whole, that report becomes a failure, and the others go on without it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any

import pandas as pd
import pyarrow as arrow
from pandera.errors import SchemaErrors

from gongkai import divisions, tables
from gongkai.building.reading import Failure
from gongkai.building.rows import PER_REPORT, ReportRows, shown
from gongkai.check import YearOfAgency, check_years
from gongkai.errors import GongkaiError, SourceError
from gongkai.forms import indicators
from gongkai.printable import printable
from gongkai.publish.integrity import broken_references
from gongkai.rows import Observation

__all__ = ["Whole", "whole"]


@dataclass(frozen=True, slots=True)
class Whole:
    """What all sources came to: the reports, the failures, and the tables of both."""

    reports: Sequence[ReportRows]
    failures: Sequence[Failure]
    frames: Mapping[str, pd.DataFrame]


def whole(outcomes: Sequence[ReportRows | Failure]) -> Whole:
    """Put together what the sources came to.

    Raises:
        GongkaiError: the tables break their rules, and no report is the cause.
    """
    left = list(outcomes)
    while True:
        reports = [outcome for outcome in left if isinstance(outcome, ReportRows)]
        failures = [outcome for outcome in left if isinstance(outcome, Failure)]
        try:
            return Whole(reports, failures, _frames(reports, failures))
        except _BrokenError as broken:
            breaking = _first_that_breaks(reports)
            if breaking is None:
                raise GongkaiError(f"nothing is published, because the tables break their rules: {broken}") from broken
            left[left.index(breaking)] = _failure(breaking, str(broken))


class _BrokenError(Exception):
    """The tables of some reports, taken together, break a rule."""


@lru_cache(maxsize=2)
def _official(report_years: frozenset[int]) -> Mapping[str, pd.DataFrame]:
    return {
        "indicators": tables.frame("indicators", map(asdict, indicators())),
        "divisions": tables.frame("divisions", map(asdict, divisions.rows_of_package(report_years))),
    }


def _frames(reports: Sequence[ReportRows], failures: Sequence[Failure]) -> dict[str, pd.DataFrame]:
    try:
        made = {name: tables.frame(name, rows) for name, rows in _rows(reports, failures).items()}
    except (SchemaErrors, arrow.ArrowException, OverflowError, UnicodeError) as error:
        raise _BrokenError(str(error)) from error
    made |= _official(_later_years(reports))
    frames = {name: made[name] for name in tables.TABLES}
    problems = "; ".join(map(str, broken_references(frames)))
    if problems:
        raise _BrokenError(problems)
    return frames


def _later_years(reports: Sequence[ReportRows]) -> frozenset[int]:
    """Give the years of reports that no division is known for."""
    found = {report.summary["year"] for report in reports if report.summary["division_code"] is not None}
    return frozenset(found - set(divisions.years()))


def _first_that_breaks(reports: Sequence[ReportRows]) -> ReportRows | None:
    """Give the first report with which those before it break; None if all together hold."""

    def breaks(count: int) -> bool:
        try:
            _frames(reports[:count], [])
        except _BrokenError:
            return True
        return False

    count = bisect_left(range(1, len(reports) + 1), True, key=breaks)
    return reports[count] if count < len(reports) else None


def _failure(report: ReportRows, detail: str) -> Failure:
    row = report.summary
    error = SourceError(row["source"], "internal", printable(detail[:_LONGEST_DETAIL]))
    return Failure(error.source, error.reason, error.detail, str(error), row["bytes"], row["sha256"])


_LONGEST_DETAIL = 400


def _rows(reports: Sequence[ReportRows], failures: Sequence[Failure]) -> dict[str, list[dict[str, Any]]]:
    first = _first_with(reports)
    summaries = [
        {**report.summary, "duplicate_of": known if known != report.summary["report_id"] else None}
        for report in reports
        for known in [first[report.content]]
    ]
    per_report = {name: [row for report in reports for row in report.tables[name]] for name in PER_REPORT}
    per_report["checks"] += _across_years(reports, summaries)
    return {
        "reports": summaries,
        **per_report,
        "agencies": _agencies(reports),
        "failures": [{"failure": number, **asdict(each)} for number, each in enumerate(failures, start=1)],
    }


def _first_with(reports: Sequence[ReportRows]) -> dict[str, str]:
    """Give the first report that says the same, by what is said."""
    first: dict[str, str] = {}
    for report in reports:
        first.setdefault(report.content, report.summary["report_id"])
    return first


def _across_years(reports: Sequence[ReportRows], summaries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the checks that hold a report against the other years of its agency; copies count once."""
    names = [each.name for each in fields(Observation)]
    originals = [
        YearOfAgency(
            row["report_id"],
            row["agency_id"],
            row["year"],
            [Observation(**{name: cell[name] for name in names}) for cell in report.tables["observations"]],
        )
        for report, row in zip(reports, summaries, strict=True)
        if row["agency_id"] and row["year"] and row["duplicate_of"] is None
    ]
    found = check_years(originals)
    return [
        shown("checks", {"report_id": row["report_id"], **asdict(check)})
        for row in summaries
        for check in found.get(row["report_id"], ())
    ]


def _agencies(reports: Sequence[ReportRows]) -> list[dict[str, Any]]:
    """Give each body once, under its latest name: a county that became a district stays the same body."""
    spellings = defaultdict(set)
    latest: dict[str, dict[str, Any]] = {}
    for report in sorted(reports, key=lambda report: (report.summary["year"] or 0, report.summary["report_id"])):
        for agency in report.tables["agencies"]:
            latest[agency["agency_id"]] = agency
            spellings[agency["agency_id"]].add(agency["spellings"])
    return [{**latest[each], "spellings": " ".join(sorted(spellings[each]))} for each in sorted(latest)]
