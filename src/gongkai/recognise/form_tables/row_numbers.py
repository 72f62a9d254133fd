"""Lines that begin with the number of their row, which is neither a value nor the mark of the label.

    19 4.无正当理由大量反复申请 675 0 0
    5.要求行政机关确认或重新出具已获
    20 521 0 0
    取信息
    21 （六）其他处理 7 0 0

By itself the line of values does not tell that 20 is none; that the rows around it are counted does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongkai.document import Document, Paragraph
from gongkai.recognise.values import read_cell

__all__ = ["numbered_lines"]


def numbered_lines(document: Document) -> Iterator[int]:
    """Give the numbers of the blocks that are lines behind the number of their row.

    >>> lines = "18 2.重复申请 6", "19 4.大量反复申请 675 0", "5.要求行政", "20 521 0", "机关确认"
    >>> list(numbered_lines(Document(tuple(map(Paragraph, lines)), "text")))
    [1, 2, 4]
    """
    counted = list(_beginning_with_number(document))
    last = in_order = 0
    for at, line in enumerate(counted):
        next_number = _next(counted[at + 1 : at + NEAR])
        if line.has_label:
            in_order = in_order + 1 if line.number == last + 1 else 1
            last = line.number
            if line.is_marked and (in_order >= FEWEST_IN_ORDER or next_number == line.number + 1):
                yield line.block
        elif in_order >= FEWEST_IN_ORDER and last < line.number < (next_number or last + 2):
            last = line.number
            yield line.block


FEWEST_IN_ORDER = 2
"""Rows counted one after the other that it takes to see that they are counted."""

NEAR = 8
"""Lines that begin with numbers among which the next row with a label stands."""


class _CountedLine(NamedTuple):
    """A line that begins with a number: its block, the number, whether a label is behind it, and has a mark."""

    block: int
    number: int
    has_label: bool
    is_marked: bool


def _beginning_with_number(document: Document) -> Iterator[_CountedLine]:
    for block, paragraph in enumerate(document.blocks, start=1):
        found = _NUMBERED.match(paragraph.text) if isinstance(paragraph, Paragraph) else None
        if found is not None:
            has_label = any(read_cell(word).kind == "text" for word in found[2].split())
            yield _CountedLine(block, int(found[1]), has_label, _MARKED.match(found[2]) is not None)


_NUMBERED = re.compile(r"\s*(\d{1,3})\s+(?![.．、)）])(\S.*)", re.DOTALL)
_MARKED = re.compile(r"[（(〔][一二三四五六七八九十]{1,2}[）)〕]|[一二三四五六七八九十]{1,2}、|\d{1,2}[.．、]")


def _next(lines: Sequence[_CountedLine]) -> int:
    """Give the number of the next row with a label, or 0."""
    return next((line.number for line in lines if line.has_label), 0)
