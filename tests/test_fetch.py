"""`gongkai fetch` against sites on this machine: what becomes of an address, what is kept of it, and good manners."""

from __future__ import annotations

import csv
import gzip
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as OtherIterator

import gongkai
from gongkai.errors import GongkaiError
from gongkai.fetch import Fetched, Manners, UrlRow, fetch, read_list
from local_site import Reply, Site, certificate, site

REPORT = Reply(body="<h1>年度报告</h1>".encode(), headers={"Content-Type": "text/html; charset=utf-8"})
HASTY = Manners(delay=0)


def one(url: str, to: Path, manners: Manners = HASTY, **options: bool) -> UrlRow:
    (row,) = fetch([url], to, manners=manners, **options).rows
    return row


def became(site: Site, path: str, to: Path, manners: Manners = HASTY) -> tuple[str, int | None, str | None]:
    row = one(site.url + path, to, manners)
    return row.status, row.http_status, row.detail


def records(folder: Path) -> Iterator[tuple[str, str, int | None, bytes]]:
    """Give kind, address, number and body of the records in the archives, in their order."""
    for archive in sorted(folder.glob("*.warc.gz")):
        for record in ArchiveIterator(str(archive), auto_decode="none"):
            number = record.http_headers.status_code if record.http_headers is not None else None
            yield str(record.record_type), record.headers.get("WARC-Target-URI", ""), number, record.reader.read()


def bodies(folder: Path) -> dict[str, bytes]:
    return {url: body for kind, url, number, body in records(folder) if kind == "response" and number == 200}


# What becomes of an address


def test_a_document_is_fetched_and_kept(tmp_path):
    with site({"/report.html": REPORT}) as there:
        row = one(f"{there.url}/report.html#top", tmp_path)
    assert (row.status, row.http_status, row.detail, row.length) == ("fetched", 200, None, 21)
    assert row.url == f"{there.url}/report.html#top"
    assert row.final_url == f"{there.url}/report.html"
    assert row.warc == "gongkai-00001.warc.gz"
    assert bodies(tmp_path) == {f"{there.url}/report.html": "<h1>年度报告</h1>".encode()}


@pytest.mark.parametrize(
    ("status", "became_of_it", "words"),
    [
        (404, "not_found", "the host answers 404 (Not Found)"),
        (410, "not_found", "the host answers 410 (Gone)"),
        (401, "blocked", "the host answers 401 (Unauthorized)"),
        (403, "blocked", "the host answers 403 (Forbidden)"),
        (405, "blocked", "the host answers 405 (Method Not Allowed)"),
        (412, "blocked", "the host answers 412 (Precondition Failed)"),
        (451, "blocked", "the host answers 451 (Unavailable For Legal Reasons)"),
        (501, "server_error", "the host answers 501 (Not Implemented)"),
        (400, "unexpected", "the host answers 400 (Bad Request)"),
        (304, "unexpected", "the host answers 304 (Not Modified)"),
        (444, "unexpected", "the host answers 444"),
    ],
)
def test_an_answer_without_a_document_is_told_by_its_number(tmp_path, status, became_of_it, words):
    with site({"/a": Reply(status, b"no")}) as there:
        assert became(there, "/a", tmp_path) == (became_of_it, status, words)
        assert there.paths == ["/robots.txt", "/a"]


CHALLENGE = b"<html><head><meta charset=utf-8><script src=/a.js></script></head><body></body></html>"
COOKIE = {"Set-Cookie": "wzws=1", "Content-Type": "text/html"}


@pytest.mark.parametrize("status", [200, 202, 412, 521])
def test_a_script_in_the_place_of_a_document_is_blocked(tmp_path, status):
    with site({"/a": Reply(status, CHALLENGE, COOKIE)}) as there:
        became_of_it, number, detail = became(there, "/a", tmp_path)
    assert (became_of_it, number) == ("blocked", status)
    assert detail.endswith("with a script that has to be run first")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"<script>document.cookie='a=1';location.href=location.pathname</script>"),
        Reply(body=gzip.compress(CHALLENGE), headers={**COOKIE, "Content-Encoding": "gzip"}),
        Reply(body=b"<script>document.cookie='a'</script><noscript>Please enable JavaScript</noscript>"),
    ],
)
def test_a_script_that_sets_the_cookie_itself_is_blocked(tmp_path, reply):
    with site({"/a": reply}) as there:
        assert became(there, "/a", tmp_path)[0] == "blocked"


@pytest.mark.parametrize(
    "body",
    [
        "<title>安全验证</title><p>请拖动滑块完成验证后继续访问".encode(),
        "<p>您的访问过于频繁，请输入验证码<input name=code><img src=code.png>".encode("gb18030"),
        "<h1>请求被拦截</h1><p>您的请求疑似攻击行为，已被网站防火墙拦截".encode(),
        b"<p>Verify you are human",
    ],
    ids=["a slider", "a code, in GBK", "a firewall", "in English"],
)
def test_a_page_that_asks_for_a_proof_is_blocked_and_asked_for_again(tmp_path, body):
    with site({"/a": [Reply(body=body), Reply(body=REPORT.body)]}) as there:
        assert became(there, "/a", tmp_path) == (
            "blocked",
            200,
            "the host answers 200 (OK) with a page that asks for a proof, or refuses",
        )
        assert became(there, "/a", tmp_path) == ("fetched", 200, None)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>嘉禾县2017年政府信息公开年度报告</h1><form>验证码<input></form>".encode(),
        ("<p>" + "本站新闻。" * 100 + "<form>验证码<input></form>").encode(),
        "<p>概述<script>var a='验证码'</script>".encode(),
    ],
    ids=["a report", "a long text", "in a script"],
)
def test_a_document_beside_a_form_that_asks_for_a_proof_is_fetched(tmp_path, body):
    with site({"/a": Reply(body=body)}) as there:
        assert became(there, "/a", tmp_path) == ("fetched", 200, None)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=CHALLENGE),
        Reply(body=b"<p>1</p><script>document.cookie='a=1'</script>", headers=COOKIE),
        Reply(body=b"<script>document.cookie='a=1'</script><img src=1.png>", headers=COOKIE),
        Reply(body=b"<script src=app.js></script><div id=app></div>", headers=COOKIE),
        Reply(body=b"%PDF-1.7 <script", headers=COOKIE),
        Reply(202, b"<p>accepted</p>", headers=COOKIE),
        Reply(body=b"", headers=COOKIE),
    ],
    ids=["no cookie", "a text", "a picture", "a place for a text", "no page", "accepted", "empty"],
)
def test_what_may_be_a_document_is_none_the_less_fetched(tmp_path, reply):
    with site({"/a": reply}) as there:
        assert became(there, "/a", tmp_path) == ("fetched", reply.status, None)


def test_a_host_that_takes_no_connection_is_unreachable(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/a"
        row = one(url, tmp_path)
    assert (row.status, row.http_status) == ("unreachable", None)
    assert row.detail == "of its robots.txt: the host takes no connection"
    assert row.warc is None
    assert list(tmp_path.glob("*.warc.gz")) == []


def test_what_speaks_no_tls_is_unreachable(tmp_path):
    with site({"/a": REPORT}) as there:
        row = one(there.url.replace("http:", "https:") + "/a", tmp_path)
    assert row.status == "unreachable"
    assert row.detail == "of its robots.txt: no TLS connection with the host can be made"


def test_a_certificate_that_is_not_valid_is_told_and_not_tried_again(tmp_path):
    with site({"/a": REPORT}, tls=certificate(tmp_path)[1]) as there:
        row = one(f"{there.url}/a", tmp_path / "out")
        assert there.asked == []
    assert (row.status, row.detail) == ("unreachable", "of its robots.txt: the certificate of the host is not valid")


def test_over_tls_it_is_the_same(tmp_path, monkeypatch):
    public, tls = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with site({"/a": REPORT, "/slow": Reply(body=b"slow", drips=100)}, tls=tls) as there:
        assert became(there, "/a", tmp_path / "out") == ("fetched", 200, None)
        assert became(there, "/slow", tmp_path / "out", SHORT) == ("too_slow", None, "the answer takes too long")


@pytest.mark.parametrize("url", ["http://a..b/", "http://" + "a" * 70 + ".invalid/", "http://1.1.1.1:99999999/"])
def test_what_cannot_be_asked_for_is_unreachable(tmp_path, url):
    assert one(url, tmp_path).status == "unreachable"


SHORT = Manners(delay=0, seconds=0.3, attempts=1)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"slow", drips=100),
        Reply(raw=b"HTTP/1.1 200 OK\r\n\r\nslow", drips=100),
        Reply(raw=b"HTTP/1.1 200 OK\r\nX-Slow: ", drips=100),
    ],
    ids=["the body", "a body that ends with the connection", "the head"],
)
def test_one_byte_after_the_other_takes_too_long(tmp_path, reply):
    with site({"/a": reply}) as there:
        assert became(there, "/a", tmp_path, SHORT) == ("too_slow", None, "the answer takes too long")
        assert there.dripped < 100


def test_silence_is_unreachable(tmp_path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        row = one(f"http://127.0.0.1:{silent.getsockname()[1]}/a", tmp_path, SHORT)
    assert row.status in ("unreachable", "too_slow")


@pytest.mark.parametrize(
    "reply",
    [Reply(body=b"x" * 1001), Reply(raw=b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1001)],
    ids=["announced", "not announced"],
)
def test_a_body_over_the_limit_is_too_large(tmp_path, reply):
    with site({"/a": reply, "/b": Reply(body=b"x" * 1000)}) as there:
        narrow = Manners(delay=0, largest=1000)
        assert became(there, "/a", tmp_path, narrow) == ("too_large", None, "the answer is larger than 1000 bytes")
        assert became(there, "/b", tmp_path, narrow) == ("fetched", 200, None)


def test_a_body_that_was_cut_is_no_document(tmp_path):
    cut = Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
    with site({"/a": cut, "/b": [cut, REPORT]}) as there:
        assert became(there, "/a", tmp_path) == ("unreachable", None, "the connection was cut")
        assert there.times_asked("/a") == 3
        assert became(there, "/b", tmp_path) == ("fetched", 200, None)


# Redirects


def to(location: str) -> Reply:
    return Reply(302, b"moved", {"Location": location})


def test_redirects_are_followed_and_kept(tmp_path):
    with site({"/a": to("/b"), "/b": to("c?x=1"), "/c?x=1": REPORT}) as there:
        row = one(f"{there.url}/a", tmp_path)
    assert (row.status, row.final_url) == ("fetched", f"{there.url}/c?x=1")
    answers = [
        (url.removeprefix(there.url), number) for kind, url, number, _ in records(tmp_path) if kind == "response"
    ]
    assert answers == [("/robots.txt", 404), ("/a", 302), ("/b", 302), ("/c?x=1", 200)]


def test_a_redirect_to_a_chinese_address_is_followed(tmp_path):
    location = "/公开".encode().decode("latin-1")
    with site({"/a": to(location), "/%E5%85%AC%E5%BC%80": REPORT}) as there:
        assert became(there, "/a", tmp_path) == ("fetched", 200, None)


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ({"/a": to("/b"), "/b": to("/a")}, "its redirects lead in a circle"),
        ({"/a": to("#b")}, "its redirects lead in a circle"),
        ({"/a": to("ftp://127.0.0.1/b")}, "it leads to what is no address of the web"),
        ({"/a": to("file:///etc/passwd")}, "it leads to what is no address of the web"),
        ({"/a": to("http://[::1/")}, "it leads to what is no address of the web"),
        ({"/a": to("http://me:secret@127.0.0.1/")}, "it leads to what is no address of the web"),
        ({"/a": Reply(302)}, "a redirect does not say where to"),
        ({"/a": to("/a1")} | {f"/a{n}": to(f"/a{n + 1}") for n in range(1, 20)}, "it leads on more than 10 times"),
    ],
)
def test_a_redirect_that_leads_nowhere(tmp_path, pages, words):
    with site(pages) as there:
        assert became(there, "/a", tmp_path) == ("bad_redirect", None, words)


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take 127.0.0.1 for an address of the internet, and 127.0.0.2 for one that is not."""

    def is_public(address: str) -> bool:
        return address == "127.0.0.1"

    monkeypatch.setattr("gongkai.fetch.client.is_public", is_public)
    monkeypatch.setattr("gongkai.fetch.visit.is_public", is_public)


@pytest.mark.usefixtures("public")
def test_a_public_host_does_not_lead_to_a_private_one(tmp_path):
    with site({"/secret": REPORT}, "127.0.0.2") as inside, site({"/a": to(f"{inside.url}/secret")}) as outside:
        # It is listed itself as well, so that there is a connection with it already.
        rows = fetch([f"{inside.url}/secret", f"{outside.url}/a"], tmp_path, manners=Manners(delay=0, hosts=1)).rows
        assert [row.status for row in rows] == ["fetched", "bad_redirect"]
        assert rows[1].detail == "a public host leads to a private address"
        assert inside.times_asked("/secret") == 1


@pytest.mark.usefixtures("public")
def test_a_private_host_is_not_even_asked_for_its_robots_txt(tmp_path):
    rules = robots("User-agent: *\nDisallow: /secret")
    with site({"/robots.txt": rules}, "127.0.0.2") as inside, site({"/a": to(f"{inside.url}/secret")}) as outside:
        assert became(outside, "/a", tmp_path / "1")[0] == "bad_redirect"
        assert inside.asked == []
        # What is listed is asked for, and obeyed, though a redirect has led there before.
        rows = fetch(
            [f"{outside.url}/a", f"{inside.url}/secret"], tmp_path / "2", manners=Manners(delay=0, hosts=1)
        ).rows
        assert [row.status for row in rows] == ["bad_redirect", "disallowed"]
        assert inside.paths == ["/robots.txt"]


@pytest.mark.usefixtures("public")
def test_a_private_host_leads_to_another_one(tmp_path):
    with site({"/b": REPORT}, "127.0.0.2") as other, site({"/a": to(f"{other.url}/b")}, "127.0.0.2") as inside:
        assert became(inside, "/a", tmp_path) == ("fetched", 200, None)


# robots.txt


def robots(text: str) -> Reply:
    return Reply(body=text.encode(), headers={"Content-Type": "text/plain"})


def test_what_robots_txt_does_not_allow_is_not_asked_for(tmp_path):
    rules = robots("User-agent: *\nDisallow: /\n\nUser-agent: gongkai\nDisallow: /in\nAllow: /in/open\n")
    with site({"/robots.txt": rules, "/in/a": REPORT, "/in/open": REPORT, "/out": REPORT}) as there:
        fetched = fetch([f"{there.url}/{path}" for path in ("in/a", "in/open", "out")], tmp_path, manners=HASTY)
        assert [row.status for row in fetched.rows] == ["disallowed", "fetched", "fetched"]
        assert fetched.rows[0].detail == "its robots.txt does not allow it"
        assert there.paths == ["/robots.txt", "/in/open", "/out"]


def test_a_redirect_is_not_followed_to_what_is_not_allowed(tmp_path):
    with site({"/robots.txt": robots("User-agent: *\nDisallow: /in"), "/a": to("/in"), "/in": REPORT}) as there:
        assert became(there, "/a", tmp_path)[0] == "disallowed"
        assert there.paths == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    ("reply", "status", "detail"),
    [
        (Reply(404), "fetched", None),
        (Reply(403), "fetched", None),
        (to("/robots.txt"), "fetched", None),
        (robots("<html>no such page</html>"), "fetched", None),
        (Reply(500), "server_error", "its robots.txt cannot be read: the host answers 500"),
        (Reply(429), "blocked", "its robots.txt cannot be read: the host answers 429"),
    ],
)
def test_without_a_robots_txt_all_is_allowed_unless_the_host_fails(tmp_path, reply, status, detail):
    with site({"/robots.txt": reply, "/a": REPORT}) as there:
        row = one(f"{there.url}/a", tmp_path)
        assert (row.status, row.detail) == (status, detail)


def test_a_robots_txt_elsewhere_counts(tmp_path):
    pages = {"/robots.txt": to("/rules"), "/rules": robots("\ufeffUser-agent: *\nDisallow: /"), "/a": REPORT}
    with site(pages) as there:
        assert became(there, "/a", tmp_path)[0] == "disallowed"


def test_the_delay_of_robots_txt_is_kept(tmp_path):
    pages = {"/robots.txt": robots("User-agent: *\nCrawl-delay: 0.3"), "/a": REPORT, "/b": REPORT}
    with site(pages) as there:
        fetch([f"{there.url}/a", f"{there.url}/b"], tmp_path, manners=HASTY)
        rules, first, second = there.asked
    assert first.began - rules.began >= 0.3
    assert second.began - first.began >= 0.3


# Manners


def test_a_host_has_its_rest_and_is_asked_for_one_thing_at_a_time(tmp_path):
    with site({f"/{n}": REPORT for n in range(4)}) as there:
        fetch([f"{there.url}/{n}" for n in range(4)], tmp_path, manners=Manners(delay=0.1))
        begun = [each.began for each in there.asked]
    assert len(begun) == 5
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(begun))


def test_a_redirect_waits_for_its_turn(tmp_path):
    inside, most = [0], [0]

    def alone(_: object) -> Reply:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.02)
        inside[0] -= 1
        return REPORT

    pages = {f"/{n}": alone for n in range(3)}
    with site(pages, "127.0.0.1") as busy, site({}, "127.0.0.2") as other:
        other.pages |= {f"/to/{n}": to(f"{busy.url}/{n}") for n in range(3)}
        urls = [f"{busy.url}/{n}" for n in range(3)] + [f"{other.url}/to/{n}" for n in range(3)]
        fetched = fetch(urls, tmp_path, manners=HASTY)
        assert len(busy.asked) == 7
    assert fetched.counts == {"fetched": 6}
    assert most == [1]


def test_different_hosts_are_asked_at_the_same_time(tmp_path):
    # Each site answers only when the other one has been asked.
    both = threading.Barrier(2)

    def together(_: object) -> Reply:
        both.wait(20)
        return REPORT

    with site({"/a": together}, "127.0.0.1") as first, site({"/a": together}, "127.0.0.2") as second:
        fetched = fetch([f"{first.url}/a", f"{second.url}/a"], tmp_path, manners=HASTY)
    assert fetched.counts == {"fetched": 2}


def test_it_says_who_asks(tmp_path):
    with site({"/a": REPORT}) as there:
        one(f"{there.url}/a", tmp_path, Manners("mailto:me@example.org", delay=0))
        asked = there.asked[-1].headers
    assert asked["User-Agent"] == f"gongkai/{gongkai.__version__} (+mailto:me@example.org)"
    assert "Cookie" not in asked


@pytest.mark.parametrize(
    "wrong", [{"contact": "a\r\nX-Evil: 1"}, {"contact": "年"}, {"delay": -1}, {"delay": float("nan")}]
)
def test_manners_that_cannot_be(wrong):
    with pytest.raises(GongkaiError):
        Manners(**wrong)


# Once more


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_to_wait_is_waited_for(tmp_path, status):
    with site({"/a": [Reply(status, b"later", {"Retry-After": "1"}), REPORT]}) as there:
        assert became(there, "/a", tmp_path) == ("fetched", 200, None)
        _, first, second = there.asked
    assert second.began - first.began >= 1


@pytest.mark.parametrize(("status", "became_of_it"), [(429, "blocked"), (500, "server_error"), (503, "server_error")])
def test_after_some_attempts_it_is_left(tmp_path, status, became_of_it):
    with site({"/a": Reply(status)}) as there:
        assert became(there, "/a", tmp_path)[:2] == (became_of_it, status)
        assert there.times_asked("/a") == 3


def test_a_host_that_asks_to_wait_too_long_is_left_alone(tmp_path):
    with site({"/a": Reply(429, b"", {"Retry-After": "3600"}), "/b": REPORT}) as there:
        rows = fetch([f"{there.url}/a", f"{there.url}/b"], tmp_path, manners=HASTY).rows
        assert [(row.status, row.http_status) for row in rows] == [("blocked", 429), ("blocked", None)]
        assert rows[1].detail == "the host asks to be left alone for more than 120 seconds"
        assert there.paths == ["/robots.txt", "/a"]
        assert became(there, "/b", tmp_path) == ("fetched", 200, None)


def test_a_host_that_asks_to_wait_has_its_rest_though_it_is_not_asked_again_for_the_same(tmp_path):
    with site({"/a": Reply(429, b"", {"Retry-After": "1"}), "/b": REPORT}) as there:
        fetch([f"{there.url}/a", f"{there.url}/b"], tmp_path, manners=Manners(delay=0, attempts=1))
        _, first, second = there.asked
    assert second.began - first.began >= 1


@pytest.mark.parametrize("odd", ["soon", "-5", "9" * 5000, "Fri, 31 Dec 99999 23:59:59 GMT"])
def test_an_odd_retry_after_is_passed_over(tmp_path, odd):
    with site({"/a": [Reply(503, b"", {"Retry-After": odd}), REPORT]}) as there:
        assert became(there, "/a", tmp_path) == ("fetched", 200, None)


# What is kept


def test_an_archive_is_right_for_two_readers(tmp_path):
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\n you\r\n0\r\n\r\n".replace(
        b" you", b"you"
    )
    zipped = Reply(body=gzip.compress(b"zipped", mtime=0), headers={"Content-Encoding": "gzip", "X-Name": "å¹´"})
    with site({"/chunked": Reply(raw=chunked), "/zipped": zipped, "/none": Reply(404, b"none")}) as there:
        fetch([f"{there.url}/{path}" for path in ("chunked", "zipped", "none")], tmp_path, manners=HASTY)
        asked = there.asked[1]
    (archive,) = tmp_path.glob("*.warc.gz")
    kinds = []
    for record in ArchiveIterator(str(archive), parse_http=False):
        kinds.append((str(record.record_type), record.headers.get("WARC-Target-URI", "").removeprefix(there.url)))
        assert record.verify_block_digest()
        record.parse_http()
        if record.record_type == WarcRecordType.response:
            assert record.verify_payload_digest()
            assert record.headers["WARC-IP-Address"] == "127.0.0.1"
    paths = ("/robots.txt", "/chunked", "/zipped", "/none")
    assert kinds == [("warcinfo", ""), *((kind, path) for path in paths for kind in ("request", "response"))]

    found = {}
    with archive.open("rb") as file:
        for record in OtherIterator(file, check_digests=True):
            content = record.content_stream().read()
            assert record.digest_checker.passed is not False
            found[record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or ""] = record, content
    information = found["warcinfo", ""][1].decode()
    assert f"software: gongkai/{gongkai.__version__}\r\n" in information
    assert "robots: obey (RFC 9309)\r\n" in information
    record, content = found["response", f"{there.url}/chunked"]
    assert (content, record.http_headers.get_header("X-Crawl-Transfer-Encoding")) == (
        b"hello you".replace(b" ", b""),
        "chunked",
    )
    assert found["response", f"{there.url}/zipped"][1] == b"zipped"
    request = found["request", f"{there.url}/chunked"][0]
    assert dict(request.http_headers.headers) == asked.headers
    response_id = record.rec_headers.get_header("WARC-Record-ID")
    assert request.rec_headers.get_header("WARC-Concurrent-To") == response_id


def test_the_index_leads_to_the_record(tmp_path):
    with site({f"/{n}": Reply(body=f"page {n}".encode()) for n in range(3)}) as there:
        fetch([f"{there.url}/{n}" for n in (2, 0, 1)], tmp_path, manners=HASTY)
    with (tmp_path / "fetched.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["url"] for row in rows] == [f"{there.url}/{n}" for n in range(3)]
    for number, row in enumerate(rows):
        with (tmp_path / row["warc"]).open("rb") as file:
            file.seek(int(row["offset"]))
            record = next(iter(ArchiveIterator(file)))
        assert record.headers["WARC-Target-URI"] == row["final_url"]
        assert record.headers["WARC-Payload-Digest"] == row["payload_digest"]
        assert record.headers["WARC-Date"] == row["document_time"]
        assert record.reader.read() == f"page {number}".encode()


def test_an_archive_that_has_its_size_is_closed(tmp_path):
    with site({f"/{n}": Reply(body=os.urandom(1000)) for n in range(4)}) as there:
        fetch([f"{there.url}/{n}" for n in range(4)], tmp_path, manners=HASTY, archive_size=2500)
    names = sorted(path.name for path in tmp_path.glob("*.warc.gz"))
    assert names[:2] == ["gongkai-00001.warc.gz", "gongkai-00002.warc.gz"]
    for name in names:
        kinds = [str(record.record_type) for record in ArchiveIterator(str(tmp_path / name))]
        assert (kinds[0], kinds.count("warcinfo")) == ("warcinfo", 1)
    assert len(bodies(tmp_path)) == 4


def test_nothing_odd_that_a_host_says_gets_into_the_index(tmp_path):
    odd = {"ETag": "=cmd()", "Last-Modified": "@SUM(1)", "Content-Type": "\x1b[31m"}
    with site({"/a": Reply(body=b"x", headers=odd)}) as there:
        row = one(f"{there.url}/a", tmp_path)
    assert (row.etag, row.last_modified) == (None, None)
    assert b"\x1b" not in (tmp_path / "fetched.csv").read_bytes()


# A second run


def test_what_was_fetched_is_not_asked_for_again_and_what_failed_is(tmp_path):
    with site({"/a": REPORT, "/b": [Reply(403), REPORT]}) as there:
        urls = [f"{there.url}/{path}" for path in ("a", "b", "none")]
        first = fetch(urls, tmp_path, manners=HASTY)
        assert (first.counts, first.asked, first.is_complete) == (
            {"fetched": 1, "not_found": 1, "blocked": 1},
            3,
            False,
        )
        second = fetch(urls, tmp_path, manners=HASTY)
        assert (second.counts, second.asked, second.is_complete) == ({"fetched": 2, "not_found": 1}, 1, True)
        assert (there.times_asked("/a"), there.times_asked("/b"), there.times_asked("/none")) == (1, 2, 1)
        third = fetch(urls, tmp_path, manners=HASTY)
        assert (third.rows, third.asked) == (second.rows, 0)
    assert sorted(path.name for path in tmp_path.glob("*.warc.gz")) == [
        "gongkai-00001.warc.gz",
        "gongkai-00002.warc.gz",
    ]


def test_archives_that_were_moved_away_keep_their_names(tmp_path):
    with site({"/a": REPORT, "/b": REPORT}) as there:
        first = one(f"{there.url}/a", tmp_path)
        (tmp_path / first.warc).unlink()
        assert one(f"{there.url}/b", tmp_path).warc == "gongkai-00002.warc.gz"
        assert one(f"{there.url}/a", tmp_path) == first
        assert there.times_asked("/a") == 1


DAY = "Thu, 01 Jan 2026 00:00:00 GMT"


def conditional(headers):
    asked = headers.get("If-None-Match"), headers.get("If-Modified-Since")
    return (
        Reply(304, headers={"ETag": '"1"'})
        if asked == ('"1"', DAY)
        else Reply(200, b"a", {"ETag": '"1"', "Last-Modified": DAY})
    )


def test_asked_again_what_has_not_changed_is_unchanged(tmp_path):
    with site({"/a": to("/b"), "/b": conditional, "/c": REPORT}) as there:
        urls = [f"{there.url}/a", f"{there.url}/c"]
        before = fetch(urls, tmp_path, manners=HASTY).rows
        after = fetch(urls, tmp_path, manners=HASTY, again=True).rows
        with_conditions = [each.path for each in there.asked if "If-None-Match" in each.headers]
    assert with_conditions == ["/b"]
    assert [(row.status, row.http_status) for row in after] == [("unchanged", 304), ("unchanged", 200)]
    for old, new in zip(before, after, strict=True):
        assert (new.warc, new.offset, new.etag) == ("gongkai-00001.warc.gz", old.offset, old.etag)
        assert new.document_time == old.document_time < new.time
    revisits = [
        (record.headers["WARC-Profile"], record.headers["WARC-Refers-To-Date"], record.headers["WARC-Payload-Digest"])
        for record in ArchiveIterator(str(tmp_path / "gongkai-00002.warc.gz"))
        if record.record_type == WarcRecordType.revisit
    ]
    profile = "http://netpreserve.org/warc/1.1/revisit/"
    assert revisits == [
        (profile + "server-not-modified", before[0].document_time, before[0].payload_digest),
        (profile + "identical-payload-digest", before[1].document_time, before[1].payload_digest),
    ]


def test_asked_again_what_has_changed_is_fetched(tmp_path):
    with site({"/a": [Reply(body=b"1"), Reply(body=b"2")]}) as there:
        before = one(f"{there.url}/a", tmp_path)
        after = one(f"{there.url}/a", tmp_path, again=True)
    assert (before.warc, after.warc, after.status) == ("gongkai-00001.warc.gz", "gongkai-00002.warc.gz", "fetched")


def test_a_document_that_is_gone_is_still_known(tmp_path):
    with site({"/a": [REPORT, Reply(404)]}) as there:
        before = one(f"{there.url}/a", tmp_path)
        after = one(f"{there.url}/a", tmp_path, again=True)
    assert (after.status, after.warc, after.payload_digest) == ("not_found", before.warc, before.payload_digest)


# Stopped and killed


def command(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "gongkai", "fetch", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(there: Site, number: int) -> None:
    until = time.monotonic() + 60
    while len(there.asked) < number:
        assert time.monotonic() < until
        time.sleep(0.01)


def listed(tmp_path: Path, urls: list[str]) -> Path:
    path = tmp_path / "list.txt"
    path.write_text("\n".join(urls), encoding="utf-8")
    return path


NUMBER = 40


def many(tmp_path: Path, there: Site) -> tuple[Path, list[str]]:
    urls = [f"{there.url}/{n:02}" for n in range(NUMBER)]
    return listed(tmp_path, urls), urls


def pages() -> dict[str, Reply]:
    return {f"/{n:02}": Reply(body=f"page {n}".encode() * 50) for n in range(NUMBER)}


def test_killed_it_goes_on_and_has_each_document_once(tmp_path):
    with site(pages()) as there:
        path, urls = many(tmp_path, there)
        for asked in (8, 20, 30):
            running = command(path, "--to", tmp_path / "out", "--delay", "0.02")
            wait_for(there, asked)
            running.kill()
            running.communicate()
        fetched = fetch(urls, tmp_path / "out", manners=HASTY)
        assert fetched.counts == {"fetched": NUMBER}
        # What was on the way when it was killed is asked for once more, and nothing else is.
        assert sum(number - 1 for path, number in Counter(there.paths).items() if path != "/robots.txt") <= 3
    stored = Counter(url for kind, url, number, _ in records(tmp_path / "out") if kind == "response" and number == 200)
    assert stored == dict.fromkeys(urls, 1)
    assert [path.name for path in (tmp_path / "out").glob(".*") if path.name != ".fetch.lock"] == []


def test_at_whatever_byte_it_was_killed_it_goes_on(tmp_path):
    with site({f"/{n}": Reply(body=b"page") for n in range(3)}) as there:
        urls = [f"{there.url}/{n}" for n in range(3)]
        kept = snapshot_of_a_killed_run(urls, tmp_path / "whole")
        archive, journal = kept[".gongkai-00001.warc.gz.open"], kept[".fetched.jsonl"]
        cuts = [(at, len(journal)) for at in range(0, len(archive), 199)]
        cuts += [(len(archive), at) for at in range(0, len(journal), 99)]
        for number, (end_of_archive, end_of_journal) in enumerate(cuts):
            out = tmp_path / f"{number}"
            out.mkdir()
            (out / ".gongkai-00001.warc.gz.open").write_bytes(archive[:end_of_archive])
            (out / ".fetched.jsonl").write_bytes(journal[:end_of_journal])
            assert fetch(urls, out, manners=HASTY).counts == {"fetched": 3}
            stored = [(url, body) for kind, url, code, body in records(out) if (kind, code) == ("response", 200)]
            assert sorted(stored) == [(url, b"page") for url in urls]


def snapshot_of_a_killed_run(urls: list[str], out: Path) -> dict[str, bytes]:
    """Give the files of a run as they are when it has recorded the last address, and is killed."""
    kept: dict[str, bytes] = {}

    def told(_: UrlRow, number: int) -> None:
        kept.update((path.name, path.read_bytes()) for path in out.iterdir())

    fetch(urls, out, manners=HASTY, told=told)
    return kept


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_stopped_it_says_how_to_go_on(tmp_path, number, code):
    stuck = {f"/{n:02}": Reply(body=b"slow", drips=10000) for n in range(5, NUMBER)}
    with site(pages() | stuck) as there:
        path, _ = many(tmp_path, there)
        running = command(path, "--to", tmp_path / "out", "--delay", "0")
        wait_for(there, 7)
        running.send_signal(number)
        _, said = running.communicate(timeout=60)
    assert running.returncode == code
    assert "the same command goes on from there" in " ".join(said.split())
    assert "Traceback" not in said
    assert sorted(path.name for path in (tmp_path / "out").glob("*")) == [
        ".fetch.lock",
        "fetched.csv",
        "gongkai-00001.warc.gz",
    ]
    assert len(bodies(tmp_path / "out")) == 5


def test_a_full_disk_stops_it_and_what_was_written_is_whole(tmp_path, monkeypatch):
    with site({f"/{n}": REPORT for n in range(3)}) as there:
        urls = [f"{there.url}/{n}" for n in range(3)]
        calls = Counter()
        from gongkai.fetch import archive

        whole = archive._member

        def full(record):
            calls["records"] += 1
            if calls["records"] == 9:
                raise OSError(28, "No space left on device")
            return whole(record)

        monkeypatch.setattr(archive, "_member", full)
        with pytest.raises(OSError, match="No space left"):
            fetch(urls, tmp_path, manners=HASTY)
        kinds = [(kind, url.removeprefix(there.url)) for kind, url, _, _ in records(tmp_path)]
        assert kinds[3:] == [(kind, path) for path in ("/0", "/1") for kind in ("request", "response")]
        monkeypatch.undo()
        assert fetch(urls, tmp_path, manners=HASTY).counts == {"fetched": 3}


def test_two_runs_into_one_folder_know_of_each_other(tmp_path):
    with site({"/a": REPORT}) as there:
        problems: list[str] = []

        def told(_: UrlRow, number: int) -> None:
            with pytest.raises(GongkaiError) as raised:
                fetch([f"{there.url}/a"], tmp_path, manners=HASTY)
            problems.append(str(raised.value))

        fetch([f"{there.url}/a"], tmp_path, manners=HASTY, told=told)
    assert problems == [f"{tmp_path}: another run fetches into this folder; wait until it has ended"]


def test_an_index_that_is_not_right_is_told_with_its_line(tmp_path):
    (tmp_path / "fetched.csv").write_text("url,status,time\nhttp://a.gov.cn/,lost,2026\n", encoding="utf-8")
    with pytest.raises(GongkaiError, match=r"fetched\.csv, line 2: this is no row that gongkai wrote"):
        fetch(["http://127.0.0.1/"], tmp_path, manners=HASTY)


# The list


def test_a_list_is_a_text_or_a_csv(tmp_path):
    text, table = tmp_path / "a.txt", tmp_path / "b.csv"
    text.write_bytes(b"\xef\xbb\xbf# one\r\n\r\n  http://a.gov.cn/\r\nhttp://b.gov.cn/\r\nhttp://a.gov.cn/")
    table.write_text('title,url\n"two\nlines",http://a.gov.cn/\n年报,http://b.gov.cn/x?y=1,2\n', encoding="utf-8")
    assert read_list(text) == ("http://a.gov.cn/", "http://b.gov.cn/")
    assert read_list(table) == ("http://a.gov.cn/", "http://b.gov.cn/x?y=1")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"http://a.gov.cn/\n\nftp://a.gov.cn/\n", "line 3: ftp://a.gov.cn/ is no address of the web"),
        (b"http://a b/\n", "line 1: http://a b/ is no address of the web"),
        (b"http://a\x1b[31m/\n", "line 1: http://a\\x1b[31m/ is no address of the web"),
        (b"http://me:secret@a.gov.cn/\n", "line 1: the address has a name or password in it"),
        (b"title,url\nx,http://a.gov.cn/\ny,\n", "line 3: there is no address"),
        (b"title,url\nx\n", "line 2: there is no address"),
        (b'title,url\n"x"y,http://a.gov.cn/\n', "line 2: this is no line of a CSV"),
        (b"http://a.gov.cn/\nhttp://a.gov.cn/\xff\n", "line 2: this is no UTF-8"),
        (b"# nothing\n", "there is no address in the list"),
        (b"", "there is no address in the list"),
    ],
)
def test_a_line_that_is_not_right_is_named(tmp_path, data, words):
    path = tmp_path / "list.txt"
    path.write_bytes(data)
    with pytest.raises(GongkaiError) as raised:
        read_list(path)
    assert words in str(raised.value)
    assert str(raised.value).startswith(f"{path}")


# The command


def run(*arguments: str | Path, said: str = "") -> tuple[int, str]:
    running = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "gongkai", "fetch", *map(str, arguments)],
        input=said,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "400"},
    )
    return running.returncode, running.stdout + running.stderr


def test_the_command_counts_and_ends_with_0_when_all_have_answered(tmp_path):
    with site({"/a": REPORT}) as there:
        code, printed = run("-", "--to", tmp_path / "out", "--delay", "0", said=f"{there.url}/a\n{there.url}/none\n")
    assert code == 0
    assert "status\taddresses\nfetched\t1\nnot_found\t1\n" in printed


def test_the_command_ends_with_1_when_one_has_not(tmp_path):
    with site({"/a": Reply(403)}) as there:
        code, printed = run(listed(tmp_path, [f"{there.url}/a"]), "--to", tmp_path / "out", "--delay", "0")
    assert code == 1
    assert "fetched.csv says why" in printed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gone.txt", "--to", "out"], "gone.txt: the list cannot be read (No such file or directory)"),
        (["-", "--to", "out", "--hosts", "0"], "hosts is 0; it has to be 1 or more"),
        (["-", "--to", "out"], "standard input: there is no address in the list"),
        (["-"], "Missing option"),
    ],
)
def test_what_is_asked_wrongly_ends_with_2(tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    code, printed = run(*arguments)
    assert (code, words in printed) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_the_help_tells_the_exit_codes():
    code, printed = run("--help")
    assert code == 0
    assert "Exit codes: 0 every host has answered" in " ".join(printed.replace("│", " ").split())


WITHOUT = """
import sys
for name in ("urllib3", "protego", "tenacity"):
    sys.modules[name] = None
from gongkai.cli import main
main()
"""


def test_without_the_extra_it_says_what_to_install(tmp_path):
    path = listed(tmp_path, ["http://127.0.0.1/"])
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", WITHOUT, "fetch", path, "--to", tmp_path / "out"],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "400"},
    )
    assert done.returncode == 2
    assert 'fetching needs an extra of gongkai; install it: pip install "gongkai[fetch]"' in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "program", ["import gongkai", "import gongkai, gongkai.cli, gongkai.pipeline, gongkai.building"]
)
def test_whoever_does_not_fetch_has_no_client(program):
    told = f"{program}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)  # noqa: S603
    assert {"urllib3", "http.client", "gongkai.fetch.client"} & set(done.stdout.split()) == set()


def test_what_was_fetched_has_no_rows_of_others():
    row = UrlRow("http://a.gov.cn/", "blocked", "2026-01-02T03:04:05Z")
    assert not Fetched((row,), 0).is_complete
    assert Fetched((), 0).is_complete
