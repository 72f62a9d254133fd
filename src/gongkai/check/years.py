"""A report against the other years of the same agency: what is carried over, and what leaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from statistics import median

from gongkai.check.identities import ReadingsByPlace, check_identities_of_year, identities_across_years
from gongkai.check.judgement import UNCLEAR, JudgedReading, read
from gongkai.check.naming import name_cell
from gongkai.check.rules import rulebook
from gongkai.check.wording import number
from gongkai.document import Locator
from gongkai.forms import indicators
from gongkai.rows import Check, Observation, Outcome, Status

__all__ = ["CELL_ACROSS_YEARS", "YearOfAgency", "cell_across_years", "check_years", "rules_across_years"]


@dataclass(frozen=True, slots=True)
class YearOfAgency:
    """One report of an agency for a year."""

    report_id: str
    agency_id: str
    year: int
    observations: Sequence[Observation]


CELL_ACROSS_YEARS = ("indicator_id", "value", "status", "unit", "locator", "label")
"""The columns of `observations` that the rules across years ask for, as `cell_across_years` takes them."""


def cell_across_years(
    indicator_id: str, value: float | None, status: Status, unit: str | None, locator: str, label: str
) -> Observation:
    """Give a stored cell as the rules across years need it; what none of them asks for is left out.

    >>> cell_across_years("2021.requests.carried_in.total", 5.0, "reported", "件", "b1", "二").locator
    Locator(block=1, row=None, column=None, start=None, end=None, page=None)
    """
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
    >>> [(check.rule, check.left, check.right, check.outcome) for check in check_years([first, second])["b"]]
    [('carry_over', 5.0, 3.0, 'fails')]
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
    return identities_across_years() | {"outlier"}


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
                reading, place = read(observation), _place(observation)
                readings[place] = reading if readings.get(place, reading) == reading else UNCLEAR
        return years

    @cached_property
    def units(self) -> Mapping[tuple[int, str], frozenset[str | None]]:
        """The units in which each cell of each year is given."""
        units: dict[tuple[int, str], frozenset[str | None]] = {}
        for report in self.reports:
            for observation in report.observations:
                key = report.year, _place(observation)
                units[key] = units.get(key, frozenset()) | {observation.unit}
        return units

    def other_numbers(self, observation: Observation, year: int) -> list[float]:
        """Give the numbers of the same cell in the other years, where they have the same unit."""
        place = _place(observation)
        return [
            reading.value
            for other, readings in self.readings.items()
            if other != year and self.units.get((other, place)) == frozenset({observation.unit})
            if (reading := readings[place]).value is not None
        ]


def _checks(report: YearOfAgency, agency: _AgencyYears) -> Iterator[Check]:
    others = {year: readings for year, readings in agency.readings.items() if year != report.year}
    yield from check_identities_of_year(report.observations, report.year, others)
    yield from _outliers(report, agency)


def _outliers(report: YearOfAgency, agency: _AgencyYears) -> Iterator[Check]:
    """Compare each number with the median of the other years; a row where there are enough of them, and not all 0."""
    rule = rulebook().rules["outlier"]
    fewest, times, floor = (rule.parameters[name] for name in ("fewest_years", "times", "floor"))
    if len(agency.readings) <= fewest:
        return
    named = {indicator.indicator_id: indicator for indicator in indicators()}
    for observation in report.observations:
        known = agency.other_numbers(observation, report.year)
        usual = median(known) if len(known) >= fewest else 0.0
        if observation.value is None or usual <= 0:
            continue
        leaps = observation.value > times * usual and observation.value - usual > floor
        outcome: Outcome = "fails" if leaps else "holds"
        said = rule.say(
            outcome,
            cell=name_cell(named[observation.indicator_id], "both", printed=observation.label),
            value=number(observation.value),
            usual=number(usual),
            times=number(observation.value / usual),
            years=len(known),
        )
        yield rule.finding(observation.indicator_id, outcome, observation.value, usual, said, observation.locator)


def _place(observation: Observation) -> str:
    """Name a cell without its form: the forms of 2019 and 2021 share most of theirs."""
    return observation.indicator_id.partition(".")[2]
