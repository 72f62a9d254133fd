"""Search for defects with fresh reports: `make explore N=3000`.

Each report is drawn anew, in any form and format, with variations in combination, and with what only looks like a part
of the form. What comes back wrong is listed with the plan that prints it again. What a careful reader would take and
gongkai does not is told as recall by kind: format, variation, and both together. Numbers of official tables that are
neither observed nor unmatched are defects as well, and counted by kind. Exits with 1 if there was a defect.
`--only text` draws only formats whose names begin so. What is found becomes a fixed case, as tests/README.md says.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from random import Random

from command_line import arguments
from generators.comparison import dropped, misplaced, missing, repeated, wrong
from generators.lookalikes import LOOKALIKES, numbered_pages
from generators.numbers_of_forms import NUMBER_HABITS
from generators.printed import PrintedReport
from generators.reports import FORM_CHOICES, FORMATS, ReportPlan, print_report, render
from generators.spaced_pages import Style, render_spaced
from generators.unruled_pages import UnruledStyle, render_unruled
from generators.variations import VARIATIONS
from gongkai import SourceError, read_report

MOST_VARIATIONS = 4
SHOWN = 40

SPACED: Mapping[str, Callable[[PrintedReport], bytes]] = {
    "text spaced": render_spaced,
    "text spaced narrowly": partial(render_spaced, style=Style(gap=2, widest_label=20, widest_head=8)),
    "text spaced widely": partial(render_spaced, style=Style(gap=6, between_rows=1, lines_on_page=60)),
}
"""Text of which only spaces set the columns, which may leave several readings, as no line parts them."""

UNRULED: Mapping[str, Callable[[PrintedReport], bytes]] = {
    "pdf unruled": render_unruled,
    "pdf unruled to the right": partial(
        render_unruled, style=UnruledStyle(values="right", page=(842, 595), again=True, upright=2.0)
    ),
    "pdf unruled at the top": partial(
        render_unruled, style=UnruledStyle(values="left", at_top=True, widest_label=12, digits="Helvetica")
    ),
    "pdf unruled with titles": partial(
        render_unruled,
        style=UnruledStyle(
            widest_label=12, widest_head=3, repeats_header=True, running_title="年度报告", page_number="{}"
        ),
    ),
}
"""The same of pages."""

LINELESS = {**SPACED, **UNRULED}
ALL_FORMATS = sorted({*FORMATS, *LINELESS})

PAGED = "numbers of pages"
NUMBERED = frozenset(name for name in FORMATS if name.startswith("text"))
"""Formats that are made of lines, between which a number of a page may stand."""

DRAWN = ("html", "text", "pdf unruled")
"""How the names of formats begin into which our generators can print whatever only looks like a part of the form."""


@dataclass(frozen=True)
class Trial:
    """One report: how it was printed, how many of its cells came back, and how many numbers are lost in silence."""

    plan: ReportPlan
    format_name: str
    lookalike: str | None = None
    printed: int = 0
    right: int = 0
    lost: int = 0
    silent: int = 0
    defects: tuple[str, ...] = ()

    @property
    def leaves_one_reading(self) -> bool:
        if self.lookalike or self.format_name in LINELESS:
            return False
        return self.plan.leaves_one_reading(self.format_name)

    @property
    def single_kinds(self) -> tuple[str, ...]:
        """What may be to blame: the format, the variations, and what only looks like a part of the form."""
        return (self.format_name, *sorted(self.plan.variations), *([self.lookalike] if self.lookalike else ()))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The same, and the format together with each of the others."""
        format_name, *changes = self.single_kinds
        return (format_name, *changes, *map(PAIR.join, product([format_name], changes)))


def main() -> int:
    options = arguments(__doc__, bits=32, formats=True)
    formats = [name for name in ALL_FORMATS if name.startswith(options.only)]
    print(f"{options.number} reports, seed {options.seed}")
    with ProcessPoolExecutor(options.workers) as executor:
        trials = list(executor.map(tried, drawn(options.seed, options.number, formats), chunksize=8))
    for line in told(trials):
        print(line)
    return int(any(trial.defects for trial in trials))


def drawn(seed: int, number: int, formats: Sequence[str] = ALL_FORMATS) -> Iterator[Trial]:
    """Draw what to print, in some of the formats."""
    random = Random(seed)
    while number:
        names = random.sample(sorted(VARIATIONS), random.randint(0, MOST_VARIATIONS))
        plan = ReportPlan(
            random.getrandbits(32), random.choice(sorted(FORM_CHOICES)), random.choice(NUMBER_HABITS), frozenset(names)
        )
        format_name = random.choice(formats)
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
    except Exception as error:  # The plan of a report that ends the reading is told like that of a wrong one.
        return replace(trial, printed=len(expected), lost=len(expected), defects=(f"crashed: {error!r}",))
    found = wrong(report, printed, one_reading=trial.leaves_one_reading)
    defects = [f"wrong: {name} is {fact}, printed {truth}" for name, (fact, truth) in found.items()]
    defects += [f"twice: {name}" for name in repeated(report)]
    defects += [f"misplaced: {row.indicator_id}" for row in misplaced(report)]
    silent = dropped(report, printed)
    defects += [f"dropped: {value}" for value in silent]
    lost = len(missing(report, printed))
    return replace(
        trial,
        printed=len(expected),
        right=len(expected) - lost - len(found),
        lost=lost,
        silent=silent.total(),
        defects=tuple(defects),
    )


def _rendered(trial: Trial, printed: PrintedReport) -> bytes:
    if trial.format_name in LINELESS:
        return LINELESS[trial.format_name](printed)
    data = render(printed, trial.format_name)
    return numbered_pages(Random(trial.plan.seed), data) if trial.lookalike == PAGED else data


def told(trials: Sequence[Trial]) -> Iterator[str]:
    """Say what was found."""
    faulty = [trial for trial in trials if trial.defects]
    for trial in faulty[:SHOWN]:
        yield f"{trial.format_name}, {trial.lookalike or 'nothing else'}: {trial.plan}"
        yield from (f"    {defect}" for defect in trial.defects[:4])
    yield f"{len(faulty)} reports with defects"
    for name, chosen in (("one reading", True), ("more than one reading", False)):
        those = [trial for trial in trials if trial.leaves_one_reading is chosen]
        yield f"{name}: {recall(those):.2%} of the cells of {len(those)} reports"
        yield from (f"    {line}" for line in _of_kinds(those, fewest=1 if chosen else ENOUGH))
    yield from _silences(trials)


ENOUGH = 10
"""Reports of a kind from which its recall says something where cells may be lost."""


def _of_kinds(trials: Sequence[Trial], fewest: int) -> Iterator[str]:
    """Give the recall of the kinds that lose cells, single ones first, and say how many lose nothing."""
    by_kind = {kind: those for kind, those in _by_kind(trials).items() if len(those) >= fewest}
    losing = sorted((kind for kind in by_kind if recall(by_kind[kind]) < 1), key=lambda kind: recall(by_kind[kind]))
    pairs = [kind for kind in losing if PAIR in kind]
    for kind in [*(kind for kind in losing if PAIR not in kind), *pairs[:SHOWN]]:
        yield f"{recall(by_kind[kind]):7.2%} of the cells of {len(by_kind[kind]):3} reports: {kind}"
    yield f"{len(losing)} kinds lose a cell, {len(by_kind) - len(losing)} lose none"


PAIR = " x "
"""What stands between the two parts of a kind."""


def _silences(trials: Sequence[Trial]) -> Iterator[str]:
    """Count the numbers of official tables that are neither observed nor unmatched."""
    yield f"{sum(trial.silent for trial in trials)} numbers of official tables neither observed nor unmatched"
    silent = {kind: sum(trial.silent for trial in those) for kind, those in _by_kind(trials).items()}
    most = sorted((kind for kind in silent if silent[kind]), key=lambda kind: -silent[kind])
    yield from (f"    {silent[kind]:6} where there was {kind}" for kind in most[:SHOWN])


def _by_kind(trials: Sequence[Trial]) -> dict[str, list[Trial]]:
    found = defaultdict(list)
    for trial in trials:
        for kind in trial.kinds:
            found[kind].append(trial)
    return found


def recall(trials: Sequence[Trial]) -> float:
    """Give the share of the printed cells that came back."""
    printed = sum(trial.printed for trial in trials)
    return sum(trial.right for trial in trials) / printed if printed else 1.0


if __name__ == "__main__":
    sys.exit(main())
