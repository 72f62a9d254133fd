"""One edit each: what a year, a form, a format, a column or a check costs whoever adds it, as CONTRIBUTING.md says."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import gongkai
from generators.reports import ReportPlan, print_report, render
from gongkai import divisions
from gongkai.check.rules import rulebook
from gongkai.forms import FORMS, form
from gongkai.package import validate_package

TESTS = Path(__file__).parent
RAW = TESTS.parent / "data" / "raw"


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


def copied(folder: Path) -> Path:
    """Copy gongkai to edit it; what it finds when it is imported is found anew."""
    return shutil.copytree(Path(gongkai.__file__).parent, folder / "gongkai")


def run(copy: Path, *program: str | Path) -> str:
    """Run a program with an edited copy, and give what it prints."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, *program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (copy.parent, TESTS)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, (file.name, before)
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_a_form_is_one_file(tmp_path):
    copy = copied(tmp_path)
    shutil.copy(TESTS / "made_up_form" / "form-2031.yaml", copy / "forms")
    run(copy, TESTS / "made_up_form" / "read_and_publish.py", tmp_path / "out")


LOCAL_FORM = """
form: made_up
authority: a test
places: [湖南省]
report_years: [2014, 2018]
sections: []
tables:
  - id: counts
    layout: matrix
    title: 公开情况统计表
    national: "2014.statistics"
    blocks:
    - heading: null
      columns:
      - {code: year, label: 本年数, english: "of the year", same_as: count, variants: ["{year}年"]}
      - {code: target, label: 年度目标数, english: "aimed at"}
      rows:
      - {code: open_days, label: 政务开放日次数, unit: 次, english: "Open days"}
      - {code: open_data, label: 开放数据集数, unit: 个, english: "Data sets opened"}
      - {code: maps, label: 公开地图数, unit: 幅, english: "Maps disclosed"}
      - {code: reviews, label: 行政复议数, unit: 件, english: "Reviews", same_as: reviews}
identities:
  - {id: target_reached, table: counts, each: row, rule: "year >= target", severity: warning}
"""

LOCAL_REPORT = """嘉禾县2016年政府信息公开年度报告
指标 | 单位 | 2016年 | 年度目标数
政务开放日次数 | 次 | 4 | 3
开放数据集数 | 个 | 11 | 12
公开地图数 | 幅 | 7 |
行政复议数 | 件 | 2 | /
"""


def test_a_local_form_is_one_file(tmp_path):
    copy = copied(tmp_path)
    (copy / "forms" / "local-made_up.yaml").write_text(LOCAL_FORM, encoding="utf-8")
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "report.txt").write_text(LOCAL_REPORT, encoding="utf-8")
    found = json.loads(run(copy, "-c", PUBLISH, sources, tmp_path / "package"))
    assert found["problems"] == []
    assert [(row["forms"], row["status"]) for row in found["reports"]] == [("made_up.counts", "complete")]
    cells = {row["indicator_id"]: (row["value"], row["status"]) for row in found["observations"]}
    assert len(cells) == 8
    assert cells["made_up.counts.open_data.target"] == (12, "reported")
    assert cells["made_up.counts.maps.target"][1] == "blank"
    outcomes = {row["subject"]: row["outcome"] for row in found["checks"] if row["rule"] == "target_reached"}
    assert outcomes["made_up.counts.open_days.year"] == "holds"
    assert outcomes["made_up.counts.open_data.year"] == "fails"
    (link,) = (row for row in found["indicators"] if row["indicator_id"] == "made_up.counts.reviews.year")
    assert link["same_as"] == "2014.statistics.reviews.count"


READER = """
from gongkai.document import Document, Paragraph


def read_made_up(text: str, name: str) -> Document:
    return Document(tuple(map(Paragraph, text.removeprefix("%MADE-UP").split("|"))), "made_up", name)
"""


def add_a_format(copy: Path) -> None:
    """One module, its registration, and its name."""
    (copy / "read" / "made_up.py").write_text(READER, encoding="utf-8")
    registration = '_Reader(lambda source: source.data.startswith(b"%MADE-UP"), _of_text(read_made_up)),'
    edit(copy / "read" / "__init__.py", "_READERS = (\n", f"_READERS = (\n{registration}\n")
    imported = "from gongkai.read.text import read_text\n"
    edit(copy / "read" / "__init__.py", imported, f"{imported}from gongkai.read.made_up import read_made_up\n")
    edit(copy / "document.py", "Format = Literal[\n", 'Format = Literal[\n    "made_up",\n')


def add_a_column(copy: Path) -> None:
    """A field of the row, its declaration, and its Chinese name."""
    fields_of_points = "    characters: int\n    locator: Locator\n"
    edit(copy / "rows.py", fields_of_points, f"{fields_of_points}    made_up: int = 12\n")
    before = '    locator: Text = place("Locator", "Where it stands.", example="b21:5-46")\n'
    declared = '    made_up: Whole = field("Made up", "A column that a test added.", example=1, ge=0)\n'
    edit(copy / "tables" / "narrative.py", before, before + declared)
    edit(copy / "tables" / "chinese.yaml", "everywhere:\n", "everywhere:\n  made_up: 测试\n")


def add_a_check_of_a_known_kind(copy: Path) -> None:
    """One entry."""
    entry = '{id: replies_made_up, table: statistics, each: column, rule: "replies <= staff", severity: error}'
    edit(copy / "forms" / "form-2014.yaml", "\nidentities:\n", f"\nidentities:\n  - {entry}\n")


ENTRY = """
  - id: title_made_up
    kind: metadata
    severity: warning
    source: a test
    messages:
      holds: {english: "{title} ends as a title does.", chinese: "“{title}”以“报告”结尾。"}
      fails: {english: "{title} does not end as a title does.", chinese: "“{title}”未以“报告”结尾。"}
"""

FUNCTION = """

def check_made_up(identity: Identity) -> Iterator[Check]:
    rule = rulebook().rules["title_made_up"]
    title = identity.title or ""
    outcome: Outcome = "holds" if title.endswith("报告") else "fails"
    yield rule.finding("title", outcome, None, None, rule.say(outcome, title=title))
"""


def add_a_check_of_a_new_kind(copy: Path) -> None:
    """One entry, and one function that is called."""
    for file, addition in (("rules.yaml", ENTRY), ("metadata.py", FUNCTION)):
        with (copy / "check" / file).open("a", encoding="utf-8") as end:
            end.write(addition)
    edit(
        copy / "check" / "__init__.py",
        "import RULES_OF_BODIES, check_metadata\n",
        "import RULES_OF_BODIES, check_made_up, check_metadata\n",
    )
    edit(
        copy / "check" / "__init__.py",
        "*check_metadata(identity),",
        "*check_metadata(identity), *check_made_up(identity),",
    )


PUBLISH = """
import json, sys
import gongkai
from gongkai.publish.dictionary import data_dictionary

source, package = sys.argv[1:]
gongkai.build(source, package, strict=True)
told = ("reports", "points", "checks", "observations", "indicators")
found = {table: gongkai.load(table, package).to_dict("records") for table in told}
problems = gongkai.validate_package(package)
print(json.dumps({**found, "problems": problems, "dictionary": data_dictionary()}, default=str))
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Mapping[str, Any]:
    """What a package says that a gongkai with an addition of each kind has built."""
    folder = tmp_path_factory.mktemp("edited")
    copy = copied(folder)
    for add in (add_a_format, add_a_column, add_a_check_of_a_known_kind, add_a_check_of_a_new_kind):
        add(copy)
    sources = folder / "sources"
    sources.mkdir()
    shutil.copy(RAW / "jiahe-2017.html", sources)
    text = "%MADE-UP通道县2017年政府信息公开年度报告|一、概述|本年度收到申请7件。|二、主动公开情况|三、依申请公开情况"
    (sources / "report.made-up").write_text(text, encoding="utf-8")
    return json.loads(run(copy, "-c", PUBLISH, sources, folder / "package"))


def test_all_that_was_added_is_published_and_valid(published):
    assert published["problems"] == []


def test_a_format_is_one_module_and_its_registration(published):
    report = next(row for row in published["reports"] if row["source"] == "report.made-up")
    assert (report["format"], report["division_code"], report["year"]) == ("made_up", "431230", 2017)


def test_a_column_is_a_field_and_its_declaration(published):
    assert {row["made_up"] for row in published["points"]} == {12}
    assert "A column that a test added." in published["dictionary"]


def test_a_check_of_a_known_kind_is_one_entry(published):
    (check,) = (row for row in published["checks"] if row["rule"] == "replies_made_up")
    assert (check["kind"], check["severity"], check["left"], check["right"]) == ("form", "error", 7, 121)
    assert check["outcome"] == "holds"


def test_a_check_of_a_new_kind_is_one_entry_and_one_function(published):
    said = {row["message_chinese"] for row in published["checks"] if row["rule"] == "title_made_up"}
    assert said == {
        "“嘉禾县2017年政府信息公开年度报告”以“报告”结尾。",
        "“通道县2017年政府信息公开年度报告”以“报告”结尾。",
    }


def test_the_text_is_held_against_cells_by_rules_that_there_are():
    rules = {rule.id for rule in rulebook().of_kind("prose_and_table")}
    named = {code: set(form(code).stated_in_text) for code in FORMS}
    assert all(names <= rules for names in named.values()), named
    assert set().union(*named.values()) == rules
