"""Stretches of a line: which of them share a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.read.aligned.words import AlignedWord, PrintedLine, WordLine

__all__ = ["Span", "columns_of_values", "joined", "merged", "nearest", "overlapped", "stand_apart"]

Span = tuple[float, float]


def joined(span: Span, other: Span) -> Span:
    """Give the least stretch that holds both."""
    return min(span[0], other[0]), max(span[1], other[1])


def merged(spans: Iterable[Span], apart: float = 0.0) -> list[Span]:
    """Put together what overlaps, or is less than so far apart, from left to right."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start < whole[-1][1] + apart:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


def columns_of_values(rows: Iterable[PrintedLine]) -> list[Span]:
    """Give where the columns that some row has a value in begin and end."""
    return merged(((word.left, word.right) for row in rows for word in row.values), apart=LEAST_APART)


LEAST_APART = 1.0
"""How far columns are from one another at least, in half-width characters: numbers of one may stand side by side."""


def overlapped(word: AlignedWord, columns: Sequence[Span]) -> list[int]:
    """Give the places of the columns that a word stands in."""
    return [number for number, (start, end) in enumerate(columns) if start < word.right and word.left < end]


def stand_apart(values: WordLine, columns: Sequence[Span]) -> bool:
    """Say whether each value stands in one column, and none in that of another."""
    places = [place for word in values for place in overlapped(word, columns)]
    return len(places) == len(set(places)) == len(values)


def nearest(word: AlignedWord, columns: Sequence[Span]) -> int:
    """Give the place of the column that stands nearest to a word."""
    return min(
        range(len(columns)), key=lambda place: max(columns[place][0] - word.right, word.left - columns[place][1])
    )
