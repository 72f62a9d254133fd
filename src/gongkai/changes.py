"""What changed between two packages: tables and columns, and rows by their keys, added, changed and withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import duckdb

from gongkai.errors import PackageError
from gongkai.package import Place, opened_package
from gongkai.publish.queries import connected, open_files, quoted, streamed
from gongkai.publish.stored import StoredPackage
from gongkai.tables import TABLES

__all__ = ["Comparison", "Release", "RowChange", "TableChange", "compared"]

Kind = Literal["added", "changed", "withdrawn"]
Release = Literal["major", "minor", "patch", "none"]

LASTING = ("reports", "indicators", "concepts", "agencies")
"""Tables whose keys others write down in their programs and texts."""


@dataclass(frozen=True, slots=True)
class TableChange:
    """How a table changed: how many rows, and which columns."""

    table: str
    is_in: Literal["both", "old", "new"] = "both"
    columns_added: tuple[str, ...] = ()
    columns_withdrawn: tuple[str, ...] = ()
    columns_of_another_type: tuple[str, ...] = ()
    has_another_key: bool = False
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    rows_by_column: Mapping[str, int] = field(default_factory=dict)
    """Of the changed rows, how many have another value in a column."""

    @property
    def release(self) -> Release:
        """What kind of release the change makes of the new package."""
        if (
            self.is_in == "old"
            or self.columns_withdrawn
            or self.columns_of_another_type
            or self.has_another_key
            or (self.withdrawn and self.table in LASTING)
        ):
            return "major"
        if self.is_in == "new" or self.columns_added or (self.added and self.table in LASTING):
            return "minor"
        return "patch" if self.added or self.changed or self.withdrawn else "none"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that was added, changed or withdrawn, by its key; of a changed one, the values before and after."""

    table: str
    kind: Kind
    key: Mapping[str, Any]
    title: str | None = None
    """Of a report, its title."""
    values: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """Two packages side by side."""

    old: StoredPackage
    new: StoredPackage
    tables: Sequence[TableChange]
    connection: duckdb.DuckDBPyConnection = field(repr=False)

    @property
    def release(self) -> Release:
        """What kind of release the new package is: the greatest that one of its tables makes of it."""
        kinds: tuple[Release, ...] = ("major", "minor", "patch")
        found = {table.release for table in self.tables}
        return next((kind for kind in kinds if kind in found), "none")

    def rows(self, table: str, kind: Kind, *, of_reports_in_both: bool = False) -> Iterator[RowChange]:
        """Give the rows of a table that changed in one way, in the order of their keys.

        Args:
            table: the table, which both packages have with the same key.
            kind: the way.
            of_reports_in_both: leave out the rows of reports that were themselves added or withdrawn.
        """
        key = _key(self.new, table)
        columns = _columns_of_both(self.connection, table)
        values = [name for name in columns if name not in key]
        both = [f'"{side}"."{name}"' for name in values for side in ("before", "after")] if kind == "changed" else []
        keys = [f'coalesce("before"."{name}", "after"."{name}") AS "{name}"' for name in key]
        title = 'coalesce("after".title, "before".title)' if table == "reports" and "title" in columns else "NULL"
        asked = (
            f"SELECT {', '.join([*keys, title, *both])} FROM {_joined(table, key)} "  # noqa: S608 - checked names
            f"WHERE {_condition(kind, values)} {_IN_BOTH if of_reports_in_both and 'report_id' in key else ''} "
            f"ORDER BY {', '.join(str(place + 1) for place in range(len(key)))}"
        )
        for row in streamed(self.connection, asked):
            found = row[len(key) + 1 :]
            pairs = zip(values, found[::2], found[1::2], strict=True) if both else ()
            differing = {name: (before, after) for name, before, after in pairs if before != after}
            yield RowChange(table, kind, dict(zip(key, row, strict=False)), row[len(key)], differing)


_IN_BOTH = """
    AND coalesce("before".report_id, "after".report_id) IN (
        SELECT report_id FROM before_reports INTERSECT SELECT report_id FROM after_reports
    )
"""


@contextmanager
def compared(old: Place, new: Place) -> Iterator[Comparison]:
    """Compare two packages, as `gongkai.load` takes them, whichever release of gongkai has written them.

    Some ten thousand rows are in memory at once, whatever their size.

    Raises:
        PackageError: there is no such package, or a table of it is missing or damaged.

    >>> with compared(".", ".") as comparison:
    ...     comparison.release
    'none'
    """
    packages = opened_package(old), opened_package(new)
    with connected({}) as connection:
        try:
            yield Comparison(*packages, tuple(_table_changes(connection, *packages)), connection)
        except duckdb.Error as error:
            first, *_ = str(error).splitlines()
            raise PackageError(f"these packages cannot be compared ({first}); validate both") from error


def _table_changes(
    connection: duckdb.DuckDBPyConnection, old: StoredPackage, new: StoredPackage
) -> Iterator[TableChange]:
    names = [*TABLES, *sorted((old.resources.keys() | new.resources.keys()) - TABLES.keys())]
    for table in names:
        if not table.isidentifier():
            raise PackageError(f"{table!r}: this is no name of a table; validate both packages")
        inside = {side: table in package.resources for side, package in (("old", old), ("new", new))}
        if all(inside.values()):
            yield _of_one_table(connection, table, old, new)
        elif any(inside.values()):
            yield TableChange(table, "old" if inside["old"] else "new")


def _of_one_table(
    connection: duckdb.DuckDBPyConnection, table: str, old: StoredPackage, new: StoredPackage
) -> TableChange:
    open_files(connection, f"before_{table}", old.files(table))
    open_files(connection, f"after_{table}", new.files(table))
    before, after = (_types(connection, f"{side}_{table}") for side in ("before", "after"))
    key = _key(new, table)
    change = TableChange(
        table,
        columns_added=tuple(name for name in after if name not in before),
        columns_withdrawn=tuple(name for name in before if name not in after),
        columns_of_another_type=tuple(name for name in after if name in before and before[name] != after[name]),
        has_another_key=key != _key(old, table),
    )
    if change.has_another_key:
        return change
    values = [name for name in _columns_of_both(connection, table) if name not in key]
    kinds: tuple[Kind, ...] = ("added", "changed", "withdrawn")
    counts = [f"count(*) FILTER ({_condition(kind, values)})" for kind in kinds]
    of_columns = [f"count(*) FILTER ({_condition('changed', [name])})" for name in values]
    ((added, changed, withdrawn, *by_column),) = connection.execute(
        f"SELECT {', '.join([*counts, *of_columns])} FROM {_joined(table, key)}"  # noqa: S608 - checked names
    ).fetchall()
    of_columns_changed = {name: count for name, count in zip(values, by_column, strict=True) if count}
    return replace(change, added=added, changed=changed, withdrawn=withdrawn, rows_by_column=of_columns_changed)


def _key(package: StoredPackage, table: str) -> tuple[str, ...]:
    key = package.resources[table].get("schema", {}).get("primaryKey", [])
    names = (key,) if isinstance(key, str) else tuple(key)
    if not names or not all(isinstance(name, str) and name.isidentifier() for name in names):
        raise PackageError(f"{package.root}: {table} has no key to compare its rows by; validate the package")
    return names


def _types(connection: duckdb.DuckDBPyConnection, view: str) -> dict[str, str]:
    """Give the columns of a table with their types; what is no name of one would be obeyed in a question."""
    types = {name: str(type_) for name, type_, *_ in connection.execute(f"DESCRIBE {view}").fetchall()}
    for name in types:
        if not name.isidentifier():
            raise PackageError(f"{view}: {name!r} is no name of a column; validate both packages")
    return types


def _columns_of_both(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    before, after = (_types(connection, f"{side}_{table}") for side in ("before", "after"))
    return [name for name in after if name in before]


def _joined(table: str, key: Sequence[str]) -> str:
    sides = (
        f'(SELECT *, true AS "{_HERE}" FROM {side}_{table}) AS "{side}"'  # noqa: S608 - checked names
        for side in ("before", "after")
    )
    return f"{' FULL JOIN '.join(sides)} USING ({quoted(key)})"


_HERE = "gongkai:here"


def _condition(kind: Kind, values: Sequence[str]) -> str:
    if kind != "changed":
        return f'"{"before" if kind == "added" else "after"}"."{_HERE}" IS NULL'
    differs = " OR ".join(f'"before"."{name}" IS DISTINCT FROM "after"."{name}"' for name in values)
    return f'"before"."{_HERE}" AND "after"."{_HERE}" AND ({differs or "false"})'
