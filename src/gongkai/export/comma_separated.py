"""A package as CSV: what a spreadsheet opens without a question, and obeys nothing of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import pyarrow as arrow
from pyarrow import compute, csv

from gongkai import tables
from gongkai.export.described import DescribedColumn, every_column
from gongkai.publish.descriptor import table_schema
from gongkai.publish.parquet import stored_groups
from gongkai.publish.stored import DESCRIPTOR, StoredPackage

__all__ = ["harmless", "write_csv"]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it, Excel takes the bytes of Chinese text for those of another encoding."""

COLUMNS = "columns.csv"

_OBEYED = r"^\s*['=+\-@＝＋－＠]"
"""How a text begins that a spreadsheet may take for a formula. An apostrophe is among them, so that one that was put
before a text can be taken away again."""

_HARMLESS = r"^[+\-－]*[0-9.,]*[%％]?$"
"""A number, or only its sign, which no spreadsheet runs."""


def write_csv(stored: StoredPackage, folder: Path) -> None:
    """Write each table of a package as a CSV file, what the columns mean, and a descriptor of these files.

    The text is UTF-8 with a byte order mark. A cell that a spreadsheet would run as a formula has an apostrophe before
    it (`harmless`). What is missing and an empty text are both an empty cell; `status` tells them apart. The same
    package gives the same bytes.

    Raises:
        PackageError: a table is missing or damaged.
        OSError: a file cannot be written.
    """
    for table in tables.TABLES:
        with (folder / f"{table}.csv").open("wb") as file:
            file.write(BYTE_ORDER_MARK)
            with csv.CSVWriter(file, tables.arrow_schema(table)) as writer:
                for group in stored_groups(stored.files(table), table):
                    writer.write_table(_harmless_texts(group))
    with (folder / COLUMNS).open("wb") as file:
        file.write(BYTE_ORDER_MARK)
        csv.write_csv(_harmless_texts(_described()), file)
    described = {**stored.properties, "name": f"{stored.properties['name']}-csv"}
    described["resources"] = [_resource(folder / f"{table}.csv", stored.resources[table]) for table in tables.TABLES]
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")


def harmless(texts: arrow.ChunkedArray) -> arrow.ChunkedArray:
    """Put an apostrophe before each text that a spreadsheet would run as a formula, or that begins with one itself.

    Numbers and signs stay as they are. Whoever reads the file by program takes one apostrophe away from the beginning
    of a text, and has what stood there.

    >>> harmless(arrow.chunked_array([["=1+1", "-253", "—", "'", "嘉禾县", None]])).to_pylist()
    ["'=1+1", '-253', '—', "''", '嘉禾县', None]
    """
    obeyed = compute.and_not(
        compute.match_substring_regex(texts, _OBEYED), compute.match_substring_regex(texts, _HARMLESS)
    )
    marked = compute.binary_join_element_wise("'", texts, "")
    return compute.if_else(obeyed, marked, texts)


def _harmless_texts(rows: arrow.Table) -> arrow.Table:
    for place, field in enumerate(rows.schema):
        if field.type == arrow.string():
            rows = rows.set_column(place, field, harmless(rows.column(place)))
    return rows


def _described() -> arrow.Table:
    names = [field.name for field in fields(DescribedColumn)]
    rows = [dict(zip(names, astuple(column), strict=True)) for column in every_column()]
    return arrow.Table.from_pylist(rows)


def _resource(file: Path, stored: Mapping[str, Any]) -> dict[str, Any]:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    kept = {name: value for name, value in stored.items() if name not in _OF_PARQUET}
    return {
        **kept,
        "path": file.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": _schema(str(stored["name"])),
    }


_OF_PARQUET = {"path", "format", "mediatype", "gongkai:bytes", "gongkai:files", "hash", "schema"}


def _schema(table: str) -> dict[str, Any]:
    """Give the schema of a table's CSV, where an empty text, such as that of a blank cell, looks like a missing one."""
    schema = table_schema(table)
    key = set(schema["primaryKey"])
    return {
        **schema,
        "missingValues": [""],
        "fields": [_field(field, field["name"] in key) for field in schema["fields"]],
    }


def _field(field: Mapping[str, Any], is_key: bool) -> dict[str, Any]:
    constraints = dict(field.get("constraints", {}))
    if field["type"] == "string" and not is_key:
        constraints.pop("required", None)
    without = {name: value for name, value in field.items() if name not in ("missingValues", "constraints")}
    return {**without, **({"constraints": constraints} if constraints else {})}
