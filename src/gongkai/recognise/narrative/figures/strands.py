"""A paragraph as strands of plain text: what stands outside brackets, and what stands inside each of them.

A strand has one width, without blanks and marks of footnotes, and each of its characters knows its place in the
paragraph. In its `text`, names, dates and whatever else is no figure are covered up, so that nothing finds a figure in
them; its `printed` text has them still, for subjects.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.recognise.narrative.figures.grammar import NAME, TIME, grammar

__all__ = ["STOPS", "Strand", "strands"]

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("﹪"): ord("%"), ord("﹐"): ord(",")}
# Blanks and raised digits inside a number stay, because they may part two numbers.
_BLANKS = re.compile(r"(?<![0-9])\s++|(?<=[0-9])\s++(?![0-9])|(?<=[0-9])\s{2,}+|[⁰¹²³⁴-⁹]++(?![0-9])")
# 文字公开率: 42% 表格公开率: 84%: the blank parts a value from the next label.
_RUN_OF_VALUES = re.compile(
    r"(?<=[0-9])\s++(?=[\u4e00-\u9fff]{2,20}\s?:\s?[0-9])"
    r"|(?<=[%\u4e00-\u9fff])\s++(?=[\u4e00-\u9fff]{2,20}\s?:\s?[0-9])"
    r"|(?<=%)\s++(?=[\u4e00-\u9fff]{2,20}[0-9])"
)
# (一)主动公开情况 2022年...: the blank parts a heading from the text.
_HEADED = re.compile(
    r"(?:^|(?<=\s))\([一二三四五六七八九十]{1,2}\)\s?[\u4e00-\u9fff]{2,20}(?:情况|方面|内容|工作|建设|管理|公开|保障|形式|渠道)\s"
)
_NO_NUMBER = re.compile(r"[0-9]{20,}+")
_BRACKETS = re.compile(r"\([^()]{0,300}\)")
_DEEPEST_BRACKET = 2
STOPS = "。!?\n"
"""Marks that end a sentence, in one width."""

_BOUNDARY = re.compile(r"[。;:!?|\n…]|——|(?<![0-9]),|,(?![0-9]{3})")


@dataclass(frozen=True, slots=True)
class Strand:
    """Text of a paragraph without a break. `outer` is the place of its bracket in the paragraph."""

    text: str
    printed: str
    pieces: tuple[tuple[int, int], ...]
    outer: int | None
    boundaries: tuple[int, ...]
    stops: tuple[int, ...]

    def place(self, position: int) -> int:
        """Give the place in the paragraph of a character of the strand."""
        start, origin = self.pieces[bisect_right(self.pieces, position, key=lambda piece: piece[0]) - 1]
        return origin + position - start

    def position(self, place: int) -> int:
        """Give where the strand goes on from a place of the paragraph."""
        found = bisect_right(self.pieces, place, key=lambda piece: piece[1]) - 1
        if found < 0:
            return 0
        start, origin = self.pieces[found]
        following = self.pieces[found + 1][0] if found + 1 < len(self.pieces) else len(self.text)
        return min(start + place - origin, following)

    def clause(self, position: int) -> tuple[int, int]:
        """Give the bounds of the clause that a character stands in."""
        found = bisect_right(self.boundaries, position)
        start = self.boundaries[found - 1] + 1 if found else 0
        while start < position and self.text[start] in "—":
            start += 1
        return start, self.boundaries[found] if found < len(self.boundaries) else len(self.text)

    def sentence(self, position: int) -> int:
        """Give the number of the sentence that a character stands in."""
        return bisect_right(self.stops, position)


def strands(paragraph: str) -> Iterator[Strand]:
    """Give the strands of a paragraph: first what stands outside brackets, then the inside of each.

    >>> [strand.text for strand in strands("答复 3,050 件（含结转 34 件）。")]
    ['答复3,050件。', '含结转34件']
    """
    parted = _HEADED.sub(lambda heading: heading[0][:-1] + ";", paragraph.translate(_WIDTH))
    folded = _RUN_OF_VALUES.sub(lambda blank: ";" + blank[0][1:], parted)
    covered = grammar().names.sub(_cover, _NO_NUMBER.sub(_cover, folded))
    insides: list[tuple[int, str]] = []
    for _ in range(_DEEPEST_BRACKET):
        insides += ((found.start() + 1, found[0][1:-1]) for found in _BRACKETS.finditer(covered))
        covered = _BRACKETS.sub(lambda bracket: " " * len(bracket[0]), covered)
    yield _strand(covered, paragraph, 0, None)
    for start, inside in sorted(insides):
        if len(inside) > 1 and not inside.isspace():
            yield _strand(inside, paragraph, start, start)


def _strand(covered: str, paragraph: str, origin: int, outer: int | None) -> Strand:
    kept = list(_kept(covered))
    text = "".join(covered[start:end] for start, end in kept)
    pieces, length = [], 0
    for start, end in kept:
        pieces.append((length, origin + start))
        length += end - start
    printed = "".join(paragraph[origin + start : origin + end] for start, end in kept)
    text = grammar().times.sub(lambda time: TIME * len(time[0]), text)
    text = grammar().not_figures.sub(_cover, text)
    boundaries = tuple(found.start() for found in _BOUNDARY.finditer(text))
    stops = tuple(place for place in boundaries if text[place] in STOPS)
    return Strand(text, printed, tuple(pieces), outer, boundaries, stops)


def _cover(found: re.Match[str]) -> str:
    return NAME * len(found[0])


def _kept(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for blank in _BLANKS.finditer(text):
        if start < blank.start():
            yield start, blank.start()
        start = blank.end()
    if start < len(text):
        yield start, len(text)
