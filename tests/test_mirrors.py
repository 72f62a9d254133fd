"""Mirrors: a page of somebody else is marked, and neither counts as another report nor names a body."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import gongkai

REPORT = "{agency}2017年政府信息公开年度报告\n一、概述\n全年主动公开信息{number}条。\n"


def write(folder: Path, pages: dict[str, tuple[str, str]]) -> Path:
    """Write reports with their addresses."""
    folder.mkdir()
    lines = ["file,title,url"]
    for name, (text, url) in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
        lines.append(f"{name},报告,{url}")
    (folder / "sources.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_mirror_is_marked_and_counts_for_nothing(tmp_path: Path) -> None:
    own, other = REPORT.format(agency="嘉禾县", number=12), REPORT.format(agency="桂阳县", number=7)
    folder = write(
        tmp_path / "in",
        {
            "a.txt": (own + "来源：镜像", "https://mirror.example/1"),
            "b.txt": (own, "http://www.jiahe.gov.cn/1"),
            "c.txt": (other, "https://mirror.example/2"),
        },
    )
    gongkai.build(folder, tmp_path / "out")
    reports = gongkai.load("reports", tmp_path / "out").set_index("source")
    assert dict(reports["mirror"]) == {"a.txt": True, "b.txt": False, "c.txt": True}
    assert reports.loc["b.txt", "agency_id"] == "431024-人民政府"
    assert reports.loc[["a.txt", "c.txt"], "agency_id"].isna().all()
    assert reports.loc["c.txt", "remarks"].endswith("agency_id: a mirror names no agency")
    assert reports.loc["c.txt", "agency"] == "桂阳县"
    assert list(gongkai.load("agencies", tmp_path / "out")["spellings"]) == ["嘉禾县"]
    assert gongkai.validate_package(tmp_path / "out") == []


def test_the_page_of_the_body_counts_before_a_mirror_of_the_same_bytes(tmp_path: Path) -> None:
    own = REPORT.format(agency="嘉禾县", number=12)
    folder = write(
        tmp_path / "in", {"a.txt": (own, "https://mirror.example/1"), "b.txt": (own, "http://www.jiahe.gov.cn/1")}
    )
    gongkai.build(folder, tmp_path / "out")
    (report,) = gongkai.load("reports", tmp_path / "out").to_dict("records")
    assert (report["source"], report["url"], report["mirror"]) == ("b.txt", "http://www.jiahe.gov.cn/1", False)
    assert report["agency_id"] == "431024-人民政府"
    (failure,) = gongkai.load("failures", tmp_path / "out").to_dict("records")
    assert (failure["source"], failure["reason"], failure["detail"]) == ("a.txt", "duplicate", "b.txt")


def test_a_copy_on_a_mirror_is_the_duplicate(tmp_path: Path) -> None:
    page = "<h1>嘉禾县2017年政府信息公开年度报告</h1><p>一、概述<p>全年主动公开信息12条。"
    folder = write(
        tmp_path / "in",
        {"a.html": (page + "<hr>", "https://mirror.example/1"), "b.html": (page, "http://www.jiahe.gov.cn/1")},
    )
    gongkai.build(folder, tmp_path / "out")
    reports = gongkai.load("reports", tmp_path / "out").set_index("source")
    assert reports.loc["a.html", "duplicate_of"] == reports.loc["b.html", "report_id"]
    assert pd.isna(reports.loc["b.html", "duplicate_of"])
