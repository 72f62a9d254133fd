"""Publish, validate and load packages of any size, and their panel: the time, and the most memory that was used.

    python -m benchmarks.packages [REPORTS ...] [--works WORK ...] [--workers N] [--keep DIR]

Eleven reports, one a year, are printed by the generators of the tests and read. Their rows are then those of one agency
after another, so that a package of any size is made in the time that writing takes; `validate` believes nothing, and
does for each of these reports what it does for any. Each work runs in a process of its own. Its memory is the
most that this process had, and behind it the most of any process that works for it. Linux only.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import count, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import pyarrow as arrow
from rich.console import Console
from rich.table import Table as PrintedTable

import gongkai
from gongkai import divisions, tables
from gongkai.building.working import Processes
from gongkai.publish import place_of_package
from gongkai.publish.queries import connected
from gongkai.publish.stored import stored_package
from gongkai.recognise.who.agencies import read_agency
from gongkai.rows import ROW_CLASSES, Agency
from gongkai.series import NEEDED, derived
from gongkai.tables.built_in import BUILT_IN, built_in

# The generators are those of the tests.
sys.path.append(str(Path(__file__).parents[1] / "tests"))
from generators.printed import PrintedReport
from generators.reports import ReportPlan, print_report, render

COUNTS = (1_000, 10_000, 100_000)
YEARS = range(2014, 2025)
AGENCY = "嘉禾县人民政府"
BODIES = ("人民政府", "教育局", "财政局", "民政局", "审计局", "水利局", "司法局")
AT_ONCE = 500
"""How many reports are published together."""


@dataclass(frozen=True)
class Base:
    """The rows of one report of each year, by table and year."""

    summaries: Mapping[int, dict[str, Any]]
    rows: Mapping[str, Mapping[int, arrow.Table]]


@dataclass(frozen=True)
class Copied:
    """A report of the package: that of a year, made by an agency."""

    report_id: str
    sha256: str
    year: int
    printed: str
    agency: Agency


@dataclass(frozen=True)
class Cost:
    """What a work took: seconds by the clock and of processors, megabytes of its process and of the largest other."""

    seconds: float
    processor: float
    own: float
    largest_child: float


def base(folder: Path) -> Base:
    """Print, read and publish one report of each year."""
    (folder / "in").mkdir()
    for year in YEARS:
        (folder / f"in/{year}.html").write_bytes(render(_printed(year), "html portal"))
    gongkai.build(folder / "in", folder / "out")
    reports = gongkai.load("reports", folder / "out").to_dict("records")
    years = {row["report_id"]: row["year"] for row in reports}
    return Base({row["year"]: row for row in reports}, {name: _by_year(folder, name, years) for name in ROW_CLASSES})


def _by_year(folder: Path, table: str, years: Mapping[str, int]) -> dict[int, arrow.Table]:
    rows = arrow.Table.from_pandas(gongkai.load(table, folder / "out"), preserve_index=False)
    return {year: rows.filter(arrow.compute.field("report_id") == name) for name, year in years.items()}


def _printed(year: int) -> PrintedReport:
    """Print a report of the agency for a year, with sentences that state figures."""
    forms = "2014" if year < 2019 else "2019" if year < 2021 else "2021"
    plans = (ReportPlan(seed, forms, "balanced") for seed in count())
    reports = map(print_report, plans)
    found = next(each for each in reports if each.identity.year == year and each.identity.agency == AGENCY)
    random = Random(year)
    sentences = tuple(
        f"全年通过门户网站公开{what}信息{random.randint(10, 900)}条，其中重点领域{random.randint(1, 9)}条，"
        f"微信公众号发布{random.randint(10, 900)}条。"
        for what in ("财政预决算", "行政许可", "公共资源配置", "社会救助", "义务教育", "安全生产")
    )
    place = found.blocks.index("一、总体情况") + 1
    return replace(found, blocks=(*found.blocks[:place], *sentences, *found.blocks[place:]))


def agencies() -> Iterator[tuple[str, Agency]]:
    """Give agencies as they are printed, whose divisions had one code and name in all years."""
    for body in BODIES:
        for division in divisions.rows(YEARS[0], YEARS[0]):
            printed = division.full_name + body
            readings = [read_agency(printed, year, "") for year in YEARS]
            agency = readings[0].agency
            stays = all(each.agency == agency and each.division_code == division.code for each in readings)
            if agency is not None and stays and division.level == "county":
                yield printed, agency


def copies(number: int) -> list[Copied]:
    """Give the reports of a package in the order of their names."""
    named = (
        Copied(digest[:16], digest, year, printed, agency)
        for printed, agency in agencies()
        for year in YEARS
        for digest in [hashlib.sha256(f"{agency.agency_id} {year}".encode()).hexdigest()]
    )
    # Of whole agencies: with a year less, other rules across years apply.
    return sorted(islice(named, number - number % len(YEARS)), key=lambda each: each.report_id)


def publish(original: Base, reports: Sequence[Copied], out: Path) -> None:
    """Publish a package of these reports."""
    made = {each.agency.agency_id: {**asdict(each.agency), "spellings": each.printed} for each in reports}
    batches = {
        **{table: tables_of_copies(original, reports, table) for table in ROW_CLASSES},
        **{table: built_in(table, frozenset(YEARS)).to_batches() for table in BUILT_IN},
        "reports": _batches("reports", [_summary(original, each) for each in reports]),
        "agencies": _batches("agencies", [made[name] for name in sorted(made)]),
        "failures": [],
    }
    with place_of_package(out) as place:
        place.publish_batches(batches)


def tables_of_copies(original: Base, reports: Sequence[Copied], table: str) -> Iterator[arrow.RecordBatch]:
    """Give the rows of a table, each report's behind the one before."""
    for start in range(0, len(reports), AT_ONCE):
        parts = [(each, original.rows[table][each.year]) for each in reports[start : start + AT_ONCE]]
        names = arrow.array([each.report_id for each, rows in parts for _ in range(len(rows))], arrow.string())
        together = arrow.concat_tables([rows for _, rows in parts])
        yield from together.set_column(0, "report_id", names).to_batches()


def _summary(original: Base, each: Copied) -> dict[str, Any]:
    row = original.summaries[each.year]
    return {
        **{name: None if value is arrow.NA or value != value else value for name, value in row.items()},
        "report_id": each.report_id,
        "sha256": each.sha256,
        "source": f"{each.report_id}.html",
        "title": row["title"].replace(row["agency"], each.printed),
        "agency": each.printed,
        "agency_id": each.agency.agency_id,
        "division_code": each.agency.division_code,
        "level": each.agency.level,
    }


def _batches(table: str, rows: Sequence[dict[str, Any]]) -> list[arrow.RecordBatch]:
    made = arrow.Table.from_pylist(rows, schema=tables.arrow_schema(table))
    batches: list[arrow.RecordBatch] = made.sort_by(
        [(column, "ascending") for column in tables.keys(table).primary]
    ).to_batches()
    return batches


def validate(out: Path, workers: int) -> None:
    """Validate a package, which must be valid."""
    with Processes(workers) as processes:
        problems = gongkai.validate_package(out, executor=processes)
    if problems:
        raise RuntimeError("\n".join(map(str, problems)))


def load_all(out: Path, workers: int) -> None:
    """Load the largest table."""
    gongkai.load("observations", out)


def load_some(out: Path, workers: int) -> None:
    """Load two columns of the largest table, of one report."""
    (first,) = gongkai.load("reports", out, columns=["report_id"])["report_id"].head(1)
    gongkai.load("observations", out, columns=["indicator_id", "value"], filters=[("report_id", "=", first)])


def panel_long(out: Path, workers: int) -> None:
    """Give every concept of every report, a row each."""
    gongkai.panel(package=out)


def panel_wide(out: Path, workers: int) -> None:
    """Give every concept of every report, a column each."""
    gongkai.panel(package=out, wide=True)


def panel_of_five(out: Path, workers: int) -> None:
    """Give five concepts of every report."""
    gongkai.panel(["requests_received", "granted", "refused", "reviews", "lawsuits"], package=out)


def panel_computed(out: Path, workers: int) -> None:
    """Compute the table `panel` from the others, as publishing and validating do."""
    files = {table: stored_package(out).files(table) for table in NEEDED}
    with connected(files) as connection:
        for _ in derived("panel", connection):
            pass


WORKS = {
    work.__name__: work
    for work in (validate, load_all, load_some, panel_long, panel_wide, panel_of_five, panel_computed)
}


def measured(work: Callable[[Path, int], None], out: Path, workers: int) -> Cost:
    """Do a work in a new process."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as process:
        return process.submit(_cost, work, out, workers).result()


def _cost(work: Callable[[Path, int], None], out: Path, workers: int) -> Cost:
    ended = threading.Event()
    largest = [0.0]

    def watch() -> None:
        while not ended.wait(0.05):
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    largest[0] = max(largest[0], child.memory_info().rss / 2**20)

    watcher = threading.Thread(target=watch)
    watcher.start()
    begin, used = time.perf_counter(), _processor_time()
    try:
        work(out, workers)
    finally:
        ended.set()
        watcher.join()
    seconds, processor = time.perf_counter() - begin, _processor_time() - used
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (own,) = (int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    return Cost(seconds, processor, own, largest[0])


def _processor_time() -> float:
    """Give the seconds that processors worked for this process and for those that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """Print what each size costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="*", type=int, default=COUNTS)
    parser.add_argument("--works", nargs="+", choices=WORKS, default=list(WORKS), metavar="WORK")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, help="leave the packages in this folder, and take those that are there")
    given = parser.parse_args()
    shown = PrintedTable("reports", "observations", "MB", "work", "seconds", "of processors", "MB of memory")
    with TemporaryDirectory() as temporary:
        place = given.keep or Path(temporary)
        for number in given.reports:
            out = place / str(number)
            if not (out / "datapackage.json").exists():
                _make(number, out)
            size = sum(file.stat().st_size for file in (out / "data/processed").iterdir()) / 1e6
            cells = len(gongkai.load("observations", out, columns=["report_id"]))
            for name in given.works:
                cost = measured(WORKS[name], out, given.workers)
                memory = f"{cost.own:.0f} + {cost.largest_child:.0f}"
                taken = f"{cost.seconds:.1f}", f"{cost.processor:.1f}"
                shown.add_row(str(number), str(cells), f"{size:.0f}", name, *taken, memory)
    Console().print(shown)


def _make(number: int, out: Path) -> None:
    with TemporaryDirectory() as folder:
        original = base(Path(folder))
    begin = time.perf_counter()
    publish(original, copies(number), out)
    print(f"{number} reports published in {time.perf_counter() - begin:.1f} seconds", file=sys.stderr)


if __name__ == "__main__":
    main()
