"""Which figure a part or a share belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.recognise.figures.grammar import grammar
from gongkai.recognise.figures.quantities import Quantity
from gongkai.recognise.figures.statements import Statement
from gongkai.recognise.figures.strands import STOPS

__all__ = ["wholes"]


def wholes(found: Sequence[Statement]) -> list[int | None]:
    """Give for each statement of a paragraph the place of the one that it is a part or a share of.

    >>> from gongkai.recognise.figures.statements import statements
    >>> wholes(statements("收到申请7件，其中线上2件，线下5件，答复率100%。召开会议3次。"))
    [None, 0, 0, 0, None]
    """
    reading = _Reading(found)
    for place, each in enumerate(found):
        if each.quantity is None:
            continue
        if each.strand.outer is not None:
            reading.result[place] = reading.whole_in_bracket(place, each, each.quantity)
        else:
            reading.result[place] = reading.whole_of(place, each, each.quantity)
    return reading.result


@dataclass(slots=True)
class _Reading:
    """Where the reading of a paragraph stands.

    `base` is the last number that is no part, `counted` the last number of things, `whole` what the parts that are
    being listed belong to, `rest` what they leave of it, and `outside` the last number outside brackets.
    """

    found: Sequence[Statement]
    result: list[int | None] = field(init=False)
    base: int | None = None
    counted: int | None = None
    whole: int | None = None
    rest: Decimal = Decimal(0)
    outside: int | None = None

    def __post_init__(self) -> None:
        self.result = [None] * len(self.found)

    def whole_in_bracket(self, place: int, each: Statement, quantity: Quantity) -> int | None:
        """Give the number before a bracket that says what it includes: 3050件（含结转34件）."""
        outer = self.outside
        if outer is None or each.strand.outer is None or not 0 <= each.strand.outer - self.found[outer].end <= 2:
            return None
        if each.kind == "share":
            return self.result[outer]
        words, text = grammar(), each.strand.text
        if not words.opens_bracket.match(text) or words.opens_whole.search(text, 1, each.position):
            return None
        return outer if _alike(self.found[outer].quantity, quantity) else None

    def whole_of(self, place: int, each: Statement, quantity: Quantity) -> int | None:
        """Give the whole of a number outside brackets, and go on behind it."""
        since = each.strand.text[self.found[self.outside].stop if self.outside is not None else 0 : each.position]
        self.outside = place
        new_sentence = any(stop in since for stop in STOPS)
        if each.kind == "share" and quantity.origin is None:
            self._leave(new_sentence, ";" in since)
            return self._whole_of_share(each)
        if each.kind == "change" or quantity.origin is not None:
            return None
        whole = self._whole_of_part(since, quantity, new_sentence)
        if whole is None:
            # Of two numbers in one clause, a rate may belong to either.
            sole = self.counted is None or any(mark in since for mark in STOPS + ",;")
            self.base, self.whole = place if sole else None, None
        self.counted = place
        return whole

    def _leave(self, new_sentence: bool, new_segment: bool) -> None:
        if new_sentence:
            self.base = self.counted = self.whole = None
        elif new_segment:
            self.base = None

    def _whole_of_share(self, each: Statement) -> int | None:
        if each.part == "part":
            return None if self.counted is None else self.result[self.counted]
        return self.base if each.part == "rate" else None

    def _whole_of_part(self, since: str, quantity: Quantity, new_sentence: bool) -> int | None:
        words = grammar()
        clause = since[max(since.rfind(stop) for stop in STOPS) + 1 :]
        opening = words.opens_parts.search(clause)
        if opening:
            # A sentence that begins with 其中 goes on with the last one.
            known = self.counted is not None and (not new_sentence or opening.start() == 0)
            self.whole = self.counted if known and _alike(self._quantity(self.counted), quantity) else None
            number = self._quantity(self.whole)
            self.rest = number.normal_value - quantity.normal_value if number else Decimal(0)
            return self.whole
        number = self._quantity(self.whole)
        if number is None or new_sentence or words.opens_whole.search(clause) or not _alike(number, quantity):
            return None
        # Behind a semicolon the list may be over, and only what still fits is taken for a part.
        if ";" in clause and quantity.normal_value > self.rest:
            return None
        self.rest -= quantity.normal_value
        return self.whole

    def _quantity(self, place: int | None) -> Quantity | None:
        return None if place is None else self.found[place].quantity


def _alike(one: Quantity | None, other: Quantity) -> bool:
    """Say whether two numbers count in the same or in exchangeable units."""
    if one is None:
        return False
    first, second = one.clean_unit, other.clean_unit
    families = grammar().alike
    return first is None or second is None or first == second or families.get(first, -1) == families.get(second, -2)
