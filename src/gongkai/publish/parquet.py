"""Tables and their Parquet files: the same rows always give the same bytes, however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

import pandas as pd
import pyarrow as arrow
from pyarrow import compute, dataset, parquet

from gongkai import tables
from gongkai.errors import PackageError
from gongkai.publish.stored import file_name

__all__ = [
    "ROWS_IN_A_FILE",
    "ROWS_IN_A_GROUP",
    "check_schema",
    "read_few",
    "read_rows",
    "read_table",
    "row_groups",
    "stored_groups",
    "stored_table",
    "write_row_groups",
    "write_table",
]

Held = TypeVar("Held")

ROWS_IN_A_GROUP = 65_536
"""How many rows are written at once, so that whoever reads or writes a table needs memory for no more."""

ROWS_IN_A_FILE = 305 * ROWS_IN_A_GROUP
"""How many rows one file may have, about 20 million; a larger table is several files."""


def write_table(path: Path, table: str, frame: pd.DataFrame) -> None:
    """Write a table to one Parquet file, its rows in the order of the primary key.

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
    in_order = rows.sort_by([(column, "ascending") for column in tables.keys(table).primary])
    groups = row_groups(in_order.to_batches(), ROWS_IN_A_GROUP)
    _write_file(path, table, groups if len(in_order) else [in_order])


def row_groups(batches: Iterable[arrow.RecordBatch], size: int) -> Iterator[arrow.Table]:
    """Cut rows anew, whatever the sizes that they come in: each group has `size` rows, and the last one what is left.

    >>> batch = arrow.record_batch({"value": [1, 2, 3]})
    >>> [len(group) for group in row_groups([batch, batch, batch], 4)]
    [4, 4, 1]
    """
    waiting: list[arrow.RecordBatch] = []
    count = 0
    for batch in batches:
        start = 0
        while count + batch.num_rows - start >= size:
            end = start + size - count
            waiting.append(batch.slice(start, end - start))
            count, start = 0, end
            yield _one_group(waiting)  # nothing here may hold it while the next is made
        if start < batch.num_rows:
            waiting.append(batch.slice(start))
            count += batch.num_rows - start
    if waiting:
        yield _one_group(waiting)


def write_row_groups(folder: Path, table: str, groups: Iterable[arrow.Table], *, groups_in_a_file: int) -> list[Path]:
    """Write row groups of a table, in their order, to one file in a folder, or to several with numbers.

    The bytes depend on the row groups and on the release of pyarrow, and on nothing else.

    Raises:
        KeyError: there is no such table.
        ValueError: a group has other columns than the table, or is empty where the table is not.
        OSError: a file cannot be written.
    """
    left = iter(groups)
    first = [next(left, tables.arrow_schema(table).empty_table())]
    files = [folder / file_name(table)]
    while True:
        _write_file(files[-1], table, islice(chain(_taken_out(first), left), groups_in_a_file))
        first += islice(left, 1)
        if not first:
            return files
        if len(files) == 1:
            files = [files[0].rename(folder / file_name(table, 1))]
        files.append(folder / file_name(table, len(files) + 1))


def read_table(path: Path, table: str) -> pd.DataFrame:
    """Give the rows of a table's Parquet file, all columns backed by Arrow.

    Raises:
        KeyError: there is no such table.
        PackageError: there is no such file, it is damaged, or its columns are not those of the table.
    """
    frame: pd.DataFrame = read_rows([path], table).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def read_rows(
    files: Sequence[Path],
    table: str,
    columns: Sequence[str] | None = None,
    condition: compute.Expression | None = None,
    *,
    repeated: Collection[str] = (),
) -> arrow.Table:
    """Give columns and rows of the files of a table; nothing else is read of them.

    Args:
        files: the files.
        table: the table.
        columns: the columns; without them all.
        condition: of which rows; without it all.
        repeated: columns of text that says the same again and again, which is given once, as a dictionary.

    Raises:
        KeyError: there is no such table.
        PackageError: a file is missing or damaged, its columns are not those of the table, or the condition holds
            columns against values of another type.
    """
    for file in files:
        check_schema(file, table)
    place = files[0] if len(files) == 1 else files[0].parent
    with _reading(place):  # a package may be replaced behind each step
        stored = stored_table(files, table, repeated)
    try:
        if condition is not None:
            stored.scanner(filter=condition)
    except arrow.ArrowException as error:
        raise PackageError(f"{table}: the filters do not fit the columns ({error})") from error
    with _reading(place):
        rows = stored.to_table(columns=columns, filter=condition)
        rows.validate(full=True)
    return rows


def read_few(files: Sequence[Path], table: str, condition: compute.Expression) -> arrow.Table:
    """Give the few rows of sound files of a table for which a condition holds; hardly more are in memory meanwhile.

    Raises:
        KeyError: there is no such table.
    """
    # Without these limits whole row groups, and some of the next, are in memory before any row is left out.
    return stored_table(files, table).to_table(
        filter=condition, use_threads=False, batch_size=_ROWS_AT_ONCE, batch_readahead=1, fragment_readahead=1
    )


def stored_table(files: Sequence[Path], table: str, repeated: Collection[str] = ()) -> dataset.Dataset:
    """Open the files of a table, whose schema must be that of the table, for parts of it to be read.

    Raises:
        KeyError: there is no such table.
    """
    schema = arrow.schema(
        field.with_type(_DICTIONARY) if field.name in repeated else field for field in tables.arrow_schema(table)
    )
    stored_as = dataset.ParquetFileFormat(
        dictionary_columns=list(repeated),
        default_fragment_scan_options=dataset.ParquetFragmentScanOptions(
            page_checksum_verification=True, pre_buffer=False, use_buffered_stream=True, buffer_size=_PAGES
        ),
    )
    return dataset.dataset([str(file) for file in files], schema=schema, format=stored_as)


def stored_groups(files: Sequence[Path], table: str) -> Iterator[arrow.Table]:
    """Give all rows of the files of a table, some thousand at a time.

    Raises:
        KeyError: there is no such table.
        PackageError: a file is missing or damaged, or its columns are not those of the table.
    """
    for path in files:
        check_schema(path, table)
        with (
            _reading(path),
            # A row group is read page by page, because all of it takes three times its size.
            parquet.ParquetFile(path, page_checksum_verification=True, pre_buffer=False, buffer_size=_PAGES) as file,
        ):
            for batch in file.iter_batches(_ROWS_AT_ONCE):
                batch.validate(full=True)
                yield arrow.Table.from_batches([batch])


def check_schema(file: Path, table: str) -> None:
    """Hold the columns of a file against those of the table.

    Raises:
        KeyError: there is no such table.
        PackageError: the file is missing or damaged, or its columns are not those of the table.
    """
    expected = tables.arrow_schema(table)
    with _reading(file):
        found = parquet.read_schema(file)
    if not found.equals(expected):
        raise PackageError(f"{file}: {_difference(found, expected)}; publish the package again")


_ROWS_AT_ONCE, _PAGES = 8_192, 1 << 20
"""How many rows of a file are given at once, and how many bytes of a column are read for them."""

_DICTIONARY = arrow.dictionary(arrow.int32(), arrow.string())


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise PackageError(f"{file}: there is no such file; publish the package again") from error
    except (OSError, UnicodeDecodeError, arrow.ArrowException) as error:
        raise PackageError(f"{file}: this is no sound Parquet file ({error})") from error


def _write_file(path: Path, table: str, groups: Iterable[arrow.Table]) -> None:
    schema = tables.described_schema(table)
    # Opened here, so that every step on the way to the disk is one of Python, which a test can stop at.
    with (
        path.open("wb") as file,
        parquet.ParquetWriter(file, schema, compression="zstd", write_page_checksum=True) as writer,
    ):
        for group in groups:
            writer.write_table(group.cast(schema), row_group_size=ROWS_IN_A_GROUP)
            del group
            arrow.default_memory_pool().release_unused()


def _taken_out(held: list[Held]) -> Iterator[Held]:
    """Give what nothing holds from then on."""
    while held:
        yield held.pop(0)


def _one_group(batches: list[arrow.RecordBatch]) -> arrow.Table:
    """Make batches one, in one piece, because pages are cut where pieces end; none of them is held any longer."""
    group = arrow.concat_tables(map(_table_of, batches), promote_options="permissive")
    batches.clear()
    schema, columns = group.schema, group.columns
    del group
    # Column by column, so that what was made one need not be held twice.
    group = arrow.table([column.combine_chunks() for column in _taken_out(columns)], schema=schema)
    arrow.default_memory_pool().release_unused()
    return group


def _table_of(batch: arrow.RecordBatch) -> arrow.Table:
    return arrow.Table.from_batches([batch])


def _difference(found: arrow.Schema, expected: arrow.Schema) -> str:
    if found.names != expected.names:
        return f"the columns are {', '.join(found.names)} and not {', '.join(expected.names)}"
    columns = ", ".join(
        f"{have.name} ({have.type}{'' if have.nullable else ' not null'})"
        for have, want in zip(found, expected, strict=True)
        if have != want
    )
    return f"columns of another type than the table's: {columns}"
