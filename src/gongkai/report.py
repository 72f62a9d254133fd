"""The one model of what was understood: a `Report` and the rows that it gives to the tables.

Each row class has the fields of its table in `gongkai.tables`, without `report_id`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from html import escape
from typing import Any, Literal

import pandas as pd

from gongkai import tables
from gongkai.document import Document, Locator, TextSource
from gongkai.forms import form, indicators
from gongkai.printable import printable

__all__ = [
    "Agency",
    "DocumentNumber",
    "Identity",
    "Match",
    "Observation",
    "Report",
    "Section",
    "Status",
    "UnitSource",
    "Unmatched",
    "UnmatchedReason",
    "report_id",
]

Status = Literal["reported", "blank", "not_applicable", "unreadable"]
UnitSource = Literal["printed", "form"]
Match = Literal["label", "damaged_label", "order"]
FigureKind = Literal["count", "money", "share", "change"]
FigureSource = Literal["number", "words"]
PointKind = Literal["problem", "measure"]
CheckKind = Literal["form", "prose", "prose_and_table", "metadata", "years"]
Outcome = Literal["holds", "fails", "not_applicable"]
Severity = Literal["error", "warning"]
RepairKind = Literal["dropped_characters", "gbk_shift", "traditional", "reading", "mojibake", "invisible", "masked"]
UnmatchedReason = Literal["unknown_row", "unknown_column", "heading_row", "ambiguous", "several_values"]


def report_id(data: bytes) -> str:
    """Give the name of a report: the first 16 hexadecimal digits of the SHA-256 of its bytes.

    >>> report_id(b"")
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(data).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Observation:
    """One printed cell of an official table."""

    indicator_id: str
    value: float | None
    status: Status
    unit: str | None
    unit_source: UnitSource | None
    raw: str
    locator: str
    label: str
    matched_by: Match
    similarity: float
    text_source: TextSource = "text"
    remarks: str | None = None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One numeric cell of an official table that no indicator claims."""

    locator: str
    raw: str
    value: float | None
    label: str | None
    reason: UnmatchedReason


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the text; section 0 is what stands before the first heading."""

    section: int
    number: str | None
    heading: str | None
    kind: str
    characters: int
    locator: str | None


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """One mention of an official document number."""

    mention: int
    raw: str
    issuer: str
    year: int
    serial: int
    locator: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity that the text states."""

    figure: int
    section: int
    subject: str
    value: float
    unit: str | None
    normal_value: float | None
    normal_unit: str | None
    from_value: float | None
    hedge: str | None
    kind: FigureKind
    topic: str | None
    whole: int | None
    stated: FigureSource
    raw: str
    locator: str
    sentence_locator: str
    text_source: TextSource = "text"


@dataclass(frozen=True, slots=True)
class Point:
    """One problem or measure that the report lists."""

    point: int
    section: int
    ordinal: str
    kind: PointKind
    characters: int
    locator: str


@dataclass(frozen=True, slots=True)
class Check:
    """One rule applied to one subject of a report."""

    rule: str
    subject: str
    kind: CheckKind
    left: float | None
    right: float | None
    difference: float | None
    outcome: Outcome
    severity: Severity
    message: str
    message_chinese: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One change made to damaged text before it was understood."""

    repair: int
    kind: RepairKind
    before: str
    after: str
    locator: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Agency:
    """The body that reports, under its full name."""

    agency_id: str
    name: str
    kind: str
    level: str
    division_code: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports, for which year, and when. What is absent is None, and `remarks` says why."""

    title: str | None = None
    agency: str | None = None
    agency_entry: Agency | None = None
    division_code: str | None = None
    level: str | None = None
    year: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    period_locator: str | None = None
    published: date | None = None
    published_source: str | None = None
    document_number: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """What gongkai understood of one document.

    `observations`, `unmatched`, `sections`, `document_numbers`, `figures`, `points`, `checks` and `repairs` are data
    frames with the columns that `gongkai.tables` declares; `summary` is the report's row of the table `reports`.
    All locators point into the source as it was, also where damaged text was repaired before it was understood.
    """

    data: bytes = field(repr=False)
    document: Document = field(repr=False)
    identity: Identity
    forms: tuple[str, ...]
    observation_rows: tuple[Observation, ...] = field(repr=False)
    unmatched_rows: tuple[Unmatched, ...] = field(repr=False)
    section_rows: tuple[Section, ...] = field(repr=False)
    document_number_rows: tuple[DocumentNumber, ...] = field(repr=False)
    figure_rows: tuple[Figure, ...] = field(repr=False)
    point_rows: tuple[Point, ...] = field(repr=False)
    check_rows: tuple[Check, ...] = field(default=(), repr=False)
    repair_rows: tuple[Repair, ...] = field(default=(), repr=False)

    @cached_property
    def report_id(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of the source's bytes."""
        return report_id(self.data)

    @cached_property
    def observations(self) -> pd.DataFrame:
        """One row a printed cell of the official tables; key: report_id, indicator_id."""
        return self._frame("observations", self.observation_rows)

    @cached_property
    def unmatched(self) -> pd.DataFrame:
        """One row a numeric cell of the official tables that no indicator claims; key: report_id, locator."""
        return self._frame("unmatched", self.unmatched_rows)

    @cached_property
    def sections(self) -> pd.DataFrame:
        """One row a section of the text; key: report_id, section."""
        return self._frame("sections", self.section_rows)

    @cached_property
    def document_numbers(self) -> pd.DataFrame:
        """One row a mention of an official document number; key: report_id, mention."""
        return self._frame("document_numbers", self.document_number_rows)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """One row a quantity that the text states; key: report_id, figure."""
        return self._frame("figures", self.figure_rows)

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row a problem or measure that the report lists; key: report_id, point."""
        return self._frame("points", self.point_rows)

    @cached_property
    def checks(self) -> pd.DataFrame:
        """One row a rule applied to the report; key: report_id, rule, subject."""
        return self._frame("checks", self.check_rows)

    @cached_property
    def repairs(self) -> pd.DataFrame:
        """One row a change made to damaged text; key: report_id, repair."""
        return self._frame("repairs", self.repair_rows)

    @property
    def text_source(self) -> TextSource:
        """`ocr` if some page is an image that was read by OCR, so that the report is to be compared with its pages."""
        return "ocr" if self.document.ocr_pages else "text"

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The report's row of the table `reports`."""
        known = {name: value for name, value in asdict(self.identity).items() if name != "agency_entry"}
        notices = tuple(f"{notice.kind}: {notice.detail}" for notice in self.document.notices)
        agency = self.identity.agency_entry
        return {
            **known,
            "report_id": self.report_id,
            "agency_id": agency.agency_id if agency else None,
            "forms": " ".join(self.forms),
            "source": self.document.source,
            "url": None,
            "format": self.document.format,
            "encoding": self.document.encoding,
            "text_source": self.text_source,
            "bytes": len(self.data),
            "sha256": hashlib.sha256(self.data).hexdigest(),
            "status": self._status(),
            "duplicate_of": None,
            "remarks": "\n".join((*self.identity.remarks, *notices, *self._remarks_on_tables())) or None,
        }

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Give the report's rows of a table as mappings of its columns.

        Raises:
            KeyError: the table has no rows of single reports.
        """
        if table == "reports":
            yield self.summary
            return
        for row in self._rows_by_table[table]:
            yield {"report_id": self.report_id, **_columns(row)}

    def value(self, indicator_id: str) -> float | None:
        """Give the printed number of one indicator, or None where there is none."""
        return next((row.value for row in self.observation_rows if row.indicator_id == indicator_id), None)

    def locate(self, locator: str | Locator) -> str:
        """Give the source text at a locator.

        Raises:
            KeyError: there is no such place in the document.
            ValueError: the text is no locator.
        """
        return self.document.text_at(locator)

    @cached_property
    def _rows_by_table(self) -> Mapping[str, tuple[Any, ...]]:
        return {
            "observations": self.observation_rows,
            "unmatched": self.unmatched_rows,
            "sections": self.section_rows,
            "document_numbers": self.document_number_rows,
            "figures": self.figure_rows,
            "points": self.point_rows,
            "checks": self.check_rows,
            "repairs": self.repair_rows,
        }

    def _frame(self, table: str, rows: Iterable[Any]) -> pd.DataFrame:
        return tables.frame(table, ({"report_id": self.report_id, **_columns(row)} for row in rows))

    def _status(self) -> str:
        if not self.forms:
            return "partial" if self.document.unread else "no_form"
        unclear = any(row.status == "unreadable" for row in self.observation_rows)
        is_partial = unclear or self.unmatched_rows or self._missing() or self._missing_tables()
        return "partial" if is_partial else "complete"

    def _missing_tables(self) -> list[str]:
        """Name the tables of the forms in use that were found under no form: reports mix the forms."""
        found = {name.partition(".")[2] for name in self.forms}
        forms_in_use = dict.fromkeys(name.partition(".")[0] for name in self.forms)
        return [
            f"{code}.{table.code}" for code in forms_in_use for table in form(code).tables if table.code not in found
        ]

    def _remarks_on_tables(self) -> Iterator[str]:
        missing = self._missing_tables()
        yield from (f"tables: {name} was not found" for name in missing)
        if missing or not self.forms:
            for part in self.document.unread:
                place = f"behind {part.locator}: " if part.locator else ""
                yield f"unread {part.kind}: {place}{part.detail}; it may hold a table"

    def _missing(self) -> int:
        expected = sum(".".join((each.form, each.table)) in self.forms for each in indicators())
        return expected - len(self.observation_rows)

    def _repr_html_(self) -> str:
        facts = {
            "report": self.report_id,
            "agency": self.identity.agency,
            "division": self.identity.division_code,
            "year": self.identity.year,
            "published": self.identity.published,
            "forms": ", ".join(self.forms) or "none",
            "read by OCR": f"pages {', '.join(map(str, sorted(self.document.ocr_pages)))}; compare with the source"
            if self.document.ocr_pages
            else None,
            "cells": f"{len(self.observation_rows)} understood, {len(self.unmatched_rows)} unmatched",
        }
        lines = "".join(
            f"<tr><th style='text-align:left'>{escape(name)}</th><td>{_shown(value)}</td></tr>"
            for name, value in facts.items()
            if value is not None
        )
        shown = self.observations[["label", "value", "unit", "status", "locator"]].head(12).astype(object)
        shown = shown.map(lambda value: printable(value) if isinstance(value, str) else value)
        return f"<h4>{_shown(self.identity.title or self.document.source)}</h4><table>{lines}</table>" + shown.to_html(
            index=False, na_rep="", border=0
        )


def _columns(row: Any) -> dict[str, Any]:
    # Rows are flat; `asdict` would look into every value for more.
    return {name: getattr(row, name) for name in row.__slots__}


def _shown(value: object) -> str:
    return escape(printable(str(value)))
