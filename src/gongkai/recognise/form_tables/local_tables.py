"""Find tables that a province or a city prescribed: they share labels with the national forms and count other things.

Their cells are those of the local form; a cell that it does not have is reported as not understood, so that none of it
passes for a cell of a national form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.forms import FORMS, LOCAL_FORMS, Form, FormTable, form
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.local_cells import LocalHeader, LocalRegion, column_spellings, read_region
from gongkai.recognise.form_tables.observing import TableReading, end_of_row, unclaimed
from gongkai.recognise.form_tables.pieces import Piece
from gongkai.recognise.form_tables.printed_words import column_words, national_tables, row_words
from gongkai.recognise.vocabulary import vocabulary
from gongkai.rows import Observation

__all__ = ["LocalTables", "find_local_tables"]

FEWEST_TELLING = 3
"""Labels that no national form has from which a table is known for a local one."""


@dataclass(frozen=True, slots=True)
class LocalTables:
    """The places of the stream that local tables take up, and what was read of each, by form.table."""

    members: frozenset[int]
    readings: Mapping[str, TableReading]


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A table, or lines between two paragraphs: the places of its labels in the stream, by their bare text."""

    labels: Mapping[int, str]
    members: range

    def among(self, words: Collection[str]) -> list[int]:
        """Give the places of the labels that are some of these words."""
        return [place for place, text in self.labels.items() if text in words]


def find_local_tables(stream: Stream, year: int | None) -> LocalTables:
    """Find and read the tables of local forms in a stream of pieces; `year` is that of the report, if known.

    A table is local where it has more labels of the local form than of the national one's own; then so are the tables
    beside it that have a label of the local form, and none of the national one's own. A form that has the rows of a
    national one is known by its columns. Before there were national forms, one label that they do not have is enough.
    """
    if not any(_may_be_there(_words(table, year), stream) for _, table in _tables()):
        return LocalTables(frozenset(), {})
    regions = list(_regions(stream))
    chosen = _chosen(regions, stream, year)
    begun = {region.members.start for every in chosen.values() for region in every}
    taken: set[int] = set()
    readings = {}
    for code, table in _tables():
        words = _words(table, year)
        sure = chosen.get((code, table.code), [])
        parts = [region for region in regions if sure and region.members.start not in begun and _is_part(region, words)]
        own = sorted((*sure, *parts), key=lambda region: region.members.start)
        members = [[place for place in _members(region, words, stream) if place not in taken] for region in own]
        if any(members):
            taken.update(place for places in members for place in places)
            readings[f"{code}.{table.code}"] = _read(stream, members, code, table, year)
    return LocalTables(frozenset(taken), readings)


_TableName = tuple[str, str]
"""A form and its table."""


def _tables() -> Iterator[tuple[str, FormTable]]:
    return ((code, table) for code in LOCAL_FORMS for table in form(code).tables)


# Which form ----------------------------------------------------------------------------------------------------------


def _chosen(regions: Sequence[_Labelled], stream: Stream, year: int | None) -> Mapping[_TableName, list[_Labelled]]:
    """Give the regions that are sure to be tables of a local form, each by the one that has most of its labels."""
    chosen: dict[_TableName, list[_Labelled]] = {}
    for region in regions:
        fits = [
            (len(region.among(_words(table, year).rows)), _is_of(form(code), year), code, table.code)
            for code, table in _tables()
            if _is_local(region, _words(table, year), year) or _has_columns(region, table, stream, year)
        ]
        if fits:
            _, _, code, name = max(fits)
            chosen.setdefault((code, name), []).append(region)
    return chosen


def _is_of(local: Form, year: int | None) -> bool:
    return year is not None and local.first_year <= year <= (local.last_year or year)


@dataclass(frozen=True, slots=True)
class _LocalWords:
    """Bare labels of a local table: its rows, those that no national form has, and those that only national forms have.

    `columns` are all words for its columns in a report's year, `telling_columns` those that no national form has.
    """

    rows: frozenset[str]
    telling: frozenset[str]
    columns: frozenset[str]
    telling_columns: frozenset[str]
    national: frozenset[str]


@cache
def _words(table: FormTable, year: int | None) -> _LocalWords:
    rows = row_words([table])
    national = row_words(national_tables())
    columns = [column for block in table.blocks for column in block.columns]
    spelled = frozenset(text for column in columns for text in column_spellings(column, year))
    telling = frozenset(read_label(column.label).text for column in columns) - column_words(national_tables())
    return _LocalWords(rows, rows - national, spelled, telling, national - rows)


def _regions(stream: Stream) -> Iterator[_Labelled]:
    for members in stream.regions:
        texts = {place: read_label(stream[place].text).text for place in members if stream[place].kind == "text"}
        yield _Labelled(texts, members)


def _may_be_there(words: _LocalWords, stream: Stream) -> bool:
    """Say whether a document prints any word by which a local table is known."""
    return not stream.labels.isdisjoint(words.telling | words.telling_columns if words.telling else words.columns)


def _is_local(region: _Labelled, words: _LocalWords, year: int | None) -> bool:
    if not words.telling:
        return False
    telling, columns = len(region.among(words.telling)), len(region.among(words.telling_columns))
    one_is_enough = columns > 0 or (telling > 0 and _is_before_national_forms(year))
    known = telling >= FEWEST_TELLING or (one_is_enough and len(region.among(words.rows)) >= FEWEST_TELLING)
    return known and telling + columns > len(region.among(words.national))


def _is_before_national_forms(year: int | None) -> bool:
    return year is not None and year < min(form(code).first_year for code in FORMS)


def _has_columns(region: _Labelled, table: FormTable, stream: Stream, year: int | None) -> bool:
    """Say whether a region has all columns of a form and no others, above rows that a national form has."""
    words = _words(table, year)
    if words.telling or len(region.among(words.rows)) < FEWEST_TELLING or not region.among(words.columns):
        return False
    header = LocalRegion.of(stream, list(region.members), table, year).header
    return header is not None and header.is_whole


def _is_part(region: _Labelled, words: _LocalWords) -> bool:
    return bool(words.telling) and bool(region.among(words.rows)) and not region.among(words.national)


def _members(region: _Labelled, words: _LocalWords, stream: Sequence[Piece]) -> range:
    """Give the places of a local table: all of it or, in lines, those from its header to behind its last label."""
    if stream[region.members[0]].table is not None:
        return region.members
    labels = region.among(words.rows | words.columns)
    start = labels[0]
    while start > region.members[0] and _is_header_line(stream[start - 1], words.columns):
        start -= 1
    return range(start, end_of_row(stream, labels[-1], region.members[-1] + 1))


def _is_header_line(piece: Piece, columns: Collection[str]) -> bool:
    words = vocabulary().header_labels | vocabulary().header_units
    texts = [read_label(text).text for text in piece.text.split()]
    # A column of something else must be seen, too: as many values stand behind each label as words in the header.
    foreign = tuple(vocabulary().foreign_columns)
    return piece.kind == "text" and all(
        text in words or text in columns or text.startswith(foreign) or text.endswith("年度") for text in texts
    )


# Which cells ---------------------------------------------------------------------------------------------------------


def _read(
    stream: Stream, regions: Sequence[Sequence[int]], code: str, table: FormTable, year: int | None
) -> TableReading:
    """Read the regions of a table; a cell that two of them have is that of neither."""
    found: list[Observation] = []
    header: LocalHeader | None = None
    for members in regions:
        region = LocalRegion.of(stream, members, table, year, above=header)
        header = region.header or header
        found.extend(read_region(region, f"{code}.{table.code}"))
    times = Counter(row.indicator_id for row in found)
    observations = tuple(row for row in found if times[row.indicator_id] == 1)
    claimed = {row.locator for row in observations}
    places = [place for members in regions for place in members]
    left = [row for row in unclaimed(stream, places, "unknown_row") if row.locator not in claimed]
    blocks = frozenset(stream[place].locator.block for place in places)
    return TableReading(observations, tuple(left), blocks, found=len(observations))
