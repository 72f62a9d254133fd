"""Bytes of a PDF -> pages of characters and ruling lines, through PDFium, and through OCR where a page is an image."""

from __future__ import annotations

import ctypes
import math
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw as pdfium

from gongkai.errors import SourceError
from gongkai.read.pdf import ocr
from gongkai.read.pdf.characters import Characters, Floats, Mask, Numbers
from gongkai.read.pdf.drawn import Drawing, drawing
from gongkai.read.pdf.page import Page, Ruling, turned

__all__ = ["MAX_CHARACTERS", "MAX_PAGES", "read_pages"]

MAX_PAGES = 500
"""More pages than any report has."""

MAX_CHARACTERS = 1_000_000
"""More characters than any report has. Spaces count, because they cost as much."""


def read_pages(data: bytes, name: str) -> Iterator[Page]:
    """Read the pages of a PDF one by one.

    Args:
        data: the bytes of the PDF.
        name: what to call the source in errors.

    Raises:
        SourceError: with the reason `encrypted`, `damaged`, `empty` if it has no pages, or `too_large`.
    """
    with _opened(data, name) as document:
        pages = len(document)
        if pages == 0:
            raise SourceError(name, "empty", "a PDF without pages")
        if pages > MAX_PAGES:
            raise SourceError(name, "too_large", f"{pages} pages, and no report has more than {MAX_PAGES}")
        characters_left = MAX_CHARACTERS
        scans_left = ocr.MAX_PAGES_BY_OCR
        for number in range(1, pages + 1):
            try:
                with closing(document[number - 1]) as page:
                    drawn = drawing(page.raw)
                    if drawn.is_too_large:
                        raise SourceError(name, "too_large", f"page {number} holds more objects than any report")
                    with closing(page.get_textpage()) as text_page:
                        characters_left -= text_page.count_chars()
                        if characters_left < 0:
                            raise SourceError(name, "too_large", f"more than {MAX_CHARACTERS} characters")
                        content = _page(page.get_bbox(), _glyphs(text_page.raw), drawn, number)
                    if content.has_image and not len(content.characters) and scans_left and ocr.is_installed():
                        scans_left -= 1
                        content = ocr.page_by_ocr(page, number) or content
            except pypdfium2.PdfiumError as error:
                raise SourceError(name, "damaged", f"page {number} of {pages} cannot be read") from error
            yield content


def _opened(data: bytes, name: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise SourceError(name, "encrypted") from error
        raise SourceError(name, "damaged", "no pages can be found in it") from error


def _page(bounds: Sequence[float], glyphs: _Glyphs, drawn: Drawing, number: int) -> Page:
    turns, counts = np.unique(glyphs.turns, return_counts=True)
    quarters = int(turns[np.argmax(counts)]) if len(turns) else 0
    (x, y, end_x, end_y) = turned(np.array([bounds]), quarters)[0].tolist()
    left, top, right, bottom = (turned(glyphs.edges, quarters) - (x, y, x, y)).T
    characters = Characters(glyphs.codes, left, top, right, bottom, glyphs.after_space)
    # A box that is not a number is on no page, because it compares as false.
    is_seen = (
        (characters.left + characters.right >= 0)
        & (characters.left + characters.right <= 2 * (end_x - x))
        & (characters.middle >= 0)
        & (characters.middle <= end_y - y)
    )
    is_upright = glyphs.turns == quarters
    across, down = drawn.rulings(quarters)
    return Page(
        number=number,
        width=end_x - x,
        height=end_y - y,
        characters=characters.take(is_seen & is_upright),
        sideways=characters.take(is_seen & ~is_upright),
        horizontals=tuple([Ruling(position - y, start - x, end - x) for position, start, end in across]),
        verticals=tuple([Ruling(position - x, start - y, end - y) for position, start, end in down]),
        has_image=drawn.has_image,
    )


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """Characters as PDFium gives them: codes, boxes with y upwards, quarter turns clockwise, spaces before."""

    codes: NDArray[np.uint32]
    edges: Floats
    turns: Numbers
    after_space: Mask


_SLANT = 0.1
"""How far, in radians, text may be turned from upright or a right angle. Watermarks are turned further."""

_QUARTER = math.pi / 2
_SPACE = ord(" ")


def _glyphs(text_page: Any) -> _Glyphs:
    """Give the characters of a page, but not those of slanted text."""
    codes = _codes(text_page)
    is_space = np.isin(codes, _WHITE)
    numbers = np.flatnonzero(~is_space)
    # PDFium makes up spaces where it sees gaps, and all line breaks.
    candidates = np.flatnonzero(is_space & (codes > _SPACE - 1))
    printed_spaces = [n for n in candidates.tolist() if not pdfium.FPDFText_IsGenerated(text_page, n)]
    spaces_before = np.searchsorted(printed_spaces, numbers)
    edges = _edges(text_page, numbers)
    angles = _angles(text_page, numbers, edges)
    turns = np.rint(angles / _QUARTER).astype(np.intp)
    is_straight = np.abs(angles - turns * _QUARTER) <= _SLANT
    return _Glyphs(
        codes[numbers][is_straight],
        edges[is_straight],
        turns[is_straight] % 4,
        (np.diff(spaces_before, prepend=0) > 0)[is_straight],
    )


def _edges(text_page: Any, numbers: Numbers) -> Floats:
    # This is the tightest loop of all, and a call into PDFium costs more than what it does.
    measure = pdfium.FPDFText_GetLooseCharBox
    boxes = (pdfium.FS_RECTF * len(numbers))()
    deque(map(measure, repeat(text_page), numbers.tolist(), boxes), maxlen=0)
    left, top, right, bottom = np.frombuffer(boxes, dtype=np.float32).astype(np.float64).reshape(-1, 4).T
    return np.column_stack((left, bottom, right, top))


def _angles(text_page: Any, numbers: Numbers, edges: Floats) -> Floats:
    """Ask for the angle of the first of the characters that follow one another at the same height."""
    is_first = np.ones(len(numbers), dtype=np.bool_)
    same_height = (np.diff(edges[:, 1]) == 0) & (np.diff(edges[:, 3]) == 0)
    is_first[1:] = ~same_height | (np.diff(edges[:, 0]) <= 0)
    firsts = np.flatnonzero(is_first)
    angles = [pdfium.FPDFText_GetCharAngle(text_page, number) for number in numbers[firsts].tolist()]
    return np.repeat(np.array(angles, dtype=np.float64), np.diff(firsts, append=len(numbers)))


_WHITE = np.array([code for code in range(0x3001) if chr(code).isspace()], dtype=np.uint32)

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
    codes[np.isin(codes, _HYPHENS_AT_LINE_END)] = ord("-")
    codes[(codes == 0) | _are_surrogates(codes) | (codes > sys.maxunicode)] = _UNKNOWN
    return codes


def _are_surrogates(codes: NDArray[np.uint32]) -> Mask:
    return (codes >= 0xD800) & (codes < 0xE000)
