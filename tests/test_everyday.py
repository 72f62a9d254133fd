"""Frames of a package in the hands of other libraries: formulas, JSON, Stata, Excel, text."""

import io
from pathlib import Path

import pandas as pd
import pytest

import gongkai

ROOT = Path(__file__).parents[1]
BODIES = (
    "320800-人民政府", "321322-发展和改革局", "350128-人民政府", "350128-综合实验区管理委员会", "431024-人民政府",
)  # fmt: skip
TABLES = ("reports", "observations", "figures", "checks", "agencies", "concepts", "crosswalk")


@pytest.fixture(scope="module")
def report():
    return gongkai.read_report(ROOT / "data/raw/jiahe-2017.html")


def test_a_panel_goes_into_a_regression():
    formulas = pytest.importorskip("statsmodels.formula.api")
    wide = gongkai.panel(["requests_received", "granted"], agencies=BODIES, package=ROOT, wide=True)
    fitted = formulas.ols("granted ~ requests_received + C(kind) + year", data=wide).fit()
    # One of 21 reports has a blank part; a blank is no zero and is left out.
    assert (len(wide), fitted.nobs) == (21, 20)
    assert "C(kind)[T.zone]" in fitted.params and "C(kind)[T.township]" not in fitted.params


def test_figures_go_into_a_regression():
    formulas = pytest.importorskip("statsmodels.formula.api")
    figures = gongkai.load("figures", ROOT)
    fitted = formulas.ols("normal_value ~ C(kind) + section", data=figures).fit()
    assert fitted.nobs == figures["normal_value"].notna().sum() > 500


@pytest.mark.parametrize("table", TABLES)
def test_as_json(table):
    frame = gongkai.load(table, ROOT)
    back = pd.read_json(io.StringIO(frame.to_json(orient="records", date_format="iso")), orient="records", dtype=False)
    assert len(back) == len(frame)


def test_days_are_days():
    reports = gongkai.load("reports", ROOT).set_index("source")
    published = reports["published"]
    assert published["pingtan/zone-2024.html"] == pd.Timestamp(2025, 3, 10)
    assert published.dt.year["jiahe-2017.html"] == 2020
    assert reports["published"].to_json(date_format="iso").count("2025-03-10T") == 1


def test_chains_of_text():
    forms = gongkai.load("reports", ROOT).set_index("source")["forms"]
    first = forms.str.split(" ").str[0].str.split(".")
    assert first["jiahe-2017.html"] == ["2014", "statistics"]
    assert forms[forms.index.str.match(r"pingtan/(zone|county)-")].str.contains("fujian").sum() == 11


@pytest.mark.parametrize("wide", [True, False])
def test_stata_reads_a_panel(tmp_path, wide):
    frame = gongkai.panel(["requests_received", "granted"], package=ROOT, wide=wide)
    named = frame.rename(columns=lambda name: name[:32])
    named.to_stata(tmp_path / "panel.dta", version=118, write_index=False)
    back = pd.read_stata(tmp_path / "panel.dta")
    column = "granted" if wide else "value"
    assert back[column].sum() == frame[column].sum() > 1000
    assert back[column].isna().sum() == frame[column].isna().sum() > 0


@pytest.mark.parametrize("table", ["reports", "figures"])
def test_excel_opens_a_table(tmp_path, table):
    pytest.importorskip("openpyxl")
    frame = gongkai.load(table, ROOT)
    frame.to_excel(tmp_path / "table.xlsx", index=False)
    back = pd.read_excel(tmp_path / "table.xlsx", engine="openpyxl")
    assert back.shape == frame.shape


def test_seaborn_draws_a_panel():
    seaborn = pytest.importorskip("seaborn")
    pyplot = pytest.importorskip("matplotlib.pyplot")
    found = gongkai.panel("requests_received", package=ROOT)
    axes = seaborn.lineplot(found[found["source"] == "form"], x="year", y="value", hue="comparability", errorbar=None)
    pyplot.close(axes.figure)


@pytest.mark.parametrize("table", ["observations", "figures", "sections", "points", "checks", "repairs", "unmatched"])
def test_frames_of_a_report_have_the_types_of_the_package(report, table):
    frame = getattr(report, table)
    published = gongkai.load(table, ROOT)
    named = {name: str(dtype) for name, dtype in published.dtypes.items()}
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == named


def test_a_missing_value_is_no_zero(report):
    cells = report.observations.set_index("indicator_id")
    blank = cells.loc[cells["status"] == "blank"]
    assert len(blank) == 7 and blank["value"].isna().all()
    assert str(cells["status"].dtype) == "category"


def test_counts_are_whole():
    reports = gongkai.load("reports", ROOT)
    assert reports.loc[reports["source"] == "jiahe-2017.html", ["year", "bytes"]].to_string(
        index=False, header=False
    ) == (f"2017 {(ROOT / 'data/raw/jiahe-2017.html').stat().st_size}")
