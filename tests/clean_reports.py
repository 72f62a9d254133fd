"""Hold clean reports against every rule: `make clean-reports N=2000`.

Each is drawn anew, in any form and format, with numbers that keep what its form promises. An alarm of severity error is
a false one; it is listed with the plan that prints the report again. Exits with 1 if there was any.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from random import Random

from command_line import arguments
from generators.reports import FORM_CHOICES, FORMATS, SAVED, ReportPlan, print_report, render
from gongkai import read_report

__all__ = ["clean_plans", "false_alarms"]

SHOWN = 20


def clean_plans(number: int, seed: int) -> Iterator[tuple[ReportPlan, str]]:
    """Give plans of reports that keep their promises, with a format each."""
    random = Random(seed)
    # Where cells are lines of their own, a careful reader may be left with several readings.
    formats = sorted(FORMATS.keys() - SAVED)
    for _ in range(number):
        plan = ReportPlan(random.getrandbits(32), random.choice(sorted(FORM_CHOICES)), "balanced")
        yield plan, random.choice(formats)


def false_alarms(trial: tuple[ReportPlan, str]) -> list[str]:
    """Give the alarms of severity error that a clean report raises."""
    plan, format_name = trial
    report = read_report(render(print_report(plan), format_name))
    return [
        f"{check.rule}: {check.message} ({plan}, {format_name})"
        for check in report.check_rows
        if check.outcome == "fails" and check.severity == "error"
    ]


def main() -> int:
    options = arguments(__doc__, bits=32)
    trials = list(clean_plans(options.number, options.seed))
    with ProcessPoolExecutor(options.workers) as workers:
        alarms = [alarm for found in workers.map(false_alarms, trials, chunksize=20) for alarm in found]
    for alarm in alarms[:SHOWN]:
        print(alarm)
    by_rule = Counter(alarm.partition(":")[0] for alarm in alarms)
    print(f"{options.number} clean reports, seed {options.seed}: {len(alarms)} false alarms {dict(by_rule) or ''}")
    return int(bool(alarms))


if __name__ == "__main__":
    sys.exit(main())
