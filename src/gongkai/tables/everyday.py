"""Data frames of the types that everyday pandas takes: whole numbers stay whole, and a missing value is no zero.

A number with a fraction is missing as NaN and not as NA, because formulas of statsmodels stop at NA.
"""

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
    arrow.bool_(): pd.BooleanDtype(),
}


def everyday(rows: arrow.Table, choices: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Give rows as a data frame that statsmodels, seaborn, `to_json` and `to_stata` take.

    Args:
        rows: the rows; whole numbers become `Int64`, others `float64`, text `string`, days `datetime64`.
        choices: the columns that become `category`, and what they may say: all of it, so that frames can be joined.

    >>> everyday(arrow.table({"count": [7, None], "source": ["form", None]}), {"source": ["form", "prose"]}).dtypes
    count        Int64
    source    category
    dtype: object
    """
    # What pandas has noted of the rows says what they were before. Days are no objects, so that `.dt` takes them.
    frame: pd.DataFrame = rows.replace_schema_metadata().to_pandas(types_mapper=_TYPES.get, date_as_object=False)
    for name, allowed in choices.items():
        if name in frame:
            kept = frame[name] if isinstance(frame[name].dtype, pd.CategoricalDtype) else frame[name].astype("category")
            frame[name] = kept.cat.set_categories(list(allowed))
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
