"""OpenDocument texts and workbooks: what they print, what is not seen of it, and what is no such file."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.grid import Grid, grids, placed
from generators.open_documents import ods, odt, one_file, render_odt, sheet
from generators.shown import Shown, shown_blocks
from gongkai.document import UNCERTAIN, Table
from gongkai.errors import Reason, SourceError
from gongkai.read import read_document
from gongkai.read.open_document import read_open_document

# Texts


SPANS = 'table:number-rows-spanned="{}" table:number-columns-spanned="{}"'


def merged(text: str, rows: int, columns: int) -> str:
    return f"<table:table-cell {SPANS.format(rows, columns)}>{p(text)}</table:table-cell>"


def p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def row(*cells: str, attributes: str = "") -> str:
    """A row of a text or of a sheet: each cell a text, or a whole cell."""
    inside = (each if each.startswith("<table:") else string(each) for each in cells)
    return f"<table:table-row {attributes}>{''.join(inside)}</table:table-row>"


def string(*lines: str) -> str:
    return f'<table:table-cell office:value-type="string">{"".join(map(p, lines))}</table:table-cell>'


def table(*rows: str) -> str:
    return f'<table:table><table:table-column table:number-columns-repeated="2"/>{"".join(rows)}</table:table>'


def text_style(properties: str, name: str = "T1", parent: str = "") -> str:
    inherits = f' style:parent-style-name="{parent}"' if parent else ""
    opening = f'<style:style style:name="{name}" style:family="text"{inherits}>'
    return f"{opening}<style:text-properties {properties}/></style:style>"


def shown(body: str, styles: str = "", common: str = "") -> Shown:
    return shown_blocks(read_document(odt(body, styles, common)))


def value(inside: str, styles: str = "", common: str = "") -> str:
    """Read a cell of a text, beside its label."""
    ((_, (_, text)),) = shown(table(row("项目", "数量"), row("受理", inside)), styles, common)
    return text


def test_the_content_tells_the_format() -> None:
    document = read_document(odt(p("受理7件")), name="report")
    assert (document.format, document.source, document.metadata) == ("odt", "report", {"title": "某局年报"})
    assert read_document(ods(sheet(row("受理", "7")))).format == "ods"
    assert read_document(one_file("text", p("受理7件"))).format == "odt"
    assert read_document(one_file("spreadsheet", sheet(row("受理", "7")))).format == "ods"


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        ("  受理\n  7\t件", "受理 7 件"),
        ("受理<text:s/>7<text:s text:c='2'/>件", "受理 7  件"),
        ("受理<text:tab/>7", "受理 7"),
        ("受理 <text:span>7</text:span> 件", "受理 7 件"),
        ("受理<text:a>7</text:a>件", "受理7件"),
        (
            "受理<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>9</text:p></text:note-body></text:note>7件",
            "受理7件",
        ),
        ("受理<office:annotation><text:p>9</text:p></office:annotation>7件", "受理7件"),
        ("受理<text:bookmark-start/>7<text:bookmark-end/>件", "受理7件"),
        ("受理<text:change text:change-id='a'/>7<text:change-start/>件<text:change-end/>", "受理7件"),
        ("<text:ruby><text:ruby-base>受理</text:ruby-base><text:ruby-text>shou</text:ruby-text></text:ruby>", "受理"),
        ("受理<text:hidden-text text:is-hidden='true'>9</text:hidden-text>7", "受理7"),
        ("受理<text:date>2024年1月</text:date>", "受理2024年1月"),
    ],
)
def test_the_characters_of_a_line(inside: str, printed: str) -> None:
    assert shown(p(inside)) == [printed]


def test_what_was_deleted_is_not_seen() -> None:
    deleted = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>9</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    assert shown(deleted + p("7件")) == ["7件"]


def test_line_breaks_and_sections() -> None:
    hidden = f'<text:section text:display="none">{p("9件")}</text:section>'
    assert shown(p("甲<text:line-break/>乙") + hidden + f"<text:section>{p('丙')}</text:section>") == ["甲", "乙", "丙"]
    assert shown(p("9<text:hidden-paragraph text:is-hidden='true'/>") + p("丙")) == ["丙"]


@pytest.mark.parametrize(
    ("properties", "printed"),
    [
        ('fo:font-weight="bold"', "7"),
        ('text:display="none"', ""),
        ('text:display="true"', "7"),
        ('style:text-line-through-style="solid"', UNCERTAIN),
        ('style:text-line-through-style="none"', "7"),
        ('style:text-line-through-type="double"', UNCERTAIN),
        ('style:text-position="super 58%"', "⁷"),
        ('style:text-position="-33% 58%"', "₇"),
        ('style:text-position="0% 100%"', "7"),
        ('fo:color="#ffffff"', ""),
        ('fo:color="#ffffff" fo:background-color="#1f4e79"', "7"),
        ('fo:color="#ffffff" style:use-window-font-color="true"', "7"),
        ('fo:font-size="2pt"', ""),
        ('style:text-scale="5%"', ""),
        ('style:font-name="Wingdings"', UNCERTAIN),
    ],
)
def test_what_a_person_sees_of_a_text(properties: str, printed: str) -> None:
    assert value('<text:span text:style-name="T1">7</text:span>', text_style(properties)) == printed


def test_styles_are_inherited() -> None:
    styles = text_style('fo:font-weight="bold"', "T1", parent="B")
    hidden = text_style('text:display="none"', "B")
    common = f"<office:styles>{hidden}</office:styles>"
    assert value('<text:span text:style-name="T1">9</text:span>7', styles, common) == "7"
    loop = text_style('text:display="none"', "T1", parent="T1")
    assert value('<text:span text:style-name="T1">9</text:span>7', loop) == "7"


def test_white_letters_in_a_coloured_cell() -> None:
    styles = text_style('fo:color="#ffffff"') + (
        '<style:style style:name="C" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="#1f4e79"/></style:style>'
    )
    white = '<text:span text:style-name="T1">7</text:span>'
    blue = f'<table:table-cell table:style-name="C">{p(white)}</table:table-cell>'
    assert shown(table(row("受理", blue), row("办结", white)), styles) == [[["受理", "7"], ["办结", ""]]]


def test_merged_cells_of_a_text() -> None:
    tall, wide = merged("项目", 2, 1), merged("数量", 1, 2)
    covered = "<table:covered-table-cell/>"
    (found,) = read_document(odt(table(row(tall, wide, covered), row(covered, "7", "6")))).blocks
    assert isinstance(found, Table)
    assert [(each.text, each.row, each.column, each.row_span, each.column_span) for each in found.cells] == [
        ("项目", 1, 1, 2, 1),
        ("数量", 1, 2, 1, 2),
        ("7", 2, 2, 1, 1),
        ("6", 2, 3, 1, 1),
    ]


@given(grids(st.sampled_from(["受理", "7", "", "甲<&>乙"])))
@settings(max_examples=30)
def test_any_table_comes_back(grid: Grid) -> None:
    (found,) = read_open_document(render_odt([grid])).blocks
    assert isinstance(found, Table)
    assert [(each.text, each.row, each.column, each.row_span, each.column_span) for each in found.cells] == [
        (each.cell.text, each.row, each.column, each.cell.row_span, each.cell.column_span) for each in placed(grid)
    ]


def list_style(number_format: str, more: str = "") -> str:
    return (
        f'<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="、" '
        f'style:num-format="{number_format}"{more}/>'
        '<text:list-level-style-number text:level="2" style:num-prefix="（" style:num-suffix="）" '
        'style:num-format="1"/>'
        "</text:list-style>"
    )


def items(*inside: str, attributes: str = "") -> str:
    lines = "".join(f"<text:list-item>{each}</text:list-item>" for each in inside)
    return f'<text:list text:style-name="L" {attributes}>{lines}</text:list>'


@pytest.mark.parametrize(
    ("number_format", "numbers"),
    [("1", "1、 2、"), ("一, 二, 三, ...", "一、 二、"), ("①, ②, ③, ...", "①、 ②、"), ("I", "I、 II、")],
)
def test_automatic_numbers(number_format: str, numbers: str) -> None:
    first, second = numbers.split()
    assert shown(items(p("概述"), p("公开")), list_style(number_format)) == [f"{first} 概述", f"{second} 公开"]


def test_lists_in_lists_and_lists_that_go_on() -> None:
    inner = items(p("甲"), p("乙"))
    body = (
        items(p("概述") + inner, p("公开")) + p("正文") + items(p("问题"), attributes='text:continue-numbering="true"')
    )
    body += items(p("另") + p("不编号"))
    assert shown(body, list_style("一, 二, 三, ...")) == [
        *("一、 概述", "（1） 甲", "（2） 乙", "二、 公开", "正文", "三、 问题", "一、 另", "不编号"),
    ]


def test_a_number_of_a_list_in_a_cell_is_doubted_where_its_format_is_not_known() -> None:
    cell = f"<table:table-cell>{items(p(''))}</table:table-cell>"
    assert shown(table(row("受理", cell)), list_style("१, २, ३, ...")) == [[["受理", UNCERTAIN]]]


def test_text_boxes_pictures_and_objects() -> None:
    box = f'<draw:frame text:anchor-type="as-char"><draw:text-box>{p("附件")}</draw:text-box></draw:frame>'
    picture = '<draw:frame svg:width="16cm" svg:height="8cm"><draw:image xlink:href="a.png"/></draw:frame>'
    embedded = '<draw:frame svg:width="16cm" svg:height="8cm"><draw:object xlink:href="./Object 1"/></draw:frame>'
    document = read_document(odt(p(f"前{box}") + p(picture) + p(embedded)))
    assert shown_blocks(document) == ["前", "附件"]
    assert [part.kind for part in document.unread] == ["picture", "embedded"]


def test_a_small_picture_in_a_cell_may_be_a_number() -> None:
    picture = '<draw:frame text:anchor-type="as-char" svg:width="1cm" svg:height="0.5cm"><draw:image/></draw:frame>'
    assert value(picture) == UNCERTAIN


def test_a_prompt_in_a_cell_is_no_number() -> None:
    assert value('<text:placeholder text:placeholder-type="text">&lt;0&gt;</text:placeholder>') == UNCERTAIN


# Workbooks


def cell(stored: str, text: str | None = None, kind: str = "float", attributes: str = "") -> str:
    line = "" if text is None else p(text)
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{stored}" {attributes}>{line}</table:table-cell>'
    )


def on_sheet(*rows: str, styles: str = "", columns: str = "", more: str = "") -> Shown:
    return shown_blocks(read_document(ods(sheet(*rows, columns=columns, more=more), styles=styles)))


def number(written: str, styles: str = "", more: str = "") -> str:
    ((_, (_, text)),) = on_sheet(row("项目", "数量"), row("受理", written), styles=styles, more=more)
    return text


@pytest.mark.parametrize(
    ("stored", "text", "printed"),
    [
        ("7", "7", "7"),
        ("7", None, "7"),
        ("3.6", "4", "4"),
        ("3.6", "3.6", "3.6"),
        ("1234", "1,234", "1,234"),
        ("-7", "-7", "-7"),
        ("-7", "(7)", "(7)"),
        ("251000", "25.1万元", "25.1万元"),
        ("7", "9", UNCERTAIN),
        ("7", "-7", UNCERTAIN),
        ("7", "", UNCERTAIN),
        ("0", "", ""),
        ("0", "-", "-"),
    ],
)
def test_numbers_are_what_the_file_shows_if_it_is_the_number_that_it_stores(
    stored: str, text: str | None, printed: str
) -> None:
    assert number(cell(stored, text)) == printed


def test_shares_texts_and_truths() -> None:
    assert number(cell("0.25", "25%", "percentage")) == "25%"
    assert number(string("甲", "乙")) == "甲\n乙"
    day = 'office:value-type="date" office:date-value="2024-01-31"'
    assert number(f"<table:table-cell {day}>{p('2024/1/31')}</table:table-cell>") == "2024/1/31"


def test_cells_rows_and_columns_that_stand_for_several() -> None:
    twice = cell("7", "7", attributes='table:number-columns-repeated="2"')
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = (row("受理", twice, blank), row("办结", twice, attributes='table:number-rows-repeated="2"'))
    more = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    assert on_sheet(*rows, more) == [[["受理", "7", "7"], ["办结", "7", "7"], ["办结", "7", "7"]]]


def test_covered_cells_are_not_shown() -> None:
    wide = merged("数量", 1, 2)
    covered = "<table:covered-table-cell><text:p>9</text:p></table:covered-table-cell>"
    assert on_sheet(row("项目", wide, covered), row("受理", "7", "6")) == [[["项目", "数量"], ["受理", "7", "6"]]]


def test_hidden_rows_columns_and_sheets() -> None:
    styles = (
        '<style:style style:name="H" style:family="table"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="F" style:family="table-row">'
        '<style:table-row-properties style:row-height="0cm"/></style:style>'
    )
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    rows = (
        row("受理", cell("9", "9"), cell("7", "7")),
        row("办结", cell("9", "9"), cell("9", "9"), attributes='table:visibility="collapse"'),
        row("诉讼", cell("9", "9"), cell("9", "9"), attributes='table:visibility="filter"'),
        row("复核", cell("9", "9"), cell("9", "9"), attributes='table:style-name="F"'),
        row("复议", cell("9", "9"), cell("6", "6")),
    )
    hidden = sheet(row("另", cell("9", "9")), attributes='table:style-name="H"')
    document = read_document(ods(sheet(*rows, columns=columns), hidden, styles=styles))
    assert shown_blocks(document) == [[["受理", "7"], ["复议", "6"]]]
    assert [notice.kind for notice in document.notices] == ["hidden", "hidden"]


def cell_style(properties: str, more: str = "", name: str = "C") -> str:
    return f'<style:style style:name="{name}" style:family="table-cell">{properties}{more}</style:style>'


@pytest.mark.parametrize(
    ("properties", "printed"),
    [
        ('<style:text-properties style:text-line-through-style="solid"/>', UNCERTAIN),
        ('<style:text-properties style:text-position="super 58%"/>', UNCERTAIN),
        ('<style:text-properties fo:color="#ffffff"/>', ""),
        (
            '<style:table-cell-properties fo:background-color="#1f4e79"/><style:text-properties fo:color="#ffffff"/>',
            "7",
        ),
        ('<style:text-properties fo:color="#ffffff"/><style:map style:condition="cell-content()=0"/>', ""),
    ],
)
def test_what_a_person_sees_of_a_sheet(properties: str, printed: str) -> None:
    assert number(cell("7", "7", attributes='table:style-name="C"'), cell_style(properties)) == printed


def test_the_style_of_a_column() -> None:
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="C"/>'
    styles = cell_style('<style:text-properties fo:color="#ffffff"/>')
    assert on_sheet(row("受理", cell("9", "9"), "甲"), styles=styles, columns=columns) == [[["受理", "", "甲"]]]


def test_letters_of_a_cell_with_looks_of_their_own() -> None:
    struck = '<text:span text:style-name="T1">9</text:span>'
    style = text_style('style:text-line-through-style="solid"')
    assert number(string("7" + struck), style) == "7"


@pytest.mark.parametrize(
    ("condition", "stored", "printed"),
    [("=0", "0", ""), ("=0", "7", "7"), (">5", "7", ""), ("between(1,9)", "7", UNCERTAIN)],
)
def test_conditional_formats(condition: str, stored: str, printed: str) -> None:
    styles = cell_style('<style:text-properties fo:color="#ffffff"/>', name="W")
    formats = (
        '<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="表.B1:表.B9">'
        f'<calcext:condition calcext:apply-style-name="W" calcext:value="{condition.replace(">", "&gt;")}"/>'
        "</calcext:conditional-format></calcext:conditional-formats>"
    )
    assert number(cell(stored, stored), styles, formats) == printed
    mapped = cell_style("", f'<style:map style:condition="cell-content(){condition}" style:apply-style-name="W"/>')
    if condition[0] in "=>":
        written = cell(stored, stored, attributes='table:style-name="C"')
        assert number(written, styles + mapped.replace(">5", "&gt;5")) == printed


@pytest.mark.parametrize(
    ("formula", "stored", "generator", "printed"),
    [
        ("of:=SUM([.B1:.B2])", "7", "LibreOffice/7.6", "7"),
        ("of:=SUM([.B1:.B2])", "9", "LibreOffice/7.6", UNCERTAIN),
        ("of:=[.B1]+[$表.B2]", "7", "LibreOffice/7.6", "7"),
        ("of:=SUM([.B1:.B2])", "0", "a template", "7"),
        ("of:=COUNTIF([.B1:.B2];3)", "0", "LibreOffice/7.6", "0"),
        ("of:=COUNTIF([.B1:.B2];3)", "0", "a template", UNCERTAIN),
    ],
)
def test_formulas(formula: str, stored: str, generator: str, printed: str) -> None:
    total = cell(stored, stored, attributes=f'table:formula="{formula}"')
    data = ods(sheet(row("受理", cell("3", "3")), row("结转", cell("4", "4")), row("总计", total)), generator=generator)
    ((*_, (_, text)),) = shown_blocks(read_document(data))
    assert text == printed


def test_what_lies_over_a_sheet() -> None:
    picture = '<draw:frame svg:width="16cm" svg:height="8cm"><draw:image xlink:href="a.png"/></draw:frame>'
    over = (
        f'<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p>{picture}</table:table-cell>'
    )
    document = read_document(ods(sheet(row("受理", over))))
    assert shown_blocks(document) == [[["受理", UNCERTAIN]]]
    assert [part.kind for part in document.unread] == ["picture"]


# Damage


def refusal(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_document(data, name="report")
    return caught.value


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    packed = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(packed, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(info.filename, content)
    return packed.getvalue()


SHEET = ods(sheet(row("受理", cell("7", "7"))))
COVERED = merged("甲", 2, 1)


MANY = cell("7", attributes='table:number-columns-repeated="9999"')


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (odt(""), "empty", ""),
        (changed(SHEET, "META-INF/manifest.xml", "</manifest", "<encryption-data/></manifest"), "encrypted", ""),
        (changed(SHEET, "content.xml", "<office:doc", "<!DOCTYPE a><office:doc"), "damaged", "document type"),
        (changed(SHEET, "content.xml", "</office:body>", ""), "damaged", "cannot be read"),
        (changed(SHEET, "content.xml", "office:body", "office:void"), "damaged", "no body"),
        (changed(SHEET, "content.xml", "office:spreadsheet", "office:chart"), "unsupported_format", "chart"),
        (ods(sheet(row("受理", cell("seven")))), "damaged", "no number"),
        (ods(sheet(row(COVERED, "乙"), row("7", "8"))), "damaged", "row 2 stands under a merged one"),
        (odt(table(row(COVERED, "乙"), row("7", "8"))), "damaged", "under a merged one"),
        (odt("<text:section>" * 200 + "</text:section>" * 200), "empty", ""),
        (odt("<text:section>" * 2000 + "</text:section>" * 2000), "damaged", ""),
        (ods(sheet(row(cell("7", attributes='table:number-columns-repeated="99999"')))), "damaged", "more than 16384"),
        (ods(sheet(row(MANY, attributes='table:number-rows-repeated="9999"'))), "too_large", "filled cells"),
        (ods(sheet(row("甲", attributes='table:number-rows-repeated="1048577"'))), "too_large", "filled cells"),
    ],
)
def test_damage_has_one_clear_error(data: bytes, reason: Reason, detail: str) -> None:
    error = refusal(data)
    assert (error.source, error.reason) == ("report", reason)
    assert detail in error.detail


def test_a_cut_file() -> None:
    assert refusal(SHEET[: len(SHEET) // 2]).reason == "damaged"
