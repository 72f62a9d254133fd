"""Elements that show something other than text of the page: fields of forms, pictures, frames, embedded objects."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from gongkai.document import RemarkKind, UnreadKind
from gongkai.read.digits import holds_number
from gongkai.read.html.declarations import attribute_declarations, length
from gongkai.read.html.line import DOUBT, WebNote, as_printed
from gongkai.read.html.style import Attributes

__all__ = ["Shown", "shown_by", "size_of"]


class Shown(NamedTuple):
    """What such an element shows: in a cell, and in a line of text outside of cells."""

    in_cell: str = ""
    in_line: str = ""
    note: WebNote | None = None
    unread: UnreadKind | None = None
    """What may hold a table, if it is big enough."""


_NOTHING = Shown()


def shown_by(tag: str, node: LexborNode, attributes: Attributes) -> Shown:
    """Give what an element shows."""
    match tag:
        case "input":
            return _input(attributes)
        case "textarea":
            return _field(node.text())
        case "select":
            return _select(node, attributes)
        case "button" | "meter" | "progress":
            return _doubt("form_field", f"a {tag}") if tag != "button" or holds_number(node.text()) else _NOTHING
        case "img" | "image":
            return _picture(attributes)
        case "canvas" | "svg" | "math":
            if any(side is not None and side <= _THIN for side in size_of(attributes)):
                return _NOTHING
            return _doubt("drawn", f"a drawing ({tag})", "drawing" if tag != "math" else None)
        case "iframe" | "frame":
            return _doubt("generated", f"a frame, {_named(attributes.get('src'))}", "frame")
        case "object" | "embed" | "applet":
            return _doubt(
                "generated",
                f"an embedded object, {_named(attributes.get('data') or attributes.get('src'))}",
                "embedded",
            )
    return _NOTHING


def _doubt(kind: RemarkKind, detail: str, unread: UnreadKind | None = None) -> Shown:
    return Shown(DOUBT, "", WebNote(kind, detail), unread)


def _named(address: str | None) -> str:
    if not address:
        return "without an address"
    if address[:5].lower() == "data:":
        return f"{address.partition(',')[0]},..."
    return address.strip()[:_LONGEST_NAME]


_LONGEST_NAME = 200


def _field(value: str) -> Shown:
    text = as_printed(value)
    return (
        Shown(text, text if holds_number(text) else "", WebNote("form_field", f"{text} stands in a field"))
        if text
        else _NOTHING
    )


def _input(attributes: Attributes) -> Shown:
    kind = (attributes.get("type") or "text").strip().lower()
    value = attributes.get("value") or ""
    match kind:
        case "hidden" | "password" | "button" | "submit" | "reset" | "file" | "color":
            return _NOTHING
        case "image":
            return _picture(attributes)
        case "checkbox" | "radio":
            return Shown("☑" if "checked" in attributes else "☐")
        case "range":
            return _doubt("form_field", "a slider")
        case "number" if value.strip() and _NUMBER.fullmatch(value.strip()) is None:
            return _NOTHING
    if not value.strip() and holds_number(attributes.get("placeholder") or ""):
        return _doubt("form_field", f"{attributes.get('placeholder')} stands in a field that was not filled in")
    return _field(value)


_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")


def _select(node: LexborNode, attributes: Attributes) -> Shown:
    options = node.css("option")
    chosen = [option for option in options if "selected" in option.attributes]
    if "multiple" in attributes or (attributes.get("size") or "1").strip() not in ("", "0", "1"):
        return _doubt("form_field", "a list of several choices") if options else _NOTHING
    enabled = [option for option in options if "disabled" not in option.attributes]
    option = chosen[-1] if chosen else next(iter(enabled), None)
    if option is None:
        return _NOTHING
    shown = _field(option.attributes.get("label") or option.text())
    return shown if chosen else shown._replace(in_line="")


def _picture(attributes: Attributes) -> Shown:
    text = as_printed(attributes.get("alt") or "")
    address = attributes.get("src") or attributes.get("data-src") or attributes.get("data-original") or ""
    if _DIGITS.fullmatch(text):
        return Shown(text, text, WebNote("picture", f"{text} is a picture"))
    width, height = size_of(attributes)
    if _is_spacer(address, width, height):
        return _NOTHING
    detail = f"a picture, {_named(address)}"
    return Shown(DOUBT, DOUBT, WebNote("picture", detail), "picture")


_DIGITS = re.compile(r"[\d,.，．％%+\-－—/]*\d[\d,.，．％%+\-－—/]*|[,.，．%％\-－—]")


def _is_spacer(address: str, width: float | None, height: float | None) -> bool:
    name = address.rpartition("/")[2].lower()
    thin = any(side is not None and side <= _THIN for side in (width, height))
    return thin or name.startswith(("spacer.", "blank.", "transparent.", "space.", "clear."))


_THIN = 3


def size_of(attributes: Attributes) -> tuple[float | None, float | None]:
    """Give the width and height of a picture or frame in pixels, each None where the page does not say.

    >>> size_of({"width": "640", "style": "height: 12cm"})
    (640.0, 453.59999999999997)
    """
    width, height = _side(attributes, "width"), _side(attributes, "height")
    if width is None and height is None:
        return _size_inside(attributes.get("src") or "")
    return width, height


def _side(attributes: Attributes, name: str) -> float | None:
    values = [each.value for each in attribute_declarations(attributes.get("style") or "") if each.name == name]
    for value in (*reversed(values), attributes.get(name) or ""):
        found = length(value.strip()) if value else None
        if found is not None:
            return found.pixels(16, 1000 if name == "width" else 600)
    return None


def _size_inside(address: str) -> tuple[float | None, float | None]:
    """Read the size of a picture that stands in its address, from its first bytes."""
    kind, _, encoded = address[:_LONGEST_HEAD].partition(";base64,")
    if not encoded or not kind.lower().startswith("data:image/"):
        return None, None
    data = _decoded(encoded)
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return float(width), float(height)
    if data.startswith(b"GIF8") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return float(width), float(height)
    if data.startswith(b"\xff\xd8"):
        return _size_of_jpeg(_decoded(address[:_LONGEST_HEAD_OF_JPEG].partition(";base64,")[2]))
    return None, None


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded[: len(encoded) // 4 * 4])
    except binascii.Error:
        return b""


def _size_of_jpeg(data: bytes) -> tuple[float | None, float | None]:
    """Read the size in the header of the frame, behind segments of which each tells its length."""
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return float(width), float(height)
        else:
            position += 2 + int(struct.unpack(">H", data[position + 2 : position + 4])[0])
    return None, None


_NO_FRAMES = frozenset({0xC4, 0xC8, 0xCC})
_LONGEST_HEAD = 200
# The size in a JPEG may come behind what the camera says of the picture.
_LONGEST_HEAD_OF_JPEG = 90_000
