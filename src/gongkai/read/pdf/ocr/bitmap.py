"""Pages of images -> upright bitmaps: pixels of grey, and which of them are ink."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw as pdfium

from gongkai.read.pdf.characters import Mask, Numbers

__all__ = ["Bitmap", "Grey", "runs_of", "upright_bitmap", "upright_picture"]

Grey = NDArray[np.uint8]
Colours = NDArray[np.uint8]
Shades = NDArray[np.float32]

_RESOLUTION = 200
"""Pixels per inch. Scans have 150 to 300."""

_PIXELS_PER_POINT = _RESOLUTION / 72

_LONGEST_SIDE = 1_250.0
"""In points: a little more than A3. Where a page is larger, points were taken for pixels."""

_USUAL_SIDE = 842.0
"""The longer side of A4, in points."""

_STEEPEST = 3.0
"""How far, in degrees, a page may be turned."""

_COARSE, _FINE = 0.25, 0.02
"""The steps, in degrees, in which the turn of a page is looked for."""

_MOST_POINTS = 60_000
"""How many pixels of ink tell the turn of a page."""

_WHITE = 255
_MIDDLE = 128

_FAINT = 40
"""How much darker than paper something is that may be ink."""


@dataclass(frozen=True, slots=True, eq=False)
class Bitmap:
    """An upright page. `scale` is pixels per point."""

    grey: Grey
    scale: float
    paper: int
    """The grey of the paper."""
    black: int
    """The grey of the ink."""

    @classmethod
    def of(cls, grey: Grey, scale: float) -> Bitmap:
        """Take the grey that most light pixels have for paper, and that of the darkest tenth of the others for ink."""
        counts = np.bincount(grey.ravel(), minlength=_WHITE + 1)
        paper = int(counts[_MIDDLE:].argmax()) + _MIDDLE
        dark = np.cumsum(counts[: paper - _FAINT])
        black = int(np.searchsorted(dark, dark[-1] / 10))
        return cls(grey, scale, paper, black)

    @property
    def width(self) -> float:
        """The width of the page, in points."""
        return float(self.grey.shape[1] / self.scale)

    @property
    def height(self) -> float:
        """The height of the page, in points."""
        return float(self.grey.shape[0] / self.scale)

    def darkness(self) -> Shades:
        """Tell how dark each pixel is: 0 is paper, 1 is ink."""
        shades: Shades = (self.paper - self.grey.astype(np.float32)) / np.float32(self.paper - self.black)
        return shades

    def darkness_around(self) -> Shades:
        """Tell how dark each pixel is with its eight neighbours, so that specks do not count."""
        padded = np.pad(self.darkness(), 1, mode="edge")
        rows = padded[:-2] + padded[1:-1] + padded[2:]
        shades: Shades = (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9
        return shades


def upright_bitmap(page: Any) -> Bitmap:
    """Draw a page, turned by the few degrees by which it lay aslant on the scanner."""
    scale = _PIXELS_PER_POINT * _shrunk(page)
    flat = _drawn(page, scale, 0.0)
    angle = _turn(flat)
    grey = _drawn(page, scale, angle) if angle else flat
    return Bitmap.of(grey, _PIXELS_PER_POINT)


def upright_picture(page: Any, scale: float) -> Colours:
    """Draw a page in colours as `upright_bitmap` does, so that what was read of that has its place on it.

    Args:
        page: the page of PDFium.
        scale: pixels per point.

    Returns:
        Blue, green and red of each pixel, row by row.
    """
    shrunk = _shrunk(page)
    angle = _turn(_drawn(page, _PIXELS_PER_POINT * shrunk, 0.0))
    return _pixels(page, scale * shrunk, angle, pdfium.FPDFBitmap_BGR)


def _shrunk(page: Any) -> float:
    longest = max(page.get_size())
    return _USUAL_SIDE / longest if longest > _LONGEST_SIDE else 1.0


def _drawn(page: Any, scale: float, angle: float) -> Grey:
    return _pixels(page, scale, angle, pdfium.FPDFBitmap_Gray)[:, :, 0]


def _pixels(page: Any, scale: float, angle: float, colours: int) -> Colours:
    """Draw a page, turned about its middle by an angle in degrees."""
    width, height = (max(math.ceil(side * scale), 1) for side in page.get_size())
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, colours)
    bitmap.fill_rect((_WHITE,) * 4, 0, 0, width, height)
    cosine, sine = math.cos(math.radians(angle)) * scale, math.sin(math.radians(angle)) * scale
    across, along = page.get_width() / 2, page.get_height() / 2
    matrix = pdfium.FS_MATRIX(
        cosine,
        sine,
        -sine,
        cosine,
        width / 2 - across * cosine + along * sine,
        height / 2 - across * sine - along * cosine,
    )
    clip = pdfium.FS_RECTF(0, 0, width, height)
    pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap.raw, page.raw, matrix, clip, pdfium.FPDF_ANNOT)
    pixels: Colours = bitmap.to_numpy().reshape(height, width, -1).copy()
    bitmap.close()
    return pixels


def _turn(grey: Grey) -> float:
    """Give the angle, in degrees, by which a page must be turned so that its lines lie level."""
    along, across = np.nonzero(grey < _MIDDLE)
    if len(along) == 0:
        return 0.0
    step = math.ceil(len(along) / _MOST_POINTS)
    along, across = along[::step], across[::step] - grey.shape[1] / 2

    def sharpness(angle: float) -> float:
        levels = np.rint(along + across * math.tan(math.radians(angle))).astype(np.intp)
        counts = np.bincount(levels - levels.min())
        return float((counts.astype(np.float64) ** 2).sum())

    coarse = max(np.arange(-_STEEPEST, _STEEPEST + _COARSE, _COARSE).tolist(), key=sharpness)
    fine = max(np.arange(coarse - _COARSE, coarse + _COARSE, _FINE).tolist(), key=sharpness)
    return fine if abs(fine) > _FINE else 0.0


def runs_of(mask: Mask) -> tuple[Numbers, Numbers, Numbers]:
    """Give the runs of true pixels in the rows of a mask: the row, the start and the end of each.

    >>> rows, starts, ends = runs_of(np.array([[True, True, False, True]]))
    >>> rows.tolist(), starts.tolist(), ends.tolist()
    ([0, 0], [0, 3], [2, 4])
    """
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return rows, starts, ends
