"""A report of a region against those of the bodies that belong to it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import gongkai
from gongkai.check import YearOfAgency, check_bodies
from gongkai.divisions import belonging
from gongkai.divisions.belonging import Belonging, bodies_of
from gongkai.document import Locator
from gongkai.package import validate_package
from gongkai.publish import publish
from gongkai.rows import Check, Observation, Scope, Status
from gongkai.tables import BASE_TABLES

COUNTY, SCHOOLS, WATER, PARK = "321322-人民政府", "321322-教育局", "321322-水利局", "321322-工业园"
BODIES = {SCHOOLS: "government", WATER: "government", PARK: "region"}
RECEIVED = "2021.requests.received.total"


def observation(indicator_id: str, value: float | None, unit: str = "件") -> Observation:
    status: Status = "blank" if value is None else "reported"
    return Observation(indicator_id, value, status, unit, "form", "", Locator(7, 2, 3), "", "label", 1.0)


def report(
    agency: str, value: float | None, scope: Scope | None = None, unit: str = "件", name: str = ""
) -> YearOfAgency:
    return YearOfAgency(name or agency, agency, 2023, [observation(RECEIVED, value, unit)], scope)


def checks(*reports: YearOfAgency) -> list[Check]:
    return list(check_bodies(COUNTY, BODIES, reports)[COUNTY])


@pytest.mark.parametrize(
    ("value", "scope", "outcome", "total"),
    [
        (12, "government", "holds", 12),
        (11, "government", "fails", 12),
        (99, "government", "holds", 12),
        (12, "region", "fails", 42),
        (42, "region", "holds", 42),
    ],
)
def test_a_report_that_takes_others_in_has_no_less(value: float, scope: Scope, outcome: str, total: float) -> None:
    found = checks(report(COUNTY, value, scope), report(SCHOOLS, 5), report(WATER, 7), report(PARK, 30))
    assert [(each.subject, each.outcome, each.left, each.right) for each in found] == [
        (RECEIVED, outcome, value, total)
    ]
    assert (found[0].severity, found[0].kind, found[0].locator) == ("note", "bodies", Locator(7, 2, 3))


def test_bodies_without_a_table_are_named() -> None:
    in_prose = YearOfAgency("a report in prose", WATER, 2023, [], None)
    (found,) = checks(report(COUNTY, 3, "region"), report(SCHOOLS, 5), in_prose)
    assert found.message_chinese == (
        "“本年新收政府信息公开申请数量”为3，小于其3个所属机关中1个的报告合计5（水利局、工业园无可用数字，未计入），"
        "而本报告写明汇总所属机关；请核对汇总范围。"
    )
    assert "1 of its 3 bodies add up to 5 (without 水利局, 工业园, of which" in found.message


@pytest.mark.parametrize(
    ("scope", "bodies", "said"),
    [
        (None, [SCHOOLS], "no sentence says whose numbers"),
        ("own", [SCHOOLS], "does not take them in"),
        ("government", [], "of none of them are there numbers for 2023"),
        ("government", [PARK], "of none of them are there numbers for 2023"),
    ],
)
def test_what_is_not_compared_is_said(scope: Scope | None, bodies: list[str], said: str) -> None:
    (found,) = checks(report(COUNTY, 3, scope), *(report(body, 5) for body in bodies))
    assert (found.subject, found.outcome) == ("bodies", "not_applicable")
    assert said in found.message


@pytest.mark.parametrize(
    "of_schools",
    [
        [report(SCHOOLS, None)],
        [report(SCHOOLS, 50, unit="万元")],
        [report(SCHOOLS, 50, name="one"), report(SCHOOLS, 60, name="two")],
    ],
)
def test_what_is_no_clear_number_is_left_out_of_the_sum(of_schools: list[YearOfAgency]) -> None:
    (found,) = checks(report(COUNTY, 12, "government"), *of_schools, report(WATER, 7))
    assert (found.outcome, found.right) == ("holds", 7)


def test_changes_are_not_added_up() -> None:
    change = "2019.disclosure.licences.items_change"
    county = YearOfAgency(COUNTY, COUNTY, 2019, [observation(change, 1)], "government")
    schools = YearOfAgency(SCHOOLS, SCHOOLS, 2019, [observation(change, 4)])
    assert check_bodies(COUNTY, BODIES, [county, schools])[COUNTY] == ()


def test_an_agency_without_bodies_has_no_row() -> None:
    assert check_bodies(COUNTY, {}, [report(COUNTY, 3, "region")])[COUNTY] == ()


def test_a_body_belongs_for_its_years(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (Belonging(SCHOOLS, COUNTY, "government", 2012, 2018), Belonging(PARK, COUNTY, "region", 2015, None))
    monkeypatch.setattr(belonging, "belongings", lambda: lines)
    belonging._by_parent.cache_clear()
    try:
        assert [list(bodies_of(COUNTY, year)) for year in (2011, 2012, 2018, 2019)] == [
            [],
            [SCHOOLS],
            [SCHOOLS, PARK],
            [PARK],
        ]
    finally:
        belonging._by_parent.cache_clear()


def test_every_line_of_the_table_is_of_known_words() -> None:
    for line in belonging.belongings():
        assert line.counted_in in ("government", "region")
        assert line.agency_id != line.parent_id
        assert line.first_year <= (line.last_year or 9999)


def page(agency: str, granted: int, opening: str) -> bytes:
    """Print a report that says whose numbers it holds, with one row of the requests."""
    columns = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    cells = "".join(f"<td>{each}</td>" for each in (granted, *[0] * 5, granted))
    rows = f"<tr><td colspan=3>一、本年新收政府信息公开申请数量</td>{cells}</tr>"
    rows += f"<tr><td colspan=3>二、上年结转政府信息公开申请数量</td>{'<td>0</td>' * 7}</tr>"
    head = "".join(f"<td>{each}</td>" for each in columns)
    return (
        f"<html><meta charset=utf-8><h1>{agency}2023年政府信息公开工作年度报告</h1><p>{opening}</p><p>一、总体情况</p>"
        "<p>略。</p><p>三、收到和处理政府信息公开申请情况</p>"
        f"<table><tr><td colspan=3></td>{head}</tr>{rows}</table></html>"
    ).encode()


def test_a_package_holds_the_sum_and_validates(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    opening = "本报告由县政府办公室汇总县政府及其工作部门的数据编制。"
    (sources / "county.html").write_bytes(page("沭阳县人民政府", 3, opening))
    (sources / "bureau.html").write_bytes(page("沭阳县发展和改革局", 8, ""))
    gongkai.build(sources, tmp_path / "out", strict=True)
    found = gongkai.load("checks", tmp_path / "out")
    found = found[(found["rule"] == "hierarchy_sum") & (found["outcome"] == "fails")]
    assert sorted(zip(found["subject"], found["left"], found["right"], strict=True)) == [
        ("2021.requests.received.natural_persons", 3, 8),
        ("2021.requests.received.total", 3, 8),
    ]
    assert validate_package(tmp_path / "out") == []


@pytest.mark.parametrize("together", [1, 200])
def test_findings_that_do_not_follow_are_told_wherever_regions_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    """One finding of a county is changed, another is missing, and a bureau without bodies has one."""
    monkeypatch.setattr("gongkai.content.other_reports.REPORTS_TOGETHER", together)
    sources = tmp_path / "in"
    sources.mkdir()
    opening = "本报告由县政府办公室汇总县政府及其工作部门的数据编制。"
    (sources / "county.html").write_bytes(page("沭阳县人民政府", 3, opening))
    (sources / "bureau.html").write_bytes(page("沭阳县发展和改革局", 8, ""))
    gongkai.build(sources, tmp_path / "sound")
    frames = {table: gongkai.load(table, tmp_path / "sound", dtypes="arrow") for table in BASE_TABLES}
    checks, reports = frames["checks"], frames["reports"]
    (bureau,) = reports.loc[reports["source"] == "bureau.html", "report_id"]
    (county,) = reports.loc[reports["source"] == "county.html", "report_id"]
    of_county = checks["rule"] == "hierarchy_sum"
    changed = of_county & (checks["subject"] == "2021.requests.received.total")
    missing = of_county & (checks["subject"] == "2021.requests.received.natural_persons")
    checks.loc[changed, "right"] = 7.0
    of_bureau = checks[changed].assign(report_id=bureau, locator=None)
    frames["checks"] = pd.concat([checks[~missing], of_bureau])
    publish(frames, tmp_path / "changed")
    told = "\n".join(map(str, validate_package(tmp_path / "changed")))
    subject = "hierarchy_sum 2021.requests.received"
    assert f"{county} {subject}.natural_persons: None, but the rule applies to the report" in told
    assert f"{county} {subject}.total: 7.0, but the rows of the report give 8.0" in told
    assert f"{bureau} {subject}.total: 'hierarchy_sum', but the rule does not apply to the report so" in told
