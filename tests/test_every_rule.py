"""For each rule there is a report that breaks it and nothing else, and one that keeps it; no rule is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from gongkai.check import YearOfAgency, check_bodies, check_report, check_texts, check_years
from gongkai.check.expression import CellName
from gongkai.check.identities_of_forms import Instance, instances
from gongkai.check.rules import rulebook
from gongkai.check.text_and_tables import Concept, concepts
from gongkai.document import Document, Locator, Paragraph
from gongkai.forms import EVERY_FORM, Indicator, form, indicators
from gongkai.report import Report
from gongkai.rows import Agency, Check, DocumentNumber, Figure, Identity, Observation, Section, Unmatched
from gongkai.verdict import Verdict, beside_one_another

TEMPLATES = {"identity", "identity_across_years"}
"""They only lend their sentences to the identities of the forms."""

NAMED: Mapping[str, Indicator] = {each.indicator_id: each for each in indicators()}
AGENCY = Agency("321322-教育局", "沭阳县教育局", "department", "county", "321322")
YEARS = {"2014": 2016, "2019": 2020, "2021": 2023}
KINDS = ("overview", "disclosure", "requests", "disputes", "problems", "other")
OVERVIEW, LAST = 2, 12
"""The paragraphs of the first and the last section."""


@dataclass(frozen=True)
class Case:
    """All that rules look at: one report, its text, and the reports beside it."""

    identity: Identity
    cells: Mapping[str, float | None]
    sections: tuple[Section, ...]
    text: Mapping[int, str]
    figures: tuple[Figure, ...] = ()
    cited: tuple[DocumentNumber, ...] = ()
    other_years: Mapping[int, Mapping[str, float | None]] = field(default_factory=dict)
    of_bodies: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    said_before: str = ""

    def with_cells(self, **values: float | None) -> Case:
        """Change cells, `table__row__column` for each."""
        code = next(iter(self.cells)).partition(".")[0]
        return replace(self, cells=self.cells | {f"{code}.{k.replace('__', '.')}": v for k, v in values.items()})

    def without(self, part: str) -> Case:
        """Take away the cells whose name has a part."""
        return replace(self, cells={name: value for name, value in self.cells.items() if part not in name})

    def saying(self, paragraph: int, text: str) -> Case:
        return replace(self, text={**self.text, paragraph: text})

    def with_identity(self, **values: object) -> Case:
        return replace(self, identity=replace(self.identity, **values))  # type: ignore[arg-type]

    def stating(self, *figures: Figure) -> Case:
        return replace(self, figures=figures)


def observations(cells: Mapping[str, float | None]) -> list[Observation]:
    tables = list(dict.fromkeys(".".join(name.split(".")[:2]) for name in cells))
    found = []
    for number, (name, value) in enumerate(cells.items(), start=1):
        block = 20 + tables.index(".".join(name.split(".")[:2]))
        indicator, status = NAMED[name], "blank" if value is None else "reported"
        place = Locator(block, number, 2)
        found.append(
            Observation(name, value, status, indicator.unit, "form", "", place, indicator.row_label, "label", 1.0)
        )
    return found


def clean(code: str) -> Case:
    """Give a report of a form that keeps every rule: each cell is 0, and its text says nothing that could be wrong."""
    year = YEARS.get(code) or form(code).last_year or 2018
    titles = form(code).sections or form("2021").sections
    sections = tuple(
        Section(number, mark, title, kind, len(title) + 102, Locator(2 * number - 1))
        for number, (mark, title, kind) in enumerate(zip("一二三四五六", titles, KINDS, strict=True), start=1)
    )
    identity = Identity(
        title=f"沭阳县教育局{year}年政府信息公开年度报告",
        agency="沭阳县教育局",
        agency_entry=AGENCY,
        year=year,
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
        period_locator=Locator(14),
        published=date(year + 1, 1, 20),
    )
    cells: dict[str, float | None] = {name: 0.0 for name, each in NAMED.items() if each.form == code}
    return Case(identity, cells, sections, {LAST: "本年度未收取信息处理费。"})


def all_checks(case: Case) -> Iterator[Check]:
    rows = observations(case.cells)
    text = {**{2 * each.section - 1: f"{each.number}、{each.heading}" for each in case.sections}, **case.text}
    document = Document(tuple(Paragraph(text.get(block, "略。")) for block in range(1, 15)), "text", source="this")
    yield from check_report(case.identity, rows, case.figures, case.sections, (), case.cited)
    yield from check_texts(document, case.identity, case.sections)
    year, agency = case.identity.year or 0, AGENCY.agency_id
    own = YearOfAgency("this", agency, year, rows, case.identity.scope)
    others = [YearOfAgency(str(each), agency, each, observations(cells)) for each, cells in case.other_years.items()]
    yield from check_years([own, *others])["this"]
    of_bodies = [YearOfAgency(body, body, year, observations(cells)) for body, cells in case.of_bodies.items()]
    yield from check_bodies(agency, dict.fromkeys(case.of_bodies, "government"), [own, *of_bodies])["this"]
    yield from _repeated(case, document)


def _repeated(case: Case, document: Document) -> Iterator[Check]:
    """Give what a verdict says of text that another report has as well; only a verdict says it."""
    if not case.said_before:
        return
    earlier = Document((Paragraph(case.said_before),), "text", source="earlier")
    identities = replace(case.identity, year=(case.identity.year or 0) - 1), case.identity
    found = beside_one_another(
        [
            Verdict(each.source, _report(each, identity), ())
            for each, identity in zip((earlier, document), identities, strict=True)
        ]
    )
    for finding in found[1].findings if isinstance(found[1], Verdict) else ():
        if finding.rule == "text_repeats":
            yield rulebook().rules["text_repeats"].finding("text", finding.outcome, None, None, finding.message)


def _report(document: Document, identity: Identity) -> Report:
    rows: dict[str, tuple[Unmatched, ...]] = dict.fromkeys(
        (
            *("observation_rows", "unmatched_rows", "section_rows", "document_number_rows"),
            *("figure_rows", "point_rows"),
        ),
        (),
    )
    return Report(identity=identity, forms=(), data=document.source.encode(), document=document, **rows)  # type: ignore[arg-type]


def failing(case: Case) -> set[str]:
    return {check.rule for check in all_checks(case) if check.outcome == "fails"}


def holding(case: Case) -> set[str]:
    return {check.rule for check in all_checks(case) if check.outcome == "holds"}


@pytest.mark.parametrize("code", YEARS)
def test_a_clean_report_breaks_nothing(code: str) -> None:
    assert failing(clean(code)) == set()


# Rules that are code over data of their own ---------------------------------------------------------------------------


def figure(number: int, subject: str, value: float, unit: str = "条", section: int = 1, **more: object) -> Figure:
    place = Locator(2 * section, start=number, end=number + 1)
    known: dict[str, object] = {
        "normal_value": value,
        "normal_unit": unit,
        "from_value": None,
        "hedge": None,
        "kind": "count",
        "topic": None,
        "whole": None,
        "stated": "number",
        "raw": f"{value:g}{unit}",
        "locator": place,
        "sentence_locator": Locator(2 * section, start=0, end=9),
    }
    return Figure(number, section, subject, value, unit, **(known | more))  # type: ignore[arg-type]


def _of_parts(*parts: tuple[str, float]) -> tuple[Figure, ...]:
    whole = figure(1, "培训场次", 12.0, "次")
    return (whole, *(figure(n, subject, value, "次", whole=1) for n, (subject, value) in enumerate(parts, start=2)))


def _share(percent: float) -> tuple[Figure, ...]:
    share = figure(3, "来访", percent, "%", kind="share", whole=1)
    return (figure(1, "咨询", 974.0, "人次"), figure(2, "来访", 472.0, "人次", whole=1), share)


def _twice(value: float) -> tuple[Figure, ...]:
    first = figure(1, "发布培训通知", 12.0, topic="website")
    return (first, figure(2, "发布培训通知", value, section=2, topic="website"))


NEW, OLD, MIDDLE = clean("2021"), clean("2014"), clean("2019")
CITED = DocumentNumber(1, "国办公开办函〔2019〕60号", "国办公开办函", 2019, 60, Locator(2, start=0, end=16))
OWN = "全年通过门户网站的通知公告栏目和办事指南栏目发布教育招生与学校收费方面的信息，方便家长查询和下载使用。" * 5


def _lacking(section: str, of: Case = NEW) -> Case:
    kept = [each for each in of.sections if each.kind != section]
    numbered = zip("一二三四五六", kept, strict=False)
    return replace(of, sections=tuple(replace(each, number=mark) for mark, each in numbered))


CASES: Mapping[str, tuple[Case, Case]] = {
    "tables_present": (NEW.without(".disputes."), NEW),
    "rows_present": (NEW.without(".closed_fee_unpaid."), NEW),
    "columns_present": (NEW.without(".research_bodies"), NEW),
    "cells_present": (NEW.without("reviews.pending"), NEW),
    "blank_table": (
        replace(NEW, cells={k: None if ".disputes." in k else v for k, v in NEW.cells.items()}),
        NEW,
    ),
    "blank_total": (
        NEW.with_cells(disputes__reviews__total=None),
        NEW,
    ),
    "blank_cells": (OLD.with_cells(statistics__disclosed_via_gazette__count=None), OLD),
    "sections_present": (_lacking("disputes"), NEW),
    "sections_numbered": (replace(NEW, sections=(*NEW.sections[:5], replace(NEW.sections[5], number="七"))), NEW),
    "contents_present": (_lacking("problems", OLD), OLD),
    "section_empty": (
        replace(NEW, sections=tuple(replace(s, characters=20) if s.kind == "problems" else s for s in NEW.sections)),
        NEW,
    ),
    "title_present": (NEW.with_identity(title=None), NEW),
    "period_present": (NEW.with_identity(period_start=None, period_end=None, period_locator=None), NEW),
    "period_possible": (
        NEW.with_identity(period_start=None, period_end=None),
        NEW,
    ),
    "negative_count": (NEW.with_cells(disclosure__licences__decisions=-7.0), NEW),
    "fraction_of_count": (NEW.with_cells(disclosure__licences__decisions=7.5), NEW),
    "form_of_year": (replace(NEW, cited=(CITED,)), NEW),
    "rules_power": (NEW.with_cells(disclosure__regulations__in_force=3.0), NEW),
    "procurement_pair": (
        MIDDLE.with_cells(disclosure__central_procurement__amount=12.5),
        MIDDLE.with_cells(disclosure__central_procurement__amount=12.5, disclosure__central_procurement__projects=2.0),
    ),
    "fee_statement": (NEW.saying(LAST, "无其他事项。"), NEW),
    "fee_amount": (
        NEW.saying(LAST, "本年度收取信息处理费25元。"),
        NEW.saying(LAST, "本年度收取信息处理费120元。"),
    ),
    "wrong_year_in_text": (
        NEW.saying(OVERVIEW, "2022年，我局公开信息。"),
        NEW.saying(OVERVIEW, "2023年，我局公开信息。"),
    ),
    "text_repeats": (replace(NEW.saying(OVERVIEW, OWN), said_before=OWN), replace(NEW, said_before=OWN)),
    "part_within_whole": (NEW.stating(*_of_parts(("室内", 13.0))), NEW.stating(*_of_parts(("室内", 12.0)))),
    "parts_of_whole": (
        NEW.stating(*_of_parts(("自然人", 5.0), ("其他组织", 4.0))),
        NEW.stating(*_of_parts(("自然人", 8.0), ("其他组织", 4.0))),
    ),
    "share_of_whole": (NEW.stating(*_share(50.0)), NEW.stating(*_share(48.46))),
    "stated_twice": (NEW.stating(*_twice(13.0)), NEW.stating(*_twice(12.0))),
    "year_in_title": (NEW.with_identity(title="沭阳县教育局2022年政府信息公开年度报告"), NEW),
    "period_is_year": (NEW.with_identity(period_end=date(2023, 11, 30)), NEW),
    "published_after_period": (NEW.with_identity(published=date(2023, 12, 20)), NEW),
    "published_in_time": (NEW.with_identity(published=date(2024, 3, 1)), NEW),
    "missing_report": (replace(NEW, other_years={2021: NEW.cells}), replace(NEW, other_years={2022: NEW.cells})),
    "year_jump": (
        replace(NEW.with_cells(disclosure__licences__decisions=4100.0), other_years={2022: NEW.cells}),
        replace(
            NEW.with_cells(disclosure__licences__decisions=4100.0),
            other_years={2022: NEW.with_cells(disclosure__licences__decisions=4000.0).cells},
        ),
    ),
    "outlier": (
        replace(
            NEW.with_cells(disclosure__licences__decisions=4100.0),
            other_years={
                2020: NEW.with_cells(disclosure__licences__decisions=10.0).cells,
                2021: NEW.with_cells(disclosure__licences__decisions=10.0).cells,
                2022: NEW.with_cells(disclosure__licences__decisions=1000.0).cells,
            },
        ),
        replace(
            NEW.with_cells(disclosure__licences__decisions=41.0),
            other_years={
                year: NEW.with_cells(disclosure__licences__decisions=10.0).cells for year in (2020, 2021, 2022)
            },
        ),
    ),
    "hierarchy_sum": (
        replace(
            NEW.with_identity(scope="government"),
            of_bodies={"321322-水利局": NEW.with_cells(disclosure__licences__decisions=4.0).cells},
        ),
        replace(
            NEW.with_identity(scope="government").with_cells(disclosure__licences__decisions=4.0),
            of_bodies={"321322-水利局": NEW.with_cells(disclosure__licences__decisions=4.0).cells},
        ),
    ),
}
"""A report that breaks the rule, and one that keeps it."""

WITHOUT_A_ROW = {"text_repeats"}
"""Rules that say nothing of what keeps them."""


@pytest.mark.parametrize("rule", CASES)
def test_one_report_breaks_only_this_rule(rule: str) -> None:
    broken, kept = CASES[rule]
    assert failing(broken) == {rule}
    assert failing(kept) == set()
    assert rule in holding(kept) | WITHOUT_A_ROW


# What the forms promise of their own numbers --------------------------------------------------------------------------

IDENTITIES: Mapping[str, Instance] = {each.identity.id: each for each in instances()}


@pytest.mark.parametrize("rule", IDENTITIES)
def test_numbers_break_only_this_identity(rule: str) -> None:
    instance = IDENTITIES[rule]
    kept = clean(instance.subject.form)
    if instance.across_years:
        before = {(kept.identity.year or 0) - cell.years_ago for cell, _ in instance.places if cell.years_ago}
        kept = replace(kept, other_years=dict.fromkeys(before, kept.cells))
    assert failing(kept) == set()
    assert rule in holding(kept)
    assert failing(_broken(kept, instance)) == {rule}


def _broken(kept: Case, instance: Instance) -> Case:
    """Count one thing more, and then what that obliges to, until nothing but the rule is broken."""
    waiting = [_counting_more(kept, cell, name) for cell, name in instance.places]
    for _ in range(400):
        case = waiting.pop(0)
        broken = [each for each in _instances_broken(case) if each.identity.id != instance.identity.id]
        if not broken and instance.identity.id in failing(case):
            return case
        others = broken[0].places if broken else instance.places
        waiting += [_counting_more(case, cell, name) for cell, name in others]
    raise AssertionError(f"no numbers were found that break {instance.identity.id} alone")


def _counting_more(case: Case, cell: CellName, name: str) -> Case:
    if not cell.years_ago:
        return replace(case, cells={**case.cells, name: (case.cells[name] or 0.0) + 1})
    year = (case.identity.year or 0) - cell.years_ago
    cells = case.other_years[year]
    return replace(case, other_years={**case.other_years, year: {**cells, name: (cells[name] or 0.0) + 1}})


def _instances_broken(case: Case) -> list[Instance]:
    broken = {(each.rule, each.subject) for each in all_checks(case) if each.outcome == "fails"}
    return [each for each in instances() if (each.identity.id, each.subject.indicator_id) in broken]


# Text against tables --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("concept", concepts(), ids=lambda each: each.rule.id)
def test_a_number_of_the_text_breaks_only_this_rule(concept: Concept) -> None:
    code = next(each for each in EVERY_FORM if each in concept.cells)
    unit = next(each for each in concept.rule.parameters["units"] if each not in ("千元", "万元", "百万元", "亿元"))
    for value, outcome in ((9e6, {concept.rule.id}), (0.0, set())):
        case = clean(code).stating(*_stated(concept, value, unit))
        assert failing(case) == outcome
        assert (concept.rule.id in holding(case)) == (not outcome)


def _stated(concept: Concept, value: float, unit: str) -> Iterator[Figure]:
    """State a number of a concept; one that is told by its whole is a part of such."""
    money = {"kind": "money"} if unit == "元" else {}
    topic = min(concept.topics, default=None)
    whole = 2 if concept.of else None
    yield figure(1, "".join(concept.words[0]), value, unit, topic=topic, whole=whole, **money)
    if concept.of:
        yield figure(2, concept.of[0], value, unit, topic=topic)


def test_no_rule_is_left_out() -> None:
    of_text = {concept.rule.id for concept in concepts()}
    assert set(CASES) | of_text == set(rulebook().rules) - TEMPLATES
    assert set(IDENTITIES) == {each.id for code in EVERY_FORM for each in form(code).identities}
