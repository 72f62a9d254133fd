"""Official tables against those that gongkai has, and the order of all rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as arrow
from pyarrow import compute

from gongkai import divisions, tables
from gongkai.forms import indicators
from gongkai.publish.integrity import Problem

__all__ = ["official_problems", "order_problems"]

_EXAMPLES = 3


def official_problems(frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Hold the official tables against the built-in ones, cell by cell."""
    placed = frames["reports"].dropna(subset=["division_code", "year"])
    years = {int(year) for year in placed["year"]}
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


def order_problems(frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Find tables whose rows do not stand in the order of the primary key."""
    for table, frame in frames.items():
        key = list(tables.keys(table).primary)
        rows = arrow.Table.from_pandas(frame[key], preserve_index=False)
        order = compute.sort_indices(rows, sort_keys=[(column, "ascending") for column in key]).to_numpy()
        moved = np.flatnonzero(order != np.arange(len(order)))
        if len(moved):
            row = frame[key].iloc[int(moved[0])].tolist()
            yield Problem(table, "order", f"the rows are not in the order of ({', '.join(key)}), from {row} on")
