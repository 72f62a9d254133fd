"""What cells and relations are called in a message: labels as printed, with the English of the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal

from gongkai.check.expression import CellName, Difference, Largest, Sum, Term, cells
from gongkai.check.judgement import JudgedReading, PrintedCell, Side
from gongkai.check.wording import Phrase, joined, listed, number
from gongkai.forms import Indicator, indicators_by_id

__all__ = ["NamedCells", "name_cell", "name_observation", "name_side"]

NamedBy = Literal["row", "column", "both"]

_NOTE = re.compile(r"(?<=.)[(（][^()（）]{7,}[)）]$")
"""A note behind a label: it says how to count, and is no part of the name."""

_PLAIN_COLUMNS = frozenset({"count", "total"})
"""Columns that go without saying where a cell is named by row and column."""


@dataclass(frozen=True, slots=True)
class NamedCells:
    """The cells of a rule with what they say, and what gives their names: most of them are never named."""

    readings: Mapping[CellName, JudgedReading]
    name: Callable[[CellName], Phrase]

    def described(self, cell: CellName) -> Phrase:
        """Give the name of a cell with what it says."""
        name, said = self.name(cell), self.readings[cell].value
        if said is None:
            return name
        value = number(said)
        return Phrase(f"{name.english} {value}", f"{name.chinese}{value}")

    def blank(self) -> Phrase:
        """List the cells in which nothing is printed."""
        return listed([self.name(cell) for cell, reading in self.readings.items() if reading.blank])

    def unclear(self) -> Phrase:
        """List the cells that could not be read."""
        return listed([self.name(cell) for cell, reading in self.readings.items() if not reading.clear])


# Agencies print the same few labels over and over.
@lru_cache(maxsize=8192)
def name_cell(indicator: Indicator, by: NamedBy, printed: str | None = None, year: int | None = None) -> Phrase:
    """Name a cell by its row, its column or both; `printed` is the row's label as the report prints it.

    >>> from gongkai.forms import indicators
    >>> name_cell(indicators()[0], "row", printed="(一)主动公开政府信息数").chinese
    '“(一)主动公开政府信息数”'
    """
    label, english = _NOTE.sub("", "".join((printed or indicator.row_label).split())), indicator.row_english
    if by == "column":
        label, english = indicator.column_label, indicator.column_english
    elif by == "both" and indicator.column not in _PLAIN_COLUMNS:
        label, english = f"{label}·{indicator.column_label}", f"{english}, {indicator.column_english}"
    if year is None:
        return Phrase(f"“{label}” ({english})", f"“{label}”")
    return Phrase(f"“{label}” ({english}) of {year}", f"{year}年“{label}”")


def name_observation(observation: PrintedCell) -> Phrase:
    """Name a printed cell by its row and column, as the report prints them.

    >>> from gongkai.document import Locator
    >>> from gongkai.rows import Observation
    >>> place = "2021.requests.received.companies", 7.0, "reported", "件", "form", "7", Locator(3), "新收", "label", 1.0
    >>> name_observation(Observation(*place)).chinese
    '“新收·商业企业”'
    """
    return name_cell(indicators_by_id()[observation.indicator_id], "both", printed=observation.label)


def name_side(term: Term, named: NamedCells, value: Side) -> Phrase:
    """Write a side out with its numbers, and its sum if there is something to add.

    Parts that are zero or blank are left out where others are printed: they add nothing.
    """
    if isinstance(term, Sum):
        parts = _worth_naming(term.terms, named.readings)
        phrase, alone = _added(parts, named), len(parts) == 1
    else:
        phrase, alone = _term(term, named), isinstance(term, CellName)
    if alone:
        return phrase
    total = number(value.value)
    return Phrase(f"{phrase.english} = {total}", f"{phrase.chinese} = {total}")


def _term(term: Term, named: NamedCells) -> Phrase:
    match term:
        case CellName():
            return named.described(term)
        case Sum(terms):
            return _added(_worth_naming(terms, named.readings), named)
        case Largest(terms):
            of = joined((_term(each, named) for each in _worth_naming(terms, named.readings)), ", ", "、")
            return Phrase(f"the largest of {of.english}", f"{of.chinese}中的最大值")
        case Difference(whole, less):
            return joined((_term(whole, named), _term(less, named)), " - ", " - ")


def _added(terms: Iterable[Term], named: NamedCells) -> Phrase:
    return joined([_term(each, named) for each in terms], " + ", " + ")


def _worth_naming(terms: tuple[Term, ...], readings: Mapping[CellName, JudgedReading]) -> tuple[Term, ...]:
    counting = tuple(term for term in terms if any(readings[cell].value for cell in cells(term)))
    if counting:
        return counting
    printed = (term for term in terms if any(readings[cell].value is not None for cell in cells(term)))
    return tuple(islice(printed, 1)) or terms[:1]
