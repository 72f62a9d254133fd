"""How exactly a figure of the prose states its quantity: the range of numbers that its words allow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import inf
from typing import Any

from gongkai.check.judgement import Side
from gongkai.rows import Figure

__all__ = ["NumberSpan", "last_step", "span", "step"]

_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """The numbers from `low` to `high`, of which `value` is the one printed, in the figure's normal unit."""

    value: float
    low: float
    high: float

    def meets(self, other: NumberSpan) -> bool:
        """Say whether both may be the same number."""
        return self.low <= other.high and other.low <= self.high

    @property
    def exact(self) -> bool:
        """Whether the figure leaves one number only."""
        return self.low == self.high

    @property
    def side(self) -> Side:
        """The span as a side of a relation."""
        return Side(self.value, self.low, self.high, self.high)


def span(figure: Figure, hedges: Mapping[str, Any]) -> NumberSpan:
    """Give the range of a figure; `hedges` lists the words that make a number approximate, by what they do to it.

    A number in a larger unit (26.8万) is good to half of its last digit. A hedge reaches as far as the last digit
    that is not zero: 5500余 is less than 5600. A hedge that is not known allows anything.
    """
    value = figure.value if figure.normal_value is None else figure.normal_value
    scale = _scale(figure)
    reach = _last_digit_that_counts(figure.value) * scale
    match next((name for name, words in hedges.items() if figure.hedge in words), None):
        case _ if not figure.hedge:
            half = step(figure) / 2 if scale != 1 else 0.0
            return NumberSpan(value, value - half, value + half)
        case "above":
            return NumberSpan(value, value, value + reach)
        case "beyond":
            return NumberSpan(value, value, inf)
        case "about":
            return NumberSpan(value, value - reach, value + reach)
        case "below":
            return NumberSpan(value, 0.0, value)
    return NumberSpan(value, 0.0, inf)


def step(figure: Figure) -> float:
    """Give what one step of the last printed digit is worth, in the normal unit: 0.1 for 68.7%, 1000 for 26.8万."""
    printed = _NUMBER.search(figure.raw)
    digits = printed.group() if printed else str(Decimal(repr(figure.value)).normalize())
    decimals = len(digits.partition(".")[2]) if "." in digits else 0
    return float(Decimal(1).scaleb(-decimals)) * _scale(figure)


def _scale(figure: Figure) -> float:
    return figure.normal_value / figure.value if figure.normal_value and figure.value else 1.0


def last_step(value: float) -> float:
    """Give what one step of the last digit of a number is worth, where only its value is known.

    >>> last_step(0.394), last_step(66.0)
    (0.001, 1.0)
    """
    return min(1.0, _last_digit_that_counts(value))


def _last_digit_that_counts(value: float) -> float:
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return float(Decimal(1).scaleb(exponent)) if isinstance(exponent, int) else inf
