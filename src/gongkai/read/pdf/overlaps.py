"""Numbers that run over the side of a cell: whose they are cannot be told where something else stands beyond it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from gongkai.read.pdf.characters import UNKNOWN, Characters, Mask, Numbers, among, are_among, continues_number
from gongkai.read.pdf.extraction import SeenAs
from gongkai.read.pdf.regions import OUTSIDE
from gongkai.read.pdf.ruled import RuledGrid

__all__ = ["begins_of_numbers", "with_cut_numbers_unknown", "with_overlaps_unknown"]

_BEYOND = 0.1
"""How far, in character heights, a number reaches beyond a side at least to run over it."""

_PARTED = 0.03
"""The gap, in character heights, which a line between two cells leaves between their numbers, however near they are."""

_CLEAR = 0.4
"""The gap, in character heights, that parts a number that sticks out of its cell from that of the next."""


def with_overlaps_unknown(characters: Characters, drawn: Sequence[RuledGrid], touching: Mask) -> Characters:
    """Make numbers unknown that run into a number of the next cell, and that number as well.

    A number that only sticks out of its cell stands there whole.

    Args:
        characters: the characters of a page.
        drawn: the grids on it.
        touching: which characters touch the one before, as `clings` tells.
    """
    unknown = np.zeros(len(characters), dtype=np.bool_)
    if len(characters) and drawn:
        continues = continues_number(characters, touching)
        for grid in drawn:
            starts = begins_of_numbers(characters, continues, grid.columns).nonzero()[0]
            for start, end in _over_sides(characters, starts, grid):
                unknown |= _of_both(characters, start, end, grid)
    if not unknown.any():
        return characters
    return replace(
        characters,
        codes=np.where(unknown, np.uint32(UNKNOWN), characters.codes),
        seen=np.where(unknown, np.uint8(SeenAs.OVERLAPPING), characters.seen),
    )


def with_cut_numbers_unknown(characters: Characters, left_out: Characters, drawn: Sequence[RuledGrid]) -> Characters:
    """Make numbers unknown that go on beyond the side of their cell, where the rest is not seen.

    Args:
        characters: the characters of a page.
        left_out: those that are not seen.
        drawn: the grids on it.
    """
    unseen = left_out.take(are_among(left_out.codes, _DIGITS) & np.isin(left_out.seen, (SeenAs.HIDDEN, SeenAs.COVERED)))
    unknown = np.zeros(len(characters), dtype=np.bool_)
    if len(unseen) * len(characters) > _MOST_PAIRS:
        return replace(
            characters, codes=np.where(are_among(characters.codes, _DIGITS), np.uint32(UNKNOWN), characters.codes)
        )
    runs = np.cumsum(~continues_number(characters))
    for number in range(len(unseen)):
        one = unseen.take(slice(number, number + 1))
        height = float(one.height[0])
        gap = np.minimum(np.abs(one.left - characters.right), np.abs(characters.left - one.right))
        touching = np.flatnonzero(
            (gap < _BEYOND * height)
            & (np.abs(characters.middle - one.middle) < _BEYOND * height)
            & are_among(characters.codes, _DIGITS)
        )
        for grid in drawn:
            [own] = grid.regions_at((one.left + one.right) / 2, one.middle).tolist()
            beside = grid.regions_at((characters.left + characters.right)[touching] / 2, characters.middle[touching])
            unknown |= np.isin(runs, runs[touching[(beside != own) & (beside >= 0) & (own >= 0)]])
    if not unknown.any():
        return characters
    return replace(
        characters,
        codes=np.where(unknown, np.uint32(UNKNOWN), characters.codes),
        seen=np.where(unknown, np.uint8(SeenAs.PARTLY_COVERED), characters.seen),
    )


_MOST_PAIRS = 5_000_000
"""More unseen digits and characters than a page has on which numbers can be told."""


def begins_of_numbers(characters: Characters, continues: Mask, walls: Sequence[float]) -> Mask:
    """Tell which characters are of another number than the one before, as all are that are of none.

    Args:
        characters: the characters of a page.
        continues: which are of the same number as the one before, unless a wall parts them.
        walls: where the sides of columns are.
    """
    begins = ~continues
    further = continues.nonzero()[0]
    left, right = characters.left[further], characters.right[further - 1]
    is_gap = left - right > _PARTED * characters.height[further]
    if is_gap.any():
        left, right = left[is_gap], right[is_gap]
        begins[further[is_gap]] = np.searchsorted(walls, left) > np.searchsorted(walls, right)
    return begins


def _over_sides(characters: Characters, starts: Numbers, grid: RuledGrid) -> Iterator[tuple[int, int]]:
    """Give where the numbers begin and end that stand in two cells."""
    is_long = starts[1:] - starts[:-1] > 1
    is_last_long = len(characters) - starts[-1:] > 1
    long = np.concatenate((is_long, is_last_long)).nonzero()[0]
    if not len(long):
        return
    ends = np.concatenate((starts[1:], [len(characters)]))[long]
    starts = starts[long]
    margin = _BEYOND * characters.height[starts]
    middle = characters.middle[starts]
    first = grid.regions_at(characters.left[starts] + margin, middle)
    last = grid.regions_at(characters.right[ends - 1] - margin, middle)
    is_over = (first != last) & (first >= 0) & (last >= 0)
    yield from zip(starts[is_over].tolist(), ends[is_over].tolist(), strict=True)


def _of_both(characters: Characters, start: int, end: int, grid: RuledGrid) -> Mask:
    """Give the characters of a number over a side and of those beyond it, or none if nothing stands there."""
    regions = grid.regions_at((characters.left + characters.right) / 2, characters.middle)
    own = np.zeros(len(characters), dtype=np.bool_)
    own[start:end] = True
    height = characters.height[start]
    beside: Mask = (
        ~own
        & are_among(characters.codes, _DIGITS)
        & np.isin(regions, regions[start:end])
        & (regions != OUTSIDE)
        & (np.abs(characters.middle - characters.middle[start]) < height)
    )
    apart = np.maximum(
        characters.left[beside].min(initial=np.inf) - characters.right[start:end].max(),
        characters.left[start:end].min() - characters.right[beside].max(initial=-np.inf),
    )
    if apart > _CLEAR * height:
        beside[:] = False
    if beside.any() or _is_of_two(characters.pieces[start:end], regions[start:end]):
        return own | beside
    return np.zeros(len(characters), dtype=np.bool_)


_DIGITS = among("0123456789")


def _is_of_two(pieces: Numbers, regions: Numbers) -> bool:
    """Tell whether a number was drawn as two, which meet at the side of the cell."""
    # Only of digits is told what they were drawn with.
    is_told = (pieces[1:] >= 0) & (pieces[:-1] >= 0)
    is_other_cell, is_other_piece = np.diff(regions) != 0, (np.diff(pieces) != 0) & is_told
    if not (is_other_cell & is_other_piece).any():
        return False
    # Some programs draw each digit by itself.
    return len(pieces) == 2 or not is_other_piece.all()
