"""Functional zones (开发区, 高新区, 综合实验区): bodies that no table of divisions has, each in one that it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gongkai import resources
from gongkai.divisions import Split, find_divisions
from gongkai.recognise.vocabulary import vocabulary
from gongkai.recognise.who.bodies import full_body_name
from gongkai.rows import AgencyKind

__all__ = ["ZoneBody", "read_zone", "split_zone_place"]


@dataclass(frozen=True, slots=True)
class ZoneBody:
    """A body of a zone: its name without the division's, in full, and its kind.

    `named_after_place` tells a zone that has no other name than the division's: 嘉禾经济开发区.
    """

    body: str
    kind: AgencyKind
    named_after_place: bool


def split_zone_place(name: str, year: int, text: str) -> Split | None:
    """Divide a zone's name into the division after which it is named and the rest; None if it is named after none.

    A short form behind which no plain kind of zone stands (南京江北新区) may be but a part of a word. Then the name or
    the report's `text` must have the division's name in full; if not, the result has no divisions.

    >>> split = split_zone_place("平潭综合实验区管委会", 2016, "")
    >>> split.divisions[0].name, split.rest
    ('平潭县', '综合实验区管委会')
    >>> [len(split_zone_place("南京江北新区", 2020, text).divisions) for text in ("", "南京市")]
    [0, 1]
    """
    for end in range(len(name) - SHORTEST_ZONE, 1, -1):
        stem, rest = name[:end], name[end:]
        plain = _plain().match(rest)
        found = find_divisions(stem, year) if plain or _proper().match(rest) else ()
        if found:
            sure = found if plain else tuple(each for each in found if each.name in name or each.name in text)
            return Split(sure, rest)
    return None


SHORTEST_ZONE = 2
"""Characters of the shortest name of a zone behind the division's: 新区."""

LONGEST_PROPER = 4
"""Characters of a place's name between the division and the kind of the zone."""


def read_zone(rest: str) -> ZoneBody | None:
    """Read what stands behind a division's name as the body of a zone; None where there is no zone in it.

    >>> read_zone("综合实验区")
    ZoneBody(body='综合实验区管理委员会', kind='zone', named_after_place=True)
    >>> read_zone("江北新区住建局")
    ZoneBody(body='江北新区住房和城乡建设局', kind='department', named_after_place=False)
    >>> read_zone("审计局") is None
    True
    """
    found = _zone().match(rest) or _administered().match(rest)
    if found is None:
        return None
    zone, behind = found["zone"], found["behind"]
    plain = _plain().fullmatch(zone) is not None
    if behind in _words()["administrations"]:
        administration = behind if behind in _OTHER_ADMINISTRATIONS else "管理委员会"
        return ZoneBody(zone + administration, "zone", plain)
    behind = _ADMINISTRATION.sub("管理委员会", full_body_name(behind))
    township = behind.endswith(tuple(vocabulary().township_endings))
    return ZoneBody(zone + behind, "township" if township else "department", plain)


_OTHER_ADMINISTRATIONS = ("管理局", "管理处")
_ADMINISTRATION = re.compile(r"^(?:党工委、?)?(?:管委会|管理委员会)")


@cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = resources.data(__package__, "zones.yaml")
    return words


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of(_words()['kinds'])})*(?:{_any_of(_words()['named_after_places'])})")


@cache
def _proper() -> re.Pattern[str]:
    return re.compile(
        rf"[\u4e00-\u9fff]{{0,{LONGEST_PROPER}}}?(?:{_any_of(_words()['kinds'])})*(?:{_any_of(_words()['endings'])})"
    )


@cache
def _zone() -> re.Pattern[str]:
    return re.compile(rf"(?P<zone>[\u4e00-\u9fff（）()]*?(?:{_any_of(_words()['endings'])}))(?P<behind>.*)$")


@cache
def _administered() -> re.Pattern[str]:
    """Match an area that only its administration tells for a zone: a district has a government."""
    return re.compile(r"(?P<zone>[\u4e00-\u9fff]{1,8}?[区城港岛])(?P<behind>(?:管委会|管理委员会).*)$")
