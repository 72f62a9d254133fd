"""Tables whose columns can only be seen: words that stand one below the other, in a text or on a page.

    lines of words with positions -> stretches with rows -> header, columns, labels -> `Table`

A column is where the values of one row after the other overlap. A label is what stands left of them, wrapped around
the line of its values or not. What stands above the rows, and right of the labels, is the header, line by line. Where
two values of a row share a column the lines stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise, takewhile
from math import comb

from gongkai.document import Cell, Table

__all__ = ["AlignedTable", "AlignedWord", "aligned_tables", "begins_entry", "is_value"]


@dataclass(frozen=True, slots=True)
class AlignedWord:
    """A text without a gap in it, and where it begins and ends on its line, in half-width characters."""

    text: str
    left: float
    right: float


WordLine = Sequence[AlignedWord]


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """A table, and the lines from `first` up to, but not including, `behind` that it takes up."""

    first: int
    behind: int
    table: Table


def is_value(text: str) -> bool:
    """Say whether a word stands in the place of a value: a number with or without its unit, a unit, or a dash.

    >>> [is_value(text) for text in ("1,246", "—", "12.5万元", "件", "（一）予以公开", "1.", "2012年度")]
    [True, True, True, True, False, False, False]
    """
    return _VALUE.fullmatch(text) is not None


_VALUE = re.compile(
    r"[-+−－—―–/／]{1,4}|无|[条件次篇个份人元场期项]|万元|人次|场次"
    r"|(?!\d+年)(?:[增减新少加↑↓]{1,2}[:：]?|[-+−－]{1,2})?[\d\ufffd][\d,，\ufffd]*(?:[.．][\d\ufffd]+)?%?[^\W\d]{0,2}"
    r"(?:[(（][^()（）]*[)）])?"
)


def begins_entry(text: str) -> bool:
    """Say whether a text begins with a mark that counts labels.

    >>> [begins_entry(text) for text in ("（一）予以公开", "3.其他", "不予公开", "12.5")]
    [True, True, False, False]
    """
    return _MARK.match(text) is not None


def aligned_tables(lines: Sequence[WordLine]) -> list[AlignedTable]:
    """Find the tables among lines of words; a line without words is blank.

    >>> words = [("信息内容", 0, 8), ("本年制发件数", 20, 32), ("本年废止件数", 40, 52)]
    >>> lines = [[AlignedWord(*word) for word in words]]
    >>> lines += [[AlignedWord("规章", 0, 4), AlignedWord("0", 26, 27), AlignedWord("3", 46, 47)], []]
    >>> lines += [[AlignedWord("规范性文件", 0, 10), AlignedWord("12", 25, 27), AlignedWord("40", 45, 47)]]
    >>> [found] = aligned_tables(lines)
    >>> found.first, found.behind, [[cell.text for cell in row] for row in found.table.rows()]
    (0, 4, [['信息内容', '本年制发件数', '本年废止件数'], ['规章', '0', '3'], ['规范性文件', '12', '40']])
    """
    printed = [_PrintedLine.of(number, words) for number, words in enumerate(lines)]
    found = []
    for stretch in _stretches(printed):
        for part in _parts(stretch):
            table = _table(part)
            if table is not None:
                found.append(AlignedTable(part[0].number, part[-1].number + 1, table))
    return found


@dataclass(frozen=True, slots=True)
class _PrintedLine:
    """A line: the words that may be labels or a header, and the values that end it."""

    number: int
    words: WordLine
    labels: WordLine
    values: WordLine

    @classmethod
    def of(cls, number: int, words: WordLine) -> _PrintedLine:
        values = list(takewhile(lambda word: is_value(word.text), reversed(words)))[::-1]
        return cls(number, words, words[: len(words) - len(values)], values)

    @property
    def is_row(self) -> bool:
        """Whether it holds the values of a row, with labels before them or other values."""
        return bool(self.values) and len(self.words) > 1 and len(self.labels) <= MOST_LABELS


MOST_LABELS = 3
"""Words before the first value of a row: its label, and those of the groups that it stands in."""


# Where tables may be -------------------------------------------------------------------------------------------------


MOST_LINES_APART = 12
"""Lines without values between two rows beyond which they are of different tables."""

WIDEST_LABEL = 60
"""Width from which a line without a gap is prose."""

_TITLE = re.compile(r"[一二三四五六七八九十]{1,2}\s*[、.．]|第[一二三四五六七八九十]+[章节]|附[:：件表]|.*[:：。；]$")


def _stretches(lines: Sequence[_PrintedLine]) -> Iterator[Sequence[_PrintedLine]]:
    """Give the stretches that hold rows: their header above, and what stands between them that is no prose."""
    rows = [line.number for line in lines if line.is_row]
    stretch: list[int] = []
    for row in rows:
        between = lines[stretch[-1] + 1 : row] if stretch else ()
        filled = [line for line in between if line.words]
        unmarked = sum(not _MARK.match(line.words[0].text) for line in filled)
        if stretch and (unmarked > MOST_LINES_APART or any(map(_is_prose, filled))):
            yield _with_header(lines, stretch)
            stretch = []
        stretch.append(row)
    if stretch:
        yield _with_header(lines, stretch)


def _is_prose(line: _PrintedLine) -> bool:
    if len(line.words) != 1:
        return False
    (word,) = line.words
    return word.text[-1] in "。；" or word.right - word.left >= WIDEST_LABEL


def _with_header(lines: Sequence[_PrintedLine], rows: Sequence[int]) -> Sequence[_PrintedLine]:
    top = rows[0]
    for number in range(rows[0] - 1, max(-1, rows[0] - MOST_LINES_APART - 1), -1):
        words = lines[number].words
        if words and (_is_prose(lines[number]) or (len(words) == 1 and _TITLE.match(words[0].text))):
            break
        # A lone word above the header that stands over no value is text.
        if any(word.right > lines[rows[0]].values[0].left for word in words) or (words and top == rows[0]):
            top = number
    bottom = _bottom(lines, rows[-1])
    # Values alone right below the last row leave a doubt: they may end numbers that a narrow column broke.
    below = lines[bottom : bottom + 1]
    return lines[top : bottom + sum(bool(line.values) and not line.labels for line in below)]


def _bottom(lines: Sequence[_PrintedLine], last: int) -> int:
    """Give the line behind the rest of the last label, and behind rows below it in which nothing is printed."""
    bottom = last + 1
    if not lines[last].labels:
        return bottom
    label = lines[last].labels[-1]
    for number in range(last + 1, len(lines)):
        words = lines[number].words
        if not words:
            continue
        mark = _MARK.match(words[0].text)
        if len(words) > 1 or _is_prose(lines[number]) or words[0].left > label.right:
            break
        if mark and not mark["first"]:
            bottom = number + 1
        elif not mark and (number != bottom or words[0].left < label.left or words[0].right > label.right + 1):
            break
        elif not mark:
            bottom = number + 1
    return bottom


# Its parts -----------------------------------------------------------------------------------------------------------


def _parts(stretch: Sequence[_PrintedLine]) -> Iterator[Sequence[_PrintedLine]]:
    """Part a stretch into tables, each of which begins with a header."""
    heads = [_is_header(line, stretch) for line in stretch]
    first, has_row = 0, False
    for number, line in enumerate(stretch):
        if heads[number] and has_row:
            yield _without_heading_of_next(stretch[first:number])
            first, has_row = number, False
        has_row = has_row or line.is_row
    yield stretch[first:]


def _is_header(line: _PrintedLine, stretch: Sequence[_PrintedLine]) -> bool:
    """Say whether a line heads columns: some word of it stands right of the labels of the rows around it."""
    if line.is_row or not line.words or all(map(_is_number, line.words)):
        return False
    near = [row for row in stretch if row.is_row and abs(row.number - line.number) <= MOST_LINES_APART]
    below = [row for row in near if row.number > line.number][:1]
    if below and not below[0].labels and (len(line.words) > 1 or not _MARK.match(line.words[0].text)):
        return not any(word.right <= below[0].values[0].left for word in line.words) or len(line.words) > 1
    labels = [row.labels[-1] for row in near if row.labels]
    if not labels:
        return False
    left, right = min(label.left for label in labels), max(label.right for label in labels)
    return any(word.left >= right or (word.right > right and _is_indented(word, left)) for word in line.words)


def _is_indented(word: AlignedWord, left: float) -> bool:
    return word.left > left and not _MARK.match(word.text)


def _without_heading_of_next(part: Sequence[_PrintedLine]) -> Sequence[_PrintedLine]:
    """Leave out what stands below the last row behind a blank line, or is a title: it heads what comes next."""
    last = max(number for number, line in enumerate(part) if line.is_row)
    tail = takewhile(lambda line: bool(line.words), part[last + 1 :])
    kept = list(takewhile(lambda line: not (len(line.words) == 1 and _heads_next(line.words[0].text)), tail))
    return part[: last + 1 + len(kept)]


def _heads_next(text: str) -> bool:
    return _TITLE.match(text) is not None or _CLAUSE.fullmatch(text) is not None


_CLAUSE = re.compile(r"第[一二三四五六七八九十]+条第?\s*[(（]?[一二三四五六七八九十]+[)）]?项?")
"""The clause of a law that heads a table, where it stands left and would pass for more of the label above it."""


# Columns -------------------------------------------------------------------------------------------------------------


Span = tuple[float, float]

FEWEST_HEADS = 2
"""Words of a line of the header from which each may head a column that no row has a value in."""


def _table(part: Sequence[_PrintedLine]) -> Table | None:
    """Give lines as a table, or None where they have no header or two values of a row share a column."""
    begin = _begin_of_rows(part)
    header, body = [line for line in part[:begin] if line.words], part[begin:]
    rows = [line for line in body if line.is_row]
    # A line of one value alone has no place among columns, no row stands in a header, and units alone make no table.
    words_of_header = [word for line in header for word in line.values]
    is_told = all(line.is_row or not line.values for line in body) and not any(map(_is_number, words_of_header))
    if not header or not is_told or not any(_is_number(word) for row in rows for word in row.values):
        return None
    heads = _lowest_heads(header, rows)
    columns = _columns(rows, header, heads)
    if columns is None or not all(
        _stand_apart(row.values, columns) and not any(map(_is_number, row.labels)) for row in rows
    ):
        return None
    labelled = _rows(body)
    if _leaves_labels_open(labelled):
        return None
    width = max((label.column + 1 for row in labelled for label in row.labels), default=1)
    cells = [
        *(
            cell
            for number, line in enumerate(header, start=1)
            for cell in _header_cells(line, number, heads, columns, width)
        ),
        *_body_cells(labelled, len(header) + 1, columns, width),
    ]
    return Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _leaves_labels_open(rows: Sequence[_LabelledRow]) -> bool:
    """Say whether some values have no label, and there are others: they may be of another line's label, or numbers."""
    return len(rows) > 1 and not all(row.labels for row in rows)


def _is_number(word: AlignedWord) -> bool:
    return is_value(word.text) and word.text[-1:].isdecimal()


def _begin_of_rows(part: Sequence[_PrintedLine]) -> int:
    heads = [number for number, line in enumerate(part) if _is_header(line, part)]
    return heads[-1] + 1 if heads else 0


def _columns(rows: Sequence[_PrintedLine], header: Sequence[_PrintedLine], heads: WordLine) -> list[Span] | None:
    """Give where the columns of values begin and end: what overlaps is of one column.

    None where a heading stands over no values, values under no heading, and they could be brought together in two ways.
    """
    columns = _merged((word.left, word.right) for row in rows for word in row.values)
    if _is_beside(heads, columns):
        return _under_heads(columns, heads)
    for line in header:
        above = [word for word in line.words if word in heads]
        if len(above) >= FEWEST_HEADS:
            alone = [word for word in above if not _overlapped(word, columns)]
            columns = _merged([*columns, *((word.left, word.right) for word in alone)])
    return columns


def _lowest_heads(header: Sequence[_PrintedLine], rows: Sequence[_PrintedLine]) -> WordLine:
    """Give the words that head one column each: those right of the labels that have no word below and are no title."""
    labels = _merged((word.left, word.right) for row in rows for word in row.labels)
    lines = [[word for word in line.words if not _overlapped(word, labels)] for line in header]
    if len(lines) > 1 and len(lines[0]) == 1:
        lines = lines[1:]
    lowest = [
        word
        for number, line in enumerate(lines)
        for word in line
        if not any(_overlapped(word, [(other.left, other.right)]) for below in lines[number + 1 :] for other in below)
    ]
    in_order = sorted(lowest, key=lambda word: word.left)
    return in_order[_heads_labels(in_order, labels, header, rows) :]


def _heads_labels(
    heads: WordLine, labels: Sequence[Span], header: Sequence[_PrintedLine], rows: Sequence[_PrintedLine]
) -> bool:
    """Say whether the first word heads the labels, though it stands right of them, as labels are short."""
    if not labels or not heads or any(_overlapped(word, labels) for line in header for word in line.words):
        return False
    columns = _merged((word.left, word.right) for row in rows for word in row.values)
    if _is_beside(heads, columns):
        # A column may have no values, so that the first word may head one.
        return len(heads) == len(columns) + 1
    return heads[0].right <= columns[0][0] and len(heads) > len(columns)


def _is_beside(heads: WordLine, columns: Sequence[Span]) -> bool:
    """Say whether values stand on one side of their column, and what heads them in its middle or on the other."""
    headed = {place for word in heads for place in _overlapped(word, columns)}
    return len(headed) < len(columns) <= len(heads) and not all(_overlapped(word, columns) for word in heads)


def _under_heads(columns: Sequence[Span], heads: WordLine) -> list[Span] | None:
    """Widen columns to what heads them, and add those without values, if that can be done in one way only."""
    spans = [(word.left, word.right) for word in heads]
    if comb(len(spans), len(columns)) > MOST_WAYS:
        return None
    ways = []
    for chosen in combinations(range(len(spans)), len(columns)):
        taken = dict(zip(chosen, columns, strict=True))
        wide = [_joined(span, taken.get(place, span)) for place, span in enumerate(spans)]
        if all(before[1] <= behind[0] for before, behind in pairwise(wide)):
            ways.append(wide)
    return ways[0] if len(ways) == 1 else None


MOST_WAYS = 500
"""Ways to bring columns and what heads them together beyond which there is more than one."""


def _joined(span: Span, other: Span) -> Span:
    return min(span[0], other[0]), max(span[1], other[1])


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _overlapped(word: AlignedWord, columns: Sequence[Span]) -> list[int]:
    return [number for number, (start, end) in enumerate(columns) if start < word.right and word.left < end]


def _stand_apart(values: WordLine, columns: Sequence[Span]) -> bool:
    places = [place for word in values for place in _overlapped(word, columns)]
    return len(places) == len(set(places)) == len(values)


def _header_cells(line: _PrintedLine, row: int, heads: WordLine, columns: Sequence[Span], width: int) -> Iterator[Cell]:
    taken: set[int] = set()
    for word in line.words:
        over = [place for place in _overlapped(word, columns) if place not in taken]
        if over:
            taken.update(over)
            yield Cell(word.text, row, width + 1 + over[0], 1, over[-1] - over[0] + 1)
        elif word.right <= columns[0][0] and not taken:
            taken.add(-1)
            yield Cell(word.text, row, 1, 1, width)
        elif word not in heads and word.left < columns[-1][1] and (nearest := _nearest(word, columns)) not in taken:
            # What heads several columns may stand over the blank between two of them.
            taken.add(nearest)
            yield Cell(word.text, row, width + 1 + nearest)


def _nearest(word: AlignedWord, columns: Sequence[Span]) -> int:
    return min(
        range(len(columns)), key=lambda place: max(columns[place][0] - word.right, word.left - columns[place][1])
    )


# Labels --------------------------------------------------------------------------------------------------------------


_MARK = re.compile(
    r"(?P<first>[一二三四五六七八九十]{1,3}[、.．])|(?P<second>[(（〔][一二三四五六七八九十]{1,3}[)）〕])"
    r"|(?P<third>[(（]?\d{1,2}[)）、.．](?!\d)|[①-⑳]|其中[:：]?)"
)
_LEVELS = ("first", "second", "third")


@dataclass(slots=True)
class _LabelLines:
    """A label, as far as its lines are known: its column among those of the labels, and the line where it begins."""

    column: int
    line: int
    parts: list[AlignedWord]
    lines: set[int] = field(default_factory=set)
    has_values: bool = False

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.parts)

    @property
    def is_marked(self) -> bool:
        return _MARK.match(self.text) is not None

    def is_above(self, word: AlignedWord) -> bool:
        """Say whether a word stands below the label, in the same column."""
        left, right = min(part.left for part in self.parts), max(part.right for part in self.parts)
        width = word.right - word.left
        return min(right, word.right) > max(left, word.left) and abs(word.left - self.parts[-1].left) < width


@dataclass(slots=True)
class _LabelledRow:
    """A row: its own label last, before it those of groups that begin with it; `spans` says over how many rows."""

    line: int
    labels: list[_LabelLines]
    values: WordLine = ()
    spans: dict[int, int] = field(default_factory=dict)


def _rows(body: Sequence[_PrintedLine]) -> list[_LabelledRow]:
    """Put the labels together that are broken over lines, and each with the values that stand beside it."""
    nested = any(len(line.labels) > 1 for line in body)
    labels: list[_LabelLines] = []
    rows: list[_LabelledRow] = []
    below_blank = False
    for line, following in zip(body, [*body[1:], None], strict=True):
        own = labels[-1] if labels else None
        for word in line.labels:
            is_own = line.is_row and word is line.labels[-1]
            known = _continued(word, labels, is_own=is_own, nested=nested, below_blank=below_blank)
            own = known or _LabelLines(_level(word) if nested else 0, line.number, [])
            own.parts.append(word)
            own.lines.add(line.number)
            labels += [] if known else [own]
        if line.is_row:
            # Values without a label beside them belong to one that is still without: it goes on below them.
            takes = (
                own is not None
                and not own.has_values
                and (bool(line.labels) or (not below_blank and _goes_on(own, following)))
            )
            rows.append(_LabelledRow(line.number, [own] if own is not None and takes else [], line.values))
            if own is not None and takes:
                own.has_values = True
        below_blank = not line.words
    return _with_lone_labels(rows, labels, nested=nested)


def _goes_on(label: _LabelLines, following: _PrintedLine | None) -> bool:
    """Say whether a label that stands above its values goes on right below them."""
    if following is None or following.values or not following.labels:
        return False
    word = following.labels[-1]
    return label.is_above(word) and not _MARK.match(word.text)


def _continued(
    word: AlignedWord, labels: Sequence[_LabelLines], *, is_own: bool, nested: bool, below_blank: bool
) -> _LabelLines | None:
    """Give the label that a word continues, or None where it begins one."""
    above = next((label for label in reversed(labels) if label.is_above(word)), None)
    if above is None or _MARK.match(word.text) or (above.has_values and is_own):
        return None
    # Letters of an upright label stand beside rows that blank lines may part.
    return None if below_blank and not (nested and above.is_marked) else above


def _level(word: AlignedWord) -> int:
    mark = _MARK.match(word.text)
    return next((number for number, name in enumerate(_LEVELS) if mark and mark[name]), 0)


def _with_lone_labels(
    rows: Sequence[_LabelledRow], labels: Sequence[_LabelLines], *, nested: bool
) -> list[_LabelledRow]:
    """Add the labels without values: as rows, or in nested columns as heads of the rows beside them."""
    whole = list(rows)
    deepest = max((label.column for label in labels), default=0)
    for label in labels:
        if label.has_values or (nested and label.column < deepest and _heads(label, rows)):
            continue
        beside = next((row for row in rows if row.line in label.lines and row.labels), None)
        if beside is None:
            whole.append(_LabelledRow(label.line, [label]))
        else:
            _put_beside(label, beside)
    return sorted(whole, key=lambda row: row.line)


def _put_beside(label: _LabelLines, row: _LabelledRow) -> None:
    """Put a label into the row on whose line it stands: a row of its own would say that it has no values."""
    own = row.labels[-1]
    if label.column < own.column and label.column not in row.spans:
        row.labels.insert(0, label)
        row.spans[label.column] = 1
    else:
        row.labels[-1] = replace(own, parts=[*label.parts, *own.parts])


def _heads(label: _LabelLines, rows: Sequence[_LabelledRow]) -> bool:
    """Let a label head the rows around it whose own labels stand further right, if there are any."""
    inside = [bool(row.labels) and row.labels[-1].column > label.column for row in rows]
    first = min(range(len(rows)), key=lambda number: abs(rows[number].line - label.line))
    if not inside[first]:
        return False
    last = first
    while first > 0 and inside[first - 1] and not _begins_group(rows[first], rows[first - 1], label):
        first -= 1
    while last + 1 < len(rows) and inside[last + 1] and not _begins_group(rows[last + 1], rows[last], label):
        last += 1
    if label.column in rows[first].spans:
        return False
    rows[first].labels.insert(0, label)
    rows[first].spans[label.column] = last - first + 1
    return True


def _begins_group(row: _LabelledRow, above: _LabelledRow, head: _LabelLines) -> bool:
    """Say whether the count of rows begins anew, so that another label of the same column heads them."""
    own, before = row.labels[-1], above.labels[-1]
    return head.column + 1 == own.column == before.column and _ordinal(own) <= _ordinal(before)


def _ordinal(label: _LabelLines) -> int:
    digits = re.match(r"\D?(\d+)", label.text)
    return int(digits[1]) if digits else 0


def _body_cells(rows: Sequence[_LabelledRow], top: int, columns: Sequence[Span], width: int) -> Iterator[Cell]:
    for number, row in enumerate(rows, start=top):
        for label in row.labels:
            is_own = label.column not in row.spans
            column_span = width - label.column if is_own else 1
            yield Cell(label.text, number, label.column + 1, row.spans.get(label.column, 1), column_span)
        by_column = {_overlapped(word, columns)[0]: word.text for word in row.values}
        yield from (Cell(by_column.get(place, ""), number, width + 1 + place) for place in range(len(columns)))
