"""Which figure a part or a share belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.recognise.narrative.figures.grammar import grammar
from gongkai.recognise.narrative.figures.quantities import Quantity
from gongkai.recognise.narrative.figures.statements import Statement
from gongkai.recognise.narrative.figures.strands import STOPS

__all__ = ["wholes"]

LONGEST_NOUN = 16
"""Characters between a number and the bracket that tells its parts."""

_NOUN = re.compile(r"[\u4e00-\u9fff]+")
_MOST_MAINS = 8
"""Numbers of a sentence that are remembered as wholes of what follows."""


def wholes(found: Sequence[Statement]) -> list[int | None]:
    """Give for each statement of a paragraph the place of the one that it is a part or a share of.

    Where a list of parts does not fit the number before it, and another number may be meant, none of them has a whole.

    >>> from gongkai.recognise.narrative.figures.statements import statements
    >>> wholes(statements("收到申请7件，其中线上2件，线下5件，答复率100%。召开会议3次。"))
    [None, 0, 0, 0, None]
    >>> wholes(statements("收到留言30条，转交乡镇10条，其中咨询类18条，投诉类12条。"))
    [None, None, None, None]
    """
    reading = _RelationReading(found)
    for place, each in enumerate(found):
        if each.quantity is None:
            continue
        if each.strand.outer is not None:
            reading.result[place] = reading.whole_in_bracket(place, each, each.quantity)
        else:
            reading.whole_of(place, each, each.quantity)
    return reading.result


@dataclass(slots=True)
class _ListOfParts:
    """A list of parts that is being read: its whole, what they leave of it, and its members, shares among them.

    `others` are numbers that may be meant instead of the whole, `stated` says whether the first part is a statement.
    """

    whole: int
    rest: Decimal
    others: Sequence[int]
    stated: bool
    members: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _RelationReading:
    """Where the reading of a paragraph stands.

    `base` is the last number that is no part, `counted` the last number of things, `mains` the last numbers of things
    since a stop or semicolon that are no parts, `before` those before it, `parts` the list that is being read, and
    `outside` the last number outside brackets.
    """

    found: Sequence[Statement]
    result: list[int | None] = field(init=False)
    base: int | None = None
    counted: int | None = None
    mains: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    parts: _ListOfParts | None = None
    outside: int | None = None

    def __post_init__(self) -> None:
        self.result = [None] * len(self.found)

    def whole_in_bracket(self, place: int, each: Statement, quantity: Quantity) -> int | None:
        """Give the number before a bracket that says what it includes: 3050件（含结转34件）."""
        outer = self.outside
        if outer is None or each.strand.outer is None or not self._stands_before(outer, each.strand.outer):
            return None
        if each.kind == "share":
            return self.result[outer]
        words, text = grammar(), each.strand.text
        if not words.opens_bracket.match(text) or words.opens_whole.search(text, 1, each.position):
            return None
        return outer if _alike(self._quantity(outer), quantity) else None

    def _stands_before(self, place: int, bracket: int) -> bool:
        """Say whether at most the noun of a number outside brackets stands between it and a bracket."""
        number = self.found[place]
        strand, end = number.strand, number.stop
        distance, between = bracket - number.end, strand.text[end : strand.position(bracket)]
        return 0 <= distance <= 2 or (0 < distance <= LONGEST_NOUN and _NOUN.fullmatch(between) is not None)

    def whole_of(self, place: int, each: Statement, quantity: Quantity) -> None:
        """Find the whole of a number outside brackets, and go on behind it."""
        since = each.strand.text[self.found[self.outside].stop if self.outside is not None else 0 : each.position]
        self.outside = place
        new_sentence = any(stop in since for stop in STOPS)
        if new_sentence or ";" in since:
            self.before, self.mains = self.mains, []
        if each.kind == "share" and quantity.origin is None:
            self._leave(new_sentence, ";" in since)
            self.result[place] = self._whole_of_share(each)
            if self.parts and self.result[place] == self.parts.whole:
                self.parts.members.append(place)
        elif each.kind != "change" and quantity.origin is None:
            self._count(place, since, quantity, new_sentence)

    def _count(self, place: int, since: str, quantity: Quantity, new_sentence: bool) -> None:
        words = grammar()
        clause = since[max(since.rfind(stop) for stop in STOPS) + 1 :]
        opening = words.opens_parts.search(clause)
        if opening:
            stated = words.opens_statement.search(clause, opening.end()) is not None
            at_once = opening.start() == clause.rfind(";") + 1
            self.parts = self._open(quantity, stated, new_sentence or ";" in clause, at_once=at_once)
        elif not self._goes_on(clause, quantity, new_sentence):
            self.parts = None
        if self.parts:
            self._add(place, quantity)
        if self.result[place] is None:
            # Of two numbers in one clause, a rate may belong to either.
            sole = self.counted is None or any(mark in since for mark in STOPS + ",;")
            self.base = place if sole else None
            if not opening:
                self.mains = [*self.mains[1 - _MOST_MAINS :], place]
        self.counted = place

    def _open(self, quantity: Quantity, stated: bool, apart: bool, *, at_once: bool) -> _ListOfParts | None:
        """Open the list of parts of the last number; 其中 that follows a stop at once goes on with what stands before.

        `apart`: a full stop or a semicolon stands between.
        """
        if self.counted is None or (apart and not at_once):
            return None
        mains = self.before if apart else self.mains
        within = self.result[self.counted]
        known = mains if within is None or within in mains else [*mains, within]
        alike = [each for each in known if _alike(self._quantity(each), quantity)]
        last = self._quantity(self.counted)
        others = [each for each in alike if each != self.counted]
        if last and _alike(last, quantity) and (quantity.normal_value <= last.normal_value or not others):
            # Behind a full stop, 其中 may be said of any number of the sentence.
            unclear = apart and others and self.counted in alike
            return None if unclear else _ListOfParts(self.counted, last.normal_value, others, stated)
        # What cannot be a part of the last number is one of the only other that is left.
        sole = alike[0] if len(alike) == 1 and alike[0] != self.counted else None
        number = self._quantity(sole)
        if sole is None or number is None or not (apart or self.result[self.counted] == sole):
            return None
        return _ListOfParts(sole, number.normal_value, [self.counted], stated)

    def _goes_on(self, clause: str, quantity: Quantity, new_sentence: bool) -> bool:
        """Say whether a number that nothing announces is one more of the parts that are being listed."""
        words, parts = grammar(), self.parts
        number = self._quantity(parts.whole) if parts else None
        if parts is None or not _alike(number, quantity):
            return False
        # Bodies of other kinds are told by their names, and what they did may contradict the whole.
        if words.names_bodies.match(clause) and words.names_bodies.match(self.found[parts.members[0]].subject):
            return True
        if new_sentence or words.opens_whole.search(clause):
            return False
        if not parts.stated and words.opens_statement.search(clause):
            return False
        # Behind a semicolon the list may be over, and so may one of statements; only what still fits is a part.
        return not (";" in clause or parts.stated) or quantity.normal_value <= parts.rest

    def _add(self, place: int, quantity: Quantity) -> None:
        parts = self.parts
        if parts is None:
            return
        parts.rest -= quantity.normal_value
        if parts.rest < 0 and parts.others:
            for member in parts.members:
                self.result[member] = None
            self.parts = None
            return
        self.result[place] = parts.whole
        parts.members.append(place)

    def _leave(self, new_sentence: bool, new_segment: bool) -> None:
        if new_sentence:
            self.base = self.counted = self.parts = None
        elif new_segment:
            self.base = None

    def _whole_of_share(self, each: Statement) -> int | None:
        if each.part == "part":
            return None if self.counted is None else self.result[self.counted]
        # 收到来信30件，办结28件，办结率93%: a rate may be one of either.
        return self.base if each.part == "rate" and len(self.mains) <= 1 else None

    def _quantity(self, place: int | None) -> Quantity | None:
        return None if place is None else self.found[place].quantity


def _alike(one: Quantity | None, other: Quantity) -> bool:
    """Say whether two numbers count in the same or in exchangeable units."""
    if one is None:
        return False
    first, second = one.clean_unit, other.clean_unit
    families = grammar().alike
    return first is None or second is None or first == second or families.get(first, -1) == families.get(second, -2)
