"""How many cells are right: of what was understood, and of what a general reader gives without understanding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import LCSseq

__all__ = ["in_order", "understood"]

_NUMBER = re.compile(r"\s*(\d[\d,]*(?:\.\d+)?)\s*[^\d\s.．、，,|]{0,4}\s*")
"""A number that is all of a cell, but for a unit."""


def in_order(truth: Iterable[float | None], found: Iterable[str]) -> int:
    """Count the printed numbers that stand among the found texts, in the printed order.

    A reader that misses one number, or gives one twice, loses no other: the longest common subsequence counts.

    >>> in_order([3.0, 0.0, None, 1200.0, 7.0], ["公开", "3", "9", "0", "0", "", "1,200件", "nan"])
    3
    >>> in_order([7.0], ["7.0"]), in_order([7.0], ["7.其他"])
    (1, 0)
    """
    printed = [f"{value:.12g}" for value in truth if value is not None]
    matches = filter(None, map(_NUMBER.fullmatch, found))
    numbers = [f"{float(match[1].replace(',', '')):.12g}" for match in matches]
    return LCSseq.similarity(printed, numbers)


def understood(truth: Mapping[str, float | None], found: Mapping[str, float | None]) -> tuple[int, int]:
    """Count the printed numbers found in their cells, and the numbers found that are not printed in that cell.

    >>> understood({"a": 1.0, "b": 2.0, "c": None, "d": 4.0}, {"a": 1.0, "b": 3.0, "c": 5.0, "e": None})
    (1, 2)
    """
    numbers = {cell: value for cell, value in found.items() if value is not None}
    right = sum(truth.get(cell) == value for cell, value in numbers.items())
    return right, len(numbers) - right
