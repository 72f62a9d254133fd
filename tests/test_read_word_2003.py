"""Word documents in one XML file: what Word 2003 names otherwise than Word does today, and packages written flat."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.grid import Block, Grid, GridCell, grids, placed
from generators.shown import Shown, shown_blocks
from generators.word import docx_of, p, run, tbl, tc, tr
from generators.word_2003 import flat, render_word_2003, word_2003
from gongkai.document import UNCERTAIN, Document, Table
from gongkai.errors import Reason, SourceError
from gongkai.read import read_document
from gongkai.read.word import read_docx
from gongkai.read.word_2003 import read_word_xml


def row(*cells: str) -> str:
    """A row of cells, each a text or runs."""
    inside = (cell if cell.startswith("<") else f"<w:r><w:t>{cell}</w:t></w:r>" for cell in cells)
    return f"<w:tr>{''.join(f'<w:tc><w:p>{cell}</w:p></w:tc>' for cell in inside)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def styled(properties: str, text: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def shown(body: str, before: str = "") -> Shown:
    return shown_blocks(read_document(word_2003(body, before)))


def value(cell: str, before: str = "") -> str:
    """Read a cell of runs."""
    ((_, (_, text)),) = shown(table(row("项目", "数量"), row("受理", cell)), before)
    return text


def test_the_content_tells_the_format() -> None:
    document = read_document(word_2003(table(row("受理", "7"))), name="report.doc")
    assert (document.format, document.encoding) == ("word_xml", "utf-8")
    assert read_document(flat(docx_of(p(run("受理7件"))))).format == "word_xml"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_any_encoding(encoding: str) -> None:
    assert shown_blocks(read_document(word_2003(table(row("受理", "7")), encoding=encoding))) == [[["受理", "7"]]]


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ("<w:b/>", "7"),
        ("<w:vanish/>", ""),
        ('<w:vanish w:val="off"/>', "7"),
        ("<w:strike/>", UNCERTAIN),
        ("<w:dstrike/>", UNCERTAIN),
        ('<w:color w:val="FFFFFF"/>', ""),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>', "7"),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="dark-blue"/>', "7"),
        ('<w:color w:val="808080"/><w:highlight w:val="dark-gray"/>', ""),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="pct-50" w:color="000000" w:fill="FFFFFF"/>', "7"),
        ('<w:vertAlign w:val="superscript"/>', "⁷"),
        ('<w:rFonts w:ascii="Wingdings" w:h-ansi="Wingdings"/>', UNCERTAIN),
    ],
)
def test_what_a_person_sees(properties: str, text: str) -> None:
    assert value(styled(properties, "7")) == text


def test_a_style_is_inherited() -> None:
    styles = (
        '<w:styles><w:style w:type="paragraph" w:default="on" w:styleId="a"/>'
        '<w:style w:type="character" w:styleId="b"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    assert value(styled('<w:rStyle w:val="b"/>', "9") + styled("", "7"), styles) == "7"


def test_changes_are_taken_as_made() -> None:
    change = '<aml:annotation aml:id="0" w:type="{}" aml:author="甲"><aml:content>{}</aml:content></aml:annotation>'
    deleted = change.format("Word.Deletion", "<w:r><w:delText>9</w:delText></w:r>")
    inserted = change.format("Word.Insertion", styled("", "7"))
    comment = change.format("Word.Comment", "<w:p><w:r><w:t>5</w:t></w:r></w:p>")
    assert value(deleted + inserted + comment) == "7"
    before = change.format("Word.Formatting", "<w:rPr><w:vanish/></w:rPr>")
    assert value(styled(before, "7")) == "7"


def test_a_deleted_row_is_gone() -> None:
    deletion = '<w:trPr><aml:annotation aml:id="0" w:type="Word.Deletion"/></w:trPr>'
    gone = row("诉讼", "9").replace("<w:tr>", f"<w:tr>{deletion}")
    assert shown(table(row("受理", "7"), gone, row("办结", "6"))) == [[["受理", "7"], ["办结", "6"]]]


def test_the_text_of_a_note_is_no_part_of_the_line() -> None:
    note = "<w:r><w:footnote><w:p><w:r><w:t>注9</w:t></w:r></w:p></w:footnote></w:r>"
    assert value(styled("", "7") + note) == "7"


def test_a_row_too_low_to_be_seen() -> None:
    low = row("诉讼", "9").replace("<w:tr>", '<w:tr><w:trPr><w:trHeight w:val="20" w:h-rule="exact"/></w:trPr>')
    assert shown(table(row("受理", "7"), low)) == [[["受理", "7"]]]


def test_lines_too_low_to_be_seen() -> None:
    low = '<w:pPr><w:spacing w:line="20" w:line-rule="exact"/></w:pPr>'
    assert value(low + styled("", "9")) == ""


def test_merged_cells() -> None:
    body = table(
        "<w:tr>"
        '<w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc>'
        '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>数量</w:t></w:r></w:p></w:tc></w:tr>',
        "<w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>6</w:t></w:r></w:p></w:tc></w:tr>",
    )
    (found,) = read_document(word_2003(body)).blocks
    assert isinstance(found, Table)
    assert [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in found.cells] == [
        ("项目", 1, 1, 2, 1),
        ("数量", 1, 2, 1, 2),
        ("7", 2, 2, 1, 1),
        ("6", 2, 3, 1, 1),
    ]


LISTS = (
    '<w:lists><w:listDef w:listDefId="3"><w:lvl w:ilvl="0">'
    '<w:start w:val="1"/><w:nfc w:val="{}"/><w:suff w:val="Nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    '</w:listDef><w:list w:ilfo="1"><w:ilst w:val="3"/></w:list></w:lists>'
)
ITEM = '<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr></w:pPr><w:r><w:t>概述</w:t></w:r></w:p>'


@pytest.mark.parametrize(
    ("code", "numbers"),
    [(0, "1、 2、"), (1, "I、 II、"), (18, "①、 ②、"), (37, "一、 二、"), (38, "壹、 贰、"), (39, "一、 二、")],
)
def test_automatic_numbers(code: int, numbers: str) -> None:
    assert shown(ITEM * 2, LISTS.format(code)) == [f"{number}概述" for number in numbers.split()]


def test_a_format_of_numbers_that_nobody_knows_is_noticed() -> None:
    document = read_document(word_2003(ITEM, LISTS.format(99)))
    assert [notice.detail for notice in document.notices] == ["list numbers of the format number 99 are left out"]


def test_fields_print_their_result() -> None:
    fields = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert value(fields) == "7"
    assert value(f'<w:fldSimple w:instr=" =1+1 ">{styled("", "2")}</w:fldSimple>') == "2"
    assert value('<w:hlink w:dest="http://a.invalid"><w:r><w:t>7</w:t></w:r></w:hlink>') == "7"


def test_text_boxes_and_pictures() -> None:
    box = (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>附件</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    picture = (
        '<w:r><w:pict><w:binData w:name="wordml://1.jpg">AAAA</w:binData>'
        '<v:shape style="width:400pt;height:200pt"><v:imagedata src="wordml://1.jpg"/></v:shape></w:pict></w:r>'
    )
    document = read_document(word_2003(f"<w:p><w:r><w:t>前</w:t></w:r>{box}</w:p><w:p>{picture}</w:p>"))
    assert shown_blocks(document) == ["前", "附件"]
    assert [part.kind for part in document.unread] == ["picture"]


def test_white_letters_on_a_coloured_page() -> None:
    page = '<w:bgPict><w:background w:bgcolor="{}"/></w:bgPict>'
    white = styled('<w:color w:val="FFFFFF"/>', "7")
    assert value(white, page.format("#1F4E79")) == UNCERTAIN
    assert value(white, page.format("white")) == ""


def test_the_title_that_the_file_has() -> None:
    before = "<o:DocumentProperties><o:Title>某局2023年年报</o:Title></o:DocumentProperties>"
    document = read_document(word_2003("<w:p><w:r><w:t>7</w:t></w:r></w:p>", before))
    assert document.metadata == {"title": "某局2023年年报"}


PAGE: list[Block] = [
    "某局2023年年报\n（公章）",
    ((GridCell("项目", row_span=2), GridCell("数量", column_span=2)), (GridCell("7"), GridCell(""))),
    "一、总体情况 <&>",
]


@given(grids(st.sampled_from(["受理", "7", "", "甲<&>乙"])))
@settings(max_examples=30)
def test_any_table_comes_back(grid: Grid) -> None:
    (found,) = read_word_xml(render_word_2003([grid]).decode()).blocks
    assert isinstance(found, Table)
    assert [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in found.cells] == [
        (each.cell.text, each.row, each.column, each.cell.row_span, each.cell.column_span) for each in placed(grid)
    ]


def test_a_page() -> None:
    assert shown_blocks(read_document(render_word_2003(PAGE))) == [
        "某局2023年年报",
        "（公章）",
        [["项目", "数量"], ["7", ""]],
        "一、总体情况 <&>",
    ]


# Packages written flat


def test_a_flat_package_is_what_its_parts_are() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:rPr><w:strike/></w:rPr></w:style>'
    packed = docx_of(p(run("9"), properties='<w:pStyle w:val="a"/>') + tbl(tr(tc("受理"), tc("7"))), styles=styles)
    assert read_document(flat(packed)).blocks == read_docx(packed).blocks
    assert shown_blocks(read_docx(packed)) == [[["受理", "7"]]]


def test_an_imported_part_of_a_flat_package() -> None:
    relationships = '<Relationships><Relationship Id="rId1" Type="x/aFChunk" Target="a.htm"/></Relationships>'
    chunk = '<w:altChunk xmlns:r="urn:r" r:id="rId1"/>'
    parts = {"word/_rels/document__xml__rels": relationships, "word/a__htm": "<p>受理7件</p>"}
    packed = docx_of(p(run("前")) + chunk, **parts)
    assert shown_blocks(read_document(flat(packed))) == ["前", "受理7件"]
    broken = flat(packed).replace(base64.b64encode("<p>受理7件</p>".encode()), b"A")
    assert [part.kind for part in read_document(broken).unread] == ["embedded"]


# Damage


def refusal(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_document(data, name="report.doc")
    return caught.value


ENTITY = '<!DOCTYPE a [<!ENTITY b "7">]>'


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (word_2003("").replace(b"<w:wordDocument", ENTITY.encode() + b"<w:wordDocument"), "damaged", "document type"),
        (word_2003("<w:p/>")[:-60], "damaged", "cannot be read"),
        (word_2003("<w:p><w:r><w:t>&nbsp;</w:t></w:r></w:p>"), "damaged", "cannot be read"),
        (word_2003("").replace(b"w:body", b"w:cover"), "damaged", "no main document part"),
        (word_2003("<w:p/>"), "empty", ""),
        (word_2003("<w:p><w:r><w:pict><v:imagedata/></w:pict></w:r></w:p>"), "pictures_only", "1 of them"),
        (flat(docx_of("")).replace(b"w:document", b"w:workbook"), "unsupported_format", "no Word document"),
    ],
)
def test_damage_has_one_clear_error(data: bytes, reason: Reason, detail: str) -> None:
    error = refusal(data)
    assert (error.source, error.reason) == ("report.doc", reason)
    assert detail in error.detail


def test_a_picture_of_any_length_is_passed_over() -> None:
    picture = f'<w:pict><w:binData w:name="a">{"A" * 11_000_000}</w:binData></w:pict>'
    assert shown(f"<w:p><w:r>{picture}<w:t>7件</w:t></w:r></w:p>") == ["7件"]


def test_elements_nested_too_deep() -> None:
    assert refusal(word_2003("<w:p>" * 5000 + "</w:p>" * 5000)).reason == "damaged"


def test_documents_of_word_read_no_other_file() -> None:
    included = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" parse="text"/>'
    document: Document = read_document(word_2003(f"<w:p><w:r><w:t>7{included}</w:t></w:r></w:p>"))
    assert shown_blocks(document) == ["7"]
