"""What a sentence says of the report that it announces: its title, or at least its year."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile

from gongkai.recognise.titles import LONGEST_TITLE, Title, read_title
from gongkai.recognise.who.authors import begins_with_a_body

__all__ = ["announced_year", "calls_itself_a_report", "cited_title", "heads_another_text", "opening_year"]


def cited_title(paragraph: str) -> Title | None:
    """Give the title of the report that a sentence announces, with its agency and year.

    >>> cited_title("根据《条例》规定,现公布泰州市人民政府2017年政府信息公开工作年度报告。").agency
    '泰州市人民政府'
    >>> cited_title("按照关于编制2017年政府信息公开年度报告的通知要求,编制本报告。") is None
    True
    """
    bare = _CALLED.sub("", paragraph)
    announced = (found for clause in _clauses(paragraph) if (found := _ANNOUNCED.search(clause)))
    for found in (_OPENS.match(bare), _IN_MARKS.search(bare), *announced):
        printed = found[1].strip() if found else ""
        title = read_title(_REPORTED.sub("报告", printed))
        if title and title.agency and title.year:
            covered = re.search(rf"涵盖({re.escape(title.agency)}{_BRANCH})\s*20\d\d年", paragraph)
            return replace(title, text=printed, agency=covered[1] if covered else title.agency)
    return None


def announced_year(paragraph: str) -> int | None:
    """Give the year of the report that a sentence announces, if it names one.

    >>> announced_year("根据有关要求,现将我办2022年度政府信息公开情况报告如下:")
    2022
    >>> announced_year("按照关于做好2022年政府信息公开年度报告工作的通知,") is None
    True
    """
    years = {int(found[1]) for clause in _clauses(paragraph) if (found := _ANNOUNCED_YEAR.search(clause))}
    return years.pop() if len(years) == 1 else None


def opening_year(paragraphs: Iterable[str]) -> int | None:
    """Give the one year with which paragraphs begin that tell what was done in it.

    >>> opening_year(["2020年,区发改局认真贯彻条例。", "2020年我局公开信息7条。"])
    2020
    >>> opening_year(["2020年3月,区发改局开会。"]) is None
    True
    """
    years = {int(found[2]) for text in paragraphs for found in _OPENING_YEAR.finditer(text) if _tells_of_it(found)}
    return years.pop() if len(years) == 1 else None


def calls_itself_a_report(paragraph: str) -> bool:
    """Say whether a paragraph calls the text a report that the Regulations ask for.

    >>> calls_itself_a_report("本报告根据《中华人民共和国政府信息公开条例》编制。")
    True
    >>> calls_itself_a_report("根据《中华人民共和国政府信息公开条例》,我局公开信息7条。")
    False
    """
    return _OF_ITSELF.search(paragraph) is not None


def heads_another_text(lines: Iterable[str]) -> bool:
    """Say whether the last line that may be a title, above the first sentence, is that of a guide, plan or notice.

    >>> heads_another_text(["2020年政府信息公开工作要点", "2020年，我县深入贯彻条例。"])
    True
    >>> heads_another_text(["政府信息公开指南", "政府信息公开年报", "2020年，我县深入贯彻条例。"])
    False
    """
    heads = takewhile(lambda line: not _SENTENCE.search(line), (line.strip() for line in lines))
    last = next(iter(deque((line for line in heads if line[-1:] not in (":", "：")), maxlen=1)), "")
    return _OTHER_TEXTS.fullmatch(last) is not None


def _tells_of_it(found: re.Match[str]) -> bool:
    """Say whether a year that begins a clause is said of who reports; of one that begins a paragraph a comma tells."""
    behind = found.string[found.end() :].lstrip()
    if found["until"] or (found.start() == 0 and behind[:1] in (",", "，")):
        return True
    behind = behind.lstrip(",，")
    begins_sentence = found[0][:1] not in (",", "，")
    return _OF_SELF.match(behind) is not None or (begins_sentence and begins_with_a_body(behind))


def _clauses(paragraph: str) -> Iterator[str]:
    """Give the clauses that are short enough to announce a report, without the words that follow its name."""
    clauses = (clause for clause in _CLAUSE_END.split(_CALLED.sub("", paragraph)) if len(clause) <= 2 * LONGEST_TITLE)
    return (_AS_FOLLOWS.sub("", clause) for clause in clauses)


_CLAUSE_END = re.compile(r"[，,。；;：:！!？?、“”《》()（）\s]")
_OPENING_YEAR = re.compile(
    r"(?:^|[,，。])\s*(?P<until>截[至止]到?)?(20\d\d)\s?年度?(?(until)(?:12月(?:底|末|31日)|[底末]))(?=\s?[,，\u4e00-\u9fff])"
)
_OF_ITSELF = re.compile(
    r"本(?:年度|工作)*(?:报告|年报)(?:是|由|系)?[^。]{0,40}(?:根据|按照|依据|依照|遵照)[^。]{0,30}政府信息公开条例"
    r"|(?:根据|按照|依据|依照)[^。]{0,30}政府信息公开条例[^。]{0,120}?(?<![要应需])编制了?"
    r"(?:本?(?:年度|工作)*(?:报告|年报)(?=[。,，])|[^。]{0,30}公开[^。]{0,12}(?:报告|年报))"
)
_SENTENCE = re.compile(r"[。；;]|[,，].{8}")
_OTHER_TEXTS = re.compile(r"[^。:：]{8,}(?:指南|要点|通知|办法|制度|方案|规定|细则|意见|计划|安排|说明)")
_OF_SELF = re.compile(r"[我本全]|主要工作情况|[省市县区州][\u4e00-\u9fff]{2,6}?[局委厅]")
_BRANCH = "[\u4e00-\u9fff]{2,10}?(?:分局|支局|支队|大队)"
_VERBS = "公布|发布|公开|编制|编写|制作|撰写|形成|汇报|报告|现将|现就|特将"
_CALLED = re.compile(r"[(（](?:以下简称|以下称|下称|简称)[^()（）]*[)）]")
_AS_FOLLOWS = re.compile(
    r"(?:(?:向社会)?(?:予以|进行)?(?:公布|公开|发布)(?:如下)?|(?<=情况)(?:报告|汇报)如下|(?:汇报)?如下)$"
)
_OF_DISCLOSURE = r"公开(?:工作)?(?:开展)?(?:情况)?(?:年度)?(?:工作)?(?:情况)?"
_ANNOUNCED_YEAR = re.compile(
    rf"(?:{_VERBS})(?!.*关于).*?(20\d\d)年度?[^\d]{{0,12}}?(?:{_OF_DISCLOSURE}(?:的)?(?:报告|年报)?|工作情况)$"
)
_ANNOUNCED = re.compile(
    rf"(?:{_VERBS})了?(?!.*(?:公布|发布|编制|编写|制作|撰写|形成|现将|现就|特将))"
    rf"(.{{4,60}}?{_OF_DISCLOSURE}(?:报告|年报|(?<=开展情况)|(?<=工作情况)))$"
)
_OPENS = re.compile(rf"\s*([^，,。；;：:\s]{{4,60}}?{_OF_DISCLOSURE}(?:报告|年报))是?(?:根据|按照|依据|依照)")
"""How a paragraph begins that says from what its report was made."""
_IN_MARKS = re.compile(rf"(?:{_VERBS})了?\s?《([^《》]{{4,60}}?公开[^《》]{{0,24}}(?:报告|年报))》")
_REPORTED = re.compile(r"(?:开展)?情况$")
