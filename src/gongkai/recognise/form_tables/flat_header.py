"""The header of a table whose cells have no place in a grid: each on its own line, or in rows without merged cells.

The order of such cells is not that of the columns, because what stood below a merged cell comes behind all that
stood beside it. So the header speaks only where it names every column once, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import takewhile

from gongkai.forms import Column
from gongkai.recognise.form_tables.columns import is_cut, is_sole, may_be, named_column
from gongkai.recognise.form_tables.header_order import FlatCell, order_of_columns
from gongkai.recognise.form_tables.headers import Header, Leaf, is_foreign
from gongkai.recognise.form_tables.labels import ExpectedLabel, PrintedLabel, expected_labels, read_label
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.values import read_cell
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["read_flat_header"]

MOST_PARTS = 4
"""Lines that one header cell may be broken into."""

MOST_STRANGERS = 3
"""Unknown texts before the first column that may still be columns of the agency's own."""


@dataclass(frozen=True, slots=True)
class _HeaderCell:
    """A text of the header: the column that it names, or else whether it is known to head no column at all.

    One that heads several columns has the places of these in the form.
    """

    piece: Piece
    label: PrintedLabel
    column: int | None = None
    known: bool = False
    group: frozenset[int] = frozenset()


Groups = Sequence[tuple[ExpectedLabel, frozenset[int]]]


def read_flat_header(pieces: Sequence[Piece | None], columns: Sequence[Column]) -> Header | None:
    """Read the header nearest to a row; None where no column of the form is named.

    Args:
        pieces: what stands above the row, in reading order; None in the place of a label of the form.
        columns: the columns of the form.
    """
    expected = expected_labels([(column.label, column.variants, "") for column in columns])
    groups = _groups(columns)
    for behind, run in enumerate(reversed(_runs(pieces, [*expected, *(each for each, _ in groups)]))):
        joined = _joined(run, [*expected, *(each for each, _ in groups)])
        cells = _in_two_rows([_cell(group, expected, groups) for group in joined], expected)
        cells = _in_gaps(cells, expected)
        if any(cell.column is not None for cell in cells):
            return replace(_header(cells, columns), ends_at_rows=behind == 0)
    return None


def _groups(columns: Sequence[Column]) -> Groups:
    """Give the words above several columns, with the columns."""
    every = dict.fromkeys(sorted(vocabulary().header_groups), frozenset(range(len(columns))))
    for group in sorted({column.group for column in columns if column.group}):
        every[group] = frozenset(number for number, column in enumerate(columns) if column.group == group)
    return list(zip(expected_labels([(word, (), "") for word in every]), every.values(), strict=True))


def _runs(pieces: Sequence[Piece | None], expected: Sequence[ExpectedLabel]) -> list[list[Piece]]:
    """Give the neighbouring texts, without those that have a value behind them and so are labels of rows.

    A line that tells a number among its words is no part of a header. Blank lines behind the word of a column are slots
    that a merged cell covers.
    """
    runs: list[list[Piece]] = [[]]
    for piece in _without_numbers_of_columns(pieces):
        if piece is not None and runs[-1] and _is_covered_slot(piece, runs[-1][-1], expected):
            continue
        if piece is not None and piece.kind in ("text", "unit", "note"):
            if piece.table is None and any(read_cell(word).kind == "number" for word in piece.text.split()):
                runs.append([])
            else:
                runs[-1].extend(_parts(piece, expected))
            continue
        if piece is not None and runs[-1]:
            runs[-1].pop()
        runs.append([])
    return runs


def _without_numbers_of_columns(pieces: Sequence[Piece | None]) -> Iterator[Piece | None]:
    """Leave out lines that are 1, 2, 3, …: what stands before them may be the last word of a header, and no label."""
    place = 0
    while place < len(pieces):
        counted = takewhile(
            lambda item: item[1] is not None and item[1].value.number == item[0], enumerate(pieces[place:], 1)
        )
        number = sum(1 for _ in counted)
        if number < FEWEST_COUNTED:
            yield pieces[place]
            number = 1
        place += number


FEWEST_COUNTED = 3
"""Lines that are 1, 2, 3, … which it takes to see that they may number columns."""


def _is_covered_slot(piece: Piece, word: Piece, expected: Sequence[ExpectedLabel]) -> bool:
    is_blank_line = piece.kind == "blank" and piece.table is None
    return is_blank_line and named_column(expected, read_label(word.text).text) is not None


def _parts(piece: Piece, expected: Sequence[ExpectedLabel]) -> list[Piece]:
    """Part a line that prints a whole row of the header; a cell of a table is one."""
    whole = piece.table is not None or named_column(expected, read_label(piece.text).text) is not None
    return [piece] if whole else [replace(piece, text=word) for word in piece.text.split()]


def _joined(run: Sequence[Piece], expected: Sequence[ExpectedLabel]) -> list[list[Piece]]:
    """Put the lines together that are one header cell: a word above columns, or a note in brackets."""
    spellings = {text for each in expected for text in each.spellings} | vocabulary().header_labels
    groups = []
    place = 0
    while place < len(run):
        lengths = range(min(MOST_PARTS, len(run) - place), 1, -1)
        whole = (length for length in lengths if _is_one_cell(run[place : place + length], spellings))
        length = 1 if _text(run[place : place + 1]) in spellings else next(whole, 1)
        groups.append(list(run[place : place + length]))
        place += length
    return groups


def _is_one_cell(pieces: Sequence[Piece], spellings: Set[str]) -> bool:
    """Say whether the lines of a run say one word, or a note whose bracket the first opens and only the last closes."""
    text = "".join(piece.text for piece in pieces)
    is_note = _NOTE.fullmatch(text) is not None and not any(
        "）" in piece.text or ")" in piece.text for piece in pieces[:-1]
    )
    return is_note or _text(pieces) in spellings


_NOTE = re.compile(r"\s*[(（][^()（）]*[)）]\s*")


def _text(pieces: Sequence[Piece]) -> str:
    return read_label("".join(piece.text for piece in pieces)).text


def _cell(group: Sequence[Piece], expected: Sequence[ExpectedLabel], groups: Groups) -> _HeaderCell:
    text = "".join(piece.text for piece in group)
    label = read_label(text)
    column = named_column(expected, label.text)
    if column is not None:
        return _HeaderCell(group[0], label, column)
    named = named_column([each for each, _ in groups], label.text)
    is_mark = label.mark not in (None, "其中") or not label.text or group[0].kind == "note"
    known = named is not None or label.text in vocabulary().header_labels or is_mark
    return _HeaderCell(group[0], label, known=known, group=frozenset() if named is None else groups[named][1])


def _in_two_rows(cells: Sequence[_HeaderCell], expected: Sequence[ExpectedLabel]) -> list[_HeaderCell]:
    """Put header cells together whose halves stand in two rows: 商业 above 企业."""
    result: list[_HeaderCell | None] = list(cells)
    named = {cell.column for cell in cells}
    strangers = [place for place, cell in enumerate(cells) if cell.column is None and not cell.known]
    for column, each in enumerate(expected):
        if column in named or len(strangers) < 2:
            continue
        pairs = (
            (first, second)
            for number, first in enumerate(strangers)
            for second in strangers[number + 1 :]
            if cells[first].label.text + cells[second].label.text in each.spellings
        )
        for first, second in list(pairs)[:1]:
            result[first] = _HeaderCell(cells[first].piece, cells[first].label, column)
            result[second] = None
            strangers = [place for place in strangers if place not in (first, second)]
    return [cell for cell in result if cell is not None]


def _in_gaps(cells: Sequence[_HeaderCell], expected: Sequence[ExpectedLabel]) -> list[_HeaderCell]:
    """Take damaged cells for the columns that are left: one that is like its label, or those that are cut off.

    They must stand between the columns that are named.
    """
    columns = [cell.column for cell in cells]
    left = [column for column in range(len(expected)) if column not in columns]
    strangers = [place for place, cell in enumerate(cells) if cell.column is None and not cell.known]
    if len(expected) == 1 and left and len(strangers) == 1 and is_sole(expected[0], cells[strangers[0]].piece):
        return [replace(cell, column=0) if place in strangers else cell for place, cell in enumerate(cells)]
    if not left or len(left) == len(expected) or len(left) != len(strangers):
        return list(cells)
    filled = list(cells)
    for column, place in zip(left, strangers, strict=True):
        filled[place] = replace(cells[place], column=column)
    pairs = [(expected[column], cells[place].piece) for column, place in zip(left, strangers, strict=True)]
    in_order = _stand_in_order([cell.column for cell in filled], left)
    damaged = len(pairs) == 1 and may_be(*pairs[0])
    return filled if in_order and (damaged or all(is_cut(*pair) for pair in pairs)) else list(cells)


def _stand_in_order(columns: Sequence[int | None], filled: Sequence[int]) -> bool:
    """Say whether every column that was filled in stands right beside its neighbours of the form, if they exist."""
    last = max(column for column in columns if column is not None)
    for column in filled:
        place = columns.index(column)
        before, after = columns[place - 1 : place], columns[place + 1 : place + 2]
        if (column > 0 and before != [column - 1]) or (column < last and after != [column + 1]):
            return False
    return True


def _header(cells: Sequence[_HeaderCell], columns: Sequence[Column]) -> Header:
    """Give the header that ends with the last cell, its columns in order; it is `displaced` if that is not known."""
    whole = _of_one_header(cells)
    first = _first(whole)
    above_labels = _above_labels(whole, first)
    heading = [cell for cell in (*above_labels, *whole[first:]) if cell.group or not cell.known]
    in_reading_order = [cell for cell in heading if not cell.group]
    named = frozenset(cell.column for cell in in_reading_order if cell.column is not None)
    alone = len(in_reading_order) == len(named) == len(columns)
    ordered = None if alone or above_labels else _in_order(heading, named, len(columns))
    if alone and _may_be_order_of_form([cell.column or 0 for cell in in_reading_order], columns):
        ordered = sorted(in_reading_order, key=lambda cell: cell.column or 0)
    # No merged cell is printed, and no header of several rows says the columns so: they stand as they are printed.
    as_printed = alone and ordered is None and heading == in_reading_order and first > 0 and whole[first - 1].known
    ordered = in_reading_order if as_printed else ordered
    leaves = tuple(Leaf(cell.piece, cell.column, cell.label.unit) for cell in ordered or in_reading_order)
    return Header(leaves, len(columns), named, flat=True, as_printed=as_printed, displaced=ordered is None)


def _may_be_order_of_form(printed: Sequence[int], columns: Sequence[Column]) -> bool:
    """Say whether columns that are printed in some order may stand in that of the form.

    Those below a merged cell come behind those beside it. But of each row of the header, the order is printed.
    """
    rows = ([place for place in printed if bool(columns[place].group) is grouped] for grouped in (True, False))
    return all(row == sorted(row) for row in rows)


def _of_one_header(cells: Sequence[_HeaderCell]) -> list[_HeaderCell]:
    """Leave out what stands above the line in which a column is named that is named below."""
    kept: list[_HeaderCell] = []
    lines: dict[int, int] = {}
    for cell in reversed(cells):
        if cell.column is not None and cell.column in lines:
            if cell.piece.line not in lines.values():
                break
            # A merged cell that is printed over each of its columns hides how many there are.
            cell = replace(cell, column=None)
        elif cell.column is not None:
            lines[cell.column] = cell.piece.line
        kept.append(cell)
    return kept[::-1]


def _first(cells: Sequence[_HeaderCell]) -> int:
    """Give the place where the header begins: with the words above its columns, or with the first column.

    A few texts behind what heads the labels head columns too, and so do columns of something else before all others.
    """
    named = next(place for place, cell in enumerate(cells) if cell.column is not None)
    first, strangers = named, 0
    for place in range(named - 1, -1, -1):
        cell = cells[place]
        strangers += not cell.known
        if strangers > MOST_STRANGERS:
            break
        if cell.group:
            first, strangers = place, 0
        elif cell.known:
            first = place + 1 if first == named and cell.label.mark is None else first
            break
    foreign = takewhile(_is_of_something_else, reversed(cells[:first]))
    return first - sum(1 for _ in foreign)


def _above_labels(cells: Sequence[_HeaderCell], first: int) -> list[_HeaderCell]:
    """Give the columns of something else that stand above what heads the labels, and so above any column."""
    heads_labels = first > 0 and cells[first - 1].known and cells[first - 1].label.mark is None
    return list(takewhile(_is_of_something_else, reversed(cells[: first - 1]))) if heads_labels else []


def _is_of_something_else(cell: _HeaderCell) -> bool:
    return cell.column is None and not cell.known and is_foreign(cell.label.text)


def _in_order(heading: Sequence[_HeaderCell], named: frozenset[int], columns: int) -> Sequence[_HeaderCell] | None:
    """Give the cells that are columns, from left to right, if the header leaves one order of them."""
    own = [cell for cell in heading if cell.column is None and not cell.group]
    # A word that is not understood may be that of a column which is missing, in another order than the form's.
    if len(named) < columns and not all(map(_is_of_something_else, own)):
        return None
    # What stands behind all others may as well stand beside the words above them.
    if own and heading[-1] is own[-1] and any(cell.group for cell in heading):
        return None
    flat = [
        FlatCell(cell.group & named if cell.group else _itself(cell), bool(cell.group), cell.piece.line)
        for cell in heading
    ]
    order = order_of_columns(flat, in_rows=heading[0].piece.table is not None)
    return None if order is None else [heading[place] for place in order]


def _itself(cell: _HeaderCell) -> frozenset[int]:
    return frozenset() if cell.column is None else frozenset({cell.column})
