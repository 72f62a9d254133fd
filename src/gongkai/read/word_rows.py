"""The rows of a table in a Word document: which are seen, what cells they have, and what those stand on."""

from __future__ import annotations

from gongkai.read.word_color import WHITE, Ground, shade
from gongkai.read.word_xml import Element, attribute, child, inside, is_on, local_name, number, value

__all__ = ["cell_control", "cell_ground", "is_row_gone", "row_cells"]


def is_row_gone(properties: Element | None) -> bool:
    """Tell a row that is deleted, hidden, or so low that nothing of it is seen."""
    if child(properties, "del") is not None or is_on(properties, "hidden"):
        return True
    height = child(properties, "trHeight")
    return attribute(height, "hRule") == "exact" and number(attribute(height, "val"), 0) <= _UNSEEN_HEIGHT


_UNSEEN_HEIGHT = 40
"""In twentieths of a point."""


def cell_control(cell: Element) -> Element | None:
    """Give the content control that is the cell, if one is."""
    content = cell.getparent()
    return content.getparent() if content is not None and local_name(content) == "sdtContent" else None


def cell_ground(cell: Element) -> Ground | None:
    """Give the colour that a cell itself lays under its text, or None if it says nothing of it."""
    shading = child(cell, "tcPr", "shd")
    # A cell that says it has no colour has none, whatever the style of the table lays under it.
    return None if shading is None else shade(shading) or WHITE


def row_cells(row: Element) -> list[tuple[Element, int, str | None]]:
    """Give each cell of a row, how many columns it covers, and its part in a vertical merge."""
    cells: list[tuple[Element, int, str | None]] = []
    for cell in inside(row, "tc"):
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is not None:
            continue
        column_span = max(number(value(properties, "gridSpan"), 1), 1)
        if cells and _merge(properties, "hMerge") == "continue":
            first, first_span, vertical_merge = cells.pop()
            cells.append((first, first_span + column_span, vertical_merge))
        else:
            cells.append((cell, column_span, _merge(properties, "vMerge")))
    return cells


def _merge(properties: Element | None, direction: str) -> str | None:
    """Give "restart", "continue", or None. A merge that says nothing more goes on."""
    merge = child(properties, direction)
    return None if merge is None else attribute(merge, "val") or "continue"
