"""The numbers of a strand that count something: value, unit, hedge, and the earlier level of a change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai import chinese
from gongkai.recognise.narrative.figures.grammar import Grammar, grammar
from gongkai.recognise.narrative.figures.strands import Strand

__all__ = ["CLAUSE", "Quantity", "find_quantities"]

CLAUSE = 60
"""Characters before and behind a number that may say what it counts."""

LARGEST_FIGURE = 10**15
"""From here on a double no longer tells whole numbers apart. Texts, unlike forms, speak of the wealth of nations."""

_LONGEST_NUMBER = 24
_NUMERALS = str.maketrans("〇两", "零二")
_HEDGES = ("before", "inner", "inner2", "inner3", "inner4", "inner5", "behind")
_BOTH_SIDES = 3
_WHOLE_UNITS_SCALED = "十百千万亿"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit in a strand. `start` and `end` bound them there, `hedged` where the hedge begins."""

    start: int
    end: int
    hedged: int
    value: Decimal
    unit: str | None
    scale: int
    hedge: str | None
    origin: Decimal | None = None
    lead: int | None = None

    @property
    def clean_unit(self) -> str | None:
        """The unit without what multiplies the number: 条 for 万条."""
        if self.unit is None or self.scale == 1:
            return self.unit
        return self.unit.lstrip(_WHOLE_UNITS_SCALED) or None

    @property
    def normal_value(self) -> Decimal:
        """The number written out, so that 26.8万 is 268000; permille are given in percent."""
        return self.value / 10 if self.unit == "‰" else self.value * self.scale

    @property
    def normal_unit(self) -> str | None:
        """The unit of the normal value."""
        return "%" if self.unit == "‰" else self.clean_unit

    @property
    def begins(self) -> int:
        """Where the words of the quantity begin, from its earlier level or its hedge on."""
        return self.hedged if self.lead is None else self.lead


def find_quantities(strand: Strand) -> tuple[Quantity, ...]:
    """Give the quantities of a strand, in their order.

    >>> from gongkai.recognise.narrative.figures.strands import strands
    >>> [strand] = strands("信息26.8万余条，满意率由71.1%提升到89.5%，12345热线")
    >>> [(str(each.value), each.unit, each.hedge, each.origin) for each in find_quantities(strand)]
    [('26.8', '万条', '余', None), ('89.5', '%', None, Decimal('71.1'))]
    """
    words = grammar()
    found = [each for match in words.quantity.finditer(strand.text) if (each := _quantity(match))]
    joined = list(_join_changes(strand, _share_units(strand, found)))
    return tuple(
        each
        for place, each in enumerate(joined)
        if _counts(strand, each, words)
        or _lost_its_unit(strand, _between_units(joined, place), each, words)
        or (place and _goes_on(strand, joined[place - 1], each, words))
    )


def _quantity(match: re.Match[str]) -> Quantity | None:
    hedge = next((match[name] for name in _HEDGES if match[name]), None)
    start = match.end("before") if match["before"] else match.start()
    hedged = match.start()
    end = match.start("behind") if match["behind"] else match.end()
    if match["spelled"]:
        value = _read(match["spelled"])
        return None if value is None else Quantity(start, end, hedged, value, match["spelled_unit"], 1, hedge)
    if match["percent"]:
        value = _percent(match["percent"])
        return None if value is None else Quantity(start, end, hedged, value, "%", 1, hedge)
    digits = match["digits"].replace(",", "").replace(" ", "")
    if len(digits) > _LONGEST_NUMBER or (match["digits"].count(" ") and (not match["unit"] or digits[0] == "0")):
        return None
    multiplier = match["scale"] or match["alone"] or ""
    scale = grammar().scales[multiplier] if multiplier else 1
    value = Decimal(digits)
    if value * scale >= LARGEST_FIGURE:
        return None
    return Quantity(start, end, hedged, value, multiplier + (match["unit"] or "") or None, scale, hedge)


def _percent(numeral: str) -> Decimal | None:
    if numeral[0].isascii():
        return Decimal(numeral)
    return Decimal(100) if numeral == "百" else _read(numeral)


def _read(numeral: str) -> Decimal | None:
    return chinese.number(numeral.translate(_NUMERALS))


def _share_units(strand: Strand, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Give each number of a list with 分别 the unit that stands behind the list's last number."""
    later: Quantity | None = None
    shared = []
    for each in reversed(found):
        if each.unit is None and later is not None and _listed(strand, each, later):
            each = replace(each, unit=later.unit, scale=later.scale)
        shared.append(each)
        later = each
    return reversed(shared)


def _listed(strand: Strand, one: Quantity, other: Quantity) -> bool:
    between = strand.text[one.end : other.start]
    return bool(
        len(between) <= 2
        and grammar().joint.fullmatch(between)
        and "分别" in strand.text[max(0, one.start - CLAUSE) : one.start]
    )


def _join_changes(strand: Strand, found: Iterator[Quantity]) -> Iterator[Quantity]:
    """Give quantities, with the two numbers of "from A to B" joined to one."""
    words = grammar()
    earlier: Quantity | None = None
    for each in found:
        if earlier is not None:
            origin = _origin(strand, earlier, each, words)
            if origin is not None:
                lead, level = origin
                each = replace(each, origin=level, lead=lead)
            else:
                yield earlier
        earlier = each
    if earlier is not None:
        yield earlier


def _origin(strand: Strand, one: Quantity, other: Quantity, words: Grammar) -> tuple[int, Decimal] | None:
    between = strand.text[one.end : other.hedged]
    if one.origin is not None or len(between) > CLAUSE or not words.destination.fullmatch(between):
        return None
    before = words.origin.search(strand.text, max(0, one.hedged - CLAUSE // 2), one.hedged)
    if before is None or (one.unit is not None and one.clean_unit != other.clean_unit):
        return None
    scale = other.scale if one.unit is None else one.scale
    return before.start(), one.value * scale / other.scale


def _counts(strand: Strand, quantity: Quantity, words: Grammar) -> bool:
    """Say whether a number counts something, by what stands around it."""
    text = strand.text
    if _torn(strand, quantity):
        return False
    clause, _ = strand.clause(quantity.begins)
    _, clause_end = strand.clause(quantity.end - 1)
    first = max(clause, quantity.begins - CLAUSE)
    if words.no_figure_behind.search(text, first, quantity.begins):
        return False
    if quantity.unit not in words.shares and text.find("每", first, quantity.begins) >= 0:
        frequency = words.frequency_behind.search(text, first, quantity.begins)
        if frequency:
            return False
    if words.no_figure_before.match(strand.printed, quantity.end):
        return False
    unit = quantity.clean_unit
    required = words.units_behind.get(unit or "")
    if required and not required.search(text, first, quantity.begins):
        return False
    if quantity.unit is None:
        return _counts_bare(strand, quantity, first, clause_end)
    if not text[quantity.start].isascii() and quantity.unit != "%":
        return _counts_spelled(strand, quantity, first, clause_end)
    return quantity.value % 1 == 0 or quantity.scale > 1 or _divisible(unit)


def _torn(strand: Strand, quantity: Quantity) -> bool:
    """Say whether a number may be the end of a longer one: 1,23 or 20 68."""
    before = strand.text[max(0, quantity.start - 2) : quantity.start]
    if len(before) < 2 or before[1] not in ", " or not before[0].isdecimal():
        return False
    return before[1] == " " or "分别" not in strand.text[max(0, quantity.start - CLAUSE) : quantity.start]


def _counts_bare(strand: Strand, quantity: Quantity, first: int, clause_end: int) -> bool:
    words, text = grammar(), strand.text
    digits = text[quantity.start : quantity.end]
    if quantity.value % 1:
        return False
    if words.counted.match(text, quantity.end):
        year = len(digits) == 4 and digits[0] in "12" and digits[1] in "90"
        return not year and first < quantity.hedged
    if quantity.end < clause_end and text[quantity.end] not in "、":
        return False
    behind = words.behind_total if quantity.value else words.behind_zero
    return behind.search(text, first, quantity.hedged) is not None


def _between_units(found: Sequence[Quantity], place: int) -> list[Quantity]:
    """Give a number between the last before it and the first behind it that have a unit."""
    before = next((each for each in reversed(found[:place]) if each.unit is not None), None)
    behind = next((each for each in found[place + 1 :] if each.unit is not None), None)
    return [each for each in (before, found[place], behind) if each is not None]


def _lost_its_unit(strand: Strand, near: Sequence[Quantity], quantity: Quantity, words: Grammar) -> bool:
    """Say whether a bare number at the end of its clause is one of a list of which the others have units.

    `near` are the number and its neighbours that have units.
    """
    text, end = strand.text, quantity.end
    if quantity.unit is not None or quantity.value % 1 or _torn(strand, quantity):
        return False
    if end == len(text) or text[end] not in ",;、" or text[end + 1 : end + 2].isdecimal():
        return False
    if not _is_word(text[quantity.hedged - 1 : quantity.hedged]):
        return False
    if words.share_behind.match(text, end):
        return True
    if len(near) < _BOTH_SIDES or strand.sentence(near[0].start) != strand.sentence(near[-1].start):
        return False
    units = {each.unit for each in near if each is not quantity}
    return len(units) == 1 and not units & {None, *words.shares, *words.changes}


def _goes_on(strand: Strand, one: Quantity, other: Quantity, words: Grammar) -> bool:
    """Say whether a spelled number goes on behind one that counts: 配备一名专职人员和两名兼职人员."""
    text = strand.text
    if one.unit != other.unit or text[one.start].isascii() or text[other.start].isascii() or not one.unit:
        return False
    if strand.clause(one.start) != strand.clause(other.start) or not _counts(strand, one, words):
        return False
    return words.joint.fullmatch(text[other.hedged - 1 : other.hedged]) is not None


def _is_word(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" and character not in "第号至到约"


def _counts_spelled(strand: Strand, quantity: Quantity, first: int, clause_end: int) -> bool:
    words, text = grammar(), strand.text
    if quantity.value == 1 and quantity.unit not in words.units_of_one:
        return False
    if quantity.hedge or words.spelled_behind.search(text, first, quantity.hedged):
        return True
    if quantity.unit in words.persons and words.spelled_persons_behind.search(text, first, quantity.hedged):
        return True
    last = quantity.end == clause_end or text[quantity.end] == "、"
    return quantity.value > 1 and (
        words.spelled_before.match(text, quantity.end) is not None or (last and quantity.unit in words.spelled_last)
    )


def _divisible(unit: str | None) -> bool:
    """Say whether a fraction of the unit can be meant: 1.5 files are a list number and five files."""
    words = grammar()
    return unit is None or unit in words.money or unit in words.shares or unit in words.changes or unit in _MEASURES


_MEASURES = frozenset({"分", "倍", "亩", "吨", "公里", "平方米", "平方公里", "立方米", "公斤", "课时", "学时"})
