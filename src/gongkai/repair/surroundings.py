"""The text around a run: what a document says elsewhere, it may say there too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2

__all__ = ["FARTHEST", "Surroundings"]

FARTHEST = 6000
"""Characters to each side of a run that are searched for its words."""

_MOST_PLACES = 200


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
        places = []
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
        """Tell whether the text goes on with no character of a word behind one of the places."""
        return any(not "\u4e00" <= self.text[place : place + 1] <= "\u9fff" for place in places)

    @cached_property
    def characters(self) -> Mapping[str, Sequence[int]]:
        """Give the places behind each character."""
        places = defaultdict(list)
        for place, character in enumerate(self.text, start=1):
            places[character].append(place)
        return places
