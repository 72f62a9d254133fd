"""A report as plain rows of all its tables, of which each keeps what the tables declare.

A row that cannot be is left out, and so are the rows that refer to it; `reports.remarks` says which, and why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from typing import Any

from gongkai import divisions, tables
from gongkai.address import host_of
from gongkai.building.mirrors import is_mirror
from gongkai.building.privacy import without_persons
from gongkai.building.sources import NOWHERE, Origin
from gongkai.document import UNCERTAIN
from gongkai.errors import SourceError
from gongkai.forms import indicators
from gongkai.printable import printable, printable_lines
from gongkai.report import Report
from gongkai.rows import ROW_CLASSES
from gongkai.tables.rows import RowBreach, broken_references, repeated_keys, row_breaches

__all__ = ["PER_REPORT", "ReportRows", "origin_columns", "rows_of", "shown"]

PER_REPORT = tuple(ROW_CLASSES)
"""The tables of which a report has rows; those that others refer to come first."""

MOST_REMARKS = 20
"""How many rows that were left out are named; of more only the number is told."""

Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class ReportRows:
    """The rows of one report, by table: one of `reports`, one or none of `agencies`, and those of `PER_REPORT`.

    `content` is a digest of what the report says, the same for the same report in another format or page.
    """

    tables: Tables
    content: str

    @property
    def summary(self) -> Row:
        """The row of the table `reports`."""
        return self.tables["reports"][0]


def rows_of(report: Report, origin: Origin = NOWHERE) -> ReportRows:
    """Turn a report into rows that may be published.

    Args:
        report: the report.
        origin: where it was published.

    Raises:
        SourceError: the report's own row cannot be, which is a defect of ours.
    """
    agency = report.identity.agency_entry
    read: Tables = {
        "agencies": [{**asdict(agency), "spellings": report.identity.agency}] if agency else [],
        "reports": [{**report.summary, **origin_columns(origin, report.summary["host"], report.identity.agency)}],
        **{name: list(report.rows(name)) for name in PER_REPORT},
    }
    read = {name: [without_persons(name, row) for row in rows] for name, rows in _encodable(read).items()}
    kept = _Sound(read).tables
    return ReportRows(kept, _content(report, kept["observations"]))


def origin_columns(origin: Origin, host: str | None, agency: str | None) -> Row:
    """Give the columns of `reports` that tell where a report was published.

    Args:
        origin: where it was published, as a manifest or a crawl says.
        host: the host that the page itself says it came from.
        agency: the body that reports, as printed.

    >>> origin_columns(Origin(url="https://www.example.gov.cn/a.htm"), None, None)["host"]
    'www.example.gov.cn'
    """
    host = host_of(origin.url) if origin.url else host
    return {
        "url": origin.url,
        "host": host,
        "fetched": origin.fetched,
        "payload_digest": origin.payload_digest,
        "mirror": is_mirror(origin.url, host, agency),
    }


class _Sound:
    """Tables of one report, and what had to be left out of them."""

    def __init__(self, read: Tables) -> None:
        self._left_out: list[str] = []
        self.tables: Tables = {name: self._of_table(name, rows) for name, rows in read.items()}
        for name in ("reports", *PER_REPORT):
            while broken := dict(broken_references(name, self.tables[name], self._known())):
                self.tables[name] = self._without(name, self.tables[name], broken)
        for name in _SHOWN:
            self.tables[name] = [shown(name, row) for row in self.tables[name]]
        if self._left_out:
            (summary,) = self.tables["reports"]
            summary["status"] = "partial"
            found = {row["indicator_id"].rpartition(".")[0].rpartition(".")[0] for row in self.tables["observations"]}
            summary["forms"] = " ".join(name for name in summary["forms"].split() if name in found)
            summary["remarks"] = "\n".join(filter(None, (summary["remarks"], *self._remarks())))

    def _of_table(self, name: str, rows: list[Row]) -> list[Row]:
        kept = rows
        # A row that had a value emptied may break another rule, but has a value less each time.
        while broken := {place: found[0] for place, row in enumerate(kept) if (found := row_breaches(name, row))}:
            kept = self._without(name, kept, broken)
        return self._without(name, kept, dict(repeated_keys(name, kept)))

    def _without(self, name: str, rows: list[Row], broken: Mapping[int, RowBreach]) -> list[Row]:
        return [row for place, row in enumerate(rows) if place not in broken or self._kept(name, row, broken[place])]

    def _kept(self, name: str, row: Row, breach: RowBreach) -> bool:
        """Empty what breaks a rule, where a report or a reference may do without it, and else give up the row."""
        is_reference = len(breach.columns) > 1 or name == "reports"
        emptied = next((each for each in breach.columns if is_reference and _may_be_empty(name, each)), None)
        place = row.get("locator") or ", ".join(str(row.get(key)) for key in tables.keys(name).primary)
        if emptied is not None:
            row[emptied] = None
            self._left_out.append(f"emptied: {name} at {place}: {breach}")
            return True
        if name == "reports":
            raise SourceError(str(row.get("source")), "internal", str(breach))
        self._left_out.append(f"left out: {name} at {place}: {breach}")
        return False

    def _known(self) -> dict[tuple[str, tuple[str, ...]], Set[tuple[Any, ...]]]:
        inside = {
            (foreign.table, foreign.references): {
                tuple(row[column] for column in foreign.references) for row in self.tables[foreign.table]
            }
            for name in ("reports", *PER_REPORT)
            for foreign in tables.keys(name).foreign
            if foreign.table in self.tables
        }
        return {**inside, **_official(self.tables["reports"][0]["year"])}

    def _remarks(self) -> Iterator[str]:
        yield from map(printable, self._left_out[:MOST_REMARKS])
        if len(self._left_out) > MOST_REMARKS:
            yield f"left out: {len(self._left_out) - MOST_REMARKS} more"


def shown(table: str, row: Row) -> Row:
    """Give a row with what it says itself made printable, as it may quote a source."""
    return row | {column: printable_lines(row[column]) for column in _SHOWN.get(table, ()) if row[column]}


_SHOWN: Mapping[str, tuple[str, ...]] = {
    "reports": ("source", "remarks"),
    "observations": ("remarks",),
    "checks": ("message", "message_chinese"),
}
"""Texts of our own, which may quote a source's; what is the source's alone stays as it is."""


@lru_cache(maxsize=32)
def _official(year: int | None) -> dict[tuple[str, tuple[str, ...]], Set[tuple[Any, ...]]]:
    in_force = divisions.rows(year, year) if year is not None and year >= divisions.years()[0] else ()
    return {
        ("indicators", ("indicator_id",)): {(each.indicator_id,) for each in indicators()},
        ("divisions", ("code", "year")): {(each.code, each.year) for each in in_force},
    }


@cache
def _may_be_empty(table: str, column: str) -> bool:
    return bool(tables.schema(table).columns[column].nullable) if column in tables.schema(table).columns else False


def _encodable(read: Tables) -> Tables:
    """Give rows whose texts can be written: half a surrogate pair is no character, and stands for one that is lost."""
    return {
        name: [{column: _as_text(value) for column, value in row.items()} for row in rows]
        for name, rows in read.items()
    }


def _as_text(value: Any) -> Any:
    if not isinstance(value, str) or value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return "".join(UNCERTAIN if "\ud800" <= character <= "\udfff" else character for character in value)
    return value


def _content(report: Report, observations: Sequence[Row]) -> str:
    """Give a digest of what a report says, which is the same for the same report in another format or page."""
    said: list[Any] = [report.identity.agency_entry or report.identity.agency, report.identity.year]
    if observations:
        said += [(row["indicator_id"], row["status"], row["value"]) for row in observations]
    else:
        said += ["".join(text.split()) for _, text in report.document.paragraphs()]
    return hashlib.sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()
