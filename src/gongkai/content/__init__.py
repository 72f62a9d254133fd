"""What the rows of a package say, held against each other: nobody can change one value without another telling.

Every raw text is read again, every rule applied again, what follows from other tables computed again, every official
table compared with the built-in one. Free text
and what only the source can tell, such as a title or the size of a file, can be changed unseen.

Reports are looked at in slices (`slices`), by as many processes as there are; what goes across reports is asked of a
database that keeps what memory does not hold on the disk (`other_reports`, and here).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import duckdb
import pandas as pd
import pyarrow as arrow
from pyarrow import parquet

from gongkai.content.breach import Breach, Tally
from gongkai.content.derived import look_at_coverage, look_at_panel, panel_slices
from gongkai.content.official import official_problems
from gongkai.content.other_reports import (
    agencies_of_several_years,
    look_at_families,
    look_at_years,
    regions_with_bodies,
)
from gongkai.content.slices import look_at, slices_of
from gongkai.content.summaries import agency_breaches, failure_breaches
from gongkai.publish.integrity import Problem
from gongkai.publish.parquet import read_rows, stored_table
from gongkai.publish.queries import connected, quoted, streamed
from gongkai.tables import arrow_schema
from gongkai.tables.built_in import BUILT_IN

__all__ = ["Spread", "content_problems"]

Work = TypeVar("Work")
Result = TypeVar("Result")


class Spread(Protocol):
    """Does a piece of work for each of many things, and gives the results in their order; the first word names them."""

    def __call__(self, step: str, do: Callable[[Work], Result], works: Sequence[Work], /) -> Iterator[Result]:
        """Do the work."""


def content_problems(files: Mapping[str, Sequence[Path]], folder: Path, spread: Spread) -> list[Problem]:
    """Find everything that the rows of a package's tables say against each other.

    Args:
        files: the files of each table, which must keep to their schemas, to all keys and to the order of their rows.
        folder: a folder for what memory does not hold; it is empty, and is cleared by whoever made it.
        spread: does the work for each slice of the reports.
    """
    tally = Tally()
    digests = folder / "digests.parquet"
    with parquet.ParquetWriter(digests, _DIGESTS) as writer:
        for looked in spread("reports", look_at, slices_of(files)):
            tally.join(looked.tally)
            said = {"report_id": [*looked.digests.keys()], "digest": [*looked.digests.values()]}
            writer.write_table(arrow.table(said, schema=_DIGESTS))
    with connected({**files, "digests": [digests]}, folder / "spill") as connection:
        for of_years in spread("agencies", look_at_years, agencies_of_several_years(connection, folder)):
            tally.join(of_years)
        for of_families in spread("regions", look_at_families, regions_with_bodies(connection, folder)):
            tally.join(of_families)
        for of_panel in spread("panel", look_at_panel, panel_slices(files, connection)):
            tally.join(of_panel)
        tally.join(look_at_coverage(files, connection))
        for breaches in (_of_copies, _of_agencies):
            tally.add(breaches(connection))
        years = _years_with_divisions(connection)
    tally.add(_of_failures(files["failures"]))
    official = {table: read_rows(files[table], table).to_pandas(types_mapper=pd.ArrowDtype) for table in BUILT_IN}
    return [*official_problems(official, years), *tally.problems()]


_DIGESTS = arrow.schema([("report_id", arrow.string()), ("digest", arrow.string())])


def _of_copies(connection: duckdb.DuckDBPyConnection) -> Iterator[Breach]:
    """Hold copies against the reports that they are said to say the same as."""
    for copy, original, is_first, says_the_same in streamed(connection, _COPIES):
        if not is_first:
            yield Breach("reports", "duplicate_of", copy, original, "the first with the same content is another")
        elif not says_the_same:
            yield Breach("reports", "duplicate_of", copy, original, "that report says something else")


def _of_agencies(connection: duckdb.DuckDBPyConnection) -> Iterator[Breach]:
    columns = arrow_schema("agencies").names
    for *values, printed in streamed(connection, _SPELLINGS.format(columns=quoted(columns))):
        yield from agency_breaches(dict(zip(columns, values, strict=True)), printed)


def _years_with_divisions(connection: duckdb.DuckDBPyConnection) -> frozenset[int]:
    asked = "SELECT DISTINCT year FROM reports WHERE division_code IS NOT NULL AND year IS NOT NULL"
    return frozenset(year for (year,) in streamed(connection, asked))


def _of_failures(files: Sequence[Path]) -> Iterator[Breach]:
    position = 0
    for batch in stored_table(files, "failures").to_batches():
        for row in batch.to_pylist():
            position += 1
            yield from failure_breaches(row, position)


_COPIES = """
    SELECT copy.report_id, copy.duplicate_of,
        original.duplicate_of IS NULL AND original.report_id <> copy.report_id AS is_first,
        said.digest = first.digest AND (
            copy.mirror OR coalesce(copy.agency_id, copy.agency) IS NOT DISTINCT FROM
                coalesce(original.agency_id, original.agency)
        ) AS says_the_same
    FROM reports AS copy JOIN reports AS original ON original.report_id = copy.duplicate_of
    JOIN digests AS said ON said.report_id = copy.report_id
    JOIN digests AS first ON first.report_id = original.report_id
    WHERE NOT (is_first AND says_the_same)
    ORDER BY copy.report_id
"""

_SPELLINGS = """
    SELECT {columns}, coalesce(printed, '')
    FROM agencies LEFT JOIN (
        SELECT agency_id, string_agg(DISTINCT agency, ' ' ORDER BY agency) AS printed
        FROM reports WHERE agency <> '' GROUP BY agency_id
    ) USING (agency_id)
    ORDER BY agency_id
"""
