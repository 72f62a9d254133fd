"""Crawls in WARC files: the records that may be reports, one after the other, and where a large file may be cut.

FastWARC parses the records. Of each only its bytes are looked at before it is given, by `sieve`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import SEEK_END, BytesIO
from typing import Any, BinaryIO

from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from gongkai.bounds import DIGEST, MOMENT
from gongkai.errors import Reason, SourceError
from gongkai.printable import printable
from gongkai.read.sieve import is_document, may_be_report
from gongkai.read.zipped import MAX_MEMBER_BYTES, MAX_RATIO, RATIO_FREE_BYTES

__all__ = ["CrawlRecord", "crawl_records", "is_warc", "places_to_cut"]

MAX_BYTES_OF_TEXT = 64 * 1024 * 1024
"""A longer record is a report only if it is a document of another kind than text, such as a PDF."""


@dataclass(frozen=True, slots=True)
class CrawlRecord:
    """A record that may be a report: its content, or the error that kept it back, and what the crawl says of it.

    Attributes:
        name: that of the crawl, a slash, and the address.
        data: the bytes that the address gave.
        error: why there are none.
        url: the address.
        fetched: when it was fetched, as the crawl wrote it; None if that is no moment.
        payload_digest: what the crawl wrote of its bytes; None if that is no digest.
    """

    name: str
    data: bytes | None
    error: SourceError | None = None
    url: str | None = None
    fetched: str | None = None
    payload_digest: str | None = None


def is_warc(begin: bytes) -> bool:
    """Tell a WARC file by its first bytes, also one that is packed with gzip.

    >>> is_warc(b"WARC/1.1\\r\\n"), is_warc(b"<html>")
    (True, False)
    """
    if not begin.startswith(_GZIP):
        return begin.startswith(_WARC)
    try:
        return zlib.decompressobj(wbits=31).decompress(begin, len(_WARC)) == _WARC
    except zlib.error:
        return False


_WARC = b"WARC/"
_GZIP = b"\x1f\x8b\x08"


def crawl_records(file: BinaryIO, name: str) -> Iterator[CrawlRecord | int]:
    """Give the records of a crawl that may be reports, and between them how many were seen not to be.

    Requests and what crawlers write of themselves are not counted. Where the file is damaged or cut, a last record
    tells of it; what stands before is given.

    Args:
        file: the crawl, which can be read at any place.
        name: what to call it in names and errors.
    """
    passed_over = 0
    for each in _records(file, name):
        if each is None:
            passed_over += 1
            continue
        if passed_over:
            yield passed_over
            passed_over = 0
        yield each
    if passed_over:
        yield passed_over


def _records(file: BinaryIO, name: str) -> Iterator[CrawlRecord | None]:
    size = file.seek(0, SEEK_END)
    file.seek(0)
    most = max(RATIO_FREE_BYTES, MAX_RATIO * size)
    last = 0
    try:
        for record in ArchiveIterator(file, record_types=_COUNTED, parse_http=False):
            last = record.stream_pos
            most -= record.content_length
            if most < 0:
                raise SourceError(name, "too_large", f"it inflates to more than {MAX_RATIO} times its size")
            yield _opened(record, name)
        _refuse_cut(file, last, size)
    except SourceError as error:
        yield CrawlRecord(name, None, error)
    except EOFError as error:
        yield CrawlRecord(name, None, SourceError(name, "truncated", str(error)))
    except (OSError, ValueError) as error:
        yield CrawlRecord(name, None, SourceError(name, "damaged", f"a record of the crawl: {error}"))


def _opened(record: WarcRecord, name: str) -> CrawlRecord | None:
    """Give a record that may be a report, or None.

    Raises:
        EOFError: the file ends inside the record.
    """
    if record.record_type == WarcRecordType.revisit or not _is_answer(record):
        return None
    size = record.content_length
    begin = record.reader.read(min(size, _LOOKED_AT))
    if size > MAX_BYTES_OF_TEXT and not is_document(begin):
        return None
    if size > MAX_MEMBER_BYTES:
        return _told(record, name, None, ("too_large", f"{size} bytes"))
    data = begin if size <= _LOOKED_AT else begin + record.reader.read(size - _LOOKED_AT)
    if len(data) < size:
        raise EOFError("it ends inside a record")
    try:
        data = _decoded(data, record)
    except _UndecodableError as error:
        return _told(record, name, None, ("damaged", str(error)))
    if not may_be_report(data):
        return None
    cut = record.headers.get("WARC-Truncated")
    return _told(record, name, data, ("truncated", f"the crawl left the rest out: {cut}") if cut else None)


def _is_answer(record: WarcRecord) -> bool:
    """Tell what an address gave from what says that it gave nothing."""
    if not record.is_http:
        return True
    try:
        record.parse_http(quirks_mode=True)
    except OSError:
        return False  # no server says so much before it answers; where the file is damaged, the next record tells
    return record.http_headers is not None and record.http_headers.status_code == _FOUND


_FOUND = 200
_LOOKED_AT = 1 << 22

_COUNTED = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.revisit


def _told(record: WarcRecord, name: str, data: bytes | None, why: tuple[Reason, str] | None) -> CrawlRecord:
    said = record.headers
    url = (said.get("WARC-Target-URI") or "").strip("<>") or None
    called = f"{name}/{printable(url or (said.get('WARC-Record-ID') or '').strip('<>'))}"
    error = SourceError(called, *why) if why else None
    kept = data if error is None else None
    digest = said.get("WARC-Payload-Digest")
    known = digest is not None and re.fullmatch(DIGEST, digest) is not None
    return CrawlRecord(called, kept, error, url, _moment(said.get("WARC-Date")), digest if known else None)


def _moment(said: str | None) -> str | None:
    """Give the moment that a record names, if there is such a one: not the 45th of a month."""
    if said is None or re.fullmatch(MOMENT, said) is None:
        return None
    try:
        datetime.fromisoformat(said)
    except ValueError:
        return None
    return said


# How a server packed what it sent


class _UndecodableError(Exception):
    """What was sent is not packed as its headers say, or is cut."""


def _decoded(data: bytes, record: WarcRecord) -> bytes:
    """Unpack what a server sent, where the crawl kept it as it was sent."""
    headers = record.http_headers
    if not record.is_http or headers is None:
        return data
    for header in ("Transfer-Encoding", "Content-Encoding"):
        for coding in reversed((headers.get(header) or "").lower().split(",")):
            if coding.strip() in _CODINGS:
                data = _unpacked(data, coding.strip())
    return data


def _unpacked(data: bytes, coding: str) -> bytes:
    """Undo one coding. Many crawls keep the header of what they have undone already."""
    try:
        unpacked = _CODINGS[coding](data)
    except (OSError, zlib.error, EOFError) as error:
        if _IS_TEXT.fullmatch(data, 0, _SAMPLE) or (is_document(data) and not data.startswith(_GZIP)):
            return data
        raise _UndecodableError(f"it is not packed as {coding}, or it is cut: {str(error)[:_LONGEST_CAUSE]}") from error
    if len(unpacked) > MAX_MEMBER_BYTES:
        raise _UndecodableError(f"it inflates to more than {MAX_MEMBER_BYTES} bytes")
    return unpacked


_IS_TEXT = re.compile(rb"[^\x00-\x08\x0e-\x1f]*")
_SAMPLE = 1024
_LONGEST_CAUSE = 80


def _inflated(data: bytes, windows: tuple[int, ...]) -> bytes:
    for window in windows:
        unpacking = zlib.decompressobj(window)
        try:
            unpacked = unpacking.decompress(data, MAX_MEMBER_BYTES + 1)
        except zlib.error:
            continue
        if not unpacking.eof and len(unpacked) <= MAX_MEMBER_BYTES:
            raise EOFError("it ends in the middle")
        return unpacked
    raise zlib.error("it is packed in another way")


def _read_by(reader: Callable[[BinaryIO], Any]) -> Callable[[bytes], bytes]:
    return lambda data: bytes(reader(BytesIO(data)).read(MAX_MEMBER_BYTES + 1))


_CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "chunked": _read_by(ChunkedReader),
    "gzip": lambda data: _inflated(data, (31,)),
    "x-gzip": lambda data: _inflated(data, (31,)),
    "deflate": lambda data: _inflated(data, (15, -15)),
    "br": _read_by(BrotliReader),
    "zstd": _read_by(ZstdReader),
}


# Where a file ends, and where it may be cut


def _refuse_cut(file: BinaryIO, last: int, size: int) -> None:
    """Refuse a file that ends inside a record that was not read, or in the head of one, which FastWARC passes over.

    Args:
        file: the file.
        last: where the last record begins that was found.
        size: how many bytes the file has.

    Raises:
        EOFError: what follows that record is more than blank lines.
    """
    file.seek(last)
    if file.read(len(_GZIP)) == _GZIP:
        ends = last
        while ends < size:
            end = _end_of_member(file, ends)
            if end is None:
                raise EOFError("it ends inside a record")
            ends = end
        return
    place: int | None = last
    while place is not None:
        last, place = place, _end_of_record(file, place)
    file.seek(last)
    if file.read(_LONGEST_HEAD).strip():
        raise EOFError("it ends inside a record")


def places_to_cut(file: BinaryIO, every: int) -> Iterator[int]:
    """Give places where a crawl may be cut, each the beginning of a record: the first behind every so many bytes.

    Every part is then a crawl. A place is given only where it is sure to be the beginning of a record, so that a
    crawl that is one packed stream, or damaged, is not cut. Every call gives the same places.

    Args:
        file: the crawl, which can be read at any place.
        every: how far the places are apart at least.
    """
    size = file.seek(0, SEEK_END)
    file.seek(0)
    if file.read(len(_GZIP)) == _GZIP:
        yield from _between_members(file, every, size)
    else:
        yield from _between_records(file, every, size)


def _between_records(file: BinaryIO, every: int, size: int) -> Iterator[int]:
    """Go from head to head: what a record holds may look like a record, and only its head says where it ends."""
    place, last = 0, 0
    while (end := _end_of_record(file, place)) is not None and end < size:
        place = end
        if place - last >= every:
            yield place
            last = place


def _end_of_record(file: BinaryIO, place: int) -> int | None:
    """Give where the record behind one begins, or None where no record begins at the place."""
    file.seek(place)
    head = _HEAD.match(file.read(_LONGEST_HEAD))
    length = _LENGTH.search(head[0]) if head else None
    if head is None or length is None:
        return None
    end = place + head.end() + int(length[1])
    file.seek(end)
    return end + len(_BLANK_LINES) if file.read(len(_BLANK_LINES)) == _BLANK_LINES else None


_LONGEST_HEAD = 1 << 15
_HEAD = re.compile(rb"WARC/\d\.\d+\r\n(?:[^\r\n]+\r\n)+\r\n")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r$", re.IGNORECASE | re.MULTILINE)
_BLANK_LINES = b"\r\n\r\n"


def _between_members(file: BinaryIO, every: int, size: int) -> Iterator[int]:
    last = 0
    while last + every < size:
        place = _next_member(file, last + every, size)
        if place is None:
            return
        yield place
        last = place


def _next_member(file: BinaryIO, place: int, size: int) -> int | None:
    """Find the first place, from one on, where a gzip member with a record begins."""
    most = min(size, place + MAX_MEMBER_BYTES)
    while place < most:
        file.seek(place)
        window = file.read(_WINDOW)
        found = window.find(_GZIP)
        while found >= 0:
            if _is_record_sure(file, place + found, size):
                return place + found
            found = window.find(_GZIP, found + 1)
        place += max(1, len(window) - len(_GZIP) + 1)
    return None


_WINDOW = 1 << 16


def _is_record_sure(file: BinaryIO, place: int, size: int) -> bool:
    """Tell whether members stand here one behind the other, each with a record, for longer than chance allows.

    A record may hold a crawl that is packed already, whose bytes then stand in the file as they are. But what is
    packed keeps no more than 65,535 bytes in one piece, and the sums of longer members would not be right.
    """
    end: int | None = place
    while end is not None and end - place <= _LONGEST_PIECE:
        file.seek(end)
        if end >= size or not is_warc(file.read(_WINDOW)):
            return False
        end = _end_of_member(file, end)
    return end is not None


_LONGEST_PIECE = 0xFFFF + 16


def _end_of_member(file: BinaryIO, place: int) -> int | None:
    """Give where a gzip member ends whose sums are right, or None."""
    file.seek(place)
    unpacking = zlib.decompressobj(wbits=31)
    left, packed = MAX_RATIO * MAX_MEMBER_BYTES, b""
    try:
        while not unpacking.eof:
            packed = unpacking.unconsumed_tail or file.read(_WINDOW)
            place += 0 if unpacking.unconsumed_tail else len(packed)
            left -= len(unpacking.decompress(packed, _WINDOW << 4))
            if not packed or left < 0:
                return None
    except zlib.error:
        return None
    return place - len(unpacking.unused_data)
