"""Search for defects with fresh reports: `make explore N=3000`.

Each report is drawn anew, in any form and format, with variations in combination. What comes back wrong, or is neither
observed nor unmatched, is listed with the plan that prints it again; what a careful reader would take and gongkai does
not is counted by variation and format. Exits with 1 if any number was wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from random import Random, SystemRandom

from generators.comparison import dropped, misplaced, missing, repeated, wrong
from generators.numbers_of_forms import NUMBER_HABITS
from generators.reports import FORM_CHOICES, FORMATS, LINES, SAVED, ReportPlan, print_report, render
from generators.variations import VARIATIONS
from gongkai import SourceError, read_report

MOST_VARIATIONS = 4
SHOWN = 20


@dataclass(frozen=True)
class Trial:
    """One report: how it was printed, and how many of its cells came back."""

    plan: ReportPlan
    format_name: str
    printed: int = 0
    right: int = 0
    lost: int = 0
    defects: tuple[str, ...] = ()

    @property
    def leaves_one_reading(self) -> bool:
        return self.plan.leaves_one_reading(self.format_name)


def main() -> int:
    arguments = _arguments()
    seed = SystemRandom().getrandbits(32) if arguments.seed is None else arguments.seed
    print(f"{arguments.number} reports, seed {seed}")
    with ProcessPoolExecutor(arguments.workers) as executor:
        trials = list(executor.map(tried, drawn(seed, arguments.number), chunksize=8))
    for line in told(trials):
        print(line)
    return int(any(trial.defects for trial in trials))


def drawn(seed: int, number: int) -> Iterator[Trial]:
    """Draw what to print."""
    random = Random(seed)
    while number:
        names = random.sample(sorted(VARIATIONS), random.randint(0, MOST_VARIATIONS))
        plan = ReportPlan(
            random.getrandbits(32), random.choice(sorted(FORM_CHOICES)), random.choice(NUMBER_HABITS), frozenset(names)
        )
        format_name = random.choice(sorted(FORMATS))
        if plan.can_be(format_name):
            number -= 1
            yield Trial(plan, format_name)


def tried(trial: Trial) -> Trial:
    """Print a report, read it, and tell what came back."""
    printed = print_report(trial.plan)
    expected = printed.expected()
    try:
        report = read_report(render(printed, trial.format_name))
    except SourceError as error:
        defect = (f"refused: {error}",) if trial.leaves_one_reading else ()
        return replace(trial, printed=len(expected), lost=len(expected), defects=defect)
    found = wrong(report, printed, one_reading=trial.leaves_one_reading)
    defects = [f"wrong: {name} is {fact}, printed {truth}" for name, (fact, truth) in found.items()]
    defects += [f"twice: {name}" for name in repeated(report)]
    defects += [f"misplaced: {row.indicator_id}" for row in misplaced(report)]
    if trial.format_name not in LINES | SAVED and "empty cells lost" not in trial.plan.variations:
        defects += [f"dropped: {value}" for value in dropped(report, printed)]
    lost = len(missing(report, printed))
    return replace(
        trial, printed=len(expected), right=len(expected) - lost - len(found), lost=lost, defects=tuple(defects)
    )


def told(trials: list[Trial]) -> Iterator[str]:
    """Say what was found."""
    faulty = [trial for trial in trials if trial.defects]
    for trial in faulty[:SHOWN]:
        yield f"{trial.format_name}: {trial.plan}"
        yield from (f"    {defect}" for defect in trial.defects[:4])
    yield f"{len(faulty)} reports with defects"
    for name, chosen in (("one reading", True), ("more than one reading", False)):
        those = [trial for trial in trials if trial.leaves_one_reading is chosen]
        yield f"{name}: {_share(those)} of the cells of {len(those)} reports"
    clear = [trial for trial in trials if trial.leaves_one_reading and trial.lost]
    losses: Counter[str] = Counter()
    for trial in clear:
        losses.update(dict.fromkeys((trial.format_name, *trial.plan.variations), trial.lost))
    yield from (f"    {lost} cells lost where there was {name}" for name, lost in losses.most_common(SHOWN))


def _share(trials: list[Trial]) -> str:
    printed = sum(trial.printed for trial in trials)
    return f"{sum(trial.right for trial in trials) / printed:.2%}" if printed else "none"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, help="how many reports")
    parser.add_argument("--seed", type=int, help="draw the same reports again")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
