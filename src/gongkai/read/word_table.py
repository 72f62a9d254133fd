"""A table of a Word document: data to keep as a grid, or layout whose cells belong to the flow of the text."""

from __future__ import annotations

from gongkai.document import Cell, Table
from gongkai.read.grid import Slot

__all__ = ["OpenTable"]


class OpenTable:
    """A table whose end has not come yet.

    What its cells hold goes into `blocks`, the flow of lines and tables, and stays there if the table proves to be
    layout: if it has one column, or holds another table. If it proves to be data, the grid takes the place of it.
    """

    def __init__(self, blocks: list[str | Table]) -> None:
        """Begin at the present end of the flow."""
        self._blocks = blocks
        self._first = len(blocks)
        self._part = self._first
        self._cells: list[tuple[Slot, list[str]]] = []
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
        self._part = len(self._blocks)
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
        lines = self._blocks[self._part :]
        if self._slot is None:
            del self._blocks[self._part :]
        else:
            self._cells.append((self._slot, [line for line in lines if isinstance(line, str)]))

    def hold_table(self) -> None:
        """Take note of a table inside a cell."""
        self._holds_table = True

    def close(self) -> bool:
        """End the table, and tell whether it left anything in the flow."""
        columns = max((slot.column for slot, _ in self._cells), default=1)
        if 1 < columns <= _WIDEST_DATA and not self._holds_table:
            cells = (
                Cell("\n".join(lines), slot.row, slot.column, slot.row_span, slot.column_span)
                for slot, lines in self._cells
            )
            self._blocks[self._first :] = [Table(tuple(cells))]
        return len(self._blocks) > self._first


_WIDEST_DATA = 1000
