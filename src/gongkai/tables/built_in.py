"""The tables that no report changes: what is official, as gongkai has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set

import pyarrow as arrow

from gongkai import divisions, tables
from gongkai.concepts import concepts, crosswalk
from gongkai.forms import indicators

__all__ = ["BUILT_IN", "built_in"]

_ROWS: Mapping[str, Callable[[Set[int]], Iterable[object]]] = {
    "indicators": lambda _: indicators(),
    "concepts": lambda _: concepts(),
    "crosswalk": lambda _: crosswalk(),
    "divisions": divisions.rows_of_package,
}

BUILT_IN = tuple(_ROWS)
"""The tables, in the order of the package."""


def built_in(table: str, years: Set[int]) -> arrow.Table:
    """Give a table that no report changes, but for the years of divisions; its rows are in the order of its key.

    Args:
        table: the table.
        years: the years of the reports that name a division.

    Raises:
        KeyError: there is no such table.

    >>> built_in("concepts", frozenset()).column_names
    ['concept', 'name', 'english', 'definition', 'definition_chinese', 'unit']
    """
    rows = list(_ROWS[table](years))
    schema = tables.arrow_schema(table)
    columns = {name: [getattr(row, name) for row in rows] for name in schema.names}
    return arrow.table(columns, schema=schema).sort_by([(name, "ascending") for name in tables.keys(table).primary])
