"""The grammar of figures, read once from `figures.yaml` and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai import resources

__all__ = [
    "NAME",
    "TIME",
    "Grammar",
    "compiled",
    "either",
    "grammar",
]

NAME, TIME = "\ue000", "\ue001"
"""What stands in for each character of a run that is no figure, and of a date or duration."""

_DIGIT = "0-9"
_SPELLED = "〇零一二三四五六七八九十百千万两"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns and word lists that `figures.yaml` explains."""

    names: re.Pattern[str]
    times: re.Pattern[str]
    not_figures: re.Pattern[str]
    quantity: re.Pattern[str]
    scales: Mapping[str, int]
    units_behind: Mapping[str, re.Pattern[str]]
    money: frozenset[str]
    shares: frozenset[str]
    changes: frozenset[str]
    units_of_one: frozenset[str]
    spelled_behind: re.Pattern[str]
    persons: frozenset[str]
    spelled_persons_behind: re.Pattern[str]
    spelled_before: re.Pattern[str]
    spelled_last: frozenset[str]
    counted: re.Pattern[str]
    share_behind: re.Pattern[str]
    behind_total: re.Pattern[str]
    behind_zero: re.Pattern[str]
    frequency_behind: re.Pattern[str]
    no_figure_behind: re.Pattern[str]
    no_figure_before: re.Pattern[str]
    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    trailing_ends: frozenset[str]
    cumulative: re.Pattern[str]
    predicate: re.Pattern[str]
    acts: re.Pattern[str]
    done_to: re.Pattern[str]
    no_name: re.Pattern[str]
    joint: re.Pattern[str]
    own_verb: re.Pattern[str]
    change_at_end: re.Pattern[str]
    change: re.Pattern[str]
    change_behind: re.Pattern[str]
    against: re.Pattern[str]
    comparison: re.Pattern[str]
    origin: re.Pattern[str]
    destination: re.Pattern[str]
    share_of: re.Pattern[str]
    rate: re.Pattern[str]
    opens_parts: re.Pattern[str]
    opens_bracket: re.Pattern[str]
    opens_whole: re.Pattern[str]
    opens_statement: re.Pattern[str]
    names_bodies: re.Pattern[str]
    alike: Mapping[str, int]


@cache
def grammar() -> Grammar:
    """Give the grammar.

    >>> bool(grammar().not_figures.match("第二十条")), grammar().scales["万"]
    (True, 10000)
    """
    data = resources.data(__package__, "figures.yaml")
    change = data["change_verbs"]
    return Grammar(
        names=compiled("|".join(data["names"])),
        times=_starting_with("", data["times"]),
        not_figures=_starting_with(data["not_figures_begin_with"], data["not_figures"].values()),
        quantity=_quantity(data),
        scales=data["scales"],
        units_behind={unit: _at_end(pattern) for unit, pattern in data["units_behind"].items()},
        money=frozenset(data["money"]),
        shares=frozenset(data["shares"]),
        changes=frozenset(data["changes"]),
        units_of_one=frozenset(data["units_of_one"]),
        spelled_behind=_at_end(data["spelled_behind"]),
        persons=frozenset(data["persons"]),
        spelled_persons_behind=_at_end(data["spelled_persons_behind"]),
        spelled_before=compiled(data["spelled_before"]),
        spelled_last=frozenset(data["spelled_last"]),
        counted=compiled("|".join(data["counted"])),
        share_behind=compiled(data["share_behind"]),
        behind_total=_at_end(data["behind_total"]),
        behind_zero=_at_end(data["behind_zero"]),
        frequency_behind=_at_end(data["frequency_behind"]),
        no_figure_behind=_at_end("|".join(data["no_figure_behind"])),
        no_figure_before=compiled(data["no_figure_before"]),
        leading=compiled(f"(?:{'|'.join(data['leading_words'])})++"),
        trailing=_at_end(f"(?:{'|'.join(data['trailing_words'])})+"),
        trailing_ends=frozenset(data["trailing_ends"]),
        cumulative=compiled(data["cumulative"].replace("{time}", TIME)),
        predicate=compiled(data["predicates"]),
        acts=compiled(data["acts"]),
        done_to=compiled(data["done_to"]),
        no_name=compiled(data["no_name"]),
        joint=compiled(data["joints"]),
        own_verb=_at_end(f"(?:已|共|均)?(?:{either(data['own_verbs'])})"),
        change_at_end=_at_end(f"(?:{change}){data['behind_change']}"),
        change=compiled(change),
        change_behind=compiled(data["change_behind"].replace("{change_verbs}", change)),
        against=compiled(data["against"]),
        comparison=compiled(data["comparison"].replace("{change_verbs}", change)),
        origin=_at_end(data["from"]),
        destination=compiled(data["to"].replace("{change_verbs}", change)),
        share_of=compiled(data["share_of"]),
        rate=_at_end(data["rate"]),
        opens_parts=compiled(data["opens_parts"]),
        opens_bracket=compiled(data["opens_bracket"]),
        opens_whole=compiled(data["opens_whole"]),
        opens_statement=compiled(data["opens_statement"]),
        names_bodies=compiled(data["names_bodies"]),
        alike={unit: number for number, units in enumerate(data["alike"]) for unit in units},
    )


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the grammar: {d} is a digit, {n} also a numeral, {t} a date or duration.

    >>> bool(compiled("第{n}+条").fullmatch("第二十1条"))
    True
    """
    filled = pattern.replace("[{d}", f"[{_DIGIT}").replace("{d}]", f"{_DIGIT}]").replace("{d}", f"[{_DIGIT}]")
    return re.compile(filled.replace("{n}", f"[{_DIGIT}{_SPELLED}]").replace("{t}", f"{TIME}{{1,40}}+"))


def either(words: Iterable[str]) -> str:
    """Give a pattern of any of the words, the longest first.

    >>> either(["人", "人次"])
    '人次|人'
    """
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _starting_with(first: str, patterns: Iterable[str]) -> re.Pattern[str]:
    # One look at the first character spares trying every pattern at every place.
    return compiled(f"(?=[{_DIGIT}{_SPELLED}{first}])(?:{'|'.join(patterns)})")


def _at_end(pattern: str) -> re.Pattern[str]:
    return compiled(f"(?:{pattern})$")


def _quantity(data: Mapping[str, Any]) -> re.Pattern[str]:
    """Give the pattern of a number with its hedges and its unit, in digits or spelled."""
    begins_words = data["units"] | dict.fromkeys(data["money"], data["money_no_unit_before"])
    begins_words |= dict.fromkeys((*data["shares"], *data["changes"]), "")
    unit = _units(begins_words, begins_words, data["words_behind_units"])
    spelled_unit = _units(data["spelled_units"], begins_words, data["words_behind_units"])
    hedges, scale, inside = either(data["hedges_before"]), either(data["scales"]), either(data["hedges_inside"])
    first = "".join(sorted({hedge[0] for hedge in data["hedges_before"]}))
    return compiled(
        rf"(?=[{{d}}{_SPELLED}{first}])(?P<before>{hedges})?+(?:"
        rf"百分之(?P<percent>[{_SPELLED}点]{{1,8}}|{{d}}{{1,3}}(?:\.{{d}}{{1,4}})?)(?![{{d}}])"
        rf"|(?<![{{d}}])(?<![{{d}}]\.)(?P<digits>{{d}}{{1,3}}(?:,{{d}}{{3}}(?![{{d}}]))+(?:\.{{d}}{{1,4}})?"
        rf"|{{d}}{{1,3}}(?: {{d}}{{3}}(?![{{d}}]))+|{{d}}(?: {{d}}){{1,8}}(?! ?{{d}})|{{d}}++(?:\.{{d}}++)?)"
        rf"(?:(?P<inner>{inside})?(?P<scale>{scale})?(?P<inner2>{inside})?(?P<unit>{unit})"
        rf"|(?P<inner3>{inside})?(?P<alone>{either(data['written_alone'])})(?P<inner5>{inside})?(?![{{d}}]))?"
        rf"|(?<![{_SPELLED}几数第])(?P<spelled>[{_SPELLED}]{{1,7}})(?P<inner4>余|多)?(?P<spelled_unit>{spelled_unit})"
        rf")(?P<behind>{either(data['hedges_behind'])})?"
    )


def _units(units: Iterable[str], begins_words: Mapping[str, str], words_behind: Iterable[str]) -> str:
    ordered = sorted(units, key=len, reverse=True)
    behind = either(words_behind)
    return "|".join(
        re.escape(unit) + (f"(?:(?={behind})|(?![{begins_words[unit]}]))" if begins_words[unit] else "")
        for unit in ordered
    )
