"""The language of number formats: a format -> its sections, each a run of tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

__all__ = ["ALL_SECTIONS", "FormatSection", "sections_of"]

Kind = Literal["number", "general", "text", "date", "literal"]


@dataclass(frozen=True, slots=True)
class FormatSection:
    """One section: its tokens, each a kind and what it is, and the condition under which it is used.

    The kinds are `l` a literal, `d` a digit's place, `.`, `,`, `%`, `E`, `/`, `@`, `G` General, and `t` a part of a
    date or time.
    """

    tokens: tuple[tuple[str, str], ...]
    kind: Kind
    condition: tuple[str, Decimal] | None
    chinese: str | None


ALL_SECTIONS = 4
_LONGEST_CODE = 1_000
_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)(?:"|$)
    | [\\!](?P<escaped>.)
    | _(?P<width>.)
    | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>(?i:General)|G/通用格式)
    | (?P<noon>AM/PM|A/P|上午/下午)
    | (?P<power>[Ee][+-])
    | (?P<part>e+|[ymdhsYMDHS]+|b{2,4}|aaaa?|g{1,3})
    | (?P<end>;)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f,]*)?")
_CHINESE = re.compile(r"DBNum([1-4])", re.IGNORECASE)


@lru_cache(maxsize=1024)
def sections_of(code: str) -> tuple[FormatSection, ...] | None:
    """Read a format. One that is no format gives None."""
    if len(code) > _LONGEST_CODE:
        return None
    parts: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(code):
        if match.lastgroup == "end":
            parts.append([])
        else:
            parts[-1].append(match)
    return tuple(map(_section, parts)) if len(parts) <= ALL_SECTIONS else None


def _section(matches: Sequence[re.Match[str]]) -> FormatSection:
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    chinese: str | None = None
    for match in matches:
        text = match[match.lastgroup] if match.lastgroup else ""
        if match.lastgroup == "bracket":
            if found := _CONDITION.fullmatch(text):
                condition = found[1], Decimal(found[2])
            elif found := _CHINESE.fullmatch(text):
                chinese = found[1]
            elif found := _CURRENCY.fullmatch(text):
                tokens.append(("l", found[1]))
            elif _ELAPSED.fullmatch(text):
                tokens.append(("t", f"[{text.lower()[0]}]"))
        else:
            tokens.append(_token(match.lastgroup or "mark", text))
    return FormatSection(tuple(tokens), _kind(tokens), condition, chinese)


def _token(group: str, text: str) -> tuple[str, str]:
    match group:
        case "quoted" | "escaped":
            return "l", text
        case "width":
            return "l", " "
        case "fill":
            return "l", ""
        case "general":
            return "G", text
        case "noon":
            return "t", text.upper()
        case "power":
            return "E", text
        case "part":
            return "t", text.lower()
    if text in "0#?":
        return "d", text
    return (text, text) if text in ".,%/@" else ("l", text)


def _kind(tokens: Sequence[tuple[str, str]]) -> Kind:
    kinds = {kind for kind, _ in tokens}
    if "@" in kinds:
        return "text"
    if "t" in kinds:
        return "date"
    if "d" in kinds:
        return "number"
    return "general" if "G" in kinds else "literal"
