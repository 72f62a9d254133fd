"""Marks on a page, without the lines around cells, and the words that they form in an area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from gongkai.read.pdf.characters import Mask
from gongkai.read.pdf.ocr.bitmap import Bitmap, Grey
from gongkai.read.pdf.page import Box

__all__ = ["Ink", "InkArea", "InkWord", "bands_of", "lines_around", "words_in"]

_FRINGE = 2
"""How many pixels beside a line its ink may reach."""

_GRAIN = 6.0
"""How far marks stand out from the grain of the paper, in standard deviations of it."""

_DEVIATION = 1.4826
"""The standard deviation, in median deviations, of what is spread as noise is."""

_STROKES = 1.15
"""Marks one above the other that are together no higher than this, in characters, are strokes of one line."""

_STROKE_GAP = 0.5
"""Strokes of one character are no further apart, in characters."""

_WORD_GAP = 0.9
"""A blank as wide as this, in heights of the line, parts words."""

_LINE_GAP = 1.0
"""A blank as wide as this, in heights of the line, may part columns of text."""

_HALF = 0.4
"""What is as dark, beside the darkest pixel of a mark, is its stroke."""

_HOLLOW = 0.35
"""How much of a zero's width and height is its hole, at least."""

_DIGIT = 0.7
"""How high a digit is, in characters."""

_LOWEST = 4.0
"""Text is not lower than this, in points."""

_HIGHEST_BAND = 900
"""In pixels. In a picture that is much larger, the OCR library no longer finds small type."""

_INK_AND_SIZE = 1.1
"""The size of a character, in heights of its ink."""


Pixel = TypeVar("Pixel", bound=np.generic)


class InkArea(NamedTuple):
    """A rectangle of pixels, up to but not including `right` and `bottom`."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, box: Box, scale: float) -> InkArea:
        """Give the pixels of a box in points."""
        return cls(*(round(side * scale) for side in box))

    def moved(self, across: int, along: int) -> InkArea:
        """Give the area so many pixels to the right and further down."""
        return InkArea(self.left + across, self.top + along, self.right + across, self.bottom + along)

    def holds(self, across: float, along: float) -> bool:
        """Tell whether a place is inside."""
        return self.left <= across < self.right and self.top <= along < self.bottom

    @property
    def height(self) -> int:
        """How many rows of pixels it has."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How many columns of pixels it has."""
        return self.right - self.left

    def of_page(self, pixels: NDArray[Pixel]) -> NDArray[Pixel]:
        """Give the pixels of a page that are inside."""
        return pixels[max(self.top, 0) : self.bottom, max(self.left, 0) : self.right]


class InkWord(NamedTuple):
    """Marks that stand close together: the area around them, and the first and last row of their line."""

    area: InkArea
    line_top: int
    line_bottom: int


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """Where a page has marks."""

    bitmap: Bitmap
    traces: Mask
    """Pixels that are darker than paper, but for the lines."""
    erased: Mask
    """Pixels of the lines, and of the fringe beside them."""
    size: float
    """How large, in pixels, a character of the page is."""

    @classmethod
    def of(cls, bitmap: Bitmap, lines: Mask, trace: float) -> Ink:
        """Take the lines away from the marks of a page."""
        erased = _grown(lines, _FRINGE)
        shades = bitmap.darkness_around()
        spread = _DEVIATION * float(np.median(np.abs(shades - np.median(shades))))
        traces = _without_specks((shades > max(trace, _GRAIN * spread)) & ~erased)
        return cls(bitmap, traces, erased, 0.0)

    def with_size_in(self, areas: list[InkArea]) -> Ink:
        """Measure the size of characters in some areas."""
        lowest = _LOWEST * self.bitmap.scale
        heights = [
            end - start
            for area in areas
            for start, end in _stretches(_rows(area.of_page(self.traces)), 0)
            if end - start >= lowest
        ]
        size = _INK_AND_SIZE * float(np.median(heights)) if heights else 2 * lowest
        return Ink(self.bitmap, self.traces, self.erased, size)

    def touches_line(self, area: InkArea) -> bool:
        """Tell whether a mark in an area runs into a line."""
        left, top, right, bottom = area
        around = InkArea(left - 1, top - 1, right + 1, bottom + 1)
        marks = _grown(around.of_page(self.traces), 1)
        return bool((marks & around.of_page(self.erased)).any())

    def glyphs(self, area: InkArea) -> int:
        """Count the marks that stand beside each other in an area."""
        return len(_stretches(_columns(area.of_page(self.traces)), 0))

    def is_ring(self, area: InkArea) -> bool:
        """Tell whether the mark in an area is one ring around one large hole, as only a zero or the letter O is."""
        cut = self.bitmap.paper - self.cut(area).astype(np.float64)
        height, width = cut.shape
        middle_column = cut[:, _middle(width)].mean(axis=1)
        middle_row = cut[_middle(height)].mean(axis=0)
        return all(_is_hollow(profile > _HALF * cut.max()) for profile in (middle_column, middle_row))

    def picture(self, area: InkArea, across: float, along: float) -> Grey:
        """Cut a word out, with paper around it.

        Args:
            area: the pixels of the word.
            across: how much paper to put to its left and right, in heights of a digit.
            along: how much to put above and below.
        """
        height = max(area.height, round(_DIGIT * self.size))
        beside = round(across * height)
        above = round(along * height) + (height - area.height) // 2
        left, top, right, bottom = area
        # The faint edge of a mark is part of it.
        cut = self.cut(InkArea(left - 1, top - 1, right + 1, bottom + 1))
        return np.pad(cut, ((above, above), (beside, beside)), constant_values=self.bitmap.paper)

    def cut(self, area: InkArea) -> Grey:
        """Cut an area out, without the lines in it."""
        cut = area.of_page(self.bitmap.grey).copy()
        cut[area.of_page(self.erased)] = self.bitmap.paper
        return cut

    def without(self, areas: Iterable[InkArea]) -> Ink:
        """Take all marks of some areas away."""
        traces, erased = self.traces.copy(), self.erased.copy()
        for area in areas:
            area.of_page(traces)[:] = False
            area.of_page(erased)[:] = True
        return Ink(self.bitmap, traces, erased, self.size)


def bands_of(ink: Ink) -> Iterator[InkArea]:
    """Cut the marks of a page into bands across it that are not too high, between lines of text."""
    start = end = 0
    for first, last in _stretches(_rows(ink.traces), round(ink.size / 2)):
        if last - start > _HIGHEST_BAND and end:
            yield _band(ink, start, end)
            end = 0
        start = start if end else first
        end = last
    if end:
        yield _band(ink, start, end)


def _band(ink: Ink, top: int, bottom: int) -> InkArea:
    columns = np.flatnonzero(_columns(ink.traces[top:bottom]))
    margin = round(ink.size)
    left, right = int(columns[0]), int(columns[-1]) + 1
    return InkArea(max(left - margin, 0), max(top - margin, 0), right + margin, bottom + margin)


def lines_around(ink: Ink, found: Iterable[InkArea]) -> Iterator[InkWord]:
    """Give whole lines of text where the OCR library found some of it. It likes to miss thin characters at the ends."""
    lines: list[InkArea] = []
    for area in sorted(found, key=lambda area: (area.top, area.left)):
        middle = (area.left + area.right) / 2, (area.top + area.bottom) / 2
        if any(line.holds(*middle) for line in lines):
            continue
        strip = ink.traces[max(area.top, 0) : area.bottom]
        marks = [
            (left, right)
            for left, right in _stretches(_columns(strip), round(_LINE_GAP * area.height))
            if left < area.right and right > area.left
        ]
        if marks:
            lines.append(InkArea(marks[0][0], area.top, marks[-1][1], area.bottom))
            yield InkWord(lines[-1], area.top, area.bottom)


def words_in(ink: Ink, area: InkArea) -> Iterator[InkWord]:
    """Give the words in an area, line by line and from left to right."""
    traces = area.of_page(ink.traces)
    for top, bottom in _lines(traces, ink.size):
        gap = round(_WORD_GAP * max(bottom - top, _DIGIT * ink.size))
        for left, right in _stretches(_columns(traces[top:bottom]), gap):
            rows = np.flatnonzero(_rows(traces[top:bottom, left:right]))
            word = InkArea(
                area.left + left, area.top + top + int(rows[0]), area.left + right, area.top + top + int(rows[-1]) + 1
            )
            yield InkWord(word, area.top + top, area.top + bottom)


def _lines(traces: Mask, size: float) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    for start, end in _stretches(_rows(traces), 0):
        if lines and end - lines[-1][0] <= _STROKES * size and start - lines[-1][1] <= _STROKE_GAP * size:
            lines[-1] = (lines[-1][0], end)
        else:
            lines.append((start, end))
    return lines


def _stretches(present: Mask, gap: int) -> list[tuple[int, int]]:
    """Give where marks begin and end. A gap no wider than `gap` does not part them."""
    edges = np.flatnonzero(np.diff(np.pad(present, 1).astype(np.int8))).reshape(-1, 2)
    stretches: list[tuple[int, int]] = []
    for start, end in edges.tolist():
        if stretches and start - stretches[-1][1] <= gap:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def _without_specks(mask: Mask) -> Mask:
    """Leave out what is only one pixel wide, which no stroke is once pixels are mixed with their neighbours."""
    rows = mask[1:] & mask[:-1]
    squares = rows[:, 1:] & rows[:, :-1]
    kept = np.zeros_like(mask)
    for down, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
        kept[down : down + squares.shape[0], right : right + squares.shape[1]] |= squares
    return kept


def _rows(mask: Mask) -> Mask:
    present: Mask = np.any(mask, axis=1)
    return present


def _columns(mask: Mask) -> Mask:
    present: Mask = np.any(mask, axis=0)
    return present


def _middle(length: int) -> slice:
    return slice(2 * length // 5, max(3 * length // 5, 2 * length // 5 + 1))


def _is_hollow(is_dark: Mask) -> bool:
    """Tell whether a row of pixels is dark, then light for most of its length, and dark again."""
    dark = _stretches(is_dark, 0)
    return len(dark) == 2 and dark[1][0] - dark[0][1] >= _HOLLOW * len(is_dark)


def _grown(mask: Mask, steps: int) -> Mask:
    """Add the neighbours of the pixels in a mask."""
    grown = mask.copy()
    for _ in range(steps):
        before = grown.copy()
        grown[1:] |= before[:-1]
        grown[:-1] |= before[1:]
        before = grown.copy()
        grown[:, 1:] |= before[:, :-1]
        grown[:, :-1] |= before[:, 1:]
    return grown
