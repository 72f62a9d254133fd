"""A report against the other years of its agency."""

from __future__ import annotations

import pytest

from gongkai.check import YearOfAgency, check_years
from gongkai.document import Locator
from gongkai.rows import Check, Observation, Status


def observation(indicator_id: str, value: float | None, unit: str = "件") -> Observation:
    status: Status = "blank" if value is None else "reported"
    return Observation(indicator_id, value, status, unit, "form", "", Locator(1), "", "label", 1.0)


def report(year: int, cells: dict[str, float | None], name: str = "", agency: str = "321322-教育局") -> YearOfAgency:
    return YearOfAgency(name or str(year), agency, year, [observation(*cell) for cell in cells.items()])


def findings(reports: list[YearOfAgency], report_id: str, rule: str) -> list[Check]:
    return [check for check in check_years(reports)[report_id] if check.rule == rule]


@pytest.mark.parametrize(
    ("before", "now", "outcome"),
    [(3, 3, "holds"), (3, 5, "fails"), (None, 5, "not_applicable"), (3, None, "not_applicable")],
)
def test_what_is_carried_over(before: float | None, now: float | None, outcome: str) -> None:
    reports = [
        report(2020, {"2019.requests.carried_out.total": before}),
        report(2021, {"2021.requests.carried_in.total": now}),
    ]
    [check] = findings(reports, "2021", "carry_over")
    assert (check.outcome, check.kind, check.severity) == (outcome, "years", "warning")
    assert check.subject == "2021.requests.carried_in.total"


def test_a_finding_across_years_names_the_years() -> None:
    reports = [
        report(2022, {"2021.requests.carried_out.total": 3}),
        report(2023, {"2021.requests.carried_in.total": 5}),
    ]
    [check] = findings(reports, "2023", "carry_over")
    assert check.message_chinese.startswith(
        "“总计”一列：2023年“上年结转政府信息公开申请数量”5应等于2022年“结转下年度继续办理”3，相差2"
    )


def test_documents_in_force_are_carried_on() -> None:
    stock = "2021.disclosure.normative_documents"
    reports = [
        report(2022, {f"{stock}.in_force": 84}),
        report(2023, {f"{stock}.made": 8, f"{stock}.repealed": 26, f"{stock}.in_force": 66}),
        report(2024, {f"{stock}.made": 8, f"{stock}.repealed": 0, f"{stock}.in_force": 66}),
        report(2025, {f"{stock}.made": 8, f"{stock}.repealed": 0, f"{stock}.in_force": 75}),
    ]
    # Documents also lapse at the end of their term.
    for year in ("2023", "2024"):
        assert [check.outcome for check in findings(reports, year, "in_force_carry")] == ["holds"]
    [check] = findings(reports, "2025", "in_force_carry")
    assert (check.left, check.right, check.difference, check.outcome) == (75, 74, 1, "fails")


def test_a_change_may_be_negative() -> None:
    items = "2019.disclosure.licences"
    reports = [
        report(2019, {f"{items}.items_last_year": 10, f"{items}.items_change": -4}),
        report(2020, {f"{items}.items_last_year": 6, f"{items}.items_change": 0}),
    ]
    assert [check.outcome for check in findings(reports, "2020", "items_carry")] == ["holds"]


def test_a_form_that_has_no_such_cell_is_told_as_such() -> None:
    reports = [
        report(2018, {"fujian.statistics.requests_received.year": 3}),
        report(2019, {"2019.requests.carried_in.total": 5}),
    ]
    [check] = findings(reports, "2019", "carry_over")
    assert check.outcome == "not_applicable"
    assert "当年的表格可能没有此项" in check.message_chinese


def test_without_the_year_before_nothing_is_compared() -> None:
    reports = [
        report(2020, {"2019.requests.carried_out.total": 3}),
        report(2022, {"2021.requests.carried_in.total": 5}),
    ]
    reports.append(report(2021, {"2021.requests.carried_out.total": 9}, agency="321322-水利局"))
    assert findings(reports, "2022", "carry_over") == []


def test_two_reports_of_a_year_that_differ_say_nothing() -> None:
    reports = [
        report(2022, {"2021.requests.carried_out.total": 3}, "first"),
        report(2022, {"2021.requests.carried_out.total": 4}, "second"),
        report(2023, {"2021.requests.carried_in.total": 5}),
    ]
    [check] = findings(reports, "2023", "carry_over")
    assert check.outcome == "not_applicable"
    assert "未能识别" in check.message_chinese


RECEIVED = "2021.requests.received.total"


def series(*values: float | None) -> list[YearOfAgency]:
    return [report(2018 + number, {RECEIVED: value}) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ((40, 50, 60, 5000), "fails"),
        ((40, 50, 60, 500), "holds"),
        ((1, 2, 3, 90), "holds"),
        ((40, 50, 5000), None),
        ((40, None, 60, 5000), None),
        ((0, 0, 0, 5000), None),
    ],
)
def test_a_leap_is_an_outlier(values: tuple[float | None, ...], outcome: str | None) -> None:
    found = findings(series(*values), str(2017 + len(values)), "outlier")
    assert [check.outcome for check in found] == ([outcome] if outcome else [])


def test_amounts_in_other_units_are_no_outliers() -> None:
    amount = "2021.disclosure.administrative_fees.amount"
    reports = [YearOfAgency(str(year), "a", year, [observation(amount, 30.0, "万元")]) for year in (2021, 2022, 2023)]
    reports.append(YearOfAgency("2024", "a", 2024, [observation(amount, 300000.0, "元")]))
    assert findings(reports, "2024", "outlier") == []


def test_every_report_has_an_entry() -> None:
    assert set(check_years(series(1, 2))) == {"2018", "2019"}


def test_a_year_without_a_report_is_named() -> None:
    reports = [report(2018, {RECEIVED: 1}), report(2021, {RECEIVED: 2}), report(2022, {RECEIVED: 3})]
    assert findings(reports, "2018", "missing_report") == []
    told = [(check.subject, check.outcome, check.severity) for check in findings(reports, "2021", "missing_report")]
    assert told == [("year 2019", "fails", "note"), ("year 2020", "fails", "note")]
    (there,) = findings(reports, "2022", "missing_report")
    assert (there.subject, there.outcome) == ("year 2021", "holds")


@pytest.mark.parametrize(
    ("before", "now", "outcome"),
    [
        (12, 4100, "fails"),
        (4100, 12, "fails"),
        (0, 101, "fails"),
        (410, 4100, "holds"),
        (0, 100, None),
        (9, 90, None),
        (None, 4100, None),
        (12, None, None),
    ],
)
def test_a_jump_names_both_numbers(before: float | None, now: float | None, outcome: str | None) -> None:
    found = findings([report(2022, {RECEIVED: before}), report(2023, {RECEIVED: now})], "2023", "year_jump")
    assert [(check.outcome, check.left, check.right) for check in found] == (
        [(outcome, now, before)] if outcome else []
    )


def test_a_jump_is_said_with_both_years() -> None:
    (check,) = findings([report(2022, {RECEIVED: 12}), report(2023, {RECEIVED: 4100})], "2023", "year_jump")
    assert check.message_chinese.startswith("“本年新收政府信息公开申请数量”2022年为12，2023年为4100")
    assert "was 12 in 2022 and is 4100 in 2023" in check.message


def test_only_the_year_before_is_beside_this_one() -> None:
    assert findings([report(2021, {RECEIVED: 12}), report(2023, {RECEIVED: 4100})], "2023", "year_jump") == []


def test_a_change_may_be_any_number() -> None:
    change = "2019.disclosure.licences.items_change"
    assert findings([report(2019, {change: 0}), report(2020, {change: 442})], "2020", "year_jump") == []
