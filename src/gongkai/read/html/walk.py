"""Show a page its nodes in reading order, each with how it looks."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.read.html.boxes import is_blank_cell
from gongkai.read.html.cascade import OF_TAGS, StyleOfPage
from gongkai.read.html.elements import BLOCK, INLINE, LINKS, ROLES
from gongkai.read.html.fields import shown_by
from gongkai.read.html.generated import content_of
from gongkai.read.html.line import DOUBT, as_printed
from gongkai.read.html.page import LONGEST_METADATA, WebPage
from gongkai.read.html.scripts import BINDING, binds, names_written, writes
from gongkai.read.html.sheets import MatchingOfElements, match_sheets
from gongkai.read.html.style import GONE, Attributes, WebStyle

__all__ = ["walk"]


def walk(parser: LexborHTMLParser) -> WebPage:
    """Read a parsed page. Pages may nest deeper than Python can recurse.

    Raises:
        OversizeError: its tables or its style sheets are larger than those of any report.
    """
    walker = _Walker(parser)
    if parser.root is not None:
        walker.walk(parser.root)
    return walker.page


_Open = tuple[LexborNode, str, WebStyle, WebStyle, bool, int | None]
"""An element whose end has not come yet: its role, the styles around and inside it, whether it was entered with care,
and, if it is a panel that only a click shows, where the flow was when it began."""


class _Walker:
    def __init__(self, parser: LexborHTMLParser) -> None:
        self._sheets = match_sheets(parser)
        self._matching = self._sheets.elements
        self._decorated = self._sheets.before.keys() | self._sheets.after.keys() | self._sheets.first.keys()
        self._styles = StyleOfPage(
            self._sheets.variables, brings_fonts=bool(self._sheets.fonts), is_partial=self._sheets.is_partial
        )
        # Attributes that few elements have, and that may change how, or whether, their text is seen.
        self._out_of_the_ordinary = self._styles.hints | BINDING | {"role"}
        self._written = names_written(parser)
        self.page = WebPage(self._suspected_fonts(parser))

    def _suspected_fonts(self, parser: LexborHTMLParser) -> frozenset[str]:
        """Give the fonts that the page brings along for some of its text only: one for all of it is for beauty."""
        fonts = {font for font in self._sheets.fonts if not _WELL_KNOWN.search(font)}
        for node in (parser.root, parser.body):
            if fonts and node is not None:
                matching = self._matching.get(node.mem_id, ())
                style = self._styles.of(node.tag or "", node.attributes, matching, self._styles.root)
                fonts.discard(style.family)
        return frozenset(fonts)

    def walk(self, root: LexborNode) -> None:
        # Most of the time of reading a page is spent here: few names are looked up more than once.
        page, pieces, enter = self.page, self.page.pieces, self._enter
        node, around = root, self._styles.root
        ancestors: list[_Open] = []
        while True:
            tag = node.tag
            if tag == "-text":
                text = node.text_content
                # A page has as much blank text between its elements as elements.
                if text and (pieces or not text.isspace() or page.keeps_space):
                    page.add_text(text, around)
            elif (opened := enter(tag or "", node, around)) is not None:
                child = node.first_child
                if child is not None:
                    ancestors.append(opened)
                    node, around = child, opened[3]
                    continue
                self._leave(opened)
            while (sibling := node.next) is None:
                if not ancestors:
                    return
                opened = ancestors.pop()
                node, role, around, _, with_care, _ = opened
                if with_care or role == "item":
                    self._leave(opened)
                elif role != INLINE:
                    page.close(role)
            node = sibling

    def _enter(self, tag: str, node: LexborNode, around: WebStyle) -> _Open | None:
        """Show a page one element, and give what is opened by it, or None if nothing inside it is to be read."""
        role = ROLES.get(tag, INLINE)
        attributes = node.attributes
        identity = node.mem_id
        if (
            role not in _SIMPLE
            or not self._out_of_the_ordinary.isdisjoint(attributes)
            or identity in self._decorated
            or (self._written and ("class" in attributes or "id" in attributes) and self._written.holds(attributes))
        ):
            return self._enter_with_care(tag, role, node, attributes, around)
        matching = self._matching.get(identity, ())
        written = attributes.get("style")
        style = around
        if written or matching or tag in OF_TAGS:
            # The same look comes again and again.
            known = around.inside.get((tag, written, matching))
            style = self._styles.of(tag, attributes, matching, around) if known is None else known
            if style.unseen and style is not around:
                return self._enter_with_care(tag, role, node, attributes, around)
        if role != INLINE:
            self.page.open(role, attributes)
            if role == BLOCK and not self.page.is_in_cell and is_blank_cell(node):
                self.page.add_blank_cell()
        return node, role, around, style, False, None

    def _enter_with_care(
        self, tag: str, role: str, node: LexborNode, attributes: Attributes, around: WebStyle
    ) -> _Open | None:
        """Show a page an element that may be hidden, be written by a script, or show other than its text."""
        if role in _NOT_SHOWN:
            self._take_note(role, node)
            return None
        if tag in LINKS:
            self.page.add_address(attributes.get(LINKS[tag]) or "")
        if attributes.get("role") == "navigation":
            return None
        style = self._styles.of(tag, attributes, self._matching.get(node.mem_id, ()), around)
        if role == "column group":
            self._take_columns(node, attributes, style)
            return None
        panel = None
        if style.unseen and style is not around:
            # A script is to show a body that is hidden, so readers see it.
            if tag in ("html", "body"):
                style = around
            elif _opens_on_click(node, attributes):
                style, panel = around, len(self.page.flow)
            elif style is GONE or (style.concealed and role not in _WITH_A_PLACE):
                self._leave_out(node, style)
                return None
        self._doubt_written(attributes)
        if role == "replaced" and (tag != "object" or attributes.get("data")):
            self.page.add_shown(shown_by(tag, node, attributes), style, attributes)
            return None
        if role == "replaced" or (role == "link" and "href" not in attributes):
            role = INLINE
        if role != INLINE:
            self._open(role, attributes)
        if self._decorated:
            self._generate_before(node, style, attributes)
        return node, role, around, style, True, panel

    def _open(self, role: str, attributes: Attributes) -> None:
        self.page.open(role, attributes)
        if role == "cell":
            self._doubt_written(attributes)
        elif role == "link":
            self.page.add_link(attributes.get("href") or "")

    def _take_note(self, role: str, node: LexborNode) -> None:
        """Take note of what an element says that is not shown."""
        if role == "script":
            if self.page.is_in_line and ("src" in node.attributes or writes(node.text())):
                self.page.doubt("script", "a script writes here")
        elif role == "title":
            self.page.title = self.page.title or as_printed(node.text())[:LONGEST_METADATA]
        elif role == "metadata":
            self.page.add_metadata(node.attributes.get("name") or "", node.attributes.get("content") or "")

    def _take_columns(self, node: LexborNode, attributes: Attributes, style: WebStyle) -> None:
        """Tell the open table which of its columns are not seen."""
        columns = node.css("col")
        if not columns:
            self.page.add_columns(attributes.get("span"), style.concealed)
        for column in columns:
            own, why = column.attributes, style.concealed
            if not why:
                why = self._styles.of("col", own, self._matching.get(column.mem_id, ()), style).concealed
            self.page.add_columns(own.get("span"), why)

    def _leave(self, opened: _Open) -> None:
        node, role, _, style, with_care, panel = opened
        if with_care and self._sheets.after:
            self._generate(node, style, node.attributes, self._sheets.after)
        if role == "item" and self.page.is_in_cell:
            self._number(node)
        if role != INLINE:
            self.page.close(role)
        if panel is not None:
            self.page.enclose_panel(panel)

    def _number(self, node: LexborNode) -> None:
        """Doubt an item of a numbered list that holds nothing: its number is seen."""
        around = node.parent
        if around is not None and around.tag == "ol" and not node.text().strip():
            self.page.doubt("list_number", "the number of an item of a list")

    def _leave_out(self, node: LexborNode, style: WebStyle) -> None:
        if self.page.is_in_line or node.tag in ("td", "th"):
            self.page.leave_out(node.text(), style.unseen)

    def _doubt_written(self, attributes: Attributes) -> None:
        """Doubt the open cell, or what stands here in it, where a script writes it."""
        if not attributes or not self.page.is_in_cell:
            return
        if binds(attributes):
            self.page.doubt_cell("a script fills it in")
        if self._written is None:
            return
        if attributes.get("id") in self._written.identifiers:
            self.page.doubt_cell(f"a script writes #{attributes['id']}")
        elif self._written.may_hold(attributes.get("class")):
            self.page.doubt("script", "a script may write it")

    def _generate_before(self, node: LexborNode, style: WebStyle, attributes: Attributes) -> None:
        """Add what a style sheet puts in front of an element, and doubt a first letter that it hides."""
        rules = self._sheets.first.get(node.mem_id)
        if rules is not None:
            first, _ = self._styles.of_generated(rules, style)
            if first.unseen and not style.unseen and self.page.is_in_line:
                self.page.doubt("hidden", f"the first letter is left out: {first.unseen}")
        self._generate(node, style, attributes, self._sheets.before)

    def _generate(
        self, node: LexborNode, style: WebStyle, attributes: Attributes, declared: MatchingOfElements
    ) -> None:
        """Add what a style sheet puts in front of, or behind, the text of an element."""
        rules = declared.get(node.mem_id)
        if rules is None:
            return
        looks, content = self._styles.of_generated(rules, style)
        text = content_of(content, attributes)
        if looks.unseen or not text.strip():
            return
        if DOUBT in text or _PRIVATE.search(text):
            if self.page.is_in_cell:
                self.page.doubt("generated", "a style sheet puts something here")
        elif self.page.is_in_cell or _DIGIT.search(text):
            self.page.add_generated(text, looks)


_SIMPLE = frozenset({INLINE, BLOCK, "item", "cell", "row", "row group", "table", "list", "superscript", "subscript"})
"""Roles of elements of which there is nothing to know but their role and their look."""
_NOT_SHOWN = frozenset({"left out", "script", "title", "metadata"})
_WITH_A_PLACE = frozenset({"cell", "row", "row group"})
"""These keep their place in a table though nothing of them is seen."""
_WELL_KNOWN = re.compile(
    r"^(?:arial|helvetica|verdana|tahoma|times|calibri|cambria|georgia|segoe|consolas|courier|roboto|open ?sans|lato"
    r"|inter|montserrat|poppins|nunito|raleway|oswald|ubuntu|noto|source|sourcehan|pingfang|hiragino|heiti|harmony|"
    r"misans|alibaba|oppo ?sans|microsoft|simsun|simhei|nsimsun|fangsong|kaiti|stkaiti|stfangsong|stsong|fz|din|bebas"
    r"|impact|宋体|新宋体|黑体|楷体|仿宋|微软雅黑|方正|华文|思源|阿里巴巴|文泉驿|等线|苹方|小标宋)",
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DIGIT = re.compile(r"\d")


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
