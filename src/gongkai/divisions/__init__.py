"""China's administrative divisions down to the county, by code, by name and by year.

The table behind this module states which GB/T 2260 code carried which name in which years.  A year means
its 31 December: 襄樊市, renamed late in 2010, is 襄阳市 in 2010 and 襄樊市 in 2009.  A year behind the last
that the table knows has the divisions of that last year.  The README beside this file names the sources.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import chain
from typing import Literal

__all__ = [
    "Division",
    "Level",
    "Split",
    "division",
    "find_divisions",
    "rows",
    "rows_of_package",
    "split_division",
    "years",
]

Level = Literal["province", "prefecture", "county"]


@dataclass(frozen=True, slots=True)
class Division:
    """One division as it was on 31 December of one year.

    Attributes:
        code: six digits of GB/T 2260, such as ``"431024"``.
        name: the official name, such as 嘉禾县.
        full_name: the names of the divisions above it and its own, such as 湖南省郴州市嘉禾县.
        level: the level that the form of the code tells.
        parent: code of the division right above; None for a province.  A county with no prefecture above it
            (朝阳区 of 北京市, 济源市, 石河子市) has its province, never a placeholder such as 市辖区.
        year: the year asked for.
    """

    code: str
    name: str
    full_name: str
    level: Level
    parent: str | None
    year: int


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
    return _YEARS


def division(code: str, year: int) -> Division | None:
    """Give the division that ``code`` stood for in ``year``, or None when the code was not in force.

    Raises:
        ValueError: ``year`` is before the first that the table knows.

    >>> division("431024", 2017).full_name
    '湖南省郴州市嘉禾县'
    >>> division("110103", 2009).name, division("110103", 2010)
    ('崇文区', None)
    """
    found = _divisions(_state(year)).get(code)
    return found and _asked(found, year)


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
    return _merged((reading for reading in _readings(name, year) if reading.end == len(name)), year)


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
    plausible = [reading for reading in _readings(text, year) if _is_plausible(reading, text)]
    if not plausible:
        return None
    best = max(plausible, key=_preference)
    equals = (reading for reading in plausible if _preference(reading) == _preference(best))
    return Split(_merged(equals, year), text[best.end :])


def rows(first_year: int, last_year: int) -> Iterator[Division]:
    """Give every division of each year from ``first_year`` to ``last_year``, ordered by year, then code.

    Raises:
        ValueError: one of the years is before the first that the table knows.

    >>> next(rows(2017, 2018)).full_name
    '北京市'
    """
    by_year = [(year, _divisions(_state(year))) for year in range(first_year, last_year + 1)]
    return (_asked(each, year) for year, divisions in by_year for each in divisions.values())


def rows_of_package(report_years: Iterable[int]) -> Iterator[Division]:
    """Give the divisions that a package has: of every year that is known, and of later ones that reports are about.

    >>> {each.year for each in rows_of_package([2017, 2031])} - set(years())
    {2031}
    """
    later = sorted({year for year in report_years if year > _YEARS[-1]})
    return chain(rows(_YEARS[0], _YEARS[-1]), *(rows(year, year) for year in later))


# The spans that are still open have no end in the table, so it cannot tell its last year itself. Who forgets to move
# the end loses nothing but changes of divisions, which the reports of such years then say.
_YEARS = range(2008, 2027)


@dataclass(frozen=True, slots=True)
class _YearsInForce:
    """The years in which a code carried a name; the last one is None while it still does."""

    code: str
    name: str
    first_year: int
    last_year: int | None

    def covers(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the divisions of one year are called.

    Attributes:
        marked: divisions by names that end in what they are: the official ones, 湘西州, 玉屏县.
        bare: divisions by names without that ending: 湖南, 郴州, 嘉禾.
        lengths: the lengths of all these names, longest first, by the two characters that they begin with.
    """

    marked: dict[str, tuple[Division, ...]]
    bare: dict[str, tuple[Division, ...]]
    lengths: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _NameReading:
    """One way to read the beginning of a text as a chain of divisions.

    Attributes:
        start: where the name of the last division begins.
        end: where it ends.
        divisions: the divisions that this name may mean after the ones before it.
        is_marked: whether the name ends in what the division is.
    """

    start: int
    end: int
    divisions: tuple[Division, ...]
    is_marked: bool


@cache
def _spans() -> tuple[_YearsInForce, ...]:
    table = resources.files(__name__).joinpath("divisions.csv").read_text(encoding="utf-8")
    return tuple(
        _YearsInForce(row["code"], row["name"], int(row["first_year"]), int(row["last_year"] or 0) or None)
        for row in csv.DictReader(table.splitlines())
    )


def _state(year: int) -> int:
    """Give the year whose divisions answer for a year."""
    if year < _YEARS[0]:
        raise ValueError(f"no divisions are known for {year}, only from {_YEARS[0]} on")
    return min(year, _YEARS[-1])


def _asked(found: Division, year: int) -> Division:
    return found if found.year == year else replace(found, year=year)


@cache
def _divisions(year: int) -> dict[str, Division]:
    names = {span.code: span.name for span in _spans() if span.covers(year)}
    divisions: dict[str, Division] = {}
    # A code sorts after the codes of the divisions above it, so these are there already.
    for code, name in names.items():
        parent = next((above for above in _codes_above(code) if above in names), None)
        prefix = divisions[parent].full_name if parent else ""
        divisions[code] = Division(code, name, prefix + name, _level(code), parent, year)
    return divisions


def _codes_above(code: str) -> tuple[str, ...]:
    """The codes that may stand for a division above, nearest first; not all of them are in force."""
    candidates = (f"{code[:4]}00", f"{code[:2]}0000")
    return tuple(above for above in candidates if above < code)


def _level(code: str) -> Level:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


@cache
def _names(year: int) -> _Names:
    marked: defaultdict[str, list[Division]] = defaultdict(list)
    bare: defaultdict[str, list[Division]] = defaultdict(list)
    for entry in _divisions(year).values():
        for name in _marked_names(entry):
            marked[name].append(entry)
        for name in _bare_names(entry):
            bare[name].append(entry)
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for name in chain(marked, bare):
        lengths[name[:2]].add(len(name))
    return _Names(
        {name: tuple(found) for name, found in marked.items()},
        {name: tuple(found) for name, found in bare.items()},
        {beginning: tuple(sorted(found, reverse=True)) for beginning, found in lengths.items()},
    )


def _marked_names(entry: Division) -> Iterator[str]:
    yield entry.name
    yield from _CUSTOMARY_MARKED.get(entry.name, ())
    if autonomous := _AUTONOMOUS.fullmatch(entry.name):
        yield autonomous["stem"] + autonomous["kind"]
        yield f"{autonomous['stem']}自治{autonomous['kind']}"


def _bare_names(entry: Division) -> Iterator[str]:
    if entry.name in _CUSTOMARY_BARE:
        yield _CUSTOMARY_BARE[entry.name]
    elif (bare := _BARE[entry.level].fullmatch(entry.name)) and bare["stem"] not in _EVERYDAY_WORDS:
        yield bare["stem"]


def _readings(text: str, year: int) -> Iterator[_NameReading]:
    return _readings_from(text, 0, None, _names(_state(year)))


def _readings_from(text: str, start: int, above: tuple[Division, ...] | None, names: _Names) -> Iterator[_NameReading]:
    for length in names.lengths.get(text[start : start + 2], ()):
        name = text[start : start + length]
        for index, is_marked in ((names.marked, True), (names.bare, False)):
            found = tuple(entry for entry in index.get(name, ()) if above is None or _is_inside(entry, above))
            if found:
                yield _NameReading(start, start + length, found, is_marked)
                yield from _readings_from(text, start + length, found, names)


def _is_inside(entry: Division, above: tuple[Division, ...]) -> bool:
    codes = _codes_above(entry.code)
    return any(higher.code in codes for higher in above)


def _is_plausible(reading: _NameReading, text: str) -> bool:
    rest = text[reading.end :]
    if not reading.is_marked:
        return not rest or (_DEPARTMENT.match(rest) is not None and not rest.endswith(_NAMED_AFTER_PLACES))
    if reading.start == 0 and text[: reading.end] in _EVERYDAY_DISTRICTS:
        return False
    return _TORN.match(rest) is None


def _preference(reading: _NameReading) -> tuple[int, bool]:
    return reading.end, reading.is_marked


def _merged(readings: Iterable[_NameReading], year: int) -> tuple[Division, ...]:
    found = {entry.code: _asked(entry, year) for reading in readings for entry in reading.divisions}
    return tuple(found[code] for code in sorted(found))


_CUSTOMARY_BARE = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}

_CUSTOMARY_MARKED = {
    "巴音郭楞蒙古自治州": ("巴州",),
    "博尔塔拉蒙古自治州": ("博州",),
    "克孜勒苏柯尔克孜自治州": ("克州",),
    "鄂伦春自治旗": ("鄂伦春旗",),
    "鄂温克族自治旗": ("鄂温克旗",),
}

# The peoples as autonomous divisions print them: some of them without 族.
_PEOPLES = (
    "回族|土族|满族|藏族|羌族|彝族|苗族|壮族|侗族|瑶族|白族|傣族|黎族|畲族|水族|佤族|怒族|各族|"
    "土家族|朝鲜族|布依族|哈尼族|景颇族|傈僳族|纳西族|拉祜族|布朗族|普米族|独龙族|仡佬族|仫佬族|毛南族|"
    "裕固族|撒拉族|保安族|东乡族|达斡尔族|蒙古族|蒙古|哈萨克族|哈萨克|柯尔克孜|锡伯|塔吉克"
)

_AUTONOMOUS = re.compile(rf"(?P<stem>.{{2,}}?)(?:{_PEOPLES})+自治(?P<kind>[州县旗])")

# An autonomous county or banner always keeps 县 or 旗: 河南 is not 河南蒙古族自治县.
_BARE: dict[Level, re.Pattern[str]] = {
    "province": re.compile(r"(?P<stem>.{2,})(?:省|市|特别行政区)"),
    "prefecture": re.compile(rf"(?P<stem>.{{2,}}?)(?:市|地区|盟|(?:{_PEOPLES})+自治州)"),
    "county": re.compile(r"(?P<stem>(?!.*自治).{2,})[县市]"),
}

# Short forms of counties that before a department's name read as a word: 公安 + 交通管理局, 平安 + 建设办.
_EVERYDAY_WORDS = frozenset(
    {"公安", "平安", "新建", "合作", "资源", "太湖", "东海", "温泉", "南部", "比如", "和平", "东方"}
)

# Official names that quarters of any city have too: 东区 is a district of 攀枝花市 and a street of 中山市.
_EVERYDAY_DISTRICTS = frozenset({"城区", "郊区", "矿区", "东区", "西区", "老城区", "新市区"})

# What goes on like this after a division's name shows that the name was only part of a word: 大同区 + 镇,
# 沙县 + 区, 大理市 + 场监督管理局, 沭阳县 + 级机关.
_TORN = re.compile(r"镇|街|乡(?!村|镇)|村(?!镇|级|务)|区(?!域|划|直|级)|级|直机关|场(?:监|管|发展|服务)")

# How the names of governments, their departments and the bodies beside them begin.
_DEPARTMENT = re.compile(
    r"""
    人民政府|政府|人大|人民代表大会|政协|人民法院|人民检察院|政法|政务|行政|机关事务|机构编制|编制
    |[省市区州县](?:级|直属?)机关
    |发展|发改|经济|经信|工业|工信|高新技术|科技|科学|数据|大数据|通信管理|商务|商业|粮食|物价|招商|投资促进|口岸
    |教育|教体|文化|文旅|文体|文物|旅游|体育|广播|广电|新闻|档案|地方志|史志|知识产权
    |公安|司法|法制|信访|民政|民族|民宗|宗教|侨务|外事|退役军人|应急|安全生产|安监|消防|人民防空|人防|保密
    |财政|审计|统计|税务|国家税务|地方税务|国税|地税|金融|地方金融|国有资产|国资|公共资源
    |人力资源|人社|人事|劳动|社会|卫生|卫计|卫健|人口|计划生育|疾病预防|食品|药品|医疗|医保
    |工商|质量|质监|市场监督|市场监管|烟草|盐务|邮政|供销
    |自然资源|国土|规划|住房|住建|建设|城乡|城市|城管|房产|房屋|公积金|市政|市容|园林|综合执法|综合行政
    |生态环境|环境保护|环保|气象|地震|海洋|交通|公路|水利|水务
    |农业|农牧|农村|农林|农机|畜牧|林业|渔业|扶贫|乡村振兴|移民
    |残疾人|残联|妇女|妇联|总工会|工商联|共青团|红十字
    """,
    re.VERBOSE,
)

# Bodies that are often called after a place without being its government's: 北京工业大学.
_NAMED_AFTER_PLACES = ("大学", "学院", "学校", "医院", "公司", "集团", "银行")
