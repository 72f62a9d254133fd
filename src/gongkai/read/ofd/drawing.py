"""How OFD draws: matrices, numbers, colours, and the lines and areas of paths."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.read.pdf.extraction.matrices import IDENTITY, Matrix, Point, moved, times
from gongkai.read.word_xml import Element, attribute

__all__ = [
    "BLACK",
    "WHITE",
    "Box",
    "Color",
    "DrawnPath",
    "around",
    "box_at",
    "color_of",
    "numbers",
    "outline",
    "placed",
    "quarter_turns",
]

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points with y upwards."""

LARGEST = 1e6
"""No number that places anything is larger."""


def numbers(text: str | None, count: int | None = None) -> tuple[float, ...]:
    """Read numbers that blanks part.

    Args:
        text: the numbers.
        count: how many there have to be.

    Raises:
        ValueError: something is no number, or there are fewer or more.

    >>> numbers("0 0 210 297", 4)
    (0.0, 0.0, 210.0, 297.0)
    """
    found = tuple(float(part) for part in (text or "").split())
    if not all(abs(number) <= LARGEST for number in found) or count not in (None, len(found)):
        raise ValueError(f"{(text or '')[:60]!r} are not {count or 'the'} numbers that are expected")
    return found


def placed(matrix: Matrix, node: Element) -> Matrix:
    """Give the matrix from an object onto the page, of the matrix of what it stands in."""
    boundary = attribute(node, "Boundary")
    left, top = numbers(boundary, 4)[:2] if boundary else (0.0, 0.0)
    own = attribute(node, "CTM")
    inner: Matrix = numbers(own, 6) if own else IDENTITY  # type: ignore[assignment]
    return times(times(inner, (1.0, 0.0, 0.0, 1.0, left, top)), matrix)


def around(points: Sequence[Point]) -> Box:
    """Give the box around points."""
    across, along = zip(*points, strict=True)
    return min(across), min(along), max(across), max(along)


def box_at(left: float, top: float, width: float, height: float, matrix: Matrix) -> Box:
    """Give the box around a rectangle that a matrix places."""
    corners = ((left, top), (left + width, top), (left, top + height), (left + width, top + height))
    return around([moved(corner, matrix) for corner in corners])


# Colours

Color = tuple[float, float, float]
"""Red, green and blue, up to 255."""

BLACK: Color = (0.0, 0.0, 0.0)
WHITE: Color = (255.0, 255.0, 255.0)


def color_of(node: Element | None, spaces: Mapping[str, Element]) -> tuple[Color | None, float]:
    """Give a colour and its opacity up to 1; None for a pattern or shading, which has no one colour.

    Args:
        node: the element of the colour, or None where there is none: it is black then.
        spaces: the colour spaces of the document.

    Raises:
        ValueError: it is no colour.
    """
    if node is None:
        return BLACK, 1.0
    opacity = numbers(attribute(node, "Alpha") or "255", 1)[0] / 255
    if len(node) or attribute(node, "Index"):
        return None, opacity
    written = attribute(node, "Value")
    if not written:
        return BLACK, opacity
    parts = [float(int(part[1:], 16)) if part.startswith("#") else float(part) for part in written.split()]
    space = spaces.get(attribute(node, "ColorSpace") or "")
    most = 2.0 ** numbers((attribute(space, "BitsPerComponent") or "8"), 1)[0] - 1 if space is not None else 255.0
    parts = [255 * part / most for part in parts]
    match parts:
        case [gray]:
            return (gray, gray, gray), opacity
        case [red, green, blue]:
            return (red, green, blue), opacity
        case [cyan, magenta, yellow, key]:
            light = (255 - key) / 255
            return ((255 - cyan) * light, (255 - magenta) * light, (255 - yellow) * light), opacity
    raise ValueError(f"{written[:60]!r} is no colour")


# Paths


@dataclass(frozen=True, slots=True)
class DrawnPath:
    """A path on the page: the corners of each of its parts, from corner to corner straight, and how many are curves."""

    parts: tuple[tuple[Point, ...], ...]
    curves: int
    box: Box

    @property
    def corners(self) -> int:
        """How many corners it has."""
        return sum(map(len, self.parts)) + self.curves

    @property
    def is_box(self) -> bool:
        """Whether it is one rectangle whose sides run across and down."""
        if self.curves or len(self.parts) != 1:
            return False
        steps = zip(self.parts[0], self.parts[0][1:], strict=False)
        return len(self.parts[0]) in _CORNERS_OF_BOX and all(
            min(abs(x - end_x), abs(y - end_y)) < _LEVEL for (x, y), (end_x, end_y) in steps
        )


_CORNERS_OF_BOX = (4, 5, 6)
_LEVEL = 0.5


def outline(data: str, matrix: Matrix) -> DrawnPath | None:
    """Read a path, or give None where it has no corners.

    Raises:
        ValueError: it is no path.
    """
    parts: list[list[Point]] = []
    every: list[Point] = []
    curves = 0
    for operator, values in _operations(data):
        points = [moved(point, matrix) for point in zip(values[-2::-2], values[::-2], strict=False)]
        every += points[:1] if operator == "A" else points
        if operator in "SM":
            parts.append(points)
        elif operator == "L":
            (parts := parts or [[]])[-1].append(points[0])
        elif operator == "C":
            if parts and parts[-1]:
                parts[-1].append(parts[-1][0])
        else:
            # A curve leads away from the lines around it, so it parts them.
            parts.append(points[:1])
            curves += 1
    if not every:
        return None
    lines = tuple(tuple(points) for points in parts if len(points) > 1)
    return DrawnPath(lines, curves, around(every))


_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def _operations(data: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Give the operators of a path with their numbers."""
    pieces = _OPERATOR.split(data)
    if pieces[0].strip():
        raise ValueError(f"a path begins with {pieces[0][:20]!r}")
    for operator, operands in zip(pieces[1::2], pieces[2::2], strict=True):
        yield operator, numbers(operands, _OPERANDS[operator])


_OPERATOR = re.compile("([SMLQBAC])")


def quarter_turns(matrix: Matrix) -> float:
    """Give by how many quarter turns a matrix turns what is upright clockwise, on a page with y upwards."""
    return -math.atan2(matrix[1], matrix[0]) / (math.pi / 2)
