"""A package as a database in one file: SQLite for everywhere, DuckDB for large questions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as arrow

from gongkai import tables
from gongkai.errors import PackageError
from gongkai.export.described import described_columns, described_table, every_column
from gongkai.export.views import views
from gongkai.publish.parquet import check_schema, stored_groups
from gongkai.publish.queries import MEMORY, open_files, quoted
from gongkai.publish.stored import StoredPackage

__all__ = ["write_duckdb", "write_sqlite"]

_IN_SQLITE = {
    arrow.string(): "TEXT",
    arrow.int64(): "INTEGER",
    arrow.float64(): "REAL",
    arrow.date32(): "TEXT",
    arrow.bool_(): "INTEGER",
}
_IN_DUCKDB = {
    arrow.string(): "VARCHAR",
    arrow.int64(): "BIGINT",
    arrow.float64(): "DOUBLE",
    arrow.date32(): "DATE",
    arrow.bool_(): "BOOLEAN",
}

_ROWS_AT_ONCE = 4096


def write_sqlite(stored: StoredPackage, file: Path) -> None:
    """Write a package as an SQLite database: tables with their keys, views, and what every column means.

    Days are texts such as 2017-01-01, and flags 0 or 1. The same package and release of SQLite give the same bytes.

    Raises:
        PackageError: a table is missing or damaged, or a row refers to one that is not there.
        OSError: the file cannot be written.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as base:
        # Nobody sees the file before it is whole, so that a journal would protect nothing.
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("BEGIN")
        for table in tables.TABLES:
            base.execute(f"CREATE TABLE {table} ({', '.join(_columns_in_sqlite(table))})")
            marks = ", ".join("?" * len(tables.arrow_schema(table)))
            base.executemany(f"INSERT INTO {table} VALUES ({marks})", _rows_for_sqlite(stored, table))  # noqa: S608
            for key in tables.keys(table).foreign:
                name = "_".join((table, "by", *key.columns))
                base.execute(f"CREATE INDEX {name} ON {table} ({quoted(key.columns)})")
        for view in views():
            base.execute(f"CREATE VIEW {view.name} AS {view.query}")
        _describe_in_sqlite(base)
        base.execute("COMMIT")
        broken = base.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise PackageError(
                f"{stored.root}: a row of {broken[0]} refers to none of {broken[2]}; validate the package"
            )


def write_duckdb(stored: StoredPackage, file: Path) -> None:
    """Write a package as a DuckDB database: tables and views, with what each column means as its comment.

    Keys are not declared, because DuckDB holds the index of a key in memory; `gongkai validate` has proved them.

    Raises:
        PackageError: a table is missing or damaged.
        OSError: the file cannot be written.
    """
    with duckdb.connect(str(file), config={"memory_limit": MEMORY, "threads": 2}) as base:
        for table in tables.TABLES:
            files = stored.files(table)
            for each in files:
                check_schema(each, table)
            columns = ", ".join(
                f'"{field.name}" {_IN_DUCKDB[field.type]}{"" if field.nullable else " NOT NULL"}'
                for field in tables.arrow_schema(table)
            )
            base.execute(f"CREATE TABLE {table} ({columns})")
            open_files(base, _PARQUET, files)
            base.execute(f"INSERT INTO {table} FROM {_PARQUET}")
            base.execute(f"DROP VIEW {_PARQUET}")
            base.execute(f"COMMENT ON TABLE {table} IS {_text(described_table(table).description)}")
            for column in described_columns(table):
                said = f"{column.label}: {column.description}"
                base.execute(f'COMMENT ON COLUMN {table}."{column.name}" IS {_text(said)}')
        for view in views():
            base.execute(f"CREATE VIEW {view.name} AS {view.query}")
            base.execute(f"COMMENT ON VIEW {view.name} IS {_text(f'{view.title} {view.chinese}')}")


_PARQUET = "parquet_files"


def _columns_in_sqlite(table: str) -> Iterator[str]:
    keys = tables.keys(table)
    for field in tables.arrow_schema(table):
        yield f'"{field.name}" {_IN_SQLITE[field.type]}{"" if field.nullable else " NOT NULL"}'
    yield f"PRIMARY KEY ({quoted(keys.primary)})"
    for key in keys.foreign:
        yield f"FOREIGN KEY ({quoted(key.columns)}) REFERENCES {key.table} ({quoted(key.references)})"


def _rows_for_sqlite(stored: StoredPackage, table: str) -> Iterator[tuple[Any, ...]]:
    group: arrow.Table
    for group in stored_groups(stored.files(table), table):
        for batch in group.to_batches(max_chunksize=_ROWS_AT_ONCE):
            columns = (_as_text(column) if column.type == arrow.date32() else column for column in batch.columns)
            yield from zip(*(column.to_pylist() for column in columns), strict=True)


def _as_text(days: arrow.Array) -> arrow.Array:
    return days.cast(arrow.string())


def _describe_in_sqlite(base: sqlite3.Connection) -> None:
    base.execute("CREATE TABLE table_titles (name TEXT PRIMARY KEY, title TEXT, chinese TEXT, description TEXT)")
    lines = [
        *((each.name, each.title, each.chinese, each.description) for each in map(described_table, tables.TABLES)),
        *((each.name, each.title, each.chinese, each.description) for each in views()),
    ]
    base.executemany("INSERT INTO table_titles VALUES (?, ?, ?, ?)", lines)
    base.execute(
        "CREATE TABLE column_titles (table_name TEXT, name TEXT, title TEXT, chinese TEXT, unit TEXT, "
        "description TEXT, PRIMARY KEY (table_name, name))"
    )
    columns = [
        (each.table, each.name, each.title, each.chinese, each.unit, each.description) for each in every_column()
    ]
    base.executemany("INSERT INTO column_titles VALUES (?, ?, ?, ?, ?, ?)", columns)


def _text(said: str) -> str:
    escaped = said.replace("'", "''")
    return f"'{escaped}'"
