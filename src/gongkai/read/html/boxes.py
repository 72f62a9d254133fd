"""Tables that boxes draw: rows of `<div>`, of which a blank one still is a cell."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from gongkai.read.blank import BLANK

__all__ = ["is_blank_cell"]

FEWEST_CELLS, MOST_CELLS = 2, 40
"""Boxes beside each other that make a row of a table."""

LONGEST_CELL = 80
"""Characters beyond which a box holds prose."""

DEEPEST = 3
"""Elements inside each other that a blank cell may hold."""

_BOXES = frozenset({"div", "p"})
_INSIDE_CELLS = frozenset({"span", "font", "p", "div", "b", "strong", "br"})


def is_blank_cell(node: LexborNode) -> bool:
    """Tell whether an element is a box that shows nothing, in a row of boxes beside another row of as many.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> row = "<div><div>受理</div><div>件</div><div>7</div></div>"
    >>> boxes = LexborHTMLParser(row + row.replace("件", "")).css("div > div")
    >>> [is_blank_cell(box) for box in boxes]
    [False, False, False, False, True, False]
    """
    return node.tag in _BOXES and _shows_nothing(node) and _stands_in_row(node)


def _shows_nothing(node: LexborNode, depth: int = DEEPEST) -> bool:
    child = node.first_child
    while child is not None:
        if child.tag == "-text":
            is_blank = not (child.text_content or "").strip(BLANK)
        else:
            is_blank = depth > 0 and child.tag in _INSIDE_CELLS and _shows_nothing(child, depth - 1)
        if not is_blank:
            return False
        child = child.next
    return True


def _stands_in_row(node: LexborNode) -> bool:
    row = node.parent
    cells = _cells(row)
    if row is None or row.tag not in _BOXES or not FEWEST_CELLS <= len(cells) <= MOST_CELLS:
        return False
    texts = [cell.text().strip(BLANK) for cell in cells]
    if not any(texts) or any(cell.tag != node.tag for cell in cells) or max(map(len, texts)) > LONGEST_CELL:
        return False
    return any(other.tag == row.tag and len(_cells(other)) == len(cells) for other in _neighbours(row))


def _cells(row: LexborNode | None) -> list[LexborNode]:
    """Give the elements of a row, if it has no text of its own, up to one too many."""
    cells: list[LexborNode] = []
    child = row.first_child if row is not None else None
    while child is not None and len(cells) <= MOST_CELLS:
        if child.tag != "-text":
            cells.append(child)
        elif (child.text_content or "").strip(BLANK):
            return []
        child = child.next
    return cells


def _neighbours(row: LexborNode) -> Iterator[LexborNode]:
    """Give the elements right before and right behind a row."""
    before, behind = row.prev, row.next
    while before is not None and before.tag == "-text":
        before = before.prev
    while behind is not None and behind.tag == "-text":
        behind = behind.next
    yield from (other for other in (before, behind) if other is not None)
