"""Pages of a PDF -> pictures of them, upright as they were read, so that what stands on them has its place there.

PDFium draws in a process of its own, under limits of time and memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from io import BytesIO
from typing import Any

import msgspec
import pypdfium2

from gongkai.read.pdf.ocr.bitmap import upright_picture
from gongkai.read.pdf.page import UprightPage
from gongkai.supervised import Died, Limits, Worker

__all__ = ["PagePicture", "answer", "drawn_pages"]

LIMITS = Limits(seconds=60, memory=2 << 30)
"""What some pages may take. A page of a report takes a tenth of a second."""

AT_ONCE = 16
"""Pages that are asked for at the same time, so that a large file is not handed over for each of them."""

LONGEST_SIDE = 2400
"""Pixels of a picture: more than a page of A3 has."""

COLOURS = 16
"""Of a page of text, which is then sharper, and half as large or less, than one that is kept like a photograph."""

QUALITY = 50
"""Of a page that has pictures, which need more colours: letters can be read, and it has about 50 kilobytes."""


class PagePicture(msgspec.Struct, frozen=True):
    """A page as a picture (WebP), or why it was not drawn."""

    number: int
    picture: bytes = b""
    width: int = 0
    """Of the picture, in pixels."""
    height: int = 0
    reason: str = ""


class _PageToDraw(msgspec.Struct, frozen=True):
    number: int
    quarters: int
    is_from_ocr: bool
    has_image: bool


class _DrawingQuestion(msgspec.Struct, frozen=True):
    pdf: bytes
    pages: tuple[_PageToDraw, ...]
    resolution: int


def drawn_pages(pdf: bytes, pages: Sequence[UprightPage], resolution: int) -> Iterator[PagePicture]:
    """Draw pages of a PDF, as they were read.

    Args:
        pdf: the bytes of the PDF.
        pages: the pages that were read.
        resolution: pixels per inch.
    """
    wanted = [_PageToDraw(page.number, page.quarters, page.is_from_ocr, page.has_image) for page in pages]
    for first in range(0, len(wanted), AT_ONCE):
        yield from _asked(pdf, tuple(wanted[first : first + AT_ONCE]), resolution)


def _asked(pdf: bytes, pages: tuple[_PageToDraw, ...], resolution: int) -> Iterator[PagePicture]:
    """Ask for pages; of some that are too much, for each by itself."""
    try:
        said = _worker.ask(msgspec.msgpack.encode(_DrawingQuestion(pdf, pages, resolution)))
    except Died as death:
        if len(pages) == 1:
            yield PagePicture(pages[0].number, reason=death.detail)
            return
        for page in pages:
            yield from _asked(pdf, (page,), resolution)
    else:
        yield from msgspec.msgpack.decode(said, type=list[PagePicture])


def answer(question: bytes) -> bytes:
    """Give pages as pictures: this runs in the process."""
    asked = msgspec.msgpack.decode(question, type=_DrawingQuestion)
    with pypdfium2.PdfDocument(asked.pdf) as document:
        document.init_forms()
        return msgspec.msgpack.encode([_drawn(document, page, asked.resolution) for page in asked.pages])


def _drawn(document: pypdfium2.PdfDocument, wanted: _PageToDraw, resolution: int) -> PagePicture:
    # The library is slow to import, and only the process that draws needs it.
    from PIL import Image

    with closing(document[wanted.number - 1]) as page:
        scale = min(resolution / 72, LONGEST_SIDE / max(*page.get_size(), 1))
        if wanted.is_from_ocr:
            image = Image.fromarray(upright_picture(page, scale)[:, :, ::-1])
        else:
            image = _upright(page, scale, wanted.quarters)
    file = BytesIO()
    if wanted.has_image:
        image.save(file, format="WEBP", quality=QUALITY)
    else:
        few = image.quantize(COLOURS, dither=Image.Dither.NONE)
        few.convert("RGB").save(file, format="WEBP", lossless=True)
    return PagePicture(wanted.number, file.getvalue(), *image.size)


def _upright(page: Any, scale: float, quarters: int) -> Any:
    """Draw a page so that text which is turned by some quarters clockwise stands upright."""
    # The page itself says by how much a viewer turns it, which is already done.
    turn = (-90 * quarters - page.get_rotation()) % 360
    with closing(page.render(scale=scale, rotation=turn)) as bitmap:
        return bitmap.to_pil().convert("RGB")


_worker = Worker(f"{__name__}:answer", LIMITS)
