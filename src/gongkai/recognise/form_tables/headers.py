"""What a header says: its lowest cells from left to right, and the columns of the form that they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.lines import ByColumn
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["Header", "Leaf", "is_foreign"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A header cell right above the data; `column` is its column of the form, None for one of the agency's own."""

    piece: Piece
    column: int | None
    unit: str | None


@dataclass(frozen=True)
class Header:
    """The header of a table: its lowest cells from left to right, and how many columns the form has.

    `named` are the columns of the form that any of its cells names, also one with other cells below it. In a `flat`
    header the cells have no place in a grid. A `displaced` one leaves open in which order its columns stand: its words
    allow more than one, or a column of the agency's own stands where one of the form's belongs. An `as_printed` one
    tells the order of its columns, though it is not that of the form. Between one that `ends_at_rows` and the first row
    stands nothing, be it another word of the header.
    """

    leaves: tuple[Leaf, ...]
    columns: int
    named: frozenset[int]
    flat: bool = False
    grouped: frozenset[int] = frozenset()
    displaced: bool = False
    as_printed: bool = False
    ends_at_rows: bool = False

    def above(self, piece: Piece) -> list[Leaf]:
        """Give the leaves that share a column of the grid with a piece."""
        return self._by_column.sharing(piece)

    @cached_property
    def _by_column(self) -> ByColumn[Leaf]:
        return ByColumn(self.leaves, lambda leaf: leaf.piece)

    @cached_property
    def starts(self) -> frozenset[int]:
        """The columns of the grid in which its lowest cells begin."""
        return frozenset(leaf.piece.first_column for leaf in self.leaves)

    @property
    def whole(self) -> bool:
        """Whether the header names every column of the form."""
        return len(self.named) == self.columns

    @cached_property
    def own(self) -> bool:
        """Whether the agency added columns of its own."""
        return any(leaf.column is None for leaf in self.leaves)

    @property
    def shows_something_else(self) -> bool:
        """Whether a column of the agency's own is seen, in a header without a grid by its words: others may be torn."""
        own = [read_label(leaf.piece.text).text for leaf in self.leaves if leaf.column is None]
        return any(map(is_foreign, own)) if self.flat else bool(own)

    @cached_property
    def known(self) -> tuple[int, ...]:
        """The columns of the form that the header names, from left to right."""
        return tuple(leaf.column for leaf in self.leaves if leaf.column is not None)

    @cached_property
    def in_order(self) -> bool:
        """Whether the named columns stand in the order of the form."""
        return list(self.known) == sorted(set(self.known))

    @property
    def names_each_once(self) -> bool:
        """Whether the header names every column of the form once, and nothing else."""
        return sorted(self.known) == list(range(self.columns)) and not self.own

    @property
    def keeps_groups_together(self) -> bool:
        """Whether no other column stands among the grouped ones, as it does where their heading is too narrow."""
        places = [number for number, leaf in enumerate(self.leaves) if leaf.column in self.grouped]
        return not places or places[-1] - places[0] == len(places) - 1

    @property
    def side_by_side(self) -> bool:
        """Whether no cell stands above another, as it does where the page says wrongly how many rows a cell spans."""
        return all(before.piece.last_column < after.piece.first_column for before, after in pairwise(self.leaves))


def is_foreign(text: str) -> bool:
    """Say whether a bare header cell names a column of something else: 上年, 区政府, 2012年."""
    return _YEAR.fullmatch(text) is not None or any(word in text for word in vocabulary().foreign_columns)


_YEAR = re.compile(r"20\d\d年?度?")
