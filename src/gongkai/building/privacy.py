"""Nobody is found through a package: telephone and identity numbers, and names of persons, reach no table."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from gongkai import resources
from gongkai.rows import MASK

__all__ = ["masked", "without_persons"]

Row = dict[str, Any]

_COLUMNS = {
    "reports": ("title", "remarks"),
    "sections": ("heading",),
    "unmatched": ("raw", "label"),
    "figures": ("subject",),
    "points": ("ordinal",),
    "repairs": ("before", "after"),
}
"""Texts in which a person may be told. The cells of forms hold what the form counts, unless they cannot be read."""


def without_persons(table: str, row: Row) -> Row:
    """Give a row of a table in which no person can be found.

    >>> row = {"raw": "13800000000", "label": "联系电话", "value": 13800000000.0, "reason": "unknown_row"}
    >>> without_persons("unmatched", row)
    {'raw': '＊＊＊＊＊＊＊＊＊＊＊', 'label': '联系电话', 'value': None, 'reason': 'unknown_row'}
    """
    columns = _COLUMNS.get(table, ())
    if table == "observations" and row["status"] == "unreadable":
        columns = ("raw", "label")
    if table == "unmatched" and row["label"] and _knowledge()["telephones"].search(row["label"]):
        return row | {"raw": MASK * len(row["raw"]), "label": masked(row["label"]), "value": None}
    changed: Row = {name: said for name in columns if row[name] and (said := masked(row[name])) != row[name]}
    if table == "unmatched" and "raw" in changed:
        changed["value"] = None
    return row | changed if changed else row


def masked(text: str) -> str:
    """Give a text with a mask for every number that reaches or is a person, and for every name.

    >>> masked("联系人：张三，电话0735-0000000")
    '联系人：＊＊，电话＊＊＊＊＊＊＊＊＊＊＊＊'
    >>> masked("申请人提出申请1件，公开20210123条")
    '申请人提出申请1件，公开20210123条'
    """
    for pattern in _knowledge()["patterns"]:
        text = pattern.sub(_mask, text)
    return text


def _mask(match: re.Match[str]) -> str:
    whole, told = match.group(), match.groupdict().get("told")
    return whole.removesuffix(told) + MASK * len(told) if told else MASK * len(whole)


@cache
def _knowledge() -> dict[str, Any]:
    known = resources.data("gongkai.building", "privacy.yaml")
    persons, surnames = known["persons"], known["surnames"]
    texts = [
        *known["numbers"],
        rf"(?:{known['telephones']})\s*[:：为]?\s*(?P<told>\d{{3,4}}[-—]?\d{{4}}(?:[-—]?\d{{1,4}})?)(?!\d)",
        rf"(?:{persons})\s*[:：]\s*(?P<told>[\u4e00-\u9fff·]{{2,4}})(?![\u4e00-\u9fff])",
        rf"(?:{persons})\s*[:：]?\s*(?P<told>[{surnames}][\u4e00-\u9fff]{{1,2}})(?=[，,。；;、（(\s提电手]|$|同志)",
    ]
    return {"patterns": [re.compile(text) for text in texts], "telephones": re.compile(known["telephones"])}
