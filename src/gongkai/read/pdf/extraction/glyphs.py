"""How the signs of a font look: PDFium draws them, and they are brought to one size."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw as pdfium

from .calls import Floats, Mask, Numbers

__all__ = ["Opacity", "Shapes", "Specimen", "is_embedded", "shapes_of"]

Opacity = NDArray[np.uint8]
"""How much ink each pixel has, of 255."""


class Specimen:
    """Draws signs of a font, one alone or some in a row."""

    def __init__(self, document: pypdfium2.PdfDocument, font: int) -> None:
        self._document = document.raw
        self._font = ctypes.cast(font, pdfium.FPDF_FONT)

    @property
    def is_embedded(self) -> bool:
        """Whether the program of the font is in the document."""
        return is_embedded(self._font)

    def of_text(self, *characters: int) -> Opacity:
        """Draw characters, with the codes that PDFium finds for them."""
        units = (ctypes.c_ushort * (len(characters) + 1))(*characters, 0)
        return self._drawn(lambda text: pdfium.FPDFText_SetText(text, units), len(characters))

    def of_codes(self, *codes: int) -> Opacity:
        """Draw what stands behind codes of the font."""
        numbers = (ctypes.c_uint32 * len(codes))(*codes)
        return self._drawn(lambda text: pdfium.FPDFText_SetCharcodes(text, numbers, len(codes)), len(codes))

    def _drawn(self, write: Callable[[Any], Any], count: int) -> Opacity:
        text = pdfium.FPDFPageObj_CreateTextObj(self._document, self._font, _SIZE)
        try:
            bitmap = pdfium.FPDFTextObj_GetRenderedBitmap(self._document, None, text, 1.0) if write(text) else None
            if not bitmap:
                return _NO_INK
            try:
                return _opacity(bitmap, widest=_LARGEST * count)
            finally:
                pdfium.FPDFBitmap_Destroy(bitmap)
        finally:
            pdfium.FPDFPageObj_Destroy(text)


def is_embedded(font: Any) -> bool:
    """Tell whether the program of a font is in the document."""
    return bool(pdfium.FPDFFont_GetIsEmbedded(font) == 1)


_SIZE = 32.0
"""How large signs are drawn, in pixels: as small as they can be told."""

_LARGEST = 400
"""No sign is this wide or high. What is, is no sign."""

_NO_INK = np.zeros((1, 1), dtype=np.uint8)


def _opacity(bitmap: Any, widest: int) -> Opacity:
    width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    if width > widest or height > _LARGEST or pdfium.FPDFBitmap_GetFormat(bitmap) != pdfium.FPDFBitmap_BGRA:
        return _NO_INK
    buffer = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), height * stride)
    return np.frombuffer(buffer, dtype=np.uint8).reshape(height, stride)[:, 3 : 4 * width : 4]


_ACROSS, _ALONG = 12, 16
"""The pixels to which each sign is brought, so that its size does not matter."""

_FEWEST_PIXELS = 8
_DARK = 127


class Shapes(NamedTuple):
    """How signs look, one after the other."""

    pixels: Floats
    """As vectors of length 1, so that the product of two is their likeness."""
    slimness: Floats
    """The logarithm of the width of each in heights."""
    holes: Numbers
    """How many areas of paper each closes in."""

    def between(self, start: int, end: int) -> Shapes:
        """Give those from one to another."""
        return Shapes(self.pixels[start:end], self.slimness[start:end], self.holes[start:end])

    def likenesses(self, others: Shapes) -> Floats:
        """Tell how alike each of these signs and each of others are: 1 is the same."""
        apart = np.abs(self.slimness[:, np.newaxis] - others.slimness)
        likenesses: Floats = self.pixels @ others.pixels.T - _WEIGHT_OF_SLIMNESS * apart
        return likenesses


_WEIGHT_OF_SLIMNESS = 0.3


def shapes_of(drawn: Sequence[Opacity]) -> tuple[Shapes, Mask]:
    """Give the shapes of the signs that left ink, and which of them did.

    All are laid onto sheets of one size, because to ask for each thing of all at once is ten times as fast.
    """
    height = max((sign.shape[0] for sign in drawn), default=1)
    width = max((sign.shape[1] for sign in drawn), default=1)
    sheets = np.zeros((len(drawn), height, width), dtype=np.uint8)
    for sheet, sign in zip(sheets, drawn, strict=True):
        sheet[: sign.shape[0], : sign.shape[1]] = sign
    is_dark = sheets > _DARK
    left_ink = is_dark.sum(axis=(1, 2)) >= _FEWEST_PIXELS
    sheets, is_dark = sheets[left_ink], is_dark[left_ink]
    top, bottom = _ends(is_dark.any(axis=2))
    left, right = _ends(is_dark.any(axis=1))
    rows = _spread(top, bottom, _ALONG, height)
    columns = _spread(left, right, _ACROSS, width)
    reduced = _softened(rows @ (sheets / 255) @ columns.transpose(0, 2, 1)).reshape(len(sheets), _ALONG * _ACROSS)
    centred = reduced - reduced.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    slimness = np.log((right - left) / (bottom - top))
    return Shapes(centred / np.where(lengths > 0, lengths, 1.0), slimness, _holes(is_dark)), left_ink


def _ends(inked: Mask) -> tuple[Numbers, Numbers]:
    """Give the first place with ink of each sign, and the one behind the last."""
    return inked.argmax(axis=1), inked.shape[1] - inked[:, ::-1].argmax(axis=1)


def _spread(starts: Numbers, ends: Numbers, parts: int, length: int) -> Floats:
    """Give, for each sign, the share that each of its pixels has in each of as many parts of equal length."""
    spread = np.zeros((len(starts), parts, length))
    for shares, start, end in zip(spread, starts.tolist(), ends.tolist(), strict=True):
        shares[:, start:end] = _shares(end - start, parts)
    return spread


@cache
def _shares(length: int, parts: int) -> Floats:
    edges = np.linspace(0, length, parts + 1)
    starts = np.arange(length)
    covered = np.minimum(edges[1:, None], starts + 1) - np.maximum(edges[:-1, None], starts)
    shares: Floats = np.clip(covered, 0, None) * (parts / length)
    return shares


def _softened(ink: Floats) -> Floats:
    padded = np.zeros((len(ink), _ALONG + 2, _ACROSS + 2))
    padded[:, 1:-1, 1:-1] = ink
    rows = (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4
    softened: Floats = (rows[:, :, :-2] + 2 * rows[:, :, 1:-1] + rows[:, :, 2:]) / 4
    return softened


def _holes(is_dark: Mask) -> Numbers:
    """Count the holes of signs of one piece by the corners of their pixels (Euler's number)."""
    count, height, width = is_dark.shape
    padded = np.zeros((count, height + 2, width + 2), dtype=np.int8)
    padded[:, 1:-1, 1:-1] = is_dark
    above, below = padded[:, :-1], padded[:, 1:]
    quads = above[:, :, :-1] + above[:, :, 1:] + below[:, :, :-1] + below[:, :, 1:]
    is_diagonal = (quads == 2) & (above[:, :, :-1] == below[:, :, 1:])
    ones, threes, diagonals = (each.sum(axis=(1, 2)) for each in (quads == 1, quads == 3, is_diagonal))
    holes: Numbers = 1 - (ones - threes - 2 * diagonals) // 4
    return holes
