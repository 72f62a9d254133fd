"""Every fact that gongkai takes from a report, as one row each, and the choices that its columns have, once.

Each class has the fields of its table in `gongkai.tables`, without `report_id`, which `Report` adds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gongkai.document import TextSource

__all__ = [
    "Agency",
    "AgencyKind",
    "Check",
    "CheckKind",
    "DocumentNumber",
    "Figure",
    "FigureKind",
    "FigureSource",
    "Identity",
    "Level",
    "Match",
    "Observation",
    "Outcome",
    "Point",
    "PointKind",
    "PublishedSource",
    "Repair",
    "RepairKind",
    "ReportStatus",
    "Section",
    "SectionKind",
    "Severity",
    "Status",
    "UnitSource",
    "Unmatched",
    "UnmatchedReason",
    "report_id",
]

Level = Literal["central", "province", "prefecture", "county", "township"]
AgencyKind = Literal["government", "department", "township", "other"]
PublishedSource = Literal["page", "metadata", "signature"]
ReportStatus = Literal["complete", "partial", "no_form"]
SectionKind = Literal[
    "preamble",
    "overview",
    "disclosure",
    "requests",
    "disputes",
    "website",
    "services",
    "supervision",
    "problems",
    "other",
    "attachment",
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
RepairKind = Literal[
    "dropped_characters", "gbk_shift", "traditional", "reading", "mojibake", "invisible", "radical", "masked"
]
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
