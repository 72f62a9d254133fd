"""A verdict as lines for a terminal, for a pipe, and for whatever else takes text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.check.wording import Phrase, joined, number
from gongkai.printable import printable
from gongkai.verdict.judging import NoVerdict
from gongkai.verdict.verdicts import Finding, FoundPlace, Verdict
from gongkai.verdict.words import Language, in_language, word

__all__ = ["ShownLine", "facts_of", "lines_of", "place_words", "summary_line"]

MOST_NOT_CHECKED = 8
"""Reasons for what was not checked that are listed before the rest is only counted."""

_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line: its text, how far it is set in, and how it looks where colours are shown."""

    text: str
    indent: int = 0
    style: str = ""


def lines_of(found: Verdict | NoVerdict, language: Language) -> Iterator[ShownLine]:
    """Give the lines of a verdict: what is wrong, the worst first, and what was not checked."""
    if isinstance(found, NoVerdict):
        for text in _said(found.message, language):
            yield ShownLine(text, style="bold red")
        return
    title = found.report.identity.title
    yield ShownLine(printable(f"{found.source}: {title}" if title else found.source), style="bold")
    for place, finding in enumerate(found.failing, start=1):
        yield from _finding(place, finding, language)
    if not found.failing:
        yield ShownLine(in_language(word("clean"), language), 1, "green")
    yield ShownLine(in_language(word("counts", **found.counts), language), 1)
    yield from _not_checked(found, language)


def summary_line(found: Sequence[Verdict | NoVerdict], language: Language) -> ShownLine:
    """Give one line on many reports."""
    verdicts = [each for each in found if isinstance(each, Verdict)]
    errors = sum(each.has_errors for each in verdicts)
    warnings = sum(not each.has_errors and each.counts["warning"] > 0 for each in verdicts)
    counted = word(
        "in_all",
        reports=len(verdicts),
        errors=errors,
        warnings=warnings,
        clean=len(verdicts) - errors - warnings,
        unusable=len(found) - len(verdicts),
    )
    return ShownLine(in_language(counted, language), style="bold")


def place_words(place: FoundPlace) -> Phrase:
    """Say where a finding stands.

    >>> place_words(FoundPlace(page=2, row="总计")).english
    'page 2, row “总计”'
    """
    named = ("page", "table", "section", "row", "column", "sentence")
    parts = [word(name, **{name: value}) for name in named if (value := getattr(place, name)) is not None]
    return joined(parts, ", ", "，") if parts else word(place.part or "whole_report")


def facts_of(finding: Finding) -> Phrase:
    """Say what stands there and what was expected, as far as there is such."""
    facts = [word("printed", printed=finding.printed)] if finding.printed else []
    facts += [word("expected", expected=number(finding.expected))] if finding.expected is not None else []
    return joined(facts, "; ", "；")


def _finding(number_of: int, finding: Finding, language: Language) -> Iterator[ShownLine]:
    severity, place = word(finding.severity), place_words(finding.place)
    head = Phrase(
        f"{number_of}. {severity.english}: {place.english}", f"{number_of}. {severity.chinese}：{place.chinese}"
    )
    yield ShownLine(printable(in_language(head, language)), 1, _STYLES[finding.severity])
    yield from (ShownLine(text, 2) for text in _said(finding.message, language))
    if facts := in_language(facts_of(finding), language):
        yield ShownLine(printable(facts), 2)
    yield ShownLine(printable(in_language(word("rule", rule=finding.rule, source=finding.source), language)), 2, "dim")


def _not_checked(found: Verdict, language: Language) -> Iterator[ShownLine]:
    reasons = list(dict.fromkeys(each.message for each in found.not_checked))
    if not reasons:
        return
    yield ShownLine(in_language(word("not_checked"), language), 1)
    for reason in reasons[:MOST_NOT_CHECKED]:
        yield from (ShownLine(text, 2, "dim") for text in _said(reason, language))
    if len(reasons) > MOST_NOT_CHECKED:
        yield ShownLine(in_language(word("more", number=len(reasons) - MOST_NOT_CHECKED), language), 2, "dim")


def _said(message: Phrase, language: Language) -> Sequence[str]:
    """Give a message, one line a language."""
    return [printable(text) for text in in_language(message, language, between="\n").split("\n")]
