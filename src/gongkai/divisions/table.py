"""The table: which division had which code and name in each year.

The spans that are still open have no end in the table, so it cannot tell its last year itself. Who forgets to move the
end loses nothing but changes of divisions, which the reports of such years then say.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Literal

__all__ = [
    "YEARS",
    "Division",
    "Level",
    "YearsInForce",
    "asked",
    "codes_above",
    "in_force",
    "level_of",
    "romanised",
    "spans",
    "state",
]

YEARS = range(2008, 2027)
"""The years that the table knows."""

Level = Literal["province", "prefecture", "county"]


@dataclass(frozen=True, slots=True)
class Division:
    """One division as it was on 31 December of one year.

    Attributes:
        code: six digits of GB/T 2260, such as ``"431024"``.
        name: the official name, such as 嘉禾县.
        full_name: the names of the divisions above it and its own, such as 湖南省郴州市嘉禾县.
        level: the level that the form of the code tells.
        pinyin: the official name in pinyin without tones, such as Jiahe Xian.
        english: what it is called in English, such as Jiahe County.
        parent: code of the division right above; None for a province.  A county with no prefecture above it
            (朝阳区 of 北京市, 济源市, 石河子市) has its province, never a placeholder such as 市辖区.
        year: the year asked for.
    """

    code: str
    name: str
    full_name: str
    pinyin: str
    english: str
    level: Level
    parent: str | None
    year: int


def state(year: int) -> int:
    """Give the year whose divisions answer for a year.

    Raises:
        ValueError: the year is before the first that the table knows.
    """
    if year < YEARS[0]:
        raise ValueError(f"no divisions are known for {year}, only from {YEARS[0]} on")
    return min(year, YEARS[-1])


def asked(found: Division, year: int) -> Division:
    """Give a division with the year that was asked for."""
    return found if found.year == year else replace(found, year=year)


@cache
def in_force(year: int) -> dict[str, Division]:
    """Give the divisions of a year that the table knows, by code and in the order of codes."""
    names = {span.code: span.name for span in spans() if span.covers(year)}
    divisions: dict[str, Division] = {}
    # A code sorts after the codes of the divisions above it, so these are there already.
    for code, name in names.items():
        parent = next((above for above in codes_above(code) if above in names), None)
        prefix = divisions[parent].full_name if parent else ""
        divisions[code] = Division(code, name, prefix + name, *romanised()[name], level_of(code), parent, year)
    return divisions


def codes_above(code: str) -> tuple[str, ...]:
    """Give the codes that may stand for a division above, nearest first; not all of them are in force."""
    candidates = (f"{code[:4]}00", f"{code[:2]}0000")
    return tuple(above for above in candidates if above < code)


def level_of(code: str) -> Level:
    """Give the level that the form of a code tells."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


@dataclass(frozen=True, slots=True)
class YearsInForce:
    """The years in which a code carried a name; the last one is None while it still does."""

    code: str
    name: str
    first_year: int
    last_year: int | None

    def covers(self, year: int) -> bool:
        """Whether the code carried the name at the end of a year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


@cache
def romanised() -> dict[str, tuple[str, str]]:
    """Give every name in pinyin and in English.

    >>> romanised()["陕西省"], romanised()["六安市"]
    (('Shaanxi Sheng', 'Shaanxi Province'), ("Lu'an Shi", "Lu'an City"))
    """
    table = resources.files("gongkai.divisions").joinpath("romanised.csv").read_text(encoding="utf-8")
    return {row["name"]: (row["pinyin"], row["english"]) for row in csv.DictReader(table.splitlines())}


@cache
def spans() -> tuple[YearsInForce, ...]:
    """Give the whole table, in its order."""
    table = resources.files("gongkai.divisions").joinpath("divisions.csv").read_text(encoding="utf-8")
    return tuple(
        YearsInForce(row["code"], row["name"], int(row["first_year"]), int(row["last_year"] or 0) or None)
        for row in csv.DictReader(table.splitlines())
    )
