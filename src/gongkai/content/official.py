"""Official tables against those that gongkai has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

import pandas as pd

from gongkai import tables
from gongkai.publish.integrity import Problem
from gongkai.tables.built_in import BUILT_IN, built_in

__all__ = ["official_problems"]

_EXAMPLES = 3


def official_problems(frames: Mapping[str, pd.DataFrame], years: Set[int]) -> Iterator[Problem]:
    """Hold the official tables against the built-in ones, cell by cell.

    Args:
        frames: the tables of `gongkai.tables.built_in`.
        years: the years of the reports that name a division.
    """
    for table in BUILT_IN:
        names, key = tables.arrow_schema(table).names, list(tables.keys(table).primary)
        expected = built_in(table, years).to_pandas(types_mapper=pd.ArrowDtype)
        both = expected.merge(frames[table], how="outer", on=names, indicator="where")
        differing = both.loc[both["where"] != "both", key].drop_duplicates()
        if len(differing):
            examples = ", ".join(map(repr, differing.head(_EXAMPLES).itertuples(index=False, name=None)))
            message = f"{len(differing)} rows are not those of the official table: {examples}"
            yield Problem(table, "content", message)
