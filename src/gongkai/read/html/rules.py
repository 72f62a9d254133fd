"""One style sheet -> its rules that declare something that matters, its variables and its fonts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tinycss2

from gongkai.read.html.declarations import Declaration, css_text, declarations, without_endless_numbers
from gongkai.read.html.media import on_screen
from gongkai.read.html.selectors import Selector, selectors

__all__ = ["StyleRule", "StyleSheet", "family", "read_sheet"]


@dataclass(frozen=True, slots=True, eq=False)
class StyleRule:
    """What one selector declares. Two are the same only if they are one object, so that it is quick to tell."""

    selector: Selector
    declared: tuple[Declaration, ...]


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The rules of one style sheet, and the names of the font families that it brings along."""

    rules: tuple[StyleRule, ...]
    fonts: frozenset[str]
    variables: tuple[tuple[str, str], ...]
    imports: bool


@lru_cache(maxsize=32)
def read_sheet(text: str) -> StyleSheet:
    """Read a style sheet as it holds on a screen."""
    # The pages of one site share their style sheets.
    rules: list[StyleRule] = []
    fonts: set[str] = set()
    variables: list[tuple[str, str]] = []
    imports = False
    pending = [tinycss2.parse_stylesheet(without_endless_numbers(text), skip_comments=True, skip_whitespace=True)]
    while pending:
        for rule in pending.pop():
            if rule.type == "qualified-rule":
                parsed = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
                variables += _variables(parsed)
                declared = tuple(declarations(parsed))
                rules += (StyleRule(selector, declared) for selector in selectors(rule.prelude) if declared)
            elif rule.type == "at-rule":
                keyword = rule.lower_at_keyword
                imports = imports or keyword == "import"
                if keyword == "font-face" and rule.content:
                    fonts.update(_font(rule.content))
                is_read = keyword in _ALWAYS_READ or (keyword == "media" and on_screen(css_text(rule.prelude)))
                if is_read and rule.content:
                    pending.append(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
    return StyleSheet(tuple(rules), frozenset(fonts), tuple(variables), imports)


_ALWAYS_READ = frozenset({"supports", "layer", "container", "scope"})


def _variables(parsed: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for each in parsed:
        if each.type == "declaration" and each.name.startswith("--"):
            yield each.name, css_text(each.value).strip().lower()


def _font(content: Iterable[Any]) -> Iterator[str]:
    declared = {
        each.lower_name: css_text(each.value).strip()
        for each in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        if each.type == "declaration"
    }
    # Word names the fonts of the machine in the same way, but brings none along.
    if "url(" in declared.get("src", "").lower():
        yield family(declared.get("font-family", ""))


def family(value: str) -> str:
    """Give the first family of a list of families.

    >>> family('"My Font", serif')
    'my font'
    """
    return value.partition(",")[0].strip().strip("\"'").strip().lower()
