"""Word and Excel files as offices fill them in."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from random import Random

from docx import Document
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table, _Cell
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from generators.wild.sheets import Cell, Draft, Hand, Sheet, Wild, draft, grid, plain, plain_requests

__all__ = ["OFFICE"]


def _anchors(sheet: Sheet) -> list[tuple[int, int, Cell]]:
    """Give each cell with the row and column where it begins, counted from 0."""
    found: dict[Cell, tuple[int, int]] = {}
    for row, cells in enumerate(grid(sheet)):
        for column, cell in enumerate(cells):
            if any(cell is each for line in sheet.rows for each in line):
                found.setdefault(cell, (row, column))
    return [(row, column, cell) for cell, (row, column) in found.items()]


def _fill(table: Table, sheet: Sheet) -> None:
    for row, column, cell in _anchors(sheet):
        first = table.cell(row, column)
        if cell.across > 1 or cell.down > 1:
            first = first.merge(table.cell(row + cell.down - 1, column + cell.across - 1))
        first.text = cell.text


def _word(paper: Draft, add: Callable[[WordFile, Sheet], None]) -> bytes:
    file = Document()
    file.add_heading(paper.title, 0)
    for part in paper.parts:
        if isinstance(part, Sheet):
            add(file, part)
        else:
            file.add_paragraph(part)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _add(file: WordFile | _Cell, sheet: Sheet) -> Table:
    table = file.add_table(len(sheet.rows), sheet.width)
    _fill(table, sheet)
    return table


def merged_cells(random: Random) -> Wild:
    """A Word file whose cells are merged across and down as in the form."""
    paper = draft(random, blanks=random.choice([0, 0.1]))
    return Wild(_word(paper, lambda file, sheet: _add(file, sheet) and None), paper.truth)


def table_in_table(random: Random) -> Wild:
    """Every table stands in the one cell of another, which is there for its border."""
    paper = draft(random, requests=plain_requests)

    def add(file: WordFile, sheet: Sheet) -> None:
        _add(file.add_table(1, 1).cell(0, 0), sheet)

    return Wild(_word(paper, add), paper.truth)


def text_boxes(random: Random) -> Wild:
    """The tables float in text boxes."""
    paper = draft(random, requests=plain_requests)

    def add(file: WordFile, sheet: Sheet) -> None:
        table = _add(file, sheet)
        box = parse_xml(
            f'<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape style="width:400pt">'
            "<v:textbox><w:txbxContent/></v:textbox></v:shape></w:pict></w:r></w:p>"
        )
        table._element.addprevious(box)
        content = box.find(".//{*}txbxContent")
        content.append(deepcopy(table._element))
        content.append(parse_xml(f"<w:p {nsdecls('w')}/>"))
        table._element.getparent().remove(table._element)

    return Wild(_word(paper, add), paper.truth)


def tab_stops(random: Random) -> Wild:
    """No tables at all: paragraphs with tab stops."""
    paper = draft(random, requests=plain_requests)

    def add(file: WordFile, sheet: Sheet) -> None:
        for row in sheet.rows:
            file.add_paragraph("\t".join(cell.text for cell in row))

    return Wild(_word(paper, add), paper.truth)


def several_paragraphs(random: Random) -> Wild:
    """Labels typed over two paragraphs of a cell, numbers with a blank paragraph below."""
    paper = draft(random)

    def add(file: WordFile, sheet: Sheet) -> None:
        def typed(cell: Cell) -> Cell:
            if cell.key:
                return replace(cell, text=random.choice(["{}", "{}\n", "\n{}", " {} "]).format(cell.text))
            middle = len(cell.text) // 2
            return replace(cell, text=cell.text[:middle] + "\n" + cell.text[middle:]) if middle > 4 else cell

        _add(file, sheet.each(typed))

    return Wild(_word(paper, add), paper.truth)


def torn_over_pages(random: Random) -> Wild:
    """Word's tables cut by hand at the end of a page, the second part without a header."""
    paper = draft(random, requests=plain_requests)

    def add(file: WordFile, sheet: Sheet) -> None:
        middle = random.randint(8, 20)
        if len(sheet.rows) < 25:
            _add(file, sheet)
            return
        _add(file, replace(sheet, rows=sheet.rows[:middle]))
        file.add_page_break()
        _add(file, replace(sheet, rows=sheet.rows[middle:]))

    return Wild(_word(paper, add), paper.truth)


def _book(sheets: list[tuple[str, Callable[[Worksheet], None]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, fill in sheets:
        fill(book.create_sheet(name))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(page: Worksheet, sheet: Sheet, row: int, column: int, value: Callable[[Cell], object]) -> int:
    for down, right, cell in _anchors(sheet):
        place = page.cell(row + down, column + right, value(cell))
        place.alignment = Alignment(wrap_text=True)
        if cell.across > 1 or cell.down > 1:
            page.merge_cells(
                start_row=row + down,
                start_column=column + right,
                end_row=row + down + cell.down - 1,
                end_column=column + right + cell.across - 1,
            )
    return row + len(sheet.rows)


def _as_text(cell: Cell) -> object:
    return cell.text or None


def _as_number(cell: Cell) -> object:
    return float(cell.text) if cell.key and cell.text else cell.text or None


def sheet_a_table(random: Random) -> Wild:
    """A workbook with a sheet of prose and one sheet for each table, its title merged over it."""
    paper = draft(random)
    value = random.choice([_as_text, _as_number])

    def prose(page: Worksheet) -> None:
        for row, text in enumerate([paper.title, *(part for part in paper.parts if isinstance(part, str))], 1):
            page.cell(row, 1, text)

    def table(sheet: Sheet) -> Callable[[Worksheet], None]:
        def fill(page: Worksheet) -> None:
            page.cell(1, 1, f"{paper.agency}{paper.year}年政府信息公开情况统计表")
            page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=sheet.width)
            _put(page, sheet, 3, 1, value)

        return fill

    tables = [part for part in paper.parts if isinstance(part, Sheet)]
    return Wild(_book([("报告", prose), *((f"表{n}", table(each)) for n, each in enumerate(tables, 1))]), paper.truth)


def _one_page(
    paper: Draft, *, column: int, value: Callable[[Cell], object], style: Callable[[Worksheet], None] = lambda page: None
) -> bytes:
    def fill(page: Worksheet) -> None:
        page.cell(2, column, paper.title)
        row = 4
        for part in paper.parts:
            if isinstance(part, Sheet):
                row = _put(page, part, row, column, value) + 1
            else:
                page.cell(row, column, part)
                row += 1
        style(page)

    return _book([("Sheet1", fill)])


def one_sheet(random: Random) -> Wild:
    """Everything on one sheet that begins at C2, numbers as numbers."""
    paper = draft(random)
    return Wild(_one_page(paper, column=3, value=_as_number), paper.truth)


def formats_of_numbers(random: Random) -> Wild:
    """Numbers shown by a format: with separators, with a unit."""
    paper = draft(random, among=["2019"])
    shown = random.choice(["#,##0", '0"件"', "0.00", "General"])

    def style(page: Worksheet) -> None:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, float) and cell.value % 1 == 0:
                    cell.number_format = shown

    return Wild(_one_page(paper, column=1, value=_as_number, style=style), paper.truth)


def last_years_sheet(random: Random) -> Wild:
    """Last year's statistics were left on a hidden sheet."""
    paper = draft(random, among=["2014"])

    def fill(page: Worksheet) -> None:
        page.cell(1, 1, paper.title)
        row = 2
        for part in paper.parts:
            if isinstance(part, str):
                page.cell(row, 1, part)
                row += 1
            else:
                row = _put(page, part, row, 1, _as_number)

    def old(page: Worksheet) -> None:
        page.sheet_state = "hidden"
        for part in paper.parts:
            if isinstance(part, Sheet):
                _put(page, part.each(lambda cell: replace(cell, text="7777") if cell.key else cell), 1, 1, _as_number)

    return Wild(_book([("本年", fill), ("上年", old)]), paper.truth)


def blank_columns(random: Random) -> Wild:
    """Empty columns and rows were inserted to make it look nice; nothing is merged."""
    paper = draft(random, Hand(number=plain, nothing=""), requests=plain_requests, among=["2014", "2019"])

    def spaced(sheet: Sheet) -> Sheet:
        if sheet.name in ("disputes", "disclosure"):
            return sheet
        return replace(sheet, rows=tuple((row[0], Cell(), *row[1:]) for row in sheet.rows))

    return Wild(_one_page(paper.sheets(spaced), column=2, value=_as_text), paper.truth)


OFFICE: Mapping[str, Callable[[Random], Wild]] = {
    f"{program} {kind.__name__.replace('_', ' ')}": kind
    for program, kinds in (
        ("word", (merged_cells, table_in_table, text_boxes, tab_stops, several_paragraphs, torn_over_pages)),
        ("excel", (sheet_a_table, one_sheet, formats_of_numbers, last_years_sheet, blank_columns)),
    )
    for kind in kinds
}
