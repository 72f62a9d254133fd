"""A rule that some province might have: a report names a measure for each problem."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.check.plugins import RulesPlugin
from gongkai.check.rules import read_rules
from gongkai.document import Document
from gongkai.rows import Check, Facts, Outcome

_RULES = read_rules("gongkai_example_rules", "rules.yaml")


def findings(document: Document, facts: Facts) -> Iterator[Check]:
    """Count the problems that a report lists, and its measures."""
    rule = _RULES["example.measure_for_each_problem"]
    problems = [point for point in facts.point_rows if point.kind == "problem"]
    measures = [point for point in facts.point_rows if point.kind == "measure"]
    outcome: Outcome = "not_applicable"
    if problems:
        outcome = "holds" if len(measures) >= len(problems) else "fails"
    yield rule.finding(
        subject="problems",
        outcome=outcome,
        left=float(len(measures)),
        right=float(len(problems)),
        said=rule.say(outcome, problems=len(problems), measures=len(measures)),
        locator=problems[0].locator if problems else None,
    )


RULES = RulesPlugin(_RULES, findings)
