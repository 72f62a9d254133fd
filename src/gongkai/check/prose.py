"""Figures of the prose against each other: parts against their whole, and shares against both.

Prose names parts freely: they may leave some out, and they may overlap. So a sum that misses its whole fails only
where the words say that the parts are all there are (a last part 其他 does), or that they exclude one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from gongkai.check.rules import Rule, rulebook
from gongkai.check.spans import NumberSpan, span, step
from gongkai.check.wording import Phrase, inside_quotes, joined, number
from gongkai.rows import Check, Figure, Outcome, Section

__all__ = ["COUNTED", "Prose", "check_parts", "check_shares", "name_figure", "unit_of"]

_OUTCOMES: Mapping[str, Outcome] = {"holds": "holds", "fails": "fails"}

COUNTED = frozenset({"count", "money"})
"""Kinds of figures that are parts, wholes and what tables have; a share or a change is neither."""

MOST_NAMED = 12
"""Parts that a message names."""

FEWEST_PARTS = 2
FEWEST_PARTS_THAT_EXCLUDE = 3
"""Parts from which a sum beyond the whole is a slip: two may well be two views of one thing."""


@dataclass(frozen=True)
class Prose:
    """The figures of a report, with the numbers of their sections."""

    figures: Sequence[Figure]
    sections: Sequence[Section]

    @cached_property
    def by_number(self) -> Mapping[int, Figure]:
        """The figures by their number."""
        return {figure.figure: figure for figure in self.figures}

    @cached_property
    def parts(self) -> Mapping[int, tuple[Figure, ...]]:
        """The counts and amounts that each figure is the whole of, in reading order."""
        parts: dict[int, list[Figure]] = {}
        for figure in self.figures:
            if (whole := self.whole(figure)) and figure.kind in COUNTED:
                parts.setdefault(whole.figure, []).append(figure)
        return {whole: tuple(found) for whole, found in parts.items()}

    @cached_property
    def sums(self) -> Mapping[int, float]:
        """What the parts of each figure come to, where there is more than one."""
        hedges = rulebook().words["hedges"]
        return {
            whole: sum(span(part, hedges).value for part in found)
            for whole, found in self.parts.items()
            if len(found) >= FEWEST_PARTS
        }

    def whole(self, figure: Figure) -> Figure | None:
        """Give the figure that another is a part or a share of."""
        return None if figure.whole is None else self.by_number.get(figure.whole)

    def section(self, figure: Figure) -> Phrase:
        """Name the section of a figure."""
        places: Mapping[str, Mapping[str, str]] = rulebook().words["places"]
        printed = self._section_numbers.get(figure.section)
        return Phrase(**places["section"]).fill(number=printed) if printed else Phrase(**places["text"])

    @cached_property
    def _section_numbers(self) -> Mapping[int, str | None]:
        return {section.section: section.number for section in self.sections}


def check_parts(prose: Prose) -> Iterator[Check]:
    """Check each whole against its parts: no part exceeds it, and parts that exclude one another add up to it."""
    words = rulebook().words
    within, adding = rulebook().rules["part_within_whole"], rulebook().rules["parts_of_whole"]
    for number_of_whole, found in prose.parts.items():
        whole = prose.by_number[number_of_whole]
        parts = [part for part in found if _counts_the_same(part, whole, words["units_that_count_the_same"])]
        yield from (_within(within, part, whole) for part in parts if unit_of(part) == unit_of(whole))
        if len(parts) >= FEWEST_PARTS and whole.stated == "number":
            yield _adding(adding, parts, whole, complete=len(parts) == len(found))


def check_shares(prose: Prose) -> Iterator[Check]:
    """Work out each share whose part and whole the sentence gives."""
    rule = rulebook().rules["share_of_whole"]
    before: Figure | None = None
    mains: list[Figure] = []
    for figure in prose.figures:
        if figure.kind != "share":
            if before and before.sentence_locator != figure.sentence_locator:
                mains = []
            if figure.kind in COUNTED and figure.whole is None:
                mains.append(figure)
            before = figure
        elif before and figure.from_value is None and (fraction := _fraction(prose, figure, before, rule.parameters)):
            others = [figure for figure in mains[:MOST_NAMED] if unit_of(figure) == unit_of(fraction.whole)]
            yield _share(rule, figure, fraction, others, prose.sums.get(fraction.whole.figure))


def name_figure(figure: Figure) -> Phrase:
    """Name a figure by its subject and what is printed."""
    subject, printed = inside_quotes(figure.subject), "".join(figure.raw.split())
    return Phrase(f"“{subject}” {printed}", f"“{subject}”{printed}")


def unit_of(figure: Figure) -> str | None:
    """Give the unit in which figures are compared: 条 for 万条."""
    return figure.normal_unit or figure.unit


def _counts_the_same(part: Figure, whole: Figure, classes: Sequence[Sequence[str]]) -> bool:
    units = (unit_of(part), unit_of(whole))
    same = part.kind == whole.kind and (units[0] == units[1] or any(set(units) <= set(each) for each in classes))
    # Damaged text has lost units; a number without one may count anything.
    return same or (None in units and part.kind == whole.kind)


def _within(rule: Rule, part: Figure, whole: Figure) -> Check:
    hedges = rulebook().words["hedges"]
    smaller, larger = span(part, hedges), span(whole, hedges)
    outcome: Outcome = "holds" if smaller.low <= larger.high else "fails"
    gap = number(abs(smaller.value - larger.value))
    said = rule.say(outcome, part=name_figure(part), whole=name_figure(whole), gap=gap)
    return rule.finding(f"figure {part.figure}", outcome, smaller.value, larger.value, said, part.locator)


def _adding(rule: Rule, parts: Sequence[Figure], whole: Figure, *, complete: bool) -> Check:
    hedges = rulebook().words["hedges"]
    total = span(whole, hedges)
    sums = list(accumulate((span(part, hedges) for part in parts), _plus))
    # What is counted once more behind parts that add up is another view of the same whole.
    reached = next((count for count, each in enumerate(sums, 1) if count >= FEWEST_PARTS and each.meets(total)), None)
    named = parts[:reached] if reached else parts
    made = sums[(reached or len(parts)) - 1]
    message = "holds" if reached else _missed(rule.parameters, parts, made, total, complete)
    said = rule.say(
        message,
        whole=name_figure(whole),
        parts=_written_sum(named),
        sum=number(made.value),
        gap=number(abs(total.value - made.value)),
    )
    outcome = _OUTCOMES.get(message, "not_applicable")
    return rule.finding(f"figure {whole.figure}", outcome, total.value, made.value, said, whole.locator)


def _missed(
    parameters: Mapping[str, Any], parts: Sequence[Figure], made: NumberSpan, total: NumberSpan, complete: bool
) -> str:
    """Name the sentence that says what it means that parts do not add up to their whole."""
    subjects = [part.subject for part in parts]
    if complete and any(_is_partition(each, subjects) for each in parameters["partitions"]):
        return "fails"
    overlap = any(word in subject for subject in subjects for word in parameters["overlapping"])
    alike = len({unit_of(part) for part in parts}) == 1
    if made.high < total.low:
        ends_in_rest = complete and subjects[-1].startswith(tuple(parameters["remainders"]))
        return "fails" if ends_in_rest and alike and not overlap else "may_leave_out"
    if any(_is_partition(each, subjects) for each in parameters["exclusive"]):
        return "fails"
    if overlap or not alike or len(parts) < FEWEST_PARTS_THAT_EXCLUDE:
        return "may_overlap"
    return "fails"


def _written_sum(parts: Sequence[Figure]) -> Phrase:
    written = joined(map(name_figure, parts[:MOST_NAMED]), " + ", " + ")
    return Phrase(f"{written.english} + …", f"{written.chinese} + …") if len(parts) > MOST_NAMED else written


def _is_partition(kinds: Sequence[Sequence[str]], subjects: Sequence[str]) -> bool:
    """Say whether the subjects name every kind of a division once, and nothing else."""
    found = [
        [number for number, words in enumerate(kinds) if any(word in subject for word in words)] for subject in subjects
    ]
    return sorted(found) == [[number] for number in range(len(kinds))]


def _plus(first: NumberSpan, second: NumberSpan) -> NumberSpan:
    # Amounts are decimal fractions; their sum must not miss for the last binary digit.
    low, high = round(first.low + second.low, 6), round(first.high + second.high, 6)
    return NumberSpan(round(first.value + second.value, 6), low, high)


@dataclass(frozen=True, slots=True)
class _Fraction:
    """A part and the number that it is a share of; `rest_of` are parts taken off the whole before."""

    part: Figure
    whole: Figure
    rest_of: tuple[Figure, ...] = ()


def _fraction(prose: Prose, share: Figure, before: Figure, parameters: Mapping[str, Any]) -> _Fraction | None:
    """Find the part that a share speaks of: the last number before it that is no share, if the words fit."""
    whole = prose.whole(share)
    if whole == before:
        whole = prose.whole(before)
    if whole is None or before.whole != whole.figure or before.kind not in COUNTED:
        return None
    if before.sentence_locator != share.sentence_locator:
        return None
    if any(word in share.subject for word in parameters["rest"]):
        first = prose.parts[whole.figure][:MOST_NAMED]
        return _Fraction(before, whole, first[: first.index(before)]) if before in first else None
    return _Fraction(before, whole) if _speaks_of(share.subject, before.subject, parameters["rates"]) else None


def _speaks_of(share: str, part: str, rates: Mapping[str, Sequence[str]]) -> bool:
    """Say whether a share is one of this part: 采用率 of what was 采用, or the same words for both."""
    for rate, words in rates.items():
        if rate in share:
            return any(word in part for word in words)
    return "率" not in share and (share in part or part in share)


def _share(rule: Rule, share: Figure, fraction: _Fraction, others: Sequence[Figure], parts: float | None) -> Check:
    """Work out a share; `others` and the sum of the `parts` are what it may be one of instead of the whole."""
    hedges = rulebook().words["hedges"]
    part, whole = span(fraction.part, hedges), span(fraction.whole, hedges)
    rest = [span(each, hedges) for each in fraction.rest_of]
    divisor = whole.value - sum(each.value for each in rest)
    printed = span(share, hedges)
    names = {
        "share": name_figure(share),
        "part": name_figure(fraction.part),
        "whole": joined((name_figure(each) for each in (fraction.whole, *fraction.rest_of)), " - ", " - "),
    }
    subject = f"figure {share.figure}"
    if divisor <= 0 or not all(each.exact for each in (part, whole, *rest)):
        said = rule.say("not_applicable", **names)
        return rule.finding(subject, "not_applicable", printed.value, None, said, share.locator)
    actual = 100 * part.value / divisor
    outcome: Outcome = "holds" if _comes_to(share, printed, actual) else "fails"
    # 留言90条，转办30条，其中咨询12条，占13.3%: the share may be one of another number in the sentence, or of the parts
    # that could be told apart. Nearly any sum comes to a share without decimals.
    wholes = [span(each, hedges).value for each in others]
    wholes += [parts] if parts and step(share) < 1 else []
    if outcome == "fails" and any(_comes_to(share, printed, 100 * part.value / each) for each in wholes if each):
        outcome = "not_applicable"
    said = rule.say(outcome, actual=number(actual), **names)
    return rule.finding(subject, outcome, printed.value, round(actual, 4), said, share.locator)


def _comes_to(share: Figure, printed: NumberSpan, actual: float) -> bool:
    # Half of the last digit is rounding, a whole one is cutting off; offices do both.
    slack = 0.0 if share.hedge else step(share)
    near = printed.low - slack < actual < printed.high + slack
    return near or printed.low <= actual <= printed.high
