"""What travels between finding and opening: a source says where its bytes are, a document has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gongkai.errors import SourceError

__all__ = ["NOWHERE", "Opened", "Origin", "PassedOver", "Source", "SourceDocument"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document was published, as far as a manifest or the record of a crawl says so.

    Attributes:
        url: its address.
        fetched: when it was fetched, as the crawl wrote it, in UTC (ISO 8601).
        payload_digest: what the crawl wrote of its bytes, such as `sha1:…`.
    """

    url: str | None = None
    fetched: str | None = None
    payload_digest: str | None = None


NOWHERE = Origin()
"""The origin of a document of which nothing says where it was published."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to open, or a part of a large archive: where it is, and what is known before it is opened.

    Attributes:
        name: what to call it in the package: its path below the folder that was given.
        place: the path of the file, or an address that fsspec opens.
        stamp: changes when the file does; empty where nothing tells, so that it is read each time.
        bytes: its size, or that of the part, which tells how much work it is.
        first: of an archive, the place where the part begins, whose meaning is the archive's own.
        last: the place where the part ends; None is the end of the file.
        origin: where it was published, where a manifest says so.
        citation: the title, and the address where there is one, under which a package lists it as its source.
        error: why it is known to give nothing; then it is never opened.
        beside: the address of the folder that a browser saved with it, where it is a page that lies elsewhere.
    """

    name: str
    place: str
    stamp: str = ""
    bytes: int = 0
    first: int = 0
    last: int | None = None
    origin: Origin = Origin()
    citation: Mapping[str, str] = field(default_factory=dict)
    error: SourceError | None = None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document to read: its bytes, or the error that kept them back.

    Attributes:
        name: that of its source, or of an archive with the path inside. Two documents may have one name.
        data: its bytes.
        error: why there are none.
        beside: style sheets and frames that a web page was saved with, by their addresses in it.
        origin: where it was published.
    """

    name: str
    data: bytes | None
    error: SourceError | None = None
    beside: Mapping[str, bytes] = field(default_factory=dict)
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """How many records of a crawl were seen, in a row, to be no reports, and were not opened."""

    records: int


Opened = Iterator[SourceDocument | PassedOver]
"""What a source gives when it is opened, in the order of its bytes."""
