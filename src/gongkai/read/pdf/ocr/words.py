"""Words in a picture -> characters. What two readings do not agree on, or are not sure of, is unreadable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from gongkai.read.pdf.characters import is_wide
from gongkai.read.pdf.ocr.engine import LineReading, read_line
from gongkai.read.pdf.ocr.ink import Ink, InkWord
from gongkai.read.pdf.ocr.thresholds import Thresholds
from gongkai.read.pdf.page import Box

__all__ = ["UNREADABLE", "Glyph", "read_word", "text_of_readings"]

UNREADABLE = "\ufffd"
"""What stands for characters that cannot be read."""

_FIRST_VIEW = (0.3, 0.4)
_SECOND_VIEW = (0.12, 0.15)
"""How much paper is left around a word, across and along, in heights of it: the same word looks different each time."""

_NUMBER = re.compile(r"\d(?:[\d.,，．]*\d)?[%‰]?")

_ROUND = frozenset("0Oo")
"""What a lone zero may be taken for. In many fonts it is as round as the letter, so that the model is never sure."""

_ONLY_NUMBER = re.compile(r"[\d.,]+")

_NARROW = 0.5
"""How wide letters and digits are, beside ideographs."""


class Glyph(NamedTuple):
    """A character in its box, in pixels."""

    text: str
    box: Box
    after_space: bool


def read_word(ink: Ink, word: InkWord, thresholds: Thresholds) -> Iterator[Glyph]:
    """Read a word.

    A number is only given if both views of the word read the same, and its marks are no more than its digits.
    """
    first = second = read_line(ink.picture(word.area, *_FIRST_VIEW))
    if not first.text.strip() or _NUMBER.search(first.text) or first.text in _ROUND:
        second = read_line(ink.picture(word.area, *_SECOND_VIEW))
    text = text_of_readings(first, second, thresholds)
    if text != "0" and _is_zero(first, second) and ink.is_ring(word.area):
        text = "0"
    if _ONLY_NUMBER.fullmatch(text) and (ink.glyphs(word.area) > len(text) or ink.touches_line(word.area)):
        text = UNREADABLE
    yield from _placed(text, word, ink.size)


def text_of_readings(first: LineReading, second: LineReading, thresholds: Thresholds) -> str:
    """Give what two readings of the same word agree on.

    >>> limits = Thresholds(number=0.9, character=0.5, line=0.4, trace=0.15)
    >>> text_of_readings(LineReading("12件", (1.0, 0.95, 0.6)), LineReading("12件", (1.0, 1.0, 0.6)), limits)
    '12件'
    >>> text_of_readings(LineReading("12件", (1.0, 0.85, 0.6)), LineReading("12件", (1.0, 1.0, 0.6)), limits)
    '�件'
    >>> text_of_readings(LineReading("12", (1.0, 1.0)), LineReading("2", (1.0,)), limits)
    '�'
    """
    if not first.text.strip() or any(len(each.text) != len(each.certainties) for each in (first, second)):
        return UNREADABLE
    numbers, others = (list(_NUMBER.finditer(each.text)) for each in (first, second))
    parts: list[str] = []
    end = 0
    for place, number in enumerate(numbers):
        parts.append(_certain(first, end, number.start(), thresholds))
        other = others[place] if len(numbers) == len(others) else None
        is_sure = (
            other is not None
            and other.group() == number.group()
            and min(first.certainties[number.start() : number.end()]) >= thresholds.number
            and min(second.certainties[other.start() : other.end()]) >= thresholds.number
        )
        parts.append(number.group() if is_sure else UNREADABLE)
        end = number.end()
    parts.append(_certain(first, end, len(first.text), thresholds))
    return "".join(parts)


def _is_zero(first: LineReading, second: LineReading) -> bool:
    """Tell whether two readings leave open only whether a lone sign is a zero or the letter."""
    texts = {first.text.strip(), second.text.strip()}
    return texts <= _ROUND and "0" in texts


def _certain(reading: LineReading, start: int, end: int, thresholds: Thresholds) -> str:
    pairs = zip(reading.text[start:end], reading.certainties[start:end], strict=True)
    return "".join(character if sure >= thresholds.character else UNREADABLE for character, sure in pairs)


def _placed(text: str, word: InkWord, size: float) -> Iterator[Glyph]:
    """Put the characters of a word side by side, as wide as their kind is."""
    height = max(word.line_bottom - word.line_top, size)
    middle = (word.line_top + word.line_bottom) / 2
    after_space = False
    for character, (left, right) in zip(text, _edges(text, word), strict=True):
        if not character.isspace():
            yield Glyph(character, Box(left, middle - height / 2, right, middle + height / 2), after_space)
        after_space = character.isspace()


def _edges(text: Sequence[str], word: InkWord) -> Iterator[tuple[float, float]]:
    widths = [1.0 if is_wide(character) else _NARROW for character in text]
    step = word.area.width / sum(widths)
    return pairwise(word.area.left + step * width for width in accumulate(widths, initial=0.0))
