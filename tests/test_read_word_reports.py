"""Whole Word reports with one odd cell or table, from the bytes to the observations."""

from __future__ import annotations

import csv
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from generators.office_files import render_as_docx
from generators.reports import ReportPlan, print_report
from generators.word import p, run, zip_of
from gongkai import read_report
from gongkai.read import read_document
from gongkai.report import Report

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
INDICATOR = "2021.requests.received.natural_persons"


@cache
def plain_parts() -> dict[str, bytes]:
    """Give the parts of a report without anything odd."""
    with ZipFile(BytesIO(render_as_docx(print_report(ReportPlan(seed=8))))) as container:
        return {name: container.read(name) for name in container.namelist()}


@cache
def printed() -> tuple[str, float]:
    """Give the number of the indicator as it is printed, and as a value."""
    report = read_report(zip_of(dict(plain_parts())))
    assert report.summary["status"] == "complete"
    (row,) = (row for row in report.observation_rows if row.indicator_id == INDICATOR)
    assert row.value is not None
    return row.raw, row.value


def report_with(old: str, new: str, **parts: str | bytes) -> Report:
    """Read the report with some of its XML replaced, which stands in it once."""
    document = plain_parts()["word/document.xml"].decode()
    assert document.count(old) == 1
    replaced = {"word/document.xml": document.replace(old, new)}
    return read_report(
        zip_of(plain_parts() | replaced | {name.replace("__", "."): part for name, part in parts.items()})
    )


def cell_of(content: str) -> tuple[float | None, str, str | None]:
    """Read the report with another content in the cell, and give its value, status and remarks."""
    raw, _ = printed()
    report = report_with(f"<w:p><w:pPr></w:pPr>{run(raw)}</w:p>", p(content))
    (row,) = (row for row in report.observation_rows if row.indicator_id == INDICATOR)
    return row.value, row.status, row.remarks


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('<w:color w:val="FFFFFF"/>', "hidden"),
        ("<w:vanish/>", "hidden"),
        ('<w:sz w:val="2"/>', "hidden"),
        ("<w:strike/>", "struck"),
        ("<w:dstrike/>", "struck"),
    ],
)
def test_what_is_not_seen_beside_a_number_is_left_out(properties: str, kind: str) -> None:
    raw, value = printed()
    found, status, remarks = cell_of(run("9", properties) + run(raw))
    assert (found, status) == (value, "reported")
    assert remarks is not None
    assert remarks.startswith(f"{kind}: 9 is ")


@pytest.mark.parametrize(
    "properties", ['<w:vertAlign w:val="superscript"/>', '<w:position w:val="8"/><w:sz w:val="10"/>']
)
def test_a_raised_digit_never_joins_the_number(properties: str) -> None:
    raw, value = printed()
    found, _, remarks = cell_of(run(raw) + run("1", properties))
    assert found in (value, None)
    assert remarks is not None
    assert "raised" in remarks


@pytest.mark.parametrize(
    "content",
    [
        run("9", "<w:strike/>"),
        run("8", '<w:rFonts w:ascii="Wingdings"/>'),
        '<w:fldSimple w:instr="=SUM(LEFT)"/>',
        "<w:r><w:drawing><pic/></w:drawing></w:r>",
        f'<w:bdo w:val="rtl">{run("12")}</w:bdo>',
    ],
)
def test_what_is_seen_and_cannot_be_told_is_unreadable(content: str) -> None:
    value, status, remarks = cell_of(content)
    assert (value, status) == (None, "unreadable")
    assert remarks


def test_a_cell_whose_number_is_white_is_blank() -> None:
    assert cell_of(run("12", '<w:color w:val="FFFFFF"/>'))[:2] == (None, "blank")


def test_a_table_that_is_a_picture_makes_the_report_partial() -> None:
    document = plain_parts()["word/document.xml"].decode()
    start = document.index("<w:tbl>", document.index("三、"))
    table = document[start : document.index("</w:tbl>", start) + len("</w:tbl>")]
    report = report_with(table, p("<w:r><w:drawing><pic/></w:drawing></w:r>"))
    assert report.summary["status"] == "partial"
    assert "unread picture" in report.summary["remarks"]


# The cases that were seen


def case(name: str) -> Path:
    path = CASES / name
    if not path.exists():
        pytest.skip("the shared folder of cases is not here")
    return path


def expectations() -> list[tuple[str, str, float | None]]:
    path = CASES / "seen" / "cases.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["file"].startswith("w")]
    cells = [row for row in rows if row["indicator"].startswith("20")]
    return [(row["file"], row["indicator"], float(row["printed"]) if row["printed"] else None) for row in cells]


@pytest.mark.parametrize(("file", "indicator", "value"), expectations() or [("w10-white-text.docx", "", None)])
def test_cells_that_were_seen(file: str, indicator: str, value: float | None) -> None:
    report = read_report(case(f"seen/{file}"))
    (row,) = (row for row in report.observation_rows if row.indicator_id == indicator)
    assert (row.value, row.status) in ((value, "reported"), (None, "unreadable"))
    assert row.remarks
    assert len(report.observation_rows) == 200


@pytest.mark.parametrize("file", ["w05-embedded-excel.docx", "w06-table-picture.docx", "w06d-attached-xls-icon.docx"])
def test_tables_that_were_not_read_are_named(file: str) -> None:
    report = read_report(case(f"seen/{file}"))
    assert report.summary["status"] == "partial"
    assert "it may hold a table" in report.summary["remarks"]


def test_an_imported_table_is_read() -> None:
    report = read_report(case("seen/w04b-altchunk-table.docx"))
    assert (report.summary["status"], len(report.observation_rows)) == ("complete", 200)
    assert report.value("2021.requests.received.natural_persons") == 2455


def test_a_long_chain_of_styles_that_was_seen() -> None:
    document = read_document(case("faults/slow/style_chain.docx"))
    assert "嘉禾县2018年政府信息公开年度报告" in [text for _, text in document.paragraphs()]
    assert document.text_at("b5000") == "x"
