"""Reports that say what another one says: long stretches that stand in two of those that are checked together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gongkai.check.rules import rulebook
from gongkai.document import Locator
from gongkai.printable import file_name
from gongkai.verdict.verdicts import Finding, FoundPlace, Verdict

__all__ = ["Repeats"]

_ENDS = re.compile(r"(?<=[。；;！？])")
_LEFT_OUT = re.compile(r"[\s\d.%％]+")


@dataclass(slots=True)
class Repeats:
    """The sentences of the reports so far, by what they say without numbers and the name of their body."""

    seen: dict[str, str] = field(default_factory=dict)

    def beside_earlier(self, verdict: Verdict) -> Verdict:
        """Hold a report against those before it, and give the verdict with what it repeats."""
        parameters = rulebook().rules["text_repeats"].parameters
        first: dict[str, Locator] = {}
        repeated: dict[str, list[str]] = {}
        for locator, sentence in _sentences(verdict):
            other = self.seen.setdefault(sentence, verdict.source)
            if other != verdict.source:
                first.setdefault(other, locator)
                repeated.setdefault(other, []).append(sentence)
        long = {
            other: sentences
            for other, sentences in repeated.items()
            if sum(map(len, sentences)) >= parameters["fewest_characters"]
        }
        found = (_finding(other, sentences, first[other], verdict) for other, sentences in long.items())
        return replace(verdict, findings=(*verdict.findings, *found))


def _sentences(verdict: Verdict) -> Iterator[tuple[Locator, str]]:
    """Give the sentences of a report's own words, where they stand."""
    parameters = rulebook().rules["text_repeats"].parameters
    for locator, paragraph in verdict.document.paragraphs():
        for sentence in _ENDS.split(paragraph):
            said = _LEFT_OUT.sub("", sentence.replace(verdict.agency or "\n", ""))
            official = any(word in sentence for word in parameters["official"])
            if len(said) >= parameters["shortest_sentence"] and not official:
                yield locator, said


def _finding(other: str, sentences: list[str], locator: Locator, verdict: Verdict) -> Finding:
    rule = rulebook().rules["text_repeats"]
    characters = sum(map(len, sentences))
    return Finding(
        rule=rule.id,
        subject=other,
        outcome="fails",
        severity=rule.severity,
        place=FoundPlace(locator, locator.page, sentence=verdict.document.text_at(locator)[:120]),
        printed=None,
        expected=None,
        message=rule.say("fails", sentences=len(sentences), characters=characters, other=file_name(other)),
        source=rule.authority,
    )
