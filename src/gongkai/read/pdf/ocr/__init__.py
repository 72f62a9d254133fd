"""Pages that are images -> pages of characters and lines, by OCR, if the extra `ocr` is installed.

A page is drawn and set upright (`bitmap`), the lines around cells are found in it (`rulings`), and every cell is read
by itself (`ink`, `words`, `engine`). What lies outside of cells is read line by line, where the OCR library finds text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
from pypdfium2 import raw as pdfium

from gongkai.read.pdf.characters import Characters
from gongkai.read.pdf.ocr.bitmap import upright_bitmap
from gongkai.read.pdf.ocr.engine import is_installed, text_boxes
from gongkai.read.pdf.ocr.ink import Ink, InkArea, InkWord, bands_of, lines_around, words_in
from gongkai.read.pdf.ocr.rulings import rulings_in
from gongkai.read.pdf.ocr.thresholds import thresholds
from gongkai.read.pdf.ocr.words import Glyph, read_word
from gongkai.read.pdf.page import UprightPage
from gongkai.read.pdf.ruled import RuledGrid, grids

__all__ = ["MAX_PAGES_BY_OCR", "MAX_PIXELS", "is_installed", "page_by_ocr"]

MAX_PAGES_BY_OCR = 40
"""More scanned pages than a report has. A page takes seconds, and those beyond are left unread."""

MAX_PIXELS = 75_000_000
"""More than a page of A3 at 600 pixels per inch has. A page with larger images is left unread."""


def page_by_ocr(page: Any, number: int, max_pixels: int = MAX_PIXELS) -> UprightPage | None:
    """Read a page that is an image, unless it is too large.

    It may take any time and memory: `worker` has it done under limits.

    Args:
        page: the page of PDFium.
        number: its number, from 1.
        max_pixels: how many pixels its pictures may have.
    """
    if _pixels(page) > max_pixels:
        return None
    limits = thresholds()
    bitmap = upright_bitmap(page)
    rulings = rulings_in(bitmap.darkness() > limits.line, bitmap.scale)
    drawn = grids(rulings.horizontals, rulings.verticals).grids
    ink = Ink.of(bitmap, rulings.pixels, limits.trace)
    areas = [InkArea.of(grid.box_of(region), bitmap.scale) for grid in drawn for region in grid.regions]
    ink = ink.with_size_in(areas)
    words = chain(*(words_in(ink, area) for area in areas), _words_outside(ink, drawn))
    glyphs = [glyph for word in words for glyph in read_word(ink, word, limits)]
    return UprightPage(
        number=number,
        width=bitmap.width,
        height=bitmap.height,
        characters=_characters(glyphs, bitmap.scale),
        sideways=_characters([], bitmap.scale),
        horizontals=rulings.horizontals,
        verticals=rulings.verticals,
        has_image=True,
        is_from_ocr=True,
    )


_DEEPEST = 8
"""PDFium draws forms in forms, but no report has more."""


def _pixels(page: Any) -> int:
    sizes = (image.get_px_size() for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST))
    return sum(width * height for width, height in sizes)


def _words_outside(ink: Ink, drawn: list[RuledGrid]) -> Iterator[InkWord]:
    """Give the lines of text outside of grids."""
    outside = ink.without([InkArea.of(grid.box, ink.bitmap.scale) for grid in drawn])
    for band in bands_of(outside):
        boxes = [InkArea.of(box, 1.0).moved(band.left, band.top) for box in text_boxes(outside.cut(band))]
        yield from lines_around(outside, boxes)


def _characters(glyphs: list[Glyph], scale: float) -> Characters:
    boxes = np.array([glyph.box for glyph in glyphs], dtype=np.float64).reshape(-1, 4) / scale
    spaces = [glyph.after_space for glyph in glyphs]
    return Characters.of([glyph.text for glyph in glyphs], boxes, spaces)
