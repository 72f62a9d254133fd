"""Read one report: from a path or from bytes to a `Report`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from gongkai.check import check_report, check_texts
from gongkai.check.plugins import check_with_plugins, rules_of_plugins
from gongkai.document import Document, Locator
from gongkai.read import read_bytes, read_document
from gongkai.read.archive import is_archive, only_member
from gongkai.read.companions import files_beside
from gongkai.read.plugins import endings_of_plugins
from gongkai.recognise import recognise
from gongkai.recognise.one_line import part_lines
from gongkai.repair import Plan, repair
from gongkai.report import Report
from gongkai.rows import Facts, places

__all__ = ["load_plugins", "marked_by_source", "read_report", "understand"]

Row = TypeVar("Row", bound=Any)


def read_report(
    source: str | os.PathLike[str] | bytes,
    *,
    name: str | None = None,
    beside: Mapping[str, bytes] | None = None,
    keep_layout: bool = False,
) -> Report:
    """Read one annual report, from a file's path or its bytes, and understand it.

    What is larger than any report is refused. PDFium and OCR, which a file may hang or crash, work in processes of
    their own under limits of time and memory. All else is done in this process, without a clock: where files come from
    strangers, `build` gives each of them a minute in a process that it may break.

    Args:
        source: the path of a file, or its bytes; an archive may hold the report, if it holds no other.
        name: what to call the source; the path itself if left out.
        beside: style sheets and frames that a web page was saved with, as in `read_document`.
        keep_layout: whether to keep where everything stands on the pages of a PDF or scan, so that `Report.view` need
            not read it once more.

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
    document = part_lines(read_document(data, name=called, beside=beside, keep_layout=keep_layout))
    return Report(data=data, document=document, **vars(understand(document)))


def understand(document: Document) -> Facts:
    """Give what a document says, and what is to be said of that.

    Every place is one in the document as it stands, however it had to be repaired.

    Raises:
        SourceError: the document is no annual report, or more than one.
    """
    repaired = repair(document)
    facts = recognise(repaired.document)
    of_words = check_texts(repaired.document, facts.identity, facts.section_rows)
    facts = replace(facts, check_rows=tuple(of_words))
    if repaired.plan.edits:
        facts = _shown_in(document, facts, repaired.plan)
    if document.ocr_pages:
        facts = marked_by_source(facts, document)
    if document.remarks:
        facts = _with_remarks(facts, document)
    rows = facts.observation_rows, facts.figure_rows, facts.section_rows, facts.unmatched_rows
    checks = check_report(facts.identity, *rows, facts.document_number_rows)
    of_plugins = check_with_plugins(document, facts)
    return replace(facts, check_rows=(*checks, *facts.check_rows, *of_plugins))


def load_plugins() -> None:
    """Load the readers and rules that other distributions bring, so that a broken one is told before anything is read.

    Raises:
        PluginError: one of them cannot be loaded.
    """
    endings_of_plugins()
    rules_of_plugins()


def marked_by_source(facts: Facts, document: Document) -> Facts:
    """Mark the values that were read from images by OCR.

    A cell of a form that is not drawn around is then unreadable, because OCR may lose a lone digit, and what follows
    would move into its place.
    """

    def marked(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(replace(row, text_source=document.text_source_at(row.locator)) for row in rows)

    observations = (
        row if row.text_source == "text" or row.locator.row else replace(row, value=None, status="unreadable")
        for row in marked(facts.observation_rows)
    )
    return replace(facts, observation_rows=tuple(observations), figure_rows=marked(facts.figure_rows))


def _with_remarks(facts: Facts, document: Document) -> Facts:
    """Say of each observation how its cell was seen."""

    def said(place: Locator) -> str:
        return "; ".join(f"{remark.kind}: {remark.detail}" for remark in document.remarks_at(place))

    rows = (replace(row, remarks=said(row.locator) or None) for row in facts.observation_rows)
    return replace(facts, observation_rows=tuple(rows))


def _shown_in(raw: Document, facts: Facts, plan: Plan) -> Facts:
    """Point all places into the document as it was before repair, and show the text that stands there."""

    def shown(row: Row) -> Row:
        places_in_raw = {name: plan.to_raw(place) for name, place in places(row).items()}
        # A row printed with nothing behind its label is shown by the label, which is not its text.
        text = {"raw": raw.text_at(places_in_raw["locator"])} if getattr(row, "raw", "") else {}
        return replace(row, **places_in_raw, **text)

    return replace(
        facts,
        identity=shown(facts.identity),
        observation_rows=tuple(map(shown, facts.observation_rows)),
        unmatched_rows=tuple(map(shown, facts.unmatched_rows)),
        section_rows=tuple(map(shown, facts.section_rows)),
        document_number_rows=tuple(map(shown, facts.document_number_rows)),
        figure_rows=tuple(map(shown, facts.figure_rows)),
        point_rows=tuple(map(shown, facts.point_rows)),
        check_rows=tuple(map(shown, facts.check_rows)),
        repair_rows=plan.rows(),
    )
