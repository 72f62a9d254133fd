"""How long gongkai takes for a document, and how many cells it gets right, beside general readers of tables.

    make bench

A row is one reader on one document, or on some generated ones: milliseconds of processor time a document, the ratio to
what gongkai takes to read the same into tables, round by round, and the numbers of the official tables that it gets
right. Of gongkai's understanding a number is right that stands in its cell, and wrong if another one is printed there
or none; general readers name no cells, so their numbers count as right if they stand in their tables in order.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

import gongkai
from benchmarks.cells import in_order, understood
from benchmarks.documents import Group, groups, samples_are_here
from benchmarks.imports import BESIDE, starts
from benchmarks.readers import CHARACTERS, OURS, PANDAS, PDFPLUMBER, PEERS, UNDERSTANDING, Grid, Reader
from benchmarks.readers import read_tables_with_gongkai as read_tables
from benchmarks.stages import rest_to_reading, stages, verdict_to_reading
from benchmarks.timing import median_ratio, rounds


@dataclass(frozen=True)
class Timed:
    """How one reader did on the documents of a group."""

    group: Group
    reader: str
    milliseconds: float
    ratio: float
    right: int | None
    wrong: int | None


@dataclass(frozen=True)
class Aim:
    """What a ratio should be at most or at least, and what it is for each kind of document."""

    says: str
    bound: float
    measured: Mapping[str, float]
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether it is met by every kind of document."""
        ratios = self.measured.values()
        return min(ratios) >= self.bound if self.at_least else max(ratios) <= self.bound


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9, help="rounds in which each reader reads each document")
    count = parser.parse_args().rounds
    console = Console()
    with Console(stderr=True).status("reading") as status:
        found = list(groups())
        results: list[Timed] = []
        for group in found:
            status.update(f"reading {group.kind} {group.name}")
            results += time_group(group, count)
        status.update("timing the stages")
        held = list(aims(results, found, count))
    console.print(shown(results))
    console.print(shown_aims(held))
    if not samples_are_here():
        console.print("The sample documents are not here: transcriptions and generated reports only.")


def time_group(group: Group, count: int) -> Iterator[Timed]:
    """Time every reader on the documents of a group."""
    readers: Mapping[str, Reader] = {OURS: read_tables, **PEERS[group.format]}
    works: dict[str, Callable[[], list[Any]]] = {
        name: lambda reader=reader: [list(reader(printed.data)) for printed in group.documents]
        for name, reader in readers.items()
    }
    works[UNDERSTANDING] = lambda: [gongkai.read_report(printed.data) for printed in group.documents]
    cells = {name: _cells(group, name, work()) for name, work in works.items()}
    taken = rounds(works, count)
    for name in sorted(works, key=lambda name: name not in (OURS, UNDERSTANDING)):
        milliseconds = 1000 * statistics.median(taken[name]) / len(group.documents)
        yield Timed(group, name, milliseconds, median_ratio(taken[name], taken[OURS]), *cells[name])


def _cells(group: Group, reader: str, results: list[Any]) -> tuple[int | None, int | None]:
    """Count the right numbers in what a reader gave for each document, and the wrong ones if it names cells."""
    if reader == CHARACTERS:
        return None, None
    pairs = zip((printed.truth for printed in group.documents), results, strict=True)
    if reader == UNDERSTANDING:
        counted = [understood(truth, _values(report)) for truth, report in pairs]
        return sum(right for right, _ in counted), sum(wrong for _, wrong in counted)
    return sum(in_order(truth.values(), _texts(grids)) for truth, grids in pairs), None


def _texts(grids: Iterable[Grid]) -> Iterator[str]:
    yield from (cell for grid in grids for row in grid for cell in row)


def _values(report: gongkai.Report) -> dict[str, float | None]:
    return {row.indicator_id.partition(".")[2]: row.value for row in report.observation_rows}


def shown(results: Iterable[Timed]) -> Table:
    """Show how every reader did."""
    table = Table(title="processor time a document, and numbers of the official tables")
    table.add_column("documents")
    table.add_column("reader")
    for heading in ("milliseconds", "times ours", "right", "wrong"):
        table.add_column(heading, justify="right")
    before = None
    for row in results:
        if before is not row.group and before is not None:
            table.add_section()
        named = f"{row.group.kind} {row.group.name}" if before is not row.group else ""
        before = row.group
        printed = sum(value is not None for each in row.group.documents for value in each.truth.values())
        right = "" if row.right is None else f"{row.right} of {printed}"
        wrong = "" if row.wrong is None else f"{row.wrong}"
        table.add_row(named, row.reader, f"{row.milliseconds:.1f}", f"{row.ratio:.2f}", right, wrong)
    return table


def aims(results: Iterable[Timed], found: Iterable[Group], count: int) -> Iterator[Aim]:
    """Hold what was measured against what gongkai aims at."""
    ratios = {(row.reader, row.group.kind): row.ratio for row in results}

    def of(peer: str) -> dict[str, float]:
        return {kind: ratio for (reader, kind), ratio in ratios.items() if reader == peer}

    ours_to_pandas = {kind: 1 / ratio for kind, ratio in of(PANDAS).items()}
    ours_to_characters = {kind: 1 / ratio for kind, ratio in of(CHARACTERS).items()}
    yield Aim("reading HTML: at most the time of pandas.read_html", 1, ours_to_pandas)
    yield Aim("reading PDF: at most 2.5 times a pass over its characters", 2.5, ours_to_characters)
    yield Aim("reading PDF: 10 times faster than pdfplumber.extract_tables", 10, of(PDFPLUMBER), at_least=True)
    jiahe = {group.kind: group.documents[0].data for group in found if group.name.startswith("jiahe-2017")}
    taken_by_stage = {kind: stages(data, count) for kind, data in jiahe.items()}
    rest = {kind: rest_to_reading(each) for kind, each in taken_by_stage.items()}
    yield Aim("repair, figures, points, checks (Jiahe): at most 3 times reading and recognising", 3, rest)
    draft = next(group.documents[0].data for group in found if group.format == "docx")
    judged = {"Word": verdict_to_reading(stages(draft, count))}
    judged |= {f"Jiahe, {kind}": verdict_to_reading(each) for kind, each in taken_by_stage.items()}
    yield Aim("gongkai check: at most 1.5 times read_report", 1.5, judged)
    taken = starts(count)
    started = {name: median_ratio(taken[name], taken[BESIDE]) for name in ("import gongkai", "gongkai --help")}
    yield Aim("starting: at most 1.3 times import pandas", 1.3, started)


def shown_aims(aims: Iterable[Aim]) -> Table:
    """Show each aim, what was measured, and whether it is met."""
    table = Table("aim", "bound", "measured", "met", title="aims: how many times as long or as fast")
    for aim in aims:
        measured = ", ".join(f"{kind} {ratio:.2f}" for kind, ratio in aim.measured.items())
        bound = f"{'at least' if aim.at_least else 'at most'} {aim.bound:g}"
        table.add_row(aim.says, bound, measured, "yes" if aim.met else "NO")
    return table


if __name__ == "__main__":
    main()
