"""What a page prints around its text: page numbers, running titles, and marks that a table goes on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.read.pdf.lines import TextLine

__all__ = ["PageLines", "without_running_lines"]

_MARGIN = 0.12
"""The part of a page's height, at its head and at its foot, in which running lines stand."""

_LEAST_MARGIN = 60.0
"""The same in points, for pages that are not high."""

_MOST_RUNNING = 2
"""How many running lines a page has at its head, and at its foot."""

_SAME_PLACE = 3.0
"""How far, in points, a running title may move from page to page."""

_REPEATED = 1 / 3
"""The part of the pages that a running title is on. Left and right pages may have their own."""

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-—–－―─~·•.]\s*\d{1,3}\s*[-—–－―─~·•.]"
    r"|(?:共\s*\d+\s*页\s*)?第\s*(?:\d+|[一二三四五六七八九十]+)\s*页(?:\W{0,3}共\s*\d+\s*页)?"
    r"|\d{1,3}\s*/\s*\d{1,3}"
    r"|[Pp]age\s*\d+(?:\s*(?:of|/)\s*\d+)?"
)
_BARE_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
_CONTINUED = re.compile(r"[（(]?(?:续上?表|接上[页表])[）)]?")


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page that stand in no table, from top to bottom, and where tables begin and end."""

    height: float
    lines: tuple[TextLine, ...]
    tables_top: float
    tables_bottom: float

    @property
    def head(self) -> list[TextLine]:
        """The lines so near to the upper end of the page that they may be running lines."""
        end = min(self._margin, self.tables_top)
        return [line for line in self.lines if line.bottom < end]

    @property
    def foot(self) -> list[TextLine]:
        """The lines so near to the lower end of the page that they may be running lines."""
        start = max(self.height - self._margin, self.tables_bottom)
        return [line for line in self.lines if line.top > start]

    @property
    def _margin(self) -> float:
        return max(self.height * _MARGIN, _LEAST_MARGIN)


def without_running_lines(pages: Sequence[PageLines]) -> list[list[TextLine]]:
    """Give the lines of each page that belong to the text."""
    outer = [list(_outer(page)) for page in pages]
    places: dict[str, list[tuple[int, float]]] = {}
    for number, lines in enumerate(outer):
        for line in lines:
            places.setdefault(_without_digits(line), []).append((number, line.top))
    running = {
        line
        for lines in outer
        for line in lines
        if _PAGE_NUMBER.fullmatch(line.text) or _is_repeated(line, places, len(pages))
    }
    running |= _bare_page_numbers(pages)
    return [
        [line for line in page.lines if line not in running and not _CONTINUED.fullmatch(line.text)] for page in pages
    ]


def _bare_page_numbers(pages: Sequence[PageLines]) -> set[TextLine]:
    """Give the outermost lines that are nothing but a number, if the numbers count the pages."""
    numbers = [
        line for page in pages for line in {*page.head[:1], *page.foot[-1:]} if _BARE_NUMBER.fullmatch(line.text)
    ]
    offsets = Counter(int(line.text) - line.page for line in numbers)
    counting = {offset for offset, count in offsets.items() if count > 1 or (offset == 0 and len(pages) == 1)}
    return {line for line in numbers if int(line.text) - line.page in counting}


def _outer(page: PageLines) -> list[TextLine]:
    return [*page.head[:_MOST_RUNNING], *page.foot[-_MOST_RUNNING:]]


def _without_digits(line: TextLine) -> str:
    return _DIGITS.sub("", line.text)


def _is_repeated(line: TextLine, places: Mapping[str, Sequence[tuple[int, float]]], page_count: int) -> bool:
    text = _without_digits(line)
    pages = {number for number, top in places[text] if abs(top - line.top) <= _SAME_PLACE}
    return bool(text.strip()) and len(pages) >= max(2, page_count * _REPEATED)
