"""What a user reads when a file gives no report: the file, the reason, and what helps with this file."""

from __future__ import annotations

from pathlib import Path

import pytest

import gongkai
from gongkai.errors import REASONS, SourceError

TITLE = "嘉禾县2017年政府信息公开年度报告"
HEAD = f"<title>{TITLE}</title><h1>{TITLE}</h1>"
TEXT = f"{TITLE}\n一、概述\n全年公开信息12条。\n二、主动公开\n主动公开信息8条。\n"

REFUSED = {
    "pictures.html": (
        f"{HEAD}<img src=a.jpg width=800 height=1100>",
        "pictures_only",
        "the report is published as pictures, which hold no text (a picture, a.jpg); save them as one PDF, which "
        'gongkai reads with its extra "gongkai[ocr]", or use another OCR first',
    ),
    "frame.html": (
        f"{HEAD}<iframe src=report.html width=900 height=900></iframe>",
        "frame_only",
        "the page shows the report in a frame (a frame, report.html); fetch the address of the frame, and read that",
    ),
    "wrapper.html": (
        "<html><title>信息公开</title><iframe src=report.html width=900 height=900></iframe>",
        "frame_only",
        "the page shows the report in a frame (a frame, report.html); fetch the address of the frame, and read that",
    ),
    "embedded.html": (
        f"{HEAD}<embed src=report.pdf type=application/pdf width=900 height=900>",
        "attachment_only",
        "the page only links the report (report.pdf); fetch the file that it links, and read that",
    ),
    "link.html": (
        f"{HEAD}<a href=/files/2017.doc>点击下载</a>",
        "attachment_only",
        "the page only links the report (/files/2017.doc); fetch the file that it links, and read that",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_real_report_in_a_form_that_is_not_read(tmp_path: Path, name: str) -> None:
    content, reason, message = REFUSED[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        gongkai.read_report(tmp_path / name)
    assert (caught.value.reason, str(caught.value)) == (reason, f"{tmp_path / name}: {message}")


def test_a_picture_alone_announces_no_report(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><img src=a.jpg width=800 height=1100>", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        gongkai.read_report(tmp_path / "a.html")
    assert str(caught.value) == f"{tmp_path / 'a.html'}: the file holds no text (a picture, a.jpg); fetch it again"


@pytest.mark.parametrize("place", [0, 21, 60, len(TEXT.encode())])
@pytest.mark.parametrize("zeros", [1, 3])
def test_a_few_zero_bytes_make_no_text_binary(tmp_path: Path, place: int, zeros: int) -> None:
    data = TEXT.encode()
    (tmp_path / "report.txt").write_bytes(data[:place] + bytes(zeros) + data[place:])
    report = gongkai.read_report(tmp_path / "report.txt")
    assert f"zero_bytes: {zeros} bytes are zero" in report.summary["remarks"]
    assert 12 in list(report.figures["value"])


@pytest.mark.parametrize("reason", REASONS)
def test_every_message_names_the_file_the_reason_and_what_to_do(reason) -> None:
    file, what, advice = str(SourceError("a.html", reason, "seen")).replace(" (seen); ", ": ").split(": ", 2)
    assert file == "a.html"
    assert len(what.split()) > 3
    assert len(advice.split()) > 2
    # What is installed need not be installed, and a report that cannot be read yet must not be left out.
    assert "pip install" not in advice or reason == "no_text_layer"
    assert "leave it out" not in advice or reason in ("not_a_report", "not_a_file")
