"""Fonts whose codes lie: the digit that a font says beside the glyph that it draws.

A font may say nothing of what its codes mean, or say what is not true, so that text which is right on paper comes out
as another number. PDFium draws each digit that such a font says once, and the drawing is held against the digits of
faces that are in PDFium itself.
"""

from __future__ import annotations

import ctypes
import io
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw as pdfium

__all__ = ["Kept", "are_digits", "doubted", "fonts_of"]

Addresses = NDArray[np.uint64]
"""A font is told from others by its address in PDFium."""


def are_digits(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which code points are digits, narrow or full-width.

    >>> are_digits(np.array([0x31, 0xFF12, 0x4E00], dtype=np.uint32))
    array([ True,  True, False])
    """
    found: NDArray[np.bool_] = (codes >= _ZERO) & (codes < _ZERO + 10)
    return found | (codes >= _FULL_WIDTH_ZERO) & (codes < _FULL_WIDTH_ZERO + 10)


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


def fonts_of(text_page: Any, numbers: NDArray[np.intp], codes: NDArray[np.uint32], kept: Kept) -> Addresses:
    """Give the font of each digit among the characters of a page, and 0 for all others.

    Args:
        text_page: the text page of PDFium.
        numbers: the number that PDFium gives each character.
        codes: the code point of each.
        kept: keeps the fonts.
    """
    fonts = np.zeros(len(codes), dtype=np.uint64)
    places = np.flatnonzero(are_digits(codes))
    texts = list(map(_TEXT_OF_CHARACTER, repeat(_address(text_page)), numbers[places].tolist()))
    font_of = {text: (_FONT_OF_TEXT(text) or 0) if text else 0 for text in set(texts)}
    fonts[places] = [font_of[text] for text in texts]
    for font in {font for font in font_of.values() if font}:
        kept.keep(font)
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
    in_question = {font: name for font, name in named.items() if _is_embedded(font) or not name or "+" in name}
    found = {font: frozenset(said[font]) for font, name in named.items() if _PICTURES.search(name)}
    described = _descriptions(data) if in_question else {}
    for font in in_question.keys() - found.keys():
        name = named[font]
        lies = _lies(
            _Specimen(document, font), name, frozenset(said[font]), described.get(_key(name), described.get(_ANY))
        )
        if lies:
            found[font] = lies
    return found


_DIGITS = "0123456789"
_ZERO = 0x30
_FULL_WIDTH_ZERO = 0xFF10

_PICTURES = re.compile("dings|dingbats", re.IGNORECASE)
"""Fonts of pictures, whose digits are none."""


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _plain(function: Any, *arguments: Any) -> Any:
    """Give a function of PDFium that takes and gives addresses as numbers: to make an object of each takes longer."""
    return ctypes.CFUNCTYPE(ctypes.c_void_p, *arguments)(_address(function))


_TEXT_OF_CHARACTER = _plain(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_int)
_FONT_OF_TEXT = _plain(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)


def _handle(font: int) -> Any:
    return ctypes.cast(font, pdfium.FPDF_FONT)


def _is_embedded(font: int) -> bool:
    return bool(pdfium.FPDFFont_GetIsEmbedded(_handle(font)) == 1)


def _name(font: int) -> str:
    length = pdfium.FPDFFont_GetBaseFontName(_handle(font), None, 0)
    name = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFFont_GetBaseFontName(_handle(font), name, length)
    return name.value.decode("ascii", errors="ignore")


# What the file says of its fonts


@dataclass(frozen=True, slots=True)
class _Description:
    """What the fonts of one name say of their codes."""

    is_trusted: bool
    """Whether each of them says what its codes mean, in one of the usual ways."""
    rivals: tuple[tuple[int, tuple[int, ...]], ...]
    """The code points of digits that several codes of one font stand for, and these codes."""
    blanks: tuple[int, ...]
    """Codes that are said to print as nothing."""
    codes: tuple[tuple[int, int], ...]
    """The code points of digits with a code of each, where glyphs are drawn by procedures with names."""


_UNKNOWN = _Description(is_trusted=False, rivals=(), blanks=(), codes=())

_MAX_OBJECTS = 200_000
"""A file with more objects than this is no report, and its fonts are not looked for."""


def _descriptions(data: bytes) -> Mapping[str, _Description]:
    """Give what the fonts of a file say, by their names as `_key` gives them."""
    # Imported here because few files have no font in them.
    import pikepdf

    found: dict[str, list[_Description]] = defaultdict(list)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.objects) > _MAX_OBJECTS:
                return {}
            for font in _font_dictionaries(pdf.objects):
                found[_key(_text(font.get("/BaseFont")))].append(_description(font))
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        # PDFium copes with more than this library does. Fonts of which nothing is known are looked at all the same.
        return {}
    described = {name: _together(descriptions) for name, descriptions in found.items()}
    return described | {_ANY: _together([_UNKNOWN, *described.values()])}


_ANY = "\0"
"""Stands for fonts of which the name is not found."""


def _together(descriptions: Sequence[_Description]) -> _Description:
    return _Description(
        is_trusted=all(description.is_trusted for description in descriptions),
        rivals=tuple({rival for description in descriptions for rival in description.rivals}),
        blanks=tuple({code for description in descriptions for code in description.blanks})[:_MOST_BLANKS],
        codes=tuple({code for description in descriptions for code in description.codes}),
    )


_MOST_BLANKS = 64


def _font_dictionaries(objects: Iterable[Any]) -> Iterator[Any]:
    from pikepdf import Dictionary

    for item in objects:
        if not isinstance(item, Dictionary):
            continue
        if item.get("/Subtype") in _KINDS:
            yield item
        resources = item.get("/Resources")
        holders = [item, *([resources] if isinstance(resources, Dictionary) else [])]
        for holder in holders:
            fonts = holder.get("/Font")
            if isinstance(fonts, Dictionary):
                # Those that stand by themselves are among the objects anyway.
                yield from (font for _, font in fonts.items() if isinstance(font, Dictionary) and not font.is_indirect)


_KINDS = ("/Type0", "/Type1", "/MMType1", "/TrueType", "/Type3")
_ENCODINGS = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding")
_SYMBOLIC = 4


def _description(font: Any) -> _Description:
    from pikepdf import Stream

    mapping = font.get("/ToUnicode")
    meanings = _meanings(mapping.read_bytes()) if isinstance(mapping, Stream) else ()
    named = tuple(_named_digits(font)) if font.get("/Subtype") == "/Type3" else ()
    codes: dict[int, list[int]] = defaultdict(list)
    for code, meaning in meanings or named:
        codes[meaning].append(code)
    return _Description(
        is_trusted=bool(meanings) or _has_usual_encoding(font),
        rivals=tuple(
            (meaning, tuple(sorted(set(some))[:_MOST_RIVALS]))
            for meaning, some in codes.items()
            if len(set(some)) > 1 and meaning not in _BLANK
        ),
        blanks=tuple(code for code, meaning in meanings if meaning in _BLANK)[:_MOST_BLANKS],
        codes=tuple((meaning, code) for code, meaning in (meanings or named) if meaning not in _BLANK) if named else (),
    )


def _named_digits(font: Any) -> Iterator[tuple[int, int]]:
    """Give the codes that an encoding gives to glyphs with the names of digits, and the code points of these."""
    from pikepdf import Array, Dictionary

    encoding = font.get("/Encoding")
    differences = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    code = 0
    for item in differences if isinstance(differences, Array) else ():
        if isinstance(item, int):
            code = item
            continue
        if str(item) in _NAMES:
            yield code, _ZERO + _NAMES.index(str(item))
        code += 1


_NAMES = ("/zero", "/one", "/two", "/three", "/four", "/five", "/six", "/seven", "/eight", "/nine")


_MOST_RIVALS = 32

_BLANK = frozenset((0x20, 0xA0, 0xAD, 0x3000, 0xFEFF, *range(0x2000, 0x2010), *range(0x202A, 0x2030), 0x2060))
"""What prints as nothing, and is left out of a number."""


def _has_usual_encoding(font: Any) -> bool:
    from pikepdf import Dictionary, Name

    encoding = font.get("/Encoding")
    if font.get("/Subtype") == "/Type0":
        return isinstance(encoding, Name) and not str(encoding).startswith("/Identity")
    descriptor = font.get("/FontDescriptor")
    if isinstance(descriptor, Dictionary) and int(descriptor.get("/Flags", 0)) & _SYMBOLIC:
        return False
    if isinstance(encoding, Dictionary):
        return "/Differences" not in encoding and font.get("/Subtype") != "/Type3"
    return encoding is None or encoding in _ENCODINGS


def _meanings(source: bytes) -> tuple[tuple[int, int], ...]:
    """Read from a character map which code stands for which single character, as far as digits and blanks go.

    >>> _meanings(b"1 beginbfchar <03> <0032> endbfchar 1 beginbfrange <10> <12> <0038> endbfrange")
    ((3, 50), (16, 56), (17, 57))
    """
    found: list[tuple[int, int]] = []
    for block in _SINGLES.finditer(source):
        found.extend((int(code, 16), int(meaning, 16)) for code, meaning in _PAIR.findall(block[1]))
    for block in _RANGES.finditer(source):
        for first, last, meaning, several in _TRIPLE.findall(block[1]):
            start, end = int(first, 16), int(last, 16)
            if several:
                texts = enumerate(_HEXADECIMAL.findall(several), start)
                found.extend((code, int(text, 16)) for code, text in texts if code <= end and len(text) <= _UNIT)
            elif len(meaning) <= _UNIT:
                base = int(meaning, 16)
                wanted = (point for point in _LOOKED_FOR if base <= point <= base + end - start)
                found.extend((start + point - base, point) for point in wanted)
    return tuple((code, meaning) for code, meaning in found if meaning in _LOOKED_FOR)


_SINGLES = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f]{1,4})\s*>")
_TRIPLE = re.compile(
    rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f]{1,8})\s*>\s*(?:<\s*([0-9A-Fa-f]+)\s*>|\[([^\]]*)\])"
)
_HEXADECIMAL = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>")
_UNIT = 4

_LOOKED_FOR = tuple(sorted({*_BLANK, *(zero + digit for zero in (0x30, 0xFF10) for digit in range(10))}))


def _key(name: str) -> str:
    """Give a name without the tag of a subset, and without what is not ASCII and may be in any encoding.

    >>> _key("/ABCDEF+SimHei"), _key("SimHei")
    ('SimHei', 'SimHei')
    """
    return _TAG.sub("", "".join(character for character in name.lstrip("/") if "!" <= character <= "~"))


_TAG = re.compile(r"\A[A-Z]{6}\+")


def _text(name: Any) -> str:
    """Give a name whatever its encoding: its bytes that are not ASCII are escaped."""
    from pikepdf import Name

    escaped = name.unparse() if isinstance(name, Name) else b""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), escaped.decode("latin-1"))


_ESCAPED = re.compile("#([0-9A-Fa-f]{2})")


# What the fonts draw


class _Specimen:
    """Draws single signs of a font."""

    def __init__(self, document: pypdfium2.PdfDocument, font: int) -> None:
        self._document = document.raw
        self._font = _handle(font)
        self.is_embedded = _is_embedded(font)

    def of_text(self, character: int) -> _Shape | None:
        """Draw a character, with the code that PDFium finds for it. None is what leaves no ink."""
        units = (ctypes.c_ushort * 2)(character, 0)
        return self._drawn(lambda text: pdfium.FPDFText_SetText(text, units))

    def of_code(self, code: int) -> _Shape | None:
        """Draw what stands behind a code of the font."""
        codes = (ctypes.c_uint32 * 1)(code)
        return self._drawn(lambda text: pdfium.FPDFText_SetCharcodes(text, codes, 1))

    def _drawn(self, write: Any) -> _Shape | None:
        text = pdfium.FPDFPageObj_CreateTextObj(self._document, self._font, _SIZE)
        try:
            bitmap = pdfium.FPDFTextObj_GetRenderedBitmap(self._document, None, text, 1.0) if write(text) else None
            if not bitmap:
                return None
            try:
                return _Shape.of(_ink(bitmap))
            finally:
                pdfium.FPDFBitmap_Destroy(bitmap)
        finally:
            pdfium.FPDFPageObj_Destroy(text)


_SIZE = 32.0
"""How large signs are drawn, in pixels: as small as they can be told."""

_LARGEST = 400
"""No sign is this wide or high. What is, is no sign."""

_Ink = NDArray[np.float64]


def _ink(bitmap: Any) -> _Ink:
    """Give how much ink each pixel has, from 0 to 1."""
    width, height, stride = (
        ask(bitmap) for ask in (pdfium.FPDFBitmap_GetWidth, pdfium.FPDFBitmap_GetHeight, pdfium.FPDFBitmap_GetStride)
    )
    if max(width, height) > _LARGEST or pdfium.FPDFBitmap_GetFormat(bitmap) != pdfium.FPDFBitmap_BGRA:
        return np.zeros((1, 1))
    buffer = ctypes.cast(pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte))
    rows = np.ctypeslib.as_array(buffer, (height, stride))
    opacity = rows[:, 3 : 4 * width : 4]
    ink: _Ink = opacity.astype(np.float64) / 255
    return ink


_ACROSS, _ALONG = 12, 16
"""The pixels to which each sign is brought, so that its size does not matter."""

_FEWEST_PIXELS = 8
_DARK = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class _Shape:
    """How a sign looks."""

    pixels: _Ink
    """As a vector of length 1, so that the product of two is their likeness."""
    slimness: float
    """The logarithm of its width in heights."""
    holes: int
    """How many areas of paper it closes in."""

    @classmethod
    def of(cls, ink: _Ink) -> _Shape | None:
        is_dark = ink > _DARK
        if is_dark.sum() < _FEWEST_PIXELS:
            return None
        rows, columns = (np.flatnonzero(is_dark.any(axis=axis)) for axis in (1, 0))
        cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        height, width = cut.shape
        reduced = _softened(_shares(height, _ALONG) @ cut @ _shares(width, _ACROSS).T).ravel()
        centred = reduced - reduced.mean()
        length = float(np.linalg.norm(centred)) or 1.0
        return cls(centred / length, math.log(width / height), _holes(cut > _DARK))

    def likeness(self, other: _Shape) -> float:
        """Tell how alike two signs are: 1 is the same."""
        return float(self.pixels @ other.pixels) - _WEIGHT_OF_SLIMNESS * abs(self.slimness - other.slimness)


_WEIGHT_OF_SLIMNESS = 0.3


@cache
def _shares(length: int, parts: int) -> _Ink:
    """Give the share that each of some pixels has in each of as many parts of equal length."""
    edges = np.linspace(0, length, parts + 1)
    starts = np.arange(length)
    covered = np.minimum(edges[1:, None], starts + 1) - np.maximum(edges[:-1, None], starts)
    shares: _Ink = np.clip(covered, 0, None) * (parts / length)
    return shares


def _softened(ink: _Ink) -> _Ink:
    padded = np.zeros((_ALONG + 2, _ACROSS + 2))
    padded[1:-1, 1:-1] = ink
    rows = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    softened: _Ink = (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4
    return softened


def _holes(is_dark: NDArray[np.bool_]) -> int:
    """Count the holes of a sign of one piece by the corners of its pixels (Euler's number)."""
    height, width = is_dark.shape
    padded = np.zeros((height + 2, width + 2), dtype=np.int8)
    padded[1:-1, 1:-1] = is_dark
    quads = padded[:-1, :-1] + padded[:-1, 1:] + padded[1:, :-1] + padded[1:, 1:]
    is_diagonal = (quads == 2) & (padded[:-1, :-1] == padded[1:, 1:])
    euler = (int((quads == 1).sum()) - int((quads == 3).sum()) - 2 * int(is_diagonal.sum())) // 4
    return 1 - euler


# The judgement

_HOLES: tuple[frozenset[int], ...] = tuple(
    map(frozenset, ((1, 2), (0,), (0, 1), (0,), (0, 1), (0,), (1,), (0,), (2,), (1,)))
)
"""How many holes each digit may have: a zero may be struck through, and a four open."""

_WRONG_HOLES = 0.1
"""How much less likely a digit is that should have other holes. In bold faces some are filled."""

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


def _lies(specimen: _Specimen, name: str, said: frozenset[int], described: _Description | None) -> frozenset[int]:
    """Give the digits for which a font cannot be believed."""
    description = described or _UNKNOWN
    if name and not specimen.is_embedded:
        # Without its program, only what it says of itself can tell what the codes of a subset mean.
        return said if "+" in name and not description.is_trusted else frozenset()
    codes = dict(description.codes)
    drawn = {
        point: specimen.of_code(codes[point]) if point in codes else specimen.of_text(point) for point in sorted(said)
    }
    if None in drawn.values() and not description.is_trusted:
        return said
    shapes = [(_digit_of(point), shape) for point, shape in drawn.items() if shape is not None]
    if _are_others(shapes, description) or any(_is_surely_digit(specimen.of_code(code)) for code in description.blanks):
        return said
    return frozenset(point for point, codes in description.rivals if point in said and _are_rivals(specimen, codes))


def _digit_of(point: int) -> int:
    return point - (_FULL_WIDTH_ZERO if point >= _FULL_WIDTH_ZERO else _ZERO)


def _are_others(shapes: Sequence[tuple[int, _Shape]], description: _Description) -> bool:
    """Tell whether signs are not the digits that they are said to be."""
    leads = [_lead(digit, shape) for digit, shape in shapes]
    if min(leads, default=0.0) < -_CLEARLY_ANOTHER or sum(lead < 0 for lead in leads) > 1:
        return True
    if any(
        one.likeness(other) > _TWICE for (first, one), (second, other) in combinations(shapes, 2) if first != second
    ):
        return True
    if description.is_trusted:
        return False
    return min(leads, default=0.0) < 0 or any(_likenesses(shape).max() < _NOTHING_LIKE_IT for _, shape in shapes)


def _are_rivals(specimen: _Specimen, codes: Sequence[int]) -> bool:
    """Tell whether codes that are said to be one digit draw several signs."""
    shapes = [shape for shape in map(specimen.of_code, codes) if shape is not None]
    return any(one.likeness(other) < _SAME_SIGN for one, other in combinations(shapes, 2))


def _is_surely_digit(shape: _Shape | None) -> bool:
    # What a font draws in the place of signs that it does not have is often as hollow as a zero.
    return shape is not None and bool(_likenesses(shape)[1:].max() > _SURELY_DIGIT)


def _lead(digit: int, shape: _Shape) -> float:
    """Tell by how much a sign is more like a digit than like the next best one."""
    likenesses = _likenesses(shape)
    others = np.delete(likenesses, digit)
    return float(likenesses[digit] - others.max())


def _likenesses(shape: _Shape) -> _Ink:
    """Tell how much like each digit a sign is."""
    faces = _faces()
    alike = faces.pixels @ shape.pixels - _WEIGHT_OF_SLIMNESS * np.abs(faces.slimness - shape.slimness)
    fines = [0.0 if shape.holes in holes else _WRONG_HOLES for holes in _HOLES]
    likenesses: _Ink = alike.reshape(len(_DIGITS), -1).max(axis=1) - fines
    return likenesses


class _Faces(NamedTuple):
    """How the digits look in the faces that PDFium has: first all zeros, then all ones, and so on."""

    pixels: _Ink
    slimness: _Ink


@cache
def _faces() -> _Faces:
    document = pypdfium2.PdfDocument.new()
    with document:
        fonts = [pdfium.FPDFText_LoadStandardFont(document.raw, face) for face in _FACES]
        specimens = [_Specimen(document, _address(font)) for font in fonts]
        drawn = [specimen.of_text(ord(digit)) for digit in _DIGITS for specimen in specimens]
        for font in fonts:
            pdfium.FPDFFont_Close(font)
    shapes = [shape for shape in drawn if shape is not None]
    return _Faces(np.array([shape.pixels for shape in shapes]), np.array([shape.slimness for shape in shapes]))
