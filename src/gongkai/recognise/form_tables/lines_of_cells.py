"""What lines are to tables of which a cell a line is left: cells of a grid, labels, or nothing but numbering."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from itertools import count, takewhile

from gongkai.document import Document, Paragraph
from gongkai.page_number import count_pages, is_fraction, is_page_number
from gongkai.recognise.form_tables.comparing_lines import comparing_cells
from gongkai.recognise.form_tables.counted_lines import counting_lines
from gongkai.recognise.form_tables.grids_of_lines import LineCell, cells_of_lines
from gongkai.recognise.form_tables.whole_labels import broken_over_lines, upright_in_lines

__all__ = ["LinesOfCells", "lines_of_cells"]


@dataclass(frozen=True, slots=True)
class LinesOfCells:
    """Blocks of a document by number: which are cells of a grid, which say a whole label, and which say nothing.

    A block that says nothing numbers pages, rows or columns, or its words are said by the block before it.
    """

    cells: Mapping[int, LineCell]
    labels: Mapping[int, str]
    left_out: Set[int]


def lines_of_cells(document: Document) -> LinesOfCells:
    """Find it for all paragraphs of a document.

    >>> lines = "2", *"（三）不予公开", "1.属于国家秘密", "8", "第 3 页"
    >>> found = lines_of_cells(Document(tuple(map(Paragraph, lines)), "text"))
    >>> found.labels, sorted(found.left_out)
    ({2: '（三）不予公开'}, [3, 4, 5, 6, 7, 8, 11])
    """
    counted = count_pages(text for _, text in document.paragraphs() if is_fraction(text))
    paragraphs = {at: block.text for at, block in enumerate(document.blocks, start=1) if isinstance(block, Paragraph)}
    pages = {at for at, text in paragraphs.items() if is_page_number(text) and (counted or not is_fraction(text))}
    uprights = upright_in_lines(document)
    whole = {**broken_over_lines(document), **uprights}
    lines = [
        (at, whole.get(at, paragraphs.get(at)))
        for at in range(1, len(document.blocks) + 1)
        if at not in pages and whole.get(at, "") is not None
    ]
    cells = {**comparing_cells(lines), **cells_of_lines(lines)}
    labels = {at: text for at, text in whole.items() if text is not None and (at in uprights or at in cells)}
    # Elsewhere the lines of a broken label are put together where rows are found.
    parts = {part for at in labels for part in takewhile(lambda each: whole.get(each, "") is None, count(at + 1))}
    return LinesOfCells(cells, labels, pages | parts | (frozenset(counting_lines(lines)) - cells.keys()))
