"""Reports against other reports: the rows of each agency, and of each region, are brought together and looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as arrow
from pyarrow import compute, parquet

from gongkai.check import (
    CELL_ACROSS_YEARS,
    RULES_BETWEEN_BODIES,
    check_families,
    check_years,
    rules_across_years,
    years_of_rows,
)
from gongkai.content.breach import Breach, Tally
from gongkai.content.findings import differences
from gongkai.divisions.belonging import families
from gongkai.publish.queries import cut_together, quoted, streamed
from gongkai.rows import Check, row_of

__all__ = ["AgenciesInOrder", "agencies_of_several_years", "bodies_against_regions", "look_at_years"]

REPORTS_TOGETHER = 200
"""How many reports are looked at together; those of one agency always are."""


@dataclass(frozen=True, slots=True)
class AgenciesInOrder:
    """Agencies that follow each other by name, and the files in which their cells and findings stand."""

    cells: Path
    findings: Path
    first: str
    last: str


def agencies_of_several_years(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[AgenciesInOrder]:
    """Write the cells and findings of reports in the order of their agencies, and cut the agencies into slices."""
    cells, findings = folder / "cells.parquet", folder / "findings.parquet"
    connection.execute(_YEARS)
    rules = ", ".join(f"'{rule}'" for rule in sorted(rules_across_years()))
    for question, file in ((_CELLS, cells), (_FINDINGS.format(rules=rules), findings)):
        connection.execute(f"COPY ({question}) TO $file (FORMAT parquet, ROW_GROUP_SIZE 65536)", {"file": str(file)})
    found = connection.execute(_AGENCIES).fetchall()
    return [AgenciesInOrder(cells, findings, *names) for names in cut_together(found, REPORTS_TOGETHER)]


def look_at_years(part: AgenciesInOrder) -> Tally:
    """Apply the rules across years to the reports of some agencies."""
    cells, stored = _rows(part.cells, part), _rows(part.findings, part)
    by_report = {report_id: list(rows) for report_id, rows in groupby(stored, key=lambda row: row["report_id"])}
    tally = Tally()
    for _, of_agency in groupby(cells, key=lambda row: row["agency_id"]):
        years = list(years_of_rows([row[name] for name in _COLUMNS] for row in of_agency))
        for report_id, again in check_years(years).items():
            tally.add(differences(report_id, map(_check, by_report.pop(report_id, ())), again))
    for report_id, rows in by_report.items():
        tally.add(differences(report_id, map(_check, rows), ()))
    return tally


def bodies_against_regions(connection: duckdb.DuckDBPyConnection) -> Iterator[Breach]:
    """Apply the rules between a government or region and its bodies."""
    known = arrow.table(families())  # noqa: F841 - the database finds it by its name
    connection.execute("CREATE TABLE family AS SELECT * FROM known")
    rules = ", ".join(f"'{rule}'" for rule in sorted(RULES_BETWEEN_BODIES))
    names = ("report_id", *Check.__dataclass_fields__)
    asked = f"SELECT {quoted(names)} FROM checks WHERE rule IN ({rules}) ORDER BY report_id, subject"  # noqa: S608
    stored: dict[str, list[Check]] = {}
    for row in streamed(connection.cursor(), asked):
        stored.setdefault(row[0], []).append(_check(dict(zip(names, row, strict=True))))
    rows = streamed(connection.cursor(), _YEARS_OF_BODIES)
    for found in check_families(rows):
        for report_id, again in found.items():
            yield from differences(report_id, stored.pop(report_id, ()), again)
    for report_id, checks in stored.items():
        yield from differences(report_id, checks, ())


def _rows(file: Path, part: AgenciesInOrder) -> Iterator[dict[str, Any]]:
    name = compute.field("agency_id")
    inside = (name >= part.first) & (name <= part.last)
    yield from parquet.read_table(file, filters=inside, use_threads=False, partitioning=None).to_pylist()


def _check(row: dict[str, Any]) -> Check:
    return row_of(Check, {name: row[name] for name in Check.__dataclass_fields__})


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
    ORDER BY agency_id, report_id, indicator_id
"""  # noqa: S608 - the names are those of our own tables

_YEARS_OF_BODIES = f"""
    SELECT parent_id, year, {quoted(_COLUMNS)}
    FROM family JOIN counted USING (agency_id) LEFT JOIN observations USING (report_id)
    ORDER BY parent_id, year, report_id, indicator_id
"""  # noqa: S608 - the names are those of our own tables

_FINDINGS = """
    SELECT coalesce(several.agency_id, '') AS agency_id, checks.*
    FROM checks LEFT JOIN several USING (report_id)
    WHERE rule IN ({rules})
    ORDER BY 1, report_id, rule, subject
"""
"""A finding of a report that is held against no other year stands under no agency."""

_AGENCIES = """
    SELECT agency_id, count(*) FROM several GROUP BY agency_id
    UNION ALL
    SELECT '', 0
    ORDER BY 1
"""
