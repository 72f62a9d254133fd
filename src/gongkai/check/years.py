"""A report against the other years of the same agency: what is carried over, what leaps, and years that are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from statistics import median
from typing import Any

from gongkai.check.identities import ReadingsByPlace, check_identities_of_year, identities_across_years
from gongkai.check.judgement import UNCLEAR, JudgedReading, read
from gongkai.check.naming import name_observation
from gongkai.check.rules import Rule, rulebook
from gongkai.check.wording import number
from gongkai.document import Locator
from gongkai.forms import signed_indicators
from gongkai.rows import Check, Observation, Outcome, Scope, Status

__all__ = [
    "CELL_ACROSS_YEARS",
    "YearOfAgency",
    "check_years",
    "place_in_form",
    "rules_across_years",
    "years_of_rows",
]


@dataclass(frozen=True, slots=True)
class YearOfAgency:
    """One report of an agency for a year."""

    report_id: str
    agency_id: str
    year: int
    observations: Sequence[Observation]
    scope: Scope | None = None


CELL_ACROSS_YEARS = ("indicator_id", "value", "status", "unit", "locator", "label")
"""The columns of `observations` that the rules between reports ask for, as `years_of_rows` takes them."""


def years_of_rows(rows: Iterable[Sequence[Any]]) -> Iterator[YearOfAgency]:
    """Give reports as the rules between reports need them; what none of these asks for is left out.

    Args:
        rows: for each cell the agency, the report, its year and its scope, then `CELL_ACROSS_YEARS`; the rows of a
            report follow each other, and one without cells has a row without an indicator.

    >>> row = "321322-教育局", "a", 2022, None, "2021.requests.carried_in.total", 5.0, "reported", "件", "b1", "二"
    >>> [(report.year, report.observations[0].value) for report in years_of_rows([row])]
    [(2022, 5.0)]
    """
    for (agency_id, report_id, year, scope), of_report in groupby(rows, key=lambda row: tuple(row[:4])):
        cells = [_cell(*row[4:]) for row in of_report if row[4] is not None]
        yield YearOfAgency(report_id, agency_id, year, cells, scope)


def _cell(
    indicator_id: str, value: float | None, status: Status, unit: str | None, locator: str, label: str
) -> Observation:
    place = Locator.parse(locator)
    return Observation(indicator_id, value, status, unit, None, "", place, label, "label", 1.0)


def check_years(reports: Sequence[YearOfAgency]) -> Mapping[str, tuple[Check, ...]]:
    """Check every report against the other years of its agency, and give the findings by report.

    Where an agency has several reports for a year, only what they all say alike is compared with.

    >>> from gongkai.rows import Observation
    >>> def carried(row: str, value: float) -> Observation:
    ...     return Observation(f"2021.requests.{row}.total", value, "reported", "件", "form", "", "b1", "", "label", 1)
    >>> first = YearOfAgency("a", "321322-教育局", 2022, [carried("carried_out", 3.0)])
    >>> second = YearOfAgency("b", "321322-教育局", 2023, [carried("carried_in", 5.0)])
    >>> [(check.rule, check.outcome, check.left, check.right) for check in check_years([first, second])["b"]]
    [('missing_report', 'holds', None, None), ('carry_over', 'fails', 5.0, 3.0)]
    """
    by_agency: dict[str, list[YearOfAgency]] = {}
    for report in reports:
        by_agency.setdefault(report.agency_id, []).append(report)
    return {
        report.report_id: tuple(_checks(report, of_agency))
        for of_agency in map(_AgencyYears, by_agency.values())
        for report in of_agency.reports
    }


@cache
def rules_across_years() -> frozenset[str]:
    """Name the rules that hold a report against the other years of its agency.

    >>> sorted(rules_across_years() & {"outlier", "carry_over", "staff_by_kind"})
    ['carry_over', 'outlier']
    """
    return identities_across_years() | {"missing_report", "year_jump", "outlier"}


def place_in_form(observation: Observation) -> str:
    """Name a cell without its form, as the forms of 2019 and 2021 share most of theirs: requests.received.total."""
    return observation.indicator_id.partition(".")[2]


@dataclass(frozen=True)
class _AgencyYears:
    """The reports of one agency, by year."""

    reports: Sequence[YearOfAgency]

    @cached_property
    def readings(self) -> Mapping[int, ReadingsByPlace]:
        """What the cells of each year say; a cell on which the reports of a year differ is not clear."""
        years: dict[int, dict[str, JudgedReading]] = {}
        for report in self.reports:
            readings = years.setdefault(report.year, {})
            for observation in report.observations:
                reading, place = read(observation), place_in_form(observation)
                readings[place] = reading if readings.get(place, reading) == reading else UNCLEAR
        return years

    @cached_property
    def units(self) -> Mapping[tuple[int, str], frozenset[str | None]]:
        """The units in which each cell of each year is given."""
        units: dict[tuple[int, str], frozenset[str | None]] = {}
        for report in self.reports:
            for observation in report.observations:
                key = report.year, place_in_form(observation)
                units[key] = units.get(key, frozenset()) | {observation.unit}
        return units

    def number(self, observation: Observation, year: int) -> float | None:
        """Give the number of the same cell in a year, if it has the same unit there."""
        place = place_in_form(observation)
        if self.units.get((year, place)) != frozenset({observation.unit}):
            return None
        return self.readings[year][place].value

    def other_numbers(self, observation: Observation, year: int) -> list[float]:
        """Give the numbers of the same cell in the other years."""
        numbers = (self.number(observation, other) for other in self.readings if other != year)
        return [each for each in numbers if each is not None]


def _checks(report: YearOfAgency, agency: _AgencyYears) -> Iterator[Check]:
    others = {year: readings for year, readings in agency.readings.items() if year != report.year}
    yield from _missing_years(report, others)
    yield from check_identities_of_year(report.observations, report.year, others)
    yield from _jumps(report, agency)
    yield from _outliers(report, agency)


def _missing_years(report: YearOfAgency, others: Mapping[int, ReadingsByPlace]) -> Iterator[Check]:
    """Tell of the years between a report and the one before it; the first report has none before it."""
    rule = rulebook().rules["missing_report"]
    before = max((year for year in others if year < report.year), default=None)
    if before is None:
        return
    years = range(before + 1, report.year)
    for year in years:
        said = rule.say("fails", missing=year, before=before, year=report.year)
        yield rule.finding(f"year {year}", "fails", None, None, said)
    if not years:
        yield rule.finding(f"year {before}", "holds", None, None, rule.say("holds", before=before, year=report.year))


def _jumps(report: YearOfAgency, agency: _AgencyYears) -> Iterator[Check]:
    """Compare each number with that of the year before, up and down; a row where one of them is worth a look.

    What is a change of something is left alone: it may well be nothing in one year and much in the next.
    """
    rule = rulebook().rules["year_jump"]
    before = report.year - 1
    if before not in agency.readings:
        return
    for observation in report.observations:
        if observation.indicator_id in signed_indicators():
            continue
        now, then = observation.value, agency.number(observation, before)
        if now is None or then is None or max(now, then) <= rule.parameters["floor"]:
            continue
        outcome: Outcome = "fails" if _leaps(max(now, then), min(now, then), rule) else "holds"
        said = rule.say(
            outcome,
            cell=name_observation(observation),
            now=number(now),
            then=number(then),
            before=before,
            year=report.year,
        )
        yield rule.finding(observation.indicator_id, outcome, now, then, said, observation.locator)


def _leaps(larger: float, smaller: float, rule: Rule) -> bool:
    times: float = rule.parameters["times"]
    floor: float = rule.parameters["floor"]
    return larger > times * smaller and larger - smaller > floor


def _outliers(report: YearOfAgency, agency: _AgencyYears) -> Iterator[Check]:
    """Compare each number with the median of the other years; a row where there are enough of them, and not all 0."""
    rule = rulebook().rules["outlier"]
    fewest = rule.parameters["fewest_years"]
    if len(agency.readings) <= fewest:
        return
    for observation in report.observations:
        known = agency.other_numbers(observation, report.year)
        usual = median(known) if len(known) >= fewest else 0.0
        if observation.value is None or usual <= 0:
            continue
        outcome: Outcome = "fails" if _leaps(observation.value, usual, rule) else "holds"
        said = rule.say(
            outcome,
            cell=name_observation(observation),
            value=number(observation.value),
            usual=number(usual),
            times=number(observation.value / usual),
            years=len(known),
        )
        yield rule.finding(observation.indicator_id, outcome, observation.value, usual, said, observation.locator)
