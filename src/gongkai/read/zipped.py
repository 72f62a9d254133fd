"""Zip containers, read within bounds: no more is inflated than a report can need, whatever the headers claim."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from gongkai.errors import SourceError

__all__ = ["MAX_MEMBER_BYTES", "MAX_TOTAL_BYTES", "Allowance", "inflate", "open_zip"]

MAX_MEMBER_BYTES = 256 * 1024 * 1024
"""The most that one member may inflate to."""

MAX_TOTAL_BYTES = 1024 * 1024 * 1024
"""The most that all members of one container may inflate to together."""

MAX_DIRECTORY_ENTRIES = 200_000
"""The most members that a container may list. To list more takes memory before the first of them is read."""

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
