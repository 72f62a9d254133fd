"""How many numbers come out wrong without a word: gongkai beside general readers with a mapper that knows the forms.

    .venv-bench/bin/python -m benchmarks.silently_wrong

Generated reports of each format, on all forms, with up to four ways in which real pages differ from the form, and with
tables that only look like a part of it. A number is right if the document prints it in that cell of the form, wrong
if it prints another there or none, and missing if it is printed and not given.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from rich.console import Console
from rich.table import Table

import gongkai
from benchmarks.cells import understood
from benchmarks.documents import ROOT
from benchmarks.mapper import mapped
from benchmarks.readers import CHARACTERS, PEERS

# The generators are those of the tests.
sys.path.append(str(ROOT / "tests"))
from explore import Trial, drawn
from generators.lookalikes import LOOKALIKES
from generators.reports import FORM_CHOICES, print_report, render

FORMATS = ("html", "pdf", "docx", "xlsx")
MAPPED = "{} and a mapper"


@dataclass(frozen=True)
class Drawn:
    """A report as bytes, the tables of forms that it follows, and the number that it prints in each of their cells."""

    data: bytes
    tables: tuple[tuple[str, str], ...]
    truth: Mapping[str, float | None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=50, help="reports of each format")
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same reports")
    arguments = parser.parse_args()
    table = Table("format", "reader", "right", "wrong", "missing", "failed", title="numbers of the official tables")
    with Console(stderr=True).status("reading") as status:
        for name in FORMATS:
            reports = list(reports_in(name, arguments.reports, arguments.seed))
            for reader, read in readers_of(name).items():
                status.update(f"reading {name} with {reader}")
                counts = scored(read, reports)
                table.add_row(name, reader, *(f"{counts[kind]:,}" for kind in ("right", "wrong", "missing", "failed")))
            table.add_section()
    Console().print(table)


def reports_in(name: str, number: int, seed: int) -> Iterator[Drawn]:
    """Draw reports of one format."""
    # What holds a page, such as an e-mail, is no format of general readers.
    trials = (
        trial
        for trial in drawn(seed, sys.maxsize)
        if trial.format_name.startswith(name) and " in " not in trial.format_name
    )
    for trial, _ in zip(trials, range(number), strict=False):
        yield _drawn(trial)


def _drawn(trial: Trial) -> Drawn:
    printed = print_report(trial.plan)
    if trial.lookalike:
        printed = LOOKALIKES[trial.lookalike](Random(trial.plan.seed), printed)
    truth = {code.partition(".")[2]: cell.value for code, cell in printed.expected().items()}
    return Drawn(render(printed, trial.format_name), FORM_CHOICES[trial.plan.forms], truth)


def readers_of(name: str) -> Mapping[str, Callable[[Drawn], Mapping[str, float | None]]]:
    """Give gongkai and its peers, each from a report to the numbers of its cells."""
    peers = {
        MAPPED.format(peer): lambda report, read=read: mapped(read(report.data), report.tables)
        for peer, read in PEERS[name].items()
        if peer != CHARACTERS
    }
    return {"gongkai": _understood, **peers}


def _understood(report: Drawn) -> Mapping[str, float | None]:
    rows = gongkai.read_report(report.data).observation_rows
    return {row.indicator_id.partition(".")[2]: row.value for row in rows}


def scored(read: Callable[[Drawn], Mapping[str, float | None]], reports: list[Drawn]) -> Counter[str]:
    """Count numbers that are right, wrong and missing, and the reports that the reader failed on."""
    counts: Counter[str] = Counter()
    for report in reports:
        printed = sum(value is not None for value in report.truth.values())
        try:
            found = read(report)
        # Peers fail in ways of their own, and a report that none of their tables came out of is told apart.
        except Exception:
            counts["failed"] += 1
            found = {}
        right, wrong = understood(report.truth, found)
        counts.update(right=right, wrong=wrong, missing=printed - right - _other(report.truth, found))
    return counts


def _other(truth: Mapping[str, float | None], found: Mapping[str, float | None]) -> int:
    """Count the cells whose printed number was given as another: wrong, and not missing as well."""
    return sum(
        value is not None and found.get(cell) is not None and found[cell] != value for cell, value in truth.items()
    )


if __name__ == "__main__":
    main()
