"""What PDFium finds on the pages of a PDF: characters, straight strokes, and whether there are pictures.

PDFium needs endless time or memory for some files, and ends the whole process on others. So this module is also a
program, which reads files from its standard input, one after the other, and prints what it finds in each; `worker` runs
it. To start fast, it imports nothing of the package.
"""

from __future__ import annotations

import ctypes
import math
import os
import pickle
import signal
import struct
import sys
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise, repeat
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw as pdfium

if TYPE_CHECKING:
    from gongkai.read.pdf import fonts
else:
    # To import it by its name would import the package.
    _specification = spec_from_file_location("gongkai_fonts", Path(__file__).with_name("fonts.py"))
    fonts = module_from_spec(_specification)
    sys.modules[_specification.name] = fonts
    _specification.loader.exec_module(fonts)

__all__ = [
    "LENGTH",
    "LIED_ABOUT",
    "MAX_CHARACTERS",
    "MAX_OBJECTS",
    "MAX_PAGES",
    "OUT_OF_MEMORY",
    "PageContent",
    "Refusal",
    "extract",
]

MAX_PAGES = 500
"""More pages than any report has."""

MAX_CHARACTERS = 1_000_000
"""More characters than any report has. Spaces count, because they cost as much."""

MAX_OBJECTS = 1_000_000
"""More pieces of text, corners of lines and pictures than any report has, in forms as often as they are placed."""


_NO_BOXES = np.empty((0, 4), dtype=np.float64)


class PageContent(NamedTuple):
    """What one page holds, all measured in points from the lower left corner, with y upwards."""

    bounds: tuple[float, float, float, float]
    """Left, bottom, right and top of the page."""
    codes: NDArray[np.uint32]
    """The code point of each character, in the order in which the PDF draws them."""
    edges: NDArray[np.float64]
    """Left, bottom, right and top of each character."""
    origins: NDArray[np.float64]
    """A place on the line that each stands on, twice: as a rectangle without area."""
    turns: NDArray[np.intp]
    """By how many quarter turns each is turned clockwise."""
    after_space: NDArray[np.bool_]
    """Whether the PDF has a space before it."""
    strokes: NDArray[np.float64]
    """Left, bottom, right and top of the thin boxes around straight lines."""
    has_image: bool
    has_hidden_text: bool
    """Whether text is among the characters that is not printed, as that which OCR lays over a scan."""
    drawings: NDArray[np.float64] = _NO_BOXES
    """Left, bottom, right and top of shapes that are filled or drawn, and may be signs."""
    pictures: NDArray[np.float64] = _NO_BOXES
    """Left, bottom, right and top of pictures."""


class Refusal(NamedTuple):
    """Why a PDF was not read, as in `SourceError`, and what was seen."""

    reason: Literal["empty", "encrypted", "damaged", "too_large", "portfolio"]
    detail: str = ""


def extract(data: bytes) -> list[PageContent] | Refusal:
    """Collect what stands on the pages of a PDF, in this very process and without a limit on time."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            return Refusal("encrypted")
        return Refusal("damaged", "no pages can be found in it")
    with document, closing(fonts.Kept(document)) as kept:
        return _extracted(document, data, kept)


def _extracted(document: pypdfium2.PdfDocument, data: bytes, kept: fonts.Kept) -> list[PageContent] | Refusal:
    count = len(document)
    if count == 0:
        return Refusal("empty", "a PDF without pages")
    if count > MAX_PAGES:
        return Refusal("too_large", f"{count} pages, and no report has more than {MAX_PAGES}")
    pages: list[PageContent] = []
    fonts_of_pages: list[fonts.Addresses] = []
    allowance = _Allowance()
    for number in range(count):
        try:
            with closing(document[number]) as page:
                content, fonts_of_page = _content(page, allowance, kept)
                pages.append(content)
                fonts_of_pages.append(fonts_of_page)
        except pypdfium2.PdfiumError:
            return Refusal("damaged", f"page {number + 1} of {count} cannot be read")
        except _TooLargeError as error:
            return Refusal("too_large", f"{error} up to page {number + 1}, and no report has so many")
    attached = _attached(document)
    if attached and sum(len(page.codes) for page in pages) < _CHARACTERS_OF_COVER:
        return Refusal("portfolio", ", ".join(attached))
    _leave_out_lies(pages, fonts.doubted(document, data, _digits_said(pages, fonts_of_pages)), fonts_of_pages)
    return pages


_CHARACTERS_OF_COVER = 400
"""The sheet in front of the files that a PDF holds has fewer characters than any report."""

_NAMED = 5
"""How many of the files are named."""


def _attached(document: pypdfium2.PdfDocument) -> list[str]:
    """Give the names of files that the document holds."""
    count = pdfium.FPDFDoc_GetAttachmentCount(document.raw)
    names = [document.get_attachment(number).get_name() for number in range(min(max(count, 0), _NAMED))]
    return [*names, *([f"and {count - _NAMED} more"] if count > _NAMED else [])]


def _digits_said(pages: list[PageContent], fonts_of_pages: list[fonts.Addresses]) -> dict[int, set[int]]:
    """Give the digits that each font says."""
    said: dict[int, set[int]] = defaultdict(set)
    for page, fonts_of_page in zip(pages, fonts_of_pages, strict=True):
        for font in np.unique(fonts_of_page[fonts_of_page > 0]).tolist():
            said[font].update(np.unique(page.codes[fonts_of_page == font]).tolist())
    return said


def _leave_out_lies(
    pages: list[PageContent], doubted: dict[int, frozenset[int]], fonts_of_pages: list[fonts.Addresses]
) -> None:
    for page, fonts_of_page in zip(pages, fonts_of_pages, strict=True):
        for font, digits in doubted.items():
            page.codes[(fonts_of_page == font) & np.isin(page.codes, list(digits))] = LIED_ABOUT


class _TooLargeError(Exception):
    """There is more in a document than in any report."""


class _Allowance:
    """How much a document may still hold."""

    def __init__(self) -> None:
        self.objects = MAX_OBJECTS
        self.characters = MAX_CHARACTERS

    def take_objects(self, count: int) -> None:
        self.objects -= count
        if self.objects < 0:
            raise _TooLargeError(f"more than {MAX_OBJECTS} objects")

    def take_characters(self, count: int) -> None:
        self.characters -= count
        if self.characters < 0:
            raise _TooLargeError(f"more than {MAX_CHARACTERS} characters")


def _content(page: pypdfium2.PdfPage, allowance: _Allowance, kept: fonts.Kept) -> tuple[PageContent, fonts.Addresses]:
    # What a survey rescues is in the text only if the text is loaded afterwards.
    survey = _Survey(allowance)
    survey.take_page(page.raw)
    left, bottom, right, top = page.get_bbox()
    has_hidden_text = survey.hides_text(_SCANNED * (right - left) * (top - bottom))
    with closing(page.get_textpage()) as text_page:
        allowance.take_characters(text_page.count_chars())
        characters, fonts_of_page = _characters(text_page.raw, kept)
    strokes = np.array(survey.strokes, dtype=np.float64).reshape(-1, 4)
    content = PageContent(
        (left, bottom, right, top),
        *characters,
        strokes,
        survey.largest_image > 0,
        has_hidden_text,
        *(np.array(boxes, dtype=np.float64).reshape(-1, 4) for boxes in (survey.drawings, survey.pictures)),
    )
    return content, fonts_of_page


# Characters

_SLANT = 0.1
"""How far, in radians, text may be turned from upright or a right angle. Watermarks are turned further."""

_QUARTER = math.pi / 2
_SPACE = ord(" ")

_Floats = NDArray[np.float64]
_Numbers = NDArray[np.intp]


class _Characters(NamedTuple):
    codes: NDArray[np.uint32]
    edges: _Floats
    origins: _Floats
    turns: _Numbers
    after_space: NDArray[np.bool_]


def _characters(text_page: Any, kept: fonts.Kept) -> tuple[_Characters, fonts.Addresses]:
    """Give the characters of a page, but not those of slanted text, and the fonts of the digits among them."""
    codes = _codes(text_page)
    is_space = _IS_WHITE[np.minimum(codes, len(_IS_WHITE) - 1)]
    numbers = np.flatnonzero(~is_space)
    # PDFium makes up spaces where it sees gaps, and all line breaks.
    candidates = np.flatnonzero(is_space & (codes > _SPACE - 1))
    printed_spaces = [n for n in candidates.tolist() if not pdfium.FPDFText_IsGenerated(text_page, n)]
    spaces_before = np.searchsorted(printed_spaces, numbers)
    edges = _edges(text_page, numbers)
    angles, origins = _angles_and_origins(text_page, numbers, edges)
    turns = np.rint(angles / _QUARTER).astype(np.intp)
    is_straight = np.abs(angles - turns * _QUARTER) <= _SLANT
    after_space = np.diff(spaces_before, prepend=0) > 0
    found = _Characters(
        codes[numbers][is_straight],
        edges[is_straight],
        origins[is_straight],
        turns[is_straight] % 4,
        after_space[is_straight],
    )
    return found, fonts.fonts_of(text_page, numbers[is_straight], found.codes, kept)


def _edges(text_page: Any, numbers: _Numbers) -> _Floats:
    # This is the tightest loop of all, and a call into PDFium costs more than what it does.
    boxes = np.zeros((len(numbers), 4), dtype=np.float32)
    places = range(boxes.ctypes.data, boxes.ctypes.data + boxes.nbytes, 4 * boxes.itemsize)
    deque(map(_LOOSE_BOX, repeat(ctypes.addressof(text_page.contents)), numbers.tolist(), places), maxlen=0)
    left, top, right, bottom = boxes.astype(np.float64).T
    return np.column_stack((left, bottom, right, top))


def _angles_and_origins(text_page: Any, numbers: _Numbers, edges: _Floats) -> tuple[_Floats, _Floats]:
    """Ask for the angle and the origin of the first of the characters that follow one another at the same height."""
    is_first = np.ones(len(numbers), dtype=np.bool_)
    same_height = (np.diff(edges[:, 1]) == 0) & (np.diff(edges[:, 3]) == 0)
    is_first[1:] = ~same_height | (np.diff(edges[:, 0]) <= 0)
    firsts = np.flatnonzero(is_first)
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[tuple[float, float, float]] = []
    for number in numbers[firsts].tolist():
        pdfium.FPDFText_GetCharOrigin(text_page, number, x, y)
        found.append((pdfium.FPDFText_GetCharAngle(text_page, number), x.value, y.value))
    of_runs = np.array(found, dtype=np.float64).reshape(-1, 3)
    angles, across, along = np.repeat(of_runs, np.diff(firsts, append=len(numbers)), axis=0).T
    return angles, np.column_stack((across, along, across, along))


_IS_WHITE = np.array([chr(code).isspace() for code in range(0x3002)])

_HYPHENS_AT_LINE_END = (0x02, 0xFFFE)
"""What PDFium makes of a hyphen that ends a line."""

_UNKNOWN = 0xFFFD

LIED_ABOUT = 0xFDD0
"""Stands for a digit of which the font says another than it draws. No text has this code point."""


def _codes(text_page: Any) -> NDArray[np.uint32]:
    """Give the code point of each character: all at once if PDFium has one unit for each of them, else one by one."""
    count = pdfium.FPDFText_CountChars(text_page)
    units = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, units) - 1
    codes = np.frombuffer(units, dtype=np.uint16)[:count].astype(np.uint32)
    if written != count or _are_surrogates(codes).any():
        one_by_one = [pdfium.FPDFText_GetUnicode(text_page, number) for number in range(count)]
        codes = np.array(one_by_one, dtype=np.uint32)
    is_unnamed = _unnamed(text_page, codes)
    for hyphen in _HYPHENS_AT_LINE_END:
        codes[codes == hyphen] = ord("-")
    codes[is_unnamed | (codes == 0) | _are_surrogates(codes) | (codes > sys.maxunicode)] = _UNKNOWN
    return codes


def _unnamed(text_page: Any, codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which characters the font does not name, so that what PDFium gives is the number of a glyph.

    Where neither the control characters nor the numbers of a page show one, there is none that matters.
    """
    is_error = pdfium.FPDFText_HasUnicodeMapError
    is_digit = (codes >= ord("0")) & (codes <= ord("9"))
    begins_number = np.diff(is_digit.astype(np.int8), prepend=0) == 1
    telling = np.flatnonzero(begins_number | (codes < _SPACE))
    unnamed = np.zeros(len(codes), dtype=np.bool_)
    if any(map(is_error, repeat(text_page), telling.tolist())):
        unnamed[:] = list(map(is_error, repeat(text_page), range(len(codes))))
    return unnamed


def _are_surrogates(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return (codes >= 0xD800) & (codes < 0xE000)


# Strokes

_Edges = tuple[float, float, float, float]
"""Left, bottom, right and top."""

_THICKEST = 4.0
"""What is thicker than this is an area and no line."""

_SCANNED = 0.5
"""A picture that covers this part of the page is a scan of it."""

_DOT = 1e-9
"""What any picture covers at least."""

_NO_WIDTH = 0.01
"""Text narrower than this is left out by PDFium."""


class _Survey:
    """What was found in the objects of a page so far. There are as many objects as characters, so calls are few."""

    def __init__(self, allowance: _Allowance) -> None:
        self.strokes: list[_Edges] = []
        self.drawings: list[_Edges] = []
        self.pictures: list[_Edges] = []
        self.largest_image = 0.0
        self._has_printed_text = False
        self._hidden: list[int] = []
        self._allowance = allowance

    def take_page(self, page: Any) -> None:
        """Look at the objects of a page."""
        count = pdfium.FPDFPage_CountObjects(page)
        self._allowance.take_objects(count)
        self._take(list(map(_OBJECT_OF_PAGE, repeat(ctypes.addressof(page.contents)), range(count))), _IDENTITY)

    def _take_form(self, form: int, matrix: _Matrix) -> None:
        count = _COUNT_OF_FORM(form)
        self._allowance.take_objects(count)
        self._take(list(map(_OBJECT_OF_FORM, repeat(form), range(count))), _times(_matrix(form), matrix))

    def _take(self, objects: list[int], matrix: _Matrix) -> None:
        """Look at the objects of the page, or of a form that is placed with a matrix."""
        kinds: dict[int, list[int]] = defaultdict(list)
        for item, kind in zip(objects, map(_KIND, objects), strict=True):
            kinds[kind].append(item)
        self._take_texts(kinds[pdfium.FPDF_PAGEOBJ_TEXT])
        paths = kinds[pdfium.FPDF_PAGEOBJ_PATH]
        for path, (left, bottom, right, top) in zip(paths, _bounds(paths).tolist(), strict=True):
            self._take_path(path, (left, bottom, right, top), matrix)
        a, b, c, d, _, _ = matrix
        for left, bottom, right, top in _bounds(kinds[pdfium.FPDF_PAGEOBJ_IMAGE]).tolist():
            area = (right - left) * (top - bottom) * abs(a * d - b * c)
            self.largest_image = max(self.largest_image, area, _DOT)
            self.pictures.append(_around([_moved((x, y), matrix) for x in (left, right) for y in (bottom, top)]))
        for form in kinds[pdfium.FPDF_PAGEOBJ_FORM]:
            self._take_form(form, matrix)

    def _take_texts(self, texts: list[int]) -> None:
        is_hidden = np.fromiter(map(_RENDER_MODE, texts), np.intp, len(texts)) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        self._hidden.extend(texts[number] for number in np.flatnonzero(is_hidden).tolist())
        self._has_printed_text |= not is_hidden.all()
        bounds = _bounds(texts)
        for number in np.flatnonzero(~is_hidden & (bounds[:, 2] - bounds[:, 0] < _NO_WIDTH)).tolist():
            _rescue(_handle(texts[number]))

    def hides_text(self, scan: float) -> bool:
        """Leave out text that is not printed, unless it stands for a picture of that size or is all the text there is.

        Returns:
            Whether such text remains.
        """
        remains = self.largest_image >= scan or not self._has_printed_text
        if not remains:
            for item in self._hidden:
                pdfium.FPDFPageObj_SetIsActive(_handle(item), False)
        return remains and bool(self._hidden)

    def _take_path(self, path: int, bounds: _Edges, matrix: _Matrix) -> None:
        """Take the straight strokes of a path, each as the thin box around it."""
        left, bottom, right, top = bounds
        whole = (
            bounds if matrix is _IDENTITY else _around([_moved((left, bottom), matrix), _moved((right, top), matrix)])
        )
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        _DRAW_MODE(path, ctypes.addressof(fill), ctypes.addressof(stroke))
        if not fill.value and not stroke.value:
            return
        if _is_thin(whole):
            self.strokes.append(whole)
            return
        corners = _COUNT_OF_PATH(path)
        self._allowance.take_objects(corners)
        if corners > _CORNERS_OF_BOX and _may_be_sign(whole) and not _is_white(path, is_filled=bool(fill.value)):
            self.drawings.append(whole)
        self.strokes.extend(_strokes_inside(path, matrix, is_stroked=bool(stroke.value)))


_CORNERS_OF_BOX = 5
"""A shape with no more corners than this is a box or an area of colour."""

_HIGHEST_SIGN = 40.0
"""No sign in a table is higher than this."""

_LIGHT = 0xE0
"""What is lighter than this in red, green and blue is not seen on paper."""


def _may_be_sign(edges: _Edges) -> bool:
    return edges[3] - edges[1] <= _HIGHEST_SIGN


def _is_white(path: int, *, is_filled: bool) -> bool:
    """Tell whether a shape has no colour that could be seen on paper."""
    colour = [ctypes.c_uint() for _ in range(4)]
    ask = pdfium.FPDFPageObj_GetFillColor if is_filled else pdfium.FPDFPageObj_GetStrokeColor
    if not ask(_handle(path), *map(ctypes.byref, colour)):
        return False
    return min(part.value for part in colour[:3]) >= _LIGHT or colour[3].value == 0


def _bounds(objects: list[int]) -> _Floats:
    """Give left, bottom, right and top of objects."""
    bounds = np.zeros((len(objects), 4), dtype=np.float32)
    places = range(bounds.ctypes.data, bounds.ctypes.data + bounds.nbytes, bounds.itemsize)
    deque(map(_BOUNDS, objects, *(places[side::4] for side in range(4))), maxlen=0)
    return bounds.astype(np.float64)


def _plain(function: Any, *arguments: Any, result: Any = ctypes.c_int) -> Any:
    """Give a function of PDFium that takes addresses as numbers: to make an object of each takes longer than a call."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


def _handle(address: int) -> Any:
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


_ADDRESS = ctypes.c_void_p
_LOOSE_BOX = _plain(pdfium.FPDFText_GetLooseCharBox, _ADDRESS, ctypes.c_int, _ADDRESS)
_OBJECT_OF_PAGE = _plain(pdfium.FPDFPage_GetObject, _ADDRESS, ctypes.c_int, result=_ADDRESS)
_OBJECT_OF_FORM = _plain(pdfium.FPDFFormObj_GetObject, _ADDRESS, ctypes.c_ulong, result=_ADDRESS)
_COUNT_OF_FORM = _plain(pdfium.FPDFFormObj_CountObjects, _ADDRESS)
_KIND = _plain(pdfium.FPDFPageObj_GetType, _ADDRESS)
_RENDER_MODE = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _ADDRESS)
_BOUNDS = _plain(pdfium.FPDFPageObj_GetBounds, *[_ADDRESS] * 5)
_MATRIX = _plain(pdfium.FPDFPageObj_GetMatrix, *[_ADDRESS] * 2)
_DRAW_MODE = _plain(pdfium.FPDFPath_GetDrawMode, *[_ADDRESS] * 3)
_COUNT_OF_PATH = _plain(pdfium.FPDFPath_CountSegments, _ADDRESS)
_SEGMENT = _plain(pdfium.FPDFPath_GetPathSegment, _ADDRESS, ctypes.c_int, result=_ADDRESS)
_SEGMENT_KIND = _plain(pdfium.FPDFPathSegment_GetType, _ADDRESS)
_SEGMENT_CLOSES = _plain(pdfium.FPDFPathSegment_GetClose, _ADDRESS)
_SEGMENT_POINT = _plain(pdfium.FPDFPathSegment_GetPoint, *[_ADDRESS] * 3)

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


def _rescue(text: Any) -> None:
    """Give text without width an outline, which has one.

    PDFium leaves out text without width, and takes the width of a lone character from its glyph. Where a font is
    neither in the PDF nor on the machine there is no glyph, and ideographs placed one by one would all be lost.
    """
    pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
    # To move it nowhere is to have it measured again.
    pdfium.FPDFPageObj_TransformF(text, pdfium.FS_MATRIX(*_IDENTITY))


def _strokes_inside(path: int, matrix: _Matrix, *, is_stroked: bool) -> Iterator[_Edges]:
    for points in _subpaths(path, _times(_matrix(path), matrix)):
        around = _around(points)
        if _is_thin(around):
            yield around
        elif is_stroked:
            yield from filter(_is_thin, map(_around, pairwise(points)))


_Point = tuple[float, float]


def _subpaths(path: int, matrix: _Matrix) -> list[list[_Point]]:
    """Give the corners of each part of a path. A curve leads away from the lines around it, so it parts them."""
    segments = list(map(_SEGMENT, repeat(path), range(_COUNT_OF_PATH(path))))
    ends = np.zeros((len(segments), 2), dtype=np.float32)
    places = range(ends.ctypes.data, ends.ctypes.data + ends.nbytes, ends.itemsize)
    deque(map(_SEGMENT_POINT, segments, places[::2], places[1::2]), maxlen=0)
    points = (_moved((x, y), matrix) for x, y in ends.astype(np.float64).tolist())
    subpaths: list[list[_Point]] = []
    for point, kind, closes in zip(points, map(_SEGMENT_KIND, segments), map(_SEGMENT_CLOSES, segments), strict=True):
        if kind == pdfium.FPDF_SEGMENT_LINETO and subpaths:
            subpaths[-1].append(point)
        else:
            subpaths.append([point])
        if closes:
            subpaths[-1].append(subpaths[-1][0])
    return [points for points in subpaths if len(points) > 1]


def _matrix(item: int) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    _MATRIX(item, ctypes.addressof(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: _Matrix, second: _Matrix) -> _Matrix:
    a, b, c, d, e, f = second
    return (
        first[0] * a + first[1] * c,
        first[0] * b + first[1] * d,
        first[2] * a + first[3] * c,
        first[2] * b + first[3] * d,
        first[4] * a + first[5] * c + e,
        first[4] * b + first[5] * d + f,
    )


def _moved(point: _Point, matrix: _Matrix) -> _Point:
    x, y = point
    a, b, c, d, e, f = matrix
    return x * a + y * c + e, x * b + y * d + f


def _around(points: list[_Point] | tuple[_Point, ...]) -> _Edges:
    across, along = zip(*points, strict=True)
    return min(across), min(along), max(across), max(along)


def _is_thin(edges: _Edges) -> bool:
    left, bottom, right, top = edges
    return right - left <= _THICKEST or top - bottom <= _THICKEST


# The program

LENGTH = struct.Struct("<Q")
"""What stands before each file and each answer: how many bytes it has."""

OUT_OF_MEMORY = 3
"""The exit code where Python, and not PDFium, asks for more memory than there may be."""


def _serve(files: IO[bytes], answers: IO[bytes], max_memory: int) -> None:
    """Read files and print what is in them, until there are no more."""
    while header := files.read(LENGTH.size):
        (length,) = LENGTH.unpack(header)
        _limit_memory(max_memory + length)
        answer = _answer(files.read(length))
        answers.write(LENGTH.pack(len(answer)))
        answers.write(answer)
        answers.flush()


def _answer(data: bytes) -> bytes:
    found = extract(data)
    # Plain tuples, because to whoever reads the answer this module has another name.
    return pickle.dumps(tuple(found) if isinstance(found, Refusal) else [tuple(page) for page in found])


def _limit_memory(most: int) -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _main() -> None:
    # Whoever interrupts the process that asks ends this one too, by asking no more.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer.
    os.dup2(2, 1)
    try:
        _serve(sys.stdin.buffer, answers, max_memory=int(sys.argv[1]))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    _main()
