"""One source after the other, to the rows of its reports: the one place where a build reads, and where it fails."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from gongkai.building.rows import ReportRows
from gongkai.building.sources.folders import Source, distinct
from gongkai.building.understanding import understand
from gongkai.errors import Reason, SourceError
from gongkai.printable import printable
from gongkai.read import read_bytes
from gongkai.read.archive import Member, is_archive, members
from gongkai.read.companions import files_beside

__all__ = ["Failure", "read_sources"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that gave no report: a row of the table `failures` without its number."""

    source: str
    reason: Reason
    detail: str | None
    message: str
    bytes: int | None
    sha256: str | None


def read_sources(sources: Iterable[Source], names: set[str]) -> list[ReportRows | Failure]:
    """Read all sources, archives with every file in them, and give what each came to, in order.

    Args:
        sources: the sources.
        names: the names of all sources, which no member of an archive gets.
    """
    taken, first_with = set(names), dict[str, str]()
    return [
        _outcome(replace(file, name=name), source.original, first_with)
        for source in sources
        for file in _files_in(source)
        for name in [file.name if file.name == source.name else distinct(file.name, taken)]
    ]


def _files_in(source: Source) -> Iterator[Member]:
    """Give a source as the file that it is, or an archive as the files in it."""
    if source.error is not None:
        yield Member(source.name, None, source.error)
        return
    try:
        data = read_bytes(source.path, source.name)
        if is_archive(data):
            yield from members(data, source.name)
        else:
            yield Member(source.name, data, beside=files_beside(source.path))
    except SourceError as error:
        yield Member(source.name, None, error)
    except Exception as error:  # an archive that breaks what opens it costs one row too
        yield Member(source.name, None, _defect(source.name, error))


def _outcome(file: Member, original: Mapping[str, str], first_with: dict[str, str]) -> ReportRows | Failure:
    digest = hashlib.sha256(file.data).hexdigest() if file.data is not None else None
    try:
        if file.data is None or digest is None:
            raise file.error or SourceError(file.name, "missing")
        if digest in first_with:
            raise SourceError(file.name, "duplicate", first_with[digest])
        rows = understand(file.data, file.name, original, file.beside)
    except SourceError as error:
        return _failure(file, digest, error)
    first_with[digest] = file.name
    return rows


def _defect(name: str, error: Exception) -> SourceError:
    return SourceError(name, "internal", f"{type(error).__name__}: {error}")


def _failure(file: Member, digest: str | None, error: SourceError) -> Failure:
    return Failure(
        source=file.name,
        reason=error.reason,
        detail=printable(error.detail) or None,
        # The error may name the archive that it is in, or the name that another member has as well.
        message=str(SourceError(file.name, error.reason, error.detail)),
        bytes=len(file.data) if file.data is not None else None,
        sha256=digest,
    )
