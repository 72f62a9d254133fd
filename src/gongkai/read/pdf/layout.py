"""Where on its pages a document stands: the boxes of a paragraph, of a cell, and of single characters of them.

A document keeps this only where it is asked for, for a page that shows the source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from gongkai.document import Block, Locator, Paragraph
from gongkai.read.pdf.lines import TextLine
from gongkai.read.pdf.page import Box, UprightPage
from gongkai.read.pdf.remarks import plain
from gongkai.read.pdf.tables import PageCell, PageTable
from gongkai.read.pdf.unruled import UnruledTable

__all__ = ["MadeOf", "PageLayout", "PlacedBox"]

MadeOf = PageTable | UnruledTable | tuple[TextLine, ...]
"""What a block of a document was made of: a table on its pages, or the lines of a paragraph."""


class PlacedBox(NamedTuple):
    """A box on a page, in points from its top left corner; pages count from 1."""

    page: int
    box: Box


@dataclass(frozen=True)
class PageLayout:
    """Where everything in a document stands on the pages of a PDF.

    Attributes:
        pdf: the bytes of the PDF.
        blocks: the blocks of the document.
        made_of: what each of them was made of.
        read_pages: the pages as they were read: of two that are printed side by side on one, each by itself.
    """

    pdf: bytes
    blocks: tuple[Block, ...]
    made_of: tuple[MadeOf, ...]
    read_pages: tuple[UprightPage, ...]

    @cached_property
    def pages(self) -> Mapping[int, UprightPage]:
        """The pages by their numbers, without those on which two are printed side by side."""
        counts = Counter(page.number for page in self.read_pages)
        return {page.number: page for page in self.read_pages if counts[page.number] == 1}

    def boxes(self, place: Locator) -> list[PlacedBox]:
        """Give the boxes of a place, one for each line; where it is not known to the letter, those around it.

        Of a place on a page that is not in `pages`, there are none.

        Raises:
            IndexError: the document has no such block.
        """
        made_of, block = self.made_of[place.block - 1], self.blocks[place.block - 1]
        if isinstance(block, Paragraph):
            boxes = _boxes(block.text, _lines(made_of), place)
        elif isinstance(made_of, PageTable) and place.row is not None:
            boxes = [box for cell in made_of.cells if _is_at(cell, place) for box in _boxes_of_cell(cell, place)]
        else:
            boxes = [PlacedBox(page, _around(lines)) for page, lines in _by_page(_lines(made_of))]
        return [each for each in boxes if each.page in self.pages]


def _lines(made_of: MadeOf) -> Sequence[TextLine]:
    if isinstance(made_of, PageTable):
        return [line for cell in made_of.cells for line in cell.lines]
    return made_of if isinstance(made_of, tuple) else made_of.lines


def _is_at(cell: PageCell, place: Locator) -> bool:
    return (cell.row + 1, cell.column + 1) == (place.row, place.column)


def _boxes_of_cell(cell: PageCell, place: Locator) -> Iterable[PlacedBox]:
    return _boxes(cell.text, cell.lines, place) if cell.lines else [PlacedBox(cell.page, cell.box)]


def _boxes(text: str, lines: Sequence[TextLine], place: Locator) -> list[PlacedBox]:
    """Give the box of each line of a text, or of what of it lies in the span of a place."""
    if place.start is None or place.end is None:
        return [PlacedBox(line.page, _box(line)) for line in lines]
    characters = _characters(plain(text), lines)
    if characters is None:
        return [PlacedBox(line.page, _box(line)) for line in lines]
    # A place without characters is shown by the one before or behind it.
    end = place.end if place.end > place.start else place.end + 1
    inside = [each for each in characters[max(place.start - (place.end == place.start), 0) : end] if each is not None]
    return [
        PlacedBox(line.page, _box(line, [number for _, number in run]))
        for line, run in groupby(inside, key=lambda each: each[0])
    ]


def _characters(text: str, lines: Sequence[TextLine]) -> list[tuple[TextLine, int] | None] | None:
    """Give the line and the number in its source of each character of a text, or None where that cannot be told.

    A blank between two characters or lines is none of them.
    """
    printed = [
        (line, number, character)
        for line in lines
        for number, character in enumerate(plain(line.characters.text), start=line.start)
    ]
    found: list[tuple[TextLine, int] | None] = []
    rest = iter(printed)
    following = next(rest, None)
    for character in text:
        if following is not None and character == following[2]:
            found.append(following[:2])
            following = next(rest, None)
        elif character.isspace():
            found.append(None)
        else:
            return None
    return found if following is None else None


def _box(line: TextLine, numbers: Sequence[int] | None = None) -> Box:
    """Give the box of a line, or of some of its characters."""
    if numbers is None:
        return Box(line.left, line.top, line.right, line.bottom)
    source = line.source
    left, right = min(source.left[number] for number in numbers), max(source.right[number] for number in numbers)
    return Box(float(left), line.top, float(right), line.bottom)


def _by_page(lines: Sequence[TextLine]) -> Iterator[tuple[int, list[TextLine]]]:
    for page, of_page in groupby(sorted(lines, key=lambda line: line.page), key=lambda line: line.page):
        yield page, list(of_page)


def _around(lines: Sequence[TextLine]) -> Box:
    return Box(
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )
