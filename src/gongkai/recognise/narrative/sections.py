"""The sections of a report's text: number, heading, kind and length."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gongkai.chinese import NUMERALS, ordinal
from gongkai.document import Document, Locator
from gongkai.recognise.page_lines import is_page_line
from gongkai.recognise.values import clean, without_markup
from gongkai.recognise.vocabulary import vocabulary
from gongkai.rows import Section

__all__ = ["Heading", "find_headings", "find_sections"]

LONGEST_HEADING = 40
"""Characters beyond which a numbered line is a sentence."""

_NUMBERED = tuple(
    re.compile(rf"(?:{mark})\s*(\S.*)")
    for mark in (
        rf"(?=第?[{NUMERALS}])第?([{NUMERALS}]{{1,3}})(?:部分[、.,:]?|[、.,:])",
        rf"[(]([{NUMERALS}]{{1,3}})[)]",
        r"(\d{1,2})[、.]",
    )
)
"""How headings are numbered, the usual way first."""

_ATTACHMENT = re.compile(r"(?:附件|附表|附)\s*\d?\s*[:：、.]?\s*(\S.{0,60})")
_SENTENCE = re.compile(r"[。；;，,！!？?]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its printed number, its text without the number, and where it stands."""

    number: str | None
    text: str
    kind: str
    locator: Locator


def find_sections(document: Document, title_at: Locator | None, tables: Collection[int]) -> tuple[Section, ...]:
    """Give the sections of a text from its title on, without the blocks in `tables`.

    Section 0 is what stands between the title and the first heading.
    """
    start = title_at.block if title_at else 0
    whole = [
        (locator, paragraph)
        for locator, paragraph in document.paragraphs()
        if locator.block not in tables and not is_page_line(paragraph)
    ]
    text = [line for line in whole if line[0].block > start]
    headings = find_headings(text)
    # A title below all text, as in a link to the next report, heads none of it; but figures may stand in it.
    text = text or whole
    if not text:
        return ()
    bounds = [0, *(heading.locator.block for heading in headings), len(document.blocks) + 1]
    sections = [Section(0, None, None, "preamble", _length(text, bounds[0], bounds[1]), text[0][0])]
    for position, heading in enumerate(headings, start=1):
        sections.append(
            Section(
                section=position,
                number=heading.number,
                heading=heading.text,
                kind=heading.kind,
                characters=_length(text, bounds[position], bounds[position + 1]),
                locator=heading.locator,
            )
        )
    return tuple(sections)


def find_headings(text: Sequence[tuple[Locator, str]]) -> list[Heading]:
    """Give the numbered headings that follow one another, and the attachments.

    Reports number their sections 一、; where none does, （一） and then 1、 may head them.
    """
    levels = [_headings(text, numbered) for numbered in _NUMBERED]
    whole = (level for level in levels if sum(heading.number is not None for heading in level) > 1)
    return next(whole, levels[0])


def _headings(text: Sequence[tuple[Locator, str]], numbered: re.Pattern[str]) -> list[Heading]:
    found: list[Heading] = []
    last = 0
    for locator, paragraph in text:
        heading = _heading(locator, paragraph, numbered)
        if heading is None:
            continue
        if heading.number is None:
            found.append(heading)
            continue
        number = ordinal(heading.number)
        # A list inside a section counts from 一 again, and is none of the report's sections.
        if number is not None and last < number <= last + 2:
            found.append(heading)
            last = number
    return found


def _heading(locator: Locator, paragraph: str, numbered: re.Pattern[str]) -> Heading | None:
    printed = without_markup(clean(paragraph[: 4 * LONGEST_HEADING]))
    found = numbered.fullmatch(printed)
    if found:
        text = _heading_text(found[2], whole=len(paragraph) <= LONGEST_HEADING)
        return Heading(found[1], text, _kind(text), locator) if text else None
    attached = _ATTACHMENT.fullmatch(printed)
    if attached and _kind(attached[1]) == "attachment":
        return Heading(None, attached[1], "attachment", locator)
    return None


def _heading_text(behind: str, *, whole: bool) -> str | None:
    """Give the heading of a line, or of a paragraph that goes on behind its heading."""
    end = _SENTENCE.search(behind)
    if end is None:
        return behind.rstrip(":：") if whole else None
    text = behind[: end.start()]
    known = len(text) <= LONGEST_HEADING / 2 and _kind(text) != "other" and end.group() == "。"
    return text if known else None


def _kind(text: str) -> str:
    kinds = vocabulary().section_kinds
    return next((kind for kind, words in kinds if any(word in text for word in words)), "other")


def _length(text: Sequence[tuple[Locator, str]], first: int, end: int) -> int:
    return sum(len("".join(paragraph.split())) for locator, paragraph in text if first <= locator.block < end)
