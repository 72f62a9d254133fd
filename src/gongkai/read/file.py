"""Files of this machine, opened under the rules of a build: what is no file is not waited for, and a change is told."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from gongkai.errors import SourceError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["open_file", "part_of_file"]


@contextmanager
def open_file(path: str | os.PathLike[str], name: str) -> Iterator[BinaryIO]:
    """Open a file to read it.

    Args:
        path: the path of the file.
        name: what to call it in errors.

    Raises:
        SourceError: with the reason `missing`, `not_a_file` or `unreadable`; when all was read, with `changed` where
            the file is no longer as it was.
    """
    file = _opened(path, name)
    with file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise SourceError(name, "not_a_file")
        yield file
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceError(name, "changed")


def _opened(path: str | os.PathLike[str], name: str) -> BinaryIO:
    try:
        return open(path, "rb", opener=_open_at_once)
    except FileNotFoundError as error:
        raise SourceError(name, "missing") from error
    except IsADirectoryError as error:
        raise SourceError(name, "not_a_file", "a folder") from error
    except PermissionError as error:
        raise SourceError(name, "unreadable", str(error.strerror)) from error
    except OSError as error:
        raise SourceError(name, "missing", f"it cannot be opened: {error.strerror}") from error
    except ValueError as error:
        raise SourceError(name, "missing", f"this is no path: {error}") from error


def _open_at_once(path: str, flags: int) -> int:
    # A pipe is otherwise waited for, perhaps for ever; systems without the flag have no such pipes.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def part_of_file(file: BinaryIO, first: int, last: int | None) -> BinaryIO:
    """Give a part of a file as if it were one.

    Args:
        file: the file, which can be read at any place.
        first: where the part begins.
        last: where it ends; None is the end of the file.

    >>> part_of_file(io.BytesIO(b"abcdef"), 1, 4).read()
    b'bcd'
    """
    return io.BufferedReader(_FilePart(file, first, file.seek(0, io.SEEK_END) if last is None else last))


class _FilePart(io.RawIOBase):
    def __init__(self, file: BinaryIO, first: int, last: int) -> None:
        self._file = file
        self._first = first
        self._last = last
        self._place = first

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: self._first, io.SEEK_CUR: self._place, io.SEEK_END: self._last}[whence]
        self._place = begin + offset
        return self._place - self._first

    def readinto(self, buffer: WriteableBuffer) -> int:
        wanted = memoryview(buffer).cast("B")
        self._file.seek(self._place)
        found = self._file.read(min(len(wanted), max(0, self._last - self._place)))
        wanted[: len(found)] = found
        self._place += len(found)
        return len(found)
