"""The program that unpacks pictures: it makes a PDF of them, a page each, as large as it was on paper."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Literal

import msgspec
import pikepdf

from gongkai.read.pdf.ocr import MAX_PAGES_BY_OCR, MAX_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["MAX_PAGES", "PageAnswer", "answer", "answer_of", "pages_of"]

MAX_PAGES = MAX_PAGES_BY_OCR
"""The most pages of one file."""


class PageAnswer(msgspec.Struct, frozen=True):
    """The pages as PDF, or why there are none, as in `SourceError`."""

    pdf: bytes = b""
    reason: Literal["damaged", "too_large"] | None = None
    detail: str = ""


def answer(question: bytes) -> bytes:
    """Give the answer on the bytes of a picture, packed."""
    return msgspec.msgpack.encode(pages_of(question))


def answer_of(packed: bytes) -> PageAnswer:
    """Unpack an answer."""
    return msgspec.msgpack.decode(packed, type=PageAnswer)


def pages_of(data: bytes) -> PageAnswer:
    """Unpack the pages of a picture in this very process."""
    # The library comes with the extra `ocr`, and is slow to import.
    from PIL import Image, ImageSequence, UnidentifiedImageError

    # Our own limit on pixels is looked at before any is unpacked.
    Image.MAX_IMAGE_PIXELS = None
    document = pikepdf.new()
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as picture:
            for number, page in enumerate(ImageSequence.Iterator(picture)):
                if number and picture.format == "GIF":
                    break
                if number >= MAX_PAGES:
                    return PageAnswer(reason="too_large", detail=f"more than {MAX_PAGES} pages")
                if page.width * page.height > MAX_PIXELS:
                    return PageAnswer(reason="too_large", detail=f"page {number + 1} has more than {MAX_PIXELS} pixels")
                _add_page(document, page)
    except UnidentifiedImageError:
        # Its message names an object by its address, which is another one each time.
        return PageAnswer(reason="damaged", detail="it begins as a picture does, and is none")
    except _DAMAGE as error:
        return PageAnswer(reason="damaged", detail=f"the picture cannot be read: {error}")
    packed = BytesIO()
    document.save(packed, static_id=True)
    return PageAnswer(packed.getvalue())


_DAMAGE = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, struct.error, zlib.error)
_FORMATS = ("JPEG", "PNG", "TIFF", "GIF")


def _add_page(document: pikepdf.Pdf, picture: Image) -> None:
    grey = _grey(picture)
    scale = _points_of_a_pixel(picture)
    width, height = grey.width * scale, grey.height * scale
    document.add_blank_page(page_size=(width, height))
    pixels = document.make_stream(
        zlib.compress(grey.tobytes()),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=grey.width,
        Height=grey.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.FlateDecode,
    )
    page = document.pages[-1]
    name = page.add_resource(pixels, pikepdf.Name.XObject)
    page.contents_add(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm {name} Do Q".encode())


def _grey(picture: Image) -> Image:
    """Give a picture upright, on white paper, in shades of grey."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I;16") or upright.mode in ("I", "F"):
        # Sixteen bits of grey are cut to eight by the library, and not scaled.
        return upright.convert("F").point(lambda shade: shade / _SHADES_OF_SIXTEEN_BITS).convert("L")
    if "A" in upright.getbands() or "transparency" in upright.info:
        coloured = upright.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(paper, coloured).convert("L")
    return upright.convert("L")


_SHADES_OF_SIXTEEN_BITS = 257.0
_FEWEST_PER_INCH = 90.0
_MOST_PER_INCH = 1_200.0
_LONGER_SIDE = 842.0
"""Of A4, in points: what a picture is taken for that does not say how large it is, or is one of a screen."""


def _points_of_a_pixel(picture: Image) -> float:
    said = picture.info.get("dpi") or (0, 0)
    per_inch = float(said[0])
    if _FEWEST_PER_INCH <= per_inch <= _MOST_PER_INCH and said[0] == said[1]:
        return 72.0 / per_inch
    return _LONGER_SIDE / max(picture.width, picture.height)
