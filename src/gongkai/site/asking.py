"""Questions that the pieces of a site ask of the tables of a package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import duckdb

from gongkai.errors import PackageError
from gongkai.publish.queries import connected
from gongkai.publish.stored import StoredPackage

__all__ = ["asked_of"]

Answer = TypeVar("Answer")


def asked_of(
    stored: StoredPackage, tables: Sequence[str], ask: Callable[[duckdb.DuckDBPyConnection], Answer]
) -> Answer:
    """Ask tables of a package, which are opened by their names.

    Raises:
        PackageError: a table is missing, or cannot be read.
    """
    files = {name: stored.files(name) for name in tables}
    with TemporaryDirectory(prefix="gongkai-") as folder:
        try:
            with connected(files, Path(folder) / "spill") as connection:
                return ask(connection)
        except duckdb.Error as error:
            raise PackageError(f"{stored.root}: the tables cannot be read ({error})") from error
