"""What has been read of a document in Rich Text Format: its paragraphs and tables, in the elements of Word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from gongkai.read.rtf.look import CharacterLook, write_look
from gongkai.read.rtf.tables import CellShape, RowShape, ShapedRow, table_of
from gongkai.read.word_xml import Element

__all__ = ["PLAIN_PARAGRAPH", "DamagedRtfError", "ParagraphLook", "RtfFlow"]

MAX_NESTED_TABLES = 20
"""How many tables may stand inside one another."""


class DamagedRtfError(Exception):
    """The bytes are no whole document."""

    def __init__(self, reason: Literal["damaged", "truncated", "too_large"], detail: str) -> None:
        super().__init__(reason, detail)
        self.reason: Literal["damaged", "truncated", "too_large"] = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """How a paragraph is set, and how many tables it stands in."""

    table_depth: int = 0
    list_id: int = 0
    ground: int = 0
    line: int = 0


PLAIN_PARAGRAPH = ParagraphLook()


@dataclass(slots=True)
class _TableLevel:
    """The blocks of the body, or of the open cell of a table, and what is open of that table."""

    blocks: list[Element] = field(default_factory=list)
    cells: list[tuple[Element, ...]] = field(default_factory=list)
    rows: list[ShapedRow] = field(default_factory=list)
    shape: RowShape = field(default_factory=RowShape)


class RtfFlow:
    """Takes runs, and the ends of paragraphs, cells and rows, as they come.

    `colours` and `fonts` are the tables of the document: a colour is the empty string if it is the automatic one.
    """

    def __init__(self) -> None:
        self.colours: list[str] = []
        self.fonts: dict[int, str] = {}
        self.cell = CellShape()
        """What is said of the cell of a row whose edge has not come yet."""
        self._runs: list[Element] = []
        self._has_label = False
        self._levels = [_TableLevel()]

    def colour(self, number: int) -> str:
        """Give a colour by its number."""
        return self.colours[number] if 0 <= number < len(self.colours) else ""

    # Runs and paragraphs

    def run(self, look: CharacterLook) -> Element:
        """Add a run to the open paragraph."""
        run = etree.Element("r")
        write_look(run, look, self.colours, self.fonts)
        self._runs.append(run)
        return run

    def add_text(self, text: str, look: CharacterLook, *, is_label: bool = False) -> None:
        """Add characters; those of a label are the number of a list."""
        self._has_label |= is_label
        run = self.run(look)
        for part in _BREAKS.split(_UNPRINTABLE.sub("", text)):
            if part:
                etree.SubElement(run, _TAGS.get(part, "t")).text = part

    def add_instruction(self, text: str, look: CharacterLook) -> None:
        """Add a part of what a field is to print."""
        etree.SubElement(self.run(look), "instrText").text = _UNPRINTABLE.sub("", text)

    def turn_field(self, part: str, look: CharacterLook) -> None:
        """Begin a field, go on to its result, or end it."""
        etree.SubElement(self.run(look), "fldChar", {"fldCharType": part})

    def end_paragraph(self, said: ParagraphLook, *, ends_blank: bool = True) -> None:
        """End a paragraph, one without runs only if it is told to."""
        if not self._runs and not ends_blank:
            return
        paragraph = etree.Element("p")
        properties = etree.SubElement(paragraph, "pPr")
        ground = self.colour(said.ground)
        if ground:
            etree.SubElement(properties, "shd", {"val": "clear", "fill": ground})
        if said.line < 0:
            etree.SubElement(properties, "spacing", {"line": str(-said.line), "lineRule": "exact"})
        if said.list_id and not self._has_label:
            etree.SubElement(etree.SubElement(properties, "numPr"), "numId", {"val": str(said.list_id)})
        paragraph.extend(self._runs)
        self._runs, self._has_label = [], False
        self._level(said.table_depth).blocks.append(paragraph)

    def finish(self, said: ParagraphLook) -> list[Element]:
        """End all that is open, and give the blocks."""
        self.end_paragraph(said, ends_blank=False)
        self._close_tables(0)
        return self._levels[0].blocks

    # Drawings

    def add_drawing(self, look: CharacterLook, style: str) -> Element:
        """Add a drawing to the open paragraph, and give the shape in it."""
        return etree.SubElement(etree.SubElement(self.run(look), "pict"), "shape", {"style": style})

    def open_box(self, style: str, look: CharacterLook) -> Callable[[ParagraphLook], None]:
        """Take what comes now as the text of a box, until the function that this gives is called."""
        runs, levels, has_label = self._runs, self._levels, self._has_label
        self._runs, self._levels, self._has_label = [], [_TableLevel()], False

        def close(said: ParagraphLook) -> None:
            blocks = self.finish(said)
            self._runs, self._levels, self._has_label = runs, levels, has_label
            box = etree.SubElement(self.add_drawing(look, style), "textbox")
            etree.SubElement(box, "txbxContent").extend(blocks)

        return close

    # Tables

    def end_cell(self, said: ParagraphLook) -> None:
        """End a cell, with its last paragraph."""
        self.end_paragraph(said)
        level = self._level(said.table_depth)
        level.cells.append(tuple(level.blocks))
        level.blocks = []

    def end_row(self, said: ParagraphLook) -> None:
        """End a row, and a cell that has no end of its own."""
        level = self._level(said.table_depth)
        if self._runs or level.blocks:
            self.end_cell(said)
        level.rows.append(ShapedRow(level.shape, tuple(level.cells)))
        level.cells = []

    def begin_shape(self, depth: int) -> None:
        """Begin to say of a row what shape it has."""
        self._level(max(depth, 1)).shape = RowShape()
        self.cell = CellShape()

    def shape(self, depth: int) -> RowShape:
        """Give what has been said of the row so far."""
        return self._level(max(depth, 1)).shape

    def end_shape_of_cell(self, depth: int, right: int) -> None:
        """Say where the cell ends of which all has been said."""
        self.cell.right = right
        cells = self.shape(depth).cells
        if len(cells) >= _MOST_COLUMNS:
            raise DamagedRtfError("damaged", f"a row of a table has more than {_MOST_COLUMNS} cells")
        cells.append(self.cell)
        self.cell = CellShape()

    def _level(self, depth: int) -> _TableLevel:
        """Give the level of a table, whose tables inside are at their end."""
        if depth > MAX_NESTED_TABLES:
            raise DamagedRtfError("damaged", "its tables are nested too deep")
        self._close_tables(depth)
        while len(self._levels) <= depth:
            self._levels.append(_TableLevel())
        return self._levels[depth]

    def _close_tables(self, depth: int) -> None:
        while len(self._levels) - 1 > depth:
            level = self._levels.pop()
            if level.cells:
                level.rows.append(ShapedRow(level.shape, tuple(level.cells)))
            below = self._levels[-1].blocks
            if level.rows:
                below.append(table_of(level.rows))
            below += level.blocks


_MOST_COLUMNS = 1_000
_BREAKS = re.compile("([\t\n])")
_TAGS: Mapping[str, str] = {"\t": "tab", "\n": "br"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
