"""How long reading a PDF takes, against a bare pass of PDFium over its characters and against pdfplumber.

    python benchmarks/pdf_reading.py

prints, for the sample where there is one and for a generated report, medians of interleaved runs and their ratios.
"""

from __future__ import annotations

import ctypes
import io
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

import pdfplumber
import pypdfium2
from pypdfium2 import raw as pdfium

from gongkai.read.pdf import read_pdf

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT.parent / "shared" / "samples" / "huaian-2024.pdf"
RUNS = 15
RUNS_OF_SLOW = 3


def main() -> None:
    """Print the table."""
    sources = {"generated": generated_report()}
    if SAMPLE.exists():
        sources["sample"] = SAMPLE.read_bytes()
    print(f"{'':12}{'ours':>10}{'characters':>14}{'pdfplumber':>14}{'ours/char.':>12}{'plumber/ours':>14}")
    for name, data in sources.items():
        ours, bare, slow = medians(data)
        milliseconds = "".join(f"{1000 * time:>{width}.1f} ms" for time, width in ((ours, 7), (bare, 11), (slow, 11)))
        print(f"{name:12}{milliseconds}{ours / bare:>12.2f}{slow / ours:>14.1f}")


def medians(data: bytes) -> tuple[float, float, float]:
    """Time the three readers in turn, so that what else the machine does meets them alike."""
    times: dict[Callable[[bytes], object], list[float]] = {read_pdf: [], characters: [], pdfplumber_tables: []}
    for run in range(RUNS):
        for reader, taken in times.items():
            if reader is not pdfplumber_tables or run < RUNS_OF_SLOW:
                start = process_time()
                reader(data)
                taken.append(process_time() - start)
    ours, bare, slow = map(median, times.values())
    return ours, bare, slow


def characters(data: bytes) -> int:
    """Ask PDFium for the code and box of every character, and do nothing with them."""
    count = 0
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text_page = page.get_textpage()
            edges = [ctypes.c_double() for _ in range(4)]
            for index in range(pdfium.FPDFText_CountChars(text_page.raw)):
                pdfium.FPDFText_GetUnicode(text_page.raw, index)
                pdfium.FPDFText_GetCharBox(text_page.raw, index, *edges)
                count += 1
            text_page.close()
            page.close()
    return count


def pdfplumber_tables(data: bytes) -> list[object]:
    """Read the tables with pdfplumber, and no paragraphs."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [table for page in document.pages for table in page.extract_tables()]


def generated_report() -> bytes:
    """Print a report of several pages: prose, and a table with 25 rows, 10 columns and merged labels."""
    sys.path.insert(0, str(ROOT / "tests"))
    from generators.pdf import Grid, GridCell, Options, render_pdf

    prose = "本机关坚持以公开为常态、不公开为例外，全年主动公开信息5500余条，办理申请3119件，答复率为100%。" * 8
    numbers = [[str(37 * row * column % 1000) for column in range(7)] for row in range(25)]
    first = [GridCell("三、本年度办理结果", row_span=25), GridCell("（三）不予公开", row_span=25), "1.属于国家秘密"]
    rest = [[f"{row + 1}.其他法律行政法规禁止公开", *numbers[row]] for row in range(1, 25)]
    grid = Grid.of([[*first, *numbers[0]], *rest], widths=(0.6, 1, 3, 1, 1, 1, 1, 1, 1, 1))
    return render_pdf(
        [f"{heading}、总体情况\n{prose}" for heading in "一二三四五六"] + [grid], Options(page_numbers="- {} -")
    )


if __name__ == "__main__":
    main()
