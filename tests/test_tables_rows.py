"""Single rows against the tables' declarations: what the schema allows, and nothing else, is a row."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import pandera.errors
import pyarrow as arrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import tables
from gongkai.tables.rows import broken_references, repeated_keys, row_breaches
from test_tables import ROWS


def full(table: str, number: int = 0, **changes: Any) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(tables.arrow_schema(table).names)
    return {**empty, **ROWS[table][number], **changes}


@pytest.mark.parametrize("table", tables.TABLES)
def test_rows_that_the_tables_hold_break_nothing(table: str) -> None:
    rows = [full(table, number) for number in range(len(ROWS[table]))]
    assert [row_breaches(table, row) for row in rows] == [[] for _ in rows]
    assert list(repeated_keys(table, rows)) == []


@pytest.mark.parametrize(
    ("table", "changes", "breach"),
    [
        ("document_numbers", {"year": 1948}, "year 1948 breaks greater_than_or_equal_to(1949)"),
        ("document_numbers", {"year": 2101}, "year 2101 breaks less_than_or_equal_to(2100)"),
        ("document_numbers", {"serial": 0}, "serial 0 breaks greater_than_or_equal_to(1)"),
        ("document_numbers", {"serial": 2**63}, f"serial {2**63} breaks the type int64"),
        ("document_numbers", {"serial": 1.0}, "serial 1.0 breaks the type int64"),
        ("document_numbers", {"serial": True}, "serial True breaks the type int64"),
        ("document_numbers", {"issuer": None}, "issuer None breaks not_nullable"),
        ("document_numbers", {"raw": "\ud800"}, "raw '\\ud800' breaks the type string"),
        ("document_numbers", {"raw": 7}, "raw 7 breaks the type string"),
        ("reports", {"year": 2002}, "year 2002 breaks greater_than_or_equal_to(2003)"),
        ("reports", {"status": "half"}, None),
        ("reports", {"published": datetime(2018, 1, 1)}, None),
        ("figures", {"value": math.inf}, "value inf breaks the type double"),
        ("figures", {"value": math.nan}, "value nan breaks the type double"),
        ("figures", {"value": 2**53 + 1}, f"value {2**53 + 1} breaks the type double"),
        ("checks", {"report_id": "x"}, "report_id 'x' breaks str_matches('^[0-9a-f]{16}$')"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be(table: str, changes: dict[str, Any], breach: str | None) -> None:
    found = row_breaches(table, full(table, **changes))
    assert [each.columns for each in found] == [tuple(changes)]
    if breach is not None:
        assert [str(each) for each in found] == [breach]


def test_other_columns_are_a_breach() -> None:
    row = full("points", more=1)
    assert [(each.columns, each.rule) for each in row_breaches("points", row)] == [
        (("more",), "the columns of the table")
    ]
    del row["more"], row["locator"]
    assert {each.rule for each in row_breaches("points", row)} == {"the columns of the table", "not_nullable"}


VALUES = (
    st.none()
    | st.integers(-3, 2200)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates(date(1900, 1, 1), date(2100, 1, 1))
    | st.text(max_size=3)
    | st.sampled_from(["reported", "label", "text", "html", "complete", "0" * 16, "431024", "2014.a.b.c"])
)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["reports", "observations", "sections", "document_numbers", "figures", "points", "repairs"]),
    st.data(),
)
def test_the_frame_says_the_same_of_every_row(table: str, data: st.DataObject) -> None:
    row = full(table)
    column = data.draw(st.sampled_from(sorted(row)))
    row[column] = data.draw(VALUES)
    try:
        tables.frame(table, [row])
        allowed = True
    except (pandera.errors.SchemaErrors, arrow.ArrowException):
        allowed = False
    breaches = row_breaches(table, row)
    # Arrow makes a date of a number and a whole number of 7.0; the row check wants the type itself.
    if not breaches:
        assert allowed
    if any(not breach.rule.startswith("the type") for breach in breaches):
        assert not allowed


def test_a_key_that_another_row_has() -> None:
    rows = [full("points"), full("points", point=9), full("points")]
    ((place, breach),) = repeated_keys("points", rows)
    assert place == 2
    assert breach.columns == ("report_id", "point")


def test_a_reference_to_nothing() -> None:
    rows = [full("figures", whole=None), full("figures", section=99, whole=None), full("figures", whole=77)]
    report = rows[0]["report_id"]
    known = {
        ("sections", ("report_id", "section")): {(report, rows[0]["section"])},
        ("figures", ("report_id", "figure")): {(report, 1)},
    }
    found = {place: (breach.columns, breach.nullable) for place, breach in broken_references("figures", rows, known)}
    assert found == {1: (("report_id", "section"), False), 2: (("report_id", "whole"), True)}
