"""Find the rows of a form among the labels that stand in a document.

The rows are aligned with the labels in order. A label that is equal to the form's, or close to it with a clear
margin over every other reading, is matched; a row between two matched ones that leaves one place is matched by
that order. Everything else stays unmatched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from gongkai.recognise.form_tables.align import Pair, align
from gongkai.recognise.form_tables.broken_labels import broken_labels, goes_on_below
from gongkai.recognise.form_tables.labels import (
    LOST,
    ExpectedLabel,
    PrintedLabel,
    is_damaged,
    likeness,
    read_label,
    similarity,
)
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.stretches import Stretch, find_stretches, has_value, repeat, without_lesser
from gongkai.recognise.form_tables.upright_labels import with_whole_labels
from gongkai.rows import Match

__all__ = ["FEWEST_ROWS", "FoundRows", "RowMatch", "find_rows", "may_stand"]

ACCEPTED = 0.8
"""Similarity from which a label is taken for the form's."""

CONSIDERED = 0.6
"""Similarity from which a label takes part in the alignment."""

WHOLE_ENOUGH = 0.7
"""Share of a label's length that a misprinted label must have."""

MARGIN = 0.05
"""How much worse every other reading must be."""

SAME_MARK = 0.06
OTHER_MARK = -0.1
WITH_VALUE = 0.06
"""What the mark before a label, and values behind it, add to its weight."""

TELLING = 0.1
LONG = 10
"""What the length of a label adds, and from where on it adds no more: 总计 stands in many places."""

FEWEST_ROWS = 3
"""Equal labels that it takes to see a table in a stretch of text."""

SURROUNDING = 8
"""Labels before the first and behind the last known one that may be damaged rows."""

SHORTEST_TELLING = 3
"""Characters of an equal label that tells its row whatever its number."""

LONGEST_SPAN = 3
"""Lines that one label may be broken into."""


@dataclass(frozen=True, slots=True)
class RowMatch:
    """Row `row` of the form stands in the pieces `first` to `last`, which are the label.

    A `broken` label goes on behind the values of the row.
    """

    row: int
    first: int
    last: int
    label: PrintedLabel
    similarity: float
    matched_by: Match
    broken: bool = False


@dataclass(frozen=True, slots=True)
class FoundRows:
    """Where the rows of a form stand in a stream of pieces.

    `rivals` is set, and `matches` empty, where the same rows stand in more than one place; it then holds the
    bounds (first, last piece) of all of them. `lesser` holds those of places that have few of the rows, beside one
    that has many: a table that compares some of them with the years before.
    """

    matches: tuple[RowMatch, ...] = ()
    rivals: tuple[tuple[int, int], ...] = ()
    lesser: tuple[tuple[int, int], ...] = ()


def find_rows(
    expected: Sequence[ExpectedLabel],
    stream: Stream,
    parents: Sequence[int | None] = (),
    *,
    fewest: int = FEWEST_ROWS,
) -> FoundRows:
    """Find the rows of a form, given by their labels, in a stream of pieces.

    `parents` gives the row that each row stands under; a label that the form repeats is taken only under its own.
    `fewest` equal labels make a table, and make two places rivals.
    """
    texts = stream.texts
    stretches = find_stretches(expected, stream, texts, fewest)
    if not stretches:
        return FoundRows()
    stretches, lesser = without_lesser(stretches, fewest)
    bounds = tuple((texts[stretch.places[0]], texts[stretch.places[-1]]) for stretch in (*stretches, *lesser))
    if repeat(stretches, fewest):
        return FoundRows(rivals=bounds)
    put_aside = _beside(stream, bounds[len(stretches) :], bounds[: len(stretches)])
    if any(stretch.comparing is None for stretch in stretches):
        put_aside |= _comparing(stream, {stretch.comparing for stretch in stretches})
    chosen = [place for place in _surroundings(stretches, stream, texts) if place not in put_aside]
    matches = _match(expected, stream, chosen)
    if fewest == FEWEST_ROWS:
        matches = _without_strays(matches, stream)
    return FoundRows(
        matches=_under_own_parents(matches, expected, stream, parents) if parents else matches,
        lesser=bounds[len(stretches) :],
    )


def may_stand(labels: Sequence[ExpectedLabel], stream: Stream) -> bool:
    """Say whether any text may be one of some labels, whole or damaged, in its lines or in several."""
    for length in range(1, LONGEST_SPAN + 1):
        texts = {label.text for label in _spans(stream, stream.texts, length) if label}
        if any(similarity(each, text, negation=LOST) or is_damaged(each, text) for each in labels for text in texts):
            return True
    in_pieces = broken_labels(labels, stream) or with_whole_labels(stream, labels, [None] * len(labels)) is not stream
    return bool(in_pieces)


def _without_strays(matches: Sequence[RowMatch], stream: Sequence[Piece]) -> tuple[RowMatch, ...]:
    """Leave out a word as short as 其他 that is the only label of the form in its table, which may be any table.

    A label in the line right above a table is one of it.
    """
    in_table = Counter(stream[place].table for match in matches for place in {match.last, _behind(match, stream)})
    return tuple(
        match
        for match in matches
        if stream[match.last].table is None
        or in_table[stream[match.last].table] > 1
        or len(match.label.text) >= SHORTEST_TELLING
    )


def _behind(match: RowMatch, stream: Sequence[Piece]) -> int:
    """Give the place behind a label in lines, or that of the label itself."""
    in_lines = stream[match.last].table is None and match.last + 1 < len(stream)
    return match.last + in_lines


def _under_own_parents(
    matches: Sequence[RowMatch],
    expected: Sequence[ExpectedLabel],
    stream: Sequence[Piece],
    parents: Sequence[int | None],
) -> tuple[RowMatch, ...]:
    """Leave out repeated labels that stand under another heading than their own.

    Where none of the rows that share a label stands under a heading, their order alone tells them apart.
    """
    spellings = Counter(text for each in expected for text in each.spellings)
    headed = {
        text for each, parent in zip(expected, parents, strict=True) if parent is not None for text in each.spellings
    }
    by_place = {match.last: match for match in matches}
    kept = []
    for match in matches:
        repeated = any(spellings[text] > 1 and text in headed for text in expected[match.row].spellings)
        if not repeated or _heading_above(match, by_place, stream, parents) in (match.row, parents[match.row]):
            kept.append(match)
    return tuple(kept)


def _heading_above(
    match: RowMatch, by_place: Mapping[int, RowMatch], stream: Sequence[Piece], parents: Sequence[int | None]
) -> int | None:
    """Give the row that heads a matched label: its parent, or itself where none stands above; -1 for a stranger."""
    own = parents[match.row]
    for place in range(match.first - 1, max(-1, match.first - FARTHEST_HEADING), -1):
        if stream[place].kind != "text":
            continue
        above = by_place.get(place)
        if above is None:
            label = read_label(stream[place].text)
            if label.heading or label.text.endswith(_HEADING_ENDINGS):
                return -1
        elif above.row == own:
            return own
        elif parents[above.row] != own:
            return -1
    return match.row


FARTHEST_HEADING = 60
"""Pieces above a row in which its heading stands, if it stands anywhere."""

_HEADING_ENDINGS = ("数量", "情况")


def _beside(
    stream: Sequence[Piece], lesser: Sequence[tuple[int, int]], chosen: Sequence[tuple[int, int]]
) -> frozenset[int]:
    """Give the places of tables that are put aside: whole, or in lines from the first label to the last.

    A row that comes again inside the table that is read puts nothing of that table aside.
    """
    own = {stream[place].table for bound in chosen for place in bound} - {None}
    tables = {stream[place].table for bound in lesser for place in bound} - {None}
    between = {place for first, last in lesser for place in range(first, last + 1)}
    return frozenset(
        place
        for place, piece in enumerate(stream)
        if piece.table not in own and (piece.table in tables or place in between)
    )


def _comparing(stream: Stream, chosen: Set[int | None]) -> frozenset[int]:
    """Give the places of the tables that compare years, but for those that are read."""
    return frozenset(
        place for place in stream.texts if stream[place].table in stream.comparing and stream[place].table not in chosen
    )


def _surroundings(stretches: Sequence[Stretch], stream: Sequence[Piece], texts: Sequence[int]) -> list[int]:
    chosen: list[int] = []
    for stretch in stretches:
        first, last = stretch.places[0], stretch.places[-1]
        segment = stream[texts[first]].segment
        for place in range(max(0, first - SURROUNDING), min(len(texts), last + SURROUNDING + 1)):
            if stream[texts[place]].segment == segment and texts[place] not in chosen[-2 * SURROUNDING - 2 :]:
                chosen.append(texts[place])
    return sorted(chosen)


def _match(expected: Sequence[ExpectedLabel], stream: Stream, texts: Sequence[int]) -> tuple[RowMatch, ...]:
    spans = [_spans(stream, texts, length) for length in range(1, LONGEST_SPAN + 1)]
    broken = broken_labels(expected, stream)
    spans[0] = [broken.get(place, label) for place, label in zip(texts, spans[0], strict=True)]
    similar = [likeness(expected, [label.text if label else "" for label in labels]) for labels in spans]
    weights = [
        _weights(each, expected, labels, stream, texts, length)
        for length, (each, labels) in enumerate(zip(similar, spans, strict=True), start=1)
    ]
    pairs = align(weights)
    accepted = []
    for pair in pairs:
        label = spans[pair.length - 1][pair.found]
        if label is None or pair.margin < MARGIN:
            continue
        how_like = similarity(expected[pair.expected], label.text)
        # 9.其他 is not 3.其他, while a label that says more may be counted otherwise.
        certain = how_like == 1 and len(label.text) >= SHORTEST_TELLING
        contradicted = not certain and _contradicts(expected[pair.expected].mark, label.mark, how_like)
        # 其中：规范性文件 is a part of the row above, where the form has no 其中 before its own.
        contradicted |= label.mark == "其中" and expected[pair.expected].mark is None
        goes_on = how_like < 1 and label.mark is None and _goes_on_from_above(stream, texts[pair.found], expected)
        if how_like >= ACCEPTED and not contradicted and not goes_on:
            accepted.append((pair, label, how_like))
    equal = {texts[pair.found] for pair, _, how_like in accepted if how_like == 1}
    accepted = [
        (pair, label, how_like)
        for pair, label, how_like in accepted
        if not goes_on_below(stream, texts[pair.found], label, expected[pair.expected], equal)
    ]
    return tuple(
        RowMatch(
            row=pair.expected,
            first=texts[pair.found],
            last=texts[pair.found + pair.length - 1],
            label=label,
            similarity=round(how_like, 3),
            matched_by=matched_by,
            broken=pair.length == 1 and texts[pair.found] in broken,
        )
        for pair, label, how_like, matched_by in _with_order(expected, stream, texts, accepted)
    )


def _goes_on_from_above(stream: Sequence[Piece], place: int, expected: Sequence[ExpectedLabel]) -> bool:
    """Say whether a line may be the last of a longer label: above it stands a text that is no label of the form."""
    if place == 0 or stream[place].table is not None or stream[place - 1].kind != "text":
        return False
    above = read_label(stream[place - 1].text).text
    return not any(above in each.spellings for each in expected)


def _spans(stream: Sequence[Piece], texts: Sequence[int], length: int) -> list[PrintedLabel | None]:
    """Give the label that each run of `length` neighbouring lines makes; None where they are no neighbours."""
    labels: list[PrintedLabel | None] = []
    for place in range(len(texts)):
        run = texts[place : place + length]
        whole = len(run) == length and run[-1] - run[0] == length - 1
        if whole and (length == 1 or all(stream[number].table is None for number in run)):
            labels.append(read_label("".join(stream[number].text for number in run)))
        else:
            labels.append(None)
    return labels


def _weights(
    similar: np.ndarray,
    expected: Sequence[ExpectedLabel],
    labels: Sequence[PrintedLabel | None],
    stream: Sequence[Piece],
    texts: Sequence[int],
    length: int,
) -> np.ndarray:
    weights = np.where(similar >= CONSIDERED, similar - CONSIDERED + 0.1, 0.0)
    for row, column in np.argwhere(weights > 0).tolist():
        label = labels[column]
        if label is not None:
            weight = float(weights[row, column]) + _mark_weight(expected[row].mark, label.mark)
            weight += WITH_VALUE * has_value(stream, texts[column + length - 1])
            weights[row, column] = weight + TELLING * min(len(label.text), LONG) / LONG
    return weights


def _mark_weight(expected: str | None, found: str | None) -> float:
    if expected is None or found is None:
        return 0.0
    return SAME_MARK if expected == found else OTHER_MARK


def _contradicts(expected: str | None, found: str | None, how_like: float) -> bool:
    """Say whether the mark of a label is that of another row; of equal labels only their numbers tell."""
    return _mark_weight(expected, found) < 0 and (how_like < 1 or _is_counted_otherwise(expected, found))


def _is_counted_otherwise(expected: str | None, found: str | None) -> bool:
    both = expected is not None and found is not None and expected.isdecimal() and found.isdecimal()
    return both and expected != found


def _with_order(
    expected: Sequence[ExpectedLabel],
    stream: Sequence[Piece],
    texts: Sequence[int],
    accepted: Sequence[tuple[Pair, PrintedLabel, float]],
) -> list[tuple[Pair, PrintedLabel, float, Match]]:
    """Add the damaged rows that stand, one for one, between two accepted rows."""
    result: list[tuple[Pair, PrintedLabel, float, Match]] = []
    previous: Pair | None = None
    for pair, label, how_like in accepted:
        if previous is not None:
            result.extend(_between(expected, stream, texts, previous, pair))
        result.append((pair, label, how_like, "label" if how_like == 1 else "damaged_label"))
        previous = pair
    return result


def _between(
    expected: Sequence[ExpectedLabel],
    stream: Sequence[Piece],
    texts: Sequence[int],
    before: Pair,
    after: Pair,
) -> list[tuple[Pair, PrintedLabel, float, Match]]:
    rows = range(before.expected + 1, after.expected)
    places = range(before.found + before.length, after.found)
    if len(rows) != len(places):
        return []
    found = []
    for row, place in zip(rows, places, strict=True):
        label = read_label(stream[texts[place]].text)
        how_like = similarity(expected[row], label.text)
        above = texts[place] - 1
        broken = stream[texts[place]].table is None and above >= 0 and stream[above].kind == "text"
        # A line below a line may be the rest of its label.
        if (broken and label.mark is None) or not _may_be(expected[row], label, how_like):
            return []
        found.append((Pair(row, place, 1, 0.0), label, how_like, _ORDER))
    return found


_ORDER: Match = "order"


def _may_be(expected: ExpectedLabel, label: PrintedLabel, how_like: float) -> bool:
    if _is_counted_otherwise(expected.mark, label.mark):
        return False
    if is_damaged(expected, label.text):
        return True
    long_enough = len(label.text) >= WHOLE_ENOUGH * len(expected.spellings[0])
    return long_enough and how_like >= CONSIDERED and _mark_weight(expected.mark, label.mark) >= 0
