"""PDF: the flow of paragraphs, tables by their lines and over page breaks, what is left out, and what is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from multiprocessing import get_context
from multiprocessing.pool import Pool, ThreadPool
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from generators.pdf import Grid, GridCell, Options, render_pdf
from gongkai import supervised
from gongkai.document import Document, Paragraph, Table
from gongkai.errors import SourceError
from gongkai.read.pdf import extraction, ocr, read_pdf, worker
from gongkai.read.pdf.lines import lines_of
from gongkai.read.pdf.opening import page_of
from gongkai.read.pdf.page import Ruling
from gongkai.read.pdf.ruled import grids
from gongkai.supervised import Cause, Died, Limits, Worker

SHARED = Path(__file__).resolve().parents[2] / "shared"
SAMPLE = SHARED / "samples" / "huaian-2024.pdf"

Shown = str | list[list[str]]
Anchor = tuple[str, int, int, int, int]


def shown(document: Document) -> list[Shown]:
    """Give each paragraph as its text and each table as its rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows()]
        for block in document.blocks
    ]


def anchors(table: Table) -> list[Anchor]:
    return [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells]


def only_table(data: bytes) -> Table:
    tables = [table for _, table in read_pdf(data).tables()]
    assert len(tables) == 1
    return tables[0]


def drawn(draw: object, **page: object) -> bytes:
    """Give a PDF of what a function draws on a canvas, page by page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 400), invariant=1, **page)
    canvas.setFont("SimHei", 10)
    draw(canvas)
    canvas.save()
    return file.getvalue()


# Paragraphs

PROSE = "2024年，本机关坚持以公开为常态、不公开为例外，全年公开信息5500余条，制作公报6期，合格率为100%，完成各项任务。"


def test_lines_are_joined_to_paragraphs() -> None:
    data = render_pdf(["一、总体情况", PROSE * 3, "（一）主动公开。" + PROSE, "二、其他"])
    assert shown(read_pdf(data)) == ["一、总体情况", PROSE * 3, "（一）主动公开。" + PROSE, "二、其他"]


@pytest.mark.parametrize("height", range(200, 340, 7))
def test_paragraphs_run_over_page_breaks(height: int) -> None:
    options = Options(page_size=(400, height), margin=60, page_numbers="— {} —", running_title="某市年度报告")
    assert shown(read_pdf(render_pdf([PROSE * 2, PROSE * 4], options))) == [PROSE * 2, PROSE * 4]


def test_blocks_know_the_page_they_begin_on() -> None:
    document = read_pdf(render_pdf([PROSE * 6, "二、其他"], Options(page_size=(400, 220), margin=60)))
    assert [block.page for block in document.blocks] == [1, 3]


@pytest.mark.parametrize("number", ["{}", "- {} -", "— {} —", "第{}页", "第 {} 页 共 9 页", "{}/9", "Page {} of 9"])
def test_page_numbers_are_left_out(number: str) -> None:
    data = render_pdf([PROSE * 9], Options(page_size=(400, 300), page_numbers=number))
    assert shown(read_pdf(data)) == [PROSE * 9]


def test_a_number_in_the_middle_of_a_page_is_no_page_number() -> None:
    assert shown(read_pdf(render_pdf(["收到申请", "7"]))) == ["收到申请", "7"]


def test_blanks_stand_where_a_reader_sees_them() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 300, "收到 open data 12件")
        canvas.drawString(50, 250, "447")
        canvas.drawString(72, 250, "228")
        for number, digit in enumerate("88283"):
            canvas.drawString(50 + 5.2 * number, 200, digit)

    assert shown(read_pdf(drawn(draw))) == ["收到 open data 12件", "447 228", "88283"]


# Tables

REQUESTS = Grid.of(
    [
        [GridCell("（本列数据的勾稽关系）", 2, 3), GridCell("申请人情况", 1, 3)],
        ["自然人", "法人或其他组织", "总计"],
        [GridCell("一、本年新收政府信息公开申请数量", 1, 3), "447228", "5", "7"],
        [GridCell("三、本年度办理结果", 8, 1), GridCell("（一）予以公开", 1, 2), "1", "2", "3"],
        [GridCell("（三）不予公开", 6, 1), "1.属于国家秘密", "1", "", "3"],
        ["2.其他法律行政法规禁止公开的一项", "30", "", "31"],
        ["3.危及“三安全一稳定”", "5", "0", "5"],
        ["4.保护第三方合法权益", "6", "0", "3985758"],
        ["5.属于三类内部事务信息", "7", "1", "8"],
        ["6.属于四类过程性信息", "12", "0", "12"],
        [GridCell("（七）总计", 1, 2), "96171.6", "", "88283"],
        [GridCell("四、结转下年度继续办理", 1, 3), "103", "—", "/"],
    ],
    widths=(1, 1.8, 4, 1.2, 1.6, 2),
    header_rows=2,
)

REQUESTS_READ = [
    ("（本列数据的勾稽关系）", 1, 1, 2, 3),
    ("申请人情况", 1, 4, 1, 3),
    ("自然人", 2, 4, 1, 1),
    ("法人或其他组织", 2, 5, 1, 1),
    ("总计", 2, 6, 1, 1),
    ("一、本年新收政府信息公开申请数量", 3, 1, 1, 3),
    ("447228", 3, 4, 1, 1),
    ("5", 3, 5, 1, 1),
    ("7", 3, 6, 1, 1),
    ("三、本年度办理结果", 4, 1, 8, 1),
    ("（一）予以公开", 4, 2, 1, 2),
    ("1", 4, 4, 1, 1),
    ("2", 4, 5, 1, 1),
    ("3", 4, 6, 1, 1),
    ("（三）不予公开", 5, 2, 6, 1),
    ("1.属于国家秘密", 5, 3, 1, 1),
    ("1", 5, 4, 1, 1),
    ("", 5, 5, 1, 1),
    ("3", 5, 6, 1, 1),
    ("2.其他法律行政法规禁止公开的一项", 6, 3, 1, 1),
    ("30", 6, 4, 1, 1),
    ("", 6, 5, 1, 1),
    ("31", 6, 6, 1, 1),
    ("3.危及“三安全一稳定”", 7, 3, 1, 1),
    ("5", 7, 4, 1, 1),
    ("0", 7, 5, 1, 1),
    ("5", 7, 6, 1, 1),
    ("4.保护第三方合法权益", 8, 3, 1, 1),
    ("6", 8, 4, 1, 1),
    ("0", 8, 5, 1, 1),
    ("3985758", 8, 6, 1, 1),
    ("5.属于三类内部事务信息", 9, 3, 1, 1),
    ("7", 9, 4, 1, 1),
    ("1", 9, 5, 1, 1),
    ("8", 9, 6, 1, 1),
    ("6.属于四类过程性信息", 10, 3, 1, 1),
    ("12", 10, 4, 1, 1),
    ("0", 10, 5, 1, 1),
    ("12", 10, 6, 1, 1),
    ("（七）总计", 11, 2, 1, 2),
    ("96171.6", 11, 4, 1, 1),
    ("", 11, 5, 1, 1),
    ("88283", 11, 6, 1, 1),
    ("四、结转下年度继续办理", 12, 1, 1, 3),
    ("103", 12, 4, 1, 1),
    ("—", 12, 5, 1, 1),
    ("/", 12, 6, 1, 1),
]

SMALL = Options(page_size=(420, 700), margin=60, page_numbers="- {} -")


@pytest.mark.parametrize(
    "options",
    [
        SMALL,
        replace(SMALL, drawing="filled"),
        replace(SMALL, drawing="frames"),
        replace(SMALL, drawing="one_path"),
        replace(SMALL, drawing="form"),
        replace(SMALL, by_character=True),
        replace(SMALL, fake_bold=True),
        replace(SMALL, font="STSong-Light"),
        replace(SMALL, font="STSong-Light", by_character=True),
        replace(SMALL, turn=90),
        replace(SMALL, turn=180),
        replace(SMALL, turn=270),
        replace(SMALL, page_size=(842, 595)),
    ],
)
def test_a_table_is_the_same_however_it_is_printed(options: Options) -> None:
    document = read_pdf(render_pdf(["三、收到申请", REQUESTS, "四、其他"], options))
    assert [anchors(table) for _, table in document.tables()] == [REQUESTS_READ]
    assert [text for _, text in document.paragraphs()] == ["三、收到申请", "四、其他"]


@pytest.mark.parametrize("habits", ["", "repeat_headers", "cut_rows", "open_breaks", "cut_rows open_breaks"])
@pytest.mark.parametrize("height", range(300, 520, 11))
def test_a_table_over_page_breaks_is_one_table(height: int, habits: str) -> None:
    options = replace(SMALL, page_size=(420, height), **dict.fromkeys(habits.split(), True))
    document = read_pdf(render_pdf(["三、收到申请", REQUESTS, "四、其他"], options))
    assert [anchors(table) for _, table in document.tables()] == [REQUESTS_READ]
    assert [table.page for _, table in document.tables()] == [1]


def test_a_number_broken_in_a_narrow_cell_is_one_number() -> None:
    grid = Grid.of([["许可", "收费"], ["447228", "96171.6"]], widths=(1, 1))
    assert shown(read_pdf(render_pdf([grid], Options(page_size=(230, 400))))) == [
        [["许可", "收费"], ["447228", "96171.6"]]
    ]
    narrow = Options(page_size=(72 * 2 + 2 * (10.8 + 6 * 5.25), 400), font_size=10.5)
    assert shown(read_pdf(render_pdf([grid], narrow)))[0][1] == ["447228", "96171.6"]


def test_two_numbers_in_a_cell_remain_two() -> None:
    grid = Grid.of([["信息内容", "件数"], ["规章", "12\n34"]])
    assert only_table(render_pdf([grid])).cells[-1].text == "12\n34"


def test_a_number_that_sticks_out_of_its_cell_is_not_parted() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([50, 150, 185, 300], [200, 230, 260])
        for left, height, text in [(60, 240, "项目"), (155, 240, "甲"), (190, 240, "乙"), (60, 210, "许可")]:
            canvas.drawString(left, height, text)
        canvas.drawString(152, 210, "3985758")
        canvas.drawString(250, 210, "6")

    assert shown(read_pdf(drawn(draw))) == [[["项目", "甲", "乙"], ["许可", "3985758", "6"]]]


LINED = [["项目", "甲", "乙"], ["许可", "7", "11"], ["处罚", "", "5"]]
ACROSS, DOWN = (50, 150, 250, 350), (40, 70, 100, 130)


def write_lined(canvas: Canvas, moved: float = 0) -> None:
    for row, texts in enumerate(LINED):
        for column, text in enumerate(texts):
            canvas.drawString(55 + 100 * column + moved, 108 - 30 * row, text)


def double_frames(canvas: Canvas) -> None:
    for moved in (0, 3.5):
        canvas.grid([left + moved for left in ACROSS], [bottom + moved for bottom in DOWN])


def dashes(canvas: Canvas) -> None:
    canvas.lines([(start, height, start + 2, height) for height in DOWN for start in range(50, 350, 4)])
    canvas.lines([(left, start, left, start + 2) for left in ACROSS for start in range(40, 130, 4)])


def dots(canvas: Canvas) -> None:
    for left, bottom in [(50 + 3 * n, height) for height in DOWN for n in range(101)]:
        canvas.rect(left, bottom, 0.7, 0.7, stroke=0, fill=1)
    for left, bottom in [(left, 40 + 3 * n) for left in ACROSS for n in range(31)]:
        canvas.rect(left, bottom, 0.7, 0.7, stroke=0, fill=1)


@pytest.mark.parametrize("lines", [double_frames, dashes, dots])
def test_lines_of_any_kind_are_sides_of_cells(lines: Callable[[Canvas], None]) -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas)
        write_lined(canvas)

    assert shown(read_pdf(drawn(draw))) == [LINED]


@pytest.mark.parametrize("copies", [(0.3,), (0.3, 0.6, 0.9), (0.8,)])
def test_text_printed_again_and_again_is_bold(copies: tuple[float, ...]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid(ACROSS, DOWN)
        for moved in (0, *copies):
            write_lined(canvas, moved)

    assert shown(read_pdf(drawn(draw))) == [LINED]


def test_digits_printed_over_others_are_not_read() -> None:
    assert in_two_cells((60, "7"), (60, "8"), (160, "12")) == [["\ufffd", "12"]]
    assert in_two_cells((60, "11"), (63, "2"), (160, "12")) == [["\ufffd" * 3, "12"]]


def in_two_cells(*texts: tuple[float, str]) -> list[list[str]]:
    """Read a row of two cells whose common side is at 150, with texts that begin at some places."""

    def draw(canvas: Canvas) -> None:
        canvas.grid([50, 150, 250], [200, 230])
        for left, text in texts:
            canvas.drawString(left, 210, text)

    [table] = shown(read_pdf(drawn(draw)))
    assert not isinstance(table, str)
    return table


def test_a_mark_that_hangs_over_the_side_belongs_to_its_line() -> None:
    assert in_two_cells((85, "75（增加2项）"), (200, "6")) == [["75（增加2项）", "6"]]
    assert in_two_cells((55, "7"), (151, "）6")) == [["7", "）6"]]


def test_numbers_that_nearly_touch_are_parted_by_the_line_between_them() -> None:
    assert in_two_cells((134.8, "447"), (150.3, "28")) == [["447", "28"]]
    # Without any gap they look like one number that runs over the line.
    assert in_two_cells((134.8, "447"), (149.8, "28")) == [["\ufffd" * 3, "\ufffd" * 2]]
    assert in_two_cells((146, "-447"), (200, "28")) == [["", "-447 28"]]


@pytest.mark.parametrize("rules", ["all", "no_sides", "horizontal"])
def test_missing_lines_between_columns(rules: str) -> None:
    rows = [
        ["信息内容", "本年制发件数", "现行有效件数"],
        ["规章", "1", "11"],
        ["行政规范性文件，以及标签很长的其他文件", "", "66"],
    ]
    assert shown(read_pdf(render_pdf(["一、情况", Grid.of(rows, rules=rules)]))) == ["一、情况", rows]


def test_columns_without_any_line_need_a_place_for_each_value() -> None:
    rows = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "1", "11"], ["文件", "8", "66"]]
    assert shown(read_pdf(render_pdf([Grid.of(rows, rules="none")]))) == [rows]
    rows[2][1] = ""
    assert shown(read_pdf(render_pdf([Grid.of(rows, rules="none")]))) == [rows]
    rows[2][0] = ""
    assert shown(read_pdf(render_pdf([Grid.of(rows, rules="none")]))) == [rows[:2], "66"]


def test_a_frame_around_text_is_no_table() -> None:
    frame = Grid.of([["注：" + PROSE]])
    assert shown(read_pdf(render_pdf(["一、情况", frame, "二、其他"]))) == ["一、情况", "注：" + PROSE, "二、其他"]


def test_the_place_beside_a_shorter_row_is_no_blank_cell() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([50, 150, 250], [70, 100])
        canvas.grid([50, 150, 250, 350], [40, 70])
        for left, height, text in [(60, 80, "规章"), (160, 80, "7"), (60, 50, "许可"), (160, 50, "8")]:
            canvas.drawString(left, height, text)

    assert shown(read_pdf(drawn(draw))) == [[["规章", "7"], ["许可", "8", ""]]]


def small_table(canvas: Canvas) -> None:
    canvas.setLineWidth(0.5)
    canvas.grid([50, 150, 250], [20, 45, 70])
    for left, height, text in [(60, 52, "规章"), (160, 52, "7"), (60, 27, "行政许可")]:
        canvas.drawString(left, height, text)


def hatched(canvas: Canvas) -> None:
    canvas.lines([(20, 150 + 0.05 * number, 380, 150 + 0.05 * number) for number in range(4000)])


def sketched(canvas: Canvas) -> None:
    places = [(37 * number % 360, 100 + 53 * number % 280) for number in range(4000)]
    canvas.lines([(left, bottom, left + 9, bottom) for left, bottom in places])
    canvas.lines([(left, bottom, left, bottom + 9) for left, bottom in places])


def meshed(canvas: Canvas) -> None:
    canvas.setPageSize((1000, 1000))
    canvas.grid([100 + 5 * number for number in range(161)], [100 + 5 * number for number in range(161)])


@pytest.mark.parametrize(("drawing", "noted"), [(hatched, []), (sketched, []), (meshed, ["page_with_drawing"])])
def test_a_table_is_read_beside_thousands_of_lines(drawing: Callable[[Canvas], None], noted: list[str]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(0.02)
        drawing(canvas)
        small_table(canvas)

    document = read_pdf(drawn(draw))
    assert shown(document) == [[["规章", "7"], ["行政许可", ""]]]
    assert [notice.kind for notice in document.notices] == noted


def test_lines_that_cross_without_end_are_a_drawing() -> None:
    many = [Ruling(3 * number, 0, 1500) for number in range(500)]
    assert grids(many, many) == ([], True)


def test_an_area_that_is_no_rectangle_makes_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 190, 200, 70)
        canvas.lines([(150, 230, 250, 230), (150, 230, 150, 260)])
        canvas.drawString(160, 245, "7")
        canvas.drawString(60, 202, "收到")

    assert shown(read_pdf(drawn(draw))) == ["7", "收到"]


def test_lines_across_part_the_cells_beside_an_upright_label_where_the_line_down_ends() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 170, 200, 90)
        canvas.lines([(80, 230, 250, 230), (80, 200, 250, 200), (200, 170, 200, 260), (80, 230, 80, 260)])
        for text, left, height in [
            ("三", 60, 245),
            ("本", 60, 215),
            ("规章", 90, 245),
            ("决定", 90, 215),
            ("其他", 90, 185),
        ]:
            canvas.drawString(left, height, text)
        for text, height in [("7", 245), ("2", 215), ("5", 185)]:
            canvas.drawString(220, height, text)

    assert shown(read_pdf(drawn(draw))) == [[["三本", "规章", "7"], ["决定", "2"], ["其他", "5"]]]


def test_tables_of_other_columns_on_the_next_page_are_others() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([50, 150, 300], [40, 70])
        canvas.drawString(60, 50, "收到")
        canvas.drawString(160, 50, "7")
        canvas.showPage()
        canvas.setFont("SimHei", 10)
        canvas.grid([50, 200, 300], [330, 360])
        canvas.drawString(60, 340, "办结")
        canvas.drawString(210, 340, "6")

    assert shown(read_pdf(drawn(draw))) == [[["收到", "7"]], [["办结", "6"]]]


def over_a_break(above: list[list[str]], below: list[list[str]]) -> list[Shown]:
    """Read two pages: a table that ends the first, and one with the same narrow columns that opens the second."""

    def draw_rows(canvas: Canvas, rows: list[list[str]], top: float) -> None:
        canvas.setFont("SimHei", 10)
        canvas.grid([50, 101, 134], [top - 16 * number for number in range(len(rows) + 1)])
        for number, row in enumerate(rows):
            for left, text in zip([55, 105], row, strict=True):
                canvas.drawString(left, top - 16 * number - 12, text)

    def draw(canvas: Canvas) -> None:
        draw_rows(canvas, above, 40 + 16 * len(above))
        canvas.showPage()
        draw_rows(canvas, below, 360)

    return shown(read_pdf(drawn(draw)))


def test_rows_on_both_sides_of_a_break_remain_two() -> None:
    assert over_a_break([["行政许可", "44722"]], [["行政处罚", "39857"]]) == [
        [["行政许可", "44722"], ["行政处罚", "39857"]]
    ]
    assert over_a_break([["行政许可", ""]], [["行政处罚", ""]]) == [[["行政许可", ""], ["行政处罚", ""]]]
    assert over_a_break([["1.受理", "3001"]], [["2.办结", ""]]) == [[["1.受理", "3001"], ["2.办结", ""]]]
    assert over_a_break([["行政许可", "7"]], [["", "8"]]) == [[["行政许可", "7"], ["", "8"]]]


def test_a_row_cut_by_a_break_is_one() -> None:
    assert over_a_break([["行政许可", "44722"]], [["", "8"]]) == [[["行政许可", "447228"]]]
    assert over_a_break([["行政规范", "11"]], [["性文件", ""]]) == [[["行政规范性文件", "11"]]]


DISPUTES = Grid.of(
    [
        [GridCell("行政复议", 1, 3), GridCell("行政诉讼", 1, 3)],
        [*(GridCell(label, 2, 1) for label in ("维持", "纠正", "总计")), GridCell("复议后起诉", 1, 3)],
        ["维持", "纠正", "总计"],
        ["", "3", "无", "", "", "4"],
    ],
    widths=(1,) * 6,
    header_rows=3,
)

DISPUTES_READ = [
    ("行政复议", 1, 1, 1, 3),
    ("行政诉讼", 1, 4, 1, 3),
    ("维持", 2, 1, 2, 1),
    ("纠正", 2, 2, 2, 1),
    ("总计", 2, 3, 2, 1),
    ("复议后起诉", 2, 4, 1, 3),
    ("维持", 3, 4, 1, 1),
    ("纠正", 3, 5, 1, 1),
    ("总计", 3, 6, 1, 1),
    ("", 4, 1, 1, 1),
    ("3", 4, 2, 1, 1),
    ("无", 4, 3, 1, 1),
    ("", 4, 4, 1, 1),
    ("", 4, 5, 1, 1),
    ("4", 4, 6, 1, 1),
]


@pytest.mark.parametrize(
    ("rows_above", "habit"),
    [(1, "cut_rows"), (2, "cut_rows"), (3, "cut_rows"), (1, "open_breaks"), (3, "open_breaks"), (3, "repeat_headers")],
)
def test_a_header_is_no_label_of_the_blank_cells_on_the_next_page(rows_above: int, habit: str) -> None:
    height = 120 + 2 * 15.75 + (rows_above + 0.2) * 22.05
    options = Options(page_size=(420, height), margin=60, page_numbers="{}", running_title="某市年度报告")
    data = render_pdf(["四、行政复议", "情况如下。", DISPUTES], replace(options, **{habit: True}))
    assert len(extraction.extract(data)) > 1
    assert anchors(only_table(data)) == DISPUTES_READ


# What no one sees


def test_text_off_the_page_and_slanted_text_are_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 200, "收到7件")
        canvas.drawString(60, 20, "裁去")
        canvas.drawString(500, 200, "页外")
        canvas.translate(100, 100)
        canvas.rotate(45)
        canvas.drawString(0, 0, "水印水印")

    assert shown(read_pdf(drawn(draw, cropBox=(30, 50, 390, 390)))) == ["收到7件"]


def test_a_number_that_the_page_cuts_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 200, "收到7件")
        canvas.drawString(380, 200, "29291")
        canvas.drawString(384, 180, "56")
        canvas.drawString(-12, 160, "2208")

    assert shown(read_pdf(drawn(draw))) == ["收到7件 \ufffd\ufffd\ufffd\ufffd", "56", "\ufffd\ufffd"]


def test_a_comma_stands_on_the_line_of_its_number_whatever_its_box() -> None:
    # Left, bottom, right and top of each: boxes of the glyphs, because the font does not say how high it is.
    boxes = [(0, 100, 5, 108), (5, 98.5, 10, 101), (10, 100, 15, 108), (15, 100, 20, 101), (20, 100, 25, 108)]
    content = extraction.PageContent(
        bounds=(0, 0, 200, 200),
        codes=np.array([ord(text) for text in "1,2.5"], dtype=np.uint32),
        edges=np.array(boxes),
        origins=np.array([(left, 100, left, 100) for left, *_ in boxes], dtype=np.float64),
        turns=np.zeros(5, dtype=np.intp),
        after_space=np.zeros(5, dtype=np.bool_),
        pieces=np.full(5, -1),
        seen=np.zeros(5, dtype=np.uint8),
        strokes=np.empty((0, 4)),
        slanted=np.empty((0, 4)),
        drawings=np.empty((0, 4)),
        pictures=np.empty((0, 4)),
        has_image=False,
        has_hidden_text=False,
    )
    page = page_of(content, number=1)
    assert [line.text for line in lines_of(page.characters, page.number)[0]] == ["1,2.5"]


def test_a_label_turned_aside_belongs_to_its_cell() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.lines([(50, 200, 300, 200), (50, 300, 300, 300), (80, 250, 300, 250)])
        canvas.lines([(left, 200, left, 300) for left in (50, 80, 200, 300)])
        for height, label, value in [(270, "受理", "7"), (220, "办结", "6")]:
            canvas.drawString(90, height, label)
            canvas.drawString(210, height, value)
        canvas.translate(70, 230)
        canvas.rotate(90)
        canvas.drawString(0, 0, "办理")

    assert anchors(only_table(drawn(draw))) == [
        ("办理", 1, 1, 2, 1),
        ("受理", 1, 2, 1, 1),
        ("7", 1, 3, 1, 1),
        ("办结", 2, 2, 1, 1),
        ("6", 2, 3, 1, 1),
    ]


# Any grid


@st.composite
def tilings(draw: st.DrawFn) -> list[Anchor]:
    """Draw cells that cover a grid, at least one of which begins or ends at every edge."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    cells: list[tuple[int, int, int, int]] = []
    for row, column in sorted(free):
        if (row, column) not in free:
            continue
        wide = next(n for n in range(1, columns + 1) if (row, column + n) not in free)
        width, height = draw(st.integers(1, wide)), draw(st.integers(1, rows - row))
        area = {(row + down, column + along) for down in range(height) for along in range(width)}
        if not area <= free:
            height, area = 1, {(row, column + along) for along in range(width)}
        free -= area
        cells.append((row, column, height, width))
    row_edges = sorted({edge for row, _, height, _ in cells for edge in (row, row + height)})
    column_edges = sorted({edge for _, column, _, width in cells for edge in (column, column + width)})
    texts = st.sampled_from(
        ["", "0", "7", "12", "447228", "96171.6", "—", "/", "规章", "总计", "1.受理", "22（其中修订16件）"]
    )
    return [
        (
            draw(texts),
            row_edges.index(row) + 1,
            column_edges.index(column) + 1,
            row_edges.index(row + height) - row_edges.index(row),
            column_edges.index(column + width) - column_edges.index(column),
        )
        for row, column, height, width in cells
    ]


def grid_of(cells: list[Anchor]) -> Grid:
    rows = max(row + height - 1 for _, row, _, height, _ in cells)
    by_row = {
        row: [GridCell(text, height, width) for text, _, _, height, width in group]
        for row, group in groupby(cells, key=lambda cell: cell[1])
    }
    return Grid.of([by_row.get(row, []) for row in range(1, rows + 1)])


printing = st.builds(
    Options,
    font=st.sampled_from(["SimHei", "STSong-Light"]),
    font_size=st.sampled_from([7.5, 9, 10.5, 12]),
    drawing=st.sampled_from(["strokes", "filled", "frames", "one_path", "form"]),
    by_character=st.booleans(),
    fake_bold=st.booleans(),
    turn=st.sampled_from([0, 90, 180, 270]),
)


@settings(deadline=None, max_examples=150)
@given(tilings(), printing)
def test_any_grid_comes_back(cells: list[Anchor], options: Options) -> None:
    document = read_pdf(render_pdf(["甲", grid_of(cells), "乙"], options))
    tables = [anchors(table) for _, table in document.tables()]
    has_table = any(text for text, *_ in cells) and any(column > 1 for _, _, column, _, _ in cells)
    assert tables == ([cells] if has_table else [])


@st.composite
def groups_of_rows(draw: st.DrawFn) -> list[list[str | GridCell]]:
    """Draw rows with a label and numbers, in groups of at least three under a label of their own."""
    numbers = st.sampled_from(["", "0", "7", "53", "3001", "447228", "96171.6", "—", "无"])
    rows: list[list[str | GridCell]] = []
    for group in range(draw(st.integers(1, 4))):
        size = draw(st.integers(3, 7))
        name = GridCell(
            f"（{'一二三四'[group]}）" + draw(st.sampled_from(["不予公开", "无法提供", "其他处理"])), size, 1
        )
        labels = [
            f"{row + 1}.{draw(st.sampled_from(['重复申请', '属于国家秘密', '其他法律行政法规禁止公开']))}"
            for row in range(size)
        ]
        rows += [
            [*([] if row else [name]), label, *(draw(numbers) for _ in range(3))] for row, label in enumerate(labels)
        ]
    return rows


@settings(deadline=None, max_examples=100)
@given(
    groups_of_rows(),
    printing,
    st.integers(330, 480),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_any_table_survives_page_breaks(
    rows: list[list[str | GridCell]], options: Options, height: int, repeat: bool, cut: bool, is_open: bool
) -> None:
    header = [GridCell("", 1, 2), "自然人", "法人", "总计"]
    grid = Grid.of([header, *rows], widths=(1.2, 3, 1.5, 1.5, 1.5), header_rows=1)
    short = replace(
        options, page_size=(400, height), repeat_headers=repeat, cut_rows=cut, open_breaks=is_open, page_numbers="{}"
    )
    long = replace(options, page_size=(400, 9000))
    assert anchors(only_table(render_pdf([grid], short))) == anchors(only_table(render_pdf([grid], long)))


# The sample


def table_numbers(table: Table) -> list[list[str]]:
    """Give the numbers of each row that has any."""
    rows = [[cell.text for cell in row if cell.text.replace(".", "").isdigit()] for row in table.rows()]
    return [row for row in rows if row]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the samples are not beside this repository")
def test_the_numbers_of_the_sample_stand_in_their_rows() -> None:
    with (SHARED / "truth" / "huaian-2024-cells.csv").open(encoding="utf-8", newline="") as file:
        truth = list(csv.DictReader(file))
    expected = {
        table: [[cell["value"] for cell in row] for _, row in groupby(cells, key=lambda cell: cell["row"])]
        for table, cells in groupby(truth, key=lambda cell: cell["table"])
    }
    document = read_pdf(SAMPLE.read_bytes())
    disclosure, requests, disputes = (table_numbers(table) for _, table in document.tables())
    assert disclosure == expected["disclosure"]
    assert requests == expected["requests"]
    assert disputes == [[number for row in expected["disputes"] for number in row]]
    assert [len(row) for row in requests] == [7] * 25


@pytest.mark.skipif(not SAMPLE.exists(), reason="the samples are not beside this repository")
def test_the_labels_of_the_sample() -> None:
    _, requests, disputes = (table for _, table in read_pdf(SAMPLE.read_bytes()).tables())
    tall = [(cell.text, cell.row, cell.row_span) for cell in requests.cells if cell.row_span > 1 and cell.column < 4]
    assert tall[1:] == [
        ("三、本年度办理结果", 6, 22),
        ("（三）不予公开", 8, 8),
        ("（四）无法提供", 16, 3),
        ("（五）不予处理", 19, 5),
        ("（六）其他处理", 24, 3),
    ]
    assert [cell.text for cell in disputes.cells if cell.row == 1] == ["行政复议", "行政诉讼"]


# What is refused


def reason(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_pdf(data, "a.pdf")
    assert caught.value.source == "a.pdf"
    return caught.value.reason


def picture_page(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (40, 40), 128)), 0, 0, 400, 400)


def test_a_scan_has_no_text_layer() -> None:
    assert reason(drawn(picture_page)) == ("no_text_found" if ocr.is_installed() else "no_text_layer")


def unprinted(canvas: Canvas, left: float, height: float, words: str) -> None:
    text = canvas.beginText(left, height)
    text.setFont("SimHei", 10)
    text.setTextRenderMode(3)
    text.textOut(words)
    canvas.drawText(text)


def test_text_laid_over_a_scan_is_read_and_noted() -> None:
    def draw(canvas: Canvas) -> None:
        picture_page(canvas)
        unprinted(canvas, 60, 200, "收到7件")

    document = read_pdf(drawn(draw))
    assert shown(document) == ["收到7件"]
    assert [notice.kind for notice in document.notices] == ["hidden_text"]
    assert document.text_source_at("p1.b1") == "ocr"


def test_text_that_is_not_printed_beside_text_that_is_says_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 200, "收到7件")
        unprinted(canvas, 60, 150, "999")

    document = read_pdf(drawn(draw))
    assert shown(document) == ["收到7件"]
    assert document.notices == ()


def test_fonts_that_do_not_tell_their_characters_give_no_numbers() -> None:
    glyph = b"6 0 0 0 6 8 d1 0 0 5 8 re f"
    content = b"BT /F 10 Tf 50 300 Td (123) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 10 10]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 49/LastChar 51"
        b"/Widths[6 6 6]/CharProcs<</g1 6 0 R/g2 6 0 R/g3 6 0 R>>/Encoding<</Differences[49/g1/g2/g3]>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(glyph), glyph),
    ]
    numbered = (b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, start=1))
    assert reason(b"%PDF-1.7\n" + b"".join(numbered) + b"trailer<</Root 1 0 R>>").startswith("no_text_")


def test_a_page_that_is_a_picture_is_noted() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 200, "收到7件")
        canvas.showPage()
        picture_page(canvas)

    document = read_pdf(drawn(draw))
    assert [(notice.kind, notice.detail) for notice in document.notices] == [
        ("page_without_text", "pages that are images: 2")
    ]


def test_a_locked_file_is_refused() -> None:
    assert reason(render_pdf(["收到7件"], Options(password="secret"))) == "encrypted"  # noqa: S106


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 40, b"no pdf"])
def test_garbage_is_damaged(data: bytes) -> None:
    assert reason(data) == "damaged"


def test_a_cut_file_is_repaired_or_refused() -> None:
    data = render_pdf(["一、情况", REQUESTS], SMALL)
    whole = shown(read_pdf(data))
    for end in range(0, len(data), 97):
        try:
            read = shown(read_pdf(data[:end]))
        except SourceError as error:
            assert error.reason in {"damaged", "empty"}
        else:
            assert read == whole


def test_a_broken_cross_reference_is_repaired() -> None:
    data = render_pdf(["收到7件"])
    assert shown(read_pdf(data.replace(b"startxref", b"startxxxx"))) == ["收到7件"]


def test_a_blank_file_is_empty() -> None:
    assert reason(drawn(lambda canvas: canvas.showPage())) == "empty"


@pytest.mark.parametrize("limit", ["MAX_CHARACTERS", "MAX_PAGES", "MAX_OBJECTS"])
def test_no_report_holds_so_much(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    data = render_pdf([PROSE * 9], Options(page_size=(400, 300)))
    assert len(extraction.extract(data)) == 3
    monkeypatch.setattr(extraction, limit, 1)
    refusal = extraction.extract(data)
    assert isinstance(refusal, extraction.Refusal)
    assert refusal.reason == "too_large"


def forms_in_forms(depth: int, times: int) -> bytes:
    """Give a small file whose page draws a form, which draws another, and so on, each so many times."""

    def draw(canvas: Canvas) -> None:
        for level in range(depth):
            canvas.beginForm(f"level{level}", upperx=400, uppery=400)
            canvas.line(0, 0, 100, 0)
            for _ in range(times if level else 0):
                canvas.doForm(f"level{level - 1}")
            canvas.endForm()
        canvas.doForm(f"level{depth - 1}")
        canvas.drawString(60, 200, "收到7件")

    return drawn(draw)


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Limits], None]]:
    """Let PDFium work under other limits."""
    usual = worker._worker

    def limit(limits: Limits) -> None:
        monkeypatch.setattr(worker, "_worker", Worker(usual._answer, limits, usual._folder))

    yield limit
    worker.close()


def test_a_small_file_that_would_fill_the_memory_is_refused(limited: Callable[[Limits], None]) -> None:
    limited(Limits(seconds=20, memory=150 << 20))
    assert reason(forms_in_forms(8, 8)) == "too_large"
    assert shown(read_pdf(forms_in_forms(3, 3))) == ["收到7件"]


def test_a_small_file_that_would_take_for_ever_is_refused(limited: Callable[[Limits], None]) -> None:
    limited(Limits(seconds=1, memory=8 << 30))
    assert reason(forms_in_forms(8, 8)) == "too_slow"
    assert shown(read_pdf(render_pdf(["收到7件"]))) == ["收到7件"]


def test_a_file_is_read_though_another_ended_the_process() -> None:
    assert shown(read_pdf(render_pdf(["收到7件"]))) == ["收到7件"]
    process = worker._worker._process
    assert process is not None
    process.kill()
    assert shown(read_pdf(render_pdf(["收到8件"]))) == ["收到8件"]


def test_what_has_limits_already_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    worker.close()
    monkeypatch.setattr(supervised, "_answers_here", True)
    assert shown(read_pdf(render_pdf(["收到7件"]))) == ["收到7件"]
    assert worker._worker._process is None


def number_read(number: int) -> list[Shown]:
    return shown(read_pdf(render_pdf([f"收到{number}件"])))


@pytest.mark.parametrize("start", [ThreadPool, get_context("fork").Pool])
def test_threads_and_processes_each_get_their_own_answers(start: Callable[[int], Pool]) -> None:
    read_pdf(render_pdf(["收到7件"]))
    with start(3) as pool:
        assert pool.map(number_read, range(12)) == [[f"收到{number}件"] for number in range(12)]


def test_the_same_bytes_give_the_same_document() -> None:
    data = render_pdf(["一、情况", REQUESTS], SMALL)
    assert read_pdf(data) == read_pdf(data)
    assert data == render_pdf(["一、情况", REQUESTS], SMALL)


@pytest.mark.parametrize(("cause", "expected"), [("time", "too_slow"), ("memory", "too_large"), ("crash", "damaged")])
def test_each_end_of_the_process_has_its_reason(monkeypatch: pytest.MonkeyPatch, cause: Cause, expected: str) -> None:
    def ask(_data: bytes) -> bytes:
        raise Died(cause, worker.LIMITS)

    monkeypatch.setattr(worker._worker, "ask", ask)
    assert reason(render_pdf(["收到7件"])) == expected
