"""From a source to its verdict: the report is read, and each check is brought to the place that it speaks of."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from gongkai.check import check_texts
from gongkai.check.plugins import rules_of_plugins
from gongkai.check.rules import rulebook
from gongkai.check.wording import Phrase
from gongkai.document import Locator
from gongkai.errors import SourceError
from gongkai.forms import EVERY_FORM, Indicator, form, indicators
from gongkai.pipeline import read_report
from gongkai.printable import file_name
from gongkai.read.plugins import endings_of_plugins
from gongkai.report import Report
from gongkai.rows import Check, Figure, Observation, Section
from gongkai.verdict.verdicts import Finding, FoundPlace, Verdict
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

_SENTENCE_ENDS = re.compile(r"(?<=[。；;！？])")

_MANIFEST = "sources.csv"
"""What tells of the files of a folder, and is none of them."""

LONGEST_SENTENCE = 120
"""Characters of a sentence that are shown."""


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
    ['tables_present', 'part_within_whole', 'period_present']
    """
    places = _Places.of(report)
    cells = report.observation_rows
    of_words = check_texts(report.document, report.identity, report.section_rows)
    return Verdict(
        source=report.document.source,
        title=report.identity.title,
        agency=report.identity.agency,
        year=report.identity.year,
        status=report.summary["status"],
        findings=tuple(_finding(check, places, report) for check in (*report.check_rows, *of_words)),
        document=report.document,
        is_blank=bool(cells) and all(cell.value is None for cell in cells),
    )


def _finding(check: Check, places: _Places, report: Report) -> Finding:
    return Finding(
        rule=check.rule,
        subject=check.subject,
        outcome=check.outcome,
        severity=check.severity,
        place=places.place(check),
        printed=_printed(check, report),
        expected=check.right,
        message=Phrase(check.message, check.message_chinese),
        source=_source(check.rule),
    )


def _printed(check: Check, report: Report) -> str | None:
    """Give what stands in the cell, or in the part of a sentence, that a finding is about."""
    place = check.locator
    if place is None or (place.row is None and place.start is None):
        return None
    return " ".join(report.document.text_at(place).split()) or None


@cache
def _source(rule: str) -> Phrase:
    """Give on whose word a rule stands: of an identity, that of the form."""
    known = {**rulebook().rules, **rules_of_plugins()}
    if rule in known:
        return known[rule].authority
    authorities = (
        form(code).authority for code in EVERY_FORM if any(each.id == rule for each in form(code).identities)
    )
    named = list(dict.fromkeys(authorities))
    return Phrase(", ".join(named), "、".join(named))


@dataclass(frozen=True)
class _Places:
    """What is known of the places of a report."""

    report: Report
    cells: Mapping[str, Observation]
    figures: Mapping[str, Figure]

    @classmethod
    def of(cls, report: Report) -> _Places:
        return cls(
            report,
            {row.indicator_id: row for row in report.observation_rows},
            {f"figure {row.figure}": row for row in report.figure_rows},
        )

    def place(self, check: Check) -> FoundPlace:
        """Give the place of a check, by what it was applied to."""
        page = check.locator.page if check.locator else None
        if check.subject in self.figures:
            figure = self.figures[check.subject]
            return FoundPlace(
                check.locator, page, section=self._section(figure.locator), sentence=self._sentence(figure)
            )
        table, row, column = _named(check.subject, self.cells.get(check.subject))
        if table is None and check.locator is not None and check.locator.row is None:
            return FoundPlace(
                check.locator, page, section=self._section(check.locator), sentence=self._around(check.locator)
            )
        # A column that is blank or missing is named by its first cell.
        row = None if check.rule in ("columns_present", "blank_cells") and column else row
        return FoundPlace(check.locator, page, table, row, column)

    def _section(self, locator: Locator) -> str | None:
        """Give the heading of the section in which a place stands."""
        before = [each for each in self.report.section_rows if _begins_by(each, locator)]
        return before[-1].heading if before else None

    def _sentence(self, figure: Figure) -> str:
        return _shortened(self.report.document.text_at(figure.sentence_locator))

    def _around(self, locator: Locator) -> str | None:
        """Give the sentence of a paragraph in which a span stands, or the paragraph's beginning."""
        text = self.report.document.text_at(replace(locator, start=None, end=None))
        if locator.start is None:
            return _shortened(text) or None
        begin = 0
        for sentence in _SENTENCE_ENDS.split(text):
            if begin <= locator.start < begin + len(sentence):
                return _shortened(sentence)
            begin += len(sentence)
        return None


def _begins_by(section: Section, locator: Locator) -> bool:
    return section.locator is not None and section.locator.reading_order <= locator.reading_order


def _named(subject: str, cell: Observation | None) -> tuple[str | None, str | None, str | None]:
    """Give the table, row and column that a subject names: 2021.requests.received.total, or less of it."""
    code, _, rest = subject.partition(".")
    if code not in EVERY_FORM:
        return None, None, None
    table_code, _, part = rest.partition(".")
    title = next((table.title for table in form(code).tables if table.code == table_code), None)
    indicator = _by_id().get(subject)
    if indicator:
        label = "".join((cell.label if cell else indicator.row_label).split())
        return title, label, indicator.column_label
    of_row = next((each for each in _by_id().values() if each.indicator_id.startswith(f"{subject}.")), None)
    if part and of_row:
        return title, of_row.row_label, None
    ending = f".{part}"
    beginning = f"{code}.{table_code}."
    of_column = next(
        (each for name, each in _by_id().items() if part and name.startswith(beginning) and name.endswith(ending)), None
    )
    return title, None, of_column.column_label if of_column else None


@cache
def _by_id() -> Mapping[str, Indicator]:
    return {indicator.indicator_id: indicator for indicator in indicators()}


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SENTENCE else f"{text[: LONGEST_SENTENCE - 1]}…"
