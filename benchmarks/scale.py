"""What a build of many reports costs: documents a second, memory, and how both change with their number.

    .venv-bench/bin/python -m benchmarks.scale 1000 10000
    .venv-bench/bin/python -m benchmarks.scale 1000 --dask

Generated reports of all formats, each of another body, are built by one process and by as many as there are processors,
then again with nothing new, and then validated. Memory is what processes hold, looked at five times a second: that of
the first, and the largest of the others.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.documents import ROOT

# The generators are those of the tests.
sys.path.append(str(ROOT / "tests"))
from generators.numbers_of_forms import NUMBER_HABITS
from generators.reports import FORM_CHOICES, FORMATS, ReportPlan, print_report, render
from gongkai import divisions

BODIES = ("人民政府", "教育局", "财政局", "水利局", "公安局", "交通运输局", "发展和改革局", "卫生健康局")
IN_A_FOLDER = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("counts", type=int, nargs="+", help="how many reports")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, psutil.cpu_count() or 1])
    parser.add_argument("--dask", action="store_true", help="build with a local Dask cluster as well")
    parser.add_argument("--folder", type=Path, help="keep the reports here, and take those that are there")
    arguments = parser.parse_args()
    table = Table("reports", "command", "seconds", "a second", "MB of the first", "MB of the largest other")
    with Console(stderr=True).status("") as status:
        for count in arguments.counts:
            folder = (arguments.folder or Path(tempfile.mkdtemp())) / str(count)
            status.update(f"making {count} reports")
            make_reports(folder, count)
            for name, command in commands(arguments.workers, dask=arguments.dask).items():
                status.update(f"{count} reports: {name}")
                cost = measured([part.format(folder=folder, out=folder.with_suffix(".package")) for part in command])
                cells = (f"{cost.seconds:.1f}", f"{count / cost.seconds:.1f}", f"{cost.first:.0f}", f"{cost.other:.0f}")
                table.add_row(f"{count:,}", name, *cells)
                print(count, name, *cells, flush=True)
            table.add_section()
    Console().print(table)


def commands(workers: Sequence[int], *, dask: bool) -> dict[str, list[str]]:
    """Give what is measured, in its order; a build that shall read all begins by removing what is there."""
    build = ["build", "{folder}", "--out", "{out}"]
    first = {f"build, {count} workers": ["fresh", *build, "--workers", str(count)] for count in workers}
    cluster = {"build, Dask": ["fresh", *build, "--dask", "local"]} if dask else {}
    return {**cluster, **first, "build, nothing new": build, "validate": ["validate", "{out}"]}


def make_reports(folder: Path, count: int) -> None:
    """Write generated reports into folders, unless they are there."""
    counties = [each for each in divisions.rows(2020, 2020) if each.level == "county"]
    for number in range(count):
        path = folder / f"{number // IN_A_FOLDER:04}" / f"{number:07}"
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        random = Random(number)
        format_name = random.choice(list(FORMATS))
        plan = ReportPlan(number, random.choice(sorted(FORM_CHOICES)), random.choice(NUMBER_HABITS))
        report = print_report(plan)
        body = random.choice(counties).full_name + random.choice(BODIES)
        old, identity = report.identity.agency, report.identity
        blocks = tuple(block.replace(old, body) if isinstance(block, str) else block for block in report.blocks)
        named = replace(identity, agency=body, title=identity.title.replace(old, body))
        path.write_bytes(render(replace(report, identity=named, blocks=blocks), format_name))


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds by the clock, and megabytes of memory."""

    seconds: float
    first: float
    other: float


def measured(command: Sequence[str]) -> Cost:
    """Run a command of gongkai, and look at its processes meanwhile."""
    if command[0] == "fresh":
        command = command[1:]
        shutil.rmtree(command[command.index("--out") + 1], ignore_errors=True)
    begin = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the program is ours
        [sys.executable, "-m", "gongkai", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    first = other = 0.0
    whole = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            first = max(first, whole.memory_info().rss / 1e6)
            other = max([other, *(each.memory_info().rss / 1e6 for each in whole.children(recursive=True))])
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.2)
    if process.returncode:
        _, said = process.communicate()
        raise SystemExit(said.decode())
    return Cost(time.perf_counter() - begin, first, other)


if __name__ == "__main__":
    main()
