"""Cells of official tables: each raw text is read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from gongkai.content.breach import Breach
from gongkai.content.replay import ReplayedRepairs
from gongkai.content.stored_rows import StoredReport
from gongkai.document import Locator
from gongkai.forms import indicators, signed_indicators
from gongkai.recognise.values import STATUSES, CellValue, read_cell, read_change
from gongkai.rows import MASK, Observation

__all__ = ["observation_breaches", "unmatched_breaches"]


def observation_breaches(report: StoredReport) -> Iterator[Breach]:
    """Read every cell again: value, status and unit against the raw text; no cell is two indicators'."""
    repairs = ReplayedRepairs(report.rows["repairs"])
    claimed: dict[Locator, str] = {}
    for row in report.rows["observations"]:
        name = f"{report.report_id} {row.indicator_id}"
        text = repairs.read(row.raw, row.locator) if row.raw else ""
        if text is None:
            yield Breach("observations", "raw", name, row.raw, "a repair of its place found another text there")
            continue
        read = read_change(text) if row.indicator_id in signed_indicators() else read_cell(text)
        yield from _value(row, read, name)
        yield from _unit(row, read, name)
        if row.matched_by != "order" and (row.matched_by == "label") != (row.similarity == 1):
            expected = f"`matched_by` is {row.matched_by!r}, and `label` means a similarity of 1"
            yield Breach("observations", "similarity", name, row.similarity, expected)
        other = claimed.setdefault(row.locator, row.indicator_id) if row.raw else row.indicator_id
        if other != row.indicator_id:
            yield Breach("observations", "locator", name, row.locator, f"this cell is that of {other}")


def unmatched_breaches(report: StoredReport) -> Iterator[Breach]:
    """Read every unmatched cell again; none of them is that of an observation."""
    repairs = ReplayedRepairs(report.rows["repairs"])
    claimed = {row.locator: row.indicator_id for row in report.rows["observations"] if row.raw}
    for row in report.rows["unmatched"]:
        name = f"{report.report_id} {row.locator}"
        text = repairs.read(row.raw, row.locator)
        read = read_cell(text) if text is not None else None
        number = read.number if read is not None else None
        is_told = row.value is not None or MASK in row.raw or (read is not None and read.kind == "uncertain")
        if not is_told or number != row.value:
            yield Breach("unmatched", "value", name, row.value, f"the raw text {row.raw!r} says {number}")
        if row.locator in claimed:
            yield Breach("unmatched", "locator", name, row.locator, f"this cell is that of {claimed[row.locator]}")


def _value(row: Observation, read: CellValue, name: str) -> Iterator[Breach]:
    status = STATUSES[read.kind]
    value = read.number if status == "reported" else None
    if (row.value, row.status) == (value, status):
        return
    if row.status == "unreadable" and row.value is None and _may_be_unreadable(row):
        return
    if row.value != value:
        yield Breach("observations", "value", name, row.value, f"the raw text {row.raw!r} says {value}")
    if row.status != status:
        yield Breach("observations", "status", name, row.status, f"the raw text {row.raw!r} is {status!r}")


def _may_be_unreadable(row: Observation) -> bool:
    """Tell where a cell is in doubt for another reason than its own text."""
    # Lines that were read by OCR, or whose lone characters were lost, may lack a digit.
    in_lines = row.locator.row is None
    return row.remarks is not None or row.raw == "" or (row.text_source == "ocr" and in_lines)


def _unit(row: Observation, read: CellValue, name: str) -> Iterator[Breach]:
    of_form = _units().get(row.indicator_id)
    if read.unit is not None:
        if (row.unit, row.unit_source) != (read.unit, "printed"):
            expected = f"the raw text {row.raw!r} prints {read.unit!r}"
            yield Breach("observations", "unit", name, (row.unit, row.unit_source), expected)
    elif row.unit_source != "printed" and row.unit != of_form:
        yield Breach("observations", "unit", name, row.unit, f"the form says {of_form!r}")
    if (row.unit is None) != (row.unit_source is None):
        yield Breach("observations", "unit_source", name, row.unit_source, f"the unit is {row.unit!r}")


@cache
def _units() -> Mapping[str, str | None]:
    return {each.indicator_id: each.unit for each in indicators()}
