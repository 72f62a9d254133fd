"""The given workbooks that show another thing than they store, or take time and memory without end."""

from __future__ import annotations

import csv
import resource
import time
from pathlib import Path

import pytest

from gongkai import SourceError, read_report

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the folder of given cases is not there")

NOT_COMPUTED = {"x04-formula-shared.xlsx", "x04-formula-shared-v0.xlsx", "x04-formula-cdata.xlsx"}
"""Files whose formula points nowhere, so that its value cannot be known."""


def given_cells() -> list[tuple[str, str, str]]:
    path = CASES / "seen" / "cases.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    return [
        (row["file"], row["indicator"], row["printed"])
        for row in rows
        if row["file"].startswith("x") and row["indicator"].startswith("20")
    ]


@pytest.mark.parametrize(("file", "indicator", "printed"), given_cells())
def test_a_cell_is_what_a_person_sees(file: str, indicator: str, printed: str) -> None:
    report = read_report(CASES / "seen" / file)
    (row,) = (row for row in report.observation_rows if row.indicator_id == indicator)
    if file in NOT_COMPUTED:
        assert (row.value, row.status) == (None, "unreadable")
    elif printed:
        assert (row.value, row.status) == (float(printed), "reported")
    else:
        assert row.value is None
        assert row.status == ("unreadable" if file == "x05d-percent.xlsx" else "not_applicable" if row.raw else "blank")
    assert row.remarks


def test_the_visible_column_of_two_with_one_header_is_read() -> None:
    report = read_report(CASES / "seen" / "x08b-hidden-column-same-header.xlsx")
    assert 77 not in [row.value for row in report.observation_rows]
    assert [row.value for row in report.observation_rows if row.label == "2.政府网站公开政府信息数"] == [1518]
    assert "columns of the sheet Sheet with numbers are hidden: C" in report.summary["remarks"]


def test_a_table_that_is_a_picture_is_named() -> None:
    report = read_report(CASES / "seen" / "x14-picture-table.xlsx")
    assert report.summary["status"] == "partial"
    assert "unread picture: behind b9" in report.summary["remarks"]


@pytest.mark.parametrize(
    "file", ["HANG_2404389c20.xls", "HANG_351acaa632.xls", "HANG_bcbb59fa42.xlsx", "SLOW_89d89e4fa0.xls"]
)
def test_a_workbook_without_end_is_refused_soon(file: str) -> None:
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(SourceError) as caught:
        read_report(CASES / "faults" / "slow" / file)
    assert caught.value.reason in ("damaged", "too_large")
    assert time.process_time() - begin < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000
