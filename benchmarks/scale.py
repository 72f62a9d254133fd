"""What a build of many reports costs: documents a second, memory, and how both change with their number.

    .venv-bench/bin/python -m benchmarks.scale 1000 10000
    .venv-bench/bin/python -m benchmarks.scale 1000 --dask

Generated reports of all formats, each of another body, are built by one process and by as many as there are processors,
then again with nothing new, and then validated. Memory is what processes hold, looked at five times a second: that of
the first, and the largest of the others. Processor time is that of all processes, and of the first alone: on a machine
that does other work, it says more than the clock.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
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
    table = Table("reports", "command", *HEADS)
    with Console(stderr=True).status("") as status:
        for count in arguments.counts:
            folder = (arguments.folder or Path(tempfile.mkdtemp())) / str(count)
            status.update(f"making {count} reports")
            make_reports(folder, count)
            for name, command in commands(arguments.workers, dask=arguments.dask).items():
                status.update(f"{count} reports: {name}")
                cost = measured([part.format(folder=folder, out=folder.with_suffix(".package")) for part in command])
                cells = cost.told(count)
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


HEADS = (
    "seconds",
    "a second",
    "of processors",
    "ms a report",
    "of the first",
    "MB of the first",
    "MB of the largest other",
)


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds by the clock and of processors, and megabytes of memory."""

    seconds: float
    processors: float
    processors_of_first: float
    first: float
    other: float

    def told(self, count: int) -> tuple[str, ...]:
        """Give the cells of the table for so many reports."""
        return (
            f"{self.seconds:.1f}",
            f"{count / self.seconds:.1f}",
            f"{self.processors:.1f}",
            f"{1000 * self.processors / count:.1f}",
            f"{self.processors_of_first:.1f}",
            f"{self.first:.0f}",
            f"{self.other:.0f}",
        )


def measured(command: Sequence[str]) -> Cost:
    """Run a command of gongkai, and look at its processes meanwhile."""
    if command[0] == "fresh":
        command = command[1:]
        shutil.rmtree(command[command.index("--out") + 1], ignore_errors=True)
    begin = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the program is ours
        [sys.executable, "-m", "gongkai", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    memory: dict[int, float] = {}
    processors: dict[int, float] = {}
    whole = psutil.Process(process.pid)
    while process.poll() is None:
        with suppress(psutil.NoSuchProcess):
            for each in (whole, *whole.children(recursive=True)):
                with suppress(psutil.NoSuchProcess), each.oneshot():
                    memory[each.pid] = max(memory.get(each.pid, 0.0), each.memory_info().rss / 1e6)
                    processors[each.pid] = sum(each.cpu_times()[:2])
        time.sleep(0.2)
    if process.returncode:
        _, said = process.communicate()
        raise SystemExit(said.decode())
    seconds, first = time.perf_counter() - begin, memory.pop(process.pid)
    return Cost(seconds, sum(processors.values()), processors[process.pid], first, max(memory.values(), default=0.0))


if __name__ == "__main__":
    main()
