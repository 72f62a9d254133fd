"""EQ fields of Word: what one prints, where that is a line of characters and no drawing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.document import UNCERTAIN

__all__ = ["equation_text"]


def equation_text(instruction: str) -> str:
    r"""Give what the instruction behind EQ prints. What is no plain line of characters becomes `UNCERTAIN`.

    >>> equation_text(r"\o\ac(○,2455)"), equation_text(r"\f(1,2)"), equation_text(r"2455\s\up6(1)")
    ('2455', '1/2', '2455¹')
    >>> equation_text(r"\o(2455,—)") == UNCERTAIN
    True
    """
    text, end = _line(instruction.strip(), 0, depth=0)
    return text if end == len(instruction.strip()) else UNCERTAIN


def _line(source: str, start: int, depth: int) -> tuple[str, int]:
    """Read up to the end of an argument, and give what it prints and where it ends."""
    printed: list[str] = []
    open_brackets = 0
    place = start
    while place < len(source):
        character = source[place]
        if character == "\\":
            text, place = _command(source, place, depth)
            printed.append(text)
            continue
        if depth and not open_brackets and character in _ENDS:
            break
        open_brackets += {"(": 1, ")": -1}.get(character, 0)
        printed.append(character)
        place += 1
    return "".join(printed).strip(), place


_ENDS = ",;)"
_DEEPEST = 20


def _command(source: str, start: int, depth: int) -> tuple[str, int]:
    escaped = source[start + 1 : start + 2]
    if escaped and escaped in "\\(),;":
        return escaped, start + 2
    head = _HEAD.match(source, start)
    if head is None or depth > _DEEPEST:
        return UNCERTAIN, len(source)
    name, options = head[1].lower(), head[2].lower()
    place = head.end()
    arguments: list[str] = []
    while place < len(source):
        text, place = _line(source, place, depth + 1)
        arguments.append(text)
        if place >= len(source):
            return UNCERTAIN, len(source)
        place += 1
        if source[place - 1] == ")":
            break
    return _printed(name, options, arguments), place


_HEAD = re.compile(r"\\([A-Za-z])\s*((?:\\\s*[A-Za-z]{2}\s*-?[0-9]*\s*(?:\\?[^\sA-Za-z0-9\\(])?\s*)*)\(")


def _printed(name: str, options: str, arguments: Sequence[str]) -> str:
    match name:
        case "o":
            # Characters on top of one another are read only where all but one are a frame around it.
            inner = [text for text in arguments if text and text not in _FRAMES]
            return inner[0] if len(inner) == 1 else "" if not inner else UNCERTAIN
        case "f" if len(arguments) == 2:
            return "/".join(arguments)
        case "s" if len(arguments) == 1:
            scripts = _SUBSCRIPT if "\\do" in options else _SUPERSCRIPT
            return arguments[0].translate(scripts)
        case "x" if len(arguments) == 1:
            return arguments[0]
        case "b" if len(arguments) == 1 and not options:
            return f"({arguments[0]})"
        case "l":
            return ",".join(arguments)
        case "d":
            return " "
        case _:
            return UNCERTAIN


_FRAMES = frozenset("○〇◯●□■△▲◇◆☐⃝⬜O")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
