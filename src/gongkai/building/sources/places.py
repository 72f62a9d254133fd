"""Where bytes are: files of this machine, and addresses that fsspec opens; all can be read at any place of theirs."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import fsspec

from gongkai.errors import GongkaiError, SourceError
from gongkai.printable import file_name, printable
from gongkai.read.file import open_file

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["file_system", "is_of_web", "is_remote", "open_place", "refuse_remote"]

BLOCK_BYTES = 8 * 1024 * 1024
"""How much is asked for at once of what lies elsewhere."""

LONGEST_ANSWER, SILENCE = 300.0, 60.0
"""Seconds that a web server may take for one answer, and that it may say nothing."""

LONGEST_STREAM = 1 << 30
"""How much is taken of what does not say how long it is: some answers never end."""


def is_remote(place: str) -> bool:
    r"""Tell an address from the path of a file.

    >>> is_remote("s3://bucket/crawl"), is_remote("crawl/a.html"), is_remote("C:\\crawl")
    (True, False, False)
    """
    return _PROTOCOL.match(place) is not None


_PROTOCOL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:://|::)")


def refuse_remote(folder: str | os.PathLike[str], what: str) -> None:
    """Refuse an address where a folder of this machine is needed.

    Args:
        folder: what was given, also as a path, which has lost a slash.
        what: what is to be written there.

    Raises:
        GongkaiError: it is an address.

    >>> refuse_remote("s3://bucket/x", "a package")
    Traceback (most recent call last):
    gongkai.errors.GongkaiError: s3://bucket/x: a package is written to a folder of this machine; name one, and copy it
    """
    if _ADDRESS_OR_PATH_OF_ONE.match(os.fspath(folder)):
        told = f"{what} is written to a folder of this machine; name one, and copy it"
        raise GongkaiError(f"{file_name(os.fspath(folder))}: {told}")


_ADDRESS_OR_PATH_OF_ONE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/|[A-Za-z][A-Za-z0-9+.-]+::")


def is_of_web(files: Any) -> bool:
    """Tell a web site, on which a page that links others is no folder of them."""
    return "http" in files.protocol


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
        files, path = fsspec.url_to_fs(address, use_listings_cache=False, **_settings(address))
    except ImportError as error:
        extra = _EXTRAS.get(address.partition(":")[0].lower())
        how = f'install the extra that does: pip install "gongkai[{extra}]"' if extra else "install it"
        raise GongkaiError(f"{printable(address)}: what opens it is not installed ({error}); {how}") from error
    except Exception as error:  # each file system has errors of its own
        raise GongkaiError(
            f"{printable(address)}: no such address can be opened ({printable(str(error))}); check it"
        ) from error
    return files, path


def _settings(address: str) -> dict[str, Any]:
    """Give what the file system of an address is told: how long a web server may say nothing."""
    if not address.lower().startswith(("http://", "https://")):
        return {}
    from aiohttp import ClientTimeout

    return {"client_kwargs": {"timeout": ClientTimeout(total=LONGEST_ANSWER, sock_read=SILENCE)}}


_EXTRAS = {"http": "http", "https": "http", "s3": "s3", "s3a": "s3"}
"""The extras that open addresses, by how those begin; of others, fsspec says what opens them."""


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
        # What a server sends without its length says that it can be read at any place of it, but cannot.
        if opened.seekable() and getattr(opened, "size", 0) is not None:
            yield file
        else:
            with tempfile.TemporaryFile() as copy:
                _copy(file, copy, name)
                yield copy


def _copy(file: BinaryIO, copy: BinaryIO, name: str) -> None:
    while data := file.read(BLOCK_BYTES):
        if copy.tell() + len(data) > LONGEST_STREAM:
            raise SourceError(name, "too_large", f"it sends more than {LONGEST_STREAM} bytes, without saying how many")
        copy.write(data)
    copy.seek(0)


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
