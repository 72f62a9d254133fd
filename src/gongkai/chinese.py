"""Chinese numerals, read and written: 一, 十二, 三十一, 二〇一七; and what numbers sections and points.

The library that knows them all takes long to import. Most reports have only small ones, which stand in a table here.
"""

from __future__ import annotations

from decimal import Decimal

__all__ = ["DIGITS", "NUMERALS", "number", "ordinal", "spelled"]

NUMERALS = "一二三四五六七八九十"
"""What sections and points are numbered with."""

DIGITS = str.maketrans("〇○零0O一二三四五六七八九", "00000123456789")
"""Turns the spelled digits of a year, and what is typed for a zero, into digits."""


def ordinal(numeral: str) -> int | None:
    """Read a numeral in Chinese or in digits, or give None where it is malformed.

    >>> ordinal("一"), ordinal("三十一"), ordinal("12"), ordinal("十十")
    (1, 31, 12, None)
    """
    if numeral.isdecimal():
        return int(numeral)
    read = number(numeral)
    return None if read is None else int(read)


def number(numeral: str) -> Decimal | None:
    """Read a well-formed Chinese numeral, or give None where it is none.

    >>> number("二十"), number("一千零五"), number("三点五"), number("二三")
    (Decimal('20'), Decimal('1005'), Decimal('3.5'), None)
    """
    if numeral in _SMALL:
        return _SMALL[numeral]
    from cn2an import cn2an

    try:
        return Decimal(str(cn2an(numeral, "strict")))
    except ValueError:
        return None


def spelled(count: int, *, formal: bool = False) -> str:
    """Write a whole number in Chinese, with the characters of banknotes where it is `formal`.

    >>> spelled(12), spelled(105), spelled(12, formal=True)
    ('十二', '一百零五', '壹拾贰')
    """
    from cn2an import an2cn

    return str(an2cn(count, "up" if formal else "low"))


_ONES = ("", *NUMERALS[:9])
_TENS = ("", "十", *(f"{ones}十" for ones in NUMERALS[1:9]))
_SMALL = {
    tens + ones: Decimal(10 * ten + one)
    for ten, tens in enumerate(_TENS)
    for one, ones in enumerate(_ONES)
    if tens or ones
}
