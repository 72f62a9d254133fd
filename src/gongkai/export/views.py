"""Answers over several tables, as databases have them as views: declared in `views.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai import resources

__all__ = ["View", "views"]


@dataclass(frozen=True, slots=True)
class View:
    """One answer: its name, what it is called, and where its rows and columns come from."""

    name: str
    title: str
    chinese: str
    description: str
    columns: Mapping[str, tuple[str, str]]
    """By the name in the view: the table and the column that it comes from."""
    origin: str
    condition: str
    order: tuple[str, ...]

    @property
    def query(self) -> str:
        """The question in SQL, as SQLite and DuckDB both take it; its rows come in no order."""
        columns = ", ".join(f'{table}."{column}" AS "{name}"' for name, (table, column) in self.columns.items())
        return f"SELECT {columns} FROM {self.origin} WHERE {self.condition}"  # noqa: S608 - all of it is ours

    @property
    def query_in_order(self) -> str:
        """The question in SQL, with the order of its rows."""
        order = ", ".join(f'"{name}" NULLS LAST' for name in self.order)
        return f"SELECT * FROM ({self.query}) ORDER BY {order}"  # noqa: S608 - all of it is ours


@cache
def views() -> tuple[View, ...]:
    """Give all views.

    >>> [view.name for view in views()]
    ['numbers', 'text_numbers', 'findings']
    """
    return tuple(_view(name, declared) for name, declared in resources.data("gongkai.export", "views.yaml").items())


def _view(name: str, declared: Mapping[str, Any]) -> View:
    return View(
        name,
        declared["title"],
        declared["chinese"],
        declared["description"],
        {column: tuple(origin.split(".")) for column, origin in declared["columns"].items()},
        declared["from"],
        declared["where"],
        tuple(declared["order"]),
    )
