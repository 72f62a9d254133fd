"""The body that reports: its division, its level and its full name, from the name that a title prints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from gongkai.divisions import Division, division, split_division, years
from gongkai.recognise.vocabulary import vocabulary
from gongkai.report import Agency

__all__ = ["AgencyReading", "read_agency"]

_NESTED_DIVISION = re.compile(r"^[\u4e00-\u9fff]{1,6}?(?:区|县|市|旗)")
_OWN_LEVEL = re.compile(r"[(（](?:本级|机关|汇总)[)）]$")
_CENTRAL_CODE = "000000"


@dataclass(frozen=True, slots=True)
class AgencyReading:
    """The agency, or None with the reason in `remark`."""

    agency: Agency | None
    remark: str | None = None


def read_agency(name: str, year: int | None, text: str) -> AgencyReading:
    """Find out which body a printed name means in a year; `text` is the report, read for the divisions above.

    >>> read_agency("嘉禾县", 2017, "").agency.agency_id
    '431024-人民政府'
    >>> read_agency("朝阳区审计局", 2017, "").remark
    'agency_id: 2 divisions are called 朝阳区 in 2017'
    """
    if year is None:
        return AgencyReading(None, "agency_id: without a year the division is not known")
    if year not in years():
        return AgencyReading(None, f"agency_id: no divisions are known for {year}")
    split = split_division(_OWN_LEVEL.sub("", name), year)
    if split is None:
        return _central(name, year)
    chosen = (
        [each for each in split.divisions if _confirmed(each, text)] if len(split.divisions) > 1 else split.divisions
    )
    if len(chosen) != 1:
        called = split.divisions[0].name
        return AgencyReading(None, f"agency_id: {len(split.divisions)} divisions are called {called} in {year}")
    return _local(chosen[0], split.rest, year)


def _local(place: Division, rest: str, year: int) -> AgencyReading:
    words = vocabulary()
    nested = _NESTED_DIVISION.match(rest)
    zone = any(word in rest for word in words.zone_words)
    if nested and not zone and nested.end() < len(rest):
        return AgencyReading(None, f"agency_id: {nested.group()} is no division of {place.name} in {year}")
    body = "人民政府" if rest in words.government_bodies else _full_name(rest)
    township = next((ending for ending in words.township_endings if rest.endswith(ending)), None)
    kind, level = "department", place.level
    if body == "人民政府":
        kind = "government"
    elif zone:
        kind = "other"
    elif township and len(rest) > len(township):
        return AgencyReading(_agency(place, _township(rest), "township", "township"))
    return AgencyReading(_agency(place, body, kind, level))


def _agency(place: Division, body: str, kind: str, level: str) -> Agency:
    return Agency(
        agency_id=f"{place.code}-{body}",
        name=place.name + body,
        kind=kind,
        level=level,
        division_code=place.code,
    )


def _full_name(body: str) -> str:
    """Write out a short name: 发改局 is 发展和改革局, 经济开发区管委会 is 经济开发区管理委员会."""
    names = _full_names()
    if body in names:
        return names[body]
    # What stands before 管委会 or 街道办 is the name of a place; before other short names it would be another body.
    ending = next((short for short in ("管委会", "街道办") if body.endswith(short)), None)
    return body.removesuffix(ending) + names[ending] if ending else body


@cache
def _full_names() -> dict[str, str]:
    text = resources.files("gongkai.recognise").joinpath("bodies.yaml").read_text(encoding="utf-8")
    names: dict[str, str] = yaml.safe_load(text)
    return names


def _township(rest: str) -> str:
    """Bring a township's name to its full form: 留下街道 is 留下街道办事处, 桃源镇 is 桃源镇人民政府."""
    stem = re.sub(r"(?:人民政府|政府|办事处|办)$", "", rest)
    return stem + ("办事处" if stem.endswith("街道") else "人民政府")


def _central(name: str, year: int) -> AgencyReading:
    """Read the name of a central body, or of its branch in some place: 国家税务总局嘉禾县税务局."""
    if not any(name.startswith(beginning) for beginning in vocabulary().central_beginnings):
        return AgencyReading(None, f"agency_id: {name} names no division")
    body = _CENTRAL_BODY.match(name)
    branch = name[body.end() :] if body else ""
    if not branch:
        return AgencyReading(Agency(f"{_CENTRAL_CODE}-{name}", name, "department", "central", None))
    place = split_division(branch, year)
    if place is None or len(place.divisions) != 1:
        return AgencyReading(None, f"agency_id: {branch} names no division")
    (division_of_branch,) = place.divisions
    agency_id = f"{division_of_branch.code}-{name}"
    return AgencyReading(Agency(agency_id, name, "department", division_of_branch.level, division_of_branch.code))


_CENTRAL_BODY = re.compile(
    r"国务院(?:办公厅)?|.*?(?:总局|局|委员会|部|署|银行|行|院|厅|总会|公司|集团)(?:办公厅|办公室)?"
)


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
