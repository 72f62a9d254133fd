"""The words that a verdict is shown with, in both languages, and in which of them the reader reads."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from gongkai import resources
from gongkai.check.wording import Phrase
from gongkai.errors import SourceError

__all__ = ["Language", "in_language", "language_of", "refusal_of", "word"]

Language = Literal["zh", "en", "both"]

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that say the reader's language, the strongest first."""


def language_of(environment: Mapping[str, str] = os.environ) -> Language:
    """Give the language of the reader: Chinese where the locale is, else English.

    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"})
    ('zh', 'en')
    """
    named = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    return "zh" if named.lower().startswith("zh") else "en"


def in_language(said: Phrase, language: Language, between: str = " / ") -> str:
    """Give the words in the language of the reader, or in both of them.

    >>> in_language(Phrase("page 2", "第2页"), "both")
    '第2页 / page 2'
    """
    if language == "both":
        return between.join(dict.fromkeys((said.chinese, said.english)))
    return said.chinese if language == "zh" else said.english


def word(name: str, **values: object) -> Phrase:
    """Give one of the words by its name.

    >>> word("page", page=2)
    Phrase(english='page 2', chinese='第2页')
    """
    return Phrase(**_data()["words"][name]).fill(**values)


def refusal_of(error: SourceError, called: str) -> Phrase:
    """Say why a source gave no report, in both languages."""
    chinese = _data()["refusals"][error.reason]
    seen = f"（{_data()['details'].get(error.detail, error.detail)}）" if error.detail else ""
    return Phrase(str(error), f"{called}：{chinese}{seen}")


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = resources.data("gongkai.verdict", "words.yaml")
    return data
