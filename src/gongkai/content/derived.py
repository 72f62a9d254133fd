"""What follows from other tables, computed again: `panel`, some reports at a time, and `coverage`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as arrow
from pyarrow import compute

from gongkai import tables
from gongkai.content.breach import Breach, Tally
from gongkai.content.slices import Slice
from gongkai.publish.parquet import read_few, read_rows
from gongkai.publish.queries import connected
from gongkai.series import NEEDED, coverage_rows, panel_rows, prepare, report_ranges

__all__ = ["look_at_coverage", "look_at_panel", "panel_slices"]


def panel_slices(files: Mapping[str, Sequence[Path]], connection: duckdb.DuckDBPyConnection) -> list[Slice]:
    """Cut the reports of a package into slices, whose panel any process may compute."""
    needed = {table: files[table] for table in (*NEEDED, "panel")}
    return [Slice(needed, first, last) for first, last in report_ranges(connection)]


def look_at_panel(part: Slice) -> Tally:
    """Compute the panel of a slice of the reports again, and hold the rows of the package against it."""
    name = compute.field("report_id")
    found = read_few(part.files["panel"], "panel", (name >= part.first) & (name <= part.last))
    with connected({table: part.files[table] for table in NEEDED}) as base:
        prepare(base)
        return _held("panel", found, panel_rows(base, part.first, part.last))


def look_at_coverage(files: Mapping[str, Sequence[Path]], connection: duckdb.DuckDBPyConnection) -> Tally:
    """Compute `coverage` again, and hold the rows of the package against it."""
    schema = tables.arrow_schema("coverage")
    expected = arrow.Table.from_batches(coverage_rows(connection), schema=schema)
    return _held("coverage", read_rows(files["coverage"], "coverage"), expected)


def _held(table: str, found: arrow.Table, expected: arrow.Table) -> Tally:
    """Hold rows against others that should be the same; both are in the order of their key."""
    tally = Tally()
    if not found.equals(expected):
        tally.add(_differences(table, found, expected))
    return tally


def _differences(table: str, found: arrow.Table, expected: arrow.Table) -> Iterator[Breach]:
    key = list(tables.keys(table).primary)
    stored, again = (rows.to_pandas(types_mapper=pd.ArrowDtype).set_index(key) for rows in (found, expected))
    for name in stored.index.difference(again.index):
        yield Breach(table, key[0], _named(name), name[0], "no such row follows")
    for name in again.index.difference(stored.index):
        yield Breach(table, key[0], _named(name), None, "this row is missing")
    both = stored.index.intersection(again.index)
    stored, again = stored.loc[both], again.loc[both]
    for column in stored:
        have, want = stored[column], again[column]
        differs = ~((have == want).fillna(False) | (have.isna() & want.isna()))
        for name in both[differs]:
            yield Breach(table, column, _named(name), have[name], f"it follows that it is {want[name]!r}")


def _named(key: tuple[object, ...]) -> str:
    return " ".join(map(str, key))
