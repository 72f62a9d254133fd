"""The bodies that report, and where they are."""

from __future__ import annotations

from importlib.resources import files
from typing import get_args

import duckdb
import pandas as pd

from gongkai.analysis.asked import in_package
from gongkai.package import Place
from gongkai.rows import AgencyKind, Level
from gongkai.tables.everyday import everyday

__all__ = ["agencies"]


def agencies(package: Place | None = None) -> pd.DataFrame:
    """Give the bodies of a package with the names of their province, prefecture and county, ready for a merge.

    A name is that which the division had last. It is empty where there is none: a body of the central government has no
    province, a body of a province no prefecture, and a county right below its province none either.

    Args:
        package: the package; without it, that of the repository.

    Raises:
        PackageError: there is no such package, or it lacks a table.

    >>> agencies(".").set_index("agency_id").loc["431024-人民政府", ["province", "prefecture", "county"]].to_list()
    ['湖南省', '郴州市', '嘉禾县']
    """

    def ask(base: duckdb.DuckDBPyConnection) -> pd.DataFrame:
        base.execute(files(__package__).joinpath("agencies.sql").read_text(encoding="utf-8"))
        found = base.sql("FROM body ORDER BY agency_id").to_arrow_table()
        return everyday(found, {"kind": get_args(AgencyKind), "level": get_args(Level)})

    return in_package(package, ("agencies", "divisions"), ask)
