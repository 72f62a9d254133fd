"""`datapackage.json`: what the tables and their files give, and what `package.yaml` adds by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from inspect import getdoc
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from pyarrow import ArrowException, parquet

import gongkai
from gongkai import resources, tables
from gongkai.address import is_address
from gongkai.publish.extent import extent_properties
from gongkai.publish.stored import FOLDER

__all__ = ["PROFILE", "descriptor", "descriptor_text", "identifier", "package_warnings", "resource", "table_schema"]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_TYPES = {"string": "string", "int64": "integer", "double": "number", "date32[day]": "date", "bool": "boolean"}

# The constraint of a Data Package for each pandera check, and the check's own name for the limit.
_CONSTRAINTS = {
    "isin": ("enum", "allowed_values"),
    "str_matches": ("pattern", "pattern"),
    "greater_than_or_equal_to": ("minimum", "min_value"),
    "less_than_or_equal_to": ("maximum", "max_value"),
}


def descriptor(
    files: Mapping[str, Sequence[Path]],
    *,
    sources: Sequence[Mapping[str, str]] = (),
    folder: str = FOLDER,
    stated: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Give the descriptor of a package (Data Package v2) of these Parquet files, by table, which lie in `folder`.

    A table is one file, or several that follow each other in the order of its rows.

    Each source has a `title` and, where there is one, a `path`: an address of the web, or a path in the package;
    anything else, such as `javascript:`, is left out. `created` is the day of the newest report and never that of the
    clock, and `id` follows from the digests of the tables, so that the same tables give the same descriptor.

    What the owner of the package states of it (`gongkai.publish.stated`) goes before what is said by default.

    Raises:
        KeyError: there is no such table.
        OSError: a file cannot be read.

    >>> descriptor({})["licenses"][0]["name"]
    'CC-BY-4.0'
    """
    additions = _additions()
    del additions["resources"]
    listed = [resource(table, parts, folder) for table, parts in files.items()]
    return {
        "$schema": PROFILE,
        "id": identifier(listed),
        **additions,
        "gongkai:software": f"gongkai {gongkai.__version__}",
        **extent_properties(files),
        **(stated or {}),
        **({"sources": [_source(source) for source in sources]} if sources else {}),
        "resources": listed,
    }


def descriptor_text(
    files: Mapping[str, Sequence[Path]],
    *,
    sources: Sequence[Mapping[str, str]] = (),
    folder: str = FOLDER,
    stated: Mapping[str, Any] | None = None,
) -> str:
    """Give the text of `datapackage.json`, as `descriptor` gives it.

    Raises:
        KeyError: there is no such table.
        OSError: a file cannot be read.
    """
    described = descriptor(files, sources=sources, folder=folder, stated=stated)
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def identifier(listed: Iterable[Mapping[str, Any]]) -> str:
    """Give the identifier of a package with these tables, which is another as soon as one of their files is.

    >>> identifier([{"name": "reports", "hash": "sha256:00"}])
    'urn:uuid:c090c2f4-f0e4-5eb6-a76d-3f8a629d0a36'
    """
    digests = "\n".join(
        " ".join((each["name"], *(part["hash"] for part in each.get("gongkai:files", [each])))) for each in listed
    )
    return uuid5(_NAMESPACE, digests).urn


_NAMESPACE = UUID("5d1d1c1e-5d5b-4f0e-9c3a-6a0d2f6c7b1e")
"""What sets the identifiers of packages apart from those that others derive in the same way; it is of no meaning."""


def package_warnings() -> Mapping[str, Mapping[str, str]]:
    """Give the vocabulary of warnings, by their names, in English (`en`) and Chinese (`zh`)."""
    warnings: Mapping[str, Mapping[str, str]] = _additions()["gongkai:warnings"]
    return warnings


def resource(table: str, files: Sequence[Path], folder: str = FOLDER) -> dict[str, Any]:
    """Give the descriptor of one table with its files in `folder`: size in bytes, rows, SHA-256, and schema.

    Of several files the paths are a list, and `gongkai:files` has bytes, rows and SHA-256 of each. Of a file that is no
    sound Parquet the rows are left out.

    Raises:
        KeyError: there is no such table.
        OSError: a file cannot be read.
    """
    facts = [_facts(file) for file in files]
    paths = [f"{folder}/{file.name}" for file in files]
    return {
        "name": table,
        "type": "table",
        "path": paths[0] if len(files) == 1 else paths,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "title": tables.schema(table).title,
        "description": getdoc(tables.TABLES[table]),
        **(facts[0] if len(files) == 1 else _facts_together(paths, facts)),
        **_additions()["resources"].get(table, {}),
        "schema": table_schema(table),
    }


def table_schema(table: str) -> dict[str, Any]:
    """Give the Table Schema of a table: fields, missing values, primary and foreign keys.

    Raises:
        KeyError: there is no such table.

    >>> table_schema("unmatched")["primaryKey"]
    ['report_id', 'locator']
    """
    columns = tables.schema(table).columns
    types = {field.name: _TYPES[str(field.type)] for field in tables.arrow_schema(table)}
    foreign_keys: dict[str, list[dict[str, Any]]] = {}
    for key in tables.keys(table).foreign:
        # frictionless looks a key up as soon as one of its columns is filled, and would call these broken.
        partly_empty = len(key.columns) > 1 and any(columns[column].nullable for column in key.columns)
        name = "gongkai:foreignKeys" if partly_empty else "foreignKeys"
        foreign_keys.setdefault(name, []).append(_foreign_key(table, key))
    return {
        "fields": [_field(name, column, types[name]) for name, column in columns.items()],
        # Parquet knows what is missing; an empty text is a text, such as that of a blank cell.
        "missingValues": [],
        "primaryKey": list(tables.keys(table).primary),
        **foreign_keys,
    }


def _source(source: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in source.items() if name != "path" or is_address(value) or _is_inside(value)}


def _is_inside(path: str) -> bool:
    plain = path.isprintable() and ":" not in path and "\\" not in path
    return plain and not path.startswith("/") and ".." not in path.split("/")


def _facts(file: Path) -> dict[str, Any]:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    # Not plain `bytes`: frictionless never counts the bytes of a Parquet file, and calls any number wrong.
    return {"gongkai:bytes": file.stat().st_size, **_rows(file), "hash": f"sha256:{digest}"}


def _facts_together(paths: Sequence[str], facts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    sums = {
        name: sum(each[name] for each in facts)
        for name in ("gongkai:bytes", "gongkai:rows")
        if all(name in each for each in facts)
    }
    return {**sums, "gongkai:files": [{"path": path, **each} for path, each in zip(paths, facts, strict=True)]}


def _rows(file: Path) -> dict[str, int]:
    try:
        return {"gongkai:rows": parquet.read_metadata(file).num_rows}
    except (OSError, ArrowException):
        return {}


def _additions() -> dict[str, Any]:
    additions: dict[str, Any] = dict(resources.data("gongkai.publish", "package.yaml"))
    return additions


def _field(name: str, column: Any, type_: str) -> dict[str, Any]:
    field = {
        "name": name,
        "type": type_,
        "title": column.title,
        "description": column.description,
        "example": column.metadata["example"],
        "unit": column.metadata["unit"],
        # A reader that goes through NumPy meets a missing number as "nan".
        "missingValues": ["nan"] if column.nullable and type_ in ("integer", "number") else None,
        "constraints": {
            **({} if column.nullable else {"required": True}),
            **dict(_constraint(check) for check in column.checks),
        },
    }
    return {property_: value for property_, value in field.items() if value not in (None, {})}


def _constraint(check: Any) -> tuple[str, Any]:
    name, limit = _CONSTRAINTS[check.name]
    value = check.statistics[limit]
    # A pattern of a Table Schema always holds for the whole text; anchors would be characters of it.
    return name, value.removeprefix("^").removesuffix("$") if name == "pattern" else value


def _foreign_key(table: str, key: tables.ForeignKey) -> dict[str, Any]:
    return {
        "fields": list(key.columns),
        "reference": {"resource": "" if key.table == table else key.table, "fields": list(key.references)},
    }
