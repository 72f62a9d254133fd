"""What must hold of the rows of a package: columns, values, primary keys and foreign keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import pandas as pd
from pandera.errors import SchemaErrors

from gongkai import tables

__all__ = ["Kind", "Problem", "broken_references", "row_problems", "shown"]

Kind = Literal[
    "descriptor",
    "resource",
    "file",
    "bytes",
    "rows",
    "hash",
    "schema",
    "value",
    "primary_key",
    "foreign_key",
    "extra_file",
    "order",
    "content",
]

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a package; `table` is None where it concerns the whole."""

    table: str | None
    kind: Kind
    message: str

    def __str__(self) -> str:
        """Give the message with its table."""
        return f"{self.table}: {self.message}" if self.table else self.message


def row_problems(frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Give everything that is wrong with the rows of these tables; foreign keys only among the tables given.

    Raises:
        KeyError: there is no such table.

    >>> row_problems({"failures": tables.frame("failures", [])})
    []
    """
    problems = [problem for table, frame in frames.items() for problem in _table_problems(table, frame)]
    misshapen = {problem.table for problem in problems if problem.kind == "schema"}
    comparable = {table: frame for table, frame in frames.items() if table not in misshapen}
    return problems + list(broken_references(comparable))


def _table_problems(table: str, frame: pd.DataFrame) -> Iterator[Problem]:
    expected = tables.arrow_schema(table).names
    if list(frame.columns) != expected:
        have, want = ", ".join(map(str, frame.columns)), ", ".join(expected)
        yield Problem(table, "schema", f"the columns are {have} and not {want}")
        return
    yield from _duplicate_keys(table, frame)
    try:
        tables.validate(table, frame)
    except SchemaErrors as errors:
        yield from _breaches(table, errors.failure_cases)


def _duplicate_keys(table: str, frame: pd.DataFrame) -> Iterator[Problem]:
    key = list(tables.keys(table).primary)
    repeated = frame.loc[frame.duplicated(key), key].drop_duplicates()
    if len(repeated):
        message = f"the primary key ({', '.join(key)}) is not unique, {len(repeated)} repeated: {_rows(repeated)}"
        yield Problem(table, "primary_key", message)


def _breaches(table: str, cases: pd.DataFrame) -> Iterator[Problem]:
    for (column, check), group in cases.groupby(["column", "check"], sort=False):
        if check == "multiple_fields_uniqueness":
            continue  # told by _duplicate_keys, whole keys at a time
        rows = f"{len(group)} row" + "s" * (len(group) > 1)
        if str(check).startswith("dtype("):
            yield Problem(table, "schema", f"{column} is not of {check}")
        elif check == "not_nullable":
            yield Problem(table, "value", f"{column} is empty in {rows}")
        else:
            examples = shown(group["failure_case"].drop_duplicates())
            yield Problem(table, "value", f"{column} breaks {check} in {rows}: {examples}")


def broken_references(frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Find the rows that refer to rows which are not there, among tables that hold to their schemas."""
    for table, frame in frames.items():
        for key in tables.keys(table).foreign:
            if key.table not in frames:
                continue
            columns = list(key.columns)
            referring = frame[columns].dropna().drop_duplicates()
            referred = frames[key.table][list(key.references)].set_axis(columns, axis=1).drop_duplicates()
            found = referring.merge(referred, how="left", indicator="found")
            missing = found.loc[found["found"] == "left_only", columns]
            if len(missing):
                message = (
                    f"{len(missing)} of ({', '.join(columns)}) not found in {key.table} "
                    f"({', '.join(key.references)}): {_rows(missing)}"
                )
                yield Problem(table, "foreign_key", message)


def _rows(frame: pd.DataFrame) -> str:
    rows = frame.head(_EXAMPLES + 1).itertuples(index=False, name=None)
    return shown(row[0] if len(row) == 1 else row for row in rows)


def shown(values: Iterable[Any]) -> str:
    """Give the first values of many, and a mark if there are more.

    >>> shown([1, 2, 3, 4])
    '1, 2, 3, …'
    """
    first = list(islice(values, _EXAMPLES + 1))
    return ", ".join([repr(value) for value in first[:_EXAMPLES]] + ["…"] * (len(first) > _EXAMPLES))
