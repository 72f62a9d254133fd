"""Official tables against those that gongkai has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

import pandas as pd
import pyarrow as arrow

from gongkai import divisions, tables
from gongkai.forms import indicators
from gongkai.publish.integrity import Problem

__all__ = ["official_problems"]

_EXAMPLES = 3


def official_problems(frames: Mapping[str, pd.DataFrame], years: Set[int]) -> Iterator[Problem]:
    """Hold the official tables against the built-in ones, cell by cell.

    Args:
        frames: the tables `indicators` and `divisions`.
        years: the years of the reports that name a division.
    """
    rows: Mapping[str, Sequence[object]] = {
        "indicators": indicators(),
        "divisions": tuple(divisions.rows_of_package(years)),
    }
    for table, built_in in rows.items():
        schema, key = tables.arrow_schema(table), list(tables.keys(table).primary)
        columns = [[getattr(each, name) for each in built_in] for name in schema.names]
        expected = arrow.table(columns, schema=schema).to_pandas(types_mapper=pd.ArrowDtype)
        both = expected.merge(frames[table], how="outer", on=schema.names, indicator="where")
        differing = both.loc[both["where"] != "both", key].drop_duplicates()
        if len(differing):
            examples = ", ".join(map(repr, differing.head(_EXAMPLES).itertuples(index=False, name=None)))
            message = f"{len(differing)} rows are not those of the official table: {examples}"
            yield Problem(table, "content", message)
