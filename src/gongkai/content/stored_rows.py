"""Some reports of a package with all their rows, as the classes that the rest of gongkai works with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import pyarrow as arrow

from gongkai import tables
from gongkai.document import Locator
from gongkai.rows import ROW_CLASSES, Agency, Identity, Unmatched, row_of

__all__ = ["StoredReport", "stored_reports"]


@dataclass(frozen=True)
class StoredReport:
    """One report, as the tables of a package have it."""

    summary: Mapping[str, Any]
    agency: Agency | None
    rows: Mapping[str, Sequence[Any]]

    @property
    def report_id(self) -> str:
        """The name of the report."""
        return str(self.summary["report_id"])

    @cached_property
    def identity(self) -> Identity:
        """Who reports, for which year and when, as the rules need it."""
        names = Identity.__dataclass_fields__.keys() - {"agency_entry", "remarks"}
        known = {name: self.summary[name] for name in names}
        return row_of(Identity, {**known, "agency_entry": self.agency})

    @cached_property
    def unmatched_in_order(self) -> tuple[Unmatched, ...]:
        """The unmatched cells in reading order."""
        return tuple(sorted(self.rows["unmatched"], key=lambda row: row.locator.reading_order))


def stored_reports(stored: Mapping[str, arrow.Table]) -> Iterator[StoredReport]:
    """Give the reports of these tables, in the order of their names; every place in them must be one."""
    agencies = {row["agency_id"]: _agency(row) for row in stored["agencies"].to_pylist()}
    rows = {name: _rows_by_report(name, stored[name]) for name in ROW_CLASSES}
    for summary in stored["reports"].sort_by("report_id").to_pylist():
        of_report = {name: by_report.get(summary["report_id"], ()) for name, by_report in rows.items()}
        yield StoredReport(summary, agencies.get(summary["agency_id"]), of_report)


def _agency(row: Mapping[str, Any]) -> Agency:
    return Agency(**{name: row[name] for name in Agency.__dataclass_fields__})


def _rows_by_report(name: str, stored: arrow.Table) -> dict[str, list[Any]]:
    in_order = stored.sort_by([(column, "ascending") for column in tables.keys(name).primary])
    kind: Any = ROW_CLASSES[name]
    places = tables.place_columns(name)
    columns = [
        [None if text is None else _place(text) for text in values] if column in places else values
        for column in kind.__dataclass_fields__
        for values in [in_order[column].to_pylist()]
    ]
    rows: dict[str, list[Any]] = {}
    for report_id, *values in zip(in_order["report_id"].to_pylist(), *columns, strict=True):
        rows.setdefault(report_id, []).append(kind(*values))
    return rows


# The same places are named in report after report.
@lru_cache(maxsize=65_536)
def _place(text: str) -> Locator:
    return Locator.parse(text)
