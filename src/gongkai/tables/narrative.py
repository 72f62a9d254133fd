"""What the text of a report says."""

from __future__ import annotations

from gongkai.bounds import DOCUMENT_YEARS, FIRST_SERIAL
from gongkai.rows import FigureKind, FigureSource, PointKind, SectionKind
from gongkai.tables.columns import Number, OfReport, Text, Whole, choices, field, place, text_source

__all__ = ["DocumentNumbers", "Figures", "Points", "Sections"]


class Sections(OfReport):
    """One row is one section of a report's text."""

    section: Whole = field(
        "Section", "Place among the report's sections; 0 is the text before the first.", example=1, ge=0
    )
    number: Text = field("Printed number", "Number of the section, as printed.", example="一", nullable=True)
    heading: Text = field("Heading", "Heading without its number.", example="概述", nullable=True)
    kind: Text = field("Kind", "What the section is about.", example="overview", isin=choices(SectionKind))
    characters: Whole = field(
        "Length", "Characters of the section's text, blanks aside.", example=812, unit="character", ge=0
    )
    locator: Text = place("Locator", "Where the section begins.", example="b7", nullable=True)

    class Config:
        title = "Sections"


class DocumentNumbers(OfReport):
    """One row is one mention of an official document number (发文字号) in a report."""

    mention: Whole = field("Mention", "Place among the report's mentions.", example=1, ge=1)
    raw: Text = field("Raw text", "The number, as printed.", example="湘政办函〔2017〕44号")
    issuer: Text = field("Issuer's mark", "The characters before the year.", example="湘政办函")
    year: Whole = field("Year", "Year of the document.", example=2017, ge=DOCUMENT_YEARS.first, le=DOCUMENT_YEARS.last)
    serial: Whole = field("Serial number", "Number within the year.", example=44, ge=FIRST_SERIAL)
    locator: Text = place("Locator", "Where it stands.", example="b20:61-72")

    class Config:
        title = "Document numbers"


class Figures(OfReport):
    """One row is one quantity that the text of a report states."""

    figure: Whole = field("Figure", "Place among the report's figures, in reading order.", example=1, ge=1)
    section: Whole = field("Section", "Section that it stands in.", example=2, ge=0)
    subject: Text = field("Subject", "What is counted, in the words of the text.", example="门户网站报送信息")
    value: Number = field("Value", "The printed number, in the printed unit.", example=3010)
    unit: Text = field("Unit", "Unit as printed; empty where none is.", example="条", nullable=True)
    normal_value: Number = field(
        "Normal value", "The number written out: 26.8万条 is 268000.", example=3010, nullable=True
    )
    normal_unit: Text = field("Normal unit", "Unit of the normal value: 条, 元, %.", example="条", nullable=True)
    from_value: Number = field(
        "Earlier value", "Where the text says from A to B: A, in the printed unit.", example=71.1, nullable=True
    )
    hedge: Text = field("Hedge", "Word that makes the number approximate.", example="余", nullable=True)
    kind: Text = field(
        "Kind",
        "`count`: a number of things; `money`: an amount; `share`: a part of a whole in percent; `change`: a rise or "
        "fall; `duration`: how long something takes, after it was made shorter.",
        example="count",
        isin=choices(FigureKind),
    )
    topic: Text = field("Topic", "Service or duty that the figure is about.", example="website", nullable=True)
    whole: Whole = field(
        "Whole", "Figure of the same report that this one is a part or share of.", example=1, nullable=True, ge=1
    )
    stated: Text = field(
        "Stated",
        "`number`: printed as a number; `words`: stated in words, such as 未收到申请, which is 0.",
        example="number",
        isin=choices(FigureSource),
    )
    raw: Text = field("Raw text", "The number with its unit, as printed.", example="3010条")
    locator: Text = place("Locator", "Where the number stands.", example="b8:61-66")
    sentence_locator: Text = place("Place of the sentence", "Where its sentence stands.", example="b8:0-93")
    text_source: Text = text_source()

    class Config:
        title = "Figures"


class Points(OfReport):
    """One row is one problem or measure that a report lists."""

    point: Whole = field("Point", "Place among the report's points.", example=1, ge=1)
    section: Whole = field("Section", "Section that it stands in.", example=6, ge=0)
    ordinal: Text = field("Ordinal", "Its number, as printed.", example="一是")
    kind: Text = field("Kind", "A problem, or a measure against one.", example="problem", isin=choices(PointKind))
    characters: Whole = field("Length", "Characters of its text.", example=41, unit="character", ge=1)
    locator: Text = place("Locator", "Where it stands.", example="b21:5-46")

    class Config:
        title = "Points"
