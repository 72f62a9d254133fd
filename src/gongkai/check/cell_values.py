"""What no cell can say: a count below 0, or a fraction of one. The number stays as it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.check.completeness import tables_of
from gongkai.check.naming import name_observation
from gongkai.check.naming_tables import name_table
from gongkai.check.rules import rulebook
from gongkai.check.wording import number
from gongkai.forms import indicators_by_id, signed_indicators
from gongkai.rows import Check, Observation

__all__ = ["check_values"]


def check_values(observations: Sequence[Observation]) -> Iterator[Check]:
    """Check each number of a report by itself."""
    negative, fraction = (rulebook().rules[rule] for rule in ("negative_count", "fraction_of_count"))
    for table in tables_of(observations):
        cells = [each for each in observations if each.value is not None and each.indicator_id.startswith(f"{table}.")]
        for rule, wrong in (
            (negative, [each for each in cells if _is_negative(each)]),
            (fraction, [each for each in cells if _is_fraction(each)]),
        ):
            for each in wrong:
                said = rule.say("fails", cell=name_observation(each), value=number(each.value or 0.0))
                yield rule.finding(each.indicator_id, "fails", each.value, None, said, each.locator)
            if cells and not wrong:
                first = min((each.locator for each in cells), key=lambda place: place.reading_order)
                yield rule.finding(table, "holds", None, None, rule.say("holds", table=name_table(table)), first)


def _is_negative(observation: Observation) -> bool:
    return (observation.value or 0.0) < 0 and observation.indicator_id not in signed_indicators()


def _is_fraction(observation: Observation) -> bool:
    """Say whether something that is counted has decimals; where no unit is known, it may be money."""
    unit = observation.unit or indicators_by_id()[observation.indicator_id].unit
    counted = unit is not None and unit not in rulebook().words["money"]
    return counted and not float(observation.value or 0.0).is_integer()
