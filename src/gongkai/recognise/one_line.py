"""Reports that a program saved on one line, with nothing between their headings, sentences, labels and numbers.

    …12月31日止。一、总体情况全县公开1356条。二、主动公开政府信息情况…行政许可2629第二十条第（六）项…行政处罚1330…

Such a line is parted where an official heading or label begins and ends, or a heading that blanks set apart. What then
stands behind a label is all that was printed in its row: one number, or several with nothing between them, which are
never split.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from gongkai.chinese import ordinal
from gongkai.document import Block, Document, Locator, Paragraph
from gongkai.forms import FORMS, form

__all__ = ["part_lines"]

FEWEST_HEADINGS = 3
"""Headings of sections in one line that it takes to see a whole report in it."""


def part_lines(document: Document) -> Document:
    """Part the lines of a document that hold a whole report; others come back as they are.

    >>> line = "一、总体情况公开7条。二、主动公开政府信息情况行政许可2629五、存在的主要问题及改进情况一是解读不多。"
    >>> [block.text for block in part_lines(Document((Paragraph(line),), "text")).blocks]
    ['一、总体情况', '公开7条。', '二、主动公开政府信息情况', '行政许可', '2629', \
'五、存在的主要问题及改进情况', '一是解读不多。']
    """
    if not any(isinstance(block, Paragraph) and _holds_a_report(block.text) for block in document.blocks):
        return document
    blocks: list[Block] = []
    moved: dict[int, int] = {}
    for number, block in enumerate(document.blocks, start=1):
        moved[number] = len(blocks) + 1
        if (
            isinstance(block, Paragraph)
            and _holds_a_report(block.text)
            and not any(document.remarks_at(Locator(number)))
        ):
            blocks += (replace(block, text=part) for part in _parts(block.text))
        else:
            blocks.append(block)
    return replace(
        document,
        blocks=tuple(blocks),
        remarks=tuple(replace(each, locator=_moved(each.locator, moved)) for each in document.remarks),
        unread=tuple(
            replace(each, locator=_moved(each.locator, moved) if each.locator else None) for each in document.unread
        ),
    )


def _moved(place: Locator, moved: dict[int, int]) -> Locator:
    return replace(place, block=moved[place.block])


def _holds_a_report(text: str) -> bool:
    return len(text) > _SHORTEST and len(list(_headings(text))) >= FEWEST_HEADINGS


_SHORTEST = 40


def _headings(text: str) -> Iterator[re.Match[str]]:
    """Give the headings of the form's sections that follow one another."""
    last = 0
    for found in _heading().finditer(text):
        number = ordinal(found[1] or found[3]) or 0
        if number > last:
            yield found
            last = number


def _parts(text: str) -> Iterator[str]:
    """Part a line at its headings, and the sections of tables at their labels."""
    headings = list(_headings(text))
    ends = [found.start() for found in headings[1:]]
    yield from _stripped(text[: headings[0].start()])
    for found, end in zip(headings, [*ends, len(text)], strict=True):
        yield found[0]
        behind = text[found.end() : end]
        yield from _labelled(behind) if found[2] in _tables() else _stripped(behind)


def _labelled(text: str) -> Iterator[str]:
    start = 0
    for found in _label().finditer(text):
        yield from _stripped(text[start : found.start()])
        yield found[0]
        start = found.end()
    yield from _stripped(text[start:])


def _stripped(text: str) -> Iterator[str]:
    if text.strip():
        yield text.strip()


@cache
def _heading() -> re.Pattern[str]:
    headings = {heading for code in FORMS for heading in form(code).sections}
    # Headings of other words tell themselves by the blanks around them; their own characters may be set apart.
    own = r"(?:[\u4e00-\u9fff]\s){1,3}[\u4e00-\u9fff](?=\s)|[^\s。；;，,：:]{2,30}(?=\s)"
    return re.compile(rf"([一二三四五六七八])、({_either(headings)})|(?<=\s)([一二三四五六七八九十])、({own})")


@cache
def _tables() -> frozenset[str]:
    return frozenset(table.title for code in FORMS for table in form(code).tables)


@cache
def _label() -> re.Pattern[str]:
    """Give a pattern of every label of the forms, with the number before it."""
    labels = {"信息内容", "申请人情况"}
    for block in (block for code in FORMS for table in form(code).tables for block in table.blocks):
        labels |= {block.heading or ""}
        labels |= {label for column in block.columns for label in (column.label, *column.variants, column.group or "")}
        labels |= {label for row in block.rows for label in (row.label, *row.variants, row.group or "")}
    longest_first = _either(label for label in labels if len(label) > 1)
    return re.compile(
        rf"(?:[一二三四五六七八]、|[（(][一二三四五六七八]+[）)]|\d[.、．])?(?:{longest_first})(?:[（(][^\d（()）]*[）)])?"
    )


def _either(words: Iterator[str] | set[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
