"""Encodings: what is valid, what is declared, and what is damaged."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document import Notice
from gongkai.errors import SourceError
from gongkai.read.encoding import Decoded, decode

SIMPLIFIED = "本机关全年收到申请三十七件，均已按期答复；公开文件208件，其中规范性文件9件。"
TRADITIONAL = "本機關全年收到申請三十七件，均已按期答覆；公開檔案208件，並無訴訟。"


def page(label: str, text: str) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head><p>{text}</p>'


@pytest.mark.parametrize(
    ("codec", "text", "encoding"),
    [
        ("utf-8", SIMPLIFIED, "utf-8"),
        ("utf-8-sig", SIMPLIFIED, "utf-8"),
        ("gb2312", SIMPLIFIED, "gb18030"),
        ("gbk", SIMPLIFIED, "gb18030"),
        ("gbk", TRADITIONAL, "gb18030"),
        ("gb18030", SIMPLIFIED + "㐀𠀀", "gb18030"),
        ("big5", TRADITIONAL, "big5"),
        ("utf-16", SIMPLIFIED, "utf-16-le"),
        ("utf-16-le", SIMPLIFIED, "utf-16-le"),
        ("utf-16-be", SIMPLIFIED, "utf-16-be"),
        ("utf-32", SIMPLIFIED, "utf-32-le"),
        ("utf-32-be", SIMPLIFIED, "utf-32-be"),
    ],
)
def test_undeclared_text_comes_back_as_it_was(codec: str, text: str, encoding: str) -> None:
    assert decode(text.encode(codec)) == Decoded(text, encoding)


@pytest.mark.parametrize("label", ["utf-8", "GB2312", "gbk", "gb18030", "big5", "iso-8859-1", "no-such-charset"])
@pytest.mark.parametrize(
    ("codec", "text", "encoding"),
    [("utf-8", SIMPLIFIED, "utf-8"), ("gbk", SIMPLIFIED, "gb18030"), ("big5", TRADITIONAL, "big5")],
)
def test_what_the_bytes_are_wins_over_what_they_declare(label: str, codec: str, text: str, encoding: str) -> None:
    truth = {"utf-8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5"}
    source = page(label, text)
    wrong = truth.get(label.lower()) != encoding
    notice = Notice("declared_encoding", f"declared {label.lower()}, is {encoding}")
    assert decode(source.encode(codec)) == Decoded(source, encoding, (notice,) if wrong else ())


@pytest.mark.parametrize(
    "declaration",
    ['<meta charset="gb2312">', "<META CHARSET=GB2312>", '<?xml version="1.0" encoding="GB2312"?>'],
)
def test_a_declaration_settles_what_is_too_short_to_judge(declaration: str) -> None:
    assert decode(f"{declaration}一".encode("gbk")).text == f"{declaration}一"


@pytest.mark.parametrize("declaration", ["", '<meta charset="gbk">', '<meta charset="utf-8">'])
def test_plain_ascii_is_worth_no_notice(declaration: str) -> None:
    decoded = decode(f"{declaration}<p>12".encode())
    assert (decoded.text, decoded.notices) == (f"{declaration}<p>12", ())


def test_a_byte_order_mark_is_no_text() -> None:
    assert decode(codecs.BOM_UTF8 + b"7").text == "7"
    assert decode(codecs.BOM_UTF16_BE + "7件".encode("utf-16-be")).text == "7件"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_few_bad_bytes_are_replaced_and_noticed(codec: str) -> None:
    encoding = codec
    before, after = (SIMPLIFIED * 3).encode(codec), (SIMPLIFIED * 4).encode(codec)
    decoded = decode(before + b"\xff\xff2018" + b"\xff" + after)
    assert decoded.text == SIMPLIFIED * 3 + "\ufffd\ufffd2018\ufffd" + SIMPLIFIED * 4
    assert decoded.encoding == encoding
    assert decoded.notices == (Notice("undecodable_bytes", f"3 bytes are not {encoding}"),)


def test_digits_beside_lost_half_characters_of_gbk_stay() -> None:
    # Without its second byte, each of 件 and 年 makes one four-byte character of GB18030 with the digits after it.
    intact = (SIMPLIFIED * 20).encode("gbk")
    damaged = "件".encode("gbk")[:1] + b"3" + "年".encode("gbk")[:1] + b"5"
    decoded = decode(intact + damaged + intact)
    assert decoded.text == SIMPLIFIED * 20 + "\ufffd3\ufffd5" + SIMPLIFIED * 20


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-16", "utf-16-le", "utf-32"])
def test_a_cut_last_character_is_truncation(codec: str) -> None:
    with pytest.raises(SourceError) as caught:
        decode(SIMPLIFIED.encode(codec)[:-1], "a.txt")
    assert (caught.value.source, caught.value.reason) == ("a.txt", "truncated")


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03" * 50, SIMPLIFIED.encode() + b"\0" * 9, bytes(range(1, 32)) * 8],
    ids=["zero bytes", "many zero bytes after text", "control characters"],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data)
    assert caught.value.reason == "binary"


def test_bytes_of_no_known_encoding_are_refused() -> None:
    with pytest.raises(SourceError) as caught:
        decode(b"\xff\xfa\xff " * 40)
    assert caught.value.reason == "encoding"


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1), st.text("0123456789", min_size=1)
)
def test_every_digit_of_a_gbk_page_comes_back(words: str, digits: str) -> None:
    source = f'<meta charset="gbk"><p>{words}{digits}</p>'
    assert digits in decode(source.encode("gb18030")).text


@given(st.binary())
def test_no_bytes_crash(data: bytes) -> None:
    try:
        decoded = decode(data)
    except SourceError:
        return
    decoded.text.encode("utf-8")
