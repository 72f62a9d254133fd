"""Damage reports until something gives: `make mutate N=10000`.

Generated reports of every format are damaged by bytes, by structure and in their words, and built into packages, each
file read in a process under limits. Listed is what ends in a defect of ours, in no answer, or takes long; each package
must be valid, and the processes that read may not grow. Exits with 1 if anything was found.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any

import psutil

import gongkai
from command_line import arguments
from generators.mutations import mutated_report
from gongkai.building import reading
from gongkai.building.rows import ReportRows
from gongkai.building.understanding import understand

IN_ONE_PACKAGE = 250
SLOWEST = 10


@dataclass(frozen=True)
class Outcome:
    """What some damaged reports came to.

    Attributes:
        reasons: how many gave a report, or none and why.
        faults: what must not be.
        times: the seconds that each took, with its seed.
        memory: the bytes that the process that read them had at the end.
    """

    reasons: Counter[str]
    faults: Sequence[str]
    times: Sequence[tuple[float, str]]
    memory: int


def main() -> int:
    options = arguments(__doc__, bits=31)
    print(f"{options.number} damaged reports, seeds from {options.seed}", flush=True)
    seeds = range(options.seed, options.seed + options.number)
    parts = [seeds[start : start + IN_ONE_PACKAGE] for start in range(0, len(seeds), IN_ONE_PACKAGE)]
    outcomes = []
    with ProcessPoolExecutor(options.workers) as executor:
        for outcome in executor.map(published, parts):
            outcomes.append(outcome)
            print(*outcome.faults, sep="\n", end="\n" if outcome.faults else "", flush=True)
    counts = sum((each.reasons for each in outcomes), Counter[str]())
    print(", ".join(f"{count} {reason}" for reason, count in counts.most_common()))
    slowest = sorted((each for outcome in outcomes for each in outcome.times), reverse=True)[:SLOWEST]
    print("slowest:", ", ".join(f"{seconds:.1f} s {name}" for seconds, name in slowest))
    tenth = max(len(outcomes) // 10, 1)
    first, last = (int(median(each.memory for each in some)) >> 20 for some in (outcomes[:tenth], outcomes[-tenth:]))
    print(f"memory of the processes that read: {first} MB at first, {last} MB at last")
    return int(any(each.faults for each in outcomes))


def published(seeds: range) -> Outcome:
    """Build a package of the damaged reports of some seeds, and validate it."""
    times: list[tuple[float, str]] = []

    def timed(data: bytes, name: str, *others: Any) -> ReportRows:
        started = monotonic()
        try:
            return understand(data, name, *others)
        finally:
            times.append((monotonic() - started, name))

    reading.understand = timed
    with tempfile.TemporaryDirectory() as folder:
        sources, out = Path(folder) / "sources", Path(folder) / "package"
        sources.mkdir()
        for seed in seeds:
            name, data = mutated_report(seed)
            (sources / f"{seed} {name}").write_bytes(data)
        try:
            built = gongkai.build(sources, out)
        except Exception as error:  # whatever it is, it is what is looked for
            return Outcome(Counter(), [f"seeds from {seeds.start}: {type(error).__name__}: {error}"], times, 0)
        failures = gongkai.load("failures", out)
        faults = [f"seeds from {seeds.start}: {problem.message}" for problem in gongkai.validate_package(out)]
    of_ours = failures[failures["reason"].isin(["internal", "too_slow"])]
    faults += [f"{row.source}: {row.reason}: {row.detail}" for row in of_ours.itertuples()]
    memory = [child.memory_info().rss for child in psutil.Process().children()]
    return Outcome(
        Counter(built.failures) + Counter(report=built.rows["reports"]), faults, times, max(memory, default=0)
    )


if __name__ == "__main__":
    sys.exit(main())
