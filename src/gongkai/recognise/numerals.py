"""The numerals that number sections, and that spell the months and days of a date: 一, 十二, 三十一."""

from __future__ import annotations

import cn2an

__all__ = ["ordinal"]


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
