"""What makes series of single reports: concepts, and the cells of each form that count them."""

from __future__ import annotations

from gongkai.concepts import Comparability, Derivation
from gongkai.forms import EVERY_FORM
from gongkai.tables.columns import TableModel, Text, choices, field

__all__ = ["Concepts", "Crosswalk"]


class Concepts(TableModel):
    """One row is one thing that reports count, whatever their form calls it."""

    concept: Text = field(
        "Concept", "Name of the concept, and of its column.", example="requests_received", str_matches=r"^[a-z_]+$"
    )
    name: Text = field("Name", "Name in Chinese.", example="收到申请数")
    english: Text = field("Name in English", "Name in English.", example="Requests received")
    definition: Text = field("Definition", "What is counted.", example="Requests for information received in the year.")
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
