"""Titles of annual reports: who reports, and for which year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gongkai.chinese import DIGITS
from gongkai.document import UNCERTAIN, Locator
from gongkai.recognise.values import clean, without_markup
from gongkai.recognise.vocabulary import vocabulary

__all__ = ["BODY_ENDINGS", "LONGEST_TITLE", "Title", "names_nobody", "read_title", "titles"]

LONGEST_TITLE = 70
"""Characters beyond which a line is no title."""

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)\s*(?:年度|年|度)?|(二[〇○零0O][〇○零一二三四五六七八九]{2})(?:年度|年)?")
_SUBJECT = re.compile(
    r"(?:关于)?(?:(?<!人民)政府)?(?:政务|信息)(?:信息)?(?:工作)?公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:总结)?(?:报告|年报)"
)
_HANDED_IN = re.compile(r"([^《》]*)关于报送《?([^《》]+信息公开(?:工作情况|(?:工作)?年度报告))》?的函")
"""The title of a letter that hands in a report, which it may not call one."""
_NOTICE = re.compile(
    r"([^《》]*)关于(?:发布|公布|公开)?《?([^《》]*信息公开[^《》]*(?:报告|年报))》?的(?:公|通)(?:告|示)"
)
"""The title of a notice that makes a report public."""
_IN_EVERY_TITLE = frozenset("公开报")
_HOST = re.compile(r"^[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+(?=[\u4e00-\u9fff])")
"""The name of a mirror site, which it puts for that of a place."""
_TAG = re.compile(r"^(?:[\[【][^\]】]{1,8}[\]】]|Page\d+-|第[一二三四五六七八九十]+篇:)")
_TAIL = re.compile(r"(?:\([^()]{1,12}\))+$")
_TAIL_LINE = re.compile(r"[政府务信息公开工作情况的年度总结]{0,16}(?:报告|年报)")
_SURROUNDING = re.compile(r"^[\s《【\[\"“:：,，、.·\-—_|>]+|[\s》】\]\"”:：,，、.。·\-—_|>]+$")
_NOT_AGENCIES = re.compile(
    r"[。;；?？!！\d]|信息公开|政务公开|季度|半年|关于|印发|编制|发布|公布|报送|做好|开展|通知|要求|根据|附件|目录|列表|首页|当前位置|>"
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
    compact = _without_label(without_markup(clean(text)).replace(" ", ""))
    if len(compact) > 2 * LONGEST_TITLE:
        return None
    if letter := _HANDED_IN.fullmatch(compact):
        handed_in = read_title(f"{letter[1]}{letter[2].removesuffix('报告')}报告")
        if handed_in is None or handed_in.agency is None:
            return None
        return replace(handed_in, text=" ".join(without_markup(text).split()))
    if notice := _NOTICE.fullmatch(compact):
        published = read_title(notice[2])
        if published is not None and published.agency is None:
            published = read_title(notice[1] + notice[2])
        return published and replace(published, text=" ".join(without_markup(text).split()))
    if not 6 <= len(compact) <= LONGEST_TITLE or not set(compact) >= _IN_EVERY_TITLE:
        return None
    found_years = {_year(found) for found in _YEAR.finditer(compact)}
    without_year = _YEAR.sub("", compact)
    without_year = _TAIL.sub("", _TAG.sub("", re.sub(r"\(\)|\(年度?\)", "", without_year)))
    subject = _SUBJECT.search(without_year)
    if subject is None or _strip(without_year[subject.end() :]) or len(found_years) > 1:
        return None
    agency = _strip(without_year[: subject.start()]).removesuffix("年度").removesuffix("的").removeprefix("关于")
    agency = _said_once(_HOST.sub("", agency), compact)
    if _NOT_AGENCIES.search(agency):
        return None
    # What could not be read names nobody, nor does one character that a broken line left.
    named = agency if UNCERTAIN not in agency and len(agency) > 1 and not names_nobody(agency) else ""
    return Title(" ".join(without_markup(text).split()), named or None, found_years.pop() if found_years else None)


def _said_once(agency: str, title: str) -> str:
    """Take off what says again who reports behind the year, and 发布 before it: 广州海关2015年海关政府信息公开年报."""
    before = _strip(_YEAR.split(title)[0])
    if before and agency.startswith(before) and agency[len(before) :] in before:
        publisher = before.removesuffix("发布").removesuffix("公布")
        return publisher if publisher.endswith(BODY_ENDINGS) else before
    return agency


def _without_label(text: str) -> str:
    """Take off the label with which a page prints the title: 名称."""
    label, colon, behind = text.partition(":")
    return behind if colon and label.lstrip("•·●-*") in vocabulary().title_labels else text


def names_nobody(name: str) -> bool:
    """Say whether what stands in the place of a body's name is but a word for any body: 机关, 本单位, 我局.

    >>> names_nobody("本单位"), names_nobody("本溪市"), names_nobody("嘉禾县")
    (True, False, False)
    """
    bare = name.strip("()（）")
    return bare in vocabulary().nobody or _ANY_BODY.fullmatch(bare) is not None


_ANY_BODY = re.compile(
    r"[本我该各](?:单位|机关|部门|级|局|厅|委|会|办|处|科|院|校|所|站|中心|公司|政府|省|市|县|区|旗|镇|乡|街道|街|村|地区|行政区|网|网站|站原创)"
    r"(?:机关|政府|人民政府|办公室|办公厅|政府办公室)?"
)


def titles(paragraphs: Sequence[tuple[Locator, str]]) -> Iterator[Title]:
    """Give every line of the text that is a title, and a line broken in two, in reading order."""
    read = [(locator, text, read_title(text)) for locator, text in paragraphs]
    for (locator, text, title), (_, following, second) in pairwise([*read, (Locator(0), "", None)]):
        found = title or _joined(text, following, second)
        if found:
            yield replace(found, locator=locator)


def _joined(text: str, following: str, second: Title | None) -> Title | None:
    """Read a title whose first line names the agency, or the agency and the year, and whose second the rest."""
    if len(text) + len(following) > LONGEST_TITLE or _is_labelled(text):
        return None
    if second is None and not _TAIL_LINE.fullmatch(clean(following).replace(" ", "")):
        return None
    title = read_title(text + following)
    names_body = title is not None and title.agency is not None and title.agency.endswith(BODY_ENDINGS)
    return title if names_body and (second is None or second.agency is None) else None


def _is_labelled(text: str) -> bool:
    """Say whether a line says something of the page: 发布机构 and its name."""
    words = vocabulary()
    label = clean(text).replace(":", " ").partition(" ")[0]
    known = (words.publisher_labels, words.source_labels, words.published_labels, words.number_labels)
    return any(label in labels for labels in known)


BODY_ENDINGS = tuple("府局委厅办室会处院县市区省州盟旗镇乡部署所队校社心道学司团")
"""Last characters of the names of bodies."""


def _year(found: re.Match[str]) -> int:
    return int(found[1]) if found[1] else int(found[2].translate(DIGITS))


def _strip(text: str) -> str:
    return _SURROUNDING.sub("", text)
