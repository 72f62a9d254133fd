"""Headers whose words were torn: wrapped in narrow columns, or left by PDF text as lines of single characters.

    商业  科研  社会公益  法律服务        结 结 其 尚
    企业  机构  组织      机构            果 果 他 未 总
                                          维 纠 结 审 计
                                          持 正 果 结

Which word a piece belongs to cannot be seen. But where the pieces of each line, from left to right, are the next parts
of labels of the form in the form's order, and in the end every label is whole and nothing is left over, the order of
the form is what the document says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple, Self

from gongkai.forms import Block, Column
from gongkai.recognise.form_tables.headers import Header, Leaf
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.lines import PlacedLine, PlacedLines, is_numbering
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.values import clean
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["below_torn_headers", "is_torn_header", "read_torn_header"]

MOST_LINES = 12
"""Lines that a torn header may have."""

MOST_STEPS = 20_000
"""Characters put to labels, one after the other, beyond which a header is not looked at any more."""


def is_torn_header(lines: Sequence[Sequence[str]], labels: Iterable[Iterable[str]], above: Iterable[str]) -> bool:
    """Say whether the words of some lines are all parts of labels, in their order from left to right.

    Args:
        lines: the words of each line, from the uppermost down, each from left to right.
        labels: the spellings of each label, in the order of the form.
        above: words that may stand above several labels, whole or torn.

    >>> lines = [["自然人", "总计"], ["商业", "科研"], ["企业", "机构"]]
    >>> is_torn_header(lines, [["自然人"], ["商业企业"], ["科研机构"], ["总计"]], [])
    True
    >>> is_torn_header(lines, [["自然人"], ["科研机构"], ["商业企业"], ["总计"]], [])
    False
    >>> labels = [["自然人"], ["企业"], ["总计"]]
    >>> is_torn_header([["自然人总计企业"]], labels, []), is_torn_header([["总计自然人企业"]], labels, [])
    (True, False)
    """
    said = _Sayable.of(labels, above)
    return said.may_be(lines) and _is_explained(tuple(map(tuple, lines)), said)


# Most documents print the header of the form, word for word.
@lru_cache(maxsize=512)
def _is_explained(lines: tuple[tuple[str, ...], ...], said: _Sayable) -> bool:
    return _Explanation(_letters(lines), said).exists()


def _letters(lines: Sequence[Sequence[str]]) -> list[_Letter]:
    return [
        _Letter(letter, begins_word=place == 0, begins_line=place == number == 0)
        for line in lines
        for number, word in enumerate(line)
        for place, letter in enumerate(word)
    ]


class _Letter(NamedTuple):
    """A character of the header, and whether it begins a word, and a line. Words that touch are seen as one."""

    text: str
    begins_word: bool
    begins_line: bool


@dataclass(frozen=True)
class _Sayable:
    """What a header may say: the spellings of each column's label and, behind them, of the words above the columns."""

    spellings: tuple[tuple[str, ...], ...]
    columns: int

    @classmethod
    def of(cls, labels: Iterable[Iterable[str]], above: Iterable[str]) -> Self:
        """Give what can be said of some columns."""
        columns = tuple(map(tuple, labels))
        return cls((*columns, *((word,) for word in above)), len(columns))

    def may_be(self, lines: Sequence[Sequence[str]]) -> bool:
        """Say whether the characters of some lines are those of the labels, and as many as they need."""
        letters = "".join(map("".join, lines))
        most, fewest = _letters_needed(self.spellings, self.columns)
        in_number = fewest <= len(letters) <= most.total()
        return in_number and all(letters.count(letter) <= most[letter] for letter in set(letters))


@cache
def _letters_needed(spellings: tuple[tuple[str, ...], ...], columns: int) -> tuple[Counter[str], int]:
    """Give how often each character can be said at most, and how many must be said at least."""
    return Counter("".join(map("".join, spellings))), sum(min(map(len, each)) for each in spellings[:columns])


class _Explanation:
    """A search for the label of each character: what is put to a label reads as it, and each line keeps the order."""

    def __init__(self, letters: Sequence[_Letter], said: _Sayable) -> None:
        self._letters = letters
        self._spellings = said.spellings
        self._columns = said.columns
        self._steps = 0
        self._dead: set[tuple[int, int, int, tuple[str, ...]]] = set()

    def exists(self) -> bool:
        """Say whether there is one."""
        return self._from(0, -1, -1, ("",) * len(self._spellings))

    def _from(self, number: int, column: int, before: int, said: tuple[str, ...]) -> bool:
        """Say whether the characters from a place on can be explained.

        Args:
            number: the place.
            column: the last label that the line has reached; -1 at its beginning.
            before: the label of the character before.
            said: what has been read of each label.
        """
        if number == len(self._letters):
            return self._is_whole(said)
        key = (number, column, before, said)
        if key in self._dead or self._steps > MOST_STEPS:
            return False
        letter = self._letters[number]
        if letter.begins_line:
            column = -1
        elif not letter.begins_word and self._ends_row(before, said):
            column = 0
        for place in self._candidates(letter, column, before):
            self._steps += 1
            # The first and the last column stand in one row of the header, whatever stands between them.
            if place == 0 < self._columns - 1 and not said[0] and said[self._columns - 1]:
                continue
            text = said[place] + letter.text
            if any(spelling.startswith(text) for spelling in self._spellings[place]):
                reached = place if place < self._columns else column
                if self._from(number + 1, reached, place, (*said[:place], text, *said[place + 1 :])):
                    return True
        self._dead.add(key)
        return False

    def _ends_row(self, before: int, said: tuple[str, ...]) -> bool:
        """Say whether the last column has been named to its end.

        What touches its name is the next row of the header, from which the first column, which reaches down all rows,
        is absent: 总计商业企业.
        """
        return before == self._columns - 1 > 0 and said[before] in self._spellings[before]

    def _candidates(self, letter: _Letter, column: int, before: int) -> Iterator[int]:
        """Give the labels that a character may be of, the one that it is likely to continue first."""
        # A label that was set wide has blanks between its characters.
        if not letter.begins_line:
            yield before
        yield from range(column + 1, self._columns)
        yield from range(self._columns, len(self._spellings))

    def _is_whole(self, said: tuple[str, ...]) -> bool:
        """Say whether every label was said, and of the words above them none in part."""
        pairs = enumerate(zip(said, self._spellings, strict=True))
        return all(text in spellings or (place >= self._columns and not text) for place, (text, spellings) in pairs)


def read_torn_header(lines: Sequence[Sequence[Piece]], columns: Sequence[Column], label_columns: int) -> Header | None:
    """Read the torn header with which some lines end; None where they leave another reading.

    Args:
        lines: the lines above the rows of a block.
        columns: the columns of the block.
        label_columns: columns of the grid, if there is one, that hold the labels of rows.
    """
    labels = [_spellings(column) for column in columns]
    groups = dict.fromkeys(column.group for column in columns if column.group)
    above = dict.fromkeys([*groups, *_words_above()])
    # The line above a header tells whether it begins there.
    heads = [[piece for piece in line if _is_over_values(piece, label_columns)] for line in lines[-MOST_LINES - 1 :]]
    words = [_words(line) for line in heads]
    beginnings = range(max(len(words) - MOST_LINES, 0), len(words))
    first = next((line for line in beginnings if words[line] and is_torn_header(words[line:], labels, above)), None)
    if first is None or (first > 0 and not _parts_headers(heads[first - 1])):
        return None
    units = {unit for line in heads[first:] for piece in line if (unit := read_label(piece.text).unit)}
    if units and len(columns) > 1:
        return None
    leaves = (Leaf(heads[first][0], place, next(iter(units), None)) for place in range(len(columns)))
    return Header(tuple(leaves), len(columns), frozenset(range(len(columns))), flat=True)


@cache
def _words_above() -> tuple[str, ...]:
    """Give the words that stand above the columns of any form."""
    known = vocabulary()
    notes = (clean(note).replace(" ", "") for note in known.header_notes)
    return (*known.header_groups, *known.header_labels, *notes)


def _parts_headers(line: Sequence[Piece]) -> bool:
    """Say whether a line above a header is none of it: a heading, a note or the end of one, or of a sentence."""
    text = "".join(piece.text for piece in line).strip()
    said = clean(text)
    ends_note = said.endswith(")") and "(" not in said
    # A column of the agency's own may be headed 其中：网上.
    return not _bare(text) or text[-1] in "。：:；" or ends_note or read_label(text).mark not in (None, "其中")


def _is_over_values(piece: Piece, label_columns: int) -> bool:
    return piece.table is None or piece.last_column > label_columns


@cache
def _spellings(column: Column) -> tuple[str, ...]:
    return tuple(_bare(text) for text in (column.label, *column.variants))


_NOTE = re.compile(r"\([^()]*\)")


def _bare(text: str) -> str:
    return _NOTE.sub("", clean(text)).replace(" ", "")


def _words(pieces: Sequence[Piece]) -> list[str]:
    return [word for piece in pieces for word in _words_of(piece.text)]


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(_NOTE.sub(" ", clean(text)).split())


def below_torn_headers(lines: PlacedLines, block: Block) -> Iterator[tuple[int, PlacedLine]]:
    """Give each line of values below a torn header of groups, with the place where the header begins."""
    size = len(block.rows) * len(block.columns)
    outcomes = [_spellings(column) for column in block.columns] * len(block.rows)
    groups = [row.label for row in block.rows]
    above = [*groups, *dict.fromkeys(row.group for row in block.rows if row.group)]
    for number, line in enumerate(lines):
        if _may_be_values([piece for _, piece in line], size):
            first = _begin_of_header(lines, number, outcomes, above, groups)
            if first is not None:
                yield first, line


def _may_be_values(pieces: Sequence[Piece], size: int) -> bool:
    if len(pieces) != size:
        return False
    others = ("dash", "blank") if pieces[0].table is not None else ("dash",)
    return all(piece.is_number or piece.kind in others for piece in pieces) and not is_numbering(pieces)


def _begin_of_header(
    lines: PlacedLines,
    number: int,
    outcomes: Sequence[Sequence[str]],
    above: Sequence[str],
    groups: Sequence[str],
) -> int | None:
    table = lines[number][0][1].table
    words: list[list[str]] = []
    for upper in range(number - 1, max(-1, number - MOST_LINES - 1), -1):
        pieces = [piece for _, piece in lines[upper]]
        if is_numbering(pieces, fewest=1):
            continue
        if any(piece.table != table or piece.kind not in ("text", "blank") for piece in pieces):
            return None
        words.insert(0, _words(pieces))
        text = "".join("".join(line) for line in words)
        if is_torn_header(words, outcomes, above) and _in_order(text, groups):
            return lines[upper][0][0]
    return None


def _in_order(text: str, names: Sequence[str]) -> bool:
    place = 0
    for name in names:
        place = text.find(name, place) + len(name)
        if place < len(name):
            return False
    return True
