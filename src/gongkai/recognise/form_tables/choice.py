"""Find the official tables of a document, each under the form that fits it best.

Documents mix the forms, so the form is chosen for each table: by the rows and cells that it claims, and where two forms
claim the same, by the year of the report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache, partial

from gongkai.document import Document, Locator
from gongkai.forms import FORMS, Form, FormTable, form
from gongkai.recognise.form_tables.disputes import read_groups
from gongkai.recognise.form_tables.lines import Stream, pieces
from gongkai.recognise.form_tables.listing import read_list
from gongkai.recognise.form_tables.local_tables import find_local_tables
from gongkai.recognise.form_tables.matrix import read_matrix
from gongkai.recognise.form_tables.observing import Reading
from gongkai.recognise.form_tables.rows import FEWEST_ROWS
from gongkai.recognise.form_tables.small_tables import small_tables, with_small_tables
from gongkai.recognise.form_tables.unknown_tables import UNKNOWN, find_unknown_tables

__all__ = ["find_tables"]


def find_tables(document: Document, year: int | None) -> dict[str, Reading]:
    """Give what was read of each official table, by form.table; `year` is that of the report, if known.

    What a local form and a national one could both have is read under the local form. Tables that no form knows, though
    they look official, stand under `UNKNOWN`.
    """
    every = Stream(pieces(document))
    local = find_local_tables(every, year)
    stream = every
    if local.members:
        stream = Stream(piece for place, piece in enumerate(every) if place not in local.members)
    tables: dict[str, dict[str, FormTable]] = defaultdict(dict)
    for code, table in _different_tables(year):
        tables[table.code][code] = table
    whole = {name: _best(stream, candidates, year) for name, candidates in tables.items()}
    read = {place for _, reading in whole.values() for place in reading.places}
    national = {}
    for name, candidates in tables.items():
        code, reading = _with_small_tables(*whole[name], stream, candidates, read, year)
        if reading.blocks:
            national[f"{code}.{name}"] = reading
    known = {**national, **local.readings}
    unknown = find_unknown_tables(every, {block for reading in known.values() for block in reading.blocks})
    return {**known, UNKNOWN: unknown} if unknown.blocks else known


def _best(stream: Stream, candidates: Mapping[str, FormTable], year: int | None) -> tuple[str, Reading]:
    """Give the form that a table fits best, and what was read of it; an empty reading says that there is none."""
    readings = {code: _read(stream, code, table, year) for code, table in candidates.items()}
    code = max(readings, key=lambda code: (bool(readings[code].blocks), _fit(readings[code], form(code), year)))
    return code, readings[code]


def _with_small_tables(
    code: str,
    reading: Reading,
    stream: Stream,
    candidates: Mapping[str, FormTable],
    read: Collection[Locator],
    year: int | None,
) -> tuple[str, Reading]:
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
    return code, with_small_tables(reading, left, lambda region: Reading()) if left else reading


def _read(stream: Stream, code: str, table: FormTable, year: int | None, fewest: int = FEWEST_ROWS) -> Reading:
    match table.layout:
        case "list":
            return read_list(stream, code, table, year, fewest=fewest)
        case "groups":
            return read_groups(stream, code, table)
        case "matrix" | "blocks":
            return read_matrix(stream, code, table, fewest=fewest)


@cache
def _different_tables(year: int | None) -> tuple[tuple[str, FormTable], ...]:
    """Give the tables of all forms; one that several forms have alike is that of the form in force."""
    by_preference = sorted(FORMS, key=lambda code: (_in_force(form(code), year), code))
    chosen = {table: code for code in by_preference for table in form(code).tables}
    return tuple((code, table) for code in FORMS for table in form(code).tables if chosen[table] == code)


def _in_force(of: Form, year: int | None) -> bool:
    return year is not None and of.first_year <= year and (of.last_year is None or year <= of.last_year)


def _fit(reading: Reading, of: Form, year: int | None) -> tuple[bool, int, int, int, bool, int, str]:
    cells, left = len(reading.observations), len(reading.unmatched)
    # A table that stands there twice under one form is not read under another. Rows that only one form has tell more
    # than cells: subtotals of the agency's own may fill a row that another form has.
    return reading.rivals, reading.found, cells, -left, _in_force(of, year), -reading.missing, of.code
