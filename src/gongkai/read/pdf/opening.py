"""Bytes of a PDF -> pages of characters and ruling lines, upright, through PDFium, and through OCR for images."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import starmap

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from gongkai.errors import SourceError
from gongkai.read.pdf import ocr
from gongkai.read.pdf.characters import UNKNOWN, Characters, Floats, Mask, continues_number
from gongkai.read.pdf.extraction import PageContent, Refusal
from gongkai.read.pdf.page import Page, Ruling, turned
from gongkai.read.pdf.worker import extracted

__all__ = ["page_of", "read_pages"]

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
    return _with_scans_read([page_of(content, number) for number, content in enumerate(found, start=1)], data)


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


def page_of(content: PageContent, number: int) -> Page:
    """Turn a page upright, and measure it from its top left corner."""
    turns, counts = np.unique(content.turns, return_counts=True)
    quarters = int(turns[np.argmax(counts)]) if len(turns) else 0
    (x, y, end_x, end_y) = turned(np.array([content.bounds]), quarters)[0].tolist()
    left, top, right, bottom = (turned(content.edges, quarters) - (x, y, x, y)).T
    is_upright = content.turns == quarters
    base = turned(content.origins, quarters)[:, 1] - y
    characters = _on_base(Characters(content.codes, left, top, right, bottom, content.after_space), base, is_upright)
    # A box that is not a number is on no page, because it compares as false.
    is_seen = (
        (characters.left + characters.right >= 0)
        & (characters.left + characters.right <= 2 * (end_x - x))
        & (characters.middle >= 0)
        & (characters.middle <= end_y - y)
    )
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
        has_hidden_text=content.has_hidden_text,
        drawings=turned(content.drawings, quarters) - (x, y, x, y),
        pictures=turned(content.pictures, quarters) - (x, y, x, y),
    )


def _on_base(characters: Characters, base: Floats, is_upright: Mask) -> Characters:
    """Give characters boxes that depend on the line that they stand on, and not on the font or the glyph.

    Where a font does not say how high it is, the box is that of the glyph, and a comma stands lower than a digit.
    """
    if not len(characters):
        return characters
    starts = np.flatnonzero(np.concatenate([[True], np.abs(np.diff(base)) > _SAME_BASE]))
    lengths = np.diff(starts, append=len(characters))
    highest = np.repeat(np.maximum.reduceat(characters.height, starts), lengths)
    height = np.where(characters.height < _FLAT * highest, highest, characters.height)
    # The origin of text that runs down is above it.
    is_above = is_upright & np.repeat(np.maximum.reduceat(base - characters.middle, starts) > 0, lengths)
    middle = base - _MIDDLE * height
    return replace(
        characters,
        top=np.where(is_above, middle - height / 2, characters.top),
        bottom=np.where(is_above, middle + height / 2, characters.bottom),
    )


_SAME_BASE = 0.05
"""How far, in points, two characters of one line stand apart."""

_FLAT = 0.75
"""A box lower than this part of the highest one on its line is that of a glyph."""

_MIDDLE = 0.3
"""How far above its base the middle of a character is, in heights."""


def _with_cut_numbers_unknown(characters: Characters, is_seen: Mask) -> NDArray[np.uint32]:
    """Give the code points, unknown for all of a number that the side of the page cuts: the rest is another number."""
    if is_seen.all():
        return characters.codes
    runs = np.cumsum(~continues_number(characters))
    cut = np.intersect1d(runs[is_seen], runs[~is_seen])
    is_cut = np.isin(runs, cut)
    return np.where(is_cut, np.uint32(UNKNOWN), characters.codes)


def _rulings(strokes: Floats) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...]]:
    """Give the lines across and the lines down. A dot is a piece of a dotted line, which may run either way."""
    left, top, right, bottom = strokes.T
    across = np.column_stack(((top + bottom) / 2, left, right))[bottom - top <= _THICKEST]
    down = np.column_stack(((left + right) / 2, top, bottom))[right - left <= _THICKEST]
    return tuple(starmap(Ruling, across.tolist())), tuple(starmap(Ruling, down.tolist()))
