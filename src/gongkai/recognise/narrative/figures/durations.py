"""How long something takes after it was made shorter: 办理时间由42分钟缩至19分钟, 时限压缩至5个工作日以内.

Every other duration says when, and is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gongkai import resources
from gongkai.recognise.narrative.figures.grammar import compiled, either
from gongkai.recognise.narrative.figures.quantities import CLAUSE, Quantity
from gongkai.recognise.narrative.figures.strands import Strand
from gongkai.recognise.narrative.figures.subjects import text_of, trim

__all__ = ["Shortened", "find_durations"]


@dataclass(frozen=True, slots=True)
class Shortened:
    """A duration that was reached, and what takes that long."""

    quantity: Quantity
    subject: str


def find_durations(strand: Strand) -> Iterator[Shortened]:
    """Give the durations of a strand that were reached by shortening what took longer.

    >>> from gongkai.recognise.narrative.figures.strands import strands
    >>> [strand] = strands("群众等候时间由42分钟缩至19分钟，5个工作日内答复，平均办结时限压缩到3.5天以内")
    >>> [(each.subject, each.quantity.value, each.quantity.unit, each.quantity.origin)
    ...  for each in find_durations(strand)]
    [('群众等候时间', Decimal('19'), '分钟', Decimal('42')), ('平均办结时限', Decimal('3.5'), '天', None)]
    """
    # The number of a duration is covered in `text`, which has the same places as `printed`.
    for found in _shortened().finditer(strand.printed):
        start, _ = strand.clause(found.start())
        subject = text_of(strand, trim(strand, (_behind_numbers(strand, start, found.start()), found.start())))
        if subject:
            yield Shortened(_quantity(found), subject)


def _behind_numbers(strand: Strand, start: int, end: int) -> int:
    """Give where the words begin that no number before them counts: 92%公共服务事项办结时长."""
    start = max(start, end - CLAUSE)
    digits = [place for place in range(start, end) if strand.printed[place].isdecimal() or strand.printed[place] == "%"]
    return digits[-1] + 1 if digits else start


def _quantity(found: re.Match[str]) -> Quantity:
    earlier = Decimal(found["earlier"]) if found["earlier"] and found["earlier_unit"] == found["unit"] else None
    return Quantity(
        start=found.start("number"),
        end=found.end(),
        hedged=found.start("number"),
        value=Decimal(found["number"]),
        unit=found["unit"],
        scale=1,
        hedge=found["hedge"],
        origin=earlier,
        lead=found.start(),
    )


@cache
def _shortened() -> re.Pattern[str]:
    data = resources.data(__package__, "figures.yaml")["durations"]
    number, unit = r"{d}{1,4}(?:\.{d}{1,2})?", either(data["units"])
    return compiled(
        rf"(?:{data['from']}(?P<earlier>{number})(?P<earlier_unit>{unit})[^,。;:{{d}}]{{0,6}})?{data['shortened']}"
        rf"(?P<number>{number})(?P<unit>{unit})(?P<hedge>{either(data['hedges'])})?"
    )
