"""Characters that print as nothing, and digits that a symbol font keeps in the private-use area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.repair.changes import Change, FoundChange, texts_with

__all__ = ["find"]


def find(texts: Sequence[str]) -> Iterator[FoundChange]:
    r"""Find what prints as nothing, and the private-use digits of years.

    >>> [found.change.start for found in find(["受理\u200b申请", "👨\u200d👩"])]
    [2]
    >>> [found.change.after for found in find(["\uf032\uf030\uf031\uf037年", "\uf035件"])]
    ['2017']
    """
    for number, text in texts_with(_DAMAGE, texts):
        changes = [*_unprinted(text), *_digits(text)]
        yield from (FoundChange(number, change) for change in sorted(changes, key=lambda change: change.start))


# Soft hyphen, Mongolian vowel separator, zero widths and joiners, directions, byte order marks.
_UNPRINTED = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"

# They join emoji, and shape and order the letters of Uyghur, Mongolian and Tibetan names, so they go only from
# between characters of Chinese text.
_CHINESE_TEXT = (
    "\\s\x20-\x7e\u00a0-\u00ac\u00ae-\u00ff\u2010-\u2027\u2030-\u205e\u2460-\u24ff"
    "\u3000-\u9fff\uf900-\ufaff\uff00-\uffef"
)
_BETWEEN_CHINESE = re.compile(rf"(?<![^{_CHINESE_TEXT}])[{_UNPRINTED}]++(?![^{_CHINESE_TEXT}])")


def _unprinted(text: str) -> Iterator[Change]:
    for run in _BETWEEN_CHINESE.finditer(text):
        yield Change(run.start(), run.end(), "", "invisible")


# A symbol font stands its 256 characters at U+F000. What it draws for 0x30 to 0x39 is a digit in some and a
# pictogram in others, so only digits that make up a year prove it, and then for their own paragraph or cell.
_SYMBOL_FONT = 0xF000
_PRIVATE_DIGITS = re.compile("[\uf030-\uf039]+")
_DAMAGE = re.compile(rf"[{_UNPRINTED}\uf030-\uf039]")
_YEAR = re.compile("(?<![\uf030-\uf039\\d])[\uf030-\uf039\\d]{4}(?=\\s?年)")


def _digits(text: str) -> Iterator[Change]:
    if not _PRIVATE_DIGITS.search(text):
        return
    years = [_as_digits(found[0]) for found in _YEAR.finditer(text) if _PRIVATE_DIGITS.search(found[0])]
    if years and all(1949 <= int(year) <= 2100 for year in years):
        for run in _PRIVATE_DIGITS.finditer(text):
            yield Change(run.start(), run.end(), _as_digits(run[0]), "invisible")


def _as_digits(run: str) -> str:
    return "".join(character if character.isdigit() else chr(ord(character) - _SYMBOL_FONT) for character in run)
