"""The rows of a package, one report at a time, as the classes that the rest of gongkai works with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import pyarrow as arrow

from gongkai import tables
from gongkai.rows import ROW_CLASSES, Agency, Identity, Unmatched, row_of

__all__ = ["StoredReport", "StoredRows"]


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


class StoredRows:
    """The tables of a package in the order of their keys, so that the rows of a report stand together."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._tables = {
            name: arrow.Table.from_pandas(
                frame.sort_values(list(tables.keys(name).primary)), preserve_index=False
            ).combine_chunks()
            for name, frame in frames.items()
            if name not in ("divisions", "indicators")
        }
        self._spans = {name: _spans(self._tables[name]["report_id"].to_pylist()) for name in ROW_CLASSES}
        self.agencies = {row["agency_id"]: row for row in self._tables["agencies"].to_pylist()}
        self.failures: list[dict[str, Any]] = self._tables["failures"].to_pylist()

    def summaries(self) -> list[dict[str, Any]]:
        """Give the rows of the table `reports`, those of one agency side by side."""
        rows: list[dict[str, Any]] = self._tables["reports"].to_pylist()
        return sorted(rows, key=lambda row: (row["agency_id"] or "", row["report_id"]))

    def report(self, summary: Mapping[str, Any]) -> StoredReport:
        """Give a report with all its rows."""
        entry = self.agencies.get(summary["agency_id"])
        agency = Agency(**{name: entry[name] for name in Agency.__dataclass_fields__}) if entry else None
        return StoredReport(
            summary, agency, {name: tuple(self._rows(name, summary["report_id"])) for name in ROW_CLASSES}
        )

    def _rows(self, name: str, report_id: str) -> Iterator[Any]:
        start, end = self._spans[name].get(report_id, (0, 0))
        for row in self._tables[name].slice(start, end - start).to_pylist():
            del row["report_id"]
            yield row_of(ROW_CLASSES[name], row)


def _spans(names: Sequence[str]) -> dict[str, tuple[int, int]]:
    spans: dict[str, tuple[int, int]] = {}
    for number, name in enumerate(names):
        start, _ = spans.get(name, (number, number))
        spans[name] = start, number + 1
    return spans
