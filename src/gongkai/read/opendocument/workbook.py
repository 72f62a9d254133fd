"""The body of an OpenDocument workbook -> `Workbook`: what its cells store, and the texts that they show for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product

from gongkai.read.excel.model import (
    MAX_CELLS,
    MAX_SHEETS,
    MAX_SLOTS,
    CellStyle,
    Drawing,
    Font,
    Formula,
    Place,
    Range,
    SourceCell,
    SourceSheet,
    TextRun,
    Workbook,
    WorkbookError,
)
from gongkai.read.excel.sheet_xml import MAX_COLUMNS, MAX_ROWS, read_range
from gongkai.read.opendocument.cell_styles import conditions_of, drawn_as, font_of
from gongkai.read.opendocument.inline import pieces
from gongkai.read.opendocument.package import OpenDocument
from gongkai.read.opendocument.shown_numbers import shown_number
from gongkai.read.opendocument.styles import OpenStyles, points
from gongkai.read.opendocument.table_rows import cells_of, columns_of, repeats, rows_of
from gongkai.read.word_xml import Element, attribute, child, local_name

__all__ = ["workbook_of"]


def workbook_of(document: OpenDocument) -> Workbook:
    """Read all sheets of a workbook, hidden ones too, because formulas may point to them.

    Raises:
        WorkbookError: the workbook is `damaged` or `too_large`.
    """
    styles = OpenStyles(document.roots)
    drawn = cache(lambda name: drawn_as(styles.of("table-cell", name)))
    tables = [node for node in document.body if local_name(node) == "table"]
    if len(tables) > MAX_SHEETS:
        raise WorkbookError("too_large", f"it has more than {MAX_SHEETS} sheets")
    sheets, cells = [], 0
    for table in tables:
        sheets.append(_OpenSheetReader(table, styles, drawn).sheet())
        cells += len(sheets[-1].cells)
        if cells > MAX_CELLS:
            raise WorkbookError("too_large", f"its sheets have more than {MAX_CELLS} filled cells")
    return Workbook(tuple(sheets), is_computed=_COMPUTING.search(document.generator) is not None)


_COMPUTING = re.compile(r"LibreOffice|OpenOffice|Collabora|MicrosoftOffice|WPS|Gnumeric", re.IGNORECASE)


class _OpenSheetReader:
    """Reads one sheet, row by row."""

    def __init__(self, table: Element, styles: OpenStyles, drawn: Callable[[str | None], CellStyle]) -> None:
        self._table = table
        self._styles = styles
        self._drawn = drawn
        self._column_styles: dict[int, str] = {}
        self._blocks: dict[str | None, list[Range]] = {}
        self._covered_through: dict[int, int] = {}
        self._slots_left = MAX_SLOTS
        said = styles.of("table", attribute(table, "style-name"))
        self._sheet = SourceSheet(attribute(table, "name") or "", is_visible=said.get("table:display") != "false")

    def sheet(self) -> SourceSheet:
        self._read_columns()
        row = 0
        for node, times in rows_of(self._table):
            self._read_row(node, row, times)
            row += times
            if row > MAX_ROWS:
                raise WorkbookError("damaged", f"a sheet has more than {MAX_ROWS} rows")
        self._sheet.conditions.extend(conditions_of(self._table, self._blocks, self._styles))
        return self._sheet

    def _read_columns(self) -> None:
        column = 0
        for node, times in columns_of(self._table):
            end = min(column + times, MAX_COLUMNS)
            said = self._styles.of("table-column", attribute(node, "style-name"))
            width = points(said.get("table-column:column-width"))
            is_hidden = attribute(node, "visibility") in _UNSEEN or (width is not None and width <= _FLAT)
            for each in range(column, end):
                if is_hidden:
                    self._sheet.hidden_columns.add(each)
                elif width is not None:
                    self._sheet.widths[each] = width / _POINTS_OF_A_DIGIT
            style = attribute(node, "default-cell-style-name")
            if style is not None:
                self._column_styles.update(dict.fromkeys(range(column, end), style))
            column = end

    def _read_row(self, node: Element, row: int, times: int) -> None:
        said = self._styles.of("table-row", attribute(node, "style-name"))
        height = points(said.get("table-row:row-height"))
        if attribute(node, "visibility") in _UNSEEN or (height is not None and height <= _FLAT):
            self._sheet.hidden_rows.update(range(row, row + times))
        column = 0
        for cell, is_covered, across in cells_of(node):
            if column + across > MAX_COLUMNS:
                raise WorkbookError("damaged", f"a row has more than {MAX_COLUMNS} cells")
            block = Range(row, column, row + times, column + across)
            is_filled = self._add(cell, block, attribute(node, "default-cell-style-name"))
            if not is_covered:
                if is_filled and self._covered_through.get(column, -1) >= row:
                    # Whoever wrote it left covered cells out, so that none of the row is sure.
                    raise WorkbookError("damaged", f"a cell of row {row + 1} stands under a merged one")
                self._merge(cell, row, column)
            column += across

    def _add(self, node: Element, block: Range, row_style: str | None) -> bool:
        """Put a cell into each place that it stands for, and tell whether there is anything in it."""
        named = attribute(node, "style-name") or row_style or self._column_styles.get(block.left)
        cell = self._cell(node, named, (block.top, block.left))
        self._sheet.drawings += _drawings(node, block)
        if cell is None:
            if self._drawn(named).has_border and len(self._sheet.bordered) < MAX_SLOTS:
                near = product(
                    range(block.top, min(block.bottom, block.top + _NEAR)),
                    range(block.left, min(block.right, block.left + _NEAR)),
                )
                self._sheet.bordered.update(near)
            return False
        if (block.bottom - block.top) * (block.right - block.left) > MAX_CELLS - len(self._sheet.cells):
            raise WorkbookError("too_large", f"a sheet has more than {MAX_CELLS} filled cells")
        places = product(range(block.top, block.bottom), range(block.left, block.right))
        self._sheet.cells.update((place, cell) for place in places)
        self._blocks.setdefault(named, []).append(block)
        return True

    def _merge(self, node: Element, row: int, column: int) -> None:
        down, across = repeats(node, "number-rows-spanned"), repeats(node, "number-columns-spanned")
        if down == across == 1:
            return
        bounds = Range(row, column, min(row + down, MAX_ROWS), min(column + across, MAX_COLUMNS))
        self._sheet.merged.append(bounds)
        self._slots_left -= bounds.right - bounds.left
        if self._slots_left < 0:
            raise WorkbookError("too_large", "it has more merged cells than any report")
        for each in range(bounds.left, bounds.right):
            self._covered_through[each] = max(self._covered_through.get(each, -1), bounds.bottom - 1)

    # What a cell stores

    def _cell(self, node: Element, named: str | None, place: Place) -> SourceCell | None:
        style = self._drawn(named)
        kind = attribute(node, "value-type") or ""
        runs = tuple(self._runs(node, named, style.font))
        written = attribute(node, "formula")
        formula = None if written is None else Formula(_in_letters(written), place)
        if kind in _NUMBERS:
            stored = attribute(node, "value") or ""
            if not _NUMBER.fullmatch(stored):
                raise WorkbookError("damaged", f"{stored[:20]!r} is no number")
            text = "".join(run.text for run in runs)
            is_told = child(node, "p") is not None or "data-style" in self._styles.of("table-cell", named)
            shown = shown_number(float(stored), text) if is_told else None
            return SourceCell(float(stored), style, formula, shown=shown)
        if not any(run.text for run in runs) and formula is None:
            return None
        is_error = bool(runs) and _ERROR.match(runs[0].text) is not None
        return SourceCell(runs or None, style, formula, is_error)

    def _runs(self, node: Element, named: str | None, font: Font) -> Iterator[TextRun]:
        base = self._styles.of("table-cell", named)
        for number, paragraph in enumerate(each for each in node if local_name(each) == "p"):
            if number:
                yield TextRun("\n")
            for piece in pieces(paragraph, self._styles, base):
                own = None if piece.properties is base else font_of(piece.properties)
                yield TextRun(piece.text, None if own == font else own)


_NUMBERS = frozenset({"float", "percentage", "currency"})
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][-+]?[0-9]{1,3})?")
_ERROR = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)|Err:[0-9]{3}")
_UNSEEN = frozenset({"collapse", "filter"})
_POINTS_OF_A_DIGIT = 5.25
_FLAT = 1.5
"""Up to which height or width in points nothing of a row or column is seen."""
_NEAR = 200
"""How many of the blank cells that are drawn around are kept of those that one element stands for."""


def _in_letters(formula: str) -> str:
    """Give a formula as a workbook of Excel has it.

    >>> _in_letters("of:=SUM([.B2:.B3])+[$\'表 2\'.C1]")
    "SUM(B2:B3)+\'表 2\'!C1"
    """
    bare = formula[formula.find("=") + 1 :] if ":=" in formula[:_LONGEST_PREFIX] else formula.lstrip("=")
    return _REFERENCE.sub(_reference, bare[:_LONGEST_FORMULA]).replace(";", ",")


_LONGEST_PREFIX = 12
_LONGEST_FORMULA = 2_000
_REFERENCE = re.compile(
    r"\[(?:\$?(?P<sheet>'[^']*'|[^\[\].']*))?\.(?P<first>[^\[\]:.]{1,20})(?::[^\[\]:.]{0,80}\.(?P<last>[^\[\]:.]{1,20}))?\]"
)


def _reference(found: re.Match[str]) -> str:
    sheet = f"{found['sheet']}!" if found["sheet"] else ""
    return f"{sheet}{found['first']}:{found['last']}" if found["last"] else f"{sheet}{found['first']}"


def _drawings(cell: Element, block: Range) -> Iterator[Drawing]:
    """Give what lies over the sheet and is anchored in a cell."""
    for node in cell:
        kind = local_name(node)
        if kind not in _SHAPES:
            continue
        width, height = (points(attribute(node, side)) or 0.0 for side in ("width", "height"))
        end = _REACH.fullmatch(attribute(node, "end-cell-address") or "")
        reach = read_range(end[1]) if end else block
        bounds = Range(block.top, block.left, max(reach.bottom, block.top + 1), max(reach.right, block.left + 1))
        is_big = width >= _LEAST_WIDTH and height >= _LEAST_HEIGHT
        text = "".join(node.itertext()).strip()
        inside = {local_name(each) for each in node}
        if "image" in inside and "object" not in inside:
            yield Drawing("picture", "a picture", bounds, is_big, is_opaque=True)
        elif inside & {"object", "object-ole"}:
            yield Drawing("embedded", "an embedded object", bounds, is_big, is_opaque=True)
        else:
            yield Drawing("drawing", "a text box", bounds, is_big and bool(_DIGIT.search(text)), bool(text), text)


_SHAPES = frozenset({"frame", "custom-shape", "g", "rect", "ellipse", "circle"})
_REACH = re.compile(r"[^.]{0,80}\.(\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6})")
_LEAST_WIDTH = 90.0
_LEAST_HEIGHT = 45.0
"""How many points a table takes up at least. Smaller pictures are logos and icons."""
_DIGIT = re.compile(r"[0-9]")
