"""What law and forms demand beyond the sums of a form: the form of the year, the power to make rules, procurement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from gongkai.check.completeness import tables_of
from gongkai.check.naming import name_observation
from gongkai.check.naming_tables import name_table
from gongkai.check.rules import rulebook
from gongkai.check.wording import Phrase, number
from gongkai.forms import FORMS, Form, form, indicators
from gongkai.rows import Check, DocumentNumber, Identity, Observation, Outcome

__all__ = ["check_law"]

_AUTHORITY = re.compile(r"(?P<issuer>.+)〔(?P<year>\d{4})〕(?P<serial>\d+)号")


def check_law(
    identity: Identity, observations: Sequence[Observation], document_numbers: Sequence[DocumentNumber]
) -> Iterator[Check]:
    """Check what stands in no identity of a form."""
    yield from _form_of_year(identity, observations)
    yield from _cited_forms(identity, document_numbers)
    yield from _rules_power(identity, observations)
    yield from _procurement(observations)


def _form_of_year(identity: Identity, observations: Sequence[Observation]) -> Iterator[Check]:
    rule = rulebook().rules["form_of_year"]
    for name in tables_of(observations):
        code = name.partition(".")[0]
        if code not in FORMS:
            continue
        places = (each.locator for each in observations if each.indicator_id.startswith(f"{name}."))
        first = min(places, key=lambda place: place.reading_order)
        if identity.year is None:
            yield rule.finding(name, "not_applicable", None, None, rule.say("not_applicable"), first)
            continue
        outcome: Outcome = "fails" if _is_of_the_past(form(code), identity.year) else "holds"
        said = rule.say(outcome, table=name_table(name), **_named(form(code), identity.year))
        yield rule.finding(name, outcome, None, None, said, first)


def _cited_forms(identity: Identity, document_numbers: Sequence[DocumentNumber]) -> Iterator[Check]:
    rule = rulebook().rules["form_of_year"]
    past = [each for each in map(form, FORMS) if identity.year and _is_of_the_past(each, identity.year)]
    for cited in document_numbers:
        for each in past:
            found = _AUTHORITY.fullmatch(each.authority)
            numbers = (found["issuer"], int(found["year"]), int(found["serial"])) if found else None
            if numbers == (cited.issuer, cited.year, cited.serial):
                said = rule.say("cited", **_named(each, identity.year))
                yield rule.finding(f"mention {cited.mention}", "fails", None, None, said, cited.locator)


def _is_of_the_past(of: Form, year: int) -> bool:
    return of.last_year is not None and of.last_year < year


def _named(of: Form, year: int | None) -> Mapping[str, object]:
    return {"authority": of.authority, "last_year": of.last_year, "year": year}


def _rules_power(identity: Identity, observations: Sequence[Observation]) -> Iterator[Check]:
    rule = rulebook().rules["rules_power"]
    kinds: Mapping[str, Sequence[str]] = rule.parameters["kinds"]
    agency = identity.agency_entry
    without = agency is not None and agency.level in kinds.get(agency.kind, ())
    for observation in observations:
        if observation.indicator_id not in _of_row(rule.parameters["row"]) or observation.value is None:
            continue
        outcome: Outcome = "not_applicable" if not without else "fails" if observation.value > 0 else "holds"
        message = "has_power" if outcome == "not_applicable" else outcome
        said = rule.say(message, cell=name_observation(observation), value=number(observation.value))
        yield rule.finding(observation.indicator_id, outcome, observation.value, None, said, observation.locator)


def _procurement(observations: Sequence[Observation]) -> Iterator[Check]:
    rule = rulebook().rules["procurement_pair"]
    cells = {each.indicator_id: each for each in observations}
    for code in FORMS:
        for pair in rule.parameters["cells"]:
            first, second = (cells.get(f"{code}.{name}") for name in pair)
            if first is None or second is None:
                continue
            values = first.value, second.value
            outcome: Outcome = "holds" if bool(first.value) == bool(second.value) else "fails"
            outcome = "not_applicable" if None in values else outcome
            said = rule.say(outcome, first=_with_value(first), second=_with_value(second))
            yield rule.finding(first.indicator_id, outcome, *values, said, first.locator)


def _with_value(observation: Observation) -> Phrase:
    name = name_observation(observation)
    said = "" if observation.value is None else number(observation.value)
    return Phrase(f"{name.english} {said}", f"{name.chinese}{said}")


@cache
def _of_row(row: str) -> frozenset[str]:
    return frozenset(each.indicator_id for each in indicators() if each.row == row)
