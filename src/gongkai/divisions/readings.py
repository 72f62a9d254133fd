"""The names of divisions at the beginning of a text, one inside the other: 江苏省, 江苏省南京市, 江苏省南京市鼓楼区."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.divisions.names import Names, names
from gongkai.divisions.table import Division, codes_above, state

__all__ = ["NameReading", "is_plausible", "preference", "readings"]


@dataclass(frozen=True, slots=True)
class NameReading:
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


def readings(text: str, year: int) -> Iterator[NameReading]:
    """Give every way to read the beginning of a text, plausible or not.

    Raises:
        ValueError: the year is before the first that the table knows.
    """
    return _readings_from(text, 0, None, names(state(year)))


def is_plausible(reading: NameReading, text: str) -> bool:
    """Tell whether what follows a name in a text leaves it a name."""
    rest = text[reading.end :]
    if not reading.is_marked:
        return not rest or (_DEPARTMENT.match(rest) is not None and not rest.endswith(_NAMED_AFTER_PLACES))
    if reading.start == 0 and text[: reading.end] in _EVERYDAY_DISTRICTS:
        return False
    return _TORN.match(rest) is None


def preference(reading: NameReading) -> tuple[int, bool]:
    """Give what is greatest of the best reading: the longest one, and of those a name in full."""
    return reading.end, reading.is_marked


def _readings_from(text: str, start: int, above: tuple[Division, ...] | None, names: Names) -> Iterator[NameReading]:
    for length in names.lengths.get(text[start : start + 2], ()):
        name = text[start : start + length]
        for index, is_marked in ((names.marked, True), (names.bare, False)):
            found = tuple(entry for entry in index.get(name, ()) if above is None or _is_inside(entry, above))
            if found:
                yield NameReading(start, start + length, found, is_marked)
                yield from _readings_from(text, start + length, found, names)


def _is_inside(entry: Division, above: tuple[Division, ...]) -> bool:
    codes = codes_above(entry.code)
    return any(higher.code in codes for higher in above)


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
