"""No person can be found through a package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import gongkai
from gongkai.building.privacy import masked

PAGE = """<h1>嘉禾县教育局2021年政府信息公开工作年度报告</h1>
<p>本报告由嘉禾县教育局编制。联系人：张三，联系电话：0735-0000333，手机13800005678，传真0735-0000334。</p>
<h2>一、总体情况</h2><p>全年公开信息12条。举报人李四（身份证号431024198001010000）提出申请1件。</p>
<table><tr><th colspan=3>第二十条第（一）项<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数
<tr><td>规章<td>0<td>0<td>0<tr><td>行政规范性文件<td>1<td>0<td>3
<tr><td>联系电话<td>0000333<td>13800005678<td>0735-0000333
<tr><td>填报人：王五<td>联系电话：0735-0000333<td>审核人：赵六<td>431024198001010000</table>
<h2>二、联系方式 联系人：张三 电话13800005678</h2><p>请与张三联系（电话：0735-0000333）。热线受理诉求20件。</p>"""

TOLD = ("0000333", "0000334", "13800005678", "4310241980", "张三", "李四", "王五", "赵六")


def test_no_table_of_a_package_tells_a_person(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    gongkai.build(tmp_path / "a.html", tmp_path / "out")
    said = {
        table: json.dumps(gongkai.load(table, tmp_path / "out").to_dict("records"), ensure_ascii=False, default=str)
        for table in ("reports", "observations", "unmatched", "sections", "figures", "points", "repairs", "checks")
    }
    found = {(table, each) for table, text in said.items() for each in TOLD if each in text}
    assert found == set()
    assert [row["raw"] for row in json.loads(said["unmatched"])][-1] == "＊" * 18
    values = {row["indicator_id"]: row["value"] for row in json.loads(said["observations"])}
    assert values["2021.disclosure.normative_documents.in_force"] == 3
    assert gongkai.validate_package(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("电话：6622-3333", "电话：＊＊＊＊＊＊＊＊＊"),
        ("（010）00001111转12", "＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        ("经办人 欧阳小明", "经办人 欧阳小明"),
        ("填报人：欧阳小明", "填报人：＊＊＊＊"),
        ("负责人张三同志", "负责人＊＊同志"),
        ("office@example.gov.cn", "＊" * 21),
        ("2021年公开信息1234567条", "2021年公开信息1234567条"),
        ("申请人申请公开", "申请人申请公开"),
        ("热线12345受理20件", "热线12345受理20件"),
        ("依申请公开20210101001号", "依申请公开20210101001号"),
    ],
)
def test_what_is_a_number_or_name_of_a_person(text: str, left: str) -> None:
    assert masked(text) == left
