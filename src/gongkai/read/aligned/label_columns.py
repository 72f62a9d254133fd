"""The columns of labels left of the values: by where labels begin, or by the marks that count them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Self

from gongkai.read.aligned.words import MOST_LABELS, AlignedWord, PrintedLine, mark_of

__all__ = ["LEAST_WIDE", "LabelColumns", "any_is_shifted"]


@dataclass(frozen=True, slots=True)
class LabelColumns:
    """The columns of labels: where each begins, if all labels begin at a few places, and where the last one ends.

    `marked` says whether marks count the labels of the last one.
    """

    are_nested: bool
    edges: Sequence[float]
    end: float
    marked: bool

    @classmethod
    def of(cls, body: Sequence[PrintedLine]) -> Self:
        """Find the columns of the labels in some lines."""
        are_nested = any(len(line.labels) > 1 for line in body)
        words = [word for line in body for word in line.labels]
        edges = _edges(words) if are_nested else []
        in_last = [word for word in words if edges and word.left >= edges[-1]]
        end = max((word.right for word in in_last), default=0.0)
        return cls(are_nested, edges, end, any(mark_of(word.text) for word in in_last))

    def level(self, word: AlignedWord) -> int:
        """Give the column of a label: by where it begins or, if that tells no columns, by the mark that counts it."""
        if self.edges:
            return bisect_right(self.edges, word.left + SAME_EDGE) - 1
        mark = mark_of(word.text) if self.are_nested else None
        return next((number for number, name in enumerate(_LEVELS) if mark and mark[name]), 0)

    def ends_label(self, word: AlignedWord) -> bool:
        """Say whether a line ends a label of the last column, where no mark begins one: it leaves room for more."""
        is_in_last = bool(self.edges) and word.left >= self.edges[-1]
        return is_in_last and not self.marked and self.end - word.right > LEAST_ROOM


def any_is_shifted(rows: Sequence[PrintedLine]) -> bool:
    """Say whether a label stands behind another one of its line, and right of where the labels that are counted begin.

    Then all of its line may have moved, and each value with it into the next column.
    """
    counted = [row.labels[-1].left for row in rows if row.labels and _COUNTED.match(row.labels[-1].text)]
    begin = median(counted) if counted else 0.0
    at_one_place = sum(abs(left - begin) <= SAME_EDGE for left in counted)
    if at_one_place < FEWEST_COUNTED:
        return False
    behind = [row.labels[-1] for row in rows if len(row.labels) > 1]
    return any(_COUNTED.match(label.text) and label.left - begin > LEAST_WIDE for label in behind)


_COUNTED = re.compile(r"\d{1,2}[)）.．、]")

FEWEST_COUNTED = 5
"""Labels counted by digits that begin at one place from which others must begin there as well."""

_LEVELS = ("first", "second", "third")
"""The kinds of marks, from the outermost."""


def _edges(labels: Sequence[AlignedWord]) -> list[float]:
    """Give where the columns of labels begin, if all labels begin at a few places; else nothing."""
    runs: list[list[float]] = []
    for left in sorted(word.left for word in labels):
        if runs and left - runs[-1][0] <= SAME_EDGE:
            runs[-1].append(left)
        else:
            runs.append([left])
    edges = [run[0] for run in runs]
    are_columns = len(runs) <= MOST_LABELS and all(len(run) >= FEWEST_AT_EDGE for run in runs)
    return edges if are_columns and all(after - before >= LEAST_WIDE for before, after in pairwise(edges)) else []


SAME_EDGE = 0.5
"""How far, in half-width characters, labels of one column begin from one another."""

LEAST_WIDE = 2.0
"""How wide a column of labels is at least."""

FEWEST_AT_EDGE = 2
"""Labels that begin at one place from which it begins a column."""

LEAST_ROOM = 4.0
"""How far, in half-width characters, a line ends before its column that may not go on: some marks never begin one."""
