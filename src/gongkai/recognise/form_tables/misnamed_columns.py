"""Headers that say what rows of the form are called, where its columns belong: what a model that reads pages made up.

| 项目 | 本年新收件数 | 上年结转件数 | 予以公开 | 部分公开 | 不予公开 | 结转下年度 | 总计 |
| （七）总计 | 710 | 3 | 0 | 0 | 5 | 0 | 718 |

No results of requests were counted by results. Below such a header stand the columns of the form, in their order, if
it ends as they do and every row adds up as theirs do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gongkai.forms import FormTable
from gongkai.recognise.form_tables.headers import Header
from gongkai.recognise.form_tables.labels import ExpectedLabel, read_label
from gongkai.recognise.form_tables.matrix_rows import MatrixRow

__all__ = ["without_misnamed_columns"]

FEWEST_NAMES = 3
"""Columns that must be called as rows of the form are."""


def without_misnamed_columns(
    lines: Sequence[MatrixRow], labels: Sequence[ExpectedLabel], table: FormTable
) -> Iterator[MatrixRow]:
    """Give the rows of a matrix, those below headers that name rows of it without their header.

    Args:
        lines: the rows with values.
        labels: the labels of the rows of the form.
        table: the form's table, whose last column sums up the others.
    """
    (block,) = table.blocks
    parts: dict[tuple[int, int] | None, list[MatrixRow]] = defaultdict(list)
    for line in lines:
        parts[line.header_at].append(line)
    misnamed = {
        header_at
        for header_at, rows in parts.items()
        if (header := rows[0].header) is not None
        and _names_rows(header, labels)
        and len(header.leaves) == len(block.columns)
        and all(_adds_up(row) for row in rows)
    }
    for line in lines:
        yield replace(line, header=None, header_at=None) if line.header_at in misnamed else line


def _names_rows(header: Header, labels: Iterable[ExpectedLabel]) -> bool:
    """Say whether a header names the last column of the form, and for the others rows of it."""
    if header.flat or header.known != (header.columns - 1,) or header.leaves[-1].column is None:
        return False
    spellings = {spelling for label in labels for spelling in label.spellings}
    return sum(read_label(leaf.piece.text).text in spellings for leaf in header.leaves[:-1]) >= FEWEST_NAMES


def _adds_up(row: MatrixRow) -> bool:
    numbers = [piece.value.number for piece in row.values]
    if len(numbers) < FEWEST_NAMES or any(number is None for number in numbers):
        return False
    *parts, total = (number or 0 for number in numbers)
    return sum(parts) == total
