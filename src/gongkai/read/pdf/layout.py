"""Where on its pages a document stands: the boxes of a paragraph, of a cell, and of single characters of them.

A document keeps this only where it is asked for, for a page that shows the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from gongkai.document import Block, Locator, Paragraph, Table
from gongkai.read.aligned import is_value
from gongkai.read.pdf.lines import TextLine
from gongkai.read.pdf.page import Box, UprightPage
from gongkai.read.pdf.remarks import plain
from gongkai.read.pdf.tables import PageTable
from gongkai.read.pdf.unruled import UnruledTable

__all__ = ["MadeOf", "PageLayout", "PlacedBox"]

MadeOf = PageTable | UnruledTable | tuple[TextLine, ...]
"""What a block of a document was made of: a table on its pages, or the lines of a paragraph."""


_Slot = tuple[int | None, int | None]


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
            boxes = self._boxes(block.text, _lines(made_of), place)
        elif isinstance(made_of, PageTable) and place.row is not None:
            cell = next(cell for cell in made_of.cells if (cell.row + 1, cell.column + 1) == (place.row, place.column))
            boxes = self._boxes(cell.text, cell.lines, place) or [PlacedBox(cell.page, cell.box)]
        elif isinstance(made_of, UnruledTable) and (place.row, place.column) in self._values_of(place.block):
            boxes = [self._values_of(place.block)[place.row, place.column]]
        else:
            boxes = [PlacedBox(page, _around(lines)) for page, lines in _by_page(_lines(made_of))]
        return [each for each in boxes if each.page in self.pages]

    def _values_of(self, block: int) -> Mapping[_Slot, PlacedBox]:
        """Give the boxes of the values of a table that nothing is drawn around."""
        if block not in self._values:
            made_of, table = self.made_of[block - 1], self.blocks[block - 1]
            is_unruled = isinstance(made_of, UnruledTable)
            self._values[block] = (
                dict(_values(table, _lines(made_of))) if is_unruled and isinstance(table, Table) else {}
            )
        return self._values[block]

    def _boxes(self, text: str, lines: Sequence[TextLine], place: Locator) -> list[PlacedBox]:
        """Give the box of each line of a text, or of what of it lies in the span of a place."""
        key = place.block, place.row, place.column
        if place.start is None or place.end is None or not lines:
            return [PlacedBox(line.page, _box(line)) for line in lines]
        if key not in self._characters:
            self._characters[key] = _characters(plain(text), lines)
        characters = self._characters[key]
        if characters is None:
            return [PlacedBox(line.page, _box(line)) for line in lines]
        # A place without characters is shown by the one before and the one behind it.
        start, end = (place.start, place.end) if place.start < place.end else (max(place.start - 1, 0), place.end + 1)
        inside = [each for each in characters[start:end] if each is not None]
        return [
            PlacedBox(line.page, _box(line, [number for _, number in run]))
            for line, run in groupby(inside, key=lambda each: each[0])
        ]

    @cached_property
    def _characters(self) -> dict[tuple[int, int | None, int | None], list[tuple[TextLine, int] | None] | None]:
        """What was found of the characters of a paragraph or cell, by its place: there may be many marks on it."""
        return {}

    @cached_property
    def _values(self) -> dict[int, Mapping[_Slot, PlacedBox]]:
        """What was found of the values of each table that nothing is drawn around."""
        return {}


def _lines(made_of: MadeOf) -> Sequence[TextLine]:
    if isinstance(made_of, PageTable):
        return [line for cell in made_of.cells for line in cell.lines]
    return made_of if isinstance(made_of, tuple) else made_of.lines


def _values(table: Table, lines: Sequence[TextLine]) -> Iterator[tuple[_Slot, PlacedBox]]:
    """Give the boxes of the values of a table, row by row, from the words that end its lines.

    There are none where the lines do not have the values of the table, all of them and in the order of its rows.
    """
    rows = [[cell for cell in row if is_value(cell.text)] for row in table.rows()]
    words = [list(_words_at_end(line)) for line in lines]
    printed = [[(cell.text, cell) for cell in row] for row in rows if row]
    found = [of_line for of_line in words if of_line]
    if [[text for text, _ in row] for row in printed] == [[text for text, _ in of_line] for of_line in found]:
        for row, of_line in zip(printed, found, strict=True):
            for (_, cell), (_, box) in zip(row, of_line, strict=True):
                yield (cell.row, cell.column), box


def _words_at_end(line: TextLine) -> Iterator[tuple[str, PlacedBox]]:
    """Give the values with which a line ends, and their boxes."""
    characters = _characters(plain(line.text), [line]) or []
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(plain(line.text))]
    first = next((number for number in range(len(words), 0, -1) if not is_value(words[number - 1][0])), 0)
    for text, start, end in words[first:] if characters else ():
        numbers = [each[1] for each in characters[start:end] if each is not None]
        yield text, PlacedBox(line.page, _box(line, numbers))


_WORD = re.compile(r"\S+")


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
