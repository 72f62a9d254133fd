"""What lies over the cells of an .xlsx sheet: pictures, shapes, text boxes, charts and embedded objects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.document import UnreadKind
from gongkai.read.excel.model import Drawing, Range
from gongkai.read.word_xml import Element, attribute, child, contents, local_name

__all__ = ["read_drawings"]

_LEAST_WIDTH = 120
_LEAST_HEIGHT = 60
"""How many pixels a table takes up at least. Smaller pictures are logos and icons."""

_PIXEL = 9525
_ROW_PIXELS = 20
_COLUMN_PIXELS = 64
_WHOLE = re.compile("-?[0-9]{1,12}")
_DIGIT = re.compile("[0-9]")


def read_drawings(root: Element) -> Iterator[Drawing]:
    """Give what the anchors of a drawing part hold.

    Args:
        root: the root of the part.
    """
    for anchor in contents(root):
        if local_name(anchor).endswith("Anchor"):
            bounds, width, height = _extent(anchor)
            is_big = width >= _LEAST_WIDTH and height >= _LEAST_HEIGHT
            yield from (_drawing(node, bounds, is_big=is_big) for node in _objects(anchor))


def _objects(parent: Element) -> Iterator[Element]:
    """Give the objects of an anchor, those of groups one by one."""
    groups = [parent]
    while groups:
        for node in contents(groups.pop()):
            kind = local_name(node)
            if kind == "grpSp":
                groups.append(node)
            elif kind in ("pic", "sp", "cxnSp", "graphicFrame") and not _is_hidden(node):
                yield node


def _is_hidden(node: Element) -> bool:
    names = (found for part in node for found in part if local_name(found) == "cNvPr")
    return any(attribute(found, "hidden") in ("1", "true") for found in names)


def _drawing(node: Element, bounds: Range, *, is_big: bool) -> Drawing:
    kind: UnreadKind = "picture" if local_name(node) == "pic" else "drawing"
    if local_name(node) == "pic":
        return Drawing(kind, "a picture", bounds, is_big, is_opaque=True)
    if local_name(node) == "graphicFrame":
        return Drawing(kind, "a chart or diagram", bounds, is_big, is_opaque=True)
    if local_name(node) == "cxnSp":
        return Drawing(kind, "a line", bounds, is_big=False, is_opaque=True)
    text = _text(node)
    properties = child(node, "spPr")
    is_filled = child(properties, "noFill") is None and (
        child(node, "style", "fillRef") is not None or any(local_name(each) in _FILLS for each in _nodes(properties))
    )
    return Drawing(kind, "a text box", bounds, is_big and bool(_DIGIT.search(text)), is_filled or bool(text), text)


_FILLS = frozenset({"solidFill", "gradFill", "blipFill", "pattFill"})


def _text(node: Element) -> str:
    body = child(node, "txBody")
    return "" if body is None else "".join(each.text or "" for each in body.iter() if local_name(each) == "t").strip()


def _extent(anchor: Element) -> tuple[Range, float, float]:
    """Give the cells that an anchor lies over, and about how wide and high it is in pixels."""
    begin, end, size = child(anchor, "from"), child(anchor, "to"), child(anchor, "ext")
    top, left = _whole(child(begin, "row")), _whole(child(begin, "col"))
    if end is not None:
        bottom, right = _whole(child(end, "row")), _whole(child(end, "col"))
        dx, dy = (_whole(child(end, name)) - _whole(child(begin, name)) for name in ("colOff", "rowOff"))
        width = (right - left) * _COLUMN_PIXELS + dx / _PIXEL
        height = (bottom - top) * _ROW_PIXELS + dy / _PIXEL
        # A drawing that ends where a row begins does not reach into it.
        reach = [int(_whole(child(end, name)) > _PIXEL) for name in ("rowOff", "colOff")]
        return Range(top, left, bottom + reach[0], right + reach[1]), width, height
    width, height = (_read(attribute(size, name)) / _PIXEL for name in ("cx", "cy"))
    bottom, right = top - int(-height // _ROW_PIXELS), left - int(-width // _COLUMN_PIXELS)
    return Range(top, left, bottom, right), width, height


def _whole(node: Element | None) -> int:
    return _read(None if node is None else node.text)


def _read(said: str | None) -> int:
    return int(said) if said and _WHOLE.fullmatch(said.strip()) else 0


def _nodes(parent: Element | None) -> Iterator[Element]:
    return iter(() if parent is None else parent)
