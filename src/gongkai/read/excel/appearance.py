"""From what a workbook stores to what its sheets show: the visible cells, and what lies over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongkai.document import UNCERTAIN, RemarkKind, UnreadKind
from gongkai.read.excel.formulas import Evaluator
from gongkai.read.excel.model import MAX_SLOTS, Drawing, Place, Range, SourceSheet, Workbook, WorkbookError
from gongkai.read.excel.r1c1 import column_letters
from gongkai.read.excel.seen import Viewer

__all__ = ["Aside", "Sheet", "SheetRemark", "visible_sheets"]


class SheetRemark(NamedTuple):
    """How a cell was seen. Row and column count from 0 and are those of the visible grid."""

    row: int
    column: int
    kind: RemarkKind
    detail: str


class Aside(NamedTuple):
    """Something on a sheet that was not read, and the visible row that it begins at."""

    row: int
    kind: UnreadKind
    detail: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The visible rows and columns of a sheet, from its first filled cell to its last. A blank cell has no text.

    `bordered` are the blank cells that are drawn around; `hidden` names rows and columns with numbers, not seen.
    """

    texts: tuple[tuple[str, ...], ...] = ()
    merged: tuple[Range, ...] = ()
    bordered: frozenset[Place] = frozenset()
    remarks: tuple[SheetRemark, ...] = ()
    unread: tuple[Aside, ...] = ()
    hidden: tuple[str, ...] = ()


def visible_sheets(workbook: Workbook) -> Iterator[Sheet]:
    """Give the visible sheets as they are seen.

    Args:
        workbook: the workbook as its file says it.

    Raises:
        WorkbookError: the sheets are `too_large`, or `damaged`.
    """
    evaluator = Evaluator(workbook)
    slots_left = MAX_SLOTS
    for source in workbook.sheets:
        if source.is_visible:
            extent = _extent(source)
            slots_left -= _slots(extent)
            if slots_left < 0:
                detail = f"its sheets have more than {MAX_SLOTS} cells, with the blank ones between them"
                raise WorkbookError("too_large", detail)
            yield _sheet(source, extent, Viewer(source, workbook, evaluator))


def _slots(bounds: Range) -> int:
    return (bounds.bottom - bounds.top) * (bounds.right - bounds.left)


def _extent(sheet: SourceSheet) -> Range:
    """Give the block from the first filled cell to the last, with the blank cells at its edge that are drawn around."""
    if not sheet.cells:
        return Range(0, 0, 0, 0)
    if len(sheet.conditions) * len(sheet.cells) > _MOST_COMPARISONS:
        raise WorkbookError("too_large", f"a sheet has {len(sheet.conditions)} conditional formats")
    filled = _around(list(sheet.cells))
    if _slots(filled) > MAX_SLOTS:
        raise WorkbookError("too_large", f"the filled cells of a sheet span {_slots(filled)} slots")
    near = Range(filled.top, max(filled.left - _EDGE, 0), filled.bottom + _EDGE, filled.right + _EDGE)
    return _around([*_corners(filled), *(place for place in sheet.bordered if near.holds(place))])


_MOST_COMPARISONS = 5_000_000
_EDGE = 3
"""How many printed rows and columns may be blank at the edge of a table."""


def _corners(bounds: Range) -> tuple[Place, Place]:
    """Give the first and the last cell of a block."""
    return (bounds.top, bounds.left), (bounds.bottom - 1, bounds.right - 1)


def _around(places: Sequence[Place]) -> Range:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    return Range(min(rows), min(columns), max(rows) + 1, max(columns) + 1)


@dataclass(frozen=True, slots=True)
class _Window:
    """The rows and columns of a sheet that are seen, with their numbers among those that are seen."""

    extent: Range
    rows: Mapping[int, int]
    columns: Mapping[int, int]

    def place(self, place: Place) -> Place | None:
        row, column = self.rows.get(place[0]), self.columns.get(place[1])
        return None if row is None or column is None else (row, column)

    def bounds(self, bounds: Range) -> Range | None:
        """Give what is seen of a block inside the extent."""
        rows = [self.rows[row] for row in range(bounds.top, bounds.bottom) if row in self.rows]
        columns = [self.columns[column] for column in range(bounds.left, bounds.right) if column in self.columns]
        return Range(rows[0], columns[0], rows[-1] + 1, columns[-1] + 1) if rows and columns else None


def _sheet(source: SourceSheet, extent: Range, viewer: Viewer) -> Sheet:
    window = _Window(
        extent,
        _numbered(row for row in range(extent.top, extent.bottom) if not source.hides_row(row)),
        _numbered(column for column in range(extent.left, extent.right) if not source.hides_column(column)),
    )
    merged = _merged(source, window)
    texts: dict[Place, str] = {}
    remarks: list[SheetRemark] = []
    for place, cell in source.cells.items():
        bounds = merged.get(place)
        where = window.place(place) if bounds is None else (bounds.top, bounds.left)
        if where is not None:
            seen = viewer.see(place, cell, is_wide=bounds is not None and bounds.right - bounds.left > 1)
            texts[where] = seen.text
            remarks += (SheetRemark(*where, kind, detail[:_LONGEST_DETAIL]) for kind, detail in seen.remarks)
    for where, detail in _overlaid(source.drawings, window, texts):
        texts[where] = UNCERTAIN
        remarks.append(SheetRemark(*where, "covered", detail))
    rows, columns = range(len(window.rows)), range(len(window.columns))
    return Sheet(
        texts=tuple(tuple(texts.get((row, column), "") for column in columns) for row in rows),
        merged=tuple(merged.values()),
        bordered=frozenset(filter(None, map(window.place, source.bordered))),
        remarks=tuple(sorted(remarks)),
        unread=tuple(_asides(source, window)),
        hidden=tuple(_hidden(source, window)),
    )


def _numbered(members: Iterator[int]) -> dict[int, int]:
    return {member: number for number, member in enumerate(members)}


def _merged(source: SourceSheet, window: _Window) -> dict[Place, Range]:
    """Give what is seen of the merged cells, by the cell that holds their text."""
    slots_left = _slots(window.extent)
    merged: dict[Place, Range] = {}
    for bounds in source.merged:
        clipped = _clipped(bounds, window.extent)
        # What is merged beyond the last filled cell prints nothing.
        if clipped.top < clipped.bottom and clipped.left < clipped.right:
            slots_left -= _slots(clipped)
            if slots_left < 0:
                raise WorkbookError("damaged", "merged cells overlap")
            seen = window.bounds(clipped)
            if seen is not None:
                merged[bounds.top, bounds.left] = seen
    return merged


def _overlaid(drawings: Sequence[Drawing], window: _Window, texts: Mapping[Place, str]) -> Iterator[tuple[Place, str]]:
    """Give the cells with numbers that something lies over, and the blank ones over which a number stands."""
    filled_rows = {row for (row, _), text in texts.items() if text.strip()}
    for drawing in drawings[:_MOST_DRAWINGS]:
        if not drawing.is_opaque:
            continue
        seen = window.bounds(_clipped(drawing.bounds, window.extent))
        if seen is None:
            continue
        shows_number = bool(_DIGIT.search(drawing.text))
        for row in range(seen.top, seen.bottom):
            for column in range(seen.left, seen.right):
                text = texts.get((row, column), "").strip()
                if _NUMBER.fullmatch(text) or (shows_number and not text and row in filled_rows):
                    yield (row, column), f"{drawing.detail} lies over {text or 'the blank cell'}"


_LONGEST_DETAIL = 200
_MOST_DRAWINGS = 200
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[-+¥]?[\d,.]+\D{0,3}")


def _clipped(bounds: Range, extent: Range) -> Range:
    return Range(
        max(bounds.top, extent.top),
        max(bounds.left, extent.left),
        min(bounds.bottom, extent.bottom),
        min(bounds.right, extent.right),
    )


def _asides(source: SourceSheet, window: _Window) -> Iterator[Aside]:
    for drawing in source.drawings[:_MOST_DRAWINGS]:
        if drawing.is_big:
            above = [number for row, number in window.rows.items() if row < drawing.bounds.top]
            yield Aside(above[-1] + 1 if above else 0, drawing.kind, f"{drawing.detail} in the sheet {source.name}")
    for place, cell in source.cells.items():
        where = window.place(place)
        if where is not None and cell.formula is not None and cell.formula.is_picture:
            yield Aside(where[0], "picture", f"a picture in a cell of the sheet {source.name}")


def _hidden(source: SourceSheet, window: _Window) -> Iterator[str]:
    """Name the rows and columns with numbers that are not seen."""
    numbers = [place for place, cell in source.cells.items() if isinstance(cell.value, float)]
    rows = sorted({row for row, _ in numbers if row not in window.rows})
    columns = sorted({column for _, column in numbers if column not in window.columns})
    if rows:
        yield f"rows of the sheet {source.name} with numbers are hidden: {_listed([str(row + 1) for row in rows])}"
    if columns:
        letters = [column_letters(column) for column in columns]
        yield f"columns of the sheet {source.name} with numbers are hidden: {_listed(letters)}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMES]) + (
        f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    )


_MOST_NAMES = 10
