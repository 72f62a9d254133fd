"""Accuracy on real documents, held by floors that a change never lowers, and on our transcriptions of them."""

import csv
from pathlib import Path

import pytest
import yaml
from pandas.testing import assert_frame_equal

import gongkai

FLOORS = yaml.safe_load((Path(__file__).parent / "accuracy_floors.yaml").read_text(encoding="utf-8"))
RAW = Path(__file__).parents[1] / "data" / "raw"
TRANSCRIPTIONS = {
    "jiahe-2017.html": "jiahe-2017-cells.csv",
    "shuyang-drc-2023.xlsx": "shuyang-drc-2023-cells.csv",
    "huaian-2024.pdf": "huaian-2024-cells.csv",
}


def truth_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {
            ".".join((row["table"], row["row"], row["column"])): float(row["value"]) if row["value"] else None
            for row in csv.DictReader(file)
        }


def cells_of(report):
    return {row.indicator_id.partition(".")[2]: row.value for row in report.observation_rows}


def score(found, truth):
    """Count cells right, wrong (another number), extra (not printed) and filled (printed blank)."""
    return {
        "right": sum(cell in truth and value == truth[cell] for cell, value in found.items()),
        "wrong": sum(value is not None and truth.get(cell) not in (None, value) for cell, value in found.items()),
        "extra": sum(cell not in truth for cell in found),
        "filled": sum(value is not None and truth.get(cell, 0) is None for cell, value in found.items()),
    }


def test_the_score_counts_what_it_says():
    truth = {"a": 1.0, "b": None, "c": 3.0, "d": None}
    found = {"a": 1.0, "b": 2.0, "c": 4.0, "d": None, "e": 5.0}
    assert score(found, truth) == {"right": 2, "wrong": 1, "extra": 1, "filled": 1}


@pytest.mark.parametrize("floor", FLOORS["cells"], ids=lambda floor: floor["document"])
def test_cells_of_a_sample(floor, samples, truth):
    found = cells_of(gongkai.read_report(samples / floor["document"]))
    scored = score(found, truth_of(truth / floor["truth"]))
    assert scored["right"] >= floor["right"]
    assert {name: scored[name] for name in ("wrong", "extra", "filled")} == {
        name: floor[name] for name in ("wrong", "extra", "filled")
    }


@pytest.mark.parametrize("document", TRANSCRIPTIONS)
def test_a_transcription_gives_the_cells_of_the_committed_package(document):
    report = gongkai.read_report(RAW / document)
    committed = gongkai.load("observations", RAW.parents[1])
    committed = committed[committed["report_id"] == report.report_id].sort_values("indicator_id")
    columns = ["indicator_id", "value", "status", "unit", "raw", "locator", "label"]
    found = report.observations.sort_values("indicator_id")
    assert len(committed) > 50
    assert_frame_equal(found[columns].reset_index(drop=True), committed[columns].reset_index(drop=True))


@pytest.mark.parametrize(("document", "cells"), TRANSCRIPTIONS.items())
def test_a_transcription_says_what_its_original_says(document, cells, truth):
    assert cells_of(gongkai.read_report(RAW / document)) == truth_of(truth / cells)


def test_a_sample_names_agency_year_and_days(samples):
    report = gongkai.read_report(samples / "shuyang-drc-2023.html").summary
    assert (report["agency_id"], report["division_code"], report["level"]) == (
        "321322-发展和改革局",
        "321322",
        "county",
    )
    assert (report["year"], f"{report['published']}", report["published_source"]) == (2023, "2024-01-17", "page")
    assert (f"{report['period_start']}", f"{report['period_end']}") == ("2023-01-01", "2023-12-31")


@pytest.mark.parametrize("shape", ["html", "pipes", "lines without blank cells"])
def test_a_sample_in_another_shape_gives_the_same_cells(shape, samples, truth):
    report = gongkai.read_report(samples / "jiahe-2017.txt")
    lines = [
        line.replace("\u00a0", " ").strip() for line in (samples / "jiahe-2017.txt").read_text("utf-8").splitlines()
    ]
    start = lines.index("统计指标")
    rows = [(row.label, row.unit or "", row.raw) for row in report.observation_rows]
    text = "\n".join(line for line in lines[:start] if line)
    if shape == "html":
        cells = "".join(f"<tr><td>{label}</td><td>{unit}</td><td>{raw}</td></tr>" for label, unit, raw in rows)
        head = "".join(f"<p>{line}</p>" for line in text.splitlines() if not line.startswith("<") and "<" not in line)
        text = f"{head}<table><tr><th>统计指标</th><th>单位</th><th>统计数</th></tr>{cells}</table>"
    elif shape == "pipes":
        text += "\n统计指标 | 单位 | 统计数\n" + "\n".join(" | ".join(row) for row in rows)
    else:
        text += "\n".join(line for line in ["", *lines[start:]] if line)
    assert cells_of(gongkai.read_report(text.encode())) == truth_of(truth / "jiahe-2017-cells.csv")
