"""Whether a font draws the digits that it says, held against the digits of faces that are in PDFium itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import pypdfium2
from pypdfium2 import raw as pdfium

from .calls import Floats, Mask, Numbers, address_of
from .character_maps import FULL_WIDTH_ZERO, ZERO
from .font_descriptions import FontDescription
from .glyphs import Opacity, Shapes, Specimen, shapes_of

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
    looked_at = _LookedAt.of(said, description)
    face = looked_at.fingerprint(specimen)
    if face is None:
        return _lies(looked_at.drawn(specimen))
    if face not in _verdicts:
        if len(_verdicts) >= _MOST_VERDICTS:
            _verdicts.clear()
        _verdicts[face] = _lies(looked_at.drawn(specimen))
    return _verdicts[face]


_verdicts: dict[bytes, frozenset[int]] = {}
"""The digits lied about, by the fingerprint of all that was looked at: the same faces recur from file to file."""

_MOST_VERDICTS = 4096


class _LookedAt(NamedTuple):
    """What is looked at of a font."""

    points: tuple[int, ...]
    """The code points of the digits that it says."""
    is_trusted: bool
    codes: dict[int, int]
    """The codes of those digits that PDFium does not find."""
    blanks: tuple[int, ...]
    """The codes of what it says to print as nothing."""
    rivals: tuple[tuple[int, tuple[int, ...]], ...]
    """Digits with the codes of all that it says to be that digit."""

    @classmethod
    def of(cls, said: frozenset[int], description: FontDescription) -> _LookedAt:
        return cls(
            tuple(sorted(said)),
            description.is_trusted,
            {point: code for point, code in description.codes if point in said},
            description.blanks,
            tuple(rival for rival in description.rivals if rival[0] in said),
        )

    def fingerprint(self, specimen: Specimen) -> bytes | None:
        """Give what no other font has, or None where signs may lie over one another, so that it is not told.

        It is taken of signs in rows, because to draw ten in a row takes twice as long as to draw one.
        """
        texts = [point for point in self.points if point not in self.codes]
        by_code = [codes for codes in (self.codes.values(), self.blanks, *(some for _, some in self.rivals)) if codes]
        rows = [*([specimen.of_text(*texts)] if texts else []), *(specimen.of_codes(*codes) for codes in by_code)]
        counts = [*([len(texts)] if texts else []), *map(len, by_code)]
        if any(row.any() and row.shape[1] < _ADVANCE * count for row, count in zip(rows, counts, strict=True)):
            return None
        # Codes differ from file to file, and what they draw tells them apart.
        said = (self.points, self.is_trusted, [*self.codes], len(self.blanks), [point for point, _ in self.rivals])
        digest = blake2b(repr((said, counts, [row.shape for row in rows])).encode())
        for row in rows:
            digest.update(row.tobytes())
        return digest.digest()

    def drawn(self, specimen: Specimen) -> _DrawnFont:
        """Draw each sign by itself."""
        return _DrawnFont(
            self.points,
            self.is_trusted,
            [
                specimen.of_codes(self.codes[point]) if point in self.codes else specimen.of_text(point)
                for point in self.points
            ],
            [specimen.of_codes(code) for code in self.blanks],
            [(point, [specimen.of_codes(code) for code in some]) for point, some in self.rivals],
        )


_ADVANCE = 6
"""How wide a row of signs is at least, in pixels for each, if they stand side by side."""


class _DrawnFont(NamedTuple):
    """What is looked at of a font, all the signs as it draws them."""

    points: tuple[int, ...]
    is_trusted: bool
    digits: list[Opacity]
    blanks: list[Opacity]
    rivals: list[tuple[int, list[Opacity]]]

    @property
    def groups(self) -> list[list[Opacity]]:
        """All signs, by what they are said to be."""
        return [self.digits, self.blanks, *(signs for _, signs in self.rivals)]


def _lies(drawn: _DrawnFont) -> frozenset[int]:
    """Give the digits that a font draws otherwise than it says. What is asked of all its signs is asked at once."""
    groups = drawn.groups
    digits, blanks, *rivals = _looked_at([sign for group in groups for sign in group], [len(group) for group in groups])
    if _are_others(digits, drawn) or _is_any_digit(blanks):
        return frozenset(drawn.points)
    return frozenset(point for (point, _), signs in zip(drawn.rivals, rivals, strict=True) if signs.differ)


class _Signs(NamedTuple):
    """Signs that a font draws."""

    shapes: Shapes
    """Of those that left ink."""
    left_ink: Mask

    @property
    def differ(self) -> bool:
        """Whether they are several, and not one sign."""
        return bool((self.shapes.likenesses(self.shapes) < _SAME_SIGN).any())


def _looked_at(signs: Sequence[Opacity], lengths: Sequence[int]) -> Iterator[_Signs]:
    """Give groups of signs, which follow one another and are as long as told."""
    shapes, left_ink = shapes_of(signs)
    before = [0, *left_ink.cumsum().tolist()]
    for start, end in pairwise(accumulate(lengths, initial=0)):
        yield _Signs(shapes.between(before[start], before[end]), left_ink[start:end])


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


def _are_others(signs: _Signs, drawn: _DrawnFont) -> bool:
    """Tell whether signs are not the digits that they are said to be."""
    if not signs.left_ink.all() and not drawn.is_trusted:
        return True
    digits = np.array([_digit_of(point) for point in drawn.points], dtype=np.intp)[signs.left_ink]
    if not len(digits):
        return False
    likenesses = _likenesses(signs.shapes)
    leads = _leads(likenesses, digits)
    if leads.min() < -_CLEARLY_ANOTHER or (leads < 0).sum() > 1:
        return True
    if ((signs.shapes.likenesses(signs.shapes) > _TWICE) & (digits[:, np.newaxis] != digits)).any():
        return True
    return not drawn.is_trusted and bool(leads.min() < 0 or likenesses.max(axis=1).min() < _NOTHING_LIKE_IT)


def _is_any_digit(blanks: _Signs) -> bool:
    """Tell whether one of the signs that are said to print as nothing surely is a digit."""
    # What a font draws in the place of signs that it does not have is often as hollow as a zero.
    return bool(blanks.left_ink.any() and (_likenesses(blanks.shapes)[:, 1:] > _SURELY_DIGIT).any())


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
