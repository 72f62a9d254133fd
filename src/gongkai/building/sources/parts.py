"""Large archives are parted, so that many processes read one, and each of them reads only its part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.building.sources.places import open_place
from gongkai.building.sources.source import Source
from gongkai.errors import SourceError
from gongkai.read.archive import packed_sizes

__all__ = ["PART_BYTES", "PART_MEMBERS", "parts"]

PART_BYTES = 32 * 1024 * 1024
"""About how many bytes a part of an archive takes in it."""

PART_MEMBERS = 256
"""About how many files a part of a zip archive has."""

MAX_PARTS = 64
"""Of a zip archive each part costs the reading of the whole directory, so that a long one is not parted into more."""

SMALLEST_PARTED = 1024 * 1024
"""Smaller files are not even looked into before they are opened."""


def parts(source: Source) -> Iterator[Source]:
    """Give a source as it is, or a large archive in its parts, which together are all of it."""
    if source.error is not None or source.bytes < SMALLEST_PARTED:
        yield source
        return
    try:
        with open_place(source.place, source.name) as file:
            sizes = packed_sizes(file)
    except (SourceError, OSError):
        yield source  # it is told when it is opened
        return
    if (source.bytes <= PART_BYTES and len(sizes) <= PART_MEMBERS) or not sizes:
        yield source
        return
    for first, last in _runs(sizes):
        yield replace(source, first=first, last=last, bytes=sum(sizes[first:last]))


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
