"""Find the official tables of a document, each under the form that fits it best.

Documents mix the forms, so the form is chosen for each table: by the rows and cells that it claims, and where two forms
claim the same, by the year of the report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache

from gongkai.document import Document
from gongkai.forms import FORMS, Form, FormTable, Layout, form
from gongkai.recognise.form_tables.disputes import read_groups
from gongkai.recognise.form_tables.lines import Stream, pieces
from gongkai.recognise.form_tables.listing import read_list
from gongkai.recognise.form_tables.local_tables import find_local_tables
from gongkai.recognise.form_tables.matrix import read_matrix
from gongkai.recognise.form_tables.observing import Reading

__all__ = ["find_tables"]

_READERS: Mapping[Layout, Callable[[Stream, str, FormTable], Reading]] = {
    "matrix": read_matrix,
    "blocks": read_matrix,
    "groups": read_groups,
}


def find_tables(document: Document, year: int | None) -> dict[str, Reading]:
    """Give what was read of each official table, by form.table; `year` is that of the report, if known.

    Of a local form, by local.form, nothing is observed.
    """
    every = Stream(pieces(document))
    local = find_local_tables(every)
    stream = every
    if local.members:
        stream = Stream(piece for place, piece in enumerate(every) if place not in local.members)
    readings: dict[str, dict[str, Reading]] = defaultdict(dict)
    for code, table in _different_tables(year):
        reading = (
            read_list(stream, code, table, year)
            if table.layout == "list"
            else _READERS[table.layout](stream, code, table)
        )
        if reading.blocks:
            readings[table.code][code] = reading
    national = {
        f"{code}.{table}": candidates[code]
        for table, candidates in readings.items()
        for code in [max(candidates, key=lambda code: _fit(candidates[code], form(code), year))]
    }
    return national | {f"local.{code}": reading for code, reading in local.readings.items()}


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
