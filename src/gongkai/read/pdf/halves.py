"""Pages that are printed side by side on one: each is read by itself, so that no line runs from one into the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gongkai.read.pdf.characters import Characters, Floats, are_wide
from gongkai.read.pdf.lines import TextLine, lines_of
from gongkai.read.pdf.page import Ruling, UprightPage, moved

__all__ = ["halves_of", "have_a_title_each"]

_MIDDLE = (0.35, 0.65)
"""The part of a page's width in which the blank between two pages on it is."""

_GUTTER = 1.5
"""How wide that blank is at least, in font sizes."""

_PROSE = 14
"""How long a line of prose is at least on half a page, in font sizes."""

_FEWEST_LINES = 3
"""So many lines of prose on either side tell two pages from the columns of a table."""

_LINES_TO_TITLE = 6
_TITLE = re.compile(r"(?:年度报告|工作报告|年报)\s*$")


def halves_of(page: UprightPage) -> tuple[UprightPage, ...]:
    """Give the pages that are printed side by side on one, from left to right, or the page as it is.

    Between them a blank runs from top to bottom, which no line is drawn over, and on both sides there is prose. The
    right one is moved to the place of the left one, so that both have one margin.
    """
    gutter = _gutter(page)
    if gutter is None or page.read_pictures:
        return (page,)
    left, right = _side(page, 0.0, gutter), _side(page, gutter, page.width)
    if min(_count_of_prose(left), _count_of_prose(right)) < _FEWEST_LINES:
        return (page,)
    across = float(left.characters.left.min() - right.characters.left.min())
    return replace(left, width=page.width / 2), replace(moved(right, across, 0.0), width=page.width / 2)


def have_a_title_each(halves: Sequence[UprightPage]) -> bool:
    """Say whether each of the pages that stand side by side begins with the title of a report."""
    return len(halves) > 1 and all(
        any(_TITLE.search(line.text) for line in _lines(half)[:_LINES_TO_TITLE]) for half in halves
    )


def _gutter(page: UprightPage) -> float | None:
    """Give the middle of the widest blank near the middle of a page that runs from top to bottom."""
    characters = page.characters
    start, end = _MIDDLE[0] * page.width, _MIDDLE[1] * page.width
    if not len(characters) or any(rule.start < start and end < rule.end for rule in page.horizontals):
        return None
    order = characters.left.argsort(kind="stable")
    begins, ends = characters.left[order][1:], np.maximum.accumulate(characters.right[order])[:-1]
    gaps, middles = begins - ends, (begins + ends) / 2
    inner = ((middles >= start) & (middles <= end) & (gaps > 0)).nonzero()[0]
    if not len(inner):
        return None
    widest = inner[gaps[inner].argmax()]
    gutter = float(middles[widest])
    is_crossed = any(rule.start < gutter < rule.end for rule in page.horizontals)
    return None if is_crossed or gaps[widest] < _GUTTER * _size(characters) else gutter


def _size(characters: Characters) -> float:
    wide = are_wide(characters.codes)
    return float(np.median(characters.width[wide])) if wide.any() else float(np.median(characters.height))


def _count_of_prose(page: UprightPage) -> int:
    return sum(line.width >= _PROSE * line.size and line.widest_gap < line.size for line in _lines(page))


def _lines(page: UprightPage) -> list[TextLine]:
    return lines_of(page.characters, page.number).get(0, [])


def _side(page: UprightPage, start: float, end: float) -> UprightPage:
    def within(characters: Characters) -> Characters:
        middle = (characters.left + characters.right) / 2
        return characters.take((middle >= start) & (middle < end))

    def boxes(edges: Floats) -> Floats:
        middle = (edges[:, 0] + edges[:, 2]) / 2
        return edges[(middle >= start) & (middle < end)]

    def across(rules: Sequence[Ruling]) -> tuple[Ruling, ...]:
        return tuple(rule for rule in rules if start <= (rule.start + rule.end) / 2 < end)

    return replace(
        page,
        characters=within(page.characters),
        sideways=within(page.sideways),
        left_out=within(page.left_out),
        horizontals=across(page.horizontals),
        verticals=tuple(rule for rule in page.verticals if start <= rule.position < end),
        drawings=boxes(page.drawings),
        pictures=boxes(page.pictures),
    )
