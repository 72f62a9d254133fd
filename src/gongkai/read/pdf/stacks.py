"""Lines of a page -> rows of a table without rules: what is broken over lines in a cell becomes one word of its row.

Text of a cell stands in the middle of its row, or at its top, and its lines are nearer to each other than to those of
the next row. Where rows are as near as the lines of a cell, lines stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median
from typing import NamedTuple

from gongkai.read.aligned import begins_entry, is_value
from gongkai.read.pdf.characters import are_wide, is_wide
from gongkai.read.pdf.lines import TextLine, parts

__all__ = ["Word", "WordRow", "crowded_rows", "rows_of"]

_GAP = 0.8
"""The blank between words of two columns, in font sizes, is at least this wide."""

_BESIDE_ENTRY = 0.3
"""The same beside a value, or before a mark that counts labels."""

_GAP_OF_LETTERS = 1.2
"""The blank between words of two columns where letters are set apart, which as wide a blank may part."""

_SET_APART = (0.3, 0.7)
"""How wide, in font sizes, a blank between two letters that are set apart is."""

_FEWEST_SET_APART = 5
"""Blanks between two letters of a page that it takes to see that letters are set apart."""

_WIDEST = 25
"""The width, in font sizes, of a line without such blanks that is prose."""

_IN_CELL = 0.36
"""The blank between two lines of a cell, in font sizes, where no rows tell."""

_WIDEST_IN_CELL = 0.7
"""The same where rows are further apart than that."""

_NARROWER = 0.12
"""By how much, in font sizes, the blank between lines of a cell is narrower than that between rows."""

_SAME_SIDE = 0.8
"""How far, in font sizes, the lines of a cell begin, or have their middles, from one another."""

_SAME_LEFT = 0.05
"""How far, in font sizes, words of one column that begin at one place may begin from one another."""

_FEWEST_BELOW = 3
"""Words that begin at one place from which it begins a column, even if a narrow blank is before it."""

_SAME_HEIGHT = 0.3
"""How far, in font sizes, the middles of cells of a row may differ."""

_SAME_SIZE = 1.1
"""By which factor the fonts of a cell may differ."""


_MOST_WORDS = 3000
"""Words of a page beyond which it is no page of a report."""


class Word(NamedTuple):
    """Text without a gap that divides columns, from how many lines whatever. `line` is the number of its first line."""

    text: str
    left: float
    right: float
    middle: float
    size: float
    line: int
    is_value: bool


class WordRow(NamedTuple):
    """Words that stand beside each other, from left to right, and the numbers of the lines that they are from."""

    words: tuple[Word, ...]
    lines: frozenset[int]


def rows_of(lines: Sequence[TextLine]) -> list[WordRow]:
    """Give the rows that the lines of one page make, from top to bottom; none of a page with more words than any."""
    gap = _GAP_OF_LETTERS if _letters_set_apart(lines) >= _FEWEST_SET_APART else _GAP
    lefts = sorted(piece.left for line in lines for piece in parts(line, gap))
    words = [word for number, line in enumerate(lines) for word in _words(line, number, gap, lefts)]
    if len(words) > _MOST_WORDS:
        return []
    owners = _owners(words)
    stacks = _stacks(words, owners)
    return _rows(stacks, owners)


def crowded_rows(rows: Sequence[WordRow]) -> list[int]:
    """Give the places of rows whose values stand lower than those above by less than a line: numbers may be broken."""
    crowded = []
    above: Word | None = None
    for place, row in enumerate(rows):
        value = next((word for word in row.words if word.is_value), None)
        if value is not None and above is not None and value.middle - above.middle < value.size:
            crowded.append(place)
        above = value or above
    return crowded


def _letters_set_apart(lines: Sequence[TextLine]) -> int:
    """Count the blanks between two letters that are wider than any inside a word, and narrower than between columns."""
    apart = 0
    for line in lines:
        if line.widest_gap >= _SET_APART[0] * line.size:
            pairs = pairwise(parts(line, _SET_APART[0]))
            apart += sum(
                piece.left - before.right <= _SET_APART[1] * line.size and _are_letters(before.text[-1] + piece.text[0])
                for before, piece in pairs
            )
    return apart


def _are_letters(text: str) -> bool:
    return text.isalpha() and is_wide(text[0]) and is_wide(text[-1])


def _words(line: TextLine, number: int, gap: float, lefts: Sequence[float]) -> list[Word]:
    """Part a line where a blank divides columns: a narrow one beside an entry, a wider one between other words.

    `lefts` are where the words of the page begin that wide blanks divide.
    """
    is_prose = line.widest_gap < gap * line.size and line.width > _WIDEST * line.size
    words: list[Word] = []
    before: TextLine | None = None
    for piece in [line] if is_prose else parts(line, _BESIDE_ENTRY):
        if before is None or _is_parted(before, piece, gap, line.size) or _begins_as(piece, lefts, gap):
            words.append(Word(piece.text, piece.left, piece.right, _middle(piece), line.size, number, False))
        else:
            between = "" if is_wide(before.text[-1]) and is_wide(piece.text[0]) else " "
            words[-1] = words[-1]._replace(text=words[-1].text + between + piece.text, right=piece.right)
        before = piece
    values = sum(1 for _ in takewhile(lambda word: is_value(word.text), reversed(words))) if len(words) > 1 else 0
    return [word._replace(is_value=place >= len(words) - values) for place, word in enumerate(words)]


def _is_parted(before: TextLine, piece: TextLine, gap: float, size: float) -> bool:
    if piece.left - before.right >= gap * size:
        return True
    if gap > _GAP:
        is_mark = before.text.isdecimal() and _ENDS_MARK.match(piece.text) is not None
        is_mark = is_mark or (before.text + piece.text).endswith(_OR)
        return not is_mark and (_is_figure(before.text) or _is_figure(piece.text))
    return is_value(before.text) or is_value(piece.text) or begins_entry(piece.text)


def _begins_as(piece: TextLine, lefts: Sequence[float], gap: float) -> bool:
    """Say whether words of other lines begin right where a piece does, so that it is of their column."""
    near = _SAME_LEFT * piece.size
    others = bisect_right(lefts, piece.left + near) - bisect_left(lefts, piece.left - near)
    return gap <= _GAP and others >= _FEWEST_BELOW


def _is_figure(text: str) -> bool:
    return is_value(text) and not text.isalpha()


_OR = ("增/", "/减")
_ENDS_MARK = re.compile(r"[.．、)）]")


def _middle(piece: TextLine) -> float:
    """Give the height of the middle of ideographs: letters and digits may be of a font that is higher."""
    if piece.text.isascii():
        return piece.middle
    source, place = piece.source, slice(piece.start, piece.end)
    wide = are_wide(source.codes[place])
    middles = (source.top[place][wide] + source.bottom[place][wide]) / 2
    return median(middles.tolist()) if len(middles) else piece.middle


def _owners(words: Sequence[Word]) -> dict[int, Word]:
    """Give by line the last word before the values of the line."""
    with_values = {word.line for word in words if word.is_value}
    return {word.line: word for word in words if word.line in with_values and not word.is_value}


# Stacks --------------------------------------------------------------------------------------------------------------


_Stack = list[Word]


def _stacks(words: Sequence[Word], owners: dict[int, Word]) -> list[_Stack]:
    """Put the words together that are lines of one cell."""
    in_order = sorted(words, key=lambda word: word.middle)
    above = [_nearest_above(place, in_order) for place in range(len(in_order))]
    limit = _limit(in_order, above, owners)
    own = set(owners.values())
    counting = {word for word in words if _counts_row(word, owners)}
    stacks: dict[Word, _Stack] = {}
    for word, other in zip(in_order, above, strict=True):
        is_more = other is not None and _goes_on(other, word, limit) and not own.issuperset((other, word))
        is_more = is_more and counting.isdisjoint((other, word))
        stack = stacks[other] if is_more and other is not None and stacks[other][-1] is other else []
        stack.append(word)
        stacks[word] = stack
    return [stack for word, stack in stacks.items() if stack[0] is word]


def _counts_row(word: Word, owners: dict[int, Word]) -> bool:
    """Say whether a word is the number of a row, before its label."""
    return word.text.isdecimal() and not word.is_value and owners.get(word.line, word) is not word


def _nearest_above(place: int, words: Sequence[Word]) -> Word | None:
    word = words[place]
    for at in range(place - 1, -1, -1):
        other = words[at]
        if word.middle - other.middle > _FARTHEST * word.size:
            return None
        if min(word.right, other.right) > max(word.left, other.left) and other.line != word.line:
            return other
    return None


_FARTHEST = 4
"""Font sizes above a word beyond which nothing is near it."""


def _limit(words: Sequence[Word], above: Sequence[Word | None], owners: dict[int, Word]) -> float:
    """Give how wide the blank between lines of a cell is at most."""
    own = set(owners.values())
    pairs = [(other, word) for word, other in zip(words, above, strict=True) if other is not None]
    between_rows = [_blank(*pair) for pair in pairs if own.issuperset(pair)]
    if between_rows:
        return min(_WIDEST_IN_CELL, min(between_rows) - _NARROWER)
    # Two lines as far above and below values that stand beside none are those of their label.
    bare = {word.middle for word in words if word.is_value and word.line not in owners}
    around = [_blank(*pair) for pair in pairs if own.isdisjoint(pair) and any(_is_around(*pair, at) for at in bare)]
    return min(_WIDEST_IN_CELL, max([_IN_CELL, *around]))


def _is_around(above: Word, below: Word, middle: float) -> bool:
    return abs((above.middle + below.middle) / 2 - middle) <= _SAME_HEIGHT / 2 * below.size


def _blank(above: Word, below: Word) -> float:
    return (below.middle - above.middle) / below.size - 1


def _goes_on(above: Word, below: Word, limit: float) -> bool:
    sides = (below.left - above.left, (below.left + below.right - above.left - above.right) / 2)
    return (
        not (above.is_value or below.is_value or begins_entry(below.text))
        and _blank(above, below) <= limit
        and max(above.size, below.size) <= _SAME_SIZE * min(above.size, below.size)
        and min(map(abs, sides)) <= _SAME_SIDE * below.size
    )


# Rows ----------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _OpenRow:
    """A row that grows. `line` is the number of the line that its values are on."""

    line: int
    middle: float
    words: list[Word]
    lines: set[int]

    def add(self, stack: _Stack) -> None:
        whole = stack[0]
        if len(stack) > 1:
            left, right = min(word.left for word in stack), max(word.right for word in stack)
            whole = whole._replace(text="".join(word.text for word in stack), left=left, right=right)
        self.words.append(whole)
        self.lines.update(word.line for word in stack)


def _rows(stacks: Sequence[_Stack], owners: dict[int, Word]) -> list[WordRow]:
    by_line: dict[int, _OpenRow] = {}
    tall = []
    for stack in stacks:
        if len(stack) > 1:
            tall.append(stack)
        else:
            (word,) = stack
            row = by_line.setdefault(word.line, _OpenRow(word.line, word.middle, [], set()))
            row.add(stack)
    for row in by_line.values():
        row.middle = median(word.middle for word in row.words)
    with_values = [row for row in by_line.values() if _has_values(row)]
    rest = _without_bound(tall, with_values, owners)
    rest += [row.words for row in by_line.values() if _is_alone(row)]
    rows = [row for row in by_line.values() if not _is_alone(row)]
    for stack in rest:
        middle = _middle_of(stack)
        beside = _headed(stack, with_values) or next(
            (row for row in rows if abs(row.middle - middle) <= _SAME_HEIGHT * stack[0].size), None
        )
        if beside is None:
            beside = _OpenRow(stack[0].line, middle, [], set())
            rows.append(beside)
        beside.add(stack)
    return [
        WordRow(tuple(sorted(row.words, key=lambda word: word.left)), frozenset(row.lines))
        for row in sorted(rows, key=lambda row: row.middle)
    ]


def _has_values(row: _OpenRow) -> bool:
    return any(word.is_value for word in row.words)


def _is_alone(row: _OpenRow) -> bool:
    return len(row.words) == 1 and not _has_values(row)


def _headed(stack: _Stack, rows: Sequence[_OpenRow]) -> _OpenRow | None:
    """Give the nearest row that may be of the group that a label heads: the label stands left of that of the row."""
    right, middle = max(word.right for word in stack), _middle_of(stack)
    near = min(rows, key=lambda row: abs(row.middle - middle), default=None)
    if near is None or abs(near.middle - middle) > _IN_GROUP * stack[0].size:
        return None
    labels = [word for word in near.words if not word.is_value]
    return near if labels and max(word.left for word in labels) >= right else None


_IN_GROUP = 2.5
"""Font sizes from the middle of a group of rows within which one of them stands."""


def _middle_of(stack: _Stack) -> float:
    return (stack[0].middle + stack[-1].middle) / 2


def _without_bound(stacks: Sequence[_Stack], rows: Sequence[_OpenRow], owners: dict[int, Word]) -> list[_Stack]:
    """Put labels into the rows in whose middle, or at whose top, they stand, and give the others."""
    is_at_top = _are_at_top(stacks, rows, owners)
    free = list(rows)
    rest = []
    for stack in sorted(stacks, key=lambda stack: -stack[0].left):
        found = (row for row in free if (row.line == stack[0].line if is_at_top else _is_in_middle(stack, row)))
        row = next(found, None)
        if row is None:
            rest.append(stack)
            continue
        row.add(stack)
        # Groups may begin with a row, while one label stands in its middle.
        free = [each for each in free if each is not row or is_at_top]
    return rest


def _are_at_top(stacks: Sequence[_Stack], rows: Sequence[_OpenRow], owners: dict[int, Word]) -> bool:
    """Say whether values stand beside the first line of labels, and nowhere beside their middle."""
    firsts = {stack[0] for stack in stacks}
    further = {word for stack in stacks for word in stack[1:]}
    at_top = False
    for row in rows:
        owner = owners.get(row.line)
        in_middle = [stack[0].left for stack in stacks if _is_in_middle(stack, row)]
        if owner in further or any(owner is None or left >= owner.right for left in in_middle):
            return False
        at_top = at_top or owner in firsts
    return at_top


def _is_in_middle(stack: _Stack, row: _OpenRow) -> bool:
    values = min(word.left for word in row.words if word.is_value)
    is_before = max(word.right for word in stack) <= values
    return is_before and abs(_middle_of(stack) - row.middle) <= _SAME_HEIGHT * stack[0].size
