"""Search for defects with fresh reports: `make explore N=3000`.

Each report is drawn anew, in any form and format, with variations in combination, and with what only looks like a part
of the form. What comes back wrong, or is neither observed nor unmatched, is listed with the plan that prints it again;
what a careful reader would take and gongkai does not is counted by variation and format. Exits with 1 if any number was
wrong. What is found becomes a fixed case, as tests/README.md says.
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
from generators.lookalikes import LOOKALIKES, numbered_pages
from generators.numbers_of_forms import NUMBER_HABITS
from generators.printed import PrintedReport
from generators.reports import FORM_CHOICES, FORMATS, LINES, SAVED, ReportPlan, print_report, render
from generators.spaced_pages import Style, render_spaced
from generators.variations import VARIATIONS
from gongkai import SourceError, read_report

MOST_VARIATIONS = 4
SHOWN = 200

SPACED = {
    "text spaced": Style(),
    "text spaced narrowly": Style(gap=2, widest_label=20, widest_head=8),
    "text spaced widely": Style(gap=6, between_rows=1, lines_on_page=60),
}
"""Text of which only spaces set the columns, which may leave several readings, as no line parts them."""

PAGED = "numbers of pages"
NUMBERED = frozenset({"text lines", "text pipes", "text bordered pipes", "text tabs", "text saved rows"})
"""Formats whose rows the number of a page leaves whole."""


DRAWN = ("html", "text")
"""How the names of formats begin into which our generators can print whatever only looks like a part of the form."""


@dataclass(frozen=True)
class Trial:
    """One report: how it was printed, and how many of its cells came back."""

    plan: ReportPlan
    format_name: str
    lookalike: str | None = None
    printed: int = 0
    right: int = 0
    lost: int = 0
    defects: tuple[str, ...] = ()

    @property
    def leaves_one_reading(self) -> bool:
        if self.lookalike or self.format_name in SPACED:
            return False
        return self.plan.leaves_one_reading(self.format_name)

    @property
    def habits(self) -> tuple[str, ...]:
        """What may be to blame: the format, the variations, and what only looks like a part of the form."""
        return (self.format_name, *self.plan.variations, *([self.lookalike] if self.lookalike else ()))


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
        format_name = random.choice(sorted({*FORMATS, *SPACED}))
        lookalike = random.choice([None, None, *sorted(LOOKALIKES), PAGED])
        fits = format_name in NUMBERED if lookalike == PAGED else not lookalike or format_name.startswith(DRAWN)
        if plan.can_be(format_name) and fits:
            number -= 1
            yield Trial(plan, format_name, lookalike)


def tried(trial: Trial) -> Trial:
    """Print a report, read it, and tell what came back."""
    printed = print_report(trial.plan)
    if trial.lookalike in LOOKALIKES:
        printed = LOOKALIKES[trial.lookalike](Random(trial.plan.seed), printed)
    expected = printed.expected()
    try:
        report = read_report(_rendered(trial, printed))
    except SourceError as error:
        defect = (f"refused: {error}",) if trial.leaves_one_reading else ()
        return replace(trial, printed=len(expected), lost=len(expected), defects=defect)
    found = wrong(report, printed, one_reading=trial.leaves_one_reading)
    defects = [f"wrong: {name} is {fact}, printed {truth}" for name, (fact, truth) in found.items()]
    defects += [f"twice: {name}" for name in repeated(report)]
    defects += [f"misplaced: {row.indicator_id}" for row in misplaced(report)]
    if (
        trial.format_name not in LINES | SAVED | SPACED.keys()
        and not trial.lookalike
        and "empty cells lost" not in trial.plan.variations
    ):
        defects += [f"dropped: {value}" for value in dropped(report, printed)]
    lost = len(missing(report, printed))
    return replace(
        trial, printed=len(expected), right=len(expected) - lost - len(found), lost=lost, defects=tuple(defects)
    )


def _rendered(trial: Trial, printed: PrintedReport) -> bytes:
    if trial.format_name in SPACED:
        return render_spaced(printed, SPACED[trial.format_name])
    data = render(printed, trial.format_name)
    return numbered_pages(Random(trial.plan.seed), data) if trial.lookalike == PAGED else data


def told(trials: list[Trial]) -> Iterator[str]:
    """Say what was found."""
    faulty = [trial for trial in trials if trial.defects]
    for trial in faulty[:SHOWN]:
        yield f"{trial.format_name}, {trial.lookalike or 'nothing else'}: {trial.plan}"
        yield from (f"    {defect}" for defect in trial.defects[:4])
    yield f"{len(faulty)} reports with defects"
    for name, chosen in (("one reading", True), ("more than one reading", False)):
        those = [trial for trial in trials if trial.leaves_one_reading is chosen]
        yield f"{name}: {_share(those)} of the cells of {len(those)} reports"
        losses: Counter[str] = Counter()
        for trial in those:
            losses.update(dict.fromkeys(trial.habits, trial.lost))
        most = (each for each in losses.most_common(SHOWN if chosen else SHOWN // 2) if each[1])
        yield from (f"    {lost} cells lost where there was {habit}" for habit, lost in most)


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
