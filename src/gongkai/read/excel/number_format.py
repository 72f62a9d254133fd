"""Number formats of Excel: the text that a cell shows for what it stores.

A format has up to four sections, for positive numbers, negative ones, zero and text, or sections with conditions.
What follows here is the part of the language that says which characters are seen; colours are left out, and a width
that is filled is no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gongkai.document import UNCERTAIN
from gongkai.read.excel.chinese_digits import DIGITS, LARGEST_NUMERAL, numeral
from gongkai.read.excel.format_code import ALL_SECTIONS, FormatSection, sections_of
from gongkai.read.excel.format_dates import show_date
from gongkai.read.excel.format_digits import rounded, show_digits

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
    sections = sections_of(code)
    if sections is None:
        return UNCERTAIN
    number = _decimal(value)
    chosen = _section_for(number, sections)
    if chosen is None:
        return UNCERTAIN
    section, is_signless = chosen
    if section.kind == "date":
        return show_date(value, section, epoch_1904=epoch_1904)
    shown = _show(abs(number), section)
    is_negative = number < 0 and not is_signless and any(digit in "123456789" for digit in shown)
    return ("-" + shown if is_negative else shown).strip()


def show_text(text: str, code: str) -> str:
    """Give what a cell with a text shows: the text, or what its format makes of it.

    >>> show_text("受理", "@"), show_text("受理", ";;;"), show_text("7", '0;0;0;@"件"')
    ('受理', '', '7件')
    """
    sections = sections_of(code)
    if sections is None:
        return text
    for_text = [section for section in sections if section.kind == "text"]
    if len(sections) == ALL_SECTIONS and not for_text:
        for_text = [sections[-1]]
    if not for_text:
        return text
    shown = "".join(text if kind == "@" else written for kind, written in for_text[-1].tokens if kind in "@l")
    # Blanks that only keep a place are none of the text's own.
    return text if shown.strip() == text.strip() else shown


def _section_for(number: Decimal, sections: Sequence[FormatSection]) -> tuple[FormatSection, bool] | None:
    """Give the section that shows a number, and whether it shows no sign of its own accord."""
    numeric = [section for section in sections if section.kind != "text"]
    if not numeric:
        return sections_of(GENERAL)[0], False  # type: ignore[index]
    if any(section.condition for section in numeric):
        # Whether the sign is kept depends on the other conditions in ways that are not written down.
        return None if number < 0 else _conditional(number, numeric)
    if number < 0 and len(numeric) > 1:
        return numeric[1], True
    if number == 0 and len(numeric) > 2:
        return numeric[2], True
    return numeric[0], False


def _conditional(number: Decimal, sections: Sequence[FormatSection]) -> tuple[FormatSection, bool] | None:
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


def _show(number: Decimal, section: FormatSection) -> str:
    kinds = [kind for kind, _ in section.tokens]
    if "/" in kinds and "d" in kinds:
        return _show_fraction(number, section)
    if section.chinese:
        return _show_chinese(number, section)
    if "E" in kinds:
        return _show_power(number, section)
    if "d" in kinds:
        return show_digits(number, section)
    return "".join(_general(number) if kind == "G" else text for kind, text in section.tokens)


def _show_fraction(number: Decimal, section: FormatSection) -> str:
    """Give a whole number; how a part of one is shown as a fraction is not followed."""
    literals = "".join(text for kind, text in section.tokens if kind == "l").strip()
    return f"{number:f}" if number == number.to_integral_value() and not literals else UNCERTAIN


def _show_chinese(number: Decimal, section: FormatSection) -> str:
    """Give a number in Chinese digits, or, under General, as a Chinese numeral."""
    if section.chinese not in ("1", "2") or number != number.to_integral_value() or number >= LARGEST_NUMERAL:
        return UNCERTAIN
    digits = DIGITS[section.chinese]
    if section.kind == "general":
        written = numeral(int(number), section.chinese)
        return "".join(written if kind == "G" else text for kind, text in section.tokens)
    return "".join(digits[int(each)] if each in "0123456789" else each for each in show_digits(number, section))


def _show_power(number: Decimal, section: FormatSection) -> str:
    before = [text for kind, text in section.tokens[: _place("E", section)] if kind in "d."]
    after = section.tokens[_place("E", section) + 1 :]
    whole, _, places = "".join(before).partition(".")
    if len(whole) != 1 or any(kind not in "d" for kind, _ in after):
        return UNCERTAIN
    mantissa, _, exponent = f"{number:.{len(places)}e}".partition("e")
    sign = "-" if exponent[0] == "-" else "+" if section.tokens[_place("E", section)][1].endswith("+") else ""
    return f"{mantissa}E{sign}{exponent[1:].lstrip('0').rjust(len(after), '0')}"


def _place(kind: str, section: FormatSection) -> int:
    return next(place for place, (each, _) in enumerate(section.tokens) if each == kind)


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
    plain = rounded(number, max(decimals - 1 if decimals > 0 else 0, 0))
    if magnitude < 0:
        exact = number.normalize()
        digits = -int(exact.as_tuple().exponent)
        if digits > _FEWER_DIGITS - 1:
            return _general_power(number) if magnitude < _SMALLEST_PLAIN else _trimmed(rounded(number, 9))
    return _trimmed(plain)


_SMALLEST_PLAIN = -4


def _general_power(number: Decimal) -> str:
    mantissa, _, exponent = f"{number:.5e}".partition("e")
    return f"{_trimmed(Decimal(mantissa))}E{exponent[0]}{exponent[1:].rjust(2, '0')}"


def _trimmed(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
