"""Damage reports until something gives: `make mutate N=10000`.

Generated reports of every format are damaged by bytes and by structure, and read in a process under limits, as a build
reads them. Listed is what ends in a defect of ours, or in no answer; then each part of the sound ones is published and
must be valid. Exits with 1 if anything was found.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import monotonic

import gongkai
from command_line import arguments
from generators.mutations import mutated_report
from gongkai.building.understanding import understand
from gongkai.errors import SourceError

IN_ONE_PACKAGE = 250
SHOWN = 30


def main() -> int:
    options = arguments(__doc__, bits=31)
    print(f"{options.number} damaged reports, seeds from {options.seed}")
    seeds = range(options.seed, options.seed + options.number)
    with ProcessPoolExecutor(options.workers) as executor:
        outcomes = list(executor.map(outcome, seeds, chunksize=20))
        parts = [range(start, min(start + IN_ONE_PACKAGE, seeds.stop)) for start in seeds[::IN_ONE_PACKAGE]]
        problems = [problem for found in executor.map(published, parts) for problem in found]
    counts = Counter(reason for _, reason, _, _ in outcomes)
    print(", ".join(f"{count} {reason}" for reason, count in counts.most_common()))
    print(f"slowest {max(seconds for *_, seconds in outcomes):.1f} s")
    faults = [each for each in outcomes if each[1] in ("internal", "too_slow")]
    for seed, reason, detail, seconds in faults[:SHOWN]:
        print(f"seed {seed}: {reason} after {seconds:.1f} s: {detail}")
    for problem in problems[:SHOWN]:
        print(problem)
    return int(bool(faults or problems))


def outcome(seed: int) -> tuple[int, str, str, float]:
    """Read one damaged report, and tell the reason for which it gave none, or `report`."""
    format_name, data = mutated_report(seed)
    started = monotonic()
    try:
        understand(data, f"{format_name} {seed}")
    except SourceError as error:
        return seed, error.reason, error.detail, monotonic() - started
    return seed, "report", "", monotonic() - started


def published(seeds: range) -> list[str]:
    """Publish the damaged reports of some seeds as one package, and tell what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        sources, out = Path(folder) / "sources", Path(folder) / "package"
        sources.mkdir()
        for seed in seeds:
            (sources / f"{seed}").write_bytes(mutated_report(seed)[1])
        try:
            gongkai.build(sources, out)
        except gongkai.NoReportError:
            return []
        return [f"seeds {seeds.start} to {seeds.stop}: {problem.message}" for problem in gongkai.validate_package(out)]


if __name__ == "__main__":
    sys.exit(main())
