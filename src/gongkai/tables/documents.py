"""The reports, who made them, and what gave none."""

from __future__ import annotations

from gongkai.bounds import DIGEST, MOMENT, REPORT_YEARS
from gongkai.document import Format, TextSource
from gongkai.errors import Reason
from gongkai.rows import AgencyKind, Level, PublishedSource, ReportStatus, Scope
from gongkai.tables.columns import Date, Flag, OfReport, TableModel, Text, Whole, choices, field, place

__all__ = ["Agencies", "Divisions", "Failures", "Reports"]


class Reports(OfReport):
    """One row is one document that was read as an annual report."""

    title: Text = field(
        "Title", "Title of the report, as printed.", example="嘉禾县2017年政府信息公开年度报告", nullable=True
    )
    agency: Text = field(
        "Agency as printed", "Body that reports, as the title names it.", example="嘉禾县", nullable=True
    )
    agency_id: Text = field("Agency", "The body across years and spellings.", example="431024-人民政府", nullable=True)
    division_code: Text = field(
        "Division code",
        "GB/T 2260 code of the body's division, as in force at the end of the report year.",
        example="431024",
        nullable=True,
        str_matches=r"^\d{6}$",
    )
    level: Text = field("Level", "Level of the body.", example="county", nullable=True, isin=choices(Level))
    year: Whole = field(
        "Report year",
        "Year that the report is about.",
        example=2017,
        nullable=True,
        ge=REPORT_YEARS.first,
        le=REPORT_YEARS.last,
    )
    period_start: Date = field(
        "Period from",
        "First day that the figures cover, where the report says so.",
        example="2017-01-01",
        nullable=True,
    )
    period_end: Date = field(
        "Period to",
        "Last day that the figures cover, where the report says so.",
        example="2017-12-31",
        nullable=True,
    )
    period_locator: Text = place(
        "Place of the period", "Where the period stands in the source.", example="b6:168-185", nullable=True
    )
    published: Date = field("Published", "Day of publication that the page gives.", example="2018-01-20", nullable=True)
    published_source: Text = field(
        "Source of the publication day",
        "`page`: a line or table of the page says so; `metadata`: the page's HTML metadata; "
        "`signature`: the date under the report.",
        example="page",
        nullable=True,
        isin=choices(PublishedSource),
    )
    document_number: Text = field(
        "Document number",
        "The report's own document number, as printed.",
        example="嘉政办函〔2018〕3号",
        nullable=True,
    )
    scope: Text = field(
        "Scope",
        "Whose numbers the report holds, where a sentence says so. `own`: of the body alone; `government`: of a "
        "government with its departments; `region`: of all bodies of a region. Numbers of different scope overlap.",
        example="region",
        nullable=True,
        isin=choices(Scope),
    )
    scope_locator: Text = place(
        "Place of the scope", "Where the sentence stands that says so.", example="b8:0-31", nullable=True
    )
    forms: Text = field(
        "Forms found",
        "Official tables recognised, as form.table, separated by blanks; empty when there is none.",
        example="2014.statistics",
    )
    source: Text = field(
        "Source", "Path of the source inside the folder that was built from.", example="jiahe-2017.html"
    )
    url: Text = field(
        "URL",
        "Address of the original, where the folder's `sources.csv` gives it.",
        example="https://www.example.gov.cn/report.html",
        nullable=True,
    )
    host: Text = field(
        "Host",
        "Host of that address, or of the one that a saved page says it came from.",
        example="www.example.gov.cn",
        nullable=True,
    )
    fetched: Text = field(
        "Fetched",
        "When the source was fetched from that address, in UTC (ISO 8601), as the crawl that it lay in says.",
        example="2018-03-05T08:15:30Z",
        nullable=True,
        str_matches=f"^{MOMENT}$",
    )
    payload_digest: Text = field(
        "Payload digest",
        "Digest that the crawl has of the source's bytes, with the name of its algorithm.",
        example="sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        nullable=True,
        str_matches=f"^{DIGEST}$",
    )
    mirror: Flag = field(
        "Mirror",
        "True where the host is none of the government (`.gov.cn`), or where the body that the title names is none "
        "that reports. A mirror is never counted as another report, and names no agency.",
        example=False,
    )
    format: Text = field(
        "Format", "Format of the report itself, found from the content.", example="html", isin=choices(Format)
    )
    encoding: Text = field("Encoding", "Character encoding found.", example="utf-8", nullable=True)
    text_source: Text = field(
        "Source of the text",
        "`text`: the source holds its text; `ocr`: some page, named in `remarks`, is an image that was read by OCR.",
        example="text",
        isin=choices(TextSource),
    )
    bytes: Whole = field("Size", "Size of the source.", example=16163, unit="byte", ge=1)
    sha256: Text = field("SHA-256", "Digest of the source's bytes.", example="0" * 64, str_matches=r"^[0-9a-f]{64}$")
    status: Text = field(
        "Status",
        "`complete`: nothing is missing that the form wants: title, sections, tables, rows, columns, totals, and each "
        "cell is understood or printed blank; `partial`: something is missing (`checks` of the kind `completeness` say "
        "what), unreadable or unmatched, or a part that may hold a table was not read; `no_form`: the report has no "
        "official table. No cell of a local form counts as missing, because its editions have different rows.",
        example="complete",
        isin=choices(ReportStatus),
    )
    duplicate_of: Text = field(
        "Duplicate of",
        "The first report in the package with the same content.",
        example="1a2b3c4d5e6f7081",
        nullable=True,
    )
    remarks: Text = field(
        "Remarks",
        "Why a column that the document could fill is empty, each behind its name, and what was odd about "
        "the bytes; sentences separated by a line end.",
        example="division_code: 2 divisions are called 朝阳区 in 2017",
        nullable=True,
    )

    class Config:
        title = "Reports"


class Agencies(TableModel):
    """One row is one body, across years and spellings."""

    agency_id: Text = field(
        "Agency",
        "Code that its division had first, from 2008 on, and name of the body; it stays when the division changes.",
        example="431024-人民政府",
    )
    name: Text = field("Name", "Full name of the body, as its division is called now.", example="嘉禾县人民政府")
    kind: Text = field(
        "Kind",
        "`government`: of a division; `office`: the office of a government or of the administration of a zone; "
        "`department`: any other body of one; `township`: a town or a rural township; `street`: a street office, which "
        "is one of a city; `zone`: the administration of a development zone or the like, or of a part of one; "
        "`vertical`: a body that is led from above, such as tax, customs or weather.",
        example="government",
        isin=choices(AgencyKind),
    )
    level: Text = field(
        "Level", "Level of the body; of a zone, that of its division.", example="county", isin=choices(Level)
    )
    division_code: Text = field(
        "Division code",
        "GB/T 2260 code that its division has now; empty for bodies of the central government.",
        example="431024",
        nullable=True,
        str_matches=r"^\d{6}$",
    )
    fields: Text = field(
        "Fields",
        "Fields that its name tells, of a department or vertical body, separated by blanks in the order of the name.",
        example="finance financial_affairs",
        nullable=True,
    )
    former_places: Text = field(
        "Former names of the division",
        "Names that its division had before, from 2008 on, separated by blanks.",
        example="洪泽县",
        nullable=True,
    )
    successor: Text = field(
        "Successor",
        "The body that goes on with its work, where the list of successions has one; it need not be in the package.",
        example="350128-综合实验区管理委员会",
        nullable=True,
    )
    successor_year: Whole = field(
        "Year of the succession", "First year of which the successor reports.", example=2014, nullable=True
    )
    spellings: Text = field("Spellings", "Names as printed, separated by blanks.", example="嘉禾县")

    class Config:
        title = "Agencies"


class Divisions(TableModel):
    """One row is one division of GB/T 2260 in one year, as in force on 31 December."""

    code: Text = field("Code", "Six-digit code.", example="431024", str_matches=r"^\d{6}$")
    year: Whole = field("Year", "Year of the state.", example=2017)
    name: Text = field("Name", "Official name.", example="嘉禾县")
    full_name: Text = field("Full name", "Name with the divisions above.", example="湖南省郴州市嘉禾县")
    pinyin: Text = field("Name in pinyin", "Official name in pinyin without tones.", example="Jiahe Xian")
    english: Text = field(
        "Name in English",
        "Name in English: in pinyin, but for the few places that English calls otherwise, and what it is.",
        example="Jiahe County",
    )
    level: Text = field("Level", "Level of the division.", example="county", isin=["province", "prefecture", "county"])
    parent: Text = field("Parent", "Code of the division above.", example="431000", nullable=True)

    class Config:
        title = "Divisions"


class Failures(TableModel):
    """One row is one source that gave no report, and why."""

    failure: Whole = field("Failure", "Place among the failures, in the order of the sources.", example=1, ge=1)
    source: Text = field(
        "Source",
        "Path of the source inside the folder that was built from; where two have one name, the second has (2) behind.",
        example="a.pdf",
    )
    reason: Text = field("Reason", "Kind of failure in one word.", example="unsupported_format", isin=choices(Reason))
    detail: Text = field("Detail", "What was seen.", example="PDF", nullable=True)
    message: Text = field("Message", "What happened and what to do.", example="a.pdf: …; …")
    bytes: Whole = field(
        "Size",
        "Size of the source, where it could be read.",
        example=412842,
        unit="byte",
        nullable=True,
        ge=0,
    )
    sha256: Text = field("SHA-256", "Digest of the bytes, where they could be read.", example="0" * 64, nullable=True)

    class Config:
        title = "Failures"
