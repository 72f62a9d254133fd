"""OLE compound files, the containers of Office 97-2003: which streams stand at the root, and where they begin."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import NamedTuple

__all__ = ["SIGNATURE", "root_streams", "stream_start"]

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The bytes that every OLE file begins with."""


def root_streams(data: bytes) -> dict[str, int]:
    """Give the name of each stream and storage at the root of an OLE file, with the sector that it begins in.

    Streams of embedded objects are in storages of their own, and so are not among them.

    Raises:
        struct.error: the file ends before its directory.
    """
    entries = list(_entries(data))
    found: dict[str, int] = {}
    to_visit, seen = [entries[0].child] if entries else [], set[int]()
    while to_visit:
        number = to_visit.pop()
        if number < len(entries) and number not in seen:
            seen.add(number)
            entry = entries[number]
            found[entry.name] = entry.first_sector
            to_visit += [entry.left, entry.right]
    return found


def stream_start(data: bytes, first_sector: int) -> bytes:
    """Give the first sector of a stream that is too long for the mini stream, as every document stream is."""
    size = _sector_size(data)
    return data[(first_sector + 1) * size : (first_sector + 2) * size]


class _Entry(NamedTuple):
    """An entry of the directory. Entries of one storage form a tree by `left` and `right`."""

    name: str
    left: int
    right: int
    child: int
    first_sector: int


def _entries(data: bytes) -> Iterator[_Entry]:
    size = _sector_size(data)
    for sector in _directory_sectors(data):
        start = (sector + 1) * size
        for offset in range(start, start + size, _ENTRY_BYTES):
            (name_bytes,) = unpack_from("<H", data, offset + 64)
            name = data[offset : offset + min(max(name_bytes, 2), 64) - 2].decode("utf-16-le", "replace")
            left, right, child = unpack_from("<III", data, offset + 68)
            (first_sector,) = unpack_from("<I", data, offset + 116)
            yield _Entry(name, left, right, child, first_sector)


def _directory_sectors(data: bytes) -> Iterator[int]:
    """Follow the chain of the directory through the allocation table."""
    size = _sector_size(data)
    table_sectors = _table_sectors(data)
    (sector,) = unpack_from("<I", data, 48)
    for _ in range(_MOST_DIRECTORY_SECTORS):
        if sector > _LAST_SECTOR:
            return
        yield sector
        which, place = divmod(sector, size // 4)
        if which >= len(table_sectors):
            return
        (sector,) = unpack_from("<I", data, (table_sectors[which] + 1) * size + 4 * place)


def _table_sectors(data: bytes) -> list[int]:
    """Give the sectors of the allocation table: the first 109 stand in the header, the rest in a chain of lists."""
    size = _sector_size(data)
    listed = list(unpack_from("<109I", data, 76))
    (next_list,) = unpack_from("<I", data, 68)
    for _ in range(len(data) // size):
        if next_list > _LAST_SECTOR:
            break
        *more, next_list = unpack_from(f"<{size // 4}I", data, (next_list + 1) * size)
        listed += more
    return [sector for sector in listed if sector <= _LAST_SECTOR]


def _sector_size(data: bytes) -> int:
    (shift,) = unpack_from("<H", data, 30)
    return 4096 if shift == _WIDE_SECTOR_SHIFT else 512


_ENTRY_BYTES = 128
_WIDE_SECTOR_SHIFT = 12
_LAST_SECTOR = 0xFFFFFFFA
_MOST_DIRECTORY_SECTORS = 10_000
