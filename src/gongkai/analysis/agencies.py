"""The bodies that report, and where they are."""

from __future__ import annotations

import pandas as pd

from gongkai.package import Place, while_current
from gongkai.publish.parquet import read_rows
from gongkai.publish.stored import StoredPackage
from gongkai.tables.everyday import choices_of, everyday

__all__ = ["agencies", "places_of_agencies"]


def agencies(package: Place | None = None) -> pd.DataFrame:
    """Give the bodies of a package with the names of their province, prefecture and county, ready for a merge.

    The names are in Chinese (`county`), in pinyin (`county_pinyin`) and in English (`county_english`). A name is that
    which the division had last. It is empty where there is none: a body of the central government has no province, a
    body of a province no prefecture, and a county right below its province none either. `kind` says what the body is,
    `fields` in which fields a department works, and `successor` which body went on with its work, where that is known.

    Args:
        package: the package; without it, that of the repository.

    Raises:
        PackageError: there is no such package, or it lacks a table.

    >>> agencies(".").set_index("agency_id").loc["431024-人民政府", ["province", "prefecture", "county"]].to_list()
    ['湖南省', '郴州市', '嘉禾县']
    >>> agencies(".").set_index("agency_id").loc["431024-人民政府", "county_english"]
    'Jiahe County'
    """
    return while_current(package, places_of_agencies)


def places_of_agencies(stored: StoredPackage) -> pd.DataFrame:
    """Give what `agencies` gives, of a package that is open."""
    bodies = everyday(read_rows(stored.files("agencies"), "agencies"), choices_of("agencies"))
    codes = bodies["division_code"]
    above = {
        "province": codes.str[:2] + "0000",
        "prefecture": (codes.str[:4] + "00").where(~codes.str.endswith("0000").fillna(False)),
        "county": codes.where(~codes.str.endswith("00").fillna(False)),
    }
    last = _last_names(stored)
    columns = {
        f"{level}{language}": of_level.map(last[name]).astype("string")
        for language, name in (("", "name"), ("_pinyin", "pinyin"), ("_english", "english"))
        for level, of_level in above.items()
    }
    return bodies.rename(columns={"name": "agency"}).assign(**columns)


def _last_names(stored: StoredPackage) -> pd.DataFrame:
    """Give the names that each division had last, by its code."""
    rows = everyday(
        read_rows(stored.files("divisions"), "divisions", ["code", "year", "name", "pinyin", "english"]), {}
    )
    return rows.sort_values("year").drop_duplicates("code", keep="last").set_index("code")
