"""Verdicts as rows of one list, which workbooks and Word documents show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.check.wording import Phrase, number
from gongkai.printable import printable_lines
from gongkai.verdict.judging import NoVerdict
from gongkai.verdict.verdicts import Verdict
from gongkai.verdict.words import Language, in_language, word

__all__ = ["headings", "rows_of"]


def headings(language: Language) -> tuple[str, ...]:
    """Give the headings of the list.

    >>> headings("en")[:3]
    ('no.', 'severity', 'report')
    """
    said = word("headings")
    pairs = zip(said.english.split(","), said.chinese.split(","), strict=True)
    return tuple(in_language(Phrase(*pair), language) for pair in pairs)


def rows_of(found: Sequence[Verdict | NoVerdict], language: Language) -> Iterator[tuple[str, ...]]:
    """Give a row a finding, and a row a source that could not be checked."""
    place_in_list = 0
    for each in found:
        if isinstance(each, NoVerdict):
            place_in_list += 1
            message = in_language(each.message, language, between="\n")
            cells = ("", each.source, *("",) * 7, message, "", "")
            yield str(place_in_list), *map(_clean, cells)
            continue
        for finding in each.failing:
            place_in_list += 1
            place = finding.place
            cells = (
                in_language(word(finding.severity), language),
                each.source,
                str(place.page or ""),
                place.table or place.section or "",
                place.row or "",
                place.column or "",
                place.sentence or "",
                finding.printed or "",
                "" if finding.expected is None else number(finding.expected),
                in_language(finding.message, language, between="\n"),
                finding.rule,
                in_language(finding.source, language),
            )
            yield str(place_in_list), *map(_clean, cells)


def _clean(text: str) -> str:
    return printable_lines(text)
