"""The list of findings as a Word document, which is handed on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt

from gongkai.printable import printable
from gongkai.verdict.judging import NoVerdict
from gongkai.verdict.lines import place_words, summary_line
from gongkai.verdict.verdicts import Finding, Verdict
from gongkai.verdict.words import Language, in_language, word

__all__ = ["write_docx"]

_WIDTHS = (Cm(1.2), Cm(2.0), Cm(7.0), Cm(10.0), Cm(5.5))
_FONT_SIZE = Pt(9)


def write_docx(found: Sequence[Verdict | NoVerdict], file: Path, language: Language) -> None:
    """Write the findings to a Word document, a table a report."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(1.5)
    document.styles["Normal"].font.size = _FONT_SIZE
    document.add_heading(in_language(word("heading"), language), level=1)
    for each in found:
        name = each.report.identity.title or each.source if isinstance(each, Verdict) else each.source
        document.add_heading(printable(name), level=2)
        if isinstance(each, NoVerdict):
            document.add_paragraph(printable(in_language(each.message, language)))
            continue
        document.add_paragraph(in_language(word("counts", **each.counts), language))
        if not each.failing:
            document.add_paragraph(in_language(word("clean"), language))
            continue
        table = document.add_table(rows=0, cols=len(_WIDTHS), style="Table Grid")
        for number, finding in enumerate(each.failing, start=1):
            cells = table.add_row().cells
            for cell, width, text in zip(cells, _WIDTHS, _cells(number, finding, language), strict=True):
                cell.width = width
                cell.text = text
    if len(found) > 1:
        document.add_paragraph(summary_line(found, language).text)
    document.save(str(file))


def _cells(number: int, finding: Finding, language: Language) -> tuple[str, ...]:
    place = in_language(place_words(finding.place), language, between="\n")
    message = in_language(finding.message, language, between="\n")
    texts = (str(number), in_language(word(finding.severity), language), place, message)
    source = in_language(word("rule", rule=finding.rule, source=finding.source), language, between="\n")
    return tuple("\n".join(map(printable, text.split("\n"))) for text in (*texts, source))
