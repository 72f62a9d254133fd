"""Title, period and day of publication against each other and against the law."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gongkai.check.rules import Rule, rulebook
from gongkai.check.wording import Phrase, day, listed
from gongkai.rows import Check, Identity, Outcome

__all__ = ["RULES_OF_BODIES", "check_metadata", "deadline"]

RULES_OF_BODIES = frozenset({"published_in_time", "rules_power"})
"""Rules that go by the kind of the body that reports."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年)")
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def check_metadata(identity: Identity) -> Iterator[Check]:
    """Check who reports for which year and when."""
    yield _title_year(identity)
    yield _period_possible(identity)
    yield _period(identity)
    yield _published_after(identity)
    yield _published_in_time(identity)


def deadline(year: int, kind: str | None, deadlines: list[dict[str, Any]]) -> tuple[date, Phrase] | None:
    """Give the last day for publishing the report of a year, with the law; None if no law names one for this body.

    >>> known = rulebook().rules["published_in_time"].parameters["deadlines"]
    >>> deadline(2017, "government", known)[0], deadline(2023, "department", known)[0]
    (datetime.date(2018, 3, 31), datetime.date(2024, 1, 31))
    """
    for entry in deadlines:
        if entry["first_year"] <= year <= entry["last_year"] and kind in entry["bodies"]:
            return date(year + 1, entry["month"], entry["day"]), Phrase(**entry["law"])
    return None


def _title_year(identity: Identity) -> Check:
    rule = rulebook().rules["year_in_title"]
    printed = [int(found) for found in _YEAR.findall((identity.title or "").translate(_NUMERALS))]
    # A report has no year where its title and its period contradict each other.
    year = identity.year or (identity.period_end.year if identity.period_end else None)
    if year is None or not printed:
        return rule.finding("title", "not_applicable", None, None, rule.say("not_applicable"))
    outcome: Outcome = "holds" if year in printed else "fails"
    named = float(year if outcome == "holds" else printed[0])
    title = listed(Phrase(str(each), str(each)) for each in printed)
    return rule.finding("title", outcome, named, float(year), rule.say(outcome, title=title, year=year))


def _period_possible(identity: Identity) -> Check:
    rule = rulebook().rules["period_possible"]
    start, end, place = identity.period_start, identity.period_end, identity.period_locator
    if start is None or end is None:
        # What is printed as a period, and gives no days, names one that the calendar does not have.
        outcome: Outcome = "not_applicable" if place is None else "fails"
        message = "not_applicable" if place is None else "no_such_day"
        return rule.finding("period", outcome, None, None, rule.say(message), place)
    outcome = "holds" if start < end else "fails"
    said = rule.say(outcome, start=day(start), end=day(end))
    return rule.finding("period", outcome, None, None, said, place)


def _period(identity: Identity) -> Check:
    rule = rulebook().rules["period_is_year"]
    year, start, end = identity.year, identity.period_start, identity.period_end
    if year is None or start is None or end is None:
        return _not_applied(rule, "period")
    first_days: Mapping[int, date] = rule.parameters["first_days"]
    starts = {date(year, 1, 1), first_days.get(year, date(year, 1, 1))}
    outcome: Outcome = "holds" if start in starts and end == date(year, 12, 31) else "fails"
    said = rule.say(outcome, start=day(start), end=day(end), year=year)
    return rule.finding("period", outcome, None, None, said, identity.period_locator)


def _published_after(identity: Identity) -> Check:
    rule = rulebook().rules["published_after_period"]
    end = identity.period_end or (date(identity.year, 12, 31) if identity.year else None)
    if identity.published is None or end is None:
        return _not_applied(rule, "published")
    outcome: Outcome = "holds" if identity.published > end else "fails"
    said = rule.say(outcome, published=day(identity.published), end=day(end))
    return rule.finding("published", outcome, None, None, said)


def _published_in_time(identity: Identity) -> Check:
    rule = rulebook().rules["published_in_time"]
    if identity.published is None or identity.year is None:
        return _not_applied(rule, "published")
    kind = identity.agency_entry.kind if identity.agency_entry else None
    named = deadline(identity.year, kind, rule.parameters["deadlines"])
    if named is None:
        return _not_applied(rule, "published", "no_deadline")
    last, law = named
    late = (identity.published - last).days
    outcome: Outcome = "fails" if late > 0 else "holds"
    said = rule.say(outcome, published=day(identity.published), deadline=day(last), law=law, days=late)
    return rule.finding("published", outcome, None, None, said)


def _not_applied(rule: Rule, subject: str, message: str = "not_applicable") -> Check:
    return rule.finding(subject, "not_applicable", None, None, rule.say(message))
