"""The small language in which a rule says what must hold: cells, +, -, max, sum, and one comparison.

    requests_closed == closed_on_time + closed_after_extension
    carried_in(year) == carried_out(year - 1)

Python's own parser reads it, and every node that the language does not know is refused; nothing is executed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

__all__ = [
    "CellName",
    "Comparison",
    "Difference",
    "Largest",
    "Relation",
    "Sum",
    "Term",
    "cells",
    "evaluate",
    "parse",
    "parse_term",
]

Comparison = Literal["==", "<=", ">="]

Headings = Mapping[str, tuple[str, ...]]
"""What stands under a name that `sum` is asked for."""

_COMPARISONS: Mapping[type[ast.cmpop], Comparison] = {ast.Eq: "==", ast.LtE: "<=", ast.GtE: ">="}


# A named tuple, as the cells of a report are looked up by it thousands of times.
class CellName(NamedTuple):
    """One cell by the name that a rule gives it; `years_ago` is 1 in `name(year - 1)`, and None without a year."""

    name: str
    years_ago: int | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms that are added."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest of some terms."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A term less another."""

    whole: Term
    less: Term


Term = CellName | Sum | Largest | Difference


@dataclass(frozen=True)
class Relation:
    """Two terms and how they must compare."""

    left: Term
    comparison: Comparison
    right: Term

    @cached_property
    def cells(self) -> tuple[CellName, ...]:
        """Every cell of the relation, in its order."""
        return (*cells(self.left), *cells(self.right))


def parse(text: str, headings: Headings | None = None) -> Relation:
    """Read a relation.

    Raises:
        ValueError: the text says more than the language knows.

    >>> parse("staff == full_time + part_time").right
    Sum(terms=(CellName(name='full_time', years_ago=None), CellName(name='part_time', years_ago=None)))
    """
    match _tree(text):
        case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in _COMPARISONS:
            read = _TermReader(text, headings or {}, _names(left) | _names(right)).term
            return Relation(read(left), _COMPARISONS[type(operator)], read(right))
    raise ValueError(f"{text!r} is no comparison of two terms with ==, <= or >=")


def parse_term(text: str, headings: Headings | None = None) -> Term:
    """Read one side of a relation.

    Raises:
        ValueError: the text says more than the language knows.

    >>> parse_term("sum(results)", {"results": ("granted", "refused")})
    Sum(terms=(CellName(name='granted', years_ago=None), CellName(name='refused', years_ago=None)))
    """
    return _TermReader(text, headings or {}, frozenset()).term(_tree(text))


@lru_cache(maxsize=1024)
def cells(term: Term) -> tuple[CellName, ...]:
    """Give the cells of a term, in its order.

    >>> [cell.name for cell in cells(parse_term("max(a, b) - c"))]
    ['a', 'b', 'c']
    """
    match term:
        case CellName():
            return (term,)
        case Sum(terms) | Largest(terms):
            return tuple(cell for each in terms for cell in cells(each))
        case Difference(whole, less):
            return (*cells(whole), *cells(less))


def evaluate(term: Term, value: Callable[[CellName], float]) -> float:
    """Work out a term from the values of its cells.

    >>> evaluate(parse_term("a + max(b, c)"), lambda cell: {"a": 1, "b": 2, "c": 3}[cell.name])
    4
    """
    return _formula(term)(value)


_Formula = Callable[[Callable[[CellName], float]], float]


@lru_cache(maxsize=1024)
def _formula(term: Term) -> _Formula:
    match term:
        case CellName():
            return lambda value: value(term)
        case Sum(terms):
            added = tuple(map(_formula, terms))
            return lambda value: sum([each(value) for each in added])
        case Largest(terms):
            compared = tuple(map(_formula, terms))
            return lambda value: max([each(value) for each in compared])
        case Difference(whole, less):
            first, second = _formula(whole), _formula(less)
            return lambda value: first(value) - second(value)


def _tree(text: str) -> ast.expr:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"{text!r} is no expression: {error.msg}") from error


def _names(node: ast.AST) -> frozenset[str]:
    return frozenset(each.id for each in ast.walk(node) if isinstance(each, ast.Name))


@dataclass(frozen=True, slots=True)
class _TermReader:
    """Turns Python's tree into terms; `named` are the names that a sum leaves out, as the rule has them itself."""

    text: str
    headings: Headings
    named: frozenset[str]

    def term(self, node: ast.expr) -> Term:
        match node:
            case ast.Name() | ast.Attribute():
                return CellName(self._path(node))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return Sum((*self._added(left), *self._added(right)))
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                return Difference(self.term(left), self.term(right))
            case ast.Call(func=ast.Name(id="max"), args=[_, _, *_] as terms, keywords=[]):
                return Largest(tuple(map(self.term, terms)))
            case ast.Call(func=ast.Name(id="sum"), args=[heading], keywords=[]):
                return self._sum(self._path(heading))
            case ast.Call(func=(ast.Name() | ast.Attribute()) as name, args=[year], keywords=[]):
                return CellName(self._path(name), self._years_ago(year))
        raise self._refusal(node)

    def _added(self, node: ast.expr) -> tuple[Term, ...]:
        term = self.term(node)
        return term.terms if isinstance(term, Sum) else (term,)

    def _sum(self, heading: str) -> Sum:
        if heading not in self.headings:
            raise ValueError(f"{self.text!r}: {heading} heads nothing")
        return Sum(tuple(CellName(name) for name in self.headings[heading] if name not in self.named))

    def _path(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return name
            case ast.Attribute(value=before, attr=name):
                return f"{self._path(before)}.{name}"
        raise self._refusal(node)

    def _years_ago(self, node: ast.expr) -> int:
        match node:
            case ast.Name(id="year"):
                return 0
            case ast.BinOp(left=ast.Name(id="year"), op=ast.Sub(), right=ast.Constant(value=int(years))):
                return years
        raise self._refusal(node)

    def _refusal(self, node: ast.expr) -> ValueError:
        return ValueError(f"{self.text!r}: {ast.unparse(node)} is not in the language of rules")
