"""The body that a text names as the one that reports, where no title and no page header names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from gongkai.recognise.titles import BODY_ENDINGS, names_nobody
from gongkai.recognise.vocabulary import vocabulary
from gongkai.recognise.who.agencies import read_agency
from gongkai.recognise.who.zones import read_zone

__all__ = ["begins_with_a_body", "find_author", "reporting_bodies"]


def find_author(preamble: Sequence[str], paragraphs: Sequence[str], year: int | None) -> str | None:
    """Give the body that a text names as its author, if it is known or has a full name: 由朔州市统计局编制.

    Where none is said to have written it, the one known body counts that the text tells of or asks to be called, and
    then the one township of which it tells more than once. An office writes for the government that it is part of, so
    it is not taken for the body that reports; that of a township or street has no report of its own.

    Args:
        preamble: the paragraphs above the first heading.
        paragraphs: all paragraphs.
        year: the year of the report, for which the bodies are read.
    """
    for text in map(_without_torn_words, preamble):
        for name in (*_named_as_authors(text, year), *_called_in_short(text, year)):
            return name
    return _only_one(reporting_bodies(paragraphs), year, "\n".join(paragraphs)) or _only_township(paragraphs)


def _without_torn_words(text: str) -> str:
    """Join words that a line break of a page has torn."""
    return _TORN.sub("", text)


def _named_as_authors(text: str, year: int | None) -> Iterator[str]:
    for found in _AUTHOR.finditer(_BRACKETS.sub("", text)):
        name = _of_its_office(_OF_LEADING_GROUP.sub("", found["by"] or found["of"]))
        if names_nobody(name) or _ANY_PLACE.match(name):
            continue
        stated = found["by"] and (_FULL_NAME.fullmatch(name) or name.endswith(_townships()))
        known = read_agency(name, year, text).agency is not None
        if (stated or known or (found["by"] and read_zone(name))) and not name.endswith(_OFFICE_ENDINGS):
            yield name


def _of_its_office(name: str) -> str:
    """Give the township or street of which an office is part: 东亭街道 for 东亭街道综合办公室."""
    body = _OFFICES.sub("", name)
    return body if body.endswith(_townships()) else name


def _called_in_short(text: str, year: int | None) -> Iterator[str]:
    """Give the bodies for which a text has a short name from there on: 嘉禾县水利局（以下简称“县水利局”）."""
    for found in _CALLED_IN_SHORT.finditer(text):
        body, short = found["body"], found["short"]
        own = body.endswith((*_endings(), *_townships())) and (short[0] in "我本" or body.endswith(short))
        if own and read_agency(body, year, text).agency is not None:
            yield body


def reporting_bodies(paragraphs: Iterable[str]) -> Iterator[str]:
    """Give each body of which the text says that it did something, or with which it asks to get in touch.

    >>> list(reporting_bodies(["2020年,朔州市统计局坚持公开为常态。如有疑问,请与朔州市统计局办公室联系。"]))
    ['朔州市统计局', '朔州市统计局']
    """
    for text in paragraphs:
        yield from (found["body"] for found in _does().finditer(text))
        yield from (found["body"] for found in _whose_work().finditer(text))
        for found in _CALLED.finditer(text):
            body = _OFFICES.sub("", found["body"])
            named = body != found["body"] or body.endswith(_endings())
            if named and body.endswith(BODY_ENDINGS) and not _OF_DISCLOSURE.search(body):
                yield body


def begins_with_a_body(text: str) -> bool:
    """Say whether a text begins with a body that did something.

    >>> begins_with_a_body("朔州市统计局坚持公开为常态。"), begins_with_a_body("全市公开信息7条。")
    (True, False)
    """
    return any(found.start() == 0 for found in (_does().match(text), _townships_do().match(text)) if found)


def _only_township(paragraphs: Iterable[str]) -> str | None:
    """Give the longest name of the one township or street of which a text tells again and again, if it names one."""
    names = [found["body"] for text in paragraphs for found in _townships_do().finditer(text)]
    names = [name for name in names if not names_nobody(name) and not _ANY_PLACE.match(name)]
    stems = {_GOVERNMENT.sub("", name) for name in names}
    return max(names, key=len) if len(stems) == 1 and len(names) >= FEWEST_MENTIONS else None


FEWEST_MENTIONS = 2
"""Times that a text tells of the township that reports, at least."""


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


@cache
def _townships() -> tuple[str, ...]:
    return tuple(sorted(vocabulary().township_endings))


@cache
def _townships_do() -> re.Pattern[str]:
    does = "|".join(sorted(vocabulary().reporting_verbs))
    endings = "|".join(sorted(_townships(), key=len, reverse=True))
    return re.compile(
        rf"(?:^|[。;；,，]|20\d\d年(?:度)?)\s*(?P<body>[\u4e00-\u9fff]{{2,9}}?(?:{endings}))(?={does}|对|领导)"
    )


@cache
def _whose_work() -> re.Pattern[str]:
    """Give what matches a body that has to do its work of disclosure: 做好嘉禾县水利局政府信息公开工作."""
    return re.compile(
        rf"(?:做好|承担)(?P<body>[\u4e00-\u9fff]{{3,22}}?(?:{'|'.join(_endings())}))(?<!人民政府)(?:政府|政务)?信息公开工作"
    )


_BRACKETS = re.compile(r"[(（][^()（）]{1,40}[)）]")
_TORN = re.compile(r"(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])")
_FULL_NAME = re.compile(r"[\u4e00-\u9fff]{1,12}[省市县区旗州盟镇乡](?:人民政府|[\u4e00-\u9fff]{2,12}(?:局|委员会|厅))")
_WRITES = r"(?:负责|组织|牵头|汇总|统一)*(?:(?:根据|按照|依据|依照|结合|综合)[^。;；]{2,240}?)?(?:编制|编写)"
_AUTHOR = re.compile(
    rf"由(?P<by>[\u4e00-\u9fff]{{4,30}}?){_WRITES}"
    r"|(?:^|[,，。])(?P<of>[\u4e00-\u9fff]{4,30}?)(?:(?:根据|按照|依据|依照)[^。;；]{2,240}?)?(?:编制|编写|形成|撰写)了?(?:本|《20)"
)
_ANY_PLACE = re.compile(r"省|区|县|市(?!中区|北区|南区)|州|自治|[我本各全该等]")
"""What begins a name that tells not which place is meant: 市统计局."""
_OFFICE_ENDINGS = ("办公室", "办公厅", "领导小组")
_OF_LEADING_GROUP = re.compile(r"(?:(?<!人民)政府)?(?:政务|信息)(?:信息)?公开(?:工作)?领导小组(?:办公室)?$")
_GOVERNMENT = re.compile(r"(?:人民政府|政府|办事处|办)$")
_CALLED_IN_SHORT = re.compile(
    r"(?:(?:结合|根据|按照|现将|对|是|为|与)(?=[\u4e00-\u9fff]{4}))?(?P<body>[\u4e00-\u9fff]{4,30}?)"
    r"[(（](?:以下|下)?(?:统)?简?称[:：]?[“\"‘]?(?P<short>[\u4e00-\u9fff]{2,16})[”\"’]?[)）]"
)
_CALLED = re.compile(
    r"(?:请与|可与|直接与|请向|可向|请联系|致电)[:：]?\s*(?P<body>[\u4e00-\u9fff]{3,30}?)(?=联系|咨询|反映|[(（,，。:：]|$)"
)
_OFFICES = re.compile(
    r"(?:(?:党政|综合|行政|新闻|信息|秘书|政务|文秘|管理|电子|服务)*(?:办公室|办公厅|科|股|(?<!事)处))+"
    r"(?:(?:政府信息|政务|信息)公开(?:办公室|办|中心|处|科|股))?$"
)
_OF_DISCLOSURE = re.compile(r"公开|领导小组")
