"""Scans: what is read, what is called unreadable, how it is marked, and what happens without the extra."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from typer.testing import CliRunner

import gongkai
from generators.pdf import Grid, GridCell, Options, render_pdf
from generators.scan import SCANNERS, Scanner, scanned
from gongkai.cli import app
from gongkai.document import Document, Paragraph
from gongkai.errors import SourceError
from gongkai.pipeline import marked_by_source
from gongkai.read.pdf import ocr, read_pdf
from gongkai.read.pdf.ocr.bitmap import Bitmap
from gongkai.read.pdf.ocr.ink import Ink, InkArea, words_in
from gongkai.read.pdf.ocr.rulings import rulings_in

needs_ocr = pytest.mark.skipif(not ocr.is_installed(), reason='the extra "gongkai[ocr]" is not installed')

SMALL = Options(page_size=(420, 300), margin=30, font_size=10.5)


def table_of(document: Document) -> list[list[str]]:
    [table] = [table for _, table in document.tables()]
    return [[cell.text for cell in row] for row in table.rows()]


def texts_of(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


# What is drawn


def page(width: int = 400, height: int = 300) -> np.ndarray:
    return np.full((height, width), 250, dtype=np.uint8)


def frame(grey: np.ndarray) -> np.ndarray:
    """Draw two cells, from 40 to 340 across and from 50 to 110 down."""
    for row in (50, 110):
        grey[row : row + 2, 40:342] = 20
    for column in (40, 190, 340):
        grey[50:112, column : column + 2] = 20
    return grey


def ink_of(grey: np.ndarray) -> Ink:
    bitmap = Bitmap.of(grey, 200 / 72)
    found = rulings_in(bitmap.darkness() > 0.4, bitmap.scale)
    return Ink.of(bitmap, found.pixels, 0.15).with_size_in([InkArea(40, 50, 190, 110)])


def test_lines_around_cells_are_found_and_strokes_of_characters_are_not() -> None:
    grey = frame(page())
    grey[70:95, 100:103] = 20
    grey[200:202, 50:70] = 20
    found = rulings_in(grey < 128, 1.0)
    assert {round(line.position) for line in found.horizontals} <= {50, 51, 52, 110, 111, 112, 49, 109}
    assert {round(line.position) for line in found.verticals} <= {
        40,
        41,
        42,
        190,
        191,
        192,
        340,
        341,
        342,
        39,
        189,
        339,
    }
    assert not found.pixels[70:95, 95:110].any()
    assert not found.pixels[195:205].any()


def test_an_area_of_ink_is_no_line() -> None:
    grey = page()
    grey[100:130, 50:300] = 20
    assert rulings_in(grey < 128, 1.0).horizontals == ()


def test_an_empty_cell_has_no_words_whatever_is_drawn_around_it() -> None:
    assert list(words_in(ink_of(frame(page())), InkArea(41, 51, 191, 111))) == []


def test_grain_of_the_paper_is_no_mark_and_a_faint_digit_is_one() -> None:
    random = np.random.default_rng(7)
    grey = np.clip(frame(page()) + random.normal(0, 10, (300, 400)), 0, 255).astype(np.uint8)
    assert list(words_in(ink_of(grey), InkArea(41, 51, 191, 111))) == []
    grey[70:90, 100:104] = 180
    [word] = words_in(ink_of(grey), InkArea(41, 51, 191, 111))
    assert 98 <= word.area.left <= 100
    assert 104 <= word.area.right <= 106


def test_words_with_a_wide_blank_between_them_are_read_apart() -> None:
    grey = frame(page())
    grey[70:90, 60:70] = 20
    grey[70:90, 110:120] = 20
    assert [round(word.area.left, -1) for word in words_in(ink_of(grey), InkArea(41, 51, 191, 111))] == [60, 110]


# What is read

VALUES = [
    ["项目", "甲", "乙", "丙", "丁"],
    ["收到", "0", "1", "7", "11"],
    ["办结", "", "4", "0", "111"],
    ["金额", "0.35", "12.5", "3800", "2068"],
    ["其他", "—", "/", "", "6"],
]


@pytest.fixture(scope="module")
def printed() -> bytes:
    return render_pdf(["一、总体情况", "全年公开信息367条，办结申请42件。", Grid.of(VALUES)], SMALL)


@needs_ocr
@pytest.mark.parametrize("name", ["clean, 200 dpi", "usual, 200 dpi"])
def test_cells_come_back_as_printed_or_unreadable(printed: bytes, name: str) -> None:
    found = table_of(read_pdf(scanned(printed, SCANNERS[name])))
    pairs = [
        (is_, was)
        for is_row, was_row in zip(found, VALUES, strict=True)
        for is_, was in zip(is_row, was_row, strict=True)
    ]
    numbers = [(is_, was) for is_, was in pairs if was[:1].isdigit()]
    assert all(is_ == was or "\ufffd" in is_ for is_, was in numbers)
    assert sum(is_ == was for is_, was in numbers) >= 10
    assert all(is_ == "" for is_, was in pairs if was == "")
    assert all(is_ != "" for is_, was in pairs if was != "")


@needs_ocr
def test_paragraphs_are_read_and_pages_named(printed: bytes) -> None:
    document = read_pdf(scanned(printed))
    assert texts_of(document) == ["一、总体情况", "全年公开信息367条，办结申请42件。"]
    assert [notice.kind for notice in document.notices] == ["read_by_ocr"]
    assert document.ocr_pages == {1}


@needs_ocr
def test_the_same_scan_gives_the_same_document(printed: bytes) -> None:
    scan = scanned(printed, SCANNERS["usual, 150 dpi"])
    assert read_pdf(scan) == read_pdf(scan)


@needs_ocr
def test_dirt_in_a_cell_is_unreadable_and_never_blank_or_a_number() -> None:
    pdf = render_pdf([Grid.of([["项目", "件数"], ["收到", ""], ["办结", ""]])], SMALL)
    assert table_of(read_pdf(scanned(pdf, Scanner(smears=((300, 56, 303, 59),))))) == [
        ["项目", "件数"],
        ["收到", "\ufffd"],
        ["办结", ""],
    ]


@needs_ocr
def test_a_number_that_runs_into_a_line_is_unreadable() -> None:
    pdf = render_pdf([Grid.of([["项目", "件数"], ["收到", "17"]])], SMALL)
    [_, [_, count]] = table_of(read_pdf(scanned(pdf, Scanner(smears=((216, 46, 217, 68),)))))
    assert "\ufffd" in count


@needs_ocr
def test_columns_without_lines_are_no_table_in_a_scan() -> None:
    pdf = render_pdf([Grid.of([["项目", "件数"], ["收到", "17"], ["办结", "0"]], rules="none")], SMALL)
    assert len(list(read_pdf(pdf).tables())) == 1
    assert list(read_pdf(scanned(pdf)).tables()) == []


@needs_ocr
def test_to_install_ocr_is_not_advised_where_it_is_installed() -> None:
    with pytest.raises(SourceError) as caught:
        read_pdf(scanned(render_pdf([], SMALL)), "a.pdf")
    assert caught.value.reason == "no_text_found"
    assert "install" not in str(caught.value)


@needs_ocr
def test_pages_beyond_the_limit_are_left_unread(printed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "MAX_PAGES_BY_OCR", 1)
    pdf = render_pdf(["甲" * 600], SMALL)
    document = read_pdf(scanned(pdf))
    assert document.ocr_pages == {1}
    assert "page_without_text" in [notice.kind for notice in document.notices]


@needs_ocr
def test_pages_with_too_many_pixels_are_refused_before_they_are_drawn(
    printed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "MAX_PIXELS", 1000)
    with pytest.raises(SourceError) as caught:
        read_pdf(scanned(printed), "a.pdf")
    assert caught.value.reason == "too_large"


# How it is marked

REPORT = [
    "嘉禾县人民政府2023年政府信息公开工作年度报告",
    "一、总体情况",
    "全年公开信息367条。",
    "二、主动公开政府信息情况",
    Grid.of(
        [
            [GridCell("第二十条第（五）项", column_span=2)],
            ["信息内容", "本年处理决定数量"],
            ["行政许可", "358"],
            [GridCell("第二十条第（六）项", column_span=2)],
            ["信息内容", "本年处理决定数量"],
            ["行政处罚", "24"],
            ["行政强制", "0"],
        ]
    ),
]


@pytest.fixture(scope="module")
def report_pdf() -> bytes:
    return render_pdf(REPORT, Options(page_size=(420, 400), margin=30))


@pytest.fixture(scope="module")
def scan_path(report_pdf: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    path.write_bytes(scanned(report_pdf))
    return path


@needs_ocr
def test_what_was_read_by_ocr_is_marked_in_every_table_that_holds_values(scan_path: Path) -> None:
    report = gongkai.read_report(scan_path)
    assert report.text_source == "ocr"
    assert report.summary["text_source"] == "ocr"
    assert "read_by_ocr" in report.summary["remarks"]
    assert report.value("2021.disclosure.licences.decisions") == 358
    assert set(report.observations["text_source"]) == {"ocr"}
    assert report.figures[["value", "text_source"]].values.tolist() == [[367, "ocr"]]
    assert "compare with the source" in report._repr_html_()


@needs_ocr
def test_the_command_line_marks_it(scan_path: Path) -> None:
    printed = CliRunner().invoke(app, ["read", str(scan_path)]).output
    assert "358 (OCR)" in printed


def test_what_was_not_read_by_ocr_is_marked_as_text(report_pdf: bytes) -> None:
    report = gongkai.read_report(report_pdf)
    assert report.text_source == "text"
    assert set(report.observations["text_source"]) == {"text"}
    assert set(report.figures["text_source"]) == {"text"}


@needs_ocr
def test_only_the_pages_that_are_images_are_read_by_ocr(report_pdf: bytes) -> None:
    document = read_pdf(with_pages(render_pdf(["收到申请7件。"], SMALL), scanned(report_pdf)))
    assert document.ocr_pages == {2}
    assert [document.text_source_at(locator) for locator, _ in document.paragraphs()][:2] == ["text", "ocr"]


def with_pages(first: bytes, second: bytes) -> bytes:
    whole = pypdfium2.PdfDocument(first)
    whole.import_pages(pypdfium2.PdfDocument(second))
    file = io.BytesIO()
    whole.save(file)
    return file.getvalue()


def test_a_cell_of_a_form_outside_of_drawn_cells_is_unreadable() -> None:
    disclosed = ["一、主动公开情况", "（一）主动公开政府信息数", "条", "7"]
    requested = ["二、依申请公开情况", "（一）收到申请数", "件", "3"]
    report = gongkai.read_report("\n".join(["嘉禾县2017年政府信息公开年度报告", *disclosed, *requested]).encode())
    [known, *_] = report.observation_rows
    assert known.value == 7
    place = replace(known.locator, page=2)
    scanned_row = replace(known, locator=place)
    in_a_cell = replace(known, locator=replace(place, row=1, column=2))
    scan = replace(report.document, ocr_pages=frozenset({2}))
    marked = marked_by_source(replace(report, observation_rows=(known, scanned_row, in_a_cell)), scan)
    assert [(row.value, row.status, row.text_source) for row in marked.observation_rows] == [
        (7, "reported", "text"),
        (None, "unreadable", "ocr"),
        (7, "reported", "ocr"),
    ]


# Without the extra


def test_a_scan_has_no_text_layer_without_the_extra(printed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(SourceError, match=r"gongkai\[ocr\]") as caught:
        read_pdf(scanned(printed), "a.pdf")
    assert caught.value.reason == "no_text_layer"


def test_the_ocr_library_is_not_imported_with_gongkai() -> None:
    code = "import sys, gongkai, gongkai.cli; print({'rapidocr', 'onnxruntime', 'cv2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert done.stdout == "set()\n"
