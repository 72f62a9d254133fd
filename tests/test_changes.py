"""What changed between two packages: every kind of change, counted and named by hand."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gongkai import cli
from gongkai.changes import TableChange, compared
from gongkai.errors import PackageError
from gongkai.publish import publish
from test_package import edit, resource_of
from test_tables import small_frames

CELL = "2014.statistics.requests_received.count"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    publish(small_frames(), tmp_path / "old")
    return tmp_path / "old"


def with_changes(tmp_path: Path, **changes) -> Path:
    frames = small_frames()
    for table, change in changes.items():
        frames[table] = change(frames[table])
    publish(frames, tmp_path / "new")
    return tmp_path / "new"


def other_value(frame):
    frame.loc[frame["indicator_id"] == CELL, ["value", "raw"]] = [8.0, "8"]
    return frame


def without_failure(frame):
    return frame.iloc[:1]


def without_report(frame):
    return frame[frame["report_id"] != "ffffffffffffffff"]


def test_the_same_packages_have_no_changes(old):
    with compared(old, old) as comparison:
        assert comparison.release == "none"
        assert {(table.added, table.changed, table.withdrawn) for table in comparison.tables} == {(0, 0, 0)}


def test_a_corrected_value_is_a_patch(old, tmp_path):
    with compared(old, with_changes(tmp_path, observations=other_value)) as comparison:
        assert [table for table in comparison.tables if table.release != "none"] == [
            TableChange("observations", changed=1, rows_by_column={"value": 1, "raw": 1}),
            # What is computed of a value changes with it.
            TableChange("panel", changed=1, rows_by_column={"value": 1}),
        ]
        assert comparison.release == "patch"
        (row,) = comparison.rows("observations", "changed")
        assert row.key == {"report_id": "1a2b3c4d5e6f7081", "indicator_id": CELL}
        assert row.values == {"value": (7.0, 8.0), "raw": ("7", "8")}


def test_a_blank_that_becomes_a_number_is_a_change(old, tmp_path):
    def filled(frame):
        frame.loc[frame["status"] == "blank", ["value", "status", "raw"]] = [0.0, "reported", "0"]
        return frame

    with compared(old, with_changes(tmp_path, observations=filled)) as comparison:
        (row,) = comparison.rows("observations", "changed")
        assert row.values == {"value": (None, 0.0), "status": ("blank", "reported"), "raw": ("", "0")}


def test_a_row_that_went_and_one_that_came(old, tmp_path):
    new = with_changes(tmp_path, failures=without_failure)
    with compared(old, new) as comparison:
        assert comparison.release == "patch"
        (row,) = comparison.rows("failures", "withdrawn")
        assert row.key == {"failure": 2}
    with compared(new, old) as comparison:
        (changed,) = (table for table in comparison.tables if table.release != "none")
        assert (changed.added, changed.withdrawn) == (1, 0)


def test_a_new_report_is_a_minor_release_and_a_withdrawn_one_a_major(old, tmp_path):
    new = with_changes(tmp_path, reports=without_report)
    with compared(old, new) as comparison:
        assert comparison.release == "major"
    with compared(new, old) as comparison:
        assert comparison.release == "minor"
        (row,) = comparison.rows("reports", "added")
        assert row.key == {"report_id": "ffffffffffffffff"}


def test_tables_and_columns_that_one_package_lacks(old, tmp_path):
    new = with_changes(tmp_path)
    edit(old, lambda told: told["resources"].remove(resource_of(told, "points")))
    with compared(old, new) as comparison:
        assert [table for table in comparison.tables if table.release != "none"] == [TableChange("points", "new")]
        assert comparison.release == "minor"
    with compared(new, old) as comparison:
        assert comparison.release == "major"


@pytest.mark.parametrize(
    ("change", "release"),
    [
        (TableChange("figures", columns_added=("a",)), "minor"),
        (TableChange("figures", columns_withdrawn=("a",), added=1), "major"),
        (TableChange("figures", columns_of_another_type=("a",)), "major"),
        (TableChange("figures", has_another_key=True), "major"),
        (TableChange("figures", withdrawn=1), "patch"),
        (TableChange("agencies", withdrawn=1), "major"),
        (TableChange("concepts", added=1, changed=2), "minor"),
        (TableChange("concepts"), "none"),
    ],
)
def test_the_rule_of_versions(change, release):
    assert change.release == release


def test_a_name_that_is_none_is_refused(old, tmp_path):
    new = with_changes(tmp_path)
    edit(new, lambda told: resource_of(told, "points").update(name="points; DROP TABLE x"))
    with pytest.raises(PackageError, match="this is no name of a table"), compared(old, new):
        pass


def test_a_table_without_a_key_is_refused(old, tmp_path):
    new = with_changes(tmp_path)
    edit(new, lambda told: resource_of(told, "points")["schema"].update(primaryKey=['report_id") --']))
    with pytest.raises(PackageError, match="points has no key to compare its rows by"), compared(old, new):
        pass


def test_people_are_told_in_markdown(old, tmp_path):
    new = with_changes(tmp_path, observations=other_value, reports=without_report)
    lines = CliRunner().invoke(cli.app, ["diff", str(old), str(new)]).output.splitlines()
    assert lines[:3] == ["# Changes of the data, ? to ?", "", "They make it a major release."]
    assert "| `reports` | 0 | 0 | 1 |" in lines
    assert "- withdrawn: `ffffffffffffffff`" in lines
    assert "- changed: `value` in 1, `raw` in 1" in lines
    assert f"- changed: `1a2b3c4d5e6f7081` `{CELL}` (value 7.0 → 8.0, raw 7 → 8)" in lines


def test_programs_are_told_everything(old, tmp_path):
    new = with_changes(tmp_path, observations=other_value, failures=without_failure)
    told = json.loads(CliRunner().invoke(cli.app, ["diff", str(old), str(new), "--json"]).output)
    assert told["release"] == "patch"
    assert told["rows"] == [
        {
            "table": "observations",
            "change": "changed",
            "key": {"report_id": "1a2b3c4d5e6f7081", "indicator_id": CELL},
            "values": {"value": {"old": 7.0, "new": 8.0}, "raw": {"old": "7", "new": "8"}},
        },
        {
            "table": "panel",
            "change": "changed",
            "key": {
                "report_id": "1a2b3c4d5e6f7081",
                "concept": "requests_received",
                "source": "form",
                "form": "2014",
            },
            "values": {"value": {"old": 7.0, "new": 8.0}},
        },
        {"table": "failures", "change": "withdrawn", "key": {"failure": 2}},
    ]
    (of_cells,) = (table for table in told["tables"] if table["table"] == "observations")
    assert (of_cells["changed"], of_cells["changed_by_column"]) == (1, {"value": 1, "raw": 1})


def test_nothing_changed(old):
    assert CliRunner().invoke(cli.app, ["diff", str(old), str(old)]).output.endswith("\nNothing changed.\n")
    told = json.loads(CliRunner().invoke(cli.app, ["diff", str(old), str(old), "--json"]).output)
    assert (told["release"], told["rows"]) == ("none", [])
