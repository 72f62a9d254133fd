"""The columns of a table: where values of one row after the other overlap, and what heads them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from math import comb

from gongkai.read.aligned.header import is_beside
from gongkai.read.aligned.spans import Span, columns_of_values, joined, merged, overlapped
from gongkai.read.aligned.words import AlignedWord, PrintedLine, WordLine

__all__ = ["columns_of"]

FEWEST_HEADS = 2
"""Words of a line of the header from which each may head a column that no row has a value in."""


def columns_of(rows: Sequence[PrintedLine], header: Sequence[PrintedLine], heads: WordLine) -> list[Span] | None:
    """Give where the columns of values begin and end: what overlaps is of one column.

    None where a heading stands over no values, values under no heading, and they could be brought together in two ways.
    """
    values = columns_of_values(rows)
    if is_beside(heads, values):
        return _under_heads(values, heads)
    spans = [(word.left, word.right) for word in heads if _heads_column(word, header) and not overlapped(word, values)]
    columns = merged([*values, *spans])
    headed = {place for word in heads for place in overlapped(word, values)}
    return columns if len(columns) == len(values) or len(headed) == len(values) else None


def _heads_column(head: AlignedWord, header: Sequence[PrintedLine]) -> bool:
    """Say whether a word, or one that it goes on from, stands on a line with others."""
    span = [(head.left, head.right)]
    return any(
        len(line.words) >= FEWEST_HEADS and any(overlapped(word, span) for word in line.words) for line in header
    )


def _under_heads(columns: Sequence[Span], heads: WordLine) -> list[Span] | None:
    """Widen columns to what heads them, and add those without values, if that can be done in one way only."""
    spans = [(word.left, word.right) for word in heads]
    # Values of one column may end a little apart, and then look like two columns.
    is_crowded = any(behind[0] - before[1] < LEAST_APART_BESIDE for before, behind in pairwise(columns))
    if is_crowded or comb(len(spans), len(columns)) > MOST_WAYS:
        return None
    ways = []
    for chosen in combinations(range(len(spans)), len(columns)):
        taken = dict(zip(chosen, columns, strict=True))
        wide = [joined(span, taken.get(place, span)) for place, span in enumerate(spans)]
        if all(before[1] <= behind[0] for before, behind in pairwise(wide)):
            ways.append(wide)
    return ways[0] if len(ways) == 1 else None


LEAST_APART_BESIDE = 3.0
"""How far columns are from one another at least, in half-width characters, whose values stand beside their heads."""

MOST_WAYS = 500
"""Ways to bring columns and what heads them together beyond which there is more than one."""
