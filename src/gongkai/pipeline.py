"""Read one report: from a path or from bytes to a `Report`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from gongkai.check import check_report
from gongkai.document import Document, Locator
from gongkai.read import read_bytes, read_document
from gongkai.read.archive import is_archive, only_member
from gongkai.read.companions import files_beside
from gongkai.recognise import recognise
from gongkai.repair import Plan, repair
from gongkai.report import Report
from gongkai.rows import Observation

__all__ = ["marked_by_source", "read_report"]

Row = TypeVar("Row", bound=Any)


def read_report(
    source: str | os.PathLike[str] | bytes, *, name: str | None = None, beside: Mapping[str, bytes] | None = None
) -> Report:
    """Read one annual report, from a file's path or its bytes, and understand it.

    Args:
        source: the path of a file, or its bytes; an archive may hold the report, if it holds no other.
        name: what to call the source; the path itself if left out.
        beside: style sheets and frames that a web page was saved with, as in `read_document`.

    Raises:
        SourceError: the source gave no report; the message names it, the reason, and what to do.

    >>> report = read_report("嘉禾县2017年政府信息公开年度报告\\n一、概述\\n二、主动公开".encode())
    >>> report.identity.division_code, report.identity.year
    ('431024', 2017)
    """
    if isinstance(source, bytes):
        data, called = source, name or "<bytes>"
    else:
        called = name or os.fspath(source)
        data = read_bytes(source, called)
        beside = files_beside(Path(source)) if beside is None else beside
    if is_archive(data):
        member = only_member(data, called)
        data, called, beside = member.data or b"", member.name, member.beside
    document = read_document(data, name=called, beside=beside)
    repaired = repair(document)
    report = recognise(repaired.document, data)
    if repaired.plan.edits:
        report = _shown_in(document, report, repaired.plan)
    if document.ocr_pages:
        report = marked_by_source(report)
    if document.remarks:
        report = _with_remarks(report)
    rows = report.observation_rows, report.figure_rows, report.section_rows, report.unmatched_rows
    return replace(report, check_rows=check_report(report.identity, *rows))


def marked_by_source(report: Report) -> Report:
    """Mark the values that were read from images by OCR.

    A cell of a form that is not drawn around is then unreadable, because OCR may lose a lone digit, and what follows
    would move into its place.
    """

    def marked(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(replace(row, text_source=report.document.text_source_at(row.locator)) for row in rows)

    observations = (
        row
        if row.text_source == "text" or Locator.parse(row.locator).row
        else replace(row, value=None, status="unreadable")
        for row in marked(report.observation_rows)
    )
    return replace(report, observation_rows=tuple(observations), figure_rows=marked(report.figure_rows))


def _with_remarks(report: Report) -> Report:
    """Say of each observation how its cell was seen."""
    said = {
        row.locator: "; ".join(f"{remark.kind}: {remark.detail}" for remark in report.document.remarks_at(row.locator))
        for row in report.observation_rows
    }
    rows = (replace(row, remarks=said[row.locator] or None) for row in report.observation_rows)
    return replace(report, observation_rows=tuple(rows))


def _shown_in(raw: Document, report: Report, plan: Plan) -> Report:
    """Point all locators of a report into the document as it was before repair."""

    def place(locator: str | None) -> str | None:
        return str(plan.to_raw(Locator.parse(locator))) if locator is not None else None

    def placed(rows: tuple[Row, ...], *fields: str) -> tuple[Row, ...]:
        return tuple(replace(row, **{name: place(getattr(row, name)) for name in fields}) for row in rows)

    def printed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(replace(row, raw=raw.text_at(row.locator)) for row in rows)

    return replace(
        report,
        document=raw,
        identity=placed((report.identity,), "period_locator")[0],
        observation_rows=_with_raw_text(placed(report.observation_rows, "locator"), raw),
        unmatched_rows=printed(placed(report.unmatched_rows, "locator")),
        section_rows=placed(report.section_rows, "locator"),
        document_number_rows=printed(placed(report.document_number_rows, "locator")),
        figure_rows=printed(placed(report.figure_rows, "locator", "sentence_locator")),
        point_rows=placed(report.point_rows, "locator"),
        repair_rows=plan.rows(),
    )


def _with_raw_text(rows: tuple[Observation, ...], raw: Document) -> tuple[Observation, ...]:
    # A row printed with nothing behind its label is shown by the label, which is not its text.
    return tuple(replace(row, raw=raw.text_at(row.locator)) if row.raw else row for row in rows)
