"""Folders of this machine, walked depth first in the order of names: what is below one, and what of it gives nothing.

A folder is listed when its turn comes, and of the files before nothing is kept. Links come last, so that what they lead
to is read under its own name; only where they led is kept.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gongkai.building.sources.manifest import INDEX_OF_FETCHED, MANIFEST, citation
from gongkai.building.sources.source import Origin, Source
from gongkai.errors import Reason, SourceError
from gongkai.printable import file_name
from gongkai.read.companions import is_saved_with_page

__all__ = ["FolderWalk", "Said", "distinct", "file_source", "is_as_found", "is_hidden", "names_in", "with_original"]

Said = Mapping[str, Mapping[str, str]]
"""What manifests say of originals, by the paths of the files."""


def file_source(path: str, name: str) -> Source:
    """Give a path as a source, with its error where it is no file or cannot be looked at; a link is followed."""
    try:
        return _source(path, name, os.stat(path))  # noqa: PTH116
    except OSError as error:
        return _without_content(path, name, *_gone(error, "a link that leads nowhere"))


def is_as_found(source: Source) -> bool:
    """Tell whether the file of a source is still the one that was found, and not one that came in its place since."""
    return file_source(source.place, source.name).stamp == source.stamp


def with_original(source: Source, said: Said) -> Source:
    """Give a source with what manifests say of its original."""
    original = said.get(source.place)
    if original is None:
        return source
    return replace(source, origin=Origin(url=original.get("url") or None), citation=citation(original))


def names_in(folder: str) -> list[str]:
    """List a folder in order, without what is hidden.

    Raises:
        OSError: it cannot be listed.
    """
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if not is_hidden(entry.name))


def is_hidden(name: str) -> bool:
    """Tell names that begin with a dot.

    >>> is_hidden(".git"), is_hidden("a.html")
    (True, False)
    """
    return name.startswith(".")


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to list: its path as it was come to, where that is in truth, and its name."""

    path: str
    real: str
    name: str
    of_page: bool = False
    """Whether a browser saved it with a page: then only what a manifest names in it is a source."""

    def entry(self, entry: str, shown: str) -> tuple[str, str, str]:
        name = f"{self.name}/{shown}" if self.name else shown
        return os.path.join(self.path, entry), os.path.join(self.real, entry), name  # noqa: PTH118


class FolderWalk:
    """One folder and all below it.

    Args:
        root: the folder.
        name: what its name is to begin with: the empty string where names are relative to it.
        said: what the manifest in it says of originals.
        leave_out: the folder of a package, whose own files are left out.
    """

    def __init__(self, root: str, name: str, said: Said, leave_out: Path | None) -> None:
        self._root = _Folder(root, os.path.realpath(root), name)
        self._said = said
        self._left_out = _of_package(leave_out) if leave_out else frozenset[str]()
        self._led_to = {self._root.real: name}
        self._links: deque[tuple[str, str, bool]] = deque()

    def sources(self) -> Iterator[Source]:
        """Give what is below the folder, links last."""
        return (with_original(source, self._said) for source in self._found())

    def _found(self) -> Iterator[Source]:
        yield from self._below(self._root)
        while self._links:
            yield from self._link(*self._links.popleft())

    def _below(self, folder: _Folder) -> Iterator[Source]:
        listings = [self._listed(folder)]
        while listings:
            entry = next(listings[-1], None)
            if entry is None:
                listings.pop()
            elif isinstance(entry, _Folder):
                listings.append(self._listed(entry))
            else:
                yield entry

    def _listed(self, folder: _Folder) -> Iterator[Source | _Folder]:
        if folder.of_page and not self._is_named_below(folder.path):
            return
        try:
            names = names_in(folder.path)
        except OSError as error:
            name = folder.name or file_name(os.path.basename(folder.path))  # noqa: PTH119
            detail = f"a folder that cannot be listed: {error.strerror}"
            yield _without_content(folder.path, name, "unreadable", detail)
            return
        shown = _shown(names)
        for entry in names:
            path, real, name = folder.entry(entry, shown.get(entry, entry))
            try:
                status = os.lstat(path)
            except OSError as error:
                yield _without_content(path, name, *_gone(error))
                continue
            if real in self._left_out:
                continue
            if stat.S_ISLNK(status.st_mode):
                self._links.append((path, name, folder.of_page or is_saved_with_page(entry, names)))
            elif stat.S_ISDIR(status.st_mode):
                yield _Folder(path, real, name, folder.of_page or is_saved_with_page(entry, names))
            elif not self._is_passed_over(path, status, of_page=folder.of_page):
                yield _source(path, name, status)

    def _is_named_below(self, folder: str) -> bool:
        return any(path.startswith(f"{folder}{os.sep}") for path in self._said)

    def _is_passed_over(self, path: str, status: os.stat_result, *, of_page: bool) -> bool:
        if of_page:
            return path not in self._said
        folder, name = os.path.split(path)
        is_beside = folder == self._root.path and name in (MANIFEST, INDEX_OF_FETCHED)
        return is_beside and stat.S_ISREG(status.st_mode)

    def _link(self, path: str, name: str, of_page: bool) -> Iterator[Source]:
        try:
            status = os.stat(path)  # noqa: PTH116
        except OSError as error:
            yield _without_content(path, name, *_gone(error, "a link that leads nowhere"))
            return
        target = os.path.realpath(path)
        if _is_in(self._root.real, target):
            yield _without_content(path, name, "not_a_file", "a link to a folder above it")
        elif not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            yield _source(path, name, status)
        elif (known := self._known(target)) is not None:
            yield _without_content(path, name, "duplicate", f"a link to {known}")
        else:
            self._led_to[target] = name
            if stat.S_ISDIR(status.st_mode):
                yield from self._below(_Folder(path, target, name, of_page))
            elif not self._is_passed_over(path, status, of_page=of_page):
                yield _source(path, name, status)

    def _known(self, target: str) -> str | None:
        """Give the name under which the target of a link is read anyway, from its place in what was walked."""
        for folder in (target, *map(str, Path(target).parents)):
            if folder in self._led_to:
                inside = os.path.relpath(target, folder)
                is_manifest = folder == self._root.real and inside == MANIFEST
                parts = () if folder == target else Path(inside).parts
                if not is_manifest and not any(map(is_hidden, parts)):
                    return "/".join(filter(None, (self._led_to[folder], *map(file_name, parts))))
        return None


def _of_package(folder: Path) -> frozenset[str]:
    real = Path(os.path.realpath(folder))
    return frozenset({str(real / "datapackage.json"), str(real / "data" / "processed")})


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _shown(names: list[str]) -> Mapping[str, str]:
    """Give the names that cannot be shown as they are another one that no file beside them has.

    Two files may have one name, in two encodings.
    """
    odd = [name for name in names if file_name(name) != name]
    if not odd:
        return {}
    taken = set(names) - set(odd)
    return {name: distinct(file_name(name), taken) for name in odd}


def distinct(name: str, taken: set[str]) -> str:
    """Give a name that is not taken yet, and take it.

    >>> taken = set()
    >>> distinct("a.txt", taken), distinct("a.txt", taken)
    ('a.txt', 'a.txt (2)')
    """
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    taken.add(free)
    return free


def _source(path: str, name: str, status: os.stat_result) -> Source:
    if not stat.S_ISREG(status.st_mode):
        return _without_content(path, name, "not_a_file", _KINDS.get(stat.S_IFMT(status.st_mode), "of no known kind"))
    return Source(name, path, stamp=f"{status.st_size}-{status.st_mtime_ns}", bytes=status.st_size)


def _without_content(path: str, name: str, reason: Reason, detail: str) -> Source:
    return Source(name, path, error=SourceError(name, reason, detail))


_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


def _gone(error: OSError, nowhere: str = "it is gone") -> tuple[Reason, str]:
    if isinstance(error, PermissionError):
        return "unreadable", str(error.strerror)
    return "missing", nowhere if isinstance(error, FileNotFoundError) else str(error.strerror)
