"""Order-preserving alignment between what a form expects and what stands in a document.

The alignment with the greatest sum of weights is found by dynamic programming; gaps on either side are free.
Each pair carries its margin: how much worse the best alignment is that puts the same text to another row, or
another text to the same row. A margin near zero means that the document leaves more than one reading.

A printed label is like one or two of the form, so that only those pairs are looked at which have any weight.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Pair", "align"]

Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Expected item `expected` stands in the found items from `found`, `length` of them."""

    expected: int
    found: int
    length: int
    margin: float


def align(weights: Sequence[Weights]) -> tuple[Pair, ...]:
    """Give the best alignment, in order.

    `weights[k][i, j]` is what it is worth that expected item i stands in the k + 1 found items from j on; zero
    or less says that it does not. All arrays have the shape (expected, found).

    >>> import numpy as np
    >>> align([np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 0.8]])])
    (Pair(expected=0, found=0, length=1, margin=inf), Pair(expected=1, found=2, length=1, margin=inf))
    """
    spans = sorted(_spans(weights))
    before = _best_before(spans)
    behind = _best_before([span.reversed for span in reversed(spans)])[::-1]
    up_to = [worth + span.weight for worth, span in zip(before, spans, strict=True)]
    through = [worth + other for worth, other in zip(up_to, behind, strict=True)]
    total = max(up_to, default=0.0)
    rivals = _Rivals(spans, through, longest=len(weights))
    return tuple(
        Pair(span.row, span.start, span.length, total - rivals.best(span))
        for span in map(spans.__getitem__, _trace(spans, before, up_to))
    )


class _PossiblePair(NamedTuple):
    """That a row may stand in the `length` items before `end`, and what that is worth."""

    row: int
    end: int
    length: int
    weight: float

    @property
    def start(self) -> int:
        """The first of the items."""
        return self.end - self.length

    @property
    def reversed(self) -> _PossiblePair:
        """The same where rows and items are counted from behind."""
        return _PossiblePair(-self.row, -self.start, self.length, self.weight)


def _spans(weights: Sequence[Weights]) -> Iterator[_PossiblePair]:
    for length, each in enumerate(weights, start=1):
        rows, columns = np.nonzero(each > 0)
        pairs = zip(rows.tolist(), columns.tolist(), each[rows, columns].tolist(), strict=True)
        yield from (
            _PossiblePair(row, start + length, length, weight)
            for row, start, weight in pairs
            if start + length <= each.shape[1]
        )


def _best_before(spans: Sequence[_PossiblePair]) -> list[float]:
    """Give for each span, in the order of their rows, the worth of the best alignment of all that stands before it."""
    best = _Steps()
    worths: list[float] = []
    for _, of_row in groupby(spans, key=lambda span: span.row):
        own = [(span, best.at(span.start)) for span in of_row]
        worths.extend(worth for _, worth in own)
        for span, worth in own:
            best.raise_to(span.end, worth + span.weight)
    return worths


class _Steps:
    """The worth of the best alignment that ends at or before a place: it only grows from place to place."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._worths: list[float] = []

    def at(self, place: int) -> float:
        number = bisect_right(self._places, place)
        return self._worths[number - 1] if number else 0.0

    def raise_to(self, place: int, worth: float) -> None:
        if worth > self.at(place):
            covered = slice(bisect_left(self._places, place), bisect_right(self._worths, worth))
            self._places[covered] = [place]
            self._worths[covered] = [worth]


def _trace(spans: Sequence[_PossiblePair], before: Sequence[float], up_to: Sequence[float]) -> list[int]:
    """Give the spans of the best alignment; of several, that which ends first, in the uppermost row."""
    with_worth: dict[float, list[int]] = defaultdict(list)
    for number, worth in enumerate(up_to):
        with_worth[worth].append(number)
    row, end, worth = inf, inf, max(up_to, default=0.0)
    chosen: list[int] = []
    while worth > 0:
        last = next(each for each in with_worth[worth] if spans[each].row < row and spans[each].end <= end)
        chosen.append(last)
        row, end, worth = spans[last].row, spans[last].start, before[last]
    return chosen[::-1]


class _Rivals:
    """The spans by where they stand, each with the worth of the best alignment that goes through it."""

    def __init__(self, spans: Sequence[_PossiblePair], through: Sequence[float], longest: int) -> None:
        self._by_row: Mapping[int, list[tuple[_PossiblePair, float]]] = defaultdict(list)
        self._by_start: Mapping[int, list[tuple[_PossiblePair, float]]] = defaultdict(list)
        self._longest = longest
        for span, worth in zip(spans, through, strict=True):
            self._by_row[span.row].append((span, worth))
            self._by_start[span.start].append((span, worth))

    def best(self, own: _PossiblePair) -> float:
        """Give the worth of the best alignment that has the items of a span in another row, or its row elsewhere."""
        near = (self._by_start.get(start, ()) for start in range(own.start - self._longest + 1, own.end))
        in_other_rows = [worth for each in near for span, worth in each if span.row != own.row and span.end > own.start]
        elsewhere = [worth for span, worth in self._by_row[own.row] if span.end <= own.start or span.start >= own.end]
        return max((*in_other_rows, *elsewhere), default=-inf)
