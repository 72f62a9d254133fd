"""One way in for every format: paths, bytes, and every reason to refuse them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import gongkai.read
from gongkai.document import Document, Notice, Paragraph
from gongkai.errors import Reason, SourceError
from gongkai.read import read_bytes, read_document


def test_a_path_names_its_document(tmp_path: Path) -> None:
    file = tmp_path / "年报.html"
    file.write_text("受理7件", encoding="utf-8")
    expected = Document((Paragraph("受理7件"),), "text", str(file), "utf-8")
    assert read_document(file) == expected
    assert read_document(str(file)) == expected
    assert read_document(file, name="a").source == "a"


def test_the_format_is_found_in_the_content() -> None:
    assert read_document(b"\xef\xbb\xbf\n <HTML><p>7").format == "html"
    assert read_document("<em>受理</em>7件".encode()).format == "text"
    assert read_document("<p>受理7件".encode("utf-16")).format == "html"


def test_a_wrong_declaration_reaches_the_document() -> None:
    document = read_document('<meta charset="utf-8"><p>受理申请七件，均已办结'.encode("gbk"), name="a")
    assert document == Document(
        (Paragraph("受理申请七件，均已办结"),),
        "html",
        "a",
        "gb18030",
        notices=(Notice("declared_encoding", "declared utf-8, is gb18030"),),
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("\u00a0\n\u200b".encode(), "empty"),
        (b"<html><body><script>render()</script></body></html>", "empty"),
        (b"<table><tr><td>&nbsp;<td></table>", "empty"),
        (b"\x00\x01\x02" * 100, "binary"),
        (b"\xff\xfa " * 100, "encoding"),
        ("受理".encode()[:-1], "truncated"),
        ("<p>受理7件，其中".encode("gbk")[:-1], "truncated"),
        ("<p>受理</".encode(), "truncated"),
        (b"%PDF-1.7\n", "damaged"),
        (b"PK\x03\x04\x14\x00", "damaged"),
        (b"PK\x05\x06" + bytes(18), "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "damaged"),
        (rb"{\rtf1\ansi", "truncated"),
        (b"\x1f\x8b\x08\x00", "truncated"),
        (b"\x28\xb5\x2f\xfd\x00", "unsupported_format"),
        (b"a.html" + bytes(251) + b"ustar\x0000", "damaged"),
        (b"MSCF\x00\x00\x00\x00", "unsupported_format"),
    ],
)
def test_a_source_that_gives_no_text_is_refused_with_the_reason(data: bytes, reason: Reason) -> None:
    with pytest.raises(SourceError) as caught:
        read_document(data, name="a")
    assert (caught.value.source, caught.value.reason) == ("a", reason)


def test_a_format_that_is_not_read_is_named() -> None:
    with pytest.raises(SourceError, match="a cabinet"):
        read_document(b"MSCF\x00\x00\x00\x00")


def test_bytes_without_a_name_are_called_so() -> None:
    with pytest.raises(SourceError, match=r"^<bytes>: "):
        read_document(b"")


@pytest.mark.parametrize("path", ["no-such-file.html", "a\0b", "x" * 5000])
def test_a_path_that_leads_nowhere_is_missing(path: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_document(str(tmp_path / path))
    assert caught.value.reason == "missing"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no file with content of its own \(a folder\); give the path of a file"):
        read_document(tmp_path)


def test_nothing_beyond_the_limit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gongkai.read, "MAX_BYTES", 9)
    file = tmp_path / "a.txt"
    file.write_bytes(b"123456789")
    assert read_bytes(file, "a") == b"123456789"
    assert read_document(file).text_at("b1") == "123456789"
    file.write_bytes(b"1234567890")
    for source in (file, b"1234567890"):
        with pytest.raises(SourceError) as caught:
            read_document(source)
        assert caught.value.reason == "too_large"


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        ("MAX_BYTES_OF_TEXT", "123456789甲"),
        ("MAX_CHARACTERS", "<p>甲乙丙丁</p><table><tr><td>戊己庚<td>辛壬癸</table>"),
    ],
)
def test_a_text_longer_than_any_report_is_refused(limit: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = len(text.encode()) if limit == "MAX_BYTES_OF_TEXT" else 10
    monkeypatch.setattr(gongkai.read, limit, exact)
    assert read_document(text.encode()).blocks
    monkeypatch.setattr(gongkai.read, limit, exact - 1)
    with pytest.raises(SourceError, match="larger than any report") as caught:
        read_document(text.encode(), name="a.html")
    assert caught.value.reason == "too_large"


MARKUP = st.sampled_from(
    [
        *("<table>", "<tr>", "<td rowspan=2 colspan=0>", "</table>", "<caption>", "<form>", "<title>"),
        *("<p>", "<br>", "<a href=x>", "</a>", "<ul>", "</ul>", "<pre>", "<sup>", "<frameset>"),
        *("<math>", "<svg>", "<select>", "<template>", "<!--", "-->", "<script>", "</script>"),
        *("&nbsp;", "&#xD800;", "|", "\t", "\n", "\x0c", "\u2028", "7", "受理"),
    ]
)


@given(st.one_of(st.text(), st.lists(st.one_of(MARKUP, st.text(max_size=3))).map("".join)))
@example("<math><tr><td>7</math>")
@example("<table><caption><table><tr><td>7<td>8")
def test_no_text_crashes(text: str) -> None:
    try:
        document = read_document(text.encode())
    except SourceError:
        return
    for locator, block_text in document.paragraphs():
        assert document.text_at(locator) == block_text
    for _, table in document.tables():
        assert len({(cell.row, cell.column) for cell in table.cells}) == len(table.cells)
