"""What follows from the tables of a package: `panel`, a row a concept and report, and `coverage`, an agency and year.

Nothing is smoothed or filled in. Both are computed by DuckDB from the tables that are open there, some reports at a
time, so that a package of any size takes the same memory; and both are computed again when a package is validated.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import duckdb
import pyarrow as arrow

from gongkai import tables
from gongkai.concepts import stated_in_prose

__all__ = ["NEEDED", "coverage_rows", "derived", "panel_rows", "prepare", "report_ranges"]

NEEDED = ("agencies", "concepts", "crosswalk", "figures", "observations", "reports")
"""The tables that must be open, by their names, in the database that is asked."""

REPORTS_TOGETHER = 250
"""The panel of so many reports is computed at once."""

_BATCH_ROWS = 65_536


def derived(table: str, base: duckdb.DuckDBPyConnection) -> Iterator[arrow.RecordBatch]:
    """Give all rows of a derived table, in the order of its key.

    Args:
        table: one of `gongkai.tables.DERIVED_TABLES`.
        base: a database in which the tables of `NEEDED` are open.

    Raises:
        KeyError: there is no such derived table.
        duckdb.Error: the tables cannot be read.
    """
    yield from {"panel": _panel, "coverage": coverage_rows}[table](base)


def report_ranges(base: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Cut the reports, in the order of their names, into pieces: the first and the last name of each."""
    found = base.sql("SELECT report_id FROM reports ORDER BY report_id").fetchall()
    return [
        (found[start][0], found[min(start + REPORTS_TOGETHER, len(found)) - 1][0])
        for start in range(0, len(found), REPORTS_TOGETHER)
    ]


def prepare(base: duckdb.DuckDBPyConnection) -> None:
    """Make ready what `panel_rows` asks of the crosswalk and of the wordings; once in a database."""
    wordings = [
        {"concept": each.concept, "topic": each.topic, "subject": each.subject, "units": list(each.units)}
        for each in stated_in_prose()
    ]
    base.register("wordings", arrow.Table.from_pylist(wordings))
    base.execute(_statements("crosswalk"))


def panel_rows(base: duckdb.DuckDBPyConnection, first: str, last: str) -> arrow.Table:
    """Give the rows of `panel` of the reports whose names lie between two, in the order of its key.

    Args:
        base: a database in which the tables of `NEEDED` are open, and which `prepare` has made ready.
        first: the first name.
        last: the last name.
    """
    for name, value in (("first", first), ("last", last)):
        base.execute(f"SET VARIABLE {name} = $value", {"value": value})
    base.execute(_statements("panel"))
    return base.sql("FROM panel_rows").to_arrow_table().cast(tables.arrow_schema("panel"))


def coverage_rows(base: duckdb.DuckDBPyConnection) -> Iterator[arrow.RecordBatch]:
    """Give the rows of `coverage`, in the order of its key; `NEEDED` must be open in the database."""
    base.execute(_statements("coverage"))
    schema = tables.arrow_schema("coverage")
    for batch in base.sql("FROM coverage_rows").to_arrow_reader(_BATCH_ROWS):
        yield from arrow.Table.from_batches([batch]).cast(schema).to_batches()


def _panel(base: duckdb.DuckDBPyConnection) -> Iterator[arrow.RecordBatch]:
    prepare(base)
    for first, last in report_ranges(base):
        yield from panel_rows(base, first, last).to_batches()


@cache
def _statements(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
