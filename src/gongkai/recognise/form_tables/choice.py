"""Find the official tables of a document, each under the form that fits it best.

Documents mix the forms, so the form is chosen for each table: by the rows and cells that it claims, and where two forms
claim the same, by the year of the report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial

from gongkai.document import Document, Locator
from gongkai.forms import FORMS, Form, FormTable, form
from gongkai.recognise.form_tables.disputes import read_groups
from gongkai.recognise.form_tables.labels import ExpectedLabel, expected_labels, read_label
from gongkai.recognise.form_tables.left_over import LEFT_OVER, left_over
from gongkai.recognise.form_tables.lines import Stream
from gongkai.recognise.form_tables.listing import read_list
from gongkai.recognise.form_tables.local_tables import find_local_tables
from gongkai.recognise.form_tables.matrix import read_matrix
from gongkai.recognise.form_tables.observing import TableReading, claimed_once
from gongkai.recognise.form_tables.pieces import pieces
from gongkai.recognise.form_tables.printed_words import spellings
from gongkai.recognise.form_tables.rows import FEWEST_ROWS, may_stand
from gongkai.recognise.form_tables.small_tables import small_tables, with_small_tables
from gongkai.recognise.form_tables.unknown_tables import UNKNOWN, find_unknown_tables

__all__ = ["find_tables"]


def find_tables(document: Document, year: int | None) -> dict[str, TableReading]:
    """Give what was read of each official table, by form.table; `year` is that of the report, if known.

    What a local form and a national one could both have is read under the local form. Tables that no form knows, though
    they look official, stand under `UNKNOWN`, and what else stands beside labels of the form under `LEFT_OVER`.
    """
    every = Stream(pieces(document))
    local = find_local_tables(every, year)
    stream = every
    if local.members:
        stream = Stream(piece for place, piece in enumerate(every) if place not in local.members)
    tables = _candidates(year)
    whole = {name: _best(stream, name, year) for name in tables}
    read = frozenset().union(*(reading.places for _, reading in whole.values()))
    national = {}
    for name, candidates in tables.items():
        code, reading = _with_small_tables(*whole[name], stream, candidates, read, year)
        if reading.blocks:
            national[f"{code}.{name}"] = reading
    found = claimed_once({**national, **local.readings})
    unknown = find_unknown_tables(every, {block for reading in found.values() for block in reading.blocks})
    if unknown.blocks:
        found[UNKNOWN] = unknown
    left = left_over(every, frozenset().union(*(reading.places for reading in found.values())))
    return {**found, LEFT_OVER: left} if left.unmatched else found


def _best(stream: Stream, name: str, year: int | None) -> tuple[str, TableReading]:
    """Give the form that a table fits best, and what was read of it; an empty reading says that there is none.

    Where the labels leave no doubt of the form, it is read under no other. Nor is it where every row of the form in
    force is there and nothing is left over, unless a text may be a row or a column by which another form is told.
    A form with such a text is taken before one that only has more rows: these may be subtotals of the agency's own.
    """
    candidates = _candidates(year)[name]
    plain = _plainly(stream.labels, _telling(name, year))
    if plain is not None:
        reading = _read(stream, plain, candidates[plain], year)
        if reading.blocks and not reading.rivals:
            return plain, reading
    readings = {}
    for code in sorted(candidates, key=lambda code: not _in_force(form(code), year)):
        readings[code] = _read(stream, code, candidates[code], year)
        sure = len(candidates) > 1 and _in_force(form(code), year) and readings[code].whole
        if sure and not may_stand(_told_by(name, year, code), stream):
            return code, readings[code]
    read = [code for code in readings if readings[code].blocks]
    told = [code for code in read if len(read) > 1 and _is_told(_telling(name, year)[code], stream)]
    code = max(told or read or readings, key=lambda code: _fit(readings[code], form(code), year))
    return code, readings[code]


def _with_small_tables(
    code: str,
    reading: TableReading,
    stream: Stream,
    candidates: Mapping[str, FormTable],
    read: Collection[Locator],
    year: int | None,
) -> tuple[str, TableReading]:
    """Add the small tables that have the header of a form: if there is no other, of the form that they fit best."""
    regions = {each: small_tables(stream, table, read) for each, table in candidates.items()}
    added = {
        each: with_small_tables(reading, regions[each], partial(_read, code=each, table=table, year=year, fewest=1))
        for each, table in candidates.items()
        if regions[each] and (each == code or not reading.blocks)
    }
    if added:
        code = max(added, key=lambda each: _fit(added[each], form(each), year))
        reading = added[code]
    others = [region for each in regions if each != code for region in regions[each]]
    left = [region for region in others if reading.places.isdisjoint(piece.locator for piece in region)]
    return code, with_small_tables(reading, left, lambda region: TableReading()) if left else reading


def _read(stream: Stream, code: str, table: FormTable, year: int | None, fewest: int = FEWEST_ROWS) -> TableReading:
    match table.layout:
        case "list":
            return read_list(stream, code, table, year, fewest=fewest)
        case "groups":
            return read_groups(stream, code, table)
        case "matrix" | "blocks":
            return read_matrix(stream, code, table, fewest=fewest)


def _is_told(labels: Iterable[frozenset[str]], stream: Stream) -> bool:
    """Say whether a text prints a label that only one form has, or the beginning of a long one behind a group's."""
    spellings = frozenset().union(*labels)
    beginnings = {spelling[:TELLING_BEGINNING] for spelling in spellings if len(spelling) > TELLING_BEGINNING}
    printed = stream.labels
    return not spellings.isdisjoint(printed) or any(each in text for each in beginnings for text in printed)


TELLING_BEGINNING = 10
"""Characters with which a label begins that tell it, where its line ends before it does."""


def _plainly(labels: frozenset[str], telling: Mapping[str, Sequence[frozenset[str]]]) -> str | None:
    """Give the form whose rows and columns are all there that no other form has, where none of another form's are."""
    seen = [code for code, each in telling.items() if any(not labels.isdisjoint(spellings) for spellings in each)]
    whole = [code for code in seen if not any(labels.isdisjoint(spellings) for spellings in telling[code])]
    return seen[0] if len(seen) == 1 and whole else None


@cache
def _telling(table: str, year: int | None) -> dict[str, tuple[frozenset[str], ...]]:
    """Give the spellings of each row and column by which a form's table is told from those of the other forms."""
    spellings = {code: tuple(_spellings(each)) for code, each in _candidates(year)[table].items()}
    others = {
        code: frozenset().union(*(each for other, every in spellings.items() if other != code for each in every))
        for code in spellings
    }
    return {code: tuple(each for each in every if each.isdisjoint(others[code])) for code, every in spellings.items()}


@cache
def _told_by(table: str, year: int | None, code: str) -> tuple[ExpectedLabel, ...]:
    """Give the rows and columns by which the other forms of a table are told from each other, and from this one."""
    others = (each for other, every in _telling(table, year).items() if other != code for each in map(sorted, every))
    return expected_labels([(first, rest, "") for first, *rest in others])


def _spellings(table: FormTable) -> Iterator[frozenset[str]]:
    """Give the spellings of each row, heading and column of a table."""
    for block in table.blocks:
        if block.heading:
            yield frozenset({read_label(block.heading).text})
        yield from map(spellings, (*block.rows, *block.columns))


@cache
def _candidates(year: int | None) -> dict[str, dict[str, FormTable]]:
    """Give the tables of all forms by code, and by form; one that forms have alike is that of the form in force."""
    by_preference = sorted(FORMS, key=lambda code: (_in_force(form(code), year), code))
    chosen = {table: code for code in by_preference for table in form(code).tables}
    candidates: dict[str, dict[str, FormTable]] = {}
    for code in FORMS:
        for table in form(code).tables:
            if chosen[table] == code:
                candidates.setdefault(table.code, {})[code] = table
    return candidates


def _in_force(of: Form, year: int | None) -> bool:
    return year is not None and of.first_year <= year and (of.last_year is None or year <= of.last_year)


def _fit(reading: TableReading, of: Form, year: int | None) -> tuple[bool, int, int, int, bool, int, str]:
    cells, left = len(reading.observations), len(reading.unmatched)
    # A table that stands there twice under one form is not read under another. Rows that only one form has tell more
    # than cells: subtotals of the agency's own may fill a row that another form has.
    return reading.rivals, reading.found, cells, -left, _in_force(of, year), -reading.missing, of.code
