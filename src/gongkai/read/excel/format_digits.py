"""The digits of a number, put into the places of a number format."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from gongkai.read.excel.format_code import FormatSection

__all__ = ["rounded", "show_digits"]


def show_digits(number: Decimal, section: FormatSection) -> str:
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
    whole, _, fraction = f"{rounded(scaled, decimals):f}".partition(".")
    return _whole_part(whole.lstrip("0"), tokens[:point], grouped=grouped) + _fraction_part(fraction, tokens[point:])


def rounded(number: Decimal, decimals: int) -> Decimal:
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
