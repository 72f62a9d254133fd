"""Files of this machine, opened under the rules of a build: what is no file is not waited for, and a change is told."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from gongkai.errors import SourceError

__all__ = ["open_file"]


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
