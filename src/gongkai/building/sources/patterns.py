"""Patterns of paths, such as `crawl/*/2023*.html` and `crawl/**/*.html`: what matches, as a stream in a fixed order.

They are matched here, and not by a shell, which would list all before anything is read. The same rules hold for files
of this machine and for those that fsspec opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Protocol

from gongkai.read.companions import is_saved_with_page

__all__ = ["Listing", "Pattern", "pattern"]


class Listing(Protocol):
    """What can be listed: names in order, without what is hidden."""

    def names(self, folder: str) -> list[str]:
        """Give the names in a folder; none where it cannot be listed."""

    def is_folder(self, path: str) -> bool:
        """Tell whether a path leads to a folder."""

    def is_link(self, path: str) -> bool:
        """Tell whether a path is a link."""

    def is_there(self, path: str) -> bool:
        """Tell whether a path leads to anything."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A folder whose path is plain, and what the names below it must be like, one level after the other."""

    folder: str
    levels: tuple[str, ...]

    def matches(self, listing: Listing) -> Iterator[str]:
        """Give the paths that match, depth first. `**` stands for any number of folders, and at the end for all below.

        The folder that a browser saved with a page matches nothing.
        """
        return _matches(self.folder, self.levels, listing)


def pattern(path: str) -> Pattern | None:
    """Take a path with slashes for a pattern, or give None where it is plain.

    >>> pattern("/crawl/2023/*.html"), pattern("/crawl/a.html")
    (Pattern(folder='/crawl/2023', levels=('*.html',)), None)
    """
    parts = path.split("/")
    plain = next((number for number, part in enumerate(parts) if _MAGIC.search(part)), None)
    if plain is None:
        return None
    return Pattern("/".join(parts[:plain]) or "/"[: path.startswith("/")], tuple(filter(None, parts[plain:])))


_MAGIC = re.compile(r"[*?\[]")


def _matches(folder: str, levels: tuple[str, ...], listing: Listing) -> Iterator[str]:
    if not levels or levels == ("**",):
        yield folder
        return
    level, *below = levels
    if level == "**":
        yield from _matches(folder, tuple(below), listing)
        yield from _in_folders(folder, "*", levels, listing, links=False)
    elif not _MAGIC.search(level):
        if listing.is_there(path := _joined(folder, level)):
            yield from _matches(path, tuple(below), listing)
    elif below:
        yield from _in_folders(folder, level, tuple(below), listing, links=True)
    else:
        names = listing.names(folder)
        matching = (name for name in names if fnmatchcase(name, level) and not is_saved_with_page(name, names))
        yield from (_joined(folder, name) for name in matching)


def _in_folders(folder: str, level: str, below: tuple[str, ...], listing: Listing, *, links: bool) -> Iterator[str]:
    names = listing.names(folder)
    for name in names:
        if fnmatchcase(name, level) and not is_saved_with_page(name, names):
            path = _joined(folder, name)
            if listing.is_folder(path) and (links or not listing.is_link(path)):
                yield from _matches(path, below, listing)


def _joined(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}" if folder else name
