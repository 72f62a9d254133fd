"""What the official forms say, as data, and a typed view of it.

The national forms are 国办发〔2014〕32号 (reports for 2014-2018), 国办公开办函〔2019〕60号 (2019-2020) and
国办公开办函〔2021〕30号 (2021 on). Each is one YAML file beside this module, `form-CODE.yaml`; a form that only some
places used is `local-CODE.yaml`. A further such file is a further form: nothing else names the forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from gongkai import resources

__all__ = [
    "EVERY_FORM",
    "FORMS",
    "LOCAL_FORMS",
    "Block",
    "Column",
    "Form",
    "FormIdentity",
    "FormTable",
    "Indicator",
    "Layout",
    "Row",
    "form",
    "indicators",
    "indicators_by_id",
    "signed_indicators",
]

Layout = Literal["list", "blocks", "matrix", "groups"]

_NATIONAL, _LOCAL, _ENDING = "form-", "local-", ".yaml"


def _codes(beginning: str) -> tuple[str, ...]:
    names = (each.name for each in files(__name__).iterdir())
    found = (name for name in names if name.startswith(beginning) and name.endswith(_ENDING))
    return tuple(sorted(name.removeprefix(beginning).removesuffix(_ENDING) for name in found))


FORMS = _codes(_NATIONAL)
"""The codes of the national forms, the years from which they apply, in their order."""

LOCAL_FORMS = _codes(_LOCAL)
"""The codes of the forms that only some places used."""

EVERY_FORM = (*FORMS, *LOCAL_FORMS)


@dataclass(frozen=True, slots=True)
class Row:
    """One row that a form prints. A `header` row heads other rows and has no values of its own.

    In a local form, `same_as` is the row of the national table that counts the same, if one does.
    """

    code: str
    label: str
    english: str
    number: str = ""
    note: str | None = None
    unit: str | None = None
    parent: str | None = None
    group: str | None = None
    header: bool = False
    variants: tuple[str, ...] = ()
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of values that a form prints; `group` is the heading above several columns.

    A `signed` column says by how much something grew or shrank. In a local form, `{year}` in a variant stands for the
    year of the report, and `same_as` is the column of the national table that holds the same, if one does.
    """

    code: str
    label: str
    english: str
    unit: str | None = None
    group: str | None = None
    variants: tuple[str, ...] = ()
    signed: bool = False
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share their columns; `heading` is the line printed above them, if any."""

    heading: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    # Results are kept by block and table, and to hash every row of one takes longer than to find most of them again.
    def __hash__(self) -> int:
        return hash((self.heading, self.rows[0].code, len(self.rows)))


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table of a form.

    `layout` says how it is printed: `list` is one value for each row, `matrix` rows by columns, `blocks`
    several small matrices each under its own header, `groups` one line of values whose columns are the
    rows and columns of the block, row after row. `national` is the national table (form.table) that the `same_as` of a
    local form's rows and columns speak of.
    """

    code: str
    layout: Layout
    title: str
    blocks: tuple[Block, ...]
    national: str | None = None

    def __hash__(self) -> int:
        return hash((self.code, self.title, len(self.blocks)))


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """What a form promises of its own numbers.

    The names in `rule` are columns of `table` where the rule holds for `each` row, and rows where it holds for
    each column. `sum(heading)` is every row of values under a heading, without the rows that the rule names
    itself. `name(year)` is the cell of a year's report, so that the rule compares reports of one agency.
    """

    id: str
    table: str
    each: Literal["row", "column"]
    rule: str
    severity: Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Form:
    """One official form, with the years that it was made for.

    `places` are the divisions that used it, none for a national form. `stated_in_text` gives, by rules of
    `gongkai.check`, the sums of cells that the text of a report may state as well.
    """

    code: str
    authority: str
    first_year: int
    last_year: int | None
    sections: tuple[str, ...]
    tables: tuple[FormTable, ...]
    identities: tuple[FormIdentity, ...]
    stated_in_text: Mapping[str, tuple[str, ...]]
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One cell that a form defines: a row of the table `indicators`.

    `same_as` is the indicator of a national form that says the same as one of a local form.
    """

    indicator_id: str
    form: str
    table: str
    row: str
    column: str
    row_label: str
    column_label: str
    row_english: str
    column_english: str
    unit: str | None
    parent: str | None
    same_as: str | None

    # What is said of an indicator is kept by it, and its name is enough to find it again.
    def __hash__(self) -> int:
        return hash(self.indicator_id)


@cache
def form(code: str) -> Form:
    """Give one form by its code, such as "2014", or "fujian" of a local one.

    Raises:
        KeyError: there is no such form.

    >>> form("2014").authority
    '国办发〔2014〕32号'
    """
    if code not in EVERY_FORM:
        raise KeyError(f"no form {code!r}; the forms are {', '.join(EVERY_FORM)}")
    data = _data(code)
    first, last = data["report_years"]
    return Form(
        code=code,
        authority=data["authority"],
        first_year=first,
        last_year=last or _last_before_the_next(first),
        sections=tuple(data["sections"]),
        tables=tuple(_table(table) for table in data["tables"]),
        identities=tuple(identity for entry in data["identities"] for identity in _identities(entry)),
        stated_in_text={rule: tuple(terms) for rule, terms in data.get("stated_in_text", {}).items()},
        places=tuple(data.get("places", ())),
    )


@cache
def signed_indicators() -> frozenset[str]:
    """Give the indicators that say by how much something grew or shrank.

    >>> "2019.disclosure.licences.items_change" in signed_indicators()
    True
    """
    return frozenset(
        f"{code}.{table.code}.{row.code}.{column.code}"
        for code in EVERY_FORM
        for table in form(code).tables
        for block in table.blocks
        for column in block.columns
        if column.signed
        for row in block.rows
    )


@cache
def indicators() -> tuple[Indicator, ...]:
    """Give every cell that any form defines, in the order of the forms.

    >>> indicators()[0].indicator_id
    '2014.statistics.disclosed_items.count'
    """
    return tuple(indicator for code in EVERY_FORM for table in form(code).tables for indicator in _cells(code, table))


@cache
def indicators_by_id() -> Mapping[str, Indicator]:
    """Give every cell that any form defines by its name, in the order of the forms.

    >>> indicators_by_id()["2021.requests.received.total"].row_label
    '本年新收政府信息公开申请数量'
    """
    return {indicator.indicator_id: indicator for indicator in indicators()}


def _data(code: str) -> dict[str, Any]:
    given: dict[str, Any] = resources.data(__name__, f"{_NATIONAL if code in FORMS else _LOCAL}{code}{_ENDING}")
    return given


def _last_before_the_next(first: int) -> int | None:
    """Give the last year of a form that is in force until another follows, or None where none does."""
    return min((year - 1 for code in FORMS for year, _ in [_data(code)["report_years"]] if year > first), default=None)


def _cells(code: str, table: FormTable) -> Iterator[Indicator]:
    for block in table.blocks:
        for row in block.rows:
            if row.header:
                continue
            for column in block.columns:
                yield Indicator(
                    indicator_id=f"{code}.{table.code}.{row.code}.{column.code}",
                    form=code,
                    table=table.code,
                    row=row.code,
                    column=column.code,
                    row_label=row.label,
                    column_label=column.label,
                    row_english=row.english,
                    column_english=column.english,
                    unit=row.unit or column.unit,
                    parent=row.parent or row.group,
                    same_as=_same_as(table, row, column),
                )


def _same_as(table: FormTable, row: Row, column: Column) -> str | None:
    if table.national is None or row.same_as is None or column.same_as is None:
        return None
    return f"{table.national}.{row.same_as}.{column.same_as}"


def _identities(data: dict[str, Any]) -> Iterator[FormIdentity]:
    if "same_as" in data:
        base = {identity.id: identity for identity in form(data["same_as"]).identities}
        yield from (base[name] for name in data["ids"])
    else:
        yield FormIdentity(**data)


def _table(data: dict[str, Any]) -> FormTable:
    if "same_as" in data:
        return _derived_table(data)
    return FormTable(
        code=data["id"],
        layout=data["layout"],
        title=data["title"],
        blocks=tuple(_block(block, data["layout"]) for block in data["blocks"]),
        national=data.get("national"),
    )


def _derived_table(data: dict[str, Any]) -> FormTable:
    base = next(table for table in form(data["same_as"]).tables if table.code == data["id"])
    replaced = data.get("rows_replaced", {})
    blocks = tuple(
        Block(
            heading=block.heading,
            columns=block.columns,
            rows=tuple(
                new
                for row in block.rows
                for new in (tuple(_row(each, base.layout) for each in replaced.get(row.code, ())) or (row,))
            ),
        )
        for block in base.blocks
    )
    return FormTable(code=base.code, layout=base.layout, title=base.title, blocks=blocks)


def _block(data: dict[str, Any], layout: Layout) -> Block:
    return Block(
        heading=data["heading"],
        columns=tuple(_column(column) for column in data["columns"]),
        rows=_rows_of(data["rows_of"]) if "rows_of" in data else tuple(_row(row, layout) for row in data["rows"]),
    )


def _rows_of(table: str) -> tuple[Row, ...]:
    """Give the rows of a table of another form, by form.table."""
    code, _, name = table.partition(".")
    (found,) = (each for each in form(code).tables if each.code == name)
    return tuple(row for block in found.blocks for row in block.rows)


def _column(data: dict[str, Any]) -> Column:
    return Column(**{**data, "variants": tuple(data.get("variants", ()))})


def _row(data: dict[str, Any], layout: Layout) -> Row:
    # The 2014 form has a unit column, and prints no unit just where a row is a heading.
    header = data.get("header", layout == "list" and data["unit"] is None)
    return Row(**{**data, "header": header, "variants": tuple(data.get("variants", ()))})
