r"""Rich Text Format -> the elements of Word.

A group inherits the state of the one around it and gives it back. What a group is of, its destination, says what
becomes of its text: most of it is printed, some says how, and the rest is none of the reader's business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from lxml import etree

from gongkai.read.rtf.look import PLAIN_LOOK, CharacterLook, changed, write_look
from gongkai.read.rtf.tables import CellShape, Row, RowShape, table_of
from gongkai.read.rtf.text import CHARACTERS, decoded, encoding_of
from gongkai.read.rtf.tokens import Token, tokens
from gongkai.read.word_xml import Element

__all__ = ["DamagedRtfError", "RtfReader"]

MAX_DEPTH = 1_000
"""How deep groups may stand inside one another."""

MAX_NESTED_TABLES = 20
"""How many tables may stand inside one another."""


class DamagedRtfError(Exception):
    """The bytes are no whole document."""

    def __init__(self, reason: Literal["damaged", "truncated", "too_large"], detail: str) -> None:
        super().__init__(reason, detail)
        self.reason: Literal["damaged", "truncated", "too_large"] = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """How a paragraph is set."""

    table_depth: int = 0
    list_id: int = 0
    ground: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group."""

    destination: str = "text"
    look: CharacterLook = PLAIN_LOOK
    paragraph: _Paragraph = _Paragraph()
    bytes_of_unicode: int = 1
    wide_font: int | None = None
    """The font of what is written in two bytes, where it has one of its own."""
    is_wide: bool = False


@dataclass(slots=True)
class _Level:
    """The blocks of the body, or of the open cell of a table, and what is open of that table."""

    blocks: list[Element] = field(default_factory=list)
    cells: list[tuple[Element, ...]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    shape: RowShape = field(default_factory=RowShape)


class RtfReader:
    """Reads one document. `root` is that of its elements, `title` what the file says of itself."""

    def __init__(self) -> None:
        self.root = etree.Element("document")
        self.title = ""
        self._body = etree.SubElement(self.root, "body")
        self._state = _State()
        self._outer: list[_State] = []
        self._group_ends: list[Callable[[], None] | None] = []
        self._is_optional = False
        self._bytes = bytearray()
        self._skip = 0
        self._high_surrogate = 0
        self._code_page = 1252
        self._default_font: int | None = None
        self._fonts: dict[int, str] = {}
        self._character_sets: dict[int, int] = {}
        self._colours: list[str] = []
        self._colour: dict[str, int] = {}
        self._runs: list[Element] = []
        self._has_label = False
        self._levels = [_Level()]
        self._cell = CellShape()
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
        self._end_paragraph(ends_blank=False)
        self._close_tables(0)
        self._body.extend(self._levels[0].blocks)

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

    def _take(self, token: Token) -> None:
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
            case "text" | "label":
                self._has_label |= self._state.destination == "label"
                if not self._state.look.is_deleted:
                    self._add_run(text)
            case "instruction":
                etree.SubElement(self._run(), "instrText").text = _printable(text)
            case "fonts":
                self._name_font(text)
            case "colours":
                self._end_colours(text)
            case "title":
                self.title += text
            case "class":
                self._picture_kind(text)

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
            self._fonts[number] = (self._fonts.get(number, "") + text).rstrip(";")

    def _take_character_set(self, number: int | None) -> None:
        if self._state.destination == "fonts" and self._state.look.font is not None:
            self._character_sets[self._state.look.font] = number or 0

    def _end_colours(self, text: str) -> None:
        for _ in range(min(text.count(";"), _MOST_COLOURS - len(self._colours))):
            shades = [self._colour.get(name, 0) for name in ("red", "green", "blue")]
            self._colours.append("".join(f"{shade:02X}" for shade in shades) if self._colour else "")
            self._colour = {}

    # Runs and paragraphs

    def _run(self) -> Element:
        run = etree.Element("r")
        write_look(run, self._state.look, self._colours, self._fonts)
        self._runs.append(run)
        return run

    def _add_run(self, text: str) -> None:
        run = self._run()
        for part in _BREAKS.split(_printable(text)):
            if part:
                etree.SubElement(run, _TAGS.get(part, "t")).text = part

    def _end_paragraph(self, *, ends_blank: bool = True) -> None:
        said = self._state.paragraph
        if not self._runs and not ends_blank:
            return
        paragraph = etree.Element("p")
        properties = etree.SubElement(paragraph, "pPr")
        ground = self._colours[said.ground] if 0 <= said.ground < len(self._colours) else ""
        if ground:
            etree.SubElement(properties, "shd", {"val": "clear", "fill": ground})
        if said.line < 0:
            etree.SubElement(properties, "spacing", {"line": str(-said.line), "lineRule": "exact"})
        if said.list_id and not self._has_label:
            etree.SubElement(etree.SubElement(properties, "numPr"), "numId", {"val": str(said.list_id)})
        paragraph.extend(self._runs)
        self._runs, self._has_label = [], False
        self._level(said.table_depth).blocks.append(paragraph)

    def _level(self, depth: int) -> _Level:
        """Give the level of a table, whose tables inside are at their end."""
        if depth > MAX_NESTED_TABLES:
            raise DamagedRtfError("damaged", "its tables are nested too deep")
        self._close_tables(depth)
        while len(self._levels) <= depth:
            self._levels.append(_Level())
        return self._levels[depth]

    # Tables

    def _end_cell(self, depth: int) -> None:
        self._state = replace(self._state, paragraph=replace(self._state.paragraph, table_depth=depth))
        self._end_paragraph()
        level = self._level(depth)
        level.cells.append(tuple(level.blocks))
        level.blocks = []

    def _end_row(self, depth: int) -> None:
        level = self._level(depth)
        if self._runs or level.blocks:
            self._end_cell(depth)
        level.rows.append(Row(level.shape, tuple(level.cells)))
        level.cells = []

    def _close_tables(self, depth: int) -> None:
        while len(self._levels) - 1 > depth:
            level = self._levels.pop()
            if level.cells:
                level.rows.append(Row(level.shape, tuple(level.cells)))
            below = self._levels[-1].blocks
            if level.rows:
                below.append(table_of(level.rows))
            below += level.blocks

    def _begin_shape(self) -> None:
        self._level(max(self._state.paragraph.table_depth, 1)).shape = RowShape()
        self._cell = CellShape()

    def _shape(self) -> RowShape:
        return self._level(max(self._state.paragraph.table_depth, 1)).shape

    def _end_shape(self, number: int | None) -> None:
        self._cell.right = number or 0
        cells = self._shape().cells
        if len(cells) >= _MOST_COLUMNS:
            raise DamagedRtfError("damaged", f"a row of a table has more than {_MOST_COLUMNS} cells")
        cells.append(self._cell)
        self._cell = CellShape()

    def _colour_cell(self, number: int | None) -> None:
        place = number or 0
        self._cell.colour = self._colours[place] if 0 <= place < len(self._colours) else ""

    # Fields, notes, drawings

    def _begin_field(self) -> None:
        self._turn_field("begin")
        self._group_ends[-1] = lambda: self._turn_field("end")

    def _turn_field(self, part: str) -> None:
        etree.SubElement(self._run(), "fldChar", {"fldCharType": part})

    def _mark_note(self) -> None:
        etree.SubElement(self._run(), "footnoteReference")
        self._enter("skipped")

    def _begin_picture(self) -> None:
        self._picture = {}
        self._enter("picture")
        self._group_ends[-1] = self._end_picture

    def _end_picture(self) -> None:
        said = self._picture
        width, height = said.get("picwgoal", 0), said.get("pichgoal", 0)
        style = f"width:{abs(width) / 20:g}pt;height:{abs(height) / 20:g}pt" if width and height else ""
        etree.SubElement(self._shape_in(style), "imagedata")

    def _shape_in(self, style: str) -> Element:
        return etree.SubElement(etree.SubElement(self._run(), "pict"), "shape", {"style": style})

    def _begin_box(self) -> None:
        """Read the text of a box as that of a document of its own, and hang it into the line."""
        said = self._picture
        style = "position:absolute;" + ";".join(
            f"margin-{side}:{said.get(f'shp{side}', 0) / 20:g}pt" for side in ("left", "top")
        )
        runs, levels, has_label, state = self._runs, self._levels, self._has_label, self._state
        self._runs, self._levels, self._has_label = [], [_Level()], False
        self._state = replace(state, destination="text", look=PLAIN_LOOK, paragraph=_Paragraph())

        def end() -> None:
            self._end_paragraph(ends_blank=False)
            self._close_tables(0)
            blocks = self._levels[0].blocks
            self._runs, self._levels, self._has_label = runs, levels, has_label
            shape = self._shape_in(style)
            etree.SubElement(etree.SubElement(shape, "textbox"), "txbxContent").extend(blocks)

        self._group_ends[-1] = end

    def _picture_kind(self, text: str) -> None:
        etree.SubElement(self._shape_in(""), "OLEObject", {"ProgID": text.strip()})

    # The state

    def _reset_paragraph(self) -> None:
        self._state = replace(self._state, paragraph=_Paragraph())

    def _enter_table(self) -> None:
        said = self._state.paragraph
        self._state = replace(self._state, paragraph=replace(said, table_depth=max(said.table_depth, 1)))


_MOST_COLOURS = 10_000
_MOST_COLUMNS = 1_000
_LARGEST = 1_000_000
_BREAKS = re.compile("([\t\n])")
_TAGS = {"\t": "tab", "\n": "br"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


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
    "fldrslt": lambda reader: reader._turn_field("separate"),
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
    return lambda reader, number: setattr(reader._cell, name, value)


def _of_row(name: str) -> _Change:
    return lambda reader, number: setattr(reader._shape(), name, number or 0)


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
    "cell": lambda reader, number: reader._end_cell(1),
    "nestcell": lambda reader, number: reader._end_cell(max(reader._state.paragraph.table_depth, 2)),
    "row": lambda reader, number: reader._end_row(1),
    "nestrow": lambda reader, number: reader._end_row(max(reader._state.paragraph.table_depth, 2)),
    "trowd": lambda reader, number: reader._begin_shape(),
    "cellx": RtfReader._end_shape,
    "trleft": _of_row("left"),
    "trrh": _of_row("height"),
    "clvmgf": _of_cell("vertical_merge", "restart"),
    "clvmrg": _of_cell("vertical_merge", "continue"),
    "clmrg": _of_cell("is_merged_left", True),
    "clcbpat": RtfReader._colour_cell,
    **{name: _size(name) for name in ("picwgoal", "pichgoal", "shpleft", "shptop")},
}
"""What a control word does."""
