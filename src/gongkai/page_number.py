"""Lines that only number a page, which stand wherever a page ends: also inside a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

__all__ = ["count_pages", "is_fraction", "is_page_number"]

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


@lru_cache(maxsize=4096)
def is_page_number(text: str) -> bool:
    """Say whether a line is nothing but the number of a page, in marks that no value of a form has.

    >>> [is_page_number(text) for text in ("— 2 —", "第2页 共5页", "2/5", "2")]
    [True, True, True, False]
    """
    return len(text) <= LONGEST_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(_folded(text)) is not None


LONGEST_PAGE_NUMBER = 30
"""Characters of the longest line that only numbers a page."""


def is_fraction(text: str) -> bool:
    """Say whether a line is the number of a page as a fraction, which may be a cell as well.

    >>> is_fraction("2/5"), is_fraction("第2页/共5页")
    (True, False)
    """
    return ("/" in text or "／" in text) and _FRACTION.fullmatch(_folded(text)) is not None


def count_pages(fractions: Iterable[str]) -> bool:
    """Say whether the fractions of a document number its pages: they rise, to one number of pages.

    >>> count_pages(["1/5", "2/5", "3/5"]), count_pages(["3/4"]), count_pages(["2/5", "3/7"])
    (True, False, False)
    """
    found = [_FRACTION.fullmatch(_folded(text)) for text in fractions]
    pages = [(int(each[1]), int(each[2])) for each in found if each]
    rising = all(page < later and of_all == of_all_later for (page, of_all), (later, of_all_later) in pairwise(pages))
    return rising and (len(pages) > 1 or pages[0][0] <= LATEST_LONE_PAGE) if pages else False


LATEST_LONE_PAGE = 2
"""The page that may be the only one that is numbered: the title page often is not."""

_FRACTION = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
