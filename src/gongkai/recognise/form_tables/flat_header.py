"""The header of a table whose cells have no place in a grid: each on its own line, or in rows without merged cells.

The order of such cells is not that of the columns, because what stood below a merged cell comes behind all that
stood beside it. So the header speaks only where it names every column once, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from gongkai.forms import Column
from gongkai.recognise.form_tables.columns import Header, Leaf, is_cut, is_foreign, is_sole, may_be, named_column
from gongkai.recognise.form_tables.labels import ExpectedLabel, PrintedLabel, expected_labels, read_label
from gongkai.recognise.form_tables.lines import Piece
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["read_flat_header"]

MOST_PARTS = 4
"""Lines that one header cell may be broken into."""

MOST_STRANGERS = 3
"""Unknown texts before the first column that may still be columns of the agency's own."""


@dataclass(frozen=True, slots=True)
class _HeaderCell:
    """A text of the header: the column that it names, or else whether it is known to head no column at all."""

    piece: Piece
    label: PrintedLabel
    column: int | None = None
    known: bool = False


def read_flat_header(pieces: Sequence[Piece | None], columns: Sequence[Column]) -> Header | None:
    """Read the header nearest to a row; None where no column of the form is named.

    Args:
        pieces: what stands above the row, in reading order; None in the place of a label of the form.
        columns: the columns of the form.
    """
    expected = expected_labels([(column.label, column.variants, "") for column in columns])
    words = sorted({column.group for column in columns if column.group} | vocabulary().header_groups)
    groups = expected_labels([(word, (), "") for word in words])
    for run in reversed(_runs(pieces, [*expected, *groups])):
        cells = _in_two_rows([_cell(group, expected, groups) for group in _joined(run, expected)], expected)
        cells = _in_gaps(cells, expected)
        if any(cell.column is not None for cell in cells):
            return _header(cells, columns)
    return None


def _runs(pieces: Sequence[Piece | None], expected: Sequence[ExpectedLabel]) -> list[list[Piece]]:
    """Give the neighbouring texts, without those that have a value behind them and so are labels of rows."""
    runs: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece is not None and piece.kind in ("text", "unit", "note"):
            runs[-1].extend(_parts(piece, expected))
            continue
        if piece is not None and runs[-1]:
            runs[-1].pop()
        runs.append([])
    return runs


def _parts(piece: Piece, expected: Sequence[ExpectedLabel]) -> list[Piece]:
    """Part a line that prints a whole row of the header; a cell of a table is one."""
    whole = piece.table is not None or named_column(expected, read_label(piece.text).text) is not None
    return [piece] if whole else [replace(piece, text=word) for word in piece.text.split()]


def _joined(run: Sequence[Piece], expected: Sequence[ExpectedLabel]) -> list[list[Piece]]:
    """Put the lines together that are one header cell."""
    spellings = {text for each in expected for text in each.spellings}
    groups = []
    place = 0
    while place < len(run):
        lengths = range(min(MOST_PARTS, len(run) - place), 1, -1)
        whole = (length for length in lengths if _text(run[place : place + length]) in spellings)
        length = 1 if _text(run[place : place + 1]) in spellings else next(whole, 1)
        groups.append(list(run[place : place + length]))
        place += length
    return groups


def _text(pieces: Sequence[Piece]) -> str:
    return read_label("".join(piece.text for piece in pieces)).text


def _cell(group: Sequence[Piece], expected: Sequence[ExpectedLabel], groups: Sequence[ExpectedLabel]) -> _HeaderCell:
    text = "".join(piece.text for piece in group)
    label = read_label(text)
    column = named_column(expected, label.text)
    words = vocabulary()
    heads = named_column(groups, label.text) is not None or label.text in words.header_labels
    is_mark = label.mark not in (None, "其中") or not label.text or group[0].kind == "note"
    return _HeaderCell(group[0], label, column, known=column is None and (heads or is_mark))


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
    """Give the header that ends with the last cell; it begins where a column comes again."""
    leaves: list[Leaf] = []
    strangers: list[Leaf] = []
    named: set[int] = set()
    lines: set[int] = set()
    for cell in reversed(cells):
        if cell.column is not None and cell.column in named:
            if cell.piece.line not in lines:
                break
            # A merged cell that is printed over each of its columns hides how many there are.
            strangers.append(Leaf(cell.piece, None, None))
            continue
        if cell.column is not None:
            named.add(cell.column)
            lines.add(cell.piece.line)
            leaves += [*strangers, Leaf(cell.piece, cell.column, cell.label.unit)]
            strangers = []
        elif not cell.known:
            strangers.append(Leaf(cell.piece, None, None))
        elif len(named) == len(columns):
            # What stands between the words above the columns and the first of them heads a column too.
            leaves += strangers if len(strangers) <= MOST_STRANGERS and cell.label.mark is None else []
            leaves += _before_groups(cells[: cells.index(cell)])
            break
    alone = len(leaves) == len(named) == len(columns)
    in_order_of_form = alone and _may_be_order_of_form([leaf.column or 0 for leaf in leaves[::-1]], columns)
    ordered = sorted(leaves, key=lambda leaf: leaf.column or 0) if in_order_of_form else leaves[::-1]
    return Header(tuple(ordered), len(columns), frozenset(named), flat=True)


def _may_be_order_of_form(printed: Sequence[int], columns: Sequence[Column]) -> bool:
    """Say whether columns that are printed in some order may stand in that of the form.

    Those below a merged cell come behind those beside it. But of each row of the header, the order is printed.
    """
    rows = ([place for place in printed if bool(columns[place].group) is grouped] for grouped in (True, False))
    return all(row == sorted(row) for row in rows)


def _before_groups(cells: Sequence[_HeaderCell]) -> list[Leaf]:
    """Give the columns of something else that stand right before the words above the columns: 上年, 区政府, 2012年."""
    behind = takewhile(lambda cell: cell.column is None and not cell.known, reversed(cells))
    return [Leaf(cell.piece, None, None) for cell in behind if is_foreign(cell.label.text)]
