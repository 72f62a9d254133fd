"""How an element of a page looks, as far as that decides whether and where its text is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from gongkai.read.html.declarations import Colour, Declaration, attribute_declarations, colour, length
from gongkai.read.html.limits import OversizeError
from gongkai.read.html.seen import (
    BLOCKS,
    Shift,
    concealing,
    font_size,
    is_garbled,
    is_gone,
    is_moved,
    is_outlined,
    shift_of,
)
from gongkai.read.html.sheets import Matching, family

__all__ = ["GONE", "HINTS", "OF_TAGS", "Attributes", "Style", "StyleOfPage"]

BLACK, WHITE = Colour(0, 0, 0), Colour(1, 1, 1)
Attributes = Mapping[str, str | None]
Declaring = tuple[object, ...]
"""All of an element that may declare something: its tag, its style attribute, the rules that match it, and, if it has
any, the older attributes that do."""


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks at one place of a page."""

    colour: Colour = BLACK
    backdrop: Colour = WHITE
    backdrop_is_sure: bool = True
    opacity: float = 1.0
    is_visible: bool = True
    concealed: str = ""
    """Why nothing inside can be seen, whatever it declares itself."""
    struck: bool = False
    shift: Shift = ""
    moved: bool = False
    """Whether it stands elsewhere in its line than its place in the source."""
    direction: Literal["ltr", "rtl"] = "ltr"
    is_reversed: bool = False
    is_garbled: bool = False
    """Whether letters are turned, masked, or set over one another."""
    is_outlined: bool = False
    """Whether something other than its colour may show a text: a shadow, or a picture in its letters."""
    size: float = 16.0
    family: str = ""
    unseen: str = ""
    """Why text here is not seen, or the empty string."""
    doubted: str = ""
    """Why it cannot be told whether text here is seen, or what is seen of it."""
    is_plain: bool = True
    """Whether text here is seen as it stands in the source."""
    inside: dict[Declaring, Style] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The styles of elements inside, as far as they are known: those of a page repeat a few."""


GONE = Style(concealed="display:none", unseen="display:none", is_plain=False)
"""What is not displayed has no place on the page either."""


class StyleOfPage:
    """Gives each element its style, from that of its parent and from what is declared for it."""

    def __init__(self, variables: Mapping[str, str], *, is_partial: bool) -> None:
        """Take note of the variables of the style sheets, and of whether some are not in the page.

        Where some are not, the ground behind a text may have another colour.
        """
        self._variables = variables
        self.root = Style(backdrop_is_sure=not is_partial)
        self._read = 0

    def of(self, tag: str, attributes: Attributes, matching: Matching, parent: Style) -> Style:
        """Give the style of an element, and keep it in that of its parent.

        Raises:
            OversizeError: the style attributes of the page are longer than those of any report.
        """
        declaring: Declaring = (tag, attributes.get("style"), matching)
        hinted: tuple[tuple[str, str | None], ...] = ()
        if not HINTS.isdisjoint(attributes):
            hinted = tuple([each for each in attributes.items() if each[0] in HINTS])
            declaring = (*declaring, hinted)
        style = parent.inside.get(declaring)
        if style is None:
            written = attributes.get("style") or ""
            self._read += min(len(written), _LONGEST_COUNTED)
            if self._read > _MOST_WRITTEN or len(written) > _LONGEST_WRITTEN:
                raise OversizeError("style attributes, all different, of more characters than any page has")
            declared = _resolved(_prevailing(tag, hinted, matching, written), self._variables)
            style = _derived(parent, declared, tag) if declared else parent
            parent.inside[declaring] = style
        return style

    def of_generated(self, matching: Matching, parent: Style) -> tuple[Style, str]:
        """Give the style and the declared content of a pseudo-element."""
        declared = _resolved(_prevailing("", (), matching, ""), self._variables)
        return _derived(parent, declared, ""), declared.get("content", "none")


_MOST_WRITTEN = 600_000
_LONGEST_COUNTED = 2_000
_LONGEST_WRITTEN = 2_000_000


def _prevailing(tag: str, hinted: Iterable[tuple[str, str | None]], matching: Matching, written: str) -> dict[str, str]:
    """Give what is declared for an element, after the cascade: a later declaration prevails, an important one last."""
    attribute = attribute_declarations(written) if written else ()
    declared = dict(OF_TAGS.get(tag, {}))
    for name, value in hinted:
        declared |= _hint(tag, name, value or "")
    important: list[Declaration] = []
    for each in (*(each for rule in matching for each in rule.declared), *attribute):
        if each.important:
            important.append(each)
        else:
            declared[each.name] = each.value
    declared.update((each.name, each.value) for each in important)
    return declared


OF_TAGS: dict[str, dict[str, str]] = {
    **{tag: {"text-decoration-line": "line-through"} for tag in ("s", "del", "strike")},
    **{
        "sup": {"vertical-align": "super", "font-size": "smaller"},
        "sub": {"vertical-align": "sub", "font-size": "smaller"},
    },
    **{"rt": {"vertical-align": "super", "font-size": "50%"}, "small": {"font-size": "smaller"}},
    "big": {"font-size": "larger"},
    "mark": {"background-color": "yellow", "color": "black"},
    "bdo": {"unicode-bidi": "bidi-override"},
    **{"rp": {"display": "none"}, "dialog": {"display": "none"}},
}
"""What browsers declare themselves."""

HINTS = frozenset({"hidden", "color", "bgcolor", "background", "size", "face", "text", "dir", "open", "popover"})
"""Attributes that declare what a style sheet would today."""
_FONT_SIZES = {"1": "10px", "2": "13px", "3": "16px", "4": "18px", "5": "24px", "6": "32px", "7": "48px"}


def _hint(tag: str, name: str, value: str) -> dict[str, str]:
    """Give what an old attribute declares."""
    match name, tag:
        case "hidden" | "popover", _:
            return {"display": "none"}
        case "open", "dialog":
            return {"display": "block"}
        case "dir", _ if value.strip().lower() in ("rtl", "ltr"):
            return {"direction": value.strip().lower()}
        case "bgcolor", _:
            return {"background-color": _old_colour(value)}
        case "background", "body" | "table" | "td" | "th" | "tr" | "tbody" | "thead" if value.strip():
            return {"background-image": "url()"}
        case ("color", "font" | "basefont") | ("text", "body"):
            return {"color": _old_colour(value)}
        case "size", "font" if value.strip() in _FONT_SIZES:
            return {"font-size": _FONT_SIZES[value.strip()]}
        case "face", "font":
            return {"font-family": value}
    return {}


def _old_colour(value: str) -> str:
    value = value.strip().lower()
    return value if colour(value) else f"#{value.lstrip('#')}"


_DEFAULTS = {"color": "black", "visibility": "visible", "direction": "ltr", "font-size": "16px", "font-family": ""}
"""The initial values of what is inherited. All else is as if it were not declared."""


def _derived(parent: Style, declared: dict[str, str], tag: str) -> Style:
    if is_gone(declared, tag):
        return GONE
    size = font_size(declared.get("font-size", ""), parent.size)
    text_colour, backdrop, is_sure = _colours(declared, parent, tag)
    floats = declared.get("float") in ("left", "right")
    is_placed = declared.get("position") in ("absolute", "fixed")
    stands_alone = floats or is_placed or declared.get("display", "").startswith("inline-")
    direction = declared.get("direction", parent.direction)
    overrides = "override" in declared.get("unicode-bidi", "")
    opacity = declared.get("opacity")
    style = replace(
        parent,
        colour=text_colour,
        backdrop=backdrop,
        backdrop_is_sure=is_sure,
        opacity=parent.opacity * (_fraction(opacity) if opacity else 1.0),
        is_visible=declared["visibility"] == "visible" if "visibility" in declared else parent.is_visible,
        concealed=parent.concealed or concealing(declared, tag, size),
        # A line through a text does not go on through what stands in it as a box of its own.
        struck="line-through" in declared.get("text-decoration-line", "") or (parent.struck and not stands_alone),
        shift=parent.shift if (shift := shift_of(declared, tag, size, parent.size)) is None else shift,
        moved=is_moved(declared, tag, size) or (parent.moved and tag not in BLOCKS),
        direction="rtl" if direction == "rtl" else "ltr",
        is_reversed=(direction == "rtl") if overrides else parent.is_reversed,
        is_garbled=parent.is_garbled or is_garbled(declared, size),
        is_outlined=parent.is_outlined or is_outlined(declared),
        size=size,
        family=family(declared["font-family"]) if "font-family" in declared else parent.family,
    )
    unseen, doubted = _why_unseen(style)
    is_plain = not (unseen or doubted or style.struck or style.shift or style.moved or style.is_reversed)
    style = replace(style, unseen=unseen, doubted=doubted, is_plain=is_plain)
    return parent if style == parent else style


def _resolved(declared: dict[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    resolved = {}
    for name, value in declared.items():
        if value.startswith("var(") and name != "content":
            variable, _, otherwise = value[len("var(") :].rpartition(")")[0].partition(",")
            value = variables.get(variable.strip(), otherwise.strip() or value)
        if value in ("initial", "revert") and name in _DEFAULTS:
            resolved[name] = _DEFAULTS[name]
        elif value not in ("inherit", "unset", "initial", "revert"):
            resolved[name] = value
    return resolved


def _colours(declared: dict[str, str], parent: Style, tag: str) -> tuple[Colour, Colour, bool]:
    """Give the colour of text, that of what is behind it, and whether the latter is sure."""
    value = declared.get("fill-color", declared.get("color", ""))
    text_colour = colour(value) or parent.colour
    own = declared.get("background-color", "")
    ground = text_colour if own == "currentcolor" else colour(own)
    backdrop = parent.backdrop if ground is None else _over(ground, parent.backdrop)
    if declared.get("background-image", "none") != "none" or "var(" in own + value:
        return text_colour, backdrop, False
    # That of the whole page says nothing of boxes in between that another style sheet may colour.
    covers = ground is not None and ground.alpha > _COVERS and tag not in ("html", "body")
    return text_colour, backdrop, parent.backdrop_is_sure or covers


_COVERS = 0.9


def _over(upper: Colour, lower: Colour, alpha: float | None = None) -> Colour:
    share = upper.alpha if alpha is None else alpha
    mixed = [above * share + below * (1 - share) for above, below in zip(upper[:3], lower[:3], strict=True)]
    return Colour(*mixed)


def _fraction(value: str) -> float:
    number = length(value)
    if number is None:
        return 1.0
    return min(max(number.value / 100 if number.unit == "%" else number.value, 0.0), 1.0)


def _why_unseen(style: Style) -> tuple[str, str]:
    """Tell why text is not seen, and why it may not be."""
    if style.concealed:
        return style.concealed, ""
    if not style.is_visible:
        return "visibility:hidden", ""
    if style.size < _LEAST_SIZE:
        return "letters of no size", ""
    alpha = style.colour.alpha * style.opacity
    contrast = _contrast(_over(style.colour, style.backdrop, alpha), style.backdrop)
    if style.opacity < _LEAST_OPACITY:
        return "opacity:0", ""
    if style.is_outlined and (alpha < _LEAST_OPACITY or contrast < _LOW_CONTRAST):
        return "", "shown by something other than its colour"
    if alpha < _LEAST_OPACITY:
        return "transparent colour", ""
    if contrast < _NO_CONTRAST and style.backdrop_is_sure:
        return "the colour of its ground", ""
    if contrast < _LOW_CONTRAST:
        return "", "nearly the colour of its ground"
    if style.is_garbled:
        return "", "letters turned, masked or set over one another"
    return "", "letters of hardly a size" if style.size < _DOUBTFUL_SIZE else ""


_LEAST_SIZE = 1.5
_DOUBTFUL_SIZE = 4.0
_LEAST_OPACITY = 0.05
_NO_CONTRAST = 1.1
_LOW_CONTRAST = 1.3


@lru_cache(maxsize=4096)
def _contrast(one: Colour, other: Colour) -> float:
    """Give the contrast of two colours as the Web Content Accessibility Guidelines define it, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(shown: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in map(_within, shown[:3])
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _within(part: float) -> float:
    return min(max(part, 0.0), 1.0)
