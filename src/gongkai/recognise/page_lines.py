"""Lines that belong to the page and not to the report: its number, who published it, how often it was read."""

from __future__ import annotations

import re
from functools import cache

from gongkai.page_number import is_page_number
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["is_page_line"]

LONGEST_PAGE_LINE = 300
"""Characters beyond which a paragraph is text, whatever it names."""

_FEWEST_LABELS = 2
"""One label alone may stand in a sentence: 网站访问量：1205次."""


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
