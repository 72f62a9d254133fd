"""The records of the sheets of an .xls file that xlrd passes over: formulas, drawings, how formulas are computed."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from xlrd.formula import FMLA_TYPE_CELL, decompile_formula

from gongkai.document import UnreadKind
from gongkai.read.excel.model import Condition, Drawing, Place, Range

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
_DRAWING, _OBJECT, _CONTINUE = 0x00EC, 0x005D, 0x003C
_FIRST_BIFF_OF_DRAWINGS = 80
_BEGIN_BYTES = 4


def _records(book: Any, start: int) -> SheetRecords:
    found = SheetRecords()
    drawing_bytes = bytearray()
    object_kinds: list[int] = []
    for kind, record in _walk(book.mem, start):
        if kind in _FORMULAS:
            _add_formula(book, record, found)
        elif kind == _CALCULATION_MODE and len(record) >= 2:
            found.is_manual = struct.unpack_from("<h", record)[0] == 0
        elif kind == _DRAWING:
            drawing_bytes += record
        elif kind == _OBJECT and len(record) >= 6:
            object_kinds.append(struct.unpack_from("<H", record, 4)[0])
    found.drawings += _drawings(bytes(drawing_bytes), object_kinds)
    return found


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


def _drawings(data: bytes, object_kinds: list[int]) -> Iterator[Drawing]:
    """Give the drawings over a sheet; each has an anchor in the one list, and its kind in the other."""
    for bounds, number in zip(_anchors(data), object_kinds, strict=False):
        if number in _OBJECT_KINDS:
            kind, detail = _OBJECT_KINDS[number]
            is_big = bounds.right - bounds.left >= _LEAST_COLUMNS and bounds.bottom - bounds.top >= _LEAST_ROWS
            yield Drawing(kind, detail, bounds, is_big, is_opaque=True)


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
