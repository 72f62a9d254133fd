"""A workbook in one XML file, as Excel 2003 writes it (XML Spreadsheet) -> `Workbook`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count

from gongkai.read.excel.model import (
    MAX_CELLS,
    MAX_SHEETS,
    MAX_SLOTS,
    PLAIN,
    WHITE,
    CellStyle,
    Condition,
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
from gongkai.read.excel.number_format import BUILT_IN, GENERAL
from gongkai.read.excel.r1c1 import in_letters, ranges_of
from gongkai.read.excel.sheet_xml import MAX_COLUMNS, MAX_ROWS
from gongkai.read.word_xml import Element, attribute, child, local_name

__all__ = ["read_spreadsheet_xml"]


def read_spreadsheet_xml(root: Element) -> Workbook:
    """Read all sheets of a workbook, hidden ones too, because formulas may point to them.

    Args:
        root: the element `Workbook`.

    Raises:
        WorkbookError: the workbook is `damaged` or `too_large`.
    """
    styles = _styles(child(root, "Styles"))
    settings = child(root, "ExcelWorkbook")
    epoch_1904 = child(settings, "Date1904") is not None
    worksheets = list(_children(root, "Worksheet"))
    if len(worksheets) > MAX_SHEETS:
        raise WorkbookError("too_large", f"it has more than {MAX_SHEETS} sheets")
    sheets, cells = [], 0
    for worksheet in worksheets:
        sheets.append(_XmlSheetReader(worksheet, styles, epoch_1904).sheet())
        cells += len(sheets[-1].cells)
        if cells > MAX_CELLS:
            raise WorkbookError("too_large", f"its sheets have more than {MAX_CELLS} filled cells")
    # Systems that print reports into a template keep what the template says of the program that computed it.
    return Workbook(tuple(sheets), epoch_1904, is_computed=False)


def _children(parent: Element | None, name: str) -> Iterator[Element]:
    return (node for node in (() if parent is None else parent) if local_name(node) == name)


def _whole(node: Element, name: str, most: int, default: int = 0) -> int:
    """Read an attribute that is a whole number."""
    said = attribute(node, name)
    if said is None:
        return default
    if not _WHOLE.fullmatch(said) or int(said) > most:
        raise WorkbookError("damaged", f"{said[:20]!r} is no {name}")
    return int(said)


_WHOLE = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][-+]?[0-9]{1,3})?")
_ON = frozenset({"1", "true", "True"})


class _XmlSheetReader:
    """Reads one worksheet, row by row."""

    def __init__(self, worksheet: Element, styles: Mapping[str, CellStyle], epoch_1904: bool) -> None:
        self._worksheet = worksheet
        self._styles = styles
        self._epoch = _EPOCH_1904 if epoch_1904 else _EPOCH
        self._column_styles: dict[int, str] = {}
        self._covered_through: dict[int, int] = {}
        self._slots_left = MAX_SLOTS
        options = child(worksheet, "WorksheetOptions")
        self._sheet = SourceSheet(
            attribute(worksheet, "Name") or "",
            is_visible=not (child(options, "Visible") is not None and _text(child(options, "Visible")) in _HIDDEN),
            shows_zeros=child(options, "DoNotDisplayZeros") is None,
            shows_formulas=child(options, "DisplayFormulas") is not None,
        )

    def sheet(self) -> SourceSheet:
        table = child(self._worksheet, "Table")
        self._read_columns(table)
        row = 0
        for node in _children(table, "Row"):
            row = _whole(node, "Index", MAX_ROWS, row + 1)
            last = row + _whole(node, "Span", MAX_ROWS)
            if last > MAX_ROWS:
                raise WorkbookError("damaged", f"{last} is no row")
            if attribute(node, "Hidden") in _ON or _is_flat(attribute(node, "Height"), _FLAT_HEIGHT):
                self._sheet.hidden_rows.update(range(row - 1, last))
            self._read_cells(node, row - 1, attribute(node, "StyleID") or attribute(table, "StyleID"))
            row = last
        self._sheet.conditions.extend(_conditions(self._worksheet))
        return self._sheet

    def _read_columns(self, table: Element | None) -> None:
        column = 0
        for node in _children(table, "Column"):
            column = _whole(node, "Index", MAX_COLUMNS, column + 1)
            last = min(column + _whole(node, "Span", MAX_COLUMNS), MAX_COLUMNS)
            width, style = attribute(node, "Width"), attribute(node, "StyleID")
            is_hidden = attribute(node, "Hidden") in _ON or _is_flat(width, _FLAT_WIDTH)
            for each in range(column - 1, last):
                if is_hidden:
                    self._sheet.hidden_columns.add(each)
                elif width and _NUMBER.fullmatch(width):
                    self._sheet.widths[each] = float(width) / _POINTS_OF_A_DIGIT
                if style:
                    self._column_styles[each] = style
            column = last

    def _read_cells(self, row_node: Element, row: int, row_style: str | None) -> None:
        column = 0
        for node in _children(row_node, "Cell"):
            column = _whole(node, "Index", MAX_COLUMNS, column + 1)
            across, down = _whole(node, "MergeAcross", MAX_COLUMNS), _whole(node, "MergeDown", MAX_ROWS)
            place = row, column - 1
            if column + across > MAX_COLUMNS:
                raise WorkbookError("damaged", f"{column + across} is no column")
            named = attribute(node, "StyleID") or row_style or self._column_styles.get(place[1], "")
            style = self._styles.get(named, self._styles.get(_DEFAULT, PLAIN))
            self._add(node, place, style)
            if across or down:
                self._merge(Range(row, column - 1, row + down + 1, column + across))
            column += across

    def _add(self, node: Element, place: Place, style: CellStyle) -> None:
        data = child(node, "Data")
        value = None if data is None else _value(data, self._epoch, style.font)
        written = attribute(node, "Formula")
        if value is None and written is None:
            if style.has_border and len(self._sheet.bordered) < MAX_SLOTS:
                self._sheet.bordered.add(place)
            return
        if self._covered_through.get(place[1], -1) >= place[0]:
            # Whoever wrote it forgot to say in which column the cell stands, so that none of the row is sure.
            raise WorkbookError("damaged", f"a cell of row {place[0] + 1} stands under a merged one")
        formula = None if written is None else Formula(in_letters(written.lstrip("="), place), place)
        self._sheet.cells[place] = SourceCell(value, style, formula, attribute(data, "Type") == "Error")
        if len(self._sheet.cells) > MAX_CELLS:
            raise WorkbookError("too_large", f"a sheet has more than {MAX_CELLS} filled cells")

    def _merge(self, bounds: Range) -> None:
        self._sheet.merged.append(bounds)
        if bounds.bottom - bounds.top > 1:
            self._slots_left -= bounds.right - bounds.left
            if self._slots_left < 0:
                raise WorkbookError("too_large", "it has more merged cells than any report")
            for column in range(bounds.left, bounds.right):
                self._covered_through[column] = max(self._covered_through.get(column, -1), bounds.bottom - 1)


_DEFAULT = "Default"
_HIDDEN = frozenset({"SheetHidden", "SheetVeryHidden"})
_POINTS_OF_A_DIGIT = 5.25
_FLAT_HEIGHT = 1.5
_FLAT_WIDTH = 1.5
"""Up to which height or width in points nothing of a row or column is seen."""


def _is_flat(said: str | None, most: float) -> bool:
    return said is not None and _NUMBER.fullmatch(said) is not None and float(said) <= most


def _text(node: Element | None) -> str:
    return "" if node is None else (node.text or "").strip()


# What a cell stores


_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_SECONDS_OF_A_DAY = 86_400


def _value(data: Element, epoch: datetime, font: Font) -> float | bool | tuple[TextRun, ...] | None:
    runs = tuple(_runs(data, None, font))
    text = "".join(run.text for run in runs)
    kind = attribute(data, "Type") or "String"
    bare = text.strip()
    if kind == "Number" and _NUMBER.fullmatch(bare):
        return float(bare)
    if kind == "Boolean" and bare in ("0", "1"):
        return bare == "1"
    if kind == "DateTime":
        try:
            return (datetime.fromisoformat(bare) - epoch).total_seconds() / _SECONDS_OF_A_DAY
        except (ValueError, TypeError):
            return runs or None
    return runs if text else None


def _runs(node: Element, font: Font | None, base: Font) -> Iterator[TextRun]:
    """Give the parts of a text. Its own tags are those of HTML, and a part without one has the font of the cell."""
    if node.text:
        yield TextRun(node.text, font)
    for inner in node:
        yield from _runs(inner, _changed(inner, font or base), base)
        if inner.tail:
            yield TextRun(inner.tail, font)


def _changed(node: Element, font: Font) -> Font:
    match local_name(node).lower():
        case "s" | "strike" | "del":
            return replace(font, is_struck=True)
        case "sup" | "sub":
            return replace(font, is_raised=True)
        case "font":
            return replace(font, colour=_colour(attribute(node, "Color"), font.colour) or font.colour)
    return font


# Styles


def _styles(node: Element | None) -> dict[str, CellStyle]:
    """Give the styles by their names. What a style does not say is as its parent says it, or as the default does."""
    nodes = {attribute(each, "ID") or "": each for each in _children(node, "Style")}
    styles: dict[str, CellStyle] = {}
    for name in nodes:
        pending: list[str] = []
        while name in nodes and name not in styles and name not in pending:
            pending.append(name)
            name = attribute(nodes[name], "Parent") or _DEFAULT
        style = styles.get(name, PLAIN)
        for each in reversed(pending):
            style = styles[each] = _inherited(nodes[each], style)
    return styles


def _inherited(node: Element, base: CellStyle) -> CellStyle:
    borders, code = child(node, "Borders"), attribute(child(node, "NumberFormat"), "Format")
    shrinks = attribute(child(node, "Alignment"), "ShrinkToFit")
    return CellStyle(
        base.format if child(node, "NumberFormat") is None else _NAMED_FORMATS.get(code or GENERAL, code or GENERAL),
        _font(child(node, "Font"), base.font),
        _fill(child(node, "Interior"), base.fill),
        base.has_border if borders is None else _has_border(borders),
        base.shrinks if shrinks is None else shrinks in _ON,
    )


def _font(node: Element | None, base: Font) -> Font:
    if node is None:
        return base
    struck, place, size = (attribute(node, name) for name in ("StrikeThrough", "VerticalAlign", "Size"))
    return Font(
        base.is_struck if struck is None else struck in _ON,
        base.is_raised if place is None else place in ("Superscript", "Subscript"),
        _colour(attribute(node, "Color"), base.colour) or base.colour,
        float(size) if size and _NUMBER.fullmatch(size) else base.size,
    )


def _fill(node: Element | None, base: str | None) -> str | None:
    if node is None:
        return base
    match attribute(node, "Pattern") or "None":
        case "None":
            return WHITE
        case "Solid":
            return _colour(attribute(node, "Color"), WHITE)
    return None


def _colour(said: str | None, automatic: str) -> str | None:
    """Give a colour as six digits, or None for one that is not told in digits."""
    if said is None or said.lower() == "automatic":
        return automatic
    found = _COLOUR.fullmatch(said.strip())
    return found[1].upper() if found else _NAMED_COLOURS.get(said.strip().lower())


_COLOUR = re.compile("#([0-9A-Fa-f]{6})")
_NAMED_COLOURS = {"white": WHITE, "black": "000000", "red": "FF0000", "blue": "0000FF"}


def _has_border(borders: Element) -> bool:
    drawn = sum((attribute(edge, "LineStyle") or "None") != "None" for edge in borders)
    return drawn >= _EDGES_OF_A_PRINTED_CELL


_EDGES_OF_A_PRINTED_CELL = 3

_NAMED_FORMATS: Mapping[str, str] = {
    "General Number": GENERAL,
    "General Date": BUILT_IN[22],
    "Long Date": BUILT_IN[31],
    "Medium Date": BUILT_IN[15],
    "Short Date": BUILT_IN[14],
    "Long Time": BUILT_IN[21],
    "Medium Time": BUILT_IN[18],
    "Short Time": BUILT_IN[20],
    "Currency": BUILT_IN[8],
    "Euro Currency": BUILT_IN[8].replace("¥", "€"),
    "Fixed": BUILT_IN[2],
    "Standard": BUILT_IN[4],
    "Percent": BUILT_IN[10],
    "Scientific": BUILT_IN[11],
    "Yes/No": '"Yes";"Yes";"No"',
    "True/False": '"True";"True";"False"',
    "On/Off": '"On";"On";"Off"',
}
"""The formats that have names, as the Chinese edition of Excel shows them."""


# Conditional formats


def _conditions(worksheet: Element) -> Iterator[Condition]:
    left = count()
    for node in _children(worksheet, "ConditionalFormatting"):
        ranges = tuple(ranges_of(_text(child(node, "Range"))))
        for rule in _children(node, "Condition"):
            changed = _declarations(attribute(child(rule, "Format"), "Style") or "")
            if changed and next(left) < _MOST_CONDITIONS:
                yield _condition(rule, ranges, changed)


def _declarations(style: str) -> dict[str, str]:
    said = (declaration.partition(":") for declaration in style.split(";"))
    found = {name.strip().lower(): value.strip().strip("'\"") for name, _, value in said}
    return {name: value for name, value in found.items() if name in _CHANGES}


_CHANGES = frozenset({"color", "background", "background-color", "text-line-through", "mso-number-format"})
_MOST_CONDITIONS = 1_000


def _condition(rule: Element, ranges: tuple[Range, ...], changed: Mapping[str, str]) -> Condition:
    bounds = [_text(child(rule, name)) for name in ("Value1", "Value2") if child(rule, name) is not None]
    is_plain = bool(bounds) and all(map(_NUMBER.fullmatch, bounds))
    # A format that is only known in the language of style sheets may show anything.
    hides = changed.get("mso-number-format")
    ground = changed.get("background", changed.get("background-color"))
    return Condition(
        ranges,
        _OPERATORS.get(_text(child(rule, "Qualifier"))) if is_plain else None,
        tuple(map(float, bounds)) if is_plain else (),
        format=None if hides is None else ";;;",
        colour=_colour(changed.get("color"), "000000") if "color" in changed else None,
        fill=None if ground is None else _colour(ground, WHITE) or "",
        is_struck="text-line-through" in changed and changed["text-line-through"] != "none",
    )


_OPERATORS = {
    "Equal": "equal",
    "NotEqual": "notEqual",
    "Greater": "greaterThan",
    "GreaterOrEqual": "greaterThanOrEqual",
    "Less": "lessThan",
    "LessOrEqual": "lessThanOrEqual",
    "Between": "between",
    "NotBetween": "notBetween",
}
