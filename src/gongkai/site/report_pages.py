"""A page a report: who, when, what fails, and every value with its place, as far as the tables of a package tell it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from gongkai.address import is_address
from gongkai.content.slices import slices_of, tables_of
from gongkai.content.stored_rows import StoredReport, stored_reports
from gongkai.errors import PackageError
from gongkai.forms import Indicator, form, indicators, indicators_by_id
from gongkai.publish.parquet import stored_table
from gongkai.publish.stored import StoredPackage
from gongkai.rows import Check, Observation
from gongkai.site.pages import templates

__all__ = ["page_of_report", "write_report_pages"]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The cells of one table of a form as a report prints them: a line a row, a place a column."""

    name: str
    title: str
    columns: Sequence[Indicator]
    lines: Sequence[tuple[Observation, Indicator, Sequence[Observation | None]]]


def write_report_pages(
    stored: StoredPackage, folder: Path, progress: Callable[[str, int, int], object] | None = None
) -> None:
    """Write the page of every report into the folder of a site.

    Raises:
        PackageError: a report has no name that gongkai gives.
    """
    names = ("reports", "agencies", "sections", "observations", "unmatched", "document_numbers", "figures", "points")
    files = {name: stored.files(name) for name in (*names, "checks", "repairs")}
    beside = _neighbours(stored)
    page = templates().get_template("report.html.j2")
    done = 0
    for part in slices_of(files):
        for report in stored_reports(tables_of(part)):
            file = folder / page_of_report(report.report_id)
            file.parent.mkdir(parents=True, exist_ok=True)
            before, after = beside.get(report.report_id, (None, None))
            file.write_text(page.render(**_told(report), before=before, after=after), encoding="utf-8")
            done += 1
            if progress is not None:
                progress("pages of reports", done, len(beside))


def page_of_report(report_id: str) -> str:
    """Give the place of the page of a report in a site.

    Raises:
        PackageError: this is no name of a report.

    >>> page_of_report("e3b0c44298fc1c14")
    'reports/e3/e3b0c44298fc1c14.html'
    """
    if not re.fullmatch("[0-9a-f]{16}", report_id):
        raise PackageError(f"{report_id!r} is no name of a report")
    return f"reports/{report_id[:2]}/{report_id}.html"


def _neighbours(stored: StoredPackage) -> Mapping[str, tuple[tuple[str, int] | None, tuple[str, int] | None]]:
    """Give the reports of the same body before and after each report, with their years."""
    columns = stored_table(stored.files("reports"), "reports").to_table(columns=["report_id", "agency_id", "year"])
    rows = sorted(
        zip(*(columns[name].to_pylist() for name in ("agency_id", "year", "report_id")), strict=True),
        key=lambda row: (row[0] or "", row[1] or 0, row[2]),
    )
    found: dict[str, tuple[tuple[str, int] | None, tuple[str, int] | None]] = {row[2]: (None, None) for row in rows}
    known = [row for row in rows if row[0] and row[1]]
    for earlier, later in pairwise(known):
        if earlier[0] == later[0]:
            found[earlier[2]] = (found[earlier[2]][0], (page_of_report(later[2]), later[1]))
            found[later[2]] = ((page_of_report(earlier[2]), earlier[1]), found[later[2]][1])
    return found


def _told(report: StoredReport) -> dict[str, Any]:
    """Give what the template of a report asks for."""
    failing = [check for check in report.rows["checks"] if check.outcome == "fails"]
    address = report.summary["url"] or ""
    return {
        "page": "report",
        "root": "../../",
        "summary": report.summary,
        "agency": report.agency,
        # What is no address of the web, such as a program for the browser, is shown and leads nowhere.
        "address": address if is_address(address) else None,
        "tables": list(_tables(report.rows["observations"])),
        "figures": report.rows["figures"],
        "sections": report.rows["sections"],
        "points": report.rows["points"],
        "unmatched": report.unmatched_in_order,
        "document_numbers": report.rows["document_numbers"],
        "repairs": report.rows["repairs"],
        "failing": sorted(failing, key=_gravest_first),
        "holding": sum(check.outcome == "holds" for check in report.rows["checks"]),
        "anchor": _anchor,
        "places": {row.indicator_id for row in report.rows["observations"]}
        | {f"figure-{row.figure}" for row in report.rows["figures"]},
    }


def _gravest_first(check: Check) -> tuple[int, str, str]:
    return ("error", "warning", "note").index(check.severity), check.rule, check.subject


def _anchor(check: Check) -> str:
    """Give the place on the page of what a check speaks of."""
    return check.subject.replace(" ", "-")


def _tables(observations: Sequence[Observation]) -> Iterator[PrintedTable]:
    known = [(indicators_by_id()[row.indicator_id], row) for row in observations]
    in_order = sorted(known, key=lambda pair: _order()[pair[0].indicator_id])
    for (code, table, columns), cells in groupby(in_order, key=lambda pair: _header(pair[0])):
        lines = []
        for _, cells_of_row in groupby(cells, key=lambda pair: pair[0].row):
            by_column = {each.column: (each, row) for each, row in cells_of_row}
            first, observed = next(iter(by_column.values()))
            lines.append((observed, first, [by_column[name][1] if name in by_column else None for name in columns]))
        header = [indicators_by_id()[f"{code}.{table}.{first.row}.{name}"] for name in columns]
        yield PrintedTable(f"{code}.{table}", _title(code, table), header, lines)


def _header(indicator: Indicator) -> tuple[str, str, tuple[str, ...]]:
    """Give the form, the table, and the columns that the form has for the row of a cell."""
    return indicator.form, indicator.table, _columns()[indicator.form, indicator.table, indicator.row]


@cache
def _columns() -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for each in indicators():
        key = each.form, each.table, each.row
        found[key] = (*found.get(key, ()), each.column)
    return found


def _title(code: str, name: str) -> str:
    return next(table.title for table in form(code).tables if table.code == name)


@cache
def _order() -> Mapping[str, int]:
    return {name: place for place, name in enumerate(indicators_by_id())}
