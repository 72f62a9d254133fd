"""Plain text -> `Document`: a paragraph a line, a table where pipes, tabs or wide spaces part lines into cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from gongkai.document import Block, Cell, Document, Paragraph, Table
from gongkai.page_number import is_page_number
from gongkai.read.blank import BLANK
from gongkai.read.pipes import PIPES, are_filled_up, pipe_blocks, row_width
from gongkai.read.spaced import spaced_parts

__all__ = ["read_text"]


def read_text(text: str, name: str = "<bytes>") -> Document:
    r"""Read plain text.

    A line of no-break or ideographic spaces is a blank cell of a table that was saved one cell a line: it becomes
    a paragraph without text. A line of ASCII spaces only separates.

    Args:
        text: the whole text.
        name: what to call the source in the document.

    >>> read_text("受理申请\n\n7\n\u00a0\n").blocks
    (Paragraph(text='受理申请', page=None), Paragraph(text='7', page=None), Paragraph(text='', page=None))
    >>> [[cell.text for cell in row] for row in read_text("受理 | 7\n办结 | ").blocks[0].rows()]
    [['受理', '7'], ['办结', '']]
    """
    blocks = (block for part in spaced_parts(text.splitlines()) for block in _blocks_of(part))
    return Document(tuple(blocks), "text", name)


def _blocks_of(part: Table | Sequence[str]) -> Iterator[Block]:
    if isinstance(part, Table):
        yield part
        return
    lines = [line for line in part if _is_printed(line)]
    if any(PIPES.search(line) or _TAB in line for line in lines):
        yield from _blocks(_without_page_numbers(lines))
    else:
        yield from (Paragraph(line.strip(BLANK)) for line in lines)


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    filled_up = are_filled_up(line for line in lines if PIPES.search(line))
    runs = [
        (divider, [line for _, line in run])
        for divider, run in groupby(_with_dividers(lines), key=lambda pair: pair[0])
    ]
    widths = [row_width(run) if divider == _PIPE else None for divider, run in runs]
    below_text = False
    for number, (divider, run) in enumerate(runs):
        if divider == _PIPE:
            width = 0 if _goes_on(number, runs, widths) else widths[number] or 0
            yield from pipe_blocks(run, filled_up=filled_up, below_text=below_text, width=width)
        elif divider == _NONE or _is_one_aside(run):
            yield from (Paragraph(line.strip(BLANK)) for line in run)
        else:
            yield _table(_rows_by_tab(run))
        below_text = divider == _NONE


def _goes_on(number: int, runs: Sequence[tuple[str, Sequence[str]]], widths: Sequence[int | None]) -> bool:
    """Say whether lines with pipes may be of one table with those above or below: a label was broken between them.

    Lines that are put together to rows of other widths are of another table.
    """
    for step in (-1, 1):
        between, other = number + step, number + 2 * step
        is_near = 0 <= other < len(runs) and runs[between][0] == _NONE and len(runs[between][1]) < NEAR
        if is_near and widths[other] is not None and (not widths[other] or widths[other] == widths[number]):
            return True
    return False


_NONE, _TAB, _PIPE = "", "\t", "|"


def _without_page_numbers(lines: Sequence[str]) -> list[str]:
    """Leave out the numbers of pages that part a table of divided lines in two."""
    divided = [PIPES.search(line) is not None or _TAB in line.strip(BLANK) for line in lines]
    return [
        line
        for number, line in enumerate(lines)
        if not (
            any(divided[max(0, number - NEAR) : number])
            and any(divided[number + 1 : number + 1 + NEAR])
            and is_page_number(line.strip(BLANK))
        )
    ]


NEAR = 3
"""Lines within which a table must go on behind a page number; a cell may be broken into several."""


def _with_dividers(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each line with what divides it into cells."""
    tabs_above = 0
    for line in lines:
        tabs = line.count(_TAB)
        # A row with blank cells at its ends has as many tabs as the row above.
        ends_blank = tabs == tabs_above
        if PIPES.search(line):
            divider = _PIPE
        elif tabs and (ends_blank or _TAB in line.strip(BLANK)):
            divider = _TAB
        else:
            divider = _NONE
        tabs_above = tabs if divider == _TAB else 0
        yield divider, line


def _is_one_aside(lines: list[str]) -> bool:
    return len(lines) == 1 and lines[0].strip(BLANK).count(_TAB) <= 1


def _rows_by_tab(lines: list[str]) -> Iterator[list[str]]:
    indent = min(len(line) - len(line.lstrip(_TAB)) for line in lines)
    return (line[indent:].split(_TAB) for line in lines)


def _table(rows: Iterable[list[str]]) -> Table:
    return Table(
        tuple(
            Cell(text.strip(BLANK), row, column)
            for row, texts in enumerate(rows, start=1)
            for column, text in enumerate(texts, start=1)
        )
    )


_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_LIST_NUMBER = re.compile(r"\d+[.、)）]")
_BORDER = re.compile(r"(?=.*(?:[-=]{3}|[─━═]))(?=.*[+|｜\u2502-\u257f])[\s:+|｜=\u2500-\u257f-]+")


def _is_printed(line: str) -> bool:
    """Tell a line with something in it, if only a blank cell, from spacing, table borders and stray markup."""
    bare = line.strip(BLANK)
    if not bare:
        return "\u00a0" in line or "\u3000" in line
    if "<" in bare:
        words = _TAG.sub("", bare).strip(BLANK)
        if words != bare and (not words or _LIST_NUMBER.fullmatch(words)):
            return False
    # A border begins with a mark.
    return bare[0].isalnum() or not _BORDER.fullmatch(bare)
