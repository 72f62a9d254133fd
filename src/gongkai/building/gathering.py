"""Parts of all shards -> the tables of the package: what one report says of another is found here, and only here.

Everything is done by a database that keeps what does not fit into its memory on disk, and tables come out of it as a
stream that is brought into its order piece by piece, so that a build of any size takes the same memory. Every part is
read a few times, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as arrow
from pyarrow import parquet

from gongkai import divisions, tables
from gongkai.building.parts import DOCUMENTS, SOURCES, Manifest, Parts, part_schema
from gongkai.building.rows import PER_REPORT, shown
from gongkai.check import CELL_ACROSS_YEARS, check_families, check_years, years_of_rows
from gongkai.divisions.belonging import families
from gongkai.errors import Reason, SourceError
from gongkai.publish.ordered import ROWS_IN_A_PIECE, in_order
from gongkai.publish.queries import connected, cut_together, open_files, quoted, streamed
from gongkai.publish.reservation import SPILL
from gongkai.rows import Check, record
from gongkai.tables.built_in import BUILT_IN, built_in

__all__ = ["NOW", "Gathering", "gathering"]

NOW = arrow.schema(
    [(name, arrow.string()) for name in ("key", "shard", "source", "title", "path")] + [("first", arrow.int64())]
)
"""The sources of this build in a file of Parquet: the shard in which each was read, and what the package cites."""

_BATCH_ROWS = 8_192


@contextmanager
def gathering(parts: Parts, manifests: Sequence[Manifest], now: Path, work: Path) -> Iterator[Gathering]:
    """Open the parts of a build together.

    Args:
        parts: the place of the parts.
        manifests: the shards of the sources.
        now: the file of the sources of this build, as `NOW`.
        work: a folder for what does not fit into memory.
    """
    spill = work / SPILL
    spill.mkdir(exist_ok=True)
    with connected({}, spill) as base:
        if not parts.are_local:
            base.register_filesystem(parts.files)
        across = work / "across.parquet"
        try:
            yield Gathering(base, parts, manifests, now, across, spill)
        finally:
            across.unlink(missing_ok=True)


class Gathering:
    """All that was read for a build. The first of each report, in the order of the sources, is the one that counts."""

    def __init__(
        self,
        base: duckdb.DuckDBPyConnection,
        parts: Parts,
        manifests: Sequence[Manifest],
        now: Path,
        across: Path,
        spill: Path,
    ) -> None:
        self._base = base
        self._spill = spill
        for table in (DOCUMENTS, SOURCES, "agencies", "reports", *PER_REPORT):
            self._see(f"part_{table}", parts.tables(table, manifests), part_schema(table))
        self._see("current", [str(now)], NOW)
        base.execute(_NAMED)
        self._give_names()
        self._base.execute(_OF_REPORTS)
        self._write_across(across)
        self._see("across", [str(across)], tables.arrow_schema("checks"))

    def counts(self) -> dict[Reason, int]:
        """Give how many failures there are, by reason, those with the most first."""
        found = self._base.execute("SELECT reason, count(*) FROM failure GROUP BY reason ORDER BY 2 DESC, 1")
        return dict(found.fetchall())

    def reports(self) -> int:
        """Give how many reports there are."""
        return self._number("SELECT count(*) FROM winner")

    def documents(self) -> int:
        """Give how many documents were read."""
        return self.reports() + self._number("SELECT count(*) FROM failure")

    def passed_over(self) -> int:
        """Give how many records of crawls were no reports."""
        return self._number(
            "SELECT coalesce(sum(passed_over), 0)::BIGINT FROM part_sources JOIN current USING (key, shard)"
        )

    def messages(self, most: int) -> list[str]:
        """Give what to say of the first failures."""
        found = self._base.execute("SELECT name, reason, detail FROM failure ORDER BY place LIMIT ?", [most])
        return [str(SourceError(name, reason, detail or "")) for name, reason, detail in found.fetchall()]

    def citations(self) -> list[dict[str, str]]:
        """Give the originals that a manifest names, in the order of the sources."""
        found = self._base.execute("SELECT title, path FROM current WHERE title IS NOT NULL ORDER BY source, first")
        return [{"title": title, **({"path": path} if path else {})} for title, path in found.fetchall()]

    def tables(self) -> dict[str, Iterable[arrow.RecordBatch]]:
        """Give every table that a package is made of, its rows in the order of its key."""
        return {table: self._batches(table) for table in tables.BASE_TABLES}

    def _batches(self, table: str) -> Iterator[arrow.RecordBatch]:
        match table:
            case _ if table in BUILT_IN:
                yield from _official(table, self._later_years()).to_batches()
            case "agencies":
                yield from self._ask(_AGENCIES, table)
            case "failures":
                yield from self._failures()
            case "reports":
                yield from self._of_reports(table, self._ask(_REPORTS, table))
            case "checks":
                yield from self._of_reports(table, self._read(table), self._ask("FROM across", table))
            case _:
                yield from self._of_reports(table, self._read(table))

    def _of_reports(self, table: str, *batches: Iterable[arrow.RecordBatch]) -> Iterator[arrow.RecordBatch]:
        """Bring rows that are named by their report first into the order of their key."""
        rows = self._number(f"SELECT count(*) FROM part_{table}")  # noqa: S608
        bounds = _bounds_of_names(rows // ROWS_IN_A_PIECE + 1)
        yield from in_order(chain(*batches), tables.keys(table).primary, bounds, self._spill)

    def _read(self, table: str) -> Iterator[arrow.RecordBatch]:
        """Give the rows of the reports that count, in any order."""
        columns = quoted(tables.arrow_schema(table).names)
        yield from self._ask(f"SELECT {columns} FROM part_{table} SEMI JOIN winner USING (shard, report_id)", table)  # noqa: S608

    def _ask(self, question: str, table: str) -> Iterator[arrow.RecordBatch]:
        schema = tables.arrow_schema(table)
        for batch in self._batches_of(question):
            yield from arrow.Table.from_batches([batch]).select(schema.names).cast(schema).to_batches()

    def _batches_of(self, question: str) -> Iterator[arrow.RecordBatch]:
        # A cursor of its own, so that several tables may be read at the same time.
        yield from self._base.cursor().sql(question).to_arrow_reader(_BATCH_ROWS)

    def _failures(self) -> Iterator[arrow.RecordBatch]:
        schema = tables.arrow_schema("failures")
        found = streamed(
            self._base.cursor(),
            "SELECT name, reason, detail, bytes, sha256 FROM failure ORDER BY place",
        )
        rows = (
            {
                "failure": number,
                "source": name,
                "reason": reason,
                "detail": detail,
                "message": str(SourceError(name, reason, detail or "")),
                "bytes": size,
                "sha256": digest,
            }
            for number, (name, reason, detail, size, digest) in enumerate(found, start=1)
        )
        while batch := list(islice(rows, _BATCH_ROWS)):
            yield from arrow.Table.from_pylist(batch, schema=schema).to_batches()

    def _later_years(self) -> frozenset[int]:
        """Give the years of reports that no division is known for."""
        found = self._base.execute(
            "SELECT DISTINCT year FROM report WHERE division_code IS NOT NULL AND year IS NOT NULL"
        )
        return frozenset(year for (year,) in found.fetchall()) - frozenset(divisions.years())

    def _see(self, name: str, paths: Sequence[str], schema: arrow.Schema) -> None:
        """Let a table of the database be what stands in files; without files it is empty."""
        if paths:
            open_files(self._base, name, paths)
        else:
            empty = schema.empty_table()  # noqa: F841 - the database finds it by its name
            self._base.execute(f"CREATE TABLE {name} AS SELECT * FROM empty")  # noqa: S608

    def _number(self, question: str) -> int:
        (found,) = self._base.execute(question).fetchone() or (0,)
        return int(found)

    def _give_names(self) -> None:
        """Give each document a name of its own: two may have one, in two encodings or in one archive."""
        repeated = self._base.execute("SELECT place, name, again FROM named WHERE again > 1 ORDER BY place").fetchall()
        given: dict[int, str] = {}
        taken: set[str] = set()
        for place, name, number in repeated:
            while (free := f"{name} ({number})") in taken or self._is_taken(free):
                number += 1
            taken.add(free)
            given[place] = free
        if given:
            names = arrow.table({"place": list(given), "name": list(given.values())})  # noqa: F841 - found by its name
            self._base.execute("UPDATE named SET name = names.name FROM names WHERE named.place = names.place")

    def _is_taken(self, name: str) -> bool:
        return bool(self._base.execute("SELECT 1 FROM named WHERE name = ? LIMIT 1", [name]).fetchone())

    def _write_across(self, file: Path) -> None:
        """Write the checks that hold a report against other reports; a copy counts for none."""
        schema = tables.arrow_schema("checks")
        rows = (
            shown("checks", {"report_id": report_id, **record(check)})
            for found in chain(self._checks_of_years(), self._checks_of_bodies())
            for report_id, checks in found.items()
            for check in checks
        )
        # The writer remembers each row group, so that there must not be one for each agency.
        with parquet.ParquetWriter(file, schema) as writer:
            while batch := list(islice(rows, _BATCH_ROWS)):
                writer.write_table(arrow.Table.from_pylist(batch, schema=schema))

    def _checks_of_years(self) -> Iterator[Mapping[str, tuple[Check, ...]]]:
        """Check the reports of each agency that has some of several years, in the order of the sources."""
        counted = "SELECT agency_id, count(*) FROM several GROUP BY agency_id ORDER BY agency_id"
        rows = self._cells(_YEARS_OF_AGENCIES, ("agency_id",), counted)
        for _, of_agency in groupby(rows, key=lambda row: row[0]):
            yield check_years(list(years_of_rows(of_agency)))

    def _checks_of_bodies(self) -> Iterator[Mapping[str, tuple[Check, ...]]]:
        """Check the reports of each government or region beside those of the bodies that belong to it."""
        known = arrow.table(families())  # noqa: F841 - the database finds it by its name
        self._base.execute("CREATE TABLE family AS SELECT * FROM known")
        counted = "SELECT parent_id, count(*) FROM family JOIN report USING (agency_id) GROUP BY parent_id ORDER BY 1"
        yield from check_families(self._cells(_YEARS_OF_BODIES, ("parent_id", "of_year"), counted))

    def _cells(self, question: str, together: Sequence[str], counted: str) -> Iterator[tuple[Any, ...]]:
        """Give cells by what brings their reports together; those of a report stand in the order of the sources."""
        reports_of_each = self._base.execute(counted).fetchall()
        bounds = [first for first, _ in cut_together(reports_of_each, REPORTS_TOGETHER)]
        cells = self._batches_of(question.format(columns=quoted(CELL_ACROSS_YEARS)))
        for batch in in_order(cells, [*together, "place", "indicator_id"], bounds, self._spill):
            yield from zip(*(column.to_pylist() for column in batch.drop_columns(["place"])), strict=True)


REPORTS_TOGETHER = 500
"""The cells of so many reports, more or less, are held beside one another at once."""


def _bounds_of_names(number: int) -> list[str]:
    """Cut the names of all reports that may be into ranges that have about as many, and give the first of each.

    >>> _bounds_of_names(4)
    ['000000', '400000', '800000', 'c00000']
    """
    return [f"{place * 16**6 // number:06x}" for place in range(number)]


_official = lru_cache(maxsize=4)(built_in)
"""Builds that follow one another mostly want the same tables."""


# What a member of an archive is called gives way to the name of a file, and what comes later to what comes first.
_NAMED = """
    CREATE TABLE named AS
    SELECT *, row_number() OVER (PARTITION BY name ORDER BY name <> source, place) AS again
    FROM (
        SELECT document.*, current.source,
            row_number() OVER (ORDER BY current.source, current.first, document.key, document.position) AS place
        FROM part_documents AS document JOIN current USING (key, shard)
    )
"""

# These stay in memory, as far as there is room: of each document only what is asked for below.
_OF_REPORTS = """
    CREATE TABLE winner AS
    SELECT place, shard, report_id, content, name, url, host, fetched, payload_digest, mirror
    FROM named WHERE report_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY report_id ORDER BY mirror, place) = 1;

    CREATE TABLE failure AS
    SELECT named.place, named.name, named.bytes, named.sha256,
        CASE WHEN named.report_id IS NULL THEN named.reason ELSE 'duplicate' END AS reason,
        CASE WHEN named.report_id IS NULL THEN named.detail ELSE winner.name END AS detail
    FROM named LEFT JOIN winner USING (report_id)
    WHERE named.report_id IS NULL OR named.place <> winner.place;

    DROP TABLE named;

    CREATE TABLE report AS
    SELECT winner.place, winner.shard, winner.report_id, year, scope,
        CASE WHEN NOT winner.mirror THEN agency_id END AS agency_id,
        CASE WHEN NOT winner.mirror THEN division_code END AS division_code,
        CASE WHEN NOT winner.mirror THEN level END AS level,
        concat_ws(
            chr(10), read.remarks,
            CASE WHEN winner.mirror AND agency_id IS NOT NULL THEN 'agency_id: a mirror names no agency' END
        ) AS said,
        nullif(
            first_value(winner.report_id) OVER (PARTITION BY winner.content ORDER BY winner.mirror, winner.place),
            winner.report_id
        ) AS duplicate_of
    FROM winner JOIN part_reports AS read USING (shard, report_id);

    CREATE TABLE several AS
    FROM report WHERE agency_id IS NOT NULL AND year IS NOT NULL AND duplicate_of IS NULL
    QUALIFY min(year) OVER (PARTITION BY agency_id) < max(year) OVER (PARTITION BY agency_id);

    ALTER TABLE winner DROP content;
"""

_REPORTS = """
    SELECT read.* REPLACE (
        winner.name AS source, winner.url AS url, winner.host AS host, winner.fetched AS fetched,
        winner.payload_digest AS payload_digest, winner.mirror AS mirror, report.agency_id AS agency_id,
        report.level AS level, report.division_code AS division_code, report.duplicate_of AS duplicate_of,
        nullif(report.said, '') AS remarks
    )
    FROM winner JOIN part_reports AS read USING (shard, report_id) JOIN report USING (report_id)
"""

_AGENCIES = """
    SELECT latest.* REPLACE (spellings AS spellings)
    FROM (
        SELECT agency_id, max_by(agency, struct_pack(year := coalesce(year, 0), report_id := report_id)) AS latest,
            string_agg(DISTINCT spellings, ' ' ORDER BY spellings) AS spellings
        FROM part_agencies AS agency SEMI JOIN (FROM winner WHERE NOT mirror) AS own USING (shard, report_id)
        GROUP BY agency_id
    )
    ORDER BY agency_id
"""

_YEARS_OF_AGENCIES = """
    SELECT several.agency_id, report_id, several.year, several.scope, {columns}, place
    FROM several LEFT JOIN part_observations USING (shard, report_id)
"""

_YEARS_OF_BODIES = """
    SELECT parent_id, report.year AS of_year, report.agency_id, report_id, report.year, report.scope, {columns}, place
    FROM family JOIN report USING (agency_id) LEFT JOIN part_observations USING (shard, report_id)
    WHERE report.year IS NOT NULL AND duplicate_of IS NULL
"""
