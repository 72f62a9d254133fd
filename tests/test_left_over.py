"""Numbers beside labels of the form that no reading of a table speaks of."""

import pytest

from explore import drawn, tried
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


def test_words_may_stand_between_numbers() -> None:
    lines = ["（一）予以公开 详见正文 7 0 13 见附件 21", "二、 上 年 结 转 政府 信息 公开 申请 数量 34 约3 详见正文"]
    assert told(reading("\n".join(lines))) == [0, 7, 13, 21, 34]


def test_a_label_may_stand_in_each_slot_that_it_covered() -> None:
    label = "一、本年新收政府信息公开申请数量"
    assert told(reading(f"{label}      {label}      {label}      7      见附件")) == [7]
    assert told(reading(f"{label}      {label}      {label}      7  13  21  34  55  89  321  144")) == sorted(
        [7, 13, 21, 34, 55, 89, 144, 321]
    )


def test_labels_of_a_table_may_have_run_together() -> None:
    rows = ["行政复议结果维持", "行政复议结果纠正", "行政复议其他结果", "未经复议直接起诉结果维持"]
    body = "\n".join(f"| {label} |  | {value} |" for label, value in zip(rows, (7, 13, 21, 34), strict=True))
    assert told(reading(body)) == [7, 13, 21, 34]


def test_a_lone_number_behind_a_table_of_the_form_is_told() -> None:
    header = "| 行政复议 | | | | |\n| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |"
    assert told(reading(f"{header}\n7")) == [7]


def test_numbers_far_from_any_label_are_of_no_table() -> None:
    prose = ["本年工作如下", "主要做法", "一是加强领导", "二是明确责任", "三是注重实效", "四是加强监督", "7"]
    assert reading("\n".join(["（一）予以公开", *prose])).unmatched_rows == ()


REPORTS, SEED = 200, 11
"""Reports of all formats, with all that may stand beside the form."""


def test_no_number_of_an_official_table_is_lost() -> None:
    lost = [
        (trial.plan, trial.format_name, trial.lookalike) for trial in map(tried, drawn(SEED, REPORTS)) if trial.silent
    ]
    assert lost == []
