"""Characters -> lines of text, with the blanks that a reader sees between words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gongkai.read.pdf.characters import (
    UNKNOWN,
    Characters,
    Floats,
    Mask,
    Numbers,
    among,
    are_among,
    are_wide,
    is_wide,
    text_of,
)

__all__ = ["TextLine", "glue", "line_as_drawn", "lines_of", "parts"]

_SAME_LINE = 0.35
"""How far, in character heights, the next higher or lower character of a line may stand."""

_SAME_PLACE = 0.3
"""How far, in its own width, a character drawn twice is moved to look bold."""

_OWN_PLACE = 0.7
"""How far, in its own width, a digit stands from the one before at least if both can be read."""

_NARROW_SIZE = 0.8
"""The size of a font, in the height that it gives to letters and digits. Fonts differ."""

_SPACE_SEEN = 0.1
"""The gap, in character heights, that a space in the PDF leaves. Some spaces are drawn over."""

_SPACES = np.array([0.15, 0.45, 1.5])
"""The gap, in character heights, that parts letters or digits, these from ideographs, and ideographs.

Typesetters leave a quarter by themselves between digits and ideographs, and may move ideographs one apart to justify
a line.
"""


class TextLine(NamedTuple):
    """One line of text. `size` is that of its font: how wide most of its ideographs are."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    size: float
    widest_gap: float
    """Of the gaps between its characters."""
    source: Characters
    start: int
    end: int
    """Its characters are those of `source` from `start` to `end`, from left to right."""

    @property
    def width(self) -> float:
        """How far it reaches from left to right."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2

    @property
    def characters(self) -> Characters:
        """Its characters, from left to right."""
        return self.source.take(slice(self.start, self.end))

    def first_width(self) -> float:
        """The width of its first character."""
        return float(self.source.right[self.start] - self.source.left[self.start])

    def first_word_width(self) -> float:
        """The room that the line above would need to hold its first word, with the marks that cling to it."""
        word = self.text.split(" ", maxsplit=1)[0]
        last = next((number for number, pair in enumerate(pairwise(word)) if not _clings(*pair)), len(word) - 1)
        return float(self.source.right[self.start + last] - self.source.left[self.start])


def lines_of(characters: Characters, page: int | Numbers, groups: Numbers | None = None) -> dict[int, list[TextLine]]:
    """Give the lines that characters form, from top to bottom, by the group that the characters are of.

    Args:
        characters: the characters, in any order.
        page: the number of the page that they are on, or of each that of its page; no group is on two pages.
        groups: the number of the group of each; all are of group 0 if left out.

    >>> row = Characters.of("7122", [(x, 0, x + 5, 10) for x in (20, 0, 5, 5.5)])
    >>> [line.text for line in lines_of(row, page=1)[0]]
    ['12 7']
    """
    if not len(characters):
        return {}
    if groups is None:
        groups = np.zeros(len(characters), dtype=np.intp)
    order, levels = _by_level(characters, groups)
    characters = characters.take(order)
    characters = _with_overprints_unknown(characters, levels)
    again = _drawn_again(characters, levels)
    if again.any():
        order, levels, characters = order[~again], levels[~again], characters.take(~again)
    starts = np.flatnonzero(_begins(levels))
    firsts = order[starts]
    pages = repeat(page, len(starts)) if isinstance(page, int) else page[firsts].tolist()
    found: dict[int, list[TextLine]] = {}
    for group, line in zip(groups[firsts].tolist(), _lines(characters, pages, starts), strict=True):
        found.setdefault(group, []).append(line)
    return found


def line_as_drawn(characters: Characters, page: int) -> TextLine:
    """Give the one line that characters form in the order in which they come."""
    return _lines(characters, [page], np.zeros(1, dtype=np.intp))[0]


def parts(line: TextLine, gap: float) -> list[TextLine]:
    """Part a line where a blank is at least as wide as `gap`, in font sizes."""
    if line.widest_gap < gap * line.size:
        return [line]
    characters = line.characters
    is_parted = characters.left[1:] - characters.right[:-1] >= gap * line.size
    starts = np.flatnonzero(np.concatenate([[True], is_parted]))
    return _lines(characters, repeat(line.page, len(starts)), starts)


def glue(above: TextLine, below: TextLine, room: float) -> str:
    """Tell what a line break stands for: nothing, a blank, or the end of one entry.

    A number is broken only where it does not fit. Two numbers one above the other remain two.

    Args:
        above: the line before the break.
        below: the line after it.
        room: the width that the line above leaves free.
    """
    last, first = above.text[-1], below.text[0]
    if is_wide(last) or is_wide(first):
        return ""
    if last in _NUMERIC and first in _NUMERIC:
        return "" if room < below.first_width() else "\n"
    return " "


_NUMERIC = frozenset("0123456789.,%")
_OPENING = frozenset("（《〈“‘【〔「『([{")
_CLOSING = frozenset("，。、；：）》〉”’！？】〕」』％…,.;:!?)]}%")


def _by_level(characters: Characters, groups: Numbers) -> tuple[Numbers, NDArray[np.int_]]:
    """Give the order in which characters are read, and the number of the line that each is in."""
    order = np.lexsort((characters.middle, groups))
    middle, height, group = characters.middle[order], characters.height[order], groups[order]
    is_next = _begins(group)
    is_next[1:] |= middle[1:] - middle[:-1] > _SAME_LINE * np.minimum(height[1:], height[:-1])
    levels = is_next.cumsum() - 1
    return order[np.lexsort((characters.left[order], levels))], levels


def _begins(values: NDArray[np.int_]) -> Mask:
    """Tell where another value begins."""
    begins = np.ones(len(values), dtype=np.bool_)
    begins[1:] = values[1:] != values[:-1]
    return begins


def _drawn_again(characters: Characters, levels: NDArray[np.int_]) -> Mask:
    """Tell which characters only make the one before look bold."""
    again = np.zeros(len(characters), dtype=np.bool_)
    left, top, codes = characters.left, characters.top, characters.codes
    again[1:] = (
        (codes[1:] == codes[:-1])
        & (levels[1:] == levels[:-1])
        & (left[1:] - left[:-1] < _SAME_PLACE * characters.width[:-1])
        & (np.abs(top[1:] - top[:-1]) < _SAME_PLACE * characters.height[:-1])
    )
    return again


def _with_overprints_unknown(characters: Characters, levels: NDArray[np.int_]) -> Characters:
    """Make digits unknown that are printed over one another, for no one can read them."""
    codes, left, width = characters.codes, characters.left, characters.width
    is_digit = are_among(codes, _DIGITS)
    step = (left[1:] - left[:-1]) / np.maximum(np.minimum(width[1:], width[:-1]), 1e-9)
    over = (step < _OWN_PLACE) & is_digit[1:] & is_digit[:-1] & (levels[1:] == levels[:-1])
    over &= (codes[1:] != codes[:-1]) | (step >= _SAME_PLACE)
    if not over.any():
        return characters
    hidden = np.concatenate([[False], over]) | np.concatenate([over, [False]])
    return replace(characters, codes=np.where(hidden, np.uint32(UNKNOWN), codes))


_DIGITS = among("0123456789")


def _lines(characters: Characters, pages: Iterable[int], starts: Numbers) -> list[TextLine]:
    """Cut characters that are in order into lines, which begin at `starts` and are on some pages."""
    gaps = np.zeros(len(characters))
    gaps[1:] = characters.left[1:] - characters.right[:-1]
    gaps[starts] = 0.0
    wide = are_wide(characters.codes)
    blanks = _blanks(characters, gaps, wide)
    whole = text_of(np.insert(characters.codes, blanks, ord(" ")))
    ends = [*starts[1:].tolist(), len(characters)]
    cuts = (starts + np.searchsorted(blanks, starts)).tolist()
    columns = (
        np.minimum.reduceat(characters.left, starts),
        np.minimum.reduceat(characters.top, starts),
        np.maximum.reduceat(characters.right, starts),
        np.maximum.reduceat(characters.bottom, starts),
        _sizes(characters, wide, starts),
        np.maximum.reduceat(gaps, starts),
    )
    texts = [whole[cut:next_cut] for cut, next_cut in zip(cuts, [*cuts[1:], len(whole)], strict=True)]
    fields = zip(
        texts,
        pages,
        *(column.tolist() for column in columns),
        repeat(characters, len(starts)),
        starts.tolist(),
        ends,
        strict=True,
    )
    return list(map(TextLine._make, fields))


def _blanks(characters: Characters, gaps: Floats, wide: Mask) -> Numbers:
    """Give the numbers of the characters that have a blank before them."""
    height, how_many_wide = characters.height, wide.astype(np.intp)
    lower = height.copy()
    lower[1:] = np.minimum(height[1:], height[:-1])
    how_many_wide[1:] += wide[:-1]
    is_parted = gaps >= _SPACES[how_many_wide] * lower
    is_space = characters.after_space & (gaps >= _SPACE_SEEN * lower)
    return np.flatnonzero((gaps > 0) & (is_parted | is_space))


def _sizes(characters: Characters, wide: Mask, starts: Numbers) -> Floats:
    """Give the size of the font of each line: the median width of its ideographs, or a part of its height."""
    begins = np.zeros(len(characters), dtype=np.intp)
    begins[starts] = 1
    line = begins.cumsum() - 1
    has_wide = np.logical_or.reduceat(wide, starts)[line]
    telling = wide | ~has_wide
    sizes = np.where(wide, characters.width, _NARROW_SIZE * characters.height)[telling]
    line = line[telling]
    counts = np.bincount(line)
    middles: Floats = sizes[np.lexsort((sizes, line))][np.cumsum(counts) - counts + counts // 2]
    return middles


def _clings(before: str, after: str) -> bool:
    return before in _OPENING or after in _CLOSING or not (is_wide(before) or is_wide(after))
