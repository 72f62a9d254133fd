"""Declarations of CSS -> the longhand properties that decide what of a page is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import tinycss2
from tinycss2.color4 import parse_color

from gongkai.read.html.limits import OversizeError

__all__ = [
    "Colour",
    "Declaration",
    "Length",
    "attribute_declarations",
    "colour",
    "css_text",
    "declarations",
    "length",
    "without_endless_numbers",
]


class Declaration(NamedTuple):
    """One longhand property and its value, in lower case unless it is text."""

    name: str
    value: str
    important: bool = False


class Length(NamedTuple):
    """A number and its unit: `%`, the empty string, or a unit of length."""

    value: float
    unit: str

    def pixels(self, font_size: float, whole: float = 0.0) -> float:
        """Give it in pixels, for a size of the font and for what a percentage is of."""
        if self.unit == "%":
            return self.value * whole / 100
        return self.value * _PIXELS.get(self.unit, font_size if self.unit in _OF_THE_FONT else 1.0)


_OF_THE_FONT = frozenset({"em", "ch", "ex", "lh"})
_PIXELS = {
    **{"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "rem": 16.0},
    **{"vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8, "dvh": 8.0, "svh": 8.0, "lvh": 8.0},
}
"""A window of 1280 by 800 pixels is taken for the screen."""


class Colour(NamedTuple):
    """Red, green, blue and opacity, each from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0


@lru_cache(maxsize=4096)
def attribute_declarations(style: str) -> tuple[Declaration, ...]:
    """Read a style attribute.

    Raises:
        OversizeError: it declares more than any.

    >>> attribute_declarations("COLOR: red; display:none !important; color: nonsense")
    (Declaration(name='color', value='red', important=False), Declaration(name='display', value='none', important=True))
    """
    if style.count(";") > _MOST_IN_ATTRIBUTE:
        raise OversizeError(f"a style attribute of more than {_MOST_IN_ATTRIBUTE} declarations")
    style = without_endless_numbers(style)
    lowered = style.lower()
    if not any(word in lowered for word in _WORDS_THAT_MATTER):
        return ()
    if _NEEDS_A_PARSER.isdisjoint(lowered):
        return tuple(_plain_declarations(lowered))
    parsed = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
    return tuple(declarations(parsed))


_MOST_IN_ATTRIBUTE = 5_000

# Without these a declaration ends at a semicolon and its name at a colon, so that most attributes need no parser.
_NEEDS_A_PARSER = frozenset("\"'()[]{}\\/@<&")


def _plain_declarations(lowered: str) -> Iterator[Declaration]:
    for part in lowered.split(";"):
        name, colon, value = part.partition(":")
        value, mark, word = value.partition("!")
        important = word.strip() == "important"
        if colon and (important or not mark):
            yield from _longhands(name.strip(), " ".join(value.split()), important)


def declarations(parsed: Iterable[Any]) -> Iterator[Declaration]:
    """Give the longhand declarations that matter among parsed ones; what a browser would not accept is left out."""
    for each in parsed:
        if each.type == "declaration" and each.lower_name in _NAMES:
            value = css_text(each.value).strip()
            yield from _longhands(each.lower_name, value, each.important)


def css_text(nodes: Iterable[Any]) -> str:
    """Give what was parsed as it is written.

    Raises:
        OversizeError: it nests deeper than any.

    >>> css_text(tinycss2.parse_component_value_list("a:not( b )"))
    'a:not( b )'
    """
    try:
        return str(tinycss2.serialize(nodes))
    except RecursionError as error:
        raise OversizeError("styles whose brackets nest deeper than any") from error


def _longhands(name: str, value: str, important: bool) -> Iterator[Declaration]:
    if name not in _NAMES or not value:
        return
    if name not in _TEXT:
        value = " ".join(value.lower().split())
    if value in _WIDE_KEYWORDS:
        longhands = _SHORTHANDS.get(name, (name,))
        yield from (Declaration(longhand, value, important) for longhand in longhands)
        return
    for longhand, part in _expanded(name, value):
        if longhand not in _ACCEPTED or _is_accepted(longhand, part):
            yield Declaration(longhand, part, important)


def _expanded(name: str, value: str) -> Iterator[tuple[str, str]]:
    match name:
        case "background":
            yield "background-image", value if "url(" in value or "gradient(" in value else "none"
            yield "background-clip", "text" if "text" in _parts(value) else "border-box"
            yield "background-color", next((part for part in _parts(value) if _paints(part)), "transparent")
        case "background-image":
            yield name, "none" if value == "none" else value
        case "text-decoration" | "text-decoration-line":
            if _words(value) & _DECORATIONS or name == "text-decoration-line":
                yield "text-decoration-line", value
        case "overflow-x" | "overflow-y":
            yield "overflow", value
        case "font":
            parts = _parts(value)
            sized = [number for number, part in enumerate(parts) if _is_accepted("font-size", part.partition("/")[0])]
            if sized:
                yield "font-size", parts[sized[0]].partition("/")[0]
                yield "font-family", " ".join(parts[sized[0] + 1 :])
        case "inset":
            sides = _parts(value)
            yield "top", sides[0]
            yield "right", sides[1 % len(sides)]
            yield "bottom", sides[2] if len(sides) > 2 else sides[0]
            yield "left", sides[-1] if len(sides) in (2, 4) else sides[1 % len(sides)]
        case "margin":
            sides = _parts(value)
            yield "margin-left", sides[3] if len(sides) > 3 else sides[1 % len(sides)]
            yield "margin-top", sides[0]
        case "-webkit-background-clip":
            yield "background-clip", value
        case "-webkit-text-fill-color":
            yield "fill-color", value
        case "font-feature-settings":
            raised = any(feature in value for feature in ('"sups"', "'sups'"))
            yield "font-variant-position", "super" if raised else "normal"
        case "flex-flow":
            yield "flex-direction", value
        case _:
            yield name, value


def without_endless_numbers(style: str) -> str:
    """Cut numbers with more digits than any length has: the parser would end in an error of Python's own.

    >>> len(without_endless_numbers("width:" + 5000 * "9"))
    106
    """
    return _ENDLESS.sub(lambda digits: digits.group()[:MOST_DIGITS], style)


MOST_DIGITS = 100
_ENDLESS = re.compile(r"\d{101,}")


def _paints(part: str) -> bool:
    return "var(" in part or colour(part) is not None


def _words(value: str) -> set[str]:
    return set(value.split())


def _parts(value: str) -> list[str]:
    if "(" not in value and '"' not in value and "'" not in value:
        return value.split()
    tokens = tinycss2.parse_component_value_list(value)
    return "".join(token.serialize() if token.type != "whitespace" else "\0" for token in tokens).split("\0")


def _is_accepted(name: str, value: str) -> bool:
    keywords = _ACCEPTED[name]
    if value in keywords or "var(" in value:
        return True
    if "<colour>" in keywords:
        return colour(value) is not None or value == "currentcolor"
    return "<length>" in keywords and (length(value) is not None or "(" in value)


@lru_cache(maxsize=4096)
def colour(value: str) -> Colour | None:
    """Read a colour, or give None.

    >>> colour("#fff"), colour("rgba(0, 0, 0, .5)"), colour("nonsense")
    (Colour(red=1.0, green=1.0, blue=1.0, alpha=1.0), Colour(red=0.0, green=0.0, blue=0.0, alpha=0.5), None)
    """
    parsed = parse_color(without_endless_numbers(value))
    if parsed is None or isinstance(parsed, str):
        return None
    try:
        red, green, blue = parsed.to("srgb").coordinates
    except NotImplementedError:
        return None
    return Colour(float(red or 0), float(green or 0), float(blue or 0), float(parsed.alpha))


@lru_cache(maxsize=4096)
def length(value: str) -> Length | None:
    """Read a length, a percentage or a number, or give None.

    >>> length("-9999px"), length("60%"), length("auto")
    (Length(value=-9999.0, unit='px'), Length(value=60.0, unit='%'), None)
    """
    token = tinycss2.parse_one_component_value(without_endless_numbers(value))
    match token.type:
        case "number":
            return Length(token.value, "")
        case "percentage":
            return Length(token.value, "%")
        case "dimension" if token.lower_unit in _PIXELS or token.lower_unit in _OF_THE_FONT:
            return Length(token.value, token.lower_unit)
    return None


_DECORATIONS = frozenset({"none", "underline", "overline", "line-through", "blink"})
_WIDE_KEYWORDS = frozenset({"inherit", "initial", "unset", "revert"})
_TEXT = frozenset({"content"})
_SIZES = frozenset({"xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "smaller", "larger"})
_LENGTH = frozenset({"<length>", "auto", "none"})
_ACCEPTED: dict[str, frozenset[str]] = {
    "display": frozenset(
        {
            *("none", "block", "inline", "inline-block", "flex", "inline-flex", "grid", "inline-grid", "table"),
            *("inline-table", "table-row", "table-cell", "table-row-group", "table-header-group"),
            *("table-footer-group", "table-column", "table-column-group", "table-caption", "contents"),
            *("list-item", "flow-root", "-webkit-box", "-webkit-flex", "-ms-flexbox", "ruby", "run-in"),
        }
    ),
    "visibility": frozenset({"visible", "hidden", "collapse"}),
    "content-visibility": frozenset({"visible", "hidden", "auto"}),
    "color": frozenset({"<colour>"}),
    "fill-color": frozenset({"<colour>"}),
    "background-color": frozenset({"<colour>"}),
    "opacity": frozenset({"<length>"}),
    "font-size": _SIZES | {"<length>"},
    "vertical-align": frozenset(
        {"<length>", "baseline", "sub", "super", "top", "text-top", "middle", "bottom", "text-bottom"}
    ),
    "position": frozenset({"static", "relative", "absolute", "fixed", "sticky"}),
    "float": frozenset({"left", "right", "none"}),
    **dict.fromkeys(("top", "left", "right", "bottom", "text-indent", "margin-left", "margin-top"), _LENGTH),
    **dict.fromkeys(("width", "height", "max-width", "max-height"), _LENGTH),
    "direction": frozenset({"ltr", "rtl"}),
}
"""What browsers accept: a declaration that they do not is as if it were not there."""

_SHORTHANDS = {
    "background": ("background-color", "background-image"),
    "text-decoration": ("text-decoration-line",),
    "overflow-x": ("overflow",),
    "overflow-y": ("overflow",),
    "font": ("font-size", "font-family"),
    "inset": ("top", "right", "bottom", "left"),
    "margin": ("margin-left", "margin-top"),
    "-webkit-background-clip": ("background-clip",),
    "-webkit-text-fill-color": ("fill-color",),
    "font-feature-settings": ("font-variant-position",),
    "flex-flow": ("flex-direction",),
}
_LONGHANDS = frozenset(
    {
        *_ACCEPTED,
        *("background-image", "text-decoration-line", "overflow", "font-family", "font-variant-position", "content"),
        *("clip", "clip-path", "unicode-bidi", "transform", "filter", "flex-direction", "order"),
        *("-webkit-text-security", "text-shadow", "background-clip", "letter-spacing"),
    }
) - {"fill-color"}
_NAMES = _LONGHANDS | _SHORTHANDS.keys()
_WORDS_THAT_MATTER = tuple(
    sorted(
        {
            *("display", "visibility", "color", "background", "opacity", "font", "vertical-align", "position", "float"),
            *("text-indent", "margin", "clip", "overflow", "direction", "bidi", "transform", "filter", "order"),
            *("text-decoration", "-webkit-text", "inset", "left", "right", "shadow", "letter-spacing"),
            *("width", "height"),
        }
    )
)
