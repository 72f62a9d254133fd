"""Web pages: the flow of paragraphs, data tables and their spans, layout, what is left out, and what is cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.document import Cell, Paragraph, Table
from gongkai.errors import SourceError
from gongkai.read import read_document
from gongkai.read.html import looks_like_html, read_html
from gongkai.read.truncation import stays_open, where_cut

SAMPLE = Path(__file__).parents[2] / "shared" / "samples" / "shuyang-drc-2023.html"

PROSE = "本机关坚持以公开为常态、不公开为例外，" * 5
DATA = "<table><tr><td>受理<td>7</table>"


def shown(page: str) -> list[str | list[list[str]]]:
    """Give each paragraph as its text and each table as its rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows()]
        for block in read_html(page).blocks
    ]


def cells(page: str) -> tuple[Cell, ...]:
    (table,) = read_html(page).blocks
    assert isinstance(table, Table)
    return table.cells


# The flow of paragraphs


@pytest.mark.parametrize(
    ("page", "blocks"),
    [
        ("<p>一、总体情况<p>二、公开情况", ["一、总体情况", "二、公开情况"]),
        ("前言<div>受理<h2>标题</h2>7件</div>结语", ["前言", "受理", "标题", "7件", "结语"]),
        ("<p>受理<br>7件<br/><br>办结", ["受理", "7件", "办结"]),
        ("<p><span>2</span><font>0</font><b>1</b><o:p>8</o:p>年", ["2018年"]),
        ("<p> \n<p>&nbsp;&#12288;<p>&#8203;<p>\u00ad", []),
        ("<p>&nbsp;&#12288;受&nbsp;理&#8203;7 \t 件&emsp;</p>", ["受\u00a0理\u200b7 件"]),
        ("<p>全年\n   公开，\r\n\t其中\n12\n件", ["全年公开，其中 12 件"]),
        ("<p>１２\n３４", ["１２ ３４"]),
        ("<p>共<b>1</b>\n<b>2</b>件", ["共1 2件"]),
        ("<pre>受理 7\n\n办结 6</pre>", ["受理 7", "办结 6"]),
        ("<publishtime>2024-01-17</publishtime> <ucaptitle>年报</ucaptitle>", ["2024-01-17 年报"]),
        ("<p>面积25<sup>2</sup>、气体CO<sub>2</sub>", ["面积25²、气体CO₂"]),
        ("<p>受理<del>25</del><s>24</s>26件", ["受理26件"]),
    ],
)
def test_paragraphs_are_lines_as_printed(page: str, blocks: list[str]) -> None:
    assert shown(page) == blocks


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>if (a < 7) b()</script>",
        "<style>p { width: 7px }</style>",
        "<noscript>7</noscript>",
        "<template><p>7</p></template>",
        "<!-- 7 -->",
        "<nav>7</nav>",
        "<footer>7</footer>",
        "<aside>7</aside>",
        "<select><option>7</select>",
        "<button>7</button>",
        "<input type=hidden value=7>",
        "<input type=password value=7>",
        "<iframe>7</iframe>",
        "<svg><text>7</text></svg>",
        "<object data=a.swf>7</object>",
        "<div hidden>7</div>",
        "<div style='color: red; DISPLAY : None !important'>7</div>",
        "<div style='visibility:hidden'>7</div>",
        "<div role=navigation>7</div>",
    ],
)
def test_what_no_reader_sees_is_left_out(hidden: str) -> None:
    assert shown(f"<p>前</p>{hidden}<p>后</p>") == ["前", "后"]


@pytest.mark.parametrize(
    "style", ["overflow:hidden", "display:none;display:block", "backface-visibility: hidden", "background:url(x)"]
)
def test_other_styles_hide_nothing(style: str) -> None:
    assert shown(f"<p style='{style}'>7</p>") == ["7"]


def test_a_page_hidden_until_a_script_runs_is_seen() -> None:
    assert shown("<body style='display:none'><p>7") == ["7"]


# Menus


def menu(count: int) -> str:
    return "".join(f"<li><a href=/{number}>栏目{number}</a></li>" for number in range(count))


def test_three_lines_of_links_are_a_menu() -> None:
    assert shown(f"<p>前<ul>{menu(3)}</ul><p>后") == ["前", "后"]
    assert shown("<p>前" + "<p><a href=x>栏目</a>" * 3 + "<p>后") == ["前", "后"]


def test_one_or_two_lines_of_links_stay() -> None:
    assert shown(f"<p>附件<ul>{menu(2)}</ul>") == ["附件", "栏目0", "栏目1"]


def test_long_links_are_a_menu_only_in_a_list() -> None:
    titles = [f"{number}年度政府信息公开工作年度报告" * 3 for number in (2021, 2022, 2023)]
    assert shown("".join(f"<p><a href=x>{title}</a>" for title in titles)) == titles
    assert shown("<ul>" + "".join(f"<li><a href=x>{title}</a>" for title in titles) + "</ul>") == []


def test_a_line_with_any_other_text_is_no_menu() -> None:
    assert shown("<p><a href=x>受理</a>7<p><a href=x>办结</a>6<p><a href=x>诉讼</a>0") == ["受理7", "办结6", "诉讼0"]


def test_a_mere_anchor_is_no_link() -> None:
    assert shown("<p><a name=a>一、总体</a><p><a name=b>二、公开</a><p><a name=c>三、申请</a>") == [
        "一、总体",
        "二、公开",
        "三、申请",
    ]


def test_links_in_data_stay() -> None:
    rows = "".join(f"<tr><td><a href=x>栏目{number}</a><td><a href=x>{number}</a>" for number in range(3))
    assert shown(f"<table>{rows}</table>") == [[["栏目0", "0"], ["栏目1", "1"], ["栏目2", "2"]]]


# Data tables


def test_spans_of_rows_and_columns() -> None:
    page = """
        <table><tr><th rowspan=2>项目<th colspan=2>数量
        <tr><th>甲<th>乙
        <tr><td>受理<td>7<td>&nbsp;</table>
    """
    assert cells(page) == (
        Cell("项目", 1, 1, row_span=2),
        Cell("数量", 1, 2, column_span=2),
        Cell("甲", 2, 2),
        Cell("乙", 2, 3),
        Cell("受理", 3, 1),
        Cell("7", 3, 2),
        Cell("", 3, 3),
    )


@pytest.mark.parametrize(
    ("attributes", "spans"),
    [
        ("rowspan=0", (3, 1)),
        ("rowspan=9", (3, 1)),
        ("rowspan=99999999999999999999", (3, 1)),
        ("rowspan=-2", (1, 1)),
        ("rowspan=x", (1, 1)),
        ("rowspan", (1, 1)),
        ("rowspan=' +02'", (2, 1)),
        ("rowspan=2.9", (2, 1)),
        ("colspan=0", (1, 1)),
        ("colspan=3", (1, 3)),
        ("colspan=5000", (1, 1000)),
        ("colspan=" + "9" * 5000, (1, 1000)),
    ],
)
def test_spans_are_read_as_browsers_read_them(attributes: str, spans: tuple[int, int]) -> None:
    first = cells(f"<table><tr><td {attributes}>甲<tr><td>1<td>2<tr><td>3<td>4</table>")[0]
    assert (first.row_span, first.column_span) == spans


def test_a_row_span_ends_with_its_row_group() -> None:
    page = "<table><thead><tr><td rowspan=3>项目<td>数量</thead><tbody><tr><td>受理<td>7</table>"
    assert cells(page) == (Cell("项目", 1, 1), Cell("数量", 1, 2), Cell("受理", 2, 1), Cell("7", 2, 2))


def test_empty_rows_count_and_hidden_ones_do_not() -> None:
    page = "<table><tr><tr hidden><td>9<tr><td>受理<td style='display:none'>9<td>7</table>"
    assert cells(page) == (Cell("受理", 2, 1), Cell("7", 2, 2))


def test_lines_of_a_cell() -> None:
    page = "<table><tr><td> <p>商业</p>\n<p>&nbsp;</p><p>企业</p><td>3<br><br>4<td>行政\n  机关<td>&#8203;</table>"
    assert [cell.text for cell in cells(page)] == ["商业\n企业", "3\n4", "行政机关", ""]


def test_a_caption_is_a_paragraph_before_the_table() -> None:
    for page in (
        "<table><caption>附表</caption><tr><td>受理<td>7</table>",
        "<table><tr><td>受理<td>7<tbody></tbody><caption>附表</caption></table>",
    ):
        assert shown(page) == ["附表", [["受理", "7"]]]


def test_parts_of_a_table_stay_in_the_order_of_the_source() -> None:
    page = "<table><tfoot><tr><td>合计<td>9</tfoot><tbody><tr><td>受理<td>7</tbody></table>"
    assert shown(page) == [[["合计", "9"], ["受理", "7"]]]


def test_broken_nesting_is_what_browsers_make_of_it() -> None:
    assert shown("<td>受理</td><td>7</td>") == ["受理7"]
    assert shown("<table><form><tr><td>受理<td>7<tr><td>办结<td>6</form></table>") == [[["受理", "7"], ["办结", "6"]]]
    assert shown("<table>漏<tr><td>受理<td>7</table>") == ["漏", [["受理", "7"]]]


def test_a_table_without_cells_gives_nothing() -> None:
    assert shown("<p>前<table><tr></tr></table><p>后") == ["前", "后"]


# Layout tables


def test_tables_inside_tables_are_layout() -> None:
    assert shown(f"<table><tr><td>左<td><p>右</p>{DATA}末</table>") == ["左", "右", [["受理", "7"]], "末"]


def test_an_empty_inner_table_makes_no_layout() -> None:
    assert shown("<table><tr><td>受理<td>7<table><tr><td></table></table>") == [[["受理", "7"]]]


def test_a_single_column_is_layout() -> None:
    assert shown("<table><tr><td>前言</table>") == ["前言"]
    assert shown("<table><tr><td colspan=3>前言<tr><td>受理7件</table>") == ["前言", "受理7件"]


def test_a_table_around_an_article_is_layout() -> None:
    page = f"<table><tr><td>索引号<td>123<tr><td colspan=2><p>标题<p>{PROSE}<p>结语</table>"
    assert shown(page) == ["索引号", "123", "标题", PROSE.rstrip(), "结语"]


def test_a_long_note_makes_no_layout_of_a_table_that_outweighs_it() -> None:
    rows = "".join(f"<tr><td>第{number}类申请的办理结果数量<td>{number}" for number in range(20))
    page = f"<table>{rows}<tr><td colspan=2>说明<br>{PROSE}<br>完</table>"
    assert len(cells(page)) == 41


def test_a_header_of_facts_about_the_page_is_data() -> None:
    page = "<table><tr><td>索引号<td>01/2024<td>发布机构<td>某局<tr><td>名称<td colspan=3>年报</table>"
    assert shown(page) == [[["索引号", "01/2024", "发布机构", "某局"], ["名称", "年报"]]]


def test_a_grid_wider_than_any_report_is_no_table() -> None:
    page = "<table><tr><td colspan=1000 rowspan=2>甲<td>乙<tr><td>丙</table>"
    assert shown(page) == ["甲", "乙", "丙"]


# Any grid


Spans = list[list[tuple[int, int]]]


def anchors(rows: Spans) -> list[tuple[int, int, int, int]]:
    """Place the cells slot by slot, as slowly and plainly as can be."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, spans in enumerate(rows, start=1):
        column = 1
        for row_span, column_span in spans:
            while (row, column) in taken:
                column += 1
            height = min(row_span or len(rows), len(rows) - row + 1)
            placed.append((row, column, height, column_span))
            taken |= {(row + down, column + right) for down in range(height) for right in range(column_span)}
            column += column_span
    return placed


@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 4)), max_size=6), max_size=8))
def test_any_grid_comes_back_where_it_was_anchored(rows: Spans) -> None:
    expected = anchors(rows)
    assume(any(column > 1 for _, column, _, _ in expected))
    page = "".join(
        "<tr>" + "".join(f"<td rowspan={down} colspan={right}>7</td>" for down, right in row) + "</tr>" for row in rows
    )
    found = [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in cells(f"<table>{page}</table>")]
    assert found == expected


# What the page says about itself


def test_metadata() -> None:
    page = """
        <head><meta name=title content=别名><title> 某局\n年报 </title><meta name="PubDate" content=" 2024-01-17 ">
        <meta name=pubdate content=2025><meta name=keywords content=""><meta http-equiv=refresh content=5></head>
        <body><title>另一题</title><meta name=SiteName content=某县>7
    """
    document = read_html(page)
    assert document.metadata == {"title": "某局年报", "pubdate": "2024-01-17", "sitename": "某县"}
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["7"]


def test_metadata_is_bounded() -> None:
    page = "".join(f"<meta name=n{number} content={'7' * 2000}>" for number in range(200))
    metadata = read_html(page + "<p>7").metadata
    assert len(metadata) == 100
    assert {len(value) for value in metadata.values()} == {1000}


# Page or plain text, whole or cut


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE HTML PUBLIC>7",
        "<?xml version='1.0'?><html xmlns='x'>7",
        "受理<BR>7",
        "受理<br/>7",
        "<p class=a>7",
        "<h3>7",
        "<ul\n>7",
        "<td>7</td>",
        "<title>年度报告</title><iframe src=report.html></iframe>",
        "<img alt=表 src='report.png'>",
        "<embed src=report.pdf>",
    ],
)
def test_tags_of_pages_make_a_page(text: str) -> None:
    assert looks_like_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "7",
        "<em>7</em>",
        "a <b 7",
        "<path>7</path>",
        "<td id=a></td>\n<ul id=b> </ul>7",
        "</p>",
        "<title>7",
        "<img>7",
        "<iframe>7</iframe>",
    ],
)
def test_other_tags_make_no_page(text: str) -> None:
    assert not looks_like_html(text)


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("<p>受理7件</p><td", "a tag"),
        ("<p>受理7件</p", "a tag"),
        ("<p>受理7件<a href='x", "a tag"),
        ("<p>受理7件<!-- 完", "a comment"),
        ("<p>受理7件<script>var a = '</p>'", "a script"),
        ("<p>受理7件<style>p {", "a style"),
        ("<html><body><table><tr><td>受理<td>1", "a table"),
        ("<body><table><tr><td><table></table>受理", "a table"),
    ],
)
def test_a_cut_page(page: str, place: str) -> None:
    assert where_cut(page) == place
    with pytest.raises(SourceError) as caught:
        read_html(page, "a.html")
    assert (caught.value.source, caught.value.reason, caught.value.detail) == (
        "a.html",
        "truncated",
        f"it ends inside {place}",
    )


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>受理7件",
        "<html><body><table><tr><td>受理<td>7</table>",
        "<table><tr><td>受理<td>7",
        "<html><body><table><tr><td>受理<td>7</body>",
        "<body></table><table><tr><td>受理</table>",
        "<p>a < b 受理7件 <",
        "<p>受理<!-->7件",
        "<p>受理<!--->7件",
        "<p>受理7件<!-- <script> -->",
        "<p>受理7件<script><!-- document.write('<table>') </SCRIPT >",
        "<p>受理7件<script>a('<script>')</script>",
        "<p>受理7件<!-- 未完 </html>\n",
    ],
)
def test_a_sloppy_page_is_whole(page: str) -> None:
    assert where_cut(page) == ""


# Size and depth


@pytest.mark.parametrize(
    "tag", ["<div>", "<table><tr><td>", "<table>", "<ul><li>", "<font>", "<a href=x>", "<sup>", "<pre>"]
)
def test_depth_is_no_danger(tag: str) -> None:
    assert shown(tag * 10_000 + "受理") == ["受理"]


def test_a_page_of_one_long_paragraph() -> None:
    sentence = "全年受理申请7件，"
    assert shown("<p>" + sentence * 700_000) == [sentence * 700_000]


# The sample report


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample reports are not beside the repository")
def test_the_tables_of_a_real_page() -> None:
    document = read_document(SAMPLE)
    tables = [table for _, table in document.tables()]
    header, disclosure, requests, disputes = tables
    assert [len(table.cells) for table in tables] == [18, 30, 215, 34]
    assert document.metadata["sitename"] == "沭阳县人民政府"
    assert not any(text == "首页" for _, text in document.paragraphs())

    assert header.cells[8:10] == (Cell("公开日期", 3, 3), Cell("2024-01-17", 3, 4))

    assert disclosure.cells[0] == Cell("第二十条第（一）项", 1, 1, column_span=4)
    assert [(cell.text, cell.column) for cell in disclosure.cells if cell.row == 4] == [
        ("规范性文件", 1),
        ("8", 2),
        ("0", 3),
        ("18", 4),
    ]
    assert disclosure.cells[-1] == Cell("0", 14, 2, column_span=3)

    at = {(cell.row, cell.column): cell for cell in requests.cells}
    assert (at[1, 1].row_span, at[1, 1].column_span) == (3, 3)
    assert at[1, 4] == Cell("申请人情况", 1, 4, column_span=7)
    assert at[3, 5] == Cell("商业\n企业", 3, 5)
    assert at[6, 1] == Cell("三、本年度办理结果", 6, 1, row_span=22)
    assert at[8, 2] == Cell("（三）不予公开", 8, 2, row_span=8)
    assert at[27, 2] == Cell("（七）总计", 27, 2, column_span=2)
    assert [at[6, column].text for column in range(4, 11)] == ["26", "", "", "", "", "", "26"]
    assert max(at) == (28, 10)

    assert [(cell.text, cell.column, cell.column_span) for cell in disputes.cells if cell.row == 1] == [
        ("行政复议", 1, 5),
        ("行政诉讼", 6, 10),
    ]
    assert [cell.text for cell in disputes.cells if cell.row == 4] == list("000110000000000")


@pytest.mark.parametrize(
    ("page", "open_"),
    [
        ("<html><body><p>受理7件", True),
        ("<BODY><div><p>受理7件</div>", True),
        ("<div><div><p>受理7件</div>", True),
        ("<p>受理7件", False),
        ("<html><body><div><p>受理7件</body>", False),
        ("<html><body><p>受理7件</HTML>\n", False),
        ("<div><p>受理7件</div></div><div>完</div>", False),
        ("<p>受理7件<!-- <body> --><script>'<div>'</script>", False),
    ],
)
def test_a_page_that_does_not_close_its_text_is_a_doubt(page: str, open_: bool) -> None:
    assert stays_open(page) is open_
    assert [notice.kind for notice in read_html(page).notices] == ["left_open"] * open_
