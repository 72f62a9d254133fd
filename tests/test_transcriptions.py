"""The transcriptions in `data/raw` against the committed package, their originals, and what a careful reader took."""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import gongkai
from gongkai.document import Paragraph
from gongkai.read import read_document
from gongkai.report import Report
from print_coverage import coverage
from print_transcription import RENDERERS, printed

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
PINGTAN = sorted(path.relative_to(RAW / "pingtan").as_posix() for path in (RAW / "pingtan").rglob("*.*"))
BUREAUS = sorted(path.stem for path in (RAW / "pingtan" / "bureaus").iterdir())
WITH_ORIGINAL = [name for name in PINGTAN if "/" not in name]
"""Those whose originals may lie beside the repository."""
OWNERS = {
    "zone": ("350128-综合实验区管理委员会", range(2011, 2026)),
    "county": ("350128-人民政府", range(2011, 2014)),
    "tax": ("350128-综合实验区地方税务局", range(2013, 2014)),
}
UNNAMED = ["pingtan/bureaus/finance-2016.html"]
"""Those whose title has a short name (财金局) that is no body's for us."""
LONGEST_RUN = 24
"""Characters in a row that the prose may share with its original: a list of official names and its numbers."""


@cache
def transcription(name: str) -> Report:
    return gongkai.read_report(RAW / "pingtan" / name)


@cache
def original(path: Path) -> Report:
    return gongkai.read_report(path)


@pytest.fixture
def original_of(samples):
    folder = samples / "pingtan"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    return lambda name: original(folder / f"pingtan-{name.partition('.')[0]}.html")


@pytest.fixture
def truth_of(truth):
    """What a careful reader took from the original of a transcription: the rows of one of its files, if it is there."""
    folder = truth / "pingtan"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")

    def rows(name, kind):
        path = folder / f"pingtan-{name.partition('.')[0]}-{kind}.csv"
        if not path.is_file():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return rows


def sources() -> list[dict[str, str]]:
    with (RAW / "sources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(report: Report) -> Counter[tuple[object, ...]]:
    return Counter(
        (row.indicator_id, row.value, row.status, row.unit, row.raw.strip()) for row in report.observation_rows
    )


def figures(report: Report) -> Counter[tuple[object, ...]]:
    """Count the figures of each section by value, unit, earlier value and hedge."""
    shown = report.figures[["section", "value", "unit", "from_value", "hedge"]].astype(object)
    return Counter(shown.where(shown.notna(), None).itertuples(index=False, name=None))


def paragraphs(report: Report) -> list[str]:
    return [block.text for block in report.document.blocks if isinstance(block, Paragraph)]


# On a clean clone -----------------------------------------------------------------------------------------------------


def test_every_transcription_is_in_the_manifest_and_in_the_package():
    named = sorted(row["file"] for row in sources())
    there = sorted(path.relative_to(RAW).as_posix() for path in RAW.rglob("*.*") if path.name != "sources.csv")
    reports = gongkai.load("reports", ROOT)
    assert named == there == sorted(reports["source"])
    assert {path.rpartition(".")[2] for path in there} == {
        "csv", "docx", "html", "ods", "odt", "ofd", "pdf", "rtf", "txt", "xls", "xlsx",
    }  # fmt: skip


@pytest.mark.parametrize("row", sources(), ids=lambda row: row["file"])
def test_the_manifest_says_what_the_transcription_says(row):
    reports = gongkai.load("reports", ROOT)
    report = reports[reports["source"] == row["file"]].iloc[0]
    assert (report["title"], str(report["year"])) == (row["title"], row["year"])
    assert row["published"] in ("", str(report["published"])[:10])
    assert row["url"] == ("" if pd.isna(report["url"]) else report["url"])


@pytest.mark.parametrize("body", OWNERS)
def test_each_body_of_pingtan_is_one_agency_through_its_years(body):
    agency, years = OWNERS[body]
    reports = gongkai.load("reports", ROOT)
    found = reports[reports["agency_id"] == agency]
    assert sorted(found["year"]) == list(years)
    assert all(source.startswith(f"pingtan/{body}-") for source in found["source"])


def test_each_bureau_of_pingtan_is_one_agency_and_each_report_of_its_year():
    reports = gongkai.load("reports", ROOT)
    found = reports[reports["source"].str.startswith("pingtan/bureaus/") & ~reports["source"].isin(UNNAMED)]
    named = found["source"].str.extract(r"/(?P<bureau>[a-z-]+?)(?:-work)?-(?P<year>\d{4})\.html$")
    assert len(found) + len(UNNAMED) == len(BUREAUS)
    assert (named["year"].astype(int) == found["year"]).all()
    assert (found["agency_id"].groupby(named["bureau"]).nunique() == 1).all()
    assert found["agency_id"].nunique() == named["bureau"].nunique()


@pytest.mark.parametrize("name", PINGTAN)
def test_the_committed_package_has_what_the_transcription_says(name):
    report = transcription(name)
    for table, columns in (
        ("observations", ["indicator_id", "value", "status", "unit", "raw", "locator", "label"]),
        ("figures", ["figure", "section", "subject", "value", "unit", "raw", "locator"]),
    ):
        committed = gongkai.load(table, ROOT)
        committed = committed[committed["report_id"] == report.report_id].sort_values(columns[0])
        found = getattr(report, table).sort_values(columns[0])
        assert_frame_equal(found[columns].reset_index(drop=True), committed[columns].reset_index(drop=True))


@pytest.mark.parametrize("name", PINGTAN)
def test_no_person_telephone_or_office_is_named(name):
    text = "\n".join(paragraphs(transcription(name)))
    assert len(text) > 150
    assert not re.search(r"邮编|邮\s*编|联系人|联系电话|传真：|地址|\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)", text)


@pytest.mark.parametrize("ending", RENDERERS)
def test_a_transcription_can_be_printed_in_every_format(ending):
    page = read_document(RAW / "jiahe-2017.html")
    report, again = gongkai.read_report(RAW / "jiahe-2017.html"), gongkai.read_report(printed(page, ending))
    assert (len(report.observation_rows), cells(again)) == (58, cells(report))
    assert figures(again) == figures(report)


# With the originals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_ORIGINAL)
def test_every_cell_of_the_original_is_transcribed_and_no_other(name, original_of):
    found, printed_there = transcription(name), original_of(name)
    assert cells(found) == cells(printed_there)
    assert (found.unmatched_rows, printed_there.unmatched_rows) == ((), ())


@pytest.mark.parametrize("name", WITH_ORIGINAL)
def test_a_transcription_states_the_figures_of_its_original(name, original_of):
    assert figures(transcription(name)) == figures(original_of(name))


@pytest.mark.parametrize("name", WITH_ORIGINAL)
def test_a_transcription_is_known_as_its_original_is(name, original_of):
    told = ("title", "agency_id", "division_code", "year", "period_start", "period_end", "published", "forms", "status")
    found, there = transcription(name), original_of(name)
    assert {key: found.summary[key] for key in told} == {key: there.summary[key] for key in told}
    assert Counter(found.points["kind"]) == Counter(there.points["kind"])
    numbers = ["issuer", "year", "serial"]
    assert found.document_numbers[numbers].to_dict("records") == there.document_numbers[numbers].to_dict("records")


@pytest.mark.parametrize("name", WITH_ORIGINAL)
def test_the_same_checks_fail_in_a_transcription_and_in_its_original(name, original_of):
    failing = [
        {(row.rule, row.left, row.right) for row in report.check_rows if row.outcome == "fails"}
        for report in (transcription(name), original_of(name))
    ]
    assert failing[0] == failing[1]


@pytest.mark.parametrize("name", WITH_ORIGINAL)
def test_no_sentence_of_the_original_is_copied(name, original_of):
    there = paragraphs(original_of(name))
    headings = {text for text in there if not text.endswith("。")}
    for text in paragraphs(transcription(name)):
        runs = () if text in headings else (text[at : at + LONGEST_RUN + 1] for at in range(len(text) - LONGEST_RUN))
        assert not [run for run in runs if any(run in each for each in there)]


# With what a careful reader took --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_ORIGINAL)
def test_a_transcription_has_the_cells_that_a_reader_took(name, truth_of):
    national = {f"{row['table']}.{row['row']}.{row['column']}": row["value"] for row in truth_of(name, "cells")}
    local = {
        (_bare(row["label"]), column): row[column]
        for row in truth_of(name, "local-cells")
        for column in ("year", "cumulative")
    }
    rows = transcription(name).observation_rows
    assert len(rows) == len(national) + len(local)
    if national:
        found = {row.indicator_id.partition(".")[2]: row.value for row in rows}
        assert found == {cell: _number(value) for cell, value in national.items()}
    else:
        printed_there = {(_bare(row.label), row.indicator_id.rpartition(".")[2]): row.value for row in rows}
        assert printed_there == {cell: _number(value) for cell, value in local.items()}


@pytest.mark.parametrize("name", WITH_ORIGINAL)
def test_a_transcription_has_no_figure_that_a_reader_did_not_take(name, truth_of):
    taken = Counter(
        (_number(row["value"]), row["unit"] or None) for kind in ("figures", "doubtful") for row in truth_of(name, kind)
    )
    found = Counter((value, unit) for _, value, unit, _, _ in figures(transcription(name)).elements())
    assert found - taken == Counter()


def _bare(label: str) -> str:
    return re.sub(r"\s", "", label)


def _number(text: str) -> float | None:
    return float(text) if text else None


# What is told of the package ------------------------------------------------------------------------------------------


def test_the_page_of_coverage_is_that_of_the_package():
    assert (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8") == coverage(ROOT)


def test_every_check_that_fails_was_looked_up():
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| \[?`(\S+)`\]? \| `(\w+)` \| (\S+) \| (\S+) \|", text, re.MULTILINE)
    checks = gongkai.load("checks", ROOT)
    wrong = (checks["outcome"] == "fails") & (checks["severity"] != "note")
    failing = checks[wrong].merge(gongkai.load("reports", ROOT), on="report_id")
    found = failing[["source", "rule", "left", "right"]].itertuples(index=False, name=None)
    assert sorted(told) == sorted((source, rule, _said(left), _said(right)) for source, rule, left, right in found)


def test_a_finding_leads_to_the_page_of_its_report():
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    pages = dict(re.findall(r"^\[`(\S+)`\]: (\S+)$", text, re.MULTILINE))
    assert set(pages) == set(re.findall(r"\[`(\S+?)`\](?!:)", text)) > {"pingtan/zone-2022.html"}
    assert pages.items() <= {(row["file"], row["url"]) for row in sources()}


def _said(number):
    return "—" if pd.isna(number) else f"{number:.10g}"
