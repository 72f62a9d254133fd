"""Large archives are parted, so that many processes read one, and each of them reads only its part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from gongkai.building.sources.places import is_remote, open_place
from gongkai.building.sources.source import Source
from gongkai.errors import SourceError
from gongkai.read.archive import packed_sizes
from gongkai.read.warc import is_warc, places_to_cut

__all__ = ["PART_BYTES", "PART_MEMBERS", "parts"]

PART_BYTES = 32 * 1024 * 1024
"""About how many bytes a part of an archive takes in it."""

PART_MEMBERS = 256
"""About how many files a part of a zip archive has."""

MAX_PARTS = 64
"""Of a zip archive each part costs the reading of the whole directory, so that a long one is not parted into more."""

SMALLEST_PARTED = 1024 * 1024
"""Smaller files are not even looked into before they are opened; nor are those up to a part that lie elsewhere."""


def parts(source: Source) -> Iterator[Source]:
    """Give a source as it is, or a large archive in its parts, which together are all of it."""
    found: list[_Part] = []
    smallest = PART_BYTES if is_remote(source.place) else SMALLEST_PARTED
    if source.error is None and source.bytes >= smallest:
        # What cannot be opened now is told when it is opened to be read.
        with suppress(SourceError, OSError), open_place(source.place, source.name) as file:
            found = _parts_of(file, source.bytes)
    if not found:
        yield source
    yield from (replace(source, first=part.first, last=part.last, bytes=part.bytes) for part in found)


class _Part(NamedTuple):
    first: int
    last: int
    bytes: int


def _parts_of(file: BinaryIO, size: int) -> list[_Part]:
    """Give the parts of an archive; none of a file that is not parted."""
    if is_warc(file.read(_BEGIN_BYTES)):
        places = [0, *places_to_cut(file, PART_BYTES), size]
        return [_Part(first, last, last - first) for first, last in pairwise(places)]
    sizes = packed_sizes(file)
    return [_Part(first, last, sum(sizes[first:last])) for first, last in _runs(sizes)] if sizes else []


_BEGIN_BYTES = 1 << 16


def _runs(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cut members into runs of about the size of a part."""
    most_members = max(PART_MEMBERS, -(-len(sizes) // MAX_PARTS))
    most_bytes = max(PART_BYTES, -(-sum(sizes) // MAX_PARTS))
    first, held = 0, 0
    for number, size in enumerate(sizes):
        if number > first and (number - first >= most_members or held + size > most_bytes):
            yield first, number
            first, held = number, 0
        held += size
    yield first, len(sizes)
