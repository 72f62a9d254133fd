"""One request and its answer, and what it means when there is none that can be kept."""

from __future__ import annotations

import zlib
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha1
from ipaddress import ip_address
from typing import Literal, get_args

__all__ = ["STATUSES", "Exchange", "FetchStatus", "UnansweredError", "is_public"]

FetchStatus = Literal[
    "fetched",
    "unchanged",
    "not_found",
    "disallowed",
    "blocked",
    "unreachable",
    "server_error",
    "too_slow",
    "too_large",
    "bad_redirect",
    "unexpected",
]

STATUSES: tuple[FetchStatus, ...] = get_args(FetchStatus)
"""What can become of an address, in the order in which it is told."""


class UnansweredError(Exception):
    """There is no answer that can be kept.

    Attributes:
        status: what became of the address.
        detail: why, in a few words of ours.
        passing: whether it may be otherwise in a moment, so that it is worth asking again.
    """

    def __init__(self, status: FetchStatus, detail: str, *, passing: bool = False) -> None:
        super().__init__(detail)
        self.status: FetchStatus = status
        self.detail = detail
        self.passing = passing


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, as they went over the line.

    Attributes:
        url: what was asked for.
        time: when, in UTC.
        request: the head of the request.
        version: that of HTTP, in the answer.
        status: the number in the answer.
        reason: the words behind that number.
        headers: names and values in the answer, where each character stands for a byte.
        body: the body, still compressed if it was sent so, but without the marks of chunks.
        address: the IP address that answered.
    """

    url: str
    time: datetime
    request: bytes
    version: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    address: str

    def header(self, name: str) -> str | None:
        """Give the value of a header, the first if there are several, or None."""
        return next((value for each, value in self.headers if each.lower() == name), None)

    @property
    def head(self) -> bytes:
        """The head of the answer. What it said of chunks is renamed, as crawlers do, because the body has none.

        >>> Exchange("http://a/", datetime(2026, 1, 2), b"", "HTTP/1.1", 200, "OK", (("Transfer-Encoding", "chunked"),),
        ...     b"", "192.0.2.1").head
        b'HTTP/1.1 200 OK\\r\\nX-Crawl-Transfer-Encoding: chunked\\r\\n\\r\\n'
        """
        lines = (f"{name}: {value}" for name, value in self._kept_headers())
        return "\r\n".join((f"{self.version} {self.status} {self.reason}", *lines, "", "")).encode("latin-1")

    @cached_property
    def payload_digest(self) -> str:
        """The digest of the body, as WARC writes it."""
        return f"sha1:{b32encode(sha1(self.body, usedforsecurity=False).digest()).decode()}"

    def content(self, longest: int) -> bytes:
        """Give the beginning of the body as it is meant, which is to say inflated."""
        if (self.header("content-encoding") or "").lower() not in ("gzip", "x-gzip", "deflate"):
            return self.body[:longest]
        try:
            return zlib.decompressobj(wbits=_ANY_HEADER).decompress(self.body, longest)
        except zlib.error:
            return b""

    def _kept_headers(self) -> Iterator[tuple[str, str]]:
        for name, value in self.headers:
            chunked = name.lower() == "transfer-encoding" and value.lower() == "chunked"
            yield (f"X-Crawl-{name}" if chunked else name), value


_ANY_HEADER = 32 + zlib.MAX_WBITS


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the whole internet, and not of a machine or network of its own.

    An address that is not known counts as one.

    >>> [is_public(address) for address in ("8.8.8.8", "127.0.0.1", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254")]
    [True, False, False, False, False]
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return True
    return parsed.is_global and not parsed.is_multicast
