"""Titles of annual reports: who reports, and for which year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from gongkai.chinese import DIGITS
from gongkai.document import UNCERTAIN, Document, Locator
from gongkai.recognise.values import clean, without_markup
from gongkai.recognise.vocabulary import vocabulary
from gongkai.recognise.who.agencies import names_nobody

__all__ = ["Title", "announced_year", "cited_title", "page_facts", "read_title", "titles"]

LONGEST_TITLE = 70
"""Characters beyond which a line is no title."""

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)\s*(?:年度|年)?|(二[〇○零0O][〇○零一二三四五六七八九]{2})(?:年度|年)?")
_SUBJECT = re.compile(
    r"(?:关于)?(?:(?<!人民)政府)?(?:政务|信息)(?:信息)?公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:总结)?(?:报告|年报)"
)
_TAG = re.compile(r"^[\[【][^\]】]{1,8}[\]】]")
_TAIL = re.compile(r"(?:\([^()]{1,12}\))+$")
_TAIL_LINE = re.compile(r"(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)")
_SURROUNDING = re.compile(r"^[\s《【\[\"“:：,，、.·\-—_|>]+|[\s》】\]\"”:：,，、.。·\-—_|>]+$")
_NOT_AGENCIES = re.compile(
    r"[。;；?？!！\d]|信息公开|政务公开|关于|印发|编制|发布|公布|报送|做好|开展|通知|要求|根据|附件|目录|列表|首页|当前位置|>"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its text as printed, the agency and year that it names, and where it stands."""

    text: str
    agency: str | None
    year: int | None
    locator: Locator | None = None


def read_title(text: str) -> Title | None:
    """Read a line that is the title of an annual report; None where it is something else.

    >>> read_title("嘉禾县2017年政府信息公开年度报告")
    Title(text='嘉禾县2017年政府信息公开年度报告', agency='嘉禾县', year=2017, locator=None)
    >>> read_title("关于编制2017年政府信息公开年度报告的通知") is None
    True
    """
    compact = without_markup(clean(text)).replace(" ", "")
    if not 6 <= len(compact) <= LONGEST_TITLE:
        return None
    found_years = {_year(found) for found in _YEAR.finditer(compact)}
    without_year = _YEAR.sub("", compact)
    without_year = _TAIL.sub("", _TAG.sub("", re.sub(r"\(\)|\(年度?\)", "", without_year)))
    subject = _SUBJECT.search(without_year)
    if subject is None or _strip(without_year[subject.end() :]) or len(found_years) > 1:
        return None
    agency = _strip(without_year[: subject.start()]).removesuffix("年度").removesuffix("的").removeprefix("关于")
    if _NOT_AGENCIES.search(agency):
        return None
    # What could not be read names nobody.
    named = agency if UNCERTAIN not in agency and not names_nobody(agency) else ""
    return Title(" ".join(without_markup(text).split()), named or None, found_years.pop() if found_years else None)


def cited_title(paragraph: str) -> Title | None:
    """Give the title of the report that a sentence announces, with its agency and year.

    >>> cited_title("根据《条例》规定,现公布泰州市人民政府2017年政府信息公开工作年度报告。").agency
    '泰州市人民政府'
    >>> cited_title("按照关于编制2017年政府信息公开年度报告的通知要求,编制本报告。") is None
    True
    """
    for clause in _clauses(paragraph):
        announced = _ANNOUNCED.search(_AS_FOLLOWS.sub("", clause))
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


def _clauses(paragraph: str) -> Iterator[str]:
    """Give the clauses that are short enough to announce a report."""
    return (clause for clause in _CLAUSE_END.split(paragraph) if len(clause) <= 2 * LONGEST_TITLE)


_CLAUSE_END = re.compile(r"[，,。；;：:！!？?、“”《》()（）\s]")
_VERBS = "公布|发布|编制|编写|制作|撰写|形成|现将|特将"
_ANNOUNCED_YEAR = re.compile(
    rf"(?:{_VERBS})(?!.*关于).*?(20\d\d)年度?[^\d]{{0,12}}?"
    r"公开(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:报告|年报)(?:公布|公开|发布|报告|汇报)?(?:如下)?$"
)
_ANNOUNCED = re.compile(
    rf"(?:{_VERBS}|公开)了?(?!.*(?:{_VERBS}))"
    r"(.{4,60}?公开(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:报告|年报))$"
)
_AS_FOLLOWS = re.compile(r"(?:向社会)?(?:予以)?(?:公布|公开|发布|报告|汇报)?如下$")


def titles(document: Document) -> Iterator[Title]:
    """Give every line of the text that is a title, and a line broken in two, in reading order."""
    for (locator, text), (_, following) in pairwise([*document.paragraphs(), (Locator(0), "")]):
        title = read_title(text)
        if title is None and (read_title(following) or _TAIL_LINE.fullmatch(clean(following).replace(" ", ""))):
            title = _joined(text, following)
        if title:
            yield replace(title, locator=locator)


def page_facts(document: Document) -> Iterator[tuple[str, str, Locator]]:
    """Give what the page says about itself, as label and value: header tables and lines such as 文号：….

    The labels are those of the vocabulary: title, publisher, source, published and document number.
    """
    words = vocabulary()
    known = words.published_labels | words.publisher_labels | words.title_labels | words.number_labels
    known |= words.source_labels
    for locator, table in document.tables():
        for row in table.rows():
            for label, value in pairwise(row):
                name = clean(label.text).replace(" ", "").rstrip(":")
                if name in known and clean(value.text):
                    place = Locator(locator.block, row=value.row, column=value.column, page=locator.page)
                    yield name, clean(value.text), place
    labels = "|".join(sorted(known, key=len, reverse=True))
    patterns = (
        re.compile(rf"({labels})\s*[:：]\s*([^:：]*?\S[^:：]*(?::\d\d)?)(?=\s|$)"),
        # Where a table was left without its lines, a blank stands between label and value.
        re.compile(rf"(?<!\S)({labels})\s+([^\s:：]+)(?!\S)"),
    )
    for locator, text in document.paragraphs():
        if len(text) <= 4 * LONGEST_TITLE:
            for found in chain.from_iterable(pattern.finditer(text) for pattern in patterns):
                yield found[1], clean(found[2]), locator


def _joined(text: str, following: str) -> Title | None:
    """Read a title whose first line names the agency, or the agency and the year, and whose second the rest."""
    if len(text) + len(following) > LONGEST_TITLE:
        return None
    second, title = read_title(following), read_title(text + following)
    names_body = title is not None and title.agency is not None and title.agency.endswith(_BODY_ENDINGS)
    return title if names_body and (second is None or second.agency is None) else None


_BODY_ENDINGS = tuple("府局委厅办室会处院县市区省州盟旗镇乡部署所队校社心道学司团")


def _year(found: re.Match[str]) -> int:
    return int(found[1]) if found[1] else int(found[2].translate(DIGITS))


def _strip(text: str) -> str:
    return _SURROUNDING.sub("", text)
