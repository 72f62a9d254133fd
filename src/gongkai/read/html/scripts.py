"""What scripts write into a page: the page that a person sees has it, its source has not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

__all__ = ["BINDING", "binds", "is_template", "names_written", "writes"]


def writes(script: str) -> bool:
    """Tell whether a script may write text into the page.

    >>> writes('document.write("7")'), writes("var a = 7;")
    (True, False)
    """
    return _WRITING.search(script) is not None


_WRITING = re.compile(
    r"\b(?:document\s*\.\s*write(?:ln)?|innerHTML|outerHTML|innerText|outerText|textContent|nodeValue|createTextNode"
    r"|insertAdjacent\w+|replaceWith|replaceChildren|appendChild|createElement|setAttribute|eval|atob|fromCharCode)\b"
    r"|\[\s*[\"'](?:write|innerHTML|innerText|textContent)[\"']\s*\]"
    r"|\.(?:html|text|val|append|prepend|before|after|replaceWith|load|attr|prop)\s*\(|\.(?:value|data)\s*=[^=]"
)


class Written(NamedTuple):
    """What of a page is spoken of by the scripts that write into it."""

    identifiers: frozenset[str]
    classes: frozenset[str]

    def holds(self, attributes: Mapping[str, str | None]) -> bool:
        """Tell whether an element with such attributes is, or may be, among it."""
        return attributes.get("id") in self.identifiers or self.may_hold(attributes.get("class"))

    def may_hold(self, classes: str | None) -> bool:
        """Tell whether an element of some classes may be among it."""
        return classes is not None and not self.classes.isdisjoint(classes.split())


def names_written(parser: LexborHTMLParser) -> Written | None:
    """Give the identifiers and classes of which scripts speak that write into the page, or None if there are none.

    >>> names_written(LexborHTMLParser("<td id=a><script>document.getElementById('a').innerHTML = 7</script>"))
    Written(identifiers=frozenset({'a'}), classes=frozenset({'a'}))
    """
    identifiers: set[str] = set()
    classes: set[str] = set()
    for node in parser.css("script:not([src])"):
        script = node.text()
        if len(script) <= _LONGEST_SCRIPT and writes(script):
            for literal in _LITERAL.findall(script):
                selectors = _SELECTORS.findall(literal)
                # A bare name may be either.
                bare = [] if selectors else [literal.strip()]
                identifiers.update(bare or (name for mark, name in selectors if mark == "#"))
                classes.update(bare or (name for mark, name in selectors if mark == "."))
            # The identifier of an element is also a global variable.
            identifiers.update(_GLOBAL.findall(script))
    return Written(frozenset(identifiers), frozenset(classes)) if identifiers or classes else None


_LONGEST_SCRIPT = 1_000_000
_LITERAL = re.compile(r"[\"'`]([#.\w][^\"'`\n<>]{0,80})[\"'`]")
_SELECTORS = re.compile(r"([#.])([\w-]+)")
_GLOBAL = re.compile(r"(?:^|[;\s{}(])([A-Za-z_]\w*)\s*\.\s*(?:innerHTML|innerText|textContent|value)\b")


def is_template(text: str) -> bool:
    """Tell whether a text is to be filled in by a script.

    >>> is_template("{{ row.total }}"), is_template("${total}"), is_template("7")
    (True, True, False)
    """
    return _TEMPLATE.search(text) is not None


_TEMPLATE = re.compile(r"\{\{.*\}\}|[$#@]\{[^{}]*\}|<%.*%>|\{%.*%\}|\[\[.*\]\]|^\s*\{[\w.]+\}\s*$", re.DOTALL)


def binds(attributes: Mapping[str, str | None]) -> bool:
    """Tell whether a script is to fill an element in, as its attributes say.

    >>> binds({"v-text": "total"}), binds({"class": "total"})
    (True, False)
    """
    return not BINDING.isdisjoint(attributes)


BINDING = frozenset(
    {
        *("v-text", "v-html", "v-model", "v-bind:value", ":value", ":text", "v-bind:text-content.prop"),
        *("ng-bind", "ng-bind-html", "ng-model", "data-ng-bind", "data-ng-model", "x-text", "x-html", "x-model"),
        *("data-bind", "th:text", "th:utext", "data-th-text", "wx:text", "data-countup", "data-count", "data-to"),
        *("data-counter", "bind:value", "[innertext]", "[textcontent]", "[innerhtml]", "ms-text", "ms-html"),
    }
)
"""The attributes that say so."""
