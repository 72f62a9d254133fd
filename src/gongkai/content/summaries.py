"""The rows of reports, agencies and failures: what follows from other columns and rows is worked out again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from gongkai.address import host_of, is_address
from gongkai.check import is_complete, missing_tables
from gongkai.content.breach import Breach
from gongkai.content.stored_rows import StoredReport
from gongkai.divisions import lineage, state
from gongkai.divisions.table import spans
from gongkai.document import PAGED
from gongkai.errors import SourceError
from gongkai.recognise.who.agencies import read_agency
from gongkai.recognise.who.kinds import described
from gongkai.rows import Agency
from gongkai.tables import arrow_schema, place_columns

__all__ = ["agency_breaches", "content_digest", "failure_breaches", "report_breaches"]

_DIGITS = 16


def report_breaches(report: StoredReport) -> Iterator[Breach]:
    """Hold the row of a report against its own columns and all rows of the report."""
    expected = {
        "report_id": (report.summary["sha256"][:_DIGITS], "the digest of the source begins so"),
        "level": (report.agency.level if report.agency else None, "its agency has this level"),
    }
    for column, (value, reason) in expected.items():
        if report.summary[column] != value:
            yield Breach("reports", column, report.report_id, report.summary[column], f"{reason}: {value!r}")
    yield from _division(report)
    forms = sorted({".".join(row.indicator_id.split(".")[:2]) for row in report.rows["observations"]})
    if sorted(report.summary["forms"].split()) != forms:
        others = f"the observations are of {', '.join(forms) or 'none'}"
        yield Breach("reports", "forms", report.report_id, report.summary["forms"], others)
    yield from _status(report)
    yield from _body(report)
    yield from _places(report)
    if report.summary["url"] is not None and not is_address(report.summary["url"]):
        yield Breach("reports", "url", report.report_id, report.summary["url"], "this is no address of the web")
    if report.summary["url"] is not None and report.summary["host"] != host_of(report.summary["url"]):
        yield Breach("reports", "host", report.report_id, report.summary["host"], "the address has another host")
    for column, other in (
        ("published", "published_source"),
        ("period_end", "period_locator"),
        ("scope", "scope_locator"),
    ):
        if (report.summary[column] is None) != (report.summary[other] is None):
            # A period that cannot be has a place, and no days.
            if column == "period_end" and report.summary[column] is None and report.summary["period_start"] is None:
                continue
            found = report.summary[other]
            yield Breach("reports", other, report.report_id, found, f"{column} is {report.summary[column]}")


def _division(report: StoredReport) -> Iterator[Breach]:
    """Hold the division of a report's year against that of its agency, which may have changed its code since."""
    code, year = report.summary["division_code"], report.summary["year"]
    of_agency = report.agency.division_code if report.agency else None
    if (_last_code(code, year) if code is not None and year is not None else code) != of_agency:
        expected = f"its agency has this division: {of_agency!r}"
        yield Breach("reports", "division_code", report.report_id, code, expected)


def _last_code(code: str, year: int) -> str | None:
    try:
        return lineage(code, state(year)).last_code
    except (KeyError, ValueError):
        return None


_TOLD_TOGETHER = {"published": "published_source", "period_end": "period_locator", "scope": "scope_locator"}
"""Columns that are filled where another is."""


def content_digest(report: StoredReport) -> str:
    """Give a digest of what a report says, whoever says it, which is the same for a copy of it."""
    cells = [(row.indicator_id, row.status, row.value) for row in report.rows["observations"]]
    said = report.summary["year"], cells
    return hashlib.sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()


def agency_breaches(row: Mapping[str, Any], printed: str) -> Iterator[Breach]:
    """Hold an agency against the spellings that its reports print."""
    name = row["agency_id"]
    if row["spellings"] != printed:
        yield Breach("agencies", "spellings", name, row["spellings"], f"its reports print {printed!r}")
    code, _, body = name.partition("-")
    places = {None: None} if row["level"] == "central" else _places_since(code)
    if row["division_code"] not in places:
        yield Breach("agencies", "division_code", name, row["division_code"], "its name begins with another code")
    elif row["former_places"] != places[row["division_code"]]:
        former = places[row["division_code"]]
        yield Breach("agencies", "former_places", name, row["former_places"], f"its division had the names {former!r}")
    if not row["name"].endswith(body):
        yield Breach("agencies", "name", name, row["name"], f"its name ends in {body!r}")
    again = described(Agency(**{column: row[column] for column in Agency.__dataclass_fields__}))
    for column in ("fields", "successor", "successor_year"):
        if row[column] != getattr(again, column):
            yield Breach("agencies", column, name, row[column], f"it follows that it is {getattr(again, column)!r}")


@cache
def _places_since(first_code: str) -> dict[str | None, str | None]:
    """Give the last codes of the divisions that had a code first, and the names that they had before their last."""
    lines = (lineage(span.code, span.first_year) for span in spans() if span.code == first_code)
    return {line.last_code: " ".join(line.former_names) or None for line in lines if line.first_code == first_code}


def failure_breaches(row: Mapping[str, Any], position: int) -> Iterator[Breach]:
    """Count a failure, and say it, again."""
    if row["failure"] != position:
        yield Breach("failures", "failure", row["source"], row["failure"], f"it is number {position}")
    said = str(SourceError(row["source"], row["reason"], row["detail"] or ""))
    if row["message"] != said:
        yield Breach("failures", "message", row["source"], row["message"], f"such a failure is told as {said!r}")
    if (row["bytes"] is None) != (row["sha256"] is None):
        yield Breach("failures", "bytes", row["source"], row["bytes"], f"the digest is {row['sha256']!r}")


def _status(report: StoredReport) -> Iterator[Breach]:
    names = str(report.summary["forms"]).split()
    found, remarks = report.summary["status"], str(report.summary["remarks"] or "").split("\n")
    missing = missing_tables(names)
    told = [line for line in remarks if line.startswith("tables: ") and line.endswith(" was not found")]
    if told != [f"tables: {name} was not found" for name in missing]:
        expected = f"missing are {', '.join(missing) or 'none'}"
        yield Breach("reports", "remarks", report.report_id, "; ".join(told), expected)
    observations = report.rows["observations"]
    if names:
        lacking = not is_complete(report.rows["checks"])
        unclear = any(row.status == "unreadable" for row in observations)
        unclear = unclear or any(line.startswith(_OF_ROWS) for line in remarks)
        expected = "partial" if unclear or lacking or report.rows["unmatched"] else "complete"
    else:
        expected = "partial" if any(line.startswith(("unread ", *_OF_ROWS)) for line in remarks) else "no_form"
    if found != expected:
        yield Breach("reports", "status", report.report_id, found, f"its rows make it {expected!r}")


_OF_ROWS = ("left out: ", "emptied: ")
"""How remarks begin that tell of rows which cannot be in a package."""


def _body(report: StoredReport) -> Iterator[Breach]:
    """Read the printed name of the body again, where the report's text is not needed for it."""
    printed, year = report.summary["agency"], report.summary["year"]
    if report.summary["mirror"]:
        if report.summary["agency_id"] is not None:
            yield Breach("reports", "agency_id", report.report_id, report.summary["agency_id"], "a mirror names none")
        return
    read = read_agency(printed, year, "").agency if printed is not None else None
    if read is None or read == report.agency:
        return
    if report.agency is None or read.agency_id != report.agency.agency_id:
        found = report.summary["agency_id"]
        yield Breach("reports", "agency_id", report.report_id, found, f"{printed!r} is {read.agency_id!r}")
        return
    for column, value in asdict(report.agency).items():
        if getattr(read, column) != value:
            expected = f"{printed!r} is {getattr(read, column)!r}"
            yield Breach("agencies", column, report.agency.agency_id, value, expected)


def _places(report: StoredReport) -> Iterator[Breach]:
    """Hold pages against the format, and what was read by OCR against the pages."""
    paged = report.summary["format"] in PAGED
    by_page: dict[int | None, str] = {}
    for table, rows in report.rows.items():
        columns = place_columns(table)
        says_source = "text_source" in arrow_schema(table).names
        for row in rows:
            for column in columns:
                place = getattr(row, column)
                if place is not None and (place.page is not None) != paged:
                    expected = f"the source is {report.summary['format']}"
                    yield Breach(table, column, report.report_id, place, expected)
            if says_source and by_page.setdefault(row.locator.page, row.text_source) != row.text_source:
                name = f"{report.report_id} {row.locator}"
                yield Breach(table, "text_source", name, row.text_source, "of its page it is another")
    if "ocr" in by_page.values() and report.summary["text_source"] != "ocr":
        found = report.summary["text_source"]
        yield Breach("reports", "text_source", report.report_id, found, "some of its rows were read by OCR")
