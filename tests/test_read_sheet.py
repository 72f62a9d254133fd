"""Excel workbooks: values as printed, tables between blank rows, merged cells, and what cannot be read."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.grid import Block, Grid, GridCell, grids, placed
from generators.sheet import render_xls, render_xlsx
from generators.shown import Shown, shown_blocks
from gongkai.document import Cell, Paragraph, Table
from gongkai.errors import SourceError
from gongkai.read.sheet import read_sheet

Render = Callable[[list[Block]], bytes]

both_formats = pytest.mark.parametrize("render", [render_xlsx, render_xls])


def workbook_with(cells: dict[str, object], *merged: str) -> bytes:
    workbook = openpyxl.Workbook()
    for place, value in cells.items():
        workbook.active[place] = value
    for cells_range in merged:
        workbook.active.merge_cells(cells_range)
    return saved(workbook)


def saved(workbook: openpyxl.Workbook | xlwt.Workbook) -> bytes:
    packed = BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def shown(cells: dict[str, object], *merged: str) -> Shown:
    return shown_blocks(read_sheet(workbook_with(cells, *merged)))


# Values


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (7, "7"),
        (7.0, "7"),
        (-7, "-7"),
        (0, "0"),
        (96171.6, "96171.6"),
        (0.1 + 0.2, "0.3"),
        (7003.40, "7003.4"),
        (123456789012, "1.23457E+11"),
        (1e20, "1E+20"),
        (0.00001, "0.00001"),
        ("007", "007"),
        (" 251,000元 ", "251,000元"),
        ("22\n\n （其中修订16件）", "22\n（其中修订16件）"),
        ("\u3000", ""),
        (True, "TRUE"),
        (datetime.date(2024, 1, 31), "2024-01-31"),
        (datetime.datetime(2024, 1, 31, 9, 30), "2024-01-31 9:30:00"),
        (datetime.time(9, 30), "9:30:00"),
        (datetime.timedelta(hours=30), "30:00:00"),
    ],
)
def test_values_as_printed(value: object, printed: str) -> None:
    assert shown({"A1": "受理", "B1": "数量", "A2": "甲", "B2": value}) == [[["受理", "数量"], ["甲", printed]]]


@settings(max_examples=10)
@given(st.lists(st.builds(lambda digits, places: digits / 10**places, st.integers(0, 10**10 - 1), st.integers(0, 4))))
def test_numbers_of_up_to_ten_digits_come_back(values: list[float]) -> None:
    ((_, *rows),) = shown(
        {"A1": "受理", "B1": "数量"} | {f"A{row}": value for row, value in enumerate(values, start=2)}
    )
    assert [float(first) for first, _ in rows] == values
    assert not any("e" in first or first.endswith(".0") for first, _ in rows)


def test_a_formula_that_failed_is_its_error() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["受理", "#REF!"])
    workbook.active["B1"].data_type = "e"
    assert shown_blocks(read_sheet(saved(workbook))) == [[["受理", "#REF!"]]]


# Blocks


def test_title_table_and_note() -> None:
    cells = {
        "B2": "某局2023年年报\n（公章）",
        "E3": "单位：件",
        "B4": "项目",
        "D4": "数量",
        "B5": "受理",
        "D5": 7,
        "E5": "注",
    }
    cells |= {"B6": "办结", "B7": "注：不含下属单位"}
    assert shown(cells, "B2:E2", "B4:C4", "B5:C5", "B7:E7") == [
        "某局2023年年报",
        "（公章）",
        "单位：件",
        [["项目", "数量", ""], ["受理", "7", "注"], ["办结", "", "", ""]],
        "注：不含下属单位",
    ]


def test_a_blank_row_parts_two_tables() -> None:
    cells = {"A1": "受理", "B1": 7, "A3": "二、公开", "C4": "办结", "D4": 6, "C5": "诉讼", "D5": 0}
    assert shown(cells) == [[["受理", "7"]], "二、公开", [["办结", "6"], ["诉讼", "0"]]]


def test_a_blank_row_inside_a_merged_cell_parts_nothing() -> None:
    assert shown({"A1": "受理", "B1": 7, "B3": 6}, "A1:A3") == [[["受理", "7"], [""], ["6"]]]


def test_a_title_merged_over_rows_stands_apart() -> None:
    assert shown({"A1": "年报", "A3": "受理", "B3": 7}, "A1:B2") == ["年报", [["受理", "7"]]]


def test_a_header_beside_others_is_no_title() -> None:
    assert shown({"A1": "项目", "B2": "数量", "A3": "受理", "B3": 7}, "A1:A2") == [
        [["项目", ""], ["数量"], ["受理", "7"]]
    ]


def test_a_heading_inside_a_table_stays_there() -> None:
    cells = {"A1": "受理", "B1": 7, "A2": "第二十条第（五）项", "A3": "办结", "B3": 6}
    assert shown(cells, "A2:B2") == [[["受理", "7"], ["第二十条第（五）项"], ["办结", "6"]]]


def test_a_last_row_without_a_value_is_a_row() -> None:
    assert shown({"A1": "受理", "B1": 7, "A2": "总计"}) == [[["受理", "7"], ["总计", ""]]]


def test_a_number_without_its_label_is_a_row() -> None:
    assert shown({"B1": 7, "A2": "办结", "B2": 6}) == [[["", "7"], ["办结", "6"]]]


def test_one_column_is_text() -> None:
    assert shown({"A1": "一、总体", "A2": "受理申请7件", "A3": 7}) == ["一、总体", "受理申请7件", "7"]


def test_text_under_a_merged_cell_is_not_shown() -> None:
    data = workbook_with({"A1": "受理", "B1": 7, "C1": 8})
    with_range = patched(data, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="B1:C1"/></mergeCells>')
    assert shown_blocks(read_sheet(with_range)) == [[["受理", "7"]]]


def test_a_merge_reaching_beyond_the_filled_cells_is_cut() -> None:
    (title, table) = read_sheet(workbook_with({"A1": "年报", "A2": "受理", "B2": 7}, "A1:XFD1")).blocks
    assert title == Paragraph("年报")
    assert table == Table((Cell("受理", 1, 1), Cell("7", 1, 2)))


def test_sheets_in_their_order_without_hidden_and_blank_ones() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["受理", 7])
    for state, value in (("hidden", "甲"), ("veryHidden", "乙"), ("visible", "丙"), ("visible", None)):
        sheet = workbook.create_sheet()
        sheet.sheet_state = state
        sheet["A1"] = value
    assert shown_blocks(read_sheet(saved(workbook))) == [[["受理", "7"]], "丙"]


# Whole workbooks

PAGE: list[Block] = [
    "某局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "受理申请7件，办结6件。",
    (
        (GridCell("信息内容", row_span=2), GridCell("数量", column_span=2)),
        (GridCell("本年制发件数"), GridCell("现行有效件数")),
        (GridCell("规范性\n文件"), GridCell("7"), GridCell("96171.6")),
        (GridCell("总计"), GridCell(""), GridCell("0")),
    ),
    "（公章）",
]


@both_formats
def test_the_same_report_in_both_formats(render: Render) -> None:
    document = read_sheet(render(PAGE), "report.xls")
    assert document.format == render.__name__.removeprefix("render_")
    assert document.source == "report.xls"
    assert shown_blocks(document) == [
        "某局2023年政府信息公开工作年度报告",
        "一、总体情况",
        "受理申请7件，办结6件。",
        [["信息内容", "数量"], ["本年制发件数", "现行有效件数"], ["规范性\n文件", "7", "96171.6"], ["总计", "", "0"]],
        "（公章）",
    ]
    assert document.text_at("b4.r3.c2") == "7"


filled_texts = st.text(st.sampled_from("受理申请其中0123456789.,%—（）<&>"), min_size=1, max_size=8)


@settings(max_examples=40)
@given(grids(filled_texts), st.sampled_from([render_xlsx, render_xls]))
def test_any_grid_comes_back(grid: Grid, render: Render) -> None:
    # A sheet ends with its last filled cell, whatever is merged to the right of it or below.
    width = sum(cell.column_span for cell in grid[0])
    grid = (*((*row, GridCell("末")) for row in grid), (GridCell("末"),) * (width + 1))
    (table,) = read_sheet(render([grid])).blocks
    assert isinstance(table, Table)
    assert table.cells == tuple(
        Cell(place.cell.text, place.row, place.column, place.cell.row_span, place.cell.column_span)
        for place in placed(grid)
    )


# What cannot be read


def patched(data: bytes, old: bytes, new: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Replace bytes in one part of a workbook."""
    packed = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name == part else content)
    return packed.getvalue()


SMALL = workbook_with({"A1": "受理", "B1": 7})


def refusal(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_sheet(data, "report.xlsx")
    assert caught.value.source == "report.xlsx"
    return caught.value


def test_a_million_blank_rows_are_passed_over() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(2, 1_048_577))
    document = read_sheet(patched(SMALL, b"</sheetData>", rows + b"</sheetData>"))
    assert shown_blocks(document) == [[["受理", "7"]]]


def test_cells_in_opposite_corners_are_refused_before_memory_ends() -> None:
    error = refusal(workbook_with({"A1": "受理", "XFD1048576": 7}))
    assert (error.reason, error.detail) == ("too_large", "the filled cells of a sheet span 17179869184 slots")


def test_far_cells_without_references_are_refused() -> None:
    far = b'<row r="1048576">' + b"<c/>" * 100 + b"<c><v>7</v></c></row></sheetData>"
    assert refusal(patched(SMALL, b"</sheetData>", far)).reason == "too_large"


def test_an_xls_of_too_many_slots() -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Sheet1")
    sheet.write(0, 0, "受理")
    sheet.write(65535, 255, 7)
    assert refusal(saved(workbook)).reason == "too_large"


def test_many_sheets_of_too_many_slots_together() -> None:
    workbook = openpyxl.Workbook()
    for sheet in (workbook.active, workbook.create_sheet()):
        sheet["A1"] = sheet["A600000"] = "甲"
    assert refusal(saved(workbook)).reason == "too_large"


def test_a_far_block_alone_is_read() -> None:
    assert shown({"XFA1048570": "受理", "XFB1048570": 7}) == [[["受理", "7"]]]


@pytest.mark.parametrize("reference", [b"A0x", b"ABCD1", b"1"])
def test_a_cell_that_stands_nowhere_is_damage(reference: bytes) -> None:
    assert refusal(patched(SMALL, b'r="B1"', b'r="' + reference + b'"')).reason == "damaged"


def test_merged_cells_that_overlap_without_end() -> None:
    ranges = b"<mergeCells>" + b'<mergeCell ref="A1:B1"/><mergeCell ref="B1:B1"/>' + b"</mergeCells>"
    assert refusal(patched(SMALL, b"</sheetData>", b"</sheetData>" + ranges)).reason == "damaged"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_entities_are_refused(part: str) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]><'
    error = refusal(patched(SMALL, b"<", entity, part))
    assert error.reason == "damaged" and "declares a document type" in error.detail


def test_a_bomb_is_refused() -> None:
    assert refusal(patched(SMALL, b"<sheetData>", b" " * 20_000_000 + b"<sheetData>")).reason == "too_large"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (SMALL[:-30], "damaged"),
        (patched(SMALL, b"<sheetData", b"<sheetData<"), "damaged"),
        (patched(SMALL, b"<", b"", "xl/workbook.xml"), "damaged"),
        (render_xls(["7"])[:2000], "damaged"),
        (b"PK\x03\x04", "unsupported_format"),
        (b"<table>", "unsupported_format"),
        (b"", "unsupported_format"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    assert refusal(data).reason == reason


@pytest.mark.parametrize(("offset", "value"), [(666, 0), (1424, 127)])
def test_records_that_contradict_one_another(offset: int, value: int) -> None:
    data = bytearray(render_xls(["甲"]))
    data[offset] = value
    error = refusal(bytes(data))
    assert error.reason == "damaged"


def renamed_stream(name: str, flags: int = 0) -> bytes:
    """Give an OLE file whose one stream has another name, and begins as a Word document with these flags does."""
    data = bytearray(render_xls(["7"]))
    entry = data.index("Workbook".encode("utf-16-le"))
    encoded = name.encode("utf-16-le")
    data[entry : entry + 64] = encoded.ljust(64, b"\0")
    data[entry + 64] = len(encoded) + 2
    data[512 + 11] = flags
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (renamed_stream("EncryptedPackage"), "encrypted"),
        (renamed_stream("WordDocument", flags=0x01), "encrypted"),
        (renamed_stream("WordDocument", flags=0xFE), "unsupported_format"),
        (renamed_stream("PowerPoint Document"), "unsupported_format"),
    ],
)
def test_other_documents_in_ole_files(data: bytes, reason: str) -> None:
    assert refusal(data).reason == reason
