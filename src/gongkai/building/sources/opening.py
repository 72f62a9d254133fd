"""A source -> the documents in it: a file as it is, an archive member by member, and never the whole of it.

Whatever is wrong with a source costs a document with an error, and what stands before it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from gongkai.building.sources.places import open_place
from gongkai.building.sources.source import Opened, Source, SourceDocument
from gongkai.errors import SourceError
from gongkai.read import read_file
from gongkai.read.archive import Member, is_archive, is_archive_file, members, members_of_file
from gongkai.read.companions import files_beside

__all__ = ["opened"]


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


def _documents(source: Source) -> Opened:
    with open_place(source.place, source.name) as file:
        if is_archive_file(file):
            yield from _of_members(members_of_file(file, source.name, source.first, source.last), source)
            return
        data = read_file(file, source.name)
    if is_archive(data):
        yield from _of_members(members(data, source.name), source)
    else:
        yield SourceDocument(source.name, data, beside=files_beside(Path(source.place)), origin=source.origin)


def _of_members(given: Iterable[Member], source: Source) -> Iterator[SourceDocument]:
    for member in given:
        yield SourceDocument(member.name, member.data, member.error, member.beside, source.origin)
