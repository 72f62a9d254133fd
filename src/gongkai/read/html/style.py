"""How text looks at one place of a page, and whether a person sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from gongkai.read.html.declarations import Colour
from gongkai.read.html.seen import Shift

__all__ = ["GONE", "Attributes", "Declaring", "WebStyle", "over"]

BLACK, WHITE = Colour(0, 0, 0), Colour(1, 1, 1)
Attributes = Mapping[str, str | None]
Declaring = tuple[object, ...]
"""All of an element that may declare something: its tag, its style attribute, the rules that match it, and, if it has
any, the older attributes that do."""


@dataclass(frozen=True, slots=True)
class WebStyle:
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
    unseen: str = field(init=False)
    """Why text here is not seen, or the empty string."""
    doubted: str = field(init=False)
    """Why it cannot be told whether text here is seen, or what is seen of it."""
    is_plain: bool = field(init=False)
    """Whether text here is seen as it stands in the source."""
    inside: dict[Declaring, WebStyle] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The styles of elements inside, as far as they are known: those of a page repeat a few."""

    def __post_init__(self) -> None:
        """Tell whether and how text is seen that looks so."""
        unseen, doubted = _why_unseen(self)
        is_plain = not (unseen or doubted or self.struck or self.shift or self.moved or self.is_reversed)
        for name, value in (("unseen", unseen), ("doubted", doubted), ("is_plain", is_plain)):
            object.__setattr__(self, name, value)


def over(upper: Colour, lower: Colour, alpha: float | None = None) -> Colour:
    """Mix a colour with that behind it, by its own opacity or a given one."""
    share = upper.alpha if alpha is None else alpha
    mixed = [above * share + below * (1 - share) for above, below in zip(upper[:3], lower[:3], strict=True)]
    return Colour(*mixed)


def _why_unseen(style: WebStyle) -> tuple[str, str]:
    """Tell why text is not seen, and why it may not be."""
    if style.concealed:
        return style.concealed, ""
    if not style.is_visible:
        return "visibility:hidden", ""
    if style.size < _LEAST_SIZE:
        return "letters of no size", ""
    alpha = style.colour.alpha * style.opacity
    contrast = _contrast(over(style.colour, style.backdrop, alpha), style.backdrop)
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


GONE = WebStyle(concealed="display:none")
"""What is not displayed has no place on the page either."""
