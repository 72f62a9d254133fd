"""Find the official tables of a document, each under the form that fits it best.

Documents mix the forms, so the form is chosen for each table: by the cells that it claims, and where two forms
claim the same cells, by the year of the report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from gongkai.document import Document
from gongkai.forms import FORMS, Form, FormTable, Layout, form
from gongkai.recognise.cells import Reading
from gongkai.recognise.groups import read_groups
from gongkai.recognise.listing import read_list
from gongkai.recognise.matrix import read_matrix
from gongkai.recognise.stream import Piece, pieces

__all__ = ["find_tables"]

_READERS: Mapping[Layout, Callable[[Sequence[Piece], str, FormTable], Reading]] = {
    "matrix": read_matrix,
    "blocks": read_matrix,
    "groups": read_groups,
}


def find_tables(document: Document, year: int | None) -> dict[str, Reading]:
    """Give what was read of each official table, by form.table; `year` is that of the report, if known."""
    stream = list(pieces(document))
    readings: dict[str, dict[str, Reading]] = defaultdict(dict)
    for code in FORMS:
        for table in form(code).tables:
            reading = (
                read_list(stream, code, table, year)
                if table.layout == "list"
                else _READERS[table.layout](stream, code, table)
            )
            if reading.blocks:
                readings[table.code][code] = reading
    return {
        f"{code}.{table}": candidates[code]
        for table, candidates in readings.items()
        for code in [max(candidates, key=lambda code: _fit(candidates[code], form(code), year))]
    }


def _fit(reading: Reading, of: Form, year: int | None) -> tuple[bool, int, int, int, bool, str]:
    in_force = year is not None and of.first_year <= year and (of.last_year is None or year <= of.last_year)
    cells, left = len(reading.observations), len(reading.unmatched)
    # A table that stands there twice under one form is not read under another.
    return reading.rivals, cells, -left, -reading.missing, in_force, of.code
