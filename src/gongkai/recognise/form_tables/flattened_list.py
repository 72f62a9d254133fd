"""Lists that were flattened to lines: what behind a label is its value where no cell says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gongkai.forms import Row
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.rows import RowMatch
from gongkai.recognise.values import LONGEST_WORD, clean

__all__ = ["ListedRow", "count_of_numbers", "in_lines"]


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A matched row with the pieces behind its label: those in the place of the value, and the others.

    `printed` says whether the row has a place for a value at all.
    """

    match: RowMatch
    end: int
    values: tuple[Piece, ...] = ()
    others: tuple[Piece, ...] = ()
    unit: str | None = None
    printed: bool = True


def in_lines(every: Sequence[ListedRow], stream: Sequence[Piece], rows: Sequence[Row]) -> Iterator[ListedRow]:
    """Sort out what stands behind the labels of a table that was flattened to lines."""
    places = list(_on_line_of_label(every, stream))
    flat = [place for place in places if stream[place.match.last].table is None and place.match.label.number is None]
    printed = {
        place.match.row: [piece for piece in place.others if piece.kind not in ("unit", "note")] for place in flat
    }
    _drop_numbering([place for place in flat if not _on_own_line(place, stream)], printed, rows)
    crowded = sum(count_of_numbers(pieces) > 1 for pieces in printed.values())
    unsafe = crowded > MOST_CROWDED * len(flat)
    unit_column = _has_unit_column(list(printed.values()))
    for place in places:
        if place.match.row not in printed:
            yield place
            continue
        unit = next((piece.value.unit for piece in place.others if piece.kind == "unit"), None)
        values = printed[place.match.row]
        if len(values) > 1 and (unit_column or values[0].kind == "dash") and not values[0].is_number:
            values = values[1:]
        if not values and (word := _word_in_place(place, places, stream)):
            yield replace(place, values=(word,), others=(), unit=unit)
        elif unsafe:
            yield replace(place, values=(), others=tuple(values), printed=False)
        else:
            yield replace(place, values=tuple(values), others=(), unit=unit)


def _on_line_of_label(places: Sequence[ListedRow], stream: Sequence[Piece]) -> Iterator[ListedRow]:
    """Take no number from another line where most values stand on the line of their label: it may be the page's."""
    flat = [place for place in places if stream[place.match.last].table is None and count_of_numbers(place.others)]
    apart = [place for place in flat if not _on_own_line(place, stream)]
    mixed = len(apart) < len(flat) - len(apart)
    for place in places:
        line = stream[place.match.last].line
        strangers = [piece for piece in place.others if piece.line != line and piece.is_number]
        lone = stream[place.match.last].table is None and not place.others and place.match.label.number is None
        if mixed and lone:
            # A line without unit and value may be the end of another label: 其中：主要负责同志参加政府网站在线访谈次数.
            yield replace(place, printed=False)
        elif mixed and place in apart and strangers and not _inside_label(place):
            yield replace(place, end=place.end - len(place.others), others=(), printed=False)
        else:
            yield place


def _inside_label(place: ListedRow) -> bool:
    """Say whether values with their unit stand between the lines of their label, where no page is numbered."""
    return place.match.broken and any(piece.kind == "unit" for piece in place.others)


def _word_in_place(place: ListedRow, places: Sequence[ListedRow], stream: Sequence[Piece]) -> Piece | None:
    """Give the text that a label has for a value: alone between this label and the next known one."""
    following = next((other.match.first for other in places if other.match.first > place.match.last), len(stream))
    between = stream[place.end : following]
    texts = [piece for piece in between if piece.kind == "text"]
    if not texts or texts[0] is not between[0] or texts[0].segment != stream[place.match.last].segment:
        return None
    # Behind the last label a word is told from the next paragraph by its length.
    alone = len(texts) == 1 if following < len(stream) else len(texts[0].text) <= LONGEST_WORD
    return texts[0] if alone else None


MOST_CROWDED = 0.1
"""Share of labels with more than one number behind them from which no lone number is safe either."""


def _on_own_line(place: ListedRow, stream: Sequence[Piece]) -> bool:
    """Say whether what follows a label stands on its line, where no number counts the next row."""
    return bool(place.others) and place.others[-1].line == stream[place.match.last].line


def _drop_numbering(places: Sequence[ListedRow], printed: dict[int, list[Piece]], rows: Sequence[Row]) -> None:
    """Leave out the numbers that count the rows, which stand at the end of what follows the label before."""
    behind = [printed[place.match.row] for place in places]
    last = [pieces[-1].value.number if pieces else None for pieces in behind[:-1]]
    rising = sum(second == first + 1 for first, second in pairwise(last) if first is not None and second is not None)
    if len(last) > 2 and rising >= NUMBERED * (len(last) - 1):
        # A number that fits in with none of its neighbours is the value of a row with something else behind it.
        pairs = list(pairwise([None, *last, None]))
        steps = [first is not None and second is not None and second == first + 1 for first, second in pairs]
        for pieces, from_before, to_next in zip(behind[:-1], steps[:-1], steps[1:], strict=True):
            if from_before or to_next:
                pieces.pop()
        return
    for pieces, following in zip(behind[:-1], places[1:], strict=True):
        own_line = clean(pieces[-1].text) if pieces and following.match.label.mark is None else ""
        if own_line in _NUMERALS and own_line == rows[following.match.row].number.strip("（）"):
            pieces.pop()


_NUMERALS = frozenset("一二三四五六七八九")

NUMBERED = 0.8
"""Share of steps by one from which a run of numbers counts the rows."""


def _has_unit_column(rows: Sequence[Sequence[Piece]]) -> bool:
    """Say whether most rows print something empty, where the unit was, before the value."""
    pairs = sum(len(row) == 2 and row[0].kind in ("blank", "dash") for row in rows)
    return pairs > sum(len(row) == 1 for row in rows)


def count_of_numbers(values: Sequence[Piece]) -> int:
    """Count the pieces that are numbers."""
    return sum(piece.is_number for piece in values)
