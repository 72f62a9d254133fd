"""Reports that have no table, or no title, and what is no report."""

import pytest

import gongkai

PERIOD = "本报告所列数据的统计期限自2012年1月1日至2012年12月31日止。"
SECTIONS = ("一、概述", "略。", "二、主动公开政府信息情况", "公开信息9条。", "三、依申请公开政府信息办理情况", "略。")


def read(*lines: str) -> gongkai.Report:
    return gongkai.read_report("\n".join(lines).encode(), name="report.txt")


def test_a_report_without_a_title_is_known_by_its_period_and_its_sections() -> None:
    report = read(PERIOD, *SECTIONS)
    assert (report.identity.title, report.identity.year) == (None, 2012)
    assert [(each.subject, each.value, each.section) for each in report.figure_rows] == [("公开信息", 9, 2)]


OF_ITSELF = "本报告根据《中华人民共和国政府信息公开条例》要求，由嘉禾县水利局编制。"


def test_a_page_of_which_only_the_beginning_is_left_is_known_by_what_it_says_of_itself() -> None:
    report = read(OF_ITSELF, PERIOD, "一、概述", "公开信息9条。")
    assert (report.identity.title, report.identity.agency, report.identity.year) == (None, "嘉禾县水利局", 2012)
    assert [(each.subject, each.value) for each in report.figure_rows] == [("公开信息", 9)]


def test_one_section_of_any_kind_is_enough_below_a_title_that_is_explained() -> None:
    lines = ("嘉禾县2012年政府信息公开工作年度报告", OF_ITSELF, "一、主要任务落实", "公开信息9条。")
    assert read(*lines).identity.agency == "嘉禾县"
    with pytest.raises(gongkai.SourceError):
        read(lines[0], *lines[2:])


@pytest.mark.parametrize(
    "lines",
    [
        (OF_ITSELF, PERIOD, "一、岗位职责", "略。"),  # no section of such a report
        (OF_ITSELF, "一、概述", "略。"),  # of no year
        ("本制度根据《中华人民共和国政府信息公开条例》制定。", PERIOD, "一、概述", "略。"),
        ("嘉禾县水利局2012年政府信息公开工作要点", "2012年，我局编制年度报告。", *SECTIONS),
        ("关于做好2012年政府信息公开年报工作的通知", "各单位：", "2012年，我县各单位要编制年报。", *SECTIONS),
        ("嘉禾县水利局信息公开指南", "根据《政府信息公开条例》，编制本指南。", PERIOD, *SECTIONS),
        ("按照《高等学校信息公开办法》编制。", "统计期限自2011年9月1日至2012年8月31日止。", *SECTIONS),
        ("嘉禾县水利局2012年第一季度政府信息公开工作报告", "统计期限自2012年1月1日至2012年3月31日。", *SECTIONS),
        SECTIONS,  # of no year
        ("统计期限自2012年1月1日至2012年6月30日止。", *SECTIONS),  # of half a year
        (PERIOD, "一、概述", "略。", "二、主动公开政府信息情况", "公开信息9条。"),  # one telling section
    ],
)
def test_other_texts_without_a_title_are_no_reports(lines: tuple[str, ...]) -> None:
    with pytest.raises(gongkai.SourceError) as caught:
        read(*lines)
    assert caught.value.reason == "not_a_report"


def test_a_year_that_the_period_contradicts_is_none() -> None:
    report = read("根据条例，现公布我局2013年政府信息公开年度报告。", PERIOD, *SECTIONS)
    assert (report.identity.year, report.identity.period_start.year) == (None, 2012)
    assert "year: the text announces 2013, the period 2012" in report.identity.remarks
