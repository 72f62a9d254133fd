"""What a page prints around its text: page numbers, running titles, and marks that a table goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.read.pdf.lines import Line

__all__ = ["PageLines", "without_running_lines"]

_MARGIN = 0.12
"""The part of a page's height, at its head and at its foot, in which running lines stand."""

_MOST_RUNNING = 2
"""How many running lines a page has at its head, and at its foot."""

_SAME_PLACE = 3.0
"""How far, in points, a running title may move from page to page."""

_REPEATED = 1 / 3
"""The part of the pages that a running title is on. Left and right pages may have their own."""

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-—–－―─~·•.\s]*\d{1,3}[-—–－―─~·•.\s]*"
    r"|(?:共\s*\d+\s*页\s*)?第\s*(?:\d+|[一二三四五六七八九十]+)\s*页(?:\W{0,3}共\s*\d+\s*页)?"
    r"|\d{1,3}\s*/\s*\d{1,3}"
    r"|[Pp]age\s*\d+(?:\s*(?:of|/)\s*\d+)?"
)
_CONTINUED = re.compile(r"[（(]?(?:续上?表|接上[页表])[）)]?")


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page that stand in no table, from top to bottom, and where tables begin and end."""

    height: float
    lines: tuple[Line, ...]
    tables_top: float
    tables_bottom: float


def without_running_lines(pages: Sequence[PageLines]) -> list[list[Line]]:
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
    return [
        [line for line in page.lines if line not in running and not _CONTINUED.fullmatch(line.text)] for page in pages
    ]


def _outer(page: PageLines) -> Iterator[Line]:
    """Give the lines at the head and at the foot, outside of all tables."""
    head = [line for line in page.lines if line.bottom < min(page.height * _MARGIN, page.tables_top)]
    foot = [line for line in page.lines if line.top > max(page.height * (1 - _MARGIN), page.tables_bottom)]
    yield from head[:_MOST_RUNNING]
    yield from foot[-_MOST_RUNNING:]


def _without_digits(line: Line) -> str:
    return _DIGITS.sub("", line.text)


def _is_repeated(line: Line, places: Mapping[str, Sequence[tuple[int, float]]], page_count: int) -> bool:
    text = _without_digits(line)
    pages = {number for number, top in places[text] if abs(top - line.top) <= _SAME_PLACE}
    return bool(text) and len(pages) >= max(2, page_count * _REPEATED)
