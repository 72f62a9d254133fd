"""One edit each: what a year, a form or a check costs whoever adds it, as CONTRIBUTING.md says."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import gongkai
from generators.reports import ReportPlan, print_report, render
from gongkai import divisions
from gongkai.check.rules import rulebook
from gongkai.forms import FORMS, form
from gongkai.package import validate_package

TESTS = Path(__file__).parent


def with_year(page: bytes, year: int, other: int) -> bytes:
    return page.decode().replace(str(year), str(other)).encode()


@pytest.fixture(params=[2027, 2099])
def later(request, tmp_path) -> tuple[int, Path]:
    """A year behind the table of divisions, and a package with reports of this year and of one before."""
    sources = tmp_path / "sources"
    sources.mkdir()
    printed = print_report(ReportPlan(7, "2021"))
    page = render(printed, "html bare")
    (sources / "before.html").write_bytes(page)
    (sources / "later.html").write_bytes(with_year(page, printed.identity.year, request.param))
    gongkai.build(sources, tmp_path / "package", strict=True)
    return request.param, tmp_path / "package"


def test_a_report_of_a_year_behind_the_table_of_divisions_is_published(later):
    year, package = later
    reports = gongkai.load("reports", package).set_index("source")
    row = reports.loc["later.html"]
    assert row["year"] == year
    assert row["division_code"] == reports.loc["before.html", "division_code"]
    told = f"division_code: no divisions are known for {year}; it is that of {divisions.years()[-1]}"
    assert told in row["remarks"].split("\n")
    assert "no divisions are known" not in str(reports.loc["before.html", "remarks"])
    assert set(gongkai.load("divisions", package)["year"]) == {*divisions.years(), year}
    assert validate_package(package) == []


def test_a_form_is_one_file(tmp_path):
    copy = tmp_path / "gongkai"
    shutil.copytree(Path(gongkai.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TESTS / "made_up_form" / "form-2031.yaml", copy / "forms")
    program = TESTS / "made_up_form" / "read_and_publish.py"
    done = subprocess.run(  # noqa: S603
        [sys.executable, program, tmp_path / "out"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (tmp_path, TESTS)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_text_is_held_against_cells_by_rules_that_there_are():
    rules = {rule.id for rule in rulebook().of_kind("prose_and_table")}
    named = {code: set(form(code).stated_in_text) for code in FORMS}
    assert all(names <= rules for names in named.values()), named
    assert set().union(*named.values()) == rules
