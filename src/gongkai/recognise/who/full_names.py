"""Names that a title shortens, in full as the page or the text prints them: 淮安市民政局 for 市民政局."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gongkai.divisions import split_division
from gongkai.recognise.vocabulary import vocabulary
from gongkai.recognise.who.agencies import AgencyReading, read_agency

__all__ = ["read_in_full"]


def read_in_full(printed: str, named: Iterable[str], year: int | None, text: str) -> AgencyReading | None:
    """Read the one known body that has a longer name than a title prints; None where none or more than one has.

    Args:
        printed: the name in the title.
        named: names that the page and the text give to those who publish, sign or report.
        year: the year of the report.
        text: the report; a township is found wherever it stands behind the name of its division.
    """
    longer = {name for name in named if name != printed and name.endswith((printed, *_of_government(printed)))}
    readings = [read_agency(name, year, text) for name in sorted(longer | set(_behind_divisions(printed, year, text)))]
    known = {each.agency: each for each in readings if each.agency}
    return next(iter(known.values())) if len(known) == 1 else None


def _of_government(division: str) -> Iterator[str]:
    """Give the names of the government, or of the administration of a zone, that a title shortens or leaves out."""
    if not division.endswith(("政府", "办事处", "委员会", "管委会")):
        yield from (f"{division}{ending}" for ending in ("人民政府", "政府", "办事处", "管委会", "管理委员会"))
        if division.endswith("街道"):
            yield f"{division}办"
    elif division.endswith("政府") and "人民" not in division:
        yield f"{division.removesuffix('政府')}人民政府"


def _behind_divisions(township: str, year: int | None, text: str) -> Iterator[str]:
    """Give a township with the divisions behind whose names it stands in a text: 下陆区新下陆街道."""
    if year is None or not township.endswith(tuple(vocabulary().township_endings)):
        return
    for found in re.finditer(re.escape(township), text):
        before = _HAN_AT_END.search(text, max(0, found.start() - LONGEST_PLACE), found.start())
        places = [before[0][start:] for start in range(len(before[0]) - 1)] if before else []
        named = (place + township for place in places)
        yield from (name for name in named if (split := split_division(name, year)) and split.rest == township)


_HAN_AT_END = re.compile(r"[\u4e00-\u9fff]+\Z")
LONGEST_PLACE = 14
"""Characters of the names of divisions before that of a township."""
