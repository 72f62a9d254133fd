"""Tables whose columns can only be seen: words that stand one below the other, in a text or on a page.

    lines of words with positions -> stretches with rows -> header, columns, labels -> `Table`

A column is where the values of one row after the other overlap. A label is what stands left of them, wrapped around
the line of its values or not. What stands above the rows, and right of the labels, is the header, line by line. What
only counts the rows is left out. Where two values of a row share a column the lines stay what they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.document import Cell, Table
from gongkai.read.aligned.columns import columns_of
from gongkai.read.aligned.counted import without_counts
from gongkai.read.aligned.header import begin_of_rows, header_cells, lowest_heads, with_whole_words
from gongkai.read.aligned.label_columns import LEAST_WIDE, any_is_shifted
from gongkai.read.aligned.labels import LabelledRow, labelled_rows
from gongkai.read.aligned.spans import Span, overlapped, stand_apart
from gongkai.read.aligned.stretches import parts, stretches
from gongkai.read.aligned.words import AlignedWord, PrintedLine, WordLine, begins_entry, is_number, is_value

__all__ = ["AlignedTable", "AlignedWord", "aligned_tables", "begins_entry", "is_value"]


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """A table, and the lines from `first` up to, but not including, `behind` that it takes up."""

    first: int
    behind: int
    table: Table


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
    printed = [PrintedLine.of(number, words) for number, words in enumerate(without_counts(lines))]
    found = []
    for stretch in stretches(printed):
        for part in parts(stretch):
            table = _table(part)
            if table is not None:
                found.append(AlignedTable(part[0].number, part[-1].number + 1, table))
    return found


def _table(part: Sequence[PrintedLine]) -> Table | None:
    """Give lines as a table, or None where they have no header or two values of a row share a column."""
    begin = begin_of_rows(part)
    header, body = with_whole_words([line for line in part[:begin] if line.words]), part[begin:]
    rows = [line for line in body if line.is_row]
    # A line of one value alone has no place among columns, no row stands in a header, and units alone make no table.
    words_of_header = [word for line in header for word in line.values]
    is_told = all(line.is_row or not line.values for line in body) and not any(map(is_number, words_of_header))
    if not header or not is_told or not any(is_number(word) for row in rows for word in row.values):
        return None
    heads = lowest_heads(header, rows)
    columns = columns_of(rows, header, heads)
    if columns is None or not all(
        stand_apart(row.values, columns) and not any(map(is_number, row.labels)) for row in rows
    ):
        return None
    if len(columns) > 1 and any_is_shifted(rows):
        return None
    if any(_heads_values(line, columns) for line in body):
        return None
    labelled = labelled_rows(body)
    if _leaves_labels_open(labelled):
        return None
    width = max((label.column + 1 for row in labelled for label in row.labels), default=1)
    cells = [
        *header_cells(header, heads, columns, width),
        *_body_cells(labelled, len(header) + 1, columns, width),
    ]
    return Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _heads_values(line: PrintedLine, columns: Sequence[Span]) -> bool:
    """Say whether a line below the header has words over columns of values: it is the header of another table."""
    return not line.values and any(overlapped(word, columns) for word in line.labels[1:])


def _leaves_labels_open(rows: Sequence[LabelledRow]) -> bool:
    """Say whether some values have no label of their own: they may be of another line's label, or numbers.

    So may those beside the label of a group that is printed again, below a label without values.
    """
    if len(rows) > 1 and not all(row.labels or _stands_by_itself(rows, number) for number, row in enumerate(rows)):
        return True
    printed = Counter(label.text for row in rows for label in row.labels)
    again = any(
        printed[row.labels[-1].text] > 1 and not above.values and _is_outer(row, above)
        for above, row in pairwise(rows)
        if row.values and row.labels and above.labels
    )
    return again or any(map(_takes_values, rows, rows[1:], rows[2:])) or any(map(_may_go_on, rows, rows[1:]))


def _stands_by_itself(rows: Sequence[LabelledRow], number: int) -> bool:
    """Say whether values beside no label are of none: the labels above and below have values of their own.

    Values that would fit below those of the row above may end numbers that a narrow column broke.
    """
    row = rows[number]
    above = next((each for each in reversed(rows[:number]) if each.labels), None)
    below = next((each for each in rows[number + 1 :] if each.labels), None)
    if below is None or not below.values or row.line >= min(below.labels[-1].lines):
        return False
    if above is None:
        return True
    is_below = bool(above.values) and max(above.labels[-1].lines) < row.line
    return is_below and not all(_may_end_number(value, above.values, rows) for value in row.values)


def _may_end_number(value: AlignedWord, above: Sequence[AlignedWord], rows: Sequence[LabelledRow]) -> bool:
    """Say whether a value stands below one that fills its column, and is no wider."""
    span = [(value.left, value.right)]
    begun = [word.right - word.left for word in above if overlapped(word, span)]
    column = [word.right - word.left for row in rows for word in row.values if overlapped(word, span)]
    return bool(begun) and max(column) - max(begun) < SAME_WIDTH


SAME_WIDTH = 0.5
"""How far, in half-width characters, the widths of two values differ that both fill their column."""


def _may_go_on(above: LabelledRow, row: LabelledRow) -> bool:
    """Say whether the label of a row may end the one above it, which has no values: it is indented, without a mark."""
    if above.values or not (row.values and above.labels and row.labels):
        return False
    upper, last = above.labels[-1], row.labels[-1].parts[-1]
    return upper.is_marked and not begins_entry(last.text) and upper.left < last.left < upper.right


def _takes_values(above: LabelledRow, row: LabelledRow, below: LabelledRow) -> bool:
    """Say whether values beside a label left of those around it, of which one has none, may be of that one."""
    if not (row.values and row.labels and above.labels and below.labels):
        return False
    return _is_outer(row, above) and _is_outer(row, below) and not (above.values and below.values)


def _is_outer(row: LabelledRow, other: LabelledRow) -> bool:
    """Say whether the label of a row stands left of that of another one, as that of a group does."""
    return other.labels[-1].left >= row.labels[-1].left + LEAST_WIDE


def _body_cells(rows: Sequence[LabelledRow], top: int, columns: Sequence[Span], width: int) -> Iterator[Cell]:
    for number, row in enumerate(rows, start=top):
        for label in row.labels:
            is_own = label.column not in row.spans
            column_span = width - label.column if is_own else 1
            yield Cell(label.text, number, label.column + 1, row.spans.get(label.column, 1), column_span)
        by_column = {overlapped(word, columns)[0]: word.text for word in row.values}
        yield from (Cell(by_column.get(place, ""), number, width + 1 + place) for place in range(len(columns)))
