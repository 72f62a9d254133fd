"""The words of the site in both languages, from the YAML file beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from gongkai import resources
from gongkai.check.wording import Phrase
from gongkai.view.words import both

__all__ = ["said", "words"]


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Give every word or sentence of the site by its name: `zh` and `en`.

    >>> words()["bodies"]["zh"]
    '机关'
    """
    named: dict[str, dict[str, str]] = resources.data("gongkai.site", "words.yaml")
    return named


def said(name: str, **values: object) -> Markup:
    """Give a word or sentence in both languages, of which the page shows one, with values in their places.

    Raises:
        KeyError: there is no such word.

    >>> said("bodies")
    Markup('<span class="in-en" lang="en">Bodies</span><span class="in-zh" lang="zh-CN">机关</span>')
    """
    return both(Phrase(words()[name]["en"], words()[name]["zh"]).fill(**values))
