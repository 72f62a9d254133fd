"""The style sheets of a page -> which declarations they give to which element.

Only rules that declare something that matters, and that name classes, identifiers and tags that the page has, are
matched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import tinycss2
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from gongkai.read.html.declarations import Declaration, declarations, length
from gongkai.read.html.limits import OversizeError

__all__ = ["Matching", "MatchingOfElements", "match_sheets"]

Specificity = tuple[int, int, int]
Matching = tuple["Matched", ...]
"""The rules that match an element, the one that prevails last."""
MatchingOfElements = dict[int, Matching]
"""The same, by the identity of the node (`mem_id`)."""


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """What one selector declares. Two are the same only if they are one object, so that it is quick to tell."""

    selector: str
    pseudo: str
    specificity: Specificity
    needs: frozenset[str]
    is_costly: bool
    declared: tuple[Declaration, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rules of one style sheet, and the names of the font families that it brings along."""

    selectors: tuple[Matched, ...]
    fonts: frozenset[str]
    variables: tuple[tuple[str, str], ...]
    imports: bool


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
    >>> [[rule.selector for rule in rules] for rules in match_sheets(page).elements.values()]
    [['.h']]
    """
    sheets = [_sheet(text) for text in _texts(parser)]
    is_partial = any(sheet.imports for sheet in sheets) or parser.css_first("link[rel~=stylesheet]") is not None
    selectors = [selector for sheet in sheets for selector in sheet.selectors]
    matching = _matching(parser, sorted(selectors, key=lambda each: each.specificity)) if selectors else {}
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
        if kind == "text/css" and _on_screen(attributes.get("media") or "") and not _is_inside_noscript(node):
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


def _matching(parser: LexborHTMLParser, selectors: list[Matched]) -> dict[str, defaultdict[int, list[Matched]]]:
    """Give what each selector matches: at each place of `Styled`, its rules by the identity of the node."""
    is_small = len(selectors) <= _FEW_SELECTORS and not any(selector.is_costly for selector in selectors)
    present, elements = (None, 0) if is_small else _names_present(parser)
    matching: dict[str, defaultdict[int, list[Matched]]] = {
        place: defaultdict(list) for place in ("elements", "before", "after", "first")
    }
    found = siblings = 0
    for selector in selectors:
        if present is not None and not selector.needs <= present:
            continue
        if selector.is_costly:
            siblings = siblings or _most_siblings(parser)
            found += elements * siblings // _COMPARED_PER_MATCH
            if found > _MOST_MATCHES:
                raise OversizeError(f"style rules that compare each of {elements} elements with {siblings} others")
        try:
            nodes = parser.css(selector.selector)
        except SelectolaxError:
            # A selector that is no selector, or one of what only happens while a person uses the page.
            continue
        found += len(nodes) + elements // _ELEMENTS_PASSED_PER_MATCH
        if found > _MOST_MATCHES:
            raise OversizeError(f"its style rules match more than {_MOST_MATCHES} times")
        place = matching[_PLACES.get(selector.pseudo, "first")]
        for node in nodes:
            place[node.mem_id].append(selector)
    return matching


_PLACES = {"": "elements", "before": "before", "after": "after"}
_FEW_SELECTORS = 24
"""To match so many takes no longer than to find out which of them name what the page has."""
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


@lru_cache(maxsize=32)
def _sheet(text: str) -> Sheet:
    # The pages of one site share their style sheets.
    selectors: list[Matched] = []
    fonts: set[str] = set()
    variables: list[tuple[str, str]] = []
    imports = False
    pending = [tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)]
    while pending:
        for rule in pending.pop():
            if rule.type == "qualified-rule":
                parsed = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
                variables += _variables(parsed)
                selectors += _selectors(rule.prelude, tuple(declarations(parsed)))
            elif rule.type == "at-rule":
                keyword = rule.lower_at_keyword
                imports = imports or keyword == "import"
                if keyword == "font-face" and rule.content:
                    fonts.update(_font(rule.content))
                is_read = keyword in _ALWAYS_READ or (
                    keyword == "media" and _on_screen(tinycss2.serialize(rule.prelude))
                )
                if is_read and rule.content:
                    pending.append(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
    return Sheet(tuple(selectors), frozenset(fonts), tuple(variables), imports)


_ALWAYS_READ = frozenset({"supports", "layer", "container", "scope"})


def _variables(parsed: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for each in parsed:
        if each.type == "declaration" and each.name.startswith("--"):
            yield each.name, tinycss2.serialize(each.value).strip().lower()


def _font(content: Iterable[Any]) -> Iterator[str]:
    declared = {
        each.lower_name: tinycss2.serialize(each.value).strip()
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


def _on_screen(query: str) -> bool:
    """Tell whether a media query holds on the screen of a desktop."""
    return not query.strip() or any(_holds(one.split()) for one in query.lower().split(","))


def _holds(words: list[str]) -> bool:
    negated = "not" in words[:1]
    kind = next((word for word in words if word.isalpha() and word not in ("not", "only", "and")), "all")
    conditions = " ".join(words).split("(")[1:]
    holds = kind in ("all", "screen") and all(map(_fits, conditions))
    return holds != negated


def _fits(condition: str) -> bool:
    feature, _, value = condition.partition(")")[0].partition(":")
    size = length(value.strip())
    match feature.strip():
        case "min-width" | "min-device-width":
            return size is None or size.pixels(16) <= _WIDTH_OF_SCREEN
        case "max-width" | "max-device-width":
            return size is None or size.pixels(16) >= _WIDTH_OF_SCREEN
        case "prefers-color-scheme":
            return value.strip() != "dark"
        case "prefers-contrast" | "forced-colors" | "inverted-colors" | "prefers-reduced-motion":
            return value.strip() in ("no-preference", "none")
        case "orientation":
            return value.strip() == "landscape"
        case "hover" | "any-hover":
            return value.strip() != "none"
    return True


_WIDTH_OF_SCREEN = 1280


def _selectors(prelude: list[Any], declared: tuple[Declaration, ...]) -> Iterator[Matched]:
    if not declared:
        return
    group: list[Any] = []
    for token in [*prelude, None]:
        if token is None or (token.type == "literal" and token.value == ","):
            selector = _selector(group, declared)
            if selector is not None:
                yield selector
            group = []
        elif token.type != "comment":
            group.append(token)


def _selector(tokens: list[Any], declared: tuple[Declaration, ...]) -> Matched | None:
    kept: list[Any] = []
    needs: set[str] = set()
    identifiers = classes = types = 0
    pseudo = mark = ""
    is_costly = False
    for token in tokens:
        kind, before = token.type, mark
        mark = token.value if kind == "literal" else ""
        if kind == "hash":
            identifiers += 1
            needs.add("#" + token.value)
        elif kind == "ident" and before == ".":
            classes += 1
            needs.add("." + token.value)
        elif kind == "ident" and before in (":", "::"):
            if before == "::" or token.lower_value in _PSEUDO_ELEMENTS:
                types += 1
                pseudo = token.lower_value
                while kept and kept[-1].type == "literal" and kept[-1].value in (":", "::"):
                    kept.pop()
                continue
            if token.lower_value in _WHILE_USED:
                return None
            classes += 1
        elif kind == "ident":
            types += 1
            needs.add(token.lower_value)
        elif kind == "[] block":
            classes += 1
        elif kind == "function":
            classes += token.lower_name != "where"
            is_costly = is_costly or token.lower_name.startswith(("nth-", "has"))
        elif kind == "literal" and mark == ":" and before == ":":
            mark = "::"
        elif kind == "literal" and mark == "~":
            is_costly = True
        if kind == "literal" and mark in ("<", "&", "%"):
            return None
        kept.append(token)
    text = tinycss2.serialize(kept).strip()
    if pseudo and pseudo not in _PSEUDO_ELEMENTS:
        return None
    if pseudo and (not text or text[-1] in ">+~"):
        text = f"{text} *".strip()
    return Matched(text, pseudo, (identifiers, classes, types), frozenset(needs), is_costly, declared) if text else None


_PSEUDO_ELEMENTS = frozenset({"before", "after", "first-letter", "first-line"})
_WHILE_USED = frozenset(
    {"hover", "active", "focus", "focus-within", "focus-visible", "visited", "target", "autofill", "fullscreen"}
)
