"""A disk that is full or damaged, told in one line, whoever met it: Python, Arrow or DuckDB, here or in a worker."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb

from gongkai.errors import FullDiskError, PackageError
from gongkai.printable import file_name, printable_lines

__all__ = ["damage_told", "full_disk_told"]


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


@contextmanager
def damage_told(kept: str | os.PathLike[str]) -> Iterator[None]:
    """Tell it where the parts that are kept in a place cannot be read.

    Raises:
        PackageError: a part is damaged.
    """
    try:
        yield
    except duckdb.Error as error:
        if _is_full(error):
            raise
        (first, *_) = printable_lines(str(error)).splitlines()
        told = f"{file_name(os.fspath(kept))}: what is kept there of what was read is damaged ({first}); "
        raise PackageError(f"{told}remove the folder, and the same command reads all again") from error


def _is_full(error: OSError | duckdb.Error) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    # DuckDB tells by words alone, and keeps to a share of the room that it finds on the disk.
    return any(said in str(error) for said in (*map(os.strerror, _FULL), "max_temp_directory_size"))


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
