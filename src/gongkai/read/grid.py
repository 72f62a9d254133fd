"""Where the cells of a table stand when some of them span rows and columns."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Grid", "Slot"]


@dataclass(slots=True)
class Slot:
    """The place of one cell: its first row and column, counted from 1, and its spans."""

    row: int
    column: int
    row_span: int
    column_span: int


class Grid:
    """The slots of a table, given out as its rows and cells arrive in reading order.

    This is the HTML standard's algorithm for forming a table, and a row group ends the spans in it, as in browsers.

    >>> grid = Grid()
    >>> for row in [[(2, 1), (1, 2)], [(1, 1), (9, 1)]]:
    ...     grid.open_row()
    ...     for row_span, column_span in row:
    ...         _ = grid.place(row_span, column_span)
    >>> grid.close_group()
    >>> [(slot.row, slot.column, slot.row_span, slot.column_span) for slot in grid.slots]
    [(1, 1, 2, 1), (1, 2, 1, 2), (2, 2, 1, 1), (2, 3, 1, 1)]
    """

    def __init__(self) -> None:
        """Begin without rows."""
        self.slots: list[Slot] = []
        self._row = 0
        self._column = 1
        self._first_of_group = 0
        self._taken_through: dict[int, int] = {}

    def open_row(self) -> None:
        """Begin the next row."""
        self._row += 1
        self._column = 1

    def place(self, row_span: int, column_span: int) -> Slot:
        """Give the next cell of the row the first free slot. A row span of 0 reaches to the end of the row group."""
        while self._taken_through.get(self._column, 0) >= self._row:
            self._column += 1
        slot = Slot(self._row, self._column, row_span, column_span)
        self.slots.append(slot)
        self._column += column_span
        if row_span != 1:
            last_row = self._row + (row_span or _ROWS_WITHOUT_END) - 1
            for column in range(slot.column, self._column):
                self._taken_through[column] = max(last_row, self._taken_through.get(column, 0))
        return slot

    def close_group(self) -> None:
        """End the row group, and with it every row span that would reach beyond it."""
        for slot in self.slots[self._first_of_group :]:
            if slot.row_span != 1:
                rows_left = self._row - slot.row + 1
                slot.row_span = min(slot.row_span or rows_left, rows_left)
        self._first_of_group = len(self.slots)
        self._taken_through.clear()


_ROWS_WITHOUT_END = 1 << 32
