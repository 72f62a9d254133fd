"""What a shifted run was: every reading in words that its bytes allow, the likeliest first.

The bytes of a run are those of the text that it was, but for the one that was lost in front, which shifted them:

    A1A3 BACF B2A2 C1CB    。合并了
      A3BA CFB2 A2C1 CB    ：喜⒘ and half a character

So the second byte of the first character of the text is known, then both bytes of each, and of the last the first
byte. Where two bytes were no character, they vanished from the run as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import accumulate, count
from typing import NamedTuple

from gongkai.repair.brackets import after_character
from gongkai.repair.gbk_bytes import (
    ASCII_END,
    Pair,
    character,
    characters_from,
    characters_with,
    decodes,
    pair,
    vanishing_from,
    vanishing_leads,
)
from gongkai.repair.lexicon import Node, lexicon
from gongkai.repair.surroundings import Surroundings

__all__ = ["Reading", "Run", "Unit", "readings"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One character of a run: its bytes, and the bits of surprise that it adds to a healthy text."""

    lead: int
    trail: int
    surprise: float
    is_ascii: bool = False
    is_lost: bool = False
    """It is the mark of a byte that could not be decoded."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that may be shifted: those before them that are not, and the brackets that these leave open."""

    units: Sequence[Unit]
    place: int
    """Where the run stands in its surroundings."""
    before: str
    brackets: str
    following: str
    """What comes behind the units, if that cannot be part of the run; empty at the end of the text."""
    is_bounded: bool
    """Whether the run must end with the units, because ASCII or nothing follows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that the first `units` units of a run may have been, and its bits of surprise."""

    text: str
    units: int
    surprise: float
    brackets: str
    is_guess: bool
    """Some character of it is known by too few bytes to be sure of, or it may have lost one more in front."""


def readings(run: Run, surroundings: Surroundings) -> Iterator[Reading]:
    """Give the readings of a run, those that explain most first."""
    search = _Search(run, surroundings)
    expected = [0.0, *accumulate(unit.surprise for unit in run.units)]
    order = count()
    queue = [_Partial(0.0, next(order), 0.0, "", _START, run.brackets, False)]
    least: dict[tuple[_State, str], float] = {}
    for _ in range(_MOST_STEPS):
        if not queue:
            return
        _, _, surprise, text, state, brackets, is_guess = heappop(queue)
        if state.end is not None:
            yield Reading(text + state.end, state.index, surprise, brackets, is_guess)
            continue
        if surprise > least.setdefault((state, brackets), surprise) + MARGIN:
            continue
        for word in search.words(state):
            total = surprise + word.surprise
            excess = total - expected[word.state.index]
            after = after_character(brackets, word.text) if len(word.text) == 1 else brackets
            if excess < _MOST_EXCESS and after is not None:
                guess = is_guess or word.is_guess
                heappush(queue, _Partial(excess, next(order), total, text + word.text, word.state, after, guess))


MARGIN = 5.0
"""Bits by which a reading must surprise less than the next one, to be the only one."""

_MOST_STEPS = 300
_MOST_EXCESS = 12.0
_GAP_SURPRISE = 5.0
_LONGEST_WORD = 8
_LONGEST_BEGINNING = 3

# Two bytes pick out one of some seven thousand characters, and the lexicon has half as many words, so three bytes
# leave one word in fifty by chance, and two leave one as a rule.
_FEWEST_KNOWN = 3


class _State(NamedTuple):
    """Where a reading stands between two characters of the text that it gives."""

    index: int
    """Units used up."""
    lead: int | None = None
    """The byte that begins the next character, if it is known."""
    vanished: int | None = None
    """The first byte of a pair that vanished; the next character begins with the second."""
    end: str | None = None
    """None until the reading ends; then the ASCII character that the run had swallowed, or nothing."""


_START = _State(0)


class _Partial(NamedTuple):
    """A reading of the first units: by how much it surprises more than they do, and what it says so far."""

    excess: float
    order: int
    surprise: float
    text: str
    state: _State
    brackets: str
    is_guess: bool


class _Word(NamedTuple):
    text: str
    surprise: float
    state: _State
    is_guess: bool


class _Step(NamedTuple):
    """A character that the bytes allow, where it leads, and what a pair that vanishes adds to the surprise."""

    character: str
    state: _State
    surprise: float
    trail_known: bool
    may_hide: bool = False
    """A whole character may have vanished behind it."""


class _Walk(NamedTuple):
    """The beginning of a word, and what its bytes say for it."""

    text: str
    state: _State
    surprise: float
    length: int
    """Characters, with those that stand in the healthy text before the run."""
    known: int
    """Bytes of them that are known."""
    unknown: int
    """Characters of which nothing is known."""
    is_guess: bool

    def taking(self, step: _Step) -> _Walk:
        """Go on by one character."""
        lead_known = self.state.lead is not None
        return _Walk(
            text=self.text + step.character,
            state=step.state,
            surprise=self.surprise + step.surprise,
            length=self.length + 1,
            known=self.known + lead_known + step.trail_known,
            unknown=self.unknown + (not (lead_known or step.trail_known)),
            is_guess=self.is_guess or step.may_hide,
        )

    def word(self, surprise: float) -> _Word:
        """End the word here."""
        return _Word(self.text, self.surprise + surprise, self.state, self._must_be_guess())

    def _must_be_guess(self) -> bool:
        if self.length > 1:
            return self.is_guess or self.known < _FEWEST_KNOWN + len(("lead", "trail")) * self.unknown
        if self.text in _CLOSING:
            # It can only be read where a bracket is open, and must close.
            return False
        return self.is_guess or self.known < len(("lead", "trail")) or self.text in lexicon().singles


@dataclass(frozen=True, slots=True)
class _Search:
    """What one run may be read as, word by word."""

    run: Run
    surroundings: Surroundings
    words_from: dict[_State, list[_Word]] = field(default_factory=dict)
    steps_from: dict[_State, list[_Step]] = field(default_factory=dict)

    def words(self, state: _State) -> list[_Word]:
        """Give the words that may come next."""
        if state not in self.words_from:
            self.words_from[state] = list(self._words(state))
        return self.words_from[state]

    def _words(self, state: _State) -> Iterator[_Word]:
        """Give the words that may come next; the first may begin in the healthy text before the run."""
        if state != _START:
            yield from self._words_after("", _Walk("", state, 0.0, 0, 0, 0, is_guess=False))
            return
        before = self.run.before
        surprise = lexicon().surprise(before)[-_LONGEST_BEGINNING - 1 :]
        for length, added in enumerate(reversed(surprise)):
            beginning = before[len(before) - length :]
            walk = _Walk("", state, added - surprise[-1], length, 2 * length, 0, is_guess=False)
            for word in self._words_after(beginning, walk):
                yield word if beginning else word._replace(is_guess=not self._is_lost_mark(word))

    def _is_lost_mark(self, word: _Word) -> bool:
        """Tell whether a run begins with a mark behind a whole word.

        Before anything else that begins it, a character may have vanished as a whole.
        """
        return word.text in lexicon().marks and word.state.index > 0 and lexicon().ends_word(self.run.before)

    def _words_after(self, beginning: str, walk: _Walk) -> Iterator[_Word]:
        node = lexicon().root.after(beginning)
        if node:
            yield from self._known(walk, node)
        places = self.surroundings
        following = places.following(places.places_after(beginning)) if beginning else places.characters
        yield from self._repeated(walk, following)

    def _known(self, walk: _Walk, root: Node) -> Iterator[_Word]:
        """Give the words of the lexicon."""
        stack = [(root, walk)]
        while stack:
            node, reached = stack.pop()
            for step in self._steps(reached.state, node.following):
                child = node.following.get(step.character)
                if child is None:
                    continue
                after = reached.taking(step)
                if child.surprise is not None:
                    yield after.word(child.surprise)
                if step.state.end is None and child.following:
                    stack.append((child, after))

    def _repeated(self, walk: _Walk, following: Mapping[str, Sequence[int]]) -> Iterator[_Word]:
        """Give what the document says elsewhere, from two characters on."""
        stack = [(following, walk)]
        while stack:
            following, reached = stack.pop()
            for step in self._steps(reached.state, following):
                places = following.get(step.character)
                if not places or not _is_han(step.character):
                    continue
                after = reached.taking(step)
                ends = step.state.end is not None
                if after.length > 1 and (not ends or self.surroundings.ends_word(places)):
                    yield after.word(self.surroundings.surprise(places, self.run.place))
                if not ends and after.length < _LONGEST_WORD:
                    stack.append((self.surroundings.following(places), after))

    def _steps(self, state: _State, wanted: Mapping[str, object]) -> list[_Step]:
        if len(wanted) < _FEW:
            # Inside a word it is quicker to try what is wanted than what is possible.
            return [step for each in wanted for step in _steps_of(self.run, state, each)]
        if state not in self.steps_from:
            possible = (each for each in _possible(self.run, state) if self._is_usual(each))
            self.steps_from[state] = [step for each in possible for step in _steps_of(self.run, state, each)]
        return self.steps_from[state]

    def _is_usual(self, character: str) -> bool:
        return character in lexicon().characters or character in self.surroundings.characters


_FEW = 40


def _possible(run: Run, state: _State) -> Iterable[str]:
    """Give the characters that may come next, as far as their bytes are known."""
    unit = run.units[state.index] if state.index < len(run.units) else None
    if state.lead is None:
        kept = characters_with(unit.lead) if unit else ()
        lost = _CLOSING if state.vanished else {"，", *lexicon().vanishing.get(unit.lead if unit else 0, ())}
        # A word that begins and goes on with pairs that vanish is known by too little to be looked for.
        return {*kept, *lost}
    if unit is None or unit.is_ascii or unit.is_lost:
        return characters_from(state.lead)
    only = character(state.lead, unit.lead)
    return {*vanishing_from(state.lead), only} if only else vanishing_from(state.lead)


def _steps_of(run: Run, state: _State, character: str) -> Iterator[_Step]:
    """Give where a character may lead."""
    data = pair(character)
    if data is None or not _may_begin(state, data):
        return
    index, trail = state.index, data[1]
    vanishes = trail in vanishing_leads()
    unit = run.units[index] if index < len(run.units) else None
    if unit and not unit.is_lost and trail == unit.lead:
        # The second byte of a pair may have been the ASCII character behind the run.
        swallowed = chr(unit.trail) if unit.trail < ASCII_END else None
        yield _Step(character, _State(index + 1, lead=unit.trail, end=swallowed), 0.0, trail_known=True)
    if vanishes:
        yield _Step(character, _State(index, vanished=_alike(trail)), _GAP_SURPRISE, trail_known=False)
    if index == 0:
        return
    if unit is None or (unit.is_ascii and not unit.is_lost):
        following = chr(unit.trail - ASCII_END) if unit else run.following
        if (unit or run.is_bounded) and _may_end(character, following, state):
            yield _Step(character, _State(index, end=""), 0.0, trail_known=False, may_hide=vanishes)
    elif unit.is_lost:
        yield _Step(character, _State(index + 1, end=""), 0.0, trail_known=False)
    elif state.lead is not None and not decodes(trail, unit.lead):
        yield _Step(character, _State(index, end=""), _GAP_SURPRISE, trail_known=False)


def _may_begin(state: _State, data: Pair) -> bool:
    if state.lead is not None:
        return data[0] == state.lead
    return state.vanished is None or not decodes(state.vanished, data[0])


def _alike(lead: int) -> int:
    """Give one byte for all with which every pair vanishes, so that what follows is worked out once."""
    return _EMPTY_ROW if lead in _EMPTY_ROWS else lead


_EMPTY_ROWS = frozenset((*range(0xAA, 0xB0), *range(0xF8, 0xFF)))
_EMPTY_ROW = min(_EMPTY_ROWS)

_CLOSING = frozenset("”》）’】〕")
_DIVIDING = frozenset("，、。；：！？—…·")
_ENDING = frozenset("。！？；：”》）’】〕…")


def _may_end(character: str, following: str, state: _State) -> bool:
    """Tell whether a character, of which the second byte is not known, may stand before what follows the run."""
    if state.lead is None:
        # Nothing of it is known, so only a bracket that must close can stand here.
        return character in _CLOSING
    if not following:
        return character not in _DIVIDING or character in _ENDING
    return following not in ",.;:!?" or character not in _DIVIDING


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
