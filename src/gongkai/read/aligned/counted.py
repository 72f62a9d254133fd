"""The column that only counts the rows: 1, 2, 3, … before their labels. It is no label, and no value."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.read.aligned.words import MOST_LINES_APART, AlignedWord, WordLine, is_value

__all__ = ["without_counts"]


def without_counts(lines: Sequence[WordLine]) -> list[WordLine]:
    """Leave out the numbers that count rows before their labels, and what stands above or between them.

    >>> rows = [("1", "规章", "7"), ("2", "决定", "3"), ("3", "其他", "5")]
    >>> lines = [[AlignedWord(text, 9 * n, 9 * n + 4) for n, text in enumerate(row)] for row in rows]
    >>> [[word.text for word in line] for line in without_counts(lines)]
    [['规章', '7'], ['决定', '3'], ['其他', '5']]
    """
    kept = list(lines)
    for run in _runs(lines):
        if len(run) >= FEWEST_COUNTED:
            edge = min(lines[number][1].left for number in run)
            for number in range(_top(lines, run[0]), run[-1] + 1):
                kept[number] = [word for word in kept[number] if word.right > edge]
    return kept


FEWEST_COUNTED = 3
"""Rows that count on from one to the next that it takes to see that rows are counted."""


def _top(lines: Sequence[WordLine], first: int) -> int:
    """Give the first of the lines without values above the first counted row, where the count may have a header."""
    top = first
    while top > max(0, first - MOST_LINES_APART) and not (lines[top - 1] and is_value(lines[top - 1][-1].text)):
        top -= 1
    return top


def _runs(lines: Sequence[WordLine]) -> list[list[int]]:
    """Give the lines that begin with 1, 2, 3, …, one below the other."""
    runs: list[list[int]] = []
    last: AlignedWord | None = None
    for number, words in enumerate(lines):
        first = words[0] if len(words) > 1 else None
        if first is None or not (first.text.isascii() and first.text.isdecimal()) or len(first.text) > LONGEST_COUNT:
            continue
        if last is not None and int(first.text) == int(last.text) + 1 and _is_below(first, last):
            runs[-1].append(number)
            last = first
        elif int(first.text) == 1:
            runs.append([number])
            last = first
    return runs


LONGEST_COUNT = 3
"""Digits of the count of a row."""


def _is_below(word: AlignedWord, above: AlignedWord) -> bool:
    return word.left < above.right + 1 and above.left < word.right + 1
