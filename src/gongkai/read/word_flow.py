"""The flow of a Word document: its lines and tables as its elements come in reading order, and how they are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from gongkai.document import UNCERTAIN, Unread
from gongkai.read.blank import BLANK
from gongkai.read.direction import OVERRIDE
from gongkai.read.word_binding import Bindings
from gongkai.read.word_chunk import Chunks
from gongkai.read.word_color import Ground, shade
from gongkai.read.word_drawing import WordDrawing, drawing_of
from gongkai.read.word_field import Field, OpenFields
from gongkai.read.word_lines import LONGEST_QUOTED, has_number, lines_of_paragraph
from gongkai.read.word_numbering import ListLabel, Numbering
from gongkai.read.word_paragraph import is_clipped, is_framed, is_mark_gone, symbol
from gongkai.read.word_rows import cell_control, cell_ground, is_row_gone, row_cells
from gongkai.read.word_sight import SHOWN, LeveledText, Sight, raised, sight
from gongkai.read.word_style import PLAIN, Look, Styles, TableLook, own_look
from gongkai.read.word_table import Item, Line, Mark, OpenTable, ReadTable
from gongkai.read.word_xml import Element, attribute, child, contents, inside, is_on, local_name, number, value

__all__ = ["MAX_CELLS", "Flow", "TooManyCellsError"]

MAX_CELLS = 300_000
"""The most cells of all tables of a document. A report has a few thousand."""


class TooManyCellsError(Exception):
    """The tables of the document have more than `MAX_CELLS` cells."""


class Flow:
    """What has been read of a document so far, and what is still open, as its elements come in reading order."""

    def __init__(
        self, styles: Styles, numbering: Numbering, chunks: Chunks, bindings: Bindings, ground: Ground
    ) -> None:
        """Begin with the styles, lists, imported parts and bound data of a document, and the colour of its pages."""
        self.items: list[Item] = []
        self._styles = styles
        self._numbering = numbering
        self._chunks = chunks
        self._bindings = bindings
        self._pieces: list[LeveledText] = []
        self._marks: list[Mark] = []
        self._drawings: list[WordDrawing] = []
        self._fields = OpenFields()
        self._tables: list[OpenTable] = []
        self._cells_left = MAX_CELLS
        self._ground = ground
        self._cell_look = PLAIN
        self._paragraph_ground = ground
        self._paragraph_style: str | None = None
        self._look = PLAIN
        self._sight = SHOWN
        self._script = ""
        self._is_reversed = False
        self._is_placeholder = False
        self._is_note_mark = False
        self._is_clipped = False
        self._is_framed = False
        self._box: WordDrawing | None = None

    def read_all(self, element: Element) -> None:
        """Read what an element holds."""
        for node in contents(element):
            self._read(node)

    def _read(self, node: Element) -> None:
        kind = local_name(node)
        if kind in _PRINTED_AS:
            self._add(_PRINTED_AS[kind])
        elif kind not in _LEFT_OUT:
            _READERS.get(kind, Flow.read_all)(self, node)

    # Paragraphs

    def _read_paragraph(self, node: Element) -> None:
        properties = child(node, "pPr")
        before = self._paragraph_style, self._paragraph_ground, self._look, self._sight, self._is_clipped
        self._paragraph_style = value(properties, "pStyle")
        style = self._styles.style(self._paragraph_style, "paragraph")
        self._paragraph_ground = shade(child(properties, "shd")) or style.ground or self._ground
        self._is_clipped = is_clipped(child(properties, "spacing"))
        self._is_framed = is_framed(child(properties, "framePr"))
        self._see(PLAIN, None)
        self.read_all(node)
        # Without its mark, a paragraph runs on into the next.
        if not is_mark_gone(child(properties, "rPr")):
            self._end_paragraph(self._numbering.next_label(properties))
        self._paragraph_style, self._paragraph_ground, self._look, self._sight, self._is_clipped = before

    def _end_paragraph(self, label: ListLabel | None = None) -> None:
        is_numbered = label is not None and bool(label.text or label.doubt)
        # Every cell and box ends a paragraph that mostly has ended before.
        if not (self._pieces or self._marks or self._fields or self._drawings or is_numbered):
            return
        self.items += lines_of_paragraph(
            self._pieces, self._marks, label, in_table=bool(self._tables), box=self._box, is_framed=self._is_framed
        )
        self._pieces.clear()
        self._marks.clear()
        self._fields.end_instructions()
        drawings, self._drawings = self._drawings, []
        for drawing in drawings:
            self._read_drawing(drawing)

    # Drawings

    def _add_drawing(self, node: Element) -> None:
        if self._sight.state == "left_out":
            return
        drawing = drawing_of(node)
        if drawing is not None:
            self._drawings.append(drawing)
            if self._tables and drawing.may_hold_number:
                self._marks.append(Mark("picture", f"{drawing.detail} in the cell", "number"))

    def _read_drawing(self, drawing: WordDrawing) -> None:
        before = self._ground, self._box
        self._box = drawing
        self._ground = drawing.ground
        for box in drawing.boxes:
            self.read_all(box)
            self._end_paragraph()
        for words in drawing.words:
            mark = Mark("drawn", f"{words[:LONGEST_QUOTED]} is drawn as a shape")
            self.items.append(Line(words, (mark,) if has_number(words) else (), in_box=True))
        self._ground, self._box = before
        if drawing.kind is not None and drawing.may_hold_table:
            self.items.append(Unread(drawing.kind, drawing.detail))

    def _read_ink(self, node: Element) -> None:
        if self._tables:
            self._marks.append(Mark("picture", "handwriting in the cell", "number"))

    # Runs

    def _read_run(self, node: Element) -> None:
        before = self._look, self._sight, self._is_note_mark
        # A run of a formula has properties of its own before the usual ones.
        properties = next((part for part in reversed(node) if local_name(part) == "rPr"), None)
        if properties is not None:
            style = value(properties, "rStyle")
            self._see(own_look(properties), style)
            self._is_note_mark = self._is_note_mark or (style or "").lower() in _STYLES_OF_NOTES
        self.read_all(node)
        self._look, self._sight, self._is_note_mark = before

    def _see(self, own: Look, character_style: str | None) -> None:
        self._look = own.over(self._styles.look(self._cell_look, self._paragraph_style, character_style))
        seen = sight(self._look, self._paragraph_ground)
        self._sight = _CLIPPED if self._is_clipped and seen.state != "left_out" else seen

    def _read_text(self, node: Element) -> None:
        text = (node.text or "").translate(_ONE_LINE)
        if (self._is_reversed or OVERRIDE in text) and has_number(text):
            self._add_uncertain(Mark("reversed", f"{text[:LONGEST_QUOTED]} is printed from right to left"))
        elif self._is_placeholder and self._tables and has_number(text):
            self._add_uncertain(
                Mark("form_field", f"{text[:LONGEST_QUOTED]} is the prompt of a field that is not filled in")
            )
        elif self._is_note_mark and self._tables and self._look.script != "superscript" and has_number(text):
            self._add_uncertain(Mark("raised", f"{text[:LONGEST_QUOTED]} is the mark of a note, and is not raised"))
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._fields.take(text):
            return
        match self._sight.state:
            case "shown":
                self._put(text)
            case "doubtful":
                if self._tables and has_number(text):
                    self._put(UNCERTAIN)
                    self._remark(text)
                else:
                    self._put(text)
            case "struck":
                self._remark(text, "blank")
            case _:
                self._remark(text)

    def _put(self, text: str) -> None:
        script = self._script or self._look.script
        if script:
            moved = raised(text, script)
            if moved != text:
                self._marks.append(Mark("raised", f"{text.strip()[:LONGEST_QUOTED]} is {_MOVED.get(script, 'moved')}"))
            text = moved
        self._pieces.append(LeveledText(text, self._look.position or 0, self._look.size or 0))

    def _remark(self, text: str, doubts: Literal["nothing", "blank", "number"] = "nothing") -> None:
        """Take note of what is not shown as it stands. In a cell, a struck word is seen where nothing else is."""
        shown = text.strip(BLANK)
        if shown and (has_number(shown) or (self._tables and doubts != "nothing")):
            self._marks.append(Mark(self._sight.kind, f"{shown[:LONGEST_QUOTED]} is {self._sight.why}", doubts))

    def _add_uncertain(self, mark: Mark) -> None:
        self._add(UNCERTAIN)
        if self._sight.state != "left_out":
            self._marks.append(mark)

    def _read_symbol(self, node: Element) -> None:
        self._add(symbol(node))

    @contextmanager
    def _with(self, **attributes: object) -> Iterator[None]:
        before = {name: getattr(self, name) for name in attributes}
        vars(self).update(attributes)
        yield
        vars(self).update(before)

    def _read_override(self, node: Element) -> None:
        with self._with(_is_reversed=attribute(node, "val") == "rtl"):
            self.read_all(node)

    def _read_note_mark(self, node: Element) -> None:
        """Read the reference to a note. The mark itself may follow as text in the same run."""
        self._is_note_mark = self._is_note_mark or attribute(node, "customMarkFollows") in _ON

    def _read_link(self, node: Element) -> None:
        leads_to_note = (attribute(node, "anchor") or "").startswith(_ANCHORS_OF_NOTES)
        with self._with(_is_note_mark=self._is_note_mark or leads_to_note):
            self.read_all(node)

    def _read_control(self, node: Element) -> None:
        self._read_controlled(node, node)

    def _read_controlled(self, control: Element, content: Element) -> None:
        """Read the content of a control, unless Word shows other data in its place."""
        contradiction = self._bindings.contradiction(control) if self._tables else ""
        if contradiction:
            self._add_uncertain(Mark("form_field", contradiction))
            return
        is_placeholder = is_on(child(control, "sdtPr"), "showingPlcHdr") is True
        with self._with(_is_placeholder=self._is_placeholder or is_placeholder):
            self.read_all(content)

    # Fields

    def _turn_field(self, node: Element) -> None:
        """Follow a field from its instruction, which is not printed, to its result, which is."""
        part = attribute(node, "fldCharType")
        if part == "begin":
            self._fields.open(Field(child(node, "ffData")))
        elif part == "separate":
            self._fields.begin_result()
        elif part == "end" and self._fields:
            self._close_field()

    def _close_field(self) -> None:
        printed = self._fields.close()
        if printed.text:
            self._add(printed.text.translate(_ONE_LINE))
        if printed.kind is not None and self._fields.are_printed and self._sight.state != "left_out":
            self._marks.append(Mark(printed.kind, printed.detail))

    def _read_instruction(self, node: Element) -> None:
        self._fields.take_instruction(node.text or "")

    def _read_simple_field(self, node: Element) -> None:
        instruction = attribute(node, "instr") or ""
        depth = self._fields.open(Field(None, instruction=[instruction], is_in_instruction=False))
        self.read_all(node)
        if self._fields.leave_inside(depth):
            self._close_field()

    # Formulas

    def _read_denominator(self, node: Element) -> None:
        self._add("/")
        self.read_all(node)

    def _read_exponent(self, node: Element) -> None:
        """Set an exponent or an index off from the digits before it."""
        with self._with(_script="superscript" if local_name(node) == "sup" else "subscript"):
            self.read_all(node)

    def _read_root(self, node: Element) -> None:
        self._add("√")
        self.read_all(node)

    def _read_picture_of_formula(self, node: Element) -> None:
        """Read what is more than a line of characters: matrices, sums, and struck boxes."""
        self._add_uncertain(Mark("drawn", "a formula of more than one line"))

    def _read_frame(self, node: Element) -> None:
        properties = child(node, "borderBoxPr")
        if any(is_on(properties, stroke) for stroke in ("strikeH", "strikeV", "strikeBLTR", "strikeTLBR")):
            self._add_uncertain(Mark("struck", "a struck formula"))
        else:
            self.read_all(node)

    def _read_phantom(self, node: Element) -> None:
        if is_on(child(node, "phantPr"), "show") is not False:
            self.read_all(node)

    # Tables and imported parts

    def _read_table(self, node: Element) -> None:
        self._end_paragraph()
        table = OpenTable(self.items)
        self._tables.append(table)
        table_look = TableLook.of(child(node, "tblPr"), self._styles)
        rows = [row for row in inside(node, "tr") if not is_row_gone(child(row, "trPr"))]
        for place, row in enumerate(rows):
            skipped = number(value(row, "trPr", "gridBefore"), 0)
            table.open_row(skipped)
            row_ground = shade(child(row, "tblPrEx", "shd"))
            cells = row_cells(row)
            self._cells_left -= len(cells)
            if self._cells_left < 0:
                raise TooManyCellsError
            for column, (cell, column_span, vertical_merge) in enumerate(cells):
                table.open_cell(column_span, vertical_merge)
                look, ground = table_look.cell(place, len(rows), column, column == len(cells) - 1)
                before = self._cell_look, self._ground, self._box
                self._cell_look, self._box = look, None
                self._ground = cell_ground(cell) or row_ground or ground or self._ground
                control = cell_control(cell)
                if control is None:
                    self.read_all(cell)
                else:
                    self._read_controlled(control, cell)
                self._end_paragraph()
                self._cell_look, self._ground, self._box = before
                table.close_cell()
        self._tables.pop()
        if table.close() and self._tables:
            self._tables[-1].hold_table()

    def _read_chunk(self, node: Element) -> None:
        self._end_paragraph()
        self._hold(self._chunks.items(attribute(node, "id")))

    def _read_subdocument(self, node: Element) -> None:
        self._end_paragraph()
        self._hold([Unread("attachment", "a document that this one includes from another file")])

    def _hold(self, items: Iterable[Item]) -> None:
        found = list(items)
        self.items += found
        if self._tables and any(isinstance(item, ReadTable) for item in found):
            self._tables[-1].hold_table()


_READERS: dict[str, Callable[[Flow, Element], None]] = {
    "p": Flow._read_paragraph,
    "r": Flow._read_run,
    "t": Flow._read_text,
    "tbl": Flow._read_table,
    "sym": Flow._read_symbol,
    "sdt": Flow._read_control,
    "bdo": Flow._read_override,
    "hyperlink": Flow._read_link,
    **dict.fromkeys(("footnoteReference", "endnoteReference"), Flow._read_note_mark),
    **dict.fromkeys(("drawing", "pict", "object"), Flow._add_drawing),
    "contentPart": Flow._read_ink,
    "fldChar": Flow._turn_field,
    "fldSimple": Flow._read_simple_field,
    **dict.fromkeys(("instrText", "delInstrText"), Flow._read_instruction),
    "den": Flow._read_denominator,
    **dict.fromkeys(("sup", "sub"), Flow._read_exponent),
    "rad": Flow._read_root,
    **dict.fromkeys(("m", "nary", "eqArr"), Flow._read_picture_of_formula),
    "borderBox": Flow._read_frame,
    "phant": Flow._read_phantom,
    "altChunk": Flow._read_chunk,
    "subDoc": Flow._read_subdocument,
}
"""What reads an element. All others are read through, to what they hold."""

_PRINTED_AS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
"""What is printed for an element that has no text of its own. A tab is a blank, as it is on a web page."""

_LEFT_OUT = frozenset(
    {
        *("", "del", "moveFrom", "delText", "rt"),
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr"),
    }
)
"""What is deleted, readings above characters, properties and (nameless) comments in XML."""

_ONE_LINE = str.maketrans("\t\n\r", "   ")
_ON = frozenset({"1", "true", "on"})
_STYLES_OF_NOTES = frozenset({"footnotereference", "endnotereference", "footnoteanchor", "endnoteanchor"})
_ANCHORS_OF_NOTES = ("_ftn", "_edn")
_MOVED = {"superscript": "raised", "subscript": "lowered"}


_CLIPPED = Sight("left_out", "hidden", "in a line too low for it")
