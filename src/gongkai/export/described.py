"""What is said of tables and columns in every export, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import getdoc

from gongkai import tables
from gongkai.tables.chinese import chinese_column, chinese_table

__all__ = ["DescribedColumn", "DescribedTable", "described_columns", "described_table", "every_column"]


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """A column with its titles, what it holds, and its unit, which is empty where the column has none."""

    table: str
    name: str
    title: str
    chinese: str
    unit: str
    description: str

    @property
    def label(self) -> str:
        """Both titles and the unit in one line.

        >>> described_columns("reports")[25].label
        'Size 文件大小 [byte]'
        """
        return f"{self.title} {self.chinese}" + (f" [{self.unit}]" if self.unit else "")


@dataclass(frozen=True, slots=True)
class DescribedTable:
    """A table with its titles, and what a row is."""

    name: str
    title: str
    chinese: str
    description: str


def described_table(table: str) -> DescribedTable:
    """Give what is said of a table.

    Raises:
        KeyError: there is no such table.

    >>> described_table("agencies").chinese
    '机关'
    """
    title = str(tables.schema(table).title)
    return DescribedTable(table, title, chinese_table(table), getdoc(tables.TABLES[table]) or "")


def described_columns(table: str) -> list[DescribedColumn]:
    """Give what is said of the columns of a table, in their order.

    Raises:
        KeyError: there is no such table.
    """
    return [
        DescribedColumn(
            table,
            name,
            str(column.title),
            chinese_column(table, name),
            column.metadata["unit"] or "",
            str(column.description),
        )
        for name, column in tables.schema(table).columns.items()
    ]


def every_column() -> Iterator[DescribedColumn]:
    """Give what is said of the columns of all tables."""
    for table in tables.TABLES:
        yield from described_columns(table)
