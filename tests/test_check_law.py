"""What no cell can say, and what law and form demand: for each rule what breaks it, and what keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from gongkai.check import check_report, check_texts
from gongkai.check.cell_values import check_values
from gongkai.check.law import check_law
from gongkai.check.metadata import check_metadata
from gongkai.document import Document, Locator, Paragraph
from gongkai.forms import indicators
from gongkai.pipeline import read_report
from gongkai.rows import Agency, Check, DocumentNumber, Identity, Observation, Section

NAMED = {each.indicator_id: each for each in indicators()}
REPORT = Identity(year=2023, agency_entry=Agency("321322-教育局", "沭阳县教育局", "department", "county", "321322"))


def cell(indicator_id: str, value: float | None, unit: str | None = None) -> Observation:
    indicator = NAMED[indicator_id]
    status = "blank" if value is None else "reported"
    place, label = Locator(5, 2, 3), indicator.row_label
    return Observation(indicator_id, value, status, unit or indicator.unit, "form", "", place, label, "label", 1.0)


def one(checks: Sequence[Check], rule: str, subject: str | None = None) -> Check:
    return next(each for each in checks if each.rule == rule and subject in (None, each.subject))


@pytest.mark.parametrize(
    ("indicator_id", "value", "unit", "broken"),
    [
        ("2021.requests.received.total", 7.0, None, set()),
        ("2021.requests.received.total", 0.0, None, set()),
        ("2021.requests.received.total", -7.0, None, {"negative_count"}),
        ("2021.requests.received.total", 7.5, None, {"fraction_of_count"}),
        ("2019.disclosure.licences.items_change", -3.0, None, set()),
        ("2021.disclosure.administrative_fees.amount", 12.5, None, set()),
        ("2021.disclosure.administrative_fees.amount", -12.5, None, {"negative_count"}),
        ("2019.disclosure.central_procurement.amount", 12.5, None, set()),
        ("2019.disclosure.central_procurement.projects", 1.5, None, {"fraction_of_count"}),
    ],
)
def test_what_no_cell_can_say(indicator_id: str, value: float, unit: str | None, broken: set[str]) -> None:
    found = list(check_values([cell(indicator_id, value, unit)]))
    assert {each.rule for each in found if each.outcome == "fails"} == broken
    assert {each.rule for each in found} == {"negative_count", "fraction_of_count"}
    assert {each.locator for each in found} == {Locator(5, 2, 3)}


@pytest.mark.parametrize(
    ("rule", "name", "numbers", "outcome"),
    [
        ("disclosed_within_public", "2019.disclosure.regulations.{}", {"disclosed": 3, "in_public_total": 3}, "holds"),
        ("disclosed_within_public", "2019.disclosure.regulations.{}", {"disclosed": 4, "in_public_total": 3}, "fails"),
        ("in_force_floor", "2021.disclosure.regulations.{}", {"made": 5, "repealed": 2, "in_force": 3}, "holds"),
        ("in_force_floor", "2021.disclosure.regulations.{}", {"made": 5, "repealed": 2, "in_force": 2}, "fails"),
        ("procurement_pair", "2019.disclosure.central_procurement.{}", {"projects": 0, "amount": 0}, "holds"),
        ("procurement_pair", "2019.disclosure.central_procurement.{}", {"projects": 2, "amount": 9.5}, "holds"),
        ("procurement_pair", "2019.disclosure.central_procurement.{}", {"projects": 0, "amount": 9.5}, "fails"),
        (
            "procurement_pair",
            "2019.disclosure.central_procurement.{}",
            {"projects": 2, "amount": None},
            "not_applicable",
        ),
        (
            *("disclosed_normative_within_items", "2014.statistics.{}.count"),
            *({"disclosed_items": 9, "disclosed_normative_documents": 9}, "holds"),
        ),
        (
            *("disclosed_normative_within_items", "2014.statistics.{}.count"),
            *({"disclosed_items": 9, "disclosed_normative_documents": 10}, "fails"),
        ),
        (
            *("responses_max_channel", "2014.statistics.{}.count"),
            *({"responded_topics": 4, "weibo_wechat_responses": 4, "other_responses": 3}, "holds"),
        ),
        (
            *("responses_max_channel", "2014.statistics.{}.count"),
            *({"responded_topics": 3, "weibo_wechat_responses": 4, "other_responses": 3}, "fails"),
        ),
    ],
)
def test_rules_between_cells(rule: str, name: str, numbers: dict[str, float | None], outcome: str) -> None:
    found = check_report(REPORT, [cell(name.format(part), value) for part, value in numbers.items()], (), ())
    assert one(found, rule).outcome == outcome


@pytest.mark.parametrize(
    ("kind", "level", "value", "outcome"),
    [
        ("government", "county", 0, "holds"),
        ("government", "county", 3, "fails"),
        ("township", "township", 1, "fails"),
        ("department", "prefecture", 1, "fails"),
        ("department", "central", 1, "not_applicable"),
        ("government", "prefecture", 1, "not_applicable"),
        ("government", "province", 9, "not_applicable"),
    ],
)
def test_who_makes_rules(kind: str, level: str, value: float, outcome: str) -> None:
    identity = replace(REPORT, agency_entry=Agency("1-某", "某", kind, level, None))
    found = list(check_law(identity, [cell("2021.disclosure.regulations.made", value)], ()))
    assert one(found, "rules_power").outcome == outcome


@pytest.mark.parametrize(
    ("year", "table", "outcome"),
    [
        (2023, "2019.requests", "fails"),
        (2020, "2019.requests", "holds"),
        (2023, "2021.requests", "holds"),
        (None, "2019.requests", "not_applicable"),
    ],
)
def test_the_form_of_the_year(year: int | None, table: str, outcome: str) -> None:
    found = list(check_law(replace(REPORT, year=year), [cell(f"{table}.received.total", 1.0)], ()))
    assert one(found, "form_of_year", table).outcome == outcome


@pytest.mark.parametrize(("year", "serial", "told"), [(2023, 60, True), (2023, 61, False), (2020, 60, False)])
def test_a_form_of_another_year_is_cited(year: int, serial: int, told: bool) -> None:
    cited = DocumentNumber(
        4, f"国办公开办函〔2019〕{serial}号", "国办公开办函", 2019, serial, Locator(3, start=2, end=18)
    )
    found = [each for each in check_law(replace(REPORT, year=year), (), [cited]) if each.rule == "form_of_year"]
    assert [(each.subject, each.locator) for each in found] == ([("mention 4", cited.locator)] if told else [])


@pytest.mark.parametrize(
    ("start", "end", "locator", "outcome"),
    [
        (date(2023, 1, 1), date(2023, 12, 31), Locator(2), "holds"),
        (date(2024, 1, 1), date(2023, 12, 31), Locator(2), "fails"),
        (None, None, Locator(2), "fails"),
        (None, None, None, "not_applicable"),
    ],
)
def test_a_period_that_can_be(start: date | None, end: date | None, locator: Locator | None, outcome: str) -> None:
    identity = Identity(year=2023, period_start=start, period_end=end, period_locator=locator)
    assert one(list(check_metadata(identity)), "period_possible").outcome == outcome


@pytest.mark.parametrize(
    ("period", "start", "remark"),
    [
        ("2023年1月1日至2023年12月31日", date(2023, 1, 1), None),
        ("2024年1月1日至2023年12月31日", date(2024, 1, 1), "period: the one printed ends before it begins"),
        ("2023年1月1日至2023年12月32日", None, "period: the one printed names a day that does not exist"),
    ],
)
def test_a_period_is_kept_as_it_is_printed(period: str, start: date | None, remark: str | None) -> None:
    text = f"沭阳县教育局2023年政府信息公开年度报告\n本报告所列数据的统计期限为{period}。\n一、总体情况\n二、主动公开\n"
    report = read_report(text.encode())
    assert (report.identity.year, report.identity.period_start) == (2023, start)
    assert report.locate(report.identity.period_locator) == period
    assert [line for line in report.identity.remarks if line.startswith("period:")] == ([remark] if remark else [])
    assert one(report.check_rows, "period_possible").outcome == ("fails" if remark else "holds")


def texts(year: int, overview: str, last: str) -> list[Check]:
    document = Document(
        (Paragraph("一、总体情况"), Paragraph(overview), Paragraph("六、其他"), Paragraph(last)), "text"
    )
    sections = [
        Section(1, "一", "总体情况", "overview", 50, Locator(1)),
        Section(2, "六", "其他", "other", 50, Locator(3)),
    ]
    return list(check_texts(document, Identity(year=year), sections))


@pytest.mark.parametrize(
    ("year", "last", "outcome"),
    [
        (2023, "本年度未收取信息处理费。", "holds"),
        (2023, "无其他事项。", "fails"),
        (2020, "无其他事项。", "not_applicable"),
    ],
)
def test_section_six_tells_of_the_fee(year: int, last: str, outcome: str) -> None:
    assert one(texts(year, "", last), "fee_statement").outcome == outcome


@pytest.mark.parametrize(("amount", "outcome"), [("25元", "fails"), ("120元", "holds"), ("0.35万元", "holds")])
def test_amounts_that_the_tariff_gives(amount: str, outcome: str) -> None:
    found = one(texts(2023, "", f"全年收取信息处理费{amount}。"), "fee_amount")
    assert (found.outcome, found.locator) == (outcome, Locator(4, start=4, end=9 + len(amount)))


@pytest.mark.parametrize(
    ("sentence", "outcomes"),
    [
        ("2023年，我局主动公开信息12条。", ["holds"]),
        ("2022年，我局主动公开信息12条。", ["fails"]),
        ("2022年，我局印发了管理办法。", []),
        ("与2022年相比，我局公开信息增加。", []),
        ("2024年，我局将加强公开。", []),
    ],
)
def test_sentences_on_another_year(sentence: str, outcomes: list[str]) -> None:
    found = [each for each in texts(2023, sentence, "") if each.rule == "wrong_year_in_text"]
    assert [each.outcome for each in found] == outcomes
