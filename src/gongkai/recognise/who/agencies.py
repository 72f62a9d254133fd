"""The body that reports: its division, its level and its full name, from the name that a title prints."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from gongkai import resources
from gongkai.divisions import (
    Division,
    Lineage,
    Split,
    division,
    find_divisions,
    lineage,
    short_name,
    split_division,
    state,
    years,
)
from gongkai.recognise.vocabulary import vocabulary
from gongkai.recognise.who.bodies import full_body_name, full_body_names
from gongkai.recognise.who.kinds import described, kind_of
from gongkai.recognise.who.zones import read_zone, split_zone_place
from gongkai.rows import Agency, AgencyKind, Level

__all__ = ["AgencyReading", "read_agency"]

_NESTED_DIVISION = re.compile(r"^(?!城市|城乡|社区)[\u4e00-\u9fff]{1,6}?(?:区(?!域)|县(?!域)|市(?!场|政|容)|旗)")
_OWN_LEVEL = re.compile(r"[(（](?:本级|机关|汇总)[)）]$|(?<=海关)(?:关区|本级)$")
_CENTRAL_CODE = "000000"


@dataclass(frozen=True, slots=True)
class AgencyReading:
    """The agency, or None with the reason in `remark`, which else says what is doubtful about it.

    `division_code` is that of the agency's division in the year that was asked for.
    """

    agency: Agency | None
    remark: str | None = None
    division_code: str | None = None


def read_agency(name: str, year: int | None, text: str) -> AgencyReading:
    """Find out which body a printed name means in a year; `text` is the report, read for the divisions above.

    The body of a division that changed its name or its code stays the same: it is named after what the division is
    called now, and its id begins with the code that the division had first.

    >>> read_agency("嘉禾县", 2017, "").agency.agency_id
    '431024-人民政府'
    >>> county, district = read_agency("密云县", 2012, ""), read_agency("密云区", 2020, "")
    >>> county.agency == district.agency, county.division_code, district.division_code
    (True, '110228', '110118')
    >>> read_agency("朝阳区审计局", 2017, "").remark
    'agency_id: 2 divisions are called 朝阳区 in 2017'
    """
    if year is None:
        return AgencyReading(None, "agency_id: without a year the division is not known")
    if year < years()[0]:
        return AgencyReading(None, f"agency_id: no divisions are known for {year}")
    reading = _in_year(name, year, text)
    if reading.agency is None or reading.agency.division_code is None or year in years():
        return reading
    return replace(reading, remark=f"division_code: no divisions are known for {year}; it is that of {years()[-1]}")


def _in_year(name: str, year: int, text: str) -> AgencyReading:
    name = _OWN_LEVEL.sub("", name)
    split = _split(name, year, text)
    if split is None:
        return _central(name, year)
    if not split.divisions:
        return AgencyReading(None, f"agency_id: the report does not say in which division {split.rest} lies")
    chosen = (
        [each for each in split.divisions if _confirmed(each, text)] if len(split.divisions) > 1 else split.divisions
    )
    if len(chosen) != 1:
        called = split.divisions[0].name
        return AgencyReading(None, f"agency_id: {len(split.divisions)} divisions are called {called} in {year}")
    return _local(chosen[0], split.rest, year)


def _split(name: str, year: int, text: str) -> Split | None:
    """Divide a name into its division and the rest, by the reading that leaves less of it."""
    split, zone = split_division(name, year), split_zone_place(name, year, text)
    if zone is not None and (split is None or len(zone.rest) < len(split.rest)):
        return zone
    return split


def _local(place: Division, rest: str, year: int) -> AgencyReading:
    words = vocabulary()
    zone = read_zone(rest)
    nested = _NESTED_DIVISION.match(rest)
    if nested and nested.end() < len(rest) and (zone is None or _is_strange_district(nested.group(), rest)):
        return AgencyReading(None, f"agency_id: {nested.group()} is no division of {place.name} in {year}")
    own_name = _without_government(rest)
    if own_name != rest:
        return _local(place, own_name, year)
    lasting = _LastingPlace.of(place)
    if rest in words.government_bodies:
        return lasting.reading(_government(lasting.name), "government")
    if zone is not None:
        return lasting.reading(zone.body, zone.kind, short=zone.named_after_place)
    township = _ending(rest, words.township_endings)
    if township and len(rest) > len(township):
        return lasting.reading(_township(rest), "township")
    if rest.endswith("人民政府"):
        return AgencyReading(None, f"agency_id: {rest} is no government of {place.name} in {year}")
    return lasting.reading(full_body_name(rest), "department")


def _is_strange_district(area: str, rest: str) -> bool:
    """Tell a district that the table does not have (云岭区 in 云岭区开发区) from a zone (高新区 in 高新区财政局)."""
    administered = rest.removeprefix(area).startswith(("管委会", "管理委员会"))
    return not administered and read_zone(area) is None


@dataclass(frozen=True, slots=True)
class _LastingPlace:
    """A division as its bodies are named after it: under its first code, by its last name."""

    place: Division
    line: Lineage

    @property
    def name(self) -> str:
        """The last name of the division."""
        return self.line.last_name

    @classmethod
    def of(cls, place: Division) -> _LastingPlace:
        """Follow a division through its changes."""
        return cls(place, lineage(place.code, state(place.year)))

    def reading(self, body: str, kind: AgencyKind, *, short: bool = False) -> AgencyReading:
        """Give a body of the division; `short` names it after the division without the word for its kind."""
        called = (short_name(self.name, self.place.level) if short else None) or self.name
        level: Level = "township" if kind == "township" else self.place.level
        return self.named(called + body, body, kind, level)

    def named(self, name: str, body: str, kind: AgencyKind, level: Level) -> AgencyReading:
        """Give a body of the division under a name."""
        former = " ".join(self.line.former_names) or None
        agency_id = f"{self.line.first_code}-{body}"
        agency = Agency(agency_id, name, kind_of(body, kind), level, self.line.last_code, former_places=former)
        return AgencyReading(described(agency), division_code=self.place.code)


def _without_government(rest: str) -> str:
    """Take out the government of which a body says that it is part, but for its office, which is named after it."""
    if rest.startswith("人民政府") and not rest.startswith("人民政府办"):
        return rest.removeprefix("人民政府") or rest
    own_name = rest.removeprefix("政府")
    return own_name if own_name in full_body_names() else rest


def _government(division_name: str) -> str:
    """Name the government of a division; a prefecture that is no city has the office of the province's."""
    return "行政公署" if division_name.endswith(("地区", "盟")) else "人民政府"


def _township(rest: str) -> str:
    """Bring a township's name to its full form: 留下街道 is 留下街道办事处, 桃源镇 is 桃源镇人民政府."""
    stem = re.sub(r"(?:人民政府|政府|办事处|办)$", "", rest)
    return stem + ("办事处" if stem.endswith("街道") else "人民政府")


def _central(name: str, year: int) -> AgencyReading:
    """Read the name of a central body, or of its branch in some place: 国家税务总局嘉禾县税务局."""
    body, branch = _central_body(name.removeprefix("中华人民共和国"))
    called = body + branch
    if body and (not branch or branch in vocabulary().central_offices):
        central = Agency(f"{_CENTRAL_CODE}-{called}", called, kind_of(called, "department"), "central", None)
        return AgencyReading(described(central))
    place = _place_of_branch(branch, year)
    if place is None:
        return AgencyReading(None, f"agency_id: {branch or name} names no division")
    lasting = _LastingPlace.of(place)
    called = body + branch.replace(place.name, lasting.name, 1)
    return lasting.named(called, called, "vertical", place.level)


def _central_body(name: str) -> tuple[str, str]:
    """Part a name into the full name of the central body that it begins with, which may be none, and the rest."""
    known = next((each for each in _central_names() if name.startswith(each)), "")
    if known:
        return _central_names()[known], name[len(known) :]
    if not name.startswith(tuple(vocabulary().central_beginnings)):
        return "", name
    body = _CENTRAL_BODY.match(name)
    end = body.end() if body else len(name)
    return name[:end], name[end:]


def _place_of_branch(branch: str, year: int) -> Division | None:
    """Give the one division that a branch is named after: 淮安 of 淮安调查队, 嘉禾县 of 嘉禾县税务局."""
    found = find_divisions(branch.removesuffix(_ending(branch, vocabulary().branch_endings)), year)
    return found[0] if len(found) == 1 else None


def _ending(name: str, endings: Collection[str]) -> str:
    """Give the longest of the endings that a name has, or nothing."""
    return max((ending for ending in endings if name.endswith(ending)), key=len, default="")


@cache
def _central_names() -> dict[str, str]:
    """Give the full names of the central bodies by every name, the longest first."""
    bodies: dict[str, list[str]] = resources.data("gongkai.recognise.who", "central_bodies.yaml")
    names = {name: full for full, short in bodies.items() for name in (full, *short)}
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


_CENTRAL_BODY = re.compile(r".*?(?:总局|局|委员会|部|署|银行|行|院|厅|总会|公司|集团)(?:办公厅|办公室)?")


def _confirmed(place: Division, text: str) -> bool:
    """Say whether the report itself calls the division by the name of one above it: 徐州市鼓楼区."""
    above = place.parent
    while above is not None:
        parent = division(above, place.year)
        if parent is None:
            return False
        if f"{parent.name}{place.name}" in text:
            return True
        above = parent.parent
    return False
