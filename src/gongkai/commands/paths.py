"""Paths that are given on the command line: an address of the web is none, and is not taken for one."""

from __future__ import annotations

from pathlib import Path

from gongkai.address import host_of
from gongkai.errors import GongkaiError

__all__ = ["local_path"]


def local_path(given: str) -> Path:
    """Give what was given as a path.

    Raises:
        GongkaiError: it is an address of the web, which is told as it was given.

    >>> local_path("https://example.org/a.html")
    Traceback (most recent call last):
    gongkai.errors.GongkaiError: https://example.org/a.html: this is an address, and here a file is read; save what ...
    """
    if host_of(given) is not None:
        advice = "save what it leads to, or archive it with `gongkai fetch`, and give the path of that"
        raise GongkaiError(f"{given}: this is an address, and here a file is read; {advice}")
    return Path(given)
