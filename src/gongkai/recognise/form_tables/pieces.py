"""The pieces of a document: cells of tables, and lines of tables that were flattened to text.

Long prose is left out, and parts them into segments, because no official table goes on behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from gongkai.document import Block, Cell, Document, Locator, Paragraph, Table
from gongkai.recognise.form_tables.column_numbers import numbers_columns
from gongkai.recognise.form_tables.labels import LONGEST_LABEL
from gongkai.recognise.form_tables.lines_of_cells import lines_of_cells
from gongkai.recognise.form_tables.lost_row_spans import header_places
from gongkai.recognise.form_tables.repeated_cells import merge_repeated
from gongkai.recognise.form_tables.row_numbers import numbered_lines
from gongkai.recognise.form_tables.turned_tables import turned_places
from gongkai.recognise.values import CellKind, CellValue, read_cell

__all__ = ["Piece", "numbers_among_words", "pieces"]

_NOTES = re.compile(r"[(（][^()（）]*[)）]")
_WORD = re.compile(r"\S+")
_VALUES: frozenset[CellKind] = frozenset({"number", "change", "dash", "unit", "uncertain"})


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
    first_row: int = 1
    last_row: int = 1

    @property
    def kind(self) -> CellKind:
        """What the piece prints."""
        return self.value.kind

    @property
    def is_number(self) -> bool:
        """Whether the piece prints a number, be it one that cannot be told."""
        return self.kind in ("number", "uncertain")


def numbers_among_words(piece: Piece) -> list[Piece]:
    """Give the numbers in digits that stand by themselves between the words of a line: 予以公开 详见正文 4.

    What begins a label, or is a part of a word, is none of them.

    >>> (line,) = pieces(Document((Paragraph("予以公开 7 详见正文"),), "text"))
    >>> [(each.text, str(each.locator)) for each in numbers_among_words(line)]
    [('7', 'b1:5-6')]
    """
    if piece.table is not None or piece.kind != "text":
        return []
    words = [*_WORD.finditer(piece.text)]
    start = piece.locator.start or 0
    numbers = []
    for word, behind in zip_longest(words, words[1:]):
        value = read_cell(word.group())
        is_number = value.kind == "change" or (value.kind == "number" and word.group()[0].isdecimal())
        begins_label = behind is not None and _AFTER_ORDINAL.match(behind.group())
        if is_number and not begins_label and len(words) > 1:
            locator = replace(piece.locator, start=start + word.start(), end=start + word.end())
            numbers.append(replace(piece, text=word.group(), locator=locator, value=value))
    return numbers


_AFTER_ORDINAL = re.compile(r"[.．、)）]")


def pieces(document: Document) -> Iterator[Piece]:
    """Give the pieces of a document in reading order.

    >>> document = Document((Paragraph("1.当面申请数  件  4"),), "text")
    >>> [(piece.text, str(piece.locator), piece.kind) for piece in pieces(document)]
    [('1.当面申请数', 'b1:0-7', 'text'), ('件', 'b1:9-10', 'unit'), ('4', 'b1:12-13', 'number')]
    """
    line = segment = 0
    numbered = frozenset(numbered_lines(document))
    of_cells = lines_of_cells(document)
    for number, block in enumerate(document.blocks, start=1):
        place = Locator(block=number, page=block.page)
        if isinstance(block, Table):
            for row in _without_numbers_of_columns(list(_laid_out(merge_repeated(block)))):
                rows = _rows_in_one(row)
                for number, cells in enumerate(rows):
                    yield from _row_pieces(cells, place, line + 1 + number, segment)
                line += len(rows)
        elif number in of_cells.left_out:
            continue
        elif number in of_cells.cells:
            cell, text = of_cells.cells[number], of_cells.labels.get(number, block.text)
            line += cell.column == 1
            bounds = (cell.column, cell.column, cell.row, cell.row)
            yield Piece(text, place, read_cell(text), line, segment, cell.table, *bounds)
        elif _is_prose(block.text):
            segment += 1
        elif number in of_cells.labels or _is_first_of_mark(document.blocks, number):
            line += 1
            yield Piece(of_cells.labels.get(number, block.text), place, CellValue("text"), line, segment)
        else:
            line += 1
            yield from _line_pieces(block, place, line, segment, is_numbered=number in numbered)


def _is_first_of_mark(blocks: Sequence[Block], number: int) -> bool:
    """Say whether a line may begin the mark with which the line below goes on: `3` above `. 其他`."""
    line, *below = blocks[number - 1 : number + 1]
    return (
        isinstance(line, Paragraph)
        and _FIRST_OF_MARK.fullmatch(line.text.strip()) is not None
        and any(isinstance(each, Paragraph) and _LAST_OF_MARK.match(each.text) for each in below)
    )


_FIRST_OF_MARK = re.compile(r"\d{1,2}")
_LAST_OF_MARK = re.compile(r"\s*[.．、)）]\s*[\u4e00-\u9fff]")


def _is_prose(text: str) -> bool:
    # Spaces may set columns, the words of a merged cell may stand in each slot that it covered, and agencies explain in
    # brackets what a row or a column is to hold.
    words = text.split()
    if len(text) <= LONGEST_LABEL or len(_NOTES.sub("", "".join(dict.fromkeys(words)))) <= LONGEST_LABEL:
        return False
    return sum(read_cell(word).kind == "number" for word in words) < NUMBERS_OF_NO_PROSE


NUMBERS_OF_NO_PROSE = 5
"""Numbers that stand by themselves in a line, from which it is a row, however long."""


@dataclass(frozen=True, slots=True)
class _LaidOutCell:
    """A cell as the document has it, and where it stands in the form's table."""

    cell: Cell
    place: Cell


def _laid_out(table: Table) -> Iterator[list[_LaidOutCell]]:
    """Give the rows of a table as the form would have them, though the page turns it or lost how tall cells are."""
    turned = turned_places(table)
    places = turned or header_places(table)
    cells = [_LaidOutCell(cell, places.get((cell.row, cell.column), cell)) for cell in table.cells]
    if turned:
        cells.sort(key=lambda each: (each.place.row, each.place.column))
    yield from (list(row) for _, row in groupby(cells, key=lambda each: each.place.row))


def _without_numbers_of_columns(rows: Sequence[Sequence[_LaidOutCell]]) -> Iterator[Sequence[_LaidOutCell]]:
    texts = [[], *([each.cell.text for each in row] for row in rows), []]
    for row, above, own, below in zip(rows, texts, texts[1:], texts[2:], strict=False):
        if not numbers_columns(own, above, below):
            yield row


def _rows_in_one(row: Sequence[_LaidOutCell]) -> list[list[tuple[_LaidOutCell, int, int]]]:
    """Part a row whose cells print several rows, line by line; each part is a cell with the span of its text."""
    several = [each for each in row if "\n" in each.cell.text]
    if (
        len(several) < FEWEST_COLUMNS_OF_LINES
        or len(several) != sum(bool(each.cell.text) for each in row)
        or len({each.cell.text.count("\n") for each in several}) != 1
    ):
        return [[(each, 0, len(each.cell.text)) for each in row]]
    return [
        [(each, *_line_span(each.cell.text, number)) for each in several]
        for number in range(len(several[0].cell.text.split("\n")))
    ]


FEWEST_COLUMNS_OF_LINES = 3
"""Cells with as many lines that it takes to see several rows in one: label, unit and value."""


def _line_span(text: str, number: int) -> tuple[int, int]:
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[:number])
    return start, start + len(lines[number])


def _row_pieces(
    row: Iterable[tuple[_LaidOutCell, int, int]], table: Locator, line: int, segment: int
) -> Iterator[Piece]:
    """Give the cells of one table row as pieces."""
    block, page = table.block, table.page
    for placed, start, end in row:
        cell, stands = placed.cell, placed.place
        is_part = end - start < len(cell.text)
        text = cell.text[start:end] if is_part else cell.text
        bounds: tuple[int | None, int | None] = (start, end) if is_part else (None, None)
        place = Locator(block, cell.row, cell.column, *bounds, page)
        yield Piece(
            text=text,
            locator=place,
            value=read_cell(text),
            line=line,
            segment=segment,
            table=block,
            first_column=stands.column,
            last_column=stands.column + stands.column_span - 1,
            first_row=stands.row,
            last_row=stands.row + stands.row_span - 1,
        )


def _line_pieces(
    paragraph: Paragraph, place: Locator, line: int, segment: int, *, is_numbered: bool
) -> Iterator[Piece]:
    """Part a line such as `1.当面申请数 件 4` where numbers and units end it; else give it whole."""
    whole = read_cell(paragraph.text)
    words = list(_WORD.finditer(paragraph.text))[is_numbered:] if whole.kind == "text" else []
    values = []
    while words and (value := read_cell(words[-1].group())).kind in _VALUES and not _ends_note(paragraph.text, words):
        values.append((words.pop(), value))
    if not any(value.kind in ("number", "dash", "uncertain") for _, value in values):
        yield Piece(paragraph.text, place, whole, line, segment)
        return
    for label in _labels_of_line(words):
        yield _part(paragraph.text, label[0].start(), label[-1].end(), whole, place, line, segment)
    for word, value in reversed(values):
        yield _part(paragraph.text, word.start(), word.end(), value, place, line, segment)


def _ends_note(text: str, words: Sequence[re.Match[str]]) -> bool:
    """Say whether the last word is the number of a note on how is counted, that goes on in the next line: 计 1次."""
    return len(words) > 1 and _COUNTED_AS.search(text[: words[-1].end()]) is not None


_COUNTED_AS = re.compile(r"(?<![合总小共累统])计\s*1\s?[条次]\Z")


def _labels_of_line(words: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    """Give the words before the values: in `三、本年度办理结果 （一）予以公开 7` a heading stands before the label."""
    first = 0
    for number in range(1, len(words)):
        if _MARKED.match(words[first].group()) and _MARKED.match(words[number].group()):
            yield words[first:number]
            first = number
    if words:
        yield words[first:]


_MARKED = re.compile(
    r"(?:[（(〔][一二三四五六七八九十]{1,2}[）)〕]|[一二三四五六七八九十]{1,2}、|\d{1,2}[.．、])[\u4e00-\u9fff]"
)


def _part(text: str, start: int, end: int, value: CellValue, place: Locator, line: int, segment: int) -> Piece:
    locator = Locator(block=place.block, start=start, end=end, page=place.page)
    return Piece(text[start:end], locator, value, line, segment)
