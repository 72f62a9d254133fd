"""The rules, read once from the YAML files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from gongkai import resources
from gongkai.check.wording import Phrase
from gongkai.document import Locator
from gongkai.rows import Check, CheckKind, Outcome, Severity

__all__ = ["Rule", "Rulebook", "is_of_any_text", "read_rules", "rulebook"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is about, on whose word, how bad a breach is, and how its findings are said."""

    id: str
    kind: CheckKind
    severity: Severity
    source: str
    messages: Mapping[str, Phrase]
    parameters: Mapping[str, Any]
    source_chinese: str = ""
    compares: Phrase = field(default_factory=Phrase)
    example: Phrase = field(default_factory=Phrase)
    of_any_text: bool = False
    """Whether it says something also of a text without any number, so that nothing need have been checked."""

    @property
    def authority(self) -> Phrase:
        """On whose word the rule stands."""
        return Phrase(self.source, self.source_chinese or self.source)

    def say(self, message: str, **values: object) -> Phrase:
        """Say one of the rule's sentences; most are named after an outcome."""
        said = self.messages[message].fill(**values)
        return Phrase(said.english[:1].upper() + said.english[1:], said.chinese)

    def finding(
        self,
        subject: str,
        outcome: Outcome,
        left: float | None,
        right: float | None,
        said: Phrase,
        locator: Locator | None = None,
    ) -> Check:
        """Make the row of a finding."""
        return Check(
            rule=self.id,
            subject=subject,
            kind=self.kind,
            left=left,
            right=right,
            difference=None if left is None or right is None else round(left - right, 6),
            outcome=outcome,
            severity=self.severity,
            message=said.english,
            message_chinese=said.chinese,
            locator=locator,
        )


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every rule, and the word lists that several of them share."""

    rules: Mapping[str, Rule]
    words: Mapping[str, Any]

    def of_kind(self, kind: CheckKind) -> tuple[Rule, ...]:
        """Give the rules of one kind, in their order."""
        return tuple(rule for rule in self.rules.values() if rule.kind == kind)


_FILES = ("rules.yaml", "completeness.yaml", "law.yaml", "between.yaml")
"""The files of the rules; the first one also has the words that several rules share."""


@cache
def rulebook() -> Rulebook:
    """Give the rules.

    >>> rulebook().rules["published_in_time"].severity
    'warning'
    """
    rules = {name: rule for file in _FILES for name, rule in read_rules("gongkai.check", file).items()}
    return Rulebook(rules, resources.data("gongkai.check", _FILES[0])["words"])


def read_rules(package: str, name: str) -> Mapping[str, Rule]:
    """Read rules from a YAML file that lies in a package, in the form of `check/rules.yaml`.

    Args:
        package: the package in which the file lies.
        name: the name of the file.

    Raises:
        FileNotFoundError: there is no such file.

    >>> list(read_rules("gongkai.check", "law.yaml"))[:2]
    ['negative_count', 'fraction_of_count']
    """
    rules = (_rule(entry) for entry in resources.data(package, name)["rules"])
    return {rule.id: rule for rule in rules}


def is_of_any_text(rule: str) -> bool:
    """Say whether a rule says something also of a text without any number; an identity of a form never does.

    >>> is_of_any_text("title_present"), is_of_any_text("row_total")
    (True, False)
    """
    return rule in rulebook().rules and rulebook().rules[rule].of_any_text


def _rule(entry: dict[str, Any]) -> Rule:
    messages = {name: Phrase(**languages) for name, languages in entry["messages"].items()}
    given: dict[str, Any] = {"parameters": {}, **entry, "messages": messages}
    return Rule(**given | {name: Phrase(**entry[name]) for name in ("compares", "example") if name in entry})
