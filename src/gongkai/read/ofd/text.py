"""The characters of a text object, each where it is drawn: OFD says of every one how far it is from the one before."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import accumulate, repeat
from typing import NamedTuple

from gongkai.read.ofd.drawing import Box, box_at, numbers, quarter_turns
from gongkai.read.ofd.package import children
from gongkai.read.pdf.characters import is_wide
from gongkai.read.pdf.extraction.matrices import Matrix, Point, moved, times
from gongkai.read.word_xml import Element, attribute

__all__ = ["PlacedSign", "glyphs_of"]

UNTOLD = "untold"
"""Stands for what a font draws where several characters are drawn as fewer or more signs."""


class PlacedSign(NamedTuple):
    """One character as it is drawn."""

    text: str
    box: Box
    """As wide as its advance and as high as its line."""
    origin: Point
    turn: float
    """By how many quarter turns it is turned clockwise."""
    after_space: bool
    sign: str | None
    """Which of the signs of its font is drawn, where the text object says it."""


def glyphs_of(node: Element, matrix: Matrix) -> Iterator[PlacedSign]:
    """Give the characters of a text object.

    Args:
        node: the element of the object.
        matrix: from the object onto the page.

    Raises:
        ValueError: a number of it cannot be read.
    """
    size = numbers(attribute(node, "Size") or "0", 1)[0]
    stretch = numbers(attribute(node, "HScale") or "1", 1)[0]
    direction = numbers(attribute(node, "CharDirection") or "0", 1)[0]
    angle = math.radians(direction)
    turn: Matrix = (math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), 0.0, 0.0)
    signs = _signs(node)
    count = 0
    x = y = 0.0
    for code in children(node, "TextCode"):
        text = code.text or ""
        # The place of a text that has none is that of the text before.
        x, y = (numbers(attribute(code, name) or str(last), 1)[0] for name, last in (("X", x), ("Y", y)))
        across = list(_places(x, attribute(code, "DeltaX"), len(text)))
        along = list(_places(y, attribute(code, "DeltaY"), len(text)))
        after_space = False
        for number, character in enumerate(text):
            if character.isspace() or character == "\u200b":
                after_space = True
                continue
            own = times(turn, times((1.0, 0.0, 0.0, 1.0, across[number], along[number]), matrix))
            advance = across[number + 1] - across[number] if number + 1 < len(text) else 0.0
            width = _width(character, size * stretch, advance)
            yield PlacedSign(
                character,
                box_at(0.0, -_ABOVE * size, width, size, own),
                moved((0.0, 0.0), own),
                quarter_turns(own),
                after_space,
                signs.get(count + number),
            )
            after_space = False
        count += len(text)


_ABOVE = 0.8
"""The part of a line of text that is above the base on which it stands."""

_NARROW = 0.5
"""How wide letters and digits are, in sizes of the font, where nothing tells it."""


def _width(character: str, size: float, advance: float) -> float:
    """Give how wide a character is: as its kind, but never wider than its distance to the next one."""
    usual = size if is_wide(character) else _NARROW * size
    return advance if 0 < advance < usual else usual


def _places(start: float, steps: str | None, count: int) -> Iterator[float]:
    """Give the places of characters. Where no step is said, the next one stands in the same place.

    >>> list(_places(10, "g 2 4.2 3", 5))
    [10, 14.2, 18.4, 21.4, 21.4]
    """
    return accumulate(_steps(steps or "", max(count - 1, 0)), initial=start)


def _steps(written: str, count: int) -> Iterator[float]:
    """Give steps, of which `g` repeats one: its number follows, and then the step."""
    parts = iter(written.split())
    given = 0
    for part in parts:
        if part == "g":
            times_said, step = next(parts, ""), next(parts, "")
            if not _COUNT.fullmatch(times_said):
                raise ValueError(f"{written[:60]!r} are no steps from character to character")
            several = min(int(times_said), count - given)
        else:
            step, several = part, min(1, count - given)
        yield from repeat(numbers(step, 1)[0], several)
        given += several
        if given >= count:
            return
    yield from repeat(0.0, count - given)


_COUNT = re.compile("[0-9]{1,9}")


def _signs(node: Element) -> dict[int, str]:
    """Give which sign of the font each character is drawn with, by its number in the object."""
    found: dict[int, str] = {}
    for transform in children(node, "CGTransform"):
        start, codes = _whole(attribute(transform, "CodePosition"), 0), _whole(attribute(transform, "CodeCount"), 1)
        glyphs = " ".join(each.text or "" for each in children(transform, "Glyphs")).split()
        is_one_each = len(glyphs) == codes
        for number in range(min(codes, _LONGEST)):
            found[start + number] = glyphs[number] if is_one_each else UNTOLD
    return found


_LONGEST = 100_000


def _whole(text: str | None, default: int) -> int:
    """Read how many characters a transformation has, or where it begins."""
    if text is None:
        return default
    if not _COUNT.fullmatch(text.strip()):
        raise ValueError(f"{text[:60]!r} is no number of characters")
    return int(text)
