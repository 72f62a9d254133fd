"""How long the figures and the points of the narrative take, beside reading, and that hostile text stays linear.

    python benchmarks/figures.py [--runs N] [--megabytes N]

The first table is one row a document, in milliseconds: reading its bytes, recognising everything but its narrative, and
its figures and points. The second repeats one piece of text to a tenth of the size and to the full size; linear time
takes ten times as long.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gongkai.document import Document, Paragraph
from gongkai.read import read_document
from gongkai.recognise.cells import merge
from gongkai.recognise.figures import find_figures
from gongkai.recognise.identity import identify
from gongkai.recognise.points import find_points
from gongkai.recognise.sections import find_sections
from gongkai.recognise.tables import find_tables

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT / "data" / "raw", ROOT.parent / "shared" / "samples")
HOSTILE = {
    "digits": "0123456789",
    "opening brackets": "（",
    "pairs of brackets": "（）",
    "numbered brackets": "（一）",
    "parts": "其中",
    "numerals": "一",
    "negations": "未收到",
    "groups of digits": ",123",
    "quotation marks": "“",
    "list numbers": "一是",
}


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description="Time the figures and points of the narrative.")
    arguments.add_argument("--runs", type=int, default=20)
    arguments.add_argument("--megabytes", type=float, default=10)
    options = arguments.parse_args()
    console = Console()
    console.print(documents(options.runs))
    console.print(hostile(int(options.megabytes * 1_000_000)))


def documents(runs: int) -> Table:
    """Time the documents of the folders that are there."""
    table = Table("document", "reading", "recognising the rest", "figures", "points", title="milliseconds, median")
    paths = [path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.iterdir())]
    for path in paths:
        if path.suffix in {".txt", ".html", ".pdf", ".docx", ".doc"}:
            table.add_row(path.name, *(f"{1000 * seconds:.1f}" for seconds in stages(path.read_bytes(), runs)))
    return table


def stages(data: bytes, runs: int) -> tuple[float, float, float, float]:
    """Give the median seconds of reading, of recognising all but the narrative, of the figures and of the points."""
    document = read_document(data)
    year = identify(document).year
    blocks = merge(find_tables(document, year).values()).blocks
    sections = find_sections(document, None, blocks)

    def rest() -> None:
        identify(document)
        find_sections(document, None, merge(find_tables(document, year).values()).blocks)

    return (
        median(lambda: read_document(data), runs),
        median(rest, runs),
        median(lambda: find_figures(document, sections, blocks), runs),
        median(lambda: find_points(document, sections, blocks), runs),
    )


def hostile(size: int) -> Table:
    """Time one piece of text repeated to a tenth of the size in characters, and to the size."""
    table = Table("text", "tenth", "whole", "ratio", title=f"seconds for {size:,} characters")
    for name, piece in HOSTILE.items():
        small, large = (narrative(piece * (length // len(piece))) for length in (size // 10, size))
        table.add_row(name, f"{small:.2f}", f"{large:.2f}", f"{large / max(small, 1e-3):.1f}")
    return table


def narrative(text: str) -> float:
    """Give the seconds that the figures and points of one paragraph take."""
    document = Document((Paragraph(text),), "text")
    return seconds(lambda: (find_figures(document, (), ()), find_points(document, (), ())))


def median(run: Callable[[], object], runs: int) -> float:
    """Give the median seconds of some runs after a first one that fills the caches."""
    run()
    return statistics.median(seconds(run) for _ in range(runs))


def seconds(run: Callable[[], object]) -> float:
    """Give the seconds of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
