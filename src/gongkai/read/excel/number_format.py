"""Number formats of Excel: the text that a cell shows for what it stores.

A format has up to four sections, for positive numbers, negative ones, zero and text, or sections with conditions.
What follows here is the part of the language that says which characters are seen; colours are left out, and a width
that is filled is no text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from gongkai.document import UNCERTAIN

__all__ = ["BUILT_IN", "GENERAL", "show_number", "show_text"]

GENERAL = "General"

_ACCOUNTING = '_ {0}* {1}_ ;_ {0}* -{1}_ ;_ {0}* "-"{2}_ ;_ @_ '
_CHINESE_DATES = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}

BUILT_IN: dict[int, str] = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0 ;-#,##0 ",
    38: "#,##0 ;-#,##0 ",
    39: "#,##0.00 ;-#,##0.00 ",
    40: "#,##0.00 ;-#,##0.00 ",
    41: _ACCOUNTING.format("", "#,##0", ""),
    42: _ACCOUNTING.format('"¥"', "#,##0", ""),
    43: _ACCOUNTING.format("", "#,##0.00", "??"),
    44: _ACCOUNTING.format('"¥"', "#,##0.00", "??"),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **_CHINESE_DATES,
}
"""The formats that a workbook names by a number only, as the Chinese edition of Excel shows them."""


def show_number(value: float, code: str, *, epoch_1904: bool = False) -> str:
    """Give the text that a number is shown as. `UNCERTAIN` stands for what this module cannot tell.

    Args:
        value: the number that the cell stores.
        code: the format of the cell.
        epoch_1904: whether days are counted from 1904.

    >>> show_number(251000, '0!.0,"万元"'), show_number(99.95, "0"), show_number(0, "#,##0;-#,##0;")
    ('25.1万元', '100', '')
    """
    sections = _sections(code)
    if sections is None:
        return UNCERTAIN
    number = _decimal(value)
    chosen = _section_for(number, sections)
    if chosen is None:
        return UNCERTAIN
    section, is_signless = chosen
    if section.kind == "date":
        return _show_date(value, section, epoch_1904=epoch_1904)
    shown = _show(abs(number), section)
    is_negative = number < 0 and not is_signless and any(digit in "123456789" for digit in shown)
    return ("-" + shown if is_negative else shown).strip()


def show_text(text: str, code: str) -> str:
    """Give what a cell with a text shows: the text, or what its format makes of it.

    >>> show_text("受理", "@"), show_text("受理", ";;;"), show_text("7", '0;0;0;@"件"')
    ('受理', '', '7件')
    """
    sections = _sections(code)
    if sections is None:
        return text
    for_text = [section for section in sections if section.kind == "text"]
    if len(sections) == _ALL_SECTIONS and not for_text:
        for_text = [sections[-1]]
    if not for_text:
        return text
    shown = "".join(text if kind == "@" else written for kind, written in for_text[-1].tokens if kind in "@l")
    # Blanks that only keep a place are none of the text's own.
    return text if shown.strip() == text.strip() else shown


Kind = Literal["number", "general", "text", "date", "literal"]


@dataclass(frozen=True, slots=True)
class _Section:
    """One section: its tokens, each a kind and what it is, and the condition under which it is used.

    The kinds are `l` a literal, `d` a digit's place, `.`, `,`, `%`, `E`, `/`, `@`, `G` General, and `t` a part of a
    date or time.
    """

    tokens: tuple[tuple[str, str], ...]
    kind: Kind
    condition: tuple[str, Decimal] | None
    chinese: str | None


_ALL_SECTIONS = 4
_LONGEST_CODE = 1_000
_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)(?:"|$)
    | [\\!](?P<escaped>.)
    | _(?P<width>.)
    | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式)
    | (?P<noon>AM/PM|A/P|上午/下午)
    | (?P<power>[Ee][+-])
    | (?P<part>e+|[ymdhsYMDHS]+|b{2,4}|aaaa?|g{1,3})
    | (?P<end>;)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f,]*)?")
_CHINESE = re.compile(r"DBNum([1-4])", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...] | None:
    """Read a format. One that is no format gives None."""
    if len(code) > _LONGEST_CODE:
        return None
    parts: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(code):
        if match.lastgroup == "end":
            parts.append([])
        else:
            parts[-1].append(match)
    return tuple(map(_section, parts)) if len(parts) <= _ALL_SECTIONS else None


def _section(matches: Sequence[re.Match[str]]) -> _Section:
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    chinese: str | None = None
    for match in matches:
        text = match[match.lastgroup] if match.lastgroup else ""
        if match.lastgroup == "bracket":
            if found := _CONDITION.fullmatch(text):
                condition = found[1], Decimal(found[2])
            elif found := _CHINESE.fullmatch(text):
                chinese = found[1]
            elif found := _CURRENCY.fullmatch(text):
                tokens.append(("l", found[1]))
            elif _ELAPSED.fullmatch(text):
                tokens.append(("t", f"[{text.lower()[0]}]"))
        else:
            tokens.append(_token(match.lastgroup or "mark", text))
    return _Section(tuple(tokens), _kind(tokens), condition, chinese)


def _token(group: str, text: str) -> tuple[str, str]:
    match group:
        case "quoted" | "escaped":
            return "l", text
        case "width":
            return "l", " "
        case "fill":
            return "l", ""
        case "general":
            return "G", text
        case "noon":
            return "t", text.upper()
        case "power":
            return "E", text
        case "part":
            return "t", text.lower()
    if text in "0#?":
        return "d", text
    return (text, text) if text in ".,%/@" else ("l", text)


def _kind(tokens: Sequence[tuple[str, str]]) -> Kind:
    kinds = {kind for kind, _ in tokens}
    if "@" in kinds:
        return "text"
    if "t" in kinds:
        return "date"
    if "d" in kinds:
        return "number"
    return "general" if "G" in kinds else "literal"


def _section_for(number: Decimal, sections: Sequence[_Section]) -> tuple[_Section, bool] | None:
    """Give the section that shows a number, and whether it shows no sign of its own accord."""
    numeric = [section for section in sections if section.kind != "text"]
    if not numeric:
        return _sections(GENERAL)[0], False  # type: ignore[index]
    if any(section.condition for section in numeric):
        # Whether the sign is kept depends on the other conditions in ways that are not written down.
        return None if number < 0 else _conditional(number, numeric)
    if number < 0 and len(numeric) > 1:
        return numeric[1], True
    if number == 0 and len(numeric) > 2:
        return numeric[2], True
    return numeric[0], False


def _conditional(number: Decimal, sections: Sequence[_Section]) -> tuple[_Section, bool] | None:
    for place, section in enumerate(sections):
        if section.condition is None:
            is_last = place + 1 == len(sections)
            # Without a condition of its own a section before the last is that of positive or of negative numbers.
            if is_last or (place == 0 and number > 0):
                return section, False
        elif _holds(number, *section.condition):
            return section, False
    return None


def _holds(number: Decimal, operator: str, bound: Decimal) -> bool:
    return {
        "<": number < bound,
        "<=": number <= bound,
        ">": number > bound,
        ">=": number >= bound,
        "=": number == bound,
        "<>": number != bound,
    }[operator]


def _decimal(value: float) -> Decimal:
    """Give a number with the 15 digits that Excel has."""
    return Decimal(f"{value:.15g}")


def _show(number: Decimal, section: _Section) -> str:
    kinds = [kind for kind, _ in section.tokens]
    if "/" in kinds and "d" in kinds:
        return _show_fraction(number, section)
    if section.chinese:
        return _show_chinese(number, section)
    if "E" in kinds:
        return _show_power(number, section)
    if "d" in kinds:
        return _show_digits(number, section)
    return "".join(_general(number) if kind == "G" else text for kind, text in section.tokens)


def _show_fraction(number: Decimal, section: _Section) -> str:
    """Give a whole number; how a part of one is shown as a fraction is not followed."""
    literals = "".join(text for kind, text in section.tokens if kind == "l").strip()
    return f"{number:f}" if number == number.to_integral_value() and not literals else UNCERTAIN


def _show_chinese(number: Decimal, section: _Section) -> str:
    """Give a number in Chinese digits, or, under General, as a Chinese numeral."""
    if section.chinese not in ("1", "2") or number != number.to_integral_value() or number >= _LARGEST_NUMERAL:
        return UNCERTAIN
    digits = _DIGITS[section.chinese]
    if section.kind == "general":
        numeral = _numeral(int(number), section.chinese)
        return "".join(numeral if kind == "G" else text for kind, text in section.tokens)
    return "".join(digits[int(each)] if each in "0123456789" else each for each in _show_digits(number, section))


_DIGITS = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖"}
_LARGEST_NUMERAL = 10**12


def _numeral(number: int, style: str) -> str:
    import cn2an

    return str(cn2an.an2cn(number, "low" if style == "1" else "up"))


def _show_power(number: Decimal, section: _Section) -> str:
    before = [text for kind, text in section.tokens[: _place("E", section)] if kind in "d."]
    after = section.tokens[_place("E", section) + 1 :]
    whole, _, places = "".join(before).partition(".")
    if len(whole) != 1 or any(kind not in "d" for kind, _ in after):
        return UNCERTAIN
    mantissa, _, exponent = f"{number:.{len(places)}e}".partition("e")
    sign = "-" if exponent[0] == "-" else "+" if section.tokens[_place("E", section)][1].endswith("+") else ""
    return f"{mantissa}E{sign}{exponent[1:].lstrip('0').rjust(len(after), '0')}"


def _place(kind: str, section: _Section) -> int:
    return next(place for place, (each, _) in enumerate(section.tokens) if each == kind)


def _show_digits(number: Decimal, section: _Section) -> str:
    """Put the digits of a number into the places of a format, from the point outwards."""
    tokens = section.tokens
    kinds = [kind for kind, _ in tokens]
    point = kinds.index(".") if "." in kinds else len(tokens)
    digit_places = [place for place, kind in enumerate(kinds) if kind == "d"]
    whole_places = [place for place in digit_places if place < point]
    last_whole = whole_places[-1] if whole_places else -1
    last = digit_places[-1]
    # A comma behind the last digit, of the whole part or of all, divides by a thousand; one between digits groups.
    scaling = sum(kind == "," and (last_whole < place < point or place > last) for place, kind in enumerate(kinds))
    grouped = any(
        kind == "," and whole_places and whole_places[0] < place < last_whole for place, kind in enumerate(kinds)
    )
    decimals = sum(place > point for place in digit_places)
    scaled = number.scaleb(2 * kinds.count("%") - 3 * scaling)
    rounded = f"{_rounded(scaled, decimals):f}"
    whole, _, fraction = rounded.partition(".")
    return _whole_part(whole.lstrip("0"), tokens[:point], grouped=grouped) + _fraction_part(fraction, tokens[point:])


def _rounded(number: Decimal, decimals: int) -> Decimal:
    """Round half away from zero, however long the number is."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) if number < _LONGEST else number


_LONGEST = Decimal(10) ** 20


def _whole_part(digits: str, tokens: Sequence[tuple[str, str]], *, grouped: bool) -> str:
    places = [place for place, (kind, _) in enumerate(tokens) if kind == "d"]
    shown: list[str] = []
    left = digits
    count = 0

    def put(digit: str) -> None:
        nonlocal count
        if grouped and count and count % 3 == 0:
            shown.append(",")
        shown.append(digit)
        count += 1

    for place in range(len(tokens) - 1, -1, -1):
        kind, text = tokens[place]
        if kind == "d":
            if left:
                put(left[-1])
                left = left[:-1]
            elif text == "0":
                put("0")
            elif text == "?":
                shown.append(" ")
            if place == places[0]:
                while left:
                    put(left[-1])
                    left = left[:-1]
        elif kind in "l%":
            shown.append(text[::-1])
    if not places and left:
        # With no place before the point the digits stand there all the same.
        shown.insert(0, left[::-1])
    return "".join(shown)[::-1]


def _fraction_part(digits: str, tokens: Sequence[tuple[str, str]]) -> str:
    shown: list[str] = []
    left = digits
    for kind, text in tokens:
        if kind == "d":
            digit, left = left[:1], left[1:]
            is_blank = digit == "0" and not left.strip("0") and text != "0"
            shown.append((" " if text == "?" else "") if is_blank else digit)
        elif kind in "l.%":
            shown.append(text)
    return "".join(shown)


_MOST_GENERAL_DIGITS = 11
_FEWER_DIGITS = 10


def _general(number: Decimal) -> str:
    """Give a number as the format General shows it where there is room: eleven characters, then powers of ten."""
    if number == 0:
        return "0"
    magnitude = number.adjusted()
    if magnitude >= _MOST_GENERAL_DIGITS or magnitude < -_FEWER_DIGITS + 1:
        return _general_power(number)
    decimals = _MOST_GENERAL_DIGITS - 1 - max(magnitude, 0)
    plain = _rounded(number, max(decimals - 1 if decimals > 0 else 0, 0))
    if magnitude < 0:
        exact = number.normalize()
        digits = -int(exact.as_tuple().exponent)
        if digits > _FEWER_DIGITS - 1:
            return _general_power(number) if magnitude < _SMALLEST_PLAIN else _trimmed(_rounded(number, 9))
    return _trimmed(plain)


_SMALLEST_PLAIN = -4


def _general_power(number: Decimal) -> str:
    mantissa, _, exponent = f"{number:.5e}".partition("e")
    return f"{_trimmed(Decimal(mantissa))}E{exponent[0]}{exponent[1:].rjust(2, '0')}"


def _trimmed(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_DAY_SECONDS = 86_400
_LAST_DAY = 2_958_466
_WEEKDAYS = "一二三四五六日"


def _show_date(value: float, section: _Section, *, epoch_1904: bool) -> str:
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

    def numeral(found: re.Match[str]) -> str:
        digits = found[0]
        by_digits = len(digits) > 2
        return "".join(_DIGITS["1"][int(each)] for each in digits) if by_digits else _numeral(int(digits), "1")

    return re.sub("[0-9]+", numeral, shown)
