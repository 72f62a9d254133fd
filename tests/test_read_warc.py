"""Crawls in WARC files: which records are given, what is told of them, and that no cutting loses or repeats one."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import re
import zlib
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gongkai
from generators.crawls import CODINGS, FETCHED, Answer, chunked, crawl, menu_page
from gongkai.building import sources
from gongkai.building.sources import Origin, PassedOver, Source, SourceDocument, parts
from gongkai.errors import SourceError
from gongkai.fetch import Manners, fetch
from gongkai.read import warc
from gongkai.read.archive import members
from gongkai.read.warc import CrawlRecord, crawl_records, is_warc, places_to_cut
from local_site import Reply, site

REPORT = (
    "<title>嘉禾县2018年政府信息公开年度报告</title><p>一、概述<p>二、主动公开政府信息情况<p>全年公开信息12条。"
).encode()
PAGE = "<title>通知公告</title><p>今天放假。".encode()


def read(data: bytes) -> list[CrawlRecord | int]:
    return list(crawl_records(io.BytesIO(data), "a.warc"))


def answers(data: bytes) -> dict[str, bytes | None]:
    return {each.name.removeprefix("a.warc/"): each.data for each in read(data) if isinstance(each, CrawlRecord)}


def reasons(data: bytes) -> dict[str, str]:
    return {each.name: each.error.reason for each in read(data) if isinstance(each, CrawlRecord) and each.error}


# Which records are given


@pytest.mark.parametrize("packed", [True, False])
def test_reports_with_what_the_crawl_says_of_them(packed: bool) -> None:
    data = crawl(
        [
            Answer("http://www.example.gov.cn/1.html", PAGE),
            Answer("http://www.example.gov.cn/年报?id=2", REPORT),
            Answer("http://www.example.gov.cn/3.png", b"\x89PNG\r\n\x1a\n" + REPORT),
            Answer("http://www.example.gov.cn/4.html", PAGE),
        ],
        packed=packed,
    )
    assert is_warc(data)
    first, record, rest = read(data)
    assert (first, rest) == (1, 2)
    assert record == CrawlRecord(
        "a.warc/http://www.example.gov.cn/年报?id=2",
        REPORT,
        None,
        "http://www.example.gov.cn/年报?id=2",
        FETCHED,
        "sha1:" + base64.b32encode(hashlib.sha1(REPORT).digest()).decode(),  # noqa: S324 - as crawls write it
    )


@pytest.mark.parametrize(
    ("answer", "is_given"),
    [
        (Answer("http://x/", REPORT, kind="resource"), True),
        (Answer("http://x/", REPORT, kind="conversion"), True),
        (Answer("http://x/", REPORT, kind="metadata"), None),
        (Answer("http://x/", b"", kind="revisit"), False),
        (Answer("http://x/", REPORT, status="404 Not Found"), False),
        (Answer("http://x/", REPORT, status="301 Moved Permanently"), False),
        (Answer("http://x/", REPORT, status="206 Partial Content"), False),
        (Answer("http://x/", b"%PDF-1.7"), True),
        (Answer("http://x/", b"", status="200 OK"), False),
    ],
)
def test_kinds_of_records(answer: Answer, is_given: bool | None) -> None:
    expected = {True: [answer.body], False: [1], None: []}[is_given]
    assert [each.data if isinstance(each, CrawlRecord) else each for each in read(crawl([answer]))] == expected


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("is_chunked", [True, False])
def test_what_a_server_packed_is_unpacked(packed: bool, coding: str, is_chunked: bool) -> None:
    body = CODINGS[coding](REPORT * 40)
    headers = {"Content-Encoding": coding.split()[0]}
    if is_chunked:
        body, headers = chunked(body), headers | {"Transfer-Encoding": "chunked"}
    assert answers(crawl([Answer("http://x/", body, headers=headers)], packed=packed)) == {"http://x/": REPORT * 40}


def test_what_is_packed_twice() -> None:
    body = zlib.compress(gzip.compress(REPORT))
    assert answers(crawl([Answer("http://x/", body, headers={"Content-Encoding": "gzip, deflate"})])) == {
        "http://x/": REPORT
    }


@pytest.mark.parametrize("header", ["Transfer-Encoding: chunked", "Content-Encoding: gzip", "Content-Encoding: br"])
def test_a_crawl_that_unpacked_and_kept_the_header(header: str) -> None:
    name, value = header.split(": ")
    assert answers(crawl([Answer("http://x/", REPORT, headers={name: value})])) == {"http://x/": REPORT}


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_an_answer_that_is_cut_is_damaged_and_the_others_are_read(coding: str) -> None:
    cut = Answer("http://x/1", CODINGS[coding](REPORT * 9)[:-20], headers={"Content-Encoding": coding})
    data = crawl([cut, Answer("http://x/2", REPORT)])
    assert answers(data) == {"http://x/1": None, "http://x/2": REPORT}
    assert reasons(data) == {"a.warc/http://x/1": "damaged"}


def test_an_answer_that_the_crawl_cut() -> None:
    data = crawl([Answer("http://x/", REPORT, warc_headers={"WARC-Truncated": "length"})])
    (record,) = read(data)
    assert isinstance(record, CrawlRecord) and record.error is not None
    assert (record.data, record.error.reason) == (None, "truncated")
    assert record.error.detail == "the crawl left the rest out: length"


def test_an_answer_too_large_for_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_MEMBER_BYTES", 5000)
    monkeypatch.setattr(warc, "MAX_BYTES_OF_TEXT", 5000)
    data = crawl([Answer("http://x/1", b"%PDF-1.7" + bytes(5000)), Answer("http://x/2", REPORT * 40)])
    assert reasons(data) == {"a.warc/http://x/1": "too_large"}
    assert read(data)[-1] == 1


def test_an_answer_that_inflates_without_end() -> None:
    body = gzip.compress(bytes(300 << 20))
    (record,) = read(crawl([Answer("http://x/", body, headers={"Content-Encoding": "gzip"})]))
    assert isinstance(record, CrawlRecord) and record.error is not None
    assert record.error.reason == "damaged"


def test_a_crawl_that_inflates_without_end() -> None:
    member = gzip.compress(crawl([Answer("http://x/", bytes(20 << 20))], packed=False))
    assert reasons(member) == {"a.warc": "too_large"}


def test_odd_heads_of_answers_cost_their_own_record() -> None:
    long = Answer("http://x/1", REPORT, headers={"X": "y" * 200_000})
    many = [long, Answer("http://x/2", REPORT, status="odd"), Answer("http://x/3", REPORT)]
    for packed in (True, False):
        first, last = read(crawl(many, packed=packed))
        assert first == 2
        assert isinstance(last, CrawlRecord) and last.data == REPORT


def test_addresses_cannot_steer_a_terminal() -> None:
    (record,) = read(crawl([Answer("http://x/\x1b[31m", REPORT)]))
    assert isinstance(record, CrawlRecord)
    assert record.name == "a.warc/http://x/\\x1b[31m"


# Crawls that are damaged or cut


@pytest.mark.parametrize("packed", [True, False])
def test_what_stands_before_a_cut_is_read(packed: bool) -> None:
    many = [Answer(f"http://x/{number}", REPORT + Random(number).randbytes(3000)) for number in range(4)]
    data = crawl(many, packed=packed)
    begins = [len(crawl(many[:number], packed=packed)) for number in range(5)]
    for number in range(1, 4):
        for cut in (begins[number] + 30, begins[number] + 300, begins[number + 1] - 200):
            found = answers(data[:cut])
            assert [name for name, content in found.items() if content] == [each.url for each in many[:number]]
            assert reasons(data[:cut]) == {"a.warc": "truncated"}, (number, cut)


def test_a_crawl_that_ends_behind_a_record_is_whole() -> None:
    many = [Answer(f"http://x/{number}", REPORT) for number in range(3)]
    for packed in (True, False):
        assert reasons(crawl(many, packed=packed)[: len(crawl(many[:2], packed=packed))]) == {}


@pytest.mark.parametrize(("packed", "place"), [(True, 100), (True, 2), (False, 1)])
def test_what_stands_before_damage_is_read(packed: bool, place: int) -> None:
    many = [Answer(f"http://x/{number}", REPORT) for number in range(4)]
    data = bytearray(crawl(many, packed=packed))
    data[len(crawl(many[:2], packed=packed)) + place] ^= 0xFF
    found = answers(bytes(data))
    assert [name for name, content in found.items() if content] == ["http://x/0", "http://x/1"]
    assert reasons(bytes(data)) == {"a.warc": "damaged"}


@given(st.data())
@settings(max_examples=60)
def test_any_damage_is_told_or_harmless(data: st.DataObject) -> None:
    packed = data.draw(st.booleans())
    spoilt = bytearray(crawl([Answer(f"http://x/{number}", REPORT) for number in range(3)], packed=packed))
    for _ in range(data.draw(st.integers(1, 8))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    for each in read(bytes(spoilt)):
        assert isinstance(each, int) or (each.data is None) is (each.error is not None)


# Where a crawl may be cut


def noisy(number: int, size: int) -> Answer:
    return Answer(f"http://x/{number}", REPORT + Random(number).randbytes(size))


def inner_crawl(packed: bool) -> bytes:
    """Print a crawl that was archived itself: among its bytes are the beginnings of records."""
    return crawl([noisy(number, 14_000) for number in range(100, 108)], packed=packed)


def with_crawls_inside(packed: bool) -> bytes:
    many = [noisy(number, 3000 + 5000 * (number % 5)) for number in range(40)]
    for place, packed_inside in ((5, True), (12, False), (13, True), (30, True)):
        body = inner_crawl(packed_inside)
        # What stands behind the answer ends the record inside it as well.
        many.insert(place, Answer(f"http://x/inner/{place}", body.removesuffix(b"\r\n\r\n"), kind="resource"))
    return crawl(many, packed=packed)


CRAWLS = {packed: with_crawls_inside(packed) for packed in (True, False)}
WHOLE = {packed: [each for each in read(data) if isinstance(each, CrawlRecord)] for packed, data in CRAWLS.items()}


@pytest.mark.parametrize("packed", [True, False])
@given(every=st.integers(20_000, 90_000) | st.integers(1, 400_000))
@settings(max_examples=40)
def test_whatever_the_parts_each_record_is_read_once(packed: bool, every: int) -> None:
    data = CRAWLS[packed]
    ends = [0, *places_to_cut(io.BytesIO(data), every), len(data)]
    assert ends == sorted(set(ends))
    records = [record for first, last in pairwise(ends) for record in read(data[first:last])]
    assert [each for each in records if isinstance(each, CrawlRecord)] == WHOLE[packed]


def test_crawls_are_cut_at_all_and_could_be_cut_wrongly() -> None:
    own = 1 + 40 + 44  # what the crawler says of itself, requests, and answers
    assert CRAWLS[True].count(b"\x1f\x8b\x08") > own
    assert CRAWLS[False].count(b"WARC/1.0\r\n") > own
    assert len(WHOLE[True]) == len(WHOLE[False]) == 44
    assert len(list(places_to_cut(io.BytesIO(CRAWLS[False]), 50_000))) >= 9
    assert len(list(places_to_cut(io.BytesIO(CRAWLS[True]), 50_000))) >= 7


def test_a_crawl_that_is_one_packed_stream_is_not_cut() -> None:
    data = gzip.compress(CRAWLS[False])
    assert list(places_to_cut(io.BytesIO(data), 10_000)) == []
    assert [each for each in read(data) if isinstance(each, CrawlRecord)] == WHOLE[False]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.bin"])
def test_a_large_crawl_is_read_in_parts(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALLEST_PARTED", 1)
    monkeypatch.setattr(parts, "PART_BYTES", 60_000)
    data = CRAWLS[name.endswith("gz")]
    (tmp_path / name).write_bytes(data)
    found = list(sources.found([tmp_path]))
    assert len(found) > 5
    assert [source.first for source in found[1:]] == [source.last for source in found[:-1]]
    assert sum(source.bytes for source in found) == len(data)
    read_in_parts = [each for source in found for each in sources.opened(source) if isinstance(each, SourceDocument)]
    assert [each.origin.url for each in read_in_parts] == [record.url for record in WHOLE[True]]
    assert {each.name.split("/")[0] for each in read_in_parts} == {name}


# As a source


def test_a_crawl_as_a_source(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(crawl([Answer("http://x/1", PAGE), Answer("http://x/2", REPORT), Answer("http://x/3", PAGE)]))
    first, document, rest = sources.opened(Source("a.warc.gz", str(path)))
    assert (first, rest) == (PassedOver(1), PassedOver(1))
    assert isinstance(document, SourceDocument)
    assert document.name == "a.warc.gz/http://x/2"
    assert document.origin == Origin("http://x/2", FETCHED, document.origin.payload_digest)
    assert document.origin.payload_digest is not None and document.origin.payload_digest.startswith("sha1:")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"WARC-Date", b"quoted-printable"),
        (b"WARC-Date", b"2018-03-05"),
        (b"WARC-Date", b"2018-13-45T08:15:30Z"),
        (b"WARC-Payload-Digest", b"0"),
    ],
)
def test_what_a_damaged_record_says_of_itself_reaches_no_table(tmp_path: Path, header: bytes, said: bytes) -> None:
    path = tmp_path / "a.warc"
    data = crawl([Answer("http://x/2", REPORT)], packed=False)
    path.write_bytes(re.sub(header + rb": [^\r\n]+", header + b": " + said, data))
    built = gongkai.build(path, tmp_path / "package")
    assert built.rows["reports"] == 1
    (report,) = gongkai.load("reports", tmp_path / "package").to_dict("records")
    missing = {name for name in ("fetched", "payload_digest") if not isinstance(report[name], str)}
    assert missing == {"fetched" if header == b"WARC-Date" else "payload_digest"}


def test_a_crawl_in_an_archive(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.gz", "wb") as file:
        file.write(crawl([Answer("http://x/1", PAGE), Answer("http://x/2", REPORT)]))
    (document,) = sources.opened(Source("a.gz", str(tmp_path / "a.gz")))
    assert isinstance(document, SourceDocument)
    assert document.data == REPORT


def test_the_only_report_of_a_crawl_is_read() -> None:
    data = crawl([Answer("http://x/1", menu_page(Random(1)).encode()), Answer("http://x/2", REPORT)])
    report = gongkai.read_report(data, name="a.warc")
    assert (report.document.source, report.identity.year) == ("a.warc/http://x/2", 2018)
    assert gongkai.read_document(data, name="a.warc").source == "a.warc/http://x/2"


def test_of_several_reports_of_a_crawl_none_is_chosen() -> None:
    data = crawl([Answer(f"http://x/{number}", REPORT) for number in range(2)])
    with pytest.raises(SourceError) as caught:
        gongkai.read_report(data, name="a.warc")
    assert caught.value.reason == "several_reports"


def test_a_crawl_without_a_report() -> None:
    (member,) = members(crawl([Answer("http://x/1", PAGE), Answer("http://x/2", PAGE)]), "a.warc")
    assert member.error is not None
    assert (member.error.reason, member.error.detail) == ("not_a_report", "none of the 2 records of a crawl")


def test_what_gongkai_fetched_is_read(tmp_path: Path) -> None:
    answer = Reply(
        body=gzip.compress(REPORT), headers={"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
    )
    with site({"/report.html": answer, "/page.html": Reply(body=PAGE)}) as there:
        fetch([f"{there.url}/{name}.html" for name in ("page", "report", "gone")], tmp_path, manners=Manners(delay=0))
    documents = [
        each
        for source in sources.found([tmp_path / "*.warc.gz"])
        for each in sources.opened(source)
        if isinstance(each, SourceDocument)
    ]
    assert [(each.name, each.data) for each in documents] == [
        (f"gongkai-00001.warc.gz/{there.url}/report.html", REPORT)
    ]
