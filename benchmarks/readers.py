"""The readers that are timed: ours, and general readers of tables. Each gives the tables that it finds, row by row.

A reader is what a user would keep for many documents: what it loads once is not counted.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

import camelot
import pandas as pd
import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
from docling.backend.html_backend import HTMLDocumentBackend
from docling.datamodel.base_models import InputFormat
from docling.datamodel.document import InputDocument
from markitdown import MarkItDown

import gongkai

__all__ = [
    "CHARACTERS",
    "OURS",
    "PANDAS",
    "PDFPLUMBER",
    "PEERS",
    "UNDERSTANDING",
    "Grid",
    "Reader",
    "read_tables_with_gongkai",
]

Grid = Sequence[Sequence[str]]
"""A table as the texts of its cells, row by row."""

Reader = Callable[[bytes], Iterator[Grid]]

OURS = "gongkai, reading"
UNDERSTANDING = "gongkai, all it does"
PANDAS = "pandas.read_html"
PDFPLUMBER = "pdfplumber.extract_tables"
CHARACTERS = "pypdfium2, characters only"


def read_tables_with_gongkai(data: bytes) -> Iterator[Grid]:
    for _, table in gongkai.read_document(data).tables():
        rows = groupby(table.cells, key=lambda cell: cell.row)
        yield [[cell.text for cell in cells] for _, cells in rows]


def read_with_pandas(data: bytes) -> Iterator[Grid]:
    for frame in pd.read_html(io.BytesIO(data), flavor="lxml"):
        yield [["" if pd.isna(value) else str(value) for value in row] for row in frame.to_numpy(object)]


def read_with_docling(data: bytes) -> Iterator[Grid]:
    # DocumentConverter hands HTML to this backend, but to import it takes PyTorch.
    source = InputDocument(
        path_or_stream=io.BytesIO(data), format=InputFormat.HTML, backend=HTMLDocumentBackend, filename="report.html"
    )
    for table in source._backend.convert().tables:
        yield [[cell.text for cell in row] for row in table.data.grid]


def read_characters_with_pypdfium2(data: bytes) -> Iterator[Grid]:
    """Pass over every character and its box, and find no table: the floor under every PDF reader."""
    edges = [ctypes.c_double() for _ in range(4)]
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            for number in range(pdfium.FPDFText_CountChars(text.raw)):
                pdfium.FPDFText_GetUnicode(text.raw, number)
                pdfium.FPDFText_GetCharBox(text.raw, number, *edges)
            text.close()
            page.close()
    yield from ()


def read_with_pdfplumber(data: bytes) -> Iterator[Grid]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for table in page.extract_tables():
                yield [[cell or "" for cell in row] for row in table]


def read_with_camelot(data: bytes) -> Iterator[Grid]:
    for table in camelot.read_pdf(io.BytesIO(data), pages="all", flavor="lattice"):
        yield [[str(value) for value in row] for row in table.df.to_numpy()]


def read_with_markitdown(data: bytes) -> Iterator[Grid]:
    """Read into Markdown, and give its tables."""
    lines = _markitdown().convert_stream(io.BytesIO(data)).text_content.splitlines()
    for piped, together in groupby(lines, key=lambda line: "|" in line):
        if piped:
            yield [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in together]


@cache
def _markitdown() -> MarkItDown:
    return MarkItDown()


PEERS: Mapping[str, Mapping[str, Reader]] = {
    "html": {PANDAS: read_with_pandas, "markitdown": read_with_markitdown, "docling": read_with_docling},
    "pdf": {
        CHARACTERS: read_characters_with_pypdfium2,
        PDFPLUMBER: read_with_pdfplumber,
        "camelot, lattice": read_with_camelot,
        "markitdown": read_with_markitdown,
    },
    "xlsx": {"markitdown": read_with_markitdown},
    "docx": {"markitdown": read_with_markitdown},
    "txt": {},
}
"""The other readers of each format."""
