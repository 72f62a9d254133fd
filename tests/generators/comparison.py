"""A report as it was understood, held against what was printed."""

from __future__ import annotations

from collections import Counter

from generators.printed import PrintedReport
from gongkai.report import Report
from gongkai.rows import Observation

__all__ = ["dropped", "misplaced", "missing", "repeated", "wrong", "wrong_identity"]

IDENTITY_FIELDS = (
    "title",
    "agency",
    "division_code",
    "year",
    "period_start",
    "period_end",
    "published",
    "document_number",
)

Fact = tuple[float | None, str]


def wrong(report: Report, printed: PrintedReport, *, one_reading: bool) -> dict[str, tuple[Fact, Fact | None]]:
    """Give what was observed otherwise than it was printed, or was not printed at all, with what was printed.

    Where more than one reading is left, the form's year does not count, because the tables of 2019 and 2021 may
    then look the same, and a cell may be called unreadable.
    """
    expected = {_name(code, one_reading): (cell.value, cell.status) for code, cell in printed.expected().items()}
    found = {}
    for row in report.observation_rows:
        fact, truth = (row.value, row.status), expected.get(_name(row.indicator_id, one_reading))
        abstains = not one_reading and row.status == "unreadable" and truth is not None
        if fact != truth and not abstains:
            found[row.indicator_id] = (fact, truth)
    return found


def missing(report: Report, printed: PrintedReport) -> set[str]:
    """Give the indicators that were printed and not observed."""
    return set(printed.expected()) - {row.indicator_id for row in report.observation_rows}


def repeated(report: Report) -> list[str]:
    """Give the indicators that were observed more than once."""
    counts = Counter(row.indicator_id for row in report.observation_rows)
    return [code for code, count in counts.items() if count > 1]


def dropped(report: Report, printed: PrintedReport) -> Counter[float]:
    """Give the printed numbers that are neither observed nor unmatched. An unreadable cell tells that there is one."""
    # What is unmatched is no change, so that its number has no sign: 5（减）.
    rows = (*report.observation_rows, *report.unmatched_rows)
    printed_numbers = Counter(abs(cell.value) for cell in printed.numbers() if cell.value is not None)
    expected = {_name(code, False): cell.value for code, cell in printed.expected().items()}
    unreadable = (
        expected.get(_name(row.indicator_id, False)) for row in report.observation_rows if row.status == "unreadable"
    )
    printed_numbers -= Counter(abs(value) for value in unreadable if value is not None)
    return printed_numbers - Counter(abs(row.value) for row in rows if row.value is not None)


def misplaced(report: Report) -> list[Observation]:
    """Give the observations whose place in the source does not show what they say."""
    return [row for row in report.observation_rows if row.raw and report.locate(row.locator) != row.raw]


def wrong_identity(report: Report, printed: PrintedReport) -> dict[str, tuple[object, object]]:
    """Give the facts about the report that were understood otherwise than printed, with what was printed."""
    pairs = {name: (getattr(report.identity, name), getattr(printed.identity, name)) for name in IDENTITY_FIELDS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _name(indicator: str, one_reading: bool) -> str:
    return indicator if one_reading else indicator.partition(".")[2]
