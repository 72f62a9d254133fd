"""The parts of an .xlsx file -> `Workbook`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from lxml import etree

from gongkai.read.excel.colours import OFFICE_THEME, theme_colours
from gongkai.read.excel.drawings import read_drawings
from gongkai.read.excel.model import (
    MAX_CELLS,
    MAX_SHEETS,
    Drawing,
    Range,
    SourceSheet,
    TextRun,
    Workbook,
    WorkbookError,
)
from gongkai.read.excel.sheet_xml import read_worksheet
from gongkai.read.excel.strings import shared_strings
from gongkai.read.excel.styles import CellStyles, read_styles
from gongkai.read.word_xml import Element, attribute, child, inside, local_name

__all__ = ["read_xlsx"]


def read_xlsx(parts: Mapping[str, bytes]) -> Workbook:
    """Read all sheets of a workbook, hidden ones too, because formulas may point to them.

    Args:
        parts: the XML parts of the file by their names in lower case.

    Raises:
        WorkbookError: the workbook is `damaged` or `too_large`.
    """
    path = next((name for kind, name in _relations(parts, "").values() if kind == "officeDocument"), _USUAL_PATH)
    if path not in parts:
        raise WorkbookError("damaged", f"it has no {path}")
    root = _root(parts[path])
    relations = _relations(parts, path)
    by_kind = dict(relations.values())
    theme_part, styles_part = parts.get(by_kind.get("theme", "")), parts.get(by_kind.get("styles", ""))
    theme = OFFICE_THEME if theme_part is None else theme_colours(_root(theme_part))
    styles = read_styles(None if styles_part is None else _root(styles_part), theme)
    strings_part = parts.get(by_kind.get("sharedStrings", ""))
    strings = [] if strings_part is None else shared_strings(strings_part, styles)
    calculation = child(root, "calcPr")
    return Workbook(
        sheets=_sheets(root, relations, parts, strings, styles),
        epoch_1904=attribute(child(root, "workbookPr"), "date1904") in _ON,
        is_computed=_is_computed(calculation, parts.get("docprops/app.xml")),
        is_manual=attribute(calculation, "calcMode") == "manual",
    )


_USUAL_PATH = "xl/workbook.xml"
_ON = ("1", "true", "on")
_COMPUTING = re.compile(r"Microsoft (?:Macintosh )?Excel|WPS.*|.*LibreOffice.*|.*OpenOffice.*|Numbers", re.IGNORECASE)


def _sheets(
    root: Element,
    relations: Mapping[str, tuple[str, str]],
    parts: Mapping[str, bytes],
    strings: list[tuple[TextRun, ...]],
    styles: CellStyles,
) -> tuple[SourceSheet, ...]:
    entries = list(inside(child(root, "sheets"), "sheet")) if child(root, "sheets") is not None else []
    if len(entries) > MAX_SHEETS:
        raise WorkbookError("too_large", f"it has more than {MAX_SHEETS} sheets")
    sheets, cells = [], 0
    for entry in entries:
        kind, path = relations.get(attribute(entry, "id") or "", ("", ""))
        sheet = SourceSheet(attribute(entry, "name") or "", (attribute(entry, "state") or "visible") == "visible")
        sheets.append(sheet)
        if kind == "chartsheet":
            sheet.drawings.append(Drawing("drawing", f"the chart {sheet.name}", Range(0, 0, 0, 0), is_big=True))
        elif kind == "worksheet":
            if path not in parts:
                raise WorkbookError("damaged", f"it has no {path}")
            read_worksheet(parts[path], sheet, strings, styles)
            cells += len(sheet.cells)
            if cells > MAX_CELLS:
                raise WorkbookError("too_large", f"its sheets have more than {MAX_CELLS} filled cells")
            _add_drawings(sheet, path, parts)
    return tuple(sheets)


def _add_drawings(sheet: SourceSheet, path: str, parts: Mapping[str, bytes]) -> None:
    for kind, name in _relations(parts, path).values():
        if kind == "drawing" and name in parts:
            sheet.drawings += read_drawings(_root(parts[name]))
        elif kind in ("oleObject", "package"):
            sheet.drawings.append(Drawing("embedded", "an embedded object", Range(0, 0, 0, 0), is_big=True))


def _is_computed(calculation: Element | None, application_part: bytes | None) -> bool:
    """Tell whether the program that wrote the file is one that computes formulas, and did so."""
    if attribute(calculation, "fullCalcOnLoad") in _ON or application_part is None:
        return False
    name = child(_root(application_part), "Application")
    return name is not None and _COMPUTING.fullmatch((name.text or "").strip()) is not None


def _relations(parts: Mapping[str, bytes], path: str) -> dict[str, tuple[str, str]]:
    """Give what a part points to: the last word of the kind, and the name of the other part, by the relation's name."""
    folder, name = posixpath.split(path)
    part = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if part is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for node in _root(part):
        if local_name(node) == "Relationship":
            target = (attribute(node, "Target") or "").replace("\\", "/").lower()
            kind = (attribute(node, "Type") or "").rpartition("/")[2]
            found[attribute(node, "Id") or ""] = kind, posixpath.normpath(posixpath.join("/", folder, target))[1:]
    return found


def _root(part: bytes) -> Element:
    try:
        return etree.fromstring(part, _parser())
    except etree.XMLSyntaxError as error:
        raise WorkbookError("damaged", str(error)) from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
