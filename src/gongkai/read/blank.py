"""Which characters print as nothing."""

from __future__ import annotations

__all__ = ["BLANK"]

_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_INVISIBLE = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"

BLANK = _SPACES + _INVISIBLE
"""Every Unicode space, among them U+00A0 and U+3000, and the characters of no width."""
