"""Reports against other reports: the rows of each agency, and of each region, are brought together and looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as arrow
from pyarrow import compute, parquet

from gongkai import tables
from gongkai.check import (
    CELL_ACROSS_YEARS,
    RULES_BETWEEN_BODIES,
    check_families,
    check_years,
    rules_across_years,
    years_of_rows,
)
from gongkai.content.breach import Tally
from gongkai.content.findings import differences
from gongkai.divisions.belonging import families
from gongkai.publish.ordered import in_order
from gongkai.publish.queries import cut_together, quoted
from gongkai.rows import Check, row_of

__all__ = ["Together", "agencies_of_several_years", "look_at_families", "look_at_years", "regions_with_bodies"]

REPORTS_TOGETHER = 200
"""How many reports are looked at together; those of one agency or region always are."""


@dataclass(frozen=True, slots=True)
class Together:
    """Agencies or regions that follow each other by name, and the files in which their cells and findings stand."""

    cells: Path
    findings: Path
    first: str
    last: str


def agencies_of_several_years(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Together]:
    """Write the cells and findings of reports in the order of their agencies, and cut the agencies into slices."""
    connection.execute(_YEARS)
    asked = _AskedFor("years", _CELLS, ("report_id",), "several", rules_across_years(), _AGENCIES)
    return asked.written(connection, folder)


def regions_with_bodies(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Together]:
    """Write the cells of all reports of each region, and its findings, by region and year; cut the regions into slices.

    `agencies_of_several_years` comes first.
    """
    known = arrow.table(families())  # noqa: F841 - the database finds it by its name
    connection.execute("CREATE TABLE family AS SELECT * FROM known")
    asked = _AskedFor("bodies", _CELLS_OF_BODIES, ("of_year", "report_id"), "counted", RULES_BETWEEN_BODIES, _REGIONS)
    return asked.written(connection, folder)


def look_at_years(part: Together) -> Tally:
    """Apply the rules across years to the reports of some agencies."""
    of_agencies = groupby(_rows(part.cells, part), key=lambda row: row[0])
    return _held(part, (check_years(list(years_of_rows(of_agency))) for _, of_agency in of_agencies))


def look_at_families(part: Together) -> Tally:
    """Apply the rules between a region, or its government, and its bodies."""
    return _held(part, check_families(_rows(part.cells, part)))


def _held(part: Together, again: Iterable[Mapping[str, Sequence[Check]]]) -> Tally:
    """Hold the stored findings against those that the rules give."""
    stored: dict[str, list[Check]] = {}
    for row in _rows(part.findings, part):
        known = dict(zip(_FINDING, row, strict=True))
        stored.setdefault(known["report_id"], []).append(
            row_of(Check, {name: known[name] for name in Check.__dataclass_fields__})
        )
    tally = Tally()
    for found in again:
        for report_id, checks in found.items():
            tally.add(differences(report_id, stored.pop(report_id, ()), checks))
    for report_id, of_report in stored.items():
        tally.add(differences(report_id, of_report, ()))
    return tally


def _rows(file: Path, part: Together) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a slice, of which some thousand are in memory at once."""
    with parquet.ParquetFile(file) as stored:
        groups = [
            number
            for number in range(stored.num_row_groups)
            for names in [stored.metadata.row_group(number).column(0).statistics]
            if names.min <= part.last and names.max >= part.first
        ]
        for batch in stored.iter_batches(_ROWS_IN_A_GROUP, row_groups=groups, use_threads=False):
            names = batch.column(0)
            inside = compute.and_(compute.greater_equal(names, part.first), compute.less_equal(names, part.last))
            yield from zip(*(column.to_pylist() for column in batch.filter(inside).columns), strict=True)


@dataclass(frozen=True, slots=True)
class _AskedFor:
    """What brings reports together: the questions for their cells, their findings, and how many reports each has."""

    name: str
    cells: str
    order: tuple[str, ...]
    reports: str
    rules: frozenset[str]
    counted: str

    def written(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Together]:
        """Write cells and findings in their order, and cut what brings them together into slices."""
        rules = ", ".join(f"'{rule}'" for rule in sorted(self.rules))
        counted = connection.execute(self.counted.format(rules=rules)).fetchall()
        slices = list(cut_together(counted, REPORTS_TOGETHER))
        bounds = [first for first, _ in slices]
        cells, findings = folder / f"cells_of_{self.name}.parquet", folder / f"findings_of_{self.name}.parquet"
        asked_of_checks = _FINDINGS.format(reports=self.reports, rules=rules)
        for file, question, order in (
            (cells, self.cells, (*self.order, "indicator_id")),
            (findings, asked_of_checks, ("report_id", "rule", "subject")),
        ):
            batches = connection.cursor().sql(question).to_arrow_reader(_ROWS_IN_A_GROUP)
            with parquet.ParquetWriter(file, batches.schema, compression="zstd") as writer:
                for batch in in_order(batches, (batches.schema.names[0], *order), bounds, folder):
                    writer.write_batch(batch)
        return [Together(cells, findings, *names) for names in slices]


_ROWS_IN_A_GROUP = 8_192

_YEARS = """
    CREATE TABLE counted AS
    SELECT agency_id, report_id, year, scope FROM reports
    WHERE agency_id IS NOT NULL AND year IS NOT NULL AND duplicate_of IS NULL;

    CREATE TABLE several AS
    FROM counted
    SEMI JOIN (SELECT agency_id FROM counted GROUP BY agency_id HAVING count(DISTINCT year) > 1) USING (agency_id);
"""
"""Copies count for none, and one year alone is held against nothing."""

_COLUMNS = ("agency_id", "report_id", "year", "scope", *CELL_ACROSS_YEARS)

_CELLS = f"""
    SELECT {quoted(_COLUMNS)} FROM several LEFT JOIN observations USING (report_id)
"""  # noqa: S608 - the names are those of our own tables

_CELLS_OF_BODIES = f"""
    SELECT parent_id, year AS of_year, {quoted(_COLUMNS)}
    FROM family JOIN counted USING (agency_id) LEFT JOIN observations USING (report_id)
"""  # noqa: S608 - the names are those of our own tables

_FINDING = ("agency_id", *tables.arrow_schema("checks").names)

_FINDINGS = """
    SELECT coalesce(held.agency_id, '') AS agency_id, checks.*
    FROM checks LEFT JOIN {reports} AS held USING (report_id)
    WHERE rule IN ({rules})
"""
"""A finding of a report that is held against no other stands under no agency."""

_AGENCIES = """
    SELECT agency_id, count(*) FROM several GROUP BY agency_id
    UNION ALL
    SELECT '', 0
    ORDER BY 1
"""

_REGIONS = """
    SELECT name, sum(reports)::BIGINT FROM (
        SELECT parent_id AS name, count(*) AS reports FROM family JOIN counted USING (agency_id) GROUP BY parent_id
        UNION ALL
        SELECT DISTINCT agency_id, 0 FROM checks JOIN counted USING (report_id) WHERE rule IN ({rules})
        UNION ALL
        SELECT '', 0
    )
    GROUP BY name
    ORDER BY name
"""
