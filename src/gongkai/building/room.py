"""A disk that is full, told in one line, whoever met it: Python, Arrow or DuckDB, in this process or in a worker."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb

from gongkai.errors import FullDiskError
from gongkai.printable import file_name

__all__ = ["full_disk_told"]


@contextmanager
def full_disk_told(places: Sequence[str | os.PathLike[str]]) -> Iterator[None]:
    """Tell it where there is no room left for what is written to some places.

    Raises:
        FullDiskError: a disk, or what of it may be used, is full.

    >>> with full_disk_told(["out"]):
    ...     raise OSError(errno.ENOSPC, "No space left on device")
    Traceback (most recent call last):
    gongkai.errors.FullDiskError: out: no room is left on the disk; make room, and the same command goes on from there
    """
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if not _is_full(error):
            raise
        named = " or ".join(file_name(os.fspath(place)) for place in places)
        told = f"{named}: no room is left on the disk; make room, and the same command goes on from there"
        raise FullDiskError(told) from error


def _is_full(error: OSError | duckdb.Error) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    # DuckDB tells by words alone, and keeps to a share of the room that it finds on the disk.
    return any(said in str(error) for said in (*map(os.strerror, _FULL), "max_temp_directory_size"))


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
