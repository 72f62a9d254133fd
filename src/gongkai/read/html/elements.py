"""The elements of HTML: what each does to the flow of a page."""

from __future__ import annotations

__all__ = ["BLOCK", "INLINE", "LINKS", "ROLES"]

INLINE, BLOCK = "inline", "block"

_BLOCKS = (
    *("html", "head", "body", "address", "article", "blockquote", "center", "details", "dialog", "dd", "div", "dl"),
    *("dt", "fieldset", "figcaption", "figure", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hgroup", "hr", "legend", "main", "p", "search", "section", "summary", "br"),
)
_REPLACED = (
    *("input", "textarea", "select", "button", "img", "image", "meter", "progress", "canvas", "svg", "math"),
    *("iframe", "frame", "object", "embed", "applet", "video", "audio"),
)
# The text of these is no part of a report.
_LEFT_OUT = (
    *("-comment", "-doctype", "style", "noscript", "template", "nav", "footer", "aside", "map", "noframes", "datalist"),
)

ROLES: dict[str, str] = {
    **dict.fromkeys(_BLOCKS, BLOCK),
    **dict.fromkeys(("ul", "ol", "dir", "menu"), "list"),
    "li": "item",
    **dict.fromkeys(("pre", "listing", "plaintext", "xmp"), "preformatted"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), "row group"),
    **dict.fromkeys(("td", "th"), "cell"),
    **{"table": "table", "tr": "row", "caption": "caption", "colgroup": "column group"},
    **{"header": "header", "a": "link", "sup": "superscript", "sub": "subscript"},
    **dict.fromkeys(_REPLACED, "replaced"),
    **dict.fromkeys((*_LEFT_OUT, ""), "left out"),
    **{"script": "script", "title": "title", "meta": "metadata"},
}
"""What an element does to the flow of a page. All others are inline: their text is part of the line around them.

One that is `replaced` shows something other than its text.
"""

LINKS = {"a": "href", "iframe": "src", "embed": "src", "object": "data"}
"""The attribute in which an element gives the address of another document."""
