"""Characters of seals: on a curve, or inside a circle and of its colour."""

from __future__ import annotations

from typing import Any

import numpy as np

from .calls import Mask
from .contents import SeenAs
from .survey import Seal, Survey
from .text import DrawnCharacters

__all__ = ["with_stamps"]

_NEAR = 2.5
"""How far, in their heights, characters on a curve stand from one another at most."""

_BENT = 0.03
"""How much more than the one beside it, in radians, a character on a curve is turned."""

_ALIKE = 0.35
"""How far the sizes of the characters on a curve differ at most: digits are narrower than ideographs."""

_MOST_PAIRS = 5_000_000
"""More pairs of a slanted character and another than a page with a seal has."""

_RED = 60
"""How much more red than anything else is in the colour of a seal."""


def with_stamps(characters: DrawnCharacters, survey: Survey) -> DrawnCharacters:
    """Mark the characters of seals."""
    if not survey.seals and not characters.angles.any():
        return characters
    on_curve, in_seals = _on_curve(characters), _in_seals(characters, survey)
    if not (on_curve | in_seals).any():
        return characters
    is_plain = characters.seen == SeenAs.PLAIN
    seen = np.where(is_plain & in_seals, np.uint8(SeenAs.IN_SEAL), characters.seen)
    return characters.seen_as(np.where(is_plain & on_curve, np.uint8(SeenAs.STAMP), seen))


def _on_curve(characters: DrawnCharacters) -> Mask:
    """Tell which characters stand beside slanted ones that are turned otherwise, or between two of these."""
    slanted = np.flatnonzero(~characters.is_straight)
    on_curve = np.zeros(len(characters), dtype=np.bool_)
    if len(slanted) < 2 or len(slanted) * len(characters) > _MOST_PAIRS:
        return on_curve
    left, bottom, right, top = characters.edges.T
    # Width and height together, of the character and not of the box around it when it is turned.
    extent = (right - left + top - bottom) / (np.abs(np.cos(characters.angles)) + np.abs(np.sin(characters.angles)))
    place = (left + right) / 2 + 1j * (bottom + top) / 2
    size = np.maximum(top - bottom, right - left)
    way = place[slanted] - place[slanted, np.newaxis]
    near = np.abs(way) <= _NEAR * size[slanted]
    turn = np.abs((characters.angles[slanted] - characters.angles[slanted, np.newaxis] + np.pi) % (2 * np.pi) - np.pi)
    bent = slanted[(near & (turn > _BENT)).any(axis=1)]
    on_curve[bent] = True
    straight = np.flatnonzero(characters.is_straight)
    for number in straight[_are_near(place[straight], size[straight], place[bent])].tolist():
        ways = place[bent] - place[number]
        is_alike = np.abs(extent[bent] - extent[number]) <= _ALIKE * extent[number]
        ways = ways[(np.abs(ways) <= _NEAR * size[number]) & is_alike]
        # One of them lies on one side, and another on the other.
        on_curve[number] = bool((np.outer(ways, ways.conj()).real < 0).any())
    return on_curve


def _are_near(places: Any, sizes: Any, others: Any) -> Mask:
    near: Mask = (np.abs(others[np.newaxis] - places[:, np.newaxis]) <= _NEAR * sizes[:, np.newaxis]).any(axis=1)
    return near


def _in_seals(characters: DrawnCharacters, survey: Survey) -> Mask:
    inside = np.zeros(len(characters), dtype=np.bool_)
    digits = np.flatnonzero(characters.is_digit)
    for seal in survey.seals:
        left, bottom, right, top = seal.edges
        edges = characters.edges[digits]
        x = (edges[:, 0] + edges[:, 2] - left - right) / (right - left)
        y = (edges[:, 1] + edges[:, 3] - bottom - top) / (top - bottom)
        for number in digits[x * x + y * y <= 1].tolist():
            inside[number] |= _is_of_seal(int(characters.pieces[number]), seal, survey)
    return inside


def _is_of_seal(piece: int, seal: Seal, survey: Survey) -> bool:
    red, green, blue, _ = survey.colors.get(piece, _BLACK)
    if red - max(green, blue) > _RED:
        return True
    return survey.orders.get(piece, 0.0) > seal.order and (red, green, blue) == seal.color[:3]


_BLACK = (0, 0, 0, 255)
