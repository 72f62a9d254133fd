"""Headings of sections: numbered lines that follow one another, and attachments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.chinese import NUMERALS, ordinal
from gongkai.document import Locator
from gongkai.recognise.values import clean, without_markup
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["Heading", "NumberedLine", "in_order", "read_line"]

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


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line that may be a heading: what it heads in each way of numbering, the usual way first."""

    block: int
    by_level: tuple[Heading | None, ...]


def read_line(locator: Locator, paragraph: str) -> NumberedLine | None:
    """Read a line that may head a section; None where it cannot.

    >>> line = read_line(Locator(block=3), "二、主动公开情况")
    >>> line.by_level[0].number, line.by_level[0].text, line.by_level[0].kind
    ('二', '主动公开情况', 'disclosure')
    >>> read_line(Locator(block=4), "全年主动公开信息12条。") is None
    True
    """
    printed = without_markup(clean(paragraph[: 4 * LONGEST_HEADING]))
    if not (printed[:1] in _BEGINNINGS or printed[:1].isdecimal()):
        return None
    by_level = tuple(_heading(locator, paragraph, printed, numbered) for numbered in _NUMBERED)
    return NumberedLine(locator.block, by_level) if any(by_level) else None


_BEGINNINGS = frozenset(f"第({NUMERALS}附")
"""What a heading begins with, if not with a digit."""


def in_order(lines: Sequence[NumberedLine]) -> list[Heading]:
    """Give the numbered headings among some lines that follow one another, and the attachments.

    Reports number their sections 一、; where none does, （一） and then 1、 may head them.
    """
    levels = [_following(line.by_level[level] for line in lines) for level in range(len(_NUMBERED))]
    whole = (level for level in levels if sum(heading.number is not None for heading in level) > 1)
    return next(whole, levels[0])


def _following(candidates: Iterable[Heading | None]) -> list[Heading]:
    found: list[Heading] = []
    last = 0
    for heading in candidates:
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


def _heading(locator: Locator, paragraph: str, printed: str, numbered: re.Pattern[str]) -> Heading | None:
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
