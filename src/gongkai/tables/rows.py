"""Single rows against what the tables declare, without a data frame: a row may be what the schema allows.

`tables.validate` asks the same of a whole table. Here a report's few hundred rows are asked before they join others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from gongkai import tables

__all__ = ["RowBreach", "Rows", "broken_references", "repeated_keys", "row_breaches"]

Rows = Sequence[Mapping[str, Any]]

_LARGEST_WHOLE = 2**63
_LARGEST_EXACT = 2**53
"""Up to here a whole number is the same as a number with a fraction."""


@dataclass(frozen=True, slots=True)
class RowBreach:
    """What a row breaks: the columns, their values, and the rule; `nullable` if an empty value would keep it."""

    columns: tuple[str, ...]
    values: tuple[Any, ...]
    rule: str
    nullable: bool

    def __str__(self) -> str:
        """Give the columns with their values, and the rule."""
        pairs = zip(self.columns, self.values, strict=True)
        return f"{', '.join(f'{name} {_shortened(value)}' for name, value in pairs)} breaks {self.rule}"


def row_breaches(table: str, row: Mapping[str, Any]) -> list[RowBreach]:
    """Give every rule for a single row that a row breaks: its columns, their types, and their limits.

    Raises:
        KeyError: there is no such table.

    >>> row = {"report_id": "0" * 16, "mention": 1, "raw": "", "issuer": "", "year": 2017, "serial": 0, "locator": "b1"}
    >>> [str(breach) for breach in row_breaches("document_numbers", row)]
    ['serial 0 breaks greater_than_or_equal_to(1)']
    """
    found = []
    columns = _columns(table)
    if row.keys() != columns.keys():
        names = tuple(sorted(row.keys() ^ columns.keys()))
        found.append(
            RowBreach(names, tuple(row.get(name) for name in names), "the columns of the table", nullable=False)
        )
    for name, column in columns.items():
        value = row.get(name)
        if value is None:
            if not column.nullable:
                found.append(RowBreach((name,), (None,), "not_nullable", nullable=False))
        elif not column.is_of_type(value):
            found.append(RowBreach((name,), (value,), f"the type {column.type}", column.nullable))
        else:
            found += [
                RowBreach((name,), (value,), check.name, column.nullable)
                for check in column.checks
                if not check.holds(value)
            ]
    return found


def repeated_keys(table: str, rows: Rows) -> Iterator[tuple[int, RowBreach]]:
    """Give the place of every row whose primary key an earlier row has.

    Raises:
        KeyError: there is no such table.
    """
    primary = tables.keys(table).primary
    known: set[tuple[Any, ...]] = set()
    for place, row in enumerate(rows):
        key = tuple(row[name] for name in primary)
        if key in known:
            yield place, RowBreach(primary, key, "the primary key, which is another row's", nullable=False)
        known.add(key)


def broken_references(
    table: str, rows: Rows, known: Mapping[tuple[str, tuple[str, ...]], Set[tuple[Any, ...]]]
) -> Iterator[tuple[int, RowBreach]]:
    """Give the place of every row that refers to a row which is not there.

    Args:
        table: the table of the rows.
        rows: the rows.
        known: what is there, by table and columns; references to others are not asked after.

    Raises:
        KeyError: there is no such table.
    """
    for foreign in tables.keys(table).foreign:
        there = known.get((foreign.table, foreign.references))
        if there is None:
            continue
        nullable = any(_columns(table)[name].nullable for name in foreign.columns)
        for place, row in enumerate(rows):
            key = tuple(row[name] for name in foreign.columns)
            if None not in key and key not in there:
                yield place, RowBreach(foreign.columns, key, f"the reference to {foreign.table}", nullable)


@dataclass(frozen=True, slots=True)
class _Limit:
    """One limit of a column: its name as pandera has it, and whether a value keeps it."""

    name: str
    holds: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class _ColumnRules:
    """What a column allows."""

    nullable: bool
    type: str
    is_of_type: Callable[[Any], bool]
    checks: tuple[_Limit, ...]


@cache
def _columns(table: str) -> dict[str, _ColumnRules]:
    declared = tables.schema(table).columns
    return {
        field.name: _ColumnRules(
            field.nullable,
            str(field.type),
            _TYPES[str(field.type)],
            tuple(
                _Limit(str(check.error), _LIMITS[check.name](check.statistics)) for check in declared[field.name].checks
            ),
        )
        for field in tables.arrow_schema(table)
    }


def _is_text(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_whole(value: Any) -> bool:
    return type(value) is int and -_LARGEST_WHOLE <= value < _LARGEST_WHOLE


def _is_number(value: Any) -> bool:
    if type(value) is int:
        return abs(value) <= _LARGEST_EXACT
    return isinstance(value, float) and math.isfinite(value)


def _is_date(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "string": _is_text,
    "int64": _is_whole,
    "double": _is_number,
    "date32[day]": _is_date,
    "bool": _is_flag,
}


def _among(statistics: Mapping[str, Any]) -> Callable[[Any], bool]:
    return frozenset(statistics["allowed_values"]).__contains__


def _matching(statistics: Mapping[str, Any]) -> Callable[[Any], bool]:
    pattern = re.compile(statistics["pattern"])
    # As pandas asks: from the start of the text on.
    return lambda value: pattern.match(value) is not None


def _at_least(statistics: Mapping[str, Any]) -> Callable[[Any], bool]:
    least = statistics["min_value"]
    return lambda value: value >= least


def _at_most(statistics: Mapping[str, Any]) -> Callable[[Any], bool]:
    most = statistics["max_value"]
    return lambda value: value <= most


_LIMITS: Mapping[str, Callable[[Mapping[str, Any]], Callable[[Any], bool]]] = {
    "isin": _among,
    "str_matches": _matching,
    "greater_than_or_equal_to": _at_least,
    "less_than_or_equal_to": _at_most,
}


def _shortened(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:80] + "…"
