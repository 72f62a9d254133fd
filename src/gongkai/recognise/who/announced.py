"""What a sentence says of the report that it announces: its title, or at least its year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gongkai.recognise.titles import LONGEST_TITLE, Title, read_title

__all__ = ["announced_year", "cited_title", "opening_year"]


def cited_title(paragraph: str) -> Title | None:
    """Give the title of the report that a sentence announces, with its agency and year.

    >>> cited_title("根据《条例》规定,现公布泰州市人民政府2017年政府信息公开工作年度报告。").agency
    '泰州市人民政府'
    >>> cited_title("按照关于编制2017年政府信息公开年度报告的通知要求,编制本报告。") is None
    True
    """
    for clause in _clauses(paragraph):
        announced = _ANNOUNCED.search(clause)
        title = read_title(announced[1]) if announced else None
        if title and title.agency and title.year:
            return title
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
    years = {int(found[1]) for text in paragraphs if (found := _OPENING_YEAR.match(text))}
    return years.pop() if len(years) == 1 else None


def _clauses(paragraph: str) -> Iterator[str]:
    """Give the clauses that are short enough to announce a report, without the words that follow its name."""
    clauses = (clause for clause in _CLAUSE_END.split(_CALLED.sub("", paragraph)) if len(clause) <= 2 * LONGEST_TITLE)
    return (_AS_FOLLOWS.sub("", clause) for clause in clauses)


_CLAUSE_END = re.compile(r"[，,。；;：:！!？?、“”《》()（）\s]")
_OPENING_YEAR = re.compile(r"\s*(20\d\d)年度?(?:[,，]|(?=[我本全]))")
_VERBS = "公布|发布|公开|编制|编写|制作|撰写|形成|汇报|报告|现将|特将"
_CALLED = re.compile(r"[(（](?:以下简称|以下称|下称|简称)[^()（）]*[)）]")
_AS_FOLLOWS = re.compile(
    r"(?:(?:向社会)?(?:予以|进行)?(?:公布|公开|发布)(?:如下)?|(?<=情况)(?:报告|汇报)如下|(?:汇报)?如下)$"
)
_OF_DISCLOSURE = r"公开(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:情况)?"
_ANNOUNCED_YEAR = re.compile(
    rf"(?:{_VERBS})(?!.*关于).*?(20\d\d)年度?[^\d]{{0,12}}?(?:{_OF_DISCLOSURE}(?:的)?(?:报告|年报)?|工作情况)$"
)
_ANNOUNCED = re.compile(
    rf"(?:{_VERBS})了?(?!.*(?:公布|发布|编制|编写|制作|撰写|形成|现将|特将))(.{{4,60}}?{_OF_DISCLOSURE}(?:报告|年报))$"
)
