"""Header cells of which the page does not say over how many rows they stand, so that those below them moved left.

（第一项与第二项之和等于……） |            申请人情况
自然人 | 法人或其他组织 | 总计
商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from gongkai.document import Cell, Table
from gongkai.recognise.values import read_cell

__all__ = ["header_places"]

Slot = tuple[int, int]

MOST_COLUMNS = 100
"""Columns beyond which a table is none of a form."""


def header_places(table: Table) -> Mapping[Slot, Cell]:
    """Give the header cells that stand elsewhere than the page says, by their slot, each as it should be.

    A header is as wide in each row as the rows with numbers below it. Where a row is narrower, some cells above it
    reach down into it: they are known where only one choice of them is as wide as what is missing, or only one with the
    cell over the labels.

    >>> rows = ["项目", "申请人"], ["自然人", "法人"], ["收到", "1", "2"]
    >>> cells = [Cell(text, row, column) for row, texts in enumerate(rows, 1) for column, text in enumerate(texts, 1)]
    >>> table = Table((cells[0], replace(cells[1], column_span=2), *cells[2:]))
    >>> [(cell.text, cell.column, cell.row_span) for cell in header_places(table).values()]
    [('项目', 1, 2), ('自然人', 2, 1), ('法人', 3, 1)]
    """
    rows = [list(row) for row in table.rows()]
    headers = [list(run) for is_header, run in groupby(rows, key=_is_header) if is_header]
    if not any(map(_is_uneven, headers)):
        return {}
    width = max((cell.column + cell.column_span - 1 for row in rows if _has_number(row) for cell in row), default=0)
    if width > MOST_COLUMNS:
        return {}
    anchored = {(cell.row, cell.column): cell for cell in table.cells}
    placed = (item for header in headers if _is_uneven(header) for item in _placed(header, width))
    return {slot: cell for slot, cell in placed if cell != anchored[slot]}


def _is_header(row: Sequence[Cell]) -> bool:
    return all(read_cell(cell.text).kind in ("text", "unit", "note") for cell in row)


def _has_number(row: Sequence[Cell]) -> bool:
    return any(read_cell(cell.text).kind == "number" for cell in row)


def _is_uneven(header: Sequence[Sequence[Cell]]) -> bool:
    """Say whether the slots that the cells of some rows cover are no rectangle."""
    return len(header) > 1 and len({max(cell.column + cell.column_span for cell in row) for row in header}) > 1


def _placed(header: Sequence[Sequence[Cell]], width: int) -> Iterator[tuple[Slot, Cell]]:
    """Give every cell of a header in its place, or none where a row leaves more than one choice."""
    placed: dict[Slot, Cell] = {}
    for row in header:
        number = row[0].row
        reaching = [cell for cell in placed.values() if cell.row + cell.row_span > number]
        ending = [cell for cell in placed.values() if cell.row + cell.row_span == number]
        chosen = _reaching_down(ending, width - _width(row) - _width(reaching))
        if chosen is None:
            return
        for slot, cell in list(placed.items()):
            if cell in chosen:
                placed[slot] = replace(cell, row_span=cell.row_span + 1)
        columns = _free_columns([*reaching, *chosen], width)
        for cell in row:
            own = [next(columns, width) for _ in range(cell.column_span)]
            if own != list(range(own[0], own[0] + len(own))):
                return
            placed[cell.row, cell.column] = replace(cell, column=own[0])
    yield from placed.items()


def _reaching_down(cells: Sequence[Cell], width: int) -> Sequence[Cell] | None:
    """Give the cells that are as wide as what is missing; what stands over the labels reaches down before others."""
    chosen = _only_choice(cells, width)
    over_labels = [cell for cell in cells if cell.column == 1]
    if chosen is not None or not over_labels:
        return chosen
    others = _only_choice([cell for cell in cells if cell.column > 1], width - _width(over_labels))
    return None if others is None else [*over_labels, *others]


def _only_choice(cells: Sequence[Cell], width: int) -> Sequence[Cell] | None:
    """Give the cells that are together so wide; None where no choice of them is, or more than one."""
    choices: dict[int, tuple[Cell, ...] | None] = {0: ()}
    for cell in cells:
        for total, chosen in list(choices.items()):
            wider = total + cell.column_span
            if wider <= width:
                alone = wider not in choices and chosen is not None
                choices[wider] = (*chosen, cell) if alone and chosen is not None else None
    return choices.get(width)


def _width(cells: Sequence[Cell]) -> int:
    return sum(cell.column_span for cell in cells)


def _free_columns(taken: Sequence[Cell], width: int) -> Iterator[int]:
    covered = {column for cell in taken for column in range(cell.column, cell.column + cell.column_span)}
    return (column for column in range(1, width + 1) if column not in covered)
