"""The words that may stand where text was lost, and how many bits of surprise each adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from gongkai import resources
from gongkai.repair.gbk_bytes import by_lead, decodes, pair, vanishing_leads

__all__ = ["Lexicon", "Node", "lexicon"]

# About the binary logarithm of how many there are of each.
_PARTICLE = 7.0
_GENRE = 10.0
_GENERAL = 11.5
_SINGLE = 12.0
_UNKNOWN_CHARACTER = 14.0

_LONGEST_END = 3
_LONGEST_WORD = 6


@dataclass(slots=True)
class Node:
    """A beginning of words: what may follow, and how much it surprises if it is a word itself."""

    following: dict[str, Node] = field(default_factory=dict)
    surprise: float | None = None
    _by_lead: Mapping[int, Sequence[str]] | None = None

    def led_by(self, lead: int) -> Sequence[str]:
        """Give the characters that may follow and have a first byte."""
        if self._by_lead is None:
            self._by_lead = by_lead(self.following)
        return self._by_lead.get(lead, ())

    def after(self, text: str) -> Node | None:
        """Give the node that a text leads to."""
        node: Node | None = self
        for character in text:
            node = node.following.get(character) if node else None
        return node


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words as a tree.

    `vanishing` gives the first characters of words whose bytes vanish with the first byte of their second character,
    by the second byte of that one.
    """

    root: Node
    characters: frozenset[str]
    vanishing: Mapping[int, frozenset[str]]
    singles: frozenset[str]
    marks: frozenset[str]

    def ends_word(self, text: str) -> bool:
        """Tell whether a text ends with a whole word of more than one character, a mark or ASCII.

        >>> lexicon().ends_word("优化再造"), lexicon().ends_word("7件"), lexicon().ends_word("“三提升”")
        (True, False, True)
        """
        last = text[-1:]
        if last.isascii() or last in self.marks:
            return True
        beginnings = (self.root.after(text[-length:]) for length in range(2, min(len(text), _LONGEST_WORD) + 1))
        return any(node is not None and node.surprise is not None for node in beginnings)

    def begins_word(self, text: str) -> bool:
        """Tell whether a text begins with a whole word of more than one character, a mark or ASCII.

        >>> lexicon().begins_word("公布服务事项"), lexicon().begins_word("燃们馈")
        (True, False)
        """
        if text[:1].isascii() or text[0] in self.marks:
            return True
        beginnings = (self.root.after(text[:length]) for length in range(2, min(len(text), _LONGEST_WORD) + 1))
        return any(node is not None and node.surprise is not None for node in beginnings)

    def surprise(self, text: str) -> list[float]:
        """Give how much each beginning of a text surprises, in the words that fit it best.

        The first characters may be the end of a longer word, so up to three of them are free.

        >>> lexicon().surprise("主动公开了政府")[-3:]
        [17.0, 31.0, 27.0]
        """
        best = [0.0] * min(_LONGEST_END + 1, len(text) + 1)
        best += [float("inf")] * (len(text) + 1 - len(best))
        for start, so_far in enumerate(best):
            best[start + 1 : start + 2] = [
                min(each, so_far + _UNKNOWN_CHARACTER) for each in best[start + 1 : start + 2]
            ]
            node = self.root
            for end, character in enumerate(text[start:], start=start + 1):
                child = node.following.get(character)
                if child is None:
                    break
                node = child
                if node.surprise is not None:
                    best[end] = min(best[end], so_far + node.surprise)
        return best


@cache
def lexicon() -> Lexicon:
    """Give the lexicon.

    >>> words = lexicon()
    >>> words.root.after("材料").surprise, words.root.after("材积"), "嵘" in words.characters
    (10.0, None, False)
    """
    root = Node()
    characters: set[str] = set()
    for word, surprise in _entries():
        node = root
        for character in word:
            node = node.following.setdefault(character, Node())
        node.surprise = surprise
        characters.update(word)
    data = _data()
    return Lexicon(
        root, frozenset(characters), _vanishing(root), frozenset(data["singles"].split()), frozenset(data["marks"])
    )


def _vanishing(root: Node) -> dict[int, frozenset[str]]:
    beginnings = defaultdict(set)
    for first, node in root.following.items():
        lost = pair(first)
        for second in node.following if lost and lost[1] in vanishing_leads() else ():
            kept = pair(second)
            if lost and kept and not decodes(lost[1], kept[0]):
                beginnings[kept[1]].add(first)
    return {trail: frozenset(characters) for trail, characters in beginnings.items()}


def _entries() -> Iterator[tuple[str, float]]:
    data = _data()
    yield from ((word, _SINGLE) for word in data["singles"].split())
    yield from ((word, _GENERAL) for word in data["general"].split())
    yield from ((word, _GENRE) for word in data["genre"].split())
    yield from ((word, _PARTICLE) for word in data["particles"].split())
    yield from ((mark, float(surprise)) for mark, surprise in data["marks"].items())


@cache
def _data() -> Mapping[str, Any]:
    data: dict[str, Any] = resources.data("gongkai.repair", "lexicon.yaml")
    return data
