"""What became of an address, as a row of the index."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from gongkai.fetch.exchange import Exchange, FetchStatus

__all__ = ["DONE", "UrlRow", "entity_tag", "http_date"]

DONE: frozenset[FetchStatus] = frozenset({"fetched", "unchanged", "not_found"})
"""What is not asked for again: the host has answered."""


@dataclass(frozen=True, slots=True)
class UrlRow:
    """What became of an address.

    The document is the one that was fetched last, also where there is none any more, or it was not given again.

    Attributes:
        url: the address, as it was given.
        status: what became of it when it was asked for last.
        time: when that was, in UTC.
        http_status: the number in the answer that decided, or None where none did.
        detail: why there was no document.
        final_url: the address of the document, to which redirects may have led.
        document_time: when the document was fetched, in UTC.
        payload_digest: the digest of the body, as WARC writes it.
        length: bytes of the body.
        etag: the mark of the version, if the host gave one.
        last_modified: when the document was changed last, if the host said so.
        warc: the archive that the document is in.
        offset: where its record begins in the archive.
    """

    url: str
    status: FetchStatus
    time: str
    http_status: int | None = None
    detail: str | None = None
    final_url: str | None = None
    document_time: str | None = None
    payload_digest: str | None = None
    length: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    warc: str | None = None
    offset: int | None = None

    @property
    def conditions(self) -> Mapping[str, str]:
        """The headers that ask for the document only if it is another one now.

        >>> UrlRow("http://a.gov.cn/", "fetched", "2026-01-02T03:04:05Z", etag='"a1"').conditions
        {'If-None-Match': '"a1"'}
        """
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


def entity_tag(exchange: Exchange) -> str | None:
    """Give the mark of the version, if it is one after RFC 9110: what is none is not kept."""
    tag = exchange.header("etag") or ""
    return tag if _ENTITY_TAG.fullmatch(tag) else None


def http_date(exchange: Exchange) -> str | None:
    """Give the time at which the document last was changed, if that is one."""
    said = exchange.header("last-modified") or ""
    try:
        parsedate_to_datetime(said)
    except ValueError:
        return None
    return said if said.isascii() and said.isprintable() else None


_ENTITY_TAG = re.compile(r'(?:W/)?"[!#-~]*"')
