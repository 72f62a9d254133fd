"""Zip containers, read within bounds: no more is inflated than a report can need, whatever the headers claim."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from gongkai.errors import SourceError

__all__ = ["MAX_MEMBER_BYTES", "MAX_TOTAL_BYTES", "Allowance", "inflate", "open_large_zip", "open_zip"]

MAX_MEMBER_BYTES = 256 * 1024 * 1024
"""The most that one member may inflate to."""

MAX_TOTAL_BYTES = 1024 * 1024 * 1024
"""The most that all members of one container may inflate to together."""

MAX_DIRECTORY_ENTRIES = 200_000
"""The most members that a container may list. To list more takes memory before the first of them is read."""

MAX_DIRECTORY_BYTES = 512 * 1024 * 1024
"""The longest directory of a large container: that of some millions of members."""

MAX_RATIO = 200
"""How many times its packed size a member may inflate to. Markup of blank table cells comes near 100."""

RATIO_FREE_BYTES = 16 * 1024 * 1024
"""What a member may inflate to whatever its packed size."""


@dataclass(slots=True)
class Allowance:
    """How many bytes may still be inflated for one source. What is refused in the end counts as well."""

    bytes_left: int = MAX_TOTAL_BYTES


def open_zip(data: bytes, name: str) -> ZipFile:
    """Open a zip container without inflating anything.

    Args:
        data: the bytes of the container.
        name: what to call it in errors.

    Raises:
        SourceError: the container is `damaged`, or lists so many members that it is `too_large`.
    """
    if data.count(_DIRECTORY_ENTRY) > MAX_DIRECTORY_ENTRIES:
        raise SourceError(name, "too_large", f"it lists more than {MAX_DIRECTORY_ENTRIES} members")
    try:
        return ZipFile(BytesIO(data))
    except _DAMAGE as error:
        raise SourceError(name, "damaged", f"its zip directory cannot be read: {error}") from error


def open_large_zip(file: BinaryIO, name: str) -> ZipFile:
    """Open a zip container of any size, whose bytes are not held.

    Args:
        file: the container, which can be read at any place.
        name: what to call it in errors.

    Raises:
        SourceError: the container is `damaged`, or its directory is longer than that of any crawl (`too_large`).
    """
    try:
        if _directory_bytes(file) > MAX_DIRECTORY_BYTES:
            raise SourceError(name, "too_large", f"its zip directory has more than {MAX_DIRECTORY_BYTES} bytes")
        return ZipFile(file)
    except _DAMAGE as error:
        raise SourceError(name, "damaged", f"its zip directory cannot be read: {error}") from error


def _directory_bytes(file: BinaryIO) -> int:
    """Read how long the directory says it is, which is held as a whole when it is read."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - _END_BYTES))
    end = file.read(_END_BYTES)
    at = end.rfind(b"PK\x05\x06")
    if at < 0:
        raise BadZipFile("it has no directory")
    (length,) = struct.unpack_from("<I", end, at + 12)
    large = end.rfind(b"PK\x06\x06", 0, at)
    if length == _IN_LARGE_END and large >= 0:
        (length,) = struct.unpack_from("<Q", end, large + 40)
    return int(length)


_END_BYTES = 1 << 17
"""What the end of a container may take: its two records, and a comment of up to 64 KiB."""

_IN_LARGE_END = 0xFFFFFFFF


def inflate(container: ZipFile, member: ZipInfo, name: str, allowance: Allowance) -> bytes:
    """Give the content of one member.

    Args:
        container: the open container.
        member: the member of it.
        name: what to call the member in errors.
        allowance: what may still be inflated; it is used up as the member is read.

    Raises:
        SourceError: the member is `encrypted`, `damaged`, `too_large`, or packed in an `unsupported_format`.
    """
    if member.flag_bits & _ENCRYPTED:
        raise SourceError(name, "encrypted")
    if member.compress_type not in _BOUNDED_METHODS:
        raise SourceError(name, "unsupported_format", f"zip compression method {member.compress_type}")
    most_bytes = min(MAX_MEMBER_BYTES, max(RATIO_FREE_BYTES, MAX_RATIO * member.compress_size))
    content = bytearray()
    try:
        with container.open(member) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                content += chunk
                allowance.bytes_left -= len(chunk)
                if len(content) > most_bytes:
                    packed = f"{member.compress_size} bytes inflate to more than {most_bytes}"
                    raise SourceError(name, "too_large", packed)
                if allowance.bytes_left < 0:
                    raise SourceError(name, "too_large", f"the container inflates to more than {MAX_TOTAL_BYTES} bytes")
    except _DAMAGE as error:
        raise SourceError(name, "damaged", str(error)) from error
    return bytes(content)


_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_CHUNK_BYTES = 1024 * 1024

# The other methods may inflate a chunk without any bound before the reader sees the first byte of it.
_BOUNDED_METHODS = frozenset({ZIP_STORED, ZIP_DEFLATED})

_DAMAGE = (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, struct.error, zlib.error)
