"""What PDFium finds on the pages of a PDF: characters and how they are seen, straight strokes, and pictures.

PDFium needs endless time or memory for some files, and ends the whole process on others. So `worker` has this package
answer in a process under limits. To start fast, it imports nothing of the package that it is in.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing

import numpy as np
import pypdfium2
from pypdfium2 import raw as pdfium

from . import fonts
from .annotations import Annotations, take_annotations
from .calls import Edges, Floats
from .contents import LIED_ABOUT, PageContent, Refusal, SeenAs, packed
from .stamps import with_stamps
from .survey import Survey, TooLargeError
from .text import QUARTER, characters_of
from .visibility import how_seen

__all__ = [
    "LIED_ABOUT",
    "MAX_CHARACTERS",
    "MAX_OBJECTS",
    "MAX_PAGES",
    "PageContent",
    "Refusal",
    "SeenAs",
    "answer",
    "extract",
]

MAX_PAGES = 500
"""More pages than any report has."""

MAX_CHARACTERS = 1_000_000
"""More characters than any report has. Spaces count, because they cost as much."""

MAX_OBJECTS = 1_000_000
"""More pieces of text, corners of lines and pictures than any report has, in forms as often as they are placed."""

_SCANNED = 0.5
"""A picture that covers this part of the page is a scan of it."""


def answer(data: bytes) -> bytes:
    """Give what `extract` does as bytes, which `contents.unpacked` reads back."""
    return packed(extract(data))


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
    read: list[tuple[PageContent, fonts.Addresses]] = []
    allowance = _DocumentAllowance()
    for number in range(count):
        try:
            with closing(document[number]) as page:
                annotations = take_annotations(page, document)
                if not annotations.are_drawn:
                    read.append(_content(page, annotations, allowance, kept))
                    continue
            # What was drawn onto the page is on it when it is opened again.
            with closing(document[number]) as page:
                read.append(_content(page, annotations, allowance, kept))
        except pypdfium2.PdfiumError:
            return Refusal("damaged", f"page {number + 1} of {count} cannot be read")
        except TooLargeError as error:
            return Refusal("too_large", f"{error} up to page {number + 1}, and no report has so many")
    pages = [page for page, _ in read]
    attached = _attached(document)
    if attached and sum(len(page.codes) for page in pages) < _CHARACTERS_OF_COVER:
        return Refusal("portfolio", ", ".join(attached))
    _leave_out_lies(read, fonts.doubted(document, data, _digits_said(read)))
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


def _digits_said(read: list[tuple[PageContent, fonts.Addresses]]) -> dict[int, set[int]]:
    """Give the digits that each font says."""
    said: dict[int, set[int]] = defaultdict(set)
    of_characters = np.concatenate([fonts_of_page for _, fonts_of_page in read])
    are_digits = of_characters > 0
    of_digits = of_characters[are_digits]
    codes = np.concatenate([page.codes for page, _ in read])[are_digits]
    for font in {*of_digits.tolist()}:
        said[font].update(codes[of_digits == font].tolist())
    return said


def _leave_out_lies(read: list[tuple[PageContent, fonts.Addresses]], doubted: dict[int, frozenset[int]]) -> None:
    for page, fonts_of_page in read:
        for font, digits in doubted.items():
            page.codes[(fonts_of_page == font) & np.isin(page.codes, list(digits))] = LIED_ABOUT


class _DocumentAllowance:
    """How much a document may still hold."""

    def __init__(self) -> None:
        self.objects = MAX_OBJECTS
        self.characters = MAX_CHARACTERS

    def take_objects(self, count: int) -> None:
        self.objects -= count
        if self.objects < 0:
            raise TooLargeError(f"more than {MAX_OBJECTS} objects")

    def take_characters(self, count: int) -> None:
        self.characters -= count
        if self.characters < 0:
            raise TooLargeError(f"more than {MAX_CHARACTERS} characters")


def _content(
    page: pypdfium2.PdfPage, annotations: Annotations, allowance: _DocumentAllowance, kept: fonts.Kept
) -> tuple[PageContent, fonts.Addresses]:
    # What a survey rescues is in the text only if the text is loaded afterwards.
    survey = Survey(allowance, annotations)
    survey.take_page(page.raw)
    left, bottom, right, top = page.get_bbox()
    has_hidden_text = survey.hides_text(_SCANNED * (right - left) * (top - bottom))
    with closing(page.get_textpage()) as text_page:
        allowance.take_characters(text_page.count_chars())
        characters = characters_of(text_page.raw)
        if not has_hidden_text:
            characters = characters.seen_as(how_seen(page, text_page.raw, characters, survey, annotations))
        characters = with_stamps(characters, survey).upright().with_places(survey.left_out, SeenAs.HIDDEN)
        for kind in (SeenAs.UNSHOWN_ANNOTATION, SeenAs.UNSHOWN_FIELD):
            characters = characters.with_places(annotations.of_kind(kind), kind)
        fonts_of_page = fonts.fonts_of(characters.pieces, kept)
    content = PageContent(
        (left, bottom, right, top),
        characters.codes,
        characters.edges,
        characters.origins,
        np.rint(characters.angles / QUARTER).astype(np.intp) % 4,
        characters.after_space,
        characters.pieces,
        characters.seen,
        strokes=_boxes(survey.strokes),
        slanted=_boxes(survey.slanted),
        drawings=_boxes(survey.drawings),
        pictures=_boxes(survey.pictures),
        has_image=survey.largest_image > 0,
        has_hidden_text=has_hidden_text,
    )
    return content, fonts_of_page


def _boxes(edges: list[Edges]) -> Floats:
    return np.array(edges, dtype=np.float64).reshape(-1, 4)
