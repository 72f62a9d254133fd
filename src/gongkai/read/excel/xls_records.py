"""The records of the sheets of an .xls file that xlrd passes over: formulas, drawings, how formulas are computed."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from xlrd.formula import FMLA_TYPE_CELL, decompile_formula

from gongkai.document import UnreadKind
from gongkai.read.excel.model import UNKNOWN_FILL, Condition, Drawing, Place, Range

__all__ = ["SheetRecords", "StoredFormula", "sheet_records"]


@dataclass(frozen=True, slots=True)
class StoredFormula:
    """A formula as text, empty if it is none that can be told; `is_stale` asks to compute it on opening."""

    text: str
    is_stale: bool


@dataclass(slots=True)
class SheetRecords:
    """What the records of one sheet say."""

    formulas: dict[Place, StoredFormula] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    is_manual: bool = False


def sheet_records(book: Any) -> list[SheetRecords]:
    """Walk through the records of each sheet.

    Args:
        book: an open `xlrd.Book`.
    """
    return [_records(book, start) for start in book._sh_abs_posn[: book.nsheets]]


_FORMULAS = (0x0006, 0x0206, 0x0406)
_CALCULATION_MODE, _BEGIN, _END = 0x000D, 0x0809, 0x000A
_DRAWING, _OBJECT, _TEXT_OBJECT, _CONTINUE = 0x00EC, 0x005D, 0x01B6, 0x003C
_CONDITIONS, _CONDITION = 0x01B0, 0x01B1
_BEGIN_BYTES = 4


def _records(book: Any, start: int) -> SheetRecords:
    found = SheetRecords()
    drawing_bytes = bytearray()
    objects: list[_Object] = []
    ranges: tuple[Range, ...] = ()
    before = 0
    for kind, record in _walk(book.mem, start):
        if kind in _FORMULAS:
            _add_formula(book, record, found)
        elif kind == _CALCULATION_MODE and len(record) >= 2:
            found.is_manual = struct.unpack_from("<h", record)[0] == 0
        elif kind == _DRAWING:
            drawing_bytes += record
        elif kind == _OBJECT and len(record) >= 6:
            objects.append(_Object(struct.unpack_from("<H", record, 4)[0]))
        elif kind == _CONTINUE and before == _TEXT_OBJECT and objects:
            objects[-1].text = _text(record)
        elif kind == _CONDITIONS:
            ranges = tuple(_ranges(record))
        elif kind == _CONDITION and len(found.conditions) < _MOST_CONDITIONS:
            found.conditions += _conditions(record, ranges, book)
        before = kind
    found.drawings += _drawings(bytes(drawing_bytes), objects)
    return found


@dataclass(slots=True)
class _Object:
    """Something that is drawn: the number of its kind, and the text in it."""

    kind: int
    text: str = ""


def _text(record: bytes) -> str:
    """Read the text of a text box. The first byte says how wide its characters are."""
    is_wide = record[:1] == b"\x01"
    return record[1:].decode("utf-16-le" if is_wide else "latin-1", "replace").strip()


def _walk(data: Any, start: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of a sheet, those of charts inside it left out."""
    depth = 0
    while start + _BEGIN_BYTES <= len(data):
        kind, size = struct.unpack_from("<HH", data, start)
        start += _BEGIN_BYTES
        record = bytes(data[start : start + size])
        start += size
        depth += (kind & 0xFF == _BEGIN & 0xFF and kind in _BEGINNINGS) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, record


_BEGINNINGS = (0x0009, 0x0209, 0x0409, 0x0809)


def _add_formula(book: Any, record: bytes, found: SheetRecords) -> None:
    if len(record) < _FORMULA_BYTES:
        return
    row, column, flags = (*struct.unpack_from("<HH", record), struct.unpack_from("<H", record, 14)[0])
    (size,) = struct.unpack_from("<H", record, 20)
    try:
        text = decompile_formula(book, record[22:], size, FMLA_TYPE_CELL, browx=row, bcolx=column) or ""
    except Exception:
        text = ""
    found.formulas[row, column] = StoredFormula(text, bool(flags & _COMPUTE_ON_OPENING))


_FORMULA_BYTES = 22
_COMPUTE_ON_OPENING = 0x0003

_ANCHOR = 0xF010
_CONTAINERS = frozenset({0xF002, 0xF003, 0xF004})
_OBJECT_KINDS: dict[int, tuple[UnreadKind, str]] = {
    5: ("drawing", "a chart"),
    6: ("drawing", "a text box"),
    8: ("picture", "a picture"),
}
_LEAST_COLUMNS = 2
_LEAST_ROWS = 3


def _drawings(data: bytes, objects: list[_Object]) -> Iterator[Drawing]:
    """Give the drawings over a sheet; each has an anchor in the one list, and its kind in the other."""
    for bounds, found in zip(_anchors(data), objects, strict=False):
        if found.kind in _OBJECT_KINDS:
            kind, detail = _OBJECT_KINDS[found.kind]
            is_big = bounds.right - bounds.left >= _LEAST_COLUMNS and bounds.bottom - bounds.top >= _LEAST_ROWS
            yield Drawing(kind, detail, bounds, is_big, is_opaque=True, text=found.text)


def _anchors(data: bytes) -> Iterator[Range]:
    place = 0
    while place + 8 <= len(data):
        _, kind, size = struct.unpack_from("<HHI", data, place)
        place += 8
        if kind in _CONTAINERS:
            continue
        if kind == _ANCHOR and size >= 18 and place + 18 <= len(data):
            _, left, _, top, _, right, _, bottom, _ = struct.unpack_from("<9H", data, place)
            yield Range(top, left, bottom + 1, right + 1)
        place += size


_CONDITION_HEAD = 12
_FONT_BYTES = 118
_HAS_FORMAT, _HAS_FONT, _HAS_PATTERN = 0x02000000, 0x04000000, 0x20000000
_FONT_STYLE, _FONT_COLOUR, _FONT_STYLE_UNCHANGED = 68, 80, 88
_STRUCK = 0x80
_MOST_CONDITIONS = 1_000
_OPERATORS = {
    1: "between",
    2: "notBetween",
    3: "equal",
    4: "notEqual",
    5: "greaterThan",
    6: "lessThan",
    7: "greaterThanOrEqual",
    8: "lessThanOrEqual",
}


def _ranges(record: bytes) -> Iterator[Range]:
    for place in range(14, len(record) - 7, 8):
        top, bottom, left, right = struct.unpack_from("<4H", record, place)
        yield Range(top, left, bottom + 1, right + 1)


def _conditions(record: bytes, ranges: tuple[Range, ...], book: Any) -> Iterator[Condition]:
    """Give a conditional format, if it changes the number that is shown, or the colour or look of its letters."""
    if len(record) < _CONDITION_HEAD:
        return
    kind, operator, first_bytes, last_bytes, flags = struct.unpack_from("<BBHHI", record)
    bounds = tuple(_constants(record[len(record) - first_bytes - last_bytes :], first_bytes))
    is_plain = kind == 1 and len(bounds) == bool(first_bytes) + bool(last_bytes) > 0
    said = _OPERATORS.get(operator) if is_plain else None
    if flags & _HAS_FORMAT:
        yield Condition(ranges, shows_value=False)
    elif flags & _HAS_FONT and len(record) >= _CONDITION_HEAD + _FONT_BYTES:
        font = record[_CONDITION_HEAD : _CONDITION_HEAD + _FONT_BYTES]
        (style,) = struct.unpack_from("<I", font, _FONT_STYLE)
        number, _, unchanged = struct.unpack_from("<iII", font, _FONT_COLOUR)
        found = book.colour_map.get(number)
        colour = None if found is None else "{:02X}{:02X}{:02X}".format(*found)
        is_struck = bool(style & _STRUCK) and not unchanged & _STRUCK
        if colour is not None or is_struck:
            # Which colour a pattern has is not followed, so that white letters on it are uncertain.
            fill = UNKNOWN_FILL if flags & _HAS_PATTERN else None
            yield Condition(ranges, said, bounds, None, colour, fill, is_struck)


def _constants(formulas: bytes, first_bytes: int) -> Iterator[float]:
    """Give the bounds that are plain numbers."""
    for formula in (formulas[:first_bytes], formulas[first_bytes:]):
        if len(formula) == 3 and formula[0] == _WHOLE:
            yield float(struct.unpack_from("<H", formula, 1)[0])
        elif len(formula) == 9 and formula[0] == _DOUBLE:
            yield struct.unpack_from("<d", formula, 1)[0]


_WHOLE, _DOUBLE = 0x1E, 0x1F
