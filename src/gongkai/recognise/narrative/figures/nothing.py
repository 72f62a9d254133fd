"""Statements that there was none: 未收到申请, 没有行政复议, 收费：无."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gongkai import resources
from gongkai.recognise.narrative.figures.grammar import compiled, either
from gongkai.recognise.narrative.figures.strands import Strand
from gongkai.recognise.narrative.figures.subjects import items, text_of, trim

__all__ = ["find_nothing"]

_LONGEST = 60
"""Words that may stand between a negation and the end of its clause."""

_CLAUSE_ENDS = frozenset("。;,:!?|\n…”")


@dataclass(frozen=True, slots=True)
class _Patterns:
    negation: re.Pattern[str]
    word: re.Pattern[str]
    thing: re.Pattern[str]
    ending: re.Pattern[str]
    joint: re.Pattern[str]
    said_behind: re.Pattern[str]
    thing_at_end: re.Pattern[str]


def find_nothing(strand: Strand) -> Iterator[tuple[str, int, int]]:
    """Give what a strand says there was none of: the thing, and the bounds of the statement.

    >>> from gongkai.recognise.narrative.figures.strands import strands
    >>> [strand] = strands("本年度未发生因信息公开引起的行政复议、行政诉讼，没有及时答复申请，收费情况：无。")
    >>> [subject for subject, _, _ in find_nothing(strand)]
    ['因信息公开引起的行政复议', '行政诉讼', '收费']
    """
    end = 0
    for negation in _patterns().negation.finditer(strand.text):
        if negation.start() >= end:
            spans, end = _things(strand, negation.end())
            for span in spans:
                yield text_of(strand, trim(strand, span)), negation.start(), end
    for said in _patterns().said_behind.finditer(strand.text):
        start, _ = strand.clause(said.start())
        span = trim(strand, (max(start, said.start() - _LONGEST), said.start()))
        names = items(strand, span)
        if names and all(_patterns().thing_at_end.search(strand.text, *name) for name in names):
            for name in names:
                yield text_of(strand, name), span[0], said.end()


def _things(strand: Strand, start: int) -> tuple[list[tuple[int, int]], int]:
    """Give the spans of the things that follow a negation, and where the statement ends; none if it is no statement.

    Every word up to the end of the clause must be known, and the last but for endings must be a thing.
    """
    patterns, text = _patterns(), strand.text
    spans: list[tuple[int, int]] = []
    first, position, last_thing = start, start, -1
    for _ in range(_LONGEST):
        if position == len(text) or text[position] in _CLAUSE_ENDS:
            break
        word = patterns.word.match(text, position)
        if word is None:
            return [], start
        if patterns.joint.fullmatch(word[0]) and last_thing >= 0:
            spans.append((first, last_thing))
            first, last_thing = word.end(), -1
        elif patterns.thing.fullmatch(word[0]):
            last_thing = word.end()
        elif last_thing >= 0 and not patterns.ending.fullmatch(word[0]):
            last_thing = -1
        position = word.end()
    if last_thing < 0:
        return [], start
    return [*spans, (first, last_thing)], position


@cache
def _patterns() -> _Patterns:
    data = resources.data(__package__, "nothing.yaml")
    things, endings, joints = data["things"], data["endings"], data["joints"]
    # One look at the first character spares looking back from every place.
    first = "".join(sorted({word[0] for word in data["negations"]}))
    spoilt = f"(?=[{first}])" + "".join(f"(?<!{re.escape(word)})" for word in data["spoilt_by"])
    return _Patterns(
        negation=compiled(f"{spoilt}(?:{either(data['negations'])})"),
        word=compiled(f"{either([*things, *endings, *joints, *data['carried']])}|{{t}}|{data['bodies']}"),
        thing=compiled(either(things)),
        ending=compiled(either(endings)),
        joint=compiled(either(joints)),
        said_behind=compiled(data["said_behind"]),
        thing_at_end=compiled(f"(?:{either(things)})$"),
    )
