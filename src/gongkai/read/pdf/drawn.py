"""The straight lines that a page draws, however it draws them: strokes, thin filled rectangles, frames of cells."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

import numpy as np
from pypdfium2 import raw as pdfium

from gongkai.read.pdf.page import Ruling, turned

__all__ = ["Drawing", "drawing"]

Edges = tuple[float, float, float, float]
"""A rectangle as PDF measures it: left, bottom, right and top, with y upwards."""

_THICKEST = 4.0
"""What is thicker than this is an area and no line."""

_NO_WIDTH = 0.01
"""Text narrower than this is left out by PDFium."""

_MOST_OBJECTS = 200_000
"""More objects than a page of any report has, in forms as often as they are placed."""

_DEEPEST = 8
"""How deep forms may stand in forms."""

_MOST_SEGMENTS = 20_000
"""A path with more segments than this is no border of a table."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page draws besides text. `strokes` are the thin boxes around straight lines, as PDF measures them."""

    strokes: tuple[Edges, ...]
    has_image: bool
    is_too_large: bool
    """Whether there are so many objects that not all were looked at."""

    def rulings(self, quarters: int) -> tuple[list[Ruling], list[Ruling]]:
        """Give the lines across and the lines down, once the page is turned upright.

        Args:
            quarters: by how many quarter turns its text is turned clockwise.
        """
        across: list[Ruling] = []
        down: list[Ruling] = []
        for left, top, right, bottom in turned(np.array(self.strokes).reshape(-1, 4), quarters).tolist():
            # A dot is a piece of a dotted line, which may run either way.
            if bottom - top <= _THICKEST:
                across.append(Ruling((top + bottom) / 2, left, right))
            if right - left <= _THICKEST:
                down.append(Ruling((left + right) / 2, top, bottom))
        return across, down


def drawing(page: Any) -> Drawing:
    """Collect the lines of a page and of the forms in it, and rescue text that PDFium would leave out.

    To be called before the page's text is loaded.

    Args:
        page: the raw page.
    """
    survey = _Survey()
    count = pdfium.FPDFPage_CountObjects(page)
    survey.take(map(pdfium.FPDFPage_GetObject, repeat(page), range(count)), _IDENTITY, 0)
    return Drawing(tuple(survey.strokes), survey.has_image, is_too_large=survey.objects_left == 0)


class _Survey:
    """What was found in the objects of a page so far. There are as many objects as characters, so calls are few."""

    def __init__(self) -> None:
        self.strokes: list[Edges] = []
        self.has_image = False
        self.objects_left = _MOST_OBJECTS
        self._edges = [ctypes.c_float() for _ in range(4)]

    def take(self, items: Iterable[Any], matrix: _Matrix, depth: int) -> None:
        """Look at the objects of the page, or of a form that is placed with a matrix."""
        kind_of, bounds_of = pdfium.FPDFPageObj_GetType, pdfium.FPDFPageObj_GetBounds
        left, bottom, right, top = self._edges
        text, path = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
        for item in items:
            if self.objects_left == 0:
                return
            self.objects_left -= 1
            kind = kind_of(item)
            if kind == text:
                bounds_of(item, left, bottom, right, top)
                if right.value - left.value < _NO_WIDTH:
                    _rescue(item)
            elif kind == path:
                bounds_of(item, left, bottom, right, top)
                bounds = (left.value, bottom.value, right.value, top.value)
                self.strokes.extend(_strokes(item, bounds, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.has_image = True
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                count = pdfium.FPDFFormObj_CountObjects(item)
                inner = map(pdfium.FPDFFormObj_GetObject, repeat(item), range(count))
                self.take(inner, _times(_matrix(item), matrix), depth + 1)


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


def _rescue(text: Any) -> None:
    """Give text without width an outline, which has one.

    PDFium leaves out text without width, and takes the width of a lone character from its glyph. Where a font is
    neither in the PDF nor on the machine there is no glyph, and ideographs placed one by one would all be lost.
    """
    pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
    # To move it nowhere is to have it measured again.
    pdfium.FPDFPageObj_TransformF(text, pdfium.FS_MATRIX(*_IDENTITY))


def _strokes(path: Any, bounds: Edges, matrix: _Matrix) -> Iterable[Edges]:
    """Give the straight strokes of a path, each as the thin box around it."""
    left, bottom, right, top = bounds
    whole = bounds if matrix is _IDENTITY else _around([_moved((left, bottom), matrix), _moved((right, top), matrix)])
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return ()
    return (whole,) if _is_thin(whole) else _strokes_inside(path, matrix, is_stroked=bool(stroke.value))


def _strokes_inside(path: Any, matrix: _Matrix, *, is_stroked: bool) -> Iterator[Edges]:
    for points in _subpaths(path, _times(_matrix(path), matrix)):
        around = _around(points)
        if _is_thin(around):
            yield around
        elif is_stroked:
            yield from filter(_is_thin, map(_around, pairwise(points)))


_Point = tuple[float, float]


def _subpaths(path: Any, matrix: _Matrix) -> list[list[_Point]]:
    """Give the corners of each part of a path. A curve leads away from the lines around it, so it parts them."""
    subpaths: list[list[_Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    count = pdfium.FPDFPath_CountSegments(path)
    if count > _MOST_SEGMENTS:
        return []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _moved((x.value, y.value), matrix)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO and subpaths:
            subpaths[-1].append(point)
        else:
            subpaths.append([point])
        if pdfium.FPDFPathSegment_GetClose(segment):
            subpaths[-1].append(subpaths[-1][0])
    return [points for points in subpaths if len(points) > 1]


def _matrix(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: _Matrix, second: _Matrix) -> _Matrix:
    a, b, c, d, e, f = second
    return (
        first[0] * a + first[1] * c,
        first[0] * b + first[1] * d,
        first[2] * a + first[3] * c,
        first[2] * b + first[3] * d,
        first[4] * a + first[5] * c + e,
        first[4] * b + first[5] * d + f,
    )


def _moved(point: _Point, matrix: _Matrix) -> _Point:
    x, y = point
    a, b, c, d, e, f = matrix
    return x * a + y * c + e, x * b + y * d + f


def _around(points: list[_Point] | tuple[_Point, ...]) -> Edges:
    across, along = zip(*points, strict=True)
    return min(across), min(along), max(across), max(along)


def _is_thin(edges: Edges) -> bool:
    left, bottom, right, top = edges
    return right - left <= _THICKEST or top - bottom <= _THICKEST
