"""How long each stage takes for a whole report: reading, recognising, and all that comes beside them.

    python -m benchmarks.stages [FILE ...] [--rounds N]

Without files, the samples where they are, and the transcriptions. The rest is repair, figures, points and checks, with
the way back to the places in the text as it was; its ratio to reading and recognising stands behind it. The verdict is
all that `gongkai check` does with one report and its lines; the last column is its ratio to `read_report`.
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
from benchmarks.timing import median_ratio, rounds
from gongkai.check import check_report
from gongkai.recognise import recognise
from gongkai.recognise.form_tables.choice import find_tables
from gongkai.recognise.form_tables.observing import merge
from gongkai.recognise.narrative.figures import find_figures
from gongkai.recognise.narrative.points import find_points
from gongkai.recognise.outline import Outline
from gongkai.repair import repair
from gongkai.verdict import beside_one_another, judge
from gongkai.verdict.lines import lines_of

__all__ = ["rest_to_reading", "stages", "verdict_to_reading"]

FOLDERS = (SAMPLES, ROOT / "data" / "raw")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--rounds", type=int, default=21)
    options = parser.parse_args()
    found = (path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.iterdir()) if path.is_file())
    columns = ("read", "recognise", "repair", "figures", "points", "check", "all", "verdict")
    ratios = ("rest / read and recognise", "verdict / all")
    table = Table("document", *columns, *ratios, title="milliseconds of processor time, median")
    for path in options.files or (path for path in found if path.suffix != ".csv"):
        taken = stages(path.read_bytes(), options.rounds)
        times = (f"{1000 * statistics.median(taken[column]):.1f}" for column in columns)
        told = f"{rest_to_reading(taken):.2f}", f"{verdict_to_reading(taken):.2f}"
        table.add_row(f"{path.parent.name}/{path.name}", *times, *told)
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
        "verdict": lambda: [list(lines_of(each, "zh")) for each in beside_one_another([judge(data)])],
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


def verdict_to_reading(taken: dict[str, list[float]]) -> float:
    """Give how many times as long as to read a report it takes to judge it and to say so."""
    return median_ratio(taken["verdict"], taken["all"])


if __name__ == "__main__":
    main()
