"""The flow of a Word document: its lines and tables as its elements come in reading order, and how they are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from gongkai.document import UNCERTAIN, Unread
from gongkai.read.blank import BLANK
from gongkai.read.direction import OVERRIDE
from gongkai.read.word_binding import Bindings
from gongkai.read.word_chunk import Chunks
from gongkai.read.word_color import Ground, shade
from gongkai.read.word_drawing import WordDrawing, drawing_of
from gongkai.read.word_field import Field, Printed
from gongkai.read.word_numbering import ListLabel, Numbering
from gongkai.read.word_paragraph import is_clipped, is_framed, is_mark_gone, symbol
from gongkai.read.word_rows import cell_control, cell_ground, is_row_gone, row_cells
from gongkai.read.word_sight import SHOWN, LeveledText, Sight, leveled, raised, sight
from gongkai.read.word_style import PLAIN, Look, Styles, TableLook, own_look
from gongkai.read.word_table import Item, Line, Mark, OpenTable, ReadTable, is_figure
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
        self._fields: list[Field] = []
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
        self._styled: dict[tuple[Look, str | None, str | None], Look] = {}
        self._sights: dict[tuple[Look, Ground], Sight] = {}

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
        texts = leveled(self._pieces)
        self._marks += (
            Mark("raised", f"{text.strip()} is moved out of the line")
            for text, piece in zip(texts, self._pieces, strict=True)
            if text != piece.text
        )
        text = "".join(texts)
        text = self._labeled(label, text) if label is not None else text
        lines = [line.strip() for line in text.split("\n") if line.strip(BLANK)]
        marks = tuple(self._marks) if self._tables or any(map(_has_number, lines)) else ()
        if lines or marks:
            floats = self._is_framed or (self._box is not None and self._box.floats)
            if self._tables and self._box is not None and self._box.is_away:
                lines, marks = _away(lines, marks)
            first, *others = lines or [""]
            self.items.append(Line(first, marks, self._box is not None, floats))
            self.items += (Line(line, (), self._box is not None, floats) for line in others)
        self._pieces.clear()
        self._marks.clear()
        # A field whose instruction does not end here never ends, and must not swallow the document.
        self._fields = [field for field in self._fields if not field.is_in_instruction]
        for field in self._fields:
            field.sink = None
        drawings, self._drawings = self._drawings, []
        for drawing in drawings:
            self._read_drawing(drawing)

    def _labeled(self, label: ListLabel, text: str) -> str:
        """Put the number of a list before a paragraph. In a cell, it may be all that there is of a value."""
        if not self._tables or not (label.text or label.doubt):
            return label.text + text
        words = text.strip(BLANK)
        if words and not is_figure(words):
            return label.text + text
        said = f"{label.text.strip()} is a number of a list" if label.text else label.doubt
        self._marks.append(Mark("list_number", said, "nothing" if label.text else "blank" if not words else "number"))
        gap = " " if words and label.text and not label.text.endswith(" ") else ""
        return label.text + gap + text

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
            mark = Mark("drawn", f"{words[:_LONGEST]} is drawn as a shape")
            self.items.append(Line(words, (mark,) if _has_number(words) else (), in_box=True))
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
        key = self._cell_look, self._paragraph_style, character_style
        styled = self._styled.get(key)
        if styled is None:
            paragraph = self._styles.style(self._paragraph_style, "paragraph").look.joined(self._cell_look)
            styled = self._styles.style(character_style, "character").look.joined(paragraph)
            styled = self._styled[key] = styled.upon_defaults(self._styles.default_look)
        self._look = own.over(styled)
        place = self._look, self._paragraph_ground
        seen = self._sights.get(place)
        if seen is None:
            seen = self._sights[place] = sight(*place)
        self._sight = _CLIPPED if self._is_clipped and seen.state != "left_out" else seen

    def _read_text(self, node: Element) -> None:
        text = (node.text or "").translate(_ONE_LINE)
        if (self._is_reversed or OVERRIDE in text) and _has_number(text):
            self._add_uncertain(Mark("reversed", f"{text[:_LONGEST]} is printed from right to left"))
        elif self._is_placeholder and self._tables and _has_number(text):
            self._add_uncertain(Mark("form_field", f"{text[:_LONGEST]} is the prompt of a field that is not filled in"))
        elif self._is_note_mark and self._tables and self._look.script != "superscript" and _has_number(text):
            self._add_uncertain(Mark("raised", f"{text[:_LONGEST]} is the mark of a note, and is not raised"))
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._fields:
            field = self._fields[-1]
            if not field.is_in_instruction:
                field.result.append(text)
            if field.sink is not None:
                field.sink.instruction.append(text)
                return
        match self._sight.state:
            case "shown":
                self._put(text)
            case "doubtful":
                if self._tables and _has_number(text):
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
                self._marks.append(Mark("raised", f"{text.strip()[:_LONGEST]} is {_MOVED.get(script, 'moved')}"))
            text = moved
        self._pieces.append(LeveledText(text, self._look.position or 0, self._look.size or 0))

    def _remark(self, text: str, doubts: Literal["nothing", "blank", "number"] = "nothing") -> None:
        """Take note of what is not shown as it stands. In a cell, a struck word is seen where nothing else is."""
        shown = text.strip(BLANK)
        if shown and (_has_number(shown) or (self._tables and doubts != "nothing")):
            self._marks.append(Mark(self._sight.kind, f"{shown[:_LONGEST]} is {self._sight.why}", doubts))

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
            self._open_field(Field(child(node, "ffData")))
        elif part == "separate" and self._fields:
            field = self._fields[-1]
            field.is_in_instruction = False
            field.sink = self._fields[-2].sink if len(self._fields) > 1 else None
        elif part == "end" and self._fields:
            self._close_field()

    def _open_field(self, field: Field) -> None:
        field.sink = field if field.is_in_instruction else self._fields[-1].sink if self._fields else None
        self._fields.append(field)

    def _close_field(self) -> None:
        field = self._fields.pop()
        printed: Printed = field.printed()
        if printed.text:
            self._add(printed.text.translate(_ONE_LINE))
        elif field.result and self._fields and not self._fields[-1].is_in_instruction:
            self._fields[-1].result.append(field.result[0])
        is_printed = not self._fields or self._fields[-1].sink is None
        if printed.kind is not None and is_printed and self._sight.state != "left_out":
            self._marks.append(Mark(printed.kind, printed.detail))

    def _read_instruction(self, node: Element) -> None:
        if self._fields and self._fields[-1].sink is not None:
            self._fields[-1].sink.instruction.append(node.text or "")

    def _read_simple_field(self, node: Element) -> None:
        instruction = attribute(node, "instr") or ""
        self._open_field(Field(None, instruction=[instruction], is_in_instruction=False))
        depth = len(self._fields)
        self.read_all(node)
        if len(self._fields) >= depth:
            del self._fields[depth:]
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
_LONGEST = 40
_ON = frozenset({"1", "true", "on"})
_STYLES_OF_NOTES = frozenset({"footnotereference", "endnotereference", "footnoteanchor", "endnoteanchor"})
_ANCHORS_OF_NOTES = ("_ftn", "_edn")
_MOVED = {"superscript": "raised", "subscript": "lowered"}


def _has_number(text: str) -> bool:
    return any(map(str.isnumeric, text))


def _away(lines: Sequence[str], marks: tuple[Mark, ...]) -> tuple[list[str], tuple[Mark, ...]]:
    """Give the lines of a text box that may lie over another cell than the one it is anchored in."""
    figures = [line for line in lines if is_figure(line)]
    said = (Mark("overlapping", f"{line[:_LONGEST]} floats beside the cell", "number") for line in figures)
    return [UNCERTAIN if is_figure(line) else line for line in lines], (*marks, *said)


_CLIPPED = Sight("left_out", "hidden", "in a line too low for it")
