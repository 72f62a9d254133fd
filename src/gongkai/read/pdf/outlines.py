"""Cells whose numbers are no text, but shapes or small pictures: a person reads them, and the reader cannot."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gongkai.read.pdf.characters import DRAWN, PICTURED, Characters, Floats
from gongkai.read.pdf.lines import TextLine, line_as_drawn
from gongkai.read.pdf.page import Box, UprightPage
from gongkai.read.pdf.ruled import RuledGrid

__all__ = ["with_signs_marked"]

_LOWEST = 2.5
"""What is lower than this, in points, is a dot or a dash."""

_FILLED = 0.6
"""What covers more of a cell than this is its ground."""


def with_signs_marked(lines: list[list[TextLine]], grid: RuledGrid, page: UprightPage) -> list[list[TextLine]]:
    """Put a sign that cannot be told where shapes or pictures stand in a cell, and no text does.

    Args:
        lines: the lines in each region of the grid.
        grid: a grid of the page.
        page: the page.
    """
    marked = [list(of_region) for of_region in lines]
    for boxes, sign in ((page.drawings, DRAWN), (page.pictures, PICTURED)):
        for region, box in _in_regions(boxes, grid):
            if not any(_is_behind(line, box) for line in marked[region]) and _may_continue(marked[region]):
                marked[region].append(_line_of(sign, box, page.number))
    return [sorted(of_region, key=lambda line: line.middle) for of_region in marked]


def _in_regions(boxes: Floats, grid: RuledGrid) -> Iterator[tuple[int, Box]]:
    """Give the boxes that stand in one region each, and do not fill it."""
    high = boxes[boxes[:, 3] - boxes[:, 1] >= _LOWEST]
    left, top, right, bottom = high.T
    regions = grid.regions_at((left + right) / 2, (top + bottom) / 2)
    for number in np.flatnonzero(regions >= 0).tolist():
        box, region = Box(*high[number].tolist()), int(regions[number])
        if _area(box) < _FILLED * _area(grid.box_of(grid.regions[region])):
            yield region, box


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _is_behind(line: TextLine, box: Box) -> bool:
    """Tell whether a shape is drawn over or under text."""
    middle = (box.left + box.right) / 2
    return line.left <= middle <= line.right and line.top <= (box.top + box.bottom) / 2 <= line.bottom


def _may_continue(lines: list[TextLine]) -> bool:
    """Tell whether a shape may be a number or a part of one: a label with a mark beside it stays."""
    return all(any(character.isdigit() for character in line.text) for line in lines)


def _line_of(sign: int, box: Box, page: int) -> TextLine:
    return line_as_drawn(Characters.of([chr(sign)], [box]), page)
