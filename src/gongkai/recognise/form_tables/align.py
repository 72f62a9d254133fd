"""Order-preserving alignment between what a form expects and what stands in a document.

The alignment with the greatest sum of weights is found by dynamic programming; gaps on either side are free.
Each pair carries its margin: how much worse the best alignment is that puts the same text to another row, or
another text to the same row. A margin near zero means that the document leaves more than one reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    allowed = _allowed(weights)
    forward = _best_before(allowed)
    backward = _best_before(_reversed(allowed))[::-1, ::-1]
    through = [_through(each, length, forward, backward) for length, each in enumerate(allowed, start=1)]
    total = float(forward[-1, -1])
    return tuple(
        Pair(row, column, length, total - _best_rival(through, row, column, length))
        for row, column, length in _trace(allowed, forward)
    )


def _allowed(weights: Sequence[Weights]) -> list[Weights]:
    """Rule out, with minus infinity, pairs of no worth and spans that run over the end."""
    allowed = []
    for length, each in enumerate(weights, start=1):
        ruled = np.where(each > 0, each, -np.inf)
        if length > 1:
            ruled[:, ruled.shape[1] - length + 1 :] = -np.inf
        allowed.append(ruled)
    return allowed


def _reversed(weights: Sequence[Weights]) -> list[Weights]:
    """Turn the problem round; a span then begins where it used to end."""
    return [np.roll(each[::-1, ::-1], -shift, axis=1) for shift, each in enumerate(weights)]


def _best_before(weights: Sequence[Weights]) -> Weights:
    rows, columns = weights[0].shape
    best = np.zeros((rows + 1, columns + 1))
    for row in range(rows):
        candidates = best[row].copy()
        for length, each in enumerate(weights, start=1):
            if columns >= length:
                ends = best[row, : columns - length + 1] + each[row, : columns - length + 1]
                candidates[length:] = np.maximum(candidates[length:], ends)
        best[row + 1] = np.maximum.accumulate(candidates)
    return best


def _through(weights: Weights, length: int, forward: Weights, backward: Weights) -> Weights:
    rows, columns = weights.shape
    total = np.full((rows, columns), -np.inf)
    if columns >= length:
        starts = columns - length + 1
        total[:, :starts] = forward[:-1, :starts] + weights[:, :starts] + backward[1:, length:]
    return total


def _trace(weights: Sequence[Weights], best: Weights) -> list[tuple[int, int, int]]:
    row, column = weights[0].shape
    pairs = []
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
            continue
        if best[row, column] == best[row, column - 1]:
            column -= 1
            continue
        for length, each in enumerate(weights, start=1):
            start = column - length
            if start >= 0 and best[row, column] == best[row - 1, start] + each[row - 1, start]:
                pairs.append((row - 1, start, length))
                row, column = row - 1, start
                break
    return pairs[::-1]


def _best_rival(through: Sequence[Weights], row: int, column: int, length: int) -> float:
    rival = -np.inf
    end = column + length
    for other, each in enumerate(through, start=1):
        overlap = each[:, max(0, column - other + 1) : end]
        before, after = each[row, : max(0, column - other + 1)], each[row, end:]
        for rivals in (overlap[:row], overlap[row + 1 :], before, after):
            rival = max(rival, rivals.max(initial=-np.inf))
    return float(rival)
