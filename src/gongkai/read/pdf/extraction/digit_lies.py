"""Whether a font draws the digits that it says, held against the digits of faces that are in PDFium itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import pypdfium2
from pypdfium2 import raw as pdfium

from .calls import Floats, Mask, Numbers, address_of
from .character_maps import FULL_WIDTH_ZERO, ZERO
from .font_descriptions import FontDescription
from .glyphs import Opacity, Shapes, Specimen, shapes_of

__all__ = ["SayingFont", "digits_lied_about"]


class SayingFont(NamedTuple):
    """A font with what it says."""

    specimen: Specimen
    """Draws its signs."""
    name: str
    said: frozenset[int]
    """The code points of the digits that it says."""
    description: FontDescription
    """What the file says of it."""


def digits_lied_about(fonts: Sequence[SayingFont]) -> list[frozenset[int]]:
    """Give the digits of each font for which it cannot be believed."""
    found: dict[int, frozenset[int]] = {}
    drawable: list[int] = []
    for number, font in enumerate(fonts):
        if font.name and not font.specimen.is_embedded:
            # Without its program, only what it says of itself can tell what the codes of a subset mean.
            found[number] = font.said if "+" in font.name and not font.description.is_trusted else frozenset()
        else:
            drawable.append(number)
    for start in range(0, len(drawable), _AT_ONCE):
        some = drawable[start : start + _AT_ONCE]
        found.update(zip(some, _lies([fonts[number] for number in some]), strict=True))
    return [found[number] for number in range(len(fonts))]


_AT_ONCE = 4
"""The signs of so many fonts are looked at together. Those of more might not fit into the memory that there is."""


def _lies(fonts: Sequence[SayingFont]) -> Iterator[frozenset[int]]:
    """Give the digits that fonts draw otherwise than they say: what is asked of all their signs is asked at once."""
    rivals = [[rival for rival in font.description.rivals if rival[0] in font.said] for font in fonts]
    groups = [group for font, some in zip(fonts, rivals, strict=True) for group in _drawn(font, some)]
    shapes, left_ink = shapes_of([sign for group in groups for sign in group])
    signs = _in_groups(shapes, left_ink, [len(group) for group in groups])
    for font, some in zip(fonts, rivals, strict=True):
        digits, blanks = next(signs), next(signs)
        others = [next(signs) for _ in some]
        if _are_not_as_said(font, digits) or _is_any_digit(blanks):
            yield font.said
        else:
            yield frozenset(point for (point, _), signs_of_one in zip(some, others, strict=True) if signs_of_one.differ)


def _drawn(font: SayingFont, rivals: Sequence[tuple[int, Sequence[int]]]) -> Iterator[list[Opacity]]:
    """Draw the digits of a font, what it says to be blank, and what it says to be one digit."""
    draw, codes = font.specimen, dict(font.description.codes)
    yield [draw.of_code(codes[point]) if point in codes else draw.of_text(point) for point in sorted(font.said)]
    yield [draw.of_code(code) for code in font.description.blanks]
    yield from ([draw.of_code(code) for code in some] for _, some in rivals)


class _Signs(NamedTuple):
    """Signs that a font draws."""

    shapes: Shapes
    """Of those that left ink."""
    likenesses: Floats
    """How much like each digit each of these is."""
    left_ink: Mask

    @property
    def differ(self) -> bool:
        """Whether they are several, and not one sign."""
        return bool((self.shapes.likenesses(self.shapes) < _SAME_SIGN).any())


def _in_groups(shapes: Shapes, left_ink: Mask, lengths: Sequence[int]) -> Iterator[_Signs]:
    likenesses = _likenesses(shapes)
    before = [0, *left_ink.cumsum().tolist()]
    for start, end in pairwise(accumulate(lengths, initial=0)):
        first, last = before[start], before[end]
        yield _Signs(shapes.between(first, last), likenesses[first:last], left_ink[start:end])


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


def _are_not_as_said(font: SayingFont, signs: _Signs) -> bool:
    """Tell whether signs are not the digits that they are said to be."""
    is_trusted = font.description.is_trusted
    if not signs.left_ink.all() and not is_trusted:
        return True
    digits = np.array([_digit_of(point) for point in sorted(font.said)], dtype=np.intp)[signs.left_ink]
    if not len(digits):
        return False
    leads = _leads(signs.likenesses, digits)
    if leads.min() < -_CLEARLY_ANOTHER or (leads < 0).sum() > 1:
        return True
    if ((signs.shapes.likenesses(signs.shapes) > _TWICE) & (digits[:, np.newaxis] != digits)).any():
        return True
    return not is_trusted and bool(leads.min() < 0 or signs.likenesses.max(axis=1).min() < _NOTHING_LIKE_IT)


def _is_any_digit(blanks: _Signs) -> bool:
    """Tell whether one of the signs that are said to print as nothing surely is a digit."""
    # What a font draws in the place of signs that it does not have is often as hollow as a zero.
    return bool((blanks.likenesses[:, 1:] > _SURELY_DIGIT).any())


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
