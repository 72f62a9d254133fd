"""What was understood of one report, as tables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongkai.commands.shown import ShownTable, json_text
from gongkai.forms import indicators
from gongkai.rows import ROW_CLASSES

if TYPE_CHECKING:
    from gongkai.report import Report
    from gongkai.rows import Observation

__all__ = ["report_as_json", "report_as_tables"]


def report_as_tables(report: Report) -> Iterator[ShownTable]:
    """Give what was understood of a report: who reports, its sections, its cells, and what no indicator claims."""
    summary = [(name, value) for name, value in report.summary.items() if value not in (None, "")]
    yield ShownTable(report.identity.title or report.document.source, (), summary)
    sections = [(row.number or "", row.kind, row.heading or "", row.characters) for row in report.section_rows]
    yield ShownTable("sections", ("section", "kind", "heading", "characters"), sections)
    if report.observation_rows:
        columns = {each.indicator_id: each.column_label for each in indicators()}
        cells = [
            (row.indicator_id, row.label, columns[row.indicator_id], _value(row), row.unit or "", row.locator)
            for row in report.observation_rows
        ]
        yield ShownTable("observations", ("indicator", "label", "column", "value", "unit", "locator"), cells)
    if report.unmatched_rows:
        unmatched = [(row.locator, row.label or "", row.raw, row.reason) for row in report.unmatched_rows]
        yield ShownTable("unmatched", ("locator", "label", "printed", "reason"), unmatched)


def report_as_json(report: Report) -> str:
    """Give all that was understood of a report: its row of the table `reports`, and its rows of every other table."""
    of_tables = {table: list(report.rows(table)) for table in ROW_CLASSES}
    return json_text({"report": report.summary, **of_tables})


def _value(row: Observation) -> str:
    value = f"{row.value:,.10g}" if row.value is not None else row.status
    return f"{value} (OCR)" if row.text_source == "ocr" else value
