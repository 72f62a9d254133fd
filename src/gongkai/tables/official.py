"""The official tables: the cells that the forms define, and those that reports print."""

from __future__ import annotations

from gongkai.forms import EVERY_FORM
from gongkai.rows import Match, Status, UnitSource, UnmatchedReason
from gongkai.tables.columns import Number, OfReport, TableModel, Text, choices, field, place, text_source

__all__ = ["Indicators", "Observations", "UnmatchedCells"]


class Indicators(TableModel):
    """One row is one cell that an official form defines, national or local."""

    indicator_id: Text = field(
        "Indicator",
        "form.table.row.column",
        example="2014.statistics.requests_received.count",
        str_matches=r"^[a-z0-9_]+(\.[a-z0-9_]+){3}$",
    )
    form: Text = field(
        "Form",
        "Year from which the national form applies, or the name of a local one.",
        example="2014",
        isin=sorted(EVERY_FORM),
    )
    table: Text = field("Table", "Table of the form.", example="statistics")
    row: Text = field("Row", "Code of the row.", example="requests_received")
    column: Text = field("Column", "Code of the column.", example="count")
    row_label: Text = field("Row label", "Label of the row, as the form prints it.", example="收到申请数")
    column_label: Text = field("Column label", "Label of the column, as the form prints it.", example="统计数")
    row_english: Text = field("Row in English", "What the row counts.", example="Requests received")
    column_english: Text = field("Column in English", "What the column holds.", example="count")
    unit: Text = field(
        "Unit", "Unit that the form gives; empty where agencies print their own.", example="件", nullable=True
    )
    parent: Text = field(
        "Parent",
        "Code of the row, or label of the group, that this row stands under.",
        example="requests",
        nullable=True,
    )
    same_as: Text = field(
        "Same as",
        "Of a local form, the indicator of a national one that counts the same; empty where none surely does.",
        example="2014.statistics.requests_by_fax.count",
        nullable=True,
    )

    class Config:
        title = "Indicators"


class Observations(OfReport):
    """One row is one printed cell of an official table."""

    indicator_id: Text = field("Indicator", "The cell of the form.", example="2014.statistics.requests_received.count")
    value: Number = field("Value", "The printed number; empty unless status is `reported`.", example=7, nullable=True)
    status: Text = field(
        "Status",
        "`reported`: a number is printed; `blank`: nothing is printed; `not_applicable`: a dash, a stroke or 无 is "
        "printed; `unreadable`: something is printed that gives no single number.",
        example="reported",
        isin=choices(Status),
    )
    unit: Text = field("Unit", "Unit of the value.", example="件", nullable=True)
    unit_source: Text = field(
        "Source of the unit",
        "`printed`: stands in the document; `form`: taken from the official form.",
        example="printed",
        nullable=True,
        isin=choices(UnitSource),
    )
    raw: Text = field("Raw text", "Text of the cell, as printed.", example="7")
    locator: Text = place(
        "Locator",
        "Where the cell stands: block, row, column, characters, counted from 1.",
        example="b12.r23.c3",
    )
    label: Text = field("Label as printed", "The row label that claims the cell.", example="（一）收到申请数")
    matched_by: Text = field(
        "Matched by",
        "`label`: the label is the form's or a known variant; `damaged_label`: the label is close to it; `order`: the "
        "rows before and after leave one place.",
        example="label",
        isin=choices(Match),
    )
    similarity: Number = field(
        "Similarity", "Similarity of the printed label to the form's, 1 is equal.", example=1.0, ge=0, le=1
    )
    text_source: Text = text_source()
    remarks: Text = field(
        "Remarks",
        "How the cell was seen, where that is not plain: what is struck out, hidden, computed or in doubt there.",
        example="struck: 12 is struck out",
        nullable=True,
    )

    class Config:
        title = "Observations"


class UnmatchedCells(OfReport):
    """One row is one numeric cell of an official table that no indicator claims."""

    locator: Text = place("Locator", "Where the cell stands.", example="b12.r66.c3")
    raw: Text = field("Raw text", "Text of the cell, as printed.", example="3")
    value: Number = field("Value", "The printed number, where it is one.", example=3, nullable=True)
    label: Text = field("Label as printed", "The label nearest to the cell.", example="其中：本级数", nullable=True)
    reason: Text = field(
        "Reason",
        "`unknown_row`: the form has no such row; `unknown_column`: no such column; `heading_row`: the row is a "
        "heading in the form; `ambiguous`: more than one row of the form fits; `several_values`: more than one number "
        "stands in the place of one.",
        example="unknown_row",
        isin=choices(UnmatchedReason),
    )

    class Config:
        title = "Unmatched cells"
