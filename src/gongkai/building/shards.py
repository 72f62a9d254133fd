"""Sources cut into shards: what one process reads before it writes down what it has read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from gongkai.building.sources import Source

__all__ = ["LARGEST_SHARD", "MOST_SOURCES", "Shard", "shards", "source_key"]

LARGEST_SHARD = 16 << 20
"""Bytes of sources above which a shard takes no further one. Some minutes of work are lost when it is stopped."""

FEWEST_SOURCES, MOST_SOURCES = 16, 1024
"""How many sources a shard has at most: few at first, so that all processes have work, and more as more have come."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Sources that are read together, and the name under which what they gave is kept."""

    name: str
    sources: tuple[Source, ...]


def shards(sources: Iterable[Source]) -> Iterator[Shard]:
    """Cut a stream of sources into shards. What a build gives does not depend on where the cuts are.

    >>> [len(shard.sources) for shard in shards(Source(str(number), "") for number in range(50))]
    [16, 16, 16, 2]
    """
    found, size = [], 0
    for count, source in enumerate(sources, start=1):
        found.append(source)
        size += source.bytes
        if size >= LARGEST_SHARD or len(found) >= min(max(count // 16, FEWEST_SOURCES), MOST_SOURCES):
            yield _shard(found)
            found, size = [], 0
    if found:
        yield _shard(found)


def source_key(source: Source) -> str:
    """Give what stays the same as long as a source need not be read again.

    Where the file lies does not count, so that a folder may be moved.

    >>> source_key(Source("a", "x/a")) == source_key(Source("a", "y/a")) != source_key(Source("a", "x/a", "changed"))
    True
    """
    error = source.error and (source.error.reason, source.error.detail)
    known = (
        source.name, source.stamp, source.first, source.last, source.origin, sorted(source.citation.items()), error,
    )  # fmt: skip
    return hashlib.blake2b(msgspec.msgpack.encode(known), digest_size=16).hexdigest()


def _shard(sources: list[Source]) -> Shard:
    keys = "".join(source_key(source) for source in sources)
    return Shard(hashlib.blake2b(keys.encode(), digest_size=8).hexdigest(), tuple(sources))
