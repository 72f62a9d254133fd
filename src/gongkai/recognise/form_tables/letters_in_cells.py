"""Labels in cells that letters of an upright label fell into, because no line parts the two.

    三（一）予以公开           三、本年度办理结果 stands beside all of these rows, letter by letter
    本 年（二）部分公开
    1.属于国家度秘密

A label is taken only where, without such letters, it is one of the form's to the letter, and the letters come in their
order, from cell to cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gongkai.recognise.form_tables.labels import ExpectedLabel, read_label
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.stretches import has_value

__all__ = ["without_letters_in_cells"]

MOST_LETTERS = 6
"""Letters of upright labels that fall into one cell."""

FEWEST_CELLS = 2
"""Cells that an upright label is spread over."""


def without_letters_in_cells(
    stream: Stream, expected: Sequence[ExpectedLabel], parents: Sequence[int | None]
) -> Mapping[int, Piece]:
    """Give the labels in cells, by their place, without the letters of the labels that they stand under.

    Args:
        stream: what a document prints.
        expected: the labels of a form.
        parents: the number of the label that each of them stands under, if any.
    """
    known = frozenset(text for each in expected for text in each.spellings)
    places = [place for place in stream.texts if _may_be_label(stream[place])]
    strange = {place for place in places if has_value(stream, place) and _bare_label(stream[place]) not in known}
    labels, uprights = _labels_under(expected, parents), _uprights(expected, parents)
    # Most tables have no such cell.
    of_uprights = frozenset(letter for upright in uprights for letter in upright.letters)
    of_strange = [_letters_of(stream[place].text) for place in strange]
    left_over = (_left_over(letters, label) for letters in of_strange for _, label in labels)
    if not any(left is not None and of_uprights.issuperset(letter for _, letter in left) for left in left_over):
        return {}
    reached: dict[_Upright, int] = {}
    spread = Counter[_Upright]()
    found: dict[int, tuple[Piece, frozenset[_Upright]]] = {}
    for place in places:
        letters = _letters_of(stream[place].text)
        reading = _alone(letters, uprights, reached) or _beside_a_label(letters, labels, uprights, reached)
        if reading is None:
            continue
        reached |= reading.reached
        spread.update(reading.reached.keys())
        if reading.has_label and place in strange:
            kept = "".join(letter for at, letter in enumerate(stream[place].text) if at not in reading.fallen)
            text = _MARK_WITHOUT_LETTERS.sub("", kept).strip()
            found[place] = replace(stream[place], text=text), frozenset(reading.reached or reached)
    return {place: piece for place, (piece, own) in found.items() if any(spread[each] >= FEWEST_CELLS for each in own)}


def _bare_label(piece: Piece) -> str:
    return read_label(piece.text).text


def _may_be_label(piece: Piece) -> bool:
    return piece.table is not None and len(piece.text) <= LONGEST_CELL


_MARK_WITHOUT_LETTERS = re.compile(r"[(（]\s*[)）]|^\s*、")
"""What is left of the marks of upright labels: （三）, 三、."""

LONGEST_CELL = 80
"""Characters beyond which a cell holds no label."""


@dataclass(frozen=True, slots=True)
class _Upright:
    """A label that others stand under: its number, and its letters."""

    row: int
    letters: str


@dataclass(frozen=True, slots=True)
class _LettersRead:
    """How far upright labels were read in a cell, and where in it their letters stand beside a label, if it has one."""

    reached: dict[_Upright, int]
    fallen: frozenset[int] = frozenset()
    has_label: bool = False


_Letters = Sequence[tuple[int, str]]
"""The letters of a cell, each with its place."""


def _uprights(expected: Sequence[ExpectedLabel], parents: Sequence[int | None]) -> list[_Upright]:
    rows = dict.fromkeys(row for row in parents if row is not None)
    return [
        _Upright(row, f"{expected[row].mark or ''}{letters}")
        for row in rows
        for letters in dict.fromkeys(map(_bare, expected[row].spellings))
    ]


def _labels_under(expected: Sequence[ExpectedLabel], parents: Sequence[int | None]) -> list[tuple[frozenset[int], str]]:
    """Give the letters of each label that stands under others, with and without its mark, and the rows of those."""
    return [
        (frozenset(_ancestors(row, parents)), f"{mark}{_bare(text)}")
        for row, label in enumerate(expected)
        if parents[row] is not None
        for text in label.spellings
        for mark in dict.fromkeys((label.mark or "", ""))
    ]


def _ancestors(row: int, parents: Sequence[int | None]) -> Iterator[int]:
    above = parents[row]
    while above is not None:
        yield above
        above = parents[above]


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", text)


_NO_LETTER = re.compile(r"[\W_]+")
_NOTE = re.compile(r"[(（][^()（）]{4,}[)）]")
"""An explanation in brackets; （三） is a mark."""


def _letters_of(text: str) -> _Letters:
    notes = [range(*note.span()) for note in _NOTE.finditer(text)]
    return [
        (at, letter)
        for at, letter in enumerate(text)
        if not _NO_LETTER.match(letter) and not any(at in note for note in notes)
    ]


def _alone(letters: _Letters, uprights: Sequence[_Upright], reached: Mapping[_Upright, int]) -> _LettersRead | None:
    """Read a cell that holds nothing but letters with which upright labels go on, or begin."""
    read = _behind("".join(letter for _, letter in letters), uprights, reached)
    return _LettersRead(read) if read else None


def _behind(text: str, uprights: Sequence[_Upright], reached: Mapping[_Upright, int]) -> dict[_Upright, int]:
    """Give how far the upright labels are read that go on with some letters, or else begin anew with them."""
    starts = ({each: reached.get(each, 0) for each in uprights}, dict.fromkeys(uprights, 0))
    for start in starts:
        read = {
            each: (at + len(text)) % len(each.letters)
            for each, at in start.items()
            if each.letters.startswith(text, at)
        }
        if read:
            return read
    return {}


def _beside_a_label(
    letters: _Letters,
    labels: Sequence[tuple[frozenset[int], str]],
    uprights: Sequence[_Upright],
    reached: Mapping[_Upright, int],
) -> _LettersRead | None:
    """Read a cell that holds a label and letters of those that it stands under; None where several are as long."""
    readings: dict[str, _LettersRead] = {}
    for rows, label in labels:
        fallen = _left_over(letters, label)
        if fallen is not None:
            above = [each for each in uprights if each.row in rows]
            read = _read_on([letter for _, letter in fallen], above, reached)
            if read is not None:
                readings.setdefault(label, _LettersRead(read, frozenset(at for at, _ in fallen), has_label=True))
    longest = max(map(len, readings), default=0)
    best = [reading for label, reading in readings.items() if len(label) == longest]
    return best[0] if len(best) == 1 else None


def _left_over(letters: _Letters, label: str) -> _Letters | None:
    """Give the letters that a label leaves over, or None where it is not among them, in order."""
    if not 0 <= len(letters) - len(label) <= MOST_LETTERS:
        return None
    left = []
    at = 0
    for place, letter in letters:
        if at < len(label) and letter == label[at]:
            at += 1
        else:
            left.append((place, letter))
    return left if at == len(label) else None


def _read_on(
    letters: Sequence[str], uprights: Sequence[_Upright], reached: Mapping[_Upright, int]
) -> dict[_Upright, int] | None:
    """Give how far upright labels are read behind letters, each of which is the next of some; else None."""
    read: dict[_Upright, int] = {}
    for letter in letters:
        behind = _behind(letter, uprights, {**reached, **read})
        if not behind:
            return None
        read |= behind
    return read
