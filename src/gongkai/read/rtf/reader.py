r"""Rich Text Format -> the elements of Word.

A group inherits the state of the one around it and gives it back. What a group is of, its destination, says what
becomes of its text: most of it is printed, some says how, and the rest is none of the reader's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from gongkai.read.rtf.flow import PLAIN_PARAGRAPH, DamagedRtfError, ParagraphLook, RtfFlow
from gongkai.read.rtf.look import PLAIN_LOOK, CharacterLook, changed
from gongkai.read.rtf.text import CHARACTERS, decoded, encoding_of
from gongkai.read.rtf.tokens import RtfToken, tokens

__all__ = ["RtfReader"]

MAX_DEPTH = 1_000
"""How deep groups may stand inside one another."""


@dataclass(frozen=True, slots=True)
class _RtfState:
    """What holds inside a group."""

    destination: str = "text"
    look: CharacterLook = PLAIN_LOOK
    paragraph: ParagraphLook = PLAIN_PARAGRAPH
    bytes_of_unicode: int = 1
    wide_font: int | None = None
    """The font of what is written in two bytes, where it has one of its own."""
    is_wide: bool = False


class RtfReader:
    """Reads one document. `root` is that of its elements, `title` what the file says of itself."""

    def __init__(self) -> None:
        self.root = etree.Element("document")
        self.title = ""
        self._body = etree.SubElement(self.root, "body")
        self._state = _RtfState()
        self._outer: list[_RtfState] = []
        self._group_ends: list[Callable[[], None] | None] = []
        self._is_optional = False
        self._bytes = bytearray()
        self._skip = 0
        self._high_surrogate = 0
        self._code_page = 1252
        self._default_font: int | None = None
        self._flow = RtfFlow()
        self._character_sets: dict[int, int] = {}
        self._colour: dict[str, int] = {}
        self._picture: dict[str, int] = {}

    def read(self, data: bytes) -> None:
        """Read a whole document.

        Raises:
            DamagedRtfError: it is `damaged`, `truncated` or `too_large`.
        """
        depth = 0
        for token in tokens(data):
            if token.kind == "open":
                depth += 1
                self._open_group(depth)
            elif token.kind == "close":
                depth -= 1
                self._close_group()
                if depth <= 0:
                    break
            else:
                self._take(token)
        if depth > 0:
            raise DamagedRtfError("truncated", f"{depth} groups do not end")
        self._flush()
        self._body.extend(self._flow.finish(self._state.paragraph))

    # Groups

    def _open_group(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise DamagedRtfError("damaged", "its groups are nested too deep")
        self._flush()
        self._skip = 0
        self._outer.append(self._state)
        self._group_ends.append(None)

    def _close_group(self) -> None:
        self._flush()
        self._skip = 0
        self._is_optional = False
        if not self._outer:
            raise DamagedRtfError("damaged", "a group ends that has not begun")
        end = self._group_ends.pop()
        if end is not None:
            end()
        self._state = self._outer.pop()

    def _enter(self, destination: str) -> None:
        self._state = replace(self._state, destination=destination)

    # Tokens

    def _take(self, token: RtfToken) -> None:
        if token.kind != "word":
            self._take_bytes(token.data)
            return
        # Writers that leave out what older programs show for a character go on with a control word.
        self._skip = 0
        name, number = token.name, token.number
        if name == "*":
            self._is_optional = True
            return
        is_optional, self._is_optional = self._is_optional, False
        if self._state.destination == "skipped":
            return
        if name != "u":
            self._flush()
        if name in _DESTINATIONS:
            _DESTINATIONS[name](self)
        elif is_optional and name not in _READ_THROUGH:
            self._enter("skipped")
        elif name in CHARACTERS:
            self._add(CHARACTERS[name])
        elif name in _WORDS:
            _WORDS[name](self, number)
        else:
            look = changed(self._state.look, name, number)
            if look is not None:
                self._state = replace(self._state, look=look)

    def _take_bytes(self, data: bytes) -> None:
        if self._skip:
            passed = min(self._skip, len(data))
            self._skip -= passed
            data = data[passed:]
        if self._state.destination not in _WITHOUT_TEXT:
            self._bytes += data

    def _flush(self) -> None:
        """Decode the bytes that have come in the present state."""
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            self._add(decoded(data, self._encoding()))

    def _encoding(self) -> str:
        state = self._state
        font = state.wide_font if state.is_wide and state.wide_font is not None else state.look.font
        font = self._default_font if font is None else font
        character_set = None if font is None else self._character_sets.get(font)
        return encoding_of(character_set, self._code_page)

    def _add(self, text: str) -> None:
        match self._state.destination:
            case "text" | "label" if not self._state.look.is_deleted:
                self._flow.add_text(text, self._state.look, is_label=self._state.destination == "label")
            case "instruction":
                self._flow.add_instruction(text, self._state.look)
            case "fonts":
                self._name_font(text)
            case "colours":
                self._end_colours(text)
            case "title":
                self.title += text
            case "class":
                etree.SubElement(self._flow.add_drawing(self._state.look, ""), "OLEObject", {"ProgID": text.strip()})

    def _unicode(self, number: int | None) -> None:
        self._flush()
        code = (number or 0) & 0xFFFF
        if 0xD800 <= code < 0xDC00:
            self._high_surrogate = code
        elif 0xDC00 <= code < 0xE000:
            high, self._high_surrogate = self._high_surrogate, 0
            self._add(chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else "\ufffd")
        else:
            self._add(chr(code) if code else "")
        self._skip = self._state.bytes_of_unicode

    # What the file says of itself

    def _name_font(self, text: str) -> None:
        number = self._state.look.font
        if number is not None:
            self._flow.fonts[number] = (self._flow.fonts.get(number, "") + text).rstrip(";")

    def _take_character_set(self, number: int | None) -> None:
        if self._state.destination == "fonts" and self._state.look.font is not None:
            self._character_sets[self._state.look.font] = number or 0

    def _end_colours(self, text: str) -> None:
        colours = self._flow.colours
        for _ in range(min(text.count(";"), _MOST_COLOURS - len(colours))):
            shades = [self._colour.get(name, 0) for name in ("red", "green", "blue")]
            colours.append("".join(f"{shade:02X}" for shade in shades) if self._colour else "")
            self._colour = {}

    # Paragraphs and tables

    def _end_paragraph(self) -> None:
        self._flow.end_paragraph(self._state.paragraph)

    def _in_table(self, depth: int) -> ParagraphLook:
        """Stand in a table, whatever the paragraph says."""
        said = replace(self._state.paragraph, table_depth=depth)
        self._state = replace(self._state, paragraph=said)
        return said

    @property
    def _depth(self) -> int:
        return self._state.paragraph.table_depth

    # Fields, notes, drawings

    def _begin_field(self) -> None:
        look = self._state.look
        self._flow.turn_field("begin", look)
        self._group_ends[-1] = lambda: self._flow.turn_field("end", look)

    def _begin_result(self) -> None:
        self._flow.turn_field("separate", self._state.look)

    def _mark_note(self) -> None:
        etree.SubElement(self._flow.run(self._state.look), "footnoteReference")
        self._enter("skipped")

    def _begin_picture(self) -> None:
        self._picture = {}
        self._enter("picture")
        self._group_ends[-1] = self._end_picture

    def _end_picture(self) -> None:
        width, height = (self._picture.get(f"pic{side}goal", 0) for side in "wh")
        style = f"width:{abs(width) / 20:g}pt;height:{abs(height) / 20:g}pt" if width and height else ""
        etree.SubElement(self._flow.add_drawing(self._state.look, style), "imagedata")

    def _begin_box(self) -> None:
        """Read the text of a box as that of a document of its own, and hang it into the line."""
        margins = (f"margin-{side}:{self._picture.get(f'shp{side}', 0) / 20:g}pt" for side in ("left", "top"))
        close = self._flow.open_box(";".join(("position:absolute", *margins)), self._state.look)
        self._state = replace(self._state, destination="text", look=PLAIN_LOOK, paragraph=PLAIN_PARAGRAPH)
        self._group_ends[-1] = lambda: close(self._state.paragraph)

    # The state

    def _reset_paragraph(self) -> None:
        self._state = replace(self._state, paragraph=PLAIN_PARAGRAPH)

    def _enter_table(self) -> None:
        said = self._state.paragraph
        self._state = replace(self._state, paragraph=replace(said, table_depth=max(said.table_depth, 1)))


_MOST_COLOURS = 10_000
_LARGEST = 1_000_000

_WITHOUT_TEXT = frozenset({"skipped", "picture", "shape", "object", "information", "alternative"})

_SKIPPED = (
    *("stylesheet", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "nonshppict"),
    *("nonesttables", "shprslt", "result", "annotation", "atnid", "atnauthor", "pn", "filetbl", "private", "xe", "tc"),
    *("sn", "objdata", "bkmkstart", "bkmkend"),
)

_DESTINATIONS: Mapping[str, Callable[[RtfReader], None]] = {
    **dict.fromkeys(_SKIPPED, lambda reader: reader._enter("skipped")),
    **dict.fromkeys(("listtext", "pntext"), lambda reader: reader._enter("label")),
    **dict.fromkeys(("shpinst", "do", "sp"), lambda reader: reader._enter("shape")),
    **dict.fromkeys(("shptxt", "dptxbxtext"), RtfReader._begin_box),
    "fonttbl": lambda reader: reader._enter("fonts"),
    "colortbl": lambda reader: reader._enter("colours"),
    "info": lambda reader: reader._enter("information"),
    "title": lambda reader: reader._enter("title"),
    "object": lambda reader: reader._enter("object"),
    "objclass": lambda reader: reader._enter("class"),
    "upr": lambda reader: reader._enter("alternative"),
    "ud": lambda reader: reader._enter("text"),
    "field": RtfReader._begin_field,
    "fldinst": lambda reader: reader._enter("instruction"),
    "fldrslt": RtfReader._begin_result,
    "footnote": RtfReader._mark_note,
    "pict": RtfReader._begin_picture,
}
"""What the first word of a group makes of the group."""

_READ_THROUGH = frozenset({"shppict", "nesttableprops"})
"""What is marked as optional, and is read all the same."""


_Change = Callable[[RtfReader, int | None], None]


def _of_paragraph(name: str, value: Callable[[int], int] = lambda number: number) -> _Change:
    def change(reader: RtfReader, number: int | None) -> None:
        said = value(1 if number is None else number)
        reader._state = replace(reader._state, paragraph=replace(reader._state.paragraph, **{name: said}))

    return change


def _of_state(name: str, value: Callable[[int], Any] = lambda number: number) -> _Change:
    def change(reader: RtfReader, number: int | None) -> None:
        reader._state = replace(reader._state, **{name: value(number or 0)})

    return change


def _of_reader(name: str, value: Callable[[int], Any] = lambda number: number) -> _Change:
    return lambda reader, number: setattr(reader, name, value(number or 0))


def _of_cell(name: str, value: object) -> _Change:
    return lambda reader, number: setattr(reader._flow.cell, name, value)


def _of_row(name: str) -> _Change:
    return lambda reader, number: setattr(reader._flow.shape(reader._depth), name, number or 0)


def _shade(name: str) -> _Change:
    def change(reader: RtfReader, number: int | None) -> None:
        if reader._state.destination == "colours":
            reader._colour[name] = min(max(number or 0, 0), 255)

    return change


def _size(name: str) -> _Change:
    def change(reader: RtfReader, number: int | None) -> None:
        reader._picture[name] = max(min(number or 0, _LARGEST), -_LARGEST)

    return change


def _set_wide_font(reader: RtfReader, number: int | None) -> None:
    if reader._state.is_wide:
        reader._state = replace(reader._state, wide_font=number)


_WORDS: Mapping[str, _Change] = {
    "u": RtfReader._unicode,
    "uc": _of_state("bytes_of_unicode", lambda number: min(max(number, 0), 8)),
    "ansicpg": _of_reader("_code_page"),
    "mac": _of_reader("_code_page", lambda number: 10000),
    "deff": _of_reader("_default_font"),
    "fcharset": RtfReader._take_character_set,
    **{name: _shade(name) for name in ("red", "green", "blue")},
    **dict.fromkeys(("loch", "hich"), _of_state("is_wide", lambda number: False)),
    "dbch": _of_state("is_wide", lambda number: True),
    "af": _set_wide_font,
    **dict.fromkeys(("par", "sect", "page", "column"), lambda reader, number: reader._end_paragraph()),
    **dict.fromkeys(("\n", "\r"), lambda reader, number: reader._end_paragraph()),
    "pard": lambda reader, number: reader._reset_paragraph(),
    "intbl": lambda reader, number: reader._enter_table(),
    "itap": _of_paragraph("table_depth", lambda number: max(number, 0)),
    "ls": _of_paragraph("list_id"),
    "cbpat": _of_paragraph("ground"),
    "sl": _of_paragraph("line"),
    "cell": lambda reader, number: reader._flow.end_cell(reader._in_table(1)),
    "nestcell": lambda reader, number: reader._flow.end_cell(reader._in_table(max(reader._depth, 2))),
    "row": lambda reader, number: reader._flow.end_row(replace(reader._state.paragraph, table_depth=1)),
    "nestrow": lambda reader, number: reader._flow.end_row(reader._in_table(max(reader._depth, 2))),
    "trowd": lambda reader, number: reader._flow.begin_shape(reader._depth),
    "cellx": lambda reader, number: reader._flow.end_shape_of_cell(reader._depth, number or 0),
    "trleft": _of_row("left"),
    "trrh": _of_row("height"),
    "clvmgf": _of_cell("vertical_merge", "restart"),
    "clvmrg": _of_cell("vertical_merge", "continue"),
    "clmrg": _of_cell("is_merged_left", True),
    "clcbpat": lambda reader, number: setattr(reader._flow.cell, "colour", reader._flow.colour(number or 0)),
    **{name: _size(name) for name in ("picwgoal", "pichgoal", "shpleft", "shptop")},
}
"""What a control word does."""
