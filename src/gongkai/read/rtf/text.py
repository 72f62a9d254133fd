"""Bytes and numbers of characters in Rich Text Format -> text, in the encoding that the font of a run says."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["CHARACTERS", "decoded", "encoding_of"]

_CHARACTER_SETS: Mapping[int, str] = {
    **{77: "mac_roman", 78: "shift_jis", 80: "gb18030", 81: "big5hkscs"},
    **{128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254"},
    **{163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"},
}
"""The encodings of the character sets that fonts have."""

_CODE_PAGES: Mapping[int, str] = {936: "gb18030", 950: "big5hkscs", 10000: "mac_roman", 10008: "gb18030"}


def encoding_of(character_set: int | None, code_page: int) -> str:
    """Give the encoding of a run, by the character set of its font, or else by the code page of the document.

    >>> encoding_of(134, 1252), encoding_of(0, 936), encoding_of(None, 1252), encoding_of(0, 99999)
    ('gb18030', 'gb18030', 'cp1252', 'cp1252')
    """
    if character_set is not None and character_set in _CHARACTER_SETS:
        return _CHARACTER_SETS[character_set]
    if code_page in _CODE_PAGES:
        return _CODE_PAGES[code_page]
    return f"cp{code_page}" if code_page in _KNOWN_PAGES else "cp1252"


_KNOWN_PAGES = frozenset({437, 850, 874, 932, 949, *range(1250, 1259)})


def decoded(data: bytes, encoding: str) -> str:
    r"""Decode a run. Each byte that is no character becomes U+FFFD, and takes none of those behind it along.

    >>> decoded(b"\xff7", "gb18030")
    '\ufffd7'
    """
    return _UNDECODABLE.sub("\ufffd", data.decode(encoding, "surrogateescape"))


_UNDECODABLE = re.compile("[\udc80-\udcff]")


CHARACTERS: Mapping[str, str] = {
    "tab": "\t",
    "line": "\n",
    "softline": "\n",
    "~": "\u00a0",
    "_": "-",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
"""The characters that have words of their own."""
