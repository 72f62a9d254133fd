"""What a person sees and no text says: outlines, pictures of tables, folders of files, pictures without end."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.pens.reportLabPen import ReportLabPen
from fontTools.ttLib import TTFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import gongkai
from generators.digit_fonts import SIMHEI
from generators.pdf import Grid, Options, render_pdf
from generators.scan import scanned
from gongkai.document import UNCERTAIN, Document
from gongkai.errors import SourceError
from gongkai.read.pdf import ocr, read_pdf
from gongkai.read.pdf.ocr import worker
from gongkai.supervised import Limits, Worker

needs_ocr = pytest.mark.skipif(not ocr.is_installed(), reason='the extra "gongkai[ocr]" is not installed')

SHARED = Path(__file__).resolve().parents[2] / "shared" / "cases"
needs_cases = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of cases is not here")


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 400))
    canvas.setFont("SimHei", 10)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def outline(canvas: Canvas, left: float, height: float, digits: str, *, fill: int = 1, stroke: int = 0) -> None:
    """Draw digits as shapes."""
    font = TTFont(SIMHEI)
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    scale = 10 / font["head"].unitsPerEm
    canvas.saveState()
    canvas.translate(left, height)
    canvas.scale(scale, scale)
    for digit in digits:
        path = canvas.beginPath()
        path.closePath = path.close
        pen = ReportLabPen(glyphs, path)
        glyphs[cmap[ord(digit)]].draw(pen)
        canvas.drawPath(pen.path, fill=fill, stroke=stroke)
        canvas.translate(font["hmtx"][cmap[ord(digit)]][0], 0)
    canvas.restoreState()


def ruled(canvas: Canvas) -> None:
    canvas.lines([(50, height, 350, height) for height in (340, 310, 280)])
    canvas.lines([(left, 280, left, 340) for left in (50, 200, 350)])
    canvas.drawString(60, 320, "受理")
    canvas.drawString(60, 290, "办结")
    canvas.drawString(210, 290, "6")


def values(document: Document) -> list[str]:
    [table] = [table for _, table in document.tables()]
    return [row[1].text for row in table.rows()]


def digit_picture(text: str) -> ImageReader:
    pdf = drawn(lambda canvas: canvas.drawString(5, 390, text))
    with pypdfium2.PdfDocument(pdf) as document:
        return ImageReader(document[0].render(scale=2, crop=(0, 380, 360, 0)).to_pil())


SEEN: dict[str, tuple[Callable[[Canvas], None], str]] = {
    "filled outlines": (lambda canvas: outline(canvas, 210, 320, "2455"), "drawn"),
    "stroked outlines": (lambda canvas: outline(canvas, 210, 320, "2455", fill=0, stroke=1), "drawn"),
    "one digit": (lambda canvas: outline(canvas, 210, 320, "8"), "drawn"),
    "a small picture": (lambda canvas: canvas.drawImage(digit_picture("2455"), 210, 315, 30, 15), "picture"),
}


@pytest.mark.parametrize("kind", SEEN)
def test_a_cell_in_which_something_is_drawn_is_not_blank(kind: str) -> None:
    draw, remark = SEEN[kind]

    def page(canvas: Canvas) -> None:
        ruled(canvas)
        draw(canvas)

    document = read_pdf(drawn(page))
    assert [text.replace(UNCERTAIN, "?").strip("?") for text in values(document)] == ["", "6"]
    assert UNCERTAIN in values(document)[0]
    assert [each.kind for each in document.remarks] == [remark]
    assert str(document.remarks[0].locator) == "p1.b1.r1.c2"


def test_half_a_number_is_none() -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas)
        outline(canvas, 216, 290, "7")

    assert UNCERTAIN in values(read_pdf(drawn(page)))[1]


@pytest.mark.parametrize("kind", ["ground", "white outlines", "rounded ground", "dash"])
def test_what_is_no_sign_leaves_a_cell_blank(kind: str) -> None:
    def page(canvas: Canvas) -> None:
        if kind == "ground":
            canvas.setFillGray(0.9)
            canvas.rect(200, 310, 150, 30, fill=1, stroke=0)
        if kind == "rounded ground":
            canvas.setFillGray(0.9)
            canvas.roundRect(201, 311, 148, 28, 5, fill=1, stroke=0)
        if kind == "white outlines":
            canvas.setFillGray(1)
            outline(canvas, 210, 320, "2455")
        canvas.setFillGray(0)
        if kind == "dash":
            canvas.rect(265, 324, 10, 1, fill=1, stroke=0)
        ruled(canvas)

    document = read_pdf(drawn(page))
    assert values(document) == ["", "6"]
    assert document.remarks == ()


TABLE = Grid.of([["受理", "办结"], ["7", "6"], ["25", "31"]])


def table_picture() -> ImageReader:
    pdf = render_pdf([TABLE], Options(page_size=(420, 300), margin=30, font_size=10.5))
    with pypdfium2.PdfDocument(pdf) as document:
        return ImageReader(document[0].render(scale=3).to_pil())


def page_with_picture(canvas: Canvas, width: float = 360, height: float = 257) -> None:
    canvas.drawString(50, 380, "收到和处理政府信息公开申请情况")
    canvas.drawImage(table_picture(), 20, 100, width, height)
    canvas.drawString(50, 60, "没有其他情况")


def test_a_table_that_is_a_picture_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    document = read_pdf(drawn(page_with_picture))
    [unread] = document.unread
    assert (unread.kind, unread.locator.page if unread.locator else None) == ("picture", 1)
    assert "page 1" in unread.detail


@needs_ocr
def test_a_table_that_is_a_picture_is_read_in_its_place() -> None:
    document = read_pdf(drawn(page_with_picture))
    assert document.unread == ()
    [table] = [table for _, table in document.tables()]
    assert [[cell.text for cell in row] for row in table.rows()] == [["受理", "办结"], ["7", "6"], ["25", "31"]]
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Table", "Paragraph"]


@pytest.mark.parametrize("kind", ["logo", "ground", "line"])
def test_pictures_that_hold_no_table_are_not_named(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)

    def page(canvas: Canvas) -> None:
        left, bottom, width, height = {"logo": (50, 300, 90, 90), "ground": (0, 0, 400, 400), "line": (0, 390, 400, 8)}[
            kind
        ]
        canvas.drawImage(table_picture(), left, bottom, width, height)
        for line in range(15):
            canvas.drawString(50, 380 - 20 * line, "公开平台运行平稳")

    assert read_pdf(drawn(page)).unread == ()


def outlined(canvas: Canvas) -> None:
    for line in range(12):
        outline(canvas, 50, 350 - 20 * line, "2455387")


def test_a_page_of_outlines_is_no_empty_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(SourceError, match="install") as caught:
        read_pdf(drawn(outlined))
    assert caught.value.reason == "no_text_layer"


@needs_ocr
def test_a_page_of_outlines_is_read_by_ocr() -> None:
    document = read_pdf(drawn(outlined))
    assert document.ocr_pages == {1}
    assert "2455387" in "".join(text for _, text in document.paragraphs())


def with_files(pdf: bytes, *names: str) -> bytes:
    document = pikepdf.open(io.BytesIO(pdf))
    for name in names:
        document.attachments[name] = pikepdf.AttachedFileSpec(document, b"%PDF-1.4", filename=name)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("words", ["", "请用其他程序打开"])
def test_a_folder_of_files_says_what_to_do(words: str) -> None:
    with pytest.raises(SourceError, match="extract") as caught:
        read_pdf(with_files(drawn(lambda canvas: canvas.drawString(50, 300, words)), "2023.pdf"))
    assert (caught.value.reason, caught.value.detail) == ("portfolio", "2023.pdf")


def test_a_report_with_a_file_is_read() -> None:
    def page(canvas: Canvas) -> None:
        for line in range(18):
            canvas.drawString(20, 380 - 20 * line, "公开平台运行平稳，群众查询更加方便，收到申请7件。")

    assert "收到申请7件" in "".join(text for _, text in read_pdf(with_files(drawn(page), "a.xlsx")).paragraphs())


# Limits


@needs_ocr
@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_pages_have_no_more_time_than_their_document(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(worker, "MAX_SECONDS_OF_DOCUMENT", seconds)
    worker.close()
    start = time.monotonic()
    with pytest.raises(SourceError) as caught:
        read_pdf(scanned(drawn(ruled)))
    told = "the pictures up to page 1 take too long to read"
    assert (caught.value.reason, caught.value.detail) == ("too_slow", told)
    assert time.monotonic() - start < 10


@needs_ocr
def test_ocr_that_takes_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    limited = Worker(worker._worker._answer, Limits(seconds=60, memory=1 << 20))
    monkeypatch.setattr(worker, "_worker", limited)
    with pytest.raises(SourceError) as caught:
        read_pdf(scanned(drawn(ruled)))
    limited.close()
    assert caught.value.reason == "too_large"


@needs_ocr
def test_a_worker_that_was_ended_by_others_is_started_again() -> None:
    pdf = scanned(drawn(ruled))
    first = read_pdf(pdf)
    process = worker._worker._process
    assert process is not None
    process.kill()
    process.wait()
    assert read_pdf(pdf).blocks == first.blocks


@needs_ocr
@needs_cases
@pytest.mark.parametrize("name", ["grid_ocr", "big_image_ocr"])
def test_given_slow_pictures_end_within_the_limits(name: str) -> None:
    start = time.monotonic()
    try:
        gongkai.read_report(SHARED / "faults" / "slow" / f"{name}.pdf")
    except SourceError as error:
        assert error.reason in {"too_large", "too_slow", "not_a_report", "no_text_found"}
    assert time.monotonic() - start < worker.LIMITS.seconds + 10


@needs_cases
def test_given_outlines_are_not_blank() -> None:
    report = gongkai.read_report(SHARED / "seen" / "p15b-some-outlines.pdf")
    status = {row.indicator_id: (row.value, row.status) for row in report.observation_rows}
    assert status["2021.requests.received.natural_persons"] == (None, "unreadable")
    assert status["2021.requests.granted.companies"] == (None, "unreadable")
    assert sum(value is not None for value, _ in status.values()) == 198


@needs_cases
def test_a_given_table_that_is_a_picture_makes_a_report_partial(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    report = gongkai.read_report(SHARED / "seen" / "p14-table-picture.pdf")
    assert report.summary["status"] == "partial"
    assert "picture" in report.summary["remarks"]
