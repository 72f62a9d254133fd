"""Lines that only number a page, which stand wherever a page ends: also inside a table."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["is_page_number"]

_DASHES = r"[-—–―−─~·•*=_]+"
_COUNT = r"(?:\d{1,4}|[〇零一二三四五六七八九十百]{1,5})"
_OF_ALL = rf"[,，、;；/|()（）\s]*(?:总共|共|合计|/)\s*{_COUNT}\s*页?[)）]?"
_PAGE_NUMBER = re.compile(
    rf"{_DASHES}\s*(?:第?\s*{_COUNT}\s*页?)\s*{_DASHES}"
    rf"|[-—(（\[【〔]?\s*第\s*{_COUNT}\s*页(?:{_OF_ALL})?\s*[-—)）\]】〕]?"
    rf"|(?:总共|共)\s*{_COUNT}\s*页(?:[,，、;；/|\s]*第\s*{_COUNT}\s*页)?"
    rf"|\d{{1,4}}\s*/\s*(?:共\s*)?\d{{1,4}}(?:\s*页)?|\d{{1,4}}\s*页"
    r"|[Pp](?:age|AGE|\.)?\s*\d{1,4}(?:\s*(?:of|OF|/)\s*\d{1,4})?"
)


def is_page_number(text: str) -> bool:
    """Say whether a line is nothing but the number of a page, in marks that no value of a form has.

    >>> [is_page_number(text) for text in ("— 2 —", "第2页 共5页", "2/5", "2")]
    [True, True, True, False]
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    return len(text) <= LONGEST_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(folded) is not None


LONGEST_PAGE_NUMBER = 30
"""Characters of the longest line that only numbers a page."""
