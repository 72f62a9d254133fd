"""Whether a relation between two sides holds, where some cells are blank or could not be read.

A blank cell is not zero: the agency printed nothing. So a relation *holds* if the printed numbers satisfy it by
themselves, *fails* if they break it whatever the blank cells might say, and otherwise cannot be applied.
A relation that is only a `warning` and only a limit (<= or >=) also fails where blank cells had to hold the rest.
No cell is below zero, save where a form prints a change, and such cells are compared only if all are printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Literal, Protocol

from gongkai.check.expression import CellName, Comparison, Term, cells, evaluate
from gongkai.document import Locator
from gongkai.rows import Outcome, Status

__all__ = [
    "JudgedReading",
    "Judgement",
    "PrintedCell",
    "Reason",
    "Side",
    "every_cell",
    "exact",
    "judge",
    "read",
    "side",
]

Reason = Literal["nothing_printed", "blank_part", "unclear", "blank_is_nothing", "local_cells", "absent"]


class PrintedCell(Protocol):
    """What the rules between reports ask of a cell: an `Observation`, or as much of one."""

    @property
    def indicator_id(self) -> str: ...  # noqa: D102 - each is as in an observation

    @property
    def value(self) -> float | None: ...  # noqa: D102

    @property
    def status(self) -> Status: ...  # noqa: D102

    @property
    def unit(self) -> str | None: ...  # noqa: D102

    @property
    def locator(self) -> Locator: ...  # noqa: D102

    @property
    def label(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class JudgedReading:
    """What a cell says: its number, or nothing. One that is not clear has text that is no number, or was not found."""

    value: float | None
    clear: bool = True

    @property
    def blank(self) -> bool:
        """Whether the cell is there and nothing is printed in it."""
        return self.value is None and self.clear


UNCLEAR = JudgedReading(None, clear=False)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a relation.

    `value` is what its printed numbers make, from `low` to `high` where they are approximate, and `most` what it
    could be at most if blank cells held anything.
    """

    value: float
    low: float
    high: float
    most: float
    printed: bool = True
    clear: bool = True

    @property
    def shown(self) -> float | None:
        """The value, or None if nothing is printed."""
        return self.value if self.printed else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome, with the reason where blank or unclear cells decide it."""

    outcome: Outcome
    reason: Reason | None = None


def read(observation: PrintedCell | None) -> JudgedReading:
    """Read a cell; None is a cell that was not found in the document.

    >>> read(None)
    JudgedReading(value=None, clear=False)
    """
    if observation is None or observation.status == "unreadable":
        return UNCLEAR
    return JudgedReading(observation.value)


def side(term: Term, readings: Mapping[CellName, JudgedReading]) -> Side:
    """Work out a side from its cells.

    >>> from gongkai.check.expression import parse_term
    >>> side(parse_term("a + b"), {CellName("a"): JudgedReading(3.0), CellName("b"): JudgedReading(None)})
    Side(value=3.0, low=3.0, high=3.0, most=inf, printed=True, clear=True)
    """
    found = {cell: readings[cell] for cell in cells(term)}
    missing = [reading for reading in found.values() if reading.value is None]
    value = _worked_out(term, found, 0.0)
    return Side(
        value=value,
        low=value,
        high=value,
        most=_worked_out(term, found, inf) if missing else value,
        printed=len(missing) < len(found),
        clear=all(reading.clear for reading in found.values()),
    )


def exact(value: float) -> Side:
    """Give a side that is one number.

    >>> exact(7.0).most
    7.0
    """
    return Side(value, value, value, value)


def judge(left: Side, comparison: Comparison, right: Side, *, blank_is_nothing: bool = False) -> Judgement:
    """Say whether a relation holds.

    >>> part_blank = Side(8598, 8598, 8598, inf)
    >>> judge(exact(8645), "<=", part_blank).reason
    'blank_part'
    >>> judge(exact(8645), "<=", part_blank, blank_is_nothing=True).outcome
    'fails'
    """
    clear = left.clear and right.clear
    if not (left.printed and right.printed):
        return Judgement("not_applicable", "nothing_printed" if clear else "unclear")
    if not _compares(left.low, left.most, comparison, right.low, right.most):
        return Judgement("fails")
    plainly = _compares(left.low, left.high, comparison, right.low, right.high)
    if plainly and (clear or _always(left, comparison, right)):
        return Judgement("holds")
    if not clear:
        return Judgement("not_applicable", "unclear")
    if blank_is_nothing and comparison != "==":
        return Judgement("fails", "blank_is_nothing")
    return Judgement("not_applicable", "blank_part")


def every_cell(readings: Iterable[JudgedReading]) -> Judgement | None:
    """Refuse a relation that is compared only if every cell is printed; None says that it can be.

    >>> every_cell([JudgedReading(3.0), JudgedReading(None)])
    Judgement(outcome='not_applicable', reason='nothing_printed')
    """
    missing = [reading for reading in readings if reading.value is None]
    if not missing:
        return None
    return Judgement("not_applicable", "nothing_printed" if all(reading.clear for reading in missing) else "unclear")


def _compares(low: float, high: float, comparison: Comparison, other_low: float, other_high: float) -> bool:
    """Say whether some number of the first range compares so with some number of the second."""
    match comparison:
        case "==":
            return low <= other_high and other_low <= high
        case "<=":
            return low <= other_high
        case ">=":
            return high >= other_low


def _always(left: Side, comparison: Comparison, right: Side) -> bool:
    """Say whether a relation that the printed numbers satisfy stays so whatever else the cells hold."""
    match comparison:
        case "==":
            return left.most == left.high and right.most == right.high
        case "<=":
            return left.most == left.high
        case ">=":
            return right.most == right.high


def _worked_out(term: Term, readings: Mapping[CellName, JudgedReading], blank: float) -> float:
    # Amounts are decimal fractions; a sum of them must not fail for the last binary digit.
    values = {cell: blank if reading.value is None else reading.value for cell, reading in readings.items()}
    return round(evaluate(term, values.__getitem__), 6)
