"""A printed report as PDF, OFD, Word and Excel files."""

from __future__ import annotations

from generators.delimited import render_delimited
from generators.grid import Block, Grid, GridCell
from generators.ofd import render_ofd
from generators.open_documents import render_ods, render_odt
from generators.pdf import Block as PdfBlock
from generators.pdf import Grid as PdfGrid
from generators.pdf import GridCell as PdfCell
from generators.pdf import Options, render_pdf
from generators.printed import PrintedReport, PrintedTable
from generators.rich_text import render_rtf
from generators.sheet import render_xls, render_xlsx
from generators.spreadsheet_xml import render_spreadsheet_xml
from generators.text_pages import facts_line
from generators.word import render_docx
from generators.word_2003 import flat, render_word_2003

__all__ = [
    "LANDSCAPE",
    "printed_blocks",
    "render_as_csv",
    "render_as_docx",
    "render_as_flat_docx",
    "render_as_ods",
    "render_as_odt",
    "render_as_ofd",
    "render_as_pdf",
    "render_as_rtf",
    "render_as_spreadsheet_xml",
    "render_as_word_2003",
    "render_as_xls",
    "render_as_xlsx",
]

LANDSCAPE = Options(page_size=(1190, 842), margin=36, font_size=7, padding=3, page_numbers="- {} -")
"""Fifteen columns of a table need a wide page and small type."""

LABEL_WIDTHS = {"requests": (2.0, 3.0, 6.0), "disclosure": (3.0,), "statistics": (6.0,)}
"""How much wider than a column of numbers the columns of labels are."""


def render_as_docx(report: PrintedReport) -> bytes:
    return render_docx(_blocks(report))


def render_as_word_2003(report: PrintedReport) -> bytes:
    return render_word_2003(_blocks(report))


def render_as_flat_docx(report: PrintedReport) -> bytes:
    return flat(render_as_docx(report))


def render_as_xlsx(report: PrintedReport) -> bytes:
    return render_xlsx(_blocks(report))


def render_as_spreadsheet_xml(report: PrintedReport) -> bytes:
    return render_spreadsheet_xml(_blocks(report))


def render_as_odt(report: PrintedReport) -> bytes:
    return render_odt(_blocks(report))


def render_as_ods(report: PrintedReport) -> bytes:
    return render_ods(_blocks(report))


def render_as_rtf(report: PrintedReport) -> bytes:
    return render_rtf(_blocks(report))


def render_as_csv(report: PrintedReport) -> bytes:
    return render_delimited(_blocks(report))


def render_as_xls(report: PrintedReport) -> bytes:
    return render_xls(_blocks(report))


def render_as_pdf(report: PrintedReport) -> bytes:
    return render_pdf(printed_blocks(report), LANDSCAPE)


def render_as_ofd(report: PrintedReport) -> bytes:
    return render_ofd(printed_blocks(report), LANDSCAPE)


def printed_blocks(report: PrintedReport) -> list[PdfBlock]:
    """Give what a report prints on pages of the size of `LANDSCAPE`."""
    blocks = [block if isinstance(block, str) else _pdf_grid(block) for block in report.blocks]
    return [report.identity.title, facts_line(report.identity), *blocks]


def _blocks(report: PrintedReport) -> list[Block]:
    blocks = [block if isinstance(block, str) else _grid(block) for block in report.blocks]
    return [report.identity.title, facts_line(report.identity), *blocks]


def _grid(table: PrintedTable) -> Grid:
    return tuple(
        tuple(GridCell(each.cell.text, each.row_span, each.column_span) for each in row) for row in table.anchored()
    )


def _pdf_grid(table: PrintedTable) -> PdfGrid:
    rows = tuple(
        tuple(PdfCell(each.cell.text.replace("\u00a0", " "), each.row_span, each.column_span) for each in row)
        for row in table.anchored()
    )
    labels = LABEL_WIDTHS.get(table.code or "", ())
    return PdfGrid(rows, widths=labels + (1.5,) * (len(table.slots[0]) - len(labels)))
