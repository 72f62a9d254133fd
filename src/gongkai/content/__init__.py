"""What the rows of a package say, held against each other: nobody can change one value without another telling.

Every raw text is read again, every rule applied again, every official table compared with the built-in one. Free text
and what only the source can tell, such as a title or the size of a file, can be changed unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

import pandas as pd

from gongkai.content.breach import Breach, told
from gongkai.content.cells import observation_breaches, unmatched_breaches
from gongkai.content.findings import check_breaches, repair_breaches
from gongkai.content.narrative import document_number_breaches, figure_breaches, point_breaches, section_breaches
from gongkai.content.official import official_problems, order_problems
from gongkai.content.places import place_breaches
from gongkai.content.stored_rows import StoredReport, StoredRows
from gongkai.content.summaries import agency_breaches, copy_breaches, failure_breaches, report_breaches
from gongkai.forms import indicators
from gongkai.publish.integrity import Problem

__all__ = ["content_problems"]

_OF_ONE_REPORT = (
    report_breaches,
    observation_breaches,
    unmatched_breaches,
    section_breaches,
    document_number_breaches,
    figure_breaches,
    point_breaches,
    repair_breaches,
)


def content_problems(frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Find everything that the rows of a package's tables say against each other.

    The tables must be those of a package, and keep to their schemas and to all keys.
    """
    problems = [*order_problems(frames), *official_problems(frames)]
    # Without places that can be read, there is nothing to compare.
    misplaced = list(told((*place_breaches(frames), *_unknown_indicators(frames))))
    return problems + (misplaced or list(told(_breaches(StoredRows(frames)))))


def _unknown_indicators(frames: Mapping[str, pd.DataFrame]) -> Iterator[Breach]:
    known = {each.indicator_id for each in indicators()}
    observations = frames["observations"]
    for report, indicator in zip(observations["report_id"], observations["indicator_id"], strict=True):
        if indicator not in known:
            yield Breach("observations", "indicator_id", str(report), indicator, "no form has this indicator")


def _breaches(stored: StoredRows) -> Iterator[Breach]:
    summaries = stored.summaries()
    by_name = {summary["report_id"]: summary for summary in summaries}
    spellings: dict[str, set[str]] = {}
    for agency, group in groupby(summaries, key=lambda summary: summary["agency_id"]):
        reports = [stored.report(summary) for summary in group]
        if agency is not None:
            spellings[agency] = {report.summary["agency"] for report in reports if report.summary["agency"]}
        for report in reports:
            for breaches in _OF_ONE_REPORT:
                yield from breaches(report)
            yield from _of_copy(report, stored, by_name)
        if agency is None:
            for report in reports:
                yield from check_breaches([report])
        else:
            yield from check_breaches(reports)
    yield from agency_breaches(stored.agencies, spellings)
    yield from failure_breaches(stored.failures)


def _of_copy(report: StoredReport, stored: StoredRows, by_name: Mapping[str, Mapping[str, object]]) -> Iterator[Breach]:
    name = report.summary["duplicate_of"]
    if name is not None:
        yield from copy_breaches(report, stored.report(by_name[name]) if name in by_name else None)
