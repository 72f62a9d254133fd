"""Text that a style sheet puts into a page."""

from __future__ import annotations

import tinycss2

from gongkai.read.html.line import DOUBT
from gongkai.read.html.style import Attributes

__all__ = ["content_of"]


def content_of(value: str, attributes: Attributes) -> str:
    """Give the text of a `content` property; a counter, a picture or a variable is a doubt.

    >>> content_of("'共' attr(data-count)", {"data-count": "7"}), content_of("none", {})
    ('共7', '')
    """
    texts: list[str] = []
    for token in tinycss2.parse_component_value_list(value, skip_comments=True):
        match token.type:
            case "string":
                texts.append(token.value)
            case "function" if token.lower_name == "attr":
                name = next((each.value for each in token.arguments if each.type == "ident"), "")
                texts.append(attributes.get(name.lower()) or "")
            case "function" | "url":
                texts.append(DOUBT)
            case "literal" if token.value == "/":
                break
            case "ident" if token.lower_value in ("none", "normal"):
                return ""
    return "".join(texts)
