"""A web page -> `Document`: what a reader of the page sees, in reading order, with its data tables as grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.document import Block, Document, Paragraph, Table
from gongkai.errors import SourceError
from gongkai.read.blank import BLANK
from gongkai.read.html_table import Attributes, Line, OpenTable
from gongkai.read.truncation import where_cut

__all__ = ["looks_like_html", "read_html"]


def looks_like_html(text: str) -> bool:
    """Tell a page from plain text into which an empty pair of tags, or a rarer tag, has strayed.

    >>> looks_like_html("受理申请<br>7件"), looks_like_html("1. <ul></ul> 受理申请<em>7</em>件")
    (True, False)
    """
    return _PAGE_TAG.search(text) is not None


_PAGE_TAG = re.compile(
    r"<(?:!doctype\s+html|(html|head|body|table|tr|td|div|p|pre|br|span|font|h[1-6]|ul|li)(?=[\s/>])[^<>]*>(?!\s*</\1))",
    re.IGNORECASE,
)


def read_html(text: str, name: str = "<bytes>") -> Document:
    """Read a web page.

    A table that only lays out the page is taken apart into the flow of the page. Menus, hidden and struck out text
    are left out. Lines of a cell are divided by a line feed.

    Args:
        text: the whole source of the page.
        name: what to call the source in the document and in errors.

    Raises:
        SourceError: the page is `truncated`.

    >>> page = "<title>年报</title><p>申请<b>7</b>件</p><table><tr><td>受理<td>7<tr><td>办结<td>&nbsp;</table>"
    >>> document = read_html(page)
    >>> document.metadata, document.text_at("b1"), document.text_at("b2.r1.c2"), document.text_at("b2.r2.c2")
    ({'title': '年报'}, '申请7件', '7', '')
    """
    place = where_cut(text)
    if place:
        raise SourceError(name, "truncated", f"it ends inside {place}")
    if text.count("<") > _SUSPECTED_TAGS and _depth(text) > _DEEPEST:
        raise SourceError(name, "too_large", f"its elements nest deeper than {_DEEPEST}")
    page = _Page()
    root = LexborHTMLParser(text).root
    if root is not None:
        _walk(root, page)
    return Document(
        tuple(_without_menus(page.blocks)),
        "html",
        name,
        metadata=page.metadata | ({"title": page.title} if page.title else {}),
        attachments=tuple(page.attachments),
    )


# The parser takes time that grows with the square of the depth.
_DEEPEST = 20_000
_SUSPECTED_TAGS = 2 * _DEEPEST
_NESTING_TAG = re.compile(r"<(/?)(?:div|table|ul|ol|span|font|b|section|blockquote|center)\b", re.IGNORECASE)


def _depth(text: str) -> int:
    deepest = depth = 0
    for found in _NESTING_TAG.finditer(text):
        depth = max(depth + (-1 if found[1] else 1), 0)
        deepest = max(deepest, depth)
    return deepest


def _walk(root: LexborNode, page: _Page) -> None:
    """Show a page its nodes in reading order. Pages may nest deeper than Python can recurse."""
    node = root
    ancestors: list[tuple[LexborNode, str]] = []
    while True:
        role = _enter(node, page)
        child = node.first_child if role else None
        if child is not None:
            ancestors.append((node, role))
            node = child
            continue
        if role:
            page.close(role)
        while (sibling := node.next) is None:
            if not ancestors:
                return
            node, role = ancestors.pop()
            page.close(role)
        node = sibling


def _enter(node: LexborNode, page: _Page) -> str:
    """Show a page one node, and give its role, or the empty string if nothing inside it is to be read."""
    tag = node.tag
    if tag == "-text":
        page.add_text(node.text_content or "")
        return ""
    if tag in _LINKS:
        page.add_attachment(node.attributes.get(_LINKS[tag]) or "")
    if tag is None or tag in _LEFT_OUT:
        return ""
    attributes = node.attributes
    # A script is to show a body that is hidden, so readers see it.
    if tag != "body" and _is_hidden(attributes):
        return ""
    if tag == "title":
        page.title = page.title or _as_printed(node.text())[:_LONGEST_METADATA]
        return ""
    if tag == "meta":
        page.add_metadata(attributes.get("name") or "", attributes.get("content") or "")
        return ""
    role = "inline" if tag == "a" and "href" not in attributes else _ROLES.get(tag, "inline")
    page.open(role, attributes)
    return role


_LINKS = {"a": "href", "iframe": "src", "embed": "src", "object": "data"}

# Text of buttons and of embedded objects is no part of a report, and what is struck out no longer is.
_LEFT_OUT = frozenset(
    {
        *("-comment", "-doctype", "script", "style", "noscript", "template"),
        *("nav", "footer", "aside", "map"),
        *("button", "input", "select", "option", "optgroup", "datalist", "textarea"),
        *("iframe", "noframes", "object", "embed", "applet", "svg", "math", "canvas", "audio", "video"),
        *("del", "s", "strike"),
    }
)

_BLOCKS = (
    *("html", "head", "body", "address", "article", "blockquote", "center", "details", "dialog", "dd", "div", "dl"),
    *("dt", "fieldset", "figcaption", "figure", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
    *("hgroup", "hr", "legend", "li", "main", "p", "search", "section", "summary", "br"),
)

_ROLES = {
    **dict.fromkeys(_BLOCKS, "block"),
    **dict.fromkeys(("ul", "ol", "dir", "menu"), "list"),
    **dict.fromkeys(("pre", "listing", "plaintext", "xmp"), "preformatted"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), "row group"),
    **dict.fromkeys(("td", "th"), "cell"),
    **{"table": "table", "tr": "row", "caption": "caption"},
    **{"a": "link", "sup": "superscript", "sub": "subscript"},
}
"""What an element does to the flow of a page. All others are inline: their text is part of the line around them."""

_INSIDE_LINES = frozenset({"inline", "link", "superscript", "subscript"})


def _is_hidden(attributes: Attributes) -> bool:
    return bool(attributes) and (
        "hidden" in attributes
        or attributes.get("role") == "navigation"
        or attributes.get("type") == "hidden"
        or _hides(attributes.get("style") or "")
    )


@lru_cache(maxsize=1024)
def _hides(style: str) -> bool:
    declared = dict(_STYLE_DECLARATION.findall(style.lower()))
    return declared.get("display") == "none" or declared.get("visibility") == "hidden"


_STYLE_DECLARATION = re.compile(r"(?<![\w-])([\w-]++)\s*+:\s*+([\w-]++)")


class _Page:
    """What has been read of a page so far, and what is still open, as its nodes come in reading order."""

    def __init__(self) -> None:
        self.blocks: list[Line | Table] = []
        self.title = ""
        self.metadata: dict[str, str] = {}
        self.attachments: dict[str, None] = {}
        self._pieces: list[str] = []
        self._all_in_links = True
        self._open = dict.fromkeys(("inline", *_ROLES.values()), 0)
        self._tables: list[OpenTable] = []

    def add_metadata(self, name: str, content: str) -> None:
        name, content = name.strip().lower(), _as_printed(content)
        if name and content and len(self.metadata) < _MOST_METADATA:
            self.metadata.setdefault(name, content[:_LONGEST_METADATA])

    def add_attachment(self, address: str) -> None:
        if _ATTACHMENT.search(address) and len(self.attachments) < _MOST_ATTACHMENTS:
            self.attachments.setdefault(address.strip())

    def add_text(self, text: str) -> None:
        outside_links = not self._open["link"]
        if outside_links and text.strip(BLANK):
            self._all_in_links = False
        # A raised 2 beside a number must not become a digit of it.
        if self._open["superscript"]:
            text = text.translate(_SUPERSCRIPT)
        elif self._open["subscript"]:
            text = text.translate(_SUBSCRIPT)
        if self._open["preformatted"]:
            *whole_lines, text = text.split("\n")
            for line in whole_lines:
                self._pieces.append(line)
                self._end_line()
                self._all_in_links = not outside_links
        self._pieces.append(text)

    def open(self, role: str, attributes: Attributes) -> None:
        if role not in _INSIDE_LINES:
            self._end_line()
        self._open[role] += 1
        match role:
            case "table":
                self._tables.append(OpenTable(self.blocks))
            case "row":
                self._tables[-1].open_row()
            case "cell":
                self._tables[-1].open_cell(attributes)
            case "caption":
                self._tables[-1].open_caption()

    def close(self, role: str) -> None:
        if role not in _INSIDE_LINES:
            self._end_line()
        self._open[role] -= 1
        match role:
            case "table":
                holds_anything = self._tables.pop().close()
                if holds_anything and self._tables:
                    self._tables[-1].hold_table()
            case "row group":
                self._tables[-1].close_row_group()
            case "cell":
                self._tables[-1].close_cell()
            case "caption":
                self._tables[-1].close_caption()

    def _end_line(self) -> None:
        if not self._pieces:
            return
        text = _as_printed("".join(self._pieces))
        if text:
            in_menu = self._all_in_links and (self._open["list"] > 0 or len(text) < _LONG_LINK)
            self.blocks.append(Line(text, in_menu))
        self._pieces.clear()
        self._all_in_links = True


_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)\s*(?:[?#&]|$)", re.IGNORECASE)
_MOST_ATTACHMENTS = 100
_MOST_METADATA = 100
_LONGEST_METADATA = 1000
_LONG_LINK = 40
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def _as_printed(text: str) -> str:
    """Collapse the space of the source as a browser does, and drop the line breaks that only wrap Chinese."""
    text = _SPACE.sub(" ", _WRAP.sub("", text)).strip()
    return text if text.strip(BLANK) else ""


_SPACE = re.compile(r"[ \t\n\f\r]+")
# Full-width digits are not among them: two numbers must not become one.
_CHINESE = "[·—‘’“”…⺀-\u9fff豈-\ufaff︰-﹏！-／：-｠￠-￦\U00020000-\U0003ffff]"
_WRAP = re.compile(rf"(?<={_CHINESE})[ \t\f\r]*\n[ \t\n\f\r]*(?={_CHINESE})")


def _without_menus(blocks: list[Line | Table]) -> Iterator[Block]:
    for in_menu, run in groupby(blocks, key=lambda block: isinstance(block, Line) and block.in_menu):
        same = list(run)
        if not in_menu or len(same) < _MENU_LINES:
            yield from (Paragraph(block.text) if isinstance(block, Line) else block for block in same)


_MENU_LINES = 3
