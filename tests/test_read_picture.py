"""Reports that are pictures: one page or several, read by OCR, and what is said where they are not read."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pypdfium2
import pytest
from PIL import Image

import gongkai
from generators.pdf import Grid, GridCell, Options, render_pdf
from generators.shown import shown_blocks
from gongkai.errors import Reason, SourceError
from gongkai.read import picture_pages, read_document
from gongkai.read.pdf import ocr
from gongkai.read.picture_pages import pages_of

needs_ocr = pytest.mark.skipif(not ocr.is_installed(), reason='the extra "gongkai[ocr]" is not installed')

PAGE = Options(page_size=(420, 400), margin=30)
ROWS = [
    ["第二十条第（五）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政许可", "358"],
    ["第二十条第（六）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政处罚", "24"],
    ["行政强制", "0"],
]
REPORT = [
    "某局政府信息公开工作年度报告",
    "一、总体情况",
    "二、主动公开政府信息情况",
    Grid([[GridCell(text, column_span=3 - len(row)) for text in row] for row in ROWS]),
]
SHOWN = [*REPORT[:3], ROWS]


def pictures(*pages: list[object], resolution: int = 200) -> list[Image.Image]:
    return [
        page.render(scale=resolution / 72).to_pil().convert("RGB")
        for blocks in pages
        for page in pypdfium2.PdfDocument(render_pdf(blocks, PAGE))
    ]


def saved(kind: str, first: Image.Image, *others: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    first.save(file, kind, **({"save_all": True, "append_images": list(others)} if others else {}), **options)
    return file.getvalue()


@needs_ocr
@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("PNG", "RGB", {"dpi": (200, 200)}),
        ("PNG", "1", {}),
        ("JPEG", "RGB", {"quality": 90, "dpi": (200, 200)}),
        ("TIFF", "1", {"compression": "group4", "dpi": (200, 200)}),
        ("GIF", "L", {}),
    ],
)
def test_a_page_in_any_format(kind: str, mode: str, options: dict[str, object]) -> None:
    (page,) = pictures(REPORT)
    document = read_document(saved(kind, page.convert(mode), **options), name="report")
    assert shown_blocks(document) == SHOWN
    assert (document.format, document.source, document.ocr_pages) == ("image", "report", {1})


@needs_ocr
def test_several_pages_of_one_file_are_one_report() -> None:
    pages = pictures(REPORT, ["三、收到申请情况", "没有收到申请。"])
    document = read_document(saved("TIFF", *pages, compression="tiff_lzw", dpi=(200, 200)))
    assert shown_blocks(document) == [*SHOWN, "三、收到申请情况", "没有收到申请。"]
    assert document.ocr_pages == {1, 2}


@needs_ocr
def test_white_letters_on_nothing_are_not_black_ones() -> None:
    (page,) = pictures(REPORT)
    clear = page.convert("RGBA")
    clear.putalpha(page.convert("L").point(lambda shade: 255 - shade))
    assert shown_blocks(read_document(saved("PNG", clear, dpi=(200, 200)))) == SHOWN


@needs_ocr
def test_a_photograph_that_says_how_it_was_held() -> None:
    (page,) = pictures(REPORT)
    turned = page.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    assert shown_blocks(read_document(saved("JPEG", turned, quality=95, exif=exif, dpi=(200, 200)))) == SHOWN


@needs_ocr
def test_sixteen_bits_of_grey() -> None:
    (page,) = pictures(REPORT)
    deep = Image.fromarray(np.asarray(page.convert("L")).astype(np.uint16) * 257)
    assert shown_blocks(read_document(saved("PNG", deep, dpi=(200, 200)))) == SHOWN


@needs_ocr
def test_what_was_read_is_marked() -> None:
    named = ["嘉禾县人民政府2023年政府信息公开工作年度报告", *REPORT[1:]]
    report = gongkai.read_report(saved("PNG", *pictures(named), dpi=(200, 200)))
    assert report.text_source == "ocr"
    assert report.summary["format"] == "image"
    assert report.value("2021.disclosure.licences.decisions") == 358


# Without the extra


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(SourceError, match=r"gongkai\[ocr\]") as caught:
        read_document(saved("PNG", Image.new("L", (9, 9))), name="a.png")
    assert (caught.value.source, caught.value.reason) == ("a.png", "no_text_layer")


# Damage and limits


def refusal(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_document(data, name="a")
    return caught.value


def huge() -> bytes:
    """A picture that says it has more pixels than anybody unpacks."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 65536, 65536, 8, 0, 0, 0, 0)
    return SMALL[:12] + header + struct.pack(">I", zlib.crc32(header)) + SMALL[33:]


SMALL = saved("PNG", Image.new("L", (60, 60), 255))

HUGE = huge()


@needs_ocr
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (SMALL, "no_text_found"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"\xff\xd8\xff\xe0\x00", "damaged"),
        (b"II*\x00\xff\xff", "damaged"),
        (SMALL[:-30], "damaged"),
        (HUGE, "too_large"),
    ],
)
def test_damage_has_one_clear_error(data: bytes, reason: Reason) -> None:
    error = refusal(data)
    assert (error.source, error.reason) == ("a", reason)
    assert " at 0x" not in error.detail


def test_limits_on_pages_and_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [Image.new("L", (20, 20), 255)] * 3
    many = saved("TIFF", *pages)
    monkeypatch.setattr(picture_pages, "MAX_PAGES", 3)
    assert len(pypdfium2.PdfDocument(pages_of(many).pdf)) == 3
    monkeypatch.setattr(picture_pages, "MAX_PAGES", 2)
    assert pages_of(many).reason == "too_large"
    monkeypatch.setattr(picture_pages, "MAX_PIXELS", 399)
    assert pages_of(saved("TIFF", pages[0])).detail == "page 1 has more than 399 pixels"


def test_the_size_of_a_page() -> None:
    def size(picture: Image.Image, **options: object) -> tuple[float, float]:
        (page,) = pypdfium2.PdfDocument(pages_of(saved("PNG", picture, **options)).pdf)
        width, height = page.get_size()
        return round(width), round(height)

    a4 = Image.new("L", (1654, 2339), 255)
    assert size(a4, dpi=(200, 200)) == (595, 842)
    assert size(a4, dpi=(72, 72)) == (595, 842)
    assert size(a4) == (595, 842)
