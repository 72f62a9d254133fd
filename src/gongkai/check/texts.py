"""What the words of a report say that no row keeps: the fee for processing, and years that are not its own.

A package has no text, so a finding quotes the words that it goes by: from these it can be made again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.check.rules import Rule, rulebook
from gongkai.document import Document, Locator
from gongkai.rows import Check, Identity, Outcome, Section

__all__ = ["RULES_OF_WORDS", "check_texts", "made_again"]

RULES_OF_WORDS = frozenset({"fee_statement", "fee_amount", "wrong_year_in_text"})
"""Rules that look at words of which a package has only what a finding quotes."""

_SECTION_SIX = "section six"
_AMOUNT = re.compile(r"信息处理费[^。；;，,“”\d]{0,8}(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万?元)")
_OWN_WORK = re.compile(
    r"(?:^|(?<=[。；;]))\s*(?P<year>20\d\d)年度?[，,]?(?:我|本)(?:省|市|州|县|区|旗|镇|乡|街道|局|委|办|厅|单位|机关|部门)"
)
_SENTENCE_END = re.compile("[。；;]")


def check_texts(document: Document, identity: Identity, sections: Sequence[Section]) -> Iterator[Check]:
    """Check the wording of a report, of which only the places are kept in rows."""
    paragraphs = list(_paragraphs(document, sections))
    yield _fee_statement(identity, paragraphs)
    yield from _fee_amounts(identity, paragraphs)
    yield from _years_of_own_work(identity, paragraphs)


def made_again(check: Check, identity: Identity) -> Check:
    """Make a finding on words again, from the words that it quotes.

    >>> from dataclasses import replace
    >>> from gongkai.document import Paragraph
    >>> section = Section(1, "一", "总体情况", "overview", 20, Locator(1))
    >>> document = Document((Paragraph("一、总体情况"), Paragraph("2022年，我局公开信息12条。")), "text")
    >>> identity = Identity(year=2023)
    >>> wrong = next(each for each in check_texts(document, identity, [section]) if each.rule == "wrong_year_in_text")
    >>> made_again(wrong, identity) == wrong, made_again(replace(wrong, outcome="holds"), identity) == wrong
    (True, True)
    """
    rule, quoted = rulebook().rules[check.rule], check.message_chinese.partition("“")[2].partition("”")[0]
    if rule.id == "fee_statement":
        return rule.finding(_SECTION_SIX, check.outcome, None, None, rule.say(check.outcome), check.locator)
    of_words = _fee_amount if rule.id == "fee_amount" else _own_work
    found = (_AMOUNT if rule.id == "fee_amount" else _OWN_WORK).search(quoted)
    return of_words(rule, check.subject, found, check.locator, identity) if found else replace(check, message="")


@dataclass(frozen=True, slots=True)
class _InSection:
    """A paragraph, with the kind of the section that it stands in."""

    text: str
    locator: Locator
    kind: str


def _paragraphs(document: Document, sections: Sequence[Section]) -> Iterator[_InSection]:
    begun = sorted((section.locator.block, section.kind) for section in sections if section.locator)
    blocks = [block for block, _ in begun]
    for locator, text in document.paragraphs():
        position = bisect_right(blocks, locator.block)
        if position:
            yield _InSection(text, locator, begun[position - 1][1])


def _fee_statement(identity: Identity, paragraphs: Sequence[_InSection]) -> Check:
    rule = rulebook().rules["fee_statement"]
    section = [each for each in paragraphs if each.kind == rule.parameters["kind"]]
    if identity.year is None or identity.year < rule.parameters["first_year"] or not section:
        return rule.finding(_SECTION_SIX, "not_applicable", None, None, rule.say("not_applicable"))
    told = next((each for each in section if any(word in each.text for word in rule.parameters["words"])), None)
    outcome: Outcome = "holds" if told else "fails"
    return rule.finding(_SECTION_SIX, outcome, None, None, rule.say(outcome), (told or section[0]).locator)


def _fee_amounts(identity: Identity, paragraphs: Sequence[_InSection]) -> Iterator[Check]:
    rule = rulebook().rules["fee_amount"]
    found = ((each, amount) for each in paragraphs for amount in _AMOUNT.finditer(each.text))
    for number, (paragraph, amount) in enumerate(found, start=1):
        yield _fee_amount(rule, f"amount {number}", amount, _span(paragraph, amount), identity)


def _fee_amount(rule: Rule, subject: str, amount: re.Match[str], place: Locator | None, _: Identity) -> Check:
    yuan = Decimal(amount["digits"].replace(",", "")) * (10_000 if amount["unit"] == "万元" else 1)
    outcome: Outcome = "fails" if yuan % rule.parameters["step"] else "holds"
    return rule.finding(subject, outcome, float(yuan), None, rule.say(outcome, printed=amount[0]), place)


def _years_of_own_work(identity: Identity, paragraphs: Sequence[_InSection]) -> Iterator[Check]:
    rule = rulebook().rules["wrong_year_in_text"]
    found = (
        (each, sentence)
        for each in paragraphs
        if each.kind in rule.parameters["kinds"]
        for sentence in _OWN_WORK.finditer(each.text)
        if not any(word in _SENTENCE_END.split(each.text[sentence.start() :])[0] for word in rule.parameters["without"])
    )
    if identity.year is None:
        return
    for number, (paragraph, sentence) in enumerate(found, start=1):
        yield _own_work(rule, f"sentence {number}", sentence, _span(paragraph, sentence), identity)


def _own_work(rule: Rule, subject: str, sentence: re.Match[str], place: Locator | None, identity: Identity) -> Check:
    own, said = identity.year, int(sentence["year"])
    outcome: Outcome = "holds" if said == own else "fails"
    message = rule.say(outcome, printed=sentence[0].strip(), year=own)
    return rule.finding(subject, outcome, float(said), None if own is None else float(own), message, place)


def _span(paragraph: _InSection, found: re.Match[str]) -> Locator:
    return replace(paragraph.locator, start=found.start(), end=found.end())
