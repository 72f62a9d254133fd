"""Questions to the tables of a package, asked of a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb

from gongkai.errors import PackageError
from gongkai.publish.queries import connected
from gongkai.publish.stored import StoredPackage

__all__ = ["asking"]


@contextmanager
def asking(stored: StoredPackage, tables: Sequence[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open tables of a package to questions, by their names; what memory does not hold goes to the disk.

    Raises:
        PackageError: a table is missing, or cannot be read.
    """
    files = {name: stored.files(name) for name in tables}
    try:
        with connected(files) as connection:
            yield connection
    except duckdb.Error as error:
        raise PackageError(f"{stored.root}: the tables cannot be read ({error})") from error
