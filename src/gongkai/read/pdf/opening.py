"""Bytes of a PDF -> pages of characters and ruling lines, upright, through PDFium, and through OCR for images."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import starmap

import numpy as np

from gongkai.errors import SourceError
from gongkai.read.pdf import ocr
from gongkai.read.pdf.characters import UNKNOWN, Characters, Floats, Mask, continues_number
from gongkai.read.pdf.extraction import PageContent, Refusal
from gongkai.read.pdf.ocr.worker import Deadline, Unreadable, page_read
from gongkai.read.pdf.page import Box, Ruling, UprightPage, moved, turned
from gongkai.read.pdf.pictures import table_pictures
from gongkai.read.pdf.seen import as_seen, parted
from gongkai.read.pdf.worker import extracted

__all__ = ["is_illegible", "page_of", "read_pages"]

_THICKEST = 4.0
"""What is thicker than this is an area and no line."""


def read_pages(data: bytes, name: str) -> Iterator[UprightPage]:
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
    pages = [page_of(content, number) for number, content in enumerate(found, start=1)]
    return _with_pictures_read(pages, found, data, name)


def _with_pictures_read(
    pages: Sequence[UprightPage], contents: Sequence[PageContent], data: bytes, name: str
) -> Iterator[UprightPage]:
    """Read pages that are images, and pictures that may hold a table, if OCR is installed."""
    is_refused: list[Unreadable] = []
    scans_left = ocr.MAX_PAGES_BY_OCR if ocr.is_installed() else 0
    deadline = Deadline()
    for page, content in zip(pages, contents, strict=True):
        if scans_left and is_illegible(page):
            scans_left -= 1
            read = page_read(data, page.number, deadline, ocr.MAX_PIXELS)
            if isinstance(read, Unreadable):
                is_refused.append(read)
            yield page if isinstance(read, Unreadable) else read
        else:
            pictures = list(table_pictures(page))[:scans_left]
            scans_left -= len(pictures)
            read_pictures = tuple(_pictures_read(page, content, pictures, data, deadline))
            yield replace(page, read_pictures=read_pictures) if read_pictures else page
    if is_refused and all(is_illegible(page) for page in pages) and len(is_refused) == len(pages):
        raise SourceError(name, is_refused[0].reason, is_refused[0].detail)


def is_illegible(page: UprightPage) -> bool:
    """Tell whether a page can only be read by looking at it: an image, outlines, or fonts that tell nothing."""
    unknown = int(np.count_nonzero(page.characters.unknown))
    if len(page.characters):
        return unknown > _UNKNOWN_PART * len(page.characters) and unknown > _FEWEST_UNKNOWN
    return page.has_image or len(page.drawings) >= _FEWEST_OUTLINES


_UNKNOWN_PART = 0.5
_FEWEST_UNKNOWN = 20

_FEWEST_OUTLINES = 10
"""A page without text, but with as many shapes that may be signs, is drawn in outlines."""


def _pictures_read(
    page: UprightPage, content: PageContent, pictures: Sequence[Box], data: bytes, deadline: Deadline
) -> Iterator[UprightPage]:
    """Read pictures on a page of text, each as a page that is moved to its place."""
    boxes = [Box(*edges) for edges in page.pictures.tolist()]
    for picture in pictures:
        part = content.pictures[boxes.index(picture)].tolist()
        width, height = part[2] - part[0], part[3] - part[1]
        # Where the page is turned, the part would be turned too.
        if abs(width - (picture.right - picture.left)) + abs(height - (picture.bottom - picture.top)) > _SAME_SIZE:
            continue
        read = page_read(data, page.number, deadline, ocr.MAX_PIXELS, tuple(part))
        if not isinstance(read, Unreadable) and len(read.characters):
            yield moved(read, picture.left, picture.top)


_SAME_SIZE = 1.0


def page_of(content: PageContent, number: int) -> UprightPage:
    """Turn a page upright, and measure it from its top left corner."""
    quarters = int(np.bincount(content.turns, minlength=1).argmax())
    (x, y, end_x, end_y) = turned(np.array([content.bounds]), quarters)[0].tolist()
    corner = np.array([x, y, x, y])
    left, top, right, bottom = (turned(content.edges, quarters) - corner).T
    is_upright = content.turns == quarters
    base = turned(content.origins, quarters)[:, 1] - y
    characters = Characters(content.codes, left, top, right, bottom, content.after_space, content.pieces, content.seen)
    characters = _on_base(characters, base, is_upright)
    strokes = turned(content.strokes, quarters) - corner
    characters, goes_through = as_seen(characters, base, strokes, _turned_lines(content.slanted, quarters) - corner)
    # A box that is not a number is on no page, because it compares as false.
    across, along = characters.left + characters.right, characters.middle
    is_seen = (across >= 0) & (across <= 2 * (end_x - x)) & (along >= 0) & (along <= end_y - y)
    characters = _with_cut_numbers_unknown(characters, is_seen)
    is_text, is_left_out = parted(characters)
    horizontals, verticals = _rulings(strokes[~goes_through])
    return UprightPage(
        number=number,
        width=end_x - x,
        height=end_y - y,
        characters=characters.take(is_seen & is_text & is_upright),
        sideways=characters.take(is_seen & is_text & ~is_upright),
        horizontals=horizontals,
        verticals=verticals,
        has_image=content.has_image,
        has_hidden_text=content.has_hidden_text,
        quarters=quarters,
        left_out=characters.take(is_seen & is_left_out),
        drawings=turned(content.drawings, quarters) - corner,
        pictures=turned(content.pictures, quarters) - corner,
    )


def _turned_lines(lines: Floats, quarters: int) -> Floats:
    """Turn lines as `turned` does rectangles, each from its beginning to its end."""
    if not len(lines):
        return lines
    ends = (lines[:, [0, 1, 0, 1]], lines[:, [2, 3, 2, 3]])
    return np.hstack([turned(end, quarters)[:, :2] for end in ends])


def _on_base(characters: Characters, base: Floats, is_upright: Mask) -> Characters:
    """Give characters boxes that depend on the line that they stand on, and not on the font or the glyph.

    Where a font does not say how high it is, the box is that of the glyph, and a comma stands lower than a digit.
    """
    if not len(characters):
        return characters
    begins = np.ones(len(characters), dtype=np.bool_)
    begins[1:] = np.abs(base[1:] - base[:-1]) > _SAME_BASE
    starts, lines = begins.nonzero()[0], begins.cumsum() - 1
    height = characters.height
    highest = np.maximum.reduceat(height, starts)[lines]
    height = np.where(height < _FLAT * highest, highest, height)
    # The origin of text that runs down is above it.
    is_above = is_upright & (np.maximum.reduceat(base - characters.middle, starts) > 0)[lines]
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


def _with_cut_numbers_unknown(characters: Characters, is_seen: Mask) -> Characters:
    """Make all of a number unknown that the side of the page cuts: the rest is another number."""
    if is_seen.all():
        return characters
    runs = np.cumsum(~continues_number(characters))
    cut = np.intersect1d(runs[is_seen], runs[~is_seen])
    is_cut = np.isin(runs, cut)
    return replace(characters, codes=np.where(is_cut, np.uint32(UNKNOWN), characters.codes))


def _rulings(strokes: Floats) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...]]:
    """Give the lines across and the lines down. A dot is a piece of a dotted line, which may run either way."""
    left, top, right, bottom = strokes.T
    across = np.column_stack(((top + bottom) / 2, left, right))[bottom - top <= _THICKEST]
    down = np.column_stack(((left + right) / 2, top, bottom))[right - left <= _THICKEST]
    return tuple(starmap(Ruling, across.tolist())), tuple(starmap(Ruling, down.tolist()))
