"""Tables whose merged cells were written into every slot that they covered, as programs that know no spans do.

第二十条第（五）项 | 第二十条第（五）项 | 第二十条第（五）项
信息内容           | 本年处理决定数量   | 本年处理决定数量
行政许可           | 25                 | 25
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from gongkai.document import Cell, Table
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.values import read_cell
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["merge_repeated"]

Slot = tuple[int, int]


def merge_repeated(table: Table) -> Table:
    """Merge the cells again that stand in every slot of what was one cell.

    Words are one cell where they stand side by side, or in rows below each other. A value is one cell where it stands
    in every column that one header covers, and nowhere beyond. Tables that have spans, no words side by side, or rows
    that are shorter or longer than their header, as where blank cells were lost, come back as they are, and so do those
    in which a heading over all columns is printed once. Where a heading fills every slot of its row, last cells may
    reach to the side of a wider table below.

    >>> rows = ["信息内容", "本年处理决定数量", "本年处理决定数量"], ["行政许可", "25", "25"]
    >>> cells = [Cell(text, row, column) for row, texts in enumerate(rows, 1) for column, text in enumerate(texts, 1)]
    >>> [(cell.text, cell.column_span) for cell in merge_repeated(Table(tuple(cells))).cells]
    [('信息内容', 1), ('本年处理决定数量', 2), ('行政许可', 1), ('25', 2)]
    """
    rows = [list(row) for row in table.rows()]
    if any(cell.row_span > 1 for cell in table.cells):
        return table
    inner = [row[:-1] for row in rows] if any(map(_is_heading_in_every_slot, rows)) else rows
    if any(cell.column_span > 1 for row in inner for cell in row):
        return table
    if not any(left.text == right.text and _is_label(left.text) for row in rows for left, right in pairwise(row)):
        return table
    if not _are_as_long_as_their_headers(rows) or _print_headings_once(rows):
        return table
    widths = dict(_widths(rows))
    of_values = {place for row in rows for place, cell in enumerate(row) if read_cell(cell.text).kind == "number"}
    merged: list[Cell] = []
    covered: set[Slot] = set()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            width = widths.get((number, place))
            if width is None or (number, place) in covered:
                continue
            # A word that stands in the place of a number may well stand in the one below too.
            is_value = place in of_values and not _is_header(row)
            height = 1 if is_value else _height(rows, (number, place), widths)
            covered.update((below, place) for below in range(number + 1, number + height))
            last = row[place + width - 1]
            merged.append(replace(cell, row_span=height, column_span=last.column + last.column_span - cell.column))
    return replace(table, cells=tuple(merged))


def _is_label(text: str) -> bool:
    return bool(text) and read_cell(text).kind == "text"


def _is_heading_in_every_slot(row: Sequence[Cell]) -> bool:
    return len(row) > 1 and _is_label(row[0].text) and len({cell.text for cell in row}) == 1


def _print_headings_once(rows: Sequence[Sequence[Cell]]) -> bool:
    alone = any(len(row) == 1 and _is_label(row[0].text) for row in rows)
    return alone and not any(map(_is_heading_in_every_slot, rows))


def _are_as_long_as_their_headers(rows: Sequence[Sequence[Cell]]) -> bool:
    length = len(rows[0])
    for row in rows:
        if len(row) != length and not _is_header(row):
            return False
        length = len(row)
    return True


def _is_header(row: Sequence[Cell]) -> bool:
    return all(not cell.text or read_cell(cell.text).kind in ("text", "note") for cell in row)


def _has_words(row: Sequence[Cell]) -> bool:
    return any(_is_label(cell.text) for cell in row[1:])


def _is_filled(row: Sequence[Cell]) -> bool:
    """Say whether each slot has words, but for a corner above the labels, as in a header that goes on below values.

    A row with other blanks is one of values, of which none is a number.
    """
    filled = [bool(cell.text) for cell in row[1:]]
    return any(filled) and all(filled[filled.index(True) :])


def _runs_of_words(row: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Give the places of neighbouring cells with the same words: where each run starts and stops."""
    start = 0
    for text, cells in groupby(row, key=lambda cell: cell.text):
        length = len(list(cells))
        if _is_label(text):
            yield start, start + length
        start += length


def _widths(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Slot, int]]:
    """Give the cells that stay, by row and place, with the number of slots that each covers."""
    header: Sequence[tuple[int, int]] = ()
    heads: Sequence[str] = ()
    below_values = False
    for number, row in enumerate(rows):
        every = list(_runs_of_words(row))
        if _begins_block(row):
            heads, below_values = (), False
        # Words that stand alike below words that differ stand in the place of numbers.
        runs = [(start, stop) for start, stop in every if len(set(heads[start:stop])) < 2]
        if runs == every and _is_header(row) and (_is_filled(row) if below_values else _has_words(row)):
            runs = [part for run in runs for part in _parts(run, rows[number + 1 :])]
            # A heading over the whole table heads no single columns.
            header = () if runs == [(0, len(row))] else runs
            heads = [cell.text for cell in row]
        else:
            below_values = True
            runs += [
                (start, stop)
                for start, stop in header
                if stop <= len(row)
                and len({cell.text for cell in row[start:stop]}) == 1
                and not _is_label(row[start].text)
            ]
        inside = {place for start, stop in runs for place in range(start + 1, stop)}
        lengths = {start: stop - start for start, stop in runs}
        yield from (((number, place), lengths.get(place, 1)) for place in range(len(row)) if place not in inside)


def _begins_block(row: Sequence[Cell]) -> bool:
    """Say whether what stands above a row heads nothing below it: a heading over all columns, or of the labels."""
    texts = {cell.text for cell in row[1:]}
    return texts <= {"", row[0].text} or read_label(row[0].text).text in vocabulary().header_labels


def _parts(run: tuple[int, int], below: Sequence[Sequence[Cell]]) -> list[tuple[int, int]]:
    """Part words of a header that are alike because they were cut off: every row below has a value for each of them."""
    start, stop = run
    rows = list(takewhile(lambda row: not _is_header(row), below))
    values = [{cell.text for cell in row[start:stop]} for row in rows]
    cut = stop - start > 1 and bool(rows) and all(len(each) == stop - start for each in values)
    return [(place, place + 1) for place in range(start, stop)] if cut else [run]


def _height(rows: Sequence[Sequence[Cell]], slot: Slot, widths: Mapping[Slot, int]) -> int:
    """Give the number of rows below each other in which the same words cover the same slots."""
    number, place = slot
    text, width = rows[number][place].text, widths[slot]
    if not _is_label(text):
        return 1
    below = takewhile(
        lambda row: widths.get((row, place)) == width and rows[row][place].text == text, range(number, len(rows))
    )
    return len(list(below))
