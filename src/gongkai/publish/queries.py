"""Questions to all tables of a package at once, in bounded memory: DuckDB reads their files, and spills to the disk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from gongkai import tables
from gongkai.publish.integrity import Problem, shown

__all__ = ["MEMORY", "connected", "cut_together", "open_files", "quoted", "reference_problems", "streamed"]

MEMORY = "128MB"
"""How much DuckDB may keep in memory; what is more goes to the disk."""

_EXAMPLES = 4


@contextmanager
def connected(files: Mapping[str, Sequence[Path]], spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open tables to queries, by their names. Nothing is loaded from anywhere, and no row is changed.

    Args:
        files: the files of each table.
        spill: a folder for what memory does not hold, made if there is such; without it, one that goes with the
            connection.
    """
    if spill is None:
        with TemporaryDirectory(prefix="gongkai-") as folder, connected(files, Path(folder)) as connection:
            yield connection
        return
    with duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(spill),
            # Two threads that sort in so little memory take it from one another, and the second finds none.
            "threads": 1,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    ) as connection:
        # In Jupyter without ipywidgets the setting cannot be changed, and no bar can be drawn either.
        with suppress(duckdb.InvalidInputException):
            connection.execute("SET enable_progress_bar = false")
        for table, parts in files.items():
            open_files(connection, table, parts)
        yield connection


def open_files(connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path | str]) -> None:
    """Open files of Parquet, by their paths or addresses, to queries under one name."""
    rows = connection.read_parquet([_literal(file) for file in files], hive_partitioning=False)
    rows.create_view(name)


def streamed(
    connection: duckdb.DuckDBPyConnection, question: str, given: Mapping[str, object] | None = None
) -> Iterator[tuple[Any, ...]]:
    """Give the rows of an answer, of which some thousand are in memory at once; `given` has its parameters by name."""
    answer = connection.execute(question, given)
    while rows := answer.fetchmany(_ROWS):
        yield from rows


_ROWS = 10_000


def cut_together(counted: Iterable[tuple[str, int]], enough: int) -> Iterator[tuple[str, str]]:
    """Cut things that follow each other by name into pieces: the first and the last name of each.

    Args:
        counted: the names in their order, each with how many rows or reports it stands for.
        enough: a piece ends with the thing that brings it to so many.

    >>> list(cut_together([("a", 2), ("b", 1), ("c", 5), ("d", 1)], 3))
    [('a', 'b'), ('c', 'c'), ('d', 'd')]
    """
    part: list[str] = []
    count = 0
    for name, number in counted:
        part.append(name)
        count += number
        if count >= enough:
            yield part[0], part[-1]
            part, count = [], 0
    if part:
        yield part[0], part[-1]


def quoted(columns: Iterable[str]) -> str:
    """Give columns as a query names them.

    >>> quoted(["left", "right"])
    '"left", "right"'
    """
    return ", ".join(f'"{column}"' for column in columns)


def reference_problems(connection: duckdb.DuckDBPyConnection, opened: Set[str]) -> Iterator[Problem]:
    """Find the rows that refer to rows which are not there, among the tables that are open."""
    for table in (table for table in tables.TABLES if table in opened):
        for key in (key for key in tables.keys(table).foreign if key.table in opened):
            columns, references = list(key.columns), list(key.references)
            missing = connection.sql(
                f"""
                SELECT DISTINCT {quoted(columns)} FROM {table} AS referring
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
                first = missing.order(quoted(columns)).limit(_EXAMPLES).fetchall()
                message = (
                    f"{count} of ({', '.join(columns)}) not found in {key.table} ({', '.join(references)}): "
                    f"{shown(row[0] if len(row) == 1 else row for row in first)}"
                )
                yield Problem(table, "foreign_key", message)


def _literal(path: Path | str) -> str:
    """Give a path that DuckDB takes for one file, whatever signs of a pattern it has."""
    return re.sub(r"[*?\[]", lambda sign: f"[{sign[0]}]", str(path))
