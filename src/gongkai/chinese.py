"""The numerals that number sections and points, and that spell dates: 一, 十二, 三十一, 二〇一七."""

from __future__ import annotations

import cn2an

__all__ = ["DIGITS", "NUMERALS", "ordinal"]

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
    try:
        return int(cn2an.cn2an(numeral, "strict"))
    except ValueError:
        return None
