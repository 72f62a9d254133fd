"""From a source to its verdict: the report is read, and what can be said of it is said, or why there is nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gongkai.check.wording import Phrase
from gongkai.errors import SourceError
from gongkai.pipeline import read_report
from gongkai.printable import file_name
from gongkai.read.plugins import endings_of_plugins
from gongkai.report import Report
from gongkai.verdict.places import findings_of
from gongkai.verdict.verdicts import Verdict
from gongkai.verdict.words import refusal_of, word

__all__ = ["NoVerdict", "judge", "sources_in", "verdict_of"]

_ENDINGS = frozenset(
    {
        *(".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", ".eml", ".txt", ".md", ".json", ".xml", ".csv"),
        *(".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".pdf", ".ofd"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".zip"),
    }
)
"""How files of a folder end that may be reports; style sheets and scripts lie beside them."""

_MANIFEST = "sources.csv"
"""What tells of the files of a folder, and is none of them."""


@dataclass(frozen=True, slots=True)
class NoVerdict:
    """A source of which there is no verdict, and why."""

    source: str
    message: Phrase


def judge(source: str | os.PathLike[str] | bytes, *, name: str | None = None) -> Verdict | NoVerdict:
    """Read a report and give the verdict on it, or why there can be none.

    >>> judge(b"", name="a.html").message.english
    'a.html: the file holds no text; fetch it again'
    """
    called = name or (os.fspath(source) if not isinstance(source, bytes) else "<bytes>")
    try:
        report = read_report(source, name=name)
    except SourceError as error:
        return NoVerdict(called, refusal_of(error, file_name(called)))
    found = replace(verdict_of(report), source=called)
    if found.is_blank:
        return NoVerdict(called, word("blank", source=file_name(called)))
    return found if found.was_checked else NoVerdict(called, word("nothing_checked", source=file_name(called)))


def sources_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files of paths: a file as it is, of a folder all that may be reports, in the order of their names."""
    endings = _ENDINGS | endings_of_plugins()
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        named = (each for each in path.rglob("*") if each.suffix.lower() in endings and each.name != _MANIFEST)
        files = (each for each in named if each.is_file())
        yield from sorted(
            each for each in files if not any(part.startswith(".") for part in each.relative_to(path).parts)
        )


def verdict_of(report: Report) -> Verdict:
    """Give the verdict on a report that was read.

    >>> text = "嘉禾县2017年政府信息公开年度报告\\n一、概述\\n二、主动公开\\n公开信息8条，其中网站9条。"
    >>> report = read_report(text.encode())
    >>> [finding.rule for finding in verdict_of(report).failing]
    ['tables_present', 'part_within_whole', 'period_present', 'contents_present', 'contents_present']
    """
    return Verdict(report.document.source, report, findings_of(report.check_rows, report))
