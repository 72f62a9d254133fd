"""Files of office programs under other names: web pages saved as .xls and .doc, and the files of WPS."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
import xlwt

from generators.sheet import render_xls, render_xlsx
from generators.shown import shown_blocks
from generators.word import docx_of, p, run
from gongkai.document import UNCERTAIN
from gongkai.errors import SourceError
from gongkai.read import read_document

SHEET = """<html xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=ProgId content=Excel.Sheet>
<style><!--table {mso-displayed-decimal-separator:"\\.";}
.xl24 {mso-number-format:0; color:black;} .xl25 {color:white;} .xl26 {text-decoration:line-through;}--></style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>表9</x:Name>
</x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head><body>
<table x:str border=0 style='border-collapse:collapse;table-layout:fixed;width:162pt'><col width=72 span=3>
<tr height=19><td>项目</td><td>数量</td><td>备注</td></tr>
<tr height=19><td>受理</td><td class=xl24 align=right x:num="3.6">4</td><td class=xl25>9</td></tr>
<tr height=19 style='display:none'><td>办结</td><td class=xl24 x:num>9</td><td></td></tr>
<tr height=19><td>诉讼</td><td x:num x:fmla="=SUM(B2:B3)">13</td><td class=xl26>6</td></tr>
<tr height=19><td>复议</td><td x:num><span style='mso-spacerun:yes'>&nbsp;&nbsp;</span>5 </td><td>&nbsp;</td></tr>
<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=72></td><td></td><td></td></tr><![endif]>
</table></body></html>"""


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-16"])
def test_a_web_page_saved_as_a_workbook(encoding: str) -> None:
    document = read_document(SHEET.encode(encoding), name="report.xls")
    assert shown_blocks(document) == [
        [["项目", "数量", "备注"], ["受理", "4", ""], ["诉讼", "13", UNCERTAIN], ["复议", "5", ""]]
    ]
    assert document.format == "html"


def test_a_web_page_saved_as_a_word_document() -> None:
    page = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta charset="utf-8"><title>年报</title>
    <!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
    <style>p.MsoNormal{mso-style-parent:""}</style></head><body><div class=Section1>
    <p class=MsoNormal><![if !supportLists]><span style='mso-list:Ignore'>一、</span><![endif]>概述</p>
    <table class=MsoNormalTable><tr><td><p class=MsoNormal>受理<o:p></o:p></p></td>
    <td><s>9</s><ins>7</ins><del>6</del></td><td><!--[if supportFields]><span style='mso-element:field-begin'></span>
    =SUM(LEFT)<span style='mso-element:field-separator'></span><![endif]-->5<!--[if supportFields]>
    <span style='mso-element:field-end'></span><![endif]--><!--[if gte vml 1]><v:shape>77</v:shape><![endif]-->
    </td></tr>
    </table></div></body></html>"""
    assert shown_blocks(read_document(page.encode(), name="report.doc")) == ["一、概述", [["受理", "7", "5"]]]


def test_workbooks_and_documents_of_wps_are_known_by_their_content() -> None:
    table = ["项目", "数量"]
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for column, text in enumerate(table):
        sheet.write(0, column, text)
    packed = BytesIO()
    book.save(packed)
    assert shown_blocks(read_document(packed.getvalue(), name="report.et")) == [[table]]
    assert read_document(render_xls(["年报"]), name="report.et").format == "xls"
    assert read_document(render_xlsx(["年报"]), name="report.et").format == "xlsx"
    assert read_document(docx_of(p(run("年报"))), name="report.wps").format == "docx"


def test_a_document_of_wps_in_the_old_container_is_one_of_word(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    packed = BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(packed, bytes(5000))
    data = bytearray(packed.getvalue())
    entry = data.index("Workbook".encode("utf-16-le"))
    name = "WordDocument".encode("utf-16-le")
    data[entry : entry + 64] = name.ljust(64, b"\0")
    struct.pack_into("<H", data, entry + 64, len(name) + 2)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="LibreOffice") as caught:
        read_document(bytes(data), name="report.wps")
    assert caught.value.reason == "unsupported_format"
