"""The given web pages whose numbers are right on the screen and wrong in the markup, and those without an end."""

from __future__ import annotations

import csv
import gzip
import time
from functools import cache
from pathlib import Path

import pytest

from gongkai import Report, read_report
from gongkai.errors import SourceError

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
SEEN = CASES / "seen"
SLOW = CASES / "faults" / "slow"


def given() -> list[dict[str, str]]:
    if not SEEN.is_dir():
        return []
    with (SEEN / "cases.csv").open(encoding="utf-8") as lines:
        names = ["file", "kind", "indicator", "came_out", "printed"]
        rows = [dict(zip(names, row, strict=True)) for row in list(csv.reader(lines))[1:]]
    return [row for row in rows if row["file"].startswith("h")]


@cache
def report_of(file: str) -> Report:
    return read_report(SEEN / file)


@pytest.mark.skipif(not SEEN.is_dir(), reason="the folder of given cases is not here")
def test_all_pages_are_there() -> None:
    assert len({row["file"] for row in given()}) == 14


@pytest.mark.parametrize(
    "case",
    [row for row in given() if row["indicator"] != "(a whole table)"],
    ids=lambda row: f"{row['file']}-{row['indicator']}",
)
def test_a_value_is_what_a_person_sees_or_none_with_a_remark(case: dict[str, str]) -> None:
    (row,) = (row for row in report_of(case["file"]).observation_rows if row.indicator_id == case["indicator"])
    assert row.remarks
    if row.value is None:
        assert row.status == "unreadable"
    else:
        assert row.value == float(case["printed"])


READ_WHOLE = {"h01-css-line-through.html", "h03-hidden-class.html", "h03c-hidden-color.html", "h04-input-values.html"}
READ_WHOLE |= {
    "h04b-input-values-all.html",
    "h08e-data-attr-pseudo.html",
    "h08i-bdo-rtl.html",
    "h12b-hidden-cell-2014.html",
}


@pytest.mark.parametrize("file", sorted(READ_WHOLE))
def test_pages_on_which_all_is_seen_are_complete(file: str) -> None:
    if not SEEN.is_dir():
        pytest.skip("the folder of given cases is not here")
    report = report_of(file)
    assert report.summary["status"] == "complete"
    assert all(row.status != "unreadable" for row in report.observation_rows)


@pytest.mark.parametrize("file", ["h09-one-table-picture.html", "h09b-all-tables-pictures.html"])
def test_tables_that_are_pictures_are_named(file: str) -> None:
    if not SEEN.is_dir():
        pytest.skip("the folder of given cases is not here")
    summary = report_of(file).summary
    assert summary["status"] == "partial"
    assert "unread picture" in summary["remarks"]


@pytest.mark.parametrize("file", ["nest_article_100k.html.gz", "br_10m.html.gz", "empty_cells_54MB.html.gz"])
def test_pages_without_an_end_are_refused_at_once(file: str) -> None:
    if not SLOW.is_dir():
        pytest.skip("the folder of given cases is not here")
    data = gzip.decompress((SLOW / file).read_bytes())
    begun = time.process_time()
    with pytest.raises(SourceError) as caught:
        read_report(data)
    assert caught.value.reason == "too_large"
    assert time.process_time() - begun < 10
