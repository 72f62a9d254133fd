"""What scripts write into a page: the page that a person sees has it, its source has not."""

from __future__ import annotations

import re
from collections.abc import Mapping

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


def names_written(parser: LexborHTMLParser) -> frozenset[str]:
    """Give the identifiers (`#name`) and classes (`.name`) that scripts which write into the page speak of.

    >>> page = LexborHTMLParser("<td id=a><script>document.getElementById('a').innerHTML = 7</script>")
    >>> "#a" in names_written(page)
    True
    """
    names: set[str] = set()
    for node in parser.css("script:not([src])"):
        script = node.text()
        if len(script) <= _LONGEST_SCRIPT and writes(script):
            for literal in _LITERAL.findall(script):
                bare = _SELECTORS.findall(literal)
                names.update(bare or (("#" + literal.strip()),))
                if not bare:
                    names.add("." + literal.strip())
            # The identifier of an element is also a global variable.
            names.update("#" + name for name in _GLOBAL.findall(script))
    return frozenset(names)


_LONGEST_SCRIPT = 1_000_000
_LITERAL = re.compile(r"[\"'`]([#.\w][^\"'`\n<>]{0,80})[\"'`]")
_SELECTORS = re.compile(r"[#.][\w-]+")
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
