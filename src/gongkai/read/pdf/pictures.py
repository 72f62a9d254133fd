"""Pictures on pages of text that may hold a table, and that nobody has read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Protocol

from gongkai.document import Block, Locator, Unread
from gongkai.read.pdf.page import Box, UprightPage
from gongkai.read.pdf.tables import PageTable, ruled_tables

__all__ = ["new_tables", "pictures_left", "table_pictures", "unread_pictures"]

_NARROWEST, _LOWEST = 150.0, 40.0
"""In points: what is narrower or lower than this is a logo or a seal, and holds no table of a form."""

_GROUND = 0.2
"""A picture with text over more than this part of the lines that it has room for is the ground of the page."""

_LINE = 20.0
"""How high a line of text with the blank above it is, in points."""


class _PageWithPictures(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def is_illegible(self) -> bool: ...
    @property
    def is_from_ocr(self) -> bool: ...
    @property
    def unread_pictures(self) -> Sequence[Box]: ...


def table_pictures(page: UprightPage) -> Iterator[Box]:
    """Give the pictures of a page that are large enough for a table, and do not lie under text.

    A page that has no text is an image as a whole, and none of these.
    """
    if not len(page.characters) or page.has_hidden_text:
        return
    for edges in page.pictures.tolist():
        picture = Box(*edges)
        box = _on_page(picture, page)
        is_large = box.right - box.left >= _NARROWEST and box.bottom - box.top >= _LOWEST
        if is_large and not _is_ground(box, page):
            yield picture


def new_tables(picture: UprightPage, known: Sequence[PageTable]) -> Iterator[PageTable]:
    """Give the tables that were read in a picture, without those that stand in the text as well.

    A picture may show more of a page than the table that is missing.
    """
    numbers = {row for table in known for row in _numbers(table)}
    for table in _tables([picture]):
        rows = _numbers(table)
        if not rows or sum(row in numbers for row in rows) <= len(rows) / 2:
            yield table


def _tables(pictures: Sequence[UprightPage]) -> list[PageTable]:
    return [table for found in ruled_tables(pictures) for table in found.tables]


def _numbers(table: PageTable) -> list[tuple[str, ...]]:
    """Give the numbers of each row that has any."""
    rows: dict[int, list[str]] = defaultdict(list)
    for cell in table.cells:
        if cell.text.isdigit():
            rows[cell.row].append(cell.text)
    return [tuple(numbers) for numbers in rows.values()]


def pictures_left(page: UprightPage) -> Iterator[Box]:
    """Give the pictures that may hold a table, but not those in which a table was read."""
    read = [table.box for table in _tables(page.read_pictures)]
    for box in table_pictures(page):
        if not any(box.left <= other.left <= box.right and box.top <= other.top <= box.bottom for other in read):
            yield box


def _on_page(box: Box, page: UprightPage) -> Box:
    return Box(max(box.left, 0.0), max(box.top, 0.0), min(box.right, page.width), min(box.bottom, page.height))


def _is_ground(box: Box, page: UprightPage) -> bool:
    characters = page.characters
    across, along = (characters.left + characters.right) / 2, characters.middle
    is_over = (across > box.left) & (across < box.right) & (along > box.top) & (along < box.bottom)
    lines = set((along[is_over] / _LINE).astype(int).tolist())
    return len(lines) > _GROUND * (box.bottom - box.top) / _LINE


def unread_pictures(pages: Sequence[_PageWithPictures], blocks: Sequence[Block]) -> Iterator[Unread]:
    """Name the pictures that were not read, each after the last block of the pages up to its own."""
    for page in pages:
        if page.is_illegible and not page.is_from_ocr:
            yield Unread("picture", f"page {page.number} is an image or drawn", _last_place(blocks, page.number))
        for box in page.unread_pictures:
            width, height = round(box.right - box.left), round(box.bottom - box.top)
            detail = f"a picture of {width} by {height} points on page {page.number}"
            yield Unread("picture", detail, _last_place(blocks, page.number))


def _last_place(blocks: Sequence[Block], page: int) -> Locator | None:
    before = [number for number, block in enumerate(blocks, start=1) if block.page is not None and block.page <= page]
    return Locator(before[-1], page=blocks[before[-1] - 1].page) if before else None
