"""Tables without any rules: lines of text whose words stand one below the other, also over pages.

`gongkai.read.aligned` finds them. Here lines become words with places, and what it finds goes into the flow of text.
A table that was seen in another way stays, unless a larger one takes it up whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from statistics import median
from typing import NamedTuple

from gongkai.document import Table
from gongkai.read.aligned import AlignedWord, aligned_tables, is_value
from gongkai.read.pdf.characters import is_wide
from gongkai.read.pdf.lines import Line, parts
from gongkai.read.pdf.tables import PageTable

__all__ = ["Flow", "with_unruled_tables"]

Flow = list[Line | PageTable | Table]
"""What stands on a page, in reading order."""

_GAP = 0.8
"""The blank between words of two columns, in font sizes, is at least this wide."""

_BESIDE_NUMBER = 0.3
"""The same where one of them is a value."""

_WIDEST = 25
"""The width, in font sizes, of a line without such blanks that is prose."""

_BLANK = 0.9
"""A blank as high as this, in font sizes, parts a line from the one above it."""


def with_unruled_tables(flows: Sequence[Sequence[Line | PageTable]], page_widths: Mapping[int, float]) -> list[Flow]:
    """Put tables in the place of the lines that they consist of, each where it begins.

    Args:
        flows: the lines and tables of each page, without page numbers and running titles.
        page_widths: how wide each page is; a table does not go on where that changes.
    """
    whole: list[Flow] = [[] for _ in flows]
    items = [(place, item) for place, flow in enumerate(flows) for item in flow]
    for (is_open, _), run in groupby(items, key=lambda pair: (_is_open(pair[1]), page_widths[pair[1].page])):
        for place, item in _with_tables(list(run)) if is_open else run:
            whole[place].append(item)
    return whole


def _is_open(item: Line | PageTable) -> bool:
    return isinstance(item, Line) or bool(item.lines)


class _Member(NamedTuple):
    """A line, the flow in which it is, and the table that was seen around it."""

    place: int
    line: Line
    table: PageTable | None


def _with_tables(items: Sequence[tuple[int, Line | PageTable]]) -> Iterator[tuple[int, Line | PageTable | Table]]:
    members = [
        _Member(place, line, None if isinstance(item, Line) else item)
        for place, item in items
        for line in ([item] if isinstance(item, Line) else item.lines)
    ]
    done = 0
    for first, behind, table in _tables(members):
        yield from _as_they_were(members[done:first])
        yield members[first].place, Table(table.cells, members[first].line.page)
        done = behind
    yield from _as_they_were(members[done:])


def _as_they_were(members: Sequence[_Member]) -> Iterator[tuple[int, Line | PageTable]]:
    for table, alike in groupby(members, key=lambda member: member.table):
        of_table = list(alike)
        if table is None:
            yield from ((member.place, member.line) for member in of_table)
        else:
            yield of_table[0].place, table


def _tables(members: Sequence[_Member]) -> Iterator[tuple[int, int, Table]]:
    """Give the tables that are taken, and from which to which line each reaches."""
    unit = median(member.line.size for member in members) / 2
    lines: list[list[AlignedWord]] = []
    numbers: list[int] = []
    for number, member in enumerate(members):
        if number and _is_below_blank(member.line, members[max(0, number - _REACH) : number]):
            lines.append([])
            numbers.append(number)
        lines.append(_words(member.line, unit))
        numbers.append(number)
    for found in aligned_tables(lines):
        first, behind = numbers[found.first], numbers[found.behind - 1] + 1
        if _is_clear(members, first, behind):
            yield first, behind, found.table


_REACH = 4
"""Lines before one, among which is the one that reaches furthest down."""


def _is_below_blank(line: Line, before: Sequence[_Member]) -> bool:
    above = [member.line.bottom for member in before if member.line.page == line.page]
    return bool(above) and line.top - max(above) > _BLANK * line.size


def _is_clear(members: Sequence[_Member], first: int, behind: int) -> bool:
    """Say whether a table takes up others whole, more than one of them alone, and nothing of which more is seen."""
    inside = members[first:behind]
    beside = [*members[first - 1 : first], *members[behind : behind + 1]]
    tables = [table for table, _ in groupby(member.table for member in inside)]
    is_cut = any(member.table is not None and member.table in (tables[0], tables[-1]) for member in beside)
    return not is_cut and tables != tables[:1] * bool(tables[0]) and not any(_is_marked(each.line) for each in inside)


def _is_marked(line: Line) -> bool:
    return bool(line.source.seen[line.start : line.end].any())


def _words(line: Line, unit: float) -> list[AlignedWord]:
    """Part a line where a blank divides columns: a narrow one beside a value, a wider one between other words."""
    words: list[AlignedWord] = []
    is_prose = line.widest_gap < _GAP * line.size and line.width > _WIDEST * line.size
    last = None
    for piece in [line] if is_prose else parts(line, _BESIDE_NUMBER):
        word = AlignedWord(piece.text, piece.left / unit, piece.right / unit)
        if last is None or piece.left - last.right >= _GAP * line.size or is_value(last.text) or is_value(piece.text):
            words.append(word)
        else:
            between = "" if is_wide(last.text[-1]) and is_wide(piece.text[0]) else " "
            words[-1] = AlignedWord(words[-1].text + between + piece.text, words[-1].left, word.right)
        last = piece
    return words
