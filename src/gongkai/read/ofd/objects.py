"""What the objects of a page draw, one after the other: characters, lines, areas and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from gongkai.read.ofd.drawing import (
    BLACK,
    Box,
    Color,
    DrawnPath,
    around,
    box_at,
    color_of,
    numbers,
    outline,
    placed,
)
from gongkai.read.ofd.package import Resources, children
from gongkai.read.ofd.text import PlacedSign, glyphs_of
from gongkai.read.pdf.extraction.matrices import Matrix
from gongkai.read.word_xml import Element, attribute, child, local_name

__all__ = ["Allowed", "Canvas", "DrawnSign", "Surface", "TooManyError"]

MAX_OBJECTS = 500_000
"""More objects and corners of lines than any report has, in composites as often as they are placed."""

MAX_CHARACTERS = 400_000
"""More characters than any report has."""

_DEEPEST = 16
"""How many objects may stand inside one another."""

_THICKEST = 4.0
"""What is thicker than this, in points, is an area and no line."""

_FINEST_AREA = 1.0
"""What is at least so thick, in points, may hide a part of a character."""

_LEVEL = 0.5
"""A line that rises less than this, in points, runs across."""

_HIGHEST_SIGN = 40.0
"""No sign in a table is higher than this, in points."""

_CORNERS_OF_BOX = 5
"""A shape with no more corners than this is a box or an area of colour."""

_LIGHT = 0xE0
"""What is lighter than this in red, green and blue is not seen on paper."""


class TooManyError(Exception):
    """There is more in a document than in any report."""


@dataclass(slots=True)
class Allowed:
    """How much a document may still hold."""

    objects: int = MAX_OBJECTS
    characters: int = MAX_CHARACTERS

    def take(self, *, objects: int = 0, characters: int = 0) -> None:
        """Count objects and characters.

        Raises:
            TooManyError: there are too many.
        """
        self.objects -= objects
        self.characters -= characters
        if self.objects < 0:
            raise TooManyError(f"more than {MAX_OBJECTS} objects")
        if self.characters < 0:
            raise TooManyError(f"more than {MAX_CHARACTERS} characters")


class DrawnSign(NamedTuple):
    """A character, and with what it is drawn."""

    glyph: PlacedSign
    order: int
    """When its object was drawn."""
    piece: int
    """The number of the text object that it is of."""
    color: Color | None
    """None for a pattern."""
    opacity: float
    clip: Box | None
    """What is drawn of it is inside this."""
    font: str
    annotation: str
    """The kind of annotation that it is of, or the empty string."""


class Surface(NamedTuple):
    """Something that may lie over text or under it."""

    order: int
    box: Box
    color: Color | None
    """None for pictures and patterns."""
    opacity: float
    is_box: bool
    """Whether it is as large as the box around it."""
    is_picture: bool


@dataclass(frozen=True, slots=True)
class _Placing:
    """Where objects are placed, and what they take from those in which they stand."""

    matrix: Matrix
    clip: Box | None = None
    opacity: float = 1.0
    is_visible: bool = True
    params: tuple[Element, ...] = ()
    annotation: str = ""
    depth: int = 0


@dataclass(slots=True)
class Canvas:
    """What has been drawn on a page so far."""

    resources: Resources
    allowed: Allowed
    characters: list[DrawnSign] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)
    slanted: list[Box] = field(default_factory=list)
    """Lines that are no rulings, from x, y to x, y: slanted ones, and those of annotations."""
    drawings: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    areas: list[Surface] = field(default_factory=list)
    _order: int = 0

    def draw(self, layers: Iterable[Element], matrix: Matrix) -> None:
        """Draw the layers of a page.

        Args:
            layers: from the lowest to the highest.
            matrix: from the page as OFD measures it to points with y upwards.

        Raises:
            ValueError: something cannot be read.
            TooManyError: there is more in the document than in any report.
        """
        for layer in layers:
            self._draw_all(layer, _Placing(matrix, params=self._params(attribute(layer, "DrawParam"))))

    def put_on(self, annotation: Element, matrix: Matrix) -> None:
        """Draw an annotation; raises what `draw` raises."""
        kind = attribute(annotation, "Type") or "annotation"
        if kind != "Link" and attribute(annotation, "Visible") not in _OFF:
            for appearance in children(annotation, "Appearance"):
                self._draw_all(appearance, _Placing(placed(matrix, appearance), annotation=kind))

    def _draw_all(self, holder: Element, state: _Placing) -> None:
        if state.depth > _DEEPEST:
            raise TooManyError(f"objects more than {_DEEPEST} deep inside one another")
        self.allowed.take(objects=len(holder))
        for node in holder:
            name = local_name(node)
            if name == "PageBlock":
                self._draw_all(node, replace(state, depth=state.depth + 1))
            elif name in _OBJECTS:
                self._order += 1
                self._draw_object(name, node, self._state_of(node, state))

    def _state_of(self, node: Element, state: _Placing) -> _Placing:
        opacity = numbers(attribute(node, "Alpha") or "255", 1)[0] / 255
        matrix = placed(state.matrix, node)
        return replace(
            state,
            matrix=matrix,
            clip=_clipped(node, state.clip, matrix),
            opacity=state.opacity * opacity,
            is_visible=state.is_visible and attribute(node, "Visible") not in _OFF,
            params=(*self._params(attribute(node, "DrawParam")), *state.params),
            depth=state.depth + 1,
        )

    def _draw_object(self, name: str, node: Element, state: _Placing) -> None:
        match name:
            case "TextObject":
                self._draw_text(node, state)
            case "PathObject":
                self._draw_path(node, state)
            case "ImageObject":
                self._draw_picture(state)
            case "CompositeObject":
                unit = self.resources.composites.get(attribute(node, "ResourceID") or "")
                content = child(unit, "Content")
                if content is not None:
                    self._draw_all(content, state)

    def _draw_text(self, node: Element, state: _Placing) -> None:
        is_filled = (attribute(node, "Fill") or "true") not in _OFF
        is_stroked = (attribute(node, "Stroke") or "false") not in _OFF
        color, opacity = self._color("FillColor" if is_filled else "StrokeColor", node, state)
        opacity *= state.opacity if state.is_visible and (is_filled or is_stroked) else 0.0
        self.allowed.take(characters=sum(len(code.text or "") for code in children(node, "TextCode")))
        font = attribute(node, "Font") or ""
        self.characters += (
            DrawnSign(glyph, self._order, self._order, color, opacity, state.clip, font, state.annotation)
            for glyph in glyphs_of(node, state.matrix)
        )

    def _draw_path(self, node: Element, state: _Placing) -> None:
        is_filled = (attribute(node, "Fill") or "false") not in _OFF
        is_stroked = (attribute(node, "Stroke") or "true") not in _OFF
        data = child(node, "AbbreviatedData")
        if not state.is_visible or not (is_filled or is_stroked) or data is None:
            return
        text = data.text or ""
        self.allowed.take(objects=len(text) // _CHARACTERS_OF_CORNER)
        found = outline(text, state.matrix)
        if found is None:
            return
        color, opacity = self._color("FillColor" if is_filled else "StrokeColor", node, state)
        opacity *= state.opacity
        if opacity <= 0:
            return
        if is_filled and min(_sides(found.box)) >= _FINEST_AREA:
            self.areas.append(Surface(self._order, found.box, color, opacity, found.is_box, is_picture=False))
        self._take_lines(found, state, is_stroked=is_stroked)
        is_sign = found.corners > _CORNERS_OF_BOX and _sides(found.box)[1] <= _HIGHEST_SIGN
        if is_sign and not state.annotation and not _is_thin(found.box) and min(color or BLACK) < _LIGHT:
            self.drawings.append(found.box)

    def _take_lines(self, found: DrawnPath, state: _Placing, *, is_stroked: bool) -> None:
        lines = [found.box] if _is_thin(found.box) else list(_strokes_inside(found, is_stroked=is_stroked))
        if state.annotation:
            # Lines of annotations are no sides of cells.
            self.slanted += map(_along, lines)
        else:
            self.strokes += lines
        if is_stroked:
            self.slanted += _slanted_inside(found)

    def _draw_picture(self, state: _Placing) -> None:
        if state.is_visible and state.opacity > 0:
            # A picture fills the unit square that its matrix places.
            box = box_at(0.0, 0.0, 1.0, 1.0, state.matrix)
            self.areas.append(Surface(self._order, box, None, state.opacity, is_box=True, is_picture=True))
            if not state.annotation:
                self.pictures.append(box)

    def _color(self, name: str, node: Element, state: _Placing) -> tuple[Color | None, float]:
        """Give the colour of an object: its own, or that of what it takes its settings from."""
        holders = (node, *state.params)
        found = next((each for holder in holders if (each := child(holder, name)) is not None), None)
        return color_of(found, self.resources.color_spaces)

    def _params(self, identifier: str | None) -> tuple[Element, ...]:
        """Give the settings of an identifier, and those that they refine."""
        found: list[Element] = []
        while identifier and len(found) < _DEEPEST:
            node = self.resources.draw_params.get(identifier)
            if node is None:
                break
            found.append(node)
            identifier = attribute(node, "Relative")
        return tuple(found)


_OBJECTS = frozenset({"TextObject", "PathObject", "ImageObject", "CompositeObject"})
_OFF = frozenset({"false", "0"})

_CHARACTERS_OF_CORNER = 4
"""A corner of a path takes at least as many characters to write."""


def _clipped(node: Element, clip: Box | None, matrix: Matrix) -> Box | None:
    """Give the box outside of which nothing of an object is seen."""
    for each in children(child(node, "Clips"), "Clip"):
        boxes = [box for area in children(each, "Area") if (box := _box_of_clip(area, matrix)) is not None]
        if boxes:
            whole = around([corner for box in boxes for corner in (box[:2], box[2:])])
            clip = whole if clip is None else _shared(clip, whole)
    return clip


def _box_of_clip(area: Element, matrix: Matrix) -> Box | None:
    path = child(area, "Path")
    data = child(path, "AbbreviatedData")
    if path is None or data is None:
        return None
    found = outline(data.text or "", placed(placed(matrix, area), path))
    return found.box if found else None


def _shared(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _sides(box: Box) -> tuple[float, float]:
    left, bottom, right, top = box
    return right - left, top - bottom


def _is_thin(box: Box) -> bool:
    return min(_sides(box)) <= _THICKEST


def _along(line: Box) -> Box:
    """Give the line in the middle of a thin box."""
    left, bottom, right, top = line
    if right - left >= top - bottom:
        return left, (bottom + top) / 2, right, (bottom + top) / 2
    return (left + right) / 2, bottom, (left + right) / 2, top


def _strokes_inside(found: DrawnPath, *, is_stroked: bool) -> Iterator[Box]:
    for part in found.parts:
        box = around(part)
        if _is_thin(box):
            yield box
        elif is_stroked:
            yield from filter(_is_thin, map(around, pairwise(part)))


def _slanted_inside(found: DrawnPath) -> Iterator[Box]:
    for (x, y), (end_x, end_y) in (step for part in found.parts for step in pairwise(part)):
        if min(abs(end_x - x), abs(end_y - y)) > _LEVEL:
            yield x, y, end_x, end_y
