"""PDFium, called with addresses as numbers."""

from __future__ import annotations

import ctypes
from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import raw as pdfium

from .matrices import Matrix

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Mask = NDArray[np.bool_]
Edges = tuple[float, float, float, float]
"""Left, bottom, right and top."""


def bounds_of(objects: list[int]) -> Floats:
    """Give left, bottom, right and top of objects."""
    bounds = np.zeros((4, len(objects)), dtype=np.float32)
    deque(map(BOUNDS, objects, *map(places_in, bounds)), maxlen=0)
    return bounds.T.astype(np.float64)


def bounds_of_filled(texts: list[int]) -> Floats:
    """Give left, bottom, right and top of texts without outlines: to ask for their corners takes half the time."""
    corners = np.zeros((len(texts), 8), dtype=np.float32)
    deque(map(CORNERS, texts, places_in(corners)[:: corners.shape[1]]), maxlen=0)
    sides = [
        pick(pick(corners[:, side], corners[:, side + 2]), pick(corners[:, side + 4], corners[:, side + 6]))
        for pick in (np.minimum, np.maximum)
        for side in (0, 1)
    ]
    return np.array(sides, dtype=np.float64).T


def places_in(values: NDArray[Any]) -> range:
    """Give the addresses of values that lie side by side."""
    first: int = values.ctypes.data
    return range(first, first + values.nbytes, values.itemsize)


def _plain(function: Any, *arguments: Any, result: Any = ctypes.c_int) -> Any:
    """Give a function of PDFium that takes addresses as numbers: to make an object of each takes longer than a call.

    Other threads wait while it runs: to let them go on takes a third of a call, and there are none in the program.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


def address_of(pointer: Any) -> int:
    """Give the address that a pointer of `pypdfium2` holds."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def handle(address: int) -> Any:
    """Give an address as the functions of `pypdfium2` take it."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


_ADDRESS = ctypes.c_void_p
_INDEX = ctypes.c_void_p
"""A number that is not negative: as wide as an address, because that is turned into C in half the time of an `int`."""

LOOSE_BOX = _plain(pdfium.FPDFText_GetLooseCharBox, _ADDRESS, _INDEX, _ADDRESS)
OBJECT_OF_PAGE = _plain(pdfium.FPDFPage_GetObject, _ADDRESS, _INDEX, result=_ADDRESS)
OBJECT_OF_FORM = _plain(pdfium.FPDFFormObj_GetObject, _ADDRESS, _INDEX, result=_ADDRESS)
COUNT_OF_FORM = _plain(pdfium.FPDFFormObj_CountObjects, _ADDRESS)
KIND = _plain(pdfium.FPDFPageObj_GetType, _ADDRESS)
RENDER_MODE = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _ADDRESS)
BOUNDS = _plain(pdfium.FPDFPageObj_GetBounds, *[_ADDRESS] * 5)
CORNERS = _plain(pdfium.FPDFPageObj_GetRotatedBounds, *[_ADDRESS] * 2)
FILL = _plain(pdfium.FPDFPageObj_GetFillColor, *[_ADDRESS] * 5)
CLIP = _plain(pdfium.FPDFPageObj_GetClipPath, _ADDRESS, result=_ADDRESS)
COUNT_OF_CLIPS = _plain(pdfium.FPDFClipPath_CountPaths, _ADDRESS)
COUNT_OF_CLIP = _plain(pdfium.FPDFClipPath_CountPathSegments, _ADDRESS, _INDEX)
SEGMENT_OF_CLIP = _plain(pdfium.FPDFClipPath_GetPathSegment, _ADDRESS, _INDEX, _INDEX, result=_ADDRESS)
COUNT_OF_MARKS = _plain(pdfium.FPDFPageObj_CountMarks, _ADDRESS)
STROKE = _plain(pdfium.FPDFPageObj_GetStrokeColor, *[_ADDRESS] * 5)
OBJECT_OF_CHARACTER = _plain(pdfium.FPDFText_GetTextObject, _ADDRESS, _INDEX, result=_ADDRESS)
TIGHT_BOX = _plain(pdfium.FPDFText_GetCharBox, _ADDRESS, _INDEX, *[_ADDRESS] * 4)
MATRIX = _plain(pdfium.FPDFPageObj_GetMatrix, *[_ADDRESS] * 2)
DRAW_MODE = _plain(pdfium.FPDFPath_GetDrawMode, *[_ADDRESS] * 3)
COUNT_OF_PATH = _plain(pdfium.FPDFPath_CountSegments, _ADDRESS)
SEGMENT = _plain(pdfium.FPDFPath_GetPathSegment, _ADDRESS, _INDEX, result=_ADDRESS)
SEGMENT_KIND = _plain(pdfium.FPDFPathSegment_GetType, _ADDRESS)
SEGMENT_CLOSES = _plain(pdfium.FPDFPathSegment_GetClose, _ADDRESS)
SEGMENT_POINT = _plain(pdfium.FPDFPathSegment_GetPoint, *[_ADDRESS] * 3)
ANGLE = _plain(pdfium.FPDFText_GetCharAngle, _ADDRESS, _INDEX, result=ctypes.c_float)
ORIGIN = _plain(pdfium.FPDFText_GetCharOrigin, _ADDRESS, _INDEX, *[_ADDRESS] * 2)
IS_GENERATED = _plain(pdfium.FPDFText_IsGenerated, _ADDRESS, _INDEX)
IS_UNNAMED = _plain(pdfium.FPDFText_HasUnicodeMapError, _ADDRESS, _INDEX)
FONT = _plain(pdfium.FPDFTextObj_GetFont, _ADDRESS, result=_ADDRESS)


def matrix_of(item: int) -> Matrix:
    """Give the matrix that an object is placed with."""
    matrix = pdfium.FS_MATRIX()
    MATRIX(item, ctypes.addressof(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
