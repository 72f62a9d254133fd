"""One table, one Parquet file: the same rows always give the same bytes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as arrow
from pyarrow import parquet

from gongkai import tables
from gongkai.errors import PackageError

__all__ = ["read_table", "write_table"]

_ROWS_IN_A_GROUP = 65_536


def write_table(path: Path, table: str, frame: pd.DataFrame) -> None:
    """Write a table to a Parquet file, its rows in the order of the primary key.

    The bytes depend on the rows and on the release of pyarrow, and on nothing else.

    Raises:
        KeyError: there is no such table.
        ValueError: the frame has other columns than the table, or is empty where the table is not.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "failures.parquet"
    ...     write_table(path, "failures", tables.frame("failures", []))
    ...     len(read_table(path, "failures"))
    0
    """
    rows = arrow.Table.from_pandas(frame, preserve_index=False).cast(tables.arrow_schema(table))
    # Opened here, so that every step on the way to the disk is one of Python, which a test can stop at.
    with path.open("wb") as file:
        parquet.write_table(
            rows.sort_by([(column, "ascending") for column in tables.keys(table).primary]),
            file,
            compression="zstd",
            row_group_size=_ROWS_IN_A_GROUP,
            write_page_checksum=True,
        )


def read_table(path: Path, table: str) -> pd.DataFrame:
    """Give the rows of a table's Parquet file, all columns backed by Arrow.

    Raises:
        KeyError: there is no such table.
        PackageError: there is no such file, it is damaged, or its columns are not those of the table.
    """
    expected = tables.arrow_schema(table)
    try:
        with parquet.ParquetFile(path, page_checksum_verification=True) as file:
            found = file.schema_arrow
            rows = file.read() if found.equals(expected) else None
            if rows is not None:
                rows.validate(full=True)
    except FileNotFoundError as error:
        raise PackageError(f"{path}: there is no such file; publish the package again") from error
    except (OSError, UnicodeDecodeError, arrow.ArrowException) as error:
        raise PackageError(f"{path}: this is no sound Parquet file ({error})") from error
    if rows is None:
        raise PackageError(f"{path}: {_difference(found, expected)}; publish the package again")
    frame: pd.DataFrame = rows.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _difference(found: arrow.Schema, expected: arrow.Schema) -> str:
    if found.names != expected.names:
        return f"the columns are {', '.join(found.names)} and not {', '.join(expected.names)}"
    columns = ", ".join(
        f"{have.name} ({have.type}{'' if have.nullable else ' not null'})"
        for have, want in zip(found, expected, strict=True)
        if have != want
    )
    return f"columns of another type than the table's: {columns}"
