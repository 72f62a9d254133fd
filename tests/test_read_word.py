"""Word documents: the flow of paragraphs, what is left out, automatic numbers, tables, and what cannot be read."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.grid import Block, Grid, GridCell, grids, placed
from generators.shown import Shown, shown_blocks
from generators.word import Habits, docx_of, in_text_box, p, render_docx, run, tbl, tc, tr, zip_of
from gongkai.document import Cell, Table
from gongkai.errors import SourceError
from gongkai.read.html import read_html
from gongkai.read.word import read_docx

DATA = tbl(tr(tc("受理"), tc("7")))
SHOWN_DATA = [["受理", "7"]]


def shown(body: str, numbering: str = "", styles: str = "") -> Shown:
    return shown_blocks(read_docx(docx_of(body, numbering, styles)))


def cells(body: str) -> tuple[Cell, ...]:
    (table,) = read_docx(docx_of(body)).blocks
    assert isinstance(table, Table)
    return table.cells


# The flow of paragraphs


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (p(run("2"), run("0"), run("18年")), ["2018年"]),
        (p(run("受理"), "<w:r><w:br/></w:r>", run("7件")), ["受理", "7件"]),
        (p("<w:r><w:t>受理</w:t><w:cr/><w:t>7件</w:t></w:r>"), ["受理", "7件"]),
        (p("<w:r><w:t>受理</w:t><w:tab/><w:t>7件</w:t></w:r>"), ["受理 7件"]),
        (p("<w:r><w:t>2019</w:t><w:noBreakHyphen/><w:t>2020</w:t></w:r>"), ["2019-2020"]),
        (p("<w:r><w:t>20</w:t><w:softHyphen/><w:t>20</w:t></w:r>"), ["2020"]),
        (p("<w:r><w:t>受理\n  7</w:t></w:r>"), ["受理   7"]),
        (p(run("\u3000\u3000受理\u00a07件 ")), ["受理\u00a07件"]),
        (p() + p(run(" \u3000")) + p(run("受理")), ["受理"]),
        (p("<w:hyperlink>", run("附件"), "</w:hyperlink>"), ["附件"]),
        (p("<w:smartTag>", run("2018年"), "</w:smartTag>"), ["2018年"]),
        (p(run("25"), run("2", '<w:vertAlign w:val="superscript"/>')), ["25²"]),
        (p(run("CO"), run("2", '<w:vertAlign w:val="subscript"/>')), ["CO₂"]),
        (p('<w:r><w:sym w:font="Symbol" w:char="F037"/></w:r>', run("件")), ["7件"]),
        (p('<w:r><w:sym w:font="Wingdings" w:char="F037"/></w:r>', run("件")), ["\uf037件"]),
        (p('<w:r><w:sym w:font="宋体" w:char="2460"/></w:r>'), ["①"]),
        (p('<w:r><w:sym w:char="D800"/><w:sym w:char="x"/><w:sym/></w:r>', run("件")), ["件"]),
        (p(run("前")) + "<w:sdt><w:sdtPr/><w:sdtContent>" + p(run("中")) + "</w:sdtContent></w:sdt>", ["前", "中"]),
        (p("<!-- 7 -->", run("件")), ["件"]),
    ],
)
def test_paragraphs_are_lines_as_printed(body: str, lines: list[str]) -> None:
    assert shown(body) == lines


@pytest.mark.parametrize(
    "unseen",
    [
        "<w:del><w:r><w:delText>7</w:delText></w:r></w:del>",
        "<w:del><w:r><w:t>7</w:t></w:r></w:del>",
        "<w:moveFrom>" + run("7") + "</w:moveFrom>",
        run("7", "<w:vanish/>"),
        run("7", "<w:strike/>"),
        run("7", "<w:dstrike w:val='true'/>"),
        run("7", "<w:rStyle w:val='unseen'/>"),
        "<w:r><w:footnoteReference w:id='7'/><w:annotationRef/></w:r>",
        "<w:r><w:drawing><a:t>7</a:t></w:drawing></w:r>",
        "<w:r><w:ruby><w:rt>" + run("7") + "</w:rt></w:ruby></w:r>",
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>7</w:instrText><w:fldChar w:fldCharType='end'/></w:r>",
    ],
)
def test_what_is_not_printed_is_left_out(unseen: str) -> None:
    styles = '<w:style w:styleId="unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert shown(p(run("受理"), unseen, run("件")), styles=styles) == ["受理件"]


@pytest.mark.parametrize(
    "seen",
    [
        "<w:ins>" + run("7") + "</w:ins>",
        "<w:moveTo>" + run("7") + "</w:moveTo>",
        run("7", "<w:vanish w:val='0'/>"),
        run("7", "<w:strike w:val='false'/>"),
        run("7", "<w:rStyle w:val='unseen'/><w:vanish w:val='off'/>"),
        "<w:fldSimple w:instr='=8'>" + run("7") + "</w:fldSimple>",
        "<w:r><w:ruby><w:rt>" + run("8") + "</w:rt><w:rubyBase>" + run("7") + "</w:rubyBase></w:ruby></w:r>",
    ],
)
def test_what_is_printed_stays(seen: str) -> None:
    styles = '<w:style w:styleId="unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert shown(p(run("受理"), seen, run("件")), styles=styles) == ["受理7件"]


def field(part: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{part}"/></w:r>'


def test_the_result_of_a_field_is_printed_and_its_instruction_is_not() -> None:
    inner = field("begin") + run("8") + field("separate") + run("8") + field("end")
    body = p(field("begin"), inner, run("9"), field("separate"), run("7"), field("end"), run("件"))
    assert shown(body) == ["7件"]


def test_a_field_over_several_paragraphs_has_its_result() -> None:
    first = p(field("begin"), run("TOC"), field("separate"), run("一、总体"))
    assert shown(first + p(run("二、公开")) + p(field("end"), run("正文"))) == ["一、总体", "二、公开", "正文"]


def test_a_field_that_never_ends_swallows_no_document() -> None:
    assert shown(p(run("前"), field("begin")) + p(run("受理7件"), field("end"))) == ["前", "受理7件"]


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>"])
def test_a_paragraph_without_its_mark_runs_on(mark: str) -> None:
    assert shown(p(run("受理1"), properties=f"<w:rPr>{mark}</w:rPr>") + p(run("2件"))) == ["受理12件"]


def test_a_paragraph_hidden_by_its_style() -> None:
    styles = (
        '<w:style w:styleId="form"><w:basedOn w:val="hidden"/></w:style>'
        '<w:style w:styleId="hidden"><w:basedOn w:val="form"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    assert shown(p(run("窗体顶端"), properties='<w:pStyle w:val="form"/>') + p(run("7")), styles=styles) == ["7"]


def test_a_fraction_is_no_number_of_two_digits() -> None:
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    )
    assert shown(p(run("占"), fraction)) == ["占1/2"]
    power = "<m:oMath><m:r><m:t>10</m:t></m:r><m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:oMath>"
    assert shown(p(power)) == ["10³"]


# Text boxes and alternatives


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = in_text_box(p(run("一、总体")) + DATA).removeprefix("<w:p>").removesuffix("</w:p>")
    assert shown(p(run("受理"), box, run("7件"))) == ["受理7件", "一、总体", SHOWN_DATA]


def test_the_fallback_is_read_where_there_is_no_choice() -> None:
    box = "<w:pict><w:txbxContent>" + p(run("7")) + "</w:txbxContent></w:pict>"
    assert shown(p(f"<w:r><mc:AlternateContent><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>")) == ["7"]


def test_a_text_box_in_hidden_text_is_hidden() -> None:
    box = in_text_box(p(run("7"))).removeprefix("<w:p>").removesuffix("</w:p>")
    assert shown(p(box.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1), run("件"))) == ["件"]


def test_text_boxes_inside_one_another() -> None:
    assert shown(in_text_box(p(run("外")) + in_text_box(p(run("内"))))) == ["外", "内"]


# Tables


def test_spans_of_rows_and_columns() -> None:
    body = tbl(
        tr(tc("项目", '<w:vMerge w:val="restart"/>'), tc("数量", '<w:gridSpan w:val="2"/>')),
        tr(tc("", "<w:vMerge/>"), tc("甲"), tc("乙")),
        tr(tc("受理"), tc("7"), tc(" \u3000")),
    )
    assert cells(body) == (
        Cell("项目", 1, 1, row_span=2),
        Cell("数量", 1, 2, column_span=2),
        Cell("甲", 2, 2),
        Cell("乙", 2, 3),
        Cell("受理", 3, 1),
        Cell("7", 3, 2),
        Cell("", 3, 3),
    )


def test_columns_that_a_row_begins_behind() -> None:
    body = tbl(tr(tc("甲"), tc("乙")), tr(tc("7"), properties='<w:gridBefore w:val="1"/>'))
    assert cells(body) == (Cell("甲", 1, 1), Cell("乙", 1, 2), Cell("7", 2, 2))


def test_a_merge_in_the_manner_of_word_97() -> None:
    body = tbl(tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("乙")))
    assert cells(body) == (Cell("甲", 1, 1, column_span=2), Cell("乙", 1, 3))


def test_a_continuation_that_continues_nothing_is_a_cell() -> None:
    wide = '<w:gridSpan w:val="2"/><w:vMerge/>'
    body = tbl(
        tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("乙")), tr(tc("7", wide)), tr(tc("", "<w:vMerge/>"), tc("8"))
    )
    assert cells(body) == (
        Cell("甲", 1, 1),
        Cell("乙", 1, 2),
        Cell("7", 2, 1, column_span=2),
        Cell("", 3, 1),
        Cell("8", 3, 2),
    )


def test_text_in_the_continuation_of_a_merged_cell_is_not_shown() -> None:
    body = tbl(tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("7")), tr(tc("乙", "<w:vMerge/>"), tc("8")))
    assert shown(body) == [[["甲", "7"], ["8"]]]


def test_lines_of_a_cell() -> None:
    assert shown(tbl(tr(tc(p(run("受理")) + p() + p(run("申请"), "<w:r><w:br/></w:r>", run("数"))), tc("7")))) == [
        [["受理\n申请\n数", "7"]]
    ]


def test_deleted_and_hidden_rows_and_cells() -> None:
    deleted = tr(tc("旧"), tc("8"), properties="<w:del/>")
    hidden = tr(tc("旧"), tc("8"), properties="<w:hidden/>")
    body = tbl(deleted, tr(tc("受理"), tc("8", "<w:cellDel/>"), tc("7")), hidden)
    assert shown(body) == [SHOWN_DATA]


def test_content_controls_around_rows_and_cells() -> None:
    def controlled(xml: str) -> str:
        return f"<w:sdt><w:sdtContent>{xml}</w:sdtContent></w:sdt>"

    assert shown(tbl(controlled(tr(controlled(tc("受理")), tc("7"))))) == [SHOWN_DATA]


def test_layout_is_taken_apart() -> None:
    assert shown(tbl(tr(tc(p(run("标题")) + DATA + p()), tc("旁注")))) == ["标题", SHOWN_DATA, "旁注"]
    assert shown(tbl(tr(tc("一、总体")), tr(tc(p(run("二、公开")) + p(run("受理7件")))))) == [
        "一、总体",
        "二、公开",
        "受理7件",
    ]
    assert shown(tbl(tr(tc(in_text_box(DATA)), tc("旁注")))) == [SHOWN_DATA, "旁注"]


def test_an_empty_table_inside_a_cell_makes_no_layout() -> None:
    assert shown(tbl(tr(tc(p(run("受理")) + tbl(tr(tc(""))) + p()), tc("7")))) == [SHOWN_DATA]


def test_a_table_of_too_many_columns_is_no_data() -> None:
    assert shown(tbl(tr(tc("受理", '<w:gridSpan w:val="60000"/>'), tc("7")))) == ["受理", "7"]


# Whole documents

PAGE: tuple[Block, ...] = (
    "某局2023年政府信息公开工作年度报告",
    "一、 总体情况",
    "受理申请7件，\n办结6件。",
    "二、 主动公开政府信息情况",
    (
        (GridCell("信息内容", row_span=2), GridCell("数量", column_span=2)),
        (GridCell("本年制发件数"), GridCell("现行有效件数")),
        (GridCell("规范性\n文件"), GridCell("7"), GridCell("")),
    ),
    "（公章）",
)

EVERY_HABIT = (
    Habits(),
    Habits(layout_table=True),
    Habits(text_boxes=True),
    Habits(tracked_changes=True),
    Habits(content_controls=True),
    Habits(automatic_numbers=True),
    Habits(True, True, True, True, True),
)


def as_html(blocks: tuple[Block, ...]) -> str:
    return "".join(f"<p>{lines(block)}</p>" if isinstance(block, str) else html_table(block) for block in blocks)


def html_table(grid: Grid) -> str:
    rows = (
        "".join(f"<td rowspan={cell.row_span} colspan={cell.column_span}>{lines(cell.text)}</td>" for cell in row)
        for row in grid
    )
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


@pytest.mark.parametrize("habits", EVERY_HABIT, ids=str)
def test_the_same_report_as_word_and_html(habits: Habits) -> None:
    assert read_docx(render_docx(PAGE, habits)).blocks == read_html(as_html(PAGE)).blocks


printed_texts = st.text(st.sampled_from("受理申请其中0123456789.,%—（）、<&> \u00a0"), max_size=8)


@given(grids(printed_texts), st.sampled_from(EVERY_HABIT))
def test_any_grid_comes_back(grid: Grid, habits: Habits) -> None:
    (table,) = read_docx(render_docx([grid], habits)).blocks
    assert isinstance(table, Table)
    assert table.cells == tuple(
        Cell(place.cell.text.strip(), place.row, place.column, place.cell.row_span, place.cell.column_span)
        for place in placed(grid)
    )


def test_a_locator_shows_its_cell() -> None:
    document = read_docx(render_docx(PAGE), "report.docx")
    assert (document.format, document.source, document.text_at("b6.r3.c2")) == ("docx", "report.docx", "7")


def test_the_title_of_the_properties_is_metadata() -> None:
    core = '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc"><dc:title> 年度报告 </dc:title></cp:coreProperties>'
    document = read_docx(docx_of(p(run("7")), **{"docProps/core__xml": core}))
    assert document.metadata == {"title": "年度报告"}


def test_headers_footers_and_notes_are_left_out() -> None:
    root = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' + p(run("8")) + "</w:hdr>"
    parts = dict.fromkeys(("word/header1__xml", "word/footer1__xml", "word/footnotes__xml"), root)
    assert shown_blocks(read_docx(docx_of(p(run("7")), **parts))) == ["7"]


def test_the_strict_variant_of_the_standard() -> None:
    document = docx_of(p(run("7")))
    strict = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": '<Relationships><Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/'
        'officeDocument" Target="Word\\Document.xml"/></Relationships>',
        "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        + p(run("7"))
        + "</w:body></w:document>",
    }
    assert read_docx(zip_of(dict(strict))).blocks == read_docx(document).blocks


# What cannot be read

BILLION_LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "7777777777">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><w>&i;</w>"
)


@pytest.mark.parametrize(
    "part",
    [
        BILLION_LAUGHS,
        '<!DOCTYPE w [<!ENTITY secret SYSTEM "file:///etc/hostname">]><w>&secret;</w>',
        '<!DOCTYPE w SYSTEM "http://localhost/w.dtd"><w/>',
        BILLION_LAUGHS.encode("utf-16"),
    ],
    ids=["billion laughs", "file", "document type", "UTF-16"],
)
@pytest.mark.parametrize("name", ["word/document__xml", "word/styles__xml", "[Content_Types]__xml"])
def test_entities_are_refused(part: str | bytes, name: str) -> None:
    with pytest.raises(SourceError, match=r"declares a document type|is not in UTF-8") as caught:
        read_docx(docx_of("", **{name: part}), "report.docx")
    assert (caught.value.reason, caught.value.source) == ("damaged", "report.docx")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx_of(p(run("7")))[:-30], "damaged"),
        (docx_of(p(run("7")))[:400], "unsupported_format"),
        (docx_of("", **{"word/document__xml": "<w:document"}), "damaged"),
        (docx_of("", **{"word/document__xml": "<document/>"}), "damaged"),
        (docx_of("", **{"_rels/__rels": "<Relationships/>"}), "damaged"),
        (docx_of("", **{"word/styles__xml": "<w:styles"}), "damaged"),
        (docx_of("<w:p><w:r>" * 5000 + "</w:r></w:p>" * 5000), "damaged"),
        (docx_of("<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000), "damaged"),
        (zip_of({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<w/>"}), "damaged"),
        (zip_of({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}), "unsupported_format"),
        (zip_of({"report.html": "<p>7"}), "unsupported_format"),
        (b"<html>", "unsupported_format"),
        (b"", "unsupported_format"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_docx(data, "report.docx")
    assert caught.value.reason == reason


def test_a_bomb_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        read_docx(docx_of("", **{"word/styles__xml": b" " * (20 * 1024 * 1024)}))
    assert caught.value.reason == "too_large"


@pytest.mark.parametrize("name", ["word/media/image1__png", "customXml/item1__xml"])
def test_what_shows_no_text_is_not_even_inflated(name: str) -> None:
    assert shown_blocks(read_docx(docx_of(p(run("7")), **{name: bytes(20 * 1024 * 1024)}))) == ["7"]
