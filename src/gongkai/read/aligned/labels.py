"""The labels of rows, put together where they are broken over lines, each with the values that stand beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gongkai.read.aligned.label_columns import LabelColumns
from gongkai.read.aligned.words import AlignedWord, PrintedLine, WordLine, mark_of

__all__ = ["LabelLines", "LabelledRow", "labelled_rows"]


@dataclass(slots=True)
class LabelLines:
    """A label, as far as its lines are known: its column among those of the labels, and the line where it begins."""

    column: int
    line: int
    parts: list[AlignedWord]
    lines: set[int] = field(default_factory=set)
    has_values: bool = False

    @property
    def text(self) -> str:
        """The words of all its lines."""
        return "".join(word.text for word in self.parts)

    @property
    def is_marked(self) -> bool:
        """Whether a mark counts it."""
        return mark_of(self.text) is not None

    @property
    def left(self) -> float:
        """Where its leftmost line begins."""
        return min(part.left for part in self.parts)

    @property
    def right(self) -> float:
        """Where its rightmost line ends."""
        return max(part.right for part in self.parts)

    def is_above(self, word: AlignedWord) -> bool:
        """Say whether a word stands below the label, in the same column."""
        width = word.right - word.left
        overlaps = min(self.right, word.right) > max(self.left, word.left)
        return overlaps and abs(word.left - self.parts[-1].left) < width


@dataclass(slots=True)
class LabelledRow:
    """A row: its own label last, before it those of groups that begin with it; `spans` says over how many rows."""

    line: int
    labels: list[LabelLines]
    values: WordLine = ()
    spans: dict[int, int] = field(default_factory=dict)


def labelled_rows(body: Sequence[PrintedLine]) -> list[LabelledRow]:
    """Put the labels together that are broken over lines, and each with the values that stand beside it."""
    columns = LabelColumns.of(body)
    labels: list[LabelLines] = []
    rows: list[LabelledRow] = []
    last: int | None = None
    for line, following in zip(body, [*body[1:], None], strict=True):
        own = labels[-1] if labels else None
        below_blank = last is not None and last != line.number - 1
        for word in line.labels:
            is_own = line.is_row and word is line.labels[-1]
            known = _continued(word, labels, last, columns, is_own=is_own, below_blank=below_blank)
            own = known or LabelLines(columns.level(word), line.number, [])
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
            rows.append(LabelledRow(line.number, [own] if own is not None and takes else [], line.values))
            if own is not None and takes:
                own.has_values = True
                own.lines.add(line.number)
        last = line.number if line.words else last
    return _with_lone_labels(rows, labels, nested=columns.are_nested)


def _goes_on(label: LabelLines, following: PrintedLine | None) -> bool:
    """Say whether a label that stands above its values goes on right below them."""
    if following is None or following.values or not following.labels:
        return False
    word = following.labels[-1]
    return label.is_above(word) and not mark_of(word.text)


def _continued(
    word: AlignedWord,
    labels: Sequence[LabelLines],
    last: int | None,
    columns: LabelColumns,
    *,
    is_own: bool,
    below_blank: bool,
) -> LabelLines | None:
    """Give the label that a word continues, or None where it begins one.

    `last` is the number of the line above on which something is printed.
    """
    above = next((label for label in reversed(labels) if label.is_above(word)), None)
    if above is None or mark_of(word.text) or (above.has_values and is_own) or columns.ends_label(above.parts[-1]):
        return None
    # What leads to other rows is a row by itself, once it has values: 其中：
    if above.has_values and above.text.endswith((":", "：")):
        return None
    # Letters of an upright label stand beside rows, which blank lines may part.
    is_of_group = columns.are_nested and above.is_marked
    if last not in above.lines and (above.has_values or not is_of_group):
        return None
    return None if below_blank and not is_of_group else above


def _with_lone_labels(rows: Sequence[LabelledRow], labels: Sequence[LabelLines], *, nested: bool) -> list[LabelledRow]:
    """Add the labels without values: as rows, or in nested columns as heads of the rows beside them."""
    whole = list(rows)
    deepest = max((label.column for label in labels), default=0)
    times = Counter((label.column, label.text) for label in labels)
    # What stands in the last column heads nothing, and may be in a group by itself.
    for label in sorted((label for label in labels if not label.has_values), key=lambda label: label.column < deepest):
        is_printed_again = times[label.column, label.text] > 1
        if nested and label.column < deepest and not is_printed_again and _heads(label, whole):
            continue
        beside = next((row for row in whole if row.line in label.lines and row.labels), None)
        if beside is None:
            whole = sorted([*whole, LabelledRow(label.line, [label])], key=lambda row: row.line)
        else:
            _put_beside(label, beside)
    return whole


def _put_beside(label: LabelLines, row: LabelledRow) -> None:
    """Put a label into the row on whose line it stands: a row of its own would say that it has no values."""
    own = row.labels[-1]
    if label.text == own.text:
        # A merged cell is printed again in each of its columns.
        return
    if label.column < own.column and label.column not in row.spans:
        row.labels.insert(0, label)
        row.spans[label.column] = 1
    else:
        row.labels[-1] = replace(own, parts=[*label.parts, *own.parts])


def _heads(label: LabelLines, rows: Sequence[LabelledRow]) -> bool:
    """Let a label head the rows around it whose own labels stand further right, if there are any."""
    labelled = [number for number, row in enumerate(rows) if row.labels]
    inner = [rows[number] for number in labelled]
    inside = [row.labels[-1].column > label.column for row in inner]
    begins = [False, *(_begins_group(row, above, label) for above, row in pairwise(inner))]
    first = min(range(len(inner)), key=lambda place: abs(inner[place].line - label.line))
    if not inside[first]:
        return False
    last = first
    while first > 0 and inside[first - 1] and not begins[first]:
        first -= 1
    while last + 1 < len(inner) and inside[last + 1] and not begins[last + 1]:
        last += 1
    top, bottom = inner[first], inner[last]
    if label.column in top.spans or not _stands_beside(label, top, bottom):
        return False
    top.labels.insert(0, label)
    top.spans[label.column] = labelled[last] - labelled[first] + 1
    return True


def _stands_beside(label: LabelLines, first: LabelledRow, last: LabelledRow) -> bool:
    """Say whether a label stands on a line of some rows or between them; else it is one by itself, without values."""
    top, bottom = (first.line, *first.labels[-1].lines), (last.line, *last.labels[-1].lines)
    return min(label.lines) <= max(bottom) and max(label.lines) >= min(top)


def _begins_group(row: LabelledRow, above: LabelledRow, head: LabelLines) -> bool:
    """Say whether the count of rows begins anew, so that another label of the same column heads them."""
    own, before = row.labels[-1], above.labels[-1]
    return head.column + 1 == own.column == before.column and _ordinal(own) <= _ordinal(before)


def _ordinal(label: LabelLines) -> int:
    digits = re.match(r"\D?(\d+)", label.text)
    return int(digits[1]) if digits else 0
