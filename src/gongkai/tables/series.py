"""Series over years: concepts, the cells of each form that count them, and what follows from both for every report."""

from __future__ import annotations

from gongkai.concepts import Comparability, Derivation
from gongkai.forms import EVERY_FORM
from gongkai.rows import CoverageStatus, PanelSource, PanelStatus, Scope
from gongkai.tables.columns import Number, OfReport, TableModel, Text, Whole, choices, field

__all__ = ["Concepts", "Coverage", "Crosswalk", "PanelCounts"]


class Concepts(TableModel):
    """One row is one thing that reports count, whatever their form calls it."""

    concept: Text = field(
        "Concept", "Name of the concept, and of its column.", example="requests_received", str_matches=r"^[a-z_]+$"
    )
    name: Text = field("Name", "Name in Chinese.", example="收到申请数")
    english: Text = field("Name in English", "Name in English.", example="Requests received")
    definition: Text = field("Definition", "What is counted.", example="Requests for information received in the year.")
    definition_chinese: Text = field(
        "Definition in Chinese", "The same in Chinese.", example="本年新收到的政府信息公开申请件数，不含上年结转。"
    )
    unit: Text = field(
        "Unit",
        "Unit of the newest form that has it; empty where agencies print their own.",
        example="件",
        nullable=True,
    )

    class Config:
        title = "Concepts"


class Crosswalk(TableModel):
    """One row is one concept in one form: the cells that count it, and how far the count compares."""

    concept: Text = field("Concept", "The concept.", example="granted")
    form: Text = field("Form", "The form.", example="2014", isin=sorted(EVERY_FORM))
    indicators: Text = field(
        "Indicators",
        "The cells, separated by blanks; empty where the form has none.",
        example="2014.statistics.replies_granted.count 2014.statistics.replies_already_public.count",
    )
    rule: Text = field(
        "Rule",
        "`one`: the cell is the count; `sum`: all cells together are; `none`: the form does not have it.",
        example="sum",
        isin=choices(Derivation),
    )
    comparability: Text = field(
        "Comparability",
        "Against the newest form that has the concept. `same`: it counts the same; `close`: with a difference that "
        "`reason` tells; `break`: a series over both is none; `absent`: the form does not have it.",
        example="close",
        isin=choices(Comparability),
    )
    reason: Text = field("Reason", "Why.", example="2014 keeps 'already public' apart")

    class Config:
        title = "Crosswalk"


class PanelCounts(OfReport):
    """One row is one concept in one report, as its form or its text counts it."""

    concept: Text = field("Concept", "The concept.", example="granted")
    source: Text = field(
        "Source",
        "`form`: cells of an official table; `prose`: a figure of the text, never in a series with those.",
        example="form",
        isin=choices(PanelSource),
    )
    form: Text = field("Form", "The form; an empty text where the source is the text.", example="2021")
    agency_id: Text = field("Agency", "The body that reports.", example="431024-人民政府")
    year: Whole = field("Report year", "Year that the report is about.", example=2017)
    scope: Text = field(
        "Scope",
        "Whose numbers the report holds, where a sentence says so; those of different scope overlap.",
        example="region",
        nullable=True,
        isin=choices(Scope),
    )
    value: Number = field("Value", "The count; empty unless status is `reported`.", example=7, nullable=True)
    unit: Text = field("Unit", "Unit of the value, as printed.", example="件", nullable=True)
    status: Text = field(
        "Status",
        "`reported`: there is a number; `blank`: a cell is printed blank; `not_applicable`: it has a dash or a stroke; "
        "`unreadable`: it gives no single number; `missing`: the form asks it, and the report was not found to print "
        "it; `units_differ`: the parts of a sum are printed in several units; `contradicted`: the text gives several "
        "numbers; `not_in_form`: the form does not ask it. A sum stands only where every part is a number.",
        example="reported",
        isin=choices(PanelStatus),
    )
    derived: Text = field(
        "Derived",
        "`one`: a cell or a figure is the count; `sum`: several cells together are; empty where the form has none.",
        example="sum",
        nullable=True,
        isin=["one", "sum"],
    )
    comparability: Text = field(
        "Comparability",
        "Against the newest form that has the concept, as in `crosswalk`; over a `break` there is no series.",
        example="close",
        isin=choices(Comparability),
    )
    reason: Text = field("Reason", "Why.", example="2014 keeps 'already public' apart")
    parts: Text = field(
        "Parts",
        "The indicators, or the figures of the text, that were found, separated by blanks or commas.",
        example="2021.disputes.lawsuits_direct.total 2021.disputes.lawsuits_after_review.total",
        nullable=True,
    )
    locators: Text = field(
        "Locators",
        "Where they stand in the source, in the same order, separated by blanks.",
        example="b14.r4.c6 b14.r4.c11",
        nullable=True,
    )

    class Config:
        title = "Panel"


class Coverage(TableModel):
    """One row is one body in one year, from the first year of the package to its last, and what there is of it."""

    agency_id: Text = field("Agency", "The body.", example="431024-人民政府")
    year: Whole = field("Report year", "The year.", example=2017)
    status: Text = field(
        "Status",
        "That of the best report, as in `reports`, or `missing` where the package has none: the body may well have "
        "published one.",
        example="partial",
        isin=choices(CoverageStatus),
    )
    forms: Text = field(
        "Forms", "The forms whose tables that report has, separated by blanks; empty without any.", example="2014"
    )
    reports: Whole = field(
        "Reports", "How many reports there are; mirrors and duplicates are not counted.", example=1, ge=0
    )
    report_id: Text = field("Best report", "The report that `status` is of.", example="1a2b3c4d5e6f7081", nullable=True)

    class Config:
        title = "Coverage"
