"""What changed between two packages, as Markdown for people and their changelog, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import get_args

from gongkai.changes import Comparison, Kind, RowChange, TableChange
from gongkai.printable import printable

__all__ = ["changes_as_json", "changes_as_markdown"]

_NAMED = 10
"""How many rows of each kind are named to people."""


def changes_as_markdown(comparison: Comparison) -> Iterator[str]:
    """Give the lines of a changelog: what changed in each table, and the first rows of it."""
    versions = [str(package.properties.get("version", "?")) for package in (comparison.old, comparison.new)]
    yield f"# Changes of the data, {versions[0]} to {versions[1]}"
    yield ""
    if comparison.release == "none":
        yield "Nothing changed."
        return
    yield f"They make it a {comparison.release} release."
    changed = [table for table in comparison.tables if table.release != "none"]
    yield from ("", "| table | added | changed | withdrawn |", "|---|---:|---:|---:|")
    for table in changed:
        yield f"| `{table.table}` | {table.added} | {table.changed} | {table.withdrawn} |"
    for table in changed:
        yield from ("", f"## {table.table}", "")
        yield from _lines(comparison, table)


def changes_as_json(comparison: Comparison) -> Iterator[str]:
    """Give the lines of a JSON document: what changed in each table, and every row of it with its values."""
    told = {
        "old": comparison.old.properties.get("version"),
        "new": comparison.new.properties.get("version"),
        "release": comparison.release,
        "tables": [
            {
                "table": table.table,
                "in": table.is_in,
                "columns_added": table.columns_added,
                "columns_withdrawn": table.columns_withdrawn,
                "columns_of_another_type": table.columns_of_another_type,
                "has_another_key": table.has_another_key,
                "added": table.added,
                "changed": table.changed,
                "withdrawn": table.withdrawn,
                "changed_by_column": dict(table.rows_by_column),
            }
            for table in comparison.tables
        ],
    }
    head = json.dumps(told, ensure_ascii=True, indent=2)
    yield head.removesuffix("\n}") + ',\n  "rows": ['
    separator = "    "
    for table in comparison.tables:
        for row in _rows(comparison, table):
            yield separator + json.dumps(_row(row), ensure_ascii=True, default=str)
            separator = "  , "
    yield "  ]\n}"


def _rows(comparison: Comparison, table: TableChange) -> Iterator[RowChange]:
    kinds: tuple[Kind, ...] = get_args(Kind)
    for kind in kinds:
        if getattr(table, kind):
            yield from comparison.rows(table.table, kind)


def _row(row: RowChange) -> dict[str, object]:
    values = {name: {"old": before, "new": after} for name, (before, after) in row.values.items()}
    return {"table": row.table, "change": row.kind, "key": dict(row.key), **({"values": values} if values else {})}


def _lines(comparison: Comparison, table: TableChange) -> Iterator[str]:
    if table.is_in != "both":
        yield "- the table is new" if table.is_in == "new" else "- the table is withdrawn"
        return
    if table.has_another_key:
        yield "- the rows have another key, and were not compared"
    for said, columns in (
        ("new columns", table.columns_added),
        ("withdrawn columns", table.columns_withdrawn),
        ("columns of another type", table.columns_of_another_type),
    ):
        if columns:
            yield f"- {said}: {', '.join(f'`{name}`' for name in columns)}"
    if table.rows_by_column:
        counts = ", ".join(f"`{name}` in {count}" for name, count in table.rows_by_column.items())
        yield f"- changed: {counts}"
    kinds: tuple[Kind, ...] = get_args(Kind)
    for kind in kinds:
        if getattr(table, kind):
            # What came and went with whole reports is named there.
            rows = comparison.rows(table.table, kind, of_reports_in_both=table.table != "reports")
            named = [_named(row) for row in islice(rows, _NAMED + 1)]
            if named:
                yield f"- {kind}: {'; '.join([*named[:_NAMED], *(['…'] if len(named) > _NAMED else [])])}"
            else:
                yield f"- {kind}: only with the reports that were {kind}"


def _named(row: RowChange) -> str:
    key = " ".join(f"`{printable(str(part))}`" for part in row.key.values())
    if row.title:
        key = f"{printable(row.title)} {key}"
    values = ", ".join(f"{name} {_said(before)} → {_said(after)}" for name, (before, after) in row.values.items())
    return f"{key} ({values})" if values else key


def _said(value: object) -> str:
    text = "nothing" if value is None else printable(str(value))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


_LONGEST = 60
