"""Dates and times, as a number format shows them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from gongkai.document import UNCERTAIN
from gongkai.read.excel.chinese_digits import DIGITS, numeral
from gongkai.read.excel.format_code import FormatSection

__all__ = ["show_date"]

_DAY_SECONDS = 86_400
_LAST_DAY = 2_958_466
_WEEKDAYS = "一二三四五六日"


def show_date(value: float, section: FormatSection, *, epoch_1904: bool) -> str:
    """Give the date or time that a number stands for, as a section shows it."""
    if not 0 <= value < _LAST_DAY or section.chinese not in (None, "1", "3"):
        return UNCERTAIN
    seconds = round(value * _DAY_SECONDS)
    days = seconds // _DAY_SECONDS
    epoch = datetime.datetime(1904, 1, 1) if epoch_1904 else datetime.datetime(1899, 12, 30)
    if not epoch_1904 and days < _FIRST_SOUND_DAY:
        # Excel has a 29 February 1900.
        epoch += datetime.timedelta(days=1)
    moment = epoch + datetime.timedelta(seconds=seconds)
    shown = "".join(_date_parts(moment, seconds, section.tokens))
    if section.chinese == "1":
        shown = _chinese_date(shown)
    return shown.strip()


_FIRST_SOUND_DAY = 61


def _date_parts(moment: datetime.datetime, seconds: int, tokens: Sequence[tuple[str, str]]) -> Iterator[str]:
    has_noon = any(kind == "t" and "/" in text for kind, text in tokens)
    parts = [(place, text) for place, (kind, text) in enumerate(tokens) if kind == "t" and "/" not in text]
    for place, (kind, text) in enumerate(tokens):
        if kind != "t":
            yield "" if kind == "d" and tokens[place - 1][0] in ".d" else "0" if kind == "d" else text
            continue
        around = [each for each in range(len(parts)) if parts[each][0] == place]
        before = parts[around[0] - 1][1] if around and around[0] else ""
        after = parts[around[0] + 1][1] if around and around[0] + 1 < len(parts) else ""
        is_minute = text in ("m", "mm") and (before[:1] == "h" or before == "[h]" or after[:1] == "s")
        yield _date_part(moment, seconds, "n" * len(text) if is_minute else text, has_noon=has_noon)


def _date_part(moment: datetime.datetime, seconds: int, part: str, *, has_noon: bool) -> str:
    hour = (moment.hour + 11) % 12 + 1 if has_noon else moment.hour
    numbers = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}
    match part:
        case "AM/PM" | "A/P" | "上午/下午":
            return part.split("/")[moment.hour >= _NOON]
        case "[h]" | "[m]" | "[s]":
            return str(seconds // {"[h]": 3600, "[m]": 60, "[s]": 1}[part])
        case "y" | "yy":
            return f"{moment.year % 100:02}"
        case "aaa" | "aaaa":
            return ("星期" if part == "aaaa" else "") + _WEEKDAYS[moment.weekday()]
        case "mmm" | "ddd":
            return moment.strftime("%b" if part == "mmm" else "%a")
        case "mmmm" | "dddd":
            return moment.strftime("%B" if part == "mmmm" else "%A")
    if part[0] in "ye":
        return str(moment.year)
    if part[0] in numbers and len(part) <= 2:
        return f"{numbers[part[0]]:0{len(part)}}"
    return UNCERTAIN


_NOON = 12


def _chinese_date(shown: str) -> str:
    """Give a date in Chinese: the year by its digits, month and day as numerals."""

    def written(found: re.Match[str]) -> str:
        digits = found[0]
        by_digits = len(digits) > 2
        return "".join(DIGITS["1"][int(each)] for each in digits) if by_digits else numeral(int(digits), "1")

    return re.sub("[0-9]+", written, shown)
