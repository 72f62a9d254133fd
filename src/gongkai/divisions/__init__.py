"""China's administrative divisions down to the county, by code, by name and by year.

The table behind this module states which GB/T 2260 code carried which name in which years.  A year means
its 31 December: 襄樊市, renamed late in 2010, is 襄阳市 in 2010 and 襄樊市 in 2009.  A year behind the last
that the table knows has the divisions of that last year.  The README beside this file names the sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from gongkai.divisions.names import short_name
from gongkai.divisions.readings import NameReading, is_plausible, preference, readings
from gongkai.divisions.succession import Lineage, lineage
from gongkai.divisions.table import YEARS, Division, Level, asked, in_force, state

__all__ = [
    "Division",
    "Level",
    "Lineage",
    "Split",
    "division",
    "find_divisions",
    "lineage",
    "rows",
    "rows_of_package",
    "short_name",
    "split_division",
    "state",
    "years",
]


@dataclass(frozen=True, slots=True)
class Split:
    """The divisions that an agency's name begins with, and what follows them.

    Attributes:
        divisions: every reading of the last division named, ordered by code; more than one when the name
            leaves it open.
        rest: the text after that division's name; empty when there is none.
    """

    divisions: tuple[Division, ...]
    rest: str


def years() -> range:
    """Give the years that the table knows; later ones are answered from the last of them.

    >>> 2008 in years(), 2007 in years()
    (True, False)
    """
    return YEARS


def division(code: str, year: int) -> Division | None:
    """Give the division that ``code`` stood for in ``year``, or None when the code was not in force.

    Raises:
        ValueError: ``year`` is before the first that the table knows.

    >>> division("431024", 2017).full_name
    '湖南省郴州市嘉禾县'
    >>> division("110103", 2009).name, division("110103", 2010)
    ('崇文区', None)
    """
    found = in_force(state(year)).get(code)
    return found and asked(found, year)


def find_divisions(name: str, year: int) -> tuple[Division, ...]:
    """Give every division called ``name`` in ``year``, ordered by code; none is an empty tuple.

    A division is called by its official name, by that name after those of divisions above it (江苏省沭阳县,
    湖南郴州市), and by its short forms:

    - a province, a prefecture, a county or a city of that level without its last word (湖南, 郴州, 喀什,
      嘉禾), if two characters remain; an autonomous region by its customary name (内蒙古);
    - an autonomous prefecture, county or banner without the peoples that it is named after (湘西州, 玉屏县),
      the prefecture without its last word too (湘西).

    A district (海淀区), a banner (达拉特旗) and a county whose short form would be an everyday word (公安县,
    资源县) are never called without the last word here.

    Raises:
        ValueError: ``year`` is before the first that the table knows.

    >>> [found.full_name for found in find_divisions("朝阳区", 2017)]
    ['北京市朝阳区', '吉林省长春市朝阳区']
    >>> [found.full_name for found in find_divisions("恩施", 2017)]
    ['湖北省恩施土家族苗族自治州', '湖北省恩施土家族苗族自治州恩施市']
    """
    return _merged((reading for reading in readings(name, year) if reading.end == len(name)), year)


def split_division(text: str, year: int) -> Split | None:
    """Divide an agency's name into the division that it begins with and the rest; None when there is none.

    The names of several divisions may follow each other, each inside the one before (江苏省南京市鼓楼区);
    levels may be left out, and short forms are understood as in `find_divisions`.  The longest such chain
    counts, and a name in full before a short form of the same length.

    What a name can hardly mean is not read: a bare short form (南京) must be the whole text or stand before
    the name of a government or a department (南京审计局, not 南京西路街道); a name must not be the beginning
    of a longer one (大同镇, 河南街道); a district whose name is an everyday word (城区, 东区) must follow a
    division above it.  A division that the table does not have in ``year`` is left in the rest.

    Raises:
        ValueError: ``year`` is before the first that the table knows.

    >>> split = split_division("江苏省沭阳县发改局", 2017)
    >>> split.divisions[0].code, split.rest
    ('321322', '发改局')
    >>> [found.full_name for found in split_division("鼓楼区审计局", 2017).divisions]
    ['江苏省南京市鼓楼区', '江苏省徐州市鼓楼区', '福建省福州市鼓楼区', '河南省开封市鼓楼区']
    >>> split_division("市场监督管理局", 2017) is None
    True
    """
    plausible = [reading for reading in readings(text, year) if is_plausible(reading, text)]
    if not plausible:
        return None
    best = max(plausible, key=preference)
    equals = (reading for reading in plausible if preference(reading) == preference(best))
    return Split(_merged(equals, year), text[best.end :])


def rows(first_year: int, last_year: int) -> Iterator[Division]:
    """Give every division of each year from ``first_year`` to ``last_year``, ordered by year, then code.

    Raises:
        ValueError: one of the years is before the first that the table knows.

    >>> next(rows(2017, 2018)).full_name
    '北京市'
    """
    by_year = [(year, in_force(state(year))) for year in range(first_year, last_year + 1)]
    return (asked(each, year) for year, divisions in by_year for each in divisions.values())


def rows_of_package(report_years: Iterable[int]) -> Iterator[Division]:
    """Give the divisions that a package has: of every year that is known, and of later ones that reports are about.

    >>> {each.year for each in rows_of_package([2017, 2031])} - set(years())
    {2031}
    """
    later = sorted({year for year in report_years if year > YEARS[-1]})
    return chain(rows(YEARS[0], YEARS[-1]), *(rows(year, year) for year in later))


def _merged(readings: Iterable[NameReading], year: int) -> tuple[Division, ...]:
    found = {entry.code: asked(entry, year) for reading in readings for entry in reading.divisions}
    return tuple(found[code] for code in sorted(found))
