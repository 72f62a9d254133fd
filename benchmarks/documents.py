"""What is read: the samples, our transcriptions of them, and generated reports, each with what it truly prints."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import gongkai
from gongkai.document import Locator

__all__ = ["SAMPLES", "Group", "Printed", "groups", "samples_are_here"]

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SAMPLES = SHARED / "samples"
TRANSCRIPTIONS = ROOT / "data" / "raw"

FORMS = ("2014", "2019", "2021")
SEEDS = (1, 2)
FORMATS = {"html": ("html editor", "html portal"), "pdf": ("pdf",), "xlsx": ("xlsx",), "docx": ("docx",)}
"""The formats of generated reports, by the format whose readers read them."""

Truth = Mapping[str, float | None]
"""Cells by the codes of table, row and column, in reading order; None is a cell printed blank."""


@dataclass(frozen=True)
class Printed:
    """The bytes of a report, and the cells of the official tables that it prints."""

    data: bytes
    truth: Truth


@dataclass(frozen=True)
class Group:
    """Documents of one format that have one row for each reader."""

    name: str
    kind: str
    format: str
    documents: tuple[Printed, ...]


def samples_are_here() -> bool:
    """Say whether there are real documents and their truth, which are not ours to publish."""
    return SAMPLES.is_dir() and (SHARED / "truth").is_dir()


def groups() -> Iterator[Group]:
    """Give every document: single samples and transcriptions, then generated reports by format."""
    if samples_are_here():
        for path in filter(Path.is_file, sorted(SAMPLES.iterdir())):
            truth = _truth_of_a_sample(path.stem)
            yield Group(path.name, "sample", path.suffix[1:], (Printed(path.read_bytes(), truth),))
    for path in sorted(TRANSCRIPTIONS.glob("*.*")):
        if path.suffix != ".csv":
            truth = _truth_of_a_sample(path.stem) if samples_are_here() else _committed_cells(path)
            yield Group(path.name, "transcription", path.suffix[1:], (Printed(path.read_bytes(), truth),))
    for format_name, renderings in FORMATS.items():
        documents = tuple(_generated(renderings))
        yield Group(f"{format_name}, {len(documents)} reports", "generated", format_name, documents)


def _truth_of_a_sample(stem: str) -> Truth:
    with (SHARED / "truth" / f"{stem}-cells.csv").open(encoding="utf-8", newline="") as file:
        return {
            f"{row['table']}.{row['row']}.{row['column']}": float(row["value"]) if row["value"] else None
            for row in csv.DictReader(file)
        }


def _committed_cells(path: Path) -> Truth:
    """Give the cells that the published package has for a transcription."""
    reports, rows = gongkai.load("reports"), gongkai.load("observations")
    rows = rows[rows["report_id"].isin(reports.loc[reports["source"] == path.name, "report_id"])]
    cells = zip(rows["locator"], rows["indicator_id"], rows["value"].to_numpy(object, na_value=None), strict=True)
    in_order = sorted(cells, key=lambda cell: Locator.parse(cell[0]).reading_order)
    return {indicator.partition(".")[2]: value for _, indicator, value in in_order}


def _generated(renderings: tuple[str, ...]) -> Iterator[Printed]:
    # The generators are those of the tests.
    sys.path.append(str(ROOT / "tests"))
    from generators.reports import ReportPlan, print_report, render

    for forms in FORMS:
        for seed in SEEDS:
            report = print_report(ReportPlan(seed, forms))
            truth = {code.partition(".")[2]: cell.value for code, cell in report.expected().items()}
            yield from (Printed(render(report, rendering), truth) for rendering in renderings)
