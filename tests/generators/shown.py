"""What a document shows, as plain lists that are easy to write down in a test."""

from __future__ import annotations

from gongkai.document import Document, Paragraph

Shown = list[str | list[list[str]]]


def shown_blocks(document: Document) -> Shown:
    """Give each paragraph as its text and each table as its rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows()]
        for block in document.blocks
    ]
