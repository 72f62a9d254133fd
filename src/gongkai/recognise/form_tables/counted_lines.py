"""Lines that only count rows or columns, in text of which a cell a line is left.

序号, 申请人情况, 自然人, 法人, 总计, 栏次, 1, 2, 3, 1, 一、本年新收政府信息公开申请数量, 5, 0, 5, 2, 二、上年结转 …

The number of a row stands right before its label, and looks like the last value of the row above.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.whole_labels import TextLine
from gongkai.recognise.values import CellKind, clean, read_cell
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["counting_lines"]

FEWEST_ROWS = 6
"""Labels with their number before them, one after the other, that it takes to see that rows are counted."""

FEWEST_COLUMNS = 3
"""Columns whose numbers follow each other that it takes to see that columns are counted."""

MOST_ROWS = 200
"""Rows of a table, beyond which a number counts none."""

NEAR = 4
"""Lines behind the number of a row in which its first value stands."""

SHORTEST_LABEL = 6
"""Characters of a text without a mark that is a label, and no word in the place of a value."""


@dataclass(frozen=True, slots=True)
class _LineThatCounts:
    """A line that is a paragraph of its own: its block, what it prints, and the number, if it is nothing else."""

    block: int
    text: str
    kind: CellKind
    number: float | None

    @property
    def is_value(self) -> bool:
        """Whether it is no text, and so may be a cell with a value."""
        return self.kind not in ("text", "unit", "note")

    @property
    def is_label(self) -> bool:
        """Whether it is the label of a row."""
        return self.kind == "text" and (len(self.text) >= SHORTEST_LABEL or read_label(self.text).mark is not None)


def counting_lines(text_lines: Sequence[TextLine]) -> Iterator[int]:
    """Give the numbers of the blocks that only count rows or columns.

    Args:
        text_lines: the lines of the document, without those that number pages.

    >>> rows = [text for number in range(1, 7) for text in (f"{number}", f"{number}.不予公开", "8", "0", "8")]
    >>> lines = ["申请人情况", "自然人", "法人", "总计", "栏次", "1", "2", "3", *rows]
    >>> sorted(counting_lines(list(enumerate(lines, start=1))))
    [5, 6, 7, 8, 9, 14, 19, 24, 29, 34]
    """
    lines = [_line(block, text) for block, text in text_lines if text is not None]
    of_rows = list(_of_rows(lines))
    yield from of_rows
    counted = frozenset(of_rows)
    yield from _of_columns([line for line in lines if line.block not in counted])


def _line(block: int, text: str) -> _LineThatCounts:
    value = read_cell(text)
    is_number = value.kind == "number" and value.unit is None
    return _LineThatCounts(block, clean(text), value.kind, value.number if is_number else None)


def _of_rows(lines: Sequence[_LineThatCounts]) -> Iterator[int]:
    """Give the lines before labels that are 1, 2, 3, …, as far as none of them is anything else."""
    before = [at for at, (line, label) in enumerate(pairwise(lines)) if line.is_value and label.is_label]
    first = 0
    while first < len(before):
        end = _end_of_count([lines[at] for at in before[first : first + MOST_ROWS]], 0) + first
        counting = before[first:end]
        # The last value of the last row may well be the next number.
        if len(counting) > 1 and not _begins_row(lines, counting):
            counting.pop()
        if len(counting) >= FEWEST_ROWS:
            yield from (lines[at].block for at in counting)
        first = max(first + 1, end)


def _begins_row(lines: Sequence[_LineThatCounts], counting: Sequence[int]) -> bool:
    """Say whether the last of some numbers stands before a row, and behind as many values as the others do."""
    *others, last = (_values_before(lines, at) for at in counting[1:])
    behind = lines[counting[-1] + 1 : counting[-1] + 1 + NEAR]
    return any(line.is_value for line in behind) and (not others or last >= Counter(others).most_common(1)[0][0])


def _values_before(lines: Sequence[_LineThatCounts], place: int) -> int:
    return sum(1 for _ in takewhile(lambda at: lines[at].is_value, range(place, -1, -1)))


def _of_columns(lines: Sequence[_LineThatCounts]) -> Iterator[int]:
    """Give the lines between a header and the first label that are 1, 2, 3, …, with what says so before them.

    They are as many as the values behind the label. A blank before them says so too.
    """
    for place, caption in enumerate(lines[:-1], start=1):
        label = _end_of_count(lines, place)
        if label - place < FEWEST_COLUMNS or label == len(lines) or not lines[label].is_label:
            continue
        values = takewhile(lambda at: lines[at].is_value, range(label + 1, len(lines)))
        says_so = caption.kind == "blank" or caption.text in vocabulary().column_number_labels
        if says_so and sum(1 for _ in values) == label - place:
            yield from (line.block for line in lines[place - 1 : label])


def _end_of_count(lines: Sequence[_LineThatCounts], first: int) -> int:
    """Give the place behind lines that are 1, 2, 3, … from a place on."""
    place = first
    while place < len(lines) and lines[place].number == place - first + 1:
        place += 1
    return place
