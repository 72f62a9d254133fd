"""Colours of a workbook, as six hexadecimal digits, and whether one can be told from another."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping, Sequence

from gongkai.read.word_xml import Element, attribute, child, local_name

__all__ = ["INDEXED", "OFFICE_THEME", "colour", "distance", "theme_colours"]

_FIRST_COLOURS = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
_NUMBERED_COLOURS = """
800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF
000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99
3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333
"""
_SYSTEM_COLOURS = "000000 FFFFFF"
_OFFICE_COLOURS = "FFFFFF 000000 EEECE1 1F497D 4F81BD C0504D 9BBB59 8064A2 4BACC6 F79646 0000FF 800080"

INDEXED: tuple[str, ...] = tuple((2 * _FIRST_COLOURS + _NUMBERED_COLOURS + _SYSTEM_COLOURS).split())
"""The colours that a workbook names by a number."""

OFFICE_THEME: tuple[str, ...] = tuple(_OFFICE_COLOURS.split())
"""The colours of the usual theme, in the order in which cells name them."""

_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8}")
_SMALL_NUMBER = re.compile("[0-9]{1,4}")
_TINT = re.compile(r"-?[01](?:\.[0-9]+)?(?:E-?[0-9]{1,2})?")


def theme_colours(theme: Element | None) -> tuple[str, ...]:
    """Give the colours of a theme in the order in which cells name them."""
    scheme = child(theme, "themeElements", "clrScheme")
    named = {local_name(entry): _first_colour(entry) for entry in (() if scheme is None else scheme)}
    found = [named.get(name) for name in _THEME_ORDER]
    return tuple(colour for colour in found if colour) if all(found[:10]) else OFFICE_THEME


def _first_colour(entry: Element) -> str | None:
    for node in entry:
        said = attribute(node, "lastClr") or attribute(node, "val") or ""
        if _HEXADECIMAL.fullmatch(said):
            return said[-6:].upper()
    return None


def colour(said: Mapping[str, str], theme: Sequence[str], palette: Sequence[str], automatic: str) -> str:
    """Give the colour that the attributes of an element name; one that cannot be told is the automatic one.

    Args:
        said: the attributes, of which one is `rgb`, `theme` or `indexed`.
        theme: the colours of the theme.
        palette: the colours that have numbers.
        automatic: the colour of what names none.
    """
    exact, tint = said.get("rgb", ""), said.get("tint")
    if _HEXADECIMAL.fullmatch(exact):
        return _tinted(exact[-6:].upper(), tint)
    for name, colours in (("theme", theme), ("indexed", palette)):
        number = said.get(name, "")
        if _SMALL_NUMBER.fullmatch(number) and int(number) < len(colours):
            return _tinted(colours[int(number)], tint)
    return automatic


def distance(one: str, other: str) -> int:
    """Tell how far apart two colours are, from 0 to 765.

    >>> distance("FFFFFF", "FEFFFD")
    3
    """
    return sum(abs(first - second) for first, second in zip(_channels(one), _channels(other), strict=True))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:6], 16)


def _tinted(colour: str, tint: str | None) -> str:
    """Make a colour lighter, or with a tint below 0 darker."""
    if not tint or not _TINT.fullmatch(tint):
        return colour
    share = max(-1.0, min(1.0, float(tint)))
    red, green, blue = (channel / 255 for channel in _channels(colour))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    return "".join(f"{round(255 * channel):02X}" for channel in colorsys.hls_to_rgb(hue, light, saturation))
