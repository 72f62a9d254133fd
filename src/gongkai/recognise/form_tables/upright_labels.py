"""Lines of a table in which an upright label was taken apart: its letters stand before, or between, those of the rows.

    三 （一）予以公开 140 4        the letters of 三、本年度办理结果 come in order, each parted by a blank, and what
    、                             is left is the label of a row under it: （一）予以公开
    5.要求行政机关确认或重新       a label may also go on below the line of its values
    2 0
    出具已获取信息

A label is taken only where it then is one of the form's, letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from gongkai.recognise.form_tables.labels import ExpectedLabel, PrintedLabel, read_label
from gongkai.recognise.form_tables.letters_in_cells import without_letters_in_cells
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.values import CellKind

__all__ = ["with_whole_labels"]


def with_whole_labels(stream: Stream, expected: Sequence[ExpectedLabel], parents: Sequence[int | None]) -> Stream:
    """Give a stream in whose lines labels are whole, and without the letters of those that they stand under.

    Args:
        stream: what a document prints.
        expected: the labels of a form.
        parents: the number of the label that each of them stands under, if any.
    """
    rows = _rows_by_text(expected)
    lines = _lines(stream, expected, rows, parents)
    whole: dict[int, Piece | None] = {**without_letters_in_cells(stream, expected, parents)}
    for number, line in enumerate(lines):
        if line.place in whole:
            continue
        if line.is_letters:
            # Else 三 on a line of its own would be a number of the row above.
            goes_on = any(line.uprights & each.uprights for each in lines[number + 1 : number + 1 + NEAR_LETTERS])
            whole |= {line.place: None} if goes_on and stream[line.place].kind != "text" else {}
            continue
        if line.uprights and _is_under(rows.get(line.label.text, ()), line.uprights, parents):
            whole[line.place] = line.piece
            continue
        last = _line_below(lines, number)
        if last is None or line.label.text in rows or lines[last].label.text in rows:
            continue
        below = lines[last]
        label = read_label(line.piece.text + below.piece.text)
        uprights = line.uprights | below.uprights
        candidates = rows.get(label.text, ())
        if not candidates or label.number or (uprights and not _is_under(candidates, uprights, parents)):
            continue
        line_of_values = _line_of_values(lines, number, last, stream)
        if line_of_values is not None:
            between = (each.place for each in lines[number + 1 :] if each.place < below.place)
            whole |= dict.fromkeys([*between, below.place])
            whole[line.place] = replace(line.piece, text=line.piece.text + below.piece.text, line=line_of_values)
    return Stream(_replaced(stream, whole)) if whole else stream


@dataclass(frozen=True)
class _LabelLine:
    """A text in lines: its place, what it is without letters of upright labels, and which labels those may be of."""

    place: int
    piece: Piece
    uprights: frozenset[int]

    @property
    def label(self) -> PrintedLabel:
        return read_label(self.piece.text)

    @cached_property
    def is_letters(self) -> bool:
        """Whether nothing is left of it."""
        return not _letters(self.piece.text)


def _lines(
    stream: Stream, expected: Sequence[ExpectedLabel], rows: Container[str], parents: Sequence[int | None]
) -> list[_LabelLine]:
    uprights = {
        row: [_letters(f"{expected[row].mark or ''}{text}") for text in expected[row].spellings]
        for row in dict.fromkeys(parents)
        if row is not None
    }
    reached: dict[tuple[int, str], int] = {}
    lines = []
    for place in stream.in_lines:
        rest, found = stream[place], frozenset[int]()
        if _is_value(rest):
            continue
        while rest.text:
            first = rest.text.split(maxsplit=1)[0]
            letters = _letters(first)
            if not 0 < len(letters) <= LONGEST_RUN:
                break
            behind = _without_first(rest, first)
            if read_label(rest.text).text in rows and read_label(behind.text).text not in rows:
                break
            of_labels = frozenset(_reach(letters, uprights, reached))
            if not of_labels:
                break
            found, rest = found | of_labels, behind
        lines.append(_LabelLine(place, rest, found))
    return lines


_ALONE = re.compile("[（(]?[\u4e00-\u9fff]{1,3}[)）]?")
_NO_TEXT: frozenset[CellKind] = frozenset({"number", "unit", "note"})
"""What letters of an upright label are taken for where they stand alone: 三, 本, （三）."""

NEAR_LETTERS = 4
"""Lines within which an upright label goes on."""

LONGEST_RUN = 6
"""Letters of an upright label that stand on one line."""


_NO_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=16384)
def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)


def _reach(letters: str, uprights: Mapping[int, Sequence[str]], reached: dict[tuple[int, str], int]) -> Iterator[int]:
    """Give the upright labels that go on, or begin, with some letters, and note how far they were read."""
    for row, spellings in uprights.items():
        for text in spellings:
            at = reached.get((row, text), 0)
            start = at if text.startswith(letters, at) else 0
            if text.startswith(letters, start):
                reached[row, text] = (start + len(letters)) % len(text)
                yield row


def _without_first(piece: Piece, word: str) -> Piece:
    rest = piece.text[len(word) :].lstrip()
    start = (piece.locator.start or 0) + len(piece.text) - len(rest)
    return replace(piece, text=rest, locator=replace(piece.locator, start=start))


def _rows_by_text(expected: Sequence[ExpectedLabel]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, each in enumerate(expected):
        for text in each.spellings:
            rows.setdefault(text, []).append(row)
    return rows


def _is_under(rows: Sequence[int], uprights: frozenset[int], parents: Sequence[int | None]) -> bool:
    return any(uprights & set(_ancestors(row, parents)) for row in rows)


def _ancestors(row: int, parents: Sequence[int | None]) -> Iterator[int]:
    above = parents[row]
    while above is not None:
        yield above
        above = parents[above]


MOST_LETTERS_BETWEEN = 3
"""Lines of letters of upright labels within a label."""


def _line_below(lines: Sequence[_LabelLine], number: int) -> int | None:
    """Give the number of the line that may have the rest of a label."""
    for below in range(number + 1, min(number + 2 + MOST_LETTERS_BETWEEN, len(lines))):
        if lines[below].piece.segment != lines[number].piece.segment:
            return None
        if not lines[below].is_letters:
            return below
    return None


def _line_of_values(lines: Sequence[_LabelLine], number: int, last: int, stream: Stream) -> int | None:
    """Give the line with the values of a label that two lines say, if they stand before or behind the last, on one."""
    above = lines[number]
    behind = lines[last + 1].place if last + 1 < len(lines) else len(stream)
    own = (piece for piece in stream[above.place : behind] if piece.segment == above.piece.segment)
    values = {piece.line for piece in own if piece.table is None and _is_value(piece)}
    return values.pop() if len(values) == 1 and above.piece.line not in values else None


def _is_value(piece: Piece) -> bool:
    return piece.kind != "text" and not (piece.kind in _NO_TEXT and _ALONE.fullmatch(piece.text))


def _replaced(stream: Stream, whole: Mapping[int, Piece | None]) -> Iterator[Piece]:
    for place, piece in enumerate(stream):
        kept = whole.get(place, piece)
        if kept is not None:
            yield kept
