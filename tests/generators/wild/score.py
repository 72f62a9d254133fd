"""What came back of a report: how many cells are right, and which are wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from generators.wild.sheets import Wild
from gongkai import SourceError, read_report

__all__ = ["Score", "score"]


@dataclass(frozen=True)
class Score:
    """Cells that a careful reader takes, and those of them that came back; every number that is not printed there."""

    printed: int
    right: int
    wrong: tuple[str, ...] = ()


def score(wild: Wild) -> Score:
    """Read a report, and hold what came back against the truth, whatever the form's year.

    A report that is refused has lost all of its cells.
    """
    try:
        report = read_report(wild.data)
    except SourceError:
        return Score(len(wild.truth), 0)
    found = defaultdict(list)
    for row in report.observation_rows:
        found[row.indicator_id.partition(".")[2]].append(row)
    wrong = [
        f"{row.indicator_id} is {row.value} at {row.locator}, printed {wild.truth.get(key, 'nothing')}"
        for key, rows in found.items()
        for row in rows
        if len(rows) > 1 or (row.value is not None and row.value != wild.truth.get(key))
    ]
    right = sum(key in found and found[key][0].value == value for key, value in wild.truth.items())
    return Score(len(wild.truth), right, tuple(wrong))
