"""Some hundred reports at a time, each held against its own rows: any process may do it, and none needs the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as arrow
from pyarrow import compute

from gongkai.content.breach import Breach, Tally
from gongkai.content.cells import observation_breaches, unmatched_breaches
from gongkai.content.findings import check_breaches, repair_breaches
from gongkai.content.narrative import document_number_breaches, figure_breaches, point_breaches, section_breaches
from gongkai.content.places import place_breaches
from gongkai.content.stored_rows import stored_reports
from gongkai.content.summaries import content_digest, report_breaches
from gongkai.forms import indicators
from gongkai.publish.parquet import read_few, stored_table
from gongkai.rows import ROW_CLASSES

__all__ = ["SLICE", "Looked", "Slice", "look_at", "slices_of", "tables_of"]

SLICE = 200
"""How many reports are looked at together: so many that it is worth while to open the files, and few in memory."""

_OF_ONE_REPORT = (
    report_breaches,
    observation_breaches,
    unmatched_breaches,
    section_breaches,
    document_number_breaches,
    figure_breaches,
    point_breaches,
    repair_breaches,
    check_breaches,
)


@dataclass(frozen=True, slots=True)
class Slice:
    """Reports that follow each other by name, and the files in which their rows stand."""

    files: Mapping[str, Sequence[Path]]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a slice: what contradicts itself, and what each report says, as a digest."""

    tally: Tally
    digests: Mapping[str, str]


def slices_of(files: Mapping[str, Sequence[Path]]) -> list[Slice]:
    """Cut the reports of a package into slices."""
    names = stored_table(files["reports"], "reports").to_table(columns=["report_id"])["report_id"]
    in_order = names.sort()
    return [
        Slice(files, in_order[start].as_py(), in_order[min(start + SLICE, len(in_order)) - 1].as_py())
        for start in range(0, len(in_order), SLICE)
    ]


def look_at(part: Slice) -> Looked:
    """Hold the reports of a slice against their own rows."""
    stored = tables_of(part)
    tally = Tally()
    # Without places that can be read, there is nothing to compare.
    tally.add((*place_breaches(stored), *_unknown_indicators(stored["observations"])))
    if tally.counts:
        return Looked(tally, {})
    digests: dict[str, str] = {}
    for report in stored_reports(stored):
        digests[report.report_id] = content_digest(report)
        for breaches in _OF_ONE_REPORT:
            tally.add(breaches(report))
    return Looked(tally, digests)


def tables_of(part: Slice) -> dict[str, arrow.Table]:
    """Give the rows of the reports of a slice, table by table, with their agencies."""
    name = compute.field("report_id")
    inside = (name >= part.first) & (name <= part.last)
    stored = {table: read_few(part.files[table], table, inside) for table in ("reports", *ROW_CLASSES)}
    made = compute.field("agency_id").isin(stored["reports"]["agency_id"].unique().drop_null())
    return stored | {"agencies": read_few(part.files["agencies"], "agencies", made)}


def _unknown_indicators(observations: arrow.Table) -> Iterator[Breach]:
    for indicator in observations["indicator_id"].unique().to_pylist():
        if indicator not in _indicator_ids():
            yield Breach("observations", "indicator_id", "a row", indicator, "no form has this indicator")


@cache
def _indicator_ids() -> frozenset[str]:
    return frozenset(each.indicator_id for each in indicators())
