"""The pages of a source as pictures, with boxes over the places that something is said of."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from gongkai.document import Document, Locator
from gongkai.marked import PlaceMark, PlaceMarks
from gongkai.read import read_document
from gongkai.read.pdf.drawing import drawn_pages
from gongkai.read.pdf.layout import PageLayout, PlacedBox
from gongkai.read.pdf.page import Box
from gongkai.report import Report

__all__ = ["MarkedBox", "ShownPage", "ShownPages", "shown_pages"]

RESOLUTION, RESOLUTION_OF_MANY = 144, 108
"""Pixels per inch of pictures, and where there are more than `MANY` of them."""

MANY = 40

_BESIDE = 1.5
"""Points of room around text in its box."""


@dataclass(frozen=True, slots=True)
class MarkedBox:
    """A box over a page, and the marks on it.

    Attributes:
        box: left, top, right and bottom, in points.
        marks: the marks.
        place: their place, if this is its first box.
        text: what stands there.
    """

    box: Box
    marks: PlaceMarks
    place: Locator | None
    text: str


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page: its picture, as an address that holds it, and the boxes over it, or why it has none."""

    number: int
    width: float
    height: float
    picture: Markup | None
    reason: str
    boxes: tuple[MarkedBox, ...]


@dataclass(frozen=True, slots=True)
class ShownPages:
    """The pages of a source.

    Attributes:
        pages: those on which something has its place.
        left_out: the numbers of those from which nothing was taken.
        side_by_side: the numbers of those on which two are printed side by side, whose places are not known.
    """

    pages: tuple[ShownPage, ...]
    left_out: tuple[int, ...]
    side_by_side: tuple[int, ...]


def shown_pages(report: Report, marks: Sequence[PlaceMark]) -> ShownPages | None:
    """Draw the pages of a report that is a PDF or a picture; of any other source there are none.

    The file is read once more where the report did not keep where on a page its values stand.

    Args:
        report: the report.
        marks: the marks, in any order.
    """
    layout = _layout(report)
    if layout is None:
        return None
    boxes = _boxes(layout, report.document, marks)
    pages = [page for number, page in sorted(layout.pages.items()) if number in boxes]
    resolution = RESOLUTION if len(pages) <= MANY else RESOLUTION_OF_MANY
    pictures = {drawn.number: drawn for drawn in drawn_pages(layout.pdf, pages, resolution)}
    shown = (
        ShownPage(
            page.number,
            page.width,
            page.height,
            _address(pictures[page.number].picture),
            pictures[page.number].reason,
            tuple(boxes[page.number]),
        )
        for page in pages
    )
    side_by_side = {page.number for page in layout.read_pages} - layout.pages.keys()
    left_out = layout.pages.keys() - boxes.keys()
    return ShownPages(tuple(shown), tuple(sorted(left_out)), tuple(sorted(side_by_side)))


def _layout(report: Report) -> PageLayout | None:
    document = report.document
    if document.format not in ("pdf", "image"):
        return None
    if document.layout is None:
        document = read_document(report.data, name=document.source, keep_layout=True)
    layout = document.layout
    # Lines that hold a whole report are parted after they were read, and have other places then.
    return layout if isinstance(layout, PageLayout) and layout.blocks == report.document.blocks else None


def _boxes(layout: PageLayout, document: Document, marks: Iterable[PlaceMark]) -> Mapping[int, list[MarkedBox]]:
    """Give the boxes on each page, large ones first, so that small ones lie over them."""
    by_place: dict[Locator, list[PlaceMark]] = {}
    for mark in marks:
        by_place.setdefault(mark.place, []).append(mark)
    by_page: dict[int, list[MarkedBox]] = {}
    for place, its_marks in by_place.items():
        text = document.text_at(place)
        for number, placed in enumerate(_padded(layout.boxes(place))):
            marked = MarkedBox(placed.box, PlaceMarks(its_marks), place if number == 0 else None, text)
            by_page.setdefault(placed.page, []).append(marked)
    for boxes in by_page.values():
        boxes.sort(key=lambda each: -_area(each.box))
    return by_page


def _padded(placed: Iterable[PlacedBox]) -> Iterator[PlacedBox]:
    for page, (left, top, right, bottom) in placed:
        yield PlacedBox(page, Box(left - _BESIDE, top, right + _BESIDE, bottom))


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _address(picture: bytes) -> Markup | None:
    # Base64 has nothing in it that would have to be escaped.
    return Markup("data:image/webp;base64," + base64.b64encode(picture).decode()) if picture else None  # noqa: S704
