"""Whose numbers a report holds: the body's own, those of a government with its departments, or of a whole region."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

from gongkai import resources
from gongkai.document import Locator
from gongkai.recognise.outline import Outline
from gongkai.recognise.values import clean
from gongkai.rows import Scope

__all__ = ["StatedScope", "find_scope"]


@dataclass(frozen=True, slots=True)
class StatedScope:
    """What a sentence says of the numbers of its report, and where it stands."""

    scope: Scope
    locator: Locator


def find_scope(outline: Outline) -> tuple[StatedScope | None, str | None]:
    """Find what the text says about whose numbers it holds; a remark where it says more than one thing.

    >>> from gongkai.document import Document, Paragraph
    >>> line = Paragraph("本报告。数据汇总了县政府各部门和各乡镇的情况。")
    >>> find_scope(Outline(Document((line,), "text")))[0]
    StatedScope(scope='region', locator=Locator(block=1, row=None, column=None, start=4, end=23, page=None))
    """
    found = [
        StatedScope(scope, place) for place, sentence in _sentences(outline) if (scope := _stated(sentence)) is not None
    ]
    said = sorted({each.scope for each in found})
    if len(said) > 1:
        return None, f"scope: the text says more than one: {', '.join(said)}"
    return (found[0], None) if found else (None, None)


_LONGEST_SENTENCE = 400
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")


def _sentences(outline: Outline) -> Iterator[tuple[Locator, str]]:
    for place, text in outline.paragraphs:
        if _speaks_of_numbers().search(text):
            for found in _SENTENCE.finditer(text):
                if len(found[0]) <= _LONGEST_SENTENCE:
                    start = found.start() + len(found[0]) - len(found[0].lstrip())
                    yield replace(place, start=start, end=found.end()), clean(found[0]).replace(" ", "")


_BRACKET = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_OF_ELSE = re.compile(
    r"(?:根据|按照|依据|依照)[^,。;]*(?:要求|精神|规定)|(?:^|,)[^,。;]*统计(?:期限|时限|周期)[^,。;]*"
)


def _stated(sentence: str) -> Scope | None:
    """Give the scope that a sentence states; a sentence that leaves more than one reading states none.

    Nothing is said of it by what is asked for, by the period of the numbers and by what stands in brackets, but that
    something is left out.
    """
    brackets = "".join(each for each in _BRACKET.findall(sentence) if "不" in each)
    sentence = _OF_ELSE.sub("", _BRACKET.sub("", sentence)) + brackets
    if not _speaks_of_numbers().search(sentence) or _speaks_of_else().search(sentence):
        return None
    # What is left out says most, and the wider of two readings of what is put in holds the narrower.
    for scope in ("own", "region", "government"):
        if _patterns()[scope].search(sentence):
            return scope
    return None


@cache
def _patterns() -> Mapping[Scope, re.Pattern[str]]:
    scopes = resources.data(__package__, "scope.yaml")["scopes"]
    return {scope: re.compile("|".join(scopes[scope])) for scope in get_args(Scope)}


@cache
def _speaks_of_numbers() -> re.Pattern[str]:
    return re.compile(resources.data(__package__, "scope.yaml")["speaks_of_numbers"])


@cache
def _speaks_of_else() -> re.Pattern[str]:
    return re.compile(resources.data(__package__, "scope.yaml")["speaks_of_else"])
