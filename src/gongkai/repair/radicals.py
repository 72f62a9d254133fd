"""Radicals that stand for the characters they are drawn like.

A PDF's font may give the glyph of 民 to the radical ⺠ as well, and a program that copies the text takes the radical.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from gongkai import resources
from gongkai.repair.changes import Change, FoundChange, texts_with

__all__ = ["find"]


def find(texts: Sequence[str]) -> Iterator[FoundChange]:
    """Find radicals, and the doubles of characters that Unicode keeps for other standards.

    >>> [found.change.after for found in find(["县政府⻔户⽹站，同⽐增⻓7.3%", "2023年"])]
    ['门', '网', '比', '长']
    """
    for number, text in texts_with(_DOUBLES, texts):
        for run in _DOUBLES.finditer(text):
            after = "".join(map(_character, run[0]))
            if after != run[0]:
                yield FoundChange(number, Change(run.start(), run.end(), after, "radical"))


# CJK Radicals Supplement, Kangxi Radicals and CJK Compatibility Ideographs.
_DOUBLES = re.compile("[\u2e80-\u2fd5\uf900-\ufad9]+")


def _character(double: str) -> str:
    return _supplement().get(double) or unicodedata.normalize("NFKC", double)


@cache
def _supplement() -> Mapping[str, str]:
    data: dict[str, str] = resources.data("gongkai.repair", "radicals.yaml")
    return {pair[0]: pair[1] for pair in data["pairs"].split()}
