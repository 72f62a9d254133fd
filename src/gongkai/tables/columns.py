"""What columns are made of: their types, and what is said of each."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow

from gongkai.document import TextSource

__all__ = [
    "Date",
    "Flag",
    "Number",
    "OfReport",
    "TableModel",
    "Text",
    "Whole",
    "choices",
    "field",
    "place",
    "text_source",
]

Text = Annotated[pd.ArrowDtype, arrow.string()]
Whole = Annotated[pd.ArrowDtype, arrow.int64()]
Number = Annotated[pd.ArrowDtype, arrow.float64()]
Date = Annotated[pd.ArrowDtype, arrow.date32()]
Flag = Annotated[pd.ArrowDtype, arrow.bool_()]


def field(
    title: str,
    description: str,
    *,
    example: str | float,
    unit: str | None = None,
    nullable: bool = False,
    is_place: bool = False,
    **constraints: Any,
) -> Any:
    """Declare a column: its title, what it holds, an example, its unit and what pandera checks."""
    return pa.Field(
        title=title,
        description=description,
        nullable=nullable,
        metadata={"example": example, "unit": unit, "is_place": is_place},
        **constraints,
    )


def place(title: str, description: str, *, example: str, nullable: bool = False) -> Any:
    """Declare a column of locators, which in rows are places and in tables text."""
    return field(title, description, example=example, nullable=nullable, is_place=True)


def choices(of: Any) -> list[str]:
    """List what a `Literal` allows, so that the choices of a column stand once, beside the rows.

    >>> choices(TextSource)
    ['text', 'ocr']
    """
    return list(get_args(of))


def text_source() -> Any:
    """Declare the column that marks values read by OCR."""
    return field(
        "Source of the text",
        "`text`: the source holds it as text; `ocr`: it was read from an image of the page by OCR, which may misread.",
        example="text",
        isin=choices(TextSource),
    )


class TableModel(pa.DataFrameModel):
    """A table that has its columns in their order, and no others."""

    class Config:
        strict = True
        ordered = True


class OfReport(TableModel):
    """A table of which every row belongs to a report."""

    report_id: Text = field(
        "Report",
        "First 16 hexadecimal digits of the SHA-256 of the source's bytes.",
        example="1a2b3c4d5e6f7081",
        str_matches=r"^[0-9a-f]{16}$",
    )
