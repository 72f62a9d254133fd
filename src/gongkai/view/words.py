"""The words of the review page, in both languages at once: the page shows one of them, and can change to the other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from gongkai import resources
from gongkai.check.wording import Phrase
from gongkai.printable import printable

__all__ = ["about", "both", "choice", "phrase", "word"]


def both(said: Phrase) -> Markup:
    """Give a phrase as HTML with both languages, of which the page hides one. Where they are the same, it stands once.

    >>> both(Phrase("page <2>", "第2页"))
    Markup('<span class="in-en" lang="en">page &lt;2&gt;</span><span class="in-zh" lang="zh-CN">第2页</span>')
    >>> both(Phrase("SHA-256", "SHA-256"))
    Markup('SHA-256')
    """
    english, chinese = escape(printable(said.english)), escape(printable(said.chinese))
    if english == chinese:
        return english
    return Markup('<span class="in-en" lang="en">{}</span><span class="in-zh" lang="zh-CN">{}</span>').format(
        english, chinese
    )


def word(name: str, **values: object) -> Markup:
    """Give one of the words by its name.

    >>> word("page", page=2)
    Markup('<span class="in-en" lang="en">Page 2</span><span class="in-zh" lang="zh-CN">第2页</span>')
    """
    return both(phrase(name, **values))


def phrase(name: str, **values: object) -> Phrase:
    """Give one of the words by its name, not as HTML."""
    return Phrase(**_data()["words"][name]).fill(**values)


def choice(value: str) -> Markup:
    """Give what a column says that has a choice.

    >>> choice("blank")
    Markup('<span class="in-en" lang="en">blank</span><span class="in-zh" lang="zh-CN">空白</span>')
    """
    return both(Phrase(**_data()["choices"][value]))


def about() -> Mapping[str, Markup]:
    """Give what the lines about a report as a whole are called, in their order."""
    return {name: both(Phrase(**said)) for name, said in _data()["about"].items()}


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = resources.data("gongkai.view", "words.yaml")
    return data
