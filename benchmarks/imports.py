"""How long programs take to start that use gongkai, beside one that only imports pandas.

    python -m benchmarks.imports [--rounds N]

Each program is a process of its own. To read a report takes the readers and all that understands it, but no data
frames, and `gongkai --help` neither.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping

from rich.console import Console
from rich.table import Table

from benchmarks.timing import median_ratio, rounds

__all__ = ["BESIDE", "PROGRAMS", "starts"]

BESIDE = "import pandas"

PROGRAMS: Mapping[str, tuple[str, ...]] = {
    BESIDE: ("-c", "import pandas"),
    "import gongkai": ("-c", "import gongkai"),
    "gongkai --help": ("-m", "gongkai", "--help"),
    "gongkai --version": ("-m", "gongkai", "--version"),
    "ready to read a report": ("-c", "import gongkai; gongkai.read_report"),
    "ready to load a table": ("-c", "import gongkai; gongkai.load"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=21)
    taken = starts(parser.parse_args().rounds)
    table = Table("program", "milliseconds", f"times {BESIDE}", title="processor time of a start, median")
    for name, times in taken.items():
        table.add_row(name, f"{1000 * statistics.median(times):.0f}", f"{median_ratio(times, taken[BESIDE]):.2f}")
    Console().print(table)


def starts(count: int) -> dict[str, list[float]]:
    """Give the seconds that each program takes, round by round. What Python compiles is there after the first run."""
    works = {name: _started(arguments) for name, arguments in PROGRAMS.items()}
    for work in works.values():
        work()
    return rounds(works, count)


def _started(arguments: tuple[str, ...]) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


if __name__ == "__main__":
    main()
