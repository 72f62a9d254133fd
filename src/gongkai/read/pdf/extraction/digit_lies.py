"""Whether a font draws the digits that it says, held against the digits of faces that are in PDFium itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pypdfium2
from pypdfium2 import raw as pdfium

from .calls import Floats, Numbers, address_of
from .character_maps import FULL_WIDTH_ZERO, ZERO
from .font_descriptions import FontDescription
from .glyphs import Shapes, Specimen, shapes_of

__all__ = ["digits_lied_about"]


def digits_lied_about(
    specimen: Specimen, name: str, said: frozenset[int], description: FontDescription
) -> frozenset[int]:
    """Give the digits for which a font cannot be believed.

    Args:
        specimen: draws signs of the font.
        name: its name.
        said: the code points of the digits that it says.
        description: what the file says of it.
    """
    if name and not specimen.is_embedded:
        # Without its program, only what it says of itself can tell what the codes of a subset mean.
        return said if "+" in name and not description.is_trusted else frozenset()
    points, codes = sorted(said), dict(description.codes)
    drawn = [specimen.of_code(codes[point]) if point in codes else specimen.of_text(point) for point in points]
    shapes, left_ink = shapes_of(drawn)
    if not left_ink.all() and not description.is_trusted:
        return said
    digits = np.array([_digit_of(point) for point in points], dtype=np.intp)[left_ink]
    if _are_others(digits, shapes, is_trusted=description.is_trusted) or _are_digits(specimen, description.blanks):
        return said
    return frozenset(point for point, codes in description.rivals if point in said and _are_rivals(specimen, codes))


_HOLES: tuple[frozenset[int], ...] = tuple(
    map(frozenset, ((1, 2), (0,), (0, 1), (0,), (0, 1), (0,), (1,), (0,), (2,), (1,)))
)
"""How many holes each digit may have: a zero may be struck through, and a four open."""

_WRONG_HOLES = 0.1
"""How much less likely a digit is that should have other holes. In bold faces some are filled."""

_DIGITS = "0123456789"

_FACES = (
    b"Helvetica",
    b"Helvetica-Bold",
    b"Helvetica-Oblique",
    b"Helvetica-BoldOblique",
    b"Times-Roman",
    b"Times-Bold",
    b"Times-Italic",
    b"Times-BoldItalic",
    b"Courier",
    b"Courier-Bold",
    b"Courier-BoldOblique",
)
"""The faces that are in PDFium itself."""

_CLEARLY_ANOTHER = 0.08
"""By how much a sign must be more like another digit. In one face of sixty the next digit is nearer by less."""

_NOTHING_LIKE_IT = 0.4
"""What is less like a digit than this is none."""

_SURELY_DIGIT = 0.75
"""What is as much like a digit as this is one."""

_SAME_SIGN = 0.93
"""Two signs less alike than this are not the same."""

_TWICE = 0.985
"""Two signs more alike than this are one."""


def _digit_of(point: int) -> int:
    return point - (FULL_WIDTH_ZERO if point >= FULL_WIDTH_ZERO else ZERO)


def _are_others(digits: Numbers, shapes: Shapes, *, is_trusted: bool) -> bool:
    """Tell whether signs are not the digits that they are said to be."""
    if not len(digits):
        return False
    likenesses = _likenesses(shapes)
    leads = _leads(likenesses, digits)
    if leads.min() < -_CLEARLY_ANOTHER or (leads < 0).sum() > 1:
        return True
    if ((shapes.likenesses(shapes) > _TWICE) & (digits[:, np.newaxis] != digits)).any():
        return True
    return not is_trusted and bool(leads.min() < 0 or likenesses.max(axis=1).min() < _NOTHING_LIKE_IT)


def _are_rivals(specimen: Specimen, codes: Sequence[int]) -> bool:
    """Tell whether codes that are said to be one digit draw several signs."""
    shapes, _ = shapes_of([specimen.of_code(code) for code in codes])
    return bool((shapes.likenesses(shapes) < _SAME_SIGN).any())


def _are_digits(specimen: Specimen, blanks: Sequence[int]) -> bool:
    """Tell whether one of the codes that are said to print as nothing surely draws a digit."""
    if not blanks:
        return False
    shapes, left_ink = shapes_of([specimen.of_code(code) for code in blanks])
    # What a font draws in the place of signs that it does not have is often as hollow as a zero.
    return bool(left_ink.any() and (_likenesses(shapes)[:, 1:] > _SURELY_DIGIT).any())


def _leads(likenesses: Floats, digits: Numbers) -> Floats:
    """Tell by how much each sign is more like its digit than like the next best one."""
    signs = np.arange(len(digits))
    others = likenesses.copy()
    others[signs, digits] = -np.inf
    leads: Floats = likenesses[signs, digits] - others.max(axis=1)
    return leads


def _likenesses(shapes: Shapes) -> Floats:
    """Tell how much like each digit each sign is."""
    alike = shapes.likenesses(_faces()).reshape(len(shapes.holes), len(_DIGITS), -1).max(axis=2)
    may_be = [[closed_in in holes for holes in _HOLES] for closed_in in shapes.holes.tolist()]
    likenesses: Floats = alike - np.where(np.reshape(may_be, alike.shape), 0.0, _WRONG_HOLES)
    return likenesses


@cache
def _faces() -> Shapes:
    """Give how the digits look in the faces that PDFium has: first all zeros, then all ones, and so on."""
    document = pypdfium2.PdfDocument.new()
    with document:
        fonts = [pdfium.FPDFText_LoadStandardFont(document.raw, face) for face in _FACES]
        specimens = [Specimen(document, address_of(font)) for font in fonts]
        shapes, _ = shapes_of([specimen.of_text(ord(digit)) for digit in _DIGITS for specimen in specimens])
        for font in fonts:
            pdfium.FPDFFont_Close(font)
    return shapes
