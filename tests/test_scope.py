"""Whose numbers a report holds, by what it says of them; and the host that it was published on."""

from __future__ import annotations

from pathlib import Path

import pytest

import gongkai
from gongkai import Report, read_report
from gongkai.package import validate_package

REPORT = """嘉禾县2022年政府信息公开工作年度报告
统计期限自2022年1月1日起至2022年12月31日止。{}
一、总体情况
略。
二、主动公开政府信息情况
略。"""


def saying(sentence: str) -> Report:
    return read_report(REPORT.format(sentence).encode())


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("数据汇总了县政府各部门和各乡镇的情况。", "region"),
        ("以上数据为全县各级行政机关汇总数据。", "region"),
        ("本报告统计范围包括17个乡镇、32个县直部门。", "region"),
        ("本报告由县政府办公室汇总县政府及其工作部门的数据编制。", "government"),
        ("本报告所列数据为县本级行政机关的数据。", "government"),
        ("本报告数据不含各乡镇、各部门。", "own"),
        ("统计数据仅为县政府办公室本级。", "own"),
        ("本报告的统计口径为本机关。", "own"),
        ("本报告根据县政府、县里各部门、本县各乡镇人民政府的政府信息公开年度报告编制。", "region"),
        ("报告由管委会及其工作部门、县政府和各乡镇的年度报告汇编。", "region"),
        ("本报告由县政府及各部门的年度报告汇编。", "government"),
        ("根据《条例》要求，所列数据仅限嘉禾县气象局机关（以下简称机关）。", "own"),
        ("根据文件要求，由县政府办公室综合各乡（镇）、县政府各组成部门的年度报告编制。", "region"),
        (
            "本报告由自治区办公厅汇总14个地州市、41个自治区部门的情况，统计期限为2016年1月1日至2016年12月31日。",
            "region",
        ),
        ("本报告综合2017年度丽水市各县（市、区）政府和市级各部门的年度工作报告编制而成。", "region"),
        ("本报告由办公厅综合各地（市）、政府组成部门及直属机构的年度报告编制而成。", "region"),
        ("本报告内容涵盖全市各区人民政府（新区管委会）、市政府各部门的政府信息公开情况。", "region"),
    ],
)
def test_a_sentence_says_whose_numbers_they_are(sentence: str, scope: str) -> None:
    report = saying(sentence)
    assert report.identity.scope == scope
    assert report.identity.scope_locator is not None
    assert report.locate(report.identity.scope_locator) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "督促各部门和各乡镇做好数据统计。",
        "汇总各部门和各乡镇的意见，开展业务培训。",
        "县政府及其部门主动公开信息12条。",
        "县政府和各乡镇年度报告编制工作按时完成。",
        "各部门、各乡镇的年度报告编制说明另行印发。",
        "",
    ],
)
def test_other_sentences_say_nothing_of_it(sentence: str) -> None:
    report = saying(sentence)
    assert (report.identity.scope, report.identity.scope_locator) == (None, None)
    assert report.summary["scope"] is None


def test_two_sentences_that_disagree_say_nothing() -> None:
    report = saying("数据汇总了县政府各部门和各乡镇的情况。数据不含各乡镇。")
    assert report.identity.scope is None
    assert "scope: the text says more than one: own, region" in report.identity.remarks


def test_the_host_is_that_of_the_manifest_or_of_the_saved_page(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    page = "<html><head><meta charset=utf-8></head><body><pre>" + REPORT.format("") + "</pre></body></html>"
    saved = "<!-- saved from url=(0036)https://zwgk.example.gov.cn/a/b.html -->"
    (folder / "saved.html").write_text(saved + page, encoding="utf-8")
    (folder / "listed.html").write_text(page.replace("2022", "2021"), encoding="utf-8")
    (folder / "sources.csv").write_text(
        "file,title,url\nlisted.html,年度报告,https://WWW.example.gov.cn/c.html\n", encoding="utf-8"
    )
    gongkai.build(folder, tmp_path / "out")
    reports = gongkai.load("reports", tmp_path / "out").set_index("source")
    assert reports.loc["saved.html", "host"] == "zwgk.example.gov.cn"
    assert reports.loc["listed.html", "host"] == "www.example.gov.cn"
    assert validate_package(tmp_path / "out") == []
