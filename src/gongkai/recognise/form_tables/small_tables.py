"""Find tables of so few rows that their labels alone do not tell them: by the form's own header.

信息内容    本年制发件数  本年废止件数  现行有效件数
规章             0             0             0
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from itertools import product

from gongkai.document import Locator
from gongkai.forms import FormTable
from gongkai.recognise.form_tables.foreign_columns import names_something_else_above
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.observing import TableReading, merge, unclaimed
from gongkai.recognise.form_tables.printed_words import spellings, table_words
from gongkai.recognise.vocabulary import vocabulary
from gongkai.rows import UnmatchedReason

__all__ = ["small_tables", "with_small_tables"]


def small_tables(stream: Stream, table: FormTable, read: Collection[Locator]) -> list[Stream]:
    """Give the regions below a header of the form that have numbers of which none was read.

    Args:
        stream: the pieces of the document.
        table: the table of the form.
        read: where the cells stand that were read, or found to be unmatched.
    """
    if table.layout not in ("list", "blocks"):
        return []
    columns = [column for block in table.blocks for column in block.columns]
    found = [
        _region(stream, first, end, table)
        for first, end in _headers(stream, table)
        if stream[first].table is not None or not names_something_else_above(stream, first, table, columns)
    ]
    # A table may have several headers.
    regions = {region[0].locator: region for region in found if _has_numbers(region)}
    return [region for region in regions.values() if not any(piece.locator in read for piece in region)]


def with_small_tables(
    reading: TableReading, regions: Sequence[Stream], read: Callable[[Stream], TableReading]
) -> TableReading:
    """Add what small tables say to what was read of a table; a cell that two of them print is none's."""
    small = [read(region) for region in regions]
    printed = Counter(row.indicator_id for each in (reading, *small) for row in each.observations)
    found = [_without_rivals(each, region, printed) for each, region in zip(small, regions, strict=True)]
    return replace(
        merge([reading, *found]),
        rivals=reading.rivals,
        found=reading.found + sum(each.found for each in small),
        missing=reading.missing,
    )


def _without_rivals(reading: TableReading, region: Stream, printed: Mapping[str, int]) -> TableReading:
    """Leave unmatched what another table prints too, and every number that nobody claims."""
    kept = tuple(row for row in reading.observations if printed[row.indicator_id] == 1)
    told = {*(row.locator for row in kept), *(row.locator for row in reading.unmatched)}
    left = {piece.locator for piece in region} - told
    others = [number for number, piece in enumerate(region) if piece.locator in left]
    reason: UnmatchedReason = "ambiguous" if len(kept) < len(reading.observations) else "unknown_row"
    return TableReading(
        kept,
        (*reading.unmatched, *unclaimed(region, others, reason)),
        frozenset(piece.locator.block for piece in region),
    )


def _has_numbers(region: Stream) -> bool:
    return any(piece.is_number or (piece.kind == "text" and read_label(piece.text).number) for piece in region)


# Where they stand -----------------------------------------------------------------------------------------------------


def _headers(stream: Stream, table: FormTable) -> Iterator[tuple[int, int]]:
    """Give where each header of the form begins and ends: in rows of a table, or in neighbouring lines."""
    for places, said in stream.headers:
        if said is None:
            yield from _headers_in_lines(stream, places.start, places.stop, table)
        elif not said.isdisjoint(_printed_headers(table)):
            yield places.start, places.stop


def _headers_in_lines(stream: Stream, first: int, end: int, table: FormTable) -> Iterator[tuple[int, int]]:
    beginnings, headers = _beginnings(table), _printed_headers(table)
    while first < end:
        behind = _end_of_header(stream, first, end, beginnings, headers)
        if behind is not None:
            yield first, behind
        first = behind or first + 1


def _end_of_header(stream: Stream, first: int, end: int, beginnings: Set[str], headers: Set[str]) -> int | None:
    said = ""
    for place in range(first, end):
        said += read_label(stream[place].text).text
        if said not in beginnings or stream[place].kind not in _WORDS:
            return None
        if said in headers:
            return place + 1
    return None


_WORDS = ("text", "unit", "note")


@cache
def _beginnings(table: FormTable) -> frozenset[str]:
    headers = _printed_headers(table)
    return frozenset(text[:length] for text in headers for length in range(1, len(text) + 1))


@cache
def _printed_headers(table: FormTable) -> frozenset[str]:
    """Give every header of the table as one word. That of one column is told by the word above the labels."""
    words = vocabulary()
    printed: set[str] = set()
    for block in table.blocks:
        columns = [spellings(each) for each in block.columns]
        before = [[*words.header_labels, *([""] if len(columns) > 1 else [])]]
        if table.layout == "list":
            before.append([*words.header_units])
        printed.update(map("".join, product(*before, *columns)))
    return frozenset(printed)


def _region(stream: Stream, first: int, end: int, table: FormTable) -> Stream:
    """Give a header and what belongs to it: its table or, in lines, those that say what the form says."""
    header = stream[first]
    if header.table is not None:
        return Stream(piece for piece in stream if piece.table == header.table)
    while end < len(stream) and stream[end].table is None and stream[end].segment == header.segment:
        if stream[end].kind == "text" and read_label(stream[end].text).text not in table_words(table):
            break
        end += 1
    return Stream(stream[first:end])
