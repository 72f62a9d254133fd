"""Tables without lines between their columns: rows of words one below the other, under a header that is clear.

Where a header has no word for a column, or a row could be read in two ways, the lines are left to the flow of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from gongkai.read.pdf.lines import TextLine, parts
from gongkai.read.pdf.page import Box, Ruling, UprightPage
from gongkai.read.pdf.rulings import whole_lines
from gongkai.read.pdf.tables import PageCell, PageTable

__all__ = ["aligned_tables"]

_COLUMN_GAP = 1.0
"""The blank between columns, in font sizes, is at least this wide."""

_SAME_END = 3.0
"""How far, in points, the ends of a table's rules may differ."""

_FEWEST_RULES = 3
"""Above the header, below it, and below the last row."""

_FEWEST_LINES = 3
"""A header and two rows: fewer that happen to align are no table."""

_NUMBER = re.compile(r"[\d.,，%]+|[-—–/－]+")


def aligned_tables(
    page: UprightPage, lines: Sequence[TextLine], tables: Sequence[PageTable]
) -> tuple[list[PageTable], list[TextLine]]:
    """Give the tables among the lines of a page, and the lines that belong to none.

    Args:
        page: the page.
        lines: its lines outside of ruled tables, from top to bottom.
        tables: its ruled tables.
    """
    found: list[PageTable] = []
    rest = list(lines)
    ruled = [(_bands(rules, rest), True) for rules in _rule_groups(page, tables)]
    for rows, is_ruled in [*ruled, *((rows, False) for rows in _runs(rest))]:
        used = {line for row in rows for line in row}
        table = _table(rows, page.number) if used <= set(rest) else None
        if table is not None:
            found.append(table if is_ruled else replace(table, lines=tuple(line for row in rows for line in row)))
            rest = [line for line in rest if line not in used]
    return found, rest


_Row = list[TextLine]


def _rule_groups(page: UprightPage, tables: Sequence[PageTable]) -> Iterator[list[Ruling]]:
    """Give the rules that lie one below the other and are equally long, outside of tables."""
    free = list(page.horizontals)
    for table in tables:
        top, bottom = table.box.top - 1, table.box.bottom + 1
        free = [piece for piece in free if not top <= piece.position <= bottom]
    groups: list[list[Ruling]] = []
    for rule in whole_lines(free):
        if groups and _is_as_long(rule, groups[-1][-1]):
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return (group for group in groups if len(group) >= _FEWEST_RULES)


def _is_as_long(rule: Ruling, other: Ruling) -> bool:
    return abs(rule.start - other.start) <= _SAME_END and abs(rule.end - other.end) <= _SAME_END


def _bands(rules: Sequence[Ruling], lines: Iterable[TextLine]) -> list[_Row]:
    """Give what stands between each rule and the next, as one row, or as many as are complete."""
    bands = [
        [line for line in lines if above.position < line.middle < below.position and line.right > above.start]
        for above, below in pairwise(rules)
    ]
    most = max((len(_parts(line)) for band in bands for line in band), default=0)
    rows: list[_Row] = []
    for band in bands:
        if all(len(_parts(line)) == most for line in band):
            rows += [[line] for line in band]
        else:
            rows.append(band)
    return [row for row in rows if row]


def _runs(lines: Iterable[TextLine]) -> Iterator[list[_Row]]:
    """Give the lines one below the other that have as many parts."""
    for count, run in groupby(lines, key=lambda line: len(_parts(line))):
        rows = [[line] for line in run]
        if count > 1 and len(rows) >= _FEWEST_LINES:
            yield rows


def _parts(line: TextLine) -> list[TextLine]:
    return parts(line, _COLUMN_GAP)


def _table(rows: Sequence[_Row], page: int) -> PageTable | None:
    parted = [[part for line in row for part in _parts(line)] for row in rows]
    columns = _columns(part for row in parted for part in row)
    grid = [_by_column(row, columns) for row in parted]
    if len(columns) < 2 or len(grid) < 2 or not _is_header(grid[0]) or not all(map(_is_row, grid[1:])):
        return None
    edges = [columns[0][0], *((end + start) / 2 for (_, end), (start, _) in pairwise(columns)), columns[-1][1]]
    tops = [min(line.top for line in row) for row in rows]
    bottoms = [max(line.bottom for line in row) for row in rows]
    cells = (
        PageCell(row, column, 1, 1, Box(edges[column], tops[row], edges[column + 1], bottoms[row]), tuple(lines), page)
        for row, of_row in enumerate(grid)
        for column, lines in enumerate(of_row)
    )
    return PageTable(
        page=page,
        box=Box(edges[0], tops[0], edges[-1], bottoms[-1]),
        columns=tuple(edge - edges[0] for edge in edges),
        row_count=len(rows),
        cells=tuple(cells),
    )


def _columns(parts: Iterable[TextLine]) -> list[tuple[float, float]]:
    """Give where columns begin and end: what overlaps is of one column."""
    columns: list[tuple[float, float]] = []
    for part in sorted(parts, key=lambda part: part.left):
        if columns and part.left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], part.right))
        else:
            columns.append((part.left, part.right))
    return columns


def _by_column(parts: Iterable[TextLine], columns: Sequence[tuple[float, float]]) -> list[list[TextLine]]:
    row: list[list[TextLine]] = [[] for _ in columns]
    for part in parts:
        for number, (start, end) in enumerate(columns):
            if start <= part.left <= end:
                row[number].append(part)
    return row


def _is_header(row: Sequence[Sequence[TextLine]]) -> bool:
    return all(lines and not any(map(_is_number, lines)) for lines in row) and _is_one_below_another(row)


def _is_row(row: Sequence[Sequence[TextLine]]) -> bool:
    """Tell whether a row has a label, and one number at most in each column, and some number."""
    label, *values = row
    numbers = [sum(map(_is_number, lines)) for lines in values]
    has_one_each = all(count == len(lines) for count, lines in zip(numbers, values, strict=True) if count)
    is_labelled = bool(label) and not any(map(_is_number, label))
    return is_labelled and any(numbers) and max(numbers) == 1 and has_one_each and _is_one_below_another(row)


def _is_one_below_another(row: Sequence[Sequence[TextLine]]) -> bool:
    return all(below.top >= above.middle for lines in row for above, below in pairwise(lines))


def _is_number(line: TextLine) -> bool:
    return _NUMBER.fullmatch(line.text) is not None
