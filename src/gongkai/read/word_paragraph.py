"""What the properties of a paragraph say of how it is seen, and the characters that are named by their fonts."""

from __future__ import annotations

import re

from gongkai.read.word_xml import Element, attribute, child, is_on, number

__all__ = ["is_clipped", "is_framed", "is_mark_gone", "symbol"]


def is_mark_gone(mark: Element | None) -> bool:
    """Tell from the properties of its mark whether a paragraph runs on into the next."""
    deleted = any(child(mark, change) is not None for change in ("del", "moveFrom"))
    return deleted or is_on(mark, "vanish") is True


def is_clipped(spacing: Element | None) -> bool:
    """Tell lines that are so low that nothing of their characters is seen."""
    line = number(attribute(spacing, "line"), 0)
    return attribute(spacing, "lineRule") == "exact" and 0 < line <= _UNSEEN_HEIGHT


def is_framed(frame: Element | None) -> bool:
    """Tell a paragraph that is set somewhere else on the page. A large first letter is not."""
    return frame is not None and (attribute(frame, "dropCap") or "none") == "none"


_UNSEEN_HEIGHT = 40
"""In twentieths of a point."""


def symbol(node: Element) -> str:
    """Give the character of a symbol. The font Symbol has the digits in their usual places of a private area."""
    code = int(found[0], 16) if (found := _SYMBOL_CODE.fullmatch(attribute(node, "char") or "")) else 0
    in_symbol_font = (attribute(node, "font") or "").lower() == "symbol"
    if in_symbol_font and chr(code & 0xFF).isdecimal() and code & 0xFF00 == _SYMBOL_AREA:
        code &= 0xFF
    return chr(code) if code else ""


_SYMBOL_CODE = re.compile("(?![dD][89a-fA-F])[0-9a-fA-F]{4}")
_SYMBOL_AREA = 0xF000
