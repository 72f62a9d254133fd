"""What a person sees of the characters of a page: what lies over them, and under them, and what cuts them off."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gongkai.read.ofd.drawing import WHITE, Box
from gongkai.read.ofd.objects import DrawnSign, Surface, TooManyError
from gongkai.read.pdf.characters import Floats, Mask
from gongkai.read.pdf.extraction import SeenAs

__all__ = ["how_seen", "is_laid_over_scan"]

_FAINT, _CLEAR = 12.0, 40.0
"""What differs less than this, of 255, from what is around it is not seen, and what differs less than that perhaps."""

_OPAQUE, _VEIL = 0.95, 0.5
"""What is as opaque as this hides what is under it, and what is less than that shows it."""

_CUT = 0.15
"""The part of a character's height and width that must be covered or cut off for it to be in doubt."""

_DARK = 100.0
"""Text as dark as this is seen on a picture or a pattern."""

_SMALLEST_DIGIT = 1.0
"""Of a digit lower or narrower than this, in points, cannot be told which one it is."""

_SCANNED = 0.5
"""A picture that covers this part of the page is a scan of it."""

_MOST_PAIRS = 1_000_000_000
"""More characters times areas than can be compared in good time."""


def is_laid_over_scan(characters: Sequence[DrawnSign], areas: Sequence[Surface], page: Box) -> bool:
    """Tell whether the text of a page is not printed, but stands for a picture of it, as OCR lays it over a scan."""
    _, _, width, height = page
    scans = [
        area
        for area in areas
        if area.is_picture and (area.box[2] - area.box[0]) * (area.box[3] - area.box[1]) >= _SCANNED * width * height
    ]
    if not scans or not characters:
        return False
    last = max(scan.order for scan in scans)
    return all(each.opacity <= 0 or each.order < last for each in characters)


def how_seen(characters: Sequence[DrawnSign], areas: Sequence[Surface]) -> NDArray[np.uint8]:
    """Tell how each character is seen, as in `SeenAs`.

    Args:
        characters: the characters of a page.
        areas: what may lie over or under them, in the order in which it is drawn.

    Raises:
        TooManyError: there are more than any page of a report has.
    """
    if len(characters) * len(areas) > _MOST_PAIRS:
        raise TooManyError("more characters and areas than can be compared")
    if not characters:
        return np.zeros(0, dtype=np.uint8)
    boxes = np.array([each.glyph.box for each in characters])
    orders = np.array([each.order for each in characters])
    is_digit = np.array([each.glyph.text.isdecimal() for each in characters], dtype=np.bool_)
    ground = np.tile(np.array(WHITE), (len(characters), 1))
    is_on_picture = np.zeros(len(characters), dtype=np.bool_)
    seen = np.zeros(len(characters), dtype=np.uint8)
    for area in areas:
        inside, touched = _inside(boxes, area.box), _touched(boxes, area.box)
        lies_over = orders < area.order
        hides = area.opacity >= _OPAQUE and area.color is not None and area.is_box
        seen[inside & lies_over & hides] = SeenAs.COVERED
        is_doubtful = area.opacity > _VEIL and is_digit & lies_over & (touched if hides else inside)
        seen[is_doubtful & (seen == SeenAs.PLAIN)] = SeenAs.PARTLY_COVERED
        lies_under = inside & ~lies_over
        if area.color is None:
            is_on_picture |= lies_under
        else:
            ground[lies_under] += area.opacity * (np.array(area.color) - ground[lies_under])
            is_on_picture &= ~(lies_under & hides)
    _mark_faint(seen, characters, ground, is_on_picture, is_digit)
    _mark_cut(seen, characters, boxes, is_digit)
    is_small = np.minimum(boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]) < _SMALLEST_DIGIT
    seen[is_small & is_digit & (seen == SeenAs.PLAIN)] = SeenAs.PARTLY_HIDDEN
    return seen


def _inside(boxes: Floats, area: Box) -> Mask:
    """Tell which boxes have their middle in an area."""
    left, bottom, right, top = area
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside: Mask = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
    return inside


def _touched(boxes: Floats, area: Box) -> Mask:
    """Tell which boxes an area covers in part."""
    left, bottom, right, top = area
    width = np.minimum(boxes[:, 2], right) - np.maximum(boxes[:, 0], left)
    height = np.minimum(boxes[:, 3], top) - np.maximum(boxes[:, 1], bottom)
    touched: Mask = (width > _CUT * (boxes[:, 2] - boxes[:, 0])) & (height > 2 * _CUT * (boxes[:, 3] - boxes[:, 1]))
    return touched


def _mark_faint(
    seen: NDArray[np.uint8], characters: Sequence[DrawnSign], ground: Floats, is_on_picture: Mask, is_digit: Mask
) -> None:
    """Mark what has the colour of what is under it."""
    ink = np.array([each.color or (np.nan,) * 3 for each in characters], dtype=np.float64)
    opacity = np.array([each.opacity for each in characters])
    differs = opacity * np.abs(ink - ground).max(axis=1)
    is_pattern = np.isnan(differs) & (opacity > 0)
    in_doubt = is_digit & (is_pattern | (differs < _CLEAR) | (is_on_picture & ~(ink.max(axis=1) <= _DARK)))
    seen[in_doubt & (seen == SeenAs.PLAIN)] = SeenAs.PARTLY_HIDDEN
    is_same = ~is_on_picture & (differs < _FAINT)
    seen[(is_same | (opacity <= 0)) & (seen != SeenAs.COVERED)] = SeenAs.HIDDEN


def _mark_cut(seen: NDArray[np.uint8], characters: Sequence[DrawnSign], boxes: Floats, is_digit: Mask) -> None:
    """Mark what is cut off by what objects are drawn in."""
    for number, each in enumerate(characters):
        if each.clip is None:
            continue
        box = boxes[number : number + 1]
        if not _inside(box, each.clip)[0]:
            seen[number] = SeenAs.HIDDEN
        elif is_digit[number] and seen[number] == SeenAs.PLAIN and _is_cut(box[0].tolist(), each.clip):
            seen[number] = SeenAs.PARTLY_HIDDEN


def _is_cut(box: Sequence[float], clip: Box) -> bool:
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    return (
        max(clip[0] - left, right - clip[2]) > _CUT * width or max(clip[1] - bottom, top - clip[3]) > 2 * _CUT * height
    )
