import os
import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import gongkai
from gongkai.building import understanding
from gongkai.building.sources import found

RAW = Path(__file__).parents[1] / "data" / "raw"


def files_of(package):
    """Give what a package has; what is kept beside it for the next build is not of it."""
    found = [path for path in package.rglob("*") if path.is_file() and ".gongkai" not in path.parts]
    return {path.relative_to(package): path.read_bytes() for path in found}


@pytest.fixture
def folder(tmp_path):
    """A folder with one report, and with nine ways to give none."""
    sources = tmp_path / "sources"
    (sources / "deep").mkdir(parents=True)
    shutil.copy(RAW / "jiahe-2017.html", sources / "deep" / "report.html")
    page = (RAW / "jiahe-2017.html").read_text(encoding="utf-8")
    (sources / "again.html").write_text(page.replace("<h1>", '<h1 class="title">'), encoding="utf-8")
    (sources / "copy.html").write_bytes((RAW / "jiahe-2017.html").read_bytes())
    (sources / "empty.html").write_bytes(b"")
    (sources / "binary.html").write_bytes(bytes(range(256)) * 20)
    (sources / "cut.html").write_text(page[: len(page) // 2] + "<td", encoding="utf-8")
    (sources / "menu.html").write_text("<p>政府信息公开</p><p>联系我们</p>", encoding="utf-8")
    (sources / "two.html").write_text(page + page.replace("2017", "2016"), encoding="utf-8")
    (sources / "link.html").write_text(
        "<h1>嘉禾县2017年政府信息公开年度报告</h1><p>报告见附件</p><a href='/files/2017.pdf'>附件</a>", encoding="utf-8"
    )
    return sources


def test_one_bad_file_costs_one_row(folder, tmp_path):
    built = gongkai.build(folder, tmp_path / "out")
    failures = gongkai.load("failures", tmp_path / "out").set_index("source")
    assert dict(failures["reason"]) == {
        "binary.html": "binary",
        "cut.html": "truncated",
        "deep/report.html": "duplicate",
        "empty.html": "empty",
        "link.html": "attachment_only",
        "menu.html": "not_a_report",
        "two.html": "several_reports",
    }
    assert failures.loc["link.html", "detail"] == "/files/2017.pdf"
    assert built.rows["reports"] == 2
    assert built.rows["observations"] == 116
    assert not gongkai.validate_package(tmp_path / "out")


def test_the_same_report_found_twice_is_marked(folder, tmp_path):
    gongkai.build(folder, tmp_path / "out")
    reports = gongkai.load("reports", tmp_path / "out").set_index("source")
    assert reports["duplicate_of"].notna().to_dict() == {"again.html": False, "copy.html": True}
    assert reports.loc["copy.html", "duplicate_of"] == reports.loc["again.html", "report_id"]


def test_a_strict_build_with_a_failure_leaves_the_old_package_as_it_was(folder, tmp_path):
    out = tmp_path / "out"
    gongkai.build(RAW, out, strict=True)
    before = files_of(out)
    with pytest.raises(gongkai.StrictError, match="7 of 9 documents gave no report"):
        gongkai.build(folder, out, strict=True)
    assert files_of(out) == before


def test_a_second_build_gives_the_same_bytes(tmp_path):
    for name in ("first", "second"):
        gongkai.build(RAW, tmp_path / name)
    first, second = files_of(tmp_path / "first"), files_of(tmp_path / "second")
    assert first == second


def test_a_defect_of_ours_costs_one_row_too(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("gongkai.building.understanding.read_report", fail)
    monkeypatch.setattr(understanding, "_workers", SimpleNamespace(ask=understanding.answer))
    with pytest.raises(gongkai.NoReportError) as caught:
        gongkai.build(RAW / "jiahe-2017.html", tmp_path / "out")
    assert [line.split(";")[0] for line in str(caught.value).splitlines()[1:]] == [
        "jiahe-2017.html: gongkai itself failed on this file, which is a defect (ZeroDivisionError: division by zero)"
    ]


def test_a_package_is_never_replaced_by_one_without_reports(tmp_path):
    gongkai.build(RAW / "jiahe-2017.html", tmp_path / "out")
    (tmp_path / "menu.html").write_text("<p>联系我们</p>", encoding="utf-8")
    with pytest.raises(gongkai.NoReportError, match=r"(?s)none of 1 documents gave a report.*menu\.html: this is no"):
        gongkai.build(tmp_path / "menu.html", tmp_path / "out")
    assert len(gongkai.load("reports", tmp_path / "out")) == 1


def test_a_package_inside_the_sources_is_no_source(tmp_path):
    shutil.copy(RAW / "jiahe-2017.html", tmp_path)
    for _ in range(2):
        gongkai.build(tmp_path, tmp_path)
    assert list(gongkai.load("failures", tmp_path)["source"]) == []


def test_a_file_name_in_gbk_is_read(tmp_path):
    name = os.fsdecode("年报.html".encode("gbk"))
    shutil.copy(RAW / "jiahe-2017.html", tmp_path / name)
    gongkai.build(tmp_path, tmp_path / "out")
    assert list(gongkai.load("reports", tmp_path / "out")["source"]) == ["年报.html"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [("gone.html,标题", "there is no file gone.html"), ("jiahe-2017.html,", "every row needs"), ("a", "are missing")],
)
def test_a_wrong_manifest_says_what_is_wrong(tmp_path, rows, message):
    shutil.copy(RAW / "jiahe-2017.html", tmp_path)
    header = "file,title" if "," in rows else "name"
    (tmp_path / "sources.csv").write_bytes(f"{header}\n{rows}\n".encode("gbk"))
    with pytest.raises(gongkai.GongkaiError, match=message):
        gongkai.build(tmp_path, tmp_path / "out")


def test_nothing_to_read_is_an_error(tmp_path):
    with pytest.raises(gongkai.NoReportError, match="no file to read"):
        gongkai.build(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_mistyped_path_is_told_before_anything_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("gongkai.building.reading.understand", lambda *_: pytest.fail("it was read"))
    with pytest.raises(gongkai.GongkaiError, match=r"gone\.html: there is no such file or folder; check the path"):
        gongkai.build([RAW / "jiahe-2017.html", RAW / "gone.html"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_sources_are_named_below_the_folder_above_all_of_them(tmp_path):
    for name in ("a/x.html", "b/x.html", "b/.hidden", "b/sources.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("file,title\n", encoding="utf-8")
    sources = found([tmp_path / "b", tmp_path / "a"])
    assert sorted(source.name for source in sources) == ["a/x.html", "b/x.html"]


def test_the_manifest_gives_the_address_of_the_original(tmp_path):
    sources = tmp_path / "sources"
    shutil.copytree(RAW, sources)
    (sources / "sources.csv").write_text(
        "file,title,url\njiahe-2017.html,嘉禾县2017年政府信息公开年度报告,https://www.example.org/1.html\n",
        encoding="utf-8",
    )
    gongkai.build(sources, tmp_path / "out")
    assert "https://www.example.org/1.html" in set(gongkai.load("reports", tmp_path / "out")["url"])


def test_the_members_of_an_archive_are_sources(tmp_path):
    page = (RAW / "jiahe-2017.html").read_bytes()
    with zipfile.ZipFile(tmp_path / "reports.zip", "w") as archive:
        archive.writestr("2017/嘉禾.html", page)
        archive.writestr("empty.html", b"")
    gongkai.build(tmp_path, tmp_path / "out")
    assert list(gongkai.load("reports", tmp_path / "out")["source"]) == ["reports.zip/2017/嘉禾.html"]
    assert list(gongkai.load("failures", tmp_path / "out")["source"]) == ["reports.zip/empty.html"]


def test_an_archive_of_one_report_is_read_as_that_report(tmp_path):
    with zipfile.ZipFile(tmp_path / "report.zip", "w") as archive:
        archive.write(RAW / "jiahe-2017.html", "report.html")
    assert gongkai.read_report(tmp_path / "report.zip").value("2014.statistics.requests_received.count") == 7
    with zipfile.ZipFile(tmp_path / "report.zip", "a") as archive:
        archive.writestr("other.html", b"<p>")
    with pytest.raises(gongkai.SourceError, match=r"other\.html"):
        gongkai.read_report(tmp_path / "report.zip")
