"""The text around a run: what a document says elsewhere, it may say there too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from math import log2

from gongkai.repair.gbk_bytes import by_lead
from gongkai.repair.lexicon import lexicon

__all__ = ["FARTHEST", "Occurrences", "Surroundings"]

FARTHEST = 6000
"""Characters to each side of a run that are searched for its words."""

_MOST_PLACES = 200
_FEW_PLACES = 5


@dataclass(frozen=True)
class Surroundings:
    """A part of the text."""

    text: str

    @cached_property
    def everywhere(self) -> Occurrences:
        """Every place: what follows are all characters of the text."""
        return Occurrences(self.text, range(len(self.text)))

    @cached_property
    def usual(self) -> Set[str]:
        """The characters of the text, and those of the lexicon."""
        return self.everywhere.following.keys() | lexicon().characters

    def after(self, text: str) -> Occurrences:
        """Give the occurrences of a text, the first of them if they are very many.

        >>> Surroundings("市政府和县政府").after("政府").places
        [3, 7]
        """
        if len(text) == 1:
            return Occurrences(self.text, self.everywhere.following.get(text, ())[:_MOST_PLACES])
        places: list[int] = []
        place = self.text.find(text)
        while place >= 0 and len(places) < _MOST_PLACES:
            places.append(place + len(text))
            place = self.text.find(text, place + 1)
        return Occurrences(self.text, places)


@dataclass
class Occurrences:
    """The places behind each occurrence of some words in a text."""

    text: str
    places: Sequence[int]
    _longer: dict[str, Occurrences] = field(default_factory=dict)

    @cached_property
    def following(self) -> Mapping[str, Sequence[int]]:
        """The places behind the words with one more character, by that character."""
        behind: dict[str, list[int]] = defaultdict(list)
        text, length = self.text, len(self.text)
        for place in self.places:
            if place < length:
                behind[text[place]].append(place + 1)
        return behind

    def longer(self, character: str) -> Occurrences:
        """Give the occurrences of the words with one more character, which must be one that follows them."""
        if character not in self._longer:
            self._longer[character] = Occurrences(self.text, self.following[character])
        return self._longer[character]

    def led_by(self, lead: int) -> Sequence[str]:
        """Give the characters that follow and have a first byte."""
        return self._by_lead.get(lead, ())

    def surprise(self, run: int) -> float:
        """Give the bits that it takes to say which of the words is meant: the nearest to a run costs least."""
        return 3.0 + 1.2 * log2(1 + min(abs(place - run) for place in self.places))

    @cached_property
    def end_word(self) -> bool:
        """Whether a word may end at one of the places: no word of two characters stands across it.

        >>> Occurrences("政府信息公开", [4]).end_word, Occurrences("政府信息公开", [5]).end_word
        (True, False)
        """
        root = lexicon().root
        across = (root.after(self.text[place - 1 : place + 1]) for place in self.places[:_FEW_PLACES])
        return any(node is None or node.surprise is None for node in across)

    @cached_property
    def _by_lead(self) -> Mapping[int, Sequence[str]]:
        return by_lead(self.following)
