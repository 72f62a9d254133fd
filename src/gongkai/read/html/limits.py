"""What no page of a report reaches, found before the page is parsed: the parser needs memory or time beyond it."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["OversizeError", "refuse_oversize"]


class OversizeError(Exception):
    """A page is larger than that of any report."""


def refuse_oversize(page: str) -> None:
    """Refuse the source of a page that has too many tags or attributes, or nests too deep.

    Raises:
        OversizeError: it does.

    >>> refuse_oversize("<p>" + "<article>" * 30_000)
    Traceback (most recent call last):
    ...
    gongkai.read.html.limits.OversizeError: its elements nest deeper than 20000
    """
    tags = page.count("<")
    if tags > _MOST_TAGS:
        raise OversizeError(f"{tags} tags")
    if len(page) > _SUSPECTED_LENGTH and _may_have_long_tag(page) and _has_many_attributes(page):
        raise OversizeError(f"an element of more than {_MOST_ATTRIBUTES} attributes")
    if tags > _MOST_OPTIONS and sum(1 for _ in _OPTION.finditer(page)) > _MOST_OPTIONS:
        raise OversizeError(f"more than {_MOST_OPTIONS} options to choose from")
    if tags > _DEEPEST or (tags - 2 * page.count("</") > _MOST_LEFT_OPEN and _leaves_styles_open(page)):
        _refuse_depth(page)


_MOST_TAGS = 600_000
_MOST_ATTRIBUTES = 10_000
_SUSPECTED_LENGTH = 4 * _MOST_ATTRIBUTES
_DEEPEST = 20_000
"""The parser looks through all open elements at each tag, up to the cell around it."""
_DEEPEST_IN_ALL = 100_000
_MOST_OPTIONS = 10_000
"""The parser looks through all options at each."""
_OPTION = re.compile(r"<option\b", re.IGNORECASE)
_MOST_REOPENED = 1_000_000

# A quote that is not closed is passed over, so that each character is read once.
_TAG = re.compile(r"<[a-z](?:[^\"'>]++|\"[^\"]*+\"|'[^']*+'|[\"'])*+", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_DIVISION = re.compile(r"[\s/]++")


def _may_have_long_tag(page: str) -> bool:
    brackets_at_quotes = len(_AT_QUOTE.findall(page))
    return brackets_at_quotes > _MOST_BRACKETS or _has_long_gap(page, 2 * _MOST_ATTRIBUTES)


# The bracket comes first, because a single character is found many times faster than one of several.
_AT_QUOTE = re.compile(r"<(?:[\"']|(?<=[\"']<))")


def _has_long_gap(page: str, longest: int) -> bool:
    """Tell whether more characters than these stand between two brackets. Only a few brackets are looked at."""
    bracket = -1
    while bracket + 1 + longest < len(page):
        bracket = page.rfind("<", bracket + 1, bracket + 2 + longest)
        if bracket == -1:
            return True
    return False


_MOST_BRACKETS = 1_000


def _has_many_attributes(page: str) -> bool:
    return any(
        tag.end() - tag.start() > 2 * _MOST_ATTRIBUTES and _attributes(tag[0]) > _MOST_ATTRIBUTES
        for tag in _TAG.finditer(page)
    )


def _attributes(tag: str) -> int:
    """Count, at most, the attributes of a tag. What stands in quotes may be none, or may hide them from us."""
    bare = _QUOTED.sub(" ", tag)
    divisions = sum(1 for _ in _DIVISION.finditer(bare))
    hidden = sum(1 for _ in re.finditer(r"\s++", tag))
    return max(divisions, hidden)


_STYLE_TAGS = ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
_MOST_LEFT_OPEN = 100


def _leaves_styles_open(page: str) -> bool:
    return any(
        page.count(f"<{tag}") - page.count(f"</{tag}") > _MOST_LEFT_OPEN
        or page.count(f"<{tag.upper()}") - page.count(f"</{tag.upper()}") > _MOST_LEFT_OPEN
        for tag in _STYLE_TAGS
    )


_ANY_TAG = re.compile(r"<(/?)([a-z][^\s/>]*+)([^<>]*+)", re.IGNORECASE)
_VOID = frozenset(
    {
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input"),
        *("keygen", "link", "meta", "param", "source", "track", "wbr"),
    }
)
# An element of these ends where the next of its kind begins, unless one of the boundaries was opened in between.
_ENDS_ITSELF = {
    **dict.fromkeys(("li",), ("li",)),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
    **dict.fromkeys(("p",), ("p",)),
    **dict.fromkeys(("td", "th"), ("td", "th")),
    **dict.fromkeys(("tr",), ("tr",)),
    **dict.fromkeys(("tbody", "thead", "tfoot"), ("tbody", "thead", "tfoot")),
    **dict.fromkeys(("option", "optgroup"), ("option",)),
}
_BOUNDARIES = frozenset({"table", "ul", "ol", "dl", "select", "menu", "dir", "object", "template", "button"})


def _refuse_depth(page: str) -> None:
    """Follow the tags as the parser does, near enough to know how deep they nest and how often it reopens a style."""
    stack: list[tuple[str, str]] = []
    open_tags: Counter[str] = Counter()
    left_open: dict[str, list[str]] = {tag: [] for tag in _STYLE_TAGS}
    waiting = reopened = 0
    bounds = [0]
    for slash, name, rest in _ANY_TAG.findall(page):
        tag = name.lower()
        if tag in _VOID:
            continue
        if not slash:
            _end_same(stack, open_tags, tag)
            stack.append((tag, rest))
            open_tags[tag] += 1
        elif open_tags[tag]:
            while (last := stack.pop())[0] != tag:
                open_tags[last[0]] -= 1
                same = left_open.get(last[0])
                if same is not None and tag not in _ENDS_STYLES and same.count(last[1]) < _MOST_ALIKE:
                    same.append(last[1])
                    waiting += 1
            open_tags[tag] -= 1
        elif left_open.get(tag):
            left_open[tag].pop()
            waiting -= 1
        while bounds[-1] > len(stack):
            bounds.pop()
        if not slash and tag in _ENDS_STYLES:
            bounds.append(len(stack))
        reopened += waiting
        if len(stack) - bounds[-1] > _DEEPEST or len(stack) > _DEEPEST_IN_ALL:
            raise OversizeError(f"its elements nest deeper than {_DEEPEST}")
        if reopened > _MOST_REOPENED or waiting > _MOST_WAITING:
            raise OversizeError("styles that are never closed")


_ENDS_STYLES = frozenset({"td", "th", "tr", "caption", "table", "object", "template", "applet", "marquee"})
_MOST_ALIKE = 3
_MOST_WAITING = 5_000


def _end_same(stack: list[tuple[str, str]], open_tags: Counter[str], tag: str) -> None:
    ended = _ENDS_ITSELF.get(tag, ())
    if not ended or not any(open_tags[each] for each in ended):
        return
    for position in range(len(stack) - 1, max(len(stack) - _NEAR, 0) - 1, -1):
        if stack[position][0] in ended:
            for closed, _ in stack[position:]:
                open_tags[closed] -= 1
            del stack[position:]
            return
        if stack[position][0] in _BOUNDARIES:
            return


_NEAR = 30
