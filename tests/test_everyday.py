"""Frames of a package in the hands of other libraries: formulas, JSON, Stata, Excel, text."""

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

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


def test_a_panel_goes_into_a_model_with_fixed_effects():
    """The effects of linearmodels are those that a formula has with a dummy for each body."""
    panels = pytest.importorskip("linearmodels.panel")
    formulas = pytest.importorskip("statsmodels.formula.api")
    wide = gongkai.panel(["requests_received", "granted"], range(2019, 2026), package=ROOT, wide=True)
    known = wide.dropna(subset=["requests_received", "granted"])
    several = known[known.groupby("agency_id")["year"].transform("count") > 1]
    indexed = several.astype({"year": int}).set_index(["agency_id", "year"])
    effects = panels.PanelOLS.from_formula("granted ~ requests_received + EntityEffects", indexed).fit()
    dummies = formulas.ols("granted ~ requests_received + C(agency_id)", data=several).fit()
    assert effects.nobs == dummies.nobs == len(several) > 100
    assert effects.params["requests_received"] == pytest.approx(dummies.params["requests_received"], rel=1e-9)


def read_by_r(program: str) -> list[str]:
    """Run a program of R, which needs haven, and give the lines that it prints."""
    r = shutil.which("Rscript")
    if r is None or subprocess.run([r, "-e", "library(haven)"], capture_output=True).returncode:  # noqa: S603
        pytest.skip("R and its package haven are not installed")
    return subprocess.run([r, "-e", program], capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S603


def test_r_reads_a_panel(tmp_path):
    """What haven reads of a Stata file is what was written: numbers, missing ones, Chinese names and choices."""
    formulas = pytest.importorskip("statsmodels.formula.api")
    wide = gongkai.panel(["requests_received", "granted"], agencies=BODIES, package=ROOT, wide=True)
    wide.rename(columns=lambda name: name[:32]).to_stata(tmp_path / "panel.dta", version=118, write_index=False)
    said = read_by_r(f"""
        panel <- haven::read_dta("{tmp_path / "panel.dta"}")
        granted <- panel$granted
        fitted <- coef(lm(granted ~ requests_received, panel))
        writeLines(enc2utf8(c(nrow(panel), sum(granted, na.rm = TRUE), sum(is.na(granted)), unique(panel$county))))
        writeLines(c(levels(haven::as_factor(panel$kind)), format(fitted, digits = 12)))
    """)
    slope = formulas.ols("granted ~ requests_received", data=wide).fit().params
    assert [float(each) for each in said[:3]] == [21, wide["granted"].sum(), wide["granted"].isna().sum()]
    assert said[3:-2] == ["", "沭阳县", "平潭县", "嘉禾县", "government", "department", "zone"]
    assert [float(each) for each in said[-2:]] == pytest.approx(slope.tolist(), rel=1e-9)


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


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_lines_of_the_readme_run_as_they_stand(page, monkeypatch):
    pytest.importorskip("statsmodels.formula.api")
    pyplot = pytest.importorskip("matplotlib.pyplot")
    monkeypatch.chdir(ROOT)
    text = (ROOT / page).read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(import gongkai\nimport statsmodels.*?)```", text, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - the lines are our own
    (line,) = pyplot.figure(1).axes[0].lines
    assert dict(line.get_xydata().tolist())[2024] == 218
    assert names["long"].query("year == 2024")["value"].tolist() == [71]
    pyplot.close("all")
