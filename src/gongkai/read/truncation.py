"""Whether the source of a page stops before its end."""

from __future__ import annotations

import re

__all__ = ["where_cut"]


def where_cut(page: str) -> str:
    """Tell inside what the source of a page ends, or give the empty string if it is whole.

    A page that merely leaves out its last tags is whole, unless a table is among what they would close.

    >>> where_cut("<body><table><tr><td>受理申请<td>1")
    'a table'
    >>> where_cut("<table><tr><td>受理申请<td>12</table>")
    ''
    """
    if page[-_TAIL:].rstrip().lower().endswith("</html>"):
        return ""
    position = 0
    seen: set[str] = set()
    open_tables = 0
    while found := _LANDMARK.search(page, position):
        position = found.end()
        opening, tag = not found["slash"], (found["tag"] or "comment").lower()
        if opening and tag in _ENDS:
            end = _ENDS[tag].search(page, position)
            if end is None:
                return f"a {tag}"
            position = end.end()
        elif tag == "table":
            open_tables = max(open_tables + (1 if opening else -1), 0)
        else:
            seen.add(found[0].lower())
    if _OPEN_TAG.fullmatch(page, max(page.rfind("<"), 0)):
        return "a tag"
    left_open = seen & {"<html", "<body"} and not seen & {"</html", "</body"}
    return "a table" if open_tables and left_open else ""


_TAIL = 200
_LANDMARK = re.compile(r"<!--|<(?P<slash>/?)(?P<tag>script|style|table|html|body)(?=[\s/>])", re.IGNORECASE)
# `<!-->` and `<!--->` are whole comments.
_ENDS = {
    "comment": re.compile(r"(?<=<!--)-?>|-->"),
    "script": re.compile(r"</script", re.IGNORECASE),
    "style": re.compile(r"</style", re.IGNORECASE),
}
_OPEN_TAG = re.compile(r"</?[a-z][^>]*|</", re.IGNORECASE)
