"""A printed report as a web page, with the habits of several content management systems."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generators.printed import AnchoredCell, Block, ExpectedIdentity, PrintedReport, PrintedTable

__all__ = ["SKINS", "render_html"]


def render_html(report: PrintedReport, skin: str) -> bytes:
    """Render a report as the page of one content management system."""
    chosen = SKINS[skin]
    body = "\n".join(_block(block, chosen) for block in report.blocks)
    page = chosen.page(report.identity, body)
    return page.encode(chosen.encoding, errors="xmlcharrefreplace")


@dataclass(frozen=True)
class Skin:
    """How a system writes a page: the frame around the report, the text of a cell, a paragraph, and the tags."""

    page: Callable[[ExpectedIdentity, str], str]
    cell: Callable[[str], str]
    paragraph: Callable[[str], str]
    table_attributes: str = ' border="1"'
    cell_attributes: str = ""
    uppercase: bool = False
    row_groups: bool = False
    encoding: str = "utf-8"


def _block(block: Block, skin: Skin) -> str:
    if isinstance(block, str):
        return skin.paragraph(block)
    return _table(block, skin)


def _table(table: PrintedTable, skin: Skin) -> str:
    rows = ["".join(_cell(each, skin) for each in row) for row in table.anchored()]
    lines = [f"<tr>{row}</tr>" for row in rows]
    if skin.row_groups and table.header_rows and not _crosses_header(table):
        head, body = lines[: table.header_rows], lines[table.header_rows :]
        lines = ["<thead>", *head, "</thead>", "<tbody>", *body, "</tbody>"]
    opened, closed = ("<TABLE", "</TABLE>") if skin.uppercase else ("<table", "</table>")
    text = "\n".join(lines)
    if skin.uppercase:
        text = text.replace("<tr>", "<TR>").replace("</tr>", "</TR>")
    return f"{opened}{skin.table_attributes}>\n{text}\n{closed}"


def _crosses_header(table: PrintedTable) -> bool:
    return any(
        number + each.row_span > table.header_rows
        for number, row in enumerate(table.anchored()[: table.header_rows])
        for each in row
    )


def _cell(each: AnchoredCell, skin: Skin) -> str:
    spans = "".join(
        f' {name}="{span}"' for name, span in (("rowspan", each.row_span), ("colspan", each.column_span)) if span > 1
    )
    tag = "TD" if skin.uppercase else "td"
    return f"<{tag}{skin.cell_attributes}{spans}>{skin.cell(each.cell.text)}</{tag}>"


# Cells ----------------------------------------------------------------------------------------------------------------


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>").replace("\u00a0", "&nbsp;")


def _plain_cell(text: str) -> str:
    return _escaped(text) or "&nbsp;"


def _one_span_per_character(text: str) -> str:
    return "".join(
        "<br/>" if character == "\n" else f'<span lang="EN-US">{_escaped(character)}</span>' for character in text
    )


def _word_cell(text: str) -> str:
    """A cell as the Word export writes it: a styled paragraph, padded, and something even where nothing is."""
    style = 'class="MsoNormal" align="center" style="text-align:center;layout-grid-mode:char"'
    if not text:
        return f'<p {style}><span lang="EN-US" style="font-size:9.0pt">&nbsp;<o:p></o:p></span></p>'
    inside = f'<span style="font-size:9.0pt;font-family:宋体">{_escaped(text)}</span>'
    return f'<p {style}>{inside}<span lang="EN-US"><o:p>&nbsp;</o:p></span></p>'


def _paragraphs_in_cell(text: str) -> str:
    return "".join(f"<p>{_escaped(line)}</p>" for line in text.split("\n")) if text else "<p><br></p>"


def _wrapped_cell(text: str) -> str:
    """A cell whose source is indented and broken, which a browser does not show."""
    return f"\n\t\t\t\t<div>\n\t\t\t\t\t{_escaped(text)}\n\t\t\t\t</div>\n\t\t\t"


def _paragraph(text: str) -> str:
    return f"<p>{_escaped(text)}</p>"


def _indented_paragraph(text: str) -> str:
    return f'<p style="text-indent:2em">&nbsp;&nbsp;&nbsp;&nbsp;{_escaped(text)}</p>'


def _spanned_paragraph(text: str) -> str:
    return f"<P>{_one_span_per_character(text)}</P>"


def _line(text: str) -> str:
    return f"　　{_escaped(text)}<br>"


# Pages ----------------------------------------------------------------------------------------------------------------


def _bare_page(identity: ExpectedIdentity, body: str) -> str:
    number = f"<p>文号：{identity.document_number}</p>" if identity.document_number else ""
    return (
        f"<html><head><meta charset='utf-8'><title>{identity.title}</title></head><body><h1>{identity.title}</h1>"
        f"<p>发布日期：{identity.published.isoformat()}　发布机构：{identity.agency}</p>{number}{body}</body></html>"
    )


def _portal_page(identity: ExpectedIdentity, body: str) -> str:
    """Nested layout tables, a header table, breadcrumbs, menus and a footer."""
    menu = "".join(f'<li><a href="/{name}/">{name}</a></li>' for name in ("首页", "政务公开", "办事服务", "互动交流"))
    return f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{identity.title}_政府信息公开</title><meta name="ArticleTitle" content="{identity.title}">
<meta name="PubDate" content="{identity.published.isoformat()} 09:30"></head><body>
<ul class="menu">{menu}</ul>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/xxgk/">政府信息公开</a> &gt; 年度报告</div>
<table width="1000" align="center"><tr><td valign="top"><table width="100%"><tr><td>
{_header_table(identity)}
</td></tr><tr><td class="content"><h2>{identity.title}</h2><div id="zoom">
{body}
</div></td></tr></table></td></tr></table>
<div class="foot"><p>版权所有：网站管理中心　备案号：备20240012号　联系电话：0515-83660012</p></div>
</body></html>"""


def _header_table(identity: ExpectedIdentity) -> str:
    facts = (
        ("索引号", f"014300000/{identity.published.year}-00017", "分类", "年度报告"),
        ("发布机构", identity.agency, "公开日期", identity.published.isoformat()),
        ("文号", identity.document_number or "", "时效", "有效"),
    )
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in facts)
    title = f'<tr><td>名称</td><td colspan="3">{identity.title}</td></tr>'
    return f'<table class="xxgk_head">{title}{rows}</table>'


def _word_page(identity: ExpectedIdentity, body: str) -> str:
    """A page saved from Word, with its name spaces, its conditional comments and its styles."""
    number = f'<p class="MsoNormal">文号：{identity.document_number}</p>' if identity.document_number else ""
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{identity.title}</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style>p.MsoNormal {{margin:0cm;text-align:justify}}</style></head>
<body lang="ZH-CN" style="text-justify-trim:punctuation"><div class="Section1">
<p class="MsoNormal" align="center"><b><span style="font-size:22.0pt">{identity.title}</span></b><o:p></o:p></p>
<p class="MsoNormal">信息来源：{identity.agency}　发布时间：{identity.published.isoformat()} 10:20</p>
{number}
{body}
</div></body></html>"""


def _old_page(identity: ExpectedIdentity, body: str) -> str:
    """A page of frames of tables in uppercase tags, whose declared encoding is not its own."""
    number = f"&nbsp;文号：{identity.document_number}" if identity.document_number else ""
    day = identity.published.isoformat()
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=utf-8">
<TITLE>{identity.title}</TITLE></HEAD><BODY bgColor=#ffffff>
<CENTER><FONT size=5>{identity.title}</FONT></CENTER>
<DIV align=center>发布日期：{day}&nbsp;&nbsp;发布机构：{identity.agency}&nbsp;{number}</DIV>
{body}
<HR><DIV align=center>版权所有　备案号：备20240012号</DIV></BODY></HTML>"""


SKINS: Mapping[str, Skin] = {
    "bare": Skin(_bare_page, _plain_cell, _paragraph),
    "portal": Skin(_portal_page, _paragraphs_in_cell, _indented_paragraph, ' class="MsoTable"', ' width="64"'),
    "word": Skin(_word_page, _word_cell, _paragraph, ' class="MsoNormalTable" cellspacing="0"', ' valign="top"'),
    "old": Skin(_old_page, _plain_cell, _line, " border=1", " align=middle", uppercase=True, encoding="gbk"),
    "spans": Skin(_bare_page, _one_span_per_character, _spanned_paragraph, uppercase=True),
    "editor": Skin(_portal_page, _wrapped_cell, _paragraph, ' class="table"', row_groups=True),
}
