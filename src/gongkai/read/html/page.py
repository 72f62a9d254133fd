"""The flow of a page: its lines and tables, as its nodes come in reading order."""

from __future__ import annotations

import re

from gongkai.document import RemarkKind, Unread, UnreadKind
from gongkai.read.blank import BLANK
from gongkai.read.digits import holds_number
from gongkai.read.direction import OVERRIDE
from gongkai.read.html.elements import BLOCK
from gongkai.read.html.fields import Shown, size_of
from gongkai.read.html.line import DOUBT, WebLine, WebNote, WebPiece, as_printed, composed
from gongkai.read.html.scripts import is_template
from gongkai.read.html.style import Attributes, WebStyle
from gongkai.read.html.table import Flow, OpenWebTable, Panel, Picture

__all__ = ["LONGEST_METADATA", "WebPage"]


class WebPage:
    """What has been read of a page so far, and what is still open, as its nodes come in reading order."""

    def __init__(self, suspected_fonts: frozenset[str] = frozenset()) -> None:
        """Begin an empty page, of which fonts are known that may draw other digits than the text has."""
        self.flow: list[Flow] = []
        self.title = ""
        self.metadata: dict[str, str] = {}
        self.attachments: dict[str, None] = {}
        self.suspected_fonts = suspected_fonts
        self.pieces: list[str] = []
        """What has been read of the line that is open."""
        self.keeps_space = False
        """Whether lines and spaces are kept here as they are in the source."""
        self._looks: list[tuple[float, str]] = []
        self._is_uneven = False
        self._notes: list[WebNote] = []
        self._lost = False
        self._all_in_links = True
        self._address = ""
        self._open = dict.fromkeys(_COUNTED, 0)
        self._needs_care = False
        self._tables: list[OpenWebTable] = []
        self._in_article = False

    @property
    def is_in_cell(self) -> bool:
        """Whether the innermost table has an open cell."""
        return bool(self._tables) and self._tables[-1].is_in_cell

    @property
    def is_in_line(self) -> bool:
        """Whether something was read of the line that is open."""
        return bool(self.pieces) or self.is_in_cell

    def add_metadata(self, name: str, content: str) -> None:
        """Keep what a `meta` element says."""
        name, content = name.strip().lower(), as_printed(content)
        if name and content and len(self.metadata) < _MOST_METADATA:
            self.metadata.setdefault(name, content[:LONGEST_METADATA])

    def add_address(self, address: str) -> None:
        """Keep the address of a document that is linked or embedded."""
        if _ATTACHMENT.search(address) and len(self.attachments) < _MOST_ATTACHMENTS:
            self.attachments.setdefault(address.strip())

    def add_text(self, text: str, style: WebStyle) -> None:
        """Add the text of one node."""
        may_be_template = "{" in text or "%" in text or "[[" in text
        if may_be_template or self._needs_care or not style.is_plain or self.suspected_fonts:
            self._add_with_care(text, style)
            return
        if self._all_in_links and not self._open["link"] and text.strip(BLANK):
            self._all_in_links = False
        self._add(text, style.size)

    def _add_with_care(self, text: str, style: WebStyle) -> None:
        outside_links = not self._open["link"]
        blank = not text.strip(BLANK)
        if outside_links and not blank:
            self._all_in_links = False
        manner = ""
        if not style.is_plain or self._is_doubtful(text, style):
            if not blank:
                text, manner = self._styled(text, style)
            elif style.unseen or style.struck:
                return
        if self._open["superscript"] or self._open["subscript"]:
            manner = "superscript" if self._open["superscript"] else "subscript"
        if self._open["preformatted"]:
            *whole_lines, text = text.split("\n")
            for line in whole_lines:
                self._add(line, style.size, manner)
                self._end_line()
                self._all_in_links = not outside_links
        self._add(text, style.size, manner)

    def _add(self, text: str, size: float = 16.0, manner: str = "") -> None:
        look = (size, manner)
        looks = self._looks
        if manner:
            self._is_uneven = True
        elif looks and looks[-1] != look and (not text or text[0].isdecimal()):
            # Where a number may go on from one text to the next it matters that they look different.
            before = self.pieces[-1]
            self._is_uneven = self._is_uneven or not before or not text or before[-1].isdecimal()
        self.pieces.append(text)
        looks.append(look)

    def _is_doubtful(self, text: str, style: WebStyle) -> bool:
        if self.suspected_fonts and style.family in self.suspected_fonts and holds_number(text):
            return True
        return ("{" in text or "%" in text or "[[" in text) and self.is_in_cell and is_template(text)

    def _styled(self, text: str, style: WebStyle) -> tuple[str, str]:
        """Give what is seen of a text, and in which manner."""
        if style.unseen:
            self._leave_out("hidden", text, style.unseen)
            return "", ""
        if style.struck:
            self._leave_out("struck", text, "struck out")
            self._lost = self._lost or self.is_in_cell
            return "", ""
        if self.is_in_cell and is_template(text):
            self._notes.append(WebNote("script", "a script fills it in"))
            return DOUBT, ""
        if not holds_number(text):
            return text, "reversed" if style.is_reversed else ""
        if style.family in self.suspected_fonts:
            self._notes.append(WebNote("font", f"{text.strip()} is drawn in a font of the page, {style.family}"))
            return DOUBT, ""
        if style.doubted and not _LETTERS.search(text):
            self._notes.append(WebNote("hidden", f"{text.strip()} may not be seen: {style.doubted}"))
            return DOUBT, ""
        if style.is_reversed:
            return (DOUBT, "") if style.shift else (text, "reversed")
        return text, "moved" if style.moved else style.shift

    def _leave_out(self, kind: RemarkKind, text: str, why: str) -> None:
        if holds_number(text):
            self._notes.append(WebNote(kind, f"{as_printed(text)[:_LONGEST_SHOWN]} is left out: {why}"))

    def leave_out(self, text: str, why: str) -> None:
        """Remark what is not seen of the open line or cell, or before the next cell, where that is a number."""
        note = WebNote("hidden", f"{as_printed(text)[:_LONGEST_SHOWN]} is left out: {why}")
        if holds_number(text):
            if self._tables:
                self._tables[-1].note(note)
            else:
                self._notes.append(note)

    def doubt(self, kind: RemarkKind, detail: str) -> None:
        """Take note that something is seen in the open line that cannot be told."""
        self._add(DOUBT)
        self._notes.append(WebNote(kind, detail))

    def add_generated(self, text: str, style: WebStyle) -> None:
        """Add text that a style sheet puts into the open line."""
        self.add_text(text, style)
        self._notes.append(WebNote("generated", f"{text.strip()[:_LONGEST_SHOWN]} comes from a style sheet"))

    def doubt_cell(self, detail: str) -> None:
        """Take note that a script writes the whole of the open cell."""
        if self.is_in_cell:
            self._tables[-1].mark_written()
            self._tables[-1].note(WebNote("script", detail))

    def add_columns(self, span: str | None, concealed: str) -> None:
        """Take note of columns of the open table, and of why they may not be seen."""
        if self._tables:
            self._tables[-1].add_columns(span, concealed)

    def add_shown(self, shown: Shown, style: WebStyle, attributes: Attributes) -> None:
        """Add what an element shows that holds no text of the page."""
        if style.unseen and not style.unseen.startswith(_OF_LETTERS):
            if shown.note is not None and shown.in_cell:
                self.leave_out(shown.in_cell, style.unseen)
            return
        text = shown.in_cell if self.is_in_cell else shown.in_line
        if text:
            seen, manner = (text, "") if DOUBT in text or style.is_plain else self._styled(text, style)
            if style.unseen and text:
                # Fields do not take the letters of what is around them.
                seen, manner = DOUBT, ""
            self._add(seen, style.size, manner)
            # A picture or a field in a menu is none of it.
            self._all_in_links = self._all_in_links and self._open["link"] > 0
            if shown.note is not None:
                self._notes.append(shown.note)
        if shown.unread is not None and shown.note is not None:
            width, height = size_of(attributes)
            is_small = (width is not None and width < _NARROWEST) or (height is not None and height < _LOWEST)
            is_big = not is_small and width is not None and height is not None
            in_frame_of_page = self._open["link"] or self._open["list"] or self._open["header"]
            if is_big or not (is_small or in_frame_of_page or self._is_decoration(shown.unread, shown.note.detail)):
                self.flow.append(Picture(Unread(shown.unread, shown.note.detail), is_big))

    def _is_decoration(self, kind: UnreadKind, detail: str) -> bool:
        """Tell, of something whose size is not known, whether it holds no table as far as can be seen."""
        if kind == "drawing":
            return True
        return kind == "picture" and not self._in_article and _DECORATION.search(detail) is not None

    def add_blank_cell(self) -> None:
        """Add a line for a cell of boxes in which nothing stands."""
        self.flow.append(WebLine("", is_cell=True))

    def add_link(self, address: str) -> None:
        """Take note of where the link leads that is open."""
        self._address = address

    def open(self, role: str, attributes: Attributes) -> None:
        """Begin an element of some role other than inline."""
        # Between two elements there is, as a rule, no line to end.
        if (self.pieces or self._notes or self._lost) and role not in _INSIDE_LINES:
            self._end_line()
        if role == BLOCK:
            return
        match role:
            case "cell":
                self._tables[-1].open_cell(attributes)
            case "row":
                self._tables[-1].open_row()
            case "table":
                self._tables.append(OpenWebTable(self.flow))
            case "caption":
                self._tables[-1].open_caption()
            case _ if role in self._open:
                self._count(role, 1)

    def close(self, role: str) -> None:
        """End an element of some role other than inline."""
        if role == "link":
            self._close_link()
        # Between two elements there is, as a rule, no line to end.
        if (self.pieces or self._notes or self._lost) and role not in _INSIDE_LINES:
            self._end_line()
        if role == BLOCK:
            return
        match role:
            case "cell":
                self._tables[-1].close_cell()
            case "row group":
                self._tables[-1].close_row_group()
            case "table":
                holds_anything = self._tables.pop().close()
                if holds_anything and self._tables:
                    self._tables[-1].hold_table()
            case "caption":
                self._tables[-1].close_caption()
            case _ if role in self._open:
                self._count(role, -1)

    def _count(self, role: str, change: int) -> None:
        self._open[role] += change
        self.keeps_space = self._open["preformatted"] > 0
        self._needs_care = any(self._open[role] for role in ("superscript", "subscript", "preformatted"))

    def _close_link(self) -> None:
        address, self._address = self._address, ""
        if address and _ATTACHMENT.search(address):
            text = as_printed("".join(self.pieces[-_PIECES_OF_LINK:]))
            if _NAMES_TABLE.search(text) or _NAMES_TABLE.search(address):
                detail = f"{text[-_LONGEST_SHOWN:]} ({address.strip()[:_LONGEST_SHOWN]})"
                self.flow.append(Picture(Unread("attachment", detail), is_big=True))

    def enclose_panel(self, first: int) -> None:
        """Put what was read from a place of the flow on behind a tab."""
        self._end_line()
        self.flow[first:] = [Panel(tuple(self.flow[first:]))]

    def _end_line(self) -> None:
        if not self.pieces and not self._notes and not self._lost:
            return
        notes = self._notes
        joined = self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces)
        if (self._is_uneven or OVERRIDE in joined) and holds_number(joined):
            pieces = [WebPiece(text, *look) for text, look in zip(self.pieces, self._looks, strict=True)]
            joined, more = composed(pieces)
            notes = notes + more
        text = as_printed(joined)
        if text or notes or self._lost:
            in_menu = self._all_in_links and (self._open["list"] > 0 or len(text) < _LONG_LINK)
            self.flow.append(WebLine(text, in_menu, tuple(notes), self._lost))
            self._in_article = self._in_article or _BEGINS_ARTICLE.match(text) is not None
        self.pieces.clear()
        self._looks, self._notes = [], []
        self._is_uneven = self._lost = False
        self._all_in_links = True


_COUNTED = ("link", "list", "header", "superscript", "subscript", "preformatted")
_INSIDE_LINES = frozenset({"link", "superscript", "subscript"})
_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)\s*(?:[?#&]|$)", re.IGNORECASE)
_NAMES_TABLE = re.compile(r"附件|附表|附录|统计表|情况表|报表|表格|年报表|年度报告")
_MOST_ATTACHMENTS = 100
_MOST_METADATA = 100
LONGEST_METADATA = 1000
_LONG_LINK = 40
_LONGEST_SHOWN = 40
_PIECES_OF_LINK = 8
_LETTERS = re.compile(r"[^\W\d_]")
_OF_LETTERS = ("letters", "the colour", "transparent colour")
_NARROWEST, _LOWEST = 180.0, 60.0
_BEGINS_ARTICLE = re.compile(
    r"[一二三四五六七八九十]{1,3}\s*[、.．]|第[一二三四五六七八九十]{1,2}部分|[（(][一二三四五六七八九十][）)]"
)
_DECORATION = re.compile(
    r"logo|icon|ico\b|banner|qr|ewm|erweima|weixin|wechat|weibo|btn|button|arrow|bg\b|head|foot|top|nav", re.IGNORECASE
)
