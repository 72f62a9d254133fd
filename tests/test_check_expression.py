"""The language of rules, and the judgement on relations with blank cells."""

from __future__ import annotations

from math import inf

import pytest

from gongkai.check.expression import CellName, Difference, Largest, Relation, Sum, cells, evaluate, parse, parse_term
from gongkai.check.judgement import JudgedReading, Side, exact, judge, side

A, B, C = CellName("a"), CellName("b"), CellName("c")


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("a == b + c", Relation(A, "==", Sum((B, C)))),
        ("a + b == c", Relation(Sum((A, B)), "==", C)),
        ("a >= max(b, c)", Relation(A, ">=", Largest((B, C)))),
        ("a <= b - c", Relation(A, "<=", Difference(B, C))),
        ("a(year) == b(year - 1)", Relation(CellName("a", 0), "==", CellName("b", 1))),
        ("requests.received.total <= b", Relation(CellName("requests.received.total"), "<=", B)),
        ("a == sum(heading)", Relation(A, "==", Sum((B, C)))),
    ],
)
def test_a_rule_is_read(text: str, relation: Relation) -> None:
    assert parse(text, {"heading": ("a", "b", "c")}) == relation


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "a < b",
        "a == b == c",
        "a != b",
        "a == 1",
        "a == b * c",
        "a == -b",
        "a == __import__('os').system('true')",
        "a == b[0]",
        "a == (lambda: b)()",
        "a == max(b)",
        "a == sum(unknown)",
        "a == b(month)",
        "a == b if c else a",
        "a ==",
    ],
)
def test_what_the_language_does_not_know_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"a"):
        parse(text)


def test_a_term_gives_its_cells_and_its_value() -> None:
    term = parse_term("max(a, b + c) - a")
    assert list(cells(term)) == [A, B, C, A]
    assert evaluate(term, {A: 2.0, B: 3.0, C: 4.0}.__getitem__) == 5.0


def read_side(text: str, **values: float | None) -> Side:
    return side(parse_term(text), {CellName(name): JudgedReading(value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("left", "comparison", "right", "outcome", "reason"),
    [
        (exact(5), "==", read_side("a + b", a=2, b=3), "holds", None),
        (exact(5), "==", read_side("a + b + c", a=2, b=3, c=None), "holds", None),
        (exact(5), "==", read_side("a + b", a=2, b=4), "fails", None),
        (exact(5), "==", read_side("a + b + c", a=2, b=4, c=None), "fails", None),
        (exact(5), "==", read_side("a + b", a=2, b=None), "not_applicable", "blank_part"),
        (exact(0), "==", read_side("a + b", a=5, b=6), "fails", None),
        (exact(0), "==", read_side("a + b", a=None, b=None), "not_applicable", "nothing_printed"),
        (read_side("a", a=None), "==", exact(11), "not_applicable", "nothing_printed"),
        (read_side("a + b", a=3, b=None), "==", read_side("a + b", a=2, b=None), "not_applicable", "blank_part"),
        (read_side("a + b", a=3, b=None), "==", read_side("a + b", a=2, b=0), "fails", None),
        (exact(5), "<=", read_side("a + b", a=2, b=None), "not_applicable", "blank_part"),
        (exact(2), "<=", read_side("a + b", a=2, b=None), "holds", None),
        (exact(5), ">=", read_side("max(a, b)", a=5, b=None), "holds", None),
        (exact(5), ">=", read_side("max(a, b)", a=6, b=None), "fails", None),
        (exact(96171.6), "==", read_side("a + b", a=96171.5, b=0.1), "holds", None),
    ],
)
def test_a_blank_cell_is_not_zero(left: Side, comparison: str, right: Side, outcome: str, reason: str | None) -> None:
    verdict = judge(left, comparison, right)  # type: ignore[arg-type]
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


def test_a_cell_that_was_not_read_may_hold_anything() -> None:
    unread = side(parse_term("a + b"), {A: JudgedReading(5.0), B: JudgedReading(None, clear=False)})
    assert unread.most == inf
    assert judge(exact(5), "==", unread).reason == "unclear"
    assert judge(exact(5), "<=", unread).outcome == "holds"
    assert judge(exact(4), "==", unread).outcome == "fails"


def test_a_limit_that_only_warns_takes_blank_for_nothing() -> None:
    parts = read_side("a + b", a=8598, b=None)
    assert judge(exact(8645), "<=", parts, blank_is_nothing=True).reason == "blank_is_nothing"
    assert judge(exact(8645), "==", parts, blank_is_nothing=True).outcome == "not_applicable"
    assert judge(exact(8645), "<=", read_side("a", a=None), blank_is_nothing=True).outcome == "not_applicable"
