"""The addresses of a list: one a line, or the column `url` of a CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from gongkai.address import is_address
from gongkai.errors import GongkaiError
from gongkai.printable import file_name, printable

__all__ = ["addresses", "read_list", "require_address"]


def read_list(path: Path) -> tuple[str, ...]:
    """Read the addresses of a list, each once, in their order.

    Args:
        path: a text with an address a line, where blank lines and lines that begin with # are passed over, or a CSV
            with a column `url`.

    Raises:
        GongkaiError: there is no such file, or a line is not right; the message names the line.
    """
    named = file_name(str(path))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GongkaiError(f"{named}: the list cannot be read ({error.strerror}); check the path") from error
    return addresses(data, named)


def addresses(data: bytes, named: str) -> tuple[str, ...]:
    """Give the addresses of a list, each once, in their order.

    Args:
        data: the bytes of the list, in UTF-8.
        named: what to call the list in an error.

    Raises:
        GongkaiError: a line is not right; the message names the line.

    >>> addresses(b"# counties\\nhttp://a.gov.cn/\\n\\nhttp://b.gov.cn/\\nhttp://a.gov.cn/\\n", "list.txt")
    ('http://a.gov.cn/', 'http://b.gov.cn/')
    >>> addresses(b"title,url\\nx,http://a.gov.cn/\\n", "list.csv")
    ('http://a.gov.cn/',)
    >>> addresses(b"http://a.gov.cn/\\nwww.gov.cn\\n", "list.txt")
    Traceback (most recent call last):
    gongkai.errors.GongkaiError: list.txt, line 2: www.gov.cn is no address of the web; it has to begin with ...
    """
    try:
        lines = data.decode("utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise GongkaiError(f"{named}, line {line}: this is no UTF-8; save the list as UTF-8") from error
    found = list(_of_column(lines, named) if _has_column(lines) else _of_lines(lines))
    if not found:
        raise GongkaiError(f"{named}: there is no address in the list")
    for line, url in found:
        require_address(url, f"{named}, line {line}")
    return tuple(dict.fromkeys(url for _, url in found))


def require_address(url: str, place: str) -> None:
    """Raise if a text is no address that can be fetched.

    Raises:
        GongkaiError: it is none; the message begins with the place.

    >>> require_address("ftp://a.gov.cn/", "list.txt, line 2")
    Traceback (most recent call last):
    gongkai.errors.GongkaiError: list.txt, line 2: ftp://a.gov.cn/ is no address of the web; it has to begin with ...
    """
    if not url:
        raise GongkaiError(f"{place}: there is no address; fill it in, or leave the line out")
    if not is_address(url):
        raise GongkaiError(
            f"{place}: {printable(url)} is no address of the web; it has to begin with http:// or https://"
            " and may have no blanks"
        )
    if urlsplit(url).username is not None:
        raise GongkaiError(f"{place}: the address has a name or password in it, which would be archived; leave it out")


_COLUMN = "url"


def _has_column(lines: list[str]) -> bool:
    return bool(lines) and _COLUMN in next(csv.reader(lines[:1]), [])


def _of_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text and not text.startswith("#"):
            yield number, text


def _of_column(lines: list[str], named: str) -> Iterator[tuple[int, str]]:
    rows = csv.DictReader(lines, strict=True)
    try:
        for row in rows:
            yield rows.line_num, (row[_COLUMN] or "").strip()
    except csv.Error as error:
        raise GongkaiError(f"{named}, line {rows.reader.line_num}: this is no line of a CSV ({error})") from error
