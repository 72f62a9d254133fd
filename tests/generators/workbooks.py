"""Workbooks in which a cell shows another thing than it stores, in .xlsx and .xls, and reports of such cells."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
import xlwt

Write = Callable[[xlsxwriter.Workbook, Any], None]

LICENCES = "B11"
"""The cell of the report's table whose value a test sets."""

REPORT_ROWS: tuple[tuple[str | int, ...], ...] = (
    ("云岭县水务局2023年政府信息公开工作年度报告",),
    (),
    ("一、主动公开政府信息情况",),
    (),
    ("第二十条第（一）项",),
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", 1, 2, 3),
    ("行政规范性文件", 4, 5, 6),
    ("第二十条第（五）项",),
    ("信息内容", "本年处理决定数量"),
    ("行政许可", 39),
    ("第二十条第（六）项",),
    ("信息内容", "本年处理决定数量"),
    ("行政处罚", 97),
    ("行政强制", 3441),
    ("第二十条第（八）项",),
    ("信息内容", "本年收费金额（单位：万元）"),
    ("行政事业性收费", 3540),
)


def xlsx(write: Write, options: Mapping[str, object] | None = None) -> bytes:
    """Give an .xlsx file of one sheet that a function writes."""
    packed = BytesIO()
    workbook = xlsxwriter.Workbook(packed, {"in_memory": True, **(options or {})})
    write(workbook, workbook.add_worksheet("表"))
    workbook.close()
    return packed.getvalue()


def xls(write: Callable[[Any], None]) -> bytes:
    """Give an .xls file of one sheet that a function writes."""
    packed = BytesIO()
    workbook = xlwt.Workbook(encoding="utf-8")
    write(workbook.add_sheet("表", cell_overwrite_ok=True))
    workbook.save(packed)
    return packed.getvalue()


def with_records(sheet: Any, *records: tuple[int, bytes]) -> None:
    """Put records that the writer of .xls files does not know behind those that it writes."""
    sheet._Worksheet__eof_rec = lambda: b"".join(_record(kind, content) for kind, content in records) + _record(0x000A)


def hiding_condition(bounds: tuple[int, int, int, int], equal_to: int) -> tuple[tuple[int, bytes], tuple[int, bytes]]:
    """Give the records of a conditional format: white letters where a number is equal to another."""
    place = struct.pack("<4H", *bounds)
    font = bytearray(118)
    struct.pack_into("<iII", font, 80, 9, 0, 0x80)
    formula = struct.pack("<BH", 0x1E, equal_to)
    head = struct.pack("<BBHHIH", 1, 3, len(formula), 0, 0x04000000, 0)
    return (0x01B0, struct.pack("<HH", 1, 0) + place + struct.pack("<H", 1) + place), (0x01B1, head + font + formula)


def box(bounds: tuple[int, int, int, int], text: str, kind: int = 6) -> tuple[tuple[int, bytes], ...]:
    """Give the records of a drawing: its first row and column, its last row and column, and the text in it."""
    top, left, bottom, right = bounds
    anchor = struct.pack("<HHI", 0, 0xF010, 18) + struct.pack("<9H", 0, left, 0, top, 0, right, 0, bottom, 0)
    shape = struct.pack("<HHI", 0x000F, 0xF004, len(anchor)) + anchor
    drawn = struct.pack("<HHI", 0x000F, 0xF002, len(shape)) + shape
    text_object = (
        (0x01B6, struct.pack("<HH6xHHH", 0, 0, len(text), 0, 0) + bytes(2)),
        (0x003C, b"\x01" + text.encode("utf-16-le")),
    )
    return (
        (0x00EC, drawn),
        (0x005D, struct.pack("<HHHHH12xHH", 0x15, 0x12, kind, 1, 0, 0, 0)),
        *(text_object if text else ()),
    )


def report_xlsx(write: Write) -> bytes:
    """Give a report whose first table is complete, and then changed by a function."""

    def write_all(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        for row, texts in enumerate(REPORT_ROWS):
            sheet.write_row(row, 0, texts)
        write(workbook, sheet)

    return xlsx(write_all)


def report_xls(write: Callable[[Any], None]) -> bytes:
    """Give the same report as .xls."""

    def write_all(sheet: Any) -> None:
        for row, texts in enumerate(REPORT_ROWS):
            for column, text in enumerate(texts):
                sheet.write(row, column, text)
        write(sheet)

    return xls(write_all)


def patched(data: bytes, part: str, *changes: tuple[bytes, bytes]) -> bytes:
    """Replace bytes in one part of an .xlsx file; each has to be there."""
    packed = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            for old, new in changes if name == part else ():
                assert old in content, old
                content = content.replace(old, new)
            target.writestr(name, content)
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def biff5(cells: Mapping[tuple[int, int], bytes | float], codepage: int | None, character_set: int = 0) -> bytes:
    """Give a workbook of Excel 95, whose texts are bytes in a code page, inside an OLE file.

    Args:
        cells: texts in bytes and numbers by row and column.
        codepage: the number of the code page that the file names, or None to name none.
        character_set: the one that its fonts name.
    """
    body = b"".join(_biff5_sheet(cells))
    opening = _record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0, 0))
    opening += b"" if codepage is None else _record(0x0042, struct.pack("<H", codepage))
    font = struct.pack("<HHHHHBBBB", 220, 0, 0x7FFF, 400, 0, 0, 0, character_set, 0) + b"\x05Arial"
    opening += 5 * _record(0x0031, font)
    opening += _record(0x041E, struct.pack("<HB", 164, 3) + b"0.0")
    opening += 15 * _record(0x00E0, struct.pack("<HHHHHHHH", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0))
    opening += _record(0x00E0, struct.pack("<HHHHHHHH", 0, 0, 0x0001, 0x20, 0, 0, 0, 0))
    opening += _record(0x00E0, struct.pack("<HHHHHHHH", 0, 164, 0x0001, 0x20, 0, 0, 0, 0))
    name = b"Sheet1"
    start = len(opening) + 4 + 7 + len(name) + 4
    opening += _record(0x0085, struct.pack("<IHB", start, 0, len(name)) + name) + _record(0x000A)
    # The writer of .xls files puts any stream into an OLE file, and calls it as Excel 97 does.
    packed = BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(packed, opening + body)
    data = bytearray(packed.getvalue())
    entry = data.index("Workbook".encode("utf-16-le"))
    data[entry : entry + 64] = "Book".encode("utf-16-le").ljust(64, b"\0")
    data[entry + 64] = 10
    return bytes(data)


def _biff5_sheet(cells: Mapping[tuple[int, int], bytes | float]) -> Iterator[bytes]:
    yield _record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 0))
    for (row, column), value in cells.items():
        if isinstance(value, bytes):
            yield _record(0x0204, struct.pack("<HHHH", row, column, 15, len(value)) + value)
        else:
            yield _record(0x0203, struct.pack("<HHHd", row, column, 16, value))
    yield _record(0x000A)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
