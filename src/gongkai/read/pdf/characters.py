"""Characters of a page, kept as columns: there are thousands of them, and what is asked of them is asked of all."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gongkai.read.pdf.extraction import LIED_ABOUT

__all__ = [
    "DRAWN",
    "PICTURED",
    "UNKNOWN",
    "Characters",
    "Floats",
    "Mask",
    "Numbers",
    "among",
    "are_among",
    "are_wide",
    "clings",
    "continues_number",
    "is_wide",
    "text_of",
]

UNKNOWN = 0xFFFD
"""The code point of a character that cannot be told."""

DRAWN = 0xFDD1
"""Stands for signs that are drawn as shapes. No text has this code point, nor the next one."""

PICTURED = 0xFDD2
"""Stands for signs that are a picture."""

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Characters:
    """Printed characters, each in the box that its font gives it: as wide as its advance and as high as its line.

    `after_space` tells whether the PDF has a space before a character, which need not be one that can be seen.

    >>> characters = Characters.of("12", [(0, 0, 5, 10), (5, 0, 10, 10)])
    >>> characters.middle, characters.take(characters.left > 0).text
    (array([5., 5.]), '2')
    """

    codes: NDArray[np.uint32]
    left: Floats
    top: Floats
    right: Floats
    bottom: Floats
    after_space: Mask
    pieces: Numbers
    """The text that each digit was drawn with, as a number; below 0 for other characters, and where none is told."""
    seen: NDArray[np.uint8]
    """How each is seen on the page, as in `extraction.SeenAs`."""

    @classmethod
    def of(
        cls, texts: Sequence[str], boxes: Floats | Sequence[tuple[float, ...]], after_space: Sequence[bool] = ()
    ) -> Characters:
        """Make columns of characters and their boxes: left, top, right and bottom."""
        codes = np.array([ord(text) for text in texts], dtype=np.uint32)
        left, top, right, bottom = np.asarray(boxes, dtype=np.float64).reshape(-1, 4).T
        spaces = np.array(after_space or [False] * len(texts), dtype=np.bool_)
        count = len(codes)
        return cls(
            codes, left, top, right, bottom, spaces, np.full(count, -1, dtype=np.intp), np.zeros(count, dtype=np.uint8)
        )

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def middle(self) -> Floats:
        """The height at which each stands."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> Floats:
        """The height of each box, near the size of the font."""
        return self.bottom - self.top

    @property
    def width(self) -> Floats:
        """The width of each box."""
        return self.right - self.left

    @property
    def unknown(self) -> Mask:
        """Which cannot be told, or are of a meaning that fonts agree on in private."""
        return are_among(self.codes, _UNKNOWN_ONES)

    @property
    def text(self) -> str:
        """What they read, one after the other."""
        return text_of(self.codes)

    def take(self, which: Numbers | Mask | slice) -> Characters:
        """Give some of them, by number, by mask or by slice."""
        if isinstance(which, np.ndarray) and which.dtype == np.bool_:
            count = np.count_nonzero(which)
            if count == len(which):
                return self
            which = which if count else slice(0)
        return Characters(*(getattr(self, name)[which] for name in _COLUMNS))

    @classmethod
    def joined(cls, some: Sequence[Characters]) -> Characters:
        """Give all of some, one after the other."""
        if len(some) == 1:
            return some[0]
        return cls(*(np.concatenate([getattr(each, name) for each in some]) for name in _COLUMNS))


_COLUMNS = [column.name for column in fields(Characters)]


def clings(characters: Characters) -> Mask:
    """Tell which characters touch the one before, as drawn: of the same text, with no blank between."""
    near, middle = _TOUCHING * characters.height[1:], characters.middle
    touches = np.zeros(len(characters), dtype=np.bool_)
    touches[1:] = np.abs(characters.left[1:] - characters.right[:-1]) < near
    touches[1:] &= np.abs(middle[1:] - middle[:-1]) < near
    return touches


def continues_number(characters: Characters, touching: Mask | None = None) -> Mask:
    """Tell which characters are of the same number as the one before.

    Args:
        characters: the characters.
        touching: which touch the one before, as `clings` tells, if that is known.

    >>> continues_number(Characters.of("1-25", [(x, 0, x + 5, 10) for x in (0, 9, 14, 19)]))
    array([False, False,  True,  True])
    """
    is_digit = are_among(characters.codes, _DIGITS)
    continues = (clings(characters) if touching is None else touching) & is_digit
    continues[1:] &= is_digit[:-1]
    return continues


_TOUCHING = 0.1
"""The gap between two characters, in character heights, below which the second clings to the first."""


def among(marks: str) -> Mask:
    """Give for every code point whether it is one of some marks, for `are_among`; the last stands for all above."""
    table = np.zeros(_LAST_MARK + 1, dtype=np.bool_)
    table[[ord(mark) for mark in marks]] = True
    return table


def are_among(codes: NDArray[np.uint32], table: Mask) -> Mask:
    """Tell which code points are among the marks of a table.

    >>> are_among(np.array([0x31, 0x32, 0x1F600], dtype=np.uint32), among("1。"))
    array([ True, False, False])
    """
    found: Mask = table[np.minimum(codes, _LAST_MARK)]
    return found


_LAST_MARK = 0xFFFF
"""No mark is this code point, or above."""

_DIGITS = among("0123456789.,%+-−０１２３４５６７８９．％＋－")
"""What numbers are made of."""

_PRIVATE = range(0xE000, 0xF900)

_UNKNOWN_ONES = among("".join(map(chr, [*_PRIVATE, *range(LIED_ABOUT, PICTURED + 1), UNKNOWN])))


def text_of(codes: NDArray[np.uint32]) -> str:
    """Give the text of code points."""
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def is_wide(text: str) -> bool:
    """Tell an ideograph or full-width mark from a letter or digit."""
    return ord(text) >= _FIRST_IDEOGRAPH or unicodedata.east_asian_width(text) in "FWA"


def are_wide(codes: NDArray[np.uint32]) -> Mask:
    """Tell ideographs and full-width marks from letters and digits."""
    return (codes >= _FIRST_IDEOGRAPH) | _wide_below()[np.minimum(codes, _FIRST_IDEOGRAPH - 1)]


_FIRST_IDEOGRAPH = 0x2E80
"""Whatever has no smaller code than this radical is as wide as an ideograph."""


@cache
def _wide_below() -> Mask:
    return np.array([is_wide(chr(code)) for code in range(_FIRST_IDEOGRAPH)])
