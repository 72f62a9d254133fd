"""The sieve for records of crawls: no report is lost in it, and it is worth its time."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.crawls import menu_page, news_page
from generators.reports import FORMATS, ReportPlan, plans, print_report, render
from generators.wild import KINDS
from gongkai.read.sieve import is_document, may_be_report

LETTERS = "沭阳县教育局2023年政府信息公开工作年度报告"
TRADITIONAL = "沭陽縣教育局2023年政府信息公開工作年度報告"
PAGE = "<html><head><title>{}</title></head><body><p>一、总则</body></html>"


@pytest.mark.parametrize("format_name", FORMATS)
@given(plan=plans(most_variations=4))
@settings(max_examples=8)
def test_no_generated_report_is_lost(format_name: str, plan: ReportPlan) -> None:
    if plan.can_be(format_name):
        assert may_be_report(render(print_report(plan), format_name))


@pytest.mark.parametrize("kind", KINDS)
def test_no_report_of_another_hand_is_lost(kind: str) -> None:
    for seed in range(3):
        assert may_be_report(KINDS[kind](Random(f"{kind} {seed}")).data)


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(seed=st.integers(0, 2**32), forms=st.sampled_from(["2014", "2019", "2021"]))
@settings(max_examples=5)
def test_in_any_encoding(encoding: str, seed: int, forms: str) -> None:
    page = render(print_report(ReportPlan(seed, forms)), "html portal").decode()
    assert may_be_report(page.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
def test_in_traditional_characters(encoding: str) -> None:
    assert may_be_report(PAGE.replace("总则", "總則").format(TRADITIONAL).encode(encoding))


WRITTEN = {
    "decimal": lambda text: "".join(f"&#{ord(each)};" if ord(each) > 127 else each for each in text),
    "hexadecimal": lambda text: "".join(f"&#x{ord(each):x};" if ord(each) > 127 else each for each in text),
    "capital hexadecimal": lambda text: "".join(f"&#x{ord(each):X};" if ord(each) > 127 else each for each in text),
    "escapes of JSON": json.dumps,
    "escapes inside escapes": lambda text: json.dumps(json.dumps(text)),
    "read as Latin-1": lambda text: text.encode().decode("latin-1"),
    "read as Windows-1252": lambda text: text.encode().decode("cp1252", "replace"),
    "read as Latin-1 twice": lambda text: text.encode().decode("latin-1").encode().decode("latin-1"),
    "broken over lines": lambda text: text.replace("信息公开", "信息公开<br>\n"),
    "with blanks": lambda text: text.replace("年度报告", " 年度\n报告"),
    "year in characters": lambda text: text.replace("2023", "二〇二三"),
    "year behind": lambda text: text.replace("2023年", "").replace("报告", "报告（2023年度）"),
    "yearly": lambda text: text.replace("工作年度报告", "年报"),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_in_any_way_to_write_characters(way: str) -> None:
    assert may_be_report(WRITTEN[way](PAGE.format(LETTERS)).encode())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_report_without_a_title_is_known_by_its_words(encoding: str) -> None:
    text = "<h2>一、总体情况</h2><h2>二、收到和处理申请情况</h2>予以公开<h2>三、行政诉讼情况</h2>公开"
    assert may_be_report(text.encode(encoding))


@pytest.mark.parametrize(
    ("begin", "is_told"),
    [
        (b"%PDF-1.4", True),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", True),
        (b"PK\x03\x04", True),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True),
        (b"{\\rtf1", True),
        (b"\x1f\x8b\x08\x00", True),
        (bytes(257) + b"ustar", True),
        (b"\x89PNG\r\n\x1a\n", False),
        (b"\xff\xd8\xff\xe0", False),
        (b"GIF89a", False),
        (b"", False),
        (b"\0" * 5000, False),
    ],
)
def test_what_is_packed_is_not_judged_by_words(begin: bytes, is_told: bool) -> None:
    assert is_document(begin) is may_be_report(begin) is is_told


def test_a_mail_is_not_judged_by_words() -> None:
    assert may_be_report(b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\nPHA+")


def test_what_is_no_report_is_passed_over() -> None:
    random = Random(1)
    pages = [print_page(random).encode(encoding) for print_page in (news_page, menu_page) for encoding in ENCODINGS]
    passed = [may_be_report(page) for _ in range(10) for page in pages]
    assert sum(passed) <= len(passed) * 0.02


@pytest.mark.parametrize(
    "text",
    [
        "<a>政府信息公开年报</a><a>政府信息公开指南</a><a>依申请公开</a>",
        '<a href="/2023/12/index.html">政府信息公开年报</a>',
        "<h1>2023年政府工作报告</h1>",
        "<h1>2023年度部门决算公开</h1>",
        "公开",
    ],
)
def test_menus_are_no_reports(text: str) -> None:
    assert not may_be_report(text.encode())
    assert not may_be_report(text.encode("gb18030"))


@given(st.binary(max_size=300))
def test_any_bytes_are_judged(data: bytes) -> None:
    assert may_be_report(data) in (True, False)
