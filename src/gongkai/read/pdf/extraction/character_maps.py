"""What a character map of a PDF (`ToUnicode`) says of its codes, as far as digits and blanks go."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

__all__ = ["BLANK", "FULL_WIDTH_ZERO", "ZERO", "meanings"]

ZERO = 0x30
FULL_WIDTH_ZERO = 0xFF10

BLANK = frozenset((0x20, 0xA0, 0xAD, 0x3000, 0xFEFF, *range(0x2000, 0x2010), *range(0x202A, 0x2030), 0x2060))
"""What prints as nothing, and is left out of a number."""


def meanings(source: bytes) -> tuple[tuple[int, int], ...]:
    """Read from a character map which code stands for which single character, as far as digits and blanks go.

    >>> meanings(b"1 beginbfchar <03> <0032> endbfchar 1 beginbfrange <10> <12> <0038> endbfrange")
    ((3, 50), (16, 56), (17, 57))
    """
    found: list[tuple[int, int]] = []
    for block in _blocks(source, b"bfchar"):
        # Most pairs are of ideographs, and are not worth a number.
        pairs = [pair for pair in _pairs(block.upper()) if pair[1] in _SPELLINGS and _CODE.fullmatch(pair[0])]
        found.extend((int(code, 16), int(meaning, 16)) for code, meaning in pairs)
    for block in _blocks(source, b"bfrange"):
        for first, last, meaning, several in _TRIPLE.findall(block):
            start, end = int(first, 16), int(last, 16)
            if several:
                texts = enumerate(_HEXADECIMAL.findall(several.upper()), start)
                found.extend(
                    (code, int(text, 16)) for code, text in texts if code <= end and text.upper() in _SPELLINGS
                )
            elif len(meaning) <= _UNIT:
                base = int(meaning, 16)
                wanted = slice(bisect_left(_LOOKED_FOR, base), bisect_right(_LOOKED_FOR, base + end - start))
                found.extend((start + point - base, point) for point in _LOOKED_FOR[wanted])
    return tuple(found)


def _blocks(source: bytes, kind: bytes) -> Iterator[bytes]:
    """Give what stands between the beginnings and the ends of blocks of a kind."""
    opening, closing = b"begin" + kind, b"end" + kind
    begin = source.find(opening)
    while begin >= 0 and (end := source.find(closing, begin)) >= 0:
        yield source[begin + len(opening) : end]
        begin = source.find(opening, end)


def _pairs(block: bytes) -> Iterable[tuple[bytes, bytes]]:
    """Give the codes of a block with what they stand for. Most write each by itself, and need no pattern."""
    texts = block.translate(None, b"<>").split()
    is_plain = len(texts) == block.count(b"<") and len(texts) % 2 == 0 and b"/" not in block
    return zip(texts[::2], texts[1::2], strict=True) if is_plain else _PAIR.findall(block)


_CODE = re.compile(rb"[0-9A-F]{1,8}")
_PAIR = re.compile(rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f]{1,4})\s*>")
_TRIPLE = re.compile(
    rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f]{1,8})\s*>\s*(?:<\s*([0-9A-Fa-f]+)\s*>|\[([^\]]*)\])"
)
_HEXADECIMAL = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>")
_UNIT = 4

_LOOKED_FOR = tuple(sorted({*BLANK, *(zero + digit for zero in (ZERO, FULL_WIDTH_ZERO) for digit in range(10))}))

_SPELLINGS = frozenset(b"%0*X" % (width, point) for point in _LOOKED_FOR for width in range(1, _UNIT + 1))
"""How what is looked for is written, in capitals."""
