"""Dates as reports print them, also where 年, 月, 日 and other lone characters were lost."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gongkai.chinese import DIGITS, ordinal
from gongkai.document import UNCERTAIN
from gongkai.recognise.values import clean

__all__ = [
    "DAY",
    "ImpossiblePeriod",
    "Period",
    "find_date",
    "find_impossible_period",
    "find_period",
    "read_date",
    "read_leading_date",
]

_DATE = re.compile(rf"(\d{{4}})[年.\-/](\d{{1,2}})[月.\-/](\d{{1,2}})(?!\d?{UNCERTAIN})日?")
_CHINESE_DATE = re.compile(
    r"([〇○零OＯ一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_SPELLED = r"[〇○零OＯ一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
_START = rf"\d{{4}}\s*年?[\d\s月.\-/]{{1,8}}日?|{_SPELLED}"
_END = rf"(?:\d{{4}}\s*年?)?[\d\s月.\-/]{{2,8}}日?|{_SPELLED}"
_PERIOD = re.compile(
    rf"({_START})\s*(?:0?0时|零时)?\s*起?\s*[,，]?\s*(?:至|到|—+|－|―+|–|~|～|-+)\s*((?:本年|当年|同年)?(?:{_END}))"
)
_IN_FULL = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*起?\s*[,，]?\s*(?:至|到|—+|－|-)\s*"
    r"(?:本年|当年|同年|(\d{4})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)
_LEADING = re.compile(
    rf"[\W_]*((?:\d{{4}}\s?[年.\-/]\s?\d{{1,2}}\s?[月.\-/]\s?\d{{1,2}}\s?日?|{_SPELLED}))[)\]】]?"
    r"(?:\s*\d{1,2}[:时]\s?\d{1,2}(?:[:分]\s?\d{0,2}秒?)?)?"
    r"\s*(?:(?:信息|文章|稿件)?(?:来源|作者|编辑|字体|字号|浏览|阅读|点击).{0,60})?[\W_]*"
)
"""A date, the hour, and a word of the page."""

DAY = r"\d{4}[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?"
"""How a page prints a day in digits."""

_IN_BRACKETS = re.compile(rf"(?:报告|年报)\s*\(\s*({DAY})\s*\)$")
_BEHIND_A_SITE = re.compile(rf"(?:网|网站|\.gov\.cn)\s+({DAY})\s+\d{{1,2}}:\d{{2}}")
_MONTHS = re.compile(r"(\d{4})年(\d{1,2})月(?:份)?(?:至|到|—+|－|-)(\d{1,2})月")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, and the characters of the text that say so."""

    first: date
    last: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ImpossiblePeriod:
    """A period that ends before it begins, or names a day that does not exist; its days are then None."""

    first: date | None
    last: date | None
    start: int
    end: int


@lru_cache(maxsize=4096)
def read_date(text: str) -> date | None:
    """Read a text that is one date, or give None where it is none or leaves more than one reading.

    >>> read_date("2018年1月20日"), read_date("2020-09-27")
    (datetime.date(2018, 1, 20), datetime.date(2020, 9, 27))
    >>> read_date("20171231日"), read_date("2017111日")
    (datetime.date(2017, 12, 31), None)
    >>> read_date("2017年11日") is None
    True
    """
    compact = _compact(text)
    found = _DATE.fullmatch(compact)
    if found:
        return _date(*map(int, found.groups()))
    spelled = _CHINESE_DATE.fullmatch(compact)
    if spelled:
        year, month, day = spelled[1].translate(DIGITS), ordinal(spelled[2]), ordinal(spelled[3])
        return _date(int(year), month, day) if month and day else None
    # Beside a printed 年 and 日, two digits may be a day whose month was lost.
    return None if re.fullmatch(r"\d{4}年\d\d日", compact) else _only_reading(compact)


def find_date(text: str) -> date | None:
    """Give the first undamaged date in a text.

    >>> find_date("发布时间：2020-09-27 11:24")
    datetime.date(2020, 9, 27)
    """
    found = _DATE.search(_compact(text))
    return _date(*map(int, found.groups())) if found else None


def read_leading_date(text: str) -> date | None:
    """Read the date with which a line begins that has nothing else to say, but the hour and where the page came from.

    So is one in brackets behind a title, and one with its hour behind the name of the site.

    >>> read_leading_date("• 2012年03月12日 00时00分"), read_leading_date("2022-01-18 来源：区政府办")
    (datetime.date(2012, 3, 12), datetime.date(2022, 1, 18))
    >>> read_leading_date("2022年1月18日，区政府召开会议") is None
    True
    """
    line = clean(text)
    found = _LEADING.fullmatch(line) or _IN_BRACKETS.search(line) or _BEHIND_A_SITE.search(line)
    return read_date(found[1]) if found else None


def find_period(text: str) -> Period | None:
    """Give the first period in a text.

    >>> find_period("统计期限自201711日至20171231日止")
    Period(first=datetime.date(2017, 1, 1), last=datetime.date(2017, 12, 31), start=5, end=22)

    The first day of a period may have lost its 月: the other reading, a day without a month, begins none.

    >>> find_period("自2017年11日至2017年12月31日").first
    datetime.date(2017, 1, 1)
    """
    for found in _PERIOD.finditer(text):
        first = read_date(found[1]) or _only_reading(_compact(found[1]))
        last = read_date(found[2]) or (first and _in_year(found[2], first.year))
        told = text[found.end() : found.end() + 1] != UNCERTAIN
        if told and first and last and first < last:
            return Period(first, last, found.start(), found.end())
    months = _MONTHS.search(text)
    if months:
        year, first_month, last_month = map(int, months.groups())
        if 1 <= first_month < last_month <= 12:
            last = date(year, last_month, monthrange(year, last_month)[1])
            return Period(date(year, first_month, 1), last, months.start(), months.end())
    return None


def find_impossible_period(text: str) -> ImpossiblePeriod | None:
    """Give the first period in a text that is printed in full and cannot be.

    >>> found = find_impossible_period("统计期限自2024年1月1日至2023年12月31日止")
    >>> found.first, found.last
    (datetime.date(2024, 1, 1), datetime.date(2023, 12, 31))
    >>> find_impossible_period("统计期限自2023年1月1日至2023年12月32日").last is None
    True
    """
    found = _IN_FULL.search(text)
    if found is None:
        return None
    year, month, day, other_year, other_month, other_day = found.groups()
    first = _date(int(year), int(month), int(day))
    last = _date(int(other_year or year), int(other_month), int(other_day))
    if first is None or last is None:
        return ImpossiblePeriod(None, None, found.start(), found.end())
    return ImpossiblePeriod(first, last, found.start(), found.end()) if last <= first else None


def _in_year(text: str, year: int) -> date | None:
    bare = re.sub(r"[本当同]年", "", _compact(text))
    return read_date(f"{year}年{bare}")


def _compact(text: str) -> str:
    return clean(text).replace(" ", "")


def _only_reading(compact: str) -> date | None:
    readings = set(_readings(compact))
    return readings.pop() if len(readings) == 1 else None


def _readings(compact: str) -> Iterator[date]:
    """Give every date that could have been printed, had characters that stand alone not been lost."""
    found = re.fullmatch(r"(\d{4})年?(.*)", compact)
    if found is None:
        return
    year, rest = int(found[1]), found[2].removesuffix("日")
    for split in range(1, len(rest)):
        month, day = rest[:split].removesuffix("月"), rest[split:].removeprefix("月")
        if month.isdecimal() and day.isdecimal() and len(month) <= 2 and len(day) <= 2:
            reading = _date(year, int(month), int(day))
            if reading:
                yield reading


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1949 <= year <= 2100 else None
    except ValueError:
        return None
