"""The declared tables: what every column must have, and that they fit the models that fill them.

`small_frames` gives every table that a package is made of, with a few rows, for the tests of the package.
"""

import re
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Literal, get_args, get_type_hints

import pandas as pd
import pandera.errors
import pyarrow as arrow
import pytest

from gongkai import concepts, errors, forms, rows, tables
from gongkai.document import Locator
from gongkai.forms import indicators
from gongkai.publish import data_dictionary
from gongkai.tables import BASE_TABLES, TABLES

ROOT = Path(__file__).parents[1]

COLUMNS = [(table, column) for table in TABLES for column in tables.schema(table).columns]

REPORT = {
    "report_id": "1a2b3c4d5e6f7081",
    "title": "嘉禾县2017年政府信息公开年度报告",
    "agency": "嘉禾县",
    "agency_id": "431024-人民政府",
    "division_code": "431024",
    "level": "county",
    "year": 2017,
    "period_start": date(2017, 1, 1),
    "period_end": date(2017, 12, 31),
    "published": date(2018, 1, 20),
    "published_source": "page",
    "forms": "2014.statistics",
    "source": "jiahe-2017.html",
    "mirror": False,
    "format": "html",
    "text_source": "text",
    "bytes": 16163,
    "sha256": "1a2b3c4d5e6f7081" * 4,
    "status": "complete",
}
ROWS = {
    "reports": [
        REPORT,
        # A body of the central government has a year and no division.
        {
            "report_id": "00000000000000aa",
            "agency_id": "中央-国务院办公厅",
            "level": "central",
            "year": 2021,
            "forms": "",
            "source": "centre.txt",
            "mirror": False,
            "format": "text",
            "text_source": "text",
            "bytes": 9,
            "sha256": "00000000000000aa" * 4,
            "status": "no_form",
        },
        {
            "report_id": "ffffffffffffffff",
            "forms": "",
            "source": "copy.html",
            "mirror": False,
            "format": "html",
            "text_source": "text",
            "bytes": 16164,
            "sha256": "f" * 64,
            "status": "no_form",
            "duplicate_of": "1a2b3c4d5e6f7081",
        },
    ],
    "indicators": [asdict(indicator) for indicator in indicators()],
    "concepts": [asdict(concept) for concept in concepts.concepts()],
    "crosswalk": [asdict(row) for row in concepts.crosswalk()],
    "observations": [
        {
            "report_id": "1a2b3c4d5e6f7081",
            "indicator_id": "2014.statistics.requests_received.count",
            "value": 7.0,
            "status": "reported",
            "unit": "件",
            "unit_source": "form",
            "raw": "7",
            "locator": "b12.r23.c3",
            "label": "（一）收到申请数",
            "matched_by": "label",
            "similarity": 1.0,
            "text_source": "text",
        },
        {
            "report_id": "1a2b3c4d5e6f7081",
            "indicator_id": "2014.statistics.disclosed_items.count",
            "value": None,
            "status": "blank",
            "raw": "",
            "locator": "b12.r3.c3",
            "label": "（一）主动公开政府信息数",
            "matched_by": "damaged_label",
            "similarity": 0.93,
            "text_source": "text",
        },
    ],
    "unmatched": [
        {
            "report_id": "1a2b3c4d5e6f7081",
            "locator": "b12.r66.c3",
            "raw": "3",
            "value": 3.0,
            "reason": "unknown_row",
        }
    ],
    "sections": [
        {"report_id": "1a2b3c4d5e6f7081", "section": 0, "kind": "preamble", "characters": 120},
        {
            "report_id": "1a2b3c4d5e6f7081",
            "section": 1,
            "number": "一",
            "heading": "概述",
            "kind": "overview",
            "characters": 812,
            "locator": "b7",
        },
    ],
    "document_numbers": [
        {
            "report_id": "1a2b3c4d5e6f7081",
            "mention": 1,
            "raw": "湘政办函〔2017〕44号",
            "issuer": "湘政办函",
            "year": 2017,
            "serial": 44,
            "locator": "b20:61-72",
        }
    ],
    "figures": [
        {
            "report_id": "1a2b3c4d5e6f7081",
            "figure": 1,
            "section": 1,
            "subject": "报送信息",
            "value": 3010.0,
            "unit": "条",
            "normal_value": 3010.0,
            "normal_unit": "条",
            "kind": "count",
            "topic": "website",
            "stated": "number",
            "raw": "3010条",
            "locator": "b8:61-66",
            "sentence_locator": "b8:0-93",
            "text_source": "text",
        },
        {
            "report_id": "1a2b3c4d5e6f7081",
            "figure": 2,
            "section": 1,
            "subject": "采用率",
            "value": 89.5,
            "unit": "%",
            "from_value": 71.1,
            "hedge": "约",
            "kind": "share",
            "whole": 1,
            "stated": "number",
            "raw": "89.5%",
            "locator": "b8:70-75",
            "sentence_locator": "b8:0-93",
            "text_source": "text",
        },
    ],
    "points": [
        {
            "report_id": "1a2b3c4d5e6f7081",
            "point": 1,
            "section": 1,
            "ordinal": "一是",
            "kind": "problem",
            "characters": 12,
            "locator": "b9:3-15",
        }
    ],
    "checks": [
        {
            "report_id": "1a2b3c4d5e6f7081",
            "rule": "requests_by_means",
            "subject": "2014.statistics.requests_received.count",
            "kind": "form",
            "left": 7.0,
            "right": 7.0,
            "difference": 0.0,
            "outcome": "holds",
            "severity": "error",
            "message": "7 is 4 + 2 + 1.",
            "message_chinese": "7等于4 + 2 + 1。",
        }
    ],
    "repairs": [
        {
            "report_id": "1a2b3c4d5e6f7081",
            "repair": 1,
            "kind": "dropped_characters",
            "before": "20181月",
            "after": "2018年1月",
            "locator": "b9:1-7",
            "certainty": 1.0,
        }
    ],
    "agencies": [
        {
            "agency_id": "431024-人民政府",
            "name": "嘉禾县人民政府",
            "kind": "government",
            "level": "county",
            "division_code": "431024",
            "spellings": "嘉禾县",
        },
        {
            "agency_id": "中央-国务院办公厅",
            "name": "国务院办公厅",
            "kind": "department",
            "level": "central",
            "spellings": "国务院办公厅",
        },
    ],
    "divisions": [
        {
            "code": "430000",
            "year": 2017,
            "name": "湖南省",
            "full_name": "湖南省",
            "pinyin": "Hunan Sheng",
            "english": "Hunan Province",
            "level": "province",
        },
        {
            "code": "431000",
            "year": 2017,
            "name": "郴州市",
            "full_name": "湖南省郴州市",
            "pinyin": "Chenzhou Shi",
            "english": "Chenzhou City",
            "level": "prefecture",
            "parent": "430000",
        },
        {
            "code": "431024",
            "year": 2017,
            "name": "嘉禾县",
            "full_name": "湖南省郴州市嘉禾县",
            "pinyin": "Jiahe Xian",
            "english": "Jiahe County",
            "level": "county",
            "parent": "431000",
        },
    ],
    "panel": [
        {
            "report_id": "1a2b3c4d5e6f7081",
            "concept": "requests_received",
            "source": "form",
            "form": "2014",
            "agency_id": "431024-人民政府",
            "year": 2017,
            "value": 7.0,
            "unit": "件",
            "status": "reported",
            "derived": "one",
            "comparability": "close",
            "reason": "…",
            "parts": "2014.statistics.requests_received.count",
            "locators": "b12.r23.c3",
        },
    ],
    "coverage": [
        {
            "agency_id": "431024-人民政府",
            "year": 2017,
            "status": "complete",
            "forms": "2014",
            "reports": 1,
            "report_id": "1a2b3c4d5e6f7081",
        },
    ],
    "failures": [
        {
            "failure": 1,
            "source": "a.pdf",
            "reason": "unsupported_format",
            "detail": "PDF",
            "message": "a.pdf: …",
            "bytes": 412842,
            "sha256": "0" * 64,
        },
        {"failure": 2, "source": "b.html", "reason": "missing", "message": "b.html: …"},
    ],
}


def small_frames() -> dict[str, pd.DataFrame]:
    """Give every table that a package is made of, with a few rows."""
    return {table: tables.frame(table, ROWS[table]) for table in BASE_TABLES}


def column_of(table: str, column: str):
    return tables.schema(table).columns[column]


def choices(table: str, column: str) -> list[str]:
    """Give the values that a column allows."""
    (check,) = (check for check in column_of(table, column).checks if check.name == "isin")
    return check.statistics["allowed_values"]


def literals(kind: type, name: str) -> list[str]:
    """Give the values that the type of a field allows, empty ones aside."""
    hint = get_type_hints(kind)[name]
    members = [hint, *get_args(hint)]
    return [value for member in members if getattr(member, "__origin__", None) is Literal for value in get_args(member)]


class TestColumns:
    @pytest.mark.parametrize(("table", "column"), COLUMNS)
    def test_has_title_description_and_example(self, table, column):
        declared = column_of(table, column)
        assert declared.title and declared.title[0].isupper()
        assert declared.description.rstrip().endswith((".", "column"))
        assert declared.metadata.keys() == {"example", "unit", "is_place"}
        assert declared.metadata["example"] is not None

    @pytest.mark.parametrize(("table", "column"), COLUMNS)
    def test_example_holds_to_its_own_column(self, table, column):
        example = arrow.scalar(column_of(table, column).metadata["example"])
        values = arrow.array([example.as_py()]).cast(tables.arrow_schema(table).field(column).type)
        frame = arrow.table({column: values}).to_pandas(types_mapper=pd.ArrowDtype)
        column_of(table, column).validate(frame)

    @pytest.mark.parametrize(("table", "column"), COLUMNS)
    def test_name_is_plain(self, table, column):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column)

    @pytest.mark.parametrize(("table", "column"), COLUMNS)
    def test_pattern_holds_for_the_whole_text(self, table, column):
        patterns = [check.statistics["pattern"] for check in column_of(table, column).checks if "str_" in check.name]
        assert all(pattern[0] == "^" and pattern[-1] == "$" and "|" not in pattern for pattern in patterns)

    @pytest.mark.parametrize(("table", "column"), COLUMNS)
    def test_choices_told_in_the_description_are_those_allowed(self, table, column):
        told = re.findall(r"`(\w+)`:", column_of(table, column).description)
        assert not told or told == choices(table, column)


class TestTables:
    @pytest.mark.parametrize("table", TABLES)
    def test_has_title_and_says_what_a_row_is(self, table):
        assert tables.schema(table).title
        assert TABLES[table].__doc__.startswith("One row is one ")

    @pytest.mark.parametrize("table", TABLES)
    def test_titles_are_unique(self, table):
        titles = [column.title for column in tables.schema(table).columns.values()]
        assert len(set(titles)) == len(titles)

    @pytest.mark.parametrize("table", TABLES)
    def test_primary_key_is_never_empty(self, table):
        key = tables.keys(table).primary
        assert key
        assert not any(column_of(table, column).nullable for column in key)

    @pytest.mark.parametrize("table", TABLES)
    def test_foreign_keys_name_the_primary_key_of_their_table(self, table):
        for key in tables.keys(table).foreign:
            assert key.references == tables.keys(key.table).primary
            assert [tables.arrow_schema(table).field(column).type for column in key.columns] == [
                tables.arrow_schema(key.table).field(column).type for column in key.references
            ]

    @pytest.mark.parametrize("table", TABLES)
    def test_other_columns_and_another_order_are_refused(self, table):
        frame = tables.frame(table, [])
        for changed in (frame.assign(extra="…"), frame[frame.columns[::-1]], frame[frame.columns[1:]]):
            with pytest.raises(pandera.errors.SchemaErrors):
                tables.validate(table, changed)

    @pytest.mark.parametrize("table", TABLES)
    def test_arrow_schema_keeps_what_may_be_empty(self, table):
        for field in tables.arrow_schema(table):
            assert field.nullable == column_of(table, field.name).nullable

    def test_unknown_table(self):
        with pytest.raises(KeyError, match="no table 'dreams'; the tables are reports, "):
            tables.schema("dreams")

    def test_an_empty_number_stays_empty_and_a_whole_number_whole(self):
        rows = [
            {"failure": 1, "source": "a.html", "reason": "empty", "message": "…", "bytes": 2**53 + 1},
            {"failure": 2, "source": "b.html", "reason": "missing", "message": "…"},
        ]
        frame = tables.frame("failures", rows)
        assert frame["bytes"].to_list()[0] == 2**53 + 1
        assert frame["bytes"].isna().tolist() == [False, True]

    def test_the_same_key_twice_is_refused(self):
        row = {"failure": 1, "source": "a.html", "reason": "empty", "message": "…"}
        with pytest.raises(pandera.errors.SchemaErrors, match="not unique"):
            tables.frame("failures", [row, row])


class TestModels:
    @pytest.mark.parametrize(("table", "kind"), rows.ROW_CLASSES.items())
    def test_rows_of_a_report_have_the_columns_of_their_table(self, table, kind):
        assert ["report_id", *(field.name for field in fields(kind))] == tables.arrow_schema(table).names

    def test_indicators_have_the_columns_of_their_table(self):
        assert [field.name for field in fields(forms.Indicator)] == tables.arrow_schema("indicators").names

    def test_agencies_have_the_columns_of_their_table(self):
        assert [*(field.name for field in fields(rows.Agency)), "spellings"] == tables.arrow_schema("agencies").names

    def test_identity_has_columns_of_the_reports(self):
        given = {field.name for field in fields(rows.Identity)} - {"agency_entry"}
        assert given <= set(tables.arrow_schema("reports").names)

    @pytest.mark.parametrize(
        ("table", "column"),
        [(table, field.name) for table, kind in rows.ROW_CLASSES.items() for field in fields(kind)],
    )
    def test_choices_of_a_row_are_those_of_its_column(self, table, column):
        allowed = literals(rows.ROW_CLASSES[table], column)
        assert not allowed or allowed == choices(table, column)

    def test_choices_are_compared_at_all(self):
        assert literals(rows.Observation, "status") == ["reported", "blank", "not_applicable", "unreadable"]
        assert literals(rows.Observation, "unit_source") == ["printed", "form"]
        assert literals(rows.Observation, "raw") == []

    @pytest.mark.parametrize(
        ("table", "kind"), [("concepts", concepts.ConceptRow), ("crosswalk", concepts.CrosswalkRow)]
    )
    def test_concepts_have_the_columns_of_their_tables(self, table, kind):
        assert [field.name for field in fields(kind)] == tables.arrow_schema(table).names

    @pytest.mark.parametrize(
        ("table", "kind"),
        [
            *rows.ROW_CLASSES.items(),
            ("indicators", forms.Indicator),
            ("agencies", rows.Agency),
            ("concepts", concepts.ConceptRow),
            ("crosswalk", concepts.CrosswalkRow),
        ],
    )
    def test_what_may_be_none_may_be_empty(self, table, kind):
        hints = get_type_hints(kind)
        for field in fields(kind):
            assert (type(None) in get_args(hints[field.name])) == column_of(table, field.name).nullable, field.name

    def test_forms_are_those_allowed(self):
        assert choices("indicators", "form") == sorted(forms.EVERY_FORM)

    def test_all_indicators_hold_to_their_table(self):
        assert len(tables.frame("indicators", map(asdict, indicators()))) == len(indicators()) > 400

    def test_reasons_of_failures_are_words(self):
        assert all(re.fullmatch(r"[a-z_]+", reason) for reason in errors.REASONS)
        assert column_of("failures", "reason").metadata["example"] in errors.REASONS


class TestDictionary:
    def test_committed_page_is_current(self):
        """Write `data_dictionary()` to docs/data-dictionary.md when a table or form has changed."""
        committed = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
        assert committed == data_dictionary()

    def test_a_column_by_hand(self):
        assert (
            "| `characters` | integer | character | yes | Characters of the section's text, blanks aside. | `812` |"
            in data_dictionary().splitlines()
        )

    def test_a_form_row_by_hand(self):
        assert "| `requests_received` | （一） 收到申请数 | Requests received | 件 |" in data_dictionary().splitlines()

    def test_counts_by_hand(self):
        assert (
            "| 2014 | 国办发〔2014〕32号 | 2014 to 2018 | `statistics` | 政府信息公开情况统计表 | 58 |"
            in data_dictionary().splitlines()
        )

    def test_every_table_line_has_the_cells_of_its_head(self):
        for block in data_dictionary().split("\n\n"):
            lines = block.splitlines()
            if lines[0].startswith("|"):
                assert {line.replace("\\|", "").count("|") for line in lines} == {lines[0].count("|")}


@pytest.mark.parametrize(("table", "kind"), [*rows.ROW_CLASSES.items(), ("reports", rows.Identity)])
def test_what_is_a_place_in_a_row_is_text_of_a_place_in_its_table(table, kind):
    hints = get_type_hints(kind).items()
    assert [*tables.place_columns(table)] == [name for name, hint in hints if Locator in (hint, *get_args(hint))]
