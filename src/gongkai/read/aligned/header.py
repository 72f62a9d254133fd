"""The header of a table: which lines it is, which of its words head one column, and over which columns each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise, takewhile

from gongkai.document import Cell
from gongkai.read.aligned.spans import Span, columns_of_values, merged, nearest, overlapped
from gongkai.read.aligned.words import (
    MOST_LINES_APART,
    AlignedWord,
    PrintedLine,
    WordLine,
    is_clause,
    is_number,
    is_value,
    mark_of,
)

__all__ = [
    "begin_of_rows",
    "header_cells",
    "heads_values",
    "is_beside",
    "is_header",
    "lowest_heads",
    "with_whole_words",
]


def is_header(line: PrintedLine, stretch: Sequence[PrintedLine]) -> bool:
    """Say whether a line heads columns: some word of it stands right of the labels of the rows around it."""
    if line.is_row or not line.words or all(map(is_number, line.words)):
        return False
    near = [row for row in stretch if row.is_row and abs(row.number - line.number) <= MOST_LINES_APART]
    above = [row for row in near if row.number < line.number][-ROWS_NEAR:]
    below = [row for row in near if row.number > line.number][:ROWS_NEAR]
    if below and heads_values(line, below[0]):
        return True
    near = [*above, *below]
    if below and not below[0].labels and (len(line.words) > 1 or not mark_of(line.words[0].text)):
        return not any(word.right <= below[0].values[0].left for word in line.words) or len(line.words) > 1
    labels = [row.labels[-1] for row in near if row.labels]
    if not labels:
        return False
    left, right = min(label.left for label in labels), max(label.right for label in labels)
    return any(word.left >= right or (word.right > right and _is_indented(word, left)) for word in line.words)


def heads_values(line: PrintedLine, row: PrintedLine) -> bool:
    """Say whether behind a first word each word stands over one value of the row below, wherever other rows stand."""
    first, *heads = line.words
    over = [overlapped(head, [(value.left, value.right) for value in row.values]) for head in heads]
    return (
        len(heads) >= FEWEST_HEADS
        and over == [[place] for place in range(len(row.values))]
        and first.right <= row.values[0].left
        and not any(is_value(word.text) for word in line.words)
    )


FEWEST_HEADS = 2
"""Words over values of the next row that it takes to see a header in the middle of other rows."""

ROWS_NEAR = 3
"""Rows above and below a line whose labels tell whether it stands beside them: further ones may be of another table."""


def _is_indented(word: AlignedWord, left: float) -> bool:
    return word.left > left and not mark_of(word.text)


def begin_of_rows(part: Sequence[PrintedLine]) -> int:
    """Give the place of the first line below the header."""
    heads = [number for number, line in enumerate(part) if is_header(line, part)]
    return heads[-1] + 1 if heads else 0


def with_whole_words(header: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Put a word that goes on in the next line together where one beside it says the same: a cell printed again."""
    lines = [list(line.words) for line in header]
    for upper, lower in pairwise(lines):
        texts = {word.text for word in upper}
        for word in list(lower):
            above = [each for each in upper if overlapped(each, [(word.left, word.right)])]
            if len(above) == 1 and above[0].text + word.text in texts:
                (part,) = above
                left, right = min(part.left, word.left), max(part.right, word.right)
                upper[upper.index(part)] = AlignedWord(part.text + word.text, left, right)
                lower.remove(word)
    return [PrintedLine.of(line.number, words) for line, words in zip(header, lines, strict=True) if words]


def lowest_heads(header: Sequence[PrintedLine], rows: Sequence[PrintedLine]) -> WordLine:
    """Give the words that head one column each: those right of the labels that have no word below and are no title."""
    labels = merged((word.left, word.right) for row in rows for word in row.labels)
    lines = [[word for word in line.words if not overlapped(word, labels)] for line in header]
    while len(lines) > 1 and _is_title(lines[0]) and not _heads_column_of_its_own(lines[0][0], lines[1:], rows):
        lines = lines[1:]
    lowest = [
        word
        for number, line in enumerate(lines)
        for word in line
        if not any(overlapped(word, [(other.left, other.right)]) for below in lines[number + 1 :] for other in below)
    ]
    in_order = sorted(lowest, key=lambda word: word.left)
    return in_order[_heads_labels(in_order, labels, header, rows) :]


def _is_title(words: WordLine) -> bool:
    """Say whether a line of words is one, which may be printed again over every column that it spans."""
    return len({word.text for word in words}) == 1


def _heads_column_of_its_own(word: AlignedWord, below: Sequence[WordLine], rows: Sequence[PrintedLine]) -> bool:
    """Say whether a word above the others heads a column beside theirs, where a title would stand over them."""
    others = [other for line in below for other in line]
    if not others or is_clause(word.text):
        return False
    behind = [other for other in others if other.right > word.left]
    # Of the words before it, the first may head the labels.
    if not behind or (len(others) - len(behind) <= 1 and word.right <= min(other.left for other in behind)):
        return True
    columns = columns_of_values(rows)
    headed = {place for other in others for place in overlapped(other, columns)}
    return not headed.issuperset(overlapped(word, columns))


def _heads_labels(
    heads: WordLine, labels: Sequence[Span], header: Sequence[PrintedLine], rows: Sequence[PrintedLine]
) -> bool:
    """Say whether the first word heads the labels, though it stands right of them, as labels are short."""
    if not labels or not heads or any(overlapped(word, labels) for line in header for word in line.words):
        return False
    columns = columns_of_values(rows)
    if is_beside(heads, columns):
        # A column may have no values, so that the first word may head one.
        return len(heads) == len(columns) + 1
    return heads[0].right <= columns[0][0] and len(heads) > len(columns)


def is_beside(heads: WordLine, columns: Sequence[Span]) -> bool:
    """Say whether values stand on one side of their column, and what heads them in its middle or on the other."""
    headed = {place for word in heads for place in overlapped(word, columns)}
    return len(headed) < len(columns) <= len(heads) and not all(overlapped(word, columns) for word in heads)


def header_cells(header: Sequence[PrintedLine], heads: WordLine, columns: Sequence[Span], width: int) -> Iterator[Cell]:
    """Give the cells of a header, each over the columns that it heads, behind `width` of labels."""
    groups: list[range] = []
    for row, line in enumerate(header, start=1):
        headed = {place for word in line.words for place in overlapped(word, columns)}
        free = {place for each in header[row:] for word in each.words for place in overlapped(word, columns)} - headed
        over_labels = next((word for word in line.words if word.right <= columns[0][0]), None)
        taken: set[int] = set()
        for word in line.words:
            over: Sequence[int] = [place for place in overlapped(word, columns) if place not in taken]
            if not over and word is over_labels:
                yield Cell(word.text, row, 1, 1, width)
                continue
            if not over and word not in heads and word.left < columns[-1][1]:
                # What heads several columns may stand over the blank between two of them.
                over = [place for place in [nearest(word, columns)] if place not in headed]
            if over and word not in heads:
                groups.append(_headed(word, over, free - taken, groups, _columns_under(heads, columns)))
                over = groups[-1]
            if over:
                taken.update(over)
                headed.update(over)
                yield Cell(word.text, row, width + 1 + over[0], 1, over[-1] - over[0] + 1)


def _columns_under(heads: WordLine, columns: Sequence[Span]) -> list[Span]:
    """Put each column where its head is in its middle, as values may stand on one side."""
    placed = []
    for place, (start, end) in enumerate(columns):
        own = [word for word in heads if overlapped(word, columns) == [place]]
        aside = (own[0].left + own[0].right - start - end) / 2 if len(own) == 1 else 0.0
        placed.append((start + aside, end + aside))
    return placed


def _headed(
    word: AlignedWord, over: Sequence[int], free: Set[int], groups: Sequence[range], columns: Sequence[Span]
) -> range:
    """Give the most columns around a word, in whose middle it stands, that have their heads below it.

    `groups` are those of words above it: it heads fewer than the one that it stands below, and none of the others'.
    """
    first, last = over[0], over[-1]
    parent = min((group for group in groups if first in group and last in group), key=len, default=range(0))
    others = {place for group in groups for place in group}
    may_head = free & set(parent) if parent else free - others
    found = range(first, last + 1)
    for left in [first, *takewhile(may_head.__contains__, range(first - 1, -1, -1))]:
        for right in [last, *takewhile(may_head.__contains__, range(last + 1, len(columns)))]:
            columns_between = range(left, right + 1)
            off = abs(columns[left][0] + columns[right][1] - word.left - word.right) / 2
            if off <= OFF_MIDDLE and len(columns_between) > len(found) and columns_between != parent:
                found = columns_between
    return found


OFF_MIDDLE = 2.0
"""How far, in half-width characters, what heads several columns stands from their middle at most."""
