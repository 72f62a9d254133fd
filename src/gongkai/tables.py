"""Every table and column of the data package, declared once.

The Arrow schemas, the package descriptor and the data dictionary are derived from the pandera models here.
All columns are backed by Arrow, so that a missing value is never a zero and a whole number stays whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow

from gongkai.errors import REASONS

__all__ = [
    "TABLES",
    "ForeignKey",
    "TableKeys",
    "arrow_schema",
    "frame",
    "keys",
    "schema",
    "validate",
]

Text = Annotated[pd.ArrowDtype, arrow.string()]
Whole = Annotated[pd.ArrowDtype, arrow.int64()]
Number = Annotated[pd.ArrowDtype, arrow.float64()]
Date = Annotated[pd.ArrowDtype, arrow.date32()]

LEVELS = ["central", "province", "prefecture", "county", "township"]
AGENCY_KINDS = ["government", "department", "township", "other"]
OBSERVATION_STATUSES = ["reported", "blank", "not_applicable", "unreadable"]
UNIT_SOURCES = ["printed", "form"]
MATCHES = ["label", "damaged_label", "order"]
UNMATCHED_REASONS = ["unknown_row", "unknown_column", "heading_row", "ambiguous", "several_values"]
SECTION_KINDS = [
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
FIGURE_KINDS = ["count", "money", "share", "change"]
FIGURE_SOURCES = ["number", "words"]
POINT_KINDS = ["problem", "measure"]
CHECK_KINDS = ["form", "prose", "prose_and_table", "metadata", "years"]
OUTCOMES = ["holds", "fails", "not_applicable"]
SEVERITIES = ["error", "warning"]
REPAIR_KINDS = ["dropped_characters", "gbk_shift", "traditional", "reading", "mojibake", "invisible", "masked"]
FORMATS = ["html", "text", "pdf", "docx", "doc", "rtf", "xlsx", "xls"]
PUBLISHED_SOURCES = ["page", "metadata", "signature"]


def _field(
    title: str,
    description: str,
    *,
    example: str | float,
    unit: str | None = None,
    nullable: bool = False,
    **constraints: Any,
) -> Any:
    return pa.Field(
        title=title,
        description=description,
        nullable=nullable,
        metadata={"example": example, "unit": unit},
        **constraints,
    )


class _Table(pa.DataFrameModel):
    class Config:
        strict = True
        ordered = True


class _OfReport(_Table):
    report_id: Text = _field(
        "Report",
        "First 16 hexadecimal digits of the SHA-256 of the source's bytes.",
        example="1a2b3c4d5e6f7081",
        str_matches=r"^[0-9a-f]{16}$",
    )


class Reports(_OfReport):
    """One row is one document that was read as an annual report."""

    title: Text = _field(
        "Title", "Title of the report, as printed.", example="嘉禾县2017年政府信息公开年度报告", nullable=True
    )
    agency: Text = _field(
        "Agency as printed", "Body that reports, as the title names it.", example="嘉禾县", nullable=True
    )
    agency_id: Text = _field("Agency", "The body across years and spellings.", example="431024-人民政府", nullable=True)
    division_code: Text = _field(
        "Division code",
        "GB/T 2260 code of the body's division, as in force at the end of the report year.",
        example="431024",
        nullable=True,
        str_matches=r"^\d{6}$",
    )
    level: Text = _field("Level", "Level of the body.", example="county", nullable=True, isin=LEVELS)
    year: Whole = _field("Report year", "Year that the report is about.", example=2017, nullable=True, ge=2003, le=2100)
    period_start: Date = _field(
        "Period from",
        "First day that the figures cover, where the report says so.",
        example="2017-01-01",
        nullable=True,
    )
    period_end: Date = _field(
        "Period to",
        "Last day that the figures cover, where the report says so.",
        example="2017-12-31",
        nullable=True,
    )
    period_locator: Text = _field(
        "Place of the period", "Where the period stands in the source.", example="b6:168-185", nullable=True
    )
    published: Date = _field(
        "Published", "Day of publication that the page gives.", example="2018-01-20", nullable=True
    )
    published_source: Text = _field(
        "Source of the publication day",
        "`page`: a line or table of the page says so; `metadata`: the page's HTML metadata; "
        "`signature`: the date under the report.",
        example="page",
        nullable=True,
        isin=PUBLISHED_SOURCES,
    )
    document_number: Text = _field(
        "Document number",
        "The report's own document number, as printed.",
        example="嘉政办函〔2018〕3号",
        nullable=True,
    )
    forms: Text = _field(
        "Forms found",
        "Official tables recognised, as form.table, separated by blanks; empty when there is none.",
        example="2014.statistics",
    )
    source: Text = _field(
        "Source", "Path of the source inside the folder that was built from.", example="jiahe-2017.html"
    )
    url: Text = _field(
        "URL",
        "Address of the original, where the folder's `sources.csv` gives it.",
        example="https://www.example.gov.cn/report.html",
        nullable=True,
    )
    format: Text = _field("Format", "Format found from the content.", example="html", isin=FORMATS)
    encoding: Text = _field("Encoding", "Character encoding found.", example="utf-8", nullable=True)
    bytes: Whole = _field("Size", "Size of the source.", example=16163, unit="byte", ge=1)
    sha256: Text = _field("SHA-256", "Digest of the source's bytes.", example="0" * 64, str_matches=r"^[0-9a-f]{64}$")
    status: Text = _field(
        "Status",
        "`complete`: every cell of the tables found is printed and understood or printed blank; `partial`: some cell "
        "is missing, unreadable or unmatched; `no_form`: the report has no official table.",
        example="complete",
        isin=["complete", "partial", "no_form"],
    )
    duplicate_of: Text = _field(
        "Duplicate of",
        "The first report in the package with the same content.",
        example="1a2b3c4d5e6f7081",
        nullable=True,
    )
    remarks: Text = _field(
        "Remarks",
        "Why a column of this row is empty, and what was odd about the bytes; sentences separated by a line end.",
        example="division_code: 2 divisions are called 朝阳区 in 2017",
        nullable=True,
    )

    class Config:
        title = "Reports"


class Indicators(_Table):
    """One row is one cell that an official form defines."""

    indicator_id: Text = _field(
        "Indicator",
        "form.table.row.column",
        example="2014.statistics.requests_received.count",
        str_matches=r"^\d{4}(\.[a-z0-9_]+){3}$",
    )
    form: Text = _field("Form", "Year from which the form applies.", example="2014", isin=["2014", "2019", "2021"])
    table: Text = _field("Table", "Table of the form.", example="statistics")
    row: Text = _field("Row", "Code of the row.", example="requests_received")
    column: Text = _field("Column", "Code of the column.", example="count")
    row_label: Text = _field("Row label", "Label of the row, as the form prints it.", example="收到申请数")
    column_label: Text = _field("Column label", "Label of the column, as the form prints it.", example="统计数")
    row_english: Text = _field("Row in English", "What the row counts.", example="Requests received")
    column_english: Text = _field("Column in English", "What the column holds.", example="count")
    unit: Text = _field(
        "Unit", "Unit that the form gives; empty where agencies print their own.", example="件", nullable=True
    )
    parent: Text = _field(
        "Parent",
        "Code of the row, or label of the group, that this row stands under.",
        example="requests",
        nullable=True,
    )

    class Config:
        title = "Indicators"


class Observations(_OfReport):
    """One row is one printed cell of an official table."""

    indicator_id: Text = _field("Indicator", "The cell of the form.", example="2014.statistics.requests_received.count")
    value: Number = _field("Value", "The printed number; empty unless status is `reported`.", example=7, nullable=True)
    status: Text = _field(
        "Status",
        "`reported`: a number is printed; `blank`: nothing is printed; `not_applicable`: a dash, a stroke or 无 is "
        "printed; `unreadable`: something is printed that gives no single number.",
        example="reported",
        isin=OBSERVATION_STATUSES,
    )
    unit: Text = _field("Unit", "Unit of the value.", example="件", nullable=True)
    unit_source: Text = _field(
        "Source of the unit",
        "`printed`: stands in the document; `form`: taken from the official form.",
        example="printed",
        nullable=True,
        isin=UNIT_SOURCES,
    )
    raw: Text = _field("Raw text", "Text of the cell, as printed.", example="7")
    locator: Text = _field(
        "Locator",
        "Where the cell stands: block, row, column, characters, counted from 1.",
        example="b12.r23.c3",
    )
    label: Text = _field("Label as printed", "The row label that claims the cell.", example="（一）收到申请数")
    matched_by: Text = _field(
        "Matched by",
        "`label`: the label is the form's or a known variant; `damaged_label`: the label is close to it; `order`: the "
        "rows before and after leave one place.",
        example="label",
        isin=MATCHES,
    )
    similarity: Number = _field(
        "Similarity", "Similarity of the printed label to the form's, 1 is equal.", example=1.0, ge=0, le=1
    )

    class Config:
        title = "Observations"


class Unmatched(_OfReport):
    """One row is one numeric cell of an official table that no indicator claims."""

    locator: Text = _field("Locator", "Where the cell stands.", example="b12.r66.c3")
    raw: Text = _field("Raw text", "Text of the cell, as printed.", example="3")
    value: Number = _field("Value", "The printed number, where it is one.", example=3, nullable=True)
    label: Text = _field("Label as printed", "The label nearest to the cell.", example="其中：本级数", nullable=True)
    reason: Text = _field(
        "Reason",
        "`unknown_row`: the form has no such row; `unknown_column`: no such column; `heading_row`: the row is a "
        "heading in the form; `ambiguous`: more than one row of the form fits; `several_values`: more than one number "
        "stands in the place of one.",
        example="unknown_row",
        isin=UNMATCHED_REASONS,
    )

    class Config:
        title = "Unmatched cells"


class Sections(_OfReport):
    """One row is one section of a report's text."""

    section: Whole = _field(
        "Section", "Place among the report's sections; 0 is the text before the first.", example=1, ge=0
    )
    number: Text = _field("Printed number", "Number of the section, as printed.", example="一", nullable=True)
    heading: Text = _field("Heading", "Heading without its number.", example="概述", nullable=True)
    kind: Text = _field("Kind", "What the section is about.", example="overview", isin=SECTION_KINDS)
    characters: Whole = _field(
        "Length", "Characters of the section's text, blanks aside.", example=812, unit="character", ge=0
    )
    locator: Text = _field("Locator", "Where the section begins.", example="b7", nullable=True)

    class Config:
        title = "Sections"


class DocumentNumbers(_OfReport):
    """One row is one mention of an official document number (发文字号) in a report."""

    mention: Whole = _field("Mention", "Place among the report's mentions.", example=1, ge=1)
    raw: Text = _field("Raw text", "The number, as printed.", example="湘政办函〔2017〕44号")
    issuer: Text = _field("Issuer's mark", "The characters before the year.", example="湘政办函")
    year: Whole = _field("Year", "Year of the document.", example=2017, ge=1949, le=2100)
    serial: Whole = _field("Serial number", "Number within the year.", example=44, ge=1)
    locator: Text = _field("Locator", "Where it stands.", example="b20:61-72")

    class Config:
        title = "Document numbers"


class Figures(_OfReport):
    """One row is one quantity that the text of a report states."""

    figure: Whole = _field("Figure", "Place among the report's figures, in reading order.", example=1, ge=1)
    section: Whole = _field("Section", "Section that it stands in.", example=2, ge=0)
    subject: Text = _field("Subject", "What is counted, in the words of the text.", example="门户网站报送信息")
    value: Number = _field("Value", "The printed number, in the printed unit.", example=3010)
    unit: Text = _field("Unit", "Unit as printed; empty where none is.", example="条", nullable=True)
    normal_value: Number = _field(
        "Normal value", "The number written out: 26.8万条 is 268000.", example=3010, nullable=True
    )
    normal_unit: Text = _field("Normal unit", "Unit of the normal value: 条, 元, %.", example="条", nullable=True)
    from_value: Number = _field(
        "Earlier value", "Where the text says from A to B: A, in the printed unit.", example=71.1, nullable=True
    )
    hedge: Text = _field("Hedge", "Word that makes the number approximate.", example="余", nullable=True)
    kind: Text = _field(
        "Kind",
        "`count`: a number of things; `money`: an amount; `share`: a part of a whole in percent; `change`: a rise or "
        "fall.",
        example="count",
        isin=FIGURE_KINDS,
    )
    topic: Text = _field("Topic", "Service or duty that the figure is about.", example="website", nullable=True)
    whole: Whole = _field(
        "Whole", "Figure of the same report that this one is a part or share of.", example=1, nullable=True, ge=1
    )
    stated: Text = _field(
        "Stated",
        "`number`: printed as a number; `words`: stated in words, such as 未收到申请, which is 0.",
        example="number",
        isin=FIGURE_SOURCES,
    )
    raw: Text = _field("Raw text", "The number with its unit, as printed.", example="3010条")
    locator: Text = _field("Locator", "Where the number stands.", example="b8:61-66")
    sentence_locator: Text = _field("Place of the sentence", "Where its sentence stands.", example="b8:0-93")

    class Config:
        title = "Figures"


class Points(_OfReport):
    """One row is one problem or measure that a report lists."""

    point: Whole = _field("Point", "Place among the report's points.", example=1, ge=1)
    section: Whole = _field("Section", "Section that it stands in.", example=6, ge=0)
    ordinal: Text = _field("Ordinal", "Its number, as printed.", example="一是")
    kind: Text = _field("Kind", "A problem, or a measure against one.", example="problem", isin=POINT_KINDS)
    characters: Whole = _field("Length", "Characters of its text.", example=41, unit="character", ge=1)
    locator: Text = _field("Locator", "Where it stands.", example="b21:5-46")

    class Config:
        title = "Points"


class Checks(_OfReport):
    """One row is one rule applied to one subject of one report."""

    rule: Text = _field("Rule", "Name of the rule.", example="requests_by_means")
    subject: Text = _field(
        "Subject", "What the rule was applied to.", example="2014.statistics.requests_received.count"
    )
    kind: Text = _field(
        "Kind",
        "`form`: an identity of the form; `prose`: inside the text; `prose_and_table`: text against table; `metadata`: "
        "dates and titles; `years`: against other years of the agency.",
        example="form",
        isin=CHECK_KINDS,
    )
    left: Number = _field("Left side", "Value of the left side.", example=7, nullable=True)
    right: Number = _field("Right side", "Value of the right side.", example=7, nullable=True)
    difference: Number = _field("Difference", "Left side less right side.", example=0, nullable=True)
    outcome: Text = _field("Outcome", "Whether the rule holds.", example="holds", isin=OUTCOMES)
    severity: Text = _field(
        "Severity",
        "`error`: arithmetic that cannot be so; `warning`: what agencies may define differently.",
        example="error",
        isin=SEVERITIES,
    )
    message: Text = _field(
        "Message", "The finding, or why the rule does not apply, in English.", example="121 is not 9 + 125"
    )
    message_chinese: Text = _field("Message in Chinese", "The same in Chinese.", example="121不等于9与125之和")

    class Config:
        title = "Checks"


class Repairs(_OfReport):
    """One row is one change made to damaged text before it was understood. The raw text and its locator stay."""

    repair: Whole = _field("Repair", "Place among the report's repairs.", example=1, ge=1)
    kind: Text = _field("Kind", "Kind of damage undone.", example="dropped_characters", isin=REPAIR_KINDS)
    before: Text = _field("Before", "Text as it stands in the source.", example="〔201744号")
    after: Text = _field("After", "Text as it was read.", example="〔2017〕44号")
    locator: Text = _field("Locator", "Where the raw text stands.", example="b12:89-96")
    certainty: Number = _field(
        "Certainty",
        "1 where one reading is left by the text itself, less where a word list decides.",
        example=1,
        ge=0,
        le=1,
    )

    class Config:
        title = "Repairs"


class Agencies(_Table):
    """One row is one body, across years and spellings."""

    agency_id: Text = _field("Agency", "Division code and name of the body.", example="431024-人民政府")
    name: Text = _field("Name", "Full name of the body.", example="嘉禾县人民政府")
    kind: Text = _field("Kind", "Kind of body.", example="government", isin=AGENCY_KINDS)
    level: Text = _field("Level", "Level of the body.", example="county", isin=LEVELS)
    division_code: Text = _field(
        "Division code",
        "GB/T 2260 code of its division; empty for bodies of the central government.",
        example="431024",
        nullable=True,
        str_matches=r"^\d{6}$",
    )
    spellings: Text = _field("Spellings", "Names as printed, separated by blanks.", example="嘉禾县")

    class Config:
        title = "Agencies"


class Divisions(_Table):
    """One row is one division of GB/T 2260 in one year, as in force on 31 December."""

    code: Text = _field("Code", "Six-digit code.", example="431024", str_matches=r"^\d{6}$")
    year: Whole = _field("Year", "Year of the state.", example=2017)
    name: Text = _field("Name", "Official name.", example="嘉禾县")
    full_name: Text = _field("Full name", "Name with the divisions above.", example="湖南省郴州市嘉禾县")
    level: Text = _field("Level", "Level of the division.", example="county", isin=["province", "prefecture", "county"])
    parent: Text = _field("Parent", "Code of the division above.", example="431000", nullable=True)

    class Config:
        title = "Divisions"


class Failures(_Table):
    """One row is one source that gave no report, and why."""

    source: Text = _field("Source", "Path of the source inside the folder that was built from.", example="a.pdf")
    reason: Text = _field("Reason", "Kind of failure in one word.", example="unsupported_format", isin=list(REASONS))
    detail: Text = _field("Detail", "What was seen.", example="PDF", nullable=True)
    message: Text = _field("Message", "What happened and what to do.", example="a.pdf: …; …")
    bytes: Whole = _field(
        "Size",
        "Size of the source, where it could be read.",
        example=412842,
        unit="byte",
        nullable=True,
        ge=0,
    )
    sha256: Text = _field("SHA-256", "Digest of the bytes, where they could be read.", example="0" * 64, nullable=True)

    class Config:
        title = "Failures"


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values stand in the key columns of another table, unless they are empty."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableKeys:
    """The primary key of a table, and what it refers to."""

    primary: tuple[str, ...]
    foreign: tuple[ForeignKey, ...] = ()


TABLES: dict[str, type[pa.DataFrameModel]] = {
    "reports": Reports,
    "indicators": Indicators,
    "observations": Observations,
    "unmatched": Unmatched,
    "sections": Sections,
    "document_numbers": DocumentNumbers,
    "figures": Figures,
    "points": Points,
    "checks": Checks,
    "repairs": Repairs,
    "agencies": Agencies,
    "divisions": Divisions,
    "failures": Failures,
}

_TO_REPORT = ForeignKey(("report_id",), "reports", ("report_id",))
_TO_SECTION = ForeignKey(("report_id", "section"), "sections", ("report_id", "section"))

_KEYS: dict[str, TableKeys] = {
    "reports": TableKeys(
        ("report_id",),
        (
            ForeignKey(("agency_id",), "agencies", ("agency_id",)),
            ForeignKey(("division_code", "year"), "divisions", ("code", "year")),
            ForeignKey(("duplicate_of",), "reports", ("report_id",)),
        ),
    ),
    "indicators": TableKeys(("indicator_id",)),
    "observations": TableKeys(
        ("report_id", "indicator_id"),
        (_TO_REPORT, ForeignKey(("indicator_id",), "indicators", ("indicator_id",))),
    ),
    "unmatched": TableKeys(("report_id", "locator"), (_TO_REPORT,)),
    "sections": TableKeys(("report_id", "section"), (_TO_REPORT,)),
    "document_numbers": TableKeys(("report_id", "mention"), (_TO_REPORT,)),
    "figures": TableKeys(("report_id", "figure"), (_TO_REPORT, _TO_SECTION)),
    "points": TableKeys(("report_id", "point"), (_TO_REPORT, _TO_SECTION)),
    "checks": TableKeys(("report_id", "rule", "subject"), (_TO_REPORT,)),
    "repairs": TableKeys(("report_id", "repair"), (_TO_REPORT,)),
    "agencies": TableKeys(("agency_id",)),
    "divisions": TableKeys(("code", "year"), (ForeignKey(("parent", "year"), "divisions", ("code", "year")),)),
    "failures": TableKeys(("source",)),
}


def schema(table: str) -> pa.DataFrameSchema:
    """Give the pandera schema of a table.

    Raises:
        KeyError: there is no such table.

    >>> list(schema("sections").columns)[:3]
    ['report_id', 'section', 'number']
    """
    if table not in TABLES:
        raise KeyError(f"no table {table!r}; the tables are {', '.join(TABLES)}")
    declared = TABLES[table].to_schema()
    declared.unique = list(_KEYS[table].primary)
    return declared


def keys(table: str) -> TableKeys:
    """Give the primary and foreign keys of a table.

    >>> keys("observations").primary
    ('report_id', 'indicator_id')
    """
    schema(table)
    return _KEYS[table]


def arrow_schema(table: str) -> arrow.Schema:
    """Give the Arrow schema of a table, derived from the pandera model.

    >>> arrow_schema("observations").field("value").type
    DataType(double)
    """
    return arrow.schema(
        arrow.field(name, _arrow_type(column), nullable=column.nullable)
        for name, column in schema(table).columns.items()
    )


def frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Make a validated data frame of a table from its rows, in their order.

    Raises:
        pandera.errors.SchemaErrors: the rows break the table's schema.

    >>> frame("failures", []).shape
    (0, 6)
    """
    data = arrow.Table.from_pylist(list(rows), schema=arrow_schema(table))
    return validate(table, data.to_pandas(types_mapper=pd.ArrowDtype))


def validate(table: str, data: pd.DataFrame) -> pd.DataFrame:
    """Check a data frame against a table's schema and give it back.

    Raises:
        pandera.errors.SchemaErrors: with every breach found.
    """
    return schema(table).validate(data, lazy=True)


def _arrow_type(column: Any) -> arrow.DataType:
    dtype = column.dtype.type
    # pandas names Arrow-backed text after itself instead of wrapping the Arrow type.
    return dtype.pyarrow_dtype if isinstance(dtype, pd.ArrowDtype) else arrow.string()
