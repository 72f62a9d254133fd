"""A web site on this machine that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

__all__ = ["Asked", "Reply", "Site", "certificate", "site"]


@dataclass(frozen=True)
class Reply:
    """What is answered: status, headers and body; or `raw`, which is sent as it is.

    The bytes of `drips` are sent after the rest, one every `pause` seconds.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    drips: int = 0
    pause: float = 0.05


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]
    began: float


Page = Reply | list[Reply] | Callable[[Mapping[str, str]], Reply]


@dataclass
class Site:
    """A page is one reply, several given one after the other, of which the last one stays, or a function of headers."""

    url: str
    pages: dict[str, Page]
    asked: list[Asked] = field(default_factory=list)
    dripped: int = 0

    @property
    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    def times_asked(self, path: str) -> int:
        return self.paths.count(path)


@contextmanager
def site(pages: Mapping[str, Page], host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Give a site with these pages; there is no robots.txt unless it is among them."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            there.asked.append(Asked(self.path, dict(self.headers), time.monotonic()))
            reply = replied(there.pages.get(self.path, Reply(404, b"none")), dict(self.headers))
            try:
                self.send(reply)
            except OSError:
                self.close_connection = True

        def send(self, reply: Reply) -> None:
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                self.close_connection = True
            else:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.status != 304:
                    self.send_header("Content-Length", str(len(reply.body) + reply.drips))
                self.end_headers()
                self.wfile.write(reply.body)
            for _ in range(reply.drips):
                if stopping.wait(reply.pause):
                    break
                self.wfile.write(b"x")
                there.dripped += 1

        def log_message(self, *_: object) -> None:
            pass

    def replied(page: Page, headers: Mapping[str, str]) -> Reply:
        if isinstance(page, Reply):
            return page
        if isinstance(page, list):
            with lock:
                return page.pop(0) if len(page) > 1 else page[0]
        return page(headers)

    lock, stopping = threading.Lock(), threading.Event()
    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    there = Site(f"{'https' if tls else 'http'}://{host}:{server.server_address[1]}", dict(pages))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield there
    finally:
        stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for 127.0.0.1; give its file, and what a site needs to use it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, secret = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, secret)
    return public, context
