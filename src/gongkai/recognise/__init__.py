"""Understand a document: who reports for which year, its sections, and the cells of the official forms."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from gongkai.chinese import ordinal
from gongkai.document import Document
from gongkai.errors import SourceError, reason_of_unread
from gongkai.recognise.form_tables.choice import find_tables
from gongkai.recognise.form_tables.observing import merge
from gongkai.recognise.form_tables.unknown_tables import UNKNOWN
from gongkai.recognise.headings import Heading
from gongkai.recognise.narrative.figures import find_figures
from gongkai.recognise.narrative.points import find_points
from gongkai.recognise.narrative.sections import find_sections
from gongkai.recognise.outline import Outline
from gongkai.recognise.titles import Title
from gongkai.recognise.who.announced import calls_itself_a_report, heads_another_text
from gongkai.recognise.who.identity import find_document_numbers, identify
from gongkai.rows import Facts, Identity, Section

__all__ = ["recognise"]

FEWEST_SECTIONS = 2
"""Headings that it takes to see a report in a text without any official table."""


TELLING_KINDS = frozenset({"disclosure", "requests", "disputes", "problems"})
"""What sections are about that only these reports have side by side."""

MOST_OF_A_YEAR = 200
"""Days that the first reports, of the Regulations that came into force in May, cover at least."""


def recognise(document: Document) -> Facts:
    """Give what a document says, without checks and repairs.

    Raises:
        SourceError: the document is no annual report, or more than one.
    """
    outline = Outline(document)
    identity = identify(outline)
    readings = find_tables(document, identity.year)
    merged = merge(readings.values())
    found_titles = [title for title in outline.titles if title.agency and title.year and title.locator]
    _refuse_several(outline, found_titles, merged.blocks)
    title_at = next((title.locator for title in found_titles if title.text == identity.title), None)
    sections = find_sections(outline, title_at, merged.blocks)
    # Of tables that no form knows, a page of any kind may have some.
    says_something = any(row.status != "blank" for row in merged.observations) or any(
        reading.unmatched for name, reading in readings.items() if name != UNKNOWN
    )
    if not says_something and not _reads_as_report(identity, sections, outline):
        if document.attachments and identity.title is not None:
            raise SourceError(document.source, "attachment_only", " ".join(document.attachments[:4]))
        reason = reason_of_unread([part.kind for part in document.unread])
        if reason is not None and identity.title is not None:
            raise SourceError(document.source, reason, "; ".join(part.detail for part in document.unread[:4]))
        raise SourceError(document.source, "not_a_report", _missing(identity.title))
    return Facts(
        identity=identity,
        forms=tuple(name for name, reading in readings.items() if reading.observations),
        observation_rows=merged.observations,
        unmatched_rows=merged.unmatched,
        section_rows=sections,
        document_number_rows=find_document_numbers(outline),
        figure_rows=find_figures(outline, sections, merged.blocks),
        point_rows=find_points(outline, sections, merged.blocks),
    )


def _reads_as_report(identity: Identity, sections: Sequence[Section], outline: Outline) -> bool:
    """Tell a report in prose: by its title, by what it says of itself, or by what its sections are about."""
    start, end = identity.period_start, identity.period_end
    numbered = [section for section in sections if section.number is not None]
    # Of a page that was cut, the first section may be all that is left.
    known = any(part.kind != "other" for part in numbered)
    above = [text for locator, text in outline.paragraphs if locator.block < outline.body]
    told = any(map(calls_itself_a_report, above))
    if identity.title is not None:
        named = identity.year is not None and (identity.agency is not None or told)
        return len(numbered) >= FEWEST_SECTIONS or (named and (known or (told and len(numbered) > 0)))
    # Schools report of a year of their own, by another law.
    days = (end - start).days if start is not None and end is not None else MOST_OF_A_YEAR
    if (start and end and start.year != end.year) or heads_another_text(above):
        return False
    # Where the text contradicts its period, the year is empty.
    if (identity.year is None and start is None) or days < MOST_OF_A_YEAR:
        return False
    return (known and told) or (len({section.kind for section in sections} & TELLING_KINDS) >= FEWEST_SECTIONS)


def _refuse_several(outline: Outline, found: Sequence[Title], tables: frozenset[int]) -> None:
    """Refuse a file in which two titles each head sections, or tables, of their own."""
    starts = [title.locator.block for title in found if title.locator]
    bounds = list(pairwise([*starts, outline.end]))
    in_order = sorted(tables)
    with_sections = [_begins_a_report(outline.headings(start + 1, end, without=tables)) for start, end in bounds]
    with_tables = [bisect_left(in_order, start) < bisect_left(in_order, end) for start, end in bounds]
    full = [number for number in range(len(found)) if with_sections[number] or with_tables[number]]
    differing = {(found[number].agency, found[number].year) for number in full}
    # A title printed again above the attachment heads no other report.
    if len(differing) > 1 or (sum(with_sections) > 1 and sum(with_tables) > 1):
        several = "; ".join(found[number].text for number in full[:4])
        raise SourceError(outline.document.source, "several_reports", several)


def _begins_a_report(headings: Sequence[Heading]) -> bool:
    """Tell sections from those that go on below a title which stands at the top of each page."""
    numbers = [ordinal(heading.number) for heading in headings if heading.number is not None]
    return len(headings) >= FEWEST_SECTIONS and (not numbers or (numbers[0] or 0) <= FEWEST_SECTIONS)


def _missing(title: str | None) -> str:
    return "no title of a report and no official table" if title is None else "a title, but no sections and no table"
