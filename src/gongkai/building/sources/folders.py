"""The files to read: all that is below the folders given, and what of it cannot be read, with the reason."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.building.sources.manifest import MANIFEST, originals
from gongkai.building.sources.walk import distinct
from gongkai.errors import GongkaiError, Reason, SourceError
from gongkai.printable import file_name
from gongkai.read.companions import belonging

__all__ = ["Source", "distinct", "find_sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path, its name in the package, and what the manifest says of its original.

    Where it is known that it cannot be read, `error` says why, and it is never opened.
    """

    path: Path
    name: str
    original: Mapping[str, str] = field(default_factory=dict)
    error: SourceError | None = None


def find_sources(paths: Sequence[Path], *, leave_out: Path | None = None) -> list[Source]:
    """List the files to read, in the order of their names; names are relative to the folder above all of them.

    What is no file, may not be read, or was found already is listed with its error. Of the folder `leave_out` the files
    of a package are left out, and everywhere what has a name that begins with a dot. The folder that a browser saved
    with a page is of the page, unless the manifest names a file in it.

    Raises:
        GongkaiError: a path leads nowhere, or a manifest is not right.
    """
    found: dict[Path, tuple[_FoundPath, Mapping[str, str]]] = {}
    for path in paths:
        _refuse_mistyped(path)
        if path.is_dir():
            below = list(_FolderWalk(path).below())
            said = {Path(named): row for named, row in originals(path).items()}
            of_pages = belonging(each.path.as_posix() for each in below)
            below = [each for each in below if each.path in said or each.path.as_posix() not in of_pages]
        else:
            below, said = [_file(path, path.stat())], {}
        for each in below:
            found.setdefault(each.path.absolute(), (each, said.get(each.path, {})))
    package = leave_out.absolute() if leave_out else None
    inputs = {path: each for path, each in found.items() if not _is_of_package(path, package)}
    above = Path(os.path.commonpath([path.parent for path in inputs])) if inputs else Path()
    names = {path: file_name(path.relative_to(above).as_posix()) for path in inputs}
    taken: set[str] = set()
    sources = []
    for path in sorted(inputs, key=lambda path: (names[path], os.fsencode(path))):
        each, original = inputs[path]
        name = distinct(names[path], taken)
        error = SourceError(name, each.reason, each.detail) if each.reason else None
        sources.append(Source(path, name, original, error))
    return sources


@dataclass(frozen=True, slots=True)
class _FoundPath:
    """A path, with the reason if it is known to give nothing."""

    path: Path
    reason: Reason | None = None
    detail: str = ""


class _FolderWalk:
    """One folder and all below it. Links come last, so that what they lead to is read under its own name."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._above = {(status.st_dev, status.st_ino) for status in map(os.stat, _with_parents(root))}
        self._seen: dict[tuple[int, int], Path] = {}
        self._folders = deque([root])
        self._links: deque[Path] = deque()

    def below(self) -> Iterator[_FoundPath]:
        while self._folders or self._links:
            yield from self._folder(self._folders.popleft()) if self._folders else self._link(self._links.popleft())

    def _folder(self, folder: Path) -> Iterator[_FoundPath]:
        try:
            status = folder.stat()
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield _FoundPath(folder, "unreadable", f"a folder that cannot be listed: {error.strerror}")
            return
        self._seen[status.st_dev, status.st_ino] = folder
        for entry in entries:
            path = folder / entry.name
            try:
                is_folder, is_link = entry.is_dir(follow_symlinks=False), entry.is_symlink()
                status = entry.stat(follow_symlinks=False)
            except OSError as error:
                yield _FoundPath(path, *_gone(error))
                continue
            if entry.name.startswith("."):
                continue
            if is_link:
                self._links.append(path)
            elif is_folder:
                self._folders.append(path)
            elif path != self._root / MANIFEST or not stat.S_ISREG(status.st_mode):
                self._seen.setdefault((status.st_dev, status.st_ino), path)
                yield _file(path, status)

    def _link(self, link: Path) -> Iterator[_FoundPath]:
        try:
            status = link.stat()
        except OSError as error:
            yield _FoundPath(link, *_gone(error, "a link that leads nowhere"))
            return
        identity = status.st_dev, status.st_ino
        if identity in self._above:
            yield _FoundPath(link, "not_a_file", "a link to a folder above it")
        elif not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            yield _file(link, status)
        elif identity in self._seen:
            known = file_name(self._seen[identity].relative_to(self._root).as_posix())
            yield _FoundPath(link, "duplicate", f"a link to {known}")
        elif stat.S_ISDIR(status.st_mode):
            self._seen[identity] = link
            self._folders.append(link)
        elif link != self._root / MANIFEST:
            self._seen[identity] = link
            yield _file(link, status)


def _with_parents(folder: Path) -> Iterator[Path]:
    real = folder.resolve()
    yield real
    yield from real.parents


def _file(path: Path, status: os.stat_result) -> _FoundPath:
    if stat.S_ISREG(status.st_mode):
        return _FoundPath(path)
    return _FoundPath(path, "not_a_file", _KINDS.get(stat.S_IFMT(status.st_mode), "of no known kind"))


_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}


def _gone(error: OSError, nowhere: str = "it is gone") -> tuple[Reason, str]:
    if isinstance(error, PermissionError):
        return "unreadable", str(error.strerror)
    return "missing", nowhere if isinstance(error, FileNotFoundError) else str(error.strerror)


def _refuse_mistyped(path: Path) -> None:
    named = file_name(os.fspath(path))
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise GongkaiError(f"{named}: there is no such file or folder; check the path") from None
    except OSError as error:
        raise GongkaiError(f"{named}: this path cannot be followed ({error.strerror}); check it") from error


def _is_of_package(file: Path, package: Path | None) -> bool:
    if package is None:
        return False
    return file == package / "datapackage.json" or (package / "data" / "processed") in file.parents
