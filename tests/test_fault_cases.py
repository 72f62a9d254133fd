"""Small inputs that once lost a whole build, or wrote into the terminal, from the folder of cases."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

import gongkai

FAULTS = Path(__file__).resolve().parents[2] / "shared" / "cases" / "faults"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def faults() -> Path:
    if not FAULTS.is_dir():
        pytest.skip("the folder of cases is not here")
    return FAULTS


def built(folder: Path, tmp_path: Path) -> dict[str, pd.DataFrame]:
    gongkai.build(folder, tmp_path / "out")
    assert gongkai.validate_package(tmp_path / "out") == []
    tables = ("reports", "failures", "document_numbers", "figures", "sections", "observations")
    return {table: gongkai.load(table, tmp_path / "out") for table in tables}


SOUND = ["w4242-00042.html", "w4242-00091.html"]


@pytest.mark.parametrize(
    ("name", "reports", "failures"),
    [
        ("docno-serial", ["bad.txt", *SOUND], []),
        ("docno-year", ["bad.txt", *SOUND], []),
        ("year-2002", ["bad.txt", *SOUND], []),
        ("figure-without-section", ["bad.html", *SOUND], []),
        ("same-name-gbk-utf8", SOUND, [("说明.txt", "not_a_report"), ("说明.txt (2)", "not_a_report")]),
        (
            "zip-one-report-three-times",
            ["a.zip/年报.html"],
            [("a.zip/年报.html (2)", "duplicate"), ("a.zip/年报.html (3)", "duplicate")],
        ),
        (
            "zip-two-bad-members-one-name",
            SOUND,
            [("dup.zip/a.txt", "not_a_report"), ("dup.zip/a.txt (2)", "not_a_report")],
        ),
    ],
)
def test_one_bad_file(
    faults: Path, tmp_path: Path, name: str, reports: list[str], failures: list[tuple[str, str]]
) -> None:
    tables = built(faults / "one-bad-file" / name, tmp_path)
    assert sorted(tables["reports"]["source"]) == reports
    found = tables["failures"]
    assert list(zip(found["source"], found["reason"], strict=True)) == failures
    assert list(found["failure"]) == list(range(1, len(failures) + 1))


def bad(tables: dict[str, pd.DataFrame], table: str) -> pd.DataFrame:
    reports = tables["reports"].set_index("source")
    name = next(name for name in reports.index if name.startswith("bad."))
    frame = tables[table]
    return frame[frame["report_id"] == reports.loc[name, "report_id"]]


@pytest.mark.parametrize("name", ["docno-serial", "docno-year"])
def test_a_document_number_that_cannot_be(faults: Path, tmp_path: Path, name: str) -> None:
    tables = built(faults / "one-bad-file" / name, tmp_path)
    assert len(bad(tables, "document_numbers")) == 0
    assert list(bad(tables, "figures")["value"]) == [12]
    assert list(bad(tables, "reports")["year"]) == [2018]


def test_a_year_that_cannot_be(faults: Path, tmp_path: Path) -> None:
    (report,) = bad(built(faults / "one-bad-file" / "year-2002", tmp_path), "reports").to_dict("records")
    assert pd.isna(report["year"])
    assert "year: 2002 is none that a report can be about" in report["remarks"]


def test_figures_without_a_section(faults: Path, tmp_path: Path) -> None:
    tables = built(faults / "one-bad-file" / "figure-without-section", tmp_path)
    assert list(bad(tables, "sections")["section"]) == [0]
    assert set(bad(tables, "figures")["section"]) == {0}
    assert {417, 8} <= set(bad(tables, "figures")["value"])


# What stands in each page, also in the parts that are in another encoding than the rest.
FUZZ = {
    "4aba2e072d": (("尚需要重新审定公开属性", 754), ("收取信息处理费", 97)),
    "59045b3d1f": (("政务微博和微信公众号共推送", 308), ("粉丝", 4171)),
    "8dd534ad4b": (("热线平台受理来电", 51605), ("粉丝", 18769)),
    "95ce2c5bfb": (("全部经办人员中兼职", 387), ("收取信息处理费", 916)),
    "de38947db3": (("尚需要重新审定公开属性", 607), ("收取信息处理费", 699)),
    "f340eb1f2a": (("更新信息", 259), ("政策问答库收录问题", 58742)),
}
OF_TWO_ENCODINGS = {"8dd534ad4b", "95ce2c5bfb", "de38947db3", "f340eb1f2a"}


def test_pages_found_by_mutation(faults: Path, tmp_path: Path) -> None:
    tables = built(faults / "fuzz", tmp_path)
    assert list(tables["failures"]["source"]) == []
    reports = {source.removesuffix(".html").rpartition("_")[2]: row for source, row in by_source(tables).items()}
    for name, figures in FUZZ.items():
        of_report = tables["figures"][tables["figures"]["report_id"] == reports[name]["report_id"]]
        assert set(figures) <= set(zip(of_report["subject"], of_report["value"], strict=True))
        assert ("two_encodings: " in reports[name]["remarks"]) == (name in OF_TWO_ENCODINGS)
    assert reports.keys() == FUZZ.keys()


def by_source(tables: dict[str, pd.DataFrame]) -> dict[str, dict[str, object]]:
    return {row["source"]: row for row in tables["reports"].to_dict("records")}


@pytest.mark.parametrize("name", ["bidi2", "esc2", "formula", "html2", "mk2"])
def test_what_reaches_a_terminal_or_a_notebook(faults: Path, tmp_path: Path, name: str) -> None:
    path = shutil.copy(faults / "terminal" / f"{name}.html", tmp_path)
    report = gongkai.read_report(path)
    assert not OBEYED.search(report._repr_html_())
    assert report.value("2014.statistics.requests_received.count") == 7
