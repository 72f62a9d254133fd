"""The identities of the forms, applied to each row or column that they speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from gongkai.check.expression import CellName, Relation, parse
from gongkai.forms import EVERY_FORM, Block, Form, FormIdentity, FormTable, Indicator, form, indicators_by_id

__all__ = ["Instance", "Shared", "headings", "instances"]

Shared = Literal["row", "column", "none"]


@dataclass(frozen=True)
class Instance:
    """One identity for one row or column: the indicators behind the names of its rule.

    `shared` says what the cells have in common that is worth naming: the row or the column that they stand in.
    """

    identity: FormIdentity
    authority: str
    relation: Relation
    indicators: Mapping[str, Indicator]
    shared: Shared

    @property
    def subject(self) -> Indicator:
        """The first cell of the rule: its total."""
        return self.indicators[self.relation.cells[0].name]

    @cached_property
    def places(self) -> tuple[tuple[CellName, str], ...]:
        """Every cell of the rule, in its order, with the name of its indicator."""
        return tuple((cell, self.indicators[cell.name].indicator_id) for cell in self.relation.cells)

    @cached_property
    def table(self) -> str:
        """The form and the table of the rule: 2021.requests."""
        return f"{self.subject.form}.{self.subject.table}"

    @cached_property
    def across_years(self) -> bool:
        """Whether the rule compares the reports of several years."""
        return any(cell.years_ago is not None for cell in self.relation.cells)


@cache
def instances() -> tuple[Instance, ...]:
    """Give every instance of every identity of the forms.

    >>> [each.subject.indicator_id for each in instances() if each.identity.id == "staff_by_kind"]
    ['2014.statistics.staff.count']
    """
    return tuple(each for code in EVERY_FORM for each in _of_form(form(code)))


def headings(block: Block) -> dict[str, tuple[str, ...]]:
    """Give the rows of values under each heading of a block, also those under its subheadings.

    >>> (block,) = form("2019").tables[1].blocks
    >>> headings(block)["unavailable"]
    ('unavailable_not_held', 'unavailable_needs_making', 'unavailable_still_unclear')
    """
    parents = {row.code: row.parent for row in block.rows}
    return {
        heading.code: tuple(
            row.code for row in block.rows if not row.header and _is_under(row.code, heading.code, parents)
        )
        for heading in block.rows
        if heading.header
    }


def _is_under(row: str, heading: str, parents: Mapping[str, str | None]) -> bool:
    parent = parents[row]
    return parent is not None and (parent == heading or _is_under(parent, heading, parents))


def _of_form(form: Form) -> Iterator[Instance]:
    tables = {table.code: table for table in form.tables}
    for identity in form.identities:
        table = tables[identity.table]
        for block in table.blocks:
            relation = parse(identity.rule, headings(block) if identity.each == "column" else None)
            names = {cell.name for cell in relation.cells}
            for shared, codes in _places(identity, block, names):
                cells = {name: indicators_by_id()[f"{form.code}.{table.code}.{code}"] for name, code in codes.items()}
                yield Instance(identity, form.authority, relation, cells, shared if _is_matrix(table) else "none")


def _places(identity: FormIdentity, block: Block, names: set[str]) -> Iterator[tuple[Shared, dict[str, str]]]:
    """Give the rows or columns of a block that have all the names of a rule, with the codes of their cells."""
    rows = [row.code for row in block.rows if not row.header]
    columns = [column.code for column in block.columns]
    if identity.each == "row" and names <= set(columns):
        yield from (("row", {name: f"{row}.{name}" for name in names}) for row in rows)
    if identity.each == "column" and names <= set(rows):
        yield from (("column", {name: f"{name}.{column}" for name in names}) for column in columns)


def _is_matrix(table: FormTable) -> bool:
    return table.layout != "list"
