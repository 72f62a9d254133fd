"""The characters of a page, as PDFium reads them."""

from __future__ import annotations

import ctypes
import math
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import raw as pdfium

from .calls import (
    ANGLE,
    IS_GENERATED,
    IS_UNNAMED,
    LOOSE_BOX,
    OBJECT_OF_CHARACTER,
    ORIGIN,
    Edges,
    Floats,
    Mask,
    Numbers,
    places_in,
)
from .contents import SeenAs

__all__ = ["QUARTER", "SLANT", "DrawnCharacters", "characters_of", "pieces_of"]

SLANT = 0.1
"""How far, in radians, text may be turned from upright or a right angle. Watermarks are turned further."""

QUARTER = math.pi / 2
_SPACE = ord(" ")


@dataclass(frozen=True, slots=True, eq=False)
class DrawnCharacters:
    """Characters in the order in which they are drawn, as columns."""

    numbers: Numbers
    """What PDFium calls each."""
    codes: NDArray[np.uint32]
    edges: Floats
    origins: Floats
    angles: Floats
    after_space: Mask
    pieces: Numbers
    """The text that each digit is drawn with, as an address, and below 0 for other characters."""
    seen: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def is_digit(self) -> Mask:
        """Which are digits."""
        return _are_digits(self.codes)

    @property
    def is_straight(self) -> Mask:
        """Which are upright or at a right angle."""
        if not self.angles.any():
            return np.ones(len(self), dtype=np.bool_)
        straight: Mask = np.abs(self.angles - np.rint(self.angles / QUARTER) * QUARTER) <= SLANT
        return straight

    def seen_as(self, seen: NDArray[np.uint8]) -> DrawnCharacters:
        """Give them as seen otherwise."""
        return replace(self, seen=seen)

    def upright(self) -> DrawnCharacters:
        """Give them without slanted ones, as those of watermarks. Those of seals are kept, which way they may stand."""
        if not self.angles.any():
            return self
        return self._take(self.is_straight | (self.seen == SeenAs.STAMP) | (self.seen == SeenAs.IN_SEAL))

    def with_places(self, places: Sequence[Edges], seen: SeenAs) -> DrawnCharacters:
        """Add a character that cannot be told in each of some places."""
        if not places:
            return self
        count = len(places)
        edges = np.array(places, dtype=np.float64)
        # Fields may be higher than a line: a character stands in the middle of each.
        middle = (edges[:, 1] + edges[:, 3]) / 2
        half = np.minimum(edges[:, 3] - edges[:, 1], _LINE) / 2
        edges[:, 1], edges[:, 3] = middle - half, middle + half
        origins = np.column_stack((edges[:, 0], middle - 0.6 * half))
        turn = _commonest(np.rint(self.angles / QUARTER)) * QUARTER
        added = DrawnCharacters(
            numbers=np.full(count, -1),
            codes=np.full(count, _UNKNOWN, dtype=np.uint32),
            edges=edges,
            origins=np.column_stack((origins, origins)),
            angles=np.full(count, turn),
            after_space=np.zeros(count, dtype=np.bool_),
            pieces=np.full(count, -1),
            seen=np.full(count, seen, dtype=np.uint8),
        )
        both = (np.concatenate([getattr(self, name), getattr(added, name)]) for name in _COLUMNS)
        return DrawnCharacters(*both)

    def _take(self, which: Mask) -> DrawnCharacters:
        if which.all():
            return self
        return DrawnCharacters(*(getattr(self, name)[which] for name in _COLUMNS))


_COLUMNS = [column.name for column in fields(DrawnCharacters)]

_LINE = 10.0
"""The height, in points, of a line of text."""


def _commonest(values: Floats) -> float:
    found, counts = np.unique(values, return_counts=True)
    return float(found[np.argmax(counts)]) if len(found) else 0.0


def _are_digits(codes: NDArray[np.uint32]) -> Mask:
    digits: Mask = ((codes >= 0x30) & (codes <= 0x39)) | ((codes >= 0xFF10) & (codes <= 0xFF19))
    return digits


def characters_of(text_page: Any) -> DrawnCharacters:
    """Give the characters of a page, blanks aside."""
    codes = _codes(text_page)
    is_space = _IS_WHITE[np.minimum(codes, len(_IS_WHITE) - 1)]
    numbers = np.flatnonzero(~is_space)
    # PDFium makes up spaces where it sees gaps, and all line breaks.
    candidates = np.flatnonzero(is_space & (codes > _SPACE - 1))
    made_up = map(IS_GENERATED, repeat(ctypes.addressof(text_page.contents)), candidates.tolist())
    printed_spaces = candidates[np.fromiter(made_up, np.intp, len(candidates)) == 0]
    spaces_before = np.searchsorted(printed_spaces, numbers)
    edges = _edges(text_page, numbers)
    angles, origins = _angles_and_origins(text_page, numbers, edges)
    codes = codes[numbers]
    pieces = np.full(len(numbers), -1, dtype=np.intp)
    is_digit = _are_digits(codes)
    pieces[is_digit] = pieces_of(text_page, numbers[is_digit])
    after_space = spaces_before > 0
    after_space[1:] = spaces_before[1:] > spaces_before[:-1]
    plain = np.full(len(numbers), SeenAs.PLAIN, dtype=np.uint8)
    return DrawnCharacters(numbers, codes, edges, origins, angles, after_space, pieces, plain)


def pieces_of(text_page: Any, numbers: Numbers) -> Numbers:
    """Give the addresses of the texts that characters are drawn with."""
    page = ctypes.addressof(text_page.contents)
    found = map(OBJECT_OF_CHARACTER, repeat(page), numbers.tolist())
    return np.array([address or 0 for address in found], dtype=np.intp)


def _edges(text_page: Any, numbers: Numbers) -> Floats:
    # This is the tightest loop of all, and a call into PDFium costs more than what it does.
    boxes = np.zeros((len(numbers), 4), dtype=np.float32)
    places = range(boxes.ctypes.data, boxes.ctypes.data + boxes.nbytes, 4 * boxes.itemsize)
    deque(map(LOOSE_BOX, repeat(ctypes.addressof(text_page.contents)), numbers.tolist(), places), maxlen=0)
    left, top, right, bottom = boxes.astype(np.float64).T
    return np.column_stack((left, bottom, right, top))


def _angles_and_origins(text_page: Any, numbers: Numbers, edges: Floats) -> tuple[Floats, Floats]:
    """Ask for the angle and the origin of the first of the characters that follow one another at the same height."""
    is_first = np.ones(len(numbers), dtype=np.bool_)
    left, bottom, _, top = edges.T
    is_first[1:] = (bottom[1:] != bottom[:-1]) | (top[1:] != top[:-1]) | (left[1:] <= left[:-1])
    firsts = np.flatnonzero(is_first)
    page = repeat(ctypes.addressof(text_page.contents))
    asked = numbers[firsts].tolist()
    of_runs = np.zeros((3, len(firsts)), dtype=np.float64)
    of_runs[0] = list(map(ANGLE, page, asked))
    deque(map(ORIGIN, page, asked, places_in(of_runs[1]), places_in(of_runs[2])), maxlen=0)
    angles, across, along = of_runs[:, is_first.cumsum() - 1]
    return angles, np.column_stack((across, along, across, along))


_IS_WHITE = np.array([chr(code).isspace() for code in range(0x3002)])

_HYPHENS_AT_LINE_END = (0x02, 0xFFFE)
"""What PDFium makes of a hyphen that ends a line."""

_UNKNOWN = 0xFFFD


def _codes(text_page: Any) -> NDArray[np.uint32]:
    """Give the code point of each character: all at once if PDFium has one unit for each of them, else one by one."""
    count = pdfium.FPDFText_CountChars(text_page)
    units = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, units) - 1
    codes = np.frombuffer(units, dtype=np.uint16)[:count].astype(np.uint32)
    if written != count or _are_surrogates(codes).any():
        one_by_one = [pdfium.FPDFText_GetUnicode(text_page, number) for number in range(count)]
        codes = np.array(one_by_one, dtype=np.uint32)
    is_unnamed = _unnamed(text_page, codes)
    for hyphen in _HYPHENS_AT_LINE_END:
        codes[codes == hyphen] = ord("-")
    codes[is_unnamed | (codes == 0) | _are_surrogates(codes) | (codes > sys.maxunicode)] = _UNKNOWN
    return codes


def _unnamed(text_page: Any, codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which characters the font does not name, so that what PDFium gives is the number of a glyph.

    Where neither the control characters nor the numbers of a page show one, there is none that matters.
    """
    page = repeat(ctypes.addressof(text_page.contents))
    is_digit = (codes >= ord("0")) & (codes <= ord("9"))
    begins_number = is_digit.copy()
    begins_number[1:] &= ~is_digit[:-1]
    telling = np.flatnonzero(begins_number | (codes < _SPACE))
    unnamed = np.zeros(len(codes), dtype=np.bool_)
    if any(map(IS_UNNAMED, page, telling.tolist())):
        unnamed[:] = list(map(IS_UNNAMED, page, range(len(codes))))
    return unnamed


def _are_surrogates(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return (codes >= 0xD800) & (codes < 0xE000)
