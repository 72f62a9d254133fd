"""Answers of web services (JSON, also JSONP): the text in them that is the report, a page or plain text.

Of one object the longest text counts, as others of it are its summary or the same without tags. Texts of different
objects are different reports.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import msgspec

__all__ = ["AnswerText", "answers", "is_several_answers", "several_answers"]

MAX_BYTES = 64 * 1024 * 1024
"""More bytes than any answer with a report has."""

FEWEST_CHARACTERS = 150
"""A text with fewer characters, tags aside, is no report."""

_DEEPEST = 3
"""How often an answer may stand as a text inside another."""


@dataclass(frozen=True, slots=True)
class AnswerText:
    """A text in an answer: where it stands, and the short texts beside it, which say what it is."""

    place: str
    text: str
    beside: Mapping[str, str]

    @property
    def metadata(self) -> dict[str, str]:
        """What the answer says of the text, as a page says of itself."""
        return {name.lower(): said for name, said in self.beside.items() if said.strip()}


def answers(text: str) -> list[AnswerText]:
    """Give the texts in an answer that may be reports; none where it is no answer.

    >>> page = "<p>本报告根据《政府信息公开条例》编制。" + "全年收到政府信息公开申请。" * 12
    >>> [(each.place, each.metadata) for each in answers(json.dumps({"data": {"title": "年报", "content": page}}))]
    [('data.content', {'title': '年报'})]
    """
    bare = text.strip().removeprefix("\ufeff")
    wrapped = _JSONP.fullmatch(bare) if not bare.startswith(("{", "[")) else None
    found = list(_inside(_decoded(wrapped[1] if wrapped else bare)))
    # Beside a report, texts without sections and tables are summaries of others.
    reports = [each for each in found if _OF_REPORT.search(each.text)]
    return _without_copies(reports or found)


_OF_REPORT = re.compile(r"<t[dr]\b|(?:^|>|\n)\s*[一二三四]、", re.IGNORECASE)


def _without_copies(found: list[AnswerText]) -> list[AnswerText]:
    """Leave out texts that stand in another, such as the same without tags."""
    longest: dict[str, AnswerText] = {}
    for each in found:
        bare = _BLANK.sub("", each.text)
        if bare not in longest or len(each.text) > len(longest[bare].text):
            longest[bare] = each
    if len(longest) > _MOST_COMPARED:
        return list(longest.values())
    return [each for bare, each in longest.items() if not any(bare in other for other in longest if other != bare)]


_MOST_COMPARED = 100
"""Of more texts only those that are the same are told."""


_JSONP = re.compile(r"[\w$.]{1,80}\s*\((\s*[\[{].*[\]}]\s*)\)\s*;?", re.DOTALL)


def is_several_answers(data: bytes) -> bool:
    """Tell whether bytes are an answer with more than one report.

    >>> is_several_answers(b"[]")
    False
    """
    return len(_of_bytes(data)) > 1


def several_answers(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give each report of an answer, with its place, as an answer of its own."""
    for each in _of_bytes(data):
        yield each.place, json.dumps({**each.beside, "text": each.text}, ensure_ascii=False).encode()


def _of_bytes(data: bytes) -> list[AnswerText]:
    if len(data) > MAX_BYTES or not _BEGINS.match(data):
        return []
    try:
        return answers(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return answers(data.decode("gb18030", "replace"))


_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:[\w$.]{1,80}\s*\(\s*)?[\[{]\s*[\"\[{]")


def _decoded(text: str) -> Any:
    """Read JSON, or give None for what is none."""
    if not text.startswith(("{", "[")):
        return None
    try:
        return msgspec.json.decode(text.encode("utf-8", "surrogatepass"))
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        pass
    try:
        # Some services write line breaks into texts as they are.
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _inside(whole: Any) -> Iterator[AnswerText]:
    """Go through lists and objects, of which each gives its own text, if it has one, and those inside it."""
    waiting: list[tuple[Any, str, int]] = [(whole, "", 0)]
    while waiting:
        value, place, depth = waiting.pop()
        named = _named(value)
        texts: list[tuple[str, str]] = []
        deeper: list[tuple[Any, str, int]] = []
        for name, each in named:
            inner = f"{place}.{name}" if place else name
            unpacked = _decoded(each.strip()) if isinstance(each, str) and depth < _DEEPEST else None
            if unpacked is not None:
                deeper.append((unpacked, inner, depth + 1))
            elif isinstance(each, dict | list):
                deeper.append((each, inner, depth))
            elif isinstance(each, str) and _may_be_report(text := _unescaped(each)):
                texts.append((inner, text))
        if isinstance(value, dict) and texts:
            longest = max(texts, key=lambda pair: len(pair[1]))
            yield AnswerText(*longest, _short(value))
        else:
            yield from (AnswerText(*each, {}) for each in texts)
        waiting += reversed(deeper)


def _named(value: Any) -> list[tuple[str, Any]]:
    match value:
        case dict():
            return [(str(name), each) for name, each in value.items()]
        case list():
            return [(str(number), each) for number, each in enumerate(value, start=1)]
        case str():
            return [("", value)]
    return []


def _short(value: dict[str, Any]) -> dict[str, str]:
    return {name: each for name, each in value.items() if isinstance(each, str) and len(each) <= _LONGEST_SAID}


_LONGEST_SAID = 140


def _may_be_report(text: str) -> bool:
    if len(text) < FEWEST_CHARACTERS or not _OF_DISCLOSURE.search(text):
        return False
    return len(_BLANK.sub("", text)) >= FEWEST_CHARACTERS


_OF_DISCLOSURE = re.compile("信息公开|&#20449;&#24687;&#20844;&#24320;|&#x4fe1;", re.IGNORECASE)
_BLANK = re.compile(r"<[^<>]*>|&nbsp;|\s+")


def _unescaped(text: str) -> str:
    """Give a page whose tags were escaped as the page."""
    return unescape(text) if _ESCAPED_TAG.search(text) and not _TAG.search(text) else text


_ESCAPED_TAG = re.compile(r"&lt;(?:p|div|table|td|span|br)\b", re.IGNORECASE)
_TAG = re.compile(r"<[a-z]", re.IGNORECASE)
