"""Fonts whose codes lie: the digit that a font says beside the glyph that it draws.

A font may say nothing of what its codes mean, or say what is not true, so that text which is right on paper comes out
as another number. PDFium draws each digit that such a font says once (`glyphs`), and the drawing is held against the
digits of known faces (`digit_lies`), with what the file says of the font (`font_descriptions`).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw as pdfium

from .calls import FONT, Numbers
from .digit_lies import digits_lied_about
from .font_descriptions import described_fonts
from .glyphs import Specimen, is_embedded

__all__ = ["Addresses", "Kept", "doubted", "fonts_of"]

Addresses = NDArray[np.uint64]
"""A font is told from others by its address in PDFium."""


class Kept:
    """Keeps fonts until a document has been read: PDFium lets go of those of a page that is closed."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document.raw
        self._texts: dict[int, Any] = {}

    def keep(self, font: int) -> None:
        """Keep a font. A text that is on no page holds it."""
        if font not in self._texts:
            self._texts[font] = pdfium.FPDFPageObj_CreateTextObj(self._document, _handle(font), 1.0)

    def close(self) -> None:
        """Let go of all."""
        for text in self._texts.values():
            pdfium.FPDFPageObj_Destroy(text)
        self._texts.clear()


def fonts_of(pieces: Numbers, kept: Kept) -> Addresses:
    """Give the font of each text that a character is drawn with, and 0 where there is none.

    Args:
        pieces: the addresses of the texts, and 0 or below for none.
        kept: keeps the fonts.
    """
    fonts = np.zeros(len(pieces), dtype=np.uint64)
    drawn = (pieces > 0).nonzero()[0]
    texts = pieces[drawn].tolist()
    of_texts = {text: FONT(text) or 0 for text in set(texts)}
    for font in {*of_texts.values()} - {0}:
        kept.keep(font)
    fonts[drawn] = np.fromiter(map(of_texts.__getitem__, texts), np.uint64, len(texts))
    return fonts


def doubted(
    document: pypdfium2.PdfDocument, data: bytes, said: Mapping[int, Iterable[int]]
) -> dict[int, frozenset[int]]:
    """Give the fonts that cannot be believed, and the code points of the digits for which they cannot.

    Args:
        document: the document, as PDFium has it open.
        data: its bytes, for what PDFium does not tell.
        said: the code points of the digits that each font says.
    """
    named = {font: _name(font) for font in said}
    of_pictures = {font for font, name in named.items() if _PICTURES.search(name)}
    found = {font: frozenset(said[font]) for font in of_pictures}
    in_question = [
        font
        for font, name in named.items()
        if font not in of_pictures and (is_embedded(_handle(font)) or not name or "+" in name)
    ]
    described = described_fonts(data, {named[font] for font in in_question}) if in_question else {}
    for font in in_question:
        name = named[font]
        lies = digits_lied_about(Specimen(document, font), name, frozenset(said[font]), described[name])
        if lies:
            found[font] = lies
    return found


_PICTURES = re.compile("dings|dingbats", re.IGNORECASE)
"""Fonts of pictures, whose digits are none."""


def _handle(font: int) -> Any:
    return ctypes.cast(font, pdfium.FPDF_FONT)


def _name(font: int) -> str:
    length = pdfium.FPDFFont_GetBaseFontName(_handle(font), None, 0)
    name = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFFont_GetBaseFontName(_handle(font), name, length)
    return name.value.decode("ascii", errors="ignore")
