"""Characters of seals: on a curve, or inside a circle and of its colour."""

from __future__ import annotations

import numpy as np

from .calls import Mask
from .contents import Seen
from .survey import Seal, Survey
from .text import Characters

__all__ = ["with_stamps"]

_NEAR = 2.5
"""How far, in their heights, characters on a curve stand from one another at most."""

_BENT = 0.03
"""How much more than the last, in radians, a character on a curve is turned."""

_NEIGHBOURS = 4
"""A character is on a curve if a slanted one is among so many before it, and one among so many after it."""

_RED = 60
"""How much more red than anything else is in the colour of a seal."""


def with_stamps(characters: Characters, survey: Survey) -> Characters:
    """Mark the characters of seals."""
    on_curve, in_seals = _on_curve(characters), _in_seals(characters, survey)
    if not (on_curve | in_seals).any():
        return characters
    is_plain = characters.seen == Seen.PLAIN
    seen = np.where(is_plain & in_seals, np.uint8(Seen.IN_SEAL), characters.seen)
    return characters.seen_as(np.where(is_plain & on_curve, np.uint8(Seen.STAMP), seen))


def _on_curve(characters: Characters) -> Mask:
    """Tell which characters stand between slanted ones that are turned each further than the last."""
    slanted = ~characters.is_straight
    none = np.zeros(len(characters), dtype=np.bool_)
    if slanted.sum() < 2:
        return none
    left, bottom, right, top = characters.edges.T
    x, y = (left + right) / 2, (bottom + top) / 2
    near = _NEAR * np.maximum(top - bottom, right - left)
    together = np.hypot(np.diff(x), np.diff(y)) <= np.maximum(near[1:], near[:-1])
    turns = np.abs((np.diff(characters.angles) + np.pi) % (2 * np.pi) - np.pi)
    is_bent = together & (turns > _BENT)
    bent = slanted & (np.concatenate([[False], is_bent]) | np.concatenate([is_bent, [False]]))
    chain = np.concatenate([[0], np.cumsum(~together)])
    numbers = np.arange(len(characters))
    places = np.flatnonzero(bent)
    if not len(places):
        return none
    after = np.searchsorted(places, numbers)
    before = places[np.maximum(after - 1, 0)]
    following = places[np.minimum(after, len(places) - 1)]
    is_between = (
        (before < numbers)
        & (following > numbers)
        & (numbers - before <= _NEIGHBOURS)
        & (following - numbers <= _NEIGHBOURS)
        & (chain[before] == chain)
        & (chain[following] == chain)
    )
    on_curve: Mask = bent | is_between
    return on_curve


def _in_seals(characters: Characters, survey: Survey) -> Mask:
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
