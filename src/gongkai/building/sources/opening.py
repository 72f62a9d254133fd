"""A source -> the documents in it: a file as it is, an archive member by member, and never the whole of it.

Whatever is wrong with a source costs a document with an error, and what stands before it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from gongkai.building.sources.elsewhere import files_elsewhere
from gongkai.building.sources.places import is_remote, open_place
from gongkai.building.sources.source import Opened, Origin, PassedOver, Source, SourceDocument
from gongkai.building.sources.walk import is_as_found
from gongkai.errors import SourceError
from gongkai.read import read_file
from gongkai.read.archive import Member, is_archive, is_archive_file, members, members_of_file
from gongkai.read.companions import files_beside
from gongkai.read.file import part_of_file
from gongkai.read.warc import CrawlRecord, crawl_records, is_warc

__all__ = ["is_lasting", "opened"]


def opened(source: Source) -> Opened:
    """Give the documents of a source, one after the other. It raises nothing, whatever the source holds."""
    try:
        if source.error is not None:
            raise source.error
        yield from _documents(source)
    except SourceError as error:
        yield SourceDocument(source.name, None, error, origin=source.origin)
    except Exception as error:  # an archive that breaks what opens it costs one row too
        told = SourceError(source.name, "internal", f"{type(error).__name__}: {error}")
        yield SourceDocument(source.name, None, told, origin=source.origin)


def is_lasting(source: Source) -> bool:
    """Tell, when a source was read, whether what it gave holds for as long as its stamp is the same.

    A file may have changed between the moment it was found and that in which it was opened.
    """
    return bool(source.stamp) and (is_remote(source.place) or is_as_found(source))


def _documents(source: Source) -> Opened:
    with open_place(source.place, source.name) as file:
        if is_warc(file.read(_BEGIN_BYTES)):
            part = part_of_file(file, source.first, source.last)
            yield from map(_of_crawl, crawl_records(part, source.name))
            return
        if is_archive_file(file):
            yield from _of_members(members_of_file(file, source.name, source.first, source.last), source)
            return
        file.seek(0)
        data = read_file(file, source.name)
    if is_archive(data):
        yield from _of_members(members(data, source.name), source)
    else:
        beside = files_elsewhere(source) if is_remote(source.place) else files_beside(Path(source.place))
        yield SourceDocument(source.name, data, beside=beside, origin=source.origin)


_BEGIN_BYTES = 1 << 16


def _of_crawl(record: CrawlRecord | int) -> SourceDocument | PassedOver:
    if isinstance(record, int):
        return PassedOver(record)
    origin = Origin(record.url, record.fetched, record.payload_digest)
    return SourceDocument(record.name, record.data, record.error, origin=origin)


def _of_members(given: Iterable[Member], source: Source) -> Iterator[SourceDocument]:
    for member in given:
        yield SourceDocument(member.name, member.data, member.error, member.beside, source.origin)
