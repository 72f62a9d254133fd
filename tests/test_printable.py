"""Text that is shown and not obeyed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import SourceError
from gongkai.printable import file_name, printable, printable_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("嘉禾县2017年", "嘉禾县2017年"),
        ("全角　空格", "全角　空格"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\x1b]0;题\x07", "\\x1b]0;题\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("a\r\nb\tc\0", "a\\r\\nb\\tc\\x00"),
        ("\x7f\x85", "\\x7f\\x85"),
        ("\u202e21\u202c", "\\u202e21\\u202c"),
        ("\u2066甲\u2069\u200f", "\\u2066甲\\u2069\\u200f"),
        ("\u200b\ufeff\xad\u2060", "\\u200b\\ufeff\\xad\\u2060"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("\udc9b", "\\x9b"),
        ("\ue000𠮷\ufffd", "\ue000𠮷\ufffd"),
    ],
)
def test_what_is_obeyed_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters()))
def test_nothing_that_is_obeyed_is_left(text: str) -> None:
    shown = printable(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not any(unicodedata.bidirectional(each) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI"} for each in shown)
    assert shown == printable(shown)
    shown.encode()


def test_lines_stay_lines() -> None:
    assert printable_lines("甲\x1b\n乙\r\n丙") == "甲\\x1b\n乙\\r\n丙"


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("年报.html".encode(), "年报.html"),
        ("年报.html".encode("gbk"), "年报.html"),
        (b"a\xff\xfe.txt", "a\\xff\\xfe.txt"),
        ("年报\x1b.html".encode("gbk"), "年报\\x1b.html"),
        (b"a\nb", "a\\nb"),
    ],
)
def test_file_names_in_any_encoding(data: bytes, shown: str) -> None:
    assert file_name(data.decode("utf-8", "surrogateescape")) == shown


def test_messages_are_one_line_of_text() -> None:
    error = SourceError("a\n\x1b[31m.html", "damaged", "x\u202e\ny")
    assert str(error) == "a\\n\\x1b[31m.html: the file is damaged (x\\u202e\\ny); fetch it again"
    assert (error.source, error.detail) == ("a\n\x1b[31m.html", "x\u202e\ny")
