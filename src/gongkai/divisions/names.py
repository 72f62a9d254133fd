"""What divisions are called: official names, customary ones, and names without the words that say what they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from gongkai.divisions.table import Division, Level, in_force

__all__ = ["Names", "names", "short_name"]


@dataclass(frozen=True, slots=True)
class Names:
    """What the divisions of one year are called.

    Attributes:
        marked: divisions by names that end in what they are: the official ones, 湘西州, 玉屏县.
        bare: divisions by names without that ending: 湖南, 郴州, 嘉禾.
        lengths: the lengths of all these names, longest first, by the two characters that they begin with.
    """

    marked: dict[str, tuple[Division, ...]]
    bare: dict[str, tuple[Division, ...]]
    lengths: dict[str, tuple[int, ...]]


@cache
def names(year: int) -> Names:
    """Give the names of a year that the table knows."""
    marked: defaultdict[str, list[Division]] = defaultdict(list)
    bare: defaultdict[str, list[Division]] = defaultdict(list)
    for entry in in_force(year).values():
        for name in _marked_names(entry):
            marked[name].append(entry)
        if short := short_name(entry.name, entry.level):
            bare[short].append(entry)
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for name in chain(marked, bare):
        lengths[name[:2]].add(len(name))
    return Names(
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


def short_name(name: str, level: Level) -> str | None:
    """Give the name of a division without the word for its kind, where it has such a name: 嘉禾 of 嘉禾县.

    >>> short_name("嘉禾县", "county"), short_name("沙县", "county"), short_name("鼓楼区", "county")
    ('嘉禾', None, None)
    """
    if name in _CUSTOMARY_BARE:
        return _CUSTOMARY_BARE[name]
    bare = _BARE[level].fullmatch(name)
    return bare["stem"] if bare and bare["stem"] not in _EVERYDAY_WORDS else None


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
