"""Which characters the bytes of a shifted run allow, one after the other.

The bytes of a run are those of the text that it was, but for the one that was lost in front, which shifted them:

    A1A3 BACF B2A2 C1CB    。合并了
      A3BA CFB2 A2C1 CB    ：喜⒘ and half a character

So the second byte of the first character of the text is known, then both bytes of each, and of the last the first
byte. Where two bytes were no character, they vanished from the run as well.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from gongkai.repair.gbk_bytes import (
    ASCII_END,
    character,
    characters_from,
    characters_with,
    decodes,
    pair,
    vanishing_from,
    vanishing_leads,
    vanishing_with,
)
from gongkai.repair.lexicon import lexicon

__all__ = ["CLOSING", "Run", "State", "Step", "Unit", "possible", "steps_of"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One character of a run: its bytes, and the bits of surprise that it adds to a healthy text."""

    lead: int
    trail: int
    surprise: float
    is_ascii: bool = False
    is_lost: bool = False
    """It is the mark of a byte that could not be decoded."""


@dataclass(frozen=True)
class Run:
    """Characters that may be shifted, and the text before them, in which a word may begin that the run goes on with."""

    units: Sequence[Unit]
    text: str
    """The text before the units, and theirs."""
    place: int
    """Where the units stand in their surroundings."""
    following: str
    """What comes behind the units, if that cannot be part of the run; empty at the end of the text."""
    is_bounded: bool
    """Whether the run must end with the units, because a blank or nothing follows."""

    @cached_property
    def surprise(self) -> Sequence[float]:
        """Give the bits of surprise of the first units, for every number of them."""
        return [0.0, *accumulate(unit.surprise for unit in self.units)]

    def before(self, used: int) -> str:
        """Give the characters before a unit."""
        end = len(self.text) - len(self.units) + used
        return self.text[max(end - _CONTEXT, 0) : end]


_CONTEXT = 8


class State(NamedTuple):
    """Where a reading stands between two characters of the text that it gives."""

    used: int
    """Units behind it."""
    lead: int | None = None
    """The byte that begins the next character, if it is known."""
    vanished: int | None = None
    """The first byte of a pair that vanished; the next character begins with the second."""
    end: str | None = None
    """None until the reading ends; then the ASCII character that the run had swallowed, or nothing."""

    @property
    def is_start(self) -> bool:
        """Whether the run begins here, so that nothing is known of the first byte."""
        return self.lead is None and self.vanished is None and self.end is None


_VANISHED = 5.0
"""Bits of surprise of a pair that vanishes."""


class Step(NamedTuple):
    """A character that the bytes allow, where it leads, and what a pair that vanishes adds to the surprise."""

    character: str
    state: State
    surprise: float
    trail_known: bool
    may_hide: bool = False
    """A whole character may have vanished behind it."""


def possible(run: Run, state: State) -> Set[str]:
    """Give the characters that may come next, as far as their bytes are known."""
    unit = run.units[state.used] if state.used < len(run.units) else None
    if state.lead is None:
        kept: Set[str] = characters_with(unit.lead) if unit else frozenset()
        # A word that begins and goes on with pairs that vanish is known by too little to be looked for.
        return kept | (
            CLOSING if state.vanished else {"，"} | lexicon().vanishing.get(unit.lead if unit else 0, frozenset())
        )
    if unit is None or unit.is_ascii or unit.is_lost:
        return characters_from(state.lead)
    only = character(state.lead, unit.lead)
    return vanishing_from(state.lead) | {only} if only else vanishing_from(state.lead)


def steps_of(run: Run, state: State, characters: Iterable[str]) -> list[Step]:
    """Give where each of some characters may lead."""
    steps: list[Step] = []
    leads = _leads(state)
    unit = run.units[state.used] if state.used < len(run.units) else None
    next_ = _next(state, unit)
    may_end = not state.is_start and (state.lead is not None or unit is None or unit.is_ascii or unit.is_lost)
    for each in characters:
        data = pair(each)
        if data is None or (leads is not None and data[0] not in leads):
            continue
        trail = data[1]
        if next_ and unit and trail == unit.lead:
            hides_comma = each in _LIKE_A_COMMA and state.lead is not None
            steps.append(Step(each, next_, 0.0, trail_known=True, may_hide=hides_comma))
        if trail in vanishing_leads():
            steps.append(Step(each, _vanished(state.used, trail), _VANISHED, trail_known=False))
        if may_end:
            steps += _ending(run, unit, state, each, trail)
    return steps


def _leads(state: State) -> Container[int] | None:
    """Give the first bytes that the next character may have, or None if it may have any."""
    if state.lead is not None:
        return (state.lead,)
    return None if state.vanished is None else vanishing_with(state.vanished)


def _next(state: State, unit: Unit | None) -> State | None:
    """Give where a character leads whose second byte is the first of the unit."""
    if unit is None or unit.is_lost:
        return None
    # The second byte of a pair may have been the ASCII character behind the run.
    swallowed = chr(unit.trail) if unit.trail < ASCII_END else None
    return State(state.used + 1, lead=unit.trail, end=swallowed)


@lru_cache(maxsize=4096)
def _vanished(used: int, trail: int) -> State:
    """Give where a character leads whose second byte vanished with the next one's first."""
    # One byte stands for all with which every pair vanishes, so that what follows is worked out once.
    return State(used, vanished=_EMPTY_ROW if trail in _EMPTY_ROWS else trail)


def _ending(run: Run, unit: Unit | None, state: State, character: str, trail: int) -> Iterator[Step]:
    """Give the steps with which the reading ends, and the second byte of its last character is lost."""
    used = state.used
    is_last = used + (unit is not None) == len(run.units) and not run.following
    # At the end of a paragraph a mark of this row that closes no bracket is a full stop.
    is_full_stop = character == "。" and is_last and state.lead is not None
    if unit is None or (unit.is_ascii and not unit.is_lost):
        following = chr(unit.trail - ASCII_END) if unit else run.following
        if (unit or run.is_bounded) and _may_end(character, following, state):
            may_hide = trail in vanishing_leads()
            yield Step(character, State(used, end=""), 0.0, trail_known=is_full_stop, may_hide=may_hide)
    elif unit.is_lost:
        yield Step(character, State(used + 1, end=""), 0.0, trail_known=is_full_stop)
    elif state.lead is not None and not decodes(trail, unit.lead):
        yield Step(character, State(used, end=""), _VANISHED, trail_known=False)


_EMPTY_ROWS = frozenset((*range(0xAA, 0xB0), *range(0xF8, 0xFF)))
_EMPTY_ROW = min(_EMPTY_ROWS)

# A comma vanishes with the first byte of what follows it, and the second byte makes one of these marks of the first.
_LIKE_A_COMMA = frozenset("；：！？（）")

CLOSING = frozenset("”》）’】〕")
_DIVIDING = frozenset("，、。；：！？—…·")
_ENDING = frozenset("。！？；：”》）’】〕…")


def _may_end(character: str, following: str, state: State) -> bool:
    """Tell whether a character, of which the second byte is not known, may stand before what follows the run."""
    if state.lead is None:
        # Nothing of it is known, so only a bracket that must close can stand here.
        return character in CLOSING
    if not following:
        return character not in _DIVIDING or character in _ENDING
    return following not in ",.;:!?" or character not in _DIVIDING
