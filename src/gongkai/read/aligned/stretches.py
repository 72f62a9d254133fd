"""Where tables may be: lines with rows, the header above them, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from gongkai.read.aligned.header import heads_values, is_header
from gongkai.read.aligned.words import MOST_LINES_APART, PrintedLine, is_clause, is_prose, mark_of

__all__ = ["parts", "stretches"]

_TITLE = re.compile(r"[一二三四五六七八九十]{1,2}[、.．]|第[一二三四五六七八九十]+[章节]|附[:：件表]|.*[:：。；]$")


def stretches(lines: Sequence[PrintedLine]) -> Iterator[Sequence[PrintedLine]]:
    """Give the stretches that hold rows: their header above, and what stands between them that is no prose."""
    rows = [line.number for line in lines if line.is_row]
    stretch: list[int] = []
    for row in rows:
        between = lines[stretch[-1] + 1 : row] if stretch else ()
        filled = [line for line in between if line.words]
        unmarked = sum(not mark_of(line.words[0].text) for line in filled)
        if stretch and (unmarked > MOST_LINES_APART or any(map(is_prose, filled))):
            yield _with_header(lines, stretch)
            stretch = []
        stretch.append(row)
    if stretch:
        yield _with_header(lines, stretch)


def _with_header(lines: Sequence[PrintedLine], rows: Sequence[int]) -> Sequence[PrintedLine]:
    top = rows[0]
    behind_labels = max((lines[row].labels[-1].right for row in rows if lines[row].labels), default=0.0)
    for number in range(rows[0] - 1, max(-1, rows[0] - MOST_LINES_APART - 1), -1):
        words = lines[number].words
        if words and (is_prose(lines[number]) or (len(words) == 1 and _is_title(words[0].text))):
            break
        # A lone word above the header that stands over no value, nor right of all labels, is text.
        reaches = any(word.right > lines[rows[0]].values[0].left or word.left > behind_labels for word in words)
        if reaches or (words and top == rows[0]):
            top = number
    bottom = _bottom(lines, rows[-1])
    # Values alone right below the last row leave a doubt: they may end numbers that a narrow column broke.
    below = lines[bottom : bottom + 1]
    return lines[top : bottom + sum(bool(line.values) and not line.labels for line in below)]


def _bottom(lines: Sequence[PrintedLine], last: int) -> int:
    """Give the line behind the rest of the last label, and behind rows below it in which nothing is printed."""
    bottom = last + 1
    if not lines[last].labels:
        return bottom
    label = lines[last].labels[-1]
    for number in range(last + 1, len(lines)):
        words = lines[number].words
        if not words:
            continue
        mark = mark_of(words[0].text)
        if len(words) > 1 or is_prose(lines[number]) or words[0].left > label.right:
            break
        if mark and not mark["first"]:
            bottom = number + 1
        elif not mark and (number != bottom or words[0].left < label.left or words[0].right > label.right + 1):
            break
        elif not mark:
            bottom = number + 1
    return bottom


def parts(stretch: Sequence[PrintedLine]) -> Iterator[Sequence[PrintedLine]]:
    """Part a stretch into tables, each of which begins with a header."""
    heads = [is_header(line, stretch) for line in stretch]
    first, has_row, has_blank_row = 0, False, False
    for number, (line, following) in enumerate(zip(stretch, _rows_behind(stretch), strict=True)):
        if heads[number] and has_row:
            yield _without_heading_of_next(stretch[first:number])
            first, has_row, has_blank_row = number, False, False
        elif heads[number] and has_blank_row and (_is_below_title(stretch, number) or _heads_row(line, following)):
            # What stands above has rows of which nothing but the labels is printed, and is no table by itself.
            first, has_blank_row = number, False
        has_row = has_row or line.is_row
        is_blank_row = bool(line.words) and not heads[number] and not line.is_row
        has_blank_row = has_blank_row or (is_blank_row and any(heads[first:number]))
    yield stretch[first:]


def _heads_row(line: PrintedLine, following: PrintedLine | None) -> bool:
    return following is not None and heads_values(line, following)


def _is_below_title(stretch: Sequence[PrintedLine], number: int) -> bool:
    above = next((line.words for line in reversed(stretch[:number]) if line.words), ())
    return len(above) == 1 and _is_title(above[0].text)


def _rows_behind(stretch: Sequence[PrintedLine]) -> Sequence[PrintedLine | None]:
    """Give for each line the next row behind it."""
    behind: list[PrintedLine | None] = []
    row = None
    for line in reversed(stretch):
        behind.append(row)
        row = line if line.is_row else row
    return behind[::-1]


def _without_heading_of_next(part: Sequence[PrintedLine]) -> Sequence[PrintedLine]:
    """Leave out what stands below the last row behind a blank line, or is a title: it heads what comes next."""
    last = max(number for number, line in enumerate(part) if line.is_row)
    tail = takewhile(lambda line: bool(line.words), part[last + 1 :])
    kept = list(takewhile(lambda line: not (len(line.words) == 1 and _heads_next(line.words[0].text)), tail))
    return part[: last + 1 + len(kept)]


def _is_title(text: str) -> bool:
    return _TITLE.match("".join(text.split())) is not None


def _heads_next(text: str) -> bool:
    return _is_title(text) or is_clause(text)
