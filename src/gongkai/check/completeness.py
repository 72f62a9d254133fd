"""What a report must have: the tables, rows and columns of its form, numbers in its cells, sections, title, period.

A finding tells what is missing where it would stand: a row behind the row before it, a table under its heading. The
rows of a local form differ from edition to edition, so only national forms are held against what they print.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.check.expression import CellName
from gongkai.check.identities_of_forms import Instance, instances
from gongkai.check.naming_tables import name_part, name_table, table_named
from gongkai.check.rules import Rule, rulebook
from gongkai.check.sections import check_sections, form_of_year
from gongkai.check.wording import Phrase, listed
from gongkai.document import Locator
from gongkai.forms import FORMS, Block, Column, FormTable, Row, form
from gongkai.rows import Check, Identity, Observation, Outcome, Section

__all__ = ["check_completeness", "is_complete", "missing_tables", "tables_of"]

Cells = Mapping[str, Observation]
"""The cells of a report, by indicator."""


def check_completeness(
    identity: Identity, observations: Sequence[Observation], sections: Sequence[Section]
) -> Iterator[Check]:
    """Check that everything is there that the form of the report wants."""
    tables = tables_of(observations)
    in_reading_order = sorted(observations, key=lambda observation: observation.locator.reading_order)
    cells = {observation.indicator_id: observation for observation in in_reading_order}
    yield from _forms(identity, tables, cells, sections)
    for name in tables:
        yield from _table(name, cells)
    yield from check_sections(identity, tables, sections)
    yield from _text_around(identity)


def tables_of(observations: Iterable[Observation]) -> tuple[str, ...]:
    """Name the tables of which cells were found, as form.table, in the order of their names."""
    return tuple(sorted({_table_of(each.indicator_id) for each in observations}))


@cache
def _table_of(indicator_id: str) -> str:
    return ".".join(indicator_id.split(".", 2)[:2])


def missing_tables(names: Iterable[str]) -> list[str]:
    """Name the tables of the national forms in use that were found under no form, as reports mix the forms.

    >>> missing_tables(["2021.disclosure", "2019.requests"])
    ['2021.disputes', '2019.disputes']
    """
    in_use = tuple(names)
    found = {name.partition(".")[2] for name in in_use}
    codes = dict.fromkeys(name.partition(".")[0] for name in in_use)
    return [
        f"{code}.{table.code}"
        for code in codes
        if code in FORMS
        for table in form(code).tables
        if table.code not in found
    ]


def is_complete(checks: Iterable[Check]) -> bool:
    """Say whether nothing is missing that the form wants; what is only worth a note leaves a report complete.

    >>> is_complete([])
    True
    """
    return not any(
        check.kind == "completeness" and check.outcome == "fails" and check.severity != "note" for check in checks
    )


def _forms(identity: Identity, tables: Sequence[str], cells: Cells, sections: Sequence[Section]) -> Iterator[Check]:
    """Check that there are the tables of the form, or of the form of the year where there is none of any."""
    rule = rulebook().rules["tables_present"]
    if not tables:
        yield from _no_tables(rule, identity, sections)
        return
    local = [name for name in tables if name.partition(".")[0] not in FORMS]
    for name in tables:
        said = rule.say("local" if name in local else "holds", table=name_table(name))
        yield rule.finding(name, "not_applicable" if name in local else "holds", None, None, said, _first(cells, name))
    # Where two forms are mixed, either may have the table that is missing.
    missing = {name.partition(".")[2]: name for name in reversed(missing_tables(tables))}
    for name in sorted(missing.values()):
        said = rule.say("fails", table=name_table(name))
        yield rule.finding(name, "fails", None, None, said, _section_of(name, sections))


def _no_tables(rule: Rule, identity: Identity, sections: Sequence[Section]) -> Iterator[Check]:
    code = form_of_year(identity.year)
    if code is None:
        reason = "no_year" if identity.year is None else "no_form"
        yield rule.finding("tables", "not_applicable", None, None, rule.say(reason, year=identity.year))
        return
    for table in form(code).tables:
        name = f"{code}.{table.code}"
        said = rule.say("none", table=name_table(name))
        yield rule.finding(name, "fails", None, None, said, _section_of(name, sections))


def _table(name: str, cells: Cells) -> Iterator[Check]:
    table = table_named(name)
    rows, columns, single = (rulebook().rules[f"{part}_present"] for part in ("rows", "columns", "cells"))
    if name.partition(".")[0] not in FORMS:
        said = rows.say("local", table=name_table(name))
        yield rows.finding(name, "not_applicable", None, None, said, _first(cells, name))
        yield from _blanks(name, table, cells)
        return
    lost = list(_lost(name, table, cells))
    for rule, kind in ((rows, "row"), (columns, "column"), (single, "cell")):
        of_kind = [each for each in lost if each.kind == kind]
        for each in of_kind:
            said = rule.say("fails", table=name_table(name), what=each.name)
            yield rule.finding(each.subject, "fails", None, None, said, each.behind)
        if not of_kind:
            said = rule.say("holds", table=name_table(name))
            yield rule.finding(name, "holds", None, None, said, _first(cells, name))
    yield from _blanks(name, table, cells)


@dataclass(frozen=True, slots=True)
class _Lost:
    """A row, a column or single cells of a row that were not found, and the place behind which they would stand."""

    kind: str
    subject: str
    name: Phrase
    behind: Locator | None


def _lost(name: str, table: FormTable, cells: Cells) -> Iterator[_Lost]:
    behind = _first(cells, name)
    for block in table.blocks:
        rows = [row for row in block.rows if not row.header]
        found = {row.code: [each for each in block.columns if _cell(cells, name, row, each)] for row in rows}
        there = {column.code for columns in found.values() for column in columns}
        gone = [column for column in block.columns if there and column.code not in there]
        yield from (
            _Lost("column", f"{name}.{rows[0].code}.{column.code}", name_part(column), _first(cells, name))
            for column in gone
        )
        for row in rows:
            lacking = [each for each in block.columns if each not in found[row.code] and each not in gone]
            if not found[row.code]:
                yield _Lost("row", f"{name}.{row.code}", name_part(row), behind)
            elif lacking:
                what = Phrase("{row}, {columns}", "{row}一行的{columns}").fill(
                    row=name_part(row), columns=listed(map(name_part, lacking))
                )
                yield _Lost("cell", f"{name}.{row.code}", what, behind)
            places = [cells[f"{name}.{row.code}.{column.code}"].locator for column in found[row.code]]
            behind = min(places, key=lambda place: place.reading_order) if places else behind


def _blanks(name: str, table: FormTable, cells: Cells) -> Iterator[Check]:
    """Tell of cells in which nothing is printed: of a whole table, of totals beside parts, and of all others."""
    whole, totals, others = (rulebook().rules[each] for each in ("blank_table", "blank_total", "blank_cells"))
    is_blank = all(map(_is_blank, (each for place, each in cells.items() if place.startswith(f"{name}."))))
    outcome: Outcome = "fails" if is_blank else "holds"
    yield whole.finding(name, outcome, None, None, whole.say(outcome, table=name_table(name)), _first(cells, name))
    if is_blank:
        return
    blank_totals = [instance for instance in _totals(name) if _is_blank_total(instance, cells)]
    for subject in sorted({instance.subject for instance in blank_totals}, key=lambda each: each.indicator_id):
        row, column = _row_and_column(table, subject.row, subject.column)
        said = totals.say("fails", table=name_table(name), row=name_part(row), column=name_part(column))
        place = cells[subject.indicator_id].locator
        yield totals.finding(subject.indicator_id, "fails", None, None, said, place)
    if not blank_totals and _totals(name):
        said = totals.say("holds", table=name_table(name))
        yield totals.finding(name, "holds", None, None, said, _first(cells, name))
    told = {instance.subject.indicator_id for instance in blank_totals}
    blanks = [check for block in table.blocks for check in _blanks_of(others, name, block, cells, told)]
    said = others.say("holds", table=name_table(name))
    yield from blanks or (others.finding(name, "holds", None, None, said, _first(cells, name)),)


def _blanks_of(rule: Rule, name: str, block: Block, cells: Cells, told: Collection[str]) -> Iterator[Check]:
    """Tell of blank columns, and of what is blank in the others row by row, without the totals that were told of."""
    printed = {column.code: [_cell(cells, name, row, column) for row in block.rows] for column in block.columns}
    empty = [code for code, found in printed.items() if _all_blank(found)]
    # Where every column is blank, the rows are told of.
    empty = empty if len(empty) < len(block.columns) else []
    for column in block.columns:
        if column.code in empty:
            said = rule.say("column", table=name_table(name), column=name_part(column))
            place = next(each.locator for each in printed[column.code] if each is not None)
            yield rule.finding(f"{name}.{block.rows[0].code}.{column.code}", "fails", None, None, said, place)
    for row in block.rows:
        blank = [
            column
            for column in block.columns
            if column.code not in empty
            if _is_blank(_cell(cells, name, row, column)) and f"{name}.{row.code}.{column.code}" not in told
        ]
        if blank:
            yield _blank_row(rule, name, block, row, blank, cells)


def _all_blank(column: Sequence[Observation | None]) -> bool:
    found = [each for each in column if each is not None]
    return len(found) > 1 and all(map(_is_blank, found))


def _cell(cells: Cells, name: str, row: Row, column: Column) -> Observation | None:
    return cells.get(f"{name}.{row.code}.{column.code}")


def _blank_row(rule: Rule, name: str, block: Block, row: Row, blank: Sequence[Column], cells: Cells) -> Check:
    message = "row" if len(blank) == len(block.columns) else "fails"
    columns = listed(map(name_part, blank))
    said = rule.say(message, table=name_table(name), row=name_part(row), columns=columns)
    places = (cells[f"{name}.{row.code}.{column.code}"].locator for column in blank)
    place = min(places, key=lambda each: each.reading_order)
    return rule.finding(f"{name}.{row.code}", "fails", None, None, said, place)


def _is_blank(observation: Observation | None) -> bool:
    return observation is not None and observation.status == "blank"


def _is_blank_total(instance: Instance, cells: Cells) -> bool:
    """Say whether a total is left blank beside a part that is printed."""
    total, *parts = (cells.get(place) for _, place in instance.places)
    return _is_blank(total) and any(part is not None and part.value is not None for part in parts)


@cache
def _totals(table: str) -> tuple[Instance, ...]:
    """Give the sums of a table: what a single cell is said to be equal to."""
    return tuple(
        instance
        for instance in instances()
        if instance.table == table
        and not instance.across_years
        and instance.relation.comparison == "=="
        and isinstance(instance.relation.left, CellName)
    )


def _text_around(identity: Identity) -> Iterator[Check]:
    title, period = rulebook().rules["title_present"], rulebook().rules["period_present"]
    titled: Outcome = "holds" if identity.title else "fails"
    yield title.finding("title", titled, None, None, title.say(titled, title=identity.title))
    place = identity.period_locator
    dated: Outcome = "holds" if place else "fails"
    yield period.finding("period", dated, None, None, period.say(dated), place)


def _section_of(name: str, sections: Sequence[Section]) -> Locator | None:
    """Give the heading under which a table would stand."""
    kinds: Mapping[str, str] = rulebook().rules["tables_present"].parameters["sections"]
    kind = kinds.get(name.partition(".")[2])
    return next((each.locator for each in sections if each.kind == kind), None)


def _first(cells: Cells, table: str) -> Locator | None:
    return next((each.locator for each in cells.values() if each.indicator_id.startswith(f"{table}.")), None)


def _row_and_column(table: FormTable, row: str, column: str) -> tuple[Row, Column]:
    return next(
        (each, other)
        for block in table.blocks
        for each in block.rows
        if each.code == row
        for other in block.columns
        if other.code == column
    )
