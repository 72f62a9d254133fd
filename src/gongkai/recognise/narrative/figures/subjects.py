"""What a number counts: the words before it, behind it, or of the clause before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.recognise.narrative.figures.grammar import NAME, grammar
from gongkai.recognise.narrative.figures.quantities import CLAUSE, Quantity
from gongkai.recognise.narrative.figures.strands import Strand

__all__ = ["Words", "items", "noun_behind", "surroundings", "text_of", "trim", "without_names"]

LONGEST_SUBJECT = 32
_BETWEEN_NAMES = "、和及与,"
_LONGEST_LIST = 20
_SHORTEST_SUBJECT = 4


@dataclass(frozen=True, slots=True)
class Words:
    """The words around a quantity, as bounds in its strand: before it, behind it, and of the clause before.

    `joined`: a joint parts the words before it from another quantity's; `at_once`: it follows one without any words.
    """

    before: tuple[int, int]
    behind: tuple[int, int]
    clause_before: tuple[int, int]
    joined: bool
    at_once: bool


def surroundings(strand: Strand, quantities: Sequence[Quantity]) -> list[Words]:
    """Give the words around each quantity of a strand."""
    found: list[Words] = []
    for number in reversed(range(len(quantities))):
        quantity = quantities[number]
        clause_start, _ = strand.clause(quantity.begins)
        ends = quantities[number - 1].end if number else -1
        follows = ends > clause_start
        first = max(clause_start, ends, quantity.begins - CLAUSE)
        whole = (_behind_bare_number(strand, first, quantity.begins), quantity.begins)
        before = _share_out(strand, *whole)[1] if follows else whole
        clause_before = (0, 0) if follows else _clause_before(strand, clause_start, ends)
        behind = _behind(strand, quantity, quantities[number + 1] if found else None, found[-1] if found else None)
        found.append(Words(before, behind, clause_before, before != whole, ends == quantity.begins))
    return found[::-1]


_BARE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])[0-9]{1,9}(?=[\u4e00-\u9fff]{2})")


def _behind_bare_number(strand: Strand, start: int, end: int) -> int:
    """Give where words begin behind the last number that lost its unit: 预决算信息68重点领域信息410条."""
    bare = (found.end() for found in _BARE_NUMBER.finditer(strand.text, start, end) if not _has_unit(strand, found))
    return max(bare, default=start)


def _has_unit(strand: Strand, number: re.Match[str]) -> bool:
    found = grammar().quantity.match(strand.text, number.start())
    return found is not None and found["unit"] is not None


def trim(strand: Strand, span: tuple[int, int]) -> tuple[int, int]:
    """Cut from both ends of a span the words that count nothing.

    >>> from gongkai.recognise.narrative.figures.strands import strands
    >>> [strand] = strands("截至2017年底，全年共受理申请共计")
    >>> text_of(strand, trim(strand, (9, 18)))
    '受理申请'
    """
    words, text = grammar(), strand.text
    start, end = span
    end = _without_trailing(text, start, end)
    if end - start > LONGEST_SUBJECT:
        start = _shorten(text, start, end)
    leading = words.leading.match(text, start, end)
    return leading.end() if leading else start, end


def noun_behind(strand: Strand, span: tuple[int, int], *, alone: bool) -> tuple[int, int]:
    """Give the words behind a number that say what it counts, without what became of it.

    `alone`: nothing before the number says what is counted, so that even 被采用 is the subject.
    """
    words, text = grammar(), strand.text
    start, end = span
    start += text.startswith("的", start, end)
    if words.joint.match(text, start, end):
        return start, start
    predicate = words.predicate.search(text, start, end)
    if predicate and predicate.start() == start:
        if not alone or predicate[0].startswith("占"):
            return start, start
        predicate = None
    if predicate and predicate.start() > start:
        end = predicate.start()
    end = min(end, start + LONGEST_SUBJECT)
    return start, _without_trailing(text, start, end)


def without_names(strand: Strand, span: tuple[int, int]) -> tuple[int, int]:
    """Cut what is no part of the noun behind a span: names that it sums up (“甲”“乙”2个专栏), and what was done to it.

    >>> from gongkai.recognise.narrative.figures.strands import strands
    >>> [strand] = strands("开设“惠企”、“助农”2个专栏")
    >>> text_of(strand, without_names(strand, (0, 11)))
    '开设'
    """
    start, end = span
    text = strand.text
    if end == start:
        return span
    done_to = grammar().done_to.match(text, start, end)
    start = done_to.end() if done_to else start
    if text[end - 1] == "等" and end - start > _LONGEST_LIST:
        return end, end
    if text[end - 1] != NAME:
        return start, end
    while end > start and (text[end - 1] == NAME or text[end - 1] in _BETWEEN_NAMES):
        end -= 1
    return start, end


def items(strand: Strand, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Give the members of a list of names.

    >>> from gongkai.recognise.narrative.figures.strands import strands
    >>> [strand] = strands("发布率、采用率和满意率")
    >>> [text_of(strand, item) for item in items(strand, (0, 11))]
    ['发布率', '采用率', '满意率']
    """
    start, end = span
    found = []
    for joint in grammar().joint.finditer(strand.text, start, end):
        found.append((start, joint.start()))
        start = joint.end()
    found.append((start, end))
    return [(first, last) for first, last in found if first < last]


def text_of(strand: Strand, span: tuple[int, int]) -> str:
    """Give the printed words of a span."""
    return strand.printed[span[0] : span[1]]


def _without_trailing(text: str, start: int, end: int) -> int:
    """Give where a span ends without the words at its end that count nothing."""
    words = grammar()
    # One look at the last character spares most searches.
    if start == end or text[end - 1] not in words.trailing_ends:
        return end
    trailing = words.trailing.search(text, start, end)
    return trailing.start() if trailing else end


def _clause_before(strand: Strand, clause_start: int, number_end: int) -> tuple[int, int]:
    """Give the bounds of the clause before, from the last number in it on."""
    if clause_start < 2 or strand.text[clause_start - 1] not in ",:":
        return 0, 0
    start, end = strand.clause(clause_start - 2)
    return max(start, number_end), max(end, number_end)


def _behind(strand: Strand, quantity: Quantity, later: Quantity | None, its: Words | None) -> tuple[int, int]:
    _, clause_end = strand.clause(quantity.end - 1)
    end = min(clause_end, quantity.end + CLAUSE)
    if later is None or its is None or later.begins > end:
        return quantity.end, end
    # 6大类30条109项任务: numbers that follow one another at once count what stands behind the last.
    return its.behind if later.begins == quantity.end else _share_out(strand, quantity.end, later.begins)[0]


def _share_out(strand: Strand, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give the words between two numbers to the first and to the second.

    A joint parts them; without one, both have them: 52个部门385项事项 counts the items of the departments.
    """
    text, joint = strand.text, grammar().joint
    marks = list(joint.finditer(text, start, end))
    if marks and marks[0].start() == start:
        return (start, start), (marks[0].end(), end)
    if marks and marks[-1].end() == end:
        return (start, marks[-1].start()), (end, end)
    if any(mark[0] == "、" for mark in marks) and marks[0][0] != ",":
        return (start, marks[0].start()), (marks[0].end(), end)
    act = grammar().acts.search(text, start + 1, end)
    return (start, act.start() if act else end), (start, end)


def _shorten(text: str, start: int, end: int) -> int:
    """Give where a long run of words may be cut, so that its last words stay."""
    least = end - LONGEST_SUBJECT
    for mark in ("等", NAME, "的"):
        found = text.rfind(mark, start, end - _SHORTEST_SUBJECT) + 1
        if found > least and text[found] != NAME and text[found:end].strip(NAME):
            return found
    return start
