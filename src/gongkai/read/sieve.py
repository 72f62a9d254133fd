"""May a record of a crawl be a report? A cheap look at its bytes, before anything is parsed.

Text is passed over where it has no words of a report, in any encoding or way to write characters that is read. What is
packed, such as a PDF, is not judged by words: a document of a format that gongkai reads may be a report. So is a mail.

Pages of government sites have the words of titles in their menus, without a year, and some words of sections in their
news. So a page may be a report if it has a title with its year, or several of the words that hardly stand together
anywhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import stringzilla

from gongkai.errors import SourceError
from gongkai.read.encoding import decode
from gongkai.read.mail import is_mail

__all__ = ["is_document", "may_be_report"]

FEWEST_WORDS = 3
"""Words of sections and forms that it takes to see a report in a text without a title and year."""


def is_document(begin: bytes) -> bool:
    r"""Tell the formats that are read and are not text, pictures aside, by their first bytes.

    >>> is_document(b"%PDF-1.7"), is_document(b"\x89PNG\r\n")
    (True, False)
    """
    return begin.startswith(_SIGNATURES) or b"%PDF-" in begin[:_PDF_BEGINS_WITHIN] or begin.startswith(_TAR, _TAR_AT)


_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b\x08", b"{\\rtf")
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x00\x00\x01\x00")
_PDF_BEGINS_WITHIN = 1024
_TAR, _TAR_AT = b"ustar", 257


def may_be_report(data: bytes) -> bool:
    """Tell whether a record is worth reading.

    >>> may_be_report("<title>嘉禾县2017年政府信息公开年度报告</title>".encode("gbk"))
    True
    >>> may_be_report("<a>政府信息公开年报</a><h1>关于放假的通知</h1>".encode())
    False
    """
    if is_document(data):
        return True
    if data.startswith(_PICTURES):
        return False
    if _is_wide(data):
        return _is_told(_in_utf_8(data))
    return _is_told(data) or is_mail(data) or _is_misread(data) or _is_told(_unescaped(data))


def _is_told(data: bytes) -> bool:
    return any(_has_words(data, words) or _has_title(data, words) for words in _all_words() if words.are_in(data))


@dataclass(frozen=True, slots=True)
class _TellingWords:
    """Words of a report in one encoding and script."""

    subject: bytes
    title_ends: tuple[bytes, ...]
    telling: tuple[bytes, ...]

    def are_in(self, data: bytes) -> bool:
        return _find(data, self.subject) >= 0


@cache
def _all_words() -> tuple[_TellingWords, ...]:
    return tuple(
        _TellingWords(
            subject.encode(encoding),
            tuple(word.encode(encoding) for word in title_ends.split()),
            tuple(word.encode(encoding) for word in telling.split()),
        )
        for subject, title_ends, telling, encodings in (_SIMPLIFIED, _TRADITIONAL)
        for encoding in encodings
    )


_SIMPLIFIED = (
    "公开",
    "报告 年报",
    "概述 总体 诉讼 收费 费用 改进 结转 予以 答复 存在",
    ("utf-8", "gb18030"),
)
_TRADITIONAL = (
    "公開",
    "報告 年報",
    "概述 總體 訴訟 收費 費用 改進 結轉 予以 答復 答覆 存在",
    ("utf-8", "gb18030", "big5"),
)


def _has_words(data: bytes, words: _TellingWords) -> bool:
    missing = 0
    for word in words.telling:
        missing += _find(data, word) < 0
        if missing > len(words.telling) - FEWEST_WORDS:
            return False
    return True


def _has_title(data: bytes, words: _TellingWords) -> bool:
    for end in words.title_ends:
        at = _find(data, end)
        while at >= 0:
            begin = data.rfind(words.subject, max(0, at - _LONGEST_END), at)
            if begin >= 0 and _has_year(data[max(0, begin - _LONGEST_BEGIN) : at + _LONGEST_END]):
                return True
            at = _find(data, end, at + len(end))
    return False


_LONGEST_BEGIN, _LONGEST_END = 240, 120
"""In bytes, before and behind the words of a title: letters take two or three, and there may be tags between them."""


def _has_year(title: bytes) -> bool:
    return any(begin in title for begin in _YEAR_BEGINS) and _YEAR.search(_LINK.sub(b"", title)) is not None


_LINK = re.compile(rb"(?:href|src|value)\s*=\s*[\"']?[^\"'>]*", re.IGNORECASE)
"""The address of a column or a picture may have a year, which is not that of a title."""

_YEAR_BEGINS = (b"20", *("二".encode(encoding) for encoding in ("utf-8", "gb18030", "big5")))
_YEAR = re.compile(b"20[0-4][0-9]|(?:" + b"|".join(_YEAR_BEGINS[1:]) + rb")[^\x00-\x2f]{2,6}")
"""Years in digits, and in characters: 二〇一七, 二○二一, 二0一七."""


def _find(data: bytes, word: bytes, start: int = 0) -> int:
    # Many times faster than `bytes.find`, which costs more than to unpack the crawl.
    return int(stringzilla.find(data, word, start))


# Other ways to write characters


def _is_wide(data: bytes) -> bool:
    return data.startswith(_WIDE_MARKS) or b"\0" in data[:_SAMPLE]


_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 4096


def _in_utf_8(data: bytes) -> bytes:
    try:
        return decode(data).text.encode("utf-8", "replace")
    except SourceError:
        return data


def _unescaped(data: bytes) -> bytes:
    """Give a text with its characters as they are, where their numbers stand for them; else nothing."""
    if any(_find(data, begin) >= 0 for begin in _ESCAPES) and _OF_SUBJECT.search(data):
        return _ESCAPED.sub(_character, data)
    return b""


_ESCAPES = (b"&#", b"\\u")
_OF_SUBJECT = re.compile(rb"516c|20844", re.IGNORECASE)
_ESCAPED = re.compile(rb"(?:\\+u|&#x)([0-9a-f]{4});?|&#([0-9]{5});?", re.IGNORECASE)


def _character(escaped: re.Match[bytes]) -> bytes:
    return chr(int(escaped[1], 16) if escaped[1] else int(escaped[2])).encode("utf-8", "replace")


def _is_misread(data: bytes) -> bool:
    """Tell text that was UTF-8, was taken for another encoding, and was stored so, once or more often.

    It is so rare that it is read whatever it says.
    """
    return any(_find(data, begin) >= 0 for begin in _MISREAD)


_MISREAD = (
    "公".encode().decode("latin-1").encode(),
    "公".encode().decode("cp1252").encode(),
    "å".encode().decode("latin-1").encode(),
)
