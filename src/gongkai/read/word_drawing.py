"""Drawings of a Word document: the text boxes in them, and what else they show that may hold a table or a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.document import UnreadKind
from gongkai.read.word_color import WHITE, Color, Ground, is_color
from gongkai.read.word_xml import Element, attribute, child, contents, inside, local_name

__all__ = ["WordDrawing", "drawing_of"]


@dataclass(frozen=True, slots=True)
class WordDrawing:
    """What a `w:drawing`, `w:pict` or `w:object` shows."""

    boxes: tuple[Element, ...]
    """The outermost text boxes."""
    ground: Ground
    """What the text in them stands on."""
    words: tuple[str, ...]
    """Words that are drawn as shapes."""
    kind: UnreadKind | None
    """What is not read of it, if anything."""
    detail: str
    may_hold_table: bool
    may_hold_number: bool
    """Whether it stands in the line of text like a character, or is as small as one."""
    floats: bool
    """Whether it may lie over other text."""
    is_away: bool
    """Whether it floats so far from its anchor that it may lie over another cell."""


def drawing_of(node: Element) -> WordDrawing | None:
    """Look at a drawing, or give None if it shows nothing."""
    parts = list(_parts(node))
    names = {local_name(part) for part in parts}
    boxes = tuple(part for part in parts if local_name(part) == "txbxContent")
    words = tuple(text for part in parts if local_name(part) == "textpath" and (text := attribute(part, "string")))
    kind, detail = _unread(parts, names)
    if not boxes and not words and kind is None:
        return None
    width, height = _extent(node, parts)
    anchor = child(node, "anchor")
    is_large = width >= _TABLE_WIDTH and height >= _TABLE_HEIGHT
    is_small = width <= _NUMBER_WIDTH and height <= _NUMBER_HEIGHT
    always = kind in ("embedded", "attachment")
    floats = _floats(anchor, parts)
    return WordDrawing(
        boxes,
        _ground(parts),
        words,
        kind,
        detail,
        kind is not None and detail != _EQUATION and (always or is_large),
        kind is not None and (is_small or not floats),
        floats,
        _is_away(anchor) or any(map(_is_style_away, parts)),
    )


def _parts(node: Element) -> Iterator[Element]:
    """Give all that is inside, but of a text box the box alone."""
    pending = [node]
    while pending:
        part = pending.pop()
        for inner in contents(part):
            yield inner
            if local_name(inner) != "txbxContent":
                pending.append(inner)


def _unread(parts: list[Element], names: set[str]) -> tuple[UnreadKind | None, str]:
    program = next((attribute(part, "ProgID") or "" for part in parts if local_name(part) == "OLEObject"), None)
    if program is not None:
        aspect = next(attribute(part, "DrawAspect") for part in parts if local_name(part) == "OLEObject")
        if program.startswith("Equation"):
            return "drawing", _EQUATION
        if aspect == "Icon" or program == "Package":
            return "attachment", f"an attached file shown as an icon ({program})"
        return "embedded", f"an embedded object ({program})"
    if "control" in names:
        return "drawing", "a control of a form"
    if names & {"chart", "relIds"}:
        return "drawing", "a chart" if "chart" in names else "a diagram"
    if "pic" in names or "blip" in names or "imagedata" in names:
        return "picture", "a picture"
    return None, ""


_EQUATION = "an equation"


def _extent(node: Element, parts: list[Element]) -> tuple[float, float]:
    """Give the width and height in EMU. What does not say how large it is may be of any size."""
    extent = next((part for part in parts if local_name(part) == "extent"), None)
    if extent is not None:
        width, height = (attribute(extent, side) or "" for side in ("cx", "cy"))
        if width.isdecimal() and height.isdecimal() and len(width + height) < _LONGEST_SIZES:
            return int(width), int(height)
    for part in parts:
        sizes = dict(_SIZE.findall(attribute(part, "style") or ""))
        if len(sizes) == 2:
            return _emu(*_MEASURE.findall(sizes["width"])[0]), _emu(*_MEASURE.findall(sizes["height"])[0])
    original = [attribute(node, name) or "" for name in ("dxaOrig", "dyaOrig")]
    if all(text.isdecimal() and len(text) < _LONGEST_SIZES for text in original):
        return int(original[0]) * _TWIP, int(original[1]) * _TWIP
    return _TABLE_WIDTH, _TABLE_HEIGHT


_LONGEST_SIZES = 20
_SIZE = re.compile(r"(?<![\w-])(width|height)\s*:\s*([0-9]{1,6}(?:\.[0-9]{1,6})?(?:pt|in|cm|mm|px|pc)?)")
_MEASURE = re.compile(r"([0-9.]+)([a-z]*)")
_UNITS = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000, "px": 9_525, "pc": 152_400, "": 9_525}
_TWIP = 635
_TABLE_WIDTH = 2_160_000
_TABLE_HEIGHT = 540_000
"""6 by 1.5 centimetres: a table of a form does not fit into less, and logos and seals are narrower."""
_NUMBER_WIDTH = 1_080_000
_NUMBER_HEIGHT = 360_000
_FAR = 720_000
"""2 centimetres."""


def _emu(figures: str, unit: str) -> float:
    return float(figures) * _UNITS[unit]


def _floats(anchor: Element | None, parts: list[Element]) -> bool:
    return anchor is not None or any("position:absolute" in (attribute(part, "style") or "") for part in parts)


def _is_away(anchor: Element | None) -> bool:
    """Tell whether an anchored drawing is set apart from its paragraph by more than the height of a few lines."""
    for name in () if anchor is None else ("positionH", "positionV"):
        position = child(anchor, name)
        offset = (next((part.text for part in inside(position, "posOffset")), "") if position is not None else "") or ""
        is_of_page = attribute(position, "relativeFrom") in _OF_PAGE
        if is_of_page or (offset.lstrip("-").isdecimal() and (len(offset) > _LONGEST_SIZES or abs(int(offset)) > _FAR)):
            return True
    return False


def _is_style_away(part: Element) -> bool:
    """Tell the same of a drawing in the older language, which says it in a style."""
    style = attribute(part, "style") or ""
    if "position:absolute" not in style:
        return False
    margins = (_emu(*_MEASURE.findall(size)[0]) for size in _MARGIN.findall(style))
    return "-relative:page" in style or any(margin > _FAR for margin in margins)


_MARGIN = re.compile(r"margin-(?:left|top)\s*:\s*-?([0-9]{1,6}(?:\.[0-9]{1,6})?(?:pt|in|cm|mm|px|pc)?)")
_OF_PAGE = frozenset({"page", "margin", "topMargin", "bottomMargin", "leftMargin", "rightMargin"})


def _ground(parts: list[Element]) -> Ground:
    """Find what a shape is filled with. A shape that says nothing may have a colour of the theme."""
    for part in parts:
        if local_name(part) == "spPr":
            if child(part, "noFill") is not None:
                return WHITE
            figures = attribute(child(part, "solidFill", "srgbClr"), "val")
            return _color(figures) if figures else "unknown"
        filled = attribute(part, "fillcolor")
        if filled is not None:
            return _color(filled.lstrip("#"))
    return WHITE


def _color(figures: str) -> Ground:
    if not is_color(figures):
        return "unknown"
    red, green, blue = (int(figures[place : place + 2], 16) for place in (0, 2, 4))
    return Color(red, green, blue)
