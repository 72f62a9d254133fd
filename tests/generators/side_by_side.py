"""Pages of PDF with two columns of text, as where two pages, or two reports, are printed on one sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import mplfonts
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

__all__ = ["render_side_by_side"]

pdfmetrics.registerFont(TTFont("SimHei", Path(mplfonts.__file__).parent / "fonts" / "SimHei.ttf"))

_SIZE = 9.0
_PITCH = 15.0
_ROOM = 330.0


def render_side_by_side(left: Sequence[str], right: Sequence[str]) -> bytes:
    """Print paragraphs in two columns of one sheet. The first line of a paragraph is indented."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(842, 595), invariant=1)
    canvas.setFont("SimHei", _SIZE)
    for start, paragraphs in ((50.0, left), (460.0, right)):
        height = 540.0
        for paragraph in paragraphs:
            for number, line in enumerate(_wrapped(paragraph)):
                canvas.drawString(start + (0 if number else 2 * _SIZE), height, line)
                height -= _PITCH
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for character in text:
        room = _ROOM - (2 * _SIZE if len(lines) == 1 else 0)
        if pdfmetrics.stringWidth(lines[-1] + character, "SimHei", _SIZE) > room:
            lines.append("")
        lines[-1] += character
    return lines
