"""A workbook as its file says it: cells with what they store, and all that decides whether a person sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from gongkai.document import UnreadKind
from gongkai.read.excel.number_format import GENERAL

__all__ = [
    "BLACK",
    "MAX_CELLS",
    "MAX_SHEETS",
    "MAX_SLOTS",
    "PLAIN",
    "UNKNOWN_FILL",
    "WHITE",
    "CellStyle",
    "Condition",
    "Drawing",
    "Font",
    "Formula",
    "Place",
    "Range",
    "SourceCell",
    "SourceSheet",
    "TextRun",
    "Workbook",
    "WorkbookError",
]

MAX_SLOTS = 1_000_000
"""The most slots, blank ones included, between the first and the last filled cell of each sheet, in all."""

MAX_CELLS = 200_000
"""The most filled cells of a workbook: the reports of a province have some thousands."""

MAX_SHEETS = 500
"""The most sheets of a workbook."""

WHITE = "FFFFFF"
BLACK = "000000"
UNKNOWN_FILL = ""
"""Stands in a conditional format for a ground that is not known."""

Place = tuple[int, int]
"""A row and a column, counted from 0."""


class WorkbookError(Exception):
    """A workbook is not to be read: why in one word, and what was seen."""

    def __init__(self, reason: Literal["encrypted", "damaged", "too_large"], detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Range(NamedTuple):
    """A block of cells: its first row and column, counted from 0, and the first row and column behind it."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, place: Place) -> bool:
        """Tell whether a cell is in it."""
        row, column = place
        return self.top <= row < self.bottom and self.left <= column < self.right


@dataclass(frozen=True, slots=True)
class Font:
    """How letters are drawn. `colour` is six hexadecimal digits."""

    is_struck: bool = False
    is_raised: bool = False
    colour: str = BLACK
    size: float = 11.0


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell is drawn. `fill` is the colour behind its text, or None where that is a pattern."""

    format: str = GENERAL
    font: Font = Font()
    fill: str | None = WHITE
    has_border: bool = False
    shrinks: bool = False


PLAIN = CellStyle()


@dataclass(frozen=True, slots=True)
class TextRun:
    """A part of a text. Without a font of its own it has that of its cell."""

    text: str
    font: Font | None = None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it stands in the cell `origin`: in another cell its references are moved along."""

    text: str
    origin: Place

    @property
    def is_picture(self) -> bool:
        """Whether it shows a picture in the cell."""
        return _PICTURE.search(self.text) is not None


_PICTURE = re.compile(r"(?<![\w.])(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceCell:
    """What a cell stores: a number, a truth, an error or a text in runs; of a formula, what it gave last.

    `is_stale` says that the file asks for the formula to be computed when it is opened. `shown` is the text that the
    file itself says its number is shown as, where it does, or `UNCERTAIN` if that is another number.
    """

    value: float | bool | tuple[TextRun, ...] | None
    style: CellStyle = PLAIN
    formula: Formula | None = None
    is_error: bool = False
    is_stale: bool = False
    shown: str | None = None

    @property
    def text(self) -> str:
        """The text as it is stored, whether or not all of it is seen."""
        return "".join(run.text for run in self.value) if isinstance(self.value, tuple) else ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A conditional format that changes what is read. Without an operator it is not followed.

    `shows_value` is False for a bar or an icon in the place of the number.
    """

    ranges: tuple[Range, ...]
    operator: str | None = None
    bounds: tuple[float, ...] = ()
    format: str | None = None
    colour: str | None = None
    fill: str | None = None
    is_struck: bool = False
    shows_value: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """Something that lies over the cells: what it is, where, and, if it is read, its text."""

    kind: UnreadKind
    detail: str
    bounds: Range
    is_big: bool
    is_opaque: bool = False
    text: str = ""


@dataclass(slots=True)
class SourceSheet:
    """One sheet. `widths` has the columns that are given one, in digits of the usual font; `bordered` blank cells."""

    name: str
    is_visible: bool = True
    cells: dict[Place, SourceCell] = field(default_factory=dict)
    bordered: set[Place] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    shown_rows: set[int] = field(default_factory=set)
    hides_other_rows: bool = False
    hidden_columns: set[int] = field(default_factory=set)
    hides_other_columns: bool = False
    widths: dict[int, float] = field(default_factory=dict)
    shows_zeros: bool = True
    shows_formulas: bool = False
    has_backdrop: bool = False
    conditions: list[Condition] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)

    def hides_row(self, row: int) -> bool:
        """Tell whether a row is not seen."""
        return row in self.hidden_rows or (self.hides_other_rows and row not in self.shown_rows)

    def hides_column(self, column: int) -> bool:
        """Tell whether a column is not seen."""
        return column in self.hidden_columns or (self.hides_other_columns and column not in self.widths)


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a workbook.

    `is_computed` says that a program that computes formulas wrote it, and `is_manual` that it computes them only when
    it is told to.
    """

    sheets: tuple[SourceSheet, ...]
    epoch_1904: bool = False
    is_computed: bool = False
    is_manual: bool = False
