"""What plain formulas give: sums, differences and products of cells. All other formulas are left alone.

A formula that counts on anything but numbers, or dashes among them, is left alone too: what a program makes of a text
is not plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, DecimalException
from functools import reduce
from operator import mul

from gongkai.read.excel.model import Formula, Place, Range, SourceCell, SourceSheet, Workbook
from gongkai.read.excel.sheet_xml import MAX_COLUMNS, MAX_ROWS

__all__ = ["Evaluator"]


class Evaluator:
    """Computes formulas of a workbook, each once."""

    def __init__(self, workbook: Workbook) -> None:
        """Take the workbook that holds the cells that formulas point to."""
        self._sheets: Mapping[str, SourceSheet] = {sheet.name.casefold(): sheet for sheet in workbook.sheets}
        self._known: dict[tuple[str, Place], Decimal | None] = {}
        self._steps_left = _MOST_STEPS
        self._depth = 0

    def value(self, sheet: SourceSheet, place: Place) -> Decimal | None:
        """Give what the formula of a cell gives, or None where it is not plain, or counts on itself."""
        key = sheet.name, place
        if key not in self._known:
            # Whoever counts on a formula that is being computed counts on itself.
            self._known[key] = None
            cell = sheet.cells[place]
            if cell.formula is not None and self._depth < _MOST_DEPTH:
                self._depth += 1
                self._known[key] = self._computed(cell.formula, sheet, place)
                self._depth -= 1
        return self._known[key]

    def _computed(self, formula: Formula, sheet: SourceSheet, place: Place) -> Decimal | None:
        try:
            return _Parser(self, formula, sheet, place).result()
        except (_NotPlainError, DecimalException):
            return None

    def numbers(self, sheet_name: str | None, bounds: Range, sheet: SourceSheet) -> Iterator[Decimal]:
        """Give the numbers of a block of cells. Blank cells give none."""
        there = sheet if sheet_name is None else self._sheets.get(sheet_name.casefold())
        if there is None:
            raise _NotPlainError
        self._steps_left -= (bounds.bottom - bounds.top) * (bounds.right - bounds.left)
        if self._steps_left < 0:
            raise _NotPlainError
        is_block = bounds.bottom - bounds.top > 1 or bounds.right - bounds.left > 1
        for row in range(bounds.top, bounds.bottom):
            for column in range(bounds.left, bounds.right):
                cell = there.cells.get((row, column))
                if cell is not None and not (is_block and _DASH.fullmatch(cell.text)):
                    yield from self._number(cell, there, (row, column))

    def _number(self, cell: SourceCell, sheet: SourceSheet, place: Place) -> Iterator[Decimal]:
        if cell.formula is not None:
            computed = self.value(sheet, place)
            if computed is None:
                raise _NotPlainError
            yield computed
        elif isinstance(cell.value, float):
            yield Decimal(f"{cell.value:.15g}")
        elif cell.value is not None and (isinstance(cell.value, bool) or cell.text.strip()):
            raise _NotPlainError


class _NotPlainError(Exception):
    """A formula is more than sums, differences and products of numbers."""


_DASH = re.compile(r"\s*(?:[-–—－―/\\]+|无)\s*")
"""What is printed in a block of numbers where there is none; a sum passes it over."""

_MOST_STEPS = 2_000_000
_MOST_DEPTH = 50
_LONGEST = 2_000
_TOKEN = re.compile(
    r"""
    \s*+(?:
      (?P<reference>
        (?:(?:'(?P<quoted>[^'\[\]]+)'|(?P<bare>[^\W\d][\w.]*+))!)?
        (?P<first>\$?[A-Za-z]{1,3}\$?[0-9]{1,7})(?::(?P<last>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}))?(?![\w(.!:])
      )
      | (?P<number>[0-9]+(?:\.[0-9]*)?)(?![\w.:])
      | (?P<function>SUM|PRODUCT)\(
      | (?P<mark>[-+*(),])
    )\s*+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PART = re.compile(r"(\$?)([A-Za-z]+)(\$?)([0-9]+)")


class _Parser:
    """Reads one formula from left to right: terms of factors."""

    def __init__(self, evaluator: Evaluator, formula: Formula, sheet: SourceSheet, place: Place) -> None:
        self._evaluator = evaluator
        self._sheet = sheet
        self._moved = place[0] - formula.origin[0], place[1] - formula.origin[1]
        self._tokens = list(_tokens(formula.text))
        self._next = 0
        self._depth = 0
        self._cells = 0

    def result(self) -> Decimal:
        found = self._sum()
        # What counts on no cell at all was computed by nobody and is no sum of cells.
        if self._next != len(self._tokens) or not self._cells:
            raise _NotPlainError
        return found

    def _peek(self) -> str:
        return self._tokens[self._next]["mark"] or "" if self._next < len(self._tokens) else ""

    def _take(self, mark: str) -> bool:
        if self._peek() == mark:
            self._next += 1
            return True
        return False

    def _sum(self) -> Decimal:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise _NotPlainError
        total = self._product()
        while self._peek() in ("+", "-"):
            sign = -1 if self._peek() == "-" else 1
            self._next += 1
            total += sign * self._product()
        self._depth -= 1
        return total

    def _product(self) -> Decimal:
        product = self._factor()
        while self._take("*"):
            product *= self._factor()
        return product

    def _factor(self) -> Decimal:
        sign = 1
        while self._peek() in ("+", "-"):
            sign = -sign if self._peek() == "-" else sign
            self._next += 1
        return sign * self._operand()

    def _operand(self) -> Decimal:
        if self._next == len(self._tokens):
            raise _NotPlainError
        token = self._tokens[self._next]
        self._next += 1
        if token["number"]:
            return Decimal(token["number"])
        if token["function"]:
            return self._function(token["function"].upper())
        if token["mark"] == "(":
            inner = self._sum()
            if not self._take(")"):
                raise _NotPlainError
            return inner
        if token["reference"] and not token["last"]:
            numbers = self._numbers(token)
            return numbers[0] if numbers else Decimal(0)
        raise _NotPlainError

    def _function(self, name: str) -> Decimal:
        numbers: list[Decimal] = []
        while True:
            token = self._tokens[self._next] if self._next < len(self._tokens) else None
            behind = self._tokens[self._next + 1]["mark"] if self._next + 1 < len(self._tokens) else ""
            if token is not None and token["reference"] and behind in (",", ")"):
                self._next += 1
                numbers += self._numbers(token)
            else:
                numbers.append(self._sum())
            if self._take(")"):
                break
            if not self._take(","):
                raise _NotPlainError
        if name == "SUM" or not numbers:
            return sum(numbers, Decimal(0))
        return reduce(mul, numbers)

    def _numbers(self, token: re.Match[str]) -> list[Decimal]:
        self._cells += 1
        top, left = self._place(token["first"])
        bottom, right = self._place(token["last"]) if token["last"] else (top, left)
        bounds = Range(min(top, bottom), min(left, right), max(top, bottom) + 1, max(left, right) + 1)
        return list(self._evaluator.numbers(token["quoted"] or token["bare"], bounds, self._sheet))

    def _place(self, reference: str) -> Place:
        """Give the cell that a reference points to from where the formula stands."""
        found = _PART.fullmatch(reference)
        if found is None:
            raise _NotPlainError
        column = 0
        for letter in found[2].upper():
            column = 26 * column + ord(letter) - ord("A") + 1
        row = int(found[4]) - 1 + (0 if found[3] else self._moved[0])
        column += -1 + (0 if found[1] else self._moved[1])
        if not (0 <= row < MAX_ROWS and 0 <= column < MAX_COLUMNS):
            raise _NotPlainError
        return row, column


def _tokens(text: str) -> Iterator[re.Match[str]]:
    text = text.strip().removeprefix("=")
    if len(text) > _LONGEST:
        raise _NotPlainError
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise _NotPlainError
        yield found
        place = found.end()
