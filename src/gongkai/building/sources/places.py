"""Where bytes are: files of this machine, and addresses that fsspec opens; all can be read at any place of theirs."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import fsspec

from gongkai.errors import GongkaiError, SourceError
from gongkai.printable import printable
from gongkai.read.file import open_file

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["file_system", "is_remote", "open_place"]

BLOCK_BYTES = 8 * 1024 * 1024
"""How much is asked for at once of what lies elsewhere."""


def is_remote(place: str) -> bool:
    r"""Tell an address from the path of a file.

    >>> is_remote("s3://bucket/crawl"), is_remote("crawl/a.html"), is_remote("C:\\crawl")
    (True, False, False)
    """
    return _PROTOCOL.match(place) is not None


_PROTOCOL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:://|::)")


def open_place(place: str, name: str) -> AbstractContextManager[BinaryIO]:
    """Open what is at a place.

    Args:
        place: the path of a file, or an address.
        name: what to call it in errors.

    Raises:
        SourceError: it is not there, may not be read, cannot be reached, or changed while it was read.
    """
    return _open_remote(place, name) if is_remote(place) else open_file(place, name)


def file_system(address: str) -> tuple[Any, str]:
    """Give the file system of fsspec that an address leads to, and its path there. Listings are not kept.

    Raises:
        GongkaiError: fsspec knows nothing that opens it, or that is not installed.
    """
    if "::" in address:
        raise GongkaiError(f"{printable(address)}: addresses inside one another are not read; give the plain address")
    try:
        files, path = fsspec.url_to_fs(address, use_listings_cache=False)
    except ImportError as error:
        raise GongkaiError(f"{printable(address)}: what opens it is not installed ({error}); install it") from error
    except ValueError as error:
        raise GongkaiError(f"{printable(address)}: no such address can be opened ({error}); check it") from error
    return files, path


@contextmanager
def _open_remote(address: str, name: str) -> Iterator[BinaryIO]:
    try:
        files, path = file_system(address)
        opened = files.open(path, "rb", block_size=BLOCK_BYTES)
    except FileNotFoundError as error:
        raise SourceError(name, "missing") from error
    except IsADirectoryError as error:
        raise SourceError(name, "not_a_file", "a folder") from error
    except Exception as error:  # each file system has errors of its own
        raise SourceError(name, "unreadable", _told(error)) from error
    with opened, io.BufferedReader(_Remote(opened, name)) as file:
        if opened.seekable():
            yield file
        else:
            with tempfile.TemporaryFile() as copy:
                shutil.copyfileobj(file, copy)
                copy.seek(0)
                yield copy


class _Remote(io.RawIOBase):
    """A file that lies elsewhere. That it cannot be reached says nothing of what it holds."""

    def __init__(self, file: Any, name: str) -> None:
        self._file = file
        self._name = name

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._file.seek(offset, whence))

    def readinto(self, buffer: WriteableBuffer) -> int:
        wanted = memoryview(buffer).cast("B")
        try:
            found = self._file.read(len(wanted))
        except Exception as error:  # each file system has errors of its own
            raise SourceError(self._name, "unreadable", _told(error)) from error
        wanted[: len(found)] = found
        return len(found)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
