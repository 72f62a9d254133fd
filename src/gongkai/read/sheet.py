"""An Excel workbook -> `Document`: what its visible sheets show, each block of filled rows as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from gongkai.document import Block, Cell, Document, Paragraph, Table
from gongkai.errors import SourceError
from gongkai.read import workbook
from gongkai.read.blank import BLANK
from gongkai.read.office import office_format, refuse
from gongkai.read.workbook import Range, Sheet
from gongkai.read.xlsx import without_traps

__all__ = ["read_sheet"]


def read_sheet(data: bytes, name: str = "<bytes>") -> Document:
    """Read a workbook of Excel, .xlsx or .xls.

    A blank row ends a table. A lone text above a table, such as its title, and a note below it that is merged over
    the whole table, are paragraphs. Blank cells are cells, because they are printed.

    A number is given with the 15 digits that Excel has, and not as its format rounds it: a cell that shows 50% is
    given as 0.5. A formula that no program has computed yet is given as its text; in .xls, one that failed is given as
    a blank. Rows and columns that the sheet hides are read like the others.

    Args:
        data: the bytes of the workbook.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: the workbook is `encrypted`, `damaged`, `too_large` or of an `unsupported_format`.
    """
    found = office_format(data)
    if found == "xlsx":
        data = without_traps(data, name, workbook.MAX_SLOTS)
    elif found != "xls":
        refuse(found, name, "Excel workbook")
    sheets = workbook.load(data)
    if isinstance(sheets, workbook.Refusal):
        raise SourceError(name, sheets.reason, sheets.detail)
    return Document(tuple(block for sheet in sheets for block in _blocks(sheet)), found, name)


def _blocks(sheet: Sheet) -> Iterator[Block]:
    texts = [["\n".join(_lines(text)) for text in row] for row in sheet.texts]
    merged = {(bounds.top, bounds.left): bounds for bounds in sheet.merged}
    for run in _filled_runs(texts, sheet.merged):
        yield from _run_blocks(list(_cells(run, texts, merged)))


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip(BLANK))


def _filled_runs(texts: Sequence[Sequence[str]], merged: Iterable[Range]) -> Iterator[range]:
    """Give the rows between blank rows. A row into which a merged cell reaches from above is not blank."""
    reach = [0] * len(texts)
    for bounds in merged:
        reach[bounds.top] = max(reach[bounds.top], bounds.bottom)
    start, filled_to = 0, 0
    for row, line in enumerate(texts):
        if any(line) or row < filled_to:
            filled_to = max(filled_to, row + 1, reach[row])
            continue
        if start < row:
            yield range(start, row)
        start = row + 1
    if start < len(texts):
        yield range(start, len(texts))


def _cells(run: range, texts: Sequence[Sequence[str]], merged: Mapping[tuple[int, int], Range]) -> Iterator[Cell]:
    """Give every cell of some rows, blank ones too, but none that a merged cell covers."""
    covered: set[tuple[int, int]] = set()
    for row in run:
        for column, text in enumerate(texts[row]):
            if (row, column) not in covered:
                bounds = merged.get((row, column), Range(row, column, row + 1, column + 1))
                covered.update(product(range(row, bounds.bottom), range(column, bounds.right)))
                yield Cell(text, row, column, bounds.bottom - row, bounds.right - column)


def _run_blocks(cells: Sequence[Cell]) -> Iterator[Block]:
    """Give the texts that stand alone above a table, the table, and the notes below it."""
    filled = [cell for cell in cells if cell.text]
    first = next((place for place in range(len(filled)) if not _is_alone(filled, place)), len(filled))
    titles, filled = filled[:first], filled[first:]
    left, right = _columns(filled)
    top = _end_row(titles[-1]) if titles else cells[0].row
    bottom = max(map(_end_row, cells))
    notes: list[Cell] = []
    while filled and filled[-1].column_span == right - left > 1 and _end_row(filled[-1]) == bottom:
        notes.insert(0, filled.pop())
        bottom = notes[0].row
    yield from _paragraphs(titles)
    if right - left == 1:
        yield from _paragraphs(filled)
    elif filled:
        yield Table(
            tuple(
                replace(cell, row=cell.row - top + 1, column=cell.column - left + 1)
                for cell in cells
                if top <= cell.row < bottom and left <= cell.column < right
            )
        )
    yield from _paragraphs(notes)


def _is_alone(filled: Sequence[Cell], place: int) -> bool:
    """Tell a text that has its rows for itself. A number would be the value of a row whose label was lost."""
    is_last = place + 1 == len(filled) or filled[place + 1].row >= _end_row(filled[place])
    return is_last and not _NUMBER.fullmatch(filled[place].text)


def _columns(cells: Iterable[Cell]) -> tuple[int, int]:
    """Give the first column of some cells, and the one behind their last."""
    bounds = [(cell.column, cell.column + cell.column_span) for cell in cells]
    return min((left for left, _ in bounds), default=0), max((right for _, right in bounds), default=0)


def _end_row(cell: Cell) -> int:
    return cell.row + cell.row_span


def _paragraphs(cells: Iterable[Cell]) -> Iterator[Paragraph]:
    return (Paragraph(line) for cell in cells for line in _lines(cell.text))


_NUMBER = re.compile(r"[-+]?[\d,.]+%?")
