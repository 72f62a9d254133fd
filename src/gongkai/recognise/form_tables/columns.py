"""Which column of a form a value belongs to: from what the header says and how many values stand in the row.

Header cells and data cells often have different column spans, so a place in the grid is trusted only where the
full rows of the same table show that header and data share one grid.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise

from rapidfuzz.distance import Indel

from gongkai.forms import Column
from gongkai.recognise.form_tables.headers import Header, Leaf, is_foreign
from gongkai.recognise.form_tables.labels import (
    ExpectedLabel,
    PrintedLabel,
    expected_labels,
    is_damaged,
    read_label,
    similarity,
)
from gongkai.recognise.form_tables.lines import ByColumn
from gongkai.recognise.form_tables.narrow_groups import with_room_for_groups
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.vocabulary import vocabulary

__all__ = [
    "assign",
    "is_cut",
    "is_sole",
    "may_be",
    "named_column",
    "read_header",
    "shares_grid",
]

ACCEPTED = 0.8
"""Similarity from which a header cell is taken for a column of the form."""

CONSIDERED = 0.5
"""Likeness that a damaged header cell must have to the one column that is left for it."""


def read_header(lines: Sequence[Sequence[Piece]], columns: Sequence[Column], label_columns: int) -> Header | None:
    """Read header lines; None where they name no column of the form.

    Cells that end within the first `label_columns` columns of the grid head the labels, if they name no column.
    """
    expected = expected_labels([(column.label, column.variants, "") for column in columns])
    # What has numbers beside it is the label of a row, whatever it says.
    without_numbers = [line for line in lines if not any(piece.is_number for piece in line)]
    grid = _HeaderGrid(_with_room_for_groups(without_numbers, columns), columns, expected, label_columns)
    leaves, named = grid.leaves(), grid.named()
    ordered = sorted(leaves, key=lambda leaf: (leaf.piece.first_column, leaf.piece.line))
    filled = _in_gaps(ordered, expected)
    if not any(leaf.column is not None for leaf in filled):
        return None
    named.update(leaf.column for leaf in filled if leaf.column is not None)
    grouped = frozenset(number for number, column in enumerate(columns) if column.group)
    return Header(tuple(filled), len(columns), frozenset(named), grouped=grouped, displaced=grid.is_displaced(filled))


def _with_room_for_groups(lines: Sequence[Sequence[Piece]], columns: Sequence[Column]) -> Sequence[Sequence[Piece]]:
    grouped = [column for column in columns if column.group]
    if not grouped:
        return lines
    groups = expected_labels([(column.group or "", (), "") for column in grouped])
    below = expected_labels([(column.label, column.variants, "") for column in grouped])
    return with_room_for_groups(lines, partial(_is_named, groups), partial(_is_named, below))


def _is_named(expected: Sequence[ExpectedLabel], piece: Piece) -> bool:
    return named_column(expected, read_label(piece.text).text) is not None


@dataclass(frozen=True, slots=True)
class _GridCell:
    """A text of the header: its line, its label, the column whose label is like it, and the column that it names."""

    depth: int
    piece: Piece
    label: PrintedLabel
    like: int | None
    column: int | None


class _HeaderGrid:
    """The texts of header lines, each with the cells that stand below it."""

    def __init__(
        self,
        lines: Sequence[Sequence[Piece]],
        columns: Sequence[Column],
        expected: Sequence[ExpectedLabel],
        label_columns: int,
    ) -> None:
        own_groups = {column.group for column in columns if column.group}
        self._groups = expected_labels([(word, (), "") for word in sorted(own_groups | vocabulary().header_groups)])
        self._own_groups = frozenset(read_label(group).text for group in own_groups)
        self._grouped = frozenset(number for number, column in enumerate(columns) if column.group)
        self._expected = expected
        self._label_columns = label_columns
        self._cells = [cell for line in _named(lines, expected) for cell in line]
        self._times_like = Counter(cell.like for cell in self._cells)
        self._times_in_line = Counter((cell.depth, cell.piece.text) for cell in self._cells)
        starts = (cell.piece.first_column for cell in self._cells if cell.like is not None)
        self._first_named = min(starts, default=label_columns)
        by_depth = groupby(self._cells, key=lambda cell: cell.depth)
        self._by_depth = {depth: ByColumn(cells, lambda cell: cell.piece) for depth, cells in by_depth}

    def named(self) -> set[int]:
        """Give the columns of the form that some cell names."""
        return {cell.column for cell in self._cells if cell.column is not None}

    def leaves(self) -> list[Leaf]:
        """Give the cells right above the data. Units are left out of the rows, and so is their heading."""
        return [
            Leaf(cell.piece, cell.column, cell.label.unit)
            for cell in self._cells
            if self._is_leaf(cell) and (cell.column is not None or cell.label.text not in vocabulary().header_units)
        ]

    def is_displaced(self, leaves: Sequence[Leaf]) -> bool:
        """Say whether a column stands below nothing, right behind a taller one of the agency's own.

        So the page shows it whose group is too narrow: 总计 moves out below 申请人情况, and 上年数 takes its place.
        Where columns stand below the heading of the labels, whose rows the page does not count, any place is open.
        """
        moved = self._first_named <= self._label_columns
        return bool(self._own_groups) and any(
            own.column is None
            and leaf.column is not None
            and own.piece.line < leaf.piece.line
            and (moved or self._is_bare(leaf))
            for own, leaf in pairwise(leaves)
        )

    def _is_bare(self, leaf: Leaf) -> bool:
        return not any(
            cell.piece.line < leaf.piece.line for cells in self._by_depth.values() for cell in cells.sharing(leaf.piece)
        )

    def _is_leaf(self, cell: _GridCell) -> bool:
        below = self._below(cell)
        if is_foreign(cell.label.text):
            # What stands above the heading of the labels is no group of columns.
            below = [lower for lower in below if lower.label.text not in vocabulary().header_labels]
        if cell.column is None:
            if self._heads_no_column(cell):
                return not below and self._stands_for_its_group(cell)
            # Where merging was lost, the words of a wide cell may stand in each of its slots.
            repeated = self._times_in_line[cell.depth, cell.piece.text] > 1
            spans = cell.piece.last_column > cell.piece.first_column or repeated
            may_head = spans or cell.label.mark not in (None, "其中") or not cell.label.text
            return not (below and (may_head or self._is_upper_half(cell, below)))
        named_by_others = self._times_like[cell.column] > (cell.like == cell.column)
        return not (below and (named_by_others or self._is_upper_half(cell, below)))

    def _heads_no_column(self, cell: _GridCell) -> bool:
        """Say whether a cell stands above the labels of rows, or above several columns, by its place or its words."""
        # Where the page does not say how many rows a cell spans, columns stand below the labels.
        ends, begins = cell.piece.last_column, cell.piece.first_column
        above_labels = ends <= self._label_columns and begins <= self._first_named
        heads_labels = above_labels or cell.label.text in vocabulary().header_labels
        return heads_labels or named_column(self._groups, cell.label.text) is not None

    def _stands_for_its_group(self, cell: _GridCell) -> bool:
        """Say whether a cell that names a group is a column of the agency's own, in the place of all of the group."""
        return cell.label.text in self._own_groups and self._grouped.isdisjoint(self.named())

    def _below(self, cell: _GridCell) -> list[_GridCell]:
        deeper = (cells for depth, cells in self._by_depth.items() if depth > cell.depth)
        return [lower for cells in deeper for lower in cells.sharing(cell.piece)]

    def _is_upper_half(self, cell: _GridCell, below: Sequence[_GridCell]) -> bool:
        """Say whether a cell goes on in the one below it, to name a column of the form or of the agency's own."""
        return any(
            lower.like is None or _halves(self._expected, cell.piece, lower.piece) is not None
            for lower in below
            if _place(lower.piece) == _place(cell.piece)
        )


def _named(lines: Sequence[Sequence[Piece]], expected: Sequence[ExpectedLabel]) -> Iterator[list[_GridCell]]:
    """Give the texts of header lines, line by line, each with the column that it names."""
    above: dict[tuple[int, int], Piece] = {}
    for depth, line in enumerate(lines):
        cells = []
        for piece in line:
            if piece.kind in ("text", "unit"):
                label = read_label(piece.text)
                like = named_column(expected, label.text)
                upper = above.get(_place(piece))
                column = next((number for number, each in enumerate(expected) if label.text in each.spellings), None)
                if column is None and upper is not None:
                    column = _halves(expected, upper, piece)
                cells.append(_GridCell(depth, piece, label, like, like if column is None else column))
        yield cells
        above.update((_place(cell.piece), cell.piece) for cell in cells)


def _place(piece: Piece) -> tuple[int, int]:
    return piece.first_column, piece.last_column


def _halves(expected: Sequence[ExpectedLabel], upper: Piece, lower: Piece) -> int | None:
    """Give the column whose label stands half in a cell and half in the cell right below it: 商业 above 企业."""
    text = read_label(upper.text + lower.text).text
    return next((number for number, each in enumerate(expected) if text in each.spellings), None)


def shares_grid(header: Header, rows: Sequence[Sequence[Piece]]) -> bool:
    """Say whether header and data share one grid: in every full row each value stands right under its header."""
    full = [row for row in rows if len(row) == len(header.leaves)]
    return bool(full) and all(
        header.above(piece) == [above] for row in full for piece, above in zip(row, header.leaves, strict=True)
    )


def assign(
    values: Sequence[Piece], header: Header | None, columns: int, *, in_grid: Callable[[], bool] = lambda: False
) -> list[int | None] | None:
    """Give the column of the form for each value, None for a column of the agency's own.

    `in_grid` says, if it is asked, whether header and data share one grid. The result is None where the header and
    the number of values leave more than one reading.
    """
    if header is None:
        return list(range(columns)) if len(values) == columns else None
    told = header.in_order or header.as_printed
    if not told and not (header.names_each_once and header.keeps_groups_together and in_grid()):
        return None
    if header.in_order and len(values) == columns and header.whole and not header.own:
        return list(range(columns))
    if (header.own or not header.in_order) and (header.displaced or not (header.flat or header.side_by_side)):
        return None
    if len(values) == len(header.leaves):
        return [leaf.column for leaf in header.leaves]
    reaches_end = bool(values) and values[-1].last_column >= header.leaves[-1].piece.last_column
    if reaches_end and in_grid():
        above = [header.above(piece) for piece in values]
        single = [leaves[0] for leaves in above if len(leaves) == 1]
        if len({leaf.piece.locator for leaf in single}) == len(values):
            return [leaf.column for leaf in single]
    return None


def named_column(expected: Sequence[ExpectedLabel], text: str) -> int | None:
    """Give the column whose label a bare text is, or is like."""
    best = max(range(len(expected)), key=lambda number: similarity(expected[number], text))
    return best if similarity(expected[best], text) >= ACCEPTED else None


def _in_gaps(leaves: Sequence[Leaf], expected: Sequence[ExpectedLabel]) -> list[Leaf]:
    """Take damaged header cells for the columns that are left, where all columns stand in order but for these."""
    if len(leaves) != len(expected) or all(leaf.column is not None for leaf in leaves):
        return list(leaves)
    fits = all(
        leaf.column == number or (leaf.column is None and may_be(expected[number], leaf.piece))
        for number, leaf in enumerate(leaves)
    )
    known = sum(leaf.column is not None for leaf in leaves)
    cut = known > 0 and all(
        leaf.column == number or is_cut(expected[number], leaf.piece) for number, leaf in enumerate(leaves)
    )
    counted = known > 0 and all(
        leaf.column == number or _is_counted(leaf.piece, number + 1) for number, leaf in enumerate(leaves)
    )
    sole = len(expected) == 1 and is_sole(expected[0], leaves[0].piece)
    if not (fits and known > len(expected) / 2) and not cut and not counted and not sole:
        return list(leaves)
    return [Leaf(leaf.piece, number, leaf.unit) for number, leaf in enumerate(leaves)]


def _is_counted(piece: Piece, number: int) -> bool:
    """Say whether a program that lost the header put a word and the number of the column there: 数据1."""
    return re.fullmatch(rf"(?:数据|数值|数字|列|栏|值){number}", "".join(piece.text.split())) is not None


def may_be(expected: ExpectedLabel, piece: Piece) -> bool:
    """Say whether a damaged header cell may name a column, if no other is left for it."""
    text = read_label(piece.text).text
    alike = max(Indel.normalized_similarity(spelling, text) for spelling in expected.spellings)
    return alike >= CONSIDERED or is_damaged(expected, text)


def is_sole(expected: ExpectedLabel, piece: Piece) -> bool:
    """Say whether a misprinted header cell is that of the one column which the form has there."""
    text = read_label(piece.text).text
    alike = max(Indel.normalized_similarity(spelling, text) for spelling in expected.spellings)
    return alike >= LIKE_THE_SOLE and not is_foreign(text)


LIKE_THE_SOLE = 0.7
"""Likeness that a misprinted header cell must have where the form has no other column."""


def is_cut(expected: ExpectedLabel, piece: Piece) -> bool:
    """Say whether a header cell is the first or the last line of the column's label."""
    text = read_label(piece.text).text
    ends = any(spelling.startswith(text) or spelling.endswith(text) for spelling in expected.spellings)
    return ends and len(text) >= SHORTEST_LINE


SHORTEST_LINE = 3
"""Characters of a line that tell which label it is a part of."""
