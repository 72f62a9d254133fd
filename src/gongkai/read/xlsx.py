"""What has to be seen to in an .xlsx file before a library loads it: cells so far apart that memory ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import reduce
from io import BytesIO
from xml.parsers import expat
from zipfile import ZipFile

from gongkai.errors import SourceError
from gongkai.read.office import xml_parts

__all__ = ["without_traps"]


def without_traps(data: bytes, name: str, most_slots: int) -> bytes:
    """Give an .xlsx file that is safe to load whole, and shows the same cells.

    A library that loads a sheet as a grid takes memory for every slot between its first and its last filled cell, and
    two cells in opposite corners end the process. The result holds only what was inflated and looked at here.
    It has #REF! and the like as text, because the library would give a formula that failed as a blank, and so it has
    a formula that no program has computed yet.

    Args:
        data: the bytes of the file.
        name: what to call it in errors.
        most_slots: the size of the grid above which a sheet is refused.

    Raises:
        SourceError: the file is `damaged`, `too_large` or `encrypted`.
    """
    safe = BytesIO()
    with ZipFile(safe, "w") as container:
        for part_name, part in xml_parts(data, name).items():
            if b"sheetData" in part:
                slots = _slots(part, name)
                if slots > most_slots:
                    raise SourceError(name, "too_large", f"the filled cells of a sheet span {slots} slots")
                part = _ERROR_TYPE.sub(rb"\1str\2", part)
                part = _UNCOMPUTED.sub(_as_text, part)
            container.writestr(part_name, part)
    return safe.getvalue()


_ERROR_TYPE = re.compile(rb"(<(?:\w++:)?c\s[^<>]*?\bt\s*=\s*[\"'])e([\"'])")


_UNCOMPUTED = re.compile(
    rb"<((?:\w++:)?)c\b([^<>]*)>\s*<\1f\b[^<>/]*>([^<]+)</\1f>\s*(?:<\1v\s*/>|<\1v>\s*</\1v>)?\s*</\1c>"
)
_TYPE = re.compile(rb"\bt\s*=\s*[\"'][^\"']*[\"']")


def _as_text(cell: re.Match[bytes]) -> bytes:
    prefix, attributes, formula = cell[1], _TYPE.sub(b"", cell[2]), cell[3]
    return b'<%bc%b t="str"><%bv>=%b</%bv></%bc>' % (prefix, attributes, prefix, formula, prefix, prefix)


def _slots(sheet: bytes, name: str) -> int:
    """Count the slots between the first and the last filled cell of a worksheet."""
    extent = _Extent()
    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.start
    try:
        parser.Parse(sheet, True)
    except (expat.ExpatError, ValueError) as error:
        raise SourceError(name, "damaged", f"a sheet cannot be read: {error}") from error
    return extent.slots


class _Extent:
    """How far the filled cells of a worksheet reach, told as the tags of its XML go by.

    A cell says where it stands, or else stands behind the cell before it.
    """

    def __init__(self) -> None:
        self._rows = _Range()
        self._columns = _Range()
        self._row = 0
        self._reference: str | None = None
        self._cells_behind = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "c":
            # Most cells are blank, so what they say is not read before it is needed.
            reference = attributes.get("r")
            self._reference = reference or self._reference
            self._cells_behind = 0 if reference else self._cells_behind + 1
        elif kind in _FILLING:
            row, column = _place(self._reference) if self._reference else (self._row, 0)
            self._rows.reach(row)
            self._columns.reach(column + self._cells_behind)
        elif kind == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._reference = None
            self._cells_behind = 0

    @property
    def slots(self) -> int:
        return self._rows.length * self._columns.length


_FILLING = frozenset({"v", "is"})
"""The elements inside a cell that is not blank."""


class _Range:
    def __init__(self) -> None:
        self._first: int | None = None
        self._last = 0

    def reach(self, place: int) -> None:
        self._first = place if self._first is None else min(self._first, place)
        self._last = max(self._last, place)

    @property
    def length(self) -> int:
        return 0 if self._first is None else self._last - self._first + 1


def _place(reference: str) -> tuple[int, int]:
    """Read a reference such as AB12 into its row and column, counted from 1."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise ValueError(f"{reference!r} is no cell")
    letters, digits = found.groups()
    return int(digits), reduce(lambda column, letter: 26 * column + ord(letter) - ord("A") + 1, letters.upper(), 0)


_REFERENCE = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
