"""The text around a run: what a document says elsewhere, it may say there too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2

from gongkai.repair.lexicon import lexicon

__all__ = ["FARTHEST", "Surroundings"]

FARTHEST = 6000
"""Characters to each side of a run that are searched for its words."""

_MOST_PLACES = 200
_FEW_PLACES = 5


@dataclass(frozen=True)
class Surroundings:
    """A part of the text, and where each character stands in it."""

    text: str

    def places_after(self, text: str) -> Sequence[int]:
        """Give the places behind each occurrence of a text.

        >>> Surroundings("市政府和县政府").places_after("政府")
        [3, 7]
        """
        if len(text) == 1:
            return self.characters.get(text, ())[:_MOST_PLACES]
        places: list[int] = []
        found = self.text.find(text)
        while found >= 0 and len(places) < _MOST_PLACES:
            places.append(found + len(text))
            found = self.text.find(text, found + 1)
        return places

    def following(self, places: Sequence[int]) -> Mapping[str, Sequence[int]]:
        """Give the characters that stand at places, and the places behind each."""
        behind = defaultdict(list)
        for place in places:
            if place < len(self.text):
                behind[self.text[place]].append(place + 1)
        return behind

    def surprise(self, places: Sequence[int], run: int) -> float:
        """Give the bits that it takes to say which of the earlier words is meant: the nearest to a run costs least."""
        return 3.0 + 1.2 * log2(1 + min(abs(place - run) for place in places))

    def ends_word(self, places: Sequence[int]) -> bool:
        """Tell whether a word may end at one of the places: no word of two characters stands across it.

        >>> Surroundings("政府信息公开").ends_word([4]), Surroundings("政府信息公开").ends_word([5])
        (True, False)
        """
        root = lexicon().root
        across = (root.after(self.text[place - 1 : place + 1]) for place in places[:_FEW_PLACES])
        return any(node is None or node.surprise is None for node in across)

    @cached_property
    def characters(self) -> Mapping[str, Sequence[int]]:
        """Give the places behind each character."""
        places = defaultdict(list)
        for place, character in enumerate(self.text, start=1):
            places[character].append(place)
        return places
