"""Tables that run over a page break: two pieces -> the one table that the author wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from operator import itemgetter

from gongkai.read.pdf.tables import PageCell, PageTable

__all__ = ["joined"]

_SAME_EDGE = 2.5
"""How far, in points, an edge may move from page to page."""

_TIGHT = 2.0
"""A text that a page break cuts leaves no room for one more line: fewer font sizes than this."""


def joined(above: PageTable, below: PageTable) -> PageTable | None:
    """Join a table with the one that opens the next page, if they are pieces of one table.

    A header that is printed again is left out. A row or a merged cell that the break cuts is made whole.

    Args:
        above: the table so far, which ends its page.
        below: the table at the top of the next page.
    """
    columns = _common_columns(above.columns, below.columns)
    if columns is None:
        return None
    above, below = _on_columns(above, columns), _on_columns(below, columns)
    below = _without_repeated_header(above, below)
    pairs = _pairs(above, below)
    if _is_row_cut(above, below, pairs):
        return _stacked(above, below, pairs, shared_rows=1)
    return _stacked(above, below, [pair for pair in pairs if _is_one_label(pair, above, below)], shared_rows=0)


def _common_columns(above: Sequence[float], below: Sequence[float]) -> tuple[float, ...] | None:
    """Give the edges of both, if they may be one table: as wide, and with a common inner edge if both have any."""
    if abs(above[-1] - below[-1]) > 2 * _SAME_EDGE:
        return None
    further = [edge for edge in below if min(abs(edge - other) for other in above) > _SAME_EDGE]
    has_common = len(further) < len(below) - 2
    if len(above) > 2 and len(below) > 2 and not has_common:
        return None
    return tuple(sorted([*above, *further]))


def _on_columns(table: PageTable, columns: tuple[float, ...]) -> PageTable:
    """Count the columns of a table by other edges, which are those it has and more."""

    if len(columns) == len(table.columns):
        return table

    def number(edge: float) -> int:
        return min(range(len(columns)), key=lambda column: abs(columns[column] - edge))

    numbers = [number(edge) for edge in table.columns]
    cells = (
        cell._replace(
            column=numbers[cell.column],
            column_span=numbers[cell.column + cell.column_span] - numbers[cell.column],
        )
        for cell in table.cells
    )
    return replace(table, columns=columns, cells=tuple(cells))


_DIGIT = re.compile(r"\d")


def _without_repeated_header(above: PageTable, below: PageTable) -> PageTable:
    """Leave out the first rows if they are those that begin the table, and hold words only."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(_shapes(above), _shapes(below), strict=False))
    repeated = 0
    last_row = 0
    for number, (shape, _) in enumerate(same, start=1):
        if _NUMBER.fullmatch(shape.text):
            break
        last_row = max(last_row, shape.row + shape.row_span)
        begins_row = number == len(below.cells) or below.cells[number].row >= last_row
        if begins_row and any(cell.lines for cell in below.cells[:number]):
            repeated = last_row
    if not repeated:
        return below
    return replace(
        below,
        row_count=below.row_count - repeated,
        cells=tuple(cell._replace(row=cell.row - repeated) for cell in below.cells if cell.row >= repeated),
        open_above=False,
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    row: int
    column: int
    row_span: int
    column_span: int
    text: str


def _shapes(table: PageTable) -> Iterable[_Shape]:
    return (_Shape(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells)


_Pair = tuple[PageCell, PageCell]


def _pairs(above: PageTable, below: PageTable) -> list[_Pair]:
    """Pair the cells that end at the break with those that begin there in the same columns."""
    ending = {(cell.column, cell.column_span): cell for cell in above.cells if cell.end_row == above.row_count}
    beginning = [cell for cell in below.cells if cell.row == 0]
    return [
        (ending[cell.column, cell.column_span], cell) for cell in beginning if (cell.column, cell.column_span) in ending
    ]


_NUMBER = re.compile(r"[\d.,，%]+")
_OPENING, _CLOSING = re.compile("[（(]"), re.compile("[）)]")
_VALUE = re.compile(r"\d[\d,，]*(?:\.\d+)?(?=$|[^\d.．、）)])|[-—–－―/／*]+$")
_BEGINS_ENTRY = re.compile(r"[（(]?[\d一二三四五六七八九十]+[）)、.．]|第.{1,4}[条项章]")


def _is_row_cut(above: PageTable, below: PageTable, pairs: Sequence[_Pair]) -> bool:
    """Tell whether the break cuts a row, rather than standing between two."""
    ending = sum([cell.row + cell.row_span == above.row_count for cell in above.cells])
    beginning = sum([cell.row == 0 for cell in below.cells])
    if not len(pairs) == ending == beginning:
        return False
    if above.open_below and below.open_above:
        return True
    of_row = [pair for pair in pairs if pair[0].row_span == pair[1].row_span == 1]
    labels = [pair for pair in of_row if pair[0].lines and not _is_value(pair[0].text)]
    in_both = [pair for pair in of_row if pair[0].lines and pair[1].lines]
    if not labels or not in_both or not all(_is_cut(*pair) for pair in in_both):
        return False
    labels_go_on = any(pair[1].lines for pair in labels)
    numbers = [pair for pair in of_row if pair not in labels and (pair[0].lines or pair[1].lines)]
    numbers_go_on = any(pair in in_both for pair in numbers)
    # A label may go on beside its numbers, or numbers may, if there is no other label that they could belong to.
    # Never both: that would be the next row.
    return bool(numbers) and labels_go_on != numbers_go_on


def _is_one_label(pair: _Pair, table: PageTable, below: PageTable) -> bool:
    """Tell whether a label that stands beside several rows goes on beyond the break."""
    above, beneath = pair
    is_tall = above.row_span > 1 or beneath.row_span > 1
    if _is_value(above.text) or _is_value(beneath.text) or not above.lines:
        return not (above.lines and beneath.lines) and above.row_span > 1 and beneath.row_span > 1
    if not beneath.lines:
        goes_on_in_header = not any(_is_value(cell.text) for cell in below.cells if cell.row < beneath.end_row)
        return _leads_to_label(beneath, below) and (goes_on_in_header or any(_is_value(c.text) for c in table.cells))
    return (is_tall or _has_open_bracket(above)) and _is_cut(above, beneath)


def _leads_to_label(cell: PageCell, table: PageTable) -> bool:
    """Tell whether the first text beside a blank cell is a label to its right, as beside the label of a group.

    Blank cells beside nothing or beside values are values themselves, also where a header ends the page before.
    """
    first_column = cell.column if cell.row_span > 1 else 0
    beside = (other for other in table.cells if other.row < cell.end_row and other.column >= first_column)
    first = next((other for other in beside if other.lines), None)
    return first is not None and first.column > cell.column and not _is_value(first.text)


def _is_value(text: str) -> bool:
    return _VALUE.match(text) is not None


def _is_cut(above: PageCell, below: PageCell) -> bool:
    """Tell whether a text goes on from one cell to the other, as there was no room left for it in the first."""
    last, first = above.lines[-1], below.lines[0]
    begins_entry = _BEGINS_ENTRY.match(below.text) and not _NUMBER.fullmatch(below.text)
    return (
        (_has_open_bracket(above) or not begins_entry)
        and above.room_beside(last) < first.first_word_width()
        and above.box.bottom - last.bottom < _TIGHT * last.size
    )


def _has_open_bracket(cell: PageCell) -> bool:
    return len(_OPENING.findall(cell.text)) > len(_CLOSING.findall(cell.text))


def _stacked(above: PageTable, below: PageTable, same: Sequence[_Pair], shared_rows: int) -> PageTable:
    first_row = above.row_count - shared_rows
    continued = {(upper.row, upper.column): lower for upper, lower in same}
    gone = {lower.column for _, lower in same}
    cells = [_grown(cell, continued[cell[:2]], first_row) if cell[:2] in continued else cell for cell in above.cells]
    cells += [
        cell._replace(row=cell.row + first_row) for cell in below.cells if cell.row > 0 or cell.column not in gone
    ]
    return replace(
        above,
        columns=above.columns,
        row_count=first_row + below.row_count,
        cells=tuple(sorted(cells, key=_PLACE)),
        box=below.box,
        open_below=below.open_below,
    )


_PLACE = itemgetter(0, 1)
"""The row and the column of a cell."""


def _grown(cell: PageCell, further: PageCell, first_row: int) -> PageCell:
    return cell._replace(
        row_span=first_row + further.row_span - cell.row,
        box=further.box,
        lines=cell.lines + further.lines,
        page=further.page,
        notes=cell.notes + further.notes,
    )
