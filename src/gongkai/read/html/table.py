"""A table of a web page: data to keep as a grid, or layout whose cells belong to the flow of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongkai.document import UNCERTAIN, Cell, Table, Unread
from gongkai.read.digits import holds_number
from gongkai.read.grid import Grid, Slot
from gongkai.read.html.limits import OversizeError
from gongkai.read.html.line import WebLine, WebNote, holds_private, with_doubts
from gongkai.read.html.style import Attributes

__all__ = ["Flow", "OpenWebTable", "Panel", "Picture", "PlacedNote", "WebTable"]


class PlacedNote(NamedTuple):
    """A note on one cell."""

    row: int
    column: int
    note: WebNote


@dataclass(frozen=True, slots=True)
class WebTable:
    """A table, and what there is to remark of its cells."""

    table: Table
    notes: tuple[PlacedNote, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What stands in the flow of the page and was not read."""

    unread: Unread
    is_big: bool
    """Whether it is known to be big enough for a table."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What a person sees only after a click, as behind a tab."""

    flow: tuple[Flow, ...]


Flow = WebLine | WebTable | Picture | Panel


@dataclass(slots=True)
class _Contents:
    """What was found in one cell."""

    notes: tuple[WebNote, ...]
    lines: Sequence[WebLine] = ()
    is_doubtful: bool = False
    """Whether what the source has there may not be what is seen, as where a script writes it."""


class OpenWebTable:
    """A table whose end has not come yet.

    What its cells hold goes into `flow`, the flow of the page, and stays there if the table proves to be layout.
    If it proves to be data, the grid takes the place of it.
    """

    def __init__(self, flow: list[Flow]) -> None:
        """Begin at the present end of the flow."""
        self._flow = flow
        self._first = len(flow)
        self._part = self._first
        self._grid = Grid()
        self._cells: list[_Contents] = []
        self._notes_of_next: tuple[WebNote, ...] = ()
        self._captions: list[Flow] = []
        self._covered = 0
        self._columns = 0
        self._concealed: dict[int, str] = {}
        self._is_layout = False
        self.is_in_cell = False

    def open_row(self) -> None:
        """Begin the next row."""
        self._grid.open_row()
        self._notes_of_next = ()

    def close_row_group(self) -> None:
        """End the rows of a `thead`, `tbody` or `tfoot`."""
        self._grid.close_group()

    def open_caption(self) -> None:
        """Begin a caption at the present end of the flow."""
        self._part = len(self._flow)

    def close_caption(self) -> None:
        """End the caption, to keep it in the flow whatever the table proves to be."""
        self._captions += self._flow[self._part :]

    def add_columns(self, span: str | None, concealed: str) -> None:
        """Take note of the next columns, and of why they are, or may be, hidden; the empty string if they are not."""
        first = self._columns + 1
        self._columns += min(_span(span or "1") or 1, _MOST_COLUMNS_SPANNED)
        if concealed:
            columns = range(first, min(self._columns, _WIDEST_DATA) + 1)
            self._concealed.update(dict.fromkeys(columns, concealed))

    def open_cell(self, attributes: Attributes) -> None:
        """Begin a cell at the present end of the flow.

        Raises:
            OversizeError: the cells of the table cover more than those of any report.
        """
        self._part = len(self._flow)
        self.is_in_cell = True
        if self._is_layout and not self._concealed:
            return
        rows, columns = attributes.get("rowspan"), attributes.get("colspan")
        row_span = min(_span(rows), _MOST_ROWS_SPANNED) if rows else 1
        column_span = min(_span(columns) or 1, _MOST_COLUMNS_SPANNED) if columns else 1
        self._covered += column_span
        if self._covered > _MOST_COVERED:
            raise OversizeError(f"a table whose cells cover more than {_MOST_COVERED} places")
        slot = self._grid.place(row_span, column_span)
        self._is_layout = self._is_layout or slot.column > _WIDEST_DATA
        self._cells.append(_Contents(self._notes_of_next))
        self._notes_of_next = ()

    def note(self, note: WebNote) -> None:
        """Remark something of the open cell, or of the next one if none is open."""
        if not self.is_in_cell:
            self._notes_of_next += (note,)
        elif not self._is_layout:
            self._cells[-1].notes += (note,)

    def mark_written(self) -> None:
        """Take note that a script writes the open cell."""
        if self.is_in_cell and not self._is_layout:
            self._cells[-1].is_doubtful = True

    def close_cell(self) -> None:
        """End the cell."""
        self.is_in_cell = False
        if self._concealed:
            self._conceal(self._grid.slots[-1], self._cells[-1])
        if not self._is_layout:
            contents = self._cells[-1]
            contents.lines = [each for each in self._flow[self._part :] if isinstance(each, WebLine)]
            for line in contents.lines:
                contents.notes += line.notes

    def _conceal(self, slot: Slot, contents: _Contents) -> None:
        """Leave out what the cell holds that was closed, if all its columns are hidden."""
        reasons = [self._concealed.get(slot.column + offset, "") for offset in range(slot.column_span)]
        if not all(reasons):
            return
        text = " ".join(_texts(self._flow[self._part :]))
        is_sure = all(why == _HIDES_CELLS for why in reasons)
        if is_sure:
            del self._flow[self._part :]
        if holds_number(text):
            # Browsers do not agree on whether other ways hide more than the column's own ground and border.
            contents.is_doubtful = not is_sure
            fate = "is left out" if is_sure else "may not be seen"
            contents.notes += (WebNote("hidden", f"{text[:_LONGEST_SHOWN]} {fate}: {reasons[0]} of its column"),)

    def hold_table(self) -> None:
        """Take note of a table inside a cell."""
        self._is_layout = True

    def close(self) -> bool:
        """End the table, and tell whether it left anything in the flow.

        Raises:
            OversizeError: the cells of the table cover more than those of any report.
        """
        if not (self._is_layout or self._is_single_column() or _is_article(self._cells)):
            area = sum(slot.row_span * slot.column_span for slot in self._grid.slots)
            if area > _MOST_COVERED:
                raise OversizeError(f"a table whose cells cover {area} places")
            pictures = [each for each in self._flow[self._first :] if isinstance(each, Picture) and each.is_big]
            self._flow[self._first :] = [*self._captions, *self._read(), *pictures]
        return len(self._flow) > self._first

    def _read(self) -> Iterator[WebTable]:
        cells: list[Cell] = []
        notes: list[PlacedNote] = []
        for contents, slot in zip(self._cells, self._grid.slots, strict=True):
            text = _text_of(contents)
            cells.append(Cell(text, slot.row, slot.column, slot.row_span, slot.column_span))
            if contents.notes or UNCERTAIN in text:
                notes += (PlacedNote(slot.row, slot.column, note) for note in _notes_of(contents, text))
        # Nothing is left of a table that is hidden as a whole, though it takes its place on the page.
        if not (notes and all(note.note.kind == "hidden" for note in notes) and not any(cell.text for cell in cells)):
            yield WebTable(Table(tuple(cells)), tuple(notes))

    def _is_single_column(self) -> bool:
        return all(slot.column == 1 for slot in self._grid.slots)


def _texts(flow: Iterable[Flow]) -> Iterator[str]:
    for each in flow:
        match each:
            case WebLine():
                yield each.text
            case WebTable():
                yield from (cell.text for cell in each.table.cells)
            case Panel():
                yield from _texts(each.flow)


def _notes_of(contents: _Contents, text: str) -> Iterator[WebNote]:
    found = [*contents.notes]
    if UNCERTAIN in text and any(holds_private(line.text) for line in contents.lines):
        found.append(WebNote("font", "characters that only a font of the page explains"))
    yield from dict.fromkeys(found)


def _text_of(contents: _Contents) -> str:
    if contents.is_doubtful:
        return UNCERTAIN
    if not contents.lines:
        return ""
    text = with_doubts("\n".join([line.text for line in contents.lines if line.text]))
    return text or (UNCERTAIN if any(line.lost for line in contents.lines) else "")


_HIDES_CELLS = "visibility:collapse"
"""The only thing that hides a column in all browsers; the others that hide an element may leave its cells."""
_LONGEST_SHOWN = 40
_SPAN = re.compile(r"[ \t\n\f\r]*\+?0*([0-9]{1,6})")
_MOST_ROWS_SPANNED = 65534
_MOST_COLUMNS_SPANNED = 1000
_WIDEST_DATA = 1000
_MOST_COVERED = 1_000_000


def _span(value: str) -> int:
    """Read a span as browsers do. Six digits are more than any limit."""
    found = _SPAN.match(value)
    return int(found[1]) if found else 1


_ARTICLE_LINES = 3
_PROSE_CHARACTERS = 80


def _is_article(cells: list[_Contents]) -> bool:
    """Tell whether one cell holds an article, which outweighs the rest as no note below a table does."""
    if all(len(contents.lines) < _ARTICLE_LINES for contents in cells):
        return False
    lengths = [[len(line.text) for line in contents.lines if line.text] for contents in cells]
    characters = [sum(lines) for lines in lengths]
    return any(
        len(lines) >= _ARTICLE_LINES and max(lines) > _PROSE_CHARACTERS and 2 * inside > sum(characters)
        for lines, inside in zip(lengths, characters, strict=True)
    )
