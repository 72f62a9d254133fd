"""Every table and column of the data package, declared once.

The Arrow schemas, the package descriptor and the data dictionary are derived from the pandera models here.
All columns are backed by Arrow, so that a missing value is never a zero and a whole number stays whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import getdoc
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow

from gongkai.tables.chinese import chinese_column, chinese_table
from gongkai.tables.documents import Agencies, Divisions, Failures, Reports
from gongkai.tables.findings import Checks, Repairs
from gongkai.tables.narrative import DocumentNumbers, Figures, Points, Sections
from gongkai.tables.official import Indicators, Observations, UnmatchedCells
from gongkai.tables.series import Concepts, Coverage, Crosswalk, PanelCounts

__all__ = [
    "BASE_TABLES",
    "DERIVED_TABLES",
    "TABLES",
    "ForeignKey",
    "TableKeys",
    "arrow_schema",
    "described_schema",
    "frame",
    "keys",
    "place_columns",
    "schema",
    "validate",
]


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
    "concepts": Concepts,
    "crosswalk": Crosswalk,
    "observations": Observations,
    "unmatched": UnmatchedCells,
    "sections": Sections,
    "document_numbers": DocumentNumbers,
    "figures": Figures,
    "points": Points,
    "checks": Checks,
    "repairs": Repairs,
    "agencies": Agencies,
    "divisions": Divisions,
    "panel": PanelCounts,
    "coverage": Coverage,
    "failures": Failures,
}

DERIVED_TABLES = ("panel", "coverage")
"""The tables that follow from the others, and are made when these are published."""

BASE_TABLES = tuple(table for table in TABLES if table not in DERIVED_TABLES)
"""The tables that a package is made of."""

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
    "concepts": TableKeys(("concept",)),
    "crosswalk": TableKeys(("concept", "form"), (ForeignKey(("concept",), "concepts", ("concept",)),)),
    "observations": TableKeys(
        ("report_id", "indicator_id"),
        (_TO_REPORT, ForeignKey(("indicator_id",), "indicators", ("indicator_id",))),
    ),
    "unmatched": TableKeys(("report_id", "locator"), (_TO_REPORT,)),
    "sections": TableKeys(("report_id", "section"), (_TO_REPORT,)),
    "document_numbers": TableKeys(("report_id", "mention"), (_TO_REPORT,)),
    "figures": TableKeys(
        ("report_id", "figure"),
        (_TO_REPORT, _TO_SECTION, ForeignKey(("report_id", "whole"), "figures", ("report_id", "figure"))),
    ),
    "points": TableKeys(("report_id", "point"), (_TO_REPORT, _TO_SECTION)),
    "checks": TableKeys(("report_id", "rule", "subject"), (_TO_REPORT,)),
    "repairs": TableKeys(("report_id", "repair"), (_TO_REPORT,)),
    "agencies": TableKeys(("agency_id",)),
    "divisions": TableKeys(("code", "year"), (ForeignKey(("parent", "year"), "divisions", ("code", "year")),)),
    "panel": TableKeys(
        ("report_id", "concept", "source", "form"),
        (
            _TO_REPORT,
            ForeignKey(("concept",), "concepts", ("concept",)),
            ForeignKey(("agency_id",), "agencies", ("agency_id",)),
        ),
    ),
    "coverage": TableKeys(
        ("agency_id", "year"),
        (ForeignKey(("agency_id",), "agencies", ("agency_id",)), _TO_REPORT),
    ),
    "failures": TableKeys(("failure",)),
}


def schema(table: str) -> pa.DataFrameSchema:
    """Give the pandera schema of a table.

    Raises:
        KeyError: there is no such table.

    >>> list(schema("sections").columns)[:3]
    ['report_id', 'section', 'number']
    """
    _refuse_unknown(table)
    declared = TABLES[table].to_schema()
    declared.unique = list(_KEYS[table].primary)
    return declared


def keys(table: str) -> TableKeys:
    """Give the primary and foreign keys of a table.

    >>> keys("observations").primary
    ('report_id', 'indicator_id')
    """
    _refuse_unknown(table)
    return _KEYS[table]


@cache
def place_columns(table: str) -> tuple[str, ...]:
    """Name the columns of a table that hold locators.

    >>> place_columns("figures")
    ('locator', 'sentence_locator')
    """
    return tuple(name for name, column in schema(table).columns.items() if column.metadata["is_place"])


@cache
def arrow_schema(table: str) -> arrow.Schema:
    """Give the Arrow schema of a table, derived from the pandera model.

    >>> arrow_schema("observations").field("value").type
    DataType(double)
    """
    return arrow.schema(
        arrow.field(name, _arrow_type(column), nullable=column.nullable)
        for name, column in schema(table).columns.items()
    )


@cache
def described_schema(table: str) -> arrow.Schema:
    """Give the Arrow schema of a table with what is said of it and of its columns, in both languages, as metadata.

    >>> described_schema("reports").field("bytes").metadata[b"unit"].decode()
    'byte'
    """
    columns = schema(table).columns
    fields = [
        each.with_metadata(
            {
                "title": columns[each.name].title,
                "title:zh": chinese_column(table, each.name),
                "description": columns[each.name].description,
                **({"unit": unit} if (unit := columns[each.name].metadata["unit"]) else {}),
            }
        )
        for each in arrow_schema(table)
    ]
    title = {"title": schema(table).title, "title:zh": chinese_table(table)}
    return arrow.schema(fields, metadata={**title, "description": getdoc(TABLES[table]) or ""})


def frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Make a validated data frame of a table from its rows, in their order.

    Raises:
        pandera.errors.SchemaErrors: the rows break the table's schema.

    >>> frame("failures", []).shape
    (0, 7)
    """
    data = arrow.Table.from_pylist(list(rows), schema=arrow_schema(table))
    return validate(table, data.to_pandas(types_mapper=pd.ArrowDtype))


def validate(table: str, data: pd.DataFrame) -> pd.DataFrame:
    """Check a data frame against a table's schema and give it back.

    Raises:
        pandera.errors.SchemaErrors: with every breach found.
    """
    return schema(table).validate(data, lazy=True)


def _refuse_unknown(table: str) -> None:
    if table not in TABLES:
        raise KeyError(f"no table {table!r}; the tables are {', '.join(TABLES)}")


def _arrow_type(column: Any) -> arrow.DataType:
    dtype = column.dtype.type
    # pandas names Arrow-backed text after itself instead of wrapping the Arrow type.
    return dtype.pyarrow_dtype if isinstance(dtype, pd.ArrowDtype) else arrow.string()
