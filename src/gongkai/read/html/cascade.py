"""What is declared for an element, by the sheets of its page, its attributes and the browser -> its style."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gongkai.read.html.declarations import Colour, Declaration, attribute_declarations, colour, length
from gongkai.read.html.limits import OversizeError
from gongkai.read.html.rules import family
from gongkai.read.html.seen import BLOCKS, concealing, font_size, is_garbled, is_gone, is_moved, is_outlined, shift_of
from gongkai.read.html.sheets import Matching
from gongkai.read.html.style import GONE, Attributes, Declaring, WebStyle, over

__all__ = ["OF_TAGS", "StyleOfPage"]


class StyleOfPage:
    """Gives each element its style, from that of its parent and from what is declared for it."""

    def __init__(self, variables: Mapping[str, str], *, brings_fonts: bool, is_partial: bool) -> None:
        """Take note of the variables of the style sheets, and of whether they bring fonts and are all in the page.

        Where some are not, the ground behind a text may have another colour.
        """
        self._variables = variables
        self._brings_fonts = brings_fonts
        self.hints = _HINTS if brings_fonts else _HINTS - {"face"}
        """The attributes of this page that declare what a style sheet would today."""
        self.root = WebStyle(backdrop_is_sure=not is_partial)
        self._read = 0

    def of(self, tag: str, attributes: Attributes, matching: Matching, parent: WebStyle) -> WebStyle:
        """Give the style of an element, and keep it in that of its parent.

        Raises:
            OversizeError: the style attributes of the page are longer than those of any report.
        """
        declaring: Declaring = (tag, attributes.get("style"), matching)
        hinted: tuple[tuple[str, str | None], ...] = ()
        if not self.hints.isdisjoint(attributes):
            hinted = tuple([each for each in attributes.items() if each[0] in self.hints])
            declaring = (*declaring, hinted)
        style = parent.inside.get(declaring)
        if style is None:
            written = attributes.get("style") or ""
            self._read += min(len(written), _LONGEST_COUNTED)
            if self._read > _MOST_WRITTEN or len(written) > _LONGEST_WRITTEN:
                raise OversizeError("style attributes, all different, of more characters than any page has")
            declared = _resolved(_prevailing(tag, hinted, matching, written), self._variables)
            if not self._brings_fonts and not parent.moved:
                # In most pages it is all that is declared, and the fonts of a machine draw what the text says.
                declared.pop("font-family", None)
            style = _derived(parent, declared, tag) if declared else parent
            parent.inside[declaring] = style
        return style

    def of_generated(self, matching: Matching, parent: WebStyle) -> tuple[WebStyle, str]:
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


_DEFAULTS = {"color": "black", "visibility": "visible", "direction": "ltr", "font-size": "16px", "font-family": ""}
"""The initial values of what is inherited. All else is as if it were not declared."""


def _derived(parent: WebStyle, declared: dict[str, str], tag: str) -> WebStyle:
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
    style = WebStyle(
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


def _colours(declared: dict[str, str], parent: WebStyle, tag: str) -> tuple[Colour, Colour, bool]:
    """Give the colour of text, that of what is behind it, and whether the latter is sure."""
    value = declared.get("fill-color", declared.get("color", ""))
    text_colour = colour(value) or parent.colour
    own = declared.get("background-color", "")
    ground = text_colour if own == "currentcolor" else colour(own)
    backdrop = parent.backdrop if ground is None else over(ground, parent.backdrop)
    if declared.get("background-image", "none") != "none" or "var(" in own + value:
        return text_colour, backdrop, False
    # That of the whole page says nothing of boxes in between that another style sheet may colour.
    covers = ground is not None and ground.alpha > _COVERS and tag not in ("html", "body")
    return text_colour, backdrop, parent.backdrop_is_sure or covers


_COVERS = 0.9


def _fraction(value: str) -> float:
    number = length(value)
    if number is None:
        return 1.0
    return min(max(number.value / 100 if number.unit == "%" else number.value, 0.0), 1.0)
