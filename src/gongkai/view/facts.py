"""What was taken from a report, in the order and groups in which a page shows it, each with a name to link to.

`ReportFacts` gives them by kind; the cells of official tables also as tables, and figures by section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, Self

from gongkai.check.wording import Phrase
from gongkai.document import Locator, Unread
from gongkai.forms import Block, Column, Row, form
from gongkai.printable import printable
from gongkai.report import Report
from gongkai.rows import Unmatched, record
from gongkai.verdict import Finding, verdict_of

__all__ = [
    "FACT_KINDS",
    "FactKind",
    "FigureGroup",
    "FormGrid",
    "FormGridRow",
    "ReportFacts",
    "ShownFact",
    "StatedOfReport",
]

FactKind = Literal[
    "identity",
    "finding",
    "cell",
    "not_understood",
    "remark",
    "repair",
    "figure",
    "point",
    "document_number",
    "section",
]

FACT_KINDS: Mapping[FactKind, str] = {
    "identity": "about",
    "finding": "findings",
    "cell": "cells",
    "not_understood": "not_understood",
    "remark": "remarks",
    "repair": "repairs",
    "figure": "figures",
    "point": "points",
    "document_number": "document_numbers",
    "section": "sections",
}
"""The kinds of facts, in the order in which they are shown, and the word that heads each."""


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One fact, as it is shown and linked.

    Attributes:
        name: its id in a page.
        kind: what kind of fact it is.
        of: the row, the finding, or the remark that it is made of.
        locator: where it stands, if it stands at one place.
        in_doubt: whether a careful reader looks at it first.
    """

    name: str
    kind: FactKind
    of: Any
    locator: Locator | None
    in_doubt: bool = False

    @property
    def classes(self) -> str:
        """What kinds of thing it is, for the style of a page."""
        if isinstance(self.of, Finding):
            return f"{self.kind} {self.of.severity}"
        # Its place is that of the block in front of it.
        return f"{self.kind} behind" if isinstance(self.of, Unread) else self.kind

    @property
    def row(self) -> Mapping[str, str]:
        """What its row says, column by column, as text; what is absent is left out."""
        if isinstance(self.of, Finding):
            found = self.of
            said = {"rule": found.rule, "subject": found.subject, "outcome": found.outcome, "severity": found.severity}
            return {**said, **({"locator": str(self.locator)} if self.locator else {})}
        return {name: _shown(value) for name, value in record(self.of).items() if value is not None}


def _shown(value: Any) -> str:
    return f"{value:.12g}" if isinstance(value, float) else printable(str(value))


@dataclass(frozen=True, slots=True)
class StatedOfReport:
    """What a sentence says of the report as a whole: a line of its row of the table `reports`."""

    column: str
    value: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class FormGridRow:
    """One row of a table: what it is called, how far it is set in, and a fact, or none, for each column."""

    label: Phrase
    depth: int
    facts: tuple[ShownFact | None, ...]
    unit: str | None


@dataclass(frozen=True, slots=True)
class FormGrid:
    """Rows of a form's table that have the same columns."""

    title: str
    columns: tuple[Phrase, ...]
    rows: tuple[FormGridRow, ...]


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of one section."""

    heading: str | None
    figures: tuple[ShownFact, ...]


@dataclass(frozen=True)
class ReportFacts:
    """All that was taken from one report.

    Attributes:
        report: the report.
        findings: what was checked: what fails, the worst first, and then the rest.
    """

    report: Report
    findings: Sequence[Finding]

    @classmethod
    def of(cls, report: Report) -> Self:
        """Give what was taken from a report, and what is to be said of it.

        >>> from gongkai.pipeline import read_report
        >>> report = read_report("嘉禾县2017年政府信息公开年度报告\\n一、概述\\n收到申请7件。\\n二、主动公开".encode())
        >>> [(fact.name, str(fact.locator)) for fact in ReportFacts.of(report).of_kind("figure")]
        [('f1', 'b3:4-6')]
        """
        verdict = verdict_of(report)
        rest = (each for each in verdict.findings if each.outcome != "fails")
        return cls(report, (*verdict.failing, *rest))

    def of_kind(self, kind: FactKind) -> tuple[ShownFact, ...]:
        """Give the facts of a kind, in their order."""
        return tuple(_FACTS[kind](self))

    def all(self) -> Iterator[ShownFact]:
        """Give every fact."""
        for kind in FACT_KINDS:
            yield from self.of_kind(kind)

    @property
    def holding(self) -> tuple[Finding, ...]:
        """The rules that hold."""
        return tuple(each for each in self.findings if each.outcome == "holds")

    @property
    def not_checked(self) -> tuple[Finding, ...]:
        """The rules that could not be applied; their messages say why."""
        return tuple(each for each in self.findings if each.outcome == "not_applicable")

    def grids(self) -> Iterator[FormGrid]:
        """Give the cells of official tables as tables, one for each block of rows that share their columns."""
        facts = {fact.of.indicator_id: fact for fact in self.of_kind("cell")}
        for code, name in dict.fromkeys(tuple(indicator_id.split(".")[:2]) for indicator_id in facts):
            table = next(each for each in form(code).tables if each.code == name)
            for block in table.blocks:
                prefix = f"{code}.{name}"
                columns = _columns_filled(block, prefix, facts)
                if columns:
                    labels = tuple(Phrase(column.english, column.label) for column in columns)
                    yield FormGrid(table.title, labels, tuple(_grid_rows(block, columns, prefix, facts)))

    def figure_groups(self) -> Iterator[FigureGroup]:
        """Give the figures of the text, section by section."""
        headings = {section.section: section.heading for section in self.report.section_rows}
        for section, figures in groupby(self.of_kind("figure"), key=lambda fact: fact.of.section):
            yield FigureGroup(headings.get(section), tuple(figures))


def _columns_filled(block: Block, table: str, facts: Mapping[str, ShownFact]) -> list[Column]:
    """Give the columns of a block of which there are facts."""
    return [
        column for column in block.columns if any(f"{table}.{row.code}.{column.code}" in facts for row in block.rows)
    ]


def _grid_rows(
    block: Block, columns: Sequence[Column], table: str, facts: Mapping[str, ShownFact]
) -> Iterator[FormGridRow]:
    """Give the rows of a block of which there are facts, and those that head them."""
    rows = {row.code: row for row in block.rows}
    found = {code: tuple(facts.get(f"{table}.{code}.{column.code}") for column in columns) for code in rows}
    shown = {above for code in rows if any(found[code]) for above in _with_heads(rows[code], rows)}
    for code, row in rows.items():
        if code in shown:
            depth = len(_with_heads(row, rows)) - 1
            units = (fact.of.unit for fact in found[code] if fact is not None)
            yield FormGridRow(Phrase(row.english, row.label), depth, found[code], next(units, None))


def _with_heads(row: Row, rows: Mapping[str, Row]) -> list[str]:
    """Give the code of a row, and of those above it that head it."""
    codes = [row.code]
    while row.parent is not None and row.parent in rows:
        row = rows[row.parent]
        codes.append(row.code)
    return codes


def _identity(facts: ReportFacts) -> Iterator[ShownFact]:
    of = facts.report.identity
    stated = (
        ("period", f"{of.period_start} – {of.period_end}", of.period_locator),
        ("scope", of.scope, of.scope_locator),
    )
    for column, value, locator in stated:
        if value is not None and locator is not None:
            yield ShownFact(f"i-{column}", "identity", StatedOfReport(column, value, locator), locator)


def _findings(facts: ReportFacts) -> Iterator[ShownFact]:
    failing = (each for each in facts.findings if each.outcome == "fails")
    for number, each in enumerate(failing, start=1):
        yield ShownFact(f"k{number}", "finding", each, each.place.locator, in_doubt=True)


def _cells(facts: ReportFacts) -> Iterator[ShownFact]:
    for number, row in enumerate(facts.report.observation_rows, start=1):
        is_plain = row.status != "unreadable" and row.matched_by != "damaged_label" and row.remarks is None
        yield ShownFact(f"o{number}", "cell", row, row.locator, in_doubt=not is_plain)


def _figures(facts: ReportFacts) -> Iterator[ShownFact]:
    for row in facts.report.figure_rows:
        yield ShownFact(f"f{row.figure}", "figure", row, row.locator)


def _not_understood(facts: ReportFacts) -> Iterator[ShownFact]:
    unclear: tuple[Unmatched | Unread, ...] = (*facts.report.unmatched_rows, *facts.report.document.unread)
    for number, each in enumerate(unclear, start=1):
        yield ShownFact(f"u{number}", "not_understood", each, each.locator, in_doubt=True)


def _remarks(facts: ReportFacts) -> Iterator[ShownFact]:
    for number, each in enumerate(facts.report.document.remarks, start=1):
        yield ShownFact(f"m{number}", "remark", each, each.locator, in_doubt=True)


def _repairs(facts: ReportFacts) -> Iterator[ShownFact]:
    for row in facts.report.repair_rows:
        yield ShownFact(f"r{row.repair}", "repair", row, row.locator, in_doubt=row.certainty < 1)


def _points(facts: ReportFacts) -> Iterator[ShownFact]:
    for row in facts.report.point_rows:
        yield ShownFact(f"p{row.point}", "point", row, row.locator)


def _document_numbers(facts: ReportFacts) -> Iterator[ShownFact]:
    for row in facts.report.document_number_rows:
        yield ShownFact(f"d{row.mention}", "document_number", row, row.locator)


def _sections(facts: ReportFacts) -> Iterator[ShownFact]:
    # What stands before the first heading is a section as well, but has no place of its own.
    for row in facts.report.section_rows:
        yield ShownFact(f"s{row.section}", "section", row, row.locator if row.heading else None)


_FACTS: Mapping[FactKind, Callable[[ReportFacts], Iterable[ShownFact]]] = {
    "identity": _identity,
    "finding": _findings,
    "cell": _cells,
    "not_understood": _not_understood,
    "remark": _remarks,
    "repair": _repairs,
    "figure": _figures,
    "point": _points,
    "document_number": _document_numbers,
    "section": _sections,
}
