"""Numbers in Chinese digits, as the marks DBNum1 and DBNum2 of a number format ask for."""

from __future__ import annotations

from gongkai.chinese import spelled

__all__ = ["DIGITS", "LARGEST_NUMERAL", "numeral"]

DIGITS = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖"}
LARGEST_NUMERAL = 10**12


def numeral(number: int, style: str) -> str:
    """Give the numeral of a whole number, in the digits of a style."""
    return spelled(number, formal=style == "2")
