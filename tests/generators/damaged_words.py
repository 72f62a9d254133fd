"""Damage to the words of a report, as sites, converters and crawlers do it, and as no writer would: repair and the
recogniser meet it behind whatever read the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from generators.odd import odd_texts

__all__ = ["damaged_words", "recoded"]


def damaged_words(data: bytes, random: Random) -> bytes:
    """Damage some stretches of Chinese text and numbers in bytes that are UTF-8; markup stays as it is."""
    text = data.decode("utf-8", "surrogateescape")
    damage = random.choice(_OF_WORDS)
    found = list(_STRETCH.finditer(text))
    if not found:
        return data
    first = random.randrange(len(found))
    few = found[first : first + random.choice((1, 3, 20, 400))]
    words = [each[0] for each in found]
    pieces, end = [], 0
    for each in few:
        pieces += [text[end : each.start()], damage(each[0], words, random)]
        end = each.end()
    return "".join([*pieces, text[end:]]).encode("utf-8", "surrogateescape")


def recoded(data: bytes, random: Random) -> bytes:
    """Write bytes that are UTF-8 in another encoding, wholly or from some place on, or let them say another one."""
    match random.randrange(4):
        case 0:
            return re.sub(rb"(?i)utf-8", random.choice(_NAMES), data, count=1)
        case 1:
            place = random.randint(0, len(data))
            return data[:place] + _in(data[place:], random.choice(_ENCODINGS))
        case 2:
            return random.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0\0\xfe\xff", b"+/v8")) + data
        case _:
            return _in(data, random.choice(_ENCODINGS))


_NAMES = (
    b"gb2312",
    b"gbk",
    b"gb18030",
    b"big5",
    b"utf-16",
    b"utf-32",
    b"utf-7",
    b"iso-2022-cn",
    b"hz",
    b"latin-1",
    b"rot13",
    b"idna",
    b"x" * 99,
    b"",
)
_ENCODINGS = (
    "gb18030",
    "gbk",
    "big5",
    "utf-16",
    "utf-16-be",
    "utf-32",
    "utf-7",
    "hz",
    "iso2022_jp_2",
    "cp1252",
    "shift_jis",
    "cp037",
)


def _in(data: bytes, encoding: str) -> bytes:
    return data.decode("utf-8", "replace").encode(encoding, "replace")


_STRETCH = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u201c\u201d0-9.%]{2,}")

Words = Callable[[str, list[str], Random], str]


def _misread(text: str, _: list[str], random: Random) -> str:
    for _round in range(random.choice((1, 1, 2))):
        written, read = random.choice(
            (("utf-8", "gb18030"), ("gb18030", "latin-1"), ("utf-8", "cp1252"), ("gb18030", "utf-8"), ("utf-8", "big5"))
        )
        text = text.encode(written).decode(read, random.choice(("replace", "ignore")))
    return _printable(text)


def _shifted(text: str, _: list[str], random: Random) -> str:
    data = bytearray(text.encode("gb18030"))
    for _byte in range(random.randint(1, 3)):
        del data[random.randrange(len(data)) if data else 0 :][:1]
        if data:
            del data[random.randrange(len(data))]
    return _printable(bytes(data).decode("gb18030", random.choice(("replace", "ignore"))))


def _printable(text: str) -> str:
    return re.sub(r"[<>&\"'\x00-\x1f]", "", text)


def _others(text: str, words: list[str], random: Random) -> str:
    return random.choice(words)


def _between(characters: str) -> Words:
    return lambda text, words, random: random.choice(characters).join(text)


def _replaced(table: dict[int, str]) -> Words:
    return lambda text, words, random: text.translate(table)


def _masked(text: str, _: list[str], random: Random) -> str:
    mark = random.choice("*■□×Xx?？�\ue000〇")
    return "".join(mark if random.random() < 0.3 else letter for letter in text)


def _dropped(text: str, _: list[str], random: Random) -> str:
    return "".join(letter for letter in text if random.random() > 0.2)


def _shuffled(text: str, _: list[str], random: Random) -> str:
    return "".join(random.sample(text, len(text)))


def _many(text: str, words: list[str], random: Random) -> str:
    """Write something again and again in one line, with what stands between in such lines."""
    between = random.choice(("", "，", "、", "；", "。", "（", "其中", "一是", "比", "至", "年", "-", "和"))
    return between.join([random.choice((text, random.choice(words)))[:200]] * random.choice((5, 50, 500)))


def _odd(text: str, words: list[str], random: Random) -> str:
    return random.choice((text, "")) + random.choice(_ODD_WORDS) + random.choice(words)


_ODD_WORDS = odd_texts()["words"]

_RADICALS = {
    ord(plain): odd
    for plain, odd in zip(
        "一日月人大小公工文方目立行车金长门食高", "⼀⽇⽉⼈⼤⼩⽥⼯⽂⽅⽬⽴⾏⻋⾦⻓⻔⻝⾼", strict=True
    )
}
_DIGITS = {ord("0") + number: digit for number, digit in enumerate("〇一二三四五六七八九")}
_WIDE = {ord("0") + number: chr(ord("０") + number) for number in range(10)}

_OF_WORDS: tuple[Words, ...] = (
    _misread,
    _shifted,
    _others,
    _between(" \u3000\u200b\u00a0\u00ad\u2060\ufe0f\u0301"),
    _between("\u202e\u202d\u2066\u200f"),
    _replaced(_RADICALS),
    _replaced(_DIGITS),
    _replaced(_WIDE),
    _masked,
    _dropped,
    _shuffled,
    _many,
    _odd,
    _odd,
)
