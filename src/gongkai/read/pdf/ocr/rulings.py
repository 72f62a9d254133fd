"""The lines that are drawn around the cells of a table, found among the pixels of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gongkai.read.pdf.characters import Floats, Mask, Numbers
from gongkai.read.pdf.ocr.bitmap import runs_of
from gongkai.read.pdf.page import Ruling

__all__ = ["Rulings", "rulings_in"]

_SHORTEST_ACROSS = 24.0
"""Strokes of characters run further across than down."""

_SHORTEST_DOWN = 8.0
"""A row is not lower than this."""

_THICKEST = 4.0
"""What is thicker than this is an area and no line."""

_LONG_DOWN = 60.0
"""No stroke of a character is as long."""

_MEETING = 2.0
"""How far a line down may end from the lines across between which it stands."""

_GAP = 0.5
"""Specks of light as long as this do not interrupt a line."""

_BESIDE = 1.0
"""So far from a line there is paper on both sides of it."""

_JOINED = 0.3
"""The part of a line's length at which something else may touch it. Strokes of characters are joined by others."""


@dataclass(frozen=True, slots=True, eq=False)
class Rulings:
    """Lines in points, and the pixels that are theirs."""

    horizontals: tuple[Ruling, ...]
    verticals: tuple[Ruling, ...]
    pixels: Mask


def rulings_in(ink: Mask, scale: float) -> Rulings:
    """Find the straight lines of a page.

    Args:
        ink: which pixels are dark.
        scale: pixels per point.
    """
    across = _lines(ink, _SHORTEST_ACROSS * scale, scale)
    down = _lines(ink.T, _SHORTEST_DOWN * scale, scale)
    is_wall = _are_walls(down, across, scale, ink.shape)
    down = down.take(is_wall)
    pixels = across.pixels(ink.shape) | down.pixels(ink.T.shape).T
    return Rulings(across.rulings(scale), down.rulings(scale), pixels)


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Runs of dark pixels: the row, start and end of each."""

    rows: Numbers
    starts: Numbers
    ends: Numbers

    def take(self, which: Mask) -> _Runs:
        return _Runs(self.rows[which], self.starts[which], self.ends[which])

    def pixels(self, shape: Sequence[int]) -> Mask:
        changes = np.zeros((shape[0], shape[1] + 1), dtype=np.int32)
        np.add.at(changes, (self.rows, self.starts), 1)
        np.add.at(changes, (self.rows, self.ends), -1)
        return np.cumsum(changes, axis=1)[:, :-1] > 0

    def shares(self, mask: Mask) -> Floats:
        """Give which part of each run is in a mask."""
        sums = np.pad(np.cumsum(mask, axis=1, dtype=np.int32), ((0, 0), (1, 0)))
        covered = sums[self.rows, self.ends] - sums[self.rows, self.starts]
        shares: Floats = covered / np.maximum(self.ends - self.starts, 1)
        return shares

    def rulings(self, scale: float) -> tuple[Ruling, ...]:
        return tuple(
            Ruling((row + 0.5) / scale, start / scale, end / scale)
            for row, start, end in zip(self.rows.tolist(), self.starts.tolist(), self.ends.tolist(), strict=True)
        )


def _lines(ink: Mask, shortest: float, scale: float) -> _Runs:
    """Give the long runs of ink along rows that are thin across them and stand by themselves."""
    # A line that is not quite level goes on in the row above or below.
    leaning = ink.copy()
    leaning[1:] |= ink[:-1]
    leaning[:-1] |= ink[1:]
    gap = round(_GAP * scale)
    found = _long_runs(leaning, shortest, gap).pixels(ink.shape)
    columns, tops, bottoms = runs_of(found.T)
    is_thick = bottoms - tops > _THICKEST * scale
    beside = round(_BESIDE * scale)
    is_joined = (
        ink[np.maximum(tops - beside, 0), columns] | ink[np.minimum(bottoms - 1 + beside, len(ink) - 1), columns]
    )
    thick, joined = (
        _Runs(columns[which], tops[which], bottoms[which]).pixels(found.T.shape).T for which in (is_thick, is_joined)
    )
    runs = _long_runs(found & ~thick, shortest, gap)
    return runs.take(runs.shares(joined) <= _JOINED)


def _long_runs(mask: Mask, shortest: float, gap: int) -> _Runs:
    """Give the runs that are long once those with a short gap between them are joined."""
    rows, starts, ends = runs_of(mask)
    if len(rows) == 0:
        return _Runs(rows, starts, ends)
    is_new = np.ones(len(rows), dtype=np.bool_)
    is_new[1:] = (np.diff(rows) > 0) | (starts[1:] - ends[:-1] > gap)
    firsts = np.flatnonzero(is_new)
    lasts = np.append(firsts[1:], len(rows)) - 1
    joined = _Runs(rows[firsts], starts[firsts], ends[lasts])
    return joined.take(joined.ends - joined.starts >= shortest)


def _are_walls(down: _Runs, across: _Runs, scale: float, shape: Sequence[int]) -> Mask:
    """Tell which lines down reach from line to line, and are no strokes of characters."""
    meeting = round(_MEETING * scale)
    lines = across.pixels(shape)
    lines[:, 1:] |= lines[:, :-1].copy()
    lines[:, :-1] |= lines[:, 1:].copy()
    above = np.concatenate([np.zeros((1, shape[1]), dtype=np.int32), np.cumsum(lines, axis=0, dtype=np.int32)])

    def meets(heights: Numbers) -> Mask:
        first = np.clip(heights - meeting, 0, shape[0])
        last = np.clip(heights + meeting + 1, 0, shape[0])
        met: Mask = above[last, down.rows] > above[first, down.rows]
        return met

    is_long: Mask = down.ends - down.starts >= _LONG_DOWN * scale
    return is_long | (meets(down.starts) & meets(down.ends))
