"""Crawls in WARC files, written by warcio and not by the library that reads them; and pages that are no reports."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

import brotli
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

__all__ = ["CODINGS", "FETCHED", "Answer", "chunked", "crawl", "menu_page", "news_page"]

FETCHED = "2024-02-01T08:30:00Z"


@dataclass(frozen=True)
class Answer:
    """What an address gave, as a crawl keeps it."""

    url: str
    body: bytes
    status: str = "200 OK"
    kind: str = "response"
    headers: Mapping[str, str] = field(default_factory=dict)
    warc_headers: Mapping[str, str] = field(default_factory=dict)


def crawl(answers: Iterable[Answer], *, packed: bool = True) -> bytes:
    """Write a crawl: what a crawler says of itself, and for each answer the request and the answer."""
    file = io.BytesIO()
    writer = _Writer(file, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("crawl.warc.gz", {"software": "made up"}))
    for answer in answers:
        if answer.kind == "response":
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.org")], is_http_request=True)
            writer.write_record(_record(writer, answer, "request", b"", asked))
            said = StatusAndHeaders(answer.status, list(answer.headers.items()), protocol="HTTP/1.1")
            writer.write_record(_record(writer, answer, "response", answer.body, said))
        elif answer.kind == "revisit":
            writer.write_record(
                writer.create_revisit_record(answer.url, "sha1:AAAA", answer.url, FETCHED, warc_headers_dict={})
            )
        else:
            writer.write_record(_record(writer, answer, answer.kind, answer.body, None))
    return file.getvalue()


class _Writer(WARCWriter):
    """A writer that always writes the same, and copies in memory: the files that warcio takes for it are not closed."""

    _count = 0

    def _make_warc_id(self) -> str:
        self._count += 1
        return f"<urn:uuid:00000000-0000-4000-8000-{self._count:012}>"

    def curr_warc_date(self) -> str:
        return FETCHED

    @staticmethod
    def _create_temp_file() -> io.BytesIO:
        return io.BytesIO()


def _record(writer, answer, kind, body, http_headers):  # type: ignore[no-untyped-def]
    return writer.create_warc_record(
        answer.url,
        kind,
        payload=io.BytesIO(body),
        http_headers=http_headers,
        warc_headers_dict={"WARC-Date": FETCHED, **answer.warc_headers},
    )


def chunked(body: bytes, size: int = 700) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def _without_frame(body: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-15)
    return packing.compress(body) + packing.flush()


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate without its frame": _without_frame,
    "br": brotli.compress,
    "identity": bytes,
}
"""How servers pack what they send, by what their header says first."""


def news_page(random: Random, letters: int = 6000) -> str:
    """Print a page of no interest: scripts, links, and an article."""
    return _page(random, letters, ["首页", "新闻中心", "通知公告", "在线服务", "互动交流", "旅游"])


def menu_page(random: Random, letters: int = 6000) -> str:
    """Print a page of a government site that is no report, though its menu has the words of one."""
    menu = [
        "首页",
        "政府信息公开",
        "政府信息公开指南",
        "政府信息公开年报",
        "依申请公开",
        "主动公开",
        "行政复议",
        "政策文件",
    ]
    return _page(random, letters, menu)


def _page(random: Random, letters: int, menu: list[str]) -> str:
    links = "".join(f'<li><a href="/col/col{random.randrange(9999)}/index.html">{each}</a></li>\n' for each in menu)
    scripts = "".join(
        f'<script type="text/javascript" src="/script/{random.randrange(1 << 32):x}.js"></script>\n' for _ in range(20)
    )
    paragraphs = "".join(
        f'<p style="text-indent: 2em;"><span style="font-size: 16px;">{_prose(random, 150)}</span></p>\n'
        for _ in range(letters // 150)
    )
    title = _prose(random, 16)
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n{scripts}</head>\n<body>\n'
        f'<ul class="nav">\n{links}</ul>\n<h1>{title}</h1>\n{paragraphs}<ul class="foot">\n{links}</ul>\n'
        "</body>\n</html>\n"
    )


def _prose(random: Random, letters: int) -> str:
    return "".join(random.choices(_LETTERS, k=letters - 1)) + "。"


_LETTERS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
)
"""Letters that are the most frequent in any Chinese text."""
