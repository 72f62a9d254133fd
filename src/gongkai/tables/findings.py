"""What was found out about a report: rules that it keeps or breaks, and damage that was undone."""

from __future__ import annotations

from gongkai.rows import CheckKind, Outcome, RepairKind, Severity
from gongkai.tables.columns import Number, OfReport, Text, Whole, choices, field, place

__all__ = ["Checks", "Repairs"]


class Checks(OfReport):
    """One row is one rule applied to one subject of one report."""

    rule: Text = field("Rule", "Name of the rule.", example="requests_by_means")
    subject: Text = field("Subject", "What the rule was applied to.", example="2014.statistics.requests_received.count")
    kind: Text = field(
        "Kind",
        "`completeness`: whether all is there that the form wants; `value`: what no cell or date can say; `form`: an "
        "identity of the form; `law`: what law and form demand beyond it; `prose`: numbers inside the text; "
        "`prose_and_table`: text against table; `metadata`: dates and titles; `years`: against other years of the "
        "agency; `bodies`: against the reports of the bodies that belong to it.",
        example="form",
        isin=choices(CheckKind),
    )
    left: Number = field("Left side", "Value of the left side.", example=7, nullable=True)
    right: Number = field("Right side", "Value of the right side.", example=7, nullable=True)
    difference: Number = field("Difference", "Left side less right side.", example=0, nullable=True)
    outcome: Text = field("Outcome", "Whether the rule holds.", example="holds", isin=choices(Outcome))
    severity: Text = field(
        "Severity",
        "`error`: what cannot be so, or must not be missing; `warning`: what agencies may define differently; `note`: "
        "what is worth a look.",
        example="error",
        isin=choices(Severity),
    )
    message: Text = field(
        "Message", "The finding, or why the rule does not apply, in English.", example="121 is not 9 + 125"
    )
    message_chinese: Text = field("Message in Chinese", "The same in Chinese.", example="121不等于9与125之和")
    locator: Text = place(
        "Locator",
        "Where the finding stands: the cell, sentence or date that it is about, or, of what is missing, the heading or "
        "row that it would stand behind; empty where the document has no such place.",
        example="b24.r23.c3",
        nullable=True,
    )

    class Config:
        title = "Checks"


class Repairs(OfReport):
    """One row is one change made to damaged text before it was understood. The raw text and its locator stay."""

    repair: Whole = field("Repair", "Place among the report's repairs.", example=1, ge=1)
    kind: Text = field("Kind", "Kind of damage undone.", example="dropped_characters", isin=choices(RepairKind))
    before: Text = field("Before", "Text as it stands in the source.", example="〔201744号")
    after: Text = field("After", "Text as it was read.", example="〔2017〕44号")
    locator: Text = place("Locator", "Where the raw text stands.", example="b12:89-96")
    certainty: Number = field(
        "Certainty",
        "1 where one reading is left by the text itself, less where a word list decides.",
        example=1,
        ge=0,
        le=1,
    )

    class Config:
        title = "Repairs"
