"""The readers that are timed: ours, and general readers of tables. Each gives the texts of the cells that it finds.

A reader is what a user would keep for many documents: what it loads once is not counted.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterator, Mapping
from functools import cache

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

__all__ = ["CHARACTERS", "OURS", "PANDAS", "PDFPLUMBER", "PEERS", "UNDERSTANDING", "Reader", "read_tables_with_gongkai"]

Reader = Callable[[bytes], Iterator[str]]

OURS = "gongkai, reading"
UNDERSTANDING = "gongkai, all it does"
PANDAS = "pandas.read_html"
PDFPLUMBER = "pdfplumber.extract_tables"
CHARACTERS = "pypdfium2, characters only"


def read_tables_with_gongkai(data: bytes) -> Iterator[str]:
    for _, table in gongkai.read_document(data).tables():
        yield from (cell.text for cell in table.cells)


def read_with_pandas(data: bytes) -> Iterator[str]:
    for frame in pd.read_html(io.BytesIO(data)):
        yield from map(str, frame.to_numpy().ravel())


def read_with_docling(data: bytes) -> Iterator[str]:
    # DocumentConverter hands HTML to this backend, but to import it takes PyTorch.
    source = InputDocument(
        path_or_stream=io.BytesIO(data), format=InputFormat.HTML, backend=HTMLDocumentBackend, filename="report.html"
    )
    for table in source._backend.convert().tables:
        yield from (cell.text for row in table.data.grid for cell in row)


def read_characters_with_pypdfium2(data: bytes) -> Iterator[str]:
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


def read_with_pdfplumber(data: bytes) -> Iterator[str]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for table in page.extract_tables():
                yield from (cell or "" for row in table for cell in row)


def read_with_camelot(data: bytes) -> Iterator[str]:
    for table in camelot.read_pdf(io.BytesIO(data), pages="all", flavor="lattice"):
        yield from map(str, table.df.to_numpy().ravel())


def read_with_markitdown(data: bytes) -> Iterator[str]:
    """Read into Markdown, and give the cells of its tables."""
    lines = _markitdown().convert_stream(io.BytesIO(data)).text_content.splitlines()
    yield from (cell.strip() for line in lines if "|" in line for cell in line.split("|"))


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
