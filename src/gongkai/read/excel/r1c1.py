"""References that count rows and columns (R1C1), as a workbook in XML has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.read.excel.model import Place, Range
from gongkai.read.excel.sheet_xml import MAX_COLUMNS, MAX_ROWS

__all__ = ["column_letters", "in_letters", "ranges_of"]


def in_letters(formula: str, place: Place) -> str:
    """Give a formula with its references in letters, as they are in the cell where it stands.

    A formula with a reference that cannot be told gives none of them: nobody can compute it.

    >>> in_letters("SUM(R[-2]C:R[-1]C)+R1C2", (4, 2))
    'SUM(C3:C4)+$B$1'
    >>> in_letters("R[-9]C", (4, 2)), in_letters('"R1C1"&RC', (0, 0))
    ('', '"R1C1"&A1')
    """
    parts: list[str] = []
    for found in _TOKEN.finditer(formula[:_LONGEST]):
        letters = found[0] if found["other"] is not None else _reference(found, place)
        if letters is None:
            return ""
        parts.append(letters)
    return "".join(parts)


_LONGEST = 2_000
_TOKEN = re.compile(
    r"""
    (?<![\w.$])R(?P<row>\[-?[0-9]{1,7}\]|[0-9]{1,7})?C(?P<column>\[-?[0-9]{1,5}\]|[0-9]{1,5})?(?![\w.(])
    | (?P<other>"[^"]*"|'[^']*'|[\w.]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


def _reference(found: re.Match[str], place: Place) -> str | None:
    row, column = _counted(found["row"], place[0]), _counted(found["column"], place[1])
    if not (0 <= row < MAX_ROWS and 0 <= column < MAX_COLUMNS):
        return None
    return f"{_fixed(found['column'])}{column_letters(column)}{_fixed(found['row'])}{row + 1}"


def _counted(said: str | None, own: int) -> int:
    if said is None:
        return own
    return own + int(said[1:-1]) if said.startswith("[") else int(said) - 1


def _fixed(said: str | None) -> str:
    return "" if said is None or said.startswith("[") else "$"


def column_letters(column: int) -> str:
    """Give the letters of a column, which counts from 0.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters, column = chr(ord("A") + letter) + letters, column - 1
    return letters


def ranges_of(references: str) -> Iterator[Range]:
    """Give the blocks of cells that a list of references names. A row or column stands for all of it.

    >>> list(ranges_of("R2C2:R9C5,C3"))
    [Range(top=1, left=1, bottom=9, right=5), Range(top=0, left=2, bottom=1048576, right=3)]
    """
    for reference in references.split(",")[:_MOST_RANGES]:
        first, _, last = reference.partition(":")
        corners = [_CORNER.fullmatch(corner.strip()) for corner in (first, last or first)]
        if corners[0] and corners[1]:
            rows = [int(corner["row"]) - 1 for corner in corners if corner and corner["row"]]
            columns = [int(corner["column"]) - 1 for corner in corners if corner and corner["column"]]
            yield Range(
                min(rows, default=0),
                min(columns, default=0),
                max(rows, default=MAX_ROWS - 1) + 1,
                max(columns, default=MAX_COLUMNS - 1) + 1,
            )


_MOST_RANGES = 1_000
_CORNER = re.compile(r"(?=[RC])(?:R(?P<row>[0-9]{1,7}))?(?:C(?P<column>[0-9]{1,5}))?")
