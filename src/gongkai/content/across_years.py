"""Reports against the other years of their agency: the rows of each agency are brought together, and looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from pyarrow import compute, parquet

from gongkai.check import CELL_ACROSS_YEARS, YearOfAgency, cell_across_years, check_years, rules_across_years
from gongkai.content.breach import Tally
from gongkai.content.findings import differences
from gongkai.rows import Check, Observation, row_of

__all__ = ["AgenciesInOrder", "agencies_of_several_years", "look_at_years"]

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
    return [AgenciesInOrder(cells, findings, part[0], part[-1]) for part in _cut(found)]


def look_at_years(part: AgenciesInOrder) -> Tally:
    """Apply the rules across years to the reports of some agencies."""
    cells, stored = _rows(part.cells, part), _rows(part.findings, part)
    by_report = {report_id: list(rows) for report_id, rows in groupby(stored, key=lambda row: row["report_id"])}
    tally = Tally()
    for _, of_agency in groupby(cells, key=lambda row: row["agency_id"]):
        years = [
            YearOfAgency(
                report_id,
                agency_id,
                year,
                [
                    cell_across_years(**{name: row[name] for name in CELL_ACROSS_YEARS})
                    for row in rows
                    if row["indicator_id"]
                ],
            )
            for (agency_id, report_id, year), rows in groupby(
                of_agency, key=lambda row: (row["agency_id"], row["report_id"], row["year"])
            )
        ]
        for report_id, again in check_years(years).items():
            tally.add(differences(report_id, map(_check, by_report.pop(report_id, ())), again))
    for report_id, rows in by_report.items():
        tally.add(differences(report_id, map(_check, rows), ()))
    return tally


def _rows(file: Path, part: AgenciesInOrder) -> Iterator[dict[str, Any]]:
    name = compute.field("agency_id")
    inside = (name >= part.first) & (name <= part.last)
    yield from parquet.read_table(file, filters=inside, use_threads=False, partitioning=None).to_pylist()


def _cell(row: dict[str, Any]) -> Observation:
    return cell_across_years(**{name: row[name] for name in CELL_ACROSS_YEARS})


def _check(row: dict[str, Any]) -> Check:
    return row_of(Check, {name: row[name] for name in Check.__dataclass_fields__})


def _cut(agencies: Sequence[tuple[str, int]]) -> Iterator[list[str]]:
    part: list[str] = []
    count = 0
    for agency, reports in agencies:
        part.append(agency)
        count += reports
        if count >= REPORTS_TOGETHER:
            yield part
            part, count = [], 0
    if part:
        yield part


_YEARS = """
    CREATE TABLE counted AS
    SELECT agency_id, report_id, year FROM reports
    WHERE agency_id IS NOT NULL AND year IS NOT NULL AND duplicate_of IS NULL;

    CREATE TABLE several AS
    SELECT agency_id, report_id, year FROM counted
    SEMI JOIN (SELECT agency_id FROM counted GROUP BY agency_id HAVING count(DISTINCT year) > 1) USING (agency_id);
"""
"""Copies count for none, and one year alone is held against nothing."""

_CELLS = """
    SELECT agency_id, report_id, year, indicator_id, value, status, unit, label, locator
    FROM several LEFT JOIN observations USING (report_id)
    ORDER BY agency_id, report_id, indicator_id
"""

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
