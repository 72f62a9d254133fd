"""Readings that mirror sites put in brackets behind characters: 關(guān)于."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from gongkai.repair.changes import Change, FoundChange, texts_with
from gongkai.repair.traditional import is_converted

__all__ = ["find"]


def find(texts: Sequence[str]) -> Iterator[FoundChange]:
    """Find readings behind characters, on pages that were converted to Traditional characters.

    Elsewhere a reading in brackets is what somebody wanted to say, as real brackets are everywhere.

    >>> page = ["關(guān)于政務公開(kāi)的(de)報告(GDP)，應(yīng)當(dāng)說明(一)的辦法(a)"]
    >>> [page[0][change.start : change.end] for _, change in find(page)]
    ['(guān)', '(kāi)', '(de)', '(yīng)', '(dāng)']
    """
    brackets = [(number, found) for number, text in texts_with(_BRACKET, texts) for found in _BRACKET.finditer(text)]
    with_tone = sum(_has_tone(found[1]) for _, found in brackets)
    if not with_tone or not is_converted(texts):
        return
    for number, found in brackets:
        toneless = found[1] in _TONELESS and with_tone >= _ENOUGH_TO_TRUST_TONELESS
        if toneless or (_has_tone(found[1]) and _is_syllable(found[1])):
            yield FoundChange(number, Change(found.start(), found.end(), "", "reading"))


_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_BRACKET = re.compile(rf"(?<=[\u4e00-\u9fff])[(（]([a-zü{_TONES}]{{1,6}})[)）]")

# Particles are read without a tone, and so are some English words, so a page must have shown that it has readings.
_TONELESS = frozenset({"de", "le", "zhe", "men", "ge", "ma", "ne", "ba", "me", "zi"})
_ENOUGH_TO_TRUST_TONELESS = 3

_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    r"(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|er|i|ia|ie|iao|iu|ian|in|iang|ing|iong"
    r"|u|ua|uo|uai|ui|uan|un|uang|ue|ü|üe)"
)
_SYLLABIC = frozenset("mn")
_DIAERESIS = "\u0308"


def _has_tone(reading: str) -> bool:
    return any(letter in _TONES for letter in reading)


def _is_syllable(reading: str) -> bool:
    """Tell one syllable with one tone from other letters with accents."""
    if sum(letter in _TONES for letter in reading) != 1:
        return False
    letters = unicodedata.normalize("NFD", reading)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter) or letter == _DIAERESIS)
    plain = unicodedata.normalize("NFC", plain)
    return plain in _SYLLABIC or _SYLLABLE.fullmatch(plain) is not None
