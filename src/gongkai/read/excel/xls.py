"""An .xls file of Excel 5 to 2003 -> `Workbook`, by xlrd, and from its records what xlrd passes over."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import xlrd
from xlrd.biffh import XLRDError, error_text_from_code

from gongkai.read.excel.model import (
    BLACK,
    MAX_CELLS,
    MAX_SHEETS,
    MAX_SLOTS,
    WHITE,
    CellStyle,
    Font,
    Formula,
    Place,
    Range,
    SourceCell,
    SourceSheet,
    TextRun,
    Workbook,
    WorkbookError,
)
from gongkai.read.excel.number_format import BUILT_IN, GENERAL
from gongkai.read.excel.xls_records import SheetRecords, sheet_records
from gongkai.read.ole import root_streams

__all__ = ["read_xls"]


def read_xls(data: bytes) -> Workbook:
    """Read all sheets of a workbook, hidden ones too, because formulas may point to them.

    Args:
        data: the bytes of the file.

    Raises:
        WorkbookError: the workbook is `encrypted`, `damaged` or `too_large`.
    """
    book = _opened(data, None)
    encoding = _encoding_told_by_fonts(book)
    if encoding is not None:
        book = _opened(data, encoding)
    try:
        return _workbook(book, is_computed=_SUMMARY in root_streams(data))
    except WorkbookError:
        raise
    except Exception as error:
        raise WorkbookError("damaged", "its records contradict one another") from error


def _opened(data: bytes, encoding: str | None) -> xlrd.Book:
    try:
        return xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,
            encoding_override=encoding,
            logfile=io.StringIO(),
        )
    except XLRDError as error:
        if "encrypted" in str(error):
            raise WorkbookError("encrypted") from error
        raise WorkbookError("damaged", str(error)) from error
    except Exception as error:
        # The library checks hardly any count that the file gives, so that damage comes as any exception.
        raise WorkbookError("damaged", "its records contradict one another") from error


_LAST_BIFF_OF_BYTES = 70
_CHARACTER_SETS = {134: "gb18030", 136: "big5hkscs"}
_WESTERN = ("iso-8859-1", "cp1252", "latin_1", "ascii")


def _encoding_told_by_fonts(book: xlrd.Book) -> str | None:
    """Give the encoding of a file whose texts are bytes, if it says none or a western one, and its fonts another."""
    if book.biff_version > _LAST_BIFF_OF_BYTES or (book.encoding or "").lower() not in _WESTERN:
        return None
    sets = [_CHARACTER_SETS.get(font.character_set) for font in book.font_list]
    told = next(filter(None, sets), None)
    texts = [
        value
        for sheet in book.sheets()
        for row in range(sheet.nrows)
        for value in sheet.row_values(row)
        if isinstance(value, str) and not value.isascii()
    ]
    return (told or _encoding_told_by_texts(texts, book.encoding or "ascii")) if texts else None


def _encoding_told_by_texts(texts: list[str], wrong: str) -> str | None:
    try:
        decoded = "".join(texts).encode(wrong).decode("gb18030")
    except UnicodeError:
        return None
    return "gb18030" if sum("\u4e00" <= letter <= "\u9fff" for letter in decoded) * 2 > len(decoded) else None


_SUMMARY = "\x05SummaryInformation"
"""The stream about the author, which Excel and its rivals write, and libraries do not."""


@dataclass(frozen=True, slots=True)
class _CellLooks:
    """How the styles and fonts of a workbook are found by their numbers."""

    style: Callable[[int], CellStyle]
    font: Callable[[int], Font]


def _workbook(book: xlrd.Book, *, is_computed: bool) -> Workbook:
    if book.nsheets > MAX_SHEETS:
        raise WorkbookError("too_large", f"it has more than {MAX_SHEETS} sheets")
    records = sheet_records(book)
    look = _look(book)
    return Workbook(
        sheets=tuple(_sheet(sheet, records[number], look) for number, sheet in enumerate(book.sheets())),
        epoch_1904=bool(book.datemode),
        is_computed=is_computed,
        is_manual=any(each.is_manual for each in records),
    )


def _look(book: xlrd.Book) -> _CellLooks:
    @cache
    def font(number: int) -> Font:
        found = book.font_list[number]
        return Font(
            bool(found.struck_out), bool(found.escapement), _colour(book, found.colour_index, BLACK), _size(found)
        )

    @cache
    def style(number: int) -> CellStyle:
        found: Any = book.xf_list[number]
        pattern = found.background.fill_pattern
        known = book.format_map.get(found.format_key)
        code = BUILT_IN.get(found.format_key) or (known.format_str if known else "")
        fill = WHITE if pattern == 0 else _colour(book, found.background.pattern_colour_index, BLACK)
        edges = found.border
        drawn = (edges.left_line_style, edges.right_line_style, edges.top_line_style, edges.bottom_line_style)
        return CellStyle(
            code or GENERAL,
            font(found.font_index),
            fill if pattern in (0, 1) else None,
            sum(map(bool, drawn)) >= _EDGES_OF_A_PRINTED_CELL,
            bool(found.alignment.shrink_to_fit),
        )

    return _CellLooks(style, font)


_EDGES_OF_A_PRINTED_CELL = 3
_TWIPS = 20


def _size(font: xlrd.formatting.Font) -> float:
    return float(font.height) / _TWIPS


def _colour(book: xlrd.Book, number: int, automatic: str) -> str:
    found = book.colour_map.get(number)
    return automatic if found is None else "{:02X}{:02X}{:02X}".format(*found)


def _sheet(found: Any, records: SheetRecords, look: _CellLooks) -> SourceSheet:
    sheet = SourceSheet(found.name, found.visibility == 0)
    for place, cell, style in _cells(found, records, look):
        if cell is not None:
            sheet.cells[place] = cell
        elif style.has_border and len(sheet.bordered) < MAX_SLOTS:
            sheet.bordered.add(place)
    if len(sheet.cells) > MAX_CELLS:
        raise WorkbookError("too_large", f"a sheet has more than {MAX_CELLS} filled cells")
    sheet.merged = [Range(top, left, bottom, right) for top, bottom, left, right in found.merged_cells]
    sheet.hidden_rows = {row for row, info in found.rowinfo_map.items() if info.hidden or info.height <= _FLAT_TWIPS}
    sheet.shown_rows = set(found.rowinfo_map) - sheet.hidden_rows
    sheet.hides_other_rows = bool(found.default_row_hidden)
    for column, info in found.colinfo_map.items():
        if info.hidden or info.width <= _FLAT_WIDTH:
            sheet.hidden_columns.add(column)
        else:
            sheet.widths[column] = info.width / _WIDTH_UNIT
    sheet.shows_zeros = bool(found.show_zero_values)
    sheet.shows_formulas = bool(found.show_formulas)
    sheet.conditions = records.conditions
    sheet.drawings = records.drawings
    return sheet


_WIDTH_UNIT = 256
_FLAT_TWIPS = 30
_FLAT_WIDTH = 75
"""Up to which height or width nothing of a row or column is seen."""


def _cells(
    found: xlrd.sheet.Sheet, records: SheetRecords, look: _CellLooks
) -> Iterator[tuple[Place, SourceCell | None, CellStyle]]:
    for row in range(found.nrows):
        kinds, values = found.row_types(row), found.row_values(row)
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            place = row, column
            if kind == xlrd.XL_CELL_EMPTY:
                continue
            style = look.style(found.cell_xf_index(row, column))
            formula = records.formulas.get(place)
            if kind == xlrd.XL_CELL_BLANK:
                yield place, None, style
                continue
            stored = _value(kind, value, found.rich_text_runlist_map.get(place), look)
            text = None if formula is None else Formula(formula.text, place)
            is_stale = formula is not None and formula.is_stale
            yield place, SourceCell(stored, style, text, kind == xlrd.XL_CELL_ERROR, is_stale), style


def _value(
    kind: int, value: float | str, runs: list[tuple[int, int]] | None, look: _CellLooks
) -> float | bool | tuple[TextRun, ...]:
    if kind == xlrd.XL_CELL_TEXT:
        return tuple(_runs(str(value), runs or [], look))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return (TextRun(error_text_from_code.get(int(value), "#N/A")),)
    return float(value)


def _runs(text: str, runs: list[tuple[int, int]], look: _CellLooks) -> Iterator[TextRun]:
    """Cut a text where its fonts change; before the first change it has the font of its cell."""
    starts = [0, *(start for start, _ in runs), len(text)]
    fonts = [None, *(look.font(number) for _, number in runs)]
    for font, start, end in zip(fonts, starts[:-1], starts[1:], strict=True):
        if start < end:
            yield TextRun(text[start:end], font)
