"""OFD (GB/T 33190), the fixed layout of Chinese offices -> `Document`.

An OFD says of every character and every line where it is drawn. So its pages are made what PDFium makes of those of a
PDF (`objects`, `visibility`), and from there on `read.pdf` reads both: ruled tables, aligned tables, running lines,
page breaks, paragraphs. Annotations, among them stamps and watermarks, are never read as values.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from gongkai.document import Document, Unread
from gongkai.errors import SourceError
from gongkai.read.ofd.drawing import Box, box_at, numbers
from gongkai.read.ofd.objects import Allowed, Canvas, DrawnSign, TooManyError
from gongkai.read.ofd.package import OfdPackage, OfdPage, Resources
from gongkai.read.ofd.text import UNTOLD, PlacedSign
from gongkai.read.ofd.visibility import how_seen, is_laid_over_scan
from gongkai.read.pdf import document_of
from gongkai.read.pdf.characters import UNKNOWN
from gongkai.read.pdf.extraction import LIED_ABOUT, PageContent, SeenAs
from gongkai.read.pdf.extraction.matrices import Matrix
from gongkai.read.pdf.opening import page_of

__all__ = ["read_ofd"]


def read_ofd(data: bytes, name: str = "<bytes>") -> Document:
    """Read an OFD.

    Args:
        data: the bytes of the file.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: with the reason `encrypted`, `damaged`, `empty`, `too_large`, or `pictures_only`.
    """
    package = OfdPackage(data, name)
    allowed = Allowed()
    drawn: list[_DrawnPage] = []
    for number, page in enumerate(package.pages(), start=1):
        try:
            drawn.append(_DrawnPage(page, package.resources, allowed))
        except ValueError as error:
            raise SourceError(name, "damaged", f"page {number}: {error}") from error
        except TooManyError as error:
            raise SourceError(name, "too_large", f"{error} up to page {number}") from error
    lies = _lies(package.resources, [each for page in drawn for each in page.characters])
    pages = [page_of(page.content(lies), number) for number, page in enumerate(drawn, start=1)]
    if not any(page.characters for page in drawn) and any(page.has_image or len(page.drawings) for page in pages):
        raise SourceError(name, "pictures_only", f"{len(pages)} pages of pictures or shapes")
    document = document_of(pages, name, "ofd")
    attached = [Unread("attachment", each) for each in package.attached() if _MAY_HOLD_TABLE.search(each)]
    return replace(document, unread=(*document.unread, *attached[:_MOST_ATTACHED]))


_MAY_HOLD_TABLE = re.compile(r"\.(?:ofd|pdf|docx?|wps|xlsx?|et)$", re.IGNORECASE)
_MOST_ATTACHED = 20


class _DrawnPage:
    """A page, drawn."""

    def __init__(self, page: OfdPage, resources: Resources, allowed: Allowed) -> None:
        left, top, width, height = numbers(page.box, 4)
        if width <= 0 or height <= 0:
            raise ValueError("it has no size")
        matrix: Matrix = (_POINTS, 0.0, 0.0, -_POINTS, -_POINTS * left, _POINTS * (top + height))
        canvas = Canvas(resources, allowed)
        canvas.draw(page.layers, matrix)
        for annotation in page.annotations:
            canvas.put_on(annotation, matrix)
        self._canvas = canvas
        self._bounds = box_at(left, top, width, height, matrix)
        self.characters = _texts(canvas.characters)
        self._is_scan = is_laid_over_scan(self.characters, canvas.areas, self._bounds)
        self._seen = self._how_seen()

    def _how_seen(self) -> Sequence[int]:
        if self._is_scan:
            return [SeenAs.PLAIN] * len(self.characters)
        seen = how_seen(self.characters, self._canvas.areas).tolist()
        return [
            _SEEN_ON_PAGE.get(each.annotation, SeenAs.ANNOTATION) if each.annotation and how == SeenAs.PLAIN else how
            for each, how in zip(self.characters, seen, strict=True)
        ]

    def content(self, lies: frozenset[_Sign]) -> PageContent:
        """Give the page as PDFium would find it.

        Args:
            lies: the signs of fonts that draw another digit than the text says.
        """
        glyphs = [each.glyph for each in self.characters]
        digits = [glyph.text.isdecimal() for glyph in glyphs]
        canvas = self._canvas
        return PageContent(
            self._bounds,
            np.array([_code(each, lies) for each in self.characters], dtype=np.uint32),
            _rows(glyph.box for glyph in glyphs),
            _rows(glyph.origin * 2 for glyph in glyphs),
            np.array([round(glyph.turn) % 4 for glyph in glyphs], dtype=np.intp),
            np.array([glyph.after_space for glyph in glyphs], dtype=np.bool_),
            np.array(
                [each.piece if digit else -1 for each, digit in zip(self.characters, digits, strict=True)], np.intp
            ),
            np.array(self._seen, dtype=np.uint8),
            strokes=_rows(canvas.strokes),
            slanted=_rows(canvas.slanted),
            drawings=_rows(canvas.drawings),
            pictures=_rows(canvas.pictures),
            has_image=bool(canvas.pictures),
            has_hidden_text=self._is_scan,
        )


_POINTS = 72 / 25.4
"""OFD measures in millimetres."""

_SEEN_ON_PAGE = {"Stamp": SeenAs.STAMP, "Watermark": SeenAs.STAMP}
"""How annotations are seen. What another kind writes into a cell is seen, but is no number of the page."""

_SLANT = 0.06
"""How far, in quarter turns, text may be turned from upright or a right angle. Watermarks are turned further."""


_NO_SIZE = 0.1
"""What is narrower or lower than this, in points, is not there for a reader."""


def _texts(drawn: Sequence[DrawnSign]) -> list[DrawnSign]:
    """Leave out what is slanted, as watermarks are, what stands between such, as in seals, and what has no size."""
    slanted = [abs(each.glyph.turn - round(each.glyph.turn)) > _SLANT for each in drawn]
    left_out = {number for number, is_slanted in enumerate(slanted) if is_slanted}
    for number in range(1, len(drawn) - 1):
        beside = number - 1, number + 1
        if all(slanted[other] and _are_near(drawn[number].glyph, drawn[other].glyph) for other in beside):
            left_out.add(number)
    return [each for number, each in enumerate(drawn) if number not in left_out and _has_size(each.glyph.box)]


_NEAR = 2.5
"""How far, in their heights, characters on a curve stand from one another at most."""


def _are_near(one: PlacedSign, other: PlacedSign) -> bool:
    return math.dist(one.origin, other.origin) <= _NEAR * (one.box[3] - one.box[1])


def _has_size(box: Box) -> bool:
    left, bottom, right, top = box
    return right - left > _NO_SIZE and top - bottom > _NO_SIZE


def _rows(boxes: Iterable[Sequence[float]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array(list(boxes), dtype=np.float64).reshape(-1, 4)


_Sign = tuple[str, str, str]
"""A font, the number of a sign in it, and the digit that the text says."""


def _code(each: DrawnSign, lies: frozenset[_Sign]) -> int:
    if each.annotation and each.glyph.text.isdecimal() and each.annotation not in _SEEN_ON_PAGE:
        return UNKNOWN
    return LIED_ABOUT if _sign(each) in lies else ord(each.glyph.text)


def _sign(each: DrawnSign) -> _Sign:
    return each.font, each.glyph.sign or "", each.glyph.text


def _lies(resources: Resources, characters: Iterable[DrawnSign]) -> frozenset[_Sign]:
    """Give the signs of digits that cannot be trusted.

    Of one font, one sign is one digit: where a sign stands for two, or two signs for one, the text does not tell what
    is drawn. Fonts of pictures have no digits.
    """
    signs = {_sign(each) for each in characters if each.glyph.text.isdecimal()}
    digits_of, signs_of = defaultdict(set), defaultdict(set)
    for font, sign, digit in signs:
        digits_of[font, sign].add(digit)
        signs_of[font, digit].add(sign)
    return frozenset(
        each
        for each in signs
        if each[1] == UNTOLD
        or _draws_pictures(resources.fonts.get(each[0], ""))
        or (each[1] and (len(digits_of[each[:2]]) > 1 or len(signs_of[each[0], each[2]] - {""}) > 1))
    )


def _draws_pictures(font: str) -> bool:
    return "dings" in font.lower() or "dingbats" in font.lower()
