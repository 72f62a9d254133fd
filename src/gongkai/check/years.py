"""A report against the other years of the same agency: what is carried over, what leaps, and years that are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import Any, NamedTuple

from gongkai.check.identities import (
    ReadingsByPlace,
    check_identities_of_year,
    identities_across_years,
    places_across_years,
)
from gongkai.check.judgement import UNCLEAR, JudgedReading, PrintedCell, read
from gongkai.check.naming import name_observation
from gongkai.check.rules import Rule, rulebook
from gongkai.check.wording import number
from gongkai.document import Locator
from gongkai.forms import signed_indicators
from gongkai.rows import Check, Outcome, Scope, Status

__all__ = [
    "CELL_ACROSS_YEARS",
    "NumbersByPlace",
    "YearOfAgency",
    "check_years",
    "numbers_by_place",
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
    observations: Sequence[PrintedCell]
    scope: Scope | None = None


CELL_ACROSS_YEARS = ("indicator_id", "value", "status", "unit", "locator", "label")
"""The columns of `observations` that the rules between reports ask for, as `years_of_rows` takes them."""


# Named tuples, here and below, as there are a hundred for each report of a build.
class _StoredCell(NamedTuple):
    """As much of an observation as `CELL_ACROSS_YEARS` has."""

    indicator_id: str
    value: float | None
    status: Status
    unit: str | None
    locator: Locator
    label: str


def years_of_rows(rows: Iterable[Sequence[Any]]) -> Iterator[YearOfAgency]:
    """Give reports as the rules between reports need them; what none of these asks for is left out.

    Args:
        rows: for each cell the agency, the report, its year and its scope, then `CELL_ACROSS_YEARS`; the rows of a
            report follow each other, and one without cells has a row without an indicator.

    >>> row = "321322-教育局", "a", 2022, None, "2021.requests.carried_in.total", 5.0, "reported", "件", "b1", "二"
    >>> [(report.year, report.observations[0].value) for report in years_of_rows([row])]
    [(2022, 5.0)]
    """
    for _, rows_of_report in groupby(rows, key=itemgetter(1)):
        of_report = list(rows_of_report)
        cells = [
            _StoredCell(indicator_id, value, status, unit, _place(locator), label)
            for _, _, _, _, indicator_id, value, status, unit, locator, label in of_report
            if indicator_id is not None
        ]
        agency_id, report_id, year, scope, *_ = of_report[0]
        yield YearOfAgency(report_id, agency_id, year, cells, scope)


# The same places are named in report after report.
@lru_cache(maxsize=65_536)
def _place(text: str) -> Locator:
    return Locator.parse(text)


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


def place_in_form(observation: PrintedCell) -> str:
    """Name a cell without its form, as the forms of 2019 and 2021 share most of theirs: requests.received.total."""
    return _without_form(observation.indicator_id)


@cache
def _without_form(indicator_id: str) -> str:
    return indicator_id.partition(".")[2]


class _NumberInUnit(NamedTuple):
    """What a cell says, with its unit."""

    value: float | None
    unit: str | None


NumbersByPlace = Mapping[str, _NumberInUnit | None]
"""What an agency says in a year of each cell, by its place in any form; None where its reports differ."""


def numbers_by_place(reports: Iterable[YearOfAgency]) -> NumbersByPlace:
    """Give what the reports of an agency for a year say."""
    numbers: dict[str, _NumberInUnit | None] = {}
    for report in reports:
        for cell in report.observations:
            said = _NumberInUnit(None if cell.status == "unreadable" else cell.value, cell.unit)
            place = _without_form(cell.indicator_id)
            numbers[place] = said if numbers.get(place, said) == said else None
    return numbers


@dataclass(frozen=True)
class _AgencyYears:
    """The reports of one agency, by year."""

    reports: Sequence[YearOfAgency]

    @cached_property
    def readings(self) -> Mapping[int, ReadingsByPlace]:
        """What the cells that forms compare across years say in each; one on which reports differ is not clear."""
        years: dict[int, dict[str, JudgedReading]] = {}
        compared = places_across_years()
        for report in self.reports:
            readings = years.setdefault(report.year, {})
            for observation in report.observations:
                if (place := place_in_form(observation)) in compared:
                    reading = read(observation)
                    readings[place] = reading if readings.get(place, reading) == reading else UNCLEAR
        return years

    def number(self, observation: PrintedCell, year: int) -> float | None:
        """Give the number of the same cell in a year, if it has the same unit there."""
        return self._series(observation).get(year)

    def other_numbers(self, observation: PrintedCell, year: int) -> list[float]:
        """Give the numbers of the same cell in the other years."""
        return [value for other, value in self._series(observation).items() if other != year]

    def _series(self, observation: PrintedCell) -> Mapping[int, float]:
        return self._numbers.get((place_in_form(observation), observation.unit), {})

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, str | None], Mapping[int, float]]:
        """The numbers of each cell that is given in some unit, by year."""
        numbers: dict[tuple[str, str | None], dict[int, float]] = defaultdict(dict)
        for year in self.readings:
            of_year = numbers_by_place(report for report in self.reports if report.year == year)
            for place, said in of_year.items():
                if said is not None and said.value is not None:
                    numbers[place, said.unit][year] = said.value
        return numbers


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
        now = observation.value
        if now is None or observation.indicator_id in signed_indicators():
            continue
        then = agency.number(observation, before)
        if then is None or max(now, then) <= rule.parameters["floor"]:
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
        if observation.value is None:
            continue
        known = agency.other_numbers(observation, report.year)
        usual = median(known) if len(known) >= fewest else 0.0
        if usual <= 0:
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
