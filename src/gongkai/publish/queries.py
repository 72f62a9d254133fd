"""Questions to all tables of a package at once, in bounded memory: DuckDB reads their files, and spills to the disk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from gongkai import tables
from gongkai.publish.integrity import Problem, shown

__all__ = ["MEMORY", "connected", "reference_problems"]

MEMORY = "256MB"
"""How much DuckDB may keep in memory; what is more goes to the disk."""

_EXAMPLES = 4


@contextmanager
def connected(files: Mapping[str, Sequence[Path]], spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open tables to queries, by their names; the folder `spill` is for what memory does not hold, if there is such.

    Nothing is loaded from anywhere, and no row is changed.
    """
    with duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(spill),
            "threads": 2,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    ) as connection:
        # In Jupyter without ipywidgets the setting cannot be changed, and no bar can be drawn either.
        with suppress(duckdb.InvalidInputException):
            connection.execute("SET enable_progress_bar = false")
        for table, parts in files.items():
            rows = connection.read_parquet([_literal(part) for part in parts], hive_partitioning=False)
            rows.create_view(table)
        yield connection


def reference_problems(connection: duckdb.DuckDBPyConnection, opened: Set[str]) -> Iterator[Problem]:
    """Find the rows that refer to rows which are not there, among the tables that are open."""
    for table in (table for table in tables.TABLES if table in opened):
        for key in (key for key in tables.keys(table).foreign if key.table in opened):
            columns, references = list(key.columns), list(key.references)
            missing = connection.sql(
                f"""
                SELECT DISTINCT {_names(columns)} FROM {table} AS referring
                WHERE {" AND ".join(f'referring."{column}" IS NOT NULL' for column in columns)}
                AND NOT EXISTS (FROM {key.table} AS referred WHERE {
                    " AND ".join(
                        f'referred."{there}" = referring."{here}"'
                        for here, there in zip(columns, references, strict=True)
                    )
                })
                """  # noqa: S608
            )
            ((count,),) = missing.count("*").fetchall()
            if count:
                first = missing.order(_names(columns)).limit(_EXAMPLES).fetchall()
                message = (
                    f"{count} of ({', '.join(columns)}) not found in {key.table} ({', '.join(references)}): "
                    f"{shown(row[0] if len(row) == 1 else row for row in first)}"
                )
                yield Problem(table, "foreign_key", message)


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _literal(path: Path) -> str:
    """Give a path that DuckDB takes for one file, whatever signs of a pattern it has."""
    return re.sub(r"[*?\[]", lambda sign: f"[{sign[0]}]", str(path))
