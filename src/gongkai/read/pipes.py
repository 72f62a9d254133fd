"""Tables in plain text whose cells are divided by pipes: a row a line, or one cell a line.

Programs that save a page as text end each cell with a pipe, leave out the slots that a merged cell covers, and fill
the row up with pipes that have nothing between them. Such pipes are no cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, groupby, pairwise, takewhile
from math import gcd

from gongkai.document import Block, Cell, Paragraph, Table
from gongkai.read.blank import BLANK

__all__ = ["PIPES", "are_filled_up", "pipe_blocks", "row_width"]

PIPES = re.compile("[|｜│┃║]")
_COMPACT = re.compile(r"[^\s|]\|[^\s|]")
_VALUE = re.compile(
    r"[-+−－—/／]|(?:[增减新少加↑↓]{1,2}[:：]?|[-+−－])?\d[\d,，]*(?:[.．]\d+)?%?\s?[^\W\d]{0,2}(?:[(（][^()（）]*[)）])?"
)


def are_filled_up(lines: Iterable[str]) -> bool:
    """Say whether pipes with nothing between them fill up the rows of a text, and are no blank cells.

    >>> are_filled_up(["行政许可 | 858 | ||", "规章 | 0 | 0 | 0 |"]), are_filled_up(["规章|0||"])
    (True, False)
    """
    bare = [line.strip(BLANK) for line in lines]
    return any(map(_filling, bare)) and not any(map(_COMPACT.search, bare))


def _filling(line: str) -> int:
    """Count the pipes at the end of a line that have nothing between them; one alone only ends a cell."""
    pipes = _pipes_at_end(line)
    return pipes if pipes > 1 else 0


def _pipes_at_end(line: str) -> int:
    return len(line) - len(line.rstrip("|"))


def pipe_blocks(lines: Sequence[str], *, filled_up: bool, below_text: bool, width: int = 0) -> Iterator[Block]:
    """Give the table that neighbouring lines with pipes are, or a paragraph for each cell that has a line of its own.

    Args:
        lines: the lines, each with a pipe in it.
        width: how many cells a row has where each has a line of its own; 0 if that is not to be trusted.
        filled_up: whether pipes with nothing between them fill up the rows.
        below_text: whether a line without pipes stands right above, so that the first pipe may end its cell.

    >>> for block in pipe_blocks(["规章 |", "5 |", "|", "|||"], filled_up=True, below_text=False):
    ...     print(block)
    Paragraph(text='规章', page=None)
    Paragraph(text='5', page=None)
    Paragraph(text='', page=None)
    >>> list(pipe_blocks(["||", "||"], filled_up=True, below_text=False))
    []
    """
    bare = [line.strip(BLANK) for line in lines]
    if _is_aside(bare):
        yield Paragraph(bare[0])
    elif not _has_a_cell_a_line(bare):
        yield from _tables(_rows(bare, filled_up=filled_up))
    elif width and not (below_text and PIPES.match(bare[0])):
        rows = list(_put_together(bare, width))
        yield from _tables(_rows(rows, filled_up=filled_up, blanks_lost=_has_blanks_at_ends_only(rows)))
    else:
        yield from (Paragraph(text) for text in _cells_of_lines(bare, filled_up=filled_up, open_cell=below_text))


def _tables(rows: Iterable[Sequence[str]]) -> Iterator[Table]:
    """Give the table of some rows, if they have a cell: lines of nothing but pipes have none."""
    cells = tuple(
        Cell(text, row, column) for row, texts in enumerate(rows, start=1) for column, text in enumerate(texts, start=1)
    )
    if cells:
        yield Table(cells)


def _is_aside(lines: Sequence[str]) -> bool:
    """Tell a title or a breadcrumb with one pipe in it from a table."""
    (line, *others) = lines
    return not others and len(PIPES.findall(line)) == 1 and all(text.strip(BLANK) for text in PIPES.split(line))


# A row a line ---------------------------------------------------------------------------------------------------


def _rows(lines: Sequence[str], *, filled_up: bool, blanks_lost: bool = False) -> Iterator[list[str]]:
    # Outer pipes are borders if every line has one there. Else what stands outside of them is a blank cell.
    whole = [line[: len(line) - _filling(line)].rstrip(BLANK) if filled_up else line for line in lines]
    kept = [(text, text != line) for text, line in zip(whole, lines, strict=True) if text]
    left = all(PIPES.match(text) for text, _ in kept)
    right = all(PIPES.match(text[-1]) for text, _ in kept)
    if not (left or right):
        bare = _without_borders([text for text, _ in kept])
        kept = [(text, has_filling) for text, (_, has_filling) in zip(bare, kept, strict=True)]
    rows = [(_cells_of_row(text, left=left, right=right), has_filling) for text, has_filling in kept]
    slots = _slots_of_values(lines, [cells for cells, _ in rows])
    headed: list[str] = []
    for cells, has_filling in rows:
        if len(cells) > 1 and all(map(_is_label, cells)):
            headed = cells
        # A blank cell may have nothing between its pipes either: a row has as many cells as the header above it.
        if filled_up and has_filling and len(cells) < len(headed) and not blanks_lost:
            yield [*cells, *[""] * (len(headed) - len(cells))]
        # One pipe that fills up a row looks like a blank cell, and cells may be lost where rows are filled up.
        elif filled_up and not has_filling and _ends_doubtfully(cells):
            fills_every_slot = not blanks_lost and _fills_every_slot(cells, headed, slots)
            headed = cells[:-1] if len(cells) > 2 and all(map(_is_label, cells[:-1])) else headed
            yield cells if fills_every_slot else cells[:-1]
        else:
            yield cells


def _cells_of_row(text: str, *, left: bool, right: bool) -> list[str]:
    cells = [cell.strip(BLANK) for cell in PIPES.split(text)][left:]
    return cells[:-1] if right or (left and not cells[-1]) else cells


def _slots_of_values(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Give how many values a row can have behind its one label; 0 if rows have several, or differ in pipes."""
    widths = {len(PIPES.findall(line)) for line in lines}
    with_values = (cells for cells in rows if any(map(_VALUE.fullmatch, cells)))
    one_label = not any(any(map(_is_label, cells[1:])) for cells in with_values)
    return max(widths) - 1 if len(widths) == 1 and one_label else 0


def _fills_every_slot(cells: Sequence[str], headed: Sequence[str], slots: int) -> bool:
    """Say whether the last pipe of a row is that of a blank cell, as each slot of the row has a cell of its own.

    The header above has one for each, or the row has no label that a slot beside it might be of.
    """
    under_header = len(set(headed)) == slots + 1 and _is_label(cells[0])
    return slots > 0 and len(cells) == slots + 1 and (under_header or not any(map(_is_label, cells)))


def _without_borders(lines: Sequence[str]) -> list[str]:
    """Give the lines without outer pipes, if these are borders that some lines have lost; else as they are.

    They are if without them all rows have as many cells: one whose first or last cell is blank would be short of
    one. Only where nothing stands behind the first cell, no number can go astray. Some line must have both. Blocks of
    one table may differ in width: then each row has as many cells as the header above it.
    """
    if not any(PIPES.match(line) and PIPES.match(line[-1]) for line in lines):
        return list(lines)
    bare = [_BORDERS.sub("", line) for line in lines]
    widths = {len(PIPES.split(line)) for line in bare if not _BLANK_BEHIND.search(line)}
    widest = max(widths, default=0)
    even = len(widths) == 1 and widest > 2 and len(PIPES.split(bare[0])) == widest
    even = even and all(len(PIPES.split(line)) <= widest for line in bare)
    return bare if even or _fit_their_headers(lines, bare) else list(lines)


def _fit_their_headers(lines: Sequence[str], bare: Sequence[str]) -> bool:
    """Say whether each row has as many cells as its header, and some row that has both borders shows that they are."""
    width = 0
    shown = False
    for line, within in zip(lines, bare, strict=True):
        cells = [cell.strip(BLANK) for cell in PIPES.split(within)]
        if all(map(_is_label, cells)):
            width = len(cells) if len(cells) > 1 else width
        elif _BLANK_BEHIND.search(within):
            if len(cells) > width:
                return False
        elif len(cells) == width and cells[0]:
            shown |= bool(cells[-1]) and PIPES.match(line) is not None and PIPES.match(line[-1]) is not None
        # The one row of reviews and lawsuits is wider than each line of its header, as groups are named once.
        elif len(cells) < width or not width or not all(map(_VALUE.fullmatch, cells)):
            return False
    return shown


_BORDERS = re.compile(rf"\A{PIPES.pattern}|{PIPES.pattern}\Z")
_BLANK_BEHIND = re.compile(rf"\A[^|｜│┃║]*(?:{PIPES.pattern}[{BLANK}]*)*\Z")


def _ends_doubtfully(cells: Sequence[str]) -> bool:
    headings = sum(1 for _ in takewhile(_is_label, cells))
    return not cells[-1] and (headings > 1 or any(map(_VALUE.fullmatch, cells)))


def _is_label(text: str) -> bool:
    return any(map(str.isalpha, text)) and not _VALUE.fullmatch(text)


# A cell a line --------------------------------------------------------------------------------------------------


def _has_a_cell_a_line(lines: Sequence[str]) -> bool:
    """Tell lines of one cell each from rows: some line holds a value and no label, or no line holds two cells."""
    filled = [[text for text in map(_bare, PIPES.split(line)) if text] for line in lines]
    lone_blank = any(map(PIPES.fullmatch, lines))
    lone_value = any(len(texts) == 1 and _VALUE.fullmatch(texts[0]) for texts in filled)
    return lone_blank or lone_value or all(len(texts) < 2 for texts in filled)


def row_width(lines: Sequence[str]) -> int | None:
    """Give how many cells the rows have whose cells are a line each; 0 if they differ, None if a line is a row.

    A label behind a value begins a row, and pipes that fill up a row end it. Pipes are counted, so that a blank cell
    and a slot that a merged cell covers are one each; none of a line may be beyond the end of a row.

    >>> row_width(["规章 |", "5 |", "||", "行政规范性文件 |", "0 |", "7 |", "9 |", "许可 |", "|", "|", "5 |"])
    4
    """
    bare = [line.strip(BLANK) for line in lines]
    if not _has_a_cell_a_line(bare):
        return None
    cells: list[str] = []
    ends: set[int] = set()
    begins: set[int] = set()
    most = FEWEST_CELLS
    for line in bare:
        text, pipes = line.rstrip("|").strip(BLANK), _pipes_at_end(line)
        if not pipes or PIPES.search(text) or (text and pipes > 1):
            return 0
        if _is_label(text) and cells and _VALUE.fullmatch(cells[-1]):
            begins.add(len(cells))
        cells += [text, *[""] * (pipes - 1)]
        if pipes > 1:
            ends.add(len(cells))
            most = max(most, pipes)
    ends.add(len(cells))
    # Where rows are numbered, a label stands behind the number of its row.
    for counted in (0, 1):
        width = gcd(*ends, *(begin - counted for begin in begins))
        if width >= most and len(ends | begins) >= FEWEST_ROWS and _are_rows(cells, width, counted):
            return width
    return 0


def _are_rows(cells: Sequence[str], width: int, counted: int) -> bool:
    """Say whether no row of so many cells has a label behind a value, but for a number that counts the row."""
    rows = (cells[start + counted : start + width] for start in range(0, len(cells), width))
    return not any(any(map(_is_label, dropwhile(lambda cell: not _VALUE.fullmatch(cell), row))) for row in rows)


FEWEST_ROWS = 3
FEWEST_CELLS = 3
"""Rows whose ends are seen, and cells of each, that it takes to put lines together to rows."""


def _put_together(lines: Sequence[str], width: int) -> Iterator[str]:
    """Put lines of one cell each together to rows of so many pipes."""
    row: list[str] = []
    pipes = 0
    for line in lines:
        row.append(line)
        pipes += _pipes_at_end(line)
        if pipes == width:
            yield " ".join(row)
            row, pipes = [], 0


def _has_blanks_at_ends_only(rows: Iterable[str]) -> bool:
    """Say whether blanks stand at the ends of rows only, where they may have been lost, and the rows filled up."""
    at_ends = False
    for row in rows:
        cells = [cell.strip(BLANK) for cell in row.split("|")[:-1]]
        filled = [place for place, text in enumerate(cells) if text]
        if any(after > before + 1 and _VALUE.fullmatch(cells[after]) for before, after in pairwise(filled)):
            return False
        at_ends |= len(filled) > 1 and not cells[-1]
    return at_ends


def _bare(text: str) -> str:
    return text.strip(BLANK)


@dataclass(frozen=True, slots=True)
class _PipedCell:
    """A cell of a line, and whether pipes that fill up the row follow it."""

    text: str
    filled_up: bool = False


def _cells_of_lines(lines: Sequence[str], *, filled_up: bool, open_cell: bool) -> Iterator[str]:
    cells = _split(lines, filled_up=filled_up, open_cell=open_cell)
    for _, group in groupby(_with_rows(cells), key=lambda item: item[0]):
        row = [cell for _, cell in group]
        texts = [cell.text for cell in row]
        yield from texts[:-1] if filled_up and not row[-1].filled_up and _ends_doubtfully(texts) else texts


def _with_rows(cells: Iterable[_PipedCell]) -> Iterator[tuple[int, _PipedCell]]:
    """Give each cell with the number of its row; a row begins with a label."""
    row, before = 0, ""
    for cell in cells:
        row += _is_label(cell.text) and not _is_label(before)
        before = cell.text
        yield row, cell


def _without_opening_pipes(lines: Sequence[str]) -> Iterator[str]:
    """Leave out the pipes that stand alone before the label of each row, where the first row is opened by one."""
    opened = len(lines) > 1 and PIPES.fullmatch(lines[0]) is not None
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if not (opened and PIPES.fullmatch(line) and _is_label(PIPES.split(following)[0].strip(BLANK))):
            yield line


def _split(lines: Sequence[str], *, filled_up: bool, open_cell: bool) -> list[_PipedCell]:
    """Give the cells that pipes end. A pipe that ends no text ends a blank cell, but for one that opens a row."""
    bordered = all(len(line) > 1 and PIPES.match(line) and PIPES.match(line[-1]) for line in lines)
    cells: list[_PipedCell] = []
    for line in lines if bordered else _without_opening_pipes(lines):
        filling = _filling(line) if filled_up else 0
        rest = line[: len(line) - filling]
        *ended, last = map(_bare, PIPES.split(rest[1:] if bordered else rest))
        for text in ended:
            if text or not open_cell:
                cells.append(_PipedCell(text))
            open_cell = False
        if last:
            cells.append(_PipedCell(last))
            open_cell = True
        if filling:
            open_cell = False
            cells[-1:] = [_PipedCell(cell.text, filled_up=True) for cell in cells[-1:]]
    return cells
