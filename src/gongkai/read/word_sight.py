"""What a person sees of the characters of a Word document, from how they are set and what they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from gongkai.document import RemarkKind
from gongkai.read.word_color import Color, Ground, contrast
from gongkai.read.word_style import Look

__all__ = ["SHOWN", "LeveledText", "Sight", "leveled", "raised", "sight"]


class Sight(NamedTuple):
    """Whether characters are shown, left out, struck out, or in doubt; and why."""

    state: Literal["shown", "left_out", "struck", "doubtful"]
    kind: RemarkKind = "hidden"
    why: str = ""


SHOWN = Sight("shown")


# Run after run looks the same.
@lru_cache(maxsize=4096)
def sight(look: Look, ground: Ground) -> Sight:
    """Tell how characters are seen.

    >>> sight(Look(is_struck=True), Color(255, 255, 255)).state
    'struck'
    """
    hidden = _why_hidden(look)
    if hidden:
        return Sight("left_out", "hidden", hidden)
    seen = contrast(look.color, look.ground or ground) if isinstance(look.color, Color) else "clear"
    if seen == "none":
        return Sight("left_out", "hidden", "of the colour of the ground")
    if look.is_struck or look.is_struck_twice:
        return Sight("struck", "struck", "struck out")
    if seen == "faint":
        return Sight("doubtful", "hidden", "nearly of the colour of the ground")
    if seen == "unknown" and isinstance(look.color, Color) and min(look.color) >= _PALE:
        return Sight("doubtful", "hidden", "pale on an unknown ground")
    if look.is_hidden_on_web:
        return Sight("doubtful", "hidden", "hidden on the web and shown in print")
    if look.font and look.font.lower() in _FONTS_OF_PICTURES:
        return Sight("doubtful", "font", f"set in {look.font}, which has pictures for digits")
    return SHOWN


def _why_hidden(look: Look) -> str:
    if look.is_vanished or look.is_always_hidden:
        return "hidden"
    if look.color == "clear":
        return "transparent"
    if look.size is not None and look.size <= _UNSEEN_SIZE:
        return f"{look.size / 2:g} points high"
    if look.width is not None and look.width <= _UNSEEN_WIDTH:
        return f"set {look.width} percent wide"
    return ""


_PALE = 200
_UNSEEN_SIZE = 4
"""Two points: nobody reads smaller print."""
_UNSEEN_WIDTH = 10
_FONTS_OF_PICTURES = frozenset(
    {"wingdings", "wingdings 2", "wingdings 3", "webdings", "zapfdingbats", "itc zapf dingbats", "marlett"}
)


class LeveledText(NamedTuple):
    """Some characters of a line, how far they are raised over it, and how large they are, in half points."""

    text: str
    position: int = 0
    size: int = 0


def leveled(pieces: Sequence[LeveledText]) -> list[str]:
    """Give the texts of a line, with the digits that are moved up or down written as such.

    Where the whole line is moved, nothing is raised. So the piece in the largest print sets the level.

    >>> leveled([LeveledText("7", 0, 21), LeveledText("12", 8, 14)]), leveled([LeveledText("2455", 6, 21)])
    (['7', '¹²'], ['2455'])
    """
    if not any(piece.position for piece in pieces):
        return [piece.text for piece in pieces]
    printed = [piece for piece in pieces if piece.text.strip()] or pieces
    level = max(printed, key=lambda piece: (piece.size or _USUAL_SIZE, -abs(piece.position), len(piece.text)))
    return [_moved(piece, level) for piece in pieces]


def _moved(piece: LeveledText, level: LeveledText) -> str:
    distance = piece.position - level.position
    is_small = 0 < piece.size < _SMALL * (level.size or _USUAL_SIZE)
    if abs(distance) < (_FAR_IF_SMALL if is_small else _FAR):
        return piece.text
    return raised(piece.text, "superscript" if distance > 0 else "subscript")


_FAR = 4
_FAR_IF_SMALL = 2
"""In half points, for print of the same size and for smaller print."""
_SMALL = 0.85
_USUAL_SIZE = 21


def raised(text: str, script: str) -> str:
    """Write digits as raised or lowered ones, so that they do not join the digits beside them.

    >>> raised("12", "superscript"), raised("2", "subscript"), raised("2", "baseline")
    ('¹²', '₂', '2')
    """
    return text.translate(_SCRIPTS.get(script, {}))


_DIGITS = "0123456789０１２３４５６７８９"
_SCRIPTS = {
    "superscript": str.maketrans(_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2),
    "subscript": str.maketrans(_DIGITS, "₀₁₂₃₄₅₆₇₈₉" * 2),
}
