"""What the forms count, form after form: concepts, and the cells of each form that count them.

Everything here is data that anybody can correct, as CSV beside this module: `concepts.csv`, `crosswalk.csv` (which
cells of a form count a concept, and how far that compares with the newest form that has it), `no_concept.csv` (cells
that are of no concept, and why) and `prose.csv` (what the text must say of a figure so that it can only be that
concept).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from gongkai.forms import EVERY_FORM

__all__ = [
    "Comparability",
    "ConceptRow",
    "CrosswalkRow",
    "Derivation",
    "NoConcept",
    "ProseWording",
    "concepts",
    "crosswalk",
    "of_no_concept",
    "stated_in_prose",
]

Derivation = Literal["one", "sum", "none"]
Comparability = Literal["same", "close", "break", "absent"]


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """One thing that reports count, whatever their form calls it."""

    concept: str
    name: str
    english: str
    definition: str
    definition_chinese: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """How one form counts one concept; `indicators` are separated by blanks, and empty where `rule` is `none`."""

    concept: str
    form: str
    indicators: str
    rule: Derivation
    comparability: Comparability
    reason: str


@dataclass(frozen=True, slots=True)
class NoConcept:
    """Cells that are of no concept; in `indicators`, `*` stands for anything and `[!t]` for any letter but t."""

    indicators: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProseWording:
    """What topic, subject and unit of a figure must be, word for word, so that it counts a concept."""

    concept: str
    topic: str
    subject: str
    units: tuple[str, ...]


@cache
def concepts() -> tuple[ConceptRow, ...]:
    """Give every concept.

    >>> concepts()[0].name
    '收到申请数'
    """
    return tuple(
        ConceptRow(**{**row, "unit": row["unit"] or None})  # type: ignore[arg-type]
        for row in _rows("concepts.csv")
    )


@cache
def crosswalk() -> tuple[CrosswalkRow, ...]:
    """Give a row for every concept and form: what the CSV leaves out is absent from the form.

    >>> [row.indicators for row in crosswalk() if row.concept == "lawsuits" and row.form == "2021"]
    ['2021.disputes.lawsuits_direct.total 2021.disputes.lawsuits_after_review.total']
    """
    given = {(row["concept"], row["form"]): CrosswalkRow(**row) for row in _rows("crosswalk.csv")}  # type: ignore[arg-type]
    return tuple(
        given.get((each.concept, form)) or CrosswalkRow(each.concept, form, "", "none", "absent", _NOT_ASKED)
        for each in concepts()
        for form in EVERY_FORM
    )


@cache
def of_no_concept() -> tuple[NoConcept, ...]:
    """Give the cells that are of no concept, and why.

    >>> of_no_concept()[0].indicators
    '2019.requests.[!r]*.[!t]*'
    """
    return tuple(NoConcept(**row) for row in _rows("no_concept.csv"))


@cache
def stated_in_prose() -> tuple[ProseWording, ...]:
    """Give what the text must say of a figure so that it counts a concept.

    >>> stated_in_prose()[0].subject
    '收到政府信息公开申请'
    """
    return tuple(
        ProseWording(row["concept"], row["topic"], row["subject"], tuple(row["units"].split()))
        for row in _rows("prose.csv")
    )


_NOT_ASKED = "the form does not ask it"


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
