"""The rows of a table against what is declared of it, as they pass by: columns, values, and keys that must rise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
from pandera.errors import SchemaErrors
from pyarrow import compute

from gongkai import tables
from gongkai.publish.integrity import Problem, shown

__all__ = ["TableCheck"]

_ROWS_AT_ONCE = 8_192

_EXAMPLES = 4
"""How many values of a breach are kept; one more than are told, so that it is known whether there are others."""


class TableCheck:
    """What is wrong with a table whose rows come in groups, in the order of its primary key.

    >>> check = TableCheck("failures")
    >>> check.passes(tables.arrow_schema("failures").empty_table())
    True
    >>> check.problems()
    []
    """

    def __init__(self, table: str) -> None:
        self._table = table
        self._misshapen: Problem | None = None
        self._breaches: dict[tuple[str, str], _Examples] = {}
        self._key = _RisingKey(tables.keys(table).primary)

    def passes(self, rows: arrow.Table) -> bool:
        """Look at the next rows; tell whether they may be published behind those before."""
        typed = self._typed(rows)
        # Keys are looked at whatever the values are, because the next rows are held against the last of them.
        return typed is not None and all([self._values_hold(typed), self._key.rises(typed)])

    def problems(self) -> list[Problem]:
        """Give what is wrong with all rows that were looked at."""
        values = [
            Problem(self._table, "value", f"{column} {told.text(check)}")
            for (column, check), told in self._breaches.items()
        ]
        misshapen = [self._misshapen] if self._misshapen else []
        return [*misshapen, *self._key.problems(self._table), *values]

    def _typed(self, rows: arrow.Table) -> arrow.Table | None:
        expected = tables.arrow_schema(self._table)
        if rows.column_names != expected.names:
            have, want = ", ".join(rows.column_names), ", ".join(expected.names)
            self._misshapen = Problem(self._table, "schema", f"the columns are {have} and not {want}")
            return None
        try:
            return rows.cast(arrow.schema(each.with_nullable(True) for each in expected))
        except arrow.ArrowException as error:
            self._misshapen = Problem(self._table, "schema", f"columns of another type than the table's: {error}")
            return None

    def _values_hold(self, rows: arrow.Table) -> bool:
        # What pandera makes of the rows takes several times their memory.
        some = (rows.slice(start, _ROWS_AT_ONCE) for start in range(0, len(rows), _ROWS_AT_ONCE))
        hold = [self._some_values_hold(each) for each in some]
        return all(hold)

    def _some_values_hold(self, rows: arrow.Table) -> bool:
        try:
            _schema_of_rows(self._table).validate(rows.to_pandas(types_mapper=pd.ArrowDtype), lazy=True)
        except SchemaErrors as errors:
            for breach, cases in errors.failure_cases.groupby(["column", "check"], sort=False):
                self._breaches.setdefault(breach, _Examples()).add(cases["failure_case"])
            return False
        return True


@dataclass(slots=True)
class _Examples:
    """How often something was met, and the first of its values."""

    count: int = 0
    values: dict[Any, None] = field(default_factory=dict)

    def add(self, values: Iterable[Any]) -> None:
        for value in values:
            self.count += 1
            if len(self.values) < _EXAMPLES:
                self.values[value] = None

    def text(self, check: str) -> str:
        rows = f"{self.count} row" + "s" * (self.count > 1)
        return f"is empty in {rows}" if check == "not_nullable" else f"breaks {check} in {rows}: {shown(self.values)}"


class _RisingKey:
    """A primary key of which each must be greater than the one before."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._columns = columns
        self._last: arrow.Table | None = None
        self._last_is_repeated = False
        self._falls_at: list[Any] | None = None
        self._repeated = _Examples()

    def rises(self, rows: arrow.Table) -> bool:
        """Look at the next rows; tell whether their keys go on rising."""
        keys = rows.select(self._columns)
        if self._last is not None:
            keys = arrow.concat_tables([self._last, keys])
        if len(keys):
            self._last = keys.take([len(keys) - 1])  # a slice would hold all rows
        is_greater, is_equal = _compared(keys)
        if compute.all(is_greater, min_count=0).as_py():
            self._last_is_repeated = self._last_is_repeated and not len(is_greater)
            return True
        self._tell(keys.slice(1), is_greater, is_equal)
        return False

    def problems(self, table: str) -> Iterator[Problem]:
        """Give what is wrong with the keys of all rows that were looked at."""
        named = f"({', '.join(self._columns)})"
        if self._repeated.count:
            message = f"the primary key {named} is not unique, {self._repeated.count} repeated: "
            yield Problem(table, "primary_key", message + shown(self._repeated.values))
        if self._falls_at is not None:
            yield Problem(table, "order", f"the rows are not in the order of {named}, from {self._falls_at} on")

    def _tell(self, keys: arrow.Table, is_greater: arrow.ChunkedArray, is_equal: arrow.ChunkedArray) -> None:
        repeats = is_equal.to_pylist()
        for place, (repeats_now, repeated_before) in enumerate(
            zip(repeats, [self._last_is_repeated, *repeats], strict=False)
        ):
            if repeats_now and not repeated_before:
                self._repeated.add([_key_at(keys, place)])
        self._last_is_repeated = repeats[-1]
        if self._falls_at is None:
            falls = compute.invert(compute.or_(is_greater, is_equal))
            place = compute.index(falls, True).as_py()
            self._falls_at = list(keys.slice(place, 1).to_pylist()[0].values()) if place >= 0 else None


def _key_at(keys: arrow.Table, place: int) -> Any:
    values = tuple(keys.slice(place, 1).to_pylist()[0].values())
    return values[0] if len(values) == 1 else values


def _compared(keys: arrow.Table) -> tuple[arrow.ChunkedArray, arrow.ChunkedArray]:
    """Tell of each row but the first whether its key is greater than, and whether it equals, that of the row before."""
    rows = max(len(keys) - 1, 0)
    is_greater = arrow.chunked_array([arrow.nulls(rows, arrow.bool_()).fill_null(False)])
    is_equal = arrow.chunked_array([arrow.nulls(rows, arrow.bool_()).fill_null(True)])
    for column in keys.columns:
        before, after = column.slice(0, rows), column.slice(1)
        greater = compute.fill_null(compute.greater(after, before), False)
        is_greater = compute.or_(is_greater, compute.and_(is_equal, greater))
        is_equal = compute.and_(is_equal, compute.fill_null(compute.equal(after, before), False))
    return is_greater, is_equal


@cache
def _schema_of_rows(table: str) -> pa.DataFrameSchema:
    """Give what is declared of single rows; that keys are unique is held by their order."""
    rows = copy(tables.schema(table))
    rows.unique = None
    return rows
