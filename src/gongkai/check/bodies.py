"""A report of a government or region against the sum of those of the bodies that belong to it.

Bodies whose report is missing, or leaves a cell blank, can only add to the sum. So a report that says that it takes
them in has no less than what is there; how much more it has says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby
from typing import Any

from gongkai.check.judgement import PrintedCell
from gongkai.check.naming import name_observation
from gongkai.check.rules import rulebook
from gongkai.check.wording import Phrase, listed, number
from gongkai.check.years import NumbersByPlace, YearOfAgency, numbers_by_place, place_in_form, years_of_rows
from gongkai.divisions.belonging import bodies_of
from gongkai.forms import signed_indicators
from gongkai.rows import Check, Outcome, Scope

__all__ = ["RULES_BETWEEN_BODIES", "check_bodies", "check_families"]

RULES_BETWEEN_BODIES = frozenset({"hierarchy_sum"})
"""Rules that hold a report against those of the bodies that belong to the one that reports."""

_TAKEN_IN: Mapping[Scope, Set[str]] = {
    "own": frozenset(),
    "government": frozenset({"government"}),
    "region": frozenset({"government", "region"}),
}
"""Which bodies a report of some scope takes in, by the narrowest scope that has them."""


def check_bodies(
    parent_id: str, bodies: Mapping[str, str], reports: Sequence[YearOfAgency]
) -> Mapping[str, tuple[Check, ...]]:
    """Check the reports of a government or region against those of its bodies, and give the findings by report.

    Args:
        parent_id: the government, or what else has bodies.
        bodies: the bodies that belonged to it in one year, each with the narrowest scope that takes it in.
        reports: its reports and theirs for that year.

    >>> from gongkai.document import Locator
    >>> from gongkai.rows import Observation
    >>> def received(agency: str, value: float, scope: Scope | None = None) -> YearOfAgency:
    ...     cell = "2021.requests.received.total", value, "reported", "件", "form", "", Locator(1), "", "label", 1.0
    ...     return YearOfAgency(agency, agency, 2023, [Observation(*cell)], scope)
    >>> county, bureau = received("321322-人民政府", 12.0, "government"), received("321322-教育局", 31.0)
    >>> bodies = {"321322-教育局": "government", "321322-水利局": "government"}
    >>> found = check_bodies("321322-人民政府", bodies, [county, bureau])
    >>> [(check.outcome, check.left, check.right) for check in found["321322-人民政府"]]
    [('fails', 12.0, 31.0)]
    """
    by_agency: dict[str, list[YearOfAgency]] = {}
    for report in reports:
        by_agency.setdefault(report.agency_id, []).append(report)
    of_bodies = {body: numbers_by_place(by_agency.get(body, ())) for body in bodies}
    return {each.report_id: tuple(_checks(each, bodies, of_bodies)) for each in by_agency.get(parent_id, ())}


def check_families(rows: Iterable[Sequence[Any]]) -> Iterator[Mapping[str, tuple[Check, ...]]]:
    """Check each government or region, year by year, against its bodies.

    Args:
        rows: the government or region and the year, then each cell as `years_of_rows` takes it; those of one
            government and year follow each other.
    """
    for (parent_id, year), of_family in groupby(rows, key=lambda row: tuple(row[:2])):
        reports = list(years_of_rows(row[2:] for row in of_family))
        yield check_bodies(parent_id, bodies_of(parent_id, year), reports)


def _checks(
    report: YearOfAgency, bodies: Mapping[str, str], of_bodies: Mapping[str, NumbersByPlace]
) -> Iterator[Check]:
    rule = rulebook().rules["hierarchy_sum"]
    taken_in = [body for body, scope in bodies.items() if report.scope and scope in _TAKEN_IN[report.scope]]
    missing = [body.partition("-")[2] for body in taken_in if not of_bodies[body]]
    if not bodies:
        return
    if len(missing) == len(taken_in):
        message = "no_report" if taken_in else "no_scope" if report.scope is None else "not_taken_in"
        said = rule.say(message, all=len(taken_in or bodies), year=report.year)
        yield rule.finding("bodies", "not_applicable", None, None, said)
        return
    without = rule.say("without", names=listed(Phrase(name, name) for name in missing)) if missing else Phrase()
    for observation in report.observations:
        total = round(sum(_same_cell(observation, of_bodies[body]) for body in taken_in), 6)
        if observation.value is None or not total or observation.indicator_id in signed_indicators():
            continue
        outcome: Outcome = "fails" if observation.value < total else "holds"
        said = rule.say(
            outcome,
            cell=name_observation(observation),
            value=number(observation.value),
            bodies=len(taken_in) - len(missing),
            all=len(taken_in),
            sum=number(total),
            missing=without,
        )
        yield rule.finding(observation.indicator_id, outcome, observation.value, total, said, observation.locator)


def _same_cell(observation: PrintedCell, numbers: NumbersByPlace) -> float:
    """Give the number that a body has in the cell of an observation, or 0 where it has none in that unit."""
    found = numbers.get(place_in_form(observation))
    return 0.0 if found is None or found.value is None or found.unit != observation.unit else found.value
