"""Pieces of ruling lines -> the whole lines that a reader sees, without shading and signs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from gongkai.read.pdf.page import Ruling

__all__ = ["GAP", "SAME_EDGE", "whole_lines"]

SAME_EDGE = 2.5
"""Lines nearer to each other than this are one edge: double rulings, and rows drawn cell by cell."""

GAP = 4.0
"""A line may be interrupted for this long: dashes, dots, and corners left open."""

_SHORTEST = 8.0
"""What is shorter than this is no border of a cell, but a dash of text or the piece of a sign."""

_AREA = 4.0
"""Lines of the same length, each as near to the next as those of one edge, that fill more than this are shading."""

_FEWEST_SHADING = math.ceil(_AREA / (SAME_EDGE / 2)) + 1
"""With fewer lines, each as near to the next as those of one edge, no area is filled."""

_DENSE = (_FEWEST_SHADING - 1) * SAME_EDGE / 2
"""Where so many lines take more room than this, they do not fill an area."""


def whole_lines(pieces: Iterable[Ruling]) -> list[Ruling]:
    """Join the pieces of each line, and leave out what remains short."""
    return [line for level in _levels(_without_shading(pieces)) for line in _joined(level)]


def _levels(pieces: Iterable[Ruling]) -> Iterator[list[Ruling]]:
    """Group pieces by the edge that they are on."""
    level: list[Ruling] = []
    for piece in sorted(pieces):
        is_same = level and piece.position - level[-1].position <= SAME_EDGE / 2
        if level and not (is_same and piece.position - level[0].position <= SAME_EDGE):
            yield level
            level = []
        level.append(piece)
    if level:
        yield level


def _without_shading(pieces: Iterable[Ruling]) -> Iterator[Ruling]:
    """Give of the lines that fill an area only the first and the last: a shaded cell has its sides there."""
    alike: dict[tuple[int, int], list[Ruling]] = {}
    for piece in pieces:
        alike.setdefault((round(piece[1]), round(piece[2])), []).append(piece)
    for lines in alike.values():
        lines.sort()
        if not any(
            last[0] - first[0] <= _DENSE for first, last in zip(lines, lines[_FEWEST_SHADING - 1 :], strict=False)
        ):
            yield from lines
            continue
        start = 0
        for number, line in enumerate(lines, start=1):
            if number < len(lines) and lines[number].position - line.position <= SAME_EDGE / 2:
                continue
            is_area = line.position - lines[start].position > _AREA
            yield from (lines[start], line) if is_area else lines[start:number]
            start = number


def _joined(level: Sequence[Ruling]) -> list[Ruling]:
    """Join the pieces of one edge to lines, without those that remain short."""
    position = sum([piece[0] for piece in level]) / len(level)
    joined: list[tuple[float, float]] = []
    in_order = sorted(level, key=_BY_START)
    _, start, end = in_order[0]
    for _, piece_start, piece_end in in_order:
        if piece_start - end > GAP:
            joined.append((start, end))
            start, end = piece_start, piece_end
        elif piece_end > end:
            end = piece_end
    joined.append((start, end))
    return [Ruling(position, begin, stop) for begin, stop in joined if stop - begin >= _SHORTEST]


_BY_START = itemgetter(1)
