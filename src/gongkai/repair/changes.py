"""Changes to one text, and how the changes of one repair join those of the repair before it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from gongkai.rows import RepairKind

__all__ = ["Change", "FoundChange", "RawSpans", "Span", "changed", "compose", "in_order", "texts_with"]


@dataclass(frozen=True, slots=True)
class Change:
    """The characters from `start` to `end` of a text become `after`.

    `certainty` is 1 where the text itself leaves one reading, and less where a list of words decides.
    """

    start: int
    end: int
    after: str
    kind: RepairKind
    certainty: float = 1.0


class FoundChange(NamedTuple):
    """A change, and the place of its text among the texts of the document."""

    text: int
    change: Change


class Span(NamedTuple):
    """The characters of a text from `start` to `end`."""

    start: int
    end: int


def texts_with(damage: re.Pattern[str], texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give the texts in which a pattern is found, which must match no line break, with their places.

    Most documents are healthy, and then one search in all of them is enough.

    >>> list(texts_with(re.compile("⻔"), ["政府门户", "政府⻔户"]))
    [(1, '政府⻔户')]
    """
    if damage.search("\n".join(texts)):
        yield from ((number, text) for number, text in enumerate(texts) if damage.search(text))


def changed(text: str, changes: Iterable[Change]) -> str:
    """Give the text with changes made; they are in order and do not overlap.

    >>> changed("要求在20181月开始", [Change(3, 9, "2018年1月", "dropped_characters")])
    '要求在2018年1月开始'
    """
    parts: list[str] = []
    done = 0
    for change in changes:
        parts += text[done : change.start], change.after
        done = change.end
    return "".join([*parts, text[done:]])


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Put changes in the order of the text; of two that overlap, the one that begins first stays."""
    ordered: list[Change] = []
    for change in sorted(changes, key=lambda change: (change.start, -change.end)):
        if not ordered or change.start >= ordered[-1].end:
            ordered.append(change)
    return ordered


def compose(first: Sequence[Change], text: str, second: Sequence[Change]) -> list[Change]:
    """Join changes that gave `text` with changes to `text`, so that they can be made in one pass.

    Changes that overlap become one, of the kind that was undone first.

    >>> first, second = [Change(1, 2, "", "invisible")], [Change(0, 6, "2018年1月", "dropped_characters")]
    >>> compose(first, "20181月", second)
    [Change(start=0, end=7, after='2018年1月', kind='invisible', certainty=1.0)]
    """
    if not first or not second:
        return [*first, *second]
    earlier = [_PlacedChange(change, span) for change, span in zip(first, _spans_after(first), strict=True)]
    later = [_PlacedChange(change, Span(change.start, change.end)) for change in second]
    joined, shift = [], 0
    for cluster in _clusters(earlier, later):
        start = min(placed.span.start for placed in cluster.all)
        end = max(placed.span.end for placed in cluster.all)
        growth = sum(_growth(placed.change) for placed in cluster.earlier)
        inside = (_moved(placed.change, -start) for placed in cluster.later)
        changes = [placed.change for placed in cluster.all]
        joined.append(
            Change(
                start=start - shift,
                end=end - shift - growth,
                after=changed(text[start:end], inside),
                kind=changes[0].kind,
                certainty=min(change.certainty for change in changes),
            )
        )
        shift += growth
    return joined


class RawSpans:
    """Where the spans of a changed text were in the raw one, by the changes to it, which are in order.

    >>> spans = RawSpans([Change(0, 6, "2018年1月", "dropped_characters")])
    >>> spans.of(5, 6), spans.of(8, 9)
    (Span(start=0, end=6), Span(start=7, end=8))
    """

    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes = changes
        after = _spans_after(changes)
        self._starts = [span.start for span in after]
        self._ends = [span.end for span in after]
        self._growth = [0, *accumulate(map(_growth, changes))]

    def of(self, start: int, end: int) -> Span:
        """Give the span of the raw text that became the span from `start` to `end`.

        A span that overlaps a change covers all of the raw text of that change, but where each character became one.
        """
        first = bisect_right(self._ends, start)
        last = max(first, bisect_left(self._starts, end))
        raw_start, raw_end = start - self._growth[first], end - self._growth[last]
        if first < last and self._starts[first] < start and not _is_one_to_one(self._changes[first]):
            raw_start = self._changes[first].start
        if first < last and self._ends[last - 1] > end:
            change = self._changes[last - 1]
            raw_end = raw_end if _is_one_to_one(change) else change.end
        return Span(raw_start, raw_end)


@dataclass(frozen=True, slots=True)
class _PlacedChange:
    """A change, and the span that it has in the text between the first changes and the second."""

    change: Change
    span: Span


@dataclass(slots=True)
class _Cluster:
    earlier: list[_PlacedChange]
    later: list[_PlacedChange]

    @property
    def all(self) -> list[_PlacedChange]:
        return self.earlier + self.later


def _clusters(earlier: Sequence[_PlacedChange], later: Sequence[_PlacedChange]) -> list[_Cluster]:
    """Put together what overlaps. Where a deletion touches a change at its edge, the two stay apart."""
    clusters: list[_Cluster] = []
    reached = -1
    ordered = [(placed.span, False, placed) for placed in earlier] + [(placed.span, True, placed) for placed in later]
    for span, is_later, placed in sorted(ordered, key=lambda each: each[:2]):
        if not clusters or span.start >= reached:
            clusters.append(_Cluster([], []))
        (clusters[-1].later if is_later else clusters[-1].earlier).append(placed)
        reached = max(reached, span.end)
    return clusters


def _spans_after(changes: Iterable[Change]) -> list[Span]:
    """Give where each change stands in the changed text."""
    spans, shift = [], 0
    for change in changes:
        start = change.start + shift
        spans.append(Span(start, start + len(change.after)))
        shift += _growth(change)
    return spans


def _growth(change: Change) -> int:
    return len(change.after) - (change.end - change.start)


def _is_one_to_one(change: Change) -> bool:
    """Say whether each character of a change became one other."""
    return change.kind == "traditional" and _growth(change) == 0


def _moved(change: Change, by: int) -> Change:
    return Change(change.start + by, change.end + by, change.after, change.kind, change.certainty)
