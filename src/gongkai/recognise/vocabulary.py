"""The words that the recogniser knows, read once from `vocabulary.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gongkai import resources

__all__ = ["Vocabulary", "vocabulary"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word lists, each with the meaning that `vocabulary.yaml` gives it."""

    units: frozenset[str]
    money_units: frozenset[str]
    dashes: frozenset[str]
    increases: frozenset[str]
    decreases: frozenset[str]
    header_labels: frozenset[str]
    statistics_labels: frozenset[str]
    header_groups: frozenset[str]
    header_notes: frozenset[str]
    header_units: frozenset[str]
    foreign_columns: frozenset[str]
    column_number_labels: frozenset[str]
    header_ignored: frozenset[str]
    folded: Mapping[int, str]
    negations: frozenset[str]
    fillers: frozenset[str]
    added: frozenset[str]
    published_labels: frozenset[str]
    written_labels: frozenset[str]
    publisher_labels: frozenset[str]
    nobody: frozenset[str]
    source_labels: frozenset[str]
    title_labels: frozenset[str]
    number_labels: frozenset[str]
    page_labels: frozenset[str]
    page_marks: frozenset[str]
    period_words: frozenset[str]
    before_issuer: frozenset[str]
    section_kinds: tuple[tuple[str, tuple[str, ...]], ...]
    government_bodies: frozenset[str]
    township_endings: frozenset[str]
    central_beginnings: frozenset[str]
    central_offices: frozenset[str]
    reporting_endings: frozenset[str]
    reporting_verbs: frozenset[str]
    branch_endings: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Give the vocabulary.

    >>> "人次" in vocabulary().units
    True
    """
    data = dict(resources.data("gongkai.recognise", "vocabulary.yaml"))
    return Vocabulary(
        folded=str.maketrans(data.pop("folded")),
        section_kinds=tuple((kind, tuple(words)) for kind, words in data.pop("section_kinds")),
        **{name: frozenset(words) for name, words in data.items()},
    )
