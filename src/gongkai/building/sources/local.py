"""Files of this machine that were given: by their paths, in folders, and by patterns of names."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.building.sources.manifest import MANIFEST, originals
from gongkai.building.sources.patterns import Pattern, pattern
from gongkai.building.sources.source import Source
from gongkai.building.sources.walk import FolderWalk, Said, file_source, is_hidden, names_in, with_original
from gongkai.errors import GongkaiError
from gongkai.printable import file_name

__all__ = ["local_sources"]


def local_sources(paths: Sequence[str], leave_out: Path | None) -> Iterator[Source]:
    """Find the files to read, as a stream. The paths are looked at, and manifests read, before this returns.

    Args:
        paths: files, folders and patterns.
        leave_out: the folder of a package, whose own files are left out.

    Raises:
        GongkaiError: a path leads nowhere, or a manifest is not right.
    """
    given = _without_repeated([_given(path) for path in paths])
    above = os.path.commonpath([each.folder for each in given]) if given else ""
    said = {file: row for each in reversed(given) for file, row in _said(each).items()}
    return (source for each in given for source in _sources(each, above, said, leave_out))


@dataclass(frozen=True, slots=True)
class _Given:
    """A path that was given, absolute, with the folder that names are relative to where it is given alone."""

    path: str
    folder: str
    pattern: Pattern | None = None

    @property
    def is_folder(self) -> bool:
        return self.pattern is None and self.path == self.folder


def _given(text: str) -> _Given:
    absolute = os.path.abspath(text)  # noqa: PTH100 - links stay as they were given
    try:
        is_folder = stat.S_ISDIR(os.stat(text).st_mode)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        of_names = None if isinstance(error, ValueError) else pattern(Path(absolute).as_posix())
        if of_names is None:
            raise GongkaiError(f"{file_name(text)}: there is no such file or folder; check the path") from error
        if next(of_names.matches(_OnThisMachine()), None) is None:
            raise GongkaiError(f"{file_name(text)}: no file or folder is called so; check the pattern") from error
        return _Given(absolute, of_names.folder, of_names)
    except OSError as error:
        told = f"{file_name(text)}: this path cannot be followed ({error.strerror}); check it"
        raise GongkaiError(told) from error
    return _Given(absolute, absolute if is_folder else os.path.dirname(absolute))  # noqa: PTH120


def _without_repeated(given: list[_Given]) -> list[_Given]:
    """Leave out what lies in a folder that is given as well, and is read with it."""
    folders = [each.path for each in given if each.is_folder]
    return [each for each in dict.fromkeys(given) if not any(_is_reached(each.path, folder) for folder in folders)]


def _is_reached(path: str, folder: str) -> bool:
    if path == folder or not Path(path).is_relative_to(folder):
        return False
    inside = Path(path).relative_to(folder).parts
    above = [Path(folder, *inside[:depth]) for depth in range(1, len(inside))]
    return not any(map(is_hidden, inside)) and not any(map(Path.is_symlink, above))


def _said(given: _Given) -> Said:
    return originals(Path(given.folder)) if given.is_folder or given.pattern else {}


def _sources(given: _Given, above: str, said: Said, leave_out: Path | None) -> Iterator[Source]:
    if given.pattern is None:
        yield from _below(given.path, above, said, leave_out)
        return
    for path in given.pattern.matches(_OnThisMachine()):
        if path != os.path.join(given.folder, MANIFEST):  # noqa: PTH118
            yield from _below(path, above, said, leave_out)


def _below(path: str, above: str, said: Said, leave_out: Path | None) -> Iterator[Source]:
    name = _name(path, above)
    if os.path.isdir(path):  # noqa: PTH112
        yield from FolderWalk(path, name, said, leave_out).sources()
    else:
        yield with_original(file_source(path, name), said)


class _OnThisMachine:
    """Files and folders of this machine, as patterns ask for them."""

    def names(self, folder: str) -> list[str]:
        try:
            return names_in(folder)
        except OSError:
            return []

    def is_folder(self, path: str) -> bool:
        return os.path.isdir(path)  # noqa: PTH112

    def is_link(self, path: str) -> bool:
        return os.path.islink(path)  # noqa: PTH114

    def is_there(self, path: str) -> bool:
        return os.path.lexists(path)


def _name(path: str, above: str) -> str:
    inside = os.path.relpath(path, above)
    return "" if inside == "." else file_name(Path(inside).as_posix())
