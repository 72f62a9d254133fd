"""Which sources earlier builds read, in memory that hardly grows: sixteen bytes and a number for each.

What a disk damaged is not known, and read again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as arrow
from pyarrow import parquet

from gongkai.building.parts import SOURCES, Manifest, Parts

__all__ = ["KnownSources"]


class KnownSources:
    """The sources that need not be read again, each with the shard in which it was read."""

    def __init__(self, parts: Parts, manifests: Sequence[Manifest]) -> None:
        self._shards = [each.shard for each in manifests]
        keys, shards = [], []
        for number, manifest in enumerate(manifests):
            for path in parts.tables(SOURCES, [manifest]):
                lasting = _lasting(parts, path)
                keys.append(lasting)
                shards.append(np.full(len(lasting), number))
        found = np.concatenate(keys) if keys else np.empty((0, 2), dtype=">u8")
        order = np.lexsort((found[:, 1], found[:, 0]))
        self._first, self._second = found[order, 0].astype("u8"), found[order, 1].astype("u8")
        self._numbers = (np.concatenate(shards) if shards else np.empty(0, dtype=int))[order]

    def shard(self, key: str) -> str | None:
        """Give the shard in which a source was read, or None where it has to be read."""
        first, second = int(key[:16], 16), int(key[16:], 16)
        begin, end = (
            np.searchsorted(self._first, [first, first], "left")[0],
            np.searchsorted(self._first, first, "right"),
        )
        for place in range(int(begin), int(end)):
            if int(self._second[place]) == second:
                return self._shards[int(self._numbers[place])]
        return None


def _lasting(parts: Parts, path: str) -> npt.NDArray[np.uint64]:
    """Give the keys of the sources of a shard that need not be read again: none of a part that is damaged."""
    try:
        with parts.files.open(path, "rb") as file:
            rows = parquet.read_table(file, columns=["key", "again"])
        lasting = [key for key, again in zip(*(column.to_pylist() for column in rows), strict=True) if not again]
        return np.frombuffer(bytes.fromhex("".join(lasting)), dtype=">u8").reshape(-1, 2)
    except (arrow.ArrowException, OSError, TypeError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk tells, and not what lies on it
        return np.empty((0, 2), dtype=">u8")
