"""Every fact that gongkai takes from a report, as one row each, and the choices that its columns have, once.

Each class has the fields of its table in `gongkai.tables`, without `report_id`, which `Report` adds. A place is a
`Locator` in a row and text in a table: `record` and `row_of` are the only two that turn the one into the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_type_hints

from gongkai.document import Locator, TextSource

__all__ = [
    "MASK",
    "ROW_CLASSES",
    "Agency",
    "AgencyKind",
    "Check",
    "CheckKind",
    "CoverageStatus",
    "DocumentNumber",
    "Facts",
    "Figure",
    "FigureKind",
    "FigureSource",
    "Identity",
    "Level",
    "Match",
    "Observation",
    "Outcome",
    "PanelSource",
    "PanelStatus",
    "Point",
    "PointKind",
    "PublishedSource",
    "Repair",
    "RepairKind",
    "ReportStatus",
    "Scope",
    "Section",
    "SectionKind",
    "Severity",
    "Status",
    "UnitSource",
    "Unmatched",
    "UnmatchedReason",
    "places",
    "record",
    "report_id",
    "row_of",
]

Level = Literal["central", "province", "prefecture", "county", "township"]
AgencyKind = Literal["government", "office", "department", "township", "street", "zone", "vertical"]
MASK = "＊"
"""What stands in a package for each character of a number or name by which a person could be found."""

PublishedSource = Literal["page", "metadata", "signature"]
Scope = Literal["own", "government", "region"]
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
FigureKind = Literal["count", "money", "share", "change", "duration"]
FigureSource = Literal["number", "words"]
PointKind = Literal["problem", "measure"]
CheckKind = Literal["completeness", "value", "form", "law", "prose", "prose_and_table", "metadata", "years", "bodies"]
Outcome = Literal["holds", "fails", "not_applicable"]
Severity = Literal["error", "warning", "note"]
RepairKind = Literal[
    "dropped_characters",
    "gbk_shift",
    "traditional",
    "reading",
    "mojibake",
    "invisible",
    "radical",
    "masked",
    "digits_set_apart",
]
PanelSource = Literal["form", "prose"]
PanelStatus = Literal[
    "reported", "blank", "not_applicable", "unreadable", "missing", "units_differ", "contradicted", "not_in_form"
]
CoverageStatus = Literal["complete", "partial", "no_form", "missing"]
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
    locator: Locator
    label: str
    matched_by: Match
    similarity: float
    text_source: TextSource = "text"
    remarks: str | None = None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One numeric cell of an official table that no indicator claims."""

    locator: Locator
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
    locator: Locator | None


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """One mention of an official document number."""

    mention: int
    raw: str
    issuer: str
    year: int
    serial: int
    locator: Locator


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
    locator: Locator
    sentence_locator: Locator
    text_source: TextSource = "text"


@dataclass(frozen=True, slots=True)
class Point:
    """One problem or measure that the report lists."""

    point: int
    section: int
    ordinal: str
    kind: PointKind
    characters: int
    locator: Locator


@dataclass(frozen=True, slots=True)
class Check:
    """One rule applied to one subject of a report. The place is None where the document has none to show."""

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
    locator: Locator | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One change made to damaged text before it was understood."""

    repair: int
    kind: RepairKind
    before: str
    after: str
    locator: Locator
    certainty: float


@dataclass(frozen=True, slots=True)
class Agency:
    """The body that reports, under its full name; texts of several words are separated by blanks."""

    agency_id: str
    name: str
    kind: AgencyKind
    level: Level
    division_code: str | None
    fields: str | None = None
    former_places: str | None = None
    successor: str | None = None
    successor_year: int | None = None


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
    period_locator: Locator | None = None
    published: date | None = None
    published_source: str | None = None
    document_number: str | None = None
    scope: Scope | None = None
    scope_locator: Locator | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Everything that was taken from one document: who reports, the tables of the forms found, and the rows."""

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


ROW_CLASSES: Mapping[str, type] = {
    "sections": Section,
    "observations": Observation,
    "unmatched": Unmatched,
    "document_numbers": DocumentNumber,
    "figures": Figure,
    "points": Point,
    "checks": Check,
    "repairs": Repair,
}
"""The tables of which a report has rows, and the class of these; tables that others refer to come first."""

Row = TypeVar("Row")


def places(row: Any) -> dict[str, Locator]:
    """Give the places that a row names, by field, whatever the fields are called.

    >>> places(Unmatched(Locator(3, 9, 4), "7", 7.0, None, "unknown_row"))
    {'locator': Locator(block=3, row=9, column=4, start=None, end=None, page=None)}
    """
    values = ((name, getattr(row, name)) for name in row.__dataclass_fields__)
    return {name: value for name, value in values if isinstance(value, Locator)}


def record(row: Any) -> dict[str, Any]:
    """Give a row as its table has it: one value a column, places as text.

    >>> record(Unmatched(Locator(3, 9, 4), "7", 7.0, None, "unknown_row"))
    {'locator': 'b3.r9.c4', 'raw': '7', 'value': 7.0, 'label': None, 'reason': 'unknown_row'}
    """
    # Rows are flat; `asdict` would look into every value for more.
    values = {name: getattr(row, name) for name in row.__dataclass_fields__}
    return {name: str(value) if isinstance(value, Locator) else value for name, value in values.items()}


def row_of(kind: Callable[..., Row], record: Mapping[str, Any]) -> Row:
    """Read a row back from what its table has.

    Args:
        kind: the class of the row.
        record: a value for each of its fields, as `record` gives them.

    Raises:
        ValueError: what stands for a place is none.

    >>> row = Unmatched(Locator(3, 9, 4), "7", 7.0, None, "unknown_row")
    >>> row_of(Unmatched, record(row)) == row
    True
    """
    named = {name: record[name] for name in _names_of_places(kind)}
    return kind(**{**record, **{name: Locator.parse(text) for name, text in named.items() if text is not None}})


@cache
def _names_of_places(kind: Any) -> tuple[str, ...]:
    return tuple(name for name, hint in get_type_hints(kind).items() if hint is Locator or Locator in get_args(hint))
