"""How an element of a page looks, as far as that decides whether and where its text is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from gongkai.read.html.declarations import Colour, Declaration, Length, attribute_declarations, colour, length
from gongkai.read.html.limits import OversizeError
from gongkai.read.html.sheets import Matching, family

__all__ = ["GONE", "OF_TAGS", "Attributes", "Shift", "Style", "StyleOfPage"]

BLACK, WHITE = Colour(0, 0, 0), Colour(1, 1, 1)
Attributes = Mapping[str, str | None]
Shift = Literal["", "raised", "lowered"]


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
        self._known: dict[tuple[object, ...], Style] = {}
        self._kept: list[Style] = []
        self._read = 0

    def of(self, tag: str, attributes: Attributes, matching: Matching, parent: Style) -> Style:
        """Give the style of an element.

        Raises:
            OversizeError: the style attributes of the page are longer than those of any report.
        """
        written = attributes.get("style") or ""
        # A parent is known by its identity, because to compare styles would take longer than to make them.
        hinted: tuple[tuple[str, str | None], ...] = ()
        if not _HINTS.isdisjoint(attributes):
            hinted = tuple(each for each in attributes.items() if each[0] in _HINTS)
            key: tuple[object, ...] = (id(parent), tag, matching, written, hinted)
        elif matching:
            key = (id(parent), tag, written, matching)
        elif written or tag in OF_TAGS:
            key = (id(parent), tag, written)
        else:
            return parent
        style = self._known.get(key)
        if style is None:
            self._read += min(len(written), _LONGEST_COUNTED)
            if self._read > _MOST_WRITTEN or len(written) > _LONGEST_WRITTEN:
                raise OversizeError("style attributes, all different, of more characters than any page has")
            declared = _resolved(_prevailing(tag, hinted, matching, written), self._variables)
            style = _derived(parent, declared, tag) if declared else parent
            self._known[key] = style
            self._kept.append(parent)
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

_HINTS = frozenset({"hidden", "color", "bgcolor", "background", "size", "face", "text", "dir", "open", "popover"})
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


_INTERNAL_OF_TABLES = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "table", "caption", "col", "colgroup"})
_DEFAULTS = {"color": "black", "visibility": "visible", "direction": "ltr", "font-size": "16px", "font-family": ""}
"""The initial values of what is inherited. All else is as if it were not declared."""


def _derived(parent: Style, declared: dict[str, str], tag: str) -> Style:
    if _is_gone(declared, tag):
        return GONE
    size = _font_size(declared.get("font-size", ""), parent.size)
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
        concealed=parent.concealed or _concealing(declared, tag, size),
        # A line through a text does not go on through what stands in it as a box of its own.
        struck="line-through" in declared.get("text-decoration-line", "") or (parent.struck and not stands_alone),
        shift=parent.shift if (shift := _shift(declared, tag, size, parent.size)) is None else shift,
        moved=_is_moved(declared, tag, size) or (parent.moved and tag not in _BOXES and tag not in _INTERNAL_OF_TABLES),
        direction="rtl" if direction == "rtl" else "ltr",
        is_reversed=(direction == "rtl") if overrides else parent.is_reversed,
        is_garbled=parent.is_garbled or _is_garbled(declared, size),
        is_outlined=parent.is_outlined or _is_outlined(declared),
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


def _is_gone(declared: dict[str, str], tag: str) -> bool:
    if declared.get("display") == "none" or declared.get("content-visibility") == "hidden":
        return True
    rows = tag in ("tr", "tbody", "thead", "tfoot")
    return rows and declared.get("visibility") == "collapse"


def _font_size(value: str, inherited: float) -> float:
    if not value:
        return inherited
    if value in ("smaller", "larger"):
        return max(inherited / 1.2, min(inherited, _SMALLEST)) if value == "smaller" else min(inherited * 1.2, 1e4)
    if value in _SIZES:
        return _SIZES[value]
    size = length(value)
    return inherited if size is None or size.value < 0 else size.pixels(inherited, inherited)


_SMALLEST = 6.0
_SIZES = {
    **{"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0},
    "xx-large": 32.0,
}


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


def _is_outlined(declared: dict[str, str]) -> bool:
    return declared.get("text-shadow", "none") != "none" or "text" in declared.get("background-clip", "").split()


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


def _concealing(declared: dict[str, str], tag: str, size: float) -> str:
    if _is_off_screen(declared, size):
        return "outside the screen"
    if _is_clipped_away(declared, tag, size):
        return "clipped"
    transform = declared.get("transform", "").replace(" ", "")
    if "scale(0" in transform and not transform.partition("scale(0")[2].startswith("."):
        return "scaled to nothing"
    return "transparent" if "opacity(0)" in declared.get("filter", "").replace("%", "") else ""


def _is_off_screen(declared: dict[str, str], size: float) -> bool:
    names = ["text-indent", "margin-left", "margin-top"]
    if declared.get("position") in ("absolute", "fixed", "relative"):
        names += ["left", "right", "top", "bottom"]
    values = [_pixels(declared.get(name, ""), size, _SCREEN) for name in names]
    transform = declared.get("transform", "")
    if "translate" in transform:
        values += [_pixels(part.strip(), size, 0) for part in transform.partition("(")[2].partition(")")[0].split(",")]
    if declared.get("position") in ("absolute", "fixed"):
        values += [-(_pixels(declared.get(name, ""), size, 0) or 0) for name in ("left", "top")]
    return any(value is not None and value <= -_FAR for value in values)


_SCREEN = 1280.0
_FAR = 900.0


def _pixels(value: str, size: float, whole: float) -> float | None:
    found = length(value) if value and value not in ("auto", "none") else None
    return None if found is None else found.pixels(size, whole)


def _is_clipped_away(declared: dict[str, str], tag: str, size: float) -> bool:
    is_placed = declared.get("position") in ("absolute", "fixed")
    if is_placed and declared.get("clip", "").startswith("rect("):
        sides = [_pixels(part, size, 0) for part in _arguments(declared["clip"])]
        if len(sides) == 4:
            top, right, bottom, left = sides
            if (bottom is not None and bottom - (top or 0) <= 1) or (right is not None and right - (left or 0) <= 1):
                return True
    if _clips_all(declared.get("clip-path", "")):
        return True
    if tag in _INTERNAL_OF_TABLES or not ({"hidden", "clip"} & set(declared.get("overflow", "").split())):
        return False
    # What is part of a line has no width or height of its own.
    is_box = is_placed or tag in _BOXES or declared.get("display", "inline") != "inline" or "float" in declared
    sizes = (_pixels(declared.get(name, ""), size, _SCREEN) for name in ("width", "height", "max-width", "max-height"))
    return is_box and any(found is not None and found <= 1 for found in sizes)


_BOXES = frozenset(
    {
        *("div", "p", "section", "article", "ul", "ol", "li", "dl", "dt", "dd", "center", "pre", "form", "fieldset"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "figure"),
    }
)


def _arguments(function: str) -> list[str]:
    return function.partition("(")[2].partition(")")[0].replace(",", " ").split()


def _clips_all(path: str) -> bool:
    arguments = [length(part) for part in _arguments(path)]
    sides = [part for part in arguments if isinstance(part, Length)]
    if path.startswith("inset(") and sides:
        top, right = sides[0], sides[1 % len(sides)]
        bottom = sides[2] if len(sides) > 2 else top
        left = sides[3] if len(sides) > 3 else right
        return any(
            one.unit == other.unit == "%" and one.value + other.value >= 100
            for one, other in ((top, bottom), (left, right))
        )
    if path.startswith(("circle(", "ellipse(")):
        return any(side.value == 0 for side in sides[:2])
    if path.startswith("polygon("):
        return len({(side.value, side.unit if side.value else "") for side in sides}) == 1
    return False


def _shift(declared: dict[str, str], tag: str, size: float, around: float) -> Shift | None:
    """Tell whether an element stands higher or lower than the line that it is in, or None where it does not say."""
    if tag in _INTERNAL_OF_TABLES or tag in _BOXES:
        return None
    position = declared.get("font-variant-position", "normal")
    if position in ("super", "sub"):
        return "raised" if position == "super" else "lowered"
    offset = 0.0
    align = declared.get("vertical-align", "")
    is_small = size <= _SMALL * around
    if align in ("super", "sub"):
        offset = 0.4 if align == "super" else -0.4
    elif align in ("top", "text-top", "bottom", "text-bottom"):
        offset = (0.4 if "top" in align else -0.4) if is_small else 0.0
    elif align:
        offset = (_pixels(align, size, size) or 0.0) / max(around, 1.0)
    if declared.get("position") == "relative":
        top = _pixels(declared.get("top", ""), size, 0)
        bottom = _pixels(declared.get("bottom", ""), size, 0)
        offset += (-top if top is not None else bottom or 0.0) / max(around, 1.0)
    transform = declared.get("transform", "")
    if transform.startswith("translatey("):
        offset -= (
            (_pixels(_arguments(transform)[0], size, size) or 0.0) / max(around, 1.0) if _arguments(transform) else 0
        )
    # `mso-text-raise` of a hair, in letters of one size, only sets a line straight.
    if abs(offset) < (_LEAST_SHIFT_OF_SMALL if is_small else _LEAST_SHIFT):
        return None
    return "raised" if offset > 0 else "lowered"


_SMALL = 0.85
_LEAST_SHIFT = 0.18
_LEAST_SHIFT_OF_SMALL = 0.08


def _is_garbled(declared: dict[str, str], size: float) -> bool:
    """Tell whether letters are turned, masked, or set over one another."""
    transform = declared.get("transform", "").replace(" ", "")
    if any(
        turned in transform
        for turned in ("scalex(-", "scale(-", "rotate(180", "rotatey(180", "rotatez(180", "matrix(-1")
    ):
        return True
    if declared.get("-webkit-text-security", "none") != "none":
        return True
    spacing = _pixels(declared.get("letter-spacing", ""), size, size)
    return spacing is not None and spacing <= -size / 2


def _is_moved(declared: dict[str, str], tag: str, size: float) -> bool:
    """Tell whether digits may stand in another order than in the source."""
    if declared.get("flex-direction", "row").startswith(("row-reverse", "column-reverse")):
        return True
    if tag in _BOXES or tag in _INTERNAL_OF_TABLES:
        return False
    if declared.get("order", "0") != "0" or declared.get("float") == "right":
        return True
    if declared.get("position") in ("relative", "absolute"):
        sides = [_pixels(declared.get(name, ""), size, _SCREEN) for name in ("left", "right")]
        return any(side is not None and abs(side) >= _LEAST_MOVE * size for side in sides)
    return False


_LEAST_MOVE = 0.3
