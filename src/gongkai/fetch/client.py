"""Ask for one address, once."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from http.client import HTTPException
from socket import SHUT_RDWR
from typing import Any

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, PoolManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.response import HTTPResponse
from urllib3.util import parse_url

from gongkai.fetch.exchange import Exchange, UnansweredError, is_public
from gongkai.fetch.manners import Manners
from gongkai.fetch.watch import ConnectionWatch

__all__ = ["Client", "normalised"]


class Client:
    """Asks for addresses, with the limits of the manners and under a watch."""

    def __init__(self, manners: Manners, watch: ConnectionWatch) -> None:
        self._manners = manners
        self._watch = watch
        self._pools = {only: _Pools(manners, watch, public_only=only) for only in (False, True)}

    def ask(self, url: str, *, conditions: Mapping[str, str], public_only: bool) -> Exchange:
        """Ask for an address and give the answer, whatever its number; a redirect is not followed.

        Args:
            url: the address, as `normalised` gives it.
            conditions: headers that ask for the document only if it has changed.
            public_only: ask no host whose address is private.

        Raises:
            UnansweredError: there is no whole answer within the limits.
            HaltedError: the work is to stop.
        """
        headers = {
            "Host": parse_url(url).netloc or "",
            "User-Agent": self._manners.user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            **conditions,
        }
        begun, now = time.monotonic(), datetime.now(UTC)
        try:
            response = self._pools[public_only].urlopen(
                "GET", url, headers=headers, redirect=False, retries=False, preload_content=False, decode_content=False
            )
            try:
                address = _address(response)
                with self._watch.over(response.shutdown, begun + self._manners.seconds - time.monotonic()):
                    body = self._body(response)
            finally:
                response.close()
        except (HTTPError, HTTPException, OSError) as error:
            raise _unanswered(error) from error
        return Exchange(
            url=url,
            time=now,
            request=_request_head(url, headers),
            version=_VERSIONS.get(response.version, "HTTP/1.1"),
            status=response.status,
            reason=_on_one_line(response.reason or ""),
            headers=tuple((name, _on_one_line(value)) for name, value in response.headers.iteritems()),
            body=body,
            address=address,
        )

    def _body(self, response: BaseHTTPResponse) -> bytes:
        largest = self._manners.largest
        if (response.length_remaining or 0) > largest:
            raise _too_large(largest)
        body = bytearray()
        while some := response.read1(_AT_ONCE, decode_content=False):
            body += some
            if len(body) > largest:
                raise _too_large(largest)
        return bytes(body)


def normalised(url: str) -> str:
    """Give an address as it is asked for: in ASCII, without a fragment.

    Raises:
        UnansweredError: it is none.

    >>> normalised("HTTP://www.gov.cn/公开?年=2023#top")
    'http://www.gov.cn/%E5%85%AC%E5%BC%80?%E5%B9%B4=2023'
    """
    try:
        parts = parse_url(url)
    except LocationParseError as error:
        raise _unanswered(error) from error
    return parts._replace(auth=None, fragment=None, path=parts.path or "/").url


class _Watched(HTTPConnection):
    """A connection whose answer is waited for under a watch, and which may be kept to public addresses."""

    def __init__(
        self, *arguments: Any, watch: ConnectionWatch, seconds: float, public_only: bool, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._watch = watch
        self._seconds = seconds
        self._public_only = public_only
        self.address = ""

    def connect(self) -> None:
        super().connect()
        self.address = self.sock.getpeername()[0]
        # The address that was reached is looked at, not the one that was looked up: a name can have two.
        if self._public_only and not is_public(self.address):
            self.close()
            raise UnansweredError("bad_redirect", "a public host leads to a private address")

    def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as urllib3 itself has it
        connection = self.sock
        with self._watch.over(lambda: connection.shutdown(SHUT_RDWR), self._seconds):
            return super().getresponse()


class _WatchedTls(_Watched, HTTPSConnection):
    """The same over TLS."""


class _WatchedPool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _WatchedTlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTls


class _Pools(PoolManager):
    def __init__(self, manners: Manners, watch: ConnectionWatch, *, public_only: bool) -> None:
        waits = Timeout(connect=min(_CONNECT, manners.seconds), read=min(_READ, manners.seconds))
        super().__init__(num_pools=2 * manners.hosts, timeout=waits)
        self.pool_classes_by_scheme = {"http": _WatchedPool, "https": _WatchedTlsPool}
        self._ours = {"watch": watch, "seconds": manners.seconds, "public_only": public_only}

    def _new_pool(
        self, scheme: str, host: str, port: int, request_context: dict[str, Any] | None = None
    ) -> HTTPConnectionPool:
        return super()._new_pool(scheme, host, port, {**(request_context or self.connection_pool_kw), **self._ours})


_CONNECT, _READ = 20.0, 30.0
"""Seconds to wait for a connection, and for the next byte."""

_AT_ONCE = 1 << 16
_VERSIONS = {10: "HTTP/1.0", 11: "HTTP/1.1"}


def _address(response: BaseHTTPResponse) -> str:
    return response.connection.address if isinstance(response.connection, _Watched) else ""


def _request_head(url: str, headers: Mapping[str, str]) -> bytes:
    lines = (f"{name}: {value}" for name, value in headers.items())
    return "\r\n".join((f"GET {parse_url(url).request_uri} HTTP/1.1", *lines, "", "")).encode("latin-1")


def _on_one_line(value: str) -> str:
    return re.sub(r"\s*[\r\n]\s*", " ", value)


def _too_large(largest: int) -> UnansweredError:
    return UnansweredError("too_large", f"the answer is larger than {largest} bytes")


def _unanswered(error: Exception) -> UnansweredError:
    if isinstance(error, SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
        return UnansweredError("unreachable", "the certificate of the host is not valid")
    detail = next((detail for kind, detail in _MEANINGS if isinstance(error, kind)), "the connection was cut")
    return UnansweredError("unreachable", detail, passing=not isinstance(error, LocationParseError))


_MEANINGS: tuple[tuple[type[Exception], str], ...] = (
    (LocationParseError, "this is no address that can be asked for"),
    (NameResolutionError, "the name of the host is not known"),
    (NewConnectionError, "the host takes no connection"),
    (ConnectTimeoutError, "the host does not answer in time"),
    (ReadTimeoutError, "the host does not answer in time"),
    (SSLError, "no TLS connection with the host can be made"),
)
