"""What was put onto a page after it was made: annotations and the values of form fields."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from pypdfium2 import raw as pdfium

from .calls import Edges
from .contents import SeenAs

__all__ = ["Annotations", "take_annotations"]

_UNSEEN_FLAGS = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW

_NO_PART_OF_PAGE = frozenset(
    {
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_SOUND,
        pdfium.FPDF_ANNOT_MOVIE,
        pdfium.FPDF_ANNOT_FILEATTACHMENT,
    }
)
"""Links, and notes that a reader opens."""

_DRAWN_BY_PDFIUM = frozenset(
    {
        pdfium.FPDF_ANNOT_CIRCLE,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_INK,
        pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_UNDERLINE,
    }
)
"""What looks the same in all programs, so that PDFium may draw it where the PDF does not say how."""

_TYPED = {pdfium.FPDF_ANNOT_FREETEXT: SeenAs.UNSHOWN_ANNOTATION, pdfium.FPDF_ANNOT_WIDGET: SeenAs.UNSHOWN_FIELD}
_CONTENT = {pdfium.FPDF_ANNOT_FREETEXT: b"Contents", pdfium.FPDF_ANNOT_WIDGET: b"V"}
"""Where the text stands that was typed."""


@dataclass(slots=True)
class Annotations:
    """What was put onto a page."""

    first_object: int | None = None
    """From which object of the page on they are drawn, if they are."""
    shown: list[tuple[SeenAs, Edges]] = field(default_factory=list)
    """Where what is drawn stands, and whether it is a form field."""
    unshown: list[tuple[SeenAs, Edges]] = field(default_factory=list)
    """Where text was typed of which nothing says how it looks."""
    struck: list[Edges] = field(default_factory=list)
    doubtful: list[Edges] = field(default_factory=list)
    """Where something is drawn of which nothing says how it looks."""

    @property
    def are_drawn(self) -> bool:
        """Whether they are among the objects of the page."""
        return self.first_object is not None

    def of_kind(self, kind: SeenAs) -> list[Edges]:
        """Give the places of text of one kind of which nothing says how it looks."""
        return [edges for found, edges in self.unshown if found == kind]


def take_annotations(page: pypdfium2.PdfPage, document: pypdfium2.PdfDocument) -> Annotations:
    """Draw what was put onto a page onto it, and tell where the rest stands.

    The page must be opened again to find what was drawn.
    """
    found = Annotations()
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return found
    if any(_is_field(page, number) for number in range(count)) and _needs_appearances(document):
        for number in range(count):
            _forget_appearance(page, number, document)
    _have_drawn(page)
    unseen = [number for number in range(count) if not _take(page, number, document, found)]
    if not found.shown:
        return found
    # What follows one that is taken away moves up.
    for number in reversed(unseen):
        pdfium.FPDFPage_RemoveAnnot(page, number)
    before = pdfium.FPDFPage_CountObjects(page)
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        found.first_object = before
    else:
        found.unshown += [
            (SeenAs.UNSHOWN_ANNOTATION if kind == SeenAs.ANNOTATION else SeenAs.UNSHOWN_FIELD, edges)
            for kind, edges in found.shown
        ]
    return found


def _have_drawn(page: pypdfium2.PdfPage) -> None:
    """Have PDFium draw each annotation of which the PDF does not say how it looks: it does when it draws the page."""
    bitmap = pdfium.FPDFBitmap_Create(1, 1, 0)
    try:
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _is_field(page: Any, number: int) -> bool:
    with _annotation(page, number) as annotation:
        return bool(pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET)


def _needs_appearances(document: pypdfium2.PdfDocument) -> bool:
    """Tell whether programs are to draw form fields anew, whatever the PDF says about how they look.

    PDFium does not say, but shows when it writes the document without compression.
    """
    copy = io.BytesIO()
    document.save(copy)
    return re.search(rb"/NeedAppearances\s+true", copy.getvalue()) is not None


def _forget_appearance(page: Any, number: int, document: pypdfium2.PdfDocument) -> None:
    with _annotation(page, number) as annotation:
        is_field = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
        if is_field and not _is_button(annotation, document):
            pdfium.FPDFAnnot_SetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None)


def _is_button(annotation: Any, document: pypdfium2.PdfDocument) -> bool:
    """Tell whether a form field is a tick box or button, whose signs are no digits, whatever their codes."""
    own = _text(annotation, b"FT")
    if own:
        return own == "Btn"
    document.init_forms()
    form = document.formenv
    return form is None or pdfium.FPDFAnnot_GetFormFieldType(form, annotation) in _BUTTONS


_BUTTONS = (
    pdfium.FPDF_FORMFIELD_UNKNOWN,
    pdfium.FPDF_FORMFIELD_PUSHBUTTON,
    pdfium.FPDF_FORMFIELD_CHECKBOX,
    pdfium.FPDF_FORMFIELD_RADIOBUTTON,
    pdfium.FPDF_FORMFIELD_SIGNATURE,
)


def _take(page: Any, number: int, document: pypdfium2.PdfDocument, found: Annotations) -> bool:
    """Note an annotation, and tell whether it is to be drawn."""
    with _annotation(page, number) as annotation:
        subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
        if subtype in _NO_PART_OF_PAGE or pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN_FLAGS:
            return False
        edges = _edges(annotation)
        if subtype == pdfium.FPDF_ANNOT_STRIKEOUT:
            found.struck += _quads(annotation) or [edges]
            return False
        # A layer that it is in may be switched off.
        is_drawn = _has_appearance(annotation) and not pdfium.FPDFAnnot_HasKey(annotation, b"OC")
        if is_drawn or (subtype in _DRAWN_BY_PDFIUM and not pdfium.FPDFAnnot_HasKey(annotation, b"OC")):
            found.shown.append((_kind(annotation, subtype, document), edges))
            return True
        if subtype not in _TYPED:
            found.doubtful.append(edges)
        elif _text(annotation, _CONTENT[subtype]) or _inherits_value(annotation, document, subtype):
            found.unshown.append((_TYPED[subtype], edges))
        return False


def _kind(annotation: Any, subtype: int, document: pypdfium2.PdfDocument) -> SeenAs:
    if subtype != pdfium.FPDF_ANNOT_WIDGET:
        return SeenAs.ANNOTATION
    return SeenAs.UNSHOWN_FIELD if _is_button(annotation, document) else SeenAs.FORM_FIELD


@contextmanager
def _annotation(page: Any, number: int) -> Iterator[Any]:
    annotation = pdfium.FPDFPage_GetAnnot(page, number)
    if not annotation:
        raise pypdfium2.PdfiumError(f"annotation {number} cannot be read")
    try:
        yield annotation
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _edges(annotation: Any) -> Edges:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, box)
    return min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)


def _quads(annotation: Any) -> list[Edges]:
    """Give the boxes around what an annotation marks."""
    quad = pdfium.FS_QUADPOINTSF()
    boxes: list[Edges] = []
    for number in range(pdfium.FPDFAnnot_CountAttachmentPoints(annotation)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, number, quad):
            across, along = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            boxes.append((min(across), min(along), max(across), max(along)))
    return boxes


def _has_appearance(annotation: Any) -> bool:
    return bool(_told(lambda *room: pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, *room)))


def _inherits_value(annotation: Any, document: pypdfium2.PdfDocument, subtype: int) -> bool:
    """Tell whether a form field has a value that stands with its parent."""
    if subtype != pdfium.FPDF_ANNOT_WIDGET:
        return False
    document.init_forms()
    form = document.formenv
    return form is not None and bool(
        _told(lambda *room: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, *room)).strip()
    )


def _text(annotation: Any, key: bytes) -> str:
    return _told(lambda *room: pdfium.FPDFAnnot_GetStringValue(annotation, key, *room)).strip()


def _told(ask: Callable[[Any, int], int]) -> str:
    """Give the text that a function of PDFium writes when it is given room for it."""
    length = ask(None, 0)
    room = (ctypes.c_ushort * (length // 2 + 1))()
    ask(room, length)
    return bytes(room)[: max(length - 2, 0)].decode("utf-16-le", errors="replace")
