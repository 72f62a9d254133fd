"""One worksheet of an .xlsx workbook, told as the tags of its XML go by.

A cell says where it stands, or else stands behind the cell before it. Cells that store nothing are passed over, but
for those that are drawn around.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from xml.parsers import expat

from gongkai.read.excel.model import (
    MAX_CELLS,
    MAX_SLOTS,
    Condition,
    Formula,
    Place,
    Range,
    SourceCell,
    SourceSheet,
    TextRun,
    WorkbookError,
)
from gongkai.read.excel.strings import RunReader, parse, unescaped
from gongkai.read.excel.styles import CellStyles, Differential

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "read_range", "read_worksheet"]

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384


def read_worksheet(part: bytes, sheet: SourceSheet, strings: Sequence[tuple[TextRun, ...]], styles: CellStyles) -> None:
    """Put what a worksheet says into its `SourceSheet`.

    Args:
        part: the XML of the worksheet.
        sheet: where to put it.
        strings: the shared strings of the workbook.
        styles: the styles of the workbook.

    Raises:
        WorkbookError: the worksheet is `damaged` or `too_large`.
    """
    reader = _WorksheetReader(sheet, strings, styles)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parse(part, parser)
    reader.finish()


def read_range(reference: str) -> Range:
    """Read a reference such as A1 or A1:C7.

    Raises:
        ValueError: it is none.
    """
    first, _, last = reference.partition(":")
    top, left = _place(first)
    bottom, right = _place(last) if last else (top, left)
    return Range(min(top, bottom), min(left, right), max(top, bottom) + 1, max(left, right) + 1)


def _place(reference: str) -> Place:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise ValueError(f"{reference!r} is no cell")
    letters, digits = found.groups()
    column = reduce(lambda before, letter: 26 * before + ord(letter) - ord("A") + 1, letters.upper(), 0)
    return int(digits) - 1, column - 1


_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][-+]?[0-9]{1,4})?\s*")
_ON = frozenset({"1", "true", "on"})


@dataclass(slots=True)
class _OpenCell:
    """A cell whose end has not come yet."""

    place: Place
    style: int
    kind: str
    value: list[str] | None = None
    runs: tuple[TextRun, ...] | None = None
    formula: list[str] | None = None
    formula_attributes: Mapping[str, str] = field(default_factory=dict)


class _WorksheetReader:
    def __init__(self, sheet: SourceSheet, strings: Sequence[tuple[TextRun, ...]], styles: CellStyles) -> None:
        self._sheet = sheet
        self._strings = strings
        self._styles = styles
        self._runs = RunReader(styles)
        self._row = -1
        self._column = -1
        self._cell: _OpenCell | None = None
        self._pieces: list[str] | None = None
        self._in_runs = False
        self._shared: dict[str, Formula] = {}
        self._arrays: list[Range] = []
        self._columns_told = 0
        self._ranges: tuple[Range, ...] = ()
        self._rule: dict[str, str] | None = None
        self._rule_bounds: list[str] = []
        self._rule_shows_value = True

    # What most tags are stands first, because a sheet may have a million of them.

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "c":
            self._start_cell(attributes)
        elif self._in_runs:
            self._runs.start(kind, attributes)
        elif self._cell is not None:
            if kind == "v":
                self._pieces = self._cell.value = []
            elif kind == "f":
                self._pieces = self._cell.formula = []
                self._cell.formula_attributes = attributes
            elif kind == "is":
                self._in_runs = True
        elif kind == "row":
            self._start_row(attributes)
        elif handler := _STARTS.get(kind):
            handler(self, attributes)

    def text(self, piece: str) -> None:
        if self._in_runs:
            self._runs.text(piece)
        elif self._pieces is not None:
            self._pieces.append(piece)

    def end(self, tag: str) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "c":
            if self._cell is not None:
                self._end_cell(self._cell)
            self._cell, self._in_runs = None, False
        elif self._in_runs:
            self._runs.end(kind)
            if kind == "is" and self._cell is not None:
                self._cell.runs = self._runs.take()
                self._in_runs = False
        elif kind in ("v", "f"):
            self._pieces = None
        elif kind == "formula" and self._pieces is not None:
            self._rule_bounds.append("".join(self._pieces))
            self._pieces = None
        elif kind == "cfRule" and self._rule is not None:
            self._end_rule(self._rule)
            self._rule = None

    def finish(self) -> None:
        """See to the formulas that fill a block, whose values stand in cells of their own."""
        if self._arrays:
            for place, cell in self._sheet.cells.items():
                if cell.formula is None and any(bounds.holds(place) for bounds in self._arrays[:_MOST_ARRAYS]):
                    self._sheet.cells[place] = SourceCell(cell.value, cell.style, Formula("", place), cell.is_error)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        said = attributes.get("r")
        self._row = int(said) - 1 if said else self._row + 1
        self._column = -1
        if not 0 <= self._row < MAX_ROWS:
            raise ValueError(f"{said} is no row")
        if attributes.get("hidden") in _ON or _is_flat(attributes.get("ht"), _FLAT_HEIGHT):
            self._sheet.hidden_rows.add(self._row)
        else:
            self._sheet.shown_rows.add(self._row)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            place = _place(reference)
            self._column = place[1]
        else:
            self._column += 1
            place = max(self._row, 0), self._column
        self._cell = _OpenCell(place, int(attributes.get("s") or 0), attributes.get("t", "n"))

    def _end_cell(self, cell: _OpenCell) -> None:
        style = self._styles.cell(cell.style)
        formula, is_stale = self._formula(cell)
        written = None if cell.value is None else "".join(cell.value)
        value = self._value(cell, written)
        if value is None and formula is None:
            if style.has_border and len(self._sheet.bordered) < MAX_SLOTS:
                self._sheet.bordered.add(cell.place)
            return
        self._sheet.cells[cell.place] = SourceCell(value, style, formula, cell.kind == "e", is_stale)
        if len(self._sheet.cells) > MAX_CELLS:
            raise WorkbookError("too_large", f"a sheet has more than {MAX_CELLS} filled cells")

    def _formula(self, cell: _OpenCell) -> tuple[Formula | None, bool]:
        if cell.formula is None:
            return None, False
        said, text = cell.formula_attributes, "".join(cell.formula)
        kind, is_stale = said.get("t", "normal"), said.get("ca") in _ON
        if kind == "shared":
            number = said.get("si", "")
            if text.strip():
                self._shared[number] = Formula(text, cell.place)
            return self._shared.get(number, Formula("", cell.place)), is_stale
        if kind != "normal":
            # A formula over a block gives each of its cells another value.
            if said.get("ref"):
                self._arrays.append(read_range(said["ref"]))
            return Formula("", cell.place), is_stale
        return Formula(text, cell.place), is_stale

    def _value(self, cell: _OpenCell, written: str | None) -> float | bool | tuple[TextRun, ...] | None:
        if cell.kind == "inlineStr" and cell.runs is not None:
            return cell.runs
        if written is None:
            return None
        if cell.kind == "s" and written.strip():
            number = int(written)
            if not 0 <= number < len(self._strings):
                raise ValueError(f"there is no text {number}")
            return self._strings[number]
        if cell.kind in ("str", "inlineStr", "e", "d"):
            return (TextRun(unescaped(written)),)
        if not written.strip():
            return None
        if cell.kind == "b":
            return written.strip() in _ON
        if not _NUMBER.fullmatch(written):
            raise ValueError(f"{written[:20]!r} is no number")
        return float(written)

    def start_view(self, attributes: Mapping[str, str]) -> None:
        self._sheet.shows_zeros = attributes.get("showZeros", "1") in _ON
        self._sheet.shows_formulas = attributes.get("showFormulas") in _ON

    def start_defaults(self, attributes: Mapping[str, str]) -> None:
        self._sheet.hides_other_rows = attributes.get("zeroHeight") in _ON
        self._sheet.hides_other_columns = _is_flat(attributes.get("defaultColWidth"), _FLAT_WIDTH)

    def start_column(self, attributes: Mapping[str, str]) -> None:
        first = int(attributes.get("min", 1)) - 1
        end = min(int(attributes.get("max", first + 1)), MAX_COLUMNS)
        width = attributes.get("width")
        is_hidden = attributes.get("hidden") in _ON or _is_flat(width, _FLAT_WIDTH)
        # Columns are told in their order, so that those that are told again cannot take time without end.
        for column in range(max(first, self._columns_told), end):
            if is_hidden:
                self._sheet.hidden_columns.add(column)
            elif width and _NUMBER.fullmatch(width):
                self._sheet.widths[column] = float(width)
            self._columns_told = column + 1

    def start_merged(self, attributes: Mapping[str, str]) -> None:
        self._sheet.merged.append(read_range(attributes.get("ref", "")))

    def start_backdrop(self, _: Mapping[str, str]) -> None:
        self._sheet.has_backdrop = True

    def start_conditions(self, attributes: Mapping[str, str]) -> None:
        references = attributes.get("sqref", "").split()[:_MOST_CONDITIONS]
        self._ranges = tuple(map(read_range, references))

    def start_rule(self, attributes: Mapping[str, str]) -> None:
        self._rule, self._rule_bounds, self._rule_shows_value = dict(attributes), [], True

    def start_rule_bound(self, _: Mapping[str, str]) -> None:
        if self._rule is not None:
            self._pieces = []

    def start_bar(self, attributes: Mapping[str, str]) -> None:
        self._rule_shows_value = attributes.get("showValue", "1") in _ON

    def _end_rule(self, rule: Mapping[str, str]) -> None:
        number = rule.get("dxfId", "")
        known = self._styles.differentials
        changed = known[int(number)] if number.isdecimal() and int(number) < len(known) else Differential()
        alters = changed.format is not None or changed.colour is not None or changed.is_struck
        if (alters or not self._rule_shows_value) and len(self._sheet.conditions) < _MOST_CONDITIONS:
            bounds = tuple(float(bound) for bound in self._rule_bounds if _NUMBER.fullmatch(bound))
            is_plain = rule.get("type") == "cellIs" and len(bounds) == len(self._rule_bounds) > 0
            self._sheet.conditions.append(
                Condition(
                    self._ranges,
                    rule.get("operator") if is_plain else None,
                    bounds,
                    changed.format,
                    changed.colour,
                    changed.fill,
                    changed.is_struck,
                    self._rule_shows_value,
                )
            )


_MOST_CONDITIONS = 1_000
_MOST_ARRAYS = 1_000

_STARTS = {
    "sheetView": _WorksheetReader.start_view,
    "sheetFormatPr": _WorksheetReader.start_defaults,
    "col": _WorksheetReader.start_column,
    "mergeCell": _WorksheetReader.start_merged,
    "conditionalFormatting": _WorksheetReader.start_conditions,
    "cfRule": _WorksheetReader.start_rule,
    "formula": _WorksheetReader.start_rule_bound,
    "dataBar": _WorksheetReader.start_bar,
    "iconSet": _WorksheetReader.start_bar,
    "picture": _WorksheetReader.start_backdrop,
    "tablePart": _WorksheetReader.start_backdrop,
}


def _is_flat(said: str | None, most: float) -> bool:
    return said is not None and _NUMBER.fullmatch(said) is not None and float(said) <= most


_FLAT_HEIGHT = 1.5
_FLAT_WIDTH = 0.3
"""Up to which height in points or width in digits nothing of a row or column is seen."""
