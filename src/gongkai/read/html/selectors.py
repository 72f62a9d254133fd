"""The selectors of a style rule: what each needs a page to have, and which of two prevails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from gongkai.read.html.declarations import css_text

__all__ = ["Selector", "selectors"]


class Selector(NamedTuple):
    """A selector of one element, or of what a style sheet puts before or behind its text."""

    text: str
    """The selector of the element."""
    pseudo: str
    """`before`, `after`, `first-letter`, `first-line` or the empty string."""
    specificity: tuple[int, int, int]
    needs: frozenset[str]
    """The tags, classes (`.name`) and identifiers (`#name`) without which it matches nothing."""
    is_costly: bool
    """Whether an element is compared with many others to match it."""


def selectors(prelude: Iterable[Any]) -> Iterator[Selector]:
    """Read the selectors of a rule; those that match nothing while nobody uses the page are left out.

    >>> import tinycss2
    >>> [each[:3] for each in selectors(tinycss2.parse_component_value_list("td.h::before, p:hover"))]
    [('td.h', 'before', (0, 1, 2))]
    """
    group: list[Any] = []
    for token in [*prelude, None]:
        if token is None or (token.type == "literal" and token.value == ","):
            selector = _selector(list(_parts(group)))
            if selector is not None:
                yield selector
            group = []
        elif token.type != "comment":
            group.append(token)


class _SelectorToken(NamedTuple):
    """A token of a selector, and what it is."""

    kind: str
    token: Any


def _parts(tokens: Iterable[Any]) -> Iterator[_SelectorToken]:
    mark = ""
    for token in tokens:
        before, mark = mark, ""
        if token.type == "literal":
            mark = "::" if token.value == before == ":" else token.value
        yield _SelectorToken(_kind(token, before), token)


def _kind(token: Any, before: str) -> str:
    if token.type != "ident":
        return _KINDS.get(token.type, "other")
    if before == ".":
        return "class"
    if before == "::" or (before == ":" and token.lower_value in _PSEUDO_ELEMENTS):
        return "pseudo-element"
    return "pseudo-class" if before == ":" else "type"


_KINDS = {"hash": "identifier", "literal": "mark", "[] block": "attribute", "function": "function"}
_PSEUDO_ELEMENTS = frozenset({"before", "after", "first-letter", "first-line"})
_WHILE_USED = frozenset(
    {"hover", "active", "focus", "focus-within", "focus-visible", "visited", "target", "autofill", "fullscreen"}
)


def _selector(parts: list[_SelectorToken]) -> Selector | None:
    pseudo = next((part.token.lower_value for part in reversed(parts) if part.kind == "pseudo-element"), "")
    if any(map(_never_matches, parts)) or pseudo not in (*_PSEUDO_ELEMENTS, ""):
        return None
    text = css_text([part.token for part in _without_pseudo_elements(parts)]).strip()
    if pseudo and (not text or text[-1] in ">+~"):
        text = f"{text} *".strip()
    if not text:
        return None
    return Selector(text, pseudo, _specificity(parts), frozenset(_needs(parts)), any(map(_is_costly, parts)))


def _never_matches(part: _SelectorToken) -> bool:
    if part.kind == "pseudo-class":
        return part.token.lower_value in _WHILE_USED
    return part.kind == "mark" and part.token.value in ("<", "&", "%")


def _without_pseudo_elements(parts: Iterable[_SelectorToken]) -> list[_SelectorToken]:
    kept: list[_SelectorToken] = []
    for part in parts:
        if part.kind == "pseudo-element":
            colons = sum(1 for _ in takewhile(_is_colon, reversed(kept)))
            del kept[len(kept) - colons :]
        else:
            kept.append(part)
    return kept


def _is_colon(part: _SelectorToken) -> bool:
    return part.kind == "mark" and part.token.value == ":"


def _specificity(parts: Iterable[_SelectorToken]) -> tuple[int, int, int]:
    weighed = [part for part in parts if part.kind != "function" or part.token.lower_name != "where"]
    counts = Counter(part.kind for part in weighed)
    classes = sum(counts[kind] for kind in ("class", "pseudo-class", "attribute", "function"))
    return counts["identifier"], classes, counts["type"] + counts["pseudo-element"]


def _needs(parts: Iterable[_SelectorToken]) -> Iterator[str]:
    for part in parts:
        match part.kind:
            case "identifier":
                yield "#" + part.token.value
            case "class":
                yield "." + part.token.value
            case "type":
                yield part.token.lower_value


def _is_costly(part: _SelectorToken) -> bool:
    if part.kind == "function":
        return bool(part.token.lower_name.startswith(("nth-", "has")))
    return part.kind == "mark" and part.token.value == "~"
