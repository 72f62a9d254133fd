"""The data dictionary: every table, column and form as one Markdown page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from inspect import getdoc
from typing import Any

from gongkai import tables
from gongkai.forms import EVERY_FORM, Block, Form, Row, form, indicators
from gongkai.publish.descriptor import table_schema

__all__ = ["data_dictionary"]

_INTRODUCTION = """\
# Data dictionary

Derived from `gongkai.tables` and `gongkai.forms` by `gongkai.publish.data_dictionary()`; change it there.
An empty cell is unknown, never zero. A foreign key with an empty column refers to nothing."""


def data_dictionary() -> str:
    """Give the data dictionary as Markdown: the tables with their columns, then the forms with their rows.

    >>> data_dictionary().splitlines()[0]
    '# Data dictionary'
    """
    parts = [
        _INTRODUCTION,
        "## Tables",
        _table(("Table", "Rows"), ((f"[`{table}`](#{table})", _about(table)) for table in tables.TABLES)),
        *(part for table in tables.TABLES for part in _table_parts(table)),
        "## Forms",
        _counts(),
        *(part for code in EVERY_FORM for part in _form_parts(form(code))),
    ]
    return "\n\n".join(parts) + "\n"


def _table_parts(table: str) -> Iterator[str]:
    keys = tables.keys(table)
    yield f"### {table}"
    yield _about(table)
    references = (
        f"- Reference: {_codes(key.columns)} → `{key.table}` ({_codes(key.references)})" for key in keys.foreign
    )
    yield "\n".join([f"- Key: {_codes(keys.primary)}", *references])
    yield _table(
        ("Column", "Type", "Unit", "Required", "Description", "Example"),
        (_column(field) for field in table_schema(table)["fields"]),
    )


def _column(field: dict[str, Any]) -> tuple[str, ...]:
    constraints = field.get("constraints", {})
    untold = [choice for choice in constraints.get("enum", []) if f"`{choice}`" not in field["description"]]
    choices = f" One of {_codes(constraints['enum'])}." if untold else ""
    example = str(field["example"]).lower() if field["type"] == "boolean" else str(field["example"])
    return (
        f"`{field['name']}`",
        field["type"],
        field.get("unit", ""),
        "yes" if "required" in constraints else "no",
        field["description"] + choices,
        f"`{example}`" if example else "",
    )


def _counts() -> str:
    cells = Counter((indicator.form, indicator.table) for indicator in indicators())
    return _table(
        ("Form", "Authority", "Report years", "Table", "Title", "Indicators"),
        (
            (
                code,
                form(code).authority,
                _years(form(code)),
                f"`{table.code}`",
                table.title,
                str(cells[code, table.code]),
            )
            for code in EVERY_FORM
            for table in form(code).tables
        ),
    )


def _form_parts(of: Form) -> Iterator[str]:
    yield f"### Form {of.code}"
    used_in = f" in {', '.join(of.places)}" if of.places else ""
    yield f"{of.authority}, for the reports of {_years(of)}{used_in}. An indicator is `form.table.row.column`."
    for table in of.tables:
        yield f"#### `{of.code}.{table.code}`: {table.title}"
        if table.national is not None:
            yield f"_Same as_ names the row or column of `{table.national}` that counts the same."
        for block in table.blocks:
            yield from _block_parts(block, local=table.national is not None)


def _block_parts(block: Block, *, local: bool) -> Iterator[str]:
    if block.heading:
        yield f"**{block.heading}**"
    heads = ("Label", "English", "Unit", *(["Same as"] if local else []))
    columns = (
        (f"`{each.code}`", each.label, each.english, each.unit or "", each.same_as or "") for each in block.columns
    )
    yield _table(("Column", *heads), (line[: len(heads) + 1] for line in columns))
    yield _table(("Row", *heads), ((*_row(row), row.same_as or "")[: len(heads) + 1] for row in block.rows))


def _row(row: Row) -> tuple[str, ...]:
    label = " ".join(part for part in (row.number, row.label) if part)
    return (f"`{row.code}`", label, row.english, "heading" if row.header else row.unit or "")


def _years(of: Form) -> str:
    return f"{of.first_year} to {of.last_year}" if of.last_year else f"{of.first_year} on"


def _about(table: str) -> str:
    return getdoc(tables.TABLES[table]) or ""


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_escaped(cell) for cell in line) + " |" for line in lines)


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")
