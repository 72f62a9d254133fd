"""The list of findings as a Word document, which is handed on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell

from gongkai.printable import printable
from gongkai.verdict.judging import NoVerdict
from gongkai.verdict.lines import facts_of, place_words, summary_line
from gongkai.verdict.listing import headings
from gongkai.verdict.verdicts import Finding, Verdict
from gongkai.verdict.words import Language, in_language, word

__all__ = ["write_docx"]

_WIDTHS = (Cm(1.2), Cm(1.6), Cm(7.6), Cm(10.4), Cm(5.6))
_FONT_SIZE = Pt(9)
_FILLS = {"error": "FFC9C4", "warning": "FFE3A8", "note": "D5E6F7"}


def write_docx(found: Sequence[Verdict | NoVerdict], file: Path, language: Language) -> None:
    """Write the findings to a Word document, a table a report, and under each what was not checked."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.6)
    document.styles["Normal"].font.size = _FONT_SIZE
    document.add_heading(in_language(word("heading"), language), level=1)
    for each in found:
        _add(document, each, language)
    if len(found) > 1:
        document.add_paragraph(summary_line(found, language).text)
    document.save(str(file))


def _add(document: Document, found: Verdict | NoVerdict, language: Language) -> None:
    if isinstance(found, NoVerdict):
        document.add_heading(printable(found.source), level=2)
        document.add_paragraph(printable(in_language(found.message, language)))
        return
    title = found.report.identity.title
    document.add_heading(printable(title or found.source), level=2)
    counts = in_language(word("counts", **found.counts), language)
    document.add_paragraph(f"{printable(found.source)}\n{counts}" if title else counts)
    if found.failing:
        _add_table(document, found, language)
    else:
        document.add_paragraph(in_language(word("clean"), language))
    reasons = dict.fromkeys(in_language(each.message, language) for each in found.not_checked)
    if reasons:
        document.add_paragraph(in_language(word("not_checked"), language)).paragraph_format.space_before = _FONT_SIZE
        for reason in reasons:
            document.add_paragraph(printable(reason), style="List Bullet").paragraph_format.space_after = Pt(0)


def _add_table(document: Document, found: Verdict, language: Language) -> None:
    table = document.add_table(rows=1, cols=len(_WIDTHS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    _fill(table.rows[0].cells, headings("headings_in_words", language))
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    # On every page that the table goes over.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for number, finding in enumerate(found.failing, start=1):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _fill(row.cells, _texts(number, finding, language))
        shading = OxmlElement("w:shd")
        shading.set(qn("w:val"), "clear")
        shading.set(qn("w:fill"), _FILLS[finding.severity])
        row.cells[1]._tc.get_or_add_tcPr().append(shading)


def _fill(cells: Sequence[_Cell], texts: Sequence[str]) -> None:
    for cell, width, text in zip(cells, _WIDTHS, texts, strict=True):
        cell.width = width
        cell.text = "\n".join(map(printable, text.split("\n")))


def _texts(number: int, finding: Finding, language: Language) -> tuple[str, ...]:
    place = in_language(place_words(finding.place), language, between="\n")
    message = in_language(finding.message, language, between="\n")
    facts = in_language(facts_of(finding), language, between="\n")
    source = in_language(word("rule", rule=finding.rule, source=finding.source), language, between="\n")
    said = f"{message}\n{facts}" if facts else message
    return str(number), in_language(word(finding.severity), language), place, said, source
