"""Text that was read in the wrong encoding before: put right before anything of it is lost, or no name at all."""

from __future__ import annotations

from pathlib import Path

import pytest

import gongkai
from gongkai.read.encoding import decode

REPORT = (
    "江苏省沭阳县人民政府2023年政府信息公开工作年度报告\n"
    "一、总体情况\n本年收到申请12件。\n二、主动公开政府信息情况\n主动公开政府信息34条。\n"
)

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases" / "faults" / "fuzz"


def misread(text: str, stored: str, read: str, times: int = 1) -> str:
    for _ in range(times):
        data = text.encode(stored)
        text = "".join(bytes([byte]).decode(read, errors="ignore") or chr(byte) for byte in data)
    return text


@pytest.mark.parametrize("name", ["沭阳县", "涟水县", "睢宁县", "盱眙县", "邗江区", "充县"])
@pytest.mark.parametrize("read", ["latin-1", "cp1252"])
@pytest.mark.parametrize("stored", ["utf-8", "gbk"])
@pytest.mark.parametrize("kind", ["text", "html"])
def test_names_with_rare_characters_are_put_right(name: str, read: str, stored: str, kind: str) -> None:
    lines = [misread(line, stored, read) for line in REPORT.replace("沭阳县", name).split("\n")]
    data = (
        "\n".join(lines).encode()
        if kind == "text"
        else f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>".encode()
    )
    report = gongkai.read_report(data)
    assert report.identity.agency is not None
    assert report.identity.agency.endswith(f"{name}人民政府")
    assert [(row.subject, row.value) for row in report.figure_rows] == [("收到申请", 12), ("主动公开政府信息", 34)]


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("read", ["latin-1", "cp1252"])
def test_text_that_was_misread_more_than_once_is_put_right(times: int, read: str) -> None:
    decoded = decode(misread(REPORT, "utf-8", read, times).encode())
    assert decoded.text == REPORT
    assert [notice.kind for notice in decoded.notices] == ["misread_before"]


@pytest.mark.parametrize("text", ["Université de Pékin à 7 h, déjà vu", "Ã la carte, 3 × 4", "联通 café Ãµ", REPORT])
def test_sound_text_stays(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("utf8", "gbk"),
    [
        ("本年收到政府信息公开申请12件，", "其中予以公开7件。"),
        ("<p>主动公开政府信息34条</p>", "<p>规范性文件2件</p>"),
        ("政务公开", "——"),
    ],
)
def test_two_encodings_in_one_file_are_read_part_by_part(utf8: str, gbk: str) -> None:
    line = utf8.encode() + b"\n" + gbk.encode("gbk") + b"\n"
    decoded = decode(line * 20)
    assert decoded.text == f"{utf8}\n{gbk}\n" * 20
    assert "two_encodings" in [notice.kind for notice in decoded.notices]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("place", ["12", "收到", "一、", "总体"])
def test_a_zero_byte_is_no_reason_to_refuse_a_text(encoding: str, place: str) -> None:
    before, after = REPORT.split(place, 1)
    data = before.encode(encoding) + b"\0" + (place + after).encode(encoding)
    report = gongkai.read_report(data)
    assert report.identity.agency == "江苏省沭阳县人民政府"
    assert "zero_bytes" in [notice.kind for notice in report.document.notices]


def test_a_zero_byte_in_a_number_leaves_no_number() -> None:
    data = REPORT.encode().replace(b"12", b"1\x002")
    assert 12 not in [row.value for row in gongkai.read_report(data).figure_rows]


@pytest.mark.skipif(not CASES.is_dir(), reason="the folder of cases is not here")
def test_a_given_page_in_two_encodings() -> None:
    report = gongkai.read_report(CASES / "PROB_figures_fk_section_8dd534ad4b.html")
    assert report.identity.agency == "新疆维吾尔自治区人民政府办公厅"
    assert "two_encodings" in [notice.kind for notice in report.document.notices]
    figures = [(row.subject, row.value) for row in report.figure_rows]
    assert figures[0] == ("热线平台受理来电", 51605)
    assert ("粉丝", 18769) in figures
    assert not any("\ue000" <= character <= "\uf8ff" for subject, _ in figures for character in subject)
