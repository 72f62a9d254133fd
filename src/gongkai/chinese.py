"""The numerals that number sections and points, and that spell dates: 一, 十二, 三十一, 二〇一七."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

__all__ = ["DIGITS", "NUMERALS", "ordinal", "spelled_number"]

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
    if len(numeral) == 1 and numeral in NUMERALS:
        return NUMERALS.index(numeral) + 1
    number = spelled_number(numeral)
    return None if number is None else int(number)


@lru_cache(maxsize=4096)
def spelled_number(numeral: str) -> Decimal | None:
    """Read a number that is spelled in Chinese, or give None where it is malformed.

    >>> spelled_number("二十三"), spelled_number("一点五"), spelled_number("十十")
    (Decimal('23'), Decimal('1.5'), None)
    """
    # Costs a fifth of a second to import, and most reports spell no number.
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(numeral, "strict")))
    except ValueError:
        return None
