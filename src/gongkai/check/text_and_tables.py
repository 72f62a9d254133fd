"""Figures of the prose against the cells of the official tables that count the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gongkai.check.expression import CellName, Comparison, Term, cells, parse_term
from gongkai.check.identities_of_forms import headings
from gongkai.check.judgement import Judgement, Side, judge, read, side
from gongkai.check.naming import NamedCells, name_cell, name_side
from gongkai.check.prose import COUNTED, Prose, name_figure, unit_of
from gongkai.check.rules import Rule, rulebook
from gongkai.check.spans import last_step, span
from gongkai.check.wording import Phrase, number
from gongkai.forms import EVERY_FORM, form, indicators_by_id
from gongkai.rows import Check, Figure, Observation

__all__ = ["Concept", "check_text_and_tables", "concepts"]


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that prose and tables both count.

    A figure states it if its subject has all words of one of the `words`, none of `without`, and one of the `units`
    and `topics`; a part states it if its whole has one of the words `of` and none of `not_of`, as in
    制作信息80条，其中不予公开20条, and a `total` is stated by no part, as in 收到申请50件，其中住建局收到申请12件.
    `cells` are sums of cells by form, any of which may be what the prose counts.
    """

    rule: Rule
    words: Sequence[Sequence[str]]
    units: frozenset[str]
    topics: frozenset[str]
    without: Sequence[str]
    of: Sequence[str]
    not_of: Sequence[str]
    total: bool
    comparison: Comparison
    cells: Mapping[str, tuple[Term, ...]]

    @property
    def named_cells(self) -> Iterator[tuple[str, str]]:
        """The form and name of every cell that the concept speaks of."""
        return ((code, cell.name) for code, terms in self.cells.items() for term in terms for cell in cells(term))

    def states(self, figure: Figure, whole: Figure | None, ignored: Sequence[str]) -> bool:
        """Say whether a figure states this."""
        if (self.total and whole) or (self.topics and figure.topic not in self.topics):
            return False
        if unit_of(figure) not in self.units and figure.stated != "words":
            return False
        if whole and any(word in whole.subject for word in self.not_of):
            return False
        subject = figure.subject
        for word in ignored:
            subject = subject.replace(word, "")
        about = subject + (whole.subject if whole and self.of else "")
        return (
            any(all(word in subject for word in words) for words in self.words)
            and not any(word in subject for word in self.without)
            and (not self.of or any(word in about for word in self.of))
        )


@cache
def concepts() -> tuple[Concept, ...]:
    """Give every concept that the rules name.

    >>> concepts()[0].rule.id
    'text_requests_received'
    """
    return tuple(_concept(rule) for rule in rulebook().of_kind("prose_and_table"))


def check_text_and_tables(prose: Prose, observations: Sequence[Observation]) -> Iterator[Check]:
    """Compare each figure that states a concept with the tables of the report."""
    found = {observation.indicator_id: observation for observation in observations}
    ignored: Sequence[str] = rulebook().words["ignored"]
    for concept in concepts():
        terms = [
            (code, term) for code, terms in concept.cells.items() for term in terms if _is_found(code, term, found)
        ]
        if not terms:
            continue
        figures = [
            figure
            for figure in prose.figures
            if figure.kind in COUNTED
            and figure.from_value is None
            and concept.states(figure, prose.whole(figure), ignored)
            and not _counts_several(figure, prose.whole(figure), ignored, concept)
        ]
        compared = [(figure, *_compare(concept, figure, terms, found)) for figure in figures]
        agreed = any(verdict.outcome == "holds" for _, verdict, _ in compared)
        yield from (_finding(concept, prose, *each, agreed=agreed) for each in compared)


def _counts_several(figure: Figure, whole: Figure | None, ignored: Sequence[str], concept: Concept) -> bool:
    """Say whether a figure counts together what a concept counts and what another one does: 规章和规范性文件12件."""
    alone = [replace(figure, subject=part) for part in _joints().split(figure.subject) if part]
    own = [concept.states(part, whole, ignored) for part in alone]
    return any(own) and any(
        each.states(part, whole, ignored)
        for part, is_own in zip(alone, own, strict=True)
        if not is_own
        for each in concepts()
    )


@cache
def _joints() -> re.Pattern[str]:
    return re.compile("|".join(rulebook().words["joints"]))


@dataclass(frozen=True, slots=True)
class _TableSide:
    """A sum of cells: its value, in the figure's unit, and its cells by name."""

    term: Term
    side: Side
    named: NamedCells


def _compare(
    concept: Concept, figure: Figure, terms: Sequence[tuple[str, Term]], found: Mapping[str, Observation]
) -> tuple[Judgement, _TableSide]:
    """Compare a figure with the sums that it may mean: the first that agrees, else the first."""
    stated = span(figure, rulebook().words["hedges"]).side
    compared = []
    for code, term in terms:
        table = _table_side(code, term, found, money=figure.kind == "money")
        compared.append((judge(stated, concept.comparison, table.side), table))
    return next((each for each in compared if each[0].outcome == "holds"), compared[0])


def _finding(
    concept: Concept, prose: Prose, figure: Figure, verdict: Judgement, table: _TableSide, *, agreed: bool
) -> Check:
    scopes: Sequence[str] = rulebook().words["other_scopes"]
    scope = next((word for word in scopes if word in figure.subject), None)
    outcome = verdict.outcome
    message: str = verdict.reason or outcome
    stated = span(figure, rulebook().words["hedges"])
    if outcome == "holds" and concept.comparison == "<=" and stated.value < table.side.value:
        message = "within"
    if outcome == "fails" and (scope or agreed):
        outcome, message = "not_applicable", "other_scope" if scope else "stated_elsewhere"
    said = concept.rule.say(
        message,
        section=prose.section(figure),
        figure=name_figure(figure),
        scope=scope,
        table=name_side(table.term, table.named, table.side),
        gap=number(abs(stated.value - table.side.value)),
        blank=table.named.blank(),
        unclear=table.named.unclear(),
    )
    subject = f"figure {figure.figure}"
    return concept.rule.finding(subject, outcome, stated.value, table.side.shown, said, figure.locator)


def _table_side(code: str, term: Term, found: Mapping[str, Observation], *, money: bool) -> _TableSide:
    observed = {cell: found.get(f"{code}.{cell.name}") for cell in cells(term)}
    scale, slack = 1.0, 0.0
    for observation in observed.values():
        if money and observation and observation.unit:
            scale = rulebook().words["money"].get(observation.unit, 1.0)
            slack += last_step(observation.value or 0.0) / 2
    readings = {cell: read(observation) for cell, observation in observed.items()}

    def name(cell: CellName) -> Phrase:
        return name_cell(indicators_by_id()[f"{code}.{cell.name}"], "both", printed=_row_label(observed[cell]))

    return _TableSide(term, _scaled(side(term, readings), scale, slack), NamedCells(readings, name))


def _scaled(side: Side, scale: float, slack: float) -> Side:
    """Bring a side to the figure's unit; an amount in 万元 is good to half of its last digit."""
    return Side(
        value=round(side.value * scale, 6),
        low=round((side.low - slack) * scale, 6),
        high=round((side.high + slack) * scale, 6),
        most=side.most * scale,
        printed=side.printed,
        clear=side.clear,
    )


def _row_label(observation: Observation | None) -> str | None:
    return observation.label if observation else None


def _is_found(code: str, term: Term, found: Mapping[str, Observation]) -> bool:
    return any(f"{code}.{cell.name}" in found for cell in cells(term))


@cache
def _headings(code: str) -> Mapping[str, tuple[str, ...]]:
    """Give the cells under each heading of a form, column by column: `requests.refused.total`."""
    return {
        f"{table.code}.{heading}.{column.code}": tuple(f"{table.code}.{row}.{column.code}" for row in rows)
        for table in form(code).tables
        for block in table.blocks
        for heading, rows in headings(block).items()
        for column in block.columns
    }


def _concept(rule: Rule) -> Concept:
    given = rule.parameters
    return Concept(
        rule=rule,
        words=given["words"],
        units=frozenset(given["units"]),
        topics=frozenset(given.get("topics", ())),
        without=given.get("without", ()),
        of=given.get("of", ()),
        not_of=given.get("not_of", ()),
        total=given.get("total", False),
        comparison=given.get("comparison", "=="),
        cells={
            code: tuple(parse_term(text, _headings(code)) for text in form(code).stated_in_text[rule.id])
            for code in EVERY_FORM
            if rule.id in form(code).stated_in_text
        },
    )
