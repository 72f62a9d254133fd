"""Titles, headings, periods and days as careless pages print them: the given cases, and our own of the same kinds."""

from datetime import date
from pathlib import Path

import pytest

from gongkai import Report, read_report

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"


def given(name: str) -> Report:
    path = CASES / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    return read_report(path)


def of_lines(*lines: str) -> Report:
    return read_report("\n".join(lines).encode())


def numbered(report: Report) -> list[tuple[str | None, str | None]]:
    return [(row.number, row.heading) for row in report.section_rows if row.number]


@pytest.mark.parametrize(
    ("name", "agency", "year", "sections"),
    [
        ("09-title-in-sentence.txt", "云岭区东河镇人民政府", 2018, 4),
        ("10-space-before-comma.txt", "云岭市安华镇人民政府", 2018, 2),
        ("14-page-time.txt", "东河镇", 2018, 2),
        ("17-period-wrapped.txt", "云岭市科委", 2024, 2),
        ("19-only-one-section.txt", "云岭区财政局", 2022, 1),
        ("20-second-level-kept.txt", "云岭乡", 2025, 1),
        ("24-title-split.txt", "云岭市公安局", 2020, 2),
        ("27-generic-publisher.txt", "云岭市安华镇人民政府", 2022, 2),
        ("28-second-numbering.txt", "云岭市科委", 2024, 6),
    ],
)
def test_a_given_page_says_who_reports_and_has_its_sections(name: str, agency: str, year: int, sections: int) -> None:
    report = given(name)
    assert (report.identity.agency, report.identity.year) == (agency, year)
    assert len(numbered(report)) == sections


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("14-page-time.txt", date(2018, 1, 1), date(2018, 12, 31)),
        ("17-period-wrapped.txt", date(2024, 1, 1), date(2024, 12, 31)),
        ("19-only-one-section.txt", date(2022, 1, 1), date(2022, 12, 31)),
        ("24-title-split.txt", date(2020, 1, 1), date(2020, 12, 31)),
    ],
)
def test_a_given_page_says_its_period(name: str, first: date, last: date) -> None:
    identity = given(name).identity
    assert (identity.period_start, identity.period_end) == (first, last)


def test_the_given_misprinted_number_keeps_its_section() -> None:
    assert numbered(given("13-header-typo.txt")) == [
        ("一", "总体情况"),
        ("一", "主动公开政府信息情况"),
        ("三", "收到和处理政府信息公开申请情况"),
    ]


@pytest.mark.parametrize("first", ["一 、概  述", "一、 概述", "一 概 述", "一  概述"])
def test_blanks_in_a_heading(first: str) -> None:
    second = first.replace("一", "二").replace("概  述", "主动公开情况").replace("概 述", "主动公开情况")
    report = of_lines("嘉禾县2018年政府信息公开年度报告", first, "略。", second.replace("概述", "主动公开情况"), "略。")
    assert numbered(report) == [("一", "概述"), ("二", "主动公开情况")]


@pytest.mark.parametrize("row", ["一 二 三", "三 （一）予以公开 4"])
def test_numerals_in_a_row_are_no_heading(row: str) -> None:
    report = of_lines("嘉禾县2018年政府信息公开年度报告", "一、概述", "略。", row, "二、主动公开情况", "略。")
    assert numbered(report) == [("一", "概述"), ("二", "主动公开情况")]


def test_a_list_inside_a_section_is_no_second_numbering() -> None:
    report = of_lines(
        "嘉禾县2022年政府信息公开工作年度报告",
        "一、总体情况",
        "二、工作机制",
        "一、主动公开工作",
        "二、依申请公开工作",
        "三、主动公开政府信息情况",
        "四、收到和处理政府信息公开申请情况",
    )
    assert [heading for _, heading in numbered(report)] == [
        "总体情况",
        "工作机制",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
    ]


def test_a_second_numbering_of_what_no_report_tells_is_a_list() -> None:
    report = of_lines(
        "嘉禾县2022年政府信息公开工作年度报告", "一、总体情况", "二、主动公开情况", "一、抓好培训", "二、配强力量"
    )
    assert [heading for _, heading in numbered(report)] == ["总体情况", "主动公开情况"]


def test_parts_of_the_only_section_are_no_sections() -> None:
    report = of_lines(
        "嘉禾县2022年政府信息公开工作年度报告", "一、基本情况", "（一）主动公开情况", "略。", "（二）依申请公开情况"
    )
    assert numbered(report) == [("一", "基本情况")]


@pytest.mark.parametrize("at", range(13, 21))
def test_a_title_is_read_wherever_its_line_breaks(at: int) -> None:
    title = "湖南省嘉禾县公安局2020年度政府信息公开工作年度报告"
    report = of_lines(title[:at], title[at:], "一、总体情况", "略。", "二、主动公开政府信息情况", "略。")
    assert (report.identity.agency, report.identity.year) == ("湖南省嘉禾县公安局", 2020)
    assert report.identity.title == title


@pytest.mark.parametrize("label", ["时间", "日期", "发布时间"])
@pytest.mark.parametrize("divider", [" | ", "　", "  "])
def test_the_day_of_publication_stands_in_the_line_of_the_page(label: str, divider: str) -> None:
    line = divider.join(["来源:本站原创", f"{label}:2019-01-18", "点击数:12"])
    report = of_lines("嘉禾县2018年政府信息公开年度报告", line, "一、概述", "略。", "二、主动公开情况", "略。")
    assert report.identity.published == date(2019, 1, 18)
    assert report.identity.published_source == "page"


def test_the_signature_says_where_a_township_lies() -> None:
    report = of_lines(
        "2018年珠泉镇政府信息公开工作年度报告",
        "一、概述",
        "略。",
        "二、主动公开情况",
        "略。",
        "嘉禾县珠泉镇人民政府",
        "2019年1月20日",
    )
    assert (report.identity.agency, report.identity.division_code) == ("珠泉镇", "431024")
    assert report.identity.published == date(2019, 1, 20)


def test_a_period_over_two_lines_is_shown_where_it_begins() -> None:
    report = of_lines(
        "嘉禾县2024年政府信息公开工作年度报告",
        "根据有关规定，本报告所列数据的统计期限自2024年1月",
        "1日起至2024年12月31日止，电子版可以下载。",
        "一、总体情况",
        "略。",
        "二、主动公开情况",
        "略。",
    )
    identity = report.identity
    assert (identity.period_start, identity.period_end) == (date(2024, 1, 1), date(2024, 12, 31))
    assert identity.period_locator is not None
    assert report.locate(identity.period_locator) == "2024年1月"
