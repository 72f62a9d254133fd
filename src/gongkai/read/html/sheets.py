"""The style sheets of a page -> which declarations they give to which element.

Only rules that declare something that matters, and that name classes, identifiers and tags that the page has, are
matched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from gongkai.read.html.limits import OversizeError
from gongkai.read.html.media import on_screen
from gongkai.read.html.rules import StyleRule, read_sheet

__all__ = ["Matching", "MatchingOfElements", "match_sheets"]

Matching = tuple[StyleRule, ...]
"""The rules that match an element, the one that prevails last."""
MatchingOfElements = dict[int, Matching]
"""The same, by the identity of the node (`mem_id`)."""


@dataclass(frozen=True, slots=True)
class Styled:
    """What all style sheets of a page give to its elements, and to what they put before and after them."""

    elements: MatchingOfElements = field(default_factory=dict)
    before: MatchingOfElements = field(default_factory=dict)
    after: MatchingOfElements = field(default_factory=dict)
    first: MatchingOfElements = field(default_factory=dict)
    """Those for a first letter or a first line."""
    fonts: frozenset[str] = frozenset()
    variables: dict[str, str] = field(default_factory=dict)
    is_partial: bool = False
    """Whether the page has further style sheets, which are not in it."""


def match_sheets(parser: LexborHTMLParser) -> Styled:
    """Match the style sheets that stand in a page.

    Raises:
        OversizeError: they are larger, or match more, than those of any page.

    >>> page = LexborHTMLParser("<style>.h { display: none } p:hover { color: red }</style><p class=h>7")
    >>> [[rule.selector.text for rule in rules] for rules in match_sheets(page).elements.values()]
    [['.h']]
    """
    sheets = [read_sheet(text) for text in _texts(parser)]
    is_partial = any(sheet.imports for sheet in sheets) or parser.css_first("link[rel~=stylesheet]") is not None
    rules = sorted((rule for sheet in sheets for rule in sheet.rules), key=lambda rule: rule.selector.specificity)
    matching = _matching(parser, rules) if rules else {}
    return Styled(
        **{place: {identity: tuple(rules) for identity, rules in of.items()} for place, of in matching.items()},
        fonts=frozenset().union(*(sheet.fonts for sheet in sheets)),
        variables={name: value for sheet in sheets for name, value in sheet.variables},
        is_partial=is_partial,
    )


def _texts(parser: LexborHTMLParser) -> Iterator[str]:
    size = 0
    for node in parser.css("style"):
        attributes = node.attributes
        kind = (attributes.get("type") or "text/css").strip().lower()
        if kind == "text/css" and on_screen(attributes.get("media") or "") and not _is_inside_noscript(node):
            text = node.text()
            size += text.count("{") + text.count(";") + len(text) // _CHARACTERS_OF_A_DECLARATION
            if size > _MOST_DECLARATIONS:
                raise OversizeError(f"style sheets of more than {_MOST_DECLARATIONS} rules and declarations")
            yield text


_MOST_DECLARATIONS = 60_000
_CHARACTERS_OF_A_DECLARATION = 200


def _is_inside_noscript(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == "noscript":
            return True
        parent = parent.parent
    return False


def _matching(parser: LexborHTMLParser, rules: list[StyleRule]) -> dict[str, defaultdict[int, list[StyleRule]]]:
    """Give what each rule matches: at each place of `Styled`, its rules by the identity of the node."""
    is_small = len(rules) <= _FEW_RULES and not any(rule.selector.is_costly for rule in rules)
    present, elements = (None, 0) if is_small else _names_present(parser)
    matching: dict[str, defaultdict[int, list[StyleRule]]] = {
        place: defaultdict(list) for place in ("elements", "before", "after", "first")
    }
    found = siblings = 0
    for rule in rules:
        selector = rule.selector
        if present is not None and not selector.needs <= present:
            continue
        if selector.is_costly:
            siblings = siblings or _most_siblings(parser)
            found += elements * siblings // _COMPARED_PER_MATCH
            if found > _MOST_MATCHES:
                raise OversizeError(f"style rules that compare each of {elements} elements with {siblings} others")
        try:
            nodes = parser.css(selector.text)
        except SelectolaxError:
            # A selector that is no selector, or one of what only happens while a person uses the page.
            continue
        found += len(nodes) + elements // _ELEMENTS_PASSED_PER_MATCH
        if found > _MOST_MATCHES:
            raise OversizeError(f"its style rules match more than {_MOST_MATCHES} times")
        place = matching[_PLACES.get(selector.pseudo, "first")]
        for node in nodes:
            place[node.mem_id].append(rule)
    return matching


_PLACES = {"": "elements", "before": "before", "after": "after"}
_FEW_RULES = 24
"""To match so many takes no longer than to find out which names a page has."""
_MOST_MATCHES = 1_000_000
_COMPARED_PER_MATCH = 1_000
_ELEMENTS_PASSED_PER_MATCH = 25


def _most_siblings(parser: LexborHTMLParser) -> int:
    parents = Counter(parent.mem_id for node in parser.css("*") if (parent := node.parent) is not None)
    return max(parents.values(), default=1)


def _names_present(parser: LexborHTMLParser) -> tuple[frozenset[str], int]:
    """Give the tags, the classes (`.name`) and the identifiers (`#name`) of a page, and the number of its elements."""
    nodes = parser.css("*")
    names: set[str] = {node.tag or "" for node in nodes}
    for node in parser.css("[class]"):
        names.update("." + name for name in (node.attributes.get("class") or "").split())
    for node in parser.css("[id]"):
        names.add("#" + (node.attributes.get("id") or ""))
    return frozenset(names), len(nodes)
