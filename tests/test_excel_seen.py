"""What a person sees in the cells of a workbook: formats, hidden parts, letters, formulas, drawings."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlwt

from generators.shown import shown_blocks
from generators.workbooks import (
    LICENCES,
    SHEET,
    biff5,
    box,
    hiding_condition,
    patched,
    report_xls,
    report_xlsx,
    with_records,
    xls,
    xlsx,
)
from gongkai import SourceError, read_report
from gongkai.document import UNCERTAIN, Document
from gongkai.read.sheet import read_sheet
from gongkai.report import Report
from gongkai.rows import Observation

Write = Callable[[Any, Any], None]


def seen(write: Write) -> Document:
    """Read a sheet with a label in A1, and in B1 what a test writes."""

    def write_all(workbook: Any, sheet: Any) -> None:
        sheet.write("A1", "受理")
        sheet.write("A2", "办结")
        sheet.write("B2", 6)
        write(workbook, sheet)

    return read_sheet(xlsx(write_all))


def first_value(document: Document) -> str:
    return document.text_at("b1.r1.c2")


def remarked(document: Document) -> list[str]:
    return [remark.kind for remark in document.remarks_at("b1.r1.c2")]


def look(document: Document) -> tuple[str, list[str]]:
    return first_value(document), remarked(document)


def written(value: object, **properties: object) -> Write:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write("B1", value, workbook.add_format(properties))
        sheet.write("C1", "注")

    return write


def licences(report: Report) -> Observation:
    (row,) = (row for row in report.observation_rows if row.indicator_id == "2021.disclosure.licences.decisions")
    return row


# Numbers as shown


@pytest.mark.parametrize(
    ("value", "code", "shown", "remarks"),
    [
        (12.4, "0", "12", ["formatted"]),
        (251000, '0!.0,"万元"', "25.1万元", ["formatted"]),
        (12, "0", "12", []),
        (12, "General", "12", []),
        (1234, "#,##0", "1,234", ["formatted"]),
        (0, "#,##0;-#,##0;", "", ["hidden"]),
        (88, ";;;", "", ["hidden"]),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-", ["formatted"]),
        (3.5, "# ?/?", UNCERTAIN, ["formatted"]),
        ("12", ";;;", "", ["hidden"]),
    ],
)
def test_the_number_as_its_format_shows_it(value: object, code: str, shown: str, remarks: list[str]) -> None:
    assert look(seen(written(value, num_format=code))) == (shown, remarks)


def test_a_format_of_an_xls_file() -> None:
    def write(sheet: Any) -> None:
        sheet.write(0, 0, "受理")
        sheet.write(0, 1, 251000, xlwt.easyxf(num_format_str='0!.0,"万元"'))
        sheet.write(1, 0, "办结")
        sheet.write(1, 1, 88, xlwt.easyxf(num_format_str=";;;"))

    assert shown_blocks(read_sheet(xls(write))) == [[["受理", "25.1万元"], ["办结", ""]]]


def test_the_format_of_a_number_that_is_too_wide_for_its_column() -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.set_column("B:B", 3)
        sheet.write("B1", 1234567, workbook.add_format({"num_format": "#,##0"}))

    assert look(seen(write)) == (UNCERTAIN, ["hidden"])


def test_a_wide_number_in_merged_cells_or_shrunk() -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.set_column("B:C", 3)
        sheet.merge_range("B1:C1", 1234567)
        sheet.write("B2", 1234567, workbook.add_format({"shrink": True}))
        sheet.write("C2", "注")

    document = seen(write)
    assert first_value(document) == document.text_at("b1.r2.c2") == "1234567"


# Zeros, rows, columns, sheets


def test_zeros_that_the_sheet_does_not_show() -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.hide_zero()
        sheet.write_row("B1", (0, "注"))

    assert look(seen(write)) == ("", ["hidden"])


def test_zeros_that_a_sheet_of_an_xls_file_does_not_show() -> None:
    def write(sheet: Any) -> None:
        sheet.show_zero_values = False
        for column, value in enumerate(("受理", 0, 5)):
            sheet.write(0, column, value)

    assert shown_blocks(read_sheet(xls(write))) == [[["受理", "", "5"]]]


def hide_row(workbook: Any, sheet: Any) -> None:
    sheet.write("B1", 7)
    sheet.set_row(1, options={"hidden": True})


def filter_row(workbook: Any, sheet: Any) -> None:
    sheet.write("B1", 7)
    sheet.autofilter("A1:B2")
    sheet.set_row(1, options={"hidden": True})


def fold_row(workbook: Any, sheet: Any) -> None:
    sheet.write("B1", 7)
    sheet.set_row(1, options={"hidden": True, "level": 1})
    sheet.set_row(2, options={"collapsed": True})


def flatten_row(workbook: Any, sheet: Any) -> None:
    sheet.write("B1", 7)
    sheet.set_row(1, 0)


def hide_other_rows(workbook: Any, sheet: Any) -> None:
    sheet.write("B1", 7)
    sheet.set_row(1, options={"hidden": True})
    sheet.set_default_row(hide_unused_rows=True)


@pytest.mark.parametrize("write", [hide_row, filter_row, fold_row, flatten_row, hide_other_rows])
def test_hidden_rows_are_not_seen(write: Write) -> None:
    document = seen(write)
    assert shown_blocks(document) == [[["受理", "7"]]]
    assert [notice.detail for notice in document.notices] == ["rows of the sheet 表 with numbers are hidden: 2"]


def hide_column(sheet: Any) -> None:
    sheet.set_column("B:B", None, None, {"hidden": True})


def flatten_column(sheet: Any) -> None:
    sheet.set_column("B:B", 0)


def fold_column(sheet: Any) -> None:
    sheet.set_column("B:B", None, None, {"hidden": True, "level": 1})


@pytest.mark.parametrize("hide", [hide_column, flatten_column, fold_column])
def test_hidden_columns_are_not_seen(hide: Callable[[Any], None]) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write_row("B1", (1, 7))
        sheet.write("C2", 8)
        hide(sheet)

    document = seen(write)
    assert shown_blocks(document) == [[["受理", "7"], ["办结", "8"]]]
    assert [notice.detail for notice in document.notices] == ["columns of the sheet 表 with numbers are hidden: B"]


def test_hidden_rows_and_columns_of_an_xls_file() -> None:
    def write(sheet: Any) -> None:
        for row, values in enumerate((("受理", 1, 7), ("草稿", 2, 9), ("办结", 3, 8))):
            for column, value in enumerate(values):
                sheet.write(row, column, value)
        sheet.row(1).hidden = True
        sheet.col(1).hidden = True

    assert shown_blocks(read_sheet(xls(write))) == [[["受理", "7"], ["办结", "8"]]]


def test_a_merged_cell_whose_first_column_is_hidden_shows_its_text() -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.merge_range("B1:C1", 7)
        sheet.write("C2", 8)
        sheet.set_column("B:B", None, None, {"hidden": True})

    assert shown_blocks(seen(write)) == [[["受理", "7"], ["办结", "8"]]]


# Letters


@pytest.mark.parametrize(
    ("properties", "shown", "remarks"),
    [
        ({"font_color": "white"}, "", ["hidden"]),
        ({"font_color": "#FEFEFE"}, "", ["hidden"]),
        ({"font_color": "#F2F2F2"}, UNCERTAIN, ["hidden"]),
        ({"font_color": "#808080"}, "7", []),
        ({"font_color": "white", "bg_color": "#1F497D"}, "7", []),
        ({"font_color": "#1F497D", "bg_color": "#1F497D"}, "", ["hidden"]),
        ({"bg_color": "black"}, "", ["hidden"]),
        ({"font_color": "white", "bg_color": "#808080", "pattern": 4}, UNCERTAIN, ["hidden"]),
        ({"font_strikeout": True}, UNCERTAIN, ["struck"]),
        ({"font_script": 1}, UNCERTAIN, ["raised"]),
        ({"font_color": "red"}, "7", []),
    ],
)
@pytest.mark.parametrize("value", [7, "7"])
def test_letters_of_a_whole_cell(value: object, properties: dict[str, object], shown: str, remarks: list[str]) -> None:
    text, kinds = look(seen(written(value, **properties)))
    assert (text, kinds) == (shown, remarks)


def test_colours_of_the_theme() -> None:
    data = xlsx(lambda workbook, sheet: sheet.write_row("A1", ("受理", 7, "注")))
    data = patched(data, SHEET, (b'<c r="B1">', b'<c r="B1" s="1">'))
    for colour, shown in ((b'theme="0"', ""), (b'theme="1"', "7"), (b'indexed="9"', ""), (b'theme="1" tint="1"', "")):
        white = b'<fonts count="2"><font/><font><color ' + colour + b"/></font>"
        style = b'<cellXfs count="2"><xf/><xf fontId="1"/>'
        changed = patched(data, "xl/styles.xml", (b'<fonts count="1">', white), (b'<cellXfs count="1">', style))
        assert first_value(read_sheet(changed)) == shown, colour


@pytest.mark.parametrize(
    ("parts", "shown", "remarks"),
    [
        (["2455", {"font_script": 1}, "1"], "2455", ["raised"]),
        ([{"font_strikeout": True}, "12", "8450"], "8450", ["struck"]),
        (["2455", {"font_script": 2}, "①"], "2455", ["raised"]),
        (["24", {"font_script": 1}, "5", "5"], UNCERTAIN, ["raised"]),
        ([{"font_strikeout": True}, "12", {"font_strikeout": True}, "3"], UNCERTAIN, ["struck", "struck"]),
        (["12", {"font_color": "white"}, "345"], "12", ["hidden"]),
        (["12", {"bold": True}, "345"], "12345", []),
        (["12", {"font_script": 1}, "条"], "12条", []),
    ],
)
def test_letters_of_a_part_of_a_text(parts: list[object], shown: str, remarks: list[str]) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        pieces = [workbook.add_format(part) if isinstance(part, dict) else part for part in parts]
        assert sheet.write_rich_string("B1", *pieces) == 0

    assert look(seen(write)) == (shown, remarks)


def test_letters_of_a_part_of_a_text_in_an_xls_file() -> None:
    raised, struck = xlwt.Font(), xlwt.Font()
    raised.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    struck.struck_out = True

    def write(sheet: Any) -> None:
        sheet.write(0, 0, "受理")
        sheet.write_rich_text(0, 1, ("2455", ("1", raised)))
        sheet.write(1, 0, "办结")
        sheet.write_rich_text(1, 1, (("12", struck), "8450"))
        sheet.write(2, 0, "诉讼")
        sheet.write(2, 1, 7, xlwt.easyxf("font: color white"))

    assert shown_blocks(read_sheet(xls(write))) == [[["受理", "2455"], ["办结", "8450"], ["诉讼", ""]]]


def test_how_a_text_is_pronounced_is_no_part_of_it() -> None:
    data = xlsx(lambda workbook, sheet: sheet.write_row("A1", ("受理", "七")))
    spoken = b'<t>\xe4\xb8\x83</t><rPh sb="0" eb="1"><t>7</t></rPh>'
    changed = patched(data, "xl/sharedStrings.xml", (b"<t>\xe4\xb8\x83</t>", spoken))
    assert shown_blocks(read_sheet(changed)) == [[["受理", "七"]]]


def test_notes_are_no_text() -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write("B1", 7)
        sheet.write_comment("B1", "99", {"visible": True})

    assert look(seen(write)) == ("7", [])


# Conditional formats


@pytest.mark.parametrize(
    ("rule", "value", "shown"),
    [
        ({"type": "cell", "criteria": "==", "value": 0, "format": {"num_format": ";;;"}}, 0, ""),
        ({"type": "cell", "criteria": "==", "value": 0, "format": {"num_format": ";;;"}}, 7, "7"),
        ({"type": "cell", "criteria": "between", "minimum": 5, "maximum": 9, "format": {"font_color": "white"}}, 7, ""),
        ({"type": "cell", "criteria": "<", "value": 5, "format": {"font_color": "white"}}, 7, "7"),
        ({"type": "formula", "criteria": "=$A$1=1", "format": {"font_color": "white"}}, 7, UNCERTAIN),
        ({"type": "formula", "criteria": "=$A$1=1", "format": {"font_color": "red"}}, 7, "7"),
        ({"type": "duplicate", "format": {"font_strikeout": True}}, 7, UNCERTAIN),
        ({"type": "cell", "criteria": ">", "value": "$D$9", "format": {"num_format": "0.0"}}, 7, UNCERTAIN),
        ({"type": "icon_set", "icon_style": "3_arrows", "icons_only": True}, 7, UNCERTAIN),
        ({"type": "data_bar"}, 7, "7"),
    ],
)
def test_conditional_formats(rule: dict[str, Any], value: int, shown: str) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write_row("B1", (value, "注"))
        options = dict(rule)
        if "format" in rule:
            options["format"] = workbook.add_format(rule["format"])
        sheet.conditional_format("B1:B1", options)

    assert first_value(seen(write)) == shown


def labelled(write: Callable[[Any], None]) -> bytes:
    def write_all(sheet: Any) -> None:
        for row, values in enumerate((("受理", 7, "注"), ("办结", 6, "注"))):
            for column, value in enumerate(values):
                sheet.write(row, column, value)
        write(sheet)

    return xls(write_all)


@pytest.mark.parametrize(("equal_to", "shown"), [(7, ""), (8, "7")])
def test_a_conditional_format_of_an_xls_file(equal_to: int, shown: str) -> None:
    data = labelled(lambda sheet: with_records(sheet, *hiding_condition((0, 1, 1, 1), equal_to)))
    assert first_value(read_sheet(data)) == shown


# Formulas


def with_formula(formula: str, saved: object = 0) -> Write:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write_row("C1", (3, 4, "", 0.5))
        sheet.write("B2", 6)
        sheet.write_formula("B1", formula, None, saved)

    return write


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=SUM(C1:D1)", "7"),
        ("=sum(C1,D1)", "7"),
        ("=SUM(C1:D1,B2)", "13"),
        ("=C1+D1", "7"),
        ("=C1-D1", "-1"),
        ("=-C1+D1*2", "5"),
        ("=C1--D1", "7"),
        ("=(C1+D1)*B2", "42"),
        ("=PRODUCT(C1:D1)", "12"),
        ("=SUM($C$1:D$1)+1", "8"),
        ("=C1*F1", "1.5"),
        ("='表'!C1+表!D1", "7"),
        ("=SUM(G1:H1)", "0"),
    ],
)
def test_a_plain_formula_is_computed(formula: str, shown: str) -> None:
    document = seen(with_formula(formula))
    assert first_value(document) == shown
    assert remarked(document) == ([] if shown == "0" else ["computed"])


@pytest.mark.parametrize(
    "formula",
    [
        "=IF(C1>D1,C1,D1)",
        "=SUM(A1)",
        "=SUM(A1:D1)",
        "=A1+C1",
        "=SUM(C:C)",
        "=B1+1",
        "=C1/D1",
        "=SUM(C1:D1",
        "=Nirgends!A1",
        "=AVERAGE(C1:D1)",
        "=5+7",
        "=NOW()",
    ],
)
def test_another_formula_that_nobody_computed_is_uncertain(formula: str) -> None:
    assert look(seen(with_formula(formula))) == (UNCERTAIN, ["not_computed"])


def test_formulas_that_count_on_formulas() -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write_row("D1", (3, 4))
        sheet.write_formula("C1", "=SUM(D1:E1)")
        sheet.write_formula("B1", "=C1*2")

    assert first_value(seen(write)) == "14"


def test_formulas_that_count_on_themselves() -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write_formula("C1", "=B1+1")
        sheet.write_formula("B1", "=C1+1")

    assert look(seen(write)) == (UNCERTAIN, ["not_computed"])


def test_a_long_chain_of_formulas_ends() -> None:
    def write(workbook: Any, sheet: Any) -> None:
        for row in range(2000):
            sheet.write_formula(row, 1, f"=B{row + 2}+1")

    assert first_value(seen(write)) == UNCERTAIN


def test_a_value_that_was_computed_stays() -> None:
    assert look(seen(with_formula("=SUM(C1:D1)", 7))) == ("7", [])
    assert look(seen(with_formula("=IF(C1>D1,C1,D1)", 4))) == ("4", [])
    assert look(seen(with_formula("=IF(C1>D1,C1,D1)", "无"))) == ("无", [])


def test_a_value_that_contradicts_its_operands_is_uncertain() -> None:
    assert look(seen(with_formula("=SUM(C1:D1)", 9))) == (UNCERTAIN, ["not_computed"])


def computed_by_excel(data: bytes, mode: bytes = b"") -> bytes:
    """Let a workbook say that Excel wrote it, and computed its formulas."""
    return patched(data, "xl/workbook.xml", (b'fullCalcOnLoad="1"', mode))


@pytest.mark.parametrize(
    ("formula", "saved", "mode", "shown"),
    [
        ("=IF(C1>D1,0,0)", 0, b"", "0"),
        ("=SUM(C1:D1)", 9, b"", UNCERTAIN),
        ("=SUM(C1:D1)", 9, b'calcMode="manual"', "9"),
        ("=SUM(C1:D1)", 0, b'calcMode="manual"', "0"),
    ],
)
def test_values_of_a_program_that_computes(formula: str, saved: object, mode: bytes, shown: str) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write_row("A1", ("受理", "", 3, 4))
        sheet.write_formula("B1", formula, None, saved)

    assert first_value(read_sheet(computed_by_excel(xlsx(write), mode))) == shown


FORMULA = b'<c r="B1"><f>SUM(C1:D1)</f><v>0</v></c>'


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (b'<c r="B1"><f>SUM(C1:D1)</f></c>', "7"),
        (b'<c r="B1"><f>SUM(C1:D1)</f><v></v></c>', "7"),
        (b'<c r="B1"><f>SUM(C1:D1)</f><v/></c>', "7"),
        (b'<c r="B1" t="str"><f>SUM(C1:D1)</f><v></v></c>', "7"),
        (b'<c r="B1"><f><![CDATA[SUM(C1:D1)]]></f></c>', "7"),
        (b'<c r="B1"><f ca="1">SUM(C1:D1)</f><v>0</v></c>', "7"),
        (b'<c r="B1"><f t="shared" ref="B1:B2" si="0">SUM(C1:D1)</f></c>', "7"),
        (b'<c r="B1"><f t="shared" si="0"/><v>0</v></c>', UNCERTAIN),
        (b'<c r="B1"><f t="shared" si="0"/></c>', UNCERTAIN),
        (b'<c r="B1"><f t="array" ref="B1">SUM(C1:D1)</f><v>0</v></c>', UNCERTAIN),
        (b'<c r="B1"><f>[1]Sheet1!A1</f><v>0</v></c>', UNCERTAIN),
        (b'<c r="B1" t="e"><f>SUM(C1:D1)</f><v>#REF!</v></c>', "#REF!"),
        (b'<c r="B1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>', UNCERTAIN),
    ],
)
def test_formulas_as_programs_write_them(cell: bytes, shown: str) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write_row("A1", ("受理", "", 3, 4))
        sheet.write_formula("B1", "=SUM(C1:D1)")

    data = patched(xlsx(write), SHEET, (FORMULA, cell))
    assert first_value(read_sheet(data)) == shown


def test_a_shared_formula_moves_along() -> None:
    rows = (
        b'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>'
        b'<c r="C1"><f t="shared" ref="C1:C2" si="3">A1+B$1</f></c></row>'
        b'<row r="2"><c r="A2"><v>5</v></c><c r="B2"><v>9</v></c><c r="C2"><f t="shared" si="3"/></c></row>'
    )
    data = patched(
        xlsx(lambda workbook, sheet: None), SHEET, (b"<sheetData/>", b"<sheetData>" + rows + b"</sheetData>")
    )
    assert shown_blocks(read_sheet(data)) == [[["1", "2", "3"], ["5", "9", "7"]]]


def test_a_workbook_of_openpyxl_has_no_computed_values() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["受理", "=SUM(C1:D1)", 3, 4])
    workbook.active.append(["办结", "=MAX(C1:D1)", "—", 4])
    workbook.active.append(["诉讼", "=SUM(C2:D2)"])
    packed = BytesIO()
    workbook.save(packed)
    (table,) = shown_blocks(read_sheet(packed.getvalue()))
    assert [row[1] for row in table] == ["7", UNCERTAIN, "4"]


@pytest.mark.parametrize(
    ("formula", "shown"), [("SUM(C1:D1)", "7"), ("C1+D1*2", "11"), ("MAX(C1:D1)", UNCERTAIN), ("SUM(A1:D1)", UNCERTAIN)]
)
def test_formulas_of_an_xls_file_that_nobody_computed(formula: str, shown: str) -> None:
    def write(sheet: Any) -> None:
        for column, value in enumerate(("受理", xlwt.Formula(formula), 3, 4)):
            sheet.write(0, column, value)

    assert first_value(read_sheet(xls(write))) == shown


def test_a_sheet_that_shows_its_formulas() -> None:
    data = xlsx(lambda workbook, sheet: (sheet.write("A1", "受理"), sheet.write_formula("B1", "=C1", None, 7)))
    changed = patched(data, SHEET, (b"<sheetView ", b'<sheetView showFormulas="1" '))
    assert first_value(read_sheet(changed)) == "=C1"


# Drawings


def picture(width: int, height: int) -> BytesIO:
    rows = b"".join(b"\0" + b"\xff" * width for _ in range(height))

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return BytesIO(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def insert_picture(sheet: Any, place: str, width: int, height: int) -> None:
    sheet.insert_image(place, "table.png", {"image_data": picture(width, height)})


def test_a_picture_that_may_hold_a_table_is_named() -> None:
    document = seen(lambda workbook, sheet: (sheet.write("B1", 7), insert_picture(sheet, "A5", 400, 200)))
    assert [(part.kind, str(part.locator)) for part in document.unread] == [("picture", "b1")]


def test_a_logo_is_no_table() -> None:
    assert not seen(lambda workbook, sheet: insert_picture(sheet, "A5", 40, 40)).unread


def test_what_a_picture_or_a_box_lies_over_is_uncertain() -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write("B1", 7)
        insert_picture(sheet, "B1", 64, 18)

    assert look(seen(write)) == (UNCERTAIN, ["covered"])


@pytest.mark.parametrize("value", [7, ""])
def test_a_number_in_a_text_box_over_a_cell(value: object) -> None:
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write("B1", value)
        sheet.insert_textbox("B1", "9", {"width": 60, "height": 18})

    assert look(seen(write)) == (UNCERTAIN, ["covered"])


def test_charts_and_big_text_boxes_are_named() -> None:
    def write(workbook: Any, sheet: Any) -> None:
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"values": "=表!$B$1:$B$2"})
        sheet.insert_chart("E5", chart)
        sheet.insert_textbox("A20", "受理申请7件", {"width": 300, "height": 100})

    assert [part.kind for part in seen(write).unread] == ["drawing", "drawing"]


def test_a_number_in_a_text_box_of_an_xls_file() -> None:
    document = read_sheet(labelled(lambda sheet: with_records(sheet, *box((0, 1, 0, 1), "9"))))
    assert look(document) == (UNCERTAIN, ["covered"])
    assert document.text_at("b1.r2.c2") == "6"


def test_a_picture_of_an_xls_file_is_named() -> None:
    document = read_sheet(labelled(lambda sheet: with_records(sheet, *box((4, 0, 14, 6), "", kind=8))))
    assert [(part.kind, str(part.locator)) for part in document.unread] == [("picture", "b1")]


# Blank columns at the edge


def test_printed_blank_cells_at_the_edge_are_cells() -> None:
    def write(workbook: Any, sheet: Any) -> None:
        border = workbook.add_format({"border": 1})
        for row in range(2):
            sheet.write_blank(row, 2, None, border)
        sheet.write("B1", 7, border)

    assert shown_blocks(seen(write)) == [[["受理", "7", ""], ["办结", "6", ""]]]


# Excel 95


@pytest.mark.parametrize(
    ("codepage", "character_set", "encoding"),
    [(936, 134, "gbk"), (950, 136, "big5"), (1252, 134, "gbk"), (None, 134, "gbk"), (1252, 0, "gbk"), (None, 0, "gbk")],
)
def test_code_pages_of_excel_95(codepage: int | None, character_set: int, encoding: str) -> None:
    cells: dict[tuple[int, int], bytes | float] = {(0, 0): "行政處罰數量".encode(encoding), (0, 1): 7.25}
    assert shown_blocks(read_sheet(biff5(cells, codepage, character_set))) == [[["行政處罰數量", "7.3"]]]


def test_western_texts_of_excel_95() -> None:
    cells: dict[tuple[int, int], bytes | float] = {(0, 0): "Übersicht".encode("cp1252"), (0, 1): 7.0}
    assert shown_blocks(read_sheet(biff5(cells, 1252))) == [[["Übersicht", "7.0"]]]


# Whole reports


@pytest.mark.parametrize(
    ("value", "properties", "number", "status", "remark"),
    [
        (39, {}, 39, "reported", None),
        (12.4, {"num_format": "0"}, 12, "reported", "formatted"),
        (0.5, {"num_format": "0%"}, None, "unreadable", "formatted"),
        (0, {"num_format": "0;-0;"}, None, "blank", "hidden"),
        (0, {"num_format": '0;-0;"—"'}, None, "not_applicable", "formatted"),
        (39, {"font_color": "white"}, None, "blank", "hidden"),
        (45322, {"num_format": "yyyy-mm-dd"}, None, "unreadable", "formatted"),
        (1e13, {}, None, "unreadable", "formatted"),
        ("=SUM(B14:B15)", {}, 3538, "reported", "computed"),
    ],
)
def test_a_cell_of_a_report(
    value: object, properties: dict[str, object], number: float | None, status: str, remark: str | None
) -> None:
    data = report_xlsx(lambda workbook, sheet: sheet.write(LICENCES, value, workbook.add_format(properties)))
    row = licences(read_report(data))
    assert (row.value, row.status) == (number, status)
    assert (row.remarks or "").partition(":")[0] == (remark or "")


def test_a_cell_of_a_report_in_xls() -> None:
    data = report_xls(lambda sheet: sheet.write(10, 1, xlwt.Formula("B14+B15"), xlwt.easyxf(num_format_str="0!.0,")))
    row = licences(read_report(data))
    assert (row.value, row.status, row.raw) == (0.4, "reported", "0.4")


def test_a_picture_in_the_place_of_a_table_makes_a_report_partial() -> None:
    report = read_report(report_xlsx(lambda workbook, sheet: insert_picture(sheet, "A22", 500, 300)))
    assert report.summary["status"] == "partial"
    assert "unread picture" in report.summary["remarks"]


def test_hidden_rows_of_a_report_are_named() -> None:
    report = read_report(report_xlsx(lambda workbook, sheet: sheet.set_row(10, options={"hidden": True})))
    assert not [row for row in report.observation_rows if "licences" in row.indicator_id and row.value is not None]
    assert "rows of the sheet 表 with numbers are hidden: 11" in report.summary["remarks"]


# Damage


def mutated(data: bytes, chance: Random) -> bytes:
    """Change a few bytes of an .xls file, or of one part of an .xlsx file, or leave some out or repeat them."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 10])):
        place = chance.randrange(len(changed))
        match chance.randrange(3):
            case 0:
                changed[place] = chance.choice([0, 1, 127, 255, *b"0123456789<>/ "])
            case 1:
                changed[place:place] = changed[place : place + chance.randrange(200)]
            case _:
                del changed[place : place + chance.randrange(40)]
    return bytes(changed)


def mutated_part(data: bytes, chance: Random) -> bytes:
    packed = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        unlucky = chance.choice([name for name in source.namelist() if "theme" not in name])
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, mutated(content, chance) if name == unlucky else content)
    return packed.getvalue()


def everything(workbook: Any, sheet: Any) -> None:
    sheet.write_formula("C11", "=SUM(B14:B15)")
    sheet.write("D11", 251000, workbook.add_format({"num_format": '0!.0,"万元"', "border": 1}))
    sheet.write_rich_string("E11", "2455", workbook.add_format({"font_script": 1}), "1")
    sheet.conditional_format("B1:B20", {"type": "cell", "criteria": "==", "value": 0, "format": workbook.add_format()})
    sheet.merge_range("A30:C31", "注")
    insert_picture(sheet, "A32", 200, 100)


def test_an_encoding_that_does_not_exist_is_damage() -> None:
    data = patched(report_xlsx(lambda workbook, sheet: None), SHEET, (b'encoding="UTF-8"', b'encoding="UTF08"'))
    with pytest.raises(SourceError, match="the file is damaged"):
        read_sheet(data)


@pytest.mark.parametrize("seed", range(10))
def test_damage_gives_an_error_of_ours_or_a_document(seed: int) -> None:
    chance = Random(seed)
    sound_xlsx, sound_xls = report_xlsx(everything), report_xls(lambda sheet: sheet.write(10, 2, xlwt.Formula("B14")))
    outcomes = []
    for _ in range(10):
        for data in (mutated_part(sound_xlsx, chance), mutated(sound_xls, chance)):
            try:
                outcomes.append(read_sheet(data).blocks)
            except SourceError as error:
                outcomes.append(error.reason)
    assert len(outcomes) == 20
