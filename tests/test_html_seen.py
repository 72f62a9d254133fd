"""What a person sees of a web page: hidden, struck, raised and turned text, fields, pictures, scripts, fonts."""

from __future__ import annotations

import base64
import struct

import pytest

from generators.seen_pages import TITLE, disclosure_table, report_page, table_page
from gongkai import read_report
from gongkai.document import UNCERTAIN, Document, Table
from gongkai.errors import SourceError
from gongkai.read import read_document
from gongkai.read.html import read_html
from gongkai.read.html.declarations import attribute_declarations

MADE = "2021.disclosure.regulations.made"
NINE = "<span class=h>9</span>2455"


def cell_of(page: str) -> tuple[str, set[str]]:
    """Give the text of the cell in question, and the kinds of what is remarked of it."""
    document = read_html(page)
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    (cell,) = (cell for cell in table.cells if (cell.row, cell.column) == (1, 2))
    return cell.text, {remark.kind for remark in document.remarks_at("b1.r1.c2")}


# Hidden text


@pytest.mark.parametrize(
    "sheet",
    [
        ".h{display:none}",
        "SPAN.h { DISPLAY : NONE }",
        "td > .h:first-child{display:none}",
        "table tr:nth-child(1) td span[class=h]{display:none}",
        "span{display:none !important} .h{display:inline}",
        "#no .h{display:none} .h{display:none}",
        "@media screen{.h{display:none}}",
        "@media all and (min-width: 600px){.h{display:none}}",
        "@supports (display: grid){.h{display:none}}",
        "@layer a{.h{display:none}}",
        ".other, .h{display:none}",
        "<!-- .h{display:none} -->",
        "/* .h{display:inline} */ .h{display:none}",
        ".h{display:none;display:nonsense}",
        ".h{visibility:hidden}",
        ".h{visibility:collapse}",
        ".h{opacity:0}",
        ".h{opacity:1%}",
        ".h{font-size:0}",
        ".h{font:0/0 a}",
        ".h{font-size:1px}",
        ".h{position:absolute;left:-9999px}",
        ".h{position:fixed;top:-100em}",
        ".h{position:absolute;inset:0 auto auto -3000px}",
        ".h{margin-left:-9999px}",
        ".h{display:inline-block;text-indent:-9999px}",
        ".h{position:absolute;clip:rect(0 0 0 0)}",
        ".h{position:absolute;clip:rect(1px,1px,1px,1px)}",
        ".h{clip-path:inset(50%)}",
        ".h{clip-path:circle(0)}",
        ".h{clip-path:polygon(0 0, 0 0, 0 0)}",
        ".h{display:inline-block;width:0;height:0;overflow:hidden}",
        ".h{position:absolute;width:1px;height:1px;overflow:hidden}",
        ".h{float:left;max-width:0;overflow-x:clip}",
        ".h{color:#fff}",
        ".h{color:white}",
        ".h{color:rgb(254,255,254)}",
        ".h{color:hsl(0 0% 100%)}",
        ".h{color:transparent}",
        ".h{color:rgba(0,0,0,.01)}",
        ".h{-webkit-text-fill-color:transparent}",
        "td{background:#fafafa}.h{color:#fafafa}",
        "td{color:#fff}td{background-color:#036}.h{color:#036}",
        ".h{background:black}",
        ".h{transform:scale(0)}",
        ".h{filter:opacity(0)}",
        ".h{content-visibility:hidden}",
    ],
)
def test_a_digit_hidden_by_a_style_sheet_is_left_out(sheet: str) -> None:
    assert cell_of(table_page(NINE, sheet)) == ("2455", {"hidden"})


@pytest.mark.parametrize(
    "hidden",
    [
        "<span style='color:#FFF'>9</span>",
        "<font color=white>9</font>",
        "<font color=FFFFFF>9</font>",
        "<span hidden>9</span>",
        "<span hidden='until-found'>9</span>",
        "<i style='display:none'><b>9</b></i>",
        "<p style='display:none'>9</p>",
        "<span style='visibility:hidden'>9<b>9</b></span>",
        "<span style='opacity:.3'><b style='opacity:.1'>9</b></span>",
        "<span style='background:#000'><b>9</b></span>",
        "<dialog>9</dialog>",
    ],
)
def test_a_digit_hidden_by_its_element_is_left_out(hidden: str) -> None:
    assert cell_of(table_page(f"{hidden}2455")) == ("2455", {"hidden"})


@pytest.mark.parametrize(
    "sheet",
    [
        ".h:hover{display:none}",
        ".g{display:none}",
        "@media print{.h{display:none}}",
        "@media (max-width: 640px){.h{display:none}}",
        "@media not screen{.h{display:none}}",
        "@media (prefers-color-scheme: dark){.h{display:none}}",
        ".h{display:none} .h{display:inline}",
        ".h{display:inline !important} td span.h{display:none}",
        "td span.h{display:inline} .h{display:none}",
        ".h{overflow:hidden;height:0}",
        ".h{position:static;left:-9999px;width:0}",
        ".h{color:#fff;background:#036}",
        "td{background:#036;color:#fff}",
        "tr{background:navy}td{color:white}",
        "table{background-color:rgb(0 51 102)}.h{color:#fff}td{color:#fff}",
        ".h{color:nonsense;visibility:none}",
        ".h{font-size:12px;text-indent:2em;margin-left:-3px}",
        ".h::after{content:'';display:none}",
        ".h{background:url(x.png)}",
    ],
)
def test_other_rules_hide_nothing(sheet: str) -> None:
    assert cell_of(table_page(NINE, sheet))[0] == "92455"


def test_what_is_visible_again_inside_hidden_text_is_seen() -> None:
    page = table_page("<div class=h>9<b>2455</b></div>", ".h{visibility:hidden}.h b{visibility:visible}")
    assert cell_of(page) == ("2455", {"hidden"})
    page = table_page("<div class=h>9<b>2455</b></div>", ".h{font-size:0}.h b{font-size:14px}")
    assert cell_of(page) == ("2455", {"hidden"})


def test_white_text_with_a_style_sheet_elsewhere_is_a_doubt_for_numbers_and_seen_for_words() -> None:
    linked = "<link rel=stylesheet href=a.css>"
    assert cell_of(table_page("<b style='color:#fff'>9</b>2455", head=linked)) == (f"{UNCERTAIN}2455", {"hidden"})
    assert cell_of(table_page("<b style='color:#fff'>总数</b>", head=linked)) == ("总数", set())


def test_text_nearly_as_light_as_its_ground_is_a_doubt() -> None:
    assert cell_of(table_page("<b style='color:#eee'>9</b>2455")) == (f"{UNCERTAIN}2455", {"hidden"})


@pytest.mark.parametrize(
    "sheet", ["td.x{visibility:hidden}", "td.x{opacity:0}", "td.x{color:#fff}", "td.x{font-size:0}"]
)
def test_a_cell_of_which_nothing_is_seen_keeps_its_place(sheet: str) -> None:
    page = table_page("2455", sheet, "class=x")
    assert cell_of(page) == ("", {"hidden"})
    assert read_html(page).text_at("b1.r1.c3") == "8"


def test_a_cell_that_is_not_displayed_has_no_place() -> None:
    page = "<style>td.x{display:none}</style><table><tr><td>受理<td class=x>555<td>7<tr><td>办结<td>6</table>"
    assert cell_of(page) == ("7", {"hidden"})


def test_a_hidden_table_is_left_out() -> None:
    for style in ("display:none", "visibility:hidden", "opacity:0", "position:absolute;left:-5000px"):
        page = f"<p>前</p><div style='{style}'><table><tr><td>受理<td>7</table></div><p>后</p>"
        assert [getattr(block, "text", None) for block in read_html(page).blocks] == ["前", "后"], style


def test_variables_of_style_sheets_are_followed() -> None:
    root = ":root{--paper:#fff;--ink:#000}"
    assert cell_of(table_page(NINE, root + ".h{color:var(--paper)}"))[0] == "2455"
    assert cell_of(table_page(NINE, root + ".h{color:var(--ink)}"))[0] == "92455"
    assert cell_of(table_page(NINE, root + ".h{display:var(--none, none)}"))[0] == "2455"


@pytest.mark.parametrize(
    "style",
    [
        "color:transparent;text-shadow:0 0 1px #000",
        "color:transparent;background:linear-gradient(red, blue);-webkit-background-clip:text",
        "letter-spacing:-1em",
        "-webkit-text-security:disc",
        "transform:scaleX(-1)",
        "transform:rotate(180deg)",
    ],
)
def test_letters_shown_in_another_way_are_a_doubt(style: str) -> None:
    assert cell_of(table_page(f"<b style='{style}'>2455</b>")) == (UNCERTAIN, {"hidden"})


# Struck, raised and lowered text, and text in another order


@pytest.mark.parametrize(
    ("cell", "sheet"),
    [
        ("<span style='text-decoration:line-through'>12</span>2455", ""),
        ("<span class=k>12</span>2455", ".k{text-decoration:underline line-through red}"),
        ("<span class=k>12</span>2455", ".k{text-decoration-line:line-through}"),
        ("<p class=k><b>12</b></p>2455", ".k{text-decoration:line-through}"),
        ("<s>12</s>2455", ""),
        ("<strike>12</strike> 2455", ""),
        ("<del><span style='text-decoration:none'>12</span></del>2455", ""),
    ],
)
def test_struck_numbers_are_left_out(cell: str, sheet: str) -> None:
    assert cell_of(table_page(cell, sheet)) == ("2455", {"struck"})


def test_a_struck_number_without_another_leaves_a_doubt_and_no_blank() -> None:
    assert cell_of(table_page("<s>2455</s>")) == (UNCERTAIN, {"struck"})


def test_a_line_through_is_undone_by_a_rule_or_by_a_box_of_its_own() -> None:
    assert cell_of(table_page("<del>2455</del>", "del{text-decoration:none}")) == ("2455", set())
    page = table_page("<s>12<b style='display:inline-block'>2455</b></s>")
    assert cell_of(page) == ("2455", {"struck"})


@pytest.mark.parametrize(
    ("cell", "sheet", "text"),
    [
        ("2455<sup>1</sup>", "", "2455¹"),
        ("2455<span style='vertical-align:super;font-size:8px'>1</span>", "", "2455¹"),
        ("2455<em class=n>1</em>", ".n{vertical-align:super}", "2455¹"),
        ("2455<em class=n><b>1</b></em>", ".n{vertical-align:5px}", "2455¹"),
        ("2455<em class=n>1</em>", ".n{position:relative;top:-0.5em;font-size:60%}", "2455¹"),
        ("2455<em class=n>1</em>", ".n{position:relative;bottom:5px}", "2455¹"),
        ("2455<em class=n>1</em>", ".n{vertical-align:top;font-size:9px}", "2455¹"),
        ("2455<em class=n>1</em>", ".n{font-variant-position:super}", "2455¹"),
        ("2455<em class=n>1</em>", ".n{vertical-align:-30%}", "2455₁"),
        ("2455<em class=n>1</em>", ".n{vertical-align:sub}", "2455₁"),
        ("2455<sub>1</sub>", "", "2455₁"),
        ("<ruby>2455<rt>1</rt></ruby>", "", "2455¹"),
    ],
)
def test_a_raised_digit_is_no_digit_of_the_number(cell: str, sheet: str, text: str) -> None:
    assert cell_of(table_page(cell, sheet)) == (text, {"raised"})


def test_digits_of_one_number_in_two_sizes_are_a_doubt() -> None:
    assert cell_of(table_page("2455<span style='font-size:8px'>1</span>")) == (f"2455{UNCERTAIN}1", {"raised"})


@pytest.mark.parametrize(
    ("cell", "attributes"),
    [
        ("2455", "style='vertical-align:super'"),
        ("2455", "style='vertical-align:top;font-size:8px'"),
        ("<span style='position:relative;top:-3pt'>2455</span>", ""),
        ("<span style='position:relative;top:-1px'>24</span>55", ""),
        ("<span style='font-size:9pt'>24</span><span style='font-size:10.5pt'>55</span>", ""),
        ("<p style='font-size:8px'>2455</p>", ""),
    ],
)
def test_a_number_that_is_set_as_a_whole_is_a_number(cell: str, attributes: str) -> None:
    assert cell_of(table_page(cell, attributes=attributes)) == ("2455", set())


@pytest.mark.parametrize(
    "cell",
    [
        "<bdo dir=rtl>5542</bdo>",
        "<bdo dir=RTL>55<b>42</b></bdo>",
        "<span style='unicode-bidi:bidi-override;direction:rtl'>5542</span>",
        "<div dir=rtl><span style='unicode-bidi:isolate-override'>5542</span></div>",
        "\u202e5542\u202c",
        "2\u202e554",
        "&#8238;5542",
    ],
)
def test_text_from_right_to_left_is_read_as_it_is_seen(cell: str) -> None:
    assert cell_of(table_page(cell)) == ("2455", {"reversed"})


def test_a_direction_alone_turns_no_number_round() -> None:
    assert cell_of(table_page("<span dir=rtl>2455</span><bdo dir=ltr></bdo>")) == ("2455", set())


@pytest.mark.parametrize(
    "cell",
    [
        "<span style='float:right'>2</span><span>455</span>",
        "<span style='position:relative;left:1em'>4</span><span style='position:relative;left:-1em'>2</span>55",
        "<div style='display:flex;flex-direction:row-reverse'><span>55</span><span>24</span></div>",
        "<div style='display:flex'><span style='order:2'>55</span><span>24</span></div>",
    ],
)
def test_digits_moved_out_of_their_order_are_a_doubt(cell: str) -> None:
    text, kinds = cell_of(table_page(cell))
    assert UNCERTAIN in text
    assert kinds == {"overlapping"}


# Fields, pictures, what style sheets and scripts put in, and fonts


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<input value=2455>", "2455"),
        ("<input type=text value=' 2455 ' readonly>", "2455"),
        ("<input type=number value=2455>件", "2455件"),
        ("<textarea>\n2455</textarea>", "2455"),
        ("<select><option>1<option selected>2455</select>", "2455"),
        ("<select><option>2455<option>2</select>", "2455"),
        ("<select><option label=2455 selected>1</select>", "2455"),
        ("<select><option disabled>1<option>2455</select>", "2455"),
    ],
)
def test_values_of_fields_are_seen(cell: str, text: str) -> None:
    assert cell_of(table_page(cell)) == (text, {"form_field"})


@pytest.mark.parametrize("kind", ["hidden", "password", "button", "submit", "reset", "file"])
def test_values_of_other_fields_are_not(kind: str) -> None:
    assert cell_of(table_page(f"<input type={kind} value=9>2455")) == ("2455", set())


def test_checked_boxes_are_seen() -> None:
    assert cell_of(table_page("<input type=checkbox checked>是<input type=radio>否"))[0] == "☑是☐否"


@pytest.mark.parametrize(
    "cell",
    [
        "<select multiple><option selected>2455</select>",
        "<input type=range value=2455>",
        "<input placeholder=0>",
        "<button>2455</button>",
        "<meter value=2455></meter>",
    ],
)
def test_fields_whose_number_cannot_be_told_are_a_doubt(cell: str) -> None:
    assert cell_of(table_page(cell)) == (UNCERTAIN, {"form_field"})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<img src=a alt=2><img src=b alt=4>55", "2455"),
        ("<img src=a alt='2,455'>", "2,455"),
        ("<img src=a alt=２><img src=b alt=４>", "２４"),
        ("8<img src=4.gif>", f"8{UNCERTAIN}"),
        ("<img src=4.gif alt=''>", UNCERTAIN),
        ("<img src=4.gif alt=图片>5", f"{UNCERTAIN}5"),
        ("<input type=image src=a alt=7>", "7"),
    ],
)
def test_pictures_of_digits(cell: str, text: str) -> None:
    assert cell_of(table_page(cell)) == (text, {"picture"})


def test_the_number_of_an_empty_item_is_a_doubt() -> None:
    assert cell_of(table_page("<ol start=2455><li></ol>")) == (UNCERTAIN, {"list_number"})
    assert cell_of(table_page("<ol><li>2455</ol>")) == ("2455", set())
    assert cell_of(table_page("<ol start=2455><li><b> </b></li></ol>")) == (UNCERTAIN, {"list_number"})


def test_pictures_of_no_size_and_beside_words_are_no_digits() -> None:
    assert cell_of(table_page("24<img src=a width=1 height=1>55<img src=/spacer.gif>")) == ("2455", set())
    assert cell_of(table_page("总数<img src=sort.gif>"))[0] == "总数"


@pytest.mark.parametrize(
    ("cell", "sheet", "text"),
    [
        ("<i class=g></i>", ".g::before{content:'2455'}", "2455"),
        ("<i class=g></i>", ".g:after{content:'24' '55'}", "2455"),
        ("<i class=g data-v=2455></i>", ".g::after{content:attr(data-v)}", "2455"),
        ("55", "td + td::before{content:'24'}", "2455"),
        ("<i class=g></i>", ".g::before{content:'\\32 455'}", "2455"),
        ("<i class=g></i>", ".g::before{content:counter(n)}", UNCERTAIN),
        ("<i class=g></i>", ".g::before{content:url(2.png)}", UNCERTAIN),
        ("<i class=g></i>", ".g::before{content:'\\e123'}", UNCERTAIN),
        ("<i class=g></i>55", ".g::before{content:var(--n)}", f"{UNCERTAIN}55"),
    ],
)
def test_text_from_a_style_sheet_is_seen(cell: str, sheet: str, text: str) -> None:
    found, kinds = cell_of(table_page(cell, sheet))
    assert (found, "generated" in kinds) == (text, True)


@pytest.mark.parametrize(
    "sheet",
    [
        ".g::before{content:none}",
        ".g::before{content:'9';display:none}",
        ".g::before{content:'9';color:#fff}",
        ".g::after{content:''}",
    ],
)
def test_text_from_a_style_sheet_that_is_not_seen(sheet: str) -> None:
    assert cell_of(table_page("<i class=g>2455</i>", sheet))[0] == "2455"


@pytest.mark.parametrize(
    "cell",
    [
        "<script>document.write(2455)</script>",
        "2<script>document['write'](455)</script>",
        "<script src=a.js></script>",
        "<span id=n>0</span><script>document.getElementById('n').innerHTML = 2455</script>",
        "<span id=n>0</span><script>$('#n').text(2455)</script>",
        "<span id=n></span><script>n.textContent = 2455</script>",
        "{{ total }}",
        "${total}",
        "<%= total %>",
        "<span v-text=total></span>",
        "<span ng-bind=total>0</span>",
    ],
)
def test_a_cell_that_a_script_writes_is_a_doubt(cell: str) -> None:
    text, kinds = cell_of(table_page(cell))
    assert UNCERTAIN in text
    assert kinds == {"script"}


def test_a_script_that_speaks_of_the_article_writes_no_cell() -> None:
    script = "<script>document.getElementById('zoom').innerHTML += ''; var total = 9</script>"
    page = f"<table><tr><td id=zoom>{disclosure_table('24')}</table>{script}"
    report = read_report(report_page("", table=page).encode())
    assert report.value(MADE) == 24


@pytest.mark.parametrize(
    "cell",
    [
        "<canvas></canvas>",
        "<svg><text>2455</text></svg>",
        "<iframe src=a></iframe>",
        "<object data=a>7</object>",
        "<embed src=a>",
    ],
)
def test_what_is_embedded_in_a_cell_is_a_doubt(cell: str) -> None:
    assert cell_of(table_page(cell))[0] == UNCERTAIN


FONT = "@font-face{font-family:secret;src:url(data:font/woff2;base64,AAAA)}"


def test_digits_in_a_font_of_their_own_are_a_doubt() -> None:
    assert cell_of(table_page("<b class=f>2455</b>", FONT + ".f{font-family:secret}")) == (UNCERTAIN, {"font"})
    assert cell_of(table_page("<font face=secret>2</font>455", FONT)) == (f"{UNCERTAIN}455", {"font"})
    assert cell_of(table_page("&#xe602;&#xe604;")) == (UNCERTAIN, {"font"})


@pytest.mark.parametrize(
    "sheet",
    [
        FONT + "body{font-family:secret}",
        FONT.replace("secret", "Roboto") + "td{font-family:Roboto}",
        FONT + ".icon{font-family:secret}",
        "@font-face{font-family:secret;panose-1:2 1}td{font-family:secret}",
    ],
)
def test_fonts_for_beauty_are_none(sheet: str) -> None:
    assert cell_of(table_page("2455", sheet)) == ("2455", set())


def test_prose_keeps_fields_and_digits_as_pictures() -> None:
    page = "<p>受理<input value=7>件，办结<img src=a alt=1><img src=b alt=2>件，另有1<img src=c>件</p>"
    document = read_html(page)
    assert document.text_at("b1") == f"受理7件，办结12件，另有1{UNCERTAIN}件"
    assert {remark.kind for remark in document.remarks} == {"form_field", "picture"}


# Tabs


TABS = "<style>.tab-pane{display:none}.tab-pane.active{display:block}</style>"


def tables_of(document: Document) -> list[str]:
    return [table.cells[1].text for _, table in document.tables()]


def test_the_table_of_a_closed_tab_is_read_where_no_open_one_has_its_like() -> None:
    pane = "<div class='tab-pane'><table><tr><td>规章<td>7<tr><td>许可<td>8</table></div>"
    assert tables_of(read_html(f"{TABS}<div class='tab-pane active'><p>说明</p></div>{pane}")) == ["7"]
    assert tables_of(read_html(f"{TABS}{pane}{pane.replace('7', '9')}")) == ["7"]


def test_the_table_of_a_closed_tab_gives_way_to_that_of_an_open_one() -> None:
    table = "<table><tr><td>规章<td>7<tr><td>许可<td>8</table>"
    document = read_html(
        f"{TABS}<div class=tab-pane>{table.replace('7', '9')}</div><div class='tab-pane active'>{table}</div>"
    )
    assert tables_of(document) == ["7"]
    assert [notice.kind for notice in document.notices] == ["hidden_panel"]


# What is not read


def png(width: int, height: int) -> str:
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)
    return f"data:image/png;base64,{base64.b64encode(head + bytes(40)).decode()}"


def unread_of(part: str) -> list[str]:
    return [part.kind for part in read_html(report_page("", table=part)).unread]


@pytest.mark.parametrize(
    ("part", "kinds"),
    [
        ("<p><img src=a.png width=640 height=900></p>", ["picture"]),
        ("<p><img src=a.png></p>", ["picture"]),
        ("<figure><img src=a.png style='width:15cm;height:8cm'></figure>", ["picture"]),
        (f"<img src='{png(900, 600)}'>", ["picture"]),
        (f"<img src='{png(16, 16)}'>", []),
        ("<img src=a.png width=20 height=20>", []),
        ("<a href=b><img src=a.png></a>", []),
        ("<a href=b><img src=a.png width=640 height=900></a>", ["picture"]),
        ("<header><img src=a.png></header>", []),
        ("<p hidden><img src=a.png></p>", []),
        ("<table><tr><td><img src=a.png width=640 height=900></table>", ["picture"]),
        ("<iframe src=t.html></iframe>", ["frame"]),
        ("<iframe src=t.html width=0 height=0></iframe>", []),
        ("<object data=t.swf></object>", ["embedded"]),
        ("<canvas width=800 height=400></canvas>", ["drawing"]),
        ("<p><a href=t.xls>附件：统计表</a></p>", ["attachment"]),
        ("<p><a href=t.xls>下载</a></p>", []),
    ],
)
def test_what_may_hold_a_table_and_was_not_read(part: str, kinds: list[str]) -> None:
    assert unread_of(part) == kinds


def test_a_report_of_pictures_or_in_a_frame_is_refused_with_advice_that_helps() -> None:
    head = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
    for body, reason in (
        ("<p><img src=1.jpg><img src=2.jpg>", "pictures_only"),
        ("<iframe src=r.html height=900>", "frame_only"),
    ):
        for page in (head + body, head.replace(f"<h1>{TITLE}</h1>", "") + body):
            with pytest.raises(SourceError) as caught:
                read_report(page.encode())
            assert caught.value.reason == reason
            assert "leave it out" not in str(caught.value)


def test_a_page_without_text_or_report_is_empty() -> None:
    with pytest.raises(SourceError) as caught:
        read_document(b"<html><title>a</title><body><p><img src=1.jpg></body></html>")
    assert caught.value.reason == "empty"


# From the page to the value


@pytest.mark.parametrize(
    ("cell", "sheet", "value"),
    [
        ("24", "", 24),
        (NINE.replace("2455", "24"), ".h{display:none}", 24),
        ("<s>7</s>24", "", 24),
        ("<input value=24>", "", 24),
        ("<img src=a alt=2><img src=b alt=4>", "", 24),
        ("<bdo dir=rtl>42</bdo>", "", 24),
        ("24<em class=n>1</em>", ".n{vertical-align:super}", 24.0),
        ("2<img src=4.gif>", "", None),
        ("<script>document.write(24)</script>", "", None),
    ],
)
def test_the_value_is_what_is_seen_or_none(cell: str, sheet: str, value: float | None) -> None:
    report = read_report(report_page(cell, sheet=sheet).encode())
    (row,) = (row for row in report.observation_rows if row.indicator_id == MADE)
    assert row.value == value
    assert row.status == ("unreadable" if value is None else "reported")
    assert (row.remarks is None) == (cell == "24")
    assert report.value("2021.disclosure.regulations.repealed") == 31


def test_a_table_that_is_a_picture_makes_the_report_partial() -> None:
    table = disclosure_table("24") + "<p><img src=t.png width=640 height=900></p>"
    summary = read_report(report_page("", table=table).encode()).summary
    assert summary["status"] == "partial"
    assert "t.png" in summary["remarks"]


def test_declarations_that_no_browser_accepts_are_left_out() -> None:
    assert [each[:2] for each in attribute_declarations("display:none;display:maybe;color:#ff;opacity:x")] == [
        ("display", "none")
    ]
