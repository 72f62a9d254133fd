"""A small table that sets years beside each other, under labels of the form, next to the official table."""

import pytest

from gongkai import read_report

OFFICIAL = [
    ("第二十条第（一）项",),
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "0", "0", "3"),
    ("行政规范性文件", "4", "1", "21"),
    ("第二十条第（五）项",),
    ("信息内容", "本年处理决定数量"),
    ("行政许可", "97"),
    ("第二十条第（六）项",),
    ("信息内容", "本年处理决定数量"),
    ("行政处罚", "6"),
    ("行政强制", "2"),
]


def page(*tables):
    rows = ("".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows) for rows in tables)
    body = "<p>情况如下。</p>".join(f"<table>{each}</table>" for each in rows)
    return f"<h1>云溪县2023年政府信息公开工作年度报告</h1><h2>二、主动公开政府信息情况</h2>{body}".encode()


def values(*tables):
    return {
        row.indicator_id.removeprefix("2021.disclosure."): row.value
        for row in read_report(page(*tables)).observation_rows
    }


@pytest.mark.parametrize("header", [("指标", "2023年", "2022年"), ("指标", "本年", "上年"), ("指标", "数量", "增减")])
def test_the_official_table_is_read_and_not_the_one_that_compares(header):
    small = [header, ("行政许可", "197", "96"), ("行政处罚", "16", "95"), ("行政强制", "12", "94")]
    expected = {
        "regulations.made": 0, "regulations.repealed": 0, "regulations.in_force": 3,
        "normative_documents.made": 4, "normative_documents.repealed": 1, "normative_documents.in_force": 21,
        "licences.decisions": 97, "penalties.decisions": 6, "compulsory_measures.decisions": 2,
    }  # fmt: skip
    assert values(small, OFFICIAL) == expected
    assert values(OFFICIAL, small) == expected
    unmatched = [row.raw for row in read_report(page(small, OFFICIAL)).unmatched_rows]
    assert unmatched == ["197", "96", "16", "95", "12", "94"]


def test_two_tables_of_which_none_compares_leave_both_open():
    assert (
        values(OFFICIAL, [("指标", "数量"), *OFFICIAL[2:4], ("行政许可", "9"), ("行政处罚", "8"), ("行政强制", "7")])
        == {}
    )
