"""A table of a Word document: data to keep as a grid, or layout whose cells belong to the flow of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from gongkai.document import UNCERTAIN, Cell, RemarkKind, Table, Unread
from gongkai.read.grid import Slot

__all__ = ["Item", "Line", "Mark", "OpenTable", "ReadTable", "is_figure"]


class Mark(NamedTuple):
    """How something was seen in a line or a cell, and what it makes doubtful there."""

    kind: RemarkKind
    detail: str
    doubts: Literal["nothing", "blank", "number"] = "nothing"
    """Whether a cell that has no text, or one that has only a number, does not say what a person sees in it."""


class Line(NamedTuple):
    """A printed line. One without text only carries its marks."""

    text: str
    marks: tuple[Mark, ...] = ()
    in_box: bool = False
    """Whether it stands in a text box."""
    floats: bool = False
    """Whether that box may lie over a table."""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table, and the marks of its cells by row and column."""

    table: Table
    marks: Mapping[tuple[int, int], tuple[Mark, ...]]


Item = Line | ReadTable | Unread
"""What the flow of a document is made of."""


def is_figure(text: str) -> bool:
    """Tell a number, with its signs, from words.

    >>> is_figure("1,234"), is_figure("7件"), is_figure(" ")
    (True, False, False)
    """
    return bool(text) and not any(map(str.isalpha, text)) and any(map(str.isnumeric, text))


class OpenTable:
    """A table whose end has not come yet.

    What its cells hold goes into `items`, the flow of lines and tables, and stays there if the table proves to be
    layout: if it has one column, or holds another table. If it proves to be data, the grid takes the place of it.
    """

    def __init__(self, items: list[Item]) -> None:
        """Begin at the present end of the flow."""
        self._items = items
        self._first = len(items)
        self._part = self._first
        self._cells: list[tuple[Slot, list[Line]]] = []
        self._row = 0
        self._column = 1
        self._slot: Slot | None = None
        self._merging: dict[int, Slot] = {}
        self._holds_table = False

    def open_row(self, skipped_columns: int) -> None:
        """Begin the next row, behind some columns that it has no cells in."""
        self._row += 1
        self._column = 1 + skipped_columns

    def open_cell(self, column_span: int, vertical_merge: str | None) -> None:
        """Begin a cell at the present end of the flow.

        Args:
            column_span: how many columns it covers.
            vertical_merge: "restart" if cells below may continue it, "continue" if it continues the one above.
        """
        self._part = len(self._items)
        above = self._merging.get(self._column) if vertical_merge == "continue" else None
        continues = above and above.row + above.row_span == self._row and above.column_span == column_span
        if above and continues:
            above.row_span += 1
            self._slot = None
        else:
            self._slot = Slot(self._row, self._column, 1, column_span)
            self._merging[self._column] = self._slot
        self._column += column_span

    def close_cell(self) -> None:
        """End the cell. What stands in the continuation of a merged cell is not shown."""
        lines = self._items[self._part :]
        if self._slot is None:
            del self._items[self._part :]
        else:
            self._cells.append((self._slot, [line for line in lines if isinstance(line, Line)]))

    def hold_table(self) -> None:
        """Take note of a table inside a cell."""
        self._holds_table = True

    def close(self) -> bool:
        """End the table, and tell whether it left anything in the flow."""
        columns = max((slot.column for slot, _ in self._cells), default=1)
        if 1 < columns <= _WIDEST_DATA and not self._holds_table:
            unread = [item for item in self._items[self._first :] if isinstance(item, Unread)]
            self._items[self._first :] = [self._data(), *unread]
        return any(not isinstance(item, Line) or item.text for item in self._items[self._first :])

    def _data(self) -> ReadTable:
        cells: list[Cell] = []
        marks: dict[tuple[int, int], tuple[Mark, ...]] = {}
        for slot, lines in self._cells:
            marked = [mark for line in lines for mark in line.marks]
            if _lies_over_text(lines):
                marked.append(Mark("overlapping", "a text box over the text of the cell", "number"))
            text = _doubted("\n".join(line.text for line in lines if line.text), marked)
            cells.append(Cell(text, slot.row, slot.column, slot.row_span, slot.column_span))
            if marked:
                marks[slot.row, slot.column] = tuple(dict.fromkeys(marked))
        return ReadTable(Table(tuple(cells)), marks)


_WIDEST_DATA = 1000


def _lies_over_text(lines: Sequence[Line]) -> bool:
    places = {line.in_box for line in lines if line.text}
    return len(places) == 2 and any(is_figure(line.text) for line in lines)


def _doubted(text: str, marks: Sequence[Mark]) -> str:
    """Give the text of a cell, with `UNCERTAIN` where its marks say that a person sees more or other than that."""
    if not text:
        return UNCERTAIN if any(mark.doubts != "nothing" for mark in marks) else ""
    if is_figure(text) and any(mark.doubts == "number" for mark in marks):
        return text + UNCERTAIN
    return text
