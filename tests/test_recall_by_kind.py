"""How much comes back of generated reports that leave a careful reader one reading, by kind of report.

A kind is a format, a variation, or what only looks like a part of the form.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import pytest
import yaml

from explore import PAGED, SPACED, Trial, drawn, recall, tried
from generators.lookalikes import LOOKALIKES
from generators.reports import FORMATS
from generators.variations import VARIATIONS

FLOORS: Mapping[str, float] = yaml.safe_load(
    (Path(__file__).parent / "accuracy_floors.yaml").read_text(encoding="utf-8")
)["explored"]
SEED, REPORTS = 26, 350
"""The same reports each time, until a format or a variation is added; of this seed every kind comes."""

LEAST, LEAST_OF_ALL = 0.95, 0.99
"""What must come back of each kind, and of all, where nothing else stands on the page."""

APART = frozenset({*LOOKALIKES, *SPACED, PAGED})
"""Kinds that may leave several readings by themselves, so that they say nothing of others."""


@pytest.fixture(scope="module")
def by_kind() -> Mapping[str, list[Trial]]:
    found = defaultdict(list)
    for trial in map(tried, islice(leaving_one_reading(), REPORTS)):
        apart = APART.intersection(trial.single_kinds)
        for kind in apart or trial.single_kinds:
            found[kind].append(trial)
    return found


def leaving_one_reading() -> Iterator[Trial]:
    """Draw reports of which the plan leaves one reading, whatever is put beside it."""
    drawn_ones = drawn(SEED, 100 * REPORTS, sorted({*FORMATS, *SPACED}))
    return (trial for trial in drawn_ones if trial.plan.leaves_one_reading(trial.format_name))


def test_nothing_is_wrong(by_kind: Mapping[str, list[Trial]]) -> None:
    assert [trial for trials in by_kind.values() for trial in trials if trial.defects] == []


def test_of_every_kind_its_floor_comes_back(by_kind: Mapping[str, list[Trial]]) -> None:
    shares = {kind: round(recall(trials), 4) for kind, trials in by_kind.items()}
    assert {kind: share for kind, share in sorted(shares.items()) if share < FLOORS.get(kind, 1)} == {}


def test_what_is_promised_is_kept(by_kind: Mapping[str, list[Trial]]) -> None:
    plain = {trial for kind, trials in by_kind.items() if kind not in APART for trial in trials}
    assert recall(list(plain)) >= LEAST_OF_ALL
    assert {kind for kind, floor in FLOORS.items() if floor < LEAST} <= APART


def test_every_kind_is_drawn(by_kind: Mapping[str, list[Trial]]) -> None:
    one_reading = {name for name, each in VARIATIONS.items() if each.in_tables or each.in_lines}
    assert by_kind.keys() == {*FORMATS, *one_reading, *APART}
