"""What a shifted run was: its readings in words, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from gongkai.repair.brackets import after_character
from gongkai.repair.gbk_steps import CLOSING, Run, State, Step, possible, steps_of
from gongkai.repair.gbk_surroundings import Occurrences, Surroundings
from gongkai.repair.lexicon import Node, lexicon

__all__ = ["MARGIN", "GbkReading", "Search"]


@dataclass(frozen=True, slots=True)
class GbkReading:
    """A text that the units of a run up to `end` may have been, and its bits of surprise."""

    text: str
    end: int
    surprise: float
    brackets: str
    is_guess: bool
    """Some character of it is known by too few bytes to be sure of, or it may have lost one more in front."""


MARGIN = 5.0
"""Bits by which a reading must surprise less than the next one, to be the only one."""

_MOST_STEPS = 1000
_MOST_EXCESS = 12.0
_LONGEST_WORD = 8
_LONGEST_BEGINNING = 3
_BYTES = 2

# Two bytes pick out one of some seven thousand characters, and the lexicon has half as many words, so three bytes
# leave one word in fifty by chance, and two leave one as a rule.
_FEWEST_KNOWN = 3


class _Partial(NamedTuple):
    """A reading of the first units: by how much it surprises more than they do, and what it says so far."""

    excess: float
    order: int
    surprise: float
    text: str
    state: State
    brackets: str
    is_guess: bool


class _GbkWord(NamedTuple):
    text: str
    surprise: float
    state: State
    is_guess: bool


class _Walk(NamedTuple):
    """The beginning of a word, and what its bytes say for it."""

    text: str
    state: State
    surprise: float
    length: int
    """Characters, with those that stand in the healthy text before the run."""
    known: int
    """Bytes of them that are known."""
    unknown: int
    """Characters of which nothing is known."""
    is_guess: bool

    def taking(self, step: Step) -> _Walk:
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

    def word(self, surprise: float) -> _GbkWord:
        """End the word here."""
        return _GbkWord(self.text, self.surprise + surprise, self.state, self._must_be_guess())

    def _must_be_guess(self) -> bool:
        if self.length > 1:
            return self.is_guess or self.known < _FEWEST_KNOWN + _BYTES * self.unknown
        if self.text in CLOSING:
            # It can only be read where a bracket is open, and must close.
            return False
        return self.is_guess or self.known < _BYTES or self.text in lexicon().singles


@dataclass(frozen=True, slots=True)
class Search:
    """What a run may be read as, wherever it begins."""

    run: Run
    surroundings: Surroundings
    _words_from: dict[State, list[_GbkWord]] = field(default_factory=dict)
    _steps_from: dict[State, list[Step]] = field(default_factory=dict)

    def readings(self, start: int, brackets: str) -> list[GbkReading] | None:
        """Give every likely reading of the run if it begins with a unit, or None if they are too many.

        Args:
            start: the first unit that is shifted.
            brackets: those that are open before it.
        """
        found: list[GbkReading] = []
        expected = self.run.surprise
        order = count()
        queue = [_Partial(0.0, next(order), 0.0, "", State(start), brackets, False)]
        least: dict[tuple[State, str], float] = {}
        for _ in range(_MOST_STEPS):
            if not queue:
                return found
            _, _, surprise, text, state, brackets, is_guess = heappop(queue)
            if state.end is not None:
                found.append(GbkReading(text + state.end, state.used, surprise, brackets, is_guess))
                continue
            if surprise > least.setdefault((state, brackets), surprise) + MARGIN:
                continue
            for word in self._words(state):
                total = surprise + word.surprise
                excess = total - expected[word.state.used] + expected[start]
                if excess >= _MOST_EXCESS:
                    continue
                after = after_character(brackets, word.text) if len(word.text) == 1 else brackets
                if after is not None:
                    guess = is_guess or word.is_guess
                    heappush(queue, _Partial(excess, next(order), total, text + word.text, word.state, after, guess))
        # Among those that were not reached may be one that comes close to the best.
        return None

    def _words(self, state: State) -> list[_GbkWord]:
        """Give the words that may come next."""
        if state not in self._words_from:
            plain = _Walk("", state, 0.0, 0, 0, 0, is_guess=False)
            words = self._first_words(state) if state.is_start else self._words_after("", plain)
            self._words_from[state] = list(words)
        return self._words_from[state]

    def _first_words(self, state: State) -> Iterator[_GbkWord]:
        """Give the words that a run may begin with; they may themselves begin in the healthy text before it."""
        before = self.run.before(state.used)
        surprise = lexicon().surprise(before)[-_LONGEST_BEGINNING - 1 :]
        for length, added in enumerate(reversed(surprise)):
            beginning = before[len(before) - length :]
            walk = _Walk("", state, added - surprise[-1], length, _BYTES * length, 0, is_guess=False)
            for word in self._words_after(beginning, walk):
                is_guess = word.is_guess or not _is_bound(beginning, word)
                yield word._replace(is_guess=is_guess if beginning else not _is_lost_mark(word, state, before))

    def _words_after(self, beginning: str, walk: _Walk) -> Iterator[_GbkWord]:
        node = lexicon().root.after(beginning)
        if node:
            yield from self._known(walk, node)
        places = self.surroundings
        yield from self._repeated(walk, places.after(beginning) if beginning else places.everywhere)

    def _known(self, walk: _Walk, root: Node) -> Iterator[_GbkWord]:
        """Give the words of the lexicon."""
        stack = [(root, walk, self._steps(walk.state, root))]
        while stack:
            node, reached, steps = stack.pop()
            for step in steps:
                child = node.following.get(step.character)
                if child is None:
                    continue
                further = self._steps(step.state, child) if step.state.end is None else ()
                if child.surprise is None and not further:
                    continue
                after = reached.taking(step)
                if child.surprise is not None:
                    yield after.word(child.surprise)
                if further:
                    stack.append((child, after, further))

    def _repeated(self, walk: _Walk, root: Occurrences) -> Iterator[_GbkWord]:
        """Give what the document says elsewhere, from two characters on."""
        stack = [(root, walk, self._steps(walk.state, root))]
        while stack:
            places, reached, steps = stack.pop()
            for step in steps:
                if step.character not in places.following or not _is_han(step.character):
                    continue
                longer = places.longer(step.character)
                length = reached.length + 1
                is_word = length > 1 and longer.end_word
                goes_on = step.state.end is None and length < _LONGEST_WORD
                further = self._steps(step.state, longer) if goes_on else ()
                if not is_word and not further:
                    continue
                after = reached.taking(step)
                if is_word:
                    yield after.word(longer.surprise(self.run.place))
                if further:
                    stack.append((longer, after, further))

    def _steps(self, state: State, wanted: Node | Occurrences) -> Sequence[Step]:
        if len(wanted.following) < _FEW:
            # Inside a word it is quicker to try what is wanted than what is possible.
            characters = wanted.following if state.lead is None else wanted.led_by(state.lead)
            return steps_of(self.run, state, characters) if characters else ()
        if state not in self._steps_from:
            usual = possible(self.run, state) & self.surroundings.usual
            self._steps_from[state] = steps_of(self.run, state, usual)
        return self._steps_from[state]


_FEW = 40


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_bound(beginning: str, word: _GbkWord) -> bool:
    """Tell a word that its beginning calls for from one of two characters of which the first could stand alone."""
    node = lexicon().root.after(beginning)
    stands_alone = len(beginning) == 1 and node is not None and node.surprise is not None
    return not stands_alone or len(word.text) > 1


def _is_lost_mark(word: _GbkWord, state: State, before: str) -> bool:
    """Tell whether a run begins with a mark behind a whole word.

    Before anything else that begins it, a character may have vanished as a whole.
    """
    return word.text in lexicon().marks and word.state.used > state.used and lexicon().ends_word(before)
