"""Replace a package in one step that no kill can cut in two.

The descriptor is the switch, because whoever reads a package begins with it:

1. The new tables are written into a folder of their own, `data/processed/version-…`, and reach the disk.
2. A descriptor that points into that folder is renamed to its place. Until here the package is the old one, whole;
   from here on it is the new one, whole.
3. The tables get their lasting names, `data/processed/<table>.parquet` (and with a number where a table is several
   files), which no descriptor points to now.
4. The lasting descriptor is renamed to its place, and the folder goes.

A build that is killed leaves at most that folder. The next one completes what was begun after the second step, and
clears away what was begun before it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from secrets import token_hex
from typing import Any

from gongkai.errors import PackageError
from gongkai.publish.stored import DESCRIPTOR, FOLDER, NAME, StoredPackage, listed_paths, stored_package

__all__ = ["Version", "complete", "is_version", "reach_disk", "version_in_use"]

_VERSION = re.compile(r"version-[0-9a-f]{16}")
_TABLE = re.compile(r"[a-z_]+(-[0-9]{4,})?\.parquet")
_LINK = ".link"
_POINTER = "pointer.json"
_OBSOLETE = "obsolete.json"


@dataclass(frozen=True, slots=True)
class Version:
    """The folder of a package's new tables, until they have their lasting names."""

    folder: Path

    @classmethod
    def begin(cls, out: Path) -> Version:
        """Make the folder of a new version.

        Raises:
            OSError: it cannot be made.
        """
        folder = out / FOLDER / f"version-{token_hex(8)}"
        folder.mkdir(parents=True)
        return cls(folder)

    @property
    def path(self) -> str:
        """The folder's path inside the package."""
        return f"{FOLDER}/{self.folder.name}"

    def write_descriptors(self, lasting: str, pointer: str, obsolete: Iterable[str]) -> None:
        """Keep the descriptor to last, the one that points here, and the names of old files that no table has now."""
        texts = {DESCRIPTOR: lasting, _POINTER: pointer, _OBSOLETE: json.dumps(sorted(obsolete))}
        for name, text in texts.items():
            (self.folder / name).write_text(text, encoding="utf-8", newline="\n")

    def switch(self, out: Path, work: Path) -> None:
        """Make this the package: one rename of the descriptor.

        Raises:
            OSError: the disk is full, or a place cannot be written; the package is the old one.
        """
        for file in self.folder.iterdir():
            reach_disk(file)
        for folder in (self.folder, *self.folder.parents[: len(PurePosixPath(FOLDER).parts) + 1]):
            reach_disk(folder)
        _put(self.folder / _POINTER, out / DESCRIPTOR, work)

    def clear(self) -> None:
        """Remove the folder, whatever of it is there.

        Raises:
            PackageError: something else lies in it, or it cannot be removed.
        """
        foreign = sorted(entry.name for entry in self.folder.iterdir() if not _is_own(entry))
        if foreign:
            raise PackageError(f"{self.folder}: not files of a gongkai package: {', '.join(foreign)}; move them away")
        try:
            shutil.rmtree(self.folder)
        except OSError as error:
            raise PackageError(
                f"{self.folder}: a build that was stopped left this folder, and it cannot be removed "
                f"({error.strerror}); remove it as the user who started that build"
            ) from error


def complete(out: Path, work: Path) -> None:
    """Bring what a build began to its end, or clear it away, so that nothing of it is left.

    Raises:
        PackageError: a folder of a stopped build is damaged or cannot be removed.
        OSError: a place cannot be written; the package is whole even so.
    """
    if (out / DESCRIPTOR).exists():
        stored = stored_package(out)
        if stored.properties.get("name") != NAME:
            return
        version = version_in_use(stored)
        if version is not None:
            _give_lasting_names(out, work, version)
    for folder in sorted((out / FOLDER).glob("version-*")):
        if is_version(folder):
            Version(folder).clear()
            reach_disk(out / FOLDER)


def version_in_use(stored: StoredPackage) -> Version | None:
    """Give the version that a descriptor points to, or None where the tables have their lasting names."""
    folders = {PurePosixPath(path).parent for resource in stored.resources.values() for path in listed_paths(resource)}
    if len(folders) != 1:
        return None
    (folder,) = folders
    place = stored.root / folder
    return Version(place) if folder.parent == PurePosixPath(FOLDER) and is_version(place) else None


def is_version(folder: Path) -> bool:
    """Tell whether a folder of a package is that of a version."""
    return _VERSION.fullmatch(folder.name) is not None and folder.is_dir() and not folder.is_symlink()


def reach_disk(path: Path) -> None:
    """Wait until a file or folder stands on the disk, so that no loss of power takes it back."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _give_lasting_names(out: Path, work: Path, version: Version) -> None:
    for name in _names(version):
        _rename_link(version.folder / name, out / FOLDER / name)
    for name in _obsolete(version):
        with suppress(FileNotFoundError):
            (out / FOLDER / name).unlink()
    reach_disk(out / FOLDER)
    _put(version.folder / DESCRIPTOR, out / DESCRIPTOR, work)


def _names(version: Version) -> list[str]:
    """Give the names of the files of a version's tables, all of which must be there."""
    lasting: Any = _json(version.folder / DESCRIPTOR)
    resources = lasting.get("resources", []) if isinstance(lasting, Mapping) else []
    names = [PurePosixPath(path).name for resource in resources for path in listed_paths(resource)]
    if not names or not all(_TABLE.fullmatch(name) and (version.folder / name).is_file() for name in names):
        raise _damaged(version)
    return names


def _obsolete(version: Version) -> list[str]:
    listed: Any = _json(version.folder / _OBSOLETE)
    return [name for name in listed if isinstance(name, str) and PurePosixPath(name).name == name]


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError, RecursionError) as error:
        raise _damaged(Version(file.parent)) from error


def _damaged(version: Version) -> PackageError:
    return PackageError(
        f"{version.folder}: files of this folder, where a build was stopped, are missing; "
        f"remove the folder and the {DESCRIPTOR} that points to it, and build again"
    )


def _rename_link(file: Path, place: Path) -> None:
    """Give a file a second name in one step, also where that name is taken."""
    link = file.with_name(file.name + _LINK)
    link.unlink(missing_ok=True)
    try:
        link.hardlink_to(file)
    except OSError:  # there are file systems without second names
        shutil.copyfile(file, link)
        reach_disk(link)
    link.replace(place)
    # Where both were the same file already, the step above does nothing.
    link.unlink(missing_ok=True)


def _put(file: Path, place: Path, work: Path) -> None:
    """Put a descriptor in its place in one step; `work` lies on the disk of that place."""
    copy = work / place.name
    shutil.copyfile(file, copy)
    reach_disk(copy)
    copy.replace(place)
    reach_disk(place.parent)


def _is_own(entry: Path) -> bool:
    known = {DESCRIPTOR, _POINTER, _OBSOLETE}
    return entry.is_file() and (entry.name in known or _TABLE.fullmatch(entry.name.removesuffix(_LINK)) is not None)
