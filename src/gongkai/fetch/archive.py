"""Archives of what went over the line: WARC 1.1, compressed record by record, after ISO 28500.

The archive that is written to has a name that begins with a dot and ends in `.open`, and gets its own when it is
closed. What a killed run left is cut behind the last visit that the journal knows, and closed.
"""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import WarcRecord, WarcRecordType

from gongkai._version import __version__
from gongkai.fetch.exchange import Exchange
from gongkai.fetch.manners import Manners
from gongkai.fetch.visit import Visit

__all__ = ["Archive", "StoredVisit", "archive_sizes", "close_left_open", "utc"]


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """Where a visit was stored.

    Attributes:
        warc: the name of the archive, or None where there was nothing to store.
        offset: where the record of its last answer begins.
        end: where its last record ends.
    """

    warc: str | None = None
    offset: int | None = None
    end: int = 0


class Archive:
    """The archives of one run, one after the other: the next one begins when one has its size.

    Their numbers follow those in the folder, and those that are `taken`, though the archives may have been moved away.
    """

    def __init__(self, folder: Path, manners: Manners, size: int, taken: Iterable[str] = ()) -> None:
        self._folder = folder
        self._manners = manners
        self._size = size
        self._number = max(map(_number, (*taken, *(path.name for path in folder.glob("*.warc.gz")))), default=0)
        self._file: BinaryIO | None = None
        self._end = 0

    def add(self, visit: Visit) -> StoredVisit:
        """Store all that was said on a visit; it has left this process when this returns."""
        exchanges = (*visit.robots, *visit.exchanges)
        if not exchanges:
            return StoredVisit()
        file = self._file or self._opened()
        offset = self._end
        for exchange in exchanges:
            is_revisit = exchange is visit.answer and visit.status == "unchanged"
            response = _revisit(exchange, visit) if is_revisit else _record(exchange, WarcRecordType.response)
            request = _record(exchange, WarcRecordType.request)
            request.headers["WARC-Concurrent-To"] = f"<urn:uuid:{_identity(response)}>"
            file.write(_member(request))
            offset = file.tell()
            file.write(_member(response))
        file.flush()
        self._end = file.tell()
        stored = StoredVisit(_name(self._number), offset, self._end)
        if self._end >= self._size:
            self.close()
        return stored

    def close(self) -> None:
        """Give the archive its name; what was begun of a visit and not finished is left out."""
        if self._file is None:
            return
        file, self._file = self._file, None
        with suppress(OSError):
            file.flush()
        with file:
            file.truncate(self._end)
            os.fsync(file.fileno())
        _give_name(self._folder, _name(self._number))

    def _opened(self) -> BinaryIO:
        self._number += 1
        name = _name(self._number)
        self._file = (self._folder / _open_name(name)).open("wb")
        self._file.write(_member(_information(name, self._manners)))
        self._end = self._file.tell()
        return self._file


def archive_sizes(folder: Path) -> dict[str, int]:
    """Give the sizes of the archives of a folder, by name, also of what a run left open."""
    left_open = {_final_name(path): path.stat().st_size for path in _left_open(folder)}
    return {path.name: path.stat().st_size for path in folder.glob("*.warc.gz")} | left_open


def close_left_open(folder: Path, ends: Mapping[str, int]) -> None:
    """Close what a run left open, each archive behind its last whole visit; one without any is removed."""
    for path in _left_open(folder):
        name = _final_name(path)
        if name in ends:
            os.truncate(path, ends[name])
            _give_name(folder, name)
        else:
            path.unlink()


def utc(time: datetime) -> str:
    """Give a time as it stands in an archive.

    >>> from datetime import UTC
    >>> utc(datetime(2026, 1, 2, 3, 4, 5, 678900, UTC))
    '2026-01-02T03:04:05.678900Z'
    """
    return time.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


_OPEN = ".open"


def _name(number: int) -> str:
    return f"gongkai-{number:05}.warc.gz"


def _open_name(name: str) -> str:
    return f".{name}{_OPEN}"


def _final_name(path: Path) -> str:
    return path.name[1 : -len(_OPEN)]


def _left_open(folder: Path) -> list[Path]:
    return sorted(folder.glob(_open_name("*.warc.gz")))


def _number(name: str) -> int:
    found = re.fullmatch(r"gongkai-(\d+)\.warc\.gz", name)
    return int(found[1]) if found else 0


def _give_name(folder: Path, name: str) -> None:
    (folder / _open_name(name)).rename(folder / name)


def _information(name: str, manners: Manners) -> WarcRecord:
    said = {
        "software": f"gongkai/{__version__}",
        "format": "WARC File Format 1.1",
        "robots": "obey (RFC 9309)",
        "operator": manners.contact,
        "http-header-user-agent": manners.user_agent,
        "description": "what went over the line when addresses were fetched; bodies are without the marks of chunks",
    }
    record = WarcRecord()
    record.init_headers(WarcRecordType.warcinfo)
    record.headers["WARC-Filename"] = name
    record.headers["Content-Type"] = "application/warc-fields"
    record.set_bytes_content("".join(f"{key}: {value}\r\n" for key, value in said.items() if value).encode())
    return record


def _record(exchange: Exchange, kind: WarcRecordType) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(kind)
    for name, value in _told(exchange, kind):
        record.headers[name] = value
    record.set_bytes_content(_content(exchange, kind))
    return record


def _told(exchange: Exchange, kind: WarcRecordType) -> Iterator[tuple[str, str]]:
    yield "WARC-Date", utc(exchange.time)
    yield "WARC-Target-URI", exchange.url
    if exchange.address:
        yield "WARC-IP-Address", exchange.address
    yield "Content-Type", f"application/http; msgtype={'request' if kind == WarcRecordType.request else 'response'}"
    if kind == WarcRecordType.response:
        yield "WARC-Payload-Digest", exchange.payload_digest


def _content(exchange: Exchange, kind: WarcRecordType) -> bytes:
    if kind == WarcRecordType.request:
        return exchange.request
    return exchange.head + (exchange.body if kind == WarcRecordType.response else b"")


def _revisit(exchange: Exchange, visit: Visit) -> WarcRecord:
    """Record that a document is what it was: the head of the answer, and where the body is."""
    record = _record(exchange, WarcRecordType.revisit)
    known = visit.known
    if known is None or known.final_url is None or known.document_time is None or known.payload_digest is None:
        raise AssertionError("only what is known is visited again")
    same = "server-not-modified" if exchange.status == _NOT_MODIFIED else "identical-payload-digest"
    record.headers["WARC-Profile"] = f"http://netpreserve.org/warc/1.1/revisit/{same}"
    record.headers["WARC-Refers-To-Target-URI"] = known.final_url
    record.headers["WARC-Refers-To-Date"] = known.document_time
    record.headers["WARC-Payload-Digest"] = known.payload_digest
    return record


_NOT_MODIFIED = 304


def _identity(record: WarcRecord) -> str:
    return str(record.record_id).removeprefix("<urn:uuid:").removesuffix(">")


def _member(record: WarcRecord) -> bytes:
    written = BytesIO()
    record.write(written, checksum_data=True)
    return gzip.compress(written.getvalue(), mtime=0)
