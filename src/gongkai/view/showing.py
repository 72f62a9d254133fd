"""One place of a report, as lines for a terminal: what stands there and around it, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.document import Document, Locator, Paragraph
from gongkai.printable import printable
from gongkai.report import Report
from gongkai.verdict import Language
from gongkai.verdict.lines import ShownLine
from gongkai.verdict.words import in_language
from gongkai.view.facts import FACT_KINDS, ReportFacts, ShownFact
from gongkai.view.words import phrase

__all__ = ["lines_at"]

_AROUND = 60
"""Characters of a paragraph that are shown before and behind a span of it."""


def lines_at(report: Report, at: Locator | str, language: Language) -> Iterator[ShownLine]:
    """Give the lines on one place of a report: its text, the row or sentence around it, and all that is said of it.

    Args:
        report: the report.
        at: the place.
        language: the language, or both of them.

    Raises:
        KeyError: there is no such place in the document.
        ValueError: the text is no locator.

    >>> from gongkai.pipeline import read_report
    >>> report = read_report("嘉禾县2017年政府信息公开年度报告\\n一、概述\\n收到申请7件。\\n二、主动公开".encode())
    >>> [line.text for line in lines_at(report, "b3:4-6", "en")][:3]
    ['b3:4-6', '7件', 'around it: 收到申请【7件】。']
    """
    place = Locator.parse(at) if isinstance(at, str) else at
    standing = report.locate(place)
    yield ShownLine(str(place), style="bold")
    for line in standing.split("\n"):
        yield ShownLine(printable(line) or in_language(phrase("blank"), language), 1, "" if line.strip() else "dim")
    around = _around(report.document, place)
    if around:
        yield ShownLine(in_language(phrase("around", around=printable(around)), language), 1)
    said = [fact for fact in ReportFacts.of(report).all() if fact.locator is not None and _touch(fact.locator, place)]
    if not said:
        yield ShownLine(in_language(phrase("nothing_taken"), language), 1, "dim")
    for fact in said:
        yield from _fact(fact, language)


def _fact(fact: ShownFact, language: Language) -> Iterator[ShownLine]:
    """Give what is said in one fact: what it is called, and its row in the data, column by column."""
    yield ShownLine(in_language(phrase(FACT_KINDS[fact.kind]), language), 1, "bold")
    if fact.kind == "finding":
        for text in in_language(fact.of.message, language, between="\n").split("\n"):
            yield ShownLine(printable(text), 2, "red" if fact.of.severity == "error" else "yellow")
    for name, value in fact.row.items():
        yield ShownLine(f"{name}: {value}", 2)


def _around(document: Document, place: Locator) -> str | None:
    """Give the row of a cell, or what stands before and behind a span of a paragraph."""
    block = document.blocks[place.block - 1]
    if isinstance(block, Paragraph):
        if place.start is None or place.end is None:
            return None
        begin, end = max(place.start - _AROUND, 0), place.end + _AROUND
        text = block.text
        before, behind = text[begin : place.start], text[place.end : end]
        more_before, more_behind = "…" * (begin > 0), "…" * (end < len(text))
        return f"{more_before}{before}【{text[place.start : place.end]}】{behind}{more_behind}"
    if place.row is None:
        return None
    in_row = [cell for cell in block.cells if cell.row <= place.row < cell.row + cell.row_span]
    cells = sorted(in_row, key=lambda cell: cell.column)
    here = place.row, place.column
    shown = (f"【{cell.text}】" if (cell.row, cell.column) == here else cell.text for cell in cells)
    return " | ".join(" ".join(text.split()) for text in shown)


def _touch(one: Locator, other: Locator) -> bool:
    """Say whether two places have something in common; the page is told by the block."""
    if one.block != other.block:
        return False
    if None not in (one.row, other.row) and (one.row, one.column) != (other.row, other.column):
        return False
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return True
    return (one.start < other.end and other.start < one.end) or (one.start, one.end) == (other.start, other.end)
