"""Upright labels that a text took apart: letters before the labels of rows, and labels torn around values."""

import pytest

from gongkai import read_report
from gongkai.report import Report

HEAD = """云岭县2023年政府信息公开工作年度报告
一、总体情况
本县稳步推进公开工作。
三、收到和处理政府信息公开申请情况
自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计
一、本年新收政府信息公开申请数量 31 9 0 1 5 2 48
二、上年结转政府信息公开申请数量 11 0 0 0 0 0 11
"""
FOOT = """（七）总计 30 9 0 1 5 2 47
四、结转下年度继续办理 12 0 0 0 0 0 12
"""


def read(*lines: str) -> Report:
    return read_report((HEAD + "".join(f"{line}\n" for line in lines) + FOOT).encode())


def values(report: Report, row: str) -> list[float | None]:
    """Give the values of a row of the requests, in the order of the form."""
    return [each.value for each in report.observation_rows if f".requests.{row}." in each.indicator_id]


def test_letters_before_the_labels_of_rows_are_of_the_label_that_stands_beside_all_of_them() -> None:
    report = read(
        "三、 （一）予以公开 14 4 0 0 2 0 20",
        "本年 （二）部分公开 6 2 0 0 1 0 9",
        "度办 1.属于国家秘密 1 0 0 0 0 0 1",
        "理结 2.其他法律行政法规禁止公开 8 0 0 0 0 0 8",
        "果",
    )
    assert values(report, "granted") == [14, 4, 0, 0, 2, 0, 20]
    assert values(report, "partly_granted") == [6, 2, 0, 0, 1, 0, 9]
    assert values(report, "refused_state_secret") == [1, 0, 0, 0, 0, 0, 1]
    assert values(report, "refused_other_law") == [8, 0, 0, 0, 0, 0, 8]
    assert not report.unmatched_rows


def test_letters_of_two_upright_labels_may_stand_before_one() -> None:
    report = read(
        "三、",
        "本年",
        "度办",
        "2.重复申请 7 0 0 0 0 0 7",
        "理结",
        "果 （五）不予处 3.要求提供公开出版物 3 0 0 0 0 0 3",
        "理",
    )
    assert values(report, "not_processed_publication") == [3, 0, 0, 0, 0, 0, 3]
    assert values(report, "not_processed_repeat") == [7, 0, 0, 0, 0, 0, 7]


def test_the_first_letter_alone_is_no_number_of_the_row_above() -> None:
    report = read("三", "、", "本", "（一）予以公开 14 4 0 0 2 0 20", "年")
    assert values(report, "carried_in") == [11, 0, 0, 0, 0, 0, 11]
    assert values(report, "granted") == [14, 4, 0, 0, 2, 0, 20]


@pytest.mark.parametrize(
    "lines",
    [
        ("5.要求行政机关确认或重新出具已", "2 0 0 0 0 1 3", "获取信息"),
        ("5.要求行政机关确认或重新出", "具已获取信息 2 0 0 0 0 1 3"),
        ("（五）", "5.要求行政机关确认或重新出具已", "不予 2 0 0 0 0 1 3", "获取信息", "处理"),
    ],
    ids=["around its values", "before its values", "around letters and its values"],
)
def test_a_label_on_two_lines_is_whole(lines: tuple[str, ...]) -> None:
    report = read(*lines)
    assert values(report, "not_processed_reissue") == [2, 0, 0, 0, 0, 1, 3]
    assert values(report, "carried_in") == [11, 0, 0, 0, 0, 0, 11]


@pytest.mark.parametrize(
    "lines",
    [
        ("本年 （一）予以公开 14 4 0 0 2 0 20",),
        ("三、 本区予以公开 14 4 0 0 2 0 20",),
        ("上年 （一）予以公开 14 4 0 0 2 0 20",),
        ("三、 二、上年结转 14 4 0 0 2 0 20",),
    ],
    ids=["in the middle of the label", "another label behind it", "no letters of the label", "under no such label"],
)
def test_what_merely_looks_so_is_no_row_of_the_form(lines: tuple[str, ...]) -> None:
    report = read(*lines)
    assert values(report, "granted") == []
    assert values(report, "carried_in") == [11, 0, 0, 0, 0, 0, 11]
    assert [each.value for each in report.unmatched_rows] == [14, 4, 0, 0, 2, 0, 20]


def test_two_lines_that_both_have_values_are_two_rows() -> None:
    report = read("5.要求行政机关确认或重新出具已 2 0 0 0 0 1 3", "获取信息 4 0 0 0 0 1 5")
    assert values(report, "not_processed_reissue") == []


def read_table(*labels: str) -> Report:
    rows = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        *labels,
        "（七）总计",
        "四、结转下年度继续办理",
    ]
    head = "<td>项目<td>自然人<td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他<td>总计"
    cells = "".join(
        f"<tr><td>{label}<td>{place}<td>0<td>0<td>0<td>0<td>0<td>{place}" for place, label in enumerate(rows)
    )
    return read_report(f"<p>云岭县2023年政府信息公开工作年度报告<table><tr>{head}{cells}</table>".encode())


def test_letters_of_upright_labels_that_fell_into_the_cells_of_rows_are_none_of_their_labels() -> None:
    report = read_table(
        "三（一）予以公开",
        "、 （二）部分公开（区分处理的，只计这一情形，不计其他情形）本",
        "年 1.属于国家秘密",
        "2.其他法律行政法规度禁止公开",
        "办理\n3.危及“三安全一稳定”",
    )
    assert values(report, "granted") == [2, 0, 0, 0, 0, 0, 2]
    assert values(report, "partly_granted") == [3, 0, 0, 0, 0, 0, 3]
    assert values(report, "refused_state_secret") == [4, 0, 0, 0, 0, 0, 4]
    assert values(report, "refused_other_law") == [5, 0, 0, 0, 0, 0, 5]
    assert values(report, "refused_security_stability") == [6, 0, 0, 0, 0, 0, 6]
    assert not report.unmatched_rows


def test_letters_in_cells_may_be_of_two_upright_labels() -> None:
    report = read_table("三、本", "（三）年1.属于国家秘密", "不度予3.危及“三安全一稳定”", "公开 5.属于三类内部事务信息")
    assert values(report, "refused_state_secret") == [3, 0, 0, 0, 0, 0, 3]
    assert values(report, "refused_security_stability") == [4, 0, 0, 0, 0, 0, 4]
    assert values(report, "refused_internal_affairs") == [5, 0, 0, 0, 0, 0, 5]


@pytest.mark.parametrize("label", ["本年（一）予以公开", "三（一）予以公开", "果（一）予以公开"])
def test_words_before_a_label_that_are_no_letters_of_an_upright_one_make_it_another(label: str) -> None:
    report = read_table(label, "1.属于国家秘密")
    assert values(report, "granted") == []
    assert [row.label for row in report.unmatched_rows] == [label] * 7
