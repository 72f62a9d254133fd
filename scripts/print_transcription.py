"""Print a transcription of `data/raw` in another format, so that the package has one of each.

    PYTHONPATH=tests python scripts/print_transcription.py REPORT.html REPORT.docx

The ending of the second name says which format. What is printed has the paragraphs and the tables of the page, with
their merged cells, and is a source of its own from then on: where it is wrong, it is edited, or printed again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import docx

from generators import pdf
from generators.delimited import render_delimited
from generators.grid import Block, Grid, GridCell, placed
from generators.ofd import render_ofd
from generators.office_files import LANDSCAPE
from generators.open_documents import render_ods, render_odt
from generators.rich_text import render_rtf
from generators.sheet import render_xls, render_xlsx
from gongkai.document import Document, Paragraph, Table
from gongkai.read import read_document


def printed(page: Document, ending: str) -> bytes:
    """Give the file with this ending that shows what the page shows."""
    return RENDERERS[ending](_blocks(page))


def _blocks(page: Document) -> list[Block]:
    return [block.text if isinstance(block, Paragraph) else _grid(block) for block in page.blocks]


def _grid(table: Table) -> Grid:
    return tuple(tuple(GridCell(cell.text, cell.row_span, cell.column_span) for cell in row) for row in table.rows())


def _word(blocks: Sequence[Block]) -> bytes:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        cells = placed(block)
        last_row, last_column = map(max, zip(*(slot for cell in cells for slot in cell.slots()), strict=True))
        table = document.add_table(last_row, last_column, style="Table Grid")
        for place in cells:
            slots = list(place.slots())
            first, last = (table.cell(row - 1, column - 1) for row, column in (slots[0], slots[-1]))
            first.merge(last).text = place.cell.text
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def _pipes(blocks: Sequence[Block]) -> bytes:
    return ("\n".join(_lines(blocks)) + "\n").encode()


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, str):
            yield block
        else:
            yield from (" | ".join(cell.text for cell in row) for row in block)


def _pages(blocks: Sequence[Block]) -> list[pdf.Block]:
    return [block if isinstance(block, str) else _ruled(block) for block in blocks]


def _ruled(grid: Grid) -> pdf.Grid:
    return pdf.Grid(
        tuple(tuple(pdf.GridCell(cell.text, cell.row_span, cell.column_span) for cell in row) for row in grid)
    )


RENDERERS: Mapping[str, Callable[[Sequence[Block]], bytes]] = {
    ".csv": render_delimited,
    ".docx": _word,
    ".ods": render_ods,
    ".odt": render_odt,
    ".ofd": lambda blocks: render_ofd(_pages(blocks), LANDSCAPE),
    ".pdf": lambda blocks: pdf.render_pdf(_pages(blocks), LANDSCAPE),
    ".rtf": render_rtf,
    ".txt": _pipes,
    ".xls": render_xls,
    ".xlsx": render_xlsx,
}


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_bytes(printed(read_document(source), target.suffix))
