"""Tables that set years beside each other, of which a cell a line is left: 项目, 上年, 本年, 予以公开, 7, 9, 不予公开 …

Below a header of so many words each row has a label and as many cells. Where that holds, every line has its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.recognise.form_tables.comparing import compares
from gongkai.recognise.form_tables.grids_of_lines import LineCell
from gongkai.recognise.form_tables.labels import LONGEST_LABEL, read_label
from gongkai.recognise.form_tables.whole_labels import TextLine
from gongkai.recognise.values import CellKind, read_cell
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["comparing_cells"]

FEWEST_ROWS = 2
"""Rows that it takes to see how many cells each has."""

MOST_COLUMNS = 6
"""Columns behind that of the labels."""

_HEADING: frozenset[CellKind] = frozenset({"text", "unit", "note"})


def comparing_cells(lines: Sequence[TextLine]) -> Mapping[int, LineCell]:
    """Give the blocks of a document that are cells of such tables, by number, each with its place.

    Args:
        lines: the lines of the document, without those that number pages.

    >>> lines = ["项目", "上年", "本年", "予以公开", "7", "9", "不予公开", "3", "4", "二、主动公开政府信息情况"]
    >>> cells = comparing_cells(list(enumerate(lines, start=1)))
    >>> len(cells), cells[6]
    (9, LineCell(table=1, row=2, column=3))
    """
    texts = [text for _, text in lines]
    cells: dict[int, LineCell] = {}
    for first, (block, text) in enumerate(lines):
        if text and block not in cells and read_label(text).text in vocabulary().header_labels:
            width, end = _size(texts, first)
            for place in range(first, end):
                row, column = divmod(place - first, width)
                cells[lines[place][0]] = LineCell(block, row + 1, column + 1)
    return cells


def _size(texts: Sequence[str | None], first: int) -> tuple[int, int]:
    """Give the width of a table whose header begins at a place, and the place behind it: `first` if there is none."""
    for columns in range(1, MOST_COLUMNS + 1):
        header = [_text(texts, place) for place in range(first + 1, first + 1 + columns)]
        if any(text is None or read_cell(text).kind not in _HEADING for text in header):
            break
        width = columns + 1
        end = first + width
        units = [read_label(text or "").text in vocabulary().header_units for text in header]
        while _is_row(texts, end, units):
            end += width
        enough = end >= first + (1 + FEWEST_ROWS) * width and not _goes_on(texts, end)
        if enough and compares(enumerate(text or "" for text in header)):
            return width, end
    return 1, first


def _is_row(texts: Sequence[str | None], place: int, units: Sequence[bool]) -> bool:
    """Say whether a label stands at a place, and behind it a cell for each column: a unit, or a value."""
    label, *cells = [_text(texts, at) for at in range(place, place + 1 + len(units))]
    if label is None or len(label) > LONGEST_LABEL or read_cell(label).kind != "text":
        return False
    kinds = (None if cell is None else read_cell(cell).kind for cell in cells)
    return all(kind == "unit" if is_unit else _is_value(kind) for kind, is_unit in zip(kinds, units, strict=True))


def _goes_on(texts: Sequence[str | None], place: int) -> bool:
    """Say whether behind the last row stands a value, or a label with something behind it: a row that lacks a cell."""
    label, behind = (_text(texts, at) for at in (place, place + 1))
    is_label = label is not None and read_cell(label).kind == "text"
    kind = None if behind is None else read_cell(behind).kind
    return (label is not None and not is_label) or (is_label and kind not in (None, "text", "note"))


def _is_value(kind: CellKind | None) -> bool:
    return kind is not None and kind not in _HEADING


def _text(texts: Sequence[str | None], place: int) -> str | None:
    """Give the text of a line; None where there is none."""
    return texts[place] if place < len(texts) else None
