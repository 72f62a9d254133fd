"""No source is lost without a word: what a folder may hold, and what a manifest may say."""

from __future__ import annotations

import csv
import os
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import gongkai
from gongkai.building import sources
from gongkai.errors import GongkaiError, SourceError
from gongkai.read import read_bytes


def found(*paths: Path | str) -> dict[str, str | None]:
    """Give the reason of each source by its name, None where it is to be read."""
    return {source.name: source.error.reason if source.error else None for source in sources.found(paths)}


def details(path: Path) -> dict[str, str]:
    return {source.name: source.error.detail for source in sources.found([path]) if source.error}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sources = tmp_path / "sources"
    (sources / "deep").mkdir(parents=True)
    (sources / "deep" / "a.html").write_text("<p>", encoding="utf-8")
    return sources


def test_pipes_sockets_and_devices_are_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "link-to-pipe").symlink_to("pipe")
    (folder / "device").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(folder / "socket"))
    assert found(folder) == {
        "deep/a.html": None,
        "device": "not_a_file",
        "link-to-pipe": "not_a_file",
        "pipe": "not_a_file",
        "socket": "not_a_file",
    }
    assert details(folder) == {"device": "a device", "link-to-pipe": "a pipe", "pipe": "a pipe", "socket": "a socket"}
    assert found(folder / "pipe") == {"pipe": "not_a_file"}


def test_a_pipe_is_no_report_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError) as caught:
        gongkai.read_report(tmp_path / "pipe")
    assert caught.value.reason == "not_a_file"


def test_a_pipe_called_like_the_manifest_is_told(folder: Path) -> None:
    os.mkfifo(folder / "sources.csv")
    assert found(folder) == {"deep/a.html": None, "sources.csv": "not_a_file"}


def test_links_to_folders_are_followed_and_loops_are_cut(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.html").write_text("<p>b", encoding="utf-8")
    (outside / "back").symlink_to(folder)
    (folder / "away").symlink_to(outside)
    (folder / "loop").symlink_to(".")
    (folder / "up").symlink_to("..")
    (folder / "deep" / "loop").symlink_to(folder / "deep")
    (folder / "twice").symlink_to("deep")
    assert found(folder) == {
        "away/b.html": None,
        "away/back": "not_a_file",
        "deep/a.html": None,
        "deep/loop": "duplicate",
        "loop": "not_a_file",
        "twice": "duplicate",
        "up": "not_a_file",
    }
    assert details(folder)["twice"] == "a link to deep"


def test_two_links_to_one_folder(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.html").write_text("<p>b", encoding="utf-8")
    (folder / "first").symlink_to(outside)
    (folder / "second").symlink_to(outside)
    assert found(folder) == {"deep/a.html": None, "first/b.html": None, "second": "duplicate"}


def test_links_to_files(folder: Path) -> None:
    (folder / "again.html").symlink_to("deep/a.html")
    (folder / "broken.html").symlink_to("gone.html")
    (folder / "ring.html").symlink_to("ring.html")
    assert found(folder) == {
        "again.html": "duplicate",
        "broken.html": "missing",
        "deep/a.html": None,
        "ring.html": "missing",
    }
    assert details(folder)["broken.html"] == "a link that leads nowhere"


def test_a_folder_that_may_not_be_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "closed").mkdir()
    listed = os.scandir

    def refuse(path: Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found(folder) == {"closed": "unreadable", "deep/a.html": None}
    assert details(folder) == {"closed": "a folder that cannot be listed: Permission denied"}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_what_is_closed_in_fact(folder: Path) -> None:
    (folder / "closed.html").write_text("<p>", encoding="utf-8")
    (folder / "closed.html").chmod(0)
    (folder / "deep").chmod(0)
    assert found(folder) == {"closed.html": None, "deep": "unreadable"}
    with pytest.raises(SourceError, match=r"closed\.html: it cannot be read"):
        read_bytes(folder / "closed.html", "closed.html")
    (folder / "deep").chmod(0o700)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(SourceError) as caught:
        read_bytes(tmp_path / "a.html", "a.html")
    advice = "see that you may read it and that it can be reached, and try again"
    assert str(caught.value) == f"a.html: it cannot be read (Permission denied); {advice}"


def test_a_file_that_vanishes_between_listing_and_reading(folder: Path) -> None:
    (source,) = sources.found([folder])
    (folder / "deep" / "a.html").unlink()
    (document,) = sources.opened(source)
    assert isinstance(document, sources.SourceDocument)
    assert document.error is not None
    assert (document.name, document.data, document.error.reason) == ("deep/a.html", None, "missing")


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>half", encoding="utf-8")
    looked_at = os.fstat
    states = []

    def grow(descriptor: int) -> os.stat_result:
        states.append(looked_at(descriptor))
        if len(states) == 1:
            with path.open("a", encoding="utf-8") as file:
                file.write(" and more")
        return states[-1]

    monkeypatch.setattr(os, "fstat", grow)
    with pytest.raises(SourceError) as caught:
        read_bytes(path, "a.html")
    assert caught.value.reason == "changed"


def test_hidden_files_and_folders_are_left_out(folder: Path) -> None:
    (folder / ".hidden.html").write_text("<p>", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "a.html").write_text("<p>", encoding="utf-8")
    assert found(folder) == {"deep/a.html": None}


def test_a_hidden_file_that_is_named_is_read(folder: Path) -> None:
    (folder / ".hidden.html").write_text("<p>", encoding="utf-8")
    assert found(folder / ".hidden.html") == {".hidden.html": None}


@pytest.mark.parametrize("name", ["gone", "deep/gone.html", "deep/a.html/b", "a\0b", "x" * 300])
def test_a_mistyped_path(folder: Path, name: str) -> None:
    with pytest.raises(GongkaiError, match="check"):
        sources.found([folder, folder / name])


def test_a_link_that_is_named_and_leads_nowhere(folder: Path) -> None:
    (folder / "broken").symlink_to("gone")
    with pytest.raises(GongkaiError, match="broken: there is no such file or folder; check the path"):
        sources.found([folder / "broken"])


def test_one_file_named_twice_is_one_source(folder: Path) -> None:
    assert found(folder, folder / "deep" / "a.html", folder / "deep") == {"deep/a.html": None}


@pytest.mark.parametrize(
    "names",
    [
        ["说明.txt".encode(), "说明.txt".encode("gbk")],
        ["说明.txt".encode("gbk"), "说明.txt".encode(), "说明.txt (2)".encode()],
        [b"a\x1b.txt", b"a\\x1b.txt"],
        ["乙/\u202e.txt".encode(), "乙/\\u202e.txt".encode(), "乙/x.txt".encode("gbk")],
    ],
)
def test_sources_of_one_name_can_be_told_apart(tmp_path: Path, names: list[bytes]) -> None:
    for name in names:
        path = tmp_path / os.fsdecode(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name)
    given = list(sources.found([tmp_path]))
    assert len({source.name for source in given}) == len(given) == len(names)
    assert all(source.name.isprintable() for source in given)


REPORT = "嘉禾县2018年政府信息公开年度报告\n一、概述\n二、主动公开政府信息情况\n全年公开信息12条。\n"


def test_members_of_archives_can_be_told_apart(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("报告.txt", REPORT)
        for content in ("甲", "乙"):
            with pytest.warns(UserWarning, match="Duplicate name") if content == "乙" else zipped_plainly():
                archive.writestr("说明.txt", content)
        archive.writestr("A.TXT", "x")
        archive.writestr("a.txt", "y")
        archive.writestr("../../etc/passwd", "z")
        archive.writestr("/etc/passwd", "w")
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    with zipfile.ZipFile(tmp_path / "hidden.zip", "w") as archive:
        archive.writestr("__MACOSX/._a.html", "x")
    gongkai.build(tmp_path, tmp_path / "out")
    failures = gongkai.load("failures", tmp_path / "out")
    assert list(failures["failure"]) == list(range(1, 10))
    assert dict(zip(failures["source"], failures["reason"], strict=True)) == {
        "a.zip/说明.txt": "not_a_report",
        "a.zip/说明.txt (2)": "not_a_report",
        "a.zip/A.TXT": "not_a_report",
        "a.zip/a.txt": "not_a_report",
        "a.zip/../../etc/passwd": "not_a_report",
        "a.zip//etc/passwd": "not_a_report",
        "a.zip/link": "not_a_file",
        "empty.zip": "empty",
        "hidden.zip": "empty",
    }
    assert not gongkai.validate_package(tmp_path / "out")


class zipped_plainly:  # noqa: N801 - reads as a word of the test
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


# The manifest


def manifest(tmp_path: Path, data: bytes) -> list[dict[str, str]]:
    for name in ("a.html", "年报.html", "x, y.html"):
        (tmp_path / name).write_text("<p>", encoding="utf-8")
    (tmp_path / "sources.csv").write_bytes(data)
    return [dict(source.citation) for source in sources.found([tmp_path]) if source.citation]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file;title\na.html;甲\n", "line 1: the columns `file` and `title` are missing; found: file;title; separate"),
        ("file\ttitle\na.html\t甲\n", "line 1: the columns `file` and `title` are missing"),
        ("\nname,title\na.html,甲\n", "line 2: the columns"),
        ("file,file,title\na.html,a.html,甲\n", "line 1: more than one column is called file"),
        ("file,title\na.html,甲\na.html,乙\n", "line 3: a.html stands in line 2 already"),
        ("file,title\na.html,甲\n.\\a.html,乙\n", "line 3: .*a.html stands in line 2 already"),
        ("file,title\na.html\n", "line 2: every row needs a `file` and a `title`"),
        ("file,title\n,甲\n", "line 2: every row needs"),
        ("file,title\na.html, \n", "line 2: every row needs"),
        ("file,title\na.html,甲,乙\n", "line 2: it has 3 values for 2 columns"),
        ('file,title\na.html,"甲\n乙,丙\n', "line 2: this is no sound CSV"),
        ('file,title\n\na.html,"甲"乙\n', "line 3: this is no sound CSV"),
        ('file,title\n年报.html,"甲\n乙"\nb.html,丙\n', "line 4: there is no file b.html"),
        ("file,title\na.html,甲\n年报.html,\0\n", "line 3: a character cannot be read"),
        ("file,title\n../a.html,甲\n", r"line 2: \.\./a.html leads out of the folder"),
        ("file,title\n..\\a.html,甲\n", "line 2: .*leads out of the folder"),
        ("file,title\n/etc/passwd,甲\n", "line 2: /etc/passwd leads out of the folder"),
        ("file,title\nC:\\a.html,甲\n", "line 2: .*leads out of the folder"),
        ("file,title,url\na.html,甲,javascript:alert(1)\n", r"line 2: javascript:alert\(1\) is no address"),
        ("file,title,url\na.html,甲,JaVaScRiPt:alert(1)//http://x\n", "line 2: .* is no address"),
        ("file,title,url\na.html,甲,www.example.org\n", "line 2: www.example.org is no address; it begins with http"),
        ("file,title,url\na.html,甲,ftp://example.org/a\n", "line 2: .* is no address"),
        ("file,title,url\na.html,甲,data:text/html;x\n", "line 2: .* is no address"),
        ("file,title,url\na.html,甲,file:///etc/passwd\n", "line 2: .* is no address"),
        ("file,title,url\na.html,甲,http://\n", "line 2: .* is no address"),
        ("file,title,url\na.html,甲,http://[::1\n", "line 2: .* is no address"),
        ("file,title,url\na.html,甲,https://example.org/\x1b[31m\n", r"line 2: .*\\x1b\[31m is no address"),
        ("file,title,url\na.html,甲,https://example.org/\u202e1\n", "line 2: .* is no address"),
        ("file,title,url\na.html,甲,https://example.org/a b\n", "line 2: .* is no address"),
        ("file,title\n\x1b[31m.html,甲\n", r"line 2: there is no file \\x1b\[31m\.html"),
        ("file,title\n" + "a" * 200_000 + ",甲\n", "line 2: this is no sound CSV"),
    ],
)
def test_an_odd_manifest_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    # Other libraries raise the limit of the whole process.
    csv.field_size_limit(131_072)
    with pytest.raises(GongkaiError, match=message) as caught:
        manifest(tmp_path, text.encode())
    assert all(line.isprintable() for line in str(caught.value).split("\n"))


def test_a_manifest_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(GongkaiError, match=r"line 2: a character cannot be read; save the file as CSV in UTF-8"):
        manifest(tmp_path, b"file,title\na.html," + "政府信息公开".encode() * 80 + b"\xff\n")
    with pytest.raises(GongkaiError, match=r"sources\.csv: it cannot be read as text \(.*\); save it as CSV in UTF-8"):
        manifest(tmp_path, bytes(range(1, 256)) * 20)


@pytest.mark.parametrize(
    ("data", "titles"),
    [
        ("\ufefffile,title\na.html,甲\n".encode(), ["甲"]),
        ("file,title\r\na.html,政府信息公开年度报告\r\n".encode("gbk"), ["政府信息公开年度报告"]),
        ("file,title\na.html,甲\n".encode("utf-16"), ["甲"]),
        ("file,title,more,\na.html,甲,,\n".encode(), ["甲"]),
        ("title , file\n 甲 , a.html \n\n , \n".encode(), ["甲"]),
        ("file,title\na.html,甲\na.html,甲\n".encode(), ["甲"]),
        ("file,title\n./a.html,甲\n".encode(), ["甲"]),
        ("file,title\n.\\a.html,甲\n年报.html,乙\n".encode(), ["甲", "乙"]),
        ('file,title\n"x, y.html","甲, 乙"\n'.encode(), ["甲, 乙"]),
        (b"file,title\n", []),
        (b"", []),
    ],
)
def test_a_harmless_manifest_is_taken(tmp_path: Path, data: bytes, titles: list[str]) -> None:
    assert [original["title"] for original in manifest(tmp_path, data)] == titles


def test_a_manifest_names_files_whose_names_are_in_gbk_or_apart(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode("报告.html".encode("gbk"))).write_text("<p>1", encoding="utf-8")
    (tmp_path / "cafe\u0301.html").write_text("<p>2", encoding="utf-8")
    (tmp_path / "sources.csv").write_text("file,title\n报告.html,甲\ncaf\u00e9.html,乙\n", encoding="utf-8")
    assert [source.citation["title"] for source in sources.found([tmp_path])] == ["乙", "甲"]
    (tmp_path / "报告.html").write_text("<p>3", encoding="utf-8")
    with pytest.raises(GongkaiError, match=r"line 2: there is more than one file 报告\.html"):
        sources.found([tmp_path])


def test_the_descriptor_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "sources.csv").write_text("file,title\na.txt,甲\x1b[31m\u202e\n", encoding="utf-8")
    gongkai.build(tmp_path, tmp_path / "out")
    text = (tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8")
    assert "甲\\\\x1b[31m\\\\u202e" in text
    assert "\u202e" not in text
