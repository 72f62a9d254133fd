"""What tables and columns are called in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from gongkai import resources

__all__ = ["chinese_column", "chinese_table"]


def chinese_table(table: str) -> str:
    """Give the Chinese name of a table.

    Raises:
        KeyError: there is no such table.

    >>> chinese_table("observations")
    '表内数据'
    """
    return str(_names()["tables"][table]["title"])


def chinese_column(table: str, column: str) -> str:
    """Give the Chinese name of a column: that of its table, or the one which it has in every table.

    Raises:
        KeyError: there is no such table or column.

    >>> chinese_column("reports", "year"), chinese_column("divisions", "year")
    ('报告年度', '年份')
    """
    of_table: Mapping[str, str] = _names()["tables"][table].get("columns", {})
    return str(of_table.get(column) or _names()["everywhere"][column])


@cache
def _names() -> Mapping[str, Any]:
    names: Mapping[str, Any] = resources.data("gongkai.tables", "chinese.yaml")
    return names
