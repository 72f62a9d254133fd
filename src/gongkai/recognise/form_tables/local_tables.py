"""Find tables that a province or a city prescribed: they share labels with the national forms and count other things.

What stands in them is reported as not understood, so that none of it passes for a cell of a national form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.forms import FORMS, LocalForm, form, local_forms
from gongkai.recognise.form_tables.labels import read_label
from gongkai.recognise.form_tables.lines import Piece, Stream
from gongkai.recognise.form_tables.observing import TableReading, end_of_row, unclaimed

__all__ = ["LocalTables", "find_local_tables"]

FEWEST_TELLING = 3
"""Labels that no national form has from which a table is known for a local one."""


@dataclass(frozen=True, slots=True)
class LocalTables:
    """The places of the stream that local tables take up, and what was read of each local form, by its code."""

    members: frozenset[int]
    readings: Mapping[str, TableReading]


@dataclass(frozen=True, slots=True)
class _LocalRegion:
    """A table, or lines between two paragraphs: the places of its labels in the stream, by their bare text."""

    labels: Mapping[int, str]
    members: range

    def among(self, words: Collection[str]) -> list[int]:
        """Give the places of the labels that are some of these words."""
        return [place for place, text in self.labels.items() if text in words]


def find_local_tables(stream: Stream) -> LocalTables:
    """Find the tables of local forms in a stream of pieces.

    A table is local where it has more labels of the local form than of the national one's own; then so are the tables
    beside it that have a label of the local form, and none of the national one's own.
    """
    regions = list(_regions(stream))
    readings = {}
    taken: set[int] = set()
    for local in local_forms():
        words = _words(local)
        sure = [region for region in regions if _is_local(region, words)]
        parts = [region for region in regions if sure and region not in sure and _is_part(region, words)]
        members = [place for region in (*sure, *parts) for place in _members(region, words, stream)]
        places = sorted(set(members) - taken)
        if places:
            blocks = frozenset(stream[place].locator.block for place in places)
            left = tuple(unclaimed(stream, places, "unknown_row"))
            readings[local.code] = TableReading(unmatched=left, blocks=blocks)
            taken.update(places)
    return LocalTables(frozenset(taken), readings)


@dataclass(frozen=True, slots=True)
class _LocalWords:
    """Bare labels of a local form: all of its rows, those that no national form has, its columns, and all others."""

    rows: frozenset[str]
    telling: frozenset[str]
    columns: frozenset[str]
    national: frozenset[str]


@cache
def _words(local: LocalForm) -> _LocalWords:
    national = {
        read_label(spelling).text
        for code in FORMS
        for table in form(code).tables
        for block in table.blocks
        for row in block.rows
        for spelling in (row.label, *row.variants)
    }
    rows = {read_label(label).text for label in local.rows}
    columns = frozenset(read_label(label).text for label in local.columns)
    return _LocalWords(frozenset(rows), frozenset(rows - national), columns, frozenset(national - rows))


def _regions(stream: Stream) -> Iterator[_LocalRegion]:
    for members in stream.regions:
        texts = {place: read_label(stream[place].text).text for place in members if stream[place].kind == "text"}
        yield _LocalRegion(texts, members)


def _is_local(region: _LocalRegion, words: _LocalWords) -> bool:
    telling, columns = len(region.among(words.telling)), len(region.among(words.columns))
    known = telling >= FEWEST_TELLING or (columns > 0 and len(region.among(words.rows)) >= FEWEST_TELLING)
    return known and telling + columns > len(region.among(words.national))


def _is_part(region: _LocalRegion, words: _LocalWords) -> bool:
    return bool(region.among(words.rows)) and not region.among(words.national)


def _members(region: _LocalRegion, words: _LocalWords, stream: Sequence[Piece]) -> range:
    """Give the places of a local table: all of it or, in lines, those from its first label to behind its last."""
    if stream[region.members[0]].table is not None:
        return region.members
    labels = region.among(words.rows | words.columns)
    return range(labels[0], end_of_row(stream, labels[-1], region.members[-1] + 1))
