"""Characters lost because a page sets each in an element of its own, and a crawler kept no element of one character.

What is lost is 年, 月, 日, a bracket, a unit. It comes back only where what is left can be read in one way:
`20181月` and `〔201744号` can, `2017111日` and `974政务服务事项` cannot. The unit of a cell is not printed again
either: the form says it, so it is the recogniser that knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from gongkai.repair.changes import Change, FoundChange

__all__ = ["find"]


def find(texts: Sequence[str]) -> Iterator[FoundChange]:
    """Find dates, document numbers and counts that lost a character.

    >>> texts = ["自201711日至20171231日止", "湘政办函〔201744号", "2017111日", "电话20181234567"]
    >>> [found.change.after for found in find(texts)]
    ['2017年1月1日', '2017年12月31日', '〔2017〕44号']
    """
    certain = [FoundChange(number, change) for number, text in enumerate(texts) for change in _certain(text)]
    yield from certain
    # A count without a unit may be how somebody writes. Where dates have lost characters, it is damage.
    if certain:
        yield from (FoundChange(number, change) for number, text in enumerate(texts) for change in _units(text))


def _certain(text: str) -> Iterator[Change]:
    if _NUMBER.search(text):
        yield from _dates(text)
        yield from _document_numbers(text)


_NUMBER = re.compile(r"\d{3}")
_FIRST_YEAR, _LAST_YEAR = 1949, 2100


# --- Dates ---

_NOT_IN_A_NUMBER = r"(?<![\dA-Za-z])(?<!\d[.,，])"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATES = re.compile(
    rf"{_NOT_IN_A_NUMBER}{_YEAR}"
    r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?(?!\d)|年?(?P<digits>(?<=年)\d{3,4}|(?<!年)\d{2,4})日)"
)
_END_OF_PERIOD = re.compile(
    rf"{_YEAR}[年月\d]{{0,6}}日起?\s?(?:至|到|—+|[-–~～－])\s?(?:当年|本年|同年)?(?P<digits>\d{{3,4}})日"
)


def _dates(text: str) -> Iterator[Change]:
    for found in _DATES.finditer(text):
        year = int(found["year"])
        if found["digits"]:
            after = _only_reading(year, found["digits"])
            printed = after and f"{year}年{after}"
        else:
            printed = _without_its_year_mark(year, found["month"], found["day"])
        if printed:
            yield Change(found.start(), found.end(), printed, "dropped_characters")
    for found in _END_OF_PERIOD.finditer(text):
        after = _only_reading(int(found["year"]), found["digits"])
        if after:
            yield Change(found.start("digits"), found.end(), after, "dropped_characters")


def _only_reading(year: int, digits: str) -> str | None:
    """Part digits into a month and a day, if that can be done in one way.

    >>> _only_reading(2017, "1231"), _only_reading(2017, "111"), _only_reading(2017, "131")
    ('12月31日', None, '1月31日')
    """
    readings = [
        f"{month}月{day}日"
        for month, day in ((digits[:1], digits[1:]), (digits[:2], digits[2:]))
        if 1 <= len(day) <= 2 and _is_day(year, int(month), int(day))
    ]
    return readings[0] if len(readings) == 1 else None


def _without_its_year_mark(year: int, month: str, day: str | None) -> str | None:
    if not _is_day(year, int(month), int(day or 1)):
        return None
    return f"{year}年{month}月" + (f"{day}日" if day else "")


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return _FIRST_YEAR <= year <= _LAST_YEAR


# --- Document numbers ---

_CLOSING = {"〔": "〕", "﹝": "﹞", "[": "]", "［": "］", "【": "】", "(": ")", "（": "）"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_ROUND = frozenset("(（")

# The last character of an issuer's mark: 国办发, 湘政办函.
_MARK = "(?<=[发函办字令规通])"
_UNCLOSED = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?P<opening>[{re.escape(''.join(_CLOSING))}]){_YEAR}(?P<serial>[1-9]\d{{0,3}})号"
)
_UNOPENED = re.compile(rf"{_MARK}{_YEAR}(?P<closing>[〕﹞\]］】])(?P<serial>[1-9]\d{{0,3}})号")
_ROUND_AFTER_MARK = re.compile(rf"{_MARK}[(（]")
_BRACKETS = re.compile("[()（）]")
_NEAR = 40


def _document_numbers(text: str) -> Iterator[Change]:
    for found in _UNCLOSED.finditer(text):
        opening = found["opening"]
        if opening not in _ROUND or _stays_open(text, found):
            after = f"{opening}{found['year']}{_CLOSING[opening]}{found['serial']}号"
            yield Change(found.start(), found.end(), after, "dropped_characters")
    for found in _UNOPENED.finditer(text):
        yield Change(found.start(), found.end(), _OPENING[found["closing"]] + found[0], "dropped_characters")


def _stays_open(text: str, found: re.Match[str]) -> bool:
    """Tell the bracket of a year from one around a whole number: (201744号) has nothing lost."""
    following = _BRACKETS.search(text, found.end(), found.end() + _NEAR)
    closes = following is not None and following[0] in ")）"
    return not closes and _ROUND_AFTER_MARK.match(text, found.start()) is not None


# --- Counts in a series ---

_UNITS = "条件次篇个人项份期场封家起宗例名户处所本册批班页元"
_PIECE = re.compile(r"[^,，、;；。！？!?]+")
_COUNT = re.compile(rf"[^\d]{{0,20}}[\u4e00-\u9fff](?P<number>\d{{1,6}})(?P<unit>[{_UNITS}]?)")
_LIKELY_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST_SERIES = 3
_BY_SERIES = 0.9


def _units(text: str) -> Iterator[Change]:
    """Give its unit to the one count of a series that has none: 取消12项,降标5,市场化7项."""
    for series in _series(text):
        bare = [count for count in series if not count["unit"]]
        units = {count["unit"] for count in series if count["unit"]}
        if len(series) >= _SHORTEST_SERIES and len(bare) == len(units) == 1:
            number = bare[0]["number"]
            if not _LIKELY_YEAR.fullmatch(number):
                yield Change(
                    bare[0].start("number"), bare[0].end(), number + units.pop(), "dropped_characters", _BY_SERIES
                )


def _series(text: str) -> Iterable[list[re.Match[str]]]:
    """Give the runs of neighbouring pieces of a sentence that each end in a count."""
    series: list[re.Match[str]] = []
    reached = 0
    for piece in _PIECE.finditer(text):
        count = _COUNT.fullmatch(text, piece.start(), piece.end())
        if count is None or _ends_sentence(text, reached):
            yield series
            series = []
        if count is not None:
            series.append(count)
        reached = piece.end()
    yield series


def _ends_sentence(text: str, place: int) -> bool:
    return text[place : place + 1] in "。！？!?"
