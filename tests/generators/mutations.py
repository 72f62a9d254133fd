"""Damage to whole reports: bytes lost, doubled and changed, parts shuffled, and what no report should hold put in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random

from generators.crawls import Answer, chunked, crawl
from generators.damaged_structures import in_member, of_format, packed_anew, spliced
from generators.damaged_words import damaged_words, recoded
from generators.reports import FORM_CHOICES, FORMATS, ReportPlan, print_report, render
from generators.wild import KINDS
from generators.word import zip_of
from generators.wrapped import gz_of, tar_of

__all__ = ["mutated_report"]

_ODD = [
    text.encode("utf-8", "surrogatepass")
    for text in (
        "国办发〔1935〕5号",
        "国办发〔2018〕0号",
        "湘政办发【1948】第0000号",
        "嘉禾县2002年政府信息公开年度报告",
        "嘉禾县2101年政府信息公开年度报告",
        "全年公开信息12条。",
        "上一篇：嘉禾县2016年政府信息公开年度报告",
        "全年公开信息" + "9" * 400 + "条。",
        "增长1e999%",
        "-" * 50,
        "\x1b[31m\x07",
        "\u202e21\u202c",
        "\ud800",
        "\x00",
        "\ufeff",
        "\ufffd",
        "&#xD800;&#0;&#x1b;",
        "一、概述",
        "问题：一是人手少；二是培训少。",
        "</table><table><tr><td>",
        "<tr><td rowspan=65534 colspan=1000>7",
        "<!--",
        "公开信息".encode("gbk").decode("latin-1"),
        r"\cellx-99999{\par\u-9999999999\bin99 ",
        '<Cell ss:Index="16384" ss:MergeDown="99999999">',
        '<table:table-cell table:number-columns-repeated="16384" table:number-rows-spanned="999999"/>',
        '<w:gridSpan w:val="99999"/><w:vmerge/>',
        ',"',
    )
]


def mutated_report(seed: int, formats: tuple[str, ...] = tuple(FORMATS)) -> tuple[str, bytes]:
    """Give a report of this seed with some damage, and the format that it had.

    The report is one of the formats, or of another hand (`wild`) where all formats may be.
    """
    random = Random(seed)
    name, data = _drawn(random, seed, formats)
    if random.random() < _SPLICED:
        data = spliced(data, _drawn(random, seed + 1, formats)[1], random)
    for _ in range(random.randint(1, 6)):
        data = _damaged(data, random)
    if random.random() < _HELD:
        data = random.choice(_HOLDERS)(data)
        for _ in range(random.randint(0, 2)):
            data = _damaged(data, random)
    return name, data


_SPLICED = 0.1
"""The part of the reports that get the end of another one."""

_HELD = 0.1
"""The part of the reports that lie in an archive."""

_WILD = 0.2
"""The part of the reports that are of another hand, where any may be."""

_HOLDERS: tuple[Callable[[bytes], bytes], ...] = (
    gz_of,
    lambda data: tar_of({"a/report": data, "a/1.png": b"\x89PNG"}),
    lambda data: tar_of({"report": data}, packed=True),
    lambda data: zip_of({"report.html": data, "report_files/1.png": "x", "report_files/f.html": data}),
    lambda data: crawl([Answer("http://www.example.gov.cn/1.html", data)], packed=False),
    lambda data: crawl([Answer("http://www.example.gov.cn/1.html", chunked(data), headers=_IN_CHUNKS)], packed=False),
)

_IN_CHUNKS = {"Content-Type": "text/html", "Transfer-Encoding": "chunked"}


def _drawn(random: Random, seed: int, formats: tuple[str, ...]) -> tuple[str, bytes]:
    if set(formats) == set(FORMATS) and random.random() < _WILD:
        kind = random.choice(_WILD_KINDS)
        return f"wild {kind}", _wild(kind, random.randrange(_WILD_OF_EACH))
    format_name = random.choice(formats)
    forms = random.choice(list(FORM_CHOICES))
    data = render(print_report(ReportPlan(seed, forms, "balanced", frozenset())), format_name)
    return format_name, packed_anew(data) if data.startswith(b"PK") else data


_WILD_KINDS = tuple(KINDS)

_WILD_OF_EACH = 4
"""How many reports of each kind of another hand there are: to print one takes longer than to read it."""


@cache
def _wild(kind: str, number: int) -> bytes:
    return KINDS[kind](Random(f"{kind} {number}")).data


def _damaged(data: bytes, random: Random) -> bytes:
    match random.choice(("bytes", "structure", "structure", "words")):
        case "structure":
            return random.choice(of_format(data))(data, random) if data else random.choice(_ODD)
        case "words" if not data.startswith(_PACKED):
            return random.choice((damaged_words, damaged_words, recoded))(data, random)
        case _:
            return (
                in_member(data, random, lambda _: (_mutated, damaged_words))
                if data.startswith(b"PK") and random.random() < 0.8
                else _mutated(data, random)
            )


_PACKED = (b"PK", b"%PDF-", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
"""What the words of a report do not stand in plainly."""


def _mutated(data: bytes, random: Random) -> bytes:
    return random.choice(_MUTATIONS)(data, random) if data else random.choice(_ODD)


def _some_bytes(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 20)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data))
    return start, min(len(data), start + random.choice((1, 3, 40, 400, 4000)))


def _lost(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _doubled(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:]


def _moved(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    rest = data[:start] + data[end:]
    place = random.randint(0, len(rest))
    return rest[:place] + data[start:end] + rest[place:]


def _cut(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data))
    return data[:place] if random.random() < 0.7 else data[place:]


def _odd_put_in(data: bytes, random: Random) -> bytes:
    # Where a tag or a line ends more often than in the middle of a word.
    places = [found.end() for found in re.finditer(rb"[>\n]", data)] or [random.randint(0, len(data))]
    for _ in range(random.randint(1, 3)):
        place = random.choice(places)
        data = data[:place] + random.choice(_ODD) + data[place:]
    return data


def _parts_shuffled(data: bytes, random: Random) -> bytes:
    parts = re.split(
        rb"(?=<p|<tr|<h|<table|<w:p[ >]|<w:tr|<row|<Row|<Cell|<text:p|<pkg:part|\\pard|\\trowd)|(?<=\n)", data
    )
    start = random.randrange(len(parts))
    end = min(len(parts), start + random.randint(2, 60))
    middle = parts[start:end]
    random.shuffle(middle)
    return b"".join(parts[:start] + middle[: random.randint(1, len(middle))] + parts[end:])


def _tags_lost(data: bytes, random: Random) -> bytes:
    share = random.choice((0.01, 0.1, 0.5))
    return re.sub(rb"<[^>]*>", lambda found: b"" if random.random() < share else found[0], data)


def _digits_changed(data: bytes, random: Random) -> bytes:
    return re.sub(rb"\d", lambda found: b"%d" % random.randrange(10) if random.random() < 0.2 else found[0], data)


_MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _some_bytes,
    _lost,
    _doubled,
    _moved,
    _cut,
    _odd_put_in,
    _odd_put_in,
    _parts_shuffled,
    _parts_shuffled,
    _tags_lost,
    _digits_changed,
)
