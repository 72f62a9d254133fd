"""The site of a package: its pieces say what the package says, and nothing that a report says is obeyed."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.testing import CliRunner

import gongkai
from gongkai.cli import app
from gongkai.concepts import Comparability
from gongkai.errors import PackageError
from gongkai.rows import CheckKind, PanelStatus, PointKind, ReportStatus, Scope, Severity, Status
from gongkai.site import write_site
from gongkai.site.pages import PAGES
from gongkai.site.words import words

ROOT = Path(__file__).parents[1]
CHOICES = (CheckKind, Comparability, PanelStatus, PointKind, ReportStatus, Scope, Severity, Status)
HOSTILE = '<img src=x onerror="document.title=1">'
REPORT = f"""<p>嘉禾县2017年政府信息公开年度报告
<p>一、概述
<p>本年度收到申请7件。
<p>二、主动公开{escape(HOSTILE)}
<p>三、依申请公开{escape(HOSTILE)}
<table><tr><th>指标<th>单位<th>统计数
<tr><td>（一）收到申请数<td>件<td>7
<tr><td>{escape(HOSTILE)}数<td>件<td>3</table>
"""


def piece(site: Path, name: str) -> Any:
    """Read a piece as the page that loads it would."""
    text = (site / "data" / f"{name}.js").read_text(encoding="utf-8")
    found = re.fullmatch(r'gongkai\.receive\("([\w/]+)",(.*)\);\n', text, re.DOTALL)
    assert found is not None
    assert found[1] == name
    return json.loads(found[2])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the package of the repository."""
    place = tmp_path_factory.mktemp("site") / "site"
    assert write_site(ROOT, place) == len(gongkai.load("reports", ROOT))
    return place


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a package of one report that means harm, with an address that is a program."""
    folder = tmp_path_factory.mktemp("hostile")
    sources = folder / "sources"
    sources.mkdir()
    (sources / f"{HOSTILE}.html").write_text(REPORT, encoding="utf-8")
    gongkai.build(sources, folder / "package", strict=True)
    write_site(folder / "package", folder / "site")
    return folder / "site"


def test_a_series_says_what_the_panel_says(site: Path) -> None:
    reports, package = piece(site, "reports"), piece(site, "package")
    for concept in ("requests_received", "granted", "administrative_fees_amount"):
        data = piece(site, f"series/{concept}")
        panel = gongkai.panel(concept, package=ROOT)
        statuses = [package["panel_statuses"][at] for at in data["status"]]
        found = sorted(
            zip(
                [reports["id"][at] for at in data["report"]],
                statuses,
                map(str, data["form"]),
                data["value"],
                strict=True,
            ),
            key=repr,
        )
        forms = [form or None for form in panel["form"].astype(object).where(panel["form"].notna(), None)]
        values = panel["value"].astype(object).where(panel["value"].notna(), None)
        expected = sorted(
            zip(panel["report_id"], panel["status"].astype(str), map(str, forms), values, strict=True), key=repr
        )
        assert [row[:3] for row in found] == [row[:3] for row in expected]
        assert [row[3] for row in found] == [row[3] for row in expected]


def test_a_number_of_the_package_stands_on_the_page_of_its_report(site: Path) -> None:
    (report,) = Path(site / "reports").rglob("07473aaf77c98601.html")
    page = report.read_text(encoding="utf-8")
    cell = page[page.index('id="2021.disclosure.administrative_fees.amount"') :]
    assert cell[:200].startswith('id="2021.disclosure.administrative_fees.amount" class="number">9116.36<')
    assert "b26.r14.c2 <q>9116.36</q>" in cell[:200]
    assert 'href="https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/202302/t20230220_80629.htm"' in page


def test_every_value_of_the_package_has_its_place(site: Path) -> None:
    cells = gongkai.load("observations", ROOT)
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (site / "reports").rglob("*.html")}
    assert pages.keys() == set(gongkai.load("reports", ROOT)["report_id"])
    missing = [
        (report, indicator)
        for report, indicator in zip(cells["report_id"], cells["indicator_id"], strict=True)
        if f'id="{indicator}"' not in pages[report]
    ]
    assert missing == []


def test_what_fails_is_counted_as_the_checks_count_it(site: Path) -> None:
    checks = gongkai.load("checks", ROOT)
    fails = checks[checks["outcome"] == "fails"].groupby("rule", observed=True).size().to_dict()
    told = {rule["rule"]: rule["failing"] for rule in piece(site, "quality")["rules"] if rule["failing"]}
    assert told == fails
    assert told["staff_by_kind"] == 1


def test_coverage_is_that_of_the_package(site: Path) -> None:
    bodies = piece(site, "bodies")
    covered = dict(zip(bodies["id"], bodies["covered"], strict=True))
    first = bodies["first_year"]
    assert covered["431024-人民政府"][2017 - first] == "p"
    assert covered["431024-人民政府"][2018 - first] == "."
    assert covered["350128-综合实验区管理委员会"][2011 - first : 2026 - first] == "c" * 15


def test_nothing_that_a_report_says_is_an_element(hostile: Path) -> None:
    (page,) = (hostile / "reports").rglob("*.html")
    text = page.read_text(encoding="utf-8")
    assert "<img src=x" not in text
    assert text.count("&lt;img src=x") >= 2


def test_pages_allow_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in text
        assert re.findall(r"\sstyle=|\son\w+=|javascript:", text) == []
        assert re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//', text) == []


def test_the_same_package_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    write_site(ROOT, tmp_path / "again")
    files = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    again = {path.relative_to(tmp_path / "again"): path for path in (tmp_path / "again").rglob("*") if path.is_file()}
    assert files.keys() == again.keys()
    assert [name for name, data in files.items() if again[name].read_bytes() != data] == []


def test_a_site_is_replaced_and_other_files_are_not(hostile: Path, tmp_path: Path) -> None:
    package, place = hostile.parent / "package", tmp_path / "site"
    write_site(package, place)
    (place / "old.html").write_text("of an earlier site", encoding="utf-8")
    write_site(package, place)
    assert not (place / "old.html").exists()
    assert [each.name for each in tmp_path.iterdir()] == ["site"]
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PackageError, match="the folder holds files that are not of a site"):
        write_site(package, other)
    assert [each.name for each in other.iterdir()] == ["letter.txt"]


def test_what_fails_leaves_the_old_site(hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package, place = hostile.parent / "package", tmp_path / "site"
    write_site(package, place)

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gongkai.site.report_pages.write_report_pages", broken)
    with pytest.raises(OSError, match="No space left"):
        write_site(package, place)
    assert (place / "index.html").is_file()
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_the_command_says_what_it_wrote(hostile: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    done = runner.invoke(app, ["site", str(hostile.parent / "package"), "--out", str(tmp_path / "site")])
    assert done.exit_code == 0
    assert "site of 1 reports in" in done.output
    nowhere = runner.invoke(app, ["site", str(tmp_path / "nowhere"), "--out", str(tmp_path / "site")])
    assert isinstance(nowhere.exception, PackageError)


def test_no_word_is_there_for_nothing() -> None:
    folder = Path(gongkai.__file__).parent / "site"
    programs = "".join(
        path.read_text(encoding="utf-8") for name in ("static", "templates") for path in (folder / name).glob("*.[jh]*")
    )
    choices = {choice for kind in CHOICES for choice in get_args(kind)}
    pages = {f"page_{name}" for name in PAGES}
    assert {name for name in words() if f'"{name}"' not in programs} - choices - pages == set()


def test_every_word_is_there_in_both_languages() -> None:
    for name, said in words().items():
        assert set(said) == {"zh", "en"}, name
        assert set(re.findall(r"\{\w+\}", said["zh"])) == set(re.findall(r"\{\w+\}", said["en"])), name
