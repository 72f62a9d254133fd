"""Words in the place of values, where a cell a line is left: 予以公开, 7, 详见正文, 0, 7, 不予公开, 0, 0, 0, 0.

A text ends a row. But where as many lines stand between two labels as other rows have values, a short one is a cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from gongkai.recognise.form_tables.grids_of_lines import MOST_WORDS
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.rows import RowMatch
from gongkai.recognise.values import LONGEST_WORD

__all__ = ["ends_behind_words"]

FEWEST_ROWS = 5
"""Rows of values alone, as many in each, that it takes to see how many there are."""


def ends_behind_words(stream: Sequence[Piece], matches: Sequence[RowMatch]) -> Mapping[int, int]:
    """Give where the rows end among whose values are words, by the last place of their label."""
    between = {match.last: range(match.last + 1, following.first) for match, following in pairwise(matches)}
    in_lines = {last: places for last, places in between.items() if _are_lines(stream, last, places)}
    of_values = [places for places in in_lines.values() if not any(stream[place].kind == "text" for place in places)]
    lengths = Counter(map(len, of_values))
    lengths.pop(0, None)
    (length, rows) = max(lengths.items(), key=lambda item: item[1], default=(0, 0))
    if rows < FEWEST_ROWS or 2 * rows <= lengths.total():
        return {}
    return {
        last: places.stop
        for last, places in in_lines.items()
        if len(places) == length and _has_words(stream[places.start : places.stop])
    }


def _are_lines(stream: Sequence[Piece], label: int, places: range) -> bool:
    """Say whether behind a label in lines each piece is a line of its own."""
    pieces = [stream[place] for place in (label, *places)]
    lines = {piece.line for piece in pieces}
    return len(lines) == len(pieces) and all(piece.table is None for piece in pieces)


def _has_words(pieces: Sequence[Piece]) -> bool:
    """Say whether some of the cells are words. None may be blank: a blank may only fill up a row that lost another."""
    words = [piece.text for piece in pieces if piece.kind == "text"]
    are_short = all(len(word) <= LONGEST_WORD and read_label(word).mark is None for word in words)
    return 0 < len(words) <= MOST_WORDS and are_short and not any(piece.kind == "blank" for piece in pieces)
