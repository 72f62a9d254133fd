"""Paragraphs as they were written, where a text breaks its lines at some width.

Lines are put together only where they are sure to be one paragraph: prose from the first to the last of them, no mark
of a heading or of a list between them, and a full stop at the end of the last alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gongkai.document import Locator

__all__ = ["Passage", "passages"]

MOST_LINES = 40
"""Lines beyond which what has no full stop is no paragraph."""

SHORTEST_LINE = 8
"""Characters that a line of prose has at least, where it has no mark inside."""

_ENDS = re.compile(r"[。！？!?；;：:][”\"’）)]?$")
_STOPS_WITHIN = re.compile(r"[。！？!?；;]")
_MARKS = re.compile(r"[，,、；;。（）()]")
_OPENS = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}\s?[、.．]|\d{1,2}\s?[、.．](?!\d)|第[一二三四五六七八九十]{1,3}[条章节项]"
    r"|[①-⑳]|附[件表：:]|#)"
)
_ENDS_HEADING = re.compile(r"(?:情况|工作|方面|建设|管理|措施|问题|计划|打算|建议|如下|概述|其他|事项|机构|报告|年报)$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: its text, and the lines that it is made of, each with where it begins in the text."""

    text: str
    lines: tuple[tuple[int, Locator, str], ...]

    @property
    def place(self) -> Locator:
        """Where the passage begins."""
        return self.lines[0][1]

    def span(self, start: int, end: int) -> Locator:
        """Give the place of some characters: of those that stand in the line where they begin."""
        begin, place, text = self.lines[bisect_right(self.lines, start, key=lambda line: line[0]) - 1]
        return replace(place, start=start - begin, end=min(end - begin, len(text)))

    def part(self, place: Locator, start: int, end: int) -> Locator:
        """Give the place of those characters of a span that stand in the line of another place."""
        begin, line, text = next(each for each in self.lines if each[1].block == place.block)
        return replace(line, start=max(0, start - begin), end=min(end - begin, len(text)))

    def text_at(self, place: Locator) -> str:
        """Give the text at a place that `span` or `part` gave."""
        text = next(text for _, line, text in self.lines if line.block == place.block)
        return text[place.start : place.end]


def passages(paragraphs: Iterable[tuple[Locator, str]], *, wrapped: bool) -> Iterator[Passage]:
    """Give paragraphs as passages; with `wrapped` those together that a text broke into lines.

    >>> lines = [(Locator(block=1), "全县收到政府信息公开申"), (Locator(block=2), "请600件，予以公开31件。")]
    >>> [passage] = passages(lines, wrapped=True)
    >>> passage.text, str(passage.span(12, 16))
    ('全县收到政府信息公开申 请600件，予以公开31件。', 'b2:0-4')
    """
    run: list[tuple[Locator, str]] = []
    for place, text in paragraphs:
        if run and not (wrapped and _goes_on(run, place, text)):
            yield from _passages(run)
            run = []
        run.append((place, text))
    yield from _passages(run)


def _goes_on(run: Sequence[tuple[Locator, str]], place: Locator, text: str) -> bool:
    above, last = run[-1]
    return (
        place.block == above.block + 1
        and len(run) < MOST_LINES
        and not _ENDS.search(last)
        and not (last[-1:] == "%" and text[:1].isdecimal())
        and not (_OPENS.match(last) and not _MARKS.search(_OPENS.sub("", last)))
        and not (_ENDS_HEADING.search(last) and not _MARKS.search(last))
        and not _OPENS.match(text)
        and _is_prose(last)
    )


def _is_prose(line: str) -> bool:
    return len(line) >= SHORTEST_LINE or _MARKS.search(line) is not None


def _passages(run: Sequence[tuple[Locator, str]]) -> Iterator[Passage]:
    whole = len(run) > 1 and _ENDS.search(run[-1][1]) is not None and any(_MARKS.search(text) for _, text in run)
    if not whole:
        yield from (Passage(text, ((0, place, text),)) for place, text in run)
        return
    starts = [0]
    for _, text in run[:-1]:
        starts.append(starts[-1] + len(text) + 1)
    lines = tuple((start, place, text) for start, (place, text) in zip(starts, run, strict=True))
    # A blank is nothing inside a word, and keeps apart the digits of two lines, which may be one number or two.
    yield Passage(" ".join(text for _, text in run), lines)
