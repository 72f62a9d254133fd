"""What single declarations do to the text of an element: they conceal, move, raise or garble it."""

from __future__ import annotations

from typing import Literal

from gongkai.read.html.declarations import Length, length

__all__ = ["BLOCKS", "Shift", "concealing", "font_size", "is_garbled", "is_gone", "is_moved", "is_outlined", "shift_of"]

Shift = Literal["", "raised", "lowered"]


def is_gone(declared: dict[str, str], tag: str) -> bool:
    """Tell whether an element is not displayed at all, and takes no place."""
    if declared.get("display") == "none" or declared.get("content-visibility") == "hidden":
        return True
    rows = tag in ("tr", "tbody", "thead", "tfoot")
    return rows and declared.get("visibility") == "collapse"


def font_size(value: str, inherited: float) -> float:
    """Give a size of letters in pixels."""
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


def concealing(declared: dict[str, str], tag: str, size: float) -> str:
    """Say why nothing of an element, or of a column, can be seen, or give the empty string."""
    if tag in ("col", "colgroup") and declared.get("visibility") == "collapse":
        return "visibility:collapse"
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


def _arguments(function: str) -> list[str]:
    return function.partition("(")[2].partition(")")[0].replace(",", " ").split()


def _pixels(value: str, size: float, whole: float) -> float | None:
    found = length(value) if value and value not in ("auto", "none") else None
    return None if found is None else found.pixels(size, whole)


def is_outlined(declared: dict[str, str]) -> bool:
    """Tell whether something other than its colour may show a text."""
    return declared.get("text-shadow", "none") != "none" or "text" in declared.get("background-clip", "").split()


def is_garbled(declared: dict[str, str], size: float) -> bool:
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


def is_moved(declared: dict[str, str], tag: str, size: float) -> bool:
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


def shift_of(declared: dict[str, str], tag: str, size: float, around: float) -> Shift | None:
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
_INTERNAL_OF_TABLES = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "table", "caption", "col", "colgroup"})
_BOXES = frozenset(
    {
        *("div", "p", "section", "article", "ul", "ol", "li", "dl", "dt", "dd", "center", "pre", "form", "fieldset"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "figure"),
    }
)
BLOCKS = _BOXES | _INTERNAL_OF_TABLES
"""Elements that are no part of a line."""
