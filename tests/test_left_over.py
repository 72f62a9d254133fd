"""Numbers beside labels of the form that no reading of a table speaks of."""

import pytest

from gongkai import Report, read_report

REPORT = """嘉禾县2023年政府信息公开工作年度报告
一、总体情况
略。
二、主动公开政府信息情况
{}
三、存在的主要问题及改进情况
略。
"""


def reading(body: str) -> Report:
    return read_report(REPORT.format(body).encode())


def told(report: Report) -> list[float | None]:
    return sorted(row.value for row in (*report.observation_rows, *report.unmatched_rows) if row.value is not None)


@pytest.mark.parametrize("blank", ["  ", " " * 20, "\u3000\u3000"])
def test_no_number_beside_a_label_of_the_form_is_lost(blank: str) -> None:
    assert told(reading(blank.join(["行政规范性文件", "7", "13", "21", "34"]))) == [7, 13, 21, 34]


def test_no_number_between_labels_of_the_form_is_lost() -> None:
    lines = ["（一）予以公开", "某项 7", "（二）部分公开", "13", "2.重复申请", "另一项 21", "（七）总计", "34"]
    assert told(reading("\n".join(lines))) == [7, 13, 21, 34]


def test_a_wide_line_is_no_prose() -> None:
    wide = "行政规范性文件" + 80 * " " + "7" + 80 * " " + "13"
    assert told(reading(wide)) == [7, 13]


def test_numbers_of_other_tables_are_none_of_the_form() -> None:
    body = "| 项目 | 数量 |\n|---|---|\n| 绿化面积 | 7 |\n| 公厕 | 13 |\n| 路灯 | 21 |"
    report = reading(body)
    assert (report.observation_rows, report.unmatched_rows) == ((), ())


def test_prose_that_names_a_row_of_the_form_is_no_table() -> None:
    report = reading("全年作出行政许可决定7件，行政处罚13件，制定行政规范性文件21件。")
    assert report.unmatched_rows == ()
    assert report.summary["status"] == "no_form"
