"""The text that a cell of an OpenDocument workbook shows, held against the number that it stores."""

from __future__ import annotations

import re
from decimal import Decimal

from gongkai.document import UNCERTAIN

__all__ = ["shown_number"]


def shown_number(stored: float, text: str) -> str:
    """Give the text, or `UNCERTAIN` if it is that of another number.

    A text without digits may stand for zero only, such as a dash. Dates are not for this function.

    >>> shown_number(3.6, "4"), shown_number(1234.5, "￥1,234.50"), shown_number(0.25, "25%"), shown_number(0, "-")
    ('4', '￥1,234.50', '25%', '-')
    >>> shown_number(3.6, "9") == shown_number(7, "") == UNCERTAIN
    True
    """
    shown = text.strip()
    found = _NUMBER.search(shown)
    if found is None:
        return shown if stored == 0 else UNCERTAIN
    if stored > 0 and _NEGATIVE.match(shown):
        return UNCERTAIN
    written = Decimal(found[0].replace(",", "").replace("，", ""))
    places = max(-int(written.as_tuple().exponent), 0)
    exact = abs(Decimal(f"{stored:.15g}")).scaleb(-_scale(shown))
    return shown if abs(exact - written) <= Decimal(5).scaleb(-places - 1) else UNCERTAIN


_NUMBER = re.compile(
    r"[0-9]{1,3}(?:[,，][0-9]{3}){1,6}(?:\.[0-9]{1,15})?|[0-9]{1,15}(?:\.[0-9]{1,15})?(?:E[-+]?[0-9]{1,3})?"
)
_NEGATIVE = re.compile(r"[-－−(（]")
_SCALES = {"%": -2, "‰": -3, "万": 4, "亿": 8}


def _scale(shown: str) -> int:
    """Tell by which power of ten a text shows a number smaller than it is."""
    return next((power for mark, power in _SCALES.items() if mark in shown), 0)
