"""Show a page its nodes in reading order, each with how it looks."""

from __future__ import annotations

import re
from typing import NamedTuple

import tinycss2
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.read.html.fields import REPLACED, shown_by
from gongkai.read.html.line import DOUBT, as_printed
from gongkai.read.html.page import LONGEST_METADATA, ROLES, Page
from gongkai.read.html.scripts import binds, names_written, writes
from gongkai.read.html.sheets import Matched, Matching, Styled, match_sheets
from gongkai.read.html.style import GONE, OF_TAGS, Attributes, Style, StyleOfPage

__all__ = ["walk"]


def walk(parser: LexborHTMLParser) -> Page:
    """Read a parsed page. Pages may nest deeper than Python can recurse.

    Raises:
        OversizeError: its tables or its style sheets are larger than those of any report.
    """
    walker = _Walker(parser)
    if parser.root is not None:
        walker.walk(parser.root)
    return walker.page


class _Open(NamedTuple):
    """An element whose end has not come yet."""

    node: LexborNode
    role: str
    style: Style
    panel: int | None
    """Where the flow was when a panel began that only a click shows."""


# The text of these is no part of a report.
_LEFT_OUT = frozenset(
    {"-comment", "-doctype", "style", "noscript", "template", "nav", "footer", "aside", "map", "noframes", "datalist"}
)


class _Walker:
    def __init__(self, parser: LexborHTMLParser) -> None:
        self._sheets: Styled = match_sheets(parser)
        self._styles = StyleOfPage(self._sheets.variables, is_partial=self._sheets.is_partial)
        self._written = names_written(parser)
        self._generates = bool(self._sheets.before or self._sheets.after)
        self._has_rules = bool(self._sheets.elements or self._sheets.first or self._generates)
        self.page = Page(self._suspected_fonts(parser))

    def _suspected_fonts(self, parser: LexborHTMLParser) -> frozenset[str]:
        """Give the fonts that the page brings along for some of its text only: one for all of it is for beauty."""
        fonts = {font for font in self._sheets.fonts if not _WELL_KNOWN.search(font)}
        for node in (parser.root, parser.body):
            if fonts and node is not None:
                style = self._styles.of(node.tag or "", node.attributes, self._matching(node), self._styles.root)
                fonts.discard(style.family)
        return frozenset(fonts)

    def walk(self, root: LexborNode) -> None:
        node, around = root, self._styles.root
        ancestors: list[_Open] = []
        while True:
            opened = self._enter(node, around)
            child = node.first_child if opened else None
            if opened is not None and child is not None:
                ancestors.append(opened)
                node, around = child, opened.style
                continue
            if opened is not None and self._ends(opened):
                self._leave(opened)
            while (sibling := node.next) is None:
                if not ancestors:
                    return
                opened = ancestors.pop()
                if self._ends(opened):
                    self._leave(opened)
                node = opened.node
                around = ancestors[-1].style if ancestors else self._styles.root
            node = sibling

    def _enter(self, node: LexborNode, around: Style) -> _Open | None:
        """Show a page one node, and give what is opened by it, or None if nothing inside it is to be read."""
        tag, page = node.tag, self.page
        if tag == "-text":
            text = node.text_content
            # A page has as much blank text between its elements as elements.
            if text and (page.is_in_text or not text.isspace()):
                page.add_text(text, around)
            return None
        if tag is None or tag in _LEFT_OUT or (tag in _OF_THE_HEAD and self._take_of_head(tag, node)):
            return None
        attributes = node.attributes
        if not attributes and tag in _BARE and not self._has_rules:
            role = _BARE[tag]
            if role != "inline":
                page.open(role, attributes)
            return _Open(node, role, around, None)
        if tag in _LINKS:
            page.add_address(attributes.get(_LINKS[tag]) or "")
        matching = self._matching(node) if self._has_rules else ()
        if attributes and attributes.get("role") == "navigation":
            return None
        style = (
            self._styles.of(tag, attributes, matching, around) if attributes or matching or tag in OF_TAGS else around
        )
        panel = None
        if style.unseen and style is not around:
            # A script is to show a body that is hidden, so readers see it.
            if tag in ("html", "body"):
                style = around
            elif _opens_on_click(node, attributes):
                style, panel = around, len(page.flow)
            elif style is GONE or (style.concealed and tag not in _WITH_A_PLACE):
                self._leave_out(node, style)
                return None
        if attributes and page.is_in_cell:
            self._doubt_written(attributes)
        if tag in REPLACED and not (tag == "object" and not attributes.get("data")):
            page.add_shown(shown_by(tag, node, attributes), style, attributes)
            return None
        role = "inline" if tag == "a" and "href" not in attributes else ROLES.get(tag, "inline")
        if role != "inline":
            page.open(role, attributes)
        if role == "cell" and attributes:
            self._doubt_written(attributes)
        elif role == "link":
            page.add_link(attributes.get("href") or "")
        if self._generates or self._sheets.first:
            self._generate(node, style, attributes, self._sheets.before)
        return _Open(node, role, style, panel)

    def _take_of_head(self, tag: str, node: LexborNode) -> bool:
        if tag == "script":
            self._script(node)
        elif tag == "title":
            self.page.title = self.page.title or as_printed(node.text())[:LONGEST_METADATA]
        else:
            self.page.add_metadata(node.attributes.get("name") or "", node.attributes.get("content") or "")
        return True

    def _ends(self, opened: _Open) -> bool:
        """Say whether the end of an element means anything: that of a run of letters, as a rule, does not."""
        return opened.role != "inline" or opened.panel is not None or bool(self._sheets.after)

    def _leave(self, opened: _Open) -> None:
        if self._sheets.after:
            self._generate(opened.node, opened.style, opened.node.attributes, self._sheets.after)
        role = opened.role
        if role == "block" and self.page.is_in_cell and opened.node.tag == "li":
            self._number(opened.node)
        if role != "inline":
            self.page.close(role)
        if opened.panel is not None:
            self.page.enclose_panel(opened.panel)

    def _number(self, node: LexborNode) -> None:
        """Doubt an item of a numbered list that holds nothing: its number is seen."""
        around = node.parent
        if around is not None and around.tag == "ol" and not node.text().strip():
            self.page.doubt("list_number", "the number of an item of a list")

    def _matching(self, node: LexborNode) -> Matching:
        found = self._sheets.elements.get(node.mem_id)
        return tuple(found) if found else ()

    def _leave_out(self, node: LexborNode, style: Style) -> None:
        if self.page.is_in_line or node.tag in ("td", "th"):
            self.page.leave_out(node.text(), style.unseen)

    def _script(self, node: LexborNode) -> None:
        if self.page.is_in_line and ("src" in node.attributes or writes(node.text())):
            self.page.doubt("script", "a script writes here")

    def _doubt_written(self, attributes: Attributes) -> None:
        if binds(attributes):
            self.page.doubt_cell("a script fills it in")
        if not self._written or ("id" not in attributes and "class" not in attributes):
            return
        identifier, classes = attributes.get("id"), attributes.get("class")
        if identifier and f"#{identifier}" in self._written:
            self.page.doubt_cell(f"a script writes #{identifier}")
        elif classes and any(f".{name}" in self._written for name in classes.split()):
            self.page.doubt("script", "a script may write it")

    def _generate(
        self, node: LexborNode, style: Style, attributes: Attributes, declared: dict[int, list[Matched]]
    ) -> None:
        """Add what a style sheet puts in front of, or behind, the text of an element."""
        identity = node.mem_id
        if identity in self._sheets.first and declared is self._sheets.before:
            first, _ = self._styles.of_generated(tuple(self._sheets.first[identity]), style)
            if first.unseen and not style.unseen and self.page.is_in_line:
                self.page.doubt("hidden", f"the first letter is left out: {first.unseen}")
        rules = declared.get(identity)
        if rules is None:
            return
        looks, content = self._styles.of_generated(tuple(rules), style)
        text = _content(content, attributes)
        if looks.unseen or not text.strip():
            return
        if DOUBT in text or _PRIVATE.search(text):
            if self.page.is_in_cell:
                self.page.doubt("generated", "a style sheet puts something here")
        elif self.page.is_in_cell or _DIGIT.search(text):
            self.page.add_generated(text, looks)


_OF_THE_HEAD = frozenset({"script", "title", "meta"})
# Where one of these has no attributes, nothing but its role matters.
_BARE = {
    tag: ROLES.get(tag, "inline")
    for tag in (*ROLES, "span", "b", "strong", "em", "i", "u", "font")
    if tag not in OF_TAGS and tag not in REPLACED and tag not in _LEFT_OUT and tag != "a"
}
_LINKS = {"a": "href", "iframe": "src", "embed": "src", "object": "data"}
# These keep their place in a table though nothing of them is seen.
_WITH_A_PLACE = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot"})
_WELL_KNOWN = re.compile(
    r"^(?:arial|helvetica|verdana|tahoma|times|calibri|cambria|georgia|segoe|consolas|courier|roboto|open ?sans|lato"
    r"|inter|montserrat|poppins|nunito|raleway|oswald|ubuntu|noto|source|sourcehan|pingfang|hiragino|heiti|harmony|"
    r"misans|alibaba|oppo ?sans|microsoft|simsun|simhei|nsimsun|fangsong|kaiti|stkaiti|stfangsong|stsong|fz|din|bebas"
    r"|impact|宋体|新宋体|黑体|楷体|仿宋|微软雅黑|方正|华文|思源|阿里巴巴|文泉驿|等线|苹方|小标宋)",
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DIGIT = re.compile(r"\d")


def _content(value: str, attributes: Attributes) -> str:
    """Give the text of a `content` property; a counter, a picture or a variable is a doubt."""
    texts: list[str] = []
    for token in tinycss2.parse_component_value_list(value, skip_comments=True):
        match token.type:
            case "string":
                texts.append(token.value)
            case "function" if token.lower_name == "attr":
                name = next((each.value for each in token.arguments if each.type == "ident"), "")
                texts.append(attributes.get(name.lower()) or "")
            case "function" | "url":
                texts.append(DOUBT)
            case "literal" if token.value == "/":
                break
            case "ident" if token.lower_value in ("none", "normal"):
                return ""
    return "".join(texts)


def _opens_on_click(node: LexborNode, attributes: Attributes) -> bool:
    """Tell whether an element that is hidden is a panel with a table that a click on a tab or a heading shows."""
    if (
        node.tag not in ("div", "section", "li", "ul", "article", "dd")
        or "hidden" in (attributes.get("class") or "").split()
    ):
        return False
    words = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}"
    return _PANEL.search(words) is not None and node.css_first("table") is not None


_PANEL = re.compile(
    r"\btab|tab[-_ ]?(?:pane|panel|con|item|box)|panel|pane\b|collaps|accordion|fold|toggle", re.IGNORECASE
)
