"""Tables without any rules: lines of text whose words stand one below the other, also over pages.

`gongkai.read.aligned` finds them. Here lines become rows of words with places, and what it finds goes into the flow of
text. A table that was seen in another way stays, unless a larger one takes it up whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import NamedTuple

from gongkai.document import Table
from gongkai.read.aligned import AlignedWord, aligned_tables, is_value
from gongkai.read.pdf.lines import TextLine
from gongkai.read.pdf.stacks import crowded_rows, rows_of
from gongkai.read.pdf.tables import PageTable

__all__ = ["Flow", "UnruledTable", "with_unruled_tables"]


@dataclass(frozen=True, slots=True)
class UnruledTable:
    """A table, and the lines that it was made of."""

    table: Table
    lines: tuple[TextLine, ...]


Flow = list[TextLine | PageTable | UnruledTable]
"""What stands on a page, in reading order."""


def with_unruled_tables(
    flows: Sequence[Sequence[TextLine | PageTable]], page_widths: Mapping[int, float]
) -> list[Flow]:
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


def _is_open(item: TextLine | PageTable) -> bool:
    return isinstance(item, TextLine) or bool(item.lines)


class _FlowLine(NamedTuple):
    """A line, the flow in which it is, and the table that was seen around it."""

    place: int
    line: TextLine
    table: PageTable | None


def _with_tables(
    items: Sequence[tuple[int, TextLine | PageTable]],
) -> Iterator[tuple[int, TextLine | PageTable | UnruledTable]]:
    members = [
        _FlowLine(place, line, None if isinstance(item, TextLine) else item)
        for place, item in items
        for line in ([item] if isinstance(item, TextLine) else item.lines)
    ]
    done = 0
    for first, behind, table in _tables(members):
        yield from _as_they_were(members[done:first])
        lines = tuple(member.line for member in members[first:behind])
        yield members[first].place, UnruledTable(Table(table.cells, lines[0].page), lines)
        done = behind
    yield from _as_they_were(members[done:])


def _as_they_were(members: Sequence[_FlowLine]) -> Iterator[tuple[int, TextLine | PageTable]]:
    for table, alike in groupby(members, key=lambda member: member.table):
        of_table = list(alike)
        if table is None:
            yield from ((member.place, member.line) for member in of_table)
        else:
            yield of_table[0].place, table


def _tables(members: Sequence[_FlowLine]) -> Iterator[tuple[int, int, Table]]:
    """Give the tables that are taken, and from which to which line each reaches."""
    if not any(_may_be_row(member.line) for member in members):
        return
    unit = median(member.line.size for member in members) / 2
    rows: list[list[AlignedWord]] = []
    lines: list[frozenset[int]] = []
    crowded: set[int] = set()
    first = 0
    for _, page in groupby(members, key=lambda member: member.place):
        of_page = [member.line for member in page]
        of_words = rows_of(of_page)
        crowded |= {len(rows) + 2 * number for number in crowded_rows(of_words)}
        for row in of_words:
            # Blank lines say that no cell goes on from one row to the next.
            rows += [[AlignedWord(word.text, word.left / unit, word.right / unit) for word in row.words], []]
            lines += [frozenset(first + number for number in row.lines)] * 2
        first += len(of_page)
    for found in aligned_tables(rows):
        own = sorted(frozenset[int]().union(*lines[found.first : found.behind]))
        is_whole = own[-1] - own[0] + 1 == len(own) and crowded.isdisjoint(range(found.first, found.behind))
        if is_whole and _is_clear(members, own[0], own[-1] + 1):
            yield own[0], own[-1] + 1, found.table


def _may_be_row(line: TextLine) -> bool:
    *before, last = line.text.split()
    return bool(before) and is_value(last)


def _is_clear(members: Sequence[_FlowLine], first: int, behind: int) -> bool:
    """Say whether a table takes up others whole, more than one of them alone, and nothing of which more is seen."""
    inside = members[first:behind]
    beside = [*members[first - 1 : first], *members[behind : behind + 1]]
    tables = [table for table, _ in groupby(member.table for member in inside)]
    is_cut = any(member.table is not None and member.table in (tables[0], tables[-1]) for member in beside)
    return not is_cut and tables != tables[:1] * bool(tables[0]) and not any(_is_marked(each.line) for each in inside)


def _is_marked(line: TextLine) -> bool:
    return bool(line.source.seen[line.start : line.end].any())
