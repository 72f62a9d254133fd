"""What the forms promise of their own numbers, inside one report and across the years of one agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from gongkai.check.expression import CellName
from gongkai.check.identities_of_forms import Instance, Shared, instances
from gongkai.check.judgement import UNCLEAR, JudgedReading, Judgement, PrintedCell, every_cell, judge, read, side
from gongkai.check.local_cells import cells_among, cells_beside, that_hold
from gongkai.check.naming import NamedCells, name_cell, name_side
from gongkai.check.rules import Rule, rulebook
from gongkai.check.wording import Phrase, listed, number
from gongkai.document import Locator
from gongkai.forms import FormIdentity, Indicator
from gongkai.rows import Check, Observation, Unmatched

__all__ = [
    "ReadingsByPlace",
    "check_identities",
    "check_identities_of_year",
    "identities_across_years",
    "places_across_years",
]

ReadingsByPlace = Mapping[str, JudgedReading]
"""What the cells of one year say, by table, row and column without the form: `requests.received.total`."""

_FAILS = {"==": "equal_fails", "<=": "at_most_fails", ">=": "at_least_fails"}


def check_identities(observations: Sequence[Observation], unmatched: Sequence[Unmatched] = ()) -> Iterator[Check]:
    """Check what every form of a report promises; an identity of which no cell was found gives no row.

    A sum that misses exactly what stands in `unmatched` cells of its table is not judged.
    """
    found = {observation.indicator_id: observation for observation in observations}
    local = _local_cells(observations, unmatched)
    readings = {observation.indicator_id: read(observation) for observation in observations}
    for instance in _inside_a_report():
        if instance.table not in local:
            continue
        terms = [found[each.indicator_id] for each in instance.indicators.values() if each.indicator_id in found]
        if terms:
            cells = {cell: readings.get(place, UNCLEAR) for cell, place in instance.places}
            named = NamedCells(cells, partial(_name, instance, found))
            yield _check(instance, named, _standing(instance, found), cells_beside(terms, local[instance.table]))


def check_identities_of_year(
    observations: Sequence[PrintedCell], year: int, earlier: Mapping[int, ReadingsByPlace]
) -> Iterator[Check]:
    """Check what a form promises across years; `earlier` has the other years of the agency, by `places_across_years`.

    An identity gives a row if the report has one of its cells, and the earlier year was read.
    """
    found = {observation.indicator_id: observation for observation in observations}
    for instance in _across_years():
        cells = instance.relation.cells
        if not any(place in found for cell, place in instance.places if not cell.years_ago):
            continue
        if all(year - (cell.years_ago or 0) in earlier for cell in cells if cell.years_ago):
            readings = {cell: _reading_of_year(instance, cell, found, year, earlier) for cell in cells}
            named = NamedCells(readings, partial(_name_of_year, instance, found, year))
            yield _check(instance, named, _standing(instance, found), absent=_absent(instance, year, earlier))


def identities_across_years() -> frozenset[str]:
    """Name the identities that forms promise across years."""
    return frozenset(instance.identity.id for instance in _across_years())


@cache
def places_across_years() -> frozenset[str]:
    """Name the cells, without their form, that other years are asked for.

    >>> "requests.carried_out.total" in places_across_years()
    True
    """
    places = (place for instance in _across_years() for cell, place in instance.places if cell.years_ago)
    return frozenset(place.partition(".")[2] for place in places)


def _local_cells(
    observations: Sequence[Observation], unmatched: Sequence[Unmatched]
) -> Mapping[str, Sequence[Unmatched]]:
    tables: dict[str, list[Observation]] = defaultdict(list)
    for observation in observations:
        tables[_table(observation)].append(observation)
    return {table: cells_among(rows, unmatched) for table, rows in tables.items()}


def _table(observation: Observation) -> str:
    """Give the form and the table of an observation: 2021.requests."""
    return ".".join(observation.indicator_id.split(".")[:2])


@cache
def _inside_a_report() -> tuple[Instance, ...]:
    return tuple(instance for instance in instances() if not instance.across_years)


@cache
def _across_years() -> tuple[Instance, ...]:
    return tuple(instance for instance in instances() if instance.across_years)


def _standing(instance: Instance, found: Mapping[str, PrintedCell]) -> Locator | None:
    """Give the place of the first cell of a rule that was found: of its total, if the report has one."""
    return next((found[place].locator for _, place in instance.places if place in found), None)


def _absent(instance: Instance, year: int, earlier: Mapping[int, ReadingsByPlace]) -> bool:
    """Say whether an earlier report has no such cell at all, as under a form that does not know it."""
    return any(
        place.partition(".")[2] not in earlier[year - cell.years_ago]
        for cell, place in instance.places
        if cell.years_ago
    )


def _check(
    instance: Instance,
    named: NamedCells,
    standing: Locator | None,
    local: Iterable[Unmatched] = (),
    *,
    absent: bool = False,
) -> Check:
    relation, identity, readings = instance.relation, instance.identity, named.readings
    left, right = side(relation.left, readings), side(relation.right, readings)
    incomplete = every_cell(readings.values()) if instance.across_years else None
    if absent:
        incomplete = Judgement("not_applicable", "absent")
    lenient = identity.severity == "warning"
    verdict = incomplete or judge(left, relation.comparison, right, blank_is_nothing=lenient)
    rule = _rule(identity, instance.authority, across_years=instance.across_years)
    gap = abs(left.value - right.value)
    held = that_hold(gap, tuple(local)) if verdict.outcome == "fails" and relation.comparison == "==" else ()
    if held:
        verdict = Judgement("not_applicable", "local_cells")
    said = rule.say(
        _message(instance, verdict),
        place=_place(instance.subject, instance.shared),
        left=name_side(relation.left, named, left),
        right=name_side(relation.right, named, right),
        gap=number(gap),
        local=listed(_quoted(cell.label or cell.raw) for cell in held),
        # Only a reason speaks of cells that are blank or unclear, and most checks have none.
        blank=named.blank() if verdict.reason else None,
        unclear=named.unclear() if verdict.reason else None,
    )
    return rule.finding(instance.subject.indicator_id, verdict.outcome, left.shown, right.shown, said, standing)


@cache
def _rule(identity: FormIdentity, authority: str, *, across_years: bool) -> Rule:
    template = rulebook().rules["identity_across_years" if across_years else "identity"]
    return replace(template, id=identity.id, severity=identity.severity, source=authority)


def _message(instance: Instance, verdict: Judgement) -> str:
    if verdict.reason:
        return verdict.reason
    return "holds" if verdict.outcome == "holds" else _FAILS[instance.relation.comparison]


def _quoted(label: str) -> Phrase:
    printed = "".join(label.split())
    return Phrase(f"“{printed}”", f"“{printed}”")


@cache
def _place(subject: Indicator, shared: Shared) -> Phrase:
    """Name the row or column that all cells share."""
    if shared == "none":
        return Phrase()
    templates: Mapping[str, Mapping[str, str]] = rulebook().words["places"]
    return Phrase(**templates[shared]).fill(name=name_cell(subject, shared))


def _name(instance: Instance, found: Mapping[str, PrintedCell], cell: CellName, *, year: int | None = None) -> Phrase:
    """Name a cell by what the others of the rule have not in common with it."""
    indicator = instance.indicators[cell.name]
    if instance.identity.each == "row":
        return name_cell(indicator, "column", year=year)
    observation = found.get(indicator.indicator_id)
    return name_cell(indicator, "row", observation.label if observation else None, year)


def _name_of_year(instance: Instance, found: Mapping[str, PrintedCell], year: int, cell: CellName) -> Phrase:
    return _name(instance, {} if cell.years_ago else found, cell, year=year - (cell.years_ago or 0))


def _reading_of_year(
    instance: Instance,
    cell: CellName,
    found: Mapping[str, PrintedCell],
    year: int,
    earlier: Mapping[int, ReadingsByPlace],
) -> JudgedReading:
    place = instance.indicators[cell.name].indicator_id
    if not cell.years_ago:
        return read(found.get(place))
    return earlier[year - cell.years_ago].get(place.partition(".")[2], UNCLEAR)
