"""Where bytes are: files of this machine, opened so that they can be read at any place."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import BinaryIO

from gongkai.read.file import open_file

__all__ = ["open_place"]


def open_place(place: str, name: str) -> AbstractContextManager[BinaryIO]:
    """Open what is at a place.

    Args:
        place: the path of a file.
        name: what to call it in errors.

    Raises:
        SourceError: it is not there, may not be read, or changed while it was read.
    """
    return open_file(place, name)
