"""Data frames of the types that everyday pandas takes: whole numbers stay whole, and a missing value is no zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd
import pyarrow as arrow

from gongkai import tables

__all__ = ["choices_of", "everyday"]

_TYPES: Mapping[arrow.DataType, object] = {
    arrow.string(): pd.StringDtype(na_value=pd.NA),
    arrow.int64(): pd.Int64Dtype(),
    arrow.float64(): pd.Float64Dtype(),
    arrow.bool_(): pd.BooleanDtype(),
}


def everyday(rows: arrow.Table, choices: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Give rows as a data frame that statsmodels, seaborn, `to_json` and `to_stata` take.

    Args:
        rows: the rows; counts become `Int64`, other numbers `Float64`, text `string`, days `datetime64`.
        choices: the columns that become `category`, and what they may say.

    >>> everyday(arrow.table({"count": [7, None], "source": ["form", None]}), {"source": ["form", "prose"]}).dtypes
    count        Int64
    source    category
    dtype: object
    """
    # Days are days of the calendar, so that a column of them is no column of objects.
    frame: pd.DataFrame = rows.to_pandas(types_mapper=_TYPES.get, date_as_object=False)
    for name, allowed in choices.items():
        if name in frame:
            frame[name] = frame[name].astype(pd.CategoricalDtype(list(allowed)))
    return frame


@cache
def choices_of(table: str) -> Mapping[str, Sequence[str]]:
    """Give the columns of a table that have a choice, and what they may say.

    Raises:
        KeyError: there is no such table.

    >>> choices_of("figures")["stated"]
    ['number', 'words']
    """
    checks = {name: column.checks for name, column in tables.schema(table).columns.items()}
    return {
        name: list(check.statistics["allowed_values"])
        for name, held in checks.items()
        for check in held
        if check.name == "isin"
    }
