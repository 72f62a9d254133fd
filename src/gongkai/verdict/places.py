"""Where a finding stands, as a reader looks for it: in a row and column of a table, or in a sentence of a section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import cast, get_args

from gongkai.check.plugins import rules_of_plugins
from gongkai.check.rules import rulebook
from gongkai.check.wording import Phrase
from gongkai.document import Locator
from gongkai.forms import EVERY_FORM, form, indicators_by_id
from gongkai.report import Report
from gongkai.rows import Check, Figure, Observation, Section
from gongkai.verdict.verdicts import Finding, FoundPlace, ReportPart

__all__ = ["findings_of", "sentences"]

_SENTENCE_ENDS = re.compile(r"(?<=[。；;！？])")

LONGEST_SENTENCE = 120
"""Characters of a sentence that are shown."""


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Give the sentences of a text with where they begin.

    >>> list(sentences("一。二；"))
    [(0, '一。'), (2, '二；')]
    """
    begin = 0
    for sentence in filter(None, _SENTENCE_ENDS.split(text)):
        yield begin, sentence
        begin += len(sentence)


def findings_of(checks: Iterable[Check], report: Report) -> tuple[Finding, ...]:
    """Bring checks of a report to the places that they speak of, with what stands there and on whose word they are."""
    places = _Places.of(report)
    return tuple(_finding(check, places, report) for check in checks)


def _finding(check: Check, places: _Places, report: Report) -> Finding:
    place, printed = places.place(check), _printed(check, report)
    return Finding(
        rule=check.rule,
        subject=check.subject,
        outcome=check.outcome,
        severity=check.severity,
        place=place,
        # A sentence that is shown need not be shown again.
        printed=None if printed is not None and _shortened(printed) == place.sentence else printed,
        expected=check.right,
        message=Phrase(check.message, check.message_chinese),
        source=_source(check.rule),
    )


def _printed(check: Check, report: Report) -> str | None:
    """Give what stands in the cell, or in the part of a sentence, that a finding is about."""
    place = check.locator
    # What is missing stands nowhere; its place is what it would stand behind.
    if place is None or check.kind == "completeness" or (place.row is None and place.start is None):
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
            section, sentence = self._section(check.locator), self._around(check.locator)
            is_heading = section is not None and sentence is not None and sentence.endswith(section)
            return FoundPlace(check.locator, page, section=section, sentence=None if is_heading else sentence)
        if check.locator is None and check.subject in get_args(ReportPart):
            return FoundPlace(part=cast("ReportPart", check.subject))
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
        start = locator.start
        return next((_shortened(each) for begin, each in sentences(text) if begin <= start < begin + len(each)), None)


def _begins_by(section: Section, locator: Locator) -> bool:
    return section.locator is not None and section.locator.reading_order <= locator.reading_order


def _named(subject: str, cell: Observation | None) -> tuple[str | None, str | None, str | None]:
    """Give the table, row and column that a subject names: 2021.requests.received.total, or less of it."""
    code, _, rest = subject.partition(".")
    if code not in EVERY_FORM:
        return None, None, None
    table_code, _, row_code = rest.partition(".")
    table = next((table for table in form(code).tables if table.code == table_code), None)
    title = table.title if table else None
    if indicator := indicators_by_id().get(subject):
        # Where groups of columns stand side by side, what is printed over a cell is row and column at once.
        is_label = table is not None and table.layout != "groups"
        label = cell.label if cell and is_label else indicator.row_label
        return title, "".join(label.split()), indicator.column_label
    of_row = (each for name, each in indicators_by_id().items() if row_code and name.startswith(f"{subject}."))
    row = next(of_row, None)
    return title, row.row_label if row else None, None


def _shortened(text: str) -> str:
    """Give a text in one line, cut where it is long.

    >>> _shortened("一\\n 二")
    '一 二'
    """
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SENTENCE else f"{text[: LONGEST_SENTENCE - 1]}…"
