"""Reports that are checked together: each beside the other years of its body, its bodies, and what others say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gongkai.check import YearOfAgency, check_bodies, check_years
from gongkai.check.rules import rulebook
from gongkai.divisions.belonging import bodies_of
from gongkai.document import Locator
from gongkai.printable import file_name
from gongkai.rows import Check
from gongkai.verdict.judging import NoVerdict
from gongkai.verdict.places import findings_of, sentences
from gongkai.verdict.verdicts import Verdict

__all__ = ["beside_one_another"]


def beside_one_another(found: Sequence[Verdict | NoVerdict]) -> list[Verdict | NoVerdict]:
    """Hold reports against each other, and give their verdicts with what that shows, in the same order.

    Of two that say the same, the later one repeats: that for a later year, or else the one that was given later.
    """
    verdicts = [each for each in found if isinstance(each, Verdict)]
    between = _between(verdicts)
    said = _Sentences()
    repeated = {id(each): said.repeated_in(each) for each in sorted(verdicts, key=_year)}
    return [
        _with_checks(each, [*between[each.report.report_id], *repeated[id(each)]])
        if isinstance(each, Verdict)
        else each
        for each in found
    ]


def _year(verdict: Verdict) -> int:
    return verdict.report.identity.year or 0


def _with_checks(verdict: Verdict, checks: Sequence[Check]) -> Verdict:
    return replace(verdict, findings=(*verdict.findings, *findings_of(checks, verdict.report)))


def _between(verdicts: Sequence[Verdict]) -> dict[str, list[Check]]:
    """Give what the rules between reports say, by report; a file that was given twice counts once."""
    reports = {each.report.report_id: _year_of_agency(each) for each in verdicts}
    known = [each for each in reports.values() if each is not None]
    by_agency: dict[str, list[YearOfAgency]] = defaultdict(list)
    for each in known:
        by_agency[each.agency_id].append(each)
    checks = check_years(known)
    found = {report_id: list(checks.get(report_id, ())) for report_id in reports}
    for report_id, report in reports.items():
        if report is None or len({each.year for each in by_agency[report.agency_id]}) == 1:
            found[report_id].append(_alone())
        if report is not None:
            bodies = bodies_of(report.agency_id, report.year)
            of_bodies = (each for body in bodies for each in by_agency[body] if each.year == report.year)
            found[report_id] += check_bodies(report.agency_id, bodies, [report, *of_bodies])[report_id]
    return found


def _year_of_agency(verdict: Verdict) -> YearOfAgency | None:
    """Give a report as the rules between reports need it, or None where its body or year is not known."""
    report, agency, year = verdict.report, verdict.report.identity.agency_entry, verdict.report.identity.year
    if agency is None or year is None:
        return None
    return YearOfAgency(report.report_id, agency.agency_id, year, report.observation_rows, report.identity.scope)


def _alone() -> Check:
    rule = rulebook().rules["missing_report"]
    return rule.finding("years", "not_applicable", None, None, rule.say("alone"))


_LEFT_OUT = re.compile(r"[\s\d.%％]+")


@dataclass(slots=True)
class _Sentences:
    """What the reports so far say, by their sentences without numbers and the name of their body."""

    seen: dict[str, str] = field(default_factory=dict)

    def repeated_in(self, verdict: Verdict) -> list[Check]:
        """Hold a report against those before it, a finding for each of which it repeats much."""
        rule = rulebook().rules["text_repeats"]
        repeated: dict[str, list[tuple[Locator, str]]] = defaultdict(list)
        for locator, sentence in _own_sentences(verdict):
            other = self.seen.setdefault(sentence, verdict.source)
            if other != verdict.source:
                repeated[other].append((locator, sentence))
        found = []
        for other, of_other in repeated.items():
            characters = sum(len(sentence) for _, sentence in of_other)
            if characters >= rule.parameters["fewest_characters"]:
                said = rule.say("fails", sentences=len(of_other), characters=characters, other=file_name(other))
                found.append(rule.finding(f"report {other}", "fails", None, None, said, of_other[0][0]))
        return found


def _own_sentences(verdict: Verdict) -> Iterator[tuple[Locator, str]]:
    """Give the sentences of a report's own words, where they stand."""
    parameters = rulebook().rules["text_repeats"].parameters
    agency = verdict.report.identity.agency
    for locator, paragraph in verdict.report.document.paragraphs():
        for start, sentence in sentences(paragraph):
            said = _LEFT_OUT.sub("", sentence.replace(agency, "") if agency else sentence)
            official = any(word in sentence for word in parameters["official"])
            if len(said) >= parameters["shortest_sentence"] and not official:
                yield replace(locator, start=start, end=start + len(sentence)), said
