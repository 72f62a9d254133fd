"""A package as files of Stata, with the titles of columns as labels of variables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as arrow

from gongkai import resources, tables
from gongkai.errors import GongkaiError
from gongkai.export.described import described_columns, described_table
from gongkai.publish.parquet import ROWS_IN_A_GROUP, row_groups, stored_groups
from gongkai.publish.stored import StoredPackage

__all__ = ["stata_names", "write_stata"]

LONGEST_NAME = 32
LONGEST_LABEL = 80
LONGEST_FIXED_TEXT = 128
"""Bytes of a text from which on a column is of the type strL, whose texts are kept apart and may have any length."""

ROWS_OF_A_FILE = 4 * ROWS_IN_A_GROUP
"""A table with more rows is several files, so that writing needs memory for no more; Stata's `append` joins them."""


_BEGINNING = datetime(1980, 1, 1)
"""When a file says that it was made, so that the same package gives the same bytes."""


def write_stata(stored: StoredPackage, folder: Path) -> None:
    """Write each table of a package as `TABLE.dta`, which Stata 14 and later open.

    A missing number is missing in Stata; a missing text is empty there, as Stata knows no other. Days are days, and
    flags 0 or 1. The same package gives the same bytes.

    Raises:
        PackageError: a table is missing or damaged.
        GongkaiError: a column has a name that Stata does not take.
        OSError: a file cannot be written.
    """
    for table in tables.TABLES:
        batches = (batch for group in stored_groups(stored.files(table), table) for batch in group.to_batches())
        parts: Iterator[arrow.Table] = row_groups(batches, ROWS_OF_A_FILE)
        first = next(parts, tables.arrow_schema(table).empty_table())
        _write_file(folder / f"{table}.dta", table, first)
        for number, part in enumerate(parts, start=2):
            _write_file(folder / f"{table}-{number:04}.dta", table, part)


def stata_names(columns: Iterable[str]) -> dict[str, str]:
    """Give the names of columns as Stata takes them: a reserved word has `_` behind it.

    Raises:
        GongkaiError: a name is longer than 32 characters or has other signs, or two are the same in Stata.

    >>> stata_names(["year", "in"])
    {'year': 'year', 'in': 'in_'}
    """
    reserved = resources.data("gongkai.export", "stata.yaml")["reserved"]
    names = {column: f"{column}_" if column in reserved else column for column in columns}
    for column, name in names.items():
        if not re.fullmatch(rf"[A-Za-z_][A-Za-z0-9_]{{0,{LONGEST_NAME - 1}}}", name):
            raise GongkaiError(f"{column}: Stata takes names of up to {LONGEST_NAME} letters, digits and _; export CSV")
    if len(set(names.values())) < len(names):
        raise GongkaiError(f"{', '.join(names)}: two of these are the same in Stata; export CSV")
    return names


def _write_file(file: Path, table: str, rows: arrow.Table) -> None:
    names = stata_names(rows.column_names)
    frame = pd.DataFrame({names[field.name]: _column(rows.column(field.name)) for field in rows.schema})
    long_texts = [
        names[field.name]
        for field in rows.schema
        if field.type == arrow.string() and _longest(frame[names[field.name]]) > LONGEST_FIXED_TEXT
    ]
    described = described_table(table)
    frame.to_stata(
        file,
        write_index=False,
        version=118,
        time_stamp=_BEGINNING,
        data_label=f"{described.title} {described.chinese}"[:LONGEST_LABEL],
        variable_labels={names[each.name]: each.label[:LONGEST_LABEL] for each in described_columns(table)},
        convert_dates={names[field.name]: "td" for field in rows.schema if field.type == arrow.date32()},
        convert_strl=long_texts,
    )


def _column(values: arrow.ChunkedArray) -> Any:
    if values.type == arrow.string():
        return values.fill_null("").to_pandas().astype(object)
    if values.type == arrow.date32():
        return values.to_pandas(date_as_object=False)
    # A number of Stata with nothing missing may be a whole one; a double holds it as well.
    return values.cast(arrow.int8() if values.type == arrow.bool_() else values.type).to_pandas()


def _longest(texts: Iterable[str]) -> int:
    return max((len(text.encode()) for text in texts), default=0)
