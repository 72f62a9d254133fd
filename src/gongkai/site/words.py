"""The words of the site in both languages, from the YAML file beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from markupsafe import Markup, escape

from gongkai import resources

__all__ = ["both", "said", "words"]


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Give every word or sentence of the site by its name: `zh` and `en`.

    >>> words()["bodies"]["zh"]
    '机关'
    """
    named: dict[str, dict[str, str]] = resources.data("gongkai.site", "words.yaml")
    return named


def said(name: str) -> Markup:
    """Give a word in both languages, of which the page shows one.

    Raises:
        KeyError: there is no such word.

    >>> said("bodies")
    Markup('<span lang="zh-Hans">机关</span><span lang="en">Bodies</span>')
    """
    return both(words()[name]["zh"], words()[name]["en"])


def both(chinese: str, english: str) -> Markup:
    """Give two texts that say the same, escaped, of which the page shows one.

    >>> both("甲<b>", "A")
    Markup('<span lang="zh-Hans">甲&lt;b&gt;</span><span lang="en">A</span>')
    """
    return Markup('<span lang="zh-Hans">{}</span><span lang="en">{}</span>').format(escape(chinese), escape(english))
