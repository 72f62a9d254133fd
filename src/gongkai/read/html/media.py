"""Which media queries hold on the screen of a desktop."""

from __future__ import annotations

from gongkai.read.html.declarations import length

__all__ = ["on_screen"]


def on_screen(query: str) -> bool:
    """Tell whether a media query holds on the screen of a desktop.

    >>> on_screen("screen and (min-width: 600px)"), on_screen("print"), on_screen("")
    (True, False, True)
    """
    return not query.strip() or any(_holds(one.split()) for one in query.lower().split(","))


def _holds(words: list[str]) -> bool:
    negated = "not" in words[:1]
    kind = next((word for word in words if word.isalpha() and word not in ("not", "only", "and")), "all")
    conditions = " ".join(words).split("(")[1:]
    holds = kind in ("all", "screen") and all(map(_fits, conditions))
    return holds != negated


def _fits(condition: str) -> bool:
    feature, _, value = condition.partition(")")[0].partition(":")
    size = length(value.strip())
    match feature.strip():
        case "min-width" | "min-device-width":
            return size is None or size.pixels(16) <= _WIDTH_OF_SCREEN
        case "max-width" | "max-device-width":
            return size is None or size.pixels(16) >= _WIDTH_OF_SCREEN
        case "prefers-color-scheme":
            return value.strip() != "dark"
        case "prefers-contrast" | "forced-colors" | "inverted-colors" | "prefers-reduced-motion":
            return value.strip() in ("no-preference", "none")
        case "orientation":
            return value.strip() == "landscape"
        case "hover" | "any-hover":
            return value.strip() != "none"
    return True


_WIDTH_OF_SCREEN = 1280
