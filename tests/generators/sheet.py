"""Excel workbooks made for tests: each block on rows of its own, with a blank row behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO

import openpyxl
import xlwt

from generators.grid import Block, GridCell, PlacedCell, placed


def render_xlsx(blocks: Sequence[Block]) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for place in placed_on_sheet(blocks):
        sheet.cell(place.row, place.column).value = typed(place.cell.text)
        if _spans(place):
            sheet.merge_cells(None, place.row, place.column, *_last_slot(place))
    packed = BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def render_xls(blocks: Sequence[Block]) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Sheet1")
    for place in placed_on_sheet(blocks):
        last_row, last_column = _last_slot(place)
        if _spans(place):
            bounds = (place.row - 1, last_row - 1, place.column - 1, last_column - 1)
            sheet.write_merge(*bounds, typed(place.cell.text))
        else:
            sheet.write(place.row - 1, place.column - 1, typed(place.cell.text))
    packed = BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def placed_on_sheet(blocks: Sequence[Block]) -> Iterator[PlacedCell]:
    """Give the cells of all blocks with their places on the sheet."""
    row = 0
    for block in blocks:
        grid = ((GridCell(block),),) if isinstance(block, str) else block
        for place in placed(grid):
            yield PlacedCell(place.cell, row + place.row, place.column)
        row += len(grid) + 1


def _spans(place: PlacedCell) -> bool:
    return (place.row, place.column) != _last_slot(place)


def _last_slot(place: PlacedCell) -> tuple[int, int]:
    return place.row + place.cell.row_span - 1, place.column + place.cell.column_span - 1


def typed(text: str) -> str | float:
    """Type a text as a person does: what looks like a number becomes one."""
    return float(text) if _NUMBER.fullmatch(text) else text


_NUMBER = re.compile(r"(?:0|[1-9]\d{0,9})(?:\.\d{0,3}[1-9])?")
