"""What the words of a report say that no row keeps: the fee for processing, and years that are not its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.check.rules import rulebook
from gongkai.document import Document, Locator
from gongkai.rows import Check, Identity, Outcome, Section

__all__ = ["check_texts"]

_AMOUNT = re.compile(r"信息处理费[^。；;，,\d]{0,8}(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万?元)")
_OWN_WORK = re.compile(
    r"(?:^|(?<=[。；;]))\s*(?P<year>20\d\d)年度?[，,]?(?:我|本)(?:省|市|州|县|区|旗|镇|乡|街道|局|委|办|厅|单位|机关|部门)"
)


def check_texts(document: Document, identity: Identity, sections: Sequence[Section]) -> Iterator[Check]:
    """Check the wording of a report, of which only the places are kept in rows."""
    paragraphs = list(_paragraphs(document, sections))
    yield _fee_statement(identity, paragraphs)
    yield from _fee_amounts(paragraphs)
    yield from _own_work(identity, paragraphs)


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
        return rule.finding("section six", "not_applicable", None, None, rule.say("not_applicable"))
    told = next((each for each in section if any(word in each.text for word in rule.parameters["words"])), None)
    outcome: Outcome = "holds" if told else "fails"
    return rule.finding("section six", outcome, None, None, rule.say(outcome), (told or section[0]).locator)


def _fee_amounts(paragraphs: Sequence[_InSection]) -> Iterator[Check]:
    rule = rulebook().rules["fee_amount"]
    found = ((each, amount) for each in paragraphs for amount in _AMOUNT.finditer(each.text))
    for number, (paragraph, amount) in enumerate(found, start=1):
        yuan = Decimal(amount["digits"].replace(",", "")) * (10_000 if amount["unit"] == "万元" else 1)
        outcome: Outcome = "fails" if yuan % rule.parameters["step"] else "holds"
        said = rule.say(outcome, printed=amount[0])
        yield rule.finding(f"amount {number}", outcome, float(yuan), None, said, _span(paragraph, amount))


def _own_work(identity: Identity, paragraphs: Sequence[_InSection]) -> Iterator[Check]:
    rule = rulebook().rules["wrong_year_in_text"]
    found = (
        (each, sentence)
        for each in paragraphs
        if each.kind in rule.parameters["kinds"]
        for sentence in _OWN_WORK.finditer(each.text)
        if not any(word in re.split("[。；;]", each.text[sentence.start() :])[0] for word in rule.parameters["without"])
    )
    if identity.year is None:
        return
    for number, (paragraph, sentence) in enumerate(found, start=1):
        year = int(sentence["year"])
        outcome: Outcome = "holds" if year == identity.year else "fails"
        said = rule.say(outcome, printed=sentence[0].strip(), year=identity.year)
        place = _span(paragraph, sentence)
        yield rule.finding(f"sentence {number}", outcome, float(year), float(identity.year), said, place)


def _span(paragraph: _InSection, found: re.Match[str]) -> Locator:
    return replace(paragraph.locator, start=found.start(), end=found.end())
