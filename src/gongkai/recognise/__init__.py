"""Understand a document: who reports for which year, its sections, and the cells of the official forms."""

from __future__ import annotations

from gongkai.document import Document, Locator
from gongkai.errors import SourceError
from gongkai.forms import FORMS, form
from gongkai.recognise.identity import find_document_numbers, identify
from gongkai.recognise.listing import Reading, read_list
from gongkai.recognise.sections import find_headings, find_sections
from gongkai.recognise.titles import Title, titles
from gongkai.report import Report

__all__ = ["recognise"]

FEWEST_SECTIONS = 2
"""Headings that it takes to see a report in a text without any official table."""


def recognise(document: Document, data: bytes) -> Report:
    """Understand a document that was read from `data`.

    Raises:
        SourceError: the document is no annual report, or more than one.
    """
    readings = {
        f"{code}.{table.code}": read_list(document, code, table)
        for code in FORMS
        for table in form(code).tables
        if table.layout == "list"
    }
    readings = {name: reading for name, reading in readings.items() if reading.blocks}
    blocks = frozenset(block for reading in readings.values() for block in reading.blocks)
    found_titles = [title for title in titles(document) if title.agency and title.year and title.locator]
    _refuse_several(document, found_titles, readings)
    identity = identify(document)
    title_at = next((title.locator for title in found_titles if title.text == identity.title), None)
    sections = find_sections(document, title_at, blocks)
    numbered = sum(section.number is not None for section in sections)
    if not readings and (identity.title is None or numbered < FEWEST_SECTIONS):
        raise SourceError(document.source, "not_a_report", _missing(identity.title))
    return Report(
        data=data,
        document=document,
        identity=identity,
        forms=tuple(name for name, reading in readings.items() if reading.observations),
        observation_rows=tuple(row for reading in readings.values() for row in reading.observations),
        unmatched_rows=tuple(row for reading in readings.values() for row in reading.unmatched),
        section_rows=sections,
        document_number_rows=find_document_numbers(document),
    )


def _refuse_several(document: Document, found: list[Title], readings: dict[str, Reading]) -> None:
    """Refuse a file in which two titles each head sections, or tables, of their own."""
    starts = [title.locator.block for title in found if title.locator]
    ends = [*starts[1:], len(document.blocks) + 1]
    blocks = [block for reading in readings.values() for block in reading.blocks]
    paragraphs = list(document.paragraphs())
    full = [
        title
        for title, start, end in zip(found, starts, ends, strict=True)
        if any(start <= block < end for block in blocks) or _has_sections(paragraphs, start, end, frozenset(blocks))
    ]
    if len(full) > 1:
        raise SourceError(document.source, "several_reports", "; ".join(title.text for title in full[:4]))


def _has_sections(paragraphs: list[tuple[Locator, str]], start: int, end: int, tables: frozenset[int]) -> bool:
    inside = [(place, text) for place, text in paragraphs if start < place.block < end and place.block not in tables]
    return len(find_headings(inside)) >= FEWEST_SECTIONS


def _missing(title: str | None) -> str:
    return "no title of a report and no official table" if title is None else "a title, but no sections and no table"
