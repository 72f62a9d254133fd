"""The straight lines in the paths of a page, all at once: a table may be one path of hundreds of boxes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
from pypdfium2 import raw as pdfium

from .calls import SEGMENT, SEGMENT_CLOSES, SEGMENT_KIND, SEGMENT_POINT, Floats, Mask, Numbers, matrix_of
from .matrices import Matrix, times

__all__ = ["BentPath", "PathLines", "are_thin", "lines_in"]

_THICKEST = 4.0
"""What is thicker than this is an area and no line."""

_LEVEL = 0.5
"""A line that rises less than this, in points, runs across."""


class BentPath(NamedTuple):
    """A path that is more than one thin line."""

    number: int
    """Which of the paths of the page it is."""
    path: int
    corners: int
    is_stroked: bool


class PathLines(NamedTuple):
    """What lines there are in some paths."""

    strokes: Floats
    """The thin boxes around those across and down."""
    numbers: Numbers
    """Of which path each of the strokes is."""
    slanted: Floats
    """Where all others begin and end."""
    curves: list[int]
    """How many curves each path has."""


def lines_in(paths: Sequence[BentPath], matrix: Matrix) -> PathLines:
    """Find the lines in paths that are placed with a matrix.

    A curve leads away from the lines around it, so it parts them.
    """
    if not paths:
        return PathLines(np.empty((0, 4)), np.empty(0, dtype=np.intp), np.empty((0, 4)), [])
    corners = _corners_of(paths, matrix)
    # What is a part of a path from start to end is a box if it is thin, and else each of its sides may be a line.
    starts = np.flatnonzero(corners.begins)
    lengths = np.diff(starts, append=len(corners.begins))
    box = np.hstack((np.minimum.reduceat(corners.points, starts), np.maximum.reduceat(corners.points, starts)))
    is_box = are_thin(box) & (lengths > 1)
    sides = np.flatnonzero(~corners.begins[1:])
    begin, end = corners.points[sides], corners.points[sides + 1]
    side = np.hstack((np.minimum(begin, end), np.maximum(begin, end)))
    is_drawn = corners.is_stroked[sides]
    is_line = is_drawn & are_thin(side) & ~np.repeat(is_box, lengths)[sides]
    places = np.concatenate((starts[is_box], sides[is_line]))
    in_order = np.argsort(places, kind="stable")
    is_slanted = is_drawn & (np.abs(end - begin).min(axis=1) > _LEVEL)
    return PathLines(
        np.concatenate((box[is_box], side[is_line]))[in_order],
        corners.numbers[places[in_order]],
        np.hstack((begin, end))[is_slanted],
        corners.curves,
    )


def are_thin(edges: Floats) -> Mask:
    """Tell which boxes are so thin that they are lines."""
    left, bottom, right, top = edges.T
    thin: Mask = (right - left <= _THICKEST) | (top - bottom <= _THICKEST)
    return thin


class _Corners(NamedTuple):
    """The corners of paths, one after the other. One that is gone back to, to close a part, is there again."""

    points: Floats
    begins: Mask
    """Which are the first of a part."""
    numbers: Numbers
    is_stroked: Mask
    curves: list[int]


def _corners_of(paths: Sequence[BentPath], matrix: Matrix) -> _Corners:
    counts = [path.corners for path in paths]
    firsts = np.cumsum([0, *counts[:-1]])
    segments = [segment for path in paths for segment in map(SEGMENT, repeat(path.path), range(path.corners))]
    numbers = np.arange(len(segments))
    kinds = np.fromiter(map(SEGMENT_KIND, segments), np.intp, len(segments))
    begins = kinds != pdfium.FPDF_SEGMENT_LINETO
    begins[firsts] = True
    closes = np.fromiter(map(SEGMENT_CLOSES, segments), np.bool_, len(segments))
    in_order = np.repeat(numbers, closes + 1)
    gone_back_to = np.flatnonzero(closes) + np.arange(1, np.count_nonzero(closes) + 1)
    in_order[gone_back_to] = np.maximum.accumulate(np.where(begins, numbers, 0))[closes]
    begins = begins[in_order]
    begins[gone_back_to] = False
    matrices = np.array([times(matrix_of(path.path), matrix) for path in paths])
    return _Corners(
        _moved(_points(segments), np.repeat(matrices, counts, axis=0))[in_order],
        begins,
        np.repeat([path.number for path in paths], counts)[in_order],
        np.repeat([path.is_stroked for path in paths], counts)[in_order],
        # Three points make a curve.
        (np.add.reduceat(kinds == pdfium.FPDF_SEGMENT_BEZIERTO, firsts, dtype=np.intp) // 3).tolist(),
    )


def _points(segments: Sequence[int]) -> Floats:
    ends = np.zeros((len(segments), 2), dtype=np.float32)
    places = range(ends.ctypes.data, ends.ctypes.data + ends.nbytes, ends.itemsize)
    deque(map(SEGMENT_POINT, segments, places[::2], places[1::2]), maxlen=0)
    return ends.astype(np.float64)


def _moved(points: Floats, matrices: Floats) -> Floats:
    x, y = points.T
    a, b, c, d, e, f = matrices.T
    return np.column_stack((x * a + y * c + e, x * b + y * d + f))
