"""The sections of a report: those of its form or of the law are there, say something, and are numbered on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gongkai.check.rules import Rule, rulebook
from gongkai.check.wording import Phrase
from gongkai.chinese import ordinal, spelled
from gongkai.forms import FORMS, Form, form
from gongkai.rows import Check, Identity, Outcome, Section

__all__ = ["check_sections", "form_of_year"]


def check_sections(identity: Identity, tables: Sequence[str], sections: Sequence[Section]) -> Iterator[Check]:
    """Check the sections of a report in which these tables were found."""
    of_form = _form_with_sections(identity, tables)
    found = list(_of_form(of_form, sections))
    yield from found
    if of_form is None:
        yield from _of_law(identity, sections)
    # Of a section that is missing, nothing need be said twice.
    if not any(each.rule == "sections_present" and each.outcome == "fails" for each in found):
        yield from _numbered_on(sections)


def form_of_year(year: int | None) -> str | None:
    """Give the national form that was made for a year.

    >>> form_of_year(2020), form_of_year(2012)
    ('2019', None)
    """
    if year is None:
        return None
    return next((code for code in FORMS if form(code).first_year <= year <= (form(code).last_year or year)), None)


def _form_with_sections(identity: Identity, tables: Sequence[str]) -> Form | None:
    """Give the newest form in use that names its sections, or that of the year where no table was found."""
    codes = {name.partition(".")[0] for name in tables} & set(FORMS)
    of_year = form_of_year(identity.year)
    known = (form(code) for code in sorted(codes or filter(None, [of_year]), reverse=True))
    return next((each for each in known if each.sections), None)


def _of_form(of: Form | None, sections: Sequence[Section]) -> Iterator[Check]:
    """Check the sections that the form wants: they are there, and those that a report is read for say something."""
    rule, full = rulebook().rules["sections_present"], rulebook().rules["section_empty"]
    if of is None:
        yield rule.finding("sections", "not_applicable", None, None, rule.say("not_applicable"))
        yield full.finding("sections", "not_applicable", None, None, full.say("not_applicable"))
        return
    headed = [section for section in sections if section.number is not None]
    if not headed:
        place = sections[0].locator if sections else None
        yield rule.finding("sections", "fails", None, None, rule.say("none"), place)
        yield full.finding("sections", "not_applicable", None, None, full.say("not_found"), place)
        return
    known: Mapping[str, Mapping[str, str]] = rule.parameters["sections"]
    must_say: Sequence[str] = full.parameters["sections"]
    behind = headed[0].locator
    for title in of.sections:
        # A new form may name a section that no rule knows: its heading has the title itself.
        of_title = known.get(title, {})
        section = next((each for each in headed if _is_section(each, title, of_title.get("kind"))), None)
        name = Phrase(f"“{title}” ({of_title['english']})" if of_title else f"“{title}”", f"“{title}”")
        outcome: Outcome = "holds" if section else "fails"
        behind = section.locator if section else behind
        yield rule.finding(title, outcome, None, None, rule.say(outcome, section=name), behind)
        if section and title in must_say:
            yield _says_something(full, section, title, name)


def _is_section(section: Section, title: str, kind: str | None) -> bool:
    return section.kind == kind or title in "".join((section.heading or "").split())


def _says_something(rule: Rule, section: Section, title: str, name: Phrase) -> Check:
    own = section.characters - len("".join(f"{section.number}、{section.heading}".split()))
    outcome: Outcome = "fails" if own <= rule.parameters["most_characters_of_a_token"] else "holds"
    said = rule.say(outcome, section=name, characters=max(own, 0))
    return rule.finding(title, outcome, None, None, said, section.locator)


def _of_law(identity: Identity, sections: Sequence[Section]) -> Iterator[Check]:
    """Check the contents that the Regulations name, where no form names sections; what is counted, tables may hold."""
    rule = rulebook().rules["contents_present"]
    if identity.year is None or not rule.parameters["first_year"] <= identity.year <= rule.parameters["last_year"]:
        return
    place = sections[-1].locator if sections else None
    for kind, words in rule.parameters["kinds"].items():
        section = next((each for each in sections if each.kind == kind), None)
        outcome: Outcome = "holds" if section else "fails"
        said = rule.say(outcome, content=Phrase(**words))
        yield rule.finding(kind, outcome, None, None, said, section.locator if section else place)


def _numbered_on(sections: Sequence[Section]) -> Iterator[Check]:
    """Check that no number is left out between headings; a text and its tables may each be numbered from 一 on."""
    rule = rulebook().rules["sections_numbered"]
    numbered = [(number, each) for each in sections if each.number and (number := ordinal(each.number))]
    gaps = [
        (missing, before)
        for (last, before), (number, _) in pairwise([(0, None), *numbered])
        for missing in range(last + 1, number)
    ]
    for position, (missing, before) in enumerate(gaps, start=1):
        said = rule.say("fails", missing=spelled(missing))
        place = before.locator if before else numbered[0][1].locator
        yield rule.finding(f"gap {position}", "fails", None, None, said, place)
    if numbered and not gaps:
        last = numbered[-1][1]
        said = rule.say("holds", first=numbered[0][1].number, last=last.number)
        yield rule.finding("sections", "holds", None, None, said, last.locator)
