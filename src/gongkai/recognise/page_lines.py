"""Lines that belong to the page and not to the report: its number, who published it, how often it was read."""

from __future__ import annotations

import re
from functools import cache

from gongkai.recognise.values import clean
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["is_page_line", "is_page_number"]

LONGEST_PAGE_LINE = 300
"""Characters beyond which a paragraph is text, whatever it names."""

_FEWEST_LABELS = 2
"""One label alone may stand in a sentence: 网站访问量：1205次."""


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
    return len(text) <= LONGEST_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(clean(text)) is not None


LONGEST_PAGE_NUMBER = 30
"""Characters of the longest line that only numbers a page."""


def is_page_line(text: str) -> bool:
    """Say whether a paragraph is a line of the page around the report.

    >>> is_page_line("来源：市政府办公室　时间：2022-03-25　浏览量：1,234 次　字号：【大 中 小】")
    True
    >>> is_page_line("网站访问量：1205次。")
    False
    """
    if len(text) > LONGEST_PAGE_LINE:
        return False
    if is_page_number(text):
        return True
    return len({found[0].rstrip(":： ") for found in _labels().finditer(text)}) >= _FEWEST_LABELS


@cache
def _labels() -> re.Pattern[str]:
    words = vocabulary()
    before_colon = "|".join(sorted(map(re.escape, words.page_labels), key=len, reverse=True))
    alone = "|".join(sorted(map(re.escape, words.page_marks), key=len, reverse=True))
    return re.compile(rf"(?:{before_colon})\s?[:：]|(?:{alone})")
