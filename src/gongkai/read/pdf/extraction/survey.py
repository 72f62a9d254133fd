"""The objects of a page: straight strokes, and what may make text look other than it reads.

Most objects are plain. What is asked of each is asked in few calls, and what is not plain is only noted here.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict, deque
from collections.abc import Iterable
from functools import cached_property
from itertools import compress, repeat
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

import numpy as np
from pypdfium2 import raw as pdfium

from .annotations import Annotations
from .calls import (
    COUNT_OF_FORM,
    COUNT_OF_PATH,
    DRAW_MODE,
    FILL,
    KIND,
    OBJECT_OF_FORM,
    OBJECT_OF_PAGE,
    RENDER_MODE,
    STROKE,
    Edges,
    Floats,
    Mask,
    Numbers,
    bounds_of,
    bounds_of_filled,
    handle,
    matrix_of,
    places_in,
)
from .matrices import IDENTITY, Point, times
from .object_placement import ObjectPlacement
from .paths import BentPath, are_thin, lines_in

__all__ = ["Color", "PaintedArea", "Seal", "Survey", "TooLargeError"]

_FINEST_AREA = 1.0
"""What is at least so thick, in points, may hide a part of a character."""

_DOT = 1e-9
"""What any picture covers at least."""

_NO_WIDTH = 0.01
"""Text narrower than this is left out by PDFium."""

_DARK, _BRIGHT = 100, 150
"""Black text is seen on what is not so dark, and text is seen on white paper that is not so bright."""

_OPAQUE = 255

_PALE = 600
"""Red, green and blue of an area on which dark text is surely seen, together, are no less."""

_SEAL = (40.0, 250.0)
"""How wide and how high a seal is, in points."""

_FEWEST_CURVES = 4
"""A circle has so many curves or more."""

Color = tuple[int, int, int, int]
"""Red, green, blue and opacity, up to 255."""


class TooLargeError(Exception):
    """There is more in a document than in any report."""


class PaintedArea(NamedTuple):
    """Something that may lie over text or under it, and when it was drawn."""

    order: float
    edges: Edges
    hides_what_is_above: bool
    """Whether it may be as dark as text that is drawn later."""


class Seal(NamedTuple):
    """A circle or ellipse as large as a seal."""

    order: float
    edges: Edges
    color: Color


class ObjectAllowance(Protocol):
    """How much a document may still hold."""

    def take_objects(self, count: int) -> None:
        """Count objects.

        Raises:
            TooLargeError: there are too many.
        """


class Survey:
    """What was found in the objects of a page so far. There are as many objects as characters, so calls are few."""

    def __init__(self, allowance: ObjectAllowance, annotations: Annotations) -> None:
        self.strokes: list[Edges] = []
        self.slanted: list[Edges] = []
        """Lines that are no rulings: slanted ones, and those of annotations."""
        self.drawings: list[Edges] = []
        """Shapes that may be signs."""
        self.pictures: list[Edges] = []
        self.largest_image = 0.0
        self.left_out: list[Edges] = []
        """Where text stands that is not printed and was left out."""
        self.areas: list[PaintedArea] = []
        self.seals: list[Seal] = []
        self.colors: dict[int, Color] = {}
        """The colour of each text that is not dark."""
        self.annotated: set[int] = set()
        """The texts of annotations and form fields, by their addresses."""
        self.is_odd = bool(annotations.are_drawn or annotations.struck or annotations.doubtful)
        """Whether text may look other than it reads."""
        self._texts: list[Floats] = []
        self._drawn: list[tuple[list[int], Floats]] = []
        self._has_printed_text = False
        self._hidden: dict[int, Edges] = {}
        self._allowance = allowance
        self._first_annotation = annotations.first_object

    def take_page(self, page: Any) -> None:
        """Look at the objects of a page."""
        count = pdfium.FPDFPage_CountObjects(page)
        self._allowance.take_objects(count)
        objects = list(map(OBJECT_OF_PAGE, repeat(ctypes.addressof(page.contents)), range(count)))
        own = count if self._first_annotation is None else self._first_annotation
        self._take(objects[:own], ObjectPlacement(IDENTITY, 0.0, 1.0, is_annotation=False))
        self._take(objects[own:], ObjectPlacement(IDENTITY, float(own), 1.0, is_annotation=True))
        self.is_odd |= self._has_text_among_areas()

    @cached_property
    def orders(self) -> dict[int, float]:
        """When each text was drawn, by its address. On most pages it need not be known."""
        return {
            text: order for texts, orders in self._drawn for text, order in zip(texts, orders.tolist(), strict=True)
        }

    def texts(self) -> list[int]:
        """Give the addresses of all texts that are printed."""
        return list(self.orders)

    def hides_text(self, scan: float) -> bool:
        """Leave out text that is not printed, unless it stands for a picture of that size or is all the text there is.

        Returns:
            Whether such text remains.
        """
        remains = self.largest_image >= scan or not self._has_printed_text
        if not remains:
            for item in self._hidden:
                pdfium.FPDFPageObj_SetIsActive(handle(item), False)
            self.left_out.extend(self._hidden.values())
        return remains and bool(self._hidden)

    def _take_form(self, form: int, place: ObjectPlacement) -> None:
        count = COUNT_OF_FORM(form)
        self._allowance.take_objects(count)
        within = place._replace(matrix=times(matrix_of(form), place.matrix), step=place.step / (count + 1))
        self._take(list(map(OBJECT_OF_FORM, repeat(form), range(count))), within)

    def _take(self, objects: list[int], place: ObjectPlacement) -> None:
        """Look at the objects of the page, or of a form that is placed with a matrix."""
        if not objects:
            return
        orders: Floats = place.start + np.arange(len(objects), dtype=np.float64) * place.step
        # Most objects are texts, and only these have a mode, so that the others alone need be asked what they are.
        modes = np.fromiter(map(RENDER_MODE, objects), np.intp, len(objects))
        is_text = modes != pdfium.FPDF_TEXTRENDERMODE_UNKNOWN
        others = (~is_text).nonzero()[0].tolist()
        texts = list(compress(objects, is_text.tolist())) if others else objects
        self._take_texts(texts, modes[is_text], orders[is_text], place)
        if not others:
            return
        of_kind: dict[int, list[int]] = defaultdict(list)
        for number in others:
            of_kind[KIND(objects[number])].append(number)

        def taken(kind: int) -> tuple[list[int], Floats]:
            return [objects[number] for number in of_kind[kind]], orders[of_kind[kind]]

        self._take_paths(*taken(pdfium.FPDF_PAGEOBJ_PATH), place)
        self._take_images(*taken(pdfium.FPDF_PAGEOBJ_IMAGE), place)
        forms, began = taken(pdfium.FPDF_PAGEOBJ_FORM)
        for form, order in zip(forms, began.tolist(), strict=True):
            self._take_form(form, place._replace(start=order))

    def _take_images(self, images: list[int], orders: Floats, place: ObjectPlacement) -> None:
        if not images:
            return
        a, b, c, d, _, _ = place.matrix
        for order, (left, bottom, right, top) in zip(orders.tolist(), bounds_of(images).tolist(), strict=True):
            area = (right - left) * (top - bottom) * abs(a * d - b * c)
            self.largest_image = max(self.largest_image, area, _DOT)
            self.pictures.append(place.on_page((left, bottom, right, top)))
            self.areas.append(PaintedArea(order, self.pictures[-1], hides_what_is_above=True))

    def _take_texts(self, texts: list[int], modes: Numbers, orders: Floats, place: ObjectPlacement) -> None:
        if not texts:
            return
        colors, bounds = _fills(texts), bounds_of_filled(texts)
        outlined = (modes != pdfium.FPDF_TEXTRENDERMODE_FILL).nonzero()[0]
        if len(outlined):
            bounds[outlined] = bounds_of([texts[number] for number in outlined.tolist()])
        is_plain = colors[:, :3].max() <= _DARK and colors[:, 3].min() == _OPAQUE
        if is_plain and _is_filled(modes[outlined]).all():
            self._has_printed_text = True
            is_shown = np.ones(len(texts), dtype=np.bool_)
        else:
            is_shown = self._take_odd_texts(texts, modes, colors, bounds, place)
        for number in (is_shown & (bounds[:, 2] - bounds[:, 0] < _NO_WIDTH)).nonzero()[0].tolist():
            _rescue(handle(texts[number]))
        self._drawn.append((texts, orders))
        # Forms cut off what is beyond their sides.
        self.is_odd |= place.matrix is not IDENTITY
        if place.is_annotation:
            self.annotated.update(texts)
        self._texts.append(np.column_stack((orders, place.all_on_page(bounds)))[is_shown])

    def _take_odd_texts(
        self, texts: list[int], modes: Numbers, colors: Any, bounds: Floats, place: ObjectPlacement
    ) -> Mask:
        """Note what is colored, transparent or no more than an outline, and tell what is printed at all."""
        is_hidden = (modes == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE) | (colors[:, 3] == 0) & _is_filled(modes)
        self._has_printed_text |= not is_hidden.all()
        for number in is_hidden.nonzero()[0].tolist():
            left, bottom, right, top = bounds[number].tolist()
            self._hidden[texts[number]] = place.on_page((left, bottom, right, top))
        red, green, blue, opacity = colors.T
        is_transparent = opacity < _OPAQUE
        colored = ((np.maximum(np.maximum(red, green), blue) > _DARK) | is_transparent).nonzero()[0]
        for number, (r, g, b, a) in zip(colored.tolist(), colors[colored].tolist(), strict=True):
            self.colors[texts[number]] = (r, g, b, a)
        is_bright = (red + green + blue > 3 * _BRIGHT) | is_transparent
        self.is_odd |= bool((~is_hidden & (is_bright | ~_is_filled(modes))).any())
        is_shown: Mask = ~is_hidden
        return is_shown

    def _take_paths(self, paths: list[int], orders: Floats, place: ObjectPlacement) -> None:
        """Take the straight strokes of paths, each as the thin box around it."""
        if not paths:
            return
        bounds = place.all_on_page(bounds_of(paths))
        boxes = list(map(_edges, bounds.tolist()))
        extents = bounds[:, 2:] - bounds[:, :2]
        is_filled, is_stroked = _drawn_how(paths)
        is_drawn, is_line = is_filled | is_stroked, are_thin(bounds)
        areas = (is_filled & (extents.min(axis=1) >= _FINEST_AREA)).nonzero()[0].tolist()
        if areas:
            for number, color in zip(areas, _fills([paths[number] for number in areas]).tolist(), strict=True):
                hides = sum(color[:3]) < _PALE
                self.areas.append(PaintedArea(float(orders[number]), boxes[number], hides_what_is_above=hides))
        lines = [(number, boxes[number]) for number in (is_drawn & is_line).nonzero()[0].tolist()]
        bent: list[BentPath] = []
        for number in (is_drawn & ~is_line).nonzero()[0].tolist():
            path = BentPath(number, paths[number], COUNT_OF_PATH(paths[number]), bool(is_stroked[number]))
            self._allowance.take_objects(path.corners)
            if path.corners > _CORNERS_OF_BOX and not place.is_annotation:
                self._take_drawing(path, boxes[number], is_filled=bool(is_filled[number]))
            bent.append(path)
        if bent:
            inside = lines_in(bent, place.matrix)
            self.slanted.extend(map(_edges, inside.slanted.tolist()))
            lines += zip(inside.numbers.tolist(), map(_edges, inside.strokes.tolist()), strict=True)
            lines.sort(key=itemgetter(0))
            for path, curves in zip(bent, inside.curves, strict=True):
                self._take_curves(path, curves, boxes[path.number], float(orders[path.number]))
        self._take_lines([edges for _, edges in lines], place)

    def _take_drawing(self, path: BentPath, edges: Edges, *, is_filled: bool) -> None:
        if edges[3] - edges[1] <= _HIGHEST_SIGN:
            [color] = _colors([path.path], FILL if is_filled else STROKE).tolist()
            if min(color[:3]) < _LIGHT and color[3]:
                self.drawings.append(edges)

    def _take_curves(self, path: BentPath, curves: int, edges: Edges, order: float) -> None:
        if curves >= _FEWEST_CURVES and _is_as_large_as_seal(edges):
            [(red, green, blue, opacity)] = _colors([path.path], STROKE if path.is_stroked else FILL).tolist()
            self.seals.append(Seal(order, edges, (red, green, blue, opacity)))
        if curves and path.is_stroked:
            self.areas.append(PaintedArea(order, edges, hides_what_is_above=False))

    def _take_lines(self, lines: Iterable[Edges], place: ObjectPlacement) -> None:
        """Take straight lines. Those of annotations are no sides of cells."""
        if place.is_annotation:
            self.slanted.extend(_along(line) for line in lines)
        else:
            self.strokes.extend(lines)

    def _has_text_among_areas(self) -> bool:
        """Tell whether an area or picture lies over text that was drawn before, or is dark or a picture under it."""
        texts = np.concatenate(self._texts) if self._texts else np.empty((0, 5))
        if len(texts) * len(self.areas) > _MOST_PAIRS:
            return True
        order, left, bottom, right, top = texts.T
        for area in self.areas:
            area_left, area_bottom, area_right, area_top = area.edges
            is_over = (area_left < right) & (left < area_right) & (area_bottom < top) & (bottom < area_top)
            if (is_over & (area.hides_what_is_above | (order < area.order))).any():
                return True
        return False


_CORNERS_OF_BOX = 5
"""A shape with no more corners than this is a box or an area of colour."""

_HIGHEST_SIGN = 40.0
"""No sign in a table is higher than this."""

_LIGHT = 0xE0
"""What is lighter than this in red, green and blue is not seen on paper."""

_MOST_PAIRS = 20_000_000
"""More texts and areas than can be compared in good time."""


def _is_filled(modes: Any) -> Mask:
    filled: Mask = (modes == pdfium.FPDF_TEXTRENDERMODE_FILL) | (modes == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
    return filled


def _fills(objects: list[int]) -> Any:
    return _colors(objects, FILL)


def _colors(objects: list[int], function: Any) -> Any:
    """Give red, green, blue and opacity of objects. A pattern, which has no colour, counts as bright."""
    colors = np.full((4, len(objects)), _OPAQUE, dtype=np.uint32)
    deque(map(function, objects, *map(places_in, colors)), maxlen=0)
    return colors.T


def _extent(edges: Edges) -> Point:
    """Give how wide and how high something is."""
    return edges[2] - edges[0], edges[3] - edges[1]


def _is_as_large_as_seal(edges: Edges) -> bool:
    least, most = _SEAL
    return all(least <= length <= most for length in _extent(edges))


def _along(line: Edges) -> Edges:
    """Give the line in the middle of a thin box."""
    left, bottom, right, top = line
    if right - left >= top - bottom:
        return left, (bottom + top) / 2, right, (bottom + top) / 2
    return (left + right) / 2, bottom, (left + right) / 2, top


def _rescue(text: Any) -> None:
    """Give text without width an outline, which has one.

    PDFium leaves out text without width, and takes the width of a lone character from its glyph. Where a font is
    neither in the PDF nor on the machine there is no glyph, and ideographs placed one by one would all be lost.
    """
    pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
    # To move it nowhere is to have it measured again.
    pdfium.FPDFPageObj_TransformF(text, pdfium.FS_MATRIX(*IDENTITY))


def _drawn_how(paths: list[int]) -> tuple[Mask, Mask]:
    """Tell which paths are filled, and which are stroked."""
    modes = np.zeros((2, len(paths)), dtype=np.intc)
    deque(map(DRAW_MODE, paths, *map(places_in, modes)), maxlen=0)
    is_filled, is_stroked = modes != 0
    return is_filled, is_stroked


def _edges(values: list[float]) -> Edges:
    first, second, third, fourth = values
    return first, second, third, fourth
