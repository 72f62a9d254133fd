"""Where the rows of a form stand together: stretches of its labels, and which of them are the form's own table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import combinations, takewhile

from gongkai.recognise.form_tables.labels import ExpectedLabel, read_label
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.pieces import Piece

__all__ = ["Stretch", "find_stretches", "has_value", "may_have_stretch", "repeat", "without_lesser"]

MANY_MORE = 3
"""How many times the rows of a lesser place another one must have."""

WIDEST_GAP = 40
"""Labels between two known ones beyond which they are of different tables."""


@dataclass(slots=True)
class Stretch:
    """Neighbouring known labels: places among the texts, the rows they are equal to, and which of those have values.

    `comparing` is the table that they stand in, if it compares years.
    """

    comparing: int | None = None
    places: list[int] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    with_values: set[int] = field(default_factory=set)

    def add(self, place: int, row: int, *, valued: bool) -> None:
        """Add a label."""
        self.places.append(place)
        self.rows.add(row)
        if valued:
            self.with_values.add(row)


def may_have_stretch(expected: Sequence[ExpectedLabel], stream: Stream, fewest: int) -> bool:
    """Say whether a stream has as many unrepeated labels of the form as a stretch needs, wherever they stand."""
    known = _unrepeated(tuple(each.spellings for each in expected))
    return len({known[text] for text in known.keys() & stream.labels}) >= fewest


def find_stretches(
    expected: Sequence[ExpectedLabel], stream: Stream, texts: Sequence[int], fewest: int
) -> list[Stretch]:
    """Group labels that equal an unrepeated label of the form; a row that comes again begins a new group."""
    known = _unrepeated(tuple(each.spellings for each in expected))
    groups: list[Stretch] = []
    for place, number in enumerate(texts):
        row = known.get(read_label(stream[number].text).text)
        if row is None:
            continue
        valued = has_value(stream, number)
        comes_again = valued and bool(groups) and row in groups[-1].with_values
        comparing = stream[number].table if stream[number].table in stream.comparing else None
        apart = not groups or comparing != groups[-1].comparing
        if apart or comes_again or not _is_near(groups[-1], place, stream, texts):
            groups.append(Stretch(comparing))
        groups[-1].add(place, row, valued=valued)
    return [group for group in groups if len(group.rows) >= fewest]


@lru_cache(maxsize=64)
def _unrepeated(spellings: tuple[tuple[str, ...], ...]) -> Mapping[str, int]:
    """Give the rows by those labels that stand in the form but once."""
    times = Counter(text for each in spellings for text in each)
    return {text: row for row, each in enumerate(spellings) for text in each if times[text] == 1}


def _is_near(group: Stretch, place: int, stream: Sequence[Piece], texts: Sequence[int]) -> bool:
    last = group.places[-1]
    return place - last <= WIDEST_GAP and stream[texts[place]].segment == stream[texts[last]].segment


def has_value(stream: Sequence[Piece], last: int) -> bool:
    """Say whether something that is no text stands behind a label, of which the last piece is given."""
    if last + 1 == len(stream) or stream[last + 1].kind == "text":
        return False
    return stream[last].table is None or stream[last].line == stream[last + 1].line


def repeat(stretches: Sequence[Stretch], fewest: int) -> bool:
    """Say whether two stretches claim the same rows."""
    claims = Counter(frozenset(each.with_values) for each in stretches if len(each.with_values) >= fewest)
    return claims.total() > len(claims) or any(_claim_the_same(*pair, fewest) for pair in combinations(claims, 2))


def _claim_the_same(first: Set[int], second: Set[int], fewest: int) -> bool:
    return len(first & second) >= fewest


def without_lesser(stretches: Sequence[Stretch], fewest: int) -> tuple[list[Stretch], list[Stretch]]:
    """Part the stretches from the lesser ones, which claim the same rows as another one that is the form's own.

    That one has many more of the form's rows, or does not set years beside each other, as the lesser one does.
    """
    sizes: dict[frozenset[int], int] = {}
    for each in stretches:
        claim = frozenset(each.with_values)
        sizes[claim] = max(sizes.get(claim, 0), len(each.rows))
    largest_first = sorted(sizes.items(), key=lambda item: -item[1])

    @cache
    def is_lesser(claim: frozenset[int], size: int) -> bool:
        larger = takewhile(lambda item: item[1] >= MANY_MORE * size, largest_first)
        return any(_claim_the_same(claim, other, fewest) for other, _ in larger)

    # A heading of the form has no value, but for a table that compares its sums.
    plain = {frozenset(each.rows) for each in stretches if each.comparing is None and each.with_values}
    parted: tuple[list[Stretch], list[Stretch]] = [], []
    for each in stretches:
        claim = frozenset(each.with_values)
        compares = each.comparing is not None and any(_claim_the_same(claim, other, fewest) for other in plain)
        parted[compares or is_lesser(claim, len(each.rows))].append(each)
    return parted
