"""The words by which a table looks official: what forms print over columns and beside rows, in every spelling, bare.

All forms here are national; a local form speaks for itself (`local_tables`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from gongkai.forms import FORMS, Column, FormTable, Row, form
from gongkai.recognise.form_tables.labels import read_label

__all__ = ["column_words", "heading_words", "national_tables", "row_words", "spellings"]


@cache
def spellings(named: Row | Column) -> frozenset[str]:
    """Give the bare label of a row or column, and its other wordings.

    >>> sorted(spellings(Row("granted", "（一）予以公开", "Granted", variants=("同意公开数",))))
    ['予以公开', '同意公开数']
    """
    return frozenset(read_label(text).text for text in (named.label, *named.variants))


@cache
def table_words(table: FormTable) -> frozenset[str]:
    """Give what a table prints beside its rows and over its blocks.

    >>> from gongkai.forms import form
    >>> (disclosure,) = (table for table in form("2021").tables if table.code == "disclosure")
    >>> sorted(table_words(disclosure))[:3]
    ['第二十条第一', '第二十条第五', '第二十条第八']
    """
    return row_words([table]) | heading_words([table])


@cache
def national_tables() -> Sequence[FormTable]:
    """Give the tables of all forms."""
    return tuple(table for code in FORMS for table in form(code).tables)


def row_words(tables: Iterable[FormTable]) -> frozenset[str]:
    """Give what some tables print beside their rows."""
    return _every(row for table in tables for block in table.blocks for row in block.rows)


def column_words(tables: Iterable[FormTable]) -> frozenset[str]:
    """Give what some tables print over their columns."""
    return _every(column for table in tables for block in table.blocks for column in block.columns)


def heading_words(tables: Iterable[FormTable]) -> frozenset[str]:
    """Give what some tables print over their blocks."""
    headings = (block.heading for table in tables for block in table.blocks if block.heading)
    return frozenset(read_label(heading).text for heading in headings)


def _every(named: Iterable[Row | Column]) -> frozenset[str]:
    return frozenset[str]().union(*map(spellings, named))
