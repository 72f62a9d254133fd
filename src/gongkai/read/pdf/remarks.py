"""Signs that cannot be told -> what stands in their place in the text, and what is remarked of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.document import UNCERTAIN, Block, Cell, Locator, Paragraph, Remark, RemarkKind
from gongkai.read.pdf.characters import DRAWN, PICTURED
from gongkai.read.pdf.extraction import LIED_ABOUT

__all__ = ["plain", "remarks_of", "without_marks"]

_KINDS: dict[str, tuple[RemarkKind, str]] = {
    chr(LIED_ABOUT): ("font", "the font draws other digits than it says, or does not say which"),
    chr(DRAWN): ("drawn", "signs are drawn as shapes"),
    chr(PICTURED): ("picture", "signs are a picture"),
}

_IN_TEXT = str.maketrans(dict.fromkeys(_KINDS, UNCERTAIN))


def remarks_of(blocks: Sequence[Block]) -> Iterator[Remark]:
    """Tell of each cell and paragraph with signs that cannot be told why that is so.

    >>> [remark.kind for remark in remarks_of([Paragraph("受理" + chr(LIED_ABOUT) + "件")])]
    ['font']
    """
    for number, block in enumerate(blocks, start=1):
        if not _has_marks(block):
            continue
        if isinstance(block, Paragraph):
            yield from _remarks(block.text, Locator(number, page=block.page))
        else:
            for cell in block.cells:
                yield from _remarks(cell.text, Locator(number, cell.row, cell.column, page=block.page))


def _remarks(text: str, place: Locator) -> Iterator[Remark]:
    if not text.isascii():
        yield from (Remark(place, *said) for mark, said in _KINDS.items() if mark in text)


def without_marks(block: Block) -> Block:
    """Put what stands for any sign that cannot be told in the place of our own marks.

    >>> without_marks(Paragraph("受理" + chr(LIED_ABOUT) + "件")).text
    '受理�件'
    """
    if not _has_marks(block):
        return block
    if isinstance(block, Paragraph):
        return replace(block, text=plain(block.text))
    return replace(block, cells=tuple(map(_plain_cell, block.cells)))


def _has_marks(block: Block) -> bool:
    """Tell whether a mark stands in a block. Few have one, and to ask of all the text of a table at once is quick."""
    text = block.text if isinstance(block, Paragraph) else "".join([cell.text for cell in block.cells])
    return any(mark in text for mark in _KINDS)


def _plain_cell(cell: Cell) -> Cell:
    return replace(cell, text=plain(cell.text))


def plain(text: str) -> str:
    """Put what stands for any sign that cannot be told in the place of our own marks, in one text."""
    return text if text.isascii() else text.translate(_IN_TEXT)
