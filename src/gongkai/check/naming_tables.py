"""What tables, rows and columns of a form are called in a message."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gongkai.check.rules import rulebook
from gongkai.check.wording import Phrase, inside_quotes
from gongkai.forms import Column, FormTable, Row, form

__all__ = ["name_part", "name_table", "table_named"]


@cache
def table_named(name: str) -> FormTable:
    """Give a table by form.table.

    >>> table_named("2021.disputes").title
    '政府信息公开行政复议、行政诉讼情况'
    """
    code, _, table = name.partition(".")
    return next(each for each in form(code).tables if each.code == table)


@cache
def name_table(name: str) -> Phrase:
    """Name a table by form.table.

    >>> name_table("2021.disputes").english
    '“政府信息公开行政复议、行政诉讼情况” (Reviews and lawsuits)'
    """
    table = table_named(name)
    english: Mapping[str, str] = rulebook().rules["tables_present"].parameters["english"]
    meaning = f" ({english[table.code]})" if table.code in english else ""
    return Phrase(f"“{table.title}”{meaning}", f"“{table.title}”")


def name_part(part: Row | Column) -> Phrase:
    """Name a row or a column as the form prints it.

    >>> name_part(table_named("2021.disputes").blocks[0].columns[0]).english
    '“结果维持” (upheld)'
    """
    label = inside_quotes(part.label)
    return Phrase(f"“{label}” ({part.english})", f"“{label}”")
