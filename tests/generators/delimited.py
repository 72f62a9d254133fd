"""A printed report as a table whose cells are parted by a character, as programs export a sheet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from generators.grid import Block
from generators.sheet import placed_on_sheet

__all__ = ["render_delimited"]


def render_delimited(blocks: Sequence[Block], delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """Export a sheet. What a merged cell covers is blank, and all records have as many cells."""
    texts = {(place.row, place.column): place.cell.text for place in placed_on_sheet(blocks)}
    rows, columns = (max(place[side] for place in texts) for side in (0, 1))
    written = StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    for row in range(1, rows + 1):
        writer.writerow(texts.get((row, column), "") for column in range(1, columns + 1))
    return written.getvalue().encode(encoding, "xmlcharrefreplace")
