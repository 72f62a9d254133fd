"""The body that a text names as the one that reports, where no title and no page header names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from gongkai.recognise.titles import names_nobody
from gongkai.recognise.vocabulary import vocabulary
from gongkai.recognise.who.agencies import read_agency

__all__ = ["find_author", "reporting_bodies"]


def find_author(preamble: Iterable[str], paragraphs: Sequence[str], year: int | None) -> str | None:
    """Give the body that a text names as its author, if it is known or has a full name: 由朔州市统计局编制.

    Where none is said to have written it, the one known body counts that the text tells of or asks to be called.
    An office writes for the government that it is part of, so it is not taken for the body that reports.

    Args:
        preamble: the paragraphs above the first heading.
        paragraphs: all paragraphs.
        year: the year of the report, for which the bodies are read.
    """
    for text in preamble:
        found = _AUTHOR.search(text)
        name = found["by"] or found["of"] if found else ""
        if not name or "办" in name or names_nobody(name):
            continue
        if (found and found["by"] and _FULL_NAME.fullmatch(name)) or read_agency(name, year, text).agency:
            return name
    return _only_one(reporting_bodies(paragraphs), year, "\n".join(paragraphs))


def reporting_bodies(paragraphs: Iterable[str]) -> Iterator[str]:
    """Give each body of which the text says that it did something, or with which it asks to get in touch.

    >>> list(reporting_bodies(["2020年,朔州市统计局坚持公开为常态。如有疑问,请与朔州市统计局办公室联系。"]))
    ['朔州市统计局', '朔州市统计局']
    """
    for text in paragraphs:
        yield from (found["body"] for found in _does().finditer(text))
        for found in _CALLED.finditer(text):
            body = _OFFICES.sub("", found["body"])
            named = body != found["body"] or body.endswith(_endings())
            if named and not _OF_DISCLOSURE.search(body):
                yield body


def _only_one(names: Iterable[str], year: int | None, text: str) -> str | None:
    """Give the longest name of the one known body that is among some names; None if there are several."""
    known = {name: agency for name in dict.fromkeys(names) if (agency := read_agency(name, year, text).agency)}
    return max(known, key=len) if len(set(known.values())) == 1 else None


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(vocabulary().reporting_endings))


@cache
def _does() -> re.Pattern[str]:
    """Give what matches a body at the beginning of a clause, before what bodies do."""
    does = "|".join(sorted(vocabulary().reporting_verbs))
    return re.compile(
        rf"(?:^|[。;；,，]|20\d\d年(?:度)?)\s*(?P<body>[\u4e00-\u9fff]{{1,22}}?(?:{'|'.join(_endings())}))(?={does})"
    )


_FULL_NAME = re.compile(r"[\u4e00-\u9fff]{1,12}[省市县区旗州盟镇乡](?:人民政府|[\u4e00-\u9fff]{2,12}(?:局|委员会|厅))")
_WRITES = r"(?:负责|组织|牵头|汇总|统一)*(?:(?:根据|按照|依据|依照|结合)[^。;；]{2,80}?)?(?:编制|编写)"
_AUTHOR = re.compile(
    rf"由(?P<by>[\u4e00-\u9fff]{{4,30}}?){_WRITES}|(?:^|[,，。])(?P<of>[\u4e00-\u9fff]{{4,30}}?)(?:编制|编写)了?本"
)
_CALLED = re.compile(
    r"(?:请与|可与|直接与|请向|可向|请联系|致电)[:：]?\s*(?P<body>[\u4e00-\u9fff]{3,30}?)(?=联系|咨询|反映|[(（,，。:：]|$)"
)
_OFFICES = re.compile(
    r"(?:(?:党政|综合|行政|新闻|信息|秘书|政务|文秘|管理)*(?:办公室|办公厅|科|股|(?<!事)处))+"
    r"(?:(?:政府信息|政务|信息)公开(?:办公室|办|中心|处|科|股))?$"
)
_OF_DISCLOSURE = re.compile(r"公开|领导小组")
