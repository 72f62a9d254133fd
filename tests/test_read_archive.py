"""Zip archives, their limits, and the telling of office documents from archives."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.sheet import render_xls, render_xlsx
from generators.word import render_docx, zip_of
from gongkai.read import archive, zipped
from gongkai.read.archive import Member, is_archive, members
from gongkai.read.office import office_format


def read(data: bytes) -> dict[str, bytes | None]:
    return {member.name.removeprefix("a.zip/"): member.data for member in members(data, "a.zip")}


def reasons(data: bytes) -> dict[str, str]:
    found = {member.name: member.error for member in members(data, "a.zip")}
    return {name: error.reason for name, error in found.items() if error}


def test_every_file_with_its_bytes() -> None:
    data = zip_of({"2023/甲局.html": "<p>7", "2023/": "", "乙局.docx": b"PK"})
    assert list(members(data, "a.zip")) == [Member("a.zip/2023/甲局.html", b"<p>7"), Member("a.zip/乙局.docx", b"PK")]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_names_that_do_not_say_their_encoding(encoding: str) -> None:
    # The second byte of 淼 in GBK is a backslash's neighbour; that of 乗 is a backslash.
    name = "政府信息公开\\乗局.html"
    raw = name.encode(encoding)
    data = zip_of({"x" * len(raw): "7"}).replace(b"x" * len(raw), raw)
    assert read(data) == {"政府信息公开/乗局.html": b"7"}


def test_names_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read(zip_of({"../../etc/passwd.html": "7", "/etc/甲.html": "8", "C:\\乙.html": "9"})) == {
        "../../etc/passwd.html": b"7",
        "/etc/甲.html": b"8",
        "C:/乙.html": b"9",
    }
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name",
    [
        "__MACOSX/._甲.html",
        "甲/__MACOSX/乙.html",
        ".DS_Store",
        "甲/Thumbs.db",
        "desktop.ini",
        ".git/甲.html",
        "~$甲.docx",
    ],
)
def test_what_no_person_put_there_is_passed_over(name: str) -> None:
    assert read(zip_of({name: "7", "甲.html": "8"})) == {"甲.html": b"8"}


def test_archives_inside_archives() -> None:
    inner = zip_of({"乙.html": "7"})
    outer = zip_of({"甲.zip": zip_of({"乙.zip": inner}), "丙.html": "8", "丁.docx": render_docx(["9"])})
    assert list(read(outer)) == ["甲.zip/乙.zip/乙.html", "丙.html", "丁.docx"]


def test_archives_too_deep_inside_one_another() -> None:
    data = zip_of({"甲.html": "7"})
    for _ in range(3):
        data = zip_of({"深.zip": data, "浅.html": "8"})
    assert reasons(data) == {"a.zip/深.zip/深.zip/深.zip": "unsupported_format"}
    assert len(read(data)) == 4


# Bad members, which must not lose the others


def test_an_encrypted_member() -> None:
    data = bytearray(zip_of({"甲.html": "7", "乙.html": "8"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert reasons(bytes(data)) == {"a.zip/甲.html": "encrypted"}
    assert read(bytes(data))["乙.html"] == b"8"


def test_a_damaged_member() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as container:
        container.writestr("甲.html", "七七七")
        container.writestr("乙.html", "八")
    data = packed.getvalue().replace("七七七".encode(), "九九九".encode())
    assert reasons(data) == {"a.zip/甲.html": "damaged"}
    assert read(data)["乙.html"] == "八".encode()


def test_a_member_packed_by_a_method_without_bounds() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as container:
        container.writestr("甲.html", "7", ZIP_BZIP2)
        container.writestr("乙.html", "8", ZIP_DEFLATED)
    assert reasons(packed.getvalue()) == {"a.zip/甲.html": "unsupported_format"}


def test_a_bomb_beside_a_report() -> None:
    data = zip_of({"甲.html": bytes(20 * 1024 * 1024), "乙.html": "8"})
    assert reasons(data) == {"a.zip/甲.html": "too_large"}
    assert read(data)["乙.html"] == b"8"


def test_a_nested_bomb() -> None:
    layer = zip_of({f"{number}.html": bytes(17 * 1024 * 1024) for number in range(2)})
    for _ in range(2):
        layer = zip_of({f"{number}.zip": layer for number in range(2)})
    assert set(reasons(layer).values()) == {"too_large"}
    assert len(reasons(layer)) == 8


def test_a_member_that_understates_its_size() -> None:
    data = bytearray(zip_of({"甲.html": bytes(1000), "乙.html": "8"}))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    assert reasons(bytes(data)) == {"a.zip/甲.html": "damaged"}


def test_all_members_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "Allowance", lambda: zipped.Allowance(bytes_left=25))
    data = zip_of({f"{number}.html": "x" * 10 for number in range(4)})
    assert reasons(data) == {"a.zip/2.html": "too_large", "a.zip/3.html": "too_large"}


def test_one_member(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_MEMBER_BYTES", 9)
    assert reasons(zip_of({"甲.html": "x" * 10, "乙.html": "x" * 9})) == {"a.zip/甲.html": "too_large"}


def test_ten_thousand_members_are_read_and_no_more() -> None:
    data = zip_of({f"{number}.html": "" for number in range(10_001)})
    found = list(members(data, "a.zip"))
    assert [member.name for member in found[-2:]] == ["a.zip/9999.html", "a.zip"]
    assert found[-1].error is not None and found[-1].error.reason == "too_large"
    assert len(found) == 10_001


def test_an_archive_that_lists_members_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_DIRECTORY_ENTRIES", 3)
    data = zip_of({f"{number}.html": "" for number in range(4)})
    assert reasons(data) == {"a.zip": "too_large"}


def test_an_archive_that_was_cut() -> None:
    data = zip_of({"甲.html": "7"})
    assert is_archive(data[:-30])
    assert reasons(data[:-30]) == {"a.zip": "damaged"}
    assert reasons(zip_of({"甲.zip": data[:-30], "乙.html": "8"})) == {"a.zip/甲.zip": "damaged"}


@given(st.data())
def test_any_damage_is_told(data: st.DataObject) -> None:
    spoilt = bytearray(zip_of({"甲.html": "受理7件" * 20, "乙.zip": zip_of({"丙.html": "8"})}))
    for _ in range(data.draw(st.integers(1, 8))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    for member in members(bytes(spoilt), "a.zip"):
        assert (member.data is None) is (member.error is not None)
    office_format(bytes(spoilt))


# Office formats


def open_document(kind: str) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as container:
        container.writestr(ZipInfo("mimetype"), f"application/vnd.oasis.opendocument.{kind}")
        container.writestr("content.xml", "<x/>")
    return packed.getvalue()


PACKAGE = {"[Content_Types].xml": "<Types/>"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (render_docx(["7"]), "docx"),
        (render_docx(["7"])[:-30], "docx"),
        (render_xlsx(["7"]), "xlsx"),
        (render_xls(["7"]), "xls"),
        (zip_of(PACKAGE | {"xl/workbook.bin": ""}), "xlsb"),
        (zip_of(PACKAGE | {"ppt/presentation.xml": ""}), "pptx"),
        (zip_of(PACKAGE | {"甲.html": ""}), None),
        (zip_of({"word/甲.html": ""}), None),
        (zip_of({"OFD.xml": "", "Doc_0/Document.xml": ""}), "ofd"),
        (open_document("text"), "odt"),
        (open_document("spreadsheet"), "ods"),
        (open_document("graphics"), None),
        (render_xls(["7"])[:600], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged"),
        (b"%PDF", None),
        (b"", None),
    ],
)
def test_the_format_is_found_from_the_content(data: bytes, kind: str | None) -> None:
    assert office_format(data) == kind
    assert is_archive(data) is (kind is None and data.startswith(b"PK"))
