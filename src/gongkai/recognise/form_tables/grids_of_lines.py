"""Tables of which a cell a line is left, with a line also for each slot that a merged cell covers.

申请人情况, blank … 二、上年结转…, blank, 7, 0, 7, 三、本年度办理结果, （一）予以公开, 1, 0, 1, blank, …

All rows have as many lines, so that the rows with numbers tell how wide the table is, and where each of them begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from gongkai.recognise.form_tables.labels import LONGEST_LABEL
from gongkai.recognise.form_tables.whole_labels import TextLine
from gongkai.recognise.values import LONGEST_WORD, read_cell

__all__ = ["MOST_WORDS", "LineCell", "cells_of_lines"]

WIDTHS = range(4, 17)
"""Cells of a row."""

FEWEST_ROWS = 6
"""Rows below each other that it takes to see how wide they are."""

FEWEST_LABELLED = 2
"""Rows with a label in their first column that it takes to see that it is one."""

MOST_WORDS = 2
"""Words in the place of values that a row may have."""

MOST_HEADER_ROWS = 4
"""Rows above those with values that may be their header."""


@dataclass(frozen=True, slots=True)
class LineCell:
    """The place of a line in the grid of a table, which is named by the block of its first line."""

    table: int
    row: int
    column: int


def cells_of_lines(lines: Sequence[TextLine]) -> Mapping[int, LineCell]:
    """Give the blocks of a document that are cells of such tables, by number, each with its place.

    Args:
        lines: the lines of the document, without those that number pages.

    >>> rows = ["二、上年结转", "", "1", "2", "三、办理结果", "予以公开", "3", "4", "", "部分公开", "5", "6"]
    >>> lines = ["项目", "", "自然人", "总计", *rows, *rows]
    >>> cells = cells_of_lines(list(enumerate([*lines, *rows], start=1)))
    >>> len(cells), cells[3], cells[10]
    (40, LineCell(table=1, row=1, column=3), LineCell(table=1, row=3, column=2))
    """
    places: dict[int, LineCell] = {}
    for run in _runs(lines):
        for start, stop, width in _grids(run):
            table = run.blocks[start]
            for place in range(start, stop):
                row, column = divmod(place - start, width)
                places[run.blocks[place]] = LineCell(table, row + 1, column + 1)
    return places


@dataclass(frozen=True, slots=True)
class _RunOfLines:
    """Lines that may be cells, between tables and prose.

    `kinds` has a letter for each line: whether it prints words, something in the place of a value, or nothing.
    """

    blocks: Sequence[int]
    texts: Sequence[str]
    kinds: str

    def number(self, place: int) -> float | None:
        """Give the number that a line prints."""
        return read_cell(self.texts[place]).number if self.kinds[place] == _VALUE else None

    def counts_on(self, place: int, later: int) -> bool:
        """Say whether the number of a later line is the next one."""
        first, second = self.number(place), self.number(later)
        return first is not None and second == first + 1


_LABEL, _VALUE, _BLANK = "L", "V", " "


def _runs(lines: Sequence[TextLine]) -> Iterator[_RunOfLines]:
    """Give the runs of lines that may be cells of such a table."""
    for is_run, group in groupby(lines, key=lambda line: line[1] is not None and len(line[1]) <= LONGEST_LABEL):
        run = list(group) if is_run else []
        texts = [text or "" for _, text in run]
        kinds = "".join(map(_kind, texts))
        if min(kinds.count(_VALUE), kinds.count(_BLANK)) >= FEWEST_ROWS:
            yield _RunOfLines([block for block, _ in run], texts, kinds)


def _kind(text: str) -> str:
    kind = read_cell(text).kind
    if kind == "blank":
        return _BLANK
    return _LABEL if kind in ("text", "unit", "note") and _NO_NUMBER.fullmatch(text) is None else _VALUE


_NO_NUMBER = re.compile(r"[约近超]?\d[\d.,/]*[%％]?")
"""What stands for a number and is none: 约3, 10%, 3/4."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Neighbouring rows of one width: their places, how many of them have values, and the last column of labels.

    In `numbered` rows the number of the row stands before its label, and is a value as well.
    """

    places: range
    width: int
    numbered: bool
    with_values: int
    labels: int

    @property
    def _says(self) -> tuple[int, int, bool]:
        return self.with_values, -self.labels, self.numbered

    def is_lesser(self, other: _Rows) -> bool:
        """Say whether others tell more than these, which have lines in common with them.

        Rows that begin elsewhere in the true ones are fewer, or have labels in more columns. Those of another width
        follow each other by chance, and so not for long.
        """
        if self.width != other.width:
            return len(self.places) * MUCH_LONGER <= len(other.places)
        return self._says < other._says


MUCH_LONGER = 2
"""How much longer rows are than those of another width that follow each other by chance."""


def _grids(run: _RunOfLines) -> Iterator[tuple[int, int, int]]:
    """Give the grids of a run: where each starts and stops, and how wide it is."""
    found = [
        rows
        for width in WIDTHS
        for start in range(width)
        for numbered in (False, True)
        for rows in _rows_below(run, start, width, numbered=numbered)
    ]
    for rows in _without_lesser(found):
        top = _top(run, rows)
        if top is not None:
            yield top, rows.places.stop, rows.width


def _without_lesser(found: Sequence[_Rows]) -> Iterator[_Rows]:
    """Give the rows that tell more than all others with which they have a line in common."""
    contested: set[_Rows] = set()
    before: list[_Rows] = []
    in_order = sorted(found, key=lambda rows: rows.places.start)
    for rows in in_order:
        before = [other for other in before if other.places.stop > rows.places.start]
        for other in before:
            contested |= {first for first, second in ((rows, other), (other, rows)) if not second.is_lesser(first)}
        before.append(rows)
    return (rows for rows in in_order if rows not in contested)


@dataclass(frozen=True, slots=True)
class _RowExtent:
    """Up to which column some rows have labels, and from which on values; columns are counted from 0."""

    labels: int
    values: int

    @classmethod
    def of(cls, kinds: str) -> _RowExtent:
        """Give it for the kinds of one row."""
        first_value = kinds.find(_VALUE)
        return cls(kinds.rfind(_LABEL), len(kinds) if first_value == -1 else first_value)

    @property
    def parts(self) -> bool:
        """Whether all labels stand before all values."""
        return self.labels < self.values


def _with_row(whole: _RowExtent, texts: Sequence[str], kinds: str) -> _RowExtent | None:
    """Give the extent of some rows and another one; None where its labels do not stand before all values.

    A few words in the place of values do not matter.
    """
    own = _RowExtent.of(kinds)
    both = _RowExtent(max(whole.labels, own.labels), min(whole.values, own.values))
    if own.labels >= 0 and both.parts:
        return both
    before, behind = kinds[: whole.values], kinds[whole.values :]
    words = [text for text, kind in zip(texts[whole.values :], behind, strict=True) if kind == _LABEL]
    if _LABEL not in before or _VALUE in before[: whole.labels + 1] or _VALUE not in behind:
        return None
    if _VALUE in before or len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
        return None
    return _RowExtent(max(whole.labels, before.rfind(_LABEL)), whole.values)


def _rows_below(run: _RunOfLines, start: int, width: int, *, numbered: bool) -> Iterator[_Rows]:
    """Give the neighbouring rows among those that begin so many lines after each other.

    The labels of all of them stand in the columns before all values, and these are two at least: rows of one label
    each may as well be those of a table without merged cells. The first row begins with its label, and so does another:
    a column that is blank throughout stands behind the values of the row before.
    """
    kinds = run.kinds
    first, whole = start, _RowExtent(-1, width)
    for place in range(start, len(kinds) + 1, width):
        row = kinds[place + numbered : place + width]
        if place > first and len(row) == width - numbered and (not numbered or run.counts_on(place - width, place)):
            with_row = _with_row(whole, run.texts[place + numbered : place + width], row)
            if with_row is not None:
                whole = with_row
                continue
        if whole.labels > 0 and whole.values < width - numbered:
            yield from _long_enough(kinds, range(first, place, width), whole, numbered=numbered)
        begins = row[:1] == _LABEL and len(row) == width - numbered and (not numbered or kinds[place] == _VALUE)
        extent = _RowExtent.of(row) if begins else None
        first, whole = (place, extent) if extent and extent.parts else (place + width, _RowExtent(-1, width))


def _long_enough(kinds: str, starts: range, extent: _RowExtent, *, numbered: bool) -> Iterator[_Rows]:
    """Give the rows that begin at some places, up to the last one with a value, if they are enough to tell a grid."""
    width = starts.step
    with_values = [start for start in starts if _VALUE in kinds[start : start + width]]
    labelled = sum(kinds[start + numbered] == _LABEL for start in starts)
    if len(with_values) >= FEWEST_ROWS and labelled >= FEWEST_LABELLED:
        places = range(starts.start, with_values[-1] + width)
        yield _Rows(places, width, numbered, len(with_values), extent.labels)


def _top(run: _RunOfLines, rows: _Rows) -> int | None:
    """Give the place where the header above some rows begins, if it has words above every value.

    A row that numbers the columns may stand right above the values.
    """
    start, width = rows.places.start, rows.width
    extents = (_RowExtent.of(run.kinds[place + rows.numbered : place + width]) for place in rows.places[::width])
    without_words = set(range(rows.numbered + min(extent.values for extent in extents), width))
    for top in range(start - width, max(-1, start - MOST_HEADER_ROWS * width - 1), -width):
        row = range(top, top + width)
        numbers = [run.number(place) for place in row if run.kinds[place] == _VALUE]
        if numbers and (top < start - width or numbers != list(range(1, len(numbers) + 1))):
            return None
        without_words -= {place - top for place in row if run.kinds[place] == _LABEL}
        if not without_words:
            return top if _stands_above(run, range(top, start), width) else None
    return None


def _stands_above(run: _RunOfLines, header: range, width: int) -> bool:
    """Say whether the words of a header stand in its grid: below each are other ones only if it is wide.

    The slots behind a wide cell are blank, or print it again. Else a slot was left out, so that the words below moved.
    """
    for place in header:
        text, below = run.texts[place], range(place + width, header.stop, width)
        if run.kinds[place] == _LABEL and any(run.kinds[at] == _LABEL and run.texts[at] != text for at in below):
            at_end = (place + 1 - header.start) % width == 0
            if at_end or (run.kinds[place + 1] != _BLANK and run.texts[place + 1] != text):
                return False
    return True
