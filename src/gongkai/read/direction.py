"""Characters that order what follows them to be shown from right to left -> the text as it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gongkai.document import PAGED, UNCERTAIN, Block, Document, Locator, Paragraph, Remark, Table
from gongkai.read.digits import holds_number

__all__ = ["OVERRIDE", "as_shown", "turned"]

OVERRIDE = "\u202e"
"""The character that gives the order; it holds until one that takes it back, or until the text ends."""


def turned(text: str, doubt: str = UNCERTAIN) -> tuple[str, list[str]]:
    """Turn the numbers of a text round where it orders that, and give what was turned, as it is written.

    Args:
        text: one line, or one cell.
        doubt: what stands for a number among further orders, whose end cannot be told.

    >>> turned("受理\u202e5542\u202c件")
    ('受理2455件', ['5542'])
    """
    written: list[str] = []

    def shown(found: re.Match[str]) -> str:
        inside = found[1]
        if not holds_number(inside):
            return inside
        written.append(inside)
        return doubt if _ORDER.search(inside) else inside[::-1]

    return _OVERRIDDEN.sub(shown, text), written


_OVERRIDDEN = re.compile(f"{OVERRIDE}([^\u202c\n]*)\u202c?")
_ORDER = re.compile("[\u202a-\u202e\u2066-\u2069]")


def as_shown(document: Document) -> Document:
    """Give a document whose numbers stand as they are shown, with a remark at each that was turned round.

    Where each sign has its place on a page, it already stands in the order in which it is seen.

    >>> as_shown(Document((Paragraph("受理\u202e5542件"),), "text")).blocks[0].text
    '受理件2455'
    """
    if document.format in PAGED:
        return document
    remarks: list[Remark] = []
    blocks = [_block_as_shown(block, number, remarks) for number, block in enumerate(document.blocks, 1)]
    return replace(document, blocks=tuple(blocks), remarks=(*document.remarks, *remarks))


def _block_as_shown(block: Block, number: int, remarks: list[Remark]) -> Block:
    if isinstance(block, Paragraph):
        text, written = turned(block.text)
        remarks += _remarks(Locator(number), written)
        return replace(block, text=text)
    cells = []
    for cell in block.cells:
        text, written = turned(cell.text)
        remarks += _remarks(Locator(number, cell.row, cell.column), written)
        cells.append(replace(cell, text=text))
    return Table(tuple(cells), block.page)


def _remarks(place: Locator, written: list[str]) -> Iterator[Remark]:
    return (Remark(place, "reversed", f"{inside} is written from right to left") for inside in written)
