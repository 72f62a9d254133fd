"""Which bytes characters have in GBK, and which pairs of bytes are no character."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import product

__all__ = [
    "ASCII_END",
    "Pair",
    "by_lead",
    "character",
    "characters_from",
    "characters_with",
    "decodes",
    "folded",
    "is_level_one",
    "pair",
    "vanishing_from",
    "vanishing_leads",
    "vanishing_with",
]

Pair = tuple[int, int]

ASCII_END = 0x80
_HIGH = range(0xA1, 0xFF)
_LEVEL_ONE = range(0xB0, 0xD8)
_FULL_WIDTH_ROW = 0xA3
_PAIR = 2


@cache
def pair(character: str) -> Pair | None:
    """Give the two bytes of a character, or None if it has one, or four.

    The private-use characters that GB 18030 keeps for pairs without a character count as their pairs.

    >>> [f"{byte:X}" for byte in pair("。")], pair("a")
    (['A1', 'A3'], None)
    """
    data = character.encode("gb18030", errors="ignore")
    return (data[0], data[1]) if len(data) == _PAIR else None


def by_lead(characters: Iterable[str]) -> dict[int, list[str]]:
    """Sort characters by their first byte; those that have not two bytes are left out.

    >>> by_lead("合并a和")[0xBA]
    ['合', '和']
    """
    sorted_: dict[int, list[str]] = {}
    for each in characters:
        data = pair(each)
        if data is not None:
            sorted_.setdefault(data[0], []).append(each)
    return sorted_


def folded(character: str) -> Pair | None:
    """Give the bytes of the full-width form of an ASCII character; a page may have folded it after the damage.

    >>> folded("!") == pair("！")
    True
    """
    code = ord(character)
    return (_FULL_WIDTH_ROW, code + ASCII_END) if "!" <= character <= "~" else None


def is_level_one(character: str) -> bool:
    """Tell whether GB 2312 has a character among the 3755 of everyday use.

    >>> is_level_one("嘉"), is_level_one("嵘")
    (True, False)
    """
    data = pair(character)
    return data is not None and data[0] in _LEVEL_ONE and data[1] in _HIGH


def decodes(lead: int, trail: int) -> bool:
    """Tell whether two high bytes are a character of GB 2312. What is none vanishes from a careless page.

    >>> decodes(0xA1, 0xA3), decodes(0xAF, 0xD4)
    (True, False)
    """
    return (lead, trail) not in _vanishing()


@cache
def vanishing_leads() -> frozenset[int]:
    """Give every byte that begins a pair which is no character."""
    return frozenset(lead for lead, _ in _vanishing())


@cache
def vanishing_with(lead: int) -> frozenset[int]:
    """Give every second byte with which a first one is no character."""
    return frozenset(trail for each, trail in _vanishing() if each == lead)


@cache
def _vanishing() -> frozenset[Pair]:
    return frozenset(each for each in product(_HIGH, _HIGH) if not bytes(each).decode("gb2312", errors="ignore"))


@cache
def character(lead: int, trail: int) -> str | None:
    """Give the character of GB 2312 that has two bytes.

    >>> character(0xBA, 0xCF), character(0xAF, 0xD4)
    ('合', None)
    """
    return bytes((lead, trail)).decode("gb2312", errors="ignore") or None


@cache
def characters_with(trail: int) -> frozenset[str]:
    """Give the characters of GB 2312 that have a second byte.

    >>> "。" in characters_with(0xA3), "合" in characters_with(0xA3)
    (True, False)
    """
    return frozenset(found for lead in _HIGH if (found := character(lead, trail)))


@cache
def characters_from(lead: int) -> frozenset[str]:
    """Give the characters of GB 2312 that have a first byte."""
    return frozenset(found for trail in _HIGH if (found := character(lead, trail)))


@cache
def vanishing_from(lead: int) -> frozenset[str]:
    """Give the characters that have a first byte, and a second that begins a pair which is no character."""
    return frozenset(found for trail in vanishing_leads() if (found := character(lead, trail)))
