"""Bytes of a PDF -> pages of characters and ruling lines, upright, through PDFium, and through OCR for images."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from gongkai.errors import SourceError
from gongkai.read.pdf import ocr
from gongkai.read.pdf.characters import Characters, Floats, Mask, continues_number
from gongkai.read.pdf.extraction import PageContent, Refusal
from gongkai.read.pdf.page import Page, Ruling, turned
from gongkai.read.pdf.worker import extracted

__all__ = ["read_pages"]

_THICKEST = 4.0
"""What is thicker than this is an area and no line."""


def read_pages(data: bytes, name: str) -> Iterator[Page]:
    """Read the pages of a PDF one by one.

    Args:
        data: the bytes of the PDF.
        name: what to call the source in errors.

    Raises:
        SourceError: with the reason `encrypted`, `damaged`, `empty` if it has no pages, or `too_large`.
    """
    found = extracted(data)
    if isinstance(found, Refusal):
        raise SourceError(name, found.reason, found.detail)
    return _with_scans_read([_page(content, number) for number, content in enumerate(found, start=1)], data)


def _with_scans_read(pages: Sequence[Page], data: bytes) -> Iterator[Page]:
    """Read pages that are images, if OCR is installed. What else is on them PDFium has met within its limits."""
    scans_left = ocr.MAX_PAGES_BY_OCR
    for page in pages:
        if page.has_image and not len(page.characters) and scans_left and ocr.is_installed():
            scans_left -= 1
            with pypdfium2.PdfDocument(data) as document, closing(document[page.number - 1]) as image:
                yield ocr.page_by_ocr(image, page.number) or page
        else:
            yield page


def _page(content: PageContent, number: int) -> Page:
    turns, counts = np.unique(content.turns, return_counts=True)
    quarters = int(turns[np.argmax(counts)]) if len(turns) else 0
    (x, y, end_x, end_y) = turned(np.array([content.bounds]), quarters)[0].tolist()
    left, top, right, bottom = (turned(content.edges, quarters) - (x, y, x, y)).T
    characters = Characters(content.codes, left, top, right, bottom, content.after_space)
    # A box that is not a number is on no page, because it compares as false.
    is_seen = (
        (characters.left + characters.right >= 0)
        & (characters.left + characters.right <= 2 * (end_x - x))
        & (characters.middle >= 0)
        & (characters.middle <= end_y - y)
    )
    is_upright = content.turns == quarters
    codes = _with_cut_numbers_unknown(characters, is_seen)
    characters = replace(characters, codes=codes)
    across, down = _rulings(turned(content.strokes, quarters) - (x, y, x, y))
    return Page(
        number=number,
        width=end_x - x,
        height=end_y - y,
        characters=characters.take(is_seen & is_upright),
        sideways=characters.take(is_seen & ~is_upright),
        horizontals=across,
        verticals=down,
        has_image=content.has_image,
    )


def _with_cut_numbers_unknown(characters: Characters, is_seen: Mask) -> NDArray[np.uint32]:
    """Give the code points, unknown for all of a number that the side of the page cuts: the rest is another number."""
    runs = np.cumsum(~continues_number(characters))
    cut = np.intersect1d(runs[is_seen], runs[~is_seen])
    is_cut = np.isin(runs, cut)
    return np.where(is_cut, np.uint32(_UNKNOWN), characters.codes)


_UNKNOWN = 0xFFFD


def _rulings(strokes: Floats) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...]]:
    """Give the lines across and the lines down. A dot is a piece of a dotted line, which may run either way."""
    across: list[Ruling] = []
    down: list[Ruling] = []
    for left, top, right, bottom in strokes.tolist():
        if bottom - top <= _THICKEST:
            across.append(Ruling((top + bottom) / 2, left, right))
        if right - left <= _THICKEST:
            down.append(Ruling((left + right) / 2, top, bottom))
    return tuple(across), tuple(down)
