"""Text whose cells are parted by commas, semicolons or tabs, and may be quoted (CSV) -> `Document`."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import pairwise

from gongkai.document import UNCERTAIN, Document
from gongkai.read.excel.appearance import Sheet
from gongkai.read.sheet import document_of

__all__ = ["is_delimited", "read_delimited"]


def is_delimited(text: str) -> bool:
    r"""Tell a table whose cells are parted by a character from text that only has this character in it.

    Most records must have the same number of cells, and those be cells: labels and numbers, and no sentences. Lines
    with tabs are for the reader of plain text, unless a cell among them is quoted.

    >>> is_delimited("项目,数量,备注\n受理,7,\n办结,6,\n"), is_delimited("受理7件，办结6件。\n")
    (True, False)
    """
    return len(text) <= _LONGEST and _delimiter_of(text) is not None


_LONGEST = 4_000_000
"""In characters: the longest text that is looked through. A document has no more than half of it."""


def read_delimited(text: str, name: str = "<bytes>") -> Document:
    r"""Read a table whose cells are parted by a character. A record of one cell above it is a paragraph.

    A record with more or fewer cells than the others may have lost or gained some anywhere: `UNCERTAIN` stands for
    what cannot be told of it.

    Args:
        text: the whole file, decoded.
        name: what to call the source in the document.

    >>> document = read_delimited('某局年报\n项目,数量\n受理,"1,234"\n办结,6\n')
    >>> document.text_at("b1"), document.text_at("b2.r2.c2")
    ('某局年报', '1,234')
    """
    records = _records(text, _delimiter_of(text) or ",")
    width = _usual_width(records)
    rows = tuple(tuple(_filled(record, width)) for record in records)
    return document_of([Sheet(texts=rows)], "csv", name)


def _delimiter_of(text: str) -> str | None:
    return next((delimiter for delimiter in _DELIMITERS if _fits(text, delimiter)), None)


_DELIMITERS = (",", ";", "\t")
_OTHERS = re.compile("[\t|｜]")
_QUOTED = re.compile(r'(?:^|\t)"[^"]*"(?=\t|$)', re.MULTILINE)


def _fits(text: str, delimiter: str) -> bool:
    if _is_rare(delimiter, text) or (delimiter == "\t" and not _QUOTED.search(text)):
        return False
    try:
        records = [record for record in _records(text, delimiter) if any(map(str.strip, record))]
    except csv.Error:
        return False
    several = [record for record in records if len(record) > 1]
    width = _usual_width(records)
    usual = [record for record in several if len(record) == width]
    if len(usual) < max(_FEWEST, _USUAL * len(several)) or len(several) < _IN_TABLES * len(records):
        return False
    if delimiter != "\t" and sum(bool(_OTHERS.search(delimiter.join(record))) for record in usual) > len(usual) / 2:
        return False
    return _are_cells(usual)


def _is_rare(delimiter: str, text: str) -> bool:
    """Tell, without reading the records, that too few lines have the delimiter in them."""
    if text.count(delimiter) < _FEWEST:
        return True
    lines = [line for line in text.splitlines() if line]
    # A quoted cell may have lines of its own without any.
    share = _IN_TABLES / 3 if '"' in text else _IN_TABLES
    return sum(delimiter in line for line in lines) < share * len(lines)


_FEWEST = 3
_USUAL = 0.8
_IN_TABLES = 0.5


def _are_cells(records: Sequence[Sequence[str]]) -> bool:
    """Tell records of labels and values from lines of prose, and from numbers that are parted by commas themselves."""
    labelled = sum(any(map(str.isalpha, "".join(record))) for record in records)
    values = [field.strip() for record in records for field in record[1:]]
    if 2 * sum(map(_only_parts_numbers, records)) > len(records):
        return False
    # A pair of two short clauses is as long as a label with its value, but its second part is no bare number.
    is_pair = len(records[0]) == _PAIR
    valued = sum(_NUMBER.fullmatch(value) is not None or (not is_pair and _is_short(value)) for value in values)
    return 2 * labelled >= len(records) and valued >= _VALUES * len(values)


def _only_parts_numbers(record: Sequence[str]) -> bool:
    """Say whether what parts a record into cells only stands between the thousands of its numbers: 收到申请数 2,261."""
    return all(before[-1:].isdigit() and _THOUSANDS.match(behind) for before, behind in pairwise(record))


_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")
_PAIR = 2
_NUMBER = re.compile(r"|[-+]?\d[\d,.，．]*[%％]?|[-—–/\\]+|无")
_VALUES = 0.4
_SHORT = 16


def _is_short(value: str) -> bool:
    return len(value) <= _SHORT and any(map(str.isnumeric, value))


def _records(text: str, delimiter: str) -> list[list[str]]:
    """Give the records. A first line that only names the separator, as programs read it, is none."""
    bare = _SEPARATOR_LINE.sub("", text, count=1)
    return list(csv.reader(StringIO(bare, newline=""), delimiter=delimiter, strict=True))


_SEPARATOR_LINE = re.compile(r"\Asep=.\r?\n", re.IGNORECASE)


def _usual_width(records: Sequence[Sequence[str]]) -> int:
    widths = Counter(len(record) for record in records if len(record) > 1)
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _filled(record: Sequence[str], width: int) -> Iterator[str]:
    """Give a record with as many cells as the others have."""
    has_number = any(map(_DIGIT.search, record[1:]))
    # A number that is not quoted may itself be parted by the separator; blanks at the end are only blanks too many.
    if len(record) > width and (any(map(str.strip, record[width:])) or _PARTED.search(",".join(record))):
        yield record[0]
        yield from (UNCERTAIN if has_number else field for field in record[1:width])
        return
    yield from record[:width]
    yield from [UNCERTAIN if has_number and len(record) > 1 else ""] * (width - len(record))


_DIGIT = re.compile(r"[0-9]")
_PARTED = re.compile(r"(?<![0-9])[0-9]{1,3},[0-9]{3}(?![0-9])")
