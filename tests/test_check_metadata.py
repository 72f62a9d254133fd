"""Title, period and publication."""

from __future__ import annotations

from datetime import date

import pytest

import gongkai
from gongkai.check.metadata import check_metadata
from gongkai.rows import Agency, Check, Identity


def identity(
    year: int | None = 2017,
    *,
    title: str | None = "某某县2017年政府信息公开年度报告",
    kind: str = "government",
    start: date | None = date(2017, 1, 1),
    end: date | None = date(2017, 12, 31),
    published: date | None = date(2018, 3, 1),
) -> Identity:
    agency = Agency("431024-某", "某", kind, "county", "431024")
    return Identity(
        title=title, agency_entry=agency, year=year, period_start=start, period_end=end, published=published
    )


def finding(of: Identity, rule: str) -> Check:
    return next(check for check in check_metadata(of) if check.rule == rule)


@pytest.mark.parametrize(
    ("of", "rule", "outcome"),
    [
        (identity(), "year_in_title", "holds"),
        (identity(title="某某县2016年政府信息公开年度报告"), "year_in_title", "fails"),
        (identity(title="某某县政府信息公开年度报告"), "year_in_title", "not_applicable"),
        (identity(title=None), "year_in_title", "not_applicable"),
        (identity(title="某某县二〇一七年政府信息公开年度报告"), "year_in_title", "holds"),
        (identity(title="某某县二○一六年政府信息公开年度报告"), "year_in_title", "fails"),
        (identity(None, title="某某县2018年政府信息公开年度报告"), "year_in_title", "fails"),
        (identity(None, end=None), "year_in_title", "not_applicable"),
        (identity(), "period_is_year", "holds"),
        (identity(end=date(2017, 12, 30)), "period_is_year", "fails"),
        (identity(end=None), "period_is_year", "not_applicable"),
        (identity(2008, start=date(2008, 5, 1), end=date(2008, 12, 31)), "period_is_year", "holds"),
        (identity(), "published_after_period", "holds"),
        (identity(published=date(2017, 12, 20)), "published_after_period", "fails"),
        (identity(published=None), "published_after_period", "not_applicable"),
    ],
)
def test_metadata(of: Identity, rule: str, outcome: str) -> None:
    assert finding(of, rule).outcome == outcome


@pytest.mark.parametrize(
    ("year", "kind", "published", "outcome"),
    [
        (2017, "government", date(2018, 3, 31), "holds"),
        (2017, "department", date(2018, 3, 31), "holds"),
        (2017, "government", date(2020, 9, 27), "fails"),
        (2018, "department", date(2019, 3, 30), "holds"),
        (2019, "department", date(2020, 1, 31), "holds"),
        (2019, "department", date(2020, 2, 1), "fails"),
        (2019, "government", date(2020, 3, 31), "holds"),
        (2023, "government", date(2024, 4, 1), "fails"),
        (2023, "township", date(2024, 4, 1), "not_applicable"),
        (2007, "government", date(2008, 4, 1), "not_applicable"),
    ],
)
def test_the_law_names_the_last_day(year: int, kind: str, published: date, outcome: str) -> None:
    check = finding(identity(year, kind=kind, published=published), "published_in_time")
    assert (check.outcome, check.severity) == (outcome, "warning")


def test_a_late_report_is_told_the_day_and_the_article() -> None:
    check = finding(identity(published=date(2020, 9, 27)), "published_in_time")
    assert "比公布期限2018年3月31日晚911天（2007年《政府信息公开条例》第三十一条）" in check.message_chinese
    assert "911 days after" in check.message


def test_a_title_of_another_year_than_the_period_is_reported() -> None:
    title = "嘉禾县2018年政府信息公开年度报告"
    text = f"{title}\n统计期限自2017年1月1日至2017年12月31日止。\n一、概述\n略。\n二、主动公开\n略。"
    report = gongkai.read_report(text.encode())
    found = next(check for check in report.check_rows if check.rule == "year_in_title")
    assert report.identity.year is None
    assert (found.outcome, found.severity, found.left, found.right) == ("fails", "error", 2018, 2017)
    assert found.message_chinese == "标题年份为2018，而报告所述为2017年；请更正标题或统计期限。"
