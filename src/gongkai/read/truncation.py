"""Whether the source of a page stops before its end, or may do so."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["stays_open", "where_cut"]


def where_cut(page: str) -> str:
    """Tell inside what the source of a page ends, or give the empty string if it is whole.

    A page that merely leaves out its last tags is whole, unless a table is among what they would close.

    >>> where_cut("<body><table><tr><td>受理申请<td>1")
    'a table'
    >>> where_cut("<table><tr><td>受理申请<td>12</table>")
    ''
    """
    if _is_closed(page):
        return ""
    frame = _frame(page)
    if frame.inside:
        return frame.inside
    if _OPEN_TAG.fullmatch(page, max(page.rfind("<"), 0)):
        return "a tag"
    return "a table" if frame.tables and frame.is_open else ""


def stays_open(page: str) -> bool:
    """Say whether a page opens its text and does not close it, as one that was cut between two paragraphs.

    Many a whole page leaves out its last tags as well, so that this is a doubt and no more.

    >>> stays_open("<html><body><p>受理申请</p>"), stays_open("<p>受理申请</p>")
    (True, False)
    """
    if _is_closed(page):
        return False
    frame = _frame(page)
    return frame.is_open or (frame.divisions > 0 and not frame.closes)


def _is_closed(page: str) -> bool:
    return page[-_TAIL:].rstrip().lower().endswith("</html>")


@dataclass(slots=True)
class _TextFrame:
    """The tags around the text of a page: what it ends inside of, and how many tables and divisions are left open."""

    inside: str = ""
    tables: int = 0
    divisions: int = 0
    opens: bool = False
    closes: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the page opens its text and nowhere closes it."""
        return self.opens and not self.closes


def _frame(page: str) -> _TextFrame:
    frame = _TextFrame()
    position = 0
    while found := _LANDMARK.search(page, position):
        position = found.end()
        opening, tag = not found["slash"], (found["tag"] or "comment").lower()
        if opening and tag in _ENDS:
            end = _ENDS[tag].search(page, position)
            if end is None:
                frame.inside = f"a {tag}"
                return frame
            position = end.end()
        elif tag == "table":
            frame.tables = max(frame.tables + (1 if opening else -1), 0)
        elif tag == "div":
            frame.divisions = max(frame.divisions + (1 if opening else -1), 0)
        elif opening:
            frame.opens |= tag in _AROUND
        else:
            frame.closes |= tag in _AROUND
    return frame


_TAIL = 200
_LANDMARK = re.compile(r"<!--|<(?P<slash>/?)(?P<tag>script|style|table|div|html|body)(?=[\s/>])", re.IGNORECASE)
_AROUND = frozenset({"html", "body"})
# `<!-->` and `<!--->` are whole comments.
_ENDS = {
    "comment": re.compile(r"(?<=<!--)-?>|-->"),
    "script": re.compile(r"</script", re.IGNORECASE),
    "style": re.compile(r"</style", re.IGNORECASE),
}
_OPEN_TAG = re.compile(r"</?[a-z][^>]*|</", re.IGNORECASE)
