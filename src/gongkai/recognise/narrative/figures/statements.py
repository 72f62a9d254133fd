"""What a paragraph states: each number with its subject and kind, and lists distributed over their members."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from gongkai.recognise.narrative.figures.durations import find_durations
from gongkai.recognise.narrative.figures.grammar import grammar
from gongkai.recognise.narrative.figures.nothing import find_nothing
from gongkai.recognise.narrative.figures.quantities import CLAUSE, Quantity, find_quantities
from gongkai.recognise.narrative.figures.strands import STOPS, Strand, strands
from gongkai.recognise.narrative.figures.subjects import (
    Words,
    items,
    noun_behind,
    surroundings,
    text_of,
    trim,
    without_names,
)
from gongkai.rows import FigureKind

__all__ = ["Statement", "statements"]

_FEWEST_NAMES = 2
_LIST_MARKS = ("、", ",")
_LOOSE_MARKS = "、,，;；:：()（）的\"' "


_Part = Literal["part", "rate", "named"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure of a paragraph. `start` and `end` bound its number there, or the words that state it.

    `position` and `stop` bound the same in `strand`. `part` says what a share belongs to: "part" where it follows
    its part (占50%), "rate" where it is a rate of what is counted, "named" where it names its whole (占总数的50%).
    """

    start: int
    end: int
    subject: str
    kind: FigureKind
    quantity: Quantity | None
    strand: Strand
    position: int
    stop: int
    part: _Part | None = None


@dataclass(slots=True)
class _Said:
    """What a sentence has said so far, for the numbers that leave it out."""

    sentence: int
    subject: str = ""
    governing: str = ""
    verb: str = ""
    subjects: list[str] = field(default_factory=list)


_Near = tuple[Quantity, Words]


def statements(paragraph: str) -> list[Statement]:
    """Give the statements of a paragraph in reading order.

    >>> found = statements("收费取消12项，降标5项；发布率、采用率分别提升3%、4%；未收到申请。")
    >>> [(each.subject, int(each.quantity.value) if each.quantity else 0) for each in found]
    [('收费取消', 12), ('收费降标', 5), ('发布率提升', 3), ('采用率提升', 4), ('申请', 0)]
    """
    found: list[Statement] = []
    outside, before_brackets = None, {}
    for strand in strands(paragraph):
        subject = _subject_before(outside, strand.outer, before_brackets) if outside and strand.outer else ""
        found += _of_numbers(strand, subject)
        if outside is None:
            outside, before_brackets = strand, {each.end + 1: each for each in found}
        for each in find_durations(strand):
            found.append(_statement(strand, each.quantity, each.subject, "duration"))
        for subject, start, end in find_nothing(strand):
            bounds = strand.place(start), strand.place(end - 1) + 1
            found.append(Statement(*bounds, subject, "count", None, strand, start, end))
    return sorted(found, key=lambda each: each.start)


def _subject_before(strand: Strand, bracket: int, found: Mapping[int, Statement]) -> str:
    """Give what a number right before a bracket counts, or else the words before the bracket.

    征地（12件）、社保（5件） counts two things.
    """
    if bracket in found:
        return found[bracket].subject
    position = strand.position(bracket)
    if position == 0 or position > len(strand.text):
        return ""
    start, _ = strand.clause(position - 1)
    names = items(strand, trim(strand, (max(start, position - CLAUSE), position)))
    return text_of(strand, names[-1]) if names and names[-1][1] == position else ""


def _of_numbers(strand: Strand, subject: str) -> Iterator[Statement]:
    said = _Said(-1)
    for group in _lists(strand):
        sentence = strand.sentence(group[0][0].start)
        if sentence != said.sentence:
            said = _Said(sentence, subject)
        yield from _distributed(strand, group, said) or _each(strand, group, said)


def _lists(strand: Strand) -> Iterator[list[_Near]]:
    """Give the quantities of a strand, those together that only a joint parts: 8件、9件."""
    quantities = find_quantities(strand)
    group: list[_Near] = []
    for quantity, words in zip(quantities, surroundings(strand, quantities), strict=True):
        if group and not _goes_on(strand, group, quantity):
            yield group
            group = []
        group.append((quantity, words))
    if group:
        yield group


def _goes_on(strand: Strand, group: Sequence[_Near], quantity: Quantity) -> bool:
    start, end = group[-1][0].end, quantity.begins
    if end - start <= 2 and (joint := grammar().joint.fullmatch(strand.text, start, end)):
        return joint[0] != "," or _apart(strand, group)
    # 分别减少3件、增加5件
    if strand.text[start] not in _LIST_MARKS or not grammar().comparison.fullmatch(strand.text, start + 1, end):
        return False
    return _apart(strand, group) and _compares(strand, group[0][1].before)


def _apart(strand: Strand, group: Sequence[_Near]) -> bool:
    return strand.text.find("分别", *group[0][1].before) >= 0


def _distributed(strand: Strand, group: Sequence[_Near], said: _Said) -> list[Statement]:
    """Give the statements of a list of names before as many numbers, or before one number that each of them has."""
    before = group[0][1].before
    if before[0] == group[0][0].begins - CLAUSE:
        return []
    text = strand.text[before[0] : before[1]]
    mark = max(text.rfind(word) for word in ("分别", "各", "均", "都"))
    if len(group) == 1 and mark < 0 and not _is_share(group[0][0]):
        return []
    head = trim(strand, (before[0], before[0] + mark) if mark >= 0 else before)
    tail = trim(strand, (before[0] + mark, before[1])) if mark >= 0 else (0, 0)
    names, verb = items(strand, head), text_of(strand, tail)
    quantities = [quantity for quantity, _ in group]
    if len(group) == 1:
        if text.endswith("分别") or not _share_one(strand, quantities[0], names, said_of_each=mark >= 0 and not verb):
            return []
        quantities *= len(names)
    elif len(names) != len(group):
        return []
    subjects = [_clean(text_of(strand, name) + verb) for name in names]
    if not all(subjects):
        return []
    said.subject = subjects[-1]
    return [
        _statement(strand, quantity, subject, _kind(strand, quantity, before, behind=False))
        for quantity, subject in zip(quantities, subjects, strict=True)
    ]


def _share_one(strand: Strand, quantity: Quantity, names: Sequence[tuple[int, int]], *, said_of_each: bool) -> bool:
    """Say whether each of the names has the one number: 网站、微博各1个, and of rates without any such word."""
    words = grammar()
    if len(names) < _FEWEST_NAMES or any(words.no_name.search(strand.text, *name) for name in names):
        return False
    if not _is_share(quantity):
        return said_of_each
    first = words.change.search(strand.text, *names[0])
    return first is None and all(_is_rate(strand, name) for name in names)


def _each(strand: Strand, group: Sequence[_Near], said: _Said) -> Iterator[Statement]:
    before = group[0][1].before
    compared = len(group) > 1 and _apart(strand, group) and _compares(strand, before)
    subjects = said.subjects[-len(group) :] if compared else []
    for number, (quantity, words) in enumerate(group):
        # 办结率99%，满意率98%，分别提高1和2个百分点: each change is one of its own level.
        if compared:
            said.subject = subjects[number] if len(subjects) == len(group) else ""
        own = words.before if compared and words.before[0] < words.before[1] else before
        stated = _single(strand, quantity, words if own == words.before else replace(words, before=own), said)
        if stated:
            yield stated


def _single(strand: Strand, quantity: Quantity, words: Words, said: _Said) -> Statement | None:
    """Give the statement of one number, or None where nothing says what it counts."""
    before = trim(strand, words.before)
    alone = before[0] == before[1]
    behind = (0, 0) if quantity.origin is not None else noun_behind(strand, words.behind, alone=alone)
    if behind[0] < behind[1]:
        before = without_names(strand, before)
    own, noun = text_of(strand, before), text_of(strand, behind)
    verb_alone = bool(said.governing) and not noun and grammar().own_verb.fullmatch(own) is not None
    compares = bool(said.subject) and _compares(strand, words.before)
    if compares and noun:
        # 为80户企业 counts, 较上年减少3个乡镇 compares.
        compares = grammar().change.search(strand.text, *words.before) is not None
    part: _Part | None = None
    if _is_share(quantity) and (share := grammar().share_of.search(strand.text, *before)):
        whole = text_of(strand, (share.end(), before[1]))
        part = "named" if whole else "part"
        part_named = text_of(strand, (before[0], share.start())) or _new_topic(strand, words) or said.subject
        subject = part_named and part_named + ("占" + whole if whole else "")
    elif verb_alone:
        subject = said.governing + own
    elif compares:
        subject = said.subject + own
    elif alone:
        shared = said.verb if words.joined and noun else ""
        left_out = said.subject if words.at_once or strand.outer is not None else ""
        if _is_share(quantity) and strand.text.startswith("占", quantity.end):
            left_out = said.subject
        subject = shared + noun or text_of(strand, trim(strand, words.clause_before)) or left_out
    else:
        subject = own + noun
    subject = _clean(subject)
    if not subject:
        return None
    if "累计" not in subject and strand.text.find("累计", *words.before) >= 0:
        total = grammar().cumulative.search(strand.text, *words.before)
        if total:
            subject = subject + "累计" if before[1] <= total.end() else "累计" + subject
    if not compares and part is None:
        level = grammar().against.search(strand.text, *before)
        said.subject = text_of(strand, (before[0], level.start())) if level else subject
        said.subjects.append(said.subject)
    _remember_verb(said, own, noun)
    if _is_share(quantity) and part is None and _is_rate(strand, before):
        part = "rate"
    kind = _kind(strand, quantity, words.before, behind=(bool(noun) and not compares) or verb_alone)
    if _is_share(quantity) and grammar().change_behind.fullmatch(strand.text, *behind):
        kind = "change"
    return _statement(strand, quantity, subject, kind, part)


def _new_topic(strand: Strand, words: Words) -> str:
    """Give what stands alone in the clause before, where a sentence or a member of a list begins with it."""
    start, end = words.clause_before
    begins = start == 0 or strand.text[start - 1] in f";{STOPS}"
    return text_of(strand, trim(strand, (start, end))) if begins and start < end else ""


def _remember_verb(said: _Said, own: str, noun: str) -> None:
    verb = grammar().own_verb.search(own)
    if verb and verb.start() > 0 and not noun:
        said.governing = own[: verb.start()]
    elif not verb:
        said.governing = ""
    if own:
        said.verb = own if noun else ""


def _compares(strand: Strand, before: tuple[int, int]) -> bool:
    return before[0] < before[1] and grammar().comparison.fullmatch(strand.text, *before) is not None


def _kind(strand: Strand, quantity: Quantity, before: tuple[int, int], *, behind: bool) -> FigureKind:
    words, unit = grammar(), quantity.clean_unit
    if unit in words.changes:
        return "change"
    changes = words.change_at_end.search(strand.text, *before)
    if quantity.origin is None and changes and not behind:
        return "change"
    if unit in words.money:
        return "money"
    if not _is_share(quantity):
        return "count"
    if (
        quantity.origin is not None
        or words.rate.search(strand.text, *before)
        or words.share_of.search(strand.text, *before)
    ):
        return "share"
    level = strand.text[before[1] - 1] in "到至为达"
    return "change" if words.change.search(strand.text, *before) and not level else "share"


def _is_share(quantity: Quantity) -> bool:
    return quantity.unit in grammar().shares


def _is_rate(strand: Strand, span: tuple[int, int]) -> bool:
    return grammar().rate.search(strand.text, *span) is not None


def _statement(
    strand: Strand,
    quantity: Quantity,
    subject: str,
    kind: FigureKind,
    part: _Part | None = None,
) -> Statement:
    start, end = strand.place(quantity.start), strand.place(quantity.end - 1) + 1
    return Statement(start, end, subject, kind, quantity, strand, quantity.begins, quantity.end, part)


def _clean(subject: str) -> str:
    subject = subject.strip(_LOOSE_MARKS)
    for opening, closing in ("“”", "《》", "‘’"):
        if subject.count(opening) != subject.count(closing):
            subject = subject.strip(opening + closing)
    return subject
