"""A document as one stream of pieces: cells of tables, and lines of tables that were flattened to text.

Long prose is left out, and parts the stream into segments, because no official table goes on behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.document import Cell, Document, Locator, Paragraph, Table
from gongkai.recognise.labels import LONGEST_LABEL
from gongkai.recognise.values import CellKind, CellValue, read_cell

__all__ = ["Piece", "pieces", "row_pieces"]

_WORD = re.compile(r"\S+")
_VALUES: frozenset[CellKind] = frozenset({"number", "dash", "unit"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell or line. `line` numbers table rows and paragraphs through the document."""

    text: str
    locator: Locator
    value: CellValue
    line: int
    segment: int
    table: int | None = None
    first_column: int = 1
    last_column: int = 1

    @property
    def kind(self) -> CellKind:
        """What the piece prints."""
        return self.value.kind


def pieces(document: Document) -> Iterator[Piece]:
    """Give the pieces of a document in reading order.

    >>> document = Document((Paragraph("1.当面申请数  件  4"),), "text")
    >>> [(piece.text, str(piece.locator), piece.kind) for piece in pieces(document)]
    [('1.当面申请数', 'b1:0-7', 'text'), ('件', 'b1:9-10', 'unit'), ('4', 'b1:12-13', 'number')]
    """
    line = segment = 0
    for number, block in enumerate(document.blocks, start=1):
        place = Locator(block=number, page=block.page)
        if isinstance(block, Table):
            for row in block.rows():
                line += 1
                yield from row_pieces(row, place, line, segment)
        elif len(block.text) > LONGEST_LABEL:
            segment += 1
        else:
            line += 1
            yield from _line_pieces(block, place, line, segment)


def row_pieces(row: Iterable[Cell], table: Locator, line: int, segment: int) -> Iterator[Piece]:
    """Give the cells of one table row as pieces."""
    for cell in row:
        yield Piece(
            text=cell.text,
            locator=Locator(block=table.block, row=cell.row, column=cell.column, page=table.page),
            value=read_cell(cell.text),
            line=line,
            segment=segment,
            table=table.block,
            first_column=cell.column,
            last_column=cell.column + cell.column_span - 1,
        )


def _line_pieces(paragraph: Paragraph, place: Locator, line: int, segment: int) -> Iterator[Piece]:
    """Part a line such as `1.当面申请数 件 4` where numbers and units end it; else give it whole."""
    whole = read_cell(paragraph.text)
    words = list(_WORD.finditer(paragraph.text)) if whole.kind == "text" else []
    values = []
    while words and (value := read_cell(words[-1].group())).kind in _VALUES:
        values.append((words.pop(), value))
    if not any(value.kind in ("number", "dash") for _, value in values):
        yield Piece(paragraph.text, place, whole, line, segment)
        return
    if words:
        yield _part(paragraph.text, words[0].start(), words[-1].end(), whole, place, line, segment)
    for word, value in reversed(values):
        yield _part(paragraph.text, word.start(), word.end(), value, place, line, segment)


def _part(text: str, start: int, end: int, value: CellValue, place: Locator, line: int, segment: int) -> Piece:
    locator = Locator(block=place.block, start=start, end=end, page=place.page)
    return Piece(text[start:end], locator, value, line, segment)
