"""How long each stage takes for a whole report: reading, recognising, and all that comes beside them.

    python -m benchmarks.stages [FILE ...] [--rounds N]

Without files, the samples where they are, and the transcriptions. The rest is repair, figures, points and checks, with
the way back to the places in the text as it was; the last column is its ratio to reading and recognising.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

import gongkai
from benchmarks.documents import ROOT, SAMPLES
from benchmarks.timing import rounds
from gongkai.check import check_report
from gongkai.recognise import recognise
from gongkai.recognise.form_tables.choice import find_tables
from gongkai.recognise.form_tables.observing import merge
from gongkai.recognise.narrative.figures import find_figures
from gongkai.recognise.narrative.points import find_points
from gongkai.recognise.outline import Outline
from gongkai.repair import repair

__all__ = ["rest_to_reading", "stages"]

FOLDERS = (SAMPLES, ROOT / "data" / "raw")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--rounds", type=int, default=21)
    options = parser.parse_args()
    found = (path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.iterdir()) if path.is_file())
    columns = ("read", "recognise", "repair", "figures", "points", "check", "all", "rest / read and recognise")
    table = Table("document", *columns, title="milliseconds of processor time, median")
    for path in options.files or (path for path in found if path.suffix != ".csv"):
        taken = stages(path.read_bytes(), options.rounds)
        times = (f"{1000 * statistics.median(taken[column]):.1f}" for column in columns[:-1])
        table.add_row(f"{path.parent.name}/{path.name}", *times, f"{rest_to_reading(taken):.2f}")
    Console().print(table)


def stages(data: bytes, count: int) -> dict[str, list[float]]:
    """Give the seconds of each stage of one report, and of all together, round by round."""
    raw = gongkai.read_document(data)
    document = repair(raw).document
    report = recognise(document)
    blocks = merge(find_tables(document, report.identity.year).values()).blocks
    rows = report.observation_rows, report.figure_rows, report.section_rows
    works: dict[str, Callable[[], object]] = {
        "read": lambda: gongkai.read_document(data),
        "repair": lambda: repair(raw),
        "recognise": lambda: recognise(document),
        "figures": lambda: find_figures(Outline(document), report.section_rows, blocks),
        "points": lambda: find_points(Outline(document), report.section_rows, blocks),
        "check": lambda: check_report(report.identity, *rows),
        "all": lambda: gongkai.read_report(data),
    }
    for work in works.values():
        work()
    taken = rounds(works, count)
    # To recognise a report is also to find its figures and points, which are counted apart.
    narrative = map(sum, zip(taken["figures"], taken["points"], strict=True))
    taken["recognise"] = [both - own for both, own in zip(taken["recognise"], narrative, strict=True)]
    return taken


def rest_to_reading(taken: dict[str, list[float]]) -> float:
    """Give how many times as long as reading and recognising the rest takes: the median over the rounds."""
    first = map(sum, zip(taken["read"], taken["recognise"], strict=True))
    return statistics.median((whole - part) / part for whole, part in zip(taken["all"], first, strict=True))


if __name__ == "__main__":
    main()
