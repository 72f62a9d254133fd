"""Which division goes on under another code or name: a county that became a district is the same body.

Most of it follows from the table of divisions: one that ends and one that begins in the next year, under the same code
or under the same name without the word for its kind. What does not follow (蓟县 became 蓟州区) is listed in
`succession.csv`. A division that was merged into another ends with it, and no division goes on at another level.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import permutations

from gongkai.divisions.table import YearsInForce, level_of, spans

__all__ = ["Lineage", "lineage"]


@dataclass(frozen=True, slots=True)
class Lineage:
    """One division through its names and codes: the code that it had first, and the code and name that it has last.

    The first code never changes when a later year becomes known. `former_names` are other names that it had, in order.
    """

    first_code: str
    last_code: str
    last_name: str
    former_names: tuple[str, ...] = ()


def lineage(code: str, year: int) -> Lineage:
    """Give the lineage of the division that had a code in a year that the table knows.

    Raises:
        KeyError: no division had this code then.

    >>> lineage("110118", 2020) == lineage("110228", 2010)
    True
    >>> lineage("110228", 2010)
    Lineage(first_code='110228', last_code='110118', last_name='密云区', former_names=('密云县',))
    """
    span = next((span for span in _by_code().get(code, ()) if span.covers(year)), None)
    if span is None:
        raise KeyError(f"no division had the code {code} in {year}")
    before, after = _steps()
    first = span
    while first in before:
        first = before[first]
    every = [first]
    while every[-1] in after:
        every.append(after[every[-1]])
    last = every[-1]
    former = dict.fromkeys(each.name for each in every if each.name != last.name)
    return Lineage(first.code, last.code, last.name, tuple(former))


@cache
def _by_code() -> Mapping[str, tuple[YearsInForce, ...]]:
    by_code: dict[str, list[YearsInForce]] = defaultdict(list)
    for span in spans():
        by_code[span.code].append(span)
    return {code: tuple(every) for code, every in by_code.items()}


@cache
def _steps() -> tuple[Mapping[YearsInForce, YearsInForce], Mapping[YearsInForce, YearsInForce]]:
    """Give what each division was before, and what it was after; of two that claim one successor, the surer one."""
    before: dict[YearsInForce, YearsInForce] = {}
    after: dict[YearsInForce, YearsInForce] = {}
    for steps in (_listed(), _same_stem(), _same_code()):
        for first, second in steps:
            if first not in after and second not in before:
                after[first], before[second] = second, first
    return before, after


_Step = tuple[YearsInForce, YearsInForce]


def _listed() -> Iterator[_Step]:
    """Give the steps that the list says; every one of them must be in the table of divisions."""
    listed = resources.files("gongkai.divisions").joinpath("succession.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(listed.splitlines()):
        year = int(row["first_year"])
        yield _the_one(row["before"], row["before_name"], year - 1), _the_one(row["after"], row["after_name"], year)


def _the_one(code: str, name: str, year: int) -> YearsInForce:
    (span,) = (each for each in _by_code().get(code, ()) if each.name == name and each.covers(year))
    return span


def _same_stem() -> Iterator[_Step]:
    """Give the steps between names that have one stem, inside a province and a level, where no other has it."""
    ending: dict[tuple[object, ...], list[YearsInForce]] = defaultdict(list)
    beginning: dict[tuple[object, ...], list[YearsInForce]] = defaultdict(list)
    for span in spans():
        beginning[_place(span), span.first_year].append(span)
        if span.last_year is not None:
            ending[_place(span), span.last_year + 1].append(span)
    for stem, spans_before in ending.items():
        if len(spans_before) == len(beginning.get(stem, ())) == 1:
            yield spans_before[0], beginning[stem][0]


def _same_code() -> Iterator[_Step]:
    for every in _by_code().values():
        yield from ((first, second) for first, second in permutations(every, 2) if _follows(first, second))


def _follows(first: YearsInForce, second: YearsInForce) -> bool:
    return first.last_year is not None and first.last_year + 1 == second.first_year


def _place(span: YearsInForce) -> tuple[str, str, str]:
    kind = _KIND.fullmatch(span.name)
    return span.code[:2], level_of(span.code), kind["stem"] if kind else span.name


_KIND = re.compile(r"(?P<stem>.{2,}?)(?:县|市|区|旗|地区|盟)")
