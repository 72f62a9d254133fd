"""What stands on a page of a PDF: characters and ruling lines, upright and measured from the top left corner.

All lengths are points, as in PDF; `top` is smaller than `bottom`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from gongkai.read.pdf.characters import Characters, Floats

__all__ = ["Box", "Ruling", "UprightPage", "moved", "turned"]


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float


class Ruling(NamedTuple):
    """A straight line, from `start` to `end` at the same `position` across."""

    position: float
    start: float
    end: float


def _no_boxes() -> Floats:
    return np.empty((0, 4))


@dataclass(frozen=True, slots=True)
class UprightPage:
    """The content of one page. `number` counts from 1."""

    number: int
    width: float
    height: float
    characters: Characters
    """In the order in which the PDF draws them."""
    sideways: Characters
    """Those at a right angle to most of the page, or upside down, in the order in which the PDF draws them."""
    horizontals: tuple[Ruling, ...]
    verticals: tuple[Ruling, ...]
    has_image: bool
    has_hidden_text: bool = False
    """Whether text is read that is not printed."""
    is_from_ocr: bool = False
    """Whether it is an image whose text was read by OCR."""
    quarters: int = 0
    """By how many quarter turns clockwise its text is turned in the PDF."""
    left_out: Characters = field(default_factory=lambda: Characters.of([], []))
    """Characters that are in the file, and that a reader does not see as text of the page."""
    drawings: Floats = field(default_factory=_no_boxes)
    """Left, top, right and bottom of shapes that may be signs."""
    pictures: Floats = field(default_factory=_no_boxes)
    """Left, top, right and bottom of pictures."""
    read_pictures: tuple[UprightPage, ...] = ()
    """What pictures on the page read by OCR, in their places on it."""


def moved(page: UprightPage, across: float, along: float) -> UprightPage:
    """Move what stands on a page to the right and down."""
    shift = np.array([across, along, across, along])
    return replace(
        page,
        characters=_moved(page.characters, across, along),
        sideways=_moved(page.sideways, across, along),
        left_out=_moved(page.left_out, across, along),
        horizontals=tuple(
            Ruling(line.position + along, line.start + across, line.end + across) for line in page.horizontals
        ),
        verticals=tuple(
            Ruling(line.position + across, line.start + along, line.end + along) for line in page.verticals
        ),
        drawings=page.drawings + shift,
        pictures=page.pictures + shift,
    )


def _moved(characters: Characters, across: float, along: float) -> Characters:
    return replace(
        characters,
        left=characters.left + across,
        right=characters.right + across,
        top=characters.top + along,
        bottom=characters.bottom + along,
    )


def turned(edges: Floats, quarters: int) -> Floats:
    """Turn rectangles so that text becomes upright.

    Args:
        edges: left, bottom, right and top of each rectangle, as PDF measures them with y upwards.
        quarters: by how many quarter turns the text is turned clockwise.

    Returns:
        left, top, right and bottom of each, with y downwards.

    >>> turned(np.array([[10, 20, 30, 60]]), 0)
    array([[ 10, -60,  30, -20]])
    >>> turned(np.array([[10, 20, 30, 60]]), 3)
    array([[20, 10, 60, 30]])
    """
    if not len(edges):
        return edges
    left, bottom, right, top = edges.T
    match quarters:
        case 0:
            upright = (left, -top, right, -bottom)
        case 1:
            upright = (-top, -right, -bottom, -left)
        case 2:
            upright = (-right, bottom, -left, top)
        case _:
            upright = (bottom, left, top, right)
    # The sides are asked for one by one, so that each of them lies together.
    return np.array(upright).T
