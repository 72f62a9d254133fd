"""What a person sees of the text of a page.

Text is seen if the page looks other without it. So where anything is odd about a page, it is drawn twice, with its text
and without, and what differs in the place of a character is what is seen of it. Why a character is not seen does not
matter then: it may be white, cut off, covered, or in a layer that is switched off.
"""

from __future__ import annotations

import ctypes
from collections import deque
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw as pdfium

from .annotations import Annotations
from .calls import (
    BOUNDS,
    CLIP,
    COUNT_OF_CLIP,
    COUNT_OF_CLIPS,
    COUNT_OF_MARKS,
    SEGMENT_OF_CLIP,
    SEGMENT_POINT,
    TIGHT_BOX,
    Edges,
    Floats,
    Mask,
    Numbers,
    handle,
)
from .contents import SeenAs
from .survey import Survey
from .text import DrawnCharacters, pieces_of

__all__ = ["how_seen"]

_SCALE = 2.0
"""Pixels for each point."""

_MOST_PIXELS = 12_000_000
"""A page larger than that is drawn smaller."""

_SMALLEST_DIGIT = 4
"""Of a digit lower than this, in pixels, cannot be told whether all of it is seen."""

_FAINT, _CLEAR = 12, 40
"""What differs less than this, of 255, from what is around it is not seen, and what differs less than that perhaps."""

_WHOLE = 0.75
"""The part of its height and width that must be seen of a digit."""

_WHITE = 240
"""What is brighter than this is white."""

_DRAWN = 60
"""What differs so much, of 255, from what is around it and goes through a digit strikes it."""

_CUT = 0.5
"""How far, in points, text may reach beyond what it is cut off by."""


def how_seen(
    page: pypdfium2.PdfPage, text_page: Any, characters: DrawnCharacters, survey: Survey, annotations: Annotations
) -> NDArray[np.uint8]:
    """Tell how each character of a page is seen.

    Args:
        page: the page.
        text_page: its text.
        characters: the characters in it.
        survey: what was found among its objects.
        annotations: what was put onto it.
    """
    seen = characters.seen.copy()
    if not len(characters):
        return seen
    if survey.is_odd or _is_any_odd([*{*characters.pieces[characters.pieces > 0].tolist()}]):
        pieces = pieces_of(text_page, characters.numbers)
        _mark_annotations(seen, characters, pieces, survey, annotations)
        _mark_unseen(seen, page, text_page, characters, pieces, survey)
    for edges in annotations.struck:
        seen[_inside(characters, edges)] = SeenAs.STRUCK
    for edges in annotations.doubtful:
        seen[_inside(characters, edges) & characters.is_digit] = SeenAs.PARTLY_COVERED
    return seen


def _is_any_odd(pieces: list[int]) -> bool:
    """Tell whether one of some texts may be cut off, or may be in a layer that is switched off."""
    clips = list(map(CLIP, pieces))
    cut = [(piece, clip) for piece, clip in zip(pieces, clips, strict=True) if clip and COUNT_OF_CLIPS(clip) > 0]
    if any(_is_cut(*each) for each in cut):
        return True
    marks = list(map(COUNT_OF_MARKS, pieces))
    return any(_may_be_switched_off(*each) for each in zip(pieces, marks, strict=True) if each[1] > 0)


def _may_be_switched_off(piece: int, marks: int) -> bool:
    """Tell whether a text is in a layer, by its marks."""
    return any(_mark_name(pdfium.FPDFPageObj_GetMark(handle(piece), number)) == "OC" for number in range(marks))


def _mark_name(mark: Any) -> str:
    room, length = (ctypes.c_ushort * 8)(), ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(mark, room, ctypes.sizeof(room), length)
    return bytes(room)[: max(length.value - 2, 0)].decode("utf-16-le", errors="replace")


def _is_cut(piece: int, clip: int) -> bool:
    bounds = (ctypes.c_float * 4)()
    place = ctypes.addressof(bounds)
    BOUNDS(piece, place, place + 4, place + 8, place + 12)
    left, bottom, right, top = bounds
    for path in range(COUNT_OF_CLIPS(clip)):
        count = COUNT_OF_CLIP(clip, path)
        if count > _FEW_CORNERS:
            return True
        points = [_point(SEGMENT_OF_CLIP(clip, path, number)) for number in range(count)]
        if not points:
            return True
        across, along = zip(*points, strict=True)
        if (
            min(across) > left + _CUT
            or min(along) > bottom + _CUT
            or max(across) < right - _CUT
            or max(along) < top - _CUT
        ):
            return True
    return False


_FEW_CORNERS = 5
"""A rectangle has no more."""


def _point(segment: int) -> tuple[float, float]:
    ends = (ctypes.c_float * 2)()
    SEGMENT_POINT(segment, ctypes.addressof(ends), ctypes.addressof(ends) + 4)
    return ends[0], ends[1]


def _mark_annotations(
    seen: NDArray[np.uint8], characters: DrawnCharacters, pieces: Numbers, survey: Survey, annotations: Annotations
) -> None:
    if not survey.annotated:
        return
    is_annotated = np.isin(pieces, list(survey.annotated))
    seen[is_annotated] = SeenAs.ANNOTATION
    for kind, edges in annotations.shown:
        seen[is_annotated & _inside(characters, edges)] = kind


def _inside(characters: DrawnCharacters, edges: Edges) -> Mask:
    left, bottom, right, top = edges
    x = (characters.edges[:, 0] + characters.edges[:, 2]) / 2
    y = (characters.edges[:, 1] + characters.edges[:, 3]) / 2
    inside: Mask = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
    return inside


def _mark_unseen(
    seen: NDArray[np.uint8],
    page: pypdfium2.PdfPage,
    text_page: Any,
    characters: DrawnCharacters,
    pieces: Numbers,
    survey: Survey,
) -> None:
    """Compare the page with and without its text."""
    with_text = _drawn(page)
    texts = survey.texts()
    for text in texts:
        pdfium.FPDFPageObj_SetIsActive(handle(text), False)
    try:
        without = _drawn(page)
    finally:
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(handle(text), True)
    red, green, blue = np.moveaxis(np.maximum(with_text, without) - np.minimum(with_text, without), 2, 0)
    ink = np.maximum(np.maximum(red, green), blue)
    boxes = _on_bitmap(page, _glyph_edges(text_page, characters), ink.shape)
    is_digit = characters.is_digit
    can_be_drawn = _can_be_drawn(pieces, characters.codes)
    is_covered = _covered(characters, pieces, survey)
    for number, (left, top, right, bottom) in enumerate(boxes.tolist()):
        if not can_be_drawn[number]:
            continue
        of_glyph = ink[top:bottom, left:right]
        below = without[top:bottom, left:right]
        peak = int(of_glyph.max(initial=0))
        if peak < _FAINT or (_is_white(survey, int(pieces[number])) and below.size and below.min() >= _WHITE):
            seen[number] = SeenAs.COVERED if is_covered[number] else SeenAs.HIDDEN
        elif is_digit[number] and (
            peak < _CLEAR or bottom - top < _SMALLEST_DIGIT or not _is_whole(of_glyph > max(_FAINT, peak // 4))
        ):
            seen[number] = SeenAs.PARTLY_COVERED if is_covered[number] else SeenAs.PARTLY_HIDDEN
        elif is_digit[number] and _is_crossed(below):
            seen[number] = SeenAs.PERHAPS_STRUCK


def _is_white(survey: Survey, piece: int) -> bool:
    color = survey.colors.get(piece)
    return color is not None and min(color[:3]) >= _WHITE


def _is_whole(ink: Mask) -> bool:
    """Tell whether what is seen of a glyph reaches from side to side of its box."""
    return all(_reaches(np.asarray(ink.any(axis=axis))) for axis in (0, 1))


def _reaches(inked: Mask) -> bool:
    places = np.flatnonzero(inked)
    least = min(_WHOLE * len(inked), len(inked) - 2)
    return len(places) > 0 and bool(places[-1] - places[0] + 1 >= least)


def _is_crossed(below: NDArray[np.uint8]) -> bool:
    """Tell whether something under or over a digit goes through it from left to right."""
    height = below.shape[0]
    band = below[height // 4 : height - height // 4].astype(np.int16)
    if not band.size:
        return False
    ground = np.median(below.reshape(-1, below.shape[2]), axis=0)
    is_drawn = np.abs(band - ground).max(axis=2) > _DRAWN
    return bool(is_drawn.any(axis=0).mean() > _CROSSED)


_CROSSED = 0.85
"""The part of the width of a digit that something goes through which strikes it."""


def _covered(characters: DrawnCharacters, pieces: Numbers, survey: Survey) -> Mask:
    """Tell over which characters something was drawn afterwards."""
    orders = np.array([survey.orders.get(piece, np.inf) for piece in pieces.tolist()])
    covered = np.zeros(len(characters), dtype=np.bool_)
    for area in survey.areas[:_MOST_AREAS]:
        covered |= (orders < area.order) & _inside(characters, area.edges)
    return covered


_MOST_AREAS = 2_000
"""Why a character is not seen is not asked of more areas than this."""


def _can_be_drawn(pieces: Numbers, codes: NDArray[np.uint32]) -> Mask:
    """Tell which characters PDFium has glyphs for: fonts that are not in the PDF may be missing on the machine."""
    found, places = np.unique(pieces, return_inverse=True)
    embedded = np.array([piece > 0 and _is_embedded(piece) for piece in found.tolist()], dtype=np.bool_)
    drawable: Mask = embedded[places] | ((codes < _LAST_ASCII) & (pieces > 0))
    return drawable


_LAST_ASCII = 0x7F


def _is_embedded(piece: int) -> bool:
    font = pdfium.FPDFTextObj_GetFont(handle(piece))
    return bool(font) and pdfium.FPDFFont_GetIsEmbedded(font) == 1


def _drawn(page: pypdfium2.PdfPage) -> NDArray[np.uint8]:
    """Draw a page: rows of pixels of three colours."""
    width, height = _size(page)
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = ctypes.cast(pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_uint8 * (stride * height)))
        pixels = np.frombuffer(buffer.contents, dtype=np.uint8).reshape(height, stride)
        return pixels[:, : 4 * width].reshape(height, width, 4)[:, :, :3].copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _size(page: pypdfium2.PdfPage) -> tuple[int, int]:
    width, height = page.get_size()
    scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    return max(int(width * scale), 1), max(int(height * scale), 1)


def _glyph_edges(text_page: Any, characters: DrawnCharacters) -> Floats:
    """Give the boxes of the glyphs, or where there are none those of the characters."""
    boxes = np.zeros((len(characters), 4), dtype=np.float64)
    places = range(boxes.ctypes.data, boxes.ctypes.data + boxes.nbytes, boxes.itemsize)
    by_side = [places[side::4] for side in (0, 2, 1, 3)]
    page = ctypes.addressof(text_page.contents)
    deque(map(TIGHT_BOX, repeat(page), characters.numbers.tolist(), *by_side), maxlen=0)
    is_flat = (boxes[:, 2] <= boxes[:, 0]) | (boxes[:, 3] <= boxes[:, 1])
    boxes[is_flat] = characters.edges[is_flat]
    return boxes


def _on_bitmap(page: pypdfium2.PdfPage, edges: Floats, shape: tuple[int, ...]) -> Numbers:
    """Give left, top, right and bottom in pixels."""
    width, height = _size(page)
    (x, y), (across_x, across_y), (along_x, along_y) = (
        _device(page, width, height, *point) for point in ((0, 0), (_FAR, 0), (0, _FAR))
    )
    matrix = np.array([[across_x - x, across_y - y], [along_x - x, along_y - y]]) / _FAR
    corners = [edges[:, pair] @ matrix + (x, y) for pair in ([0, 1], [2, 3])]
    low, high = np.minimum(*corners), np.maximum(*corners)
    boxes = np.column_stack((np.floor(low + _HALF), np.ceil(high - _HALF)))
    places: Numbers = np.clip(np.nan_to_num(boxes), 0, (shape[1], shape[0], shape[1], shape[0])).astype(np.intp)
    return places


_FAR = 1000.0
_FINE = 256
_HALF = 0.25
"""Less of a pixel than this is not looked at, as it may be of the next character."""


def _device(page: pypdfium2.PdfPage, width: int, height: int, x: float, y: float) -> tuple[float, float]:
    across, along = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, width * _FINE, height * _FINE, 0, x, y, across, along)
    return across.value / _FINE, along.value / _FINE
