"""What more is known of a body than its name: its kind, its fields, and which body went on with its work."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any, cast

from gongkai import resources
from gongkai.rows import Agency, AgencyKind

__all__ = ["described", "fields_of", "kind_of"]


def described(agency: Agency) -> Agency:
    """Give a body with its fields and its successor; none is told where neither its name nor the list has one.

    >>> described(Agency("350128-财政金融局", "平潭县财政金融局", "department", "county", "350128")).fields
    'finance financial_affairs'
    """
    successor, year = _successors().get(agency.agency_id, (None, None))
    return replace(agency, fields=fields_of(agency), successor=successor, successor_year=year)


def kind_of(body: str, kind: AgencyKind) -> AgencyKind:
    """Give the kind of a body by its full name, where that tells more than is known.

    >>> kind_of("人民政府办公室", "department"), kind_of("留下街道办事处", "township"), kind_of("审计局", "department")
    ('office', 'street', 'department')
    """
    if kind not in ("department", "township"):
        return kind
    endings: dict[str, list[str]] = _words()["kinds"]
    found = next((each for each, ends in endings.items() if body.endswith(tuple(ends))), kind)
    return cast(AgencyKind, found)


def fields_of(agency: Agency) -> str | None:
    """Give the fields of a department or a vertical body, separated by blanks, in the order of its name."""
    if agency.kind not in ("department", "vertical"):
        return None
    body = agency.agency_id.partition("-")[2]
    found = {
        field: min(body.find(word) for word in words if word in body)
        for field, words in _words()["fields"].items()
        if any(word in body for word in words)
    }
    return " ".join(sorted(found, key=found.__getitem__)) or None


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = resources.data(__package__, "kinds.yaml")
    return words


@cache
def _successors() -> dict[str, tuple[str, int]]:
    text = files(__package__).joinpath("successors.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["agency_id"]: (row["successor"], int(row["successor_year"])) for row in rows}
