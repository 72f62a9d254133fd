"""One bad file costs one row, whatever is bad in it; and never the run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import gongkai
from generators.mutations import mutated_report
from generators.reports import FORMATS
from gongkai.building import reading
from gongkai.building.rows import MOST_REMARKS, ReportRows, rows_of
from gongkai.building.understanding import understand
from gongkai.document import Locator
from gongkai.report import Report
from gongkai.rows import DocumentNumber

RAW = Path(__file__).parents[1] / "data" / "raw"


def text(*lines: str, year: int = 2018, agency: str = "嘉禾县") -> str:
    head = (f"{agency}{year}年政府信息公开年度报告", "一、概述")
    return "\n".join((*head, *lines, "二、主动公开政府信息情况", "全年公开信息12条。"))


def page(before: str, after: str = "") -> str:
    """Give a page whose only title stands below its text, as in a link to the next report."""
    table = "<table border=1><tr><td colspan=10>行政诉讼<tr><td>结果维持<td>7件</table>"
    return f"{before}{table}{after}<li>下一篇：芮城县2022年政府信息公开工作年度报告"


BAD = {
    "document-of-1935.txt": text("国办发〔1935〕5号"),
    "document-of-1948.txt": text("湘政办发【1948】第3号"),
    "document-of-1900.txt": text("嘉政发[1900]12号"),
    "serial-0.txt": text("国办发〔2018〕0号"),
    "serial-000.txt": text("国办发〔2018〕第000号"),
    "serial-0000.txt": text("嘉政办函(2018)0000号"),
    "year-2002.txt": text(year=2002),
    "year-2001.txt": text(year=2001),
    "year-2000.txt": text("统计期限自2000年1月1日至2000年12月31日止。", year=2000),
    "no-section-before-table.html": page("<p>2023年公开信息12条。"),
    "no-section-behind-table.html": page("", "<p>2023年公开信息13条，没有收取费用。"),
    "no-section-around-table.html": page("<p>2023年公开信息14条。", "<p>办理建议417件。"),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    (folder / "sources").mkdir()
    shutil.copy(RAW / "jiahe-2017.html", folder / "sources" / "sound.html")
    for name, content in BAD.items():
        (folder / "sources" / name).write_text(content, encoding="utf-8")
    gongkai.build(folder / "sources", folder / "out")
    return folder / "out"


def rows(package: Path, table: str, name: str) -> pd.DataFrame:
    reports = gongkai.load("reports", package).set_index("source")
    frame = gongkai.load(table, package)
    return frame[frame["report_id"] == reports.loc[name, "report_id"]]


def test_all_are_published_and_the_package_is_whole(published: Path) -> None:
    assert sorted(gongkai.load("reports", published)["source"]) == sorted([*BAD, "sound.html"])
    assert list(gongkai.load("failures", published)["source"]) == []
    assert not gongkai.validate_package(published)


@pytest.mark.parametrize("name", [name for name in BAD if name.startswith(("document", "serial"))])
def test_a_document_number_that_cannot_be_is_none(published: Path, name: str) -> None:
    assert len(rows(published, "document_numbers", name)) == 0
    assert list(rows(published, "figures", name)["value"]) == [12]


@pytest.mark.parametrize("name", [name for name in BAD if name.startswith("year")])
def test_a_year_that_cannot_be_is_empty(published: Path, name: str) -> None:
    (report,) = rows(published, "reports", name).to_dict("records")
    assert pd.isna(report["year"])
    assert f"year: {name[5:9]} is none that a report can be about" in report["remarks"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("no-section-before-table.html", [12]),
        ("no-section-behind-table.html", [13, 0]),
        ("no-section-around-table.html", [14, 417]),
    ],
)
def test_figures_above_the_only_title_stand_in_a_section(published: Path, name: str, values: list[float]) -> None:
    assert list(rows(published, "figures", name)["value"]) == values
    assert list(rows(published, "sections", name)["kind"]) == ["preamble"]


def test_the_last_and_the_first_that_can_be() -> None:
    report = gongkai.read_report(text("国办发〔1949〕1号", year=2003).encode())
    assert [(row.year, row.serial) for row in report.document_number_rows] == [(1949, 1)]
    assert report.identity.year == 2003


# Rows that cannot be, whatever made them


@pytest.fixture(scope="module")
def report() -> Report:
    return gongkai.read_report(RAW / "jiahe-2017.html")


def changed(report: Report, table: str, place: int, **changes: Any) -> Report:
    field = {"sections": "section_rows", "figures": "figure_rows", "observations": "observation_rows"}.get(
        table, table.removesuffix("s") + "_rows"
    )
    found = list(getattr(report, field))
    found[place] = replace(found[place], **changes)
    return replace(report, **{field: tuple(found)})


@pytest.mark.parametrize(
    ("table", "changes", "said"),
    [
        ("document_numbers", {"serial": 0}, "serial 0 breaks greater_than_or_equal_to(1)"),
        ("document_numbers", {"issuer": None}, "issuer None breaks not_nullable"),
        ("observations", {"status": "seen"}, "status 'seen' breaks isin"),
        ("observations", {"value": float("inf")}, "value inf breaks the type double"),
        ("observations", {"indicator_id": "2014.no.such.one"}, "breaks the reference to indicators"),
        ("observations", {"similarity": 1.5}, "similarity 1.5 breaks less_than_or_equal_to(1)"),
        ("figures", {"value": float("nan")}, "value nan breaks the type double"),
        ("figures", {"section": 99}, "breaks the reference to sections"),
        ("figures", {"figure": 2}, "breaks the primary key, which is another row's"),
        ("points", {"characters": 0}, "characters 0 breaks greater_than_or_equal_to(1)"),
        ("points", {"section": -1}, "section -1 breaks greater_than_or_equal_to(0)"),
    ],
)
def test_a_row_that_cannot_be_is_left_out_with_a_remark(
    report: Report, table: str, changes: dict[str, Any], said: str
) -> None:
    before = rows_of(report).tables
    after = rows_of(changed(report, table, 0, **changes)).tables
    assert len(after[table]) == len(before[table]) - 1
    (summary,) = after["reports"]
    (line,) = [line for line in summary["remarks"].splitlines() if line.startswith("left out: ")]
    assert line.startswith(f"left out: {table} at ") and said in line
    assert summary["status"] == "partial"
    assert all(len(after[other]) == len(before[other]) for other in before if other not in (table, "reports"))


def test_rows_go_with_the_row_that_they_refer_to(report: Report) -> None:
    gone = next(
        row.section for row in report.section_rows if any(fig.section == row.section for fig in report.figure_rows)
    )
    place = [row.section for row in report.section_rows].index(gone)
    tables = rows_of(changed(report, "sections", place, kind="?")).tables
    assert gone not in {row["section"] for table in ("sections", "figures", "points") for row in tables[table]}
    kept = {row["figure"] for row in tables["figures"]}
    assert kept
    assert all(row["whole"] in {None, *kept} for row in tables["figures"])


def test_a_part_outlives_its_whole(report: Report) -> None:
    part = next(row for row in report.figure_rows if row.whole is not None)
    tables = rows_of(changed(report, "figures", part.whole - 1, kind="?")).tables
    (kept,) = [row for row in tables["figures"] if row["figure"] == part.figure]
    assert kept["whole"] is None
    assert "emptied: figures at" in tables["reports"][0]["remarks"]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"year": 2002}, "year"),
        ({"year": 2**70}, "year"),
        ({"level": "village"}, "level"),
        ({"division_code": "43"}, "division_code"),
        ({"division_code": "990099"}, "division_code"),
        ({"published_source": "rumour"}, "published_source"),
    ],
)
def test_what_a_report_may_do_without_is_emptied(report: Report, changes: dict[str, Any], column: str) -> None:
    tables = rows_of(replace(report, identity=replace(report.identity, **changes))).tables
    (summary,) = tables["reports"]
    assert summary[column] is None
    assert f"emptied: reports at {report.report_id}: {column} " in summary["remarks"]
    assert len(tables["observations"]) == len(report.observation_rows)


def test_an_agency_that_cannot_be_is_none(report: Report) -> None:
    agency = replace(report.identity.agency_entry, kind="club")
    tables = rows_of(replace(report, identity=replace(report.identity, agency_entry=agency))).tables
    assert tables["agencies"] == []
    assert tables["reports"][0]["agency_id"] is None


def test_a_form_of_which_no_cell_is_left_is_none_that_was_found(report: Report) -> None:
    cells = tuple(replace(row, status="seen") for row in report.observation_rows)
    (summary,) = rows_of(replace(report, observation_rows=cells)).tables["reports"]
    assert (report.forms, summary["forms"], summary["status"]) == (("2014.statistics",), "", "partial")


def test_a_report_whose_own_row_cannot_be_is_a_failure(report: Report) -> None:
    with pytest.raises(gongkai.SourceError, match="format 'scroll' breaks isin") as caught:
        rows_of(replace(report, document=replace(report.document, format="scroll")))
    assert caught.value.reason == "internal"


def test_remarks_on_rows_left_out_are_bounded(report: Report) -> None:
    number = DocumentNumber(1, "x", "x", 1900, 1, Locator(1))
    many = replace(report, document_number_rows=tuple(replace(number, mention=n) for n in range(1, 5000)))
    remarks = rows_of(many).tables["reports"][0]["remarks"].splitlines()
    assert sum(line.startswith("left out: document_numbers") for line in remarks) == MOST_REMARKS
    assert remarks[-1] == f"left out: {4999 - MOST_REMARKS} more"


def test_half_a_surrogate_pair_is_a_character_that_is_lost(report: Report) -> None:
    tables = rows_of(changed(report, "observations", 0, label="甲\ud800")).tables
    assert tables["observations"][0]["label"] == "甲\ufffd"


def test_our_own_texts_are_printable_and_the_source_s_stay(report: Report) -> None:
    spoilt = changed(report, "observations", 0, label="甲\x1b[31m", raw="7\x07", remarks="struck: \x1b")
    spoilt = changed(spoilt, "checks", 0, message="a\x1b", message_chinese="乙\u202e")
    tables = rows_of(spoilt).tables
    row, check = tables["observations"][0], tables["checks"][0]
    assert (row["label"], row["raw"], row["remarks"]) == ("甲\x1b[31m", "7\x07", "struck: \\x1b")
    assert (check["message"], check["message_chinese"]) == ("a\\x1b", "乙\\u202e")


# The whole


def write(folder: Path, texts: Sequence[str]) -> Path:
    folder.mkdir()
    for number, content in enumerate(texts):
        (folder / f"{number}.txt").write_text(content, encoding="utf-8")
    return folder


def test_a_body_that_was_renamed_is_one_body(tmp_path: Path) -> None:
    sources = write(tmp_path / "in", [text(year=2011, agency="襄阳市"), text(year=2009, agency="襄樊市")])
    assert gongkai.build(sources, tmp_path / "out").failures == {}
    (agency,) = gongkai.load("agencies", tmp_path / "out").to_dict("records")
    assert (agency["agency_id"], agency["name"], agency["spellings"]) == (
        "420600-人民政府",
        "襄阳市人民政府",
        "襄樊市 襄阳市",
    )


@pytest.mark.parametrize("place", [1, 3, 5])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda tables: tables["reports"][0].update(status="half"),
        lambda tables: tables["sections"].append(dict(tables["sections"][0])),
        lambda tables: tables["figures"][0].update(value="many"),
        lambda tables: tables["figures"][0].update(subject="\ud800"),
    ],
)
def test_a_report_that_breaks_a_shard_all_the_same_goes_alone(
    tmp_path: Path, place: int, spoil: Callable[[dict[str, Any]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoiling(data: bytes, name: str, *others: Any) -> ReportRows:
        rows = understand(data, name, *others)
        if name == f"{place}.txt":
            spoil(rows.tables)
        return rows

    monkeypatch.setattr(reading, "understand", spoiling)
    sources = write(tmp_path / "in", ["menu", *(text(year=year) for year in range(2012, 2016)), text(year=2011)])
    assert gongkai.build(sources, tmp_path / "out").failures == {"internal": 1, "not_a_report": 1}
    failures = gongkai.load("failures", tmp_path / "out")
    found = list(zip(failures["failure"], failures["source"], strict=True))
    assert found == [(1, "0.txt"), (2, f"{place}.txt")]
    reports = gongkai.load("reports", tmp_path / "out")
    assert sorted(reports["source"]) == [f"{n}.txt" for n in range(1, 6) if n != place]
    assert not gongkai.validate_package(tmp_path / "out")


def test_mutated_reports_never_break_the_whole(tmp_path: Path) -> None:
    quick = tuple(name for name in FORMATS if name.startswith(("html", "text", "docx")))
    (tmp_path / "sources").mkdir()
    shutil.copy(RAW / "jiahe-2017.html", tmp_path / "sources" / "sound.html")
    for seed in range(80):
        _, data = mutated_report(seed, quick)
        (tmp_path / "sources" / f"{seed:03}").write_bytes(data)
    built = gongkai.build(tmp_path / "sources", tmp_path / "out")
    failures = gongkai.load("failures", tmp_path / "out")
    assert built.rows["reports"] + len(failures) == 81
    assert built.rows["reports"] > 20
    assert "internal" not in set(failures["reason"])
    assert not gongkai.validate_package(tmp_path / "out")
