"""How long gongkai takes for a document, and how many cells it gets right, beside general readers of tables.

    python benchmarks/bench.py [--runs N]

Each row is one reader on one document: the median of interleaved runs, the ratio to what gongkai takes to read the
document into tables in the same run, and the numbers of the official tables that stand in what the reader gives, in
order. "understanding" is all that gongkai does with a report: forms, figures, repairs and checks. Readers that are
not installed are named and left out. The documents are the transcriptions in data/raw and, where the folder is
there, the samples.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

import gongkai

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT / "data" / "raw", ROOT.parent / "shared" / "samples")

Reader = Callable[[bytes], Iterator[str]]
"""Gives the texts of the cells that a reader finds, in its order."""


def read_with_gongkai(data: bytes) -> Iterator[str]:
    yield from (row.raw for row in gongkai.read_report(data).observation_rows)


def read_tables_with_gongkai(data: bytes) -> Iterator[str]:
    for _, table in gongkai.read_document(data).tables():
        yield from (cell.text for cell in table.cells)


def read_with_pandas(data: bytes) -> Iterator[str]:
    import pandas as pd

    for frame in pd.read_html(io.BytesIO(data)):
        yield from map(str, frame.to_numpy().ravel())


def read_with_pdfplumber(data: bytes) -> Iterator[str]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for table in page.extract_tables():
                yield from (cell or "" for row in table for cell in row)


def read_characters_with_pypdfium2(data: bytes) -> Iterator[str]:
    """Pass over every character and its box, and find no table: the floor under every PDF reader."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as pdfium

    box = [ctypes.c_double() for _ in range(4)]
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        for number in range(pdfium.FPDFText_CountChars(text)):
            pdfium.FPDFText_GetUnicode(text, number)
            pdfium.FPDFText_GetCharBox(text, number, *box)
    yield from ()


def read_with_markitdown(data: bytes) -> Iterator[str]:
    from markitdown import MarkItDown

    text = MarkItDown().convert_stream(io.BytesIO(data)).text_content
    yield from (cell.strip() for line in text.splitlines() if "|" in line for cell in line.split("|"))


def read_with_docling(data: bytes) -> Iterator[str]:
    from docling.datamodel.base_models import DocumentStream
    from docling.document_converter import DocumentConverter

    stream = DocumentStream(name="report.html", stream=io.BytesIO(data))
    for table in DocumentConverter().convert(stream).document.tables:
        yield from (cell.text for row in table.data.grid for cell in row)


def read_with_camelot(data: bytes) -> Iterator[str]:
    import camelot

    for table in camelot.read_pdf(io.BytesIO(data), pages="all", flavor="lattice"):
        yield from map(str, table.df.to_numpy().ravel())


PEERS: Mapping[str, Mapping[str, tuple[str, Reader]]] = {
    ".html": {
        "pandas.read_html": ("pandas", read_with_pandas),
        "markitdown": ("markitdown", read_with_markitdown),
        "docling": ("docling", read_with_docling),
    },
    ".pdf": {
        "pypdfium2, characters only": ("pypdfium2", read_characters_with_pypdfium2),
        "pdfplumber.extract_tables": ("pdfplumber", read_with_pdfplumber),
        "camelot, lattice": ("camelot", read_with_camelot),
        "markitdown": ("markitdown", read_with_markitdown),
    },
    ".xlsx": {"markitdown": ("markitdown", read_with_markitdown)},
    ".txt": {},
}


OURS = "gongkai, reading"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7, help="interleaved runs of each reader")
    runs = parser.parse_args().runs
    table = Table("document", "reader", "milliseconds", "ratio", "cells in order")
    missing: set[str] = set()
    for path in (path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.iterdir())):
        if path.suffix not in PEERS:
            continue
        readers = {OURS: read_tables_with_gongkai, "gongkai, understanding": read_with_gongkai}
        for name, (package, reader) in PEERS[path.suffix].items():
            if find_spec(package):
                readers[name] = reader
            else:
                missing.add(package)
        for row in compare(path, readers, runs):
            table.add_row(*row)
    Console().print(table)
    if missing:
        Console().print(f"not installed, left out: {', '.join(sorted(missing))}")


def compare(path: Path, readers: Mapping[str, Reader], runs: int) -> Iterator[tuple[str, ...]]:
    """Give the rows of one document."""
    data = path.read_bytes()
    expected = [row.raw for row in gongkai.read_report(data).observation_rows if row.value is not None]
    found = {name: list(reader(data)) for name, reader in readers.items()}
    taken: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(runs):
        for name, reader in readers.items():
            start = time.perf_counter()
            list(reader(data))
            taken[name].append(time.perf_counter() - start)
    for name in readers:
        ratios = [other / own for other, own in zip(taken[name], taken[OURS], strict=True)]
        cells = f"{in_order(expected, found[name])} of {len(expected)}"
        median = statistics.median(taken[name]) * 1000
        yield path.name, name, f"{median:.1f}", f"{statistics.median(ratios):.2f}", cells


def in_order(expected: list[str], found: list[str]) -> int:
    """Count the numbers that stand among the found texts in the expected order."""
    texts = iter(found)
    return sum(any(_plain(text) == _plain(number) for text in texts) for number in expected)


def _plain(text: str) -> str:
    # pandas gives whole numbers beside blanks as 7.0.
    return text.strip().removesuffix(".0")


if __name__ == "__main__":
    main()
