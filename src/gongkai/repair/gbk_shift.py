"""Runs in which a lost byte shifted the pairs of GBK: `。合并了重复材料` became `:喜⒘酥馗床牧`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, groupby, islice, pairwise

from gongkai.repair.brackets import first_unmatched, left_open
from gongkai.repair.changes import Change, FoundChange
from gongkai.repair.gbk_bytes import folded, is_level_one, pair
from gongkai.repair.gbk_readings import MARGIN, GbkReading, Search
from gongkai.repair.gbk_steps import Run, Unit
from gongkai.repair.gbk_surroundings import FARTHEST, Surroundings
from gongkai.repair.lexicon import lexicon

__all__ = ["find"]


def find(texts: Sequence[str]) -> Iterator[FoundChange]:
    """Find runs of rare characters that are everyday words once their bytes are shifted back.

    >>> [found.change.after for found in find(["在优化流程的同时,合⒘酥馗吹幕方,减少了次数"])]
    ['并了重复的环节']
    """
    page = _Page(texts)
    if len(page.suspects) > _MOST_SUSPECTS:
        return
    possible = [_hypotheses(page, suspect) for suspect in page.suspects]
    chosen = [_choose(each, _GAIN) for each in possible]
    lost = frozenset(each.lost for each in chosen if each)
    if lost:
        chosen = [_choose(each, _GAIN_IN_COMPANY, lost) for each in possible]
    for suspect, each in zip(page.suspects, chosen, strict=True):
        if each:
            yield FoundChange(suspect.text, Change(each.start, each.end, each.reading.text, "gbk_shift", _CERTAINTY))


_CERTAINTY = 0.95

_GAIN = 18.0
"""Bits by which a reading must surprise less than the run as it stands."""

# Damage comes in company: where one run is beyond doubt, another needs less proof, and the less if what broke it is
# the loss of the same character.
_GAIN_IN_COMPANY = 8.0
_SAME_LOSS = 6.0

_MOST_SUSPECTS = 100
"""A page with more of them is written in other characters, not damaged."""

_LONGEST_RUN = 80
_EARLIEST = 3
"""Characters that a run may begin before the first that is rare."""

_FEWEST_RARE = 2
_NEXT_RARE = 4
_VIEW = 200
_CONTEXT = 8


@dataclass(frozen=True)
class _Page:
    """The texts of a document."""

    texts: Sequence[str]

    @cached_property
    def rare(self) -> Mapping[str, int]:
        """Give the rare characters of the page, each with the number of times that it has it."""
        return Counter(found[0] for found in _rare().finditer(self._joined))

    @cached_property
    def names(self) -> frozenset[str]:
        """Give the rare characters that the page has again and again: those of names."""
        return frozenset(character for character, count in self.rare.items() if count > _TIMES_OF_A_NAME)

    def places_of_rare(self) -> Iterator[tuple[int, int]]:
        """Give the text of each rare character that is in no name, and its place in it."""
        if self.rare.keys() <= self.names:
            return
        for found in _rare().finditer(self._joined):
            if found[0] not in self.names:
                number = bisect_right(self._starts, found.start()) - 1
                yield number, found.start() - self._starts[number]

    def around(self, number: int, start: int) -> tuple[Surroundings, int]:
        """Give what stands around a place of a text, and the place in it."""
        place = self._starts[number] + start
        part = max(place // FARTHEST - 1, 0) * FARTHEST
        return self._part(part), place - part

    def _part(self, start: int) -> Surroundings:
        if start not in self._parts:
            self._parts[start] = Surroundings(self._whole[start : start + 3 * FARTHEST])
        return self._parts[start]

    @cached_property
    def suspects(self) -> tuple[_Suspect, ...]:
        """Give the places where runs may be, up to one more than are looked at."""
        return tuple(islice(_suspects(self), _MOST_SUSPECTS + 1))

    @cached_property
    def _whole(self) -> str:
        """Give all texts, with blanks where runs may be, so that damage does not confirm itself."""
        texts = list(self.texts)
        for suspect in self.suspects:
            text = texts[suspect.text]
            start, end = max(suspect.start - 1, 0), min(suspect.end + _NEXT_RARE, len(text))
            texts[suspect.text] = text[:start] + " " * (end - start) + text[end:]
        return "\n".join(texts)

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self.texts)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return list(accumulate((len(text) + 1 for text in self.texts), initial=0))

    @cached_property
    def _parts(self) -> dict[int, Surroundings]:
        return {}


# --- Where a run may be ---


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A place with rare characters near one another: in which text, and from the first to behind the last."""

    text: int
    start: int
    end: int


def _suspects(page: _Page) -> Iterator[_Suspect]:
    for number, of_text in groupby(page.places_of_rare(), key=lambda each: each[0]):
        places = [place for _, place in of_text]
        ends = [end for end, (place, next_) in enumerate(pairwise(places), 1) if next_ > place + _NEXT_RARE]
        for first, end in pairwise([0, *ends, len(places)]):
            if end - first >= _FEWEST_RARE:
                yield _Suspect(number, places[first], places[end - 1] + 1)


_TIMES_OF_A_NAME = 2


@cache
def _rare() -> re.Pattern[str]:
    """Give what matches a character that neither the lexicon nor any sentence has."""
    usual = "".join(sorted(each for each in lexicon().characters if not each.isascii()))
    return re.compile(f"[^\\s\x00-\x7f{re.escape(usual)}{_USUAL_SYMBOLS}]")


_USUAL_SYMBOLS = (
    "\u00a0-\u00ff\u2010-\u2027\u2030-\u203b\u2103\u2116\u2160-\u217b\u2190-\u2193\u2460-\u2473"
    "\u2500-\u257f\u25a0-\u25ff\u2605\u2606\u3000-\u3017\uff01-\uff5e\uffe5"
)


# --- What a run may have been ---


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    """A reading of the characters of a text from `start` to `end`, and the bits of surprise that it saves."""

    text: str
    start: int
    end: int
    reading: GbkReading
    gain: float

    @property
    def lost(self) -> str:
        """The character that lost its first byte."""
        return self.reading.text[0]

    def result(self, start: int, end: int) -> str:
        """Give what would stand from `start` to `end`."""
        return self.text[start : self.start] + self.reading.text + self.text[self.end : end]


def _hypotheses(page: _Page, suspect: _Suspect) -> list[_Hypothesis]:
    """Give every likely reading, wherever the run begins; none if they are too many to tell apart."""
    if suspect.end - suspect.start > _LONGEST_RUN:
        return []
    text = page.texts[suspect.text]
    earliest = max(suspect.start - _EARLIEST, 0)
    while any(_unit(character) is None for character in text[earliest : suspect.start]):
        earliest += 1
    surroundings, place = page.around(suspect.text, earliest)
    search = Search(_run(text, earliest, place), surroundings)
    found: list[_Hypothesis] = []
    for start in range(earliest, suspect.start + 1):
        brackets = left_open(text[max(start - _VIEW, 0) : start])
        readings = search.readings(start - earliest, brackets)
        if readings is None:
            return []
        for reading in readings:
            end = earliest + reading.end
            surprise = search.run.surprise[reading.end] - search.run.surprise[start - earliest]
            gain = surprise - reading.surprise
            if (
                gain > 0
                and _is_whole(page, text, start, end)
                and _brackets_match(brackets, reading.brackets, text[end : end + _VIEW])
            ):
                found.append(_Hypothesis(text, start, end, reading, gain))
    return found


def _choose(hypotheses: Sequence[_Hypothesis], gain: float, lost: frozenset[str] = frozenset()) -> _Hypothesis | None:
    """Choose what saves most, if it saves enough, and more than what any other text would save."""

    def saved(each: _Hypothesis) -> float:
        return each.gain + (_SAME_LOSS if each.lost in lost else 0.0)

    if not hypotheses:
        return None
    best = max(hypotheses, key=saved)
    start, end = min(each.start for each in hypotheses), max(each.end for each in hypotheses)
    text = best.result(start, end)
    rival = max((saved(each) for each in hypotheses if each.result(start, end) != text), default=0.0)
    certain = saved(best) >= gain and saved(best) - rival >= MARGIN and not best.reading.is_guess
    return best if certain else None


def _is_whole(page: _Page, text: str, start: int, end: int) -> bool:
    """Tell a run from a part of one: no rare character stands just before it or behind it, and a word goes on."""
    if not lexicon().begins_word(text[end : end + _CONTEXT]):
        return False
    near = text[max(start - _CONTEXT, 0) : start] + text[end : end + _CONTEXT]
    return page.names.issuperset(_rare().findall(near))


def _brackets_match(before: str, after: str, following: str) -> bool:
    closed = first_unmatched(following)
    return after.endswith(closed) if closed else before.startswith(after)


def _run(text: str, start: int, place: int) -> Run:
    units: list[Unit] = []
    for character in text[start : start + _LONGEST_RUN]:
        unit = _unit(character)
        if unit is None:
            break
        units.append(unit)
    end = start + len(units)
    return Run(
        units=units,
        text=text[max(start - _CONTEXT, 0) : end],
        place=place,
        following=text[end : end + 1].strip(),
        is_bounded=end == len(text) or text[end].isspace(),
    )


@cache
def _unit(character: str) -> Unit | None:
    if character == "\ufffd":
        return Unit(0, 0, _STRANGE, is_lost=True)
    data = folded(character) if character.isascii() else pair(character)
    return None if data is None else Unit(*data, _surprise(character), character.isascii())


# Bits of surprise of a character in a healthy text. A word of two characters has about twelve.
_USUAL = 6.0
_EXCLAMATION = 11.0
_RARE_LEVEL_ONE = 12.0
_RARE_LEVEL_TWO = 15.0
_STRANGE = 18.0


def _surprise(character: str) -> float:
    if character in "!?！？":
        return _EXCLAMATION
    if not _rare().match(character):
        return _USUAL
    if not "\u4e00" <= character <= "\u9fff":
        return _STRANGE
    return _RARE_LEVEL_ONE if is_level_one(character) else _RARE_LEVEL_TWO
