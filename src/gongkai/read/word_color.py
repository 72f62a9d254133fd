"""Colours of a Word document, and whether text in one of them is seen on a ground of another."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from gongkai.read.word_xml import Element, attribute

__all__ = ["WHITE", "Color", "color_of", "contrast", "highlight", "is_color", "shade"]

Contrast = Literal["clear", "faint", "none", "unknown"]


class Color(NamedTuple):
    """Red, green and blue, each from 0 to 255."""

    red: int
    green: int
    blue: int


WHITE = Color(255, 255, 255)
_BLACK = Color(0, 0, 0)

Ground = Color | Literal["unknown"]
"""What text stands on. It is unknown where a pattern, or the fill of a drawing, is not understood."""


def contrast(text: Color, ground: Ground) -> Contrast:
    """Tell how text stands out.

    >>> contrast(WHITE, WHITE), contrast(WHITE, Color(31, 78, 121)), contrast(Color(217, 217, 217), WHITE)
    ('none', 'clear', 'faint')
    """
    if isinstance(ground, str):
        return "unknown"
    distance = max(abs(one - other) for one, other in zip(text, ground, strict=True))
    if distance < _UNSEEN_BELOW:
        return "none"
    return "faint" if distance < _FAINT_BELOW else "clear"


_UNSEEN_BELOW = 24
_FAINT_BELOW = 40


def is_color(text: str | None) -> bool:
    """Tell six hexadecimal digits from `auto` and other words."""
    return text is not None and _HEXADECIMAL.fullmatch(text) is not None


def _rgb(text: str) -> Color:
    return Color(int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16))


_HEXADECIMAL = re.compile("[0-9A-Fa-f]{6}")


def color_of(node: Element, value: str = "val", theme: str = "themeColor", shade: str = "themeShade") -> Color | None:
    """Give the colour that an element names, or None for the automatic one, which is always seen.

    Args:
        node: the element, such as `w:color`.
        value: the attribute with the colour in figures.
        theme: the attribute with the name of a colour of the theme.
        shade: the attribute that darkens the colour of the theme.
    """
    text = attribute(node, value)
    named = (attribute(node, theme) or "").lower()
    if named in _WHITE_IN_THEMES and attribute(node, shade) is None:
        return WHITE
    return _rgb(text) if text is not None and is_color(text) else None


_WHITE_IN_THEMES = frozenset({"background1", "light1", "bg1", "lt1"})


def shade(node: Element | None) -> Ground | None:
    """Give the colour that `w:shd` lays under text, or None if it lays none."""
    if node is None:
        return None
    pattern = attribute(node, "val") or "clear"
    under = color_of(node, "fill", "themeFill", "themeFillShade")
    if under is None and (attribute(node, "themeFill") or "none") != "none":
        return "unknown"
    if pattern in ("clear", "nil"):
        return under
    over = color_of(node, "color") or _BLACK
    if pattern == "solid":
        return over
    share = _PERCENT.fullmatch(pattern)
    if share is None:
        return "unknown"
    part = int(share[1]) / 100
    mixed = (round(part * one + (1 - part) * other) for one, other in zip(over, under or WHITE, strict=True))
    return Color(*mixed)


_PERCENT = re.compile("pct([0-9]{1,2})")


def highlight(name: str) -> Ground | None:
    """Give the colour of a highlighter, or None for none."""
    return None if name == "none" else _HIGHLIGHTS.get(name, "unknown")


_HIGHLIGHTS: dict[str, Color] = {
    name: _rgb(figures)
    for name, figures in {
        "black": "000000",
        "blue": "0000FF",
        "cyan": "00FFFF",
        "darkBlue": "000080",
        "darkCyan": "008080",
        "darkGray": "808080",
        "darkGreen": "008000",
        "darkMagenta": "800080",
        "darkRed": "800000",
        "darkYellow": "808000",
        "green": "00FF00",
        "lightGray": "C0C0C0",
        "magenta": "FF00FF",
        "red": "FF0000",
        "white": "FFFFFF",
        "yellow": "FFFF00",
    }.items()
}
