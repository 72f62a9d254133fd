"""An Excel workbook -> `Document`: what its visible sheets show, each block of filled rows as a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import product

from gongkai.document import Block, Cell, Document, Format, Locator, Notice, Paragraph, Remark, Table, Unread
from gongkai.errors import SourceError
from gongkai.read.blank import BLANK
from gongkai.read.excel.appearance import Sheet, visible_sheets
from gongkai.read.excel.model import Place, Range, Workbook, WorkbookError
from gongkai.read.excel.spreadsheet_xml import read_spreadsheet_xml
from gongkai.read.excel.xls import read_xls
from gongkai.read.excel.xlsx import read_xlsx
from gongkai.read.office import office_format, refuse, xml_parts
from gongkai.read.xml_text import parsed, root_name

__all__ = ["document_of", "is_sheet_xml", "read_sheet", "read_sheet_xml", "read_workbook"]


def read_sheet(data: bytes, name: str = "<bytes>") -> Document:
    """Read a workbook of Excel, .xlsx or .xls.

    A blank row ends a table; one that goes on below it without a title keeps its columns. A lone text above a table,
    such as its title, and a note below it that is merged over the whole table, are paragraphs. Blank cells are cells,
    because they are printed.

    A cell has the text that it shows: its number as its format shows it, without letters that are struck out, raised
    or of the colour of their ground. Hidden sheets, rows and columns are left out. A formula that no program has
    computed is computed if it is a plain sum, difference or product of cells; another is `UNCERTAIN`.

    Args:
        data: the bytes of the workbook.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: the workbook is `encrypted`, `damaged`, `too_large` or of an `unsupported_format`.
    """
    found = office_format(data)
    if found != "xlsx" and found != "xls":
        refuse(found, name, "Excel workbook")
    return read_workbook(lambda: read_xlsx(xml_parts(data, name)) if found == "xlsx" else read_xls(data), found, name)


def is_sheet_xml(text: str) -> bool:
    """Tell a workbook in one XML file from other text.

    >>> is_sheet_xml('<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">')
    True
    """
    return root_name(text) == "{urn:schemas-microsoft-com:office:spreadsheet}Workbook"


def read_sheet_xml(text: str, name: str = "<bytes>") -> Document:
    """Read a workbook in one XML file, as Excel 2003 writes it, and as `read_sheet` reads others.

    Args:
        text: the whole file, decoded.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: the workbook is `damaged` or `too_large`.
    """
    root = parsed(text, name)
    return read_workbook(lambda: read_spreadsheet_xml(root), "excel_xml", name)


def read_workbook(read: Callable[[], Workbook], format_name: Format, name: str) -> Document:
    """Give what the sheets of a workbook show, whatever file it came in.

    Args:
        read: what reads the workbook.
        format_name: the format of the file.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: the workbook is `encrypted`, `damaged` or `too_large`.
    """
    try:
        return document_of(list(visible_sheets(read())), format_name, name)
    except WorkbookError as error:
        raise SourceError(name, error.reason, error.detail) from error


def document_of(sheets: Iterable[Sheet], format_name: Format, name: str) -> Document:
    """Give what some sheets show as a document."""
    draft = _Draft()
    for sheet in sheets:
        draft.add(sheet)
    return Document(
        tuple(draft.blocks),
        format_name,
        name,
        notices=tuple(draft.notices),
        remarks=tuple(draft.remarks),
        unread=tuple(draft.unread),
    )


@dataclass(slots=True)
class _Draft:
    """A document that grows sheet by sheet."""

    blocks: list[Block] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def add(self, sheet: Sheet) -> None:
        """Add what a sheet shows."""
        first = len(self.blocks) + 1
        placed = list(_blocks(sheet))
        self.blocks += (block.block for block in placed)
        locators = (
            {
                place: replace(locator, block=first + number)
                for number, block in enumerate(placed)
                for place, locator in block.locators()
            }
            if sheet.remarks
            else {}
        )
        self.remarks += (
            Remark(locators[remark.row, remark.column], remark.kind, remark.detail)
            for remark in sheet.remarks
            if (remark.row, remark.column) in locators
        )
        self.notices += (Notice("hidden", detail) for detail in sheet.hidden)
        for aside in sheet.unread:
            before = sum(block.row < aside.row for block in placed) + first - 1
            self.unread.append(Unread(aside.kind, aside.detail, Locator(block=before) if before else None))


@dataclass(frozen=True, slots=True)
class _PlacedBlock:
    """A block, and the row and column of the visible sheet where it begins."""

    block: Block
    row: int
    column: int

    @property
    def end_column(self) -> int:
        """The column behind its last one, if it is a table; a paragraph has no columns."""
        cells = self.block.cells if isinstance(self.block, Table) else ()
        return self.column + max((cell.column + cell.column_span - 1 for cell in cells), default=0)

    def locators(self) -> Iterator[tuple[tuple[int, int], Locator]]:
        """Give where each cell of the visible sheet went. The number of the block is not known yet."""
        if isinstance(self.block, Paragraph):
            yield (self.row, self.column), Locator(block=1)
            return
        for cell in self.block.cells:
            place = self.row + cell.row - 1, self.column + cell.column - 1
            yield place, Locator(block=1, row=cell.row, column=cell.column)


def _blocks(sheet: Sheet) -> Iterator[_PlacedBlock]:
    texts = [["\n".join(_lines(text)) for text in row] for row in sheet.texts]
    merged = {(bounds.top, bounds.left): bounds for bounds in sheet.merged}
    above: _PlacedBlock | None = None
    for run in _filled_runs(texts, sheet.merged):
        placed = list(_run_blocks(list(_cells(run, texts, merged)), sheet.bordered, above))
        yield from placed
        above = placed[-1] if placed else None


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


def _run_blocks(cells: Sequence[Cell], bordered: Set[Place], above: _PlacedBlock | None) -> Iterator[_PlacedBlock]:
    """Give the texts that stand alone above a table, the table, and the notes below it.

    `above` is what stands above the blank row: a table that has no title may go on from it, with its columns.
    """
    filled = [cell for cell in cells if cell.text]
    first = next((place for place in range(len(filled)) if not _is_alone(filled, place)), len(filled))
    titles, filled = filled[:first], filled[first:]
    left, right = _columns(filled)
    top = _end_row(titles[-1]) if titles else cells[0].row
    bottom = max(map(_end_row, cells))
    left, right = _printed_columns(left, right, range(filled[0].row if filled else bottom, bottom), bordered)
    if above is not None and not titles and right - left > 1 and above.column == left:
        right = max(right, above.end_column)
    notes: list[Cell] = []
    while filled and filled[-1].column_span == right - left > 1 and _end_row(filled[-1]) == bottom:
        notes.insert(0, filled.pop())
        bottom = notes[0].row
    yield from _paragraphs(titles)
    if right - left == 1:
        yield from _paragraphs(filled)
    elif filled:
        table = tuple(
            replace(cell, row=cell.row - top + 1, column=cell.column - left + 1)
            for cell in cells
            if top <= cell.row < bottom and left <= cell.column < right
        )
        yield _PlacedBlock(Table(table), top, left)
    yield from _paragraphs(notes)


def _is_alone(filled: Sequence[Cell], place: int) -> bool:
    """Tell a text that has its rows for itself. A number would be the value of a row whose label was lost."""
    is_last = place + 1 == len(filled) or filled[place + 1].row >= _end_row(filled[place])
    return is_last and not _NUMBER.fullmatch(filled[place].text)


def _columns(cells: Iterable[Cell]) -> tuple[int, int]:
    """Give the first column of some cells, and the one behind their last."""
    bounds = [(cell.column, cell.column + cell.column_span) for cell in cells]
    return min((left for left, _ in bounds), default=0), max((right for _, right in bounds), default=0)


def _printed_columns(left: int, right: int, rows: range, bordered: Set[Place]) -> tuple[int, int]:
    """Widen a table by the blank columns beside it that are drawn around in each of its rows."""

    def is_printed(column: int) -> bool:
        return len(rows) > 0 and all((row, column) in bordered for row in rows)

    while right - left > 1 and is_printed(right):
        right += 1
    while right - left > 1 and is_printed(left - 1):
        left -= 1
    return left, right


def _end_row(cell: Cell) -> int:
    return cell.row + cell.row_span


def _paragraphs(cells: Iterable[Cell]) -> Iterator[_PlacedBlock]:
    return (_PlacedBlock(Paragraph(line), cell.row, cell.column) for cell in cells for line in _lines(cell.text))


_NUMBER = re.compile(r"[-+]?[\d,.]+%?")
