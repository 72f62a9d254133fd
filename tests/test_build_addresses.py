"""Sources at addresses: a web server that answers in every way, and what is said where something is not installed."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

import gongkai
from gongkai.building import sources
from gongkai.building.sources import opened, places
from gongkai.building.sources.source import SourceDocument
from gongkai.errors import GongkaiError
from local_site import Reply, Site, site

pytest.importorskip("aiohttp", reason='the extra "gongkai[http]" is not installed')

RAW = Path(__file__).parents[1] / "data" / "raw" / "jiahe-2017.html"
DATA = RAW.read_bytes()
HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
CHUNK = b"%x\r\n%s\r\n" % (len(DATA), DATA)


@pytest.fixture
def server() -> Iterator[Site]:
    pages = {
        "/plain.html": Reply(body=DATA),
        "/no-length.html": Reply(raw=HEAD + b"\r\n" + DATA),
        "/chunked.html": Reply(raw=HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNK + b"0\r\n\r\n"),
        "/packed.html": Reply(body=gzip.compress(DATA), headers={"Content-Encoding": "gzip"}),
        "/moved.html": Reply(302, headers={"Location": "/plain.html"}),
        "/stops.html": Reply(raw=HEAD + b"Content-Length: %d\r\n\r\n" % len(DATA) + DATA[:4000]),
        "/stops-in-chunks.html": Reply(raw=HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNK[:4000]),
        "/forbidden.html": Reply(403),
        "/broken.html": Reply(500),
        "/loop.html": Reply(302, headers={"Location": "/loop.html"}),
    }
    with site(pages) as there:
        yield there


def documents(*addresses: str) -> list[SourceDocument]:
    found = [each for source in sources.found(addresses) for each in opened(source)]
    return [each for each in found if isinstance(each, SourceDocument)]


@pytest.mark.parametrize("name", ["plain", "no-length", "chunked", "packed", "moved"])
def test_however_a_server_sends_a_file_it_is_read(server: Site, name: str) -> None:
    (document,) = documents(f"{server.url}/{name}.html")
    assert (document.error, document.data) == (None, DATA)


@pytest.mark.parametrize("name", ["stops", "stops-in-chunks"])
def test_a_file_of_which_not_all_came_is_read_again_by_the_next_build(server: Site, name: str, tmp_path: Path) -> None:
    given = [f"{server.url}/plain.html", f"{server.url}/{name}.html"]
    assert gongkai.build(given, tmp_path / "out").failures == {"unreadable": 1}
    (failure,) = gongkai.load("failures", tmp_path / "out").to_dict("records")
    assert failure["source"] == f"{name}.html"
    assert "payload is not completed" in failure["detail"]
    server.pages[f"/{name}.html"] = Reply(body=DATA + b"<p>7")
    assert gongkai.build(given, tmp_path / "out").failures == {}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("gone.html", "404, message='Not Found'"),
        ("forbidden.html", "403, message='Forbidden'"),
        ("broken.html", "500, message='Internal Server Error'"),
        ("loop.html", "TooManyRedirects"),
    ],
)
def test_an_address_that_cannot_be_followed_is_named_with_the_reason(server: Site, path: str, told: str) -> None:
    address = f"{server.url}/{path}"
    with pytest.raises(GongkaiError, match=re.escape(address) + ".*" + re.escape(told) + ".*; check it$"):
        sources.found([address])


def test_a_server_that_says_nothing_is_given_up(server: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SILENCE", 0.2)
    server.pages["/silent.html"] = Reply(drips=1, pause=30)
    (document,) = documents(f"{server.url}/silent.html")
    assert document.error is not None
    assert document.error.reason == "unreadable"
    assert "timeout" in document.error.detail.lower()


def test_a_site_is_not_listed(server: Site) -> None:
    with pytest.raises(GongkaiError, match=r"\*\.html: .* a site has no list of its files: name each, or use `gongkai"):
        sources.found([f"{server.url}/*.html"])


def test_what_never_ends_is_too_large(server: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "LONGEST_STREAM", len(DATA) - 1)
    (document,) = documents(f"{server.url}/no-length.html")
    assert document.error is not None
    assert (document.error.reason, document.data) == ("too_large", None)


@pytest.mark.parametrize(
    ("address", "advice"),
    [
        ("https://example.org/a", 'pip install "gongkai[http]"'),
        ("s3://bucket/a", 'pip install "gongkai[s3]"'),
        ("gs://bucket/a", "(install gcsfs); install it"),
    ],
)
def test_what_opens_an_address_is_named_where_it_is_not_installed(
    address: str, advice: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ImportError("install gcsfs")

    monkeypatch.setattr(fsspec, "url_to_fs", missing)
    with pytest.raises(GongkaiError, match=re.escape(advice)):
        gongkai.build(address, tmp_path / "out")
    with pytest.raises(GongkaiError, match=re.escape(advice)):
        gongkai.build(RAW, tmp_path / "out", parts=address)


def test_a_package_is_not_written_to_an_address() -> None:
    with pytest.raises(GongkaiError, match=r"s3:/bucket/out: a package is written to a folder of this machine"):
        gongkai.build(RAW, Path("s3://bucket/out"))


# A page that a browser saved with a folder, in a bucket


HIDDEN = b"<meta charset=utf-8><link rel=stylesheet href='a_files/a.css'><p class=x>7<p>8"


@pytest.mark.parametrize("given", ["", "/a.html", "/*.html"])
def test_a_page_elsewhere_is_read_with_the_style_sheets_that_were_saved_with_it(given: str) -> None:
    files = fsspec.filesystem("memory")
    files.pipe({"/saved/a.html": HIDDEN, "/saved/a_files/a.css": b".x{display:none}", "/saved/a_files/1.png": b""})
    try:
        (document,) = documents(f"memory://saved{given}")
    finally:
        files.rm("/saved", recursive=True)
    assert (document.name, document.data) == ("a.html", HIDDEN)
    assert document.beside == {"a_files/a.css": b".x{display:none}"}


def test_a_page_whose_style_sheets_cannot_be_reached_is_not_read_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    files = fsspec.filesystem("memory")
    files.pipe({"/saved/a.html": HIDDEN, "/saved/a_files/a.css": b".x{display:none}"})
    found = list(sources.found(["memory://saved"]))
    monkeypatch.setattr(type(files), "cat_file", lambda *_: 1 / 0)
    try:
        (document,) = (each for source in found for each in opened(source))
    finally:
        files.rm("/saved", recursive=True)
    assert isinstance(document, SourceDocument)
    assert document.data is None
    assert document.error is not None
    assert document.error.reason == "unreadable"
    assert document.error.detail == "what was saved with it: ZeroDivisionError: division by zero"
