"""The list of findings as a workbook, which can be filtered, printed and handed on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from wcwidth import wrap
from xlsxwriter.format import Format
from xlsxwriter.workbook import Worksheet

from gongkai.verdict.judging import NoVerdict
from gongkai.verdict.listing import ListedCell, headings, rows_not_checked, rows_of
from gongkai.verdict.verdicts import SEVERITIES, Verdict
from gongkai.verdict.words import Language, in_language, word

__all__ = ["write_xlsx"]

_WIDTHS = (6, 8, 52, 22, 22, 12, 28, 12, 12, 7, 20, 26, 20)
_WIDTHS_NOT_CHECKED = (80, 50, 24, 32)
"""Of the columns, in characters."""

_LINE = 15
"""The height of a line, in points."""

_FILLS = {"error": "#FFC9C4", "warning": "#FFE3A8", "note": "#D5E6F7"}
_A4 = 9


def write_xlsx(found: Sequence[Verdict | NoVerdict], file: Path, language: Language) -> None:
    """Write the findings to a workbook, and to its second sheet what was not checked.

    What a report prints is text there, and no formula.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    tongue: Language = "zh" if language == "zh" else "en"
    with xlsxwriter.Workbook(file, options) as workbook:
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        sheet = workbook.add_worksheet(in_language(word("heading"), tongue))
        listed = list(rows_of(found, language))
        _fill(sheet, headings("headings", language), listed, _WIDTHS, bold, wrapped)
        for severity in SEVERITIES:
            said, filled = in_language(word(severity), language), workbook.add_format({"bg_color": _FILLS[severity]})
            rule = {"type": "cell", "criteria": "==", "value": f'"{said}"', "format": filled}
            sheet.conditional_format(1, 1, max(len(listed), 1), 1, rule)
        sheet = workbook.add_worksheet(in_language(word("sheet_not_checked"), tongue))
        of_not_checked = headings("headings_not_checked", language)
        _fill(sheet, of_not_checked, list(rows_not_checked(found, language)), _WIDTHS_NOT_CHECKED, bold, wrapped)


def _fill(
    sheet: Worksheet,
    titles: Sequence[str],
    rows: Sequence[Sequence[ListedCell]],
    widths: Sequence[int],
    bold: Format,
    wrapped: Format,
) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for place, row in enumerate([titles, *rows]):
        # Not every program works out how high a row with broken lines is.
        sheet.set_row(place, _LINE * max(_lines(cell, width) for cell, width in zip(row, widths, strict=True)))
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(place, column, cell, wrapped if place else bold)
            elif cell is not None:
                sheet.write_number(place, column, cell, wrapped)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _lines(cell: ListedCell, width: int) -> int:
    return sum(max(1, len(wrap(line, width))) for line in str(cell).split("\n"))
