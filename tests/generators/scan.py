"""Scans: the pages of a PDF as a scanner gives them, as images without any text."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

__all__ = ["SCANNERS", "Scanner", "scanned"]


@dataclass(frozen=True)
class Scanner:
    """How pages become images.

    Attributes:
        resolution: pixels per inch.
        turn: by how many degrees the page lies aslant.
        noise: the standard deviation of the grey of each pixel, of 255.
        jpeg_quality: how much JPEG keeps; without it nothing is lost.
        blur: the radius, in pixels, over which ink spreads.
        smears: what is dirty on each page: left, top, right and bottom, in points.
    """

    resolution: int = 200
    turn: float = 0.0
    noise: float = 0.0
    jpeg_quality: int | None = None
    blur: float = 0.0
    smears: tuple[tuple[float, float, float, float], ...] = ()


SCANNERS: dict[str, Scanner] = {
    "clean, 300 dpi": Scanner(300),
    "clean, 200 dpi": Scanner(200),
    "clean, 150 dpi": Scanner(150),
    "usual, 300 dpi": Scanner(300, 0.4, 8, 70, 0.5),
    "usual, 200 dpi": Scanner(200, 0.7, 10, 50, 0.5),
    "usual, 150 dpi": Scanner(150, -1.1, 12, 45, 0.6),
    "poor, 150 dpi": Scanner(150, 1.5, 20, 30, 0.9),
}


def scanned(pdf: bytes, scanner: Scanner = Scanner(), seed: int = 0) -> bytes:
    """Scan a PDF. The same arguments give the same bytes."""
    random = np.random.default_rng(seed)
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for page in pypdfium2.PdfDocument(pdf):
        canvas.setPageSize(page.get_size())
        canvas.drawImage(ImageReader(_image(page, scanner, random)), 0, 0, *page.get_size())
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _image(page: pypdfium2.PdfPage, scanner: Scanner, random: np.random.Generator) -> io.BytesIO:
    image = page.render(scale=scanner.resolution / 72, grayscale=True).to_pil().convert("L")
    for smear in scanner.smears:
        left, top, right, bottom = (round(side * scanner.resolution / 72) for side in smear)
        image.paste(90, (left, top, right, bottom))
    image = image.rotate(scanner.turn, resample=Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(scanner.blur))
    grey = np.asarray(image, dtype=np.float64) + random.normal(0, 1, image.size[::-1]) * scanner.noise
    file = io.BytesIO()
    noisy = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    if scanner.jpeg_quality is None:
        noisy.save(file, "PNG")
    else:
        noisy.save(file, "JPEG", quality=scanner.jpeg_quality)
    file.seek(0)
    return file
