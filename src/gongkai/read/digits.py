"""Which characters a person sees as digits."""

from __future__ import annotations

import re

__all__ = ["holds_number"]


def holds_number(text: str) -> bool:
    """Tell whether there is a digit in a text, of any kind.

    >>> holds_number("７件"), holds_number("五件"), holds_number("件")
    (True, False, False)
    """
    return _DIGIT.search(text) is not None


_DIGIT = re.compile(r"[\d①-⓿⁰¹²³⁴-⁹₀-₉]")
