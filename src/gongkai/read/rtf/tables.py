"""Tables of Rich Text Format, whose rows say where on the page each cell ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from gongkai.read.word_xml import Element

__all__ = ["CellShape", "RowShape", "ShapedRow", "table_of"]


@dataclass(slots=True)
class CellShape:
    """What a row says of one cell: where it ends, in twentieths of a point, how it is merged, and its colour."""

    right: int = 0
    vertical_merge: str = ""
    is_merged_left: bool = False
    colour: str = ""


@dataclass(slots=True)
class RowShape:
    """What is said of a row."""

    left: int = 0
    height: int = 0
    """In twentieths of a point, below zero if it is exact."""
    cells: list[CellShape] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShapedRow:
    """A row: its shape, and the blocks of each cell."""

    shape: RowShape
    cells: tuple[tuple[Element, ...], ...]


def table_of(rows: Sequence[ShapedRow]) -> Element:
    """Give the table of some rows, whose columns are all places where a cell of any row ends."""
    edges = _edges(edge for row in rows for edge in (row.shape.left, *(cell.right for cell in row.shape.cells)))
    table = etree.Element("tbl")
    for row in rows:
        line = etree.SubElement(table, "tr")
        properties = etree.SubElement(line, "trPr")
        if row.shape.height < 0:
            etree.SubElement(properties, "trHeight", {"val": str(-row.shape.height), "hRule": "exact"})
        column = _column(edges, row.shape.left)
        if column > 0:
            etree.SubElement(properties, "gridBefore", {"val": str(column)})
        for place, blocks in enumerate(row.cells):
            shape = row.shape.cells[place] if place < len(row.shape.cells) else CellShape()
            end = max(_column(edges, shape.right), column + 1) if shape.right else column + 1
            _write_cell(line, shape, end - column, blocks)
            column = end
    return table


def _write_cell(line: Element, shape: CellShape, column_span: int, blocks: Iterable[Element]) -> None:
    cell = etree.SubElement(line, "tc")
    properties = etree.SubElement(cell, "tcPr")
    etree.SubElement(properties, "gridSpan", {"val": str(column_span)})
    if shape.vertical_merge:
        etree.SubElement(properties, "vMerge", {"val": shape.vertical_merge})
    if shape.is_merged_left:
        etree.SubElement(properties, "hMerge", {"val": "continue"})
    if shape.colour:
        etree.SubElement(properties, "shd", {"val": "clear", "fill": shape.colour})
    cell.extend(blocks)


_SAME_EDGE = 40
"""Edges that are no further apart, in twentieths of a point, are meant to be one."""


def _edges(found: Iterable[int]) -> list[int]:
    edges: list[int] = []
    last = None
    for edge in sorted(set(found)):
        if last is None or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)
        last = edge
    return edges


def _column(edges: Sequence[int], edge: int) -> int:
    return bisect_right(edges, edge) - 1
