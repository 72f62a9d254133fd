"""Which body belongs to which: the bureaus and parks whose numbers the report of a government or region takes in.

It is data, `belonging.csv`: no name tells whether a bureau reports to the county that it lies in, to a zone, or to its
own ministry.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["Belonging", "belongings", "bodies_of", "families"]


@dataclass(frozen=True, slots=True)
class Belonging:
    """One body, the one that it belongs to, and the years in which it did; `last_year` is None while it does.

    `counted_in` is the narrowest scope of the parent's reports that takes in its numbers: those of departments are in
    reports of a `government`, those of parks and townships only in reports of a `region`.
    """

    agency_id: str
    parent_id: str
    counted_in: str
    first_year: int
    last_year: int | None


@cache
def belongings() -> tuple[Belonging, ...]:
    """Give every line of the table.

    >>> next(each.parent_id for each in belongings() if each.agency_id == "321322-发展和改革局")
    '321322-人民政府'
    """
    text = resources.files(__package__).joinpath("belonging.csv").read_text(encoding="utf-8")
    return tuple(
        Belonging(
            agency_id=row["agency_id"],
            parent_id=row["parent_id"],
            counted_in=row["counted_in"],
            first_year=int(row["first_year"]),
            last_year=int(row["last_year"]) if row["last_year"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )


def bodies_of(parent_id: str, year: int) -> dict[str, str]:
    """Give the bodies that belonged to another one in a year, each with the narrowest scope that takes it in.

    >>> bodies_of("321322-人民政府", 2023)["321322-发展和改革局"], bodies_of("321322-人民政府", 1999)
    ('government', {})
    """
    return {
        each.agency_id: each.counted_in
        for each in _by_parent().get(parent_id, ())
        if each.first_year <= year and (each.last_year is None or year <= each.last_year)
    }


def families() -> dict[str, list[str]]:
    """Give every body with each one that it belonged to, and these with themselves, as two columns.

    >>> pairs = list(zip(*families().values()))
    >>> ("321322-人民政府", "321322-人民政府") in pairs, ("321322-人民政府", "321322-发展和改革局") in pairs
    (True, True)
    """
    of_bodies = [(each.parent_id, each.agency_id) for each in belongings()]
    pairs = sorted({*of_bodies, *((parent, parent) for parent, _ in of_bodies)})
    return {"parent_id": [parent for parent, _ in pairs], "agency_id": [body for _, body in pairs]}


@cache
def _by_parent() -> Mapping[str, tuple[Belonging, ...]]:
    parents = dict.fromkeys(each.parent_id for each in belongings())
    return {parent: tuple(each for each in belongings() if each.parent_id == parent) for parent in parents}
