"""Brackets and quotation marks: which are open at a place of a text."""

from __future__ import annotations

import re

__all__ = ["after_character", "first_unmatched", "left_open"]

_OPENING = {"”": "“", "’": "‘", "》": "《", "〉": "〈", "）": "（", "】": "【", "〕": "〔"}
_FOLDED = {"(": "（", ")": "）"}
_OPENERS = frozenset(_OPENING.values())
_BRACKET = re.compile(f"[{''.join(_OPENERS)}{''.join(_OPENING)}{''.join(_FOLDED)}]")


def after_character(brackets: str, character: str) -> str | None:
    """Give the brackets that are open behind a character, or None if it closes one that is not.

    >>> after_character("", "“"), after_character("“《", "》"), after_character("“", "》")
    ('“', '“', None)
    """
    character = _FOLDED.get(character, character)
    if character in _OPENERS:
        return brackets + character
    if character not in _OPENING:
        return brackets
    return brackets[:-1] if brackets.endswith(_OPENING[character]) else None


def left_open(text: str) -> str:
    """Give the brackets that a text opens and does not close.

    >>> left_open("按照《办法》，实现“两集约、")
    '“'
    """
    brackets = ""
    for character in _BRACKET.findall(text):
        after = after_character(brackets, character)
        brackets = brackets if after is None else after
    return brackets


def first_unmatched(text: str) -> str:
    """Give the opening half of the first bracket that a text closes and did not open.

    >>> first_unmatched("办法》和（一）”")
    '《'
    """
    brackets = ""
    for character in _BRACKET.findall(text):
        after = after_character(brackets, character)
        if after is None:
            return _OPENING[_FOLDED.get(character, character)]
        brackets = after
    return ""
