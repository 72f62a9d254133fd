"""The list of findings as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from gongkai.verdict.judging import NoVerdict
from gongkai.verdict.listing import headings, rows_of
from gongkai.verdict.verdicts import Verdict
from gongkai.verdict.words import Language, in_language, word

__all__ = ["write_xlsx"]

_WIDTHS = (6, 9, 28, 6, 30, 28, 14, 40, 12, 12, 60, 22, 40)
"""Of the columns, in characters."""


def write_xlsx(found: Sequence[Verdict | NoVerdict], file: Path, language: Language) -> None:
    """Write the findings to a workbook; what a report prints is text there, and no formula."""
    rows = list(rows_of(found, language))
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(in_language(word("heading"), "zh" if language == "zh" else "en"))
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for column, (heading, width) in enumerate(zip(headings(language), _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        for place, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                sheet.write_string(place, column, text, wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(_WIDTHS) - 1)
