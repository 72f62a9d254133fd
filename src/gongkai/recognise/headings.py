"""Headings of sections: numbered lines that follow one another, and attachments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from gongkai.chinese import NUMERALS, ordinal
from gongkai.document import Locator
from gongkai.forms import FORMS, form
from gongkai.recognise.values import clean, without_markup
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["Heading", "NumberedLine", "in_order", "read_line"]

LONGEST_HEADING = 40
"""Characters beyond which a numbered line is a sentence."""

_NUMBERED = tuple(
    re.compile(rf"(?:{mark})\s*(\S.*)")
    for mark in (
        rf"(?=第?[{NUMERALS}])第?([{NUMERALS}]{{1,3}})(?:部分[、.,:]?|\s?[、.,:])",
        rf"[(]([{NUMERALS}]{{1,3}})[)]",
        r"(\d{1,2})[、.]",
        # The mark behind the number is lost, and a blank is left.
        rf"([{NUMERALS}]{{1,3}})\s(?![{NUMERALS}])",
    )
)
"""How headings are numbered, the usual way first."""

_ATTACHMENT = re.compile(r"(?:附件|附表|附)\s*\d?\s*[:：、.]?\s*(\S.{0,60})")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])")
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

    Reports number their sections 一、; where none does, （一） and then 1、 may head them. A report may number its text
    and then its tables, each from 一 on; and one number may be misprinted.
    """
    levels = [[heading for line in lines if (heading := line.by_level[level])] for level in range(len(_NUMBERED))]
    following = list(map(_following, levels))
    chosen = next((number for number, level in enumerate(following) if len(_numbered(level)) > 1), 0)
    # The only section has parts, which are numbered in the next way.
    chosen = next((above for above in range(chosen) if _heads(following[above], following[chosen])), chosen)
    return _with_misprinted(following[chosen], levels[chosen])


def _following(candidates: Sequence[Heading]) -> list[Heading]:
    found: list[Heading] = []
    last = 0
    for place, heading in enumerate(candidates):
        if heading.number is None:
            found.append(heading)
            continue
        number = _ordinal(heading) or 0
        # A list inside a section counts from 一 again, and is none of the report's sections.
        # Of a page that was cut, the first sections are gone.
        begins = number > last == 0 and heading.kind in _OF_REPORTS_ALONE
        if begins or last < number <= last + 2 or (number == 1 and last > 1 and _begins_again(candidates, place)):
            found.append(heading)
            last = number
    return found


_OF_REPORTS_ALONE = frozenset({"disclosure", "requests", "disputes", "problems"})


def _begins_again(candidates: Sequence[Heading], place: int) -> bool:
    """Tell a second numbering, of the form's sections, from a list inside a section."""
    texts: list[str] = []
    # To look at all that follows, at every place, would take as long as the square of the headings.
    for heading in map(candidates.__getitem__, range(place, len(candidates))):
        if heading.number is not None:
            texts.append(heading.text)
            if _ordinal(heading) != len(texts):
                return False
    official = _official_headings()
    return texts[0] in official and len(official.intersection(texts)) > 1


def _heads(above: Sequence[Heading], below: Sequence[Heading]) -> bool:
    numbered, parts = _numbered(above), _numbered(below)
    if len(numbered) != 1 or not parts or numbered[0].kind == "other":
        return False
    return _ordinal(numbered[0]) == 1 and numbered[0].locator.block < parts[0].locator.block


def _with_misprinted(found: Sequence[Heading], candidates: Sequence[Heading]) -> list[Heading]:
    """Put in a heading of the form that stands where a number is left out, under another number."""
    headings = list(found)
    for above, below in pairwise(_numbered(found)):
        if (_ordinal(above) or 0) + 2 != _ordinal(below):
            continue
        first, last = candidates.index(above) + 1, candidates.index(below)
        between = [heading for heading in candidates[first:last] if heading.text in _official_headings()]
        if len(between) == 1:
            headings.insert(headings.index(below), between[0])
    return headings


def _numbered(headings: Iterable[Heading]) -> list[Heading]:
    return [heading for heading in headings if heading.number is not None]


def _ordinal(heading: Heading) -> int | None:
    return None if heading.number is None else ordinal(heading.number)


@cache
def _official_headings() -> frozenset[str]:
    return frozenset(heading for code in FORMS for heading in form(code).sections)


def _heading(locator: Locator, paragraph: str, printed: str, numbered: re.Pattern[str]) -> Heading | None:
    found = numbered.fullmatch(printed)
    if found:
        text = _heading_text(found[2], whole=len(paragraph) <= LONGEST_HEADING)
        return Heading(found[1], text, _kind(text), locator) if text else None
    attached = _ATTACHMENT.fullmatch(printed) if printed.startswith("附") else None
    if attached and _kind(attached[1]) == "attachment":
        return Heading(None, attached[1], "attachment", locator)
    return None


def _heading_text(behind: str, *, whole: bool) -> str | None:
    """Give the heading of a line, or of a paragraph that goes on behind its heading."""
    official, _, prose = behind.partition(" ")
    if prose and official in _official_headings():
        return official
    behind = _SPACED.sub("", behind)
    end = _SENTENCE.search(behind)
    if end is None:
        return behind.rstrip(":：") if whole else None
    text = behind[: end.start()]
    # 三、收费情况:无。
    text = text.partition(":")[0] if whole else text
    known = len(text) <= LONGEST_HEADING / 2 and _kind(text) != "other" and end.group() == "。"
    return text if known else None


def _kind(text: str) -> str:
    kinds = vocabulary().section_kinds
    return next((kind for kind, words in kinds if any(word in text for word in words)), "other")
