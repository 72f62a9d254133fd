"""One edit each: what a year, a form or a check costs whoever adds it, as CONTRIBUTING.md says."""

from pathlib import Path

import pytest

import gongkai
from generators.reports import ReportPlan, print_report, render
from gongkai import divisions
from gongkai.package import validate_package


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
