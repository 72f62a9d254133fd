"""Verdicts as rows of one list, which workbooks show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.check.wording import Phrase
from gongkai.printable import printable_lines
from gongkai.verdict.judging import NoVerdict
from gongkai.verdict.lines import place_words
from gongkai.verdict.verdicts import Finding, Verdict
from gongkai.verdict.words import Language, in_language, word

__all__ = ["ListedCell", "headings", "rows_not_checked", "rows_of"]

ListedCell = str | int | float | None


def headings(name: str, language: Language) -> tuple[str, ...]:
    """Give the headings of a list, by the name that they have among the words.

    >>> headings("headings", "en")[:3]
    ('no.', 'severity', 'what is wrong')
    """
    said = word(name)
    pairs = zip(said.english.split(","), said.chinese.split(","), strict=True)
    return tuple(in_language(Phrase(*pair), language) for pair in pairs)


def rows_of(found: Sequence[Verdict | NoVerdict], language: Language) -> Iterator[tuple[ListedCell, ...]]:
    """Give a row a finding, and a row a source that could not be checked; numbers are numbers."""
    failing = ((each, finding) for each in found for finding in (each.failing if isinstance(each, Verdict) else [None]))
    for number, (each, finding) in enumerate(failing, start=1):
        if finding is None:
            message = each.message if isinstance(each, NoVerdict) else Phrase()
            yield number, None, _said(message, language), *[None] * 7, None, None, _clean(each.source)
        else:
            yield number, *_cells(finding, language), _clean(each.source)


def rows_not_checked(found: Sequence[Verdict | NoVerdict], language: Language) -> Iterator[tuple[ListedCell, ...]]:
    """Give a row for each thing that was not checked: the reason, the place, the rule and the report."""
    for each in found:
        for finding in each.not_checked if isinstance(each, Verdict) else ():
            place = in_language(place_words(finding.place), language)
            yield _said(finding.message, language), _clean(place), finding.rule, _clean(each.source)


def _cells(finding: Finding, language: Language) -> tuple[ListedCell, ...]:
    place = finding.place
    part = in_language(place_words(place), language) if place.part else None
    return (
        in_language(word(finding.severity), language),
        _said(finding.message, language),
        _clean(place.table or place.section or part or ""),
        _clean(place.row or ""),
        _clean(place.column or ""),
        _clean(place.sentence or ""),
        _clean(finding.printed or ""),
        finding.expected,
        place.page,
        finding.rule,
        in_language(finding.source, language),
    )


def _said(message: Phrase, language: Language) -> str:
    return _clean(in_language(message, language, between="\n"))


def _clean(text: str) -> str:
    return printable_lines(text)
